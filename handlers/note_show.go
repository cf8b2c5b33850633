package handlers

import (
	"errors"
	"net/http"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) showNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	name, typed := broughtBack(r)
	return s.renderNote(w, r, actor, http.StatusOK, id, views.NoteShow{Form: name, Typed: typed})
}

// renderNote shows the note as it stands, with what show brings: a form to be shown again. htmx gets the panel.
func (s *server) renderNote(w http.ResponseWriter, r *http.Request, actor people.Person, status int, id int64, show views.NoteShow) error {
	var err error
	if show.Whole, err = s.portal.Intel.Show(r.Context(), actor, id); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if show.Note.Sensitive {
		if show.Trusted, err = s.portal.Intel.Trusted(r.Context()); err != nil {
			return err
		}
	}
	show.Viewer, show.Submission = actor, (&form{Values: show.Typed.Values}).nextSubmission()
	title := show.Note.Ref() + " " + show.Note.Title()
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		p := views.Page{Title: title, Viewer: viewer(actor), Now: show.Now}
		return render(w, r, status, views.NotePanel(p, show))
	}
	p, err := s.page(w, r, actor, title, "intel")
	if err != nil {
		return err
	}
	return render(w, r, status, views.NotePage(p, show))
}

// movedNote answers a move on a note as moved does one on a request.
func (s *server) movedNote(w http.ResponseWriter, r *http.Request, actor people.Person, id int64, f *form, name string, renamed map[string]string, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderNote(w, r, actor, http.StatusOK, id, views.NoteShow{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.NoteURL(id))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		f.Del("submission") // what is sent from here on is another thing
		show := views.NoteShow{Typed: f.typed(nil, nil), Form: name, Conflict: refusal.Sentence}
		return s.renderNote(w, r, actor, http.StatusConflict, id, show)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderNote(w, r, actor, http.StatusUnprocessableEntity, id, views.NoteShow{Typed: f.typed(inv, renamed), Form: name})
}
