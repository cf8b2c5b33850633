package handlers

import (
	"net/http"
	"strings"
	"time"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
)

// takeSeat gives the actor a seat, or a place on the waiting list. From a list, htmx gets its row.
func (s *server) takeSeat(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	var seat ridealongs.Seat
	err = f.attempt(func() error {
		seat, err = s.portal.Rides.Take(r.Context(), actor, id)
		return err
	})
	if err == nil && partial(r) && f.Has("list") {
		return s.renderRideRow(w, r, actor, id)
	}
	done := "You have a seat."
	if seat.State == ridealongs.Waiting {
		done = "You are on the waiting list, and told when a seat is free."
	}
	return s.movedRide(w, r, actor, id, f, "seats", nil, done, err)
}

func (s *server) renderRideRow(w http.ResponseWriter, r *http.Request, actor people.Person, id int64) error {
	row, err := s.portal.Rides.Find(r.Context(), id)
	if err != nil {
		return err
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	clock := views.Page{Viewer: viewer(actor), Now: s.portal.Store.Now()}.Clock()
	return render(w, r, http.StatusOK, views.RideRow(clock, row, actor, roll))
}

func (s *server) giveSeatBack(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.GiveBack(r.Context(), actor, id, f.Get("reason"))
		return err
	})
	return s.movedRide(w, r, actor, id, f, "withdrawal", nil, "Given back. Whoever waits first is told.", err)
}

// nameGuest puts somebody's name down.
func (s *server) nameGuest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Name(r.Context(), actor, id, number(f.Get("person")))
		return err
	})
	return s.movedRide(w, r, actor, id, f, "names", nil, "The name is down. They have a working day to say yes.", err)
}

// refuseGuest ends a guest's seat for a reason that the two alone see.
func (s *server) refuseGuest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	form := views.RefuseForm(showable(f.Get("person")))
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Refuse(r.Context(), actor, id, number(f.Get("person")), f.Get("reason"))
		return err
	})
	return s.movedRide(w, r, actor, id, f, form, map[string]string{"reason": form}, "They are told. Only you two see the reason.", err)
}

// missGuest says that a guest did not come.
func (s *server) missGuest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	form := views.MissForm(showable(f.Get("person")))
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Miss(r.Context(), actor, id, number(f.Get("person")), f.Get("reason"))
		return err
	})
	return s.movedRide(w, r, actor, id, f, form, map[string]string{"reason": form}, "Noted.", err)
}

// tellConsent says what the customer answered.
func (s *server) tellConsent(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.SetConsent(r.Context(), actor, id, f.version(), ridealongs.Consent(f.Get("consent")))
		return err
	})
	return s.movedRide(w, r, actor, id, f, "consent", nil, "Noted.", err)
}

func (s *server) saveWish(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Wish(r.Context(), actor, id, f.Get("wish"))
		return err
	})
	return s.movedRide(w, r, actor, id, f, "wish", nil, "Saved.", err)
}

// closeRide cancels a slot, or moves it to another time.
func (s *server) closeRide(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	how, done := f.Get("how"), "Cancelled. Everybody with a place is told why."
	switch how {
	case "cancel":
		off := ridealongs.CallingOff{Reason: f.Get("reason"), Note: f.Get("note"), Following: f.Get("following") != ""}
		err = f.attempt(func() error {
			_, err := s.portal.Rides.Cancel(r.Context(), actor, id, f.version(), off)
			return err
		})
	case "move":
		done = "Moved. Everybody with a seat is asked to confirm it again."
		m := ridealongs.Moving{Starts: f.wall("starts_at"), Ends: f.wall("ends_at"), TimeZone: f.Get("time_zone"), Reason: f.Get("reason"), Note: f.Get("note")}
		err = f.attempt(func() error {
			_, err := s.portal.Rides.Move(r.Context(), actor, id, f.version(), m)
			return err
		})
	default:
		return store.ErrNotFound
	}
	return s.movedRide(w, r, actor, id, f, how, map[string]string{"reason": how + "-reason", "note": how + "-note"}, done, err)
}

// wall reads what a clock shows; empty is the zero time. What is no time is a problem.
func (f *form) wall(field string) time.Time {
	text := strings.TrimSpace(f.Get(field))
	if text == "" {
		return time.Time{}
	}
	at, err := ridealongs.ParseLocal(text)
	if err != nil {
		f.inv.Add(field, "This is no day and time. Write it as year-month-day and hour, like 2026-12-09T09:30")
	}
	return at
}
