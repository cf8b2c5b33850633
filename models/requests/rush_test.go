package requests_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// TestRushPlan: the sides give up days in turn, the asked one first, each from its longest stage, the later of two.
func TestRushPlan(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	clock.Set(t, "2026-11-25 11:05") // a brochure is promised for Wednesday 16 December
	for _, c := range []struct {
		needed           *time.Time
		days             []float64
		rushed           string
		marketing, sales float64
	}{
		{date(2026, 12, 15), []float64{1, 1, 4, 2, 3, 2, 1}, "2026-12-15 17:00", 1, 0},
		{date(2026, 12, 13), []float64{1, 1, 3, 2, 3, 1, 1}, "2026-12-11 17:00", 2, 1}, // a Sunday: by Friday
		{date(2026, 12, 9), []float64{1, 1, 3, 1, 2, 1, 1}, "2026-12-09 17:00", 3, 2},
		{date(2026, 12, 4), []float64{1, 1, 1, 1, 1, 1, 1}, "2026-12-04 17:00", 6, 2},
		{date(2026, 12, 1), []float64{1, 1, .5, .5, .5, .5, .5}, "2026-12-01 17:00", 7.5, 3},
		{date(2026, 11, 26), []float64{.5, .5, .5, .5, .5, .5, .5}, "2026-11-30 17:00", 8, 3.5}, // the soonest there is
	} {
		plan, err := p.Requests.Plan(context.Background(), "brochure", c.needed)
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.Days(); !slices.Equal(got, c.days) || plan.GivenUp[people.Marketing] != c.marketing || plan.GivenUp[people.Sales] != c.sales {
			t.Errorf("%v: got %v, given up %v, want %v, %v of Marketing and %v of Sales", c.needed, got, plan.GivenUp, c.days, c.marketing, c.sales)
		}
		want := at(t, c.rushed)
		if tooSoon := want.After(c.needed.AddDate(0, 0, 1)); !plan.Rushed.Equal(want) || plan.TooSoon != tooSoon {
			t.Errorf("%v: got %v, too soon %v, want %v, %v", c.needed, plan.Rushed, plan.TooSoon, want, tooSoon)
		}
		if want := at(t, "2026-12-16 17:00"); !plan.Promised.Equal(want) {
			t.Errorf("%v: got standard %v, want %v", c.needed, plan.Promised, want)
		}
	}
}

