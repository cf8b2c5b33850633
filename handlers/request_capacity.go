package handlers

import (
	"net/http"
	"time"

	"alongside/models/people"
	"alongside/views"
)

// showCapacity says how many days of work each person holds, until the end of a day where one is given.
func (s *server) showCapacity(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f := &form{Values: r.URL.Query()}
	c := views.Capacity{}
	status := http.StatusOK
	if day := f.date("until"); day != nil {
		cal, err := s.portal.Calendars.Current(r.Context())
		if err != nil {
			return err
		}
		year, month, date := day.Date()
		until := time.Date(year, month, date, 23, 59, 59, 0, cal.Zone())
		c.Until = &until
	}
	var err error
	if c.Capacity, err = s.portal.Requests.Capacity(r.Context(), c.Until); err != nil {
		return err
	}
	if c.Staff, err = s.portal.People.Staff(r.Context()); err != nil {
		return err
	}
	inv, _ := f.problems(nil)
	if c.Typed = f.typed(inv, nil); len(c.Typed.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	p, err := s.page(w, r, actor, "Days of work in hand", "requests")
	if err != nil {
		return err
	}
	return render(w, r, status, views.CapacityPage(p, c))
}
