package handlers

import (
	"errors"
	"net/http"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) showRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	show := typedBefore(r)
	show.Talk = views.TalkOf(r.URL.Query().Get("talk"))
	return s.renderRequest(w, r, actor, http.StatusOK, id, show)
}

// renderRequest shows the request as it stands, with what show brings: a form to be shown again. htmx gets the panel.
func (s *server) renderRequest(w http.ResponseWriter, r *http.Request, actor people.Person, status int, id int64, show views.Show) error {
	var err error
	if show.Whole, err = s.portal.Requests.Show(r.Context(), actor, id); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	show.Viewer, show.Submission = actor, (&form{Values: show.Typed.Values}).nextSubmission()
	title := show.Request.Ref() + " " + show.Request.Title
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		p := views.Page{Title: title, Viewer: viewer(actor), Now: show.Now}
		return render(w, r, status, views.Panel(p, show))
	}
	p, err := s.page(w, r, actor, title, "requests")
	if err != nil {
		return err
	}
	return render(w, r, status, views.ShowPage(p, show))
}

// moved answers a move on a request: on success the reader sees it as it stands now; with problems, the form again; when
// somebody else was first, the request as it stands with what was typed beside it. name is the form's, renamed the ids
// of its controls where they are not the fields' names.
func (s *server) moved(w http.ResponseWriter, r *http.Request, actor people.Person, id int64, f *form, name string, renamed map[string]string, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderRequest(w, r, actor, http.StatusOK, id, views.Show{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.RequestURL(id))
	}
	discarded := s.discard(f)
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		f.Del("submission") // what is sent from here on is another thing
		show := views.Show{Typed: f.typed(nil, nil), Form: name, Conflict: refusal.Sentence}
		return errors.Join(discarded, s.renderRequest(w, r, actor, http.StatusConflict, id, show))
	}
	inv, err := f.problems(err)
	if inv == nil {
		return errors.Join(err, discarded)
	}
	show := views.Show{Typed: f.typed(inv, renamed), Form: name}
	return errors.Join(discarded, s.renderRequest(w, r, actor, http.StatusUnprocessableEntity, id, show))
}
