package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
	"alongside/views/ics"
)

// calendarOf writes calendars whose entries lead to the pages here.
func (s *server) calendarOf(roll people.Roll) ics.Calendar {
	return ics.Calendar{Roll: roll, Page: func(ride int64) string { return s.absolute(views.RideURL(ride)) }}
}

// absolute is the address of a page as it stands outside of the site.
func (s *server) absolute(path string) string {
	return strings.TrimSuffix(s.cfg.BaseURL.String(), "/") + path
}

// exportRide is a slot as one entry for the reader's calendar.
func (s *server) exportRide(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	entry, customers, err := s.portal.Rides.Entry(r.Context(), actor, id)
	if err != nil {
		return err
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+entry.Slot.Ref()+`.ics"`)
	writeCalendar(w, s.calendarOf(roll).Event(entry, customers))
	return nil
}

func writeCalendar(w http.ResponseWriter, body string) {
	h := w.Header()
	h.Set("Content-Type", ics.ContentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write([]byte(body)) // a reader who went away is no error
}

// showFeed is the personal calendar at its secret address, for programs that have no session. One that is not in force is
// not found, from the moment that it ended.
func (s *server) showFeed(w http.ResponseWriter, r *http.Request) error {
	token, isFeed := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !isFeed {
		return store.ErrNotFound
	}
	feed, err := s.portal.Rides.Feed(r.Context(), token)
	if err != nil {
		return err
	}
	tag := `"` + feed.Tag() + `"`
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", tag)
	if tagged(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	writeCalendar(w, s.calendarOf(roll).Feed(feed))
	return nil
}

// tagged reports whether one of the tags that a reader has is the tag.
func tagged(has []string, tag string) bool {
	for _, list := range has {
		for one := range strings.SplitSeq(list, ",") {
			if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
				return true
			}
		}
	}
	return false
}

// showCalendar is where the actor's calendar is fed from. A new address waits in the flash, to be shown this once.
func (s *server) showCalendar(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read about ride-alongs, but go along to none.")
	}
	c := views.CalendarFeed{Viewer: actor}
	var err error
	if c.FeedSettings, err = s.portal.Rides.FeedSettings(r.Context(), actor); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Your calendar", "rides")
	if err != nil {
		return err
	}
	p.Narrow = true
	if strings.HasPrefix(p.Flash, s.absolute(views.CalendarURL+"/")) {
		c.Address, p.Flash = p.Flash, ""
	}
	return render(w, r, http.StatusOK, views.CalendarPage(p, c))
}

// changeCalendar renews or ends the address, or says whether calendars name customers.
func (s *server) changeCalendar(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read about ride-alongs, but go along to none.")
	}
	done := ""
	switch f.Get("do") {
	case "renew":
		token, err := s.portal.Rides.RenewFeed(r.Context(), actor)
		if err != nil {
			return err
		}
		if _, err := s.takeFlash(w, r); err != nil { // nothing stands before the address
			return err
		}
		done = s.absolute(views.FeedURL(token))
	case "revoke":
		if err := s.portal.Rides.RevokeFeed(r.Context(), actor); err != nil {
			return err
		}
		done = "The address ended. Nobody reads your calendar by it any more."
	case "customers":
		if err := s.portal.Rides.NameCustomers(r.Context(), actor, f.Get("customers") != ""); err != nil {
			return err
		}
		done = "Saved."
	default:
		return store.ErrNotFound
	}
	if err := s.flash(w, r, done); err != nil {
		return err
	}
	return seeOther(w, r, views.CalendarURL)
}
