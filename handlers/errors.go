package handlers

import (
	"context"
	"errors"
	"net/http"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// statuses is the one table from errors to answers; whatever is not in it is internal.
var statuses = []struct {
	err    error
	status int
}{
	{store.ErrNotFound, http.StatusNotFound},
	{store.ErrForbidden, http.StatusForbidden},
	{store.ErrConflict, http.StatusConflict},
	{store.ErrThrottled, http.StatusTooManyRequests},
	{files.ErrTooLarge, http.StatusRequestEntityTooLarge},
	{files.ErrFull, http.StatusInsufficientStorage},
	{errBadForm, http.StatusBadRequest},
}

func statusOf(err error) int {
	for _, s := range statuses {
		if errors.Is(err, s.err) {
			return s.status
		}
	}
	var tooLarge *http.MaxBytesError
	var invalid *store.Invalid
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &invalid):
		return http.StatusUnprocessableEntity
	case store.Unavailable(err):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// fail answers an error: as a page, or as an alert for htmx. The reader gets a sentence or a reference, the log the
// cause.
func (s *server) fail(w http.ResponseWriter, r *http.Request, actor people.Person, err error) {
	if r.Context().Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, errBadForm)) {
		return // the reader went away, perhaps in the middle of a form
	}
	if errors.Is(err, store.ErrUnauthenticated) {
		s.askToSignIn(w, r)
		return
	}
	f := views.Failure{Status: statusOf(err)}
	var refusal *store.Refusal
	if errors.As(err, &refusal) {
		f.Text = refusal.Sentence
	}
	var invalid *store.Invalid
	if errors.As(err, &invalid) {
		f.Title, f.Text = "That could not be taken", invalid.Problems[0].Message+"."
	}
	switch {
	case f.Status == http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "5")
		f.Reference = reference(w)
		s.cfg.Log.ErrorContext(r.Context(), "database away", "request_id", f.Reference, "error", err)
	case f.Status >= 500:
		f.Reference = reference(w)
		s.cfg.Log.ErrorContext(r.Context(), "request failed", "request_id", f.Reference, "route", r.Pattern, "error", err)
	case f.Status == http.StatusForbidden && actor.ID != 0:
		s.noteRefusal(r, actor)
	}
	s.answerFailure(w, r, actor, f)
}

func (s *server) noteRefusal(r *http.Request, actor people.Person) {
	err := s.portal.Activity.Note(r.Context(), actor, activity.Subject{Kind: activity.KindPage}, "refused",
		activity.Detail{Text: r.Method + " " + r.URL.Path, Address: s.clientIP(r)})
	if err != nil {
		s.cfg.Log.ErrorContext(r.Context(), "refusal not noted", "error", err)
	}
}

func (s *server) answerFailure(w http.ResponseWriter, r *http.Request, actor people.Person, f views.Failure) {
	component := views.ErrorAlert(f)
	if r.Header.Get("HX-Request") != "true" {
		p := views.Page{Title: "Problem", Now: s.portal.Store.Now()}
		if actor.ID != 0 {
			p.Viewer = viewer(actor)
		}
		component = views.ErrorPage(p, f)
	}
	if err := render(w, r, f.Status, component); err != nil {
		s.cfg.Log.ErrorContext(r.Context(), "error page failed", "error", err)
		http.Error(w, "Alongside dropped the ball. Reference "+reference(w), http.StatusInternalServerError)
	}
}

func reference(w http.ResponseWriter) string { return w.Header().Get("X-Request-Id") }
