package requests_test

import (
	"context"
	"errors"
	"testing"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/models/workday"
)

func closeIdle(t testing.TB, p *models.Portal, want int) {
	t.Helper()
	if got, err := p.Requests.CloseIdle(context.Background()); err != nil || got != want {
		t.Errorf("got %d touched, %v, want %d", got, err, want)
	}
}

// TestNobodyAnswers: after 20 working days the side that asked is warned, after 20 more the request is closed, and one
// press opens it again with the date moved by the time it lay closed.
func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-09-01 10:00")
	other := submit(t, p, ruth, brief("brochure", "With Marketing all the time"))
	r := must(t, p, lucia, submit(t, p, ruth, brief("brochure", "Cold-chain brochure")), requests.MoveAsk)
	clock.Set(t, "2026-09-29 09:59")
	closeIdle(t, p, 0)
	clock.Set(t, "2026-09-29 10:00") // twenty working days
	closeIdle(t, p, 1)
	closeIdle(t, p, 0)
	if warned := events(t, p, r.ID, "unanswered"); len(warned) != 1 || warned[0].Detail.Side != people.Sales {
		t.Errorf("got %+v, want Sales warned once", warned)
	}
	clock.Set(t, "2026-10-27 03:00") // closed for the night
	closeIdle(t, p, 0)
	clock.Set(t, "2026-10-27 09:59")
	closeIdle(t, p, 0)
	clock.Set(t, "2026-10-27 10:00")
	closeIdle(t, p, 1)
	lapsed := show(t, p, ruth, r.ID).Request
	if lapsed.State != requests.Lapsed || lapsed.BallPromiseID != nil || len(events(t, p, r.ID, "lapsed")) != 1 {
		t.Fatalf("got %s, want it closed, once", lapsed.State)
	}
	if got := show(t, p, ruth, other.ID).Request.State; got != requests.Open {
		t.Errorf("got %s what waits for the side that was asked, want it open", got)
	}
	audit(t, p)
	clock.Set(t, "2026-11-03 10:00") // five working days later
	ines := modelstest.Person(t, p, "ines")
	if _, err := p.Requests.Reopen(context.Background(), ines, r.ID, lapsed.Version); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("by a reader: got %v, want %v", err, store.ErrForbidden)
	}
	if _, err := p.Requests.Reopen(context.Background(), ruth, r.ID, lapsed.Version-1); !errors.Is(err, store.ErrConflict) {
		t.Errorf("stale: got %v, want %v", err, store.ErrConflict)
	}
	open := must(t, p, ruth, lapsed, requests.MoveReopen)
	if open.State != requests.Open || open.Stage != 1 || open.BallSide != people.Marketing || open.ClosedAt != nil {
		t.Errorf("got %s, stage %d with %s, want its stage again with Marketing", open.State, open.Stage, open.BallSide)
	}
	w := show(t, p, ruth, r.ID)
	if got, want := w.Account.Shares(w.Calendar, clock.Now())[promises.WithNobody], workday.Days(5); got != want {
		t.Errorf("got %v of nobody, want %v", got, want)
	}
	if got, want := w.Calendar.Between(r.PromisedAt, open.PromisedAt), workday.Days(5); got != want {
		t.Errorf("got the date moved by %v, want %v", got, want)
	}
	closeIdle(t, p, 0)
	audit(t, p)
}

// TestAnAnswerStartsTheCountAnew.
func TestAnAnswerStartsTheCountAnew(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-09-01 10:00")
	r := must(t, p, lucia, submit(t, p, ruth, brief("brochure", "Cold-chain brochure")), requests.MoveAsk)
	clock.Set(t, "2026-09-29 10:00")
	closeIdle(t, p, 1)
	clock.Set(t, "2026-10-20 10:00")
	r = must(t, p, lucia, must(t, p, ruth, r, requests.MoveAnswer), requests.MoveAsk)
	clock.Set(t, "2026-10-27 10:00")
	closeIdle(t, p, 0)
	clock.Set(t, "2026-11-17 10:00")
	closeIdle(t, p, 1)
	if got := len(events(t, p, r.ID, "unanswered")); got != 2 {
		t.Errorf("got %d warnings, want 2", got)
	}
}

// TestWhatWaitsIsNotForgotten: its side hears of it every three working days.
func TestWhatWaitsIsNotForgotten(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	lucia := modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-11-09 10:00")
	r := must(t, p, lucia, submit(t, p, modelstest.Person(t, p, "ruth"), brief("brochure", "Cold-chain brochure")), requests.MoveWait)
	for _, step := range []struct {
		at   string
		want int
	}{{"2026-11-12 09:59", 0}, {"2026-11-12 10:00", 1}, {"2026-11-13 10:00", 0}, {"2026-11-17 10:00", 1}, {"2026-11-17 16:00", 0}} {
		clock.Set(t, step.at)
		closeIdle(t, p, step.want)
	}
	reminders := events(t, p, r.ID, "still-waiting")
	if len(reminders) != 2 || reminders[0].Detail.Side != people.Marketing || reminders[0].Detail.Text != "Kestrel Pharma's approval" {
		t.Errorf("got %+v, want Marketing reminded twice of what it waits for", reminders)
	}
	must(t, p, lucia, r, requests.MoveResume) // a reminder overtakes nobody
	audit(t, p)
}
