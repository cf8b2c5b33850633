package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views"
)

// listRides shows the calendar: a week, a list, the reader's own, or the hours.
func (s *server) listRides(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	switch r.URL.Query().Get("view") {
	case "list", "mine":
		return s.showRideList(w, r, actor)
	case "hours":
		return s.showHours(w, r, actor)
	}
	return s.showWeek(w, r, actor)
}

func (s *server) showWeek(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f := ridealongs.ParseFilter(r.URL.Query())
	week := views.RideWeek{Direction: f.Direction, Viewer: actor}
	var err error
	if week.Week, err = s.portal.Rides.Week(r.Context(), actor, r.URL.Query().Get("week")); err != nil {
		return err
	}
	coming, err := s.portal.Rides.List(r.Context(), actor, ridealongs.Filter{Direction: f.Direction})
	if err != nil {
		return err
	}
	week.Coming = views.Open(coming.Rows)
	if week.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.RideWeekPanel(views.Page{Viewer: viewer(actor), Now: week.Now}, week))
	}
	p, err := s.page(w, r, actor, "Ride-alongs", "rides")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.RideWeekPage(p, week))
}

func (s *server) showRideList(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	l := views.RideList{Filter: ridealongs.ParseFilter(r.URL.Query()), Viewer: actor}
	var err error
	if l.Page, err = s.portal.Rides.List(r.Context(), actor, l.Filter); err != nil {
		return err
	}
	if l.Filter.Mine {
		if l.Misses, err = s.portal.Rides.Misses(r.Context(), actor, actor.ID); err != nil {
			return err
		}
	}
	if l.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.RideListPanel(views.Page{Viewer: viewer(actor), Now: l.Now}, l))
	}
	p, err := s.page(w, r, actor, "Ride-alongs", "rides")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.RideListPage(p, l))
}
