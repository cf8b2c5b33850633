package handlers

import (
	"net/http"
	"slices"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// newReview asks a lead which sections to look at.
func (s *server) newReview(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.renderReview(w, r, actor, http.StatusOK, views.Typed{})
}

func (s *server) renderReview(w http.ResponseWriter, r *http.Request, actor people.Person, status int, typed views.Typed) (err error) {
	form := views.Review{Typed: typed}
	if form.Profile, err = s.profile(r, actor); err != nil {
		return err
	}
	if !actor.Leads(actor.Side) {
		return store.Refuse(store.ErrForbidden, "Only a lead can do this.")
	}
	if !form.Version.Agreed() {
		return store.Refuse(store.ErrConflict, "Nothing is agreed yet. Propose the first version.")
	}
	title := "Start a review"
	if len(typed.Problems) > 0 {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "profile")
	if err != nil {
		return err
	}
	return render(w, r, status, views.NewReviewPage(p, form))
}

// startReview asks both leads whether sections, or all of it, stay as they are.
func (s *server) startReview(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	var sections []int64
	if f.Get("do") != "whole" {
		for _, id := range f.Values["section"] {
			sections = append(sections, number(id))
		}
		if len(sections) == 0 {
			f.inv.Add("section", "Choose at least one section, or ask about all of it")
		}
	}
	inv, err := f.problems(nil)
	if err != nil {
		return s.renderReview(w, r, actor, http.StatusUnprocessableEntity, f.typed(inv, nil))
	}
	review, err := s.portal.ICP.StartReview(r.Context(), actor, sections)
	if err != nil {
		return err
	}
	if err := s.flash(w, r, "Both leads are asked whether it still holds."); err != nil {
		return err
	}
	return seeOther(w, r, views.ProposalURL(review.ID))
}

// showSection is who keeps a section right.
func (s *server) showSection(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.renderSection(w, r, actor, http.StatusOK, views.Typed{})
}

func (s *server) renderSection(w http.ResponseWriter, r *http.Request, actor people.Person, status int, typed views.Typed) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	show, err := s.profile(r, actor)
	if err != nil {
		return err
	}
	care := views.SectionCare{Typed: typed, Viewer: actor, Roll: show.Roll}
	var found, kept bool
	care.Section, found = show.Version.Content.Section(id)
	care.Care, kept = show.Care[id]
	if !found || !kept {
		return store.ErrNotFound
	}
	for _, row := range show.Open {
		if slices.Contains(row.Sections, id) {
			care.Open = append(care.Open, row)
		}
	}
	if care.Staff, err = s.portal.People.Staff(r.Context()); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, care.Section.Title, "profile")
	if err != nil {
		return err
	}
	return render(w, r, status, views.SectionPage(p, care))
}

// giveSection makes somebody else keep it right.
func (s *server) giveSection(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	inv, err := f.problems(s.portal.ICP.HandOwner(r.Context(), actor, id, number(f.Get("person"))))
	if inv == nil {
		return err
	}
	if err != nil {
		return s.renderSection(w, r, actor, http.StatusUnprocessableEntity, f.typed(inv, nil))
	}
	if err := s.flash(w, r, "Noted who keeps it right."); err != nil {
		return err
	}
	return seeOther(w, r, views.SectionURL(id))
}