// TestRushAgreed: the date promised is the sooner one, the stages are shorter, what was chosen waits, and everybody on it
// is told by whom and for what.
func TestRushAgreed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, tomasz, priya, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "tomasz"), modelstest.Person(t, p, "priya"), modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-11-24 10:00")
	early := must(t, p, lucia, submit(t, p, ruth, brief("deck", "Spring peak deck")), requests.MoveHandOn) // in its draft of 3 days, promised for Friday 4 December
	theirs := submit(t, p, modelstest.Person(t, p, "ben"), brief("intro", "Meet a planner"))
	clock.Set(t, "2026-11-25 11:05")
	r := submit(t, p, tomasz, rush("Cross-dock brochure"))
	if r.BallKind != requests.BallRush || *r.BallPersonID != priya.ID || !r.BallDueAt.Equal(at(t, "2026-11-26 11:05")) {
		t.Errorf("got %s with %v until %v, want the decision with Priya for a working day", r.BallKind, r.BallPersonID, r.BallDueAt)
	}
	if want := at(t, "2026-12-16 17:00"); !r.PromisedAt.Equal(want) || !r.ForecastAt.Equal(want) {
		t.Errorf("got promised %v, forecast %v, want the standard date %v until it is decided", r.PromisedAt, r.ForecastAt, want)
	}
	hurry := show(t, p, priya, r.ID).Hurry
	if len(hurry.Candidates) != 1 || hurry.Candidates[0].ID != early.ID || hurry.Candidates[0].Days != 3 {
		t.Fatalf("got %+v, want the deck with 3 days, and nothing that is asked of Sales", hurry.Candidates)
	}
	if hurry.Asked[people.Sales] != 1 || hurry.Of[people.Sales] != 2 || hurry.Asked[people.Marketing] != 0 || hurry.Of[people.Marketing] != 1 {
		t.Errorf("got rushes %v of %v, want 1 of 2 and 0 of 1", hurry.Asked, hurry.Of)
	}
	before := fingerprint(t, p)
	for _, wrong := range []int64{theirs.ID, r.ID} {
		_, err := p.Requests.DecideRush(ctx, priya, r.ID, r.Version, requests.RushDecision{Agree: true, Wait: []int64{early.ID, wrong}})
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("%d to wait: got %v, want a conflict", wrong, err)
		}
	}
	if fingerprint(t, p) != before {
		t.Error("got changes by a decision that was refused, want none")
	}
	clock.Set(t, "2026-11-25 12:05")
	r, err := p.Requests.DecideRush(ctx, priya, r.ID, r.Version, requests.RushDecision{Agree: true, Note: "Yes", Wait: []int64{early.ID, early.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if want := at(t, "2026-12-09 17:00"); !r.PromisedAt.Equal(want) || !r.FirstPromisedAt.Equal(want) || !r.ForecastAt.Equal(want) {
		t.Errorf("got promised %v, first %v, forecast %v, want %v", r.PromisedAt, r.FirstPromisedAt, r.ForecastAt, want)
	}
	if want := []float64{1, 1, 3, 1, 2, 1, 1}; !slices.Equal(r.Days, want) || r.BallKind != requests.BallStage || r.Stage != 1 {
		t.Errorf("got stage %d, %s, days %v, want the first stage of %v", r.Stage, r.BallKind, r.Days, want)
	}
	waits := show(t, p, ruth, early.ID).Request
	if want := at(t, "2026-12-09 17:00"); !waits.PromisedAt.Equal(want) || !waits.FirstPromisedAt.Equal(early.PromisedAt) || waits.Standing(clock.Now()) != requests.OnTrack {
		t.Errorf("got the deck promised %v, first %v, %s, want %v, %v, on track", waits.PromisedAt, waits.FirstPromisedAt, waits.Standing(clock.Now()), want, early.PromisedAt)
	}
	if got, want := waits.BallDueAt.Sub(*early.BallDueAt), 5*24*time.Hour; got != want { // 3 working days over a weekend
		t.Errorf("got the draft due %v later, want %v", got, want)
	}
	told := events(t, p, early.ID, "made-to-wait")
	if len(told) != 1 || *told[0].ActorID != priya.ID || told[0].Detail.For != r.ID || told[0].Detail.Text != "Yes" {
		t.Fatalf("got %+v, want told once, by Priya, for %s", told, r.Ref())
	}
	concerned, err := p.Requests.Concerned(ctx, told[0])
	if err != nil || !slices.Contains(concerned, ruth.ID) {
		t.Errorf("got %v, %v told, want Ruth among them", concerned, err)
	}
	audit(t, p)
}

// TestRushDeclined loses nothing: the standard date stays, and what the decision took is taken out of the first stage.
func TestRushDeclined(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, priya := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "priya")
	clock.Set(t, "2026-11-25 11:05")
	r := submit(t, p, ruth, rush("Cross-dock brochure"))
	clock.Set(t, "2026-11-26 10:00")
	r, err := p.Requests.DecideRush(context.Background(), priya, r.ID, r.Version, requests.RushDecision{Wait: []int64{99}})
	if err != nil {
		t.Fatal(err)
	}
	if want := at(t, "2026-12-16 17:00"); !r.PromisedAt.Equal(want) || !r.ForecastAt.Equal(want) || r.Rush != requests.RushDeclined {
		t.Errorf("got promised %v, forecast %v, %s, want %v, declined", r.PromisedAt, r.ForecastAt, r.Rush, want)
	}
	if want := []float64{.5, 1, 4, 2, 4, 2, 1}; !slices.Equal(r.Days, want) {
		t.Errorf("got days %v, want %v: the decision took most of a day", r.Days, want)
	}
	audit(t, p)
}

// TestRushIsNotAgreedForADayThatHasPassed.
func TestRushIsNotAgreedForADayThatHasPassed(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	priya := modelstest.Person(t, p, "priya")
	clock.Set(t, "2026-11-25 11:05")
	r := submit(t, p, modelstest.Person(t, p, "ruth"), rush("Cross-dock brochure"))
	clock.Set(t, "2026-12-10 09:30")
	_, err := p.Requests.DecideRush(context.Background(), priya, r.ID, r.Version, requests.RushDecision{Agree: true})
	if !errors.Is(err, store.ErrConflict) || !strings.Contains(err.Error(), "has passed") {
		t.Errorf("got %v, want a conflict that says why", err)
	}
	if _, err := p.Requests.DecideRush(context.Background(), priya, r.ID, r.Version, requests.RushDecision{}); err != nil {
		t.Errorf("declined: got %v, want it done", err)
	}
	audit(t, p)
}

// TestRushIsDecidedOnce however many leads press at once, and a request is made to wait once.
func TestRushIsDecidedOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, priya := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "priya")
	clock.Set(t, "2026-11-25 11:05")
	other := submit(t, p, ruth, brief("deck", "Spring peak deck"))
	r := submit(t, p, ruth, rush("Cross-dock brochure"))
	var wait sync.WaitGroup
	results := make([]error, 20)
	for i := range results {
		wait.Go(func() {
			_, results[i] = p.Requests.DecideRush(ctx, priya, r.ID, r.Version, requests.RushDecision{Agree: i%2 == 0, Wait: []int64{other.ID}})
		})
	}
	wait.Wait()
	done := 0
	for _, err := range results {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, store.ErrConflict):
			t.Errorf("got %v, want a conflict", err)
		}
	}
	if decided := len(events(t, p, r.ID, "rush-agreed")) + len(events(t, p, r.ID, "rush-declined")); done != 1 || decided != 1 || len(events(t, p, other.ID, "made-to-wait")) > 1 {
		t.Errorf("got %d done, %d in the log, want 1", done, decided)
	}
	audit(t, p)
}
