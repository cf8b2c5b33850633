package handlers

import (
	"errors"
	"net/http"
	"strings"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// showRide shows a slot, as a page or with .ics behind its number as an entry for a calendar.
func (s *server) showRide(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	if number, isEntry := strings.CutSuffix(r.PathValue("id"), ".ics"); isEntry {
		r.SetPathValue("id", number)
		return s.exportRide(w, r, actor)
	}
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	name, typed := broughtBack(r)
	return s.renderRide(w, r, actor, http.StatusOK, id, views.RideShow{Form: name, Typed: typed})
}

// renderRide shows the slot as it stands, with what show brings: a form to be shown again. htmx gets the panel.
func (s *server) renderRide(w http.ResponseWriter, r *http.Request, actor people.Person, status int, id int64, show views.RideShow) error {
	var err error
	if show.Whole, err = s.portal.Rides.Show(r.Context(), actor, id); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if show.Check, err = s.portal.ICP.LatestCheck(r.Context(), show.Account); err != nil {
		return err
	}
	show.Viewer = actor
	title := show.Title
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		return render(w, r, status, views.RidePanel(views.Page{Title: title, Viewer: viewer(actor), Now: show.Now}, show))
	}
	p, err := s.page(w, r, actor, title, "rides")
	if err != nil {
		return err
	}
	return render(w, r, status, views.RidePage(p, show))
}

// movedRide answers a move on a slot as movedNote does one on a note.
func (s *server) movedRide(w http.ResponseWriter, r *http.Request, actor people.Person, id int64, f *form, name string, renamed map[string]string, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderRide(w, r, actor, http.StatusOK, id, views.RideShow{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.RideURL(id))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		show := views.RideShow{Typed: f.typed(nil, nil), Form: name, Conflict: refusal.Sentence}
		return s.renderRide(w, r, actor, http.StatusConflict, id, show)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderRide(w, r, actor, http.StatusUnprocessableEntity, id, views.RideShow{Typed: f.typed(inv, renamed), Form: name})
}

// showSeat and showDebrief lead from the number of a promise to the page it is kept on.
func (s *server) showSeat(w http.ResponseWriter, r *http.Request, _ people.Person) error {
	return s.leadToRide(w, r, activity.KindSeat, views.RideURL)
}

func (s *server) showDebrief(w http.ResponseWriter, r *http.Request, _ people.Person) error {
	return s.leadToRide(w, r, activity.KindDebrief, views.DebriefsURL)
}

func (s *server) leadToRide(w http.ResponseWriter, r *http.Request, kind string, page func(int64) string) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	ride, err := s.portal.Rides.Of(r.Context(), activity.Subject{Kind: kind, ID: id})
	if err != nil {
		return err
	}
	return seeOther(w, r, page(ride))
}
