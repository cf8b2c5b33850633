package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

// continueDraft shows the brief as it was typed.
func (s *server) continueDraft(w http.ResponseWriter, r *http.Request, actor people.Person, id int64) error {
	d, err := s.portal.Requests.Unsent(r.Context(), actor, id)
	if err != nil {
		return err
	}
	f := &form{Values: url.Values{}}
	for name, values := range d.Typed {
		f.Values[name] = values
	}
	f.goOn(d)
	return s.renderBrief(w, r, actor, http.StatusOK, f, nil, func(b *views.Brief) { b.SavedAt = d.SavedAt })
}

// goOn makes the form that of the draft.
func (f *form) goOn(d requests.Unsent) {
	f.Set("type", d.TypeKey)
	f.Set("submission", d.Submission.String())
	f.Set("draft", strconv.FormatInt(d.ID, 10))
	f.Set("version", strconv.Itoa(d.Version))
}

func (s *server) saveDraft(w http.ResponseWriter, r *http.Request, actor people.Person, f *form) error {
	d := requests.Unsent{ID: number(f.Get("draft")), Version: f.version(), Submission: f.submission(), TypeKey: f.Get("type"), Typed: f.Values}
	if f.inv.OrNil() != nil {
		return s.renderBrief(w, r, actor, http.StatusUnprocessableEntity, f, &f.inv)
	}
	saved, err := s.portal.Requests.SaveUnsent(r.Context(), actor, d)
	switch {
	case err == nil:
		if err := s.flash(w, r, "The draft is saved. Only you see it."); err != nil {
			return err
		}
		return seeOther(w, r, views.DraftURL(saved.ID))
	case errors.Is(err, store.ErrConflict):
		return s.renderOvertaken(w, r, actor, f, saved)
	case errors.Is(err, store.ErrNotFound):
		for _, name := range []string{"draft", "version", "submission"} {
			f.Del(name)
		}
		f.inv.Add("", "This draft was sent or thrown away meanwhile. What you typed is still here: save it again to keep it")
		return s.renderBrief(w, r, actor, http.StatusConflict, f, &f.inv)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderBrief(w, r, actor, http.StatusUnprocessableEntity, f, inv)
}

// overtakenDraft is the draft as it stands when that is why it could not be sent.
func (s *server) overtakenDraft(r *http.Request, actor people.Person, f *form, err error) (requests.Unsent, bool) {
	if !errors.Is(err, store.ErrConflict) || number(f.Get("draft")) == 0 {
		return requests.Unsent{}, false
	}
	d, err := s.portal.Requests.Unsent(r.Context(), actor, number(f.Get("draft")))
	return d, err == nil && d.Version != f.version()
}

// renderOvertaken shows the brief as typed beside what was saved meanwhile. Sent or saved again, the typed one counts.
func (s *server) renderOvertaken(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, other requests.Unsent) error {
	f.goOn(other)
	f.inv.Add("", "This draft was saved with other words since you opened it. Yours are in the form, the others above it")
	return s.renderBrief(w, r, actor, http.StatusConflict, f, &f.inv, func(b *views.Brief) { b.Other = &other })
}

func (s *server) removeDraft(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if err := s.portal.Requests.ThrowAway(r.Context(), actor, id, f.version()); err != nil {
		return err
	}
	if err := s.flash(w, r, "The draft is thrown away."); err != nil {
		return err
	}
	return seeOther(w, r, "/requests/new")
}
