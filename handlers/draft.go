package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// openDraft is the form of the actor's draft, as it was typed.
func (s *server) openDraft(r *http.Request, actor people.Person, kind drafts.Kind) (*form, error) {
	f := &form{Values: url.Values{}}
	d, err := s.portal.Drafts.Find(r.Context(), actor, kind, number(r.URL.Query().Get("draft")))
	if err != nil {
		return f, err
	}
	for name, values := range d.Typed {
		f.Values[name] = values
	}
	f.goOn(d)
	return f, nil
}

// goOn makes the form that of the draft.
func (f *form) goOn(d drafts.Draft) {
	if d.TypeKey != "" {
		f.Set("type", d.TypeKey)
	}
	f.Set("submission", d.Submission.String())
	f.Set("draft", strconv.FormatInt(d.ID, 10))
	f.Set("version", strconv.Itoa(d.Version))
	f.savedAt = d.SavedAt
}

// draft is which one the form is of, as its writer saw it.
func (f *form) draft() views.Unsent {
	return views.Unsent{ID: number(f.Get("draft")), Version: f.version(), SavedAt: f.savedAt}
}

// fillDrafts gives a form when its draft was saved, or lists the actor's drafts beside a form that is none of them.
func (s *server) fillDrafts(ctx context.Context, actor people.Person, kind drafts.Kind, of *views.Unsent, list *[]drafts.Draft) (err error) {
	switch {
	case of.ID == 0:
		*list, err = s.portal.Drafts.All(ctx, actor, kind)
	case of.SavedAt.IsZero():
		var d drafts.Draft
		if d, err = s.portal.Drafts.Find(ctx, actor, kind, of.ID); errors.Is(err, store.ErrNotFound) {
			err = nil // it is said when it is saved or sent
		}
		of.SavedAt = d.SavedAt
	}
	return err
}

// showAgain renders the form as typed. other is the draft as somebody saved it meanwhile, when that is what is wrong.
type showAgain func(status int, inv *store.Invalid, other *drafts.Draft) error

// saveDraft keeps what was typed, by the verb of the area.
func (s *server) saveDraft(w http.ResponseWriter, r *http.Request, f *form, save func(drafts.Draft) (drafts.Draft, error), again showAgain) error {
	d := drafts.Draft{ID: number(f.Get("draft")), Version: f.version(), Submission: f.submission(), TypeKey: f.Get("type"), Typed: f.Values}
	if f.inv.OrNil() != nil {
		return again(http.StatusUnprocessableEntity, &f.inv, nil)
	}
	saved, err := save(d)
	switch {
	case err == nil:
		if err := s.flash(w, r, "The draft is saved. Only you see it."); err != nil {
			return err
		}
		return seeOther(w, r, views.DraftURL(saved.Kind, saved.ID))
	case errors.Is(err, store.ErrConflict):
		return f.overtakenBy(saved, again)
	case errors.Is(err, store.ErrNotFound):
		for _, name := range []string{"draft", "version", "submission"} {
			f.Del(name)
		}
		f.inv.Add("", "This draft was sent or thrown away meanwhile. What you typed is still here: save it again to keep it")
		return again(http.StatusConflict, &f.inv, nil)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return again(http.StatusUnprocessableEntity, inv, nil)
}

// overtakenDraft is the draft as it stands when that is why it could not be sent.
func (s *server) overtakenDraft(r *http.Request, actor people.Person, kind drafts.Kind, f *form, err error) (drafts.Draft, bool) {
	seen := f.draft()
	if !errors.Is(err, store.ErrConflict) || seen.ID == 0 {
		return drafts.Draft{}, false
	}
	d, err := s.portal.Drafts.Find(r.Context(), actor, kind, seen.ID)
	return d, err == nil && d.Version != seen.Version
}

// overtakenBy shows the form as typed beside what was saved meanwhile. Sent or saved again, the typed one counts.
func (f *form) overtakenBy(other drafts.Draft, again showAgain) error {
	f.goOn(other)
	f.inv.Add("", "This draft was saved with other words since you opened it. Yours are in the form, the others above it")
	return again(http.StatusConflict, &f.inv, &other)
}

func (s *server) removeDraft(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	kind, err := s.portal.Drafts.ThrowAway(r.Context(), actor, id, f.version())
	if err != nil {
		return err
	}
	if err := s.flash(w, r, "The draft is thrown away."); err != nil {
		return err
	}
	return seeOther(w, r, views.DraftsURL(kind))
}
