package handlers_test

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/google/uuid"

	"alongside/models/ridealongs"
)

// ride offers a visit of Ruth's to an account of its own with one seat, days from now at half past two. Nobody has too many guests.
func (s *site) ride(days int, change ...func(*ridealongs.Offer)) ridealongs.Slot {
	s.t.Helper()
	day := s.clock.Now().AddDate(0, 0, days)
	starts := time.Date(day.Year(), day.Month(), day.Day(), 14, 30, 0, 0, time.UTC)
	o := ridealongs.Offer{
		Submission: uuid.New(), Direction: ridealongs.Ride, Title: "Calder Valley Dairies", Account: "Account " + uuid.NewString(), Starts: starts, Ends: starts.Add(2 * time.Hour),
		Place: "Halifax", Seats: 1,
	}
	for _, f := range change {
		f(&o)
	}
	s.exec(`ALTER TABLE ridealong_rules DROP CONSTRAINT IF EXISTS ridealong_rules_few`) // every page is visited many times
	s.exec(`UPDATE ridealong_rules SET guests = 1000, visits = 1000`)
	host := "ruth"
	if o.Direction == ridealongs.Sit {
		host = "ben"
	}
	slot, err := s.portal.Rides.Offer(context.Background(), s.person(host), o)
	if err != nil {
		s.t.Fatalf("%s offers %s: %v", host, o.Title, err)
	}
	return slot
}

func (s *site) take(first string, ride int64) {
	s.t.Helper()
	if _, err := s.portal.Rides.Take(context.Background(), s.person(first), ride); err != nil {
		s.t.Fatalf("%s takes a seat: %v", first, err)
	}
}

// held is a visit of Ruth's with Ben that is over, so that both owe a debrief.
func (s *site) held() ridealongs.Slot {
	s.t.Helper()
	soon := s.clock.Now().UTC().Add(10 * time.Minute).Truncate(time.Minute)
	slot := s.ride(0, func(o *ridealongs.Offer) {
		o.Account, o.Starts, o.Ends, o.TimeZone = "Calder Valley Dairies", soon, soon.Add(30*time.Minute), "UTC"
	})
	s.take("ben", slot.ID)
	s.clock.SetTime(slot.EndsAt.Add(time.Minute))
	if _, err := s.portal.Rides.Tend(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	return slot
}

// debriefed is one of which both debriefs are in.
func (s *site) debriefed() ridealongs.Slot {
	s.t.Helper()
	slot := s.held()
	for first, words := range map[string]string{"ruth": "“Ring me at night.”", "ben": "“Someone awake.”"} {
		account := ridealongs.Account{Answers: ridealongs.Answers{"words": words, "end": "They think it over."}}
		if _, err := s.portal.Rides.Debrief(context.Background(), s.person(first), slot.ID, 0, account); err != nil {
			s.t.Fatalf("%s: %v", first, err)
		}
	}
	return slot
}

// debriefOf is the number of the person's debrief.
func (s *site) debriefOf(first string, ride int64) string {
	s.t.Helper()
	return one[string](s, `SELECT id::text FROM debriefs WHERE ridealong_id = $1 AND person_id = $2`, ride, s.person(first).ID)
}

// answerOf is how a form says that it comes of what the person wrote down in their words.
func (s *site) answerOf(first string, ride int64) string {
	s.t.Helper()
	return fmt.Sprintf("answer=%d.%s.words", ride, s.debriefOf(first, ride))
}

// offered is the form of a visit on 10 December.
func offered() url.Values {
	return url.Values{
		"submission": {uuid.NewString()}, "direction": {"ride"}, "title": {"Harrow Home, peak season review"}, "account": {"Harrow Home"}, "starts_at": {"2026-12-10T09:30"},
		"ends_at": {"2026-12-10T12:00"}, "time_zone": {"Europe/London"}, "place": {"Wakefield, gate 2"}, "seats": {"1"}, "role": {"ask"}, "kind": {"review"},
		"consent": {"asked"}, "prepare": {"Safety shoes"}, "repeat": {""},
	}
}
