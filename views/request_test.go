package views

import (
	"testing"
	"time"

	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/ui"
)

// TestBallPausedMeanwhile: the request was read before a move that paused its promise, the promises after it.
func TestBallPausedMeanwhile(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	cal, err := workday.New(zone, "gb", nil)
	if err != nil {
		t.Fatal(err)
	}
	id := int64(7)
	s := Show{Whole: requests.Whole{Now: time.Date(2026, time.November, 25, 9, 0, 0, 0, time.UTC), Calendar: cal}}
	s.Request.BallSide, s.Request.BallPromiseID = people.Sales, &id
	s.Account.Promises = []promises.Promise{{ID: id, FromSide: people.Sales, Target: 3 * 8 * 60 * 60}}
	if got := s.hold(); got.Team != ui.Team(people.Sales) || got.Agreed != 3 {
		t.Errorf("got %+v, want Sales with three days", got)
	}
}
