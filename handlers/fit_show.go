package handlers

import (
	"errors"
	"net/http"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) showCheck(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	return s.renderCheck(w, r, actor, http.StatusOK, id, views.FitShow{})
}

// renderCheck shows the check with what show brings: a form to be shown again.
func (s *server) renderCheck(w http.ResponseWriter, r *http.Request, actor people.Person, status int, id int64, show views.FitShow) error {
	var err error
	if show.WholeCheck, err = s.portal.ICP.FindCheck(r.Context(), actor, id); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	title := "Fit check: " + show.Account.Name
	if status != http.StatusOK {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "profile")
	if err != nil {
		return err
	}
	p.Narrow = true
	return render(w, r, status, views.FitPage(p, show))
}

// endCheck says how it ended with the account.
func (s *server) endCheck(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if f.inv.OrNil() == nil {
		if _, err = s.portal.ICP.End(r.Context(), actor, id, f.version(), views.OutcomeOf(f.Get("outcome"))); err == nil {
			if err := s.flash(w, r, "Noted how it ended."); err != nil {
				return err
			}
			return seeOther(w, r, views.FitCheckURL(id))
		}
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		return s.renderCheck(w, r, actor, http.StatusConflict, id, views.FitShow{Conflict: refusal.Sentence})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderCheck(w, r, actor, http.StatusUnprocessableEntity, id, views.FitShow{Typed: f.typed(inv, nil)})
}
