package requests_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/models/workday"
)

// TestWaitIsNobodysTime: on hold or outside, no side's days run, nobody is late or counted overdue, and afterwards due
// time and promise have moved by the time waited.
func TestWaitIsNobodysTime(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, c := range []struct {
		move   requests.Move
		who    string
		kind   string
		holder promises.Holder
	}{
		{requests.MoveHold, "dan", requests.BallHold, promises.WithNobody},
		{requests.MoveWait, "lucia", requests.BallThird, promises.WithThird},
	} {
		p, clock := modelstest.Portal(t)
		ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
		clock.Set(t, "2026-11-09 10:00")
		r := submit(t, p, ruth, brief("sheet", "Question of the week"))
		promised, stage := r.PromisedAt, *r.BallPromiseID // Monday 16 November
		clock.Set(t, "2026-11-09 14:00")
		r = must(t, p, modelstest.Person(t, p, c.who), r, c.move)
		if r.BallKind != c.kind || r.BallSide != "" || r.BallDueAt != nil || *r.BallPromiseID != stage || !r.BallSince.Equal(clock.Now()) {
			t.Errorf("%s: got %s with %q, due %v, want %s with nobody and the stage to go on afterwards", c.move, r.BallKind, r.BallSide, r.BallDueAt, c.kind)
		}
		clock.Set(t, "2026-11-20 15:00") // nine working days and an hour
		if _, err := p.Requests.RemindDue(ctx); err != nil {
			t.Fatal(err)
		}
		if got := show(t, p, ruth, r.ID).Request; got.Standing(clock.Now()) != requests.Waiting || got.Version != r.Version {
			t.Errorf("%s: got %s, want it waiting four days after its date", c.move, got.Standing(clock.Now()))
		}
		for _, view := range []requests.View{requests.ViewOverdue, requests.ViewAtRisk, requests.ViewWithSales, requests.ViewWithMarketing, requests.ViewUnassigned} {
			page, err := p.Requests.List(ctx, lucia, requests.Filter{View: view})
			if n, counted := page.Counts.Of(view); err != nil || len(page.Rows) != 0 || counted && n != 0 {
				t.Errorf("%s in %s: got %d rows, %d counted, %v, want none", c.move, view, len(page.Rows), n, err)
			}
		}
		lines, bars := show(t, p, ruth, r.ID).Story()
		if last := bars[len(bars)-1]; len(bars) != 2 || last.Wait != c.holder || last.Side != "" || !last.From.Equal(at(t, "2026-11-09 14:00")) || !last.To.Equal(clock.Now()) {
			t.Errorf("%s: got bars %+v, want the wait after the stage", c.move, bars)
		}
		for _, line := range lines {
			if !line.NextFrom.IsZero() || !line.NextTo.IsZero() {
				t.Errorf("%s: got %s forecast until %v, want no forecast of what waits", c.move, line.Name, line.NextTo)
			}
		}
		page, err := p.Requests.List(ctx, lucia, requests.Filter{})
		if err != nil || len(page.Rows) != 1 || page.Rows[0].Group != requests.GroupWaiting || page.Counts.Open != 1 {
			t.Errorf("%s: got %+v, %v, want it open, among those that wait", c.move, page.Rows, err)
		}
		r = must(t, p, modelstest.Person(t, p, c.who), r, requests.MoveResume)
		if want := at(t, "2026-11-27 17:00"); !r.PromisedAt.Equal(want) || !r.FirstPromisedAt.Equal(promised) {
			t.Errorf("%s: got promised %v, first %v, want %v, %v", c.move, r.PromisedAt, r.FirstPromisedAt, want, promised)
		}
		clock.Set(t, "2026-11-20 16:00")
		if _, bars := show(t, p, ruth, r.ID).Story(); len(bars) != 3 || bars[0].Wait+bars[2].Wait != "" || bars[1].Wait != c.holder {
			t.Errorf("%s: got bars %+v, want the wait between two turns at the stage", c.move, bars)
		}
		clock.Set(t, "2026-11-20 15:00")
		// Eleven hours were left: four of the agreed day, and seven until the close of that day.
		if want := at(t, "2026-11-24 10:00"); *r.BallPromiseID != stage || !r.BallDueAt.Equal(want) || r.WaitsFor != "" {
			t.Errorf("%s: got promise %d due %v, want %d due %v", c.move, *r.BallPromiseID, r.BallDueAt, stage, want)
		}
		w := show(t, p, ruth, r.ID)
		if got, want := w.Account.Shares(w.Calendar, clock.Now())[c.holder], workday.Days(9)+workday.Span(time.Hour); got != want {
			t.Errorf("%s: got %v of %s, want %v", c.move, got, c.holder, want)
		}
		audit(t, p)
	}
}

// TestShortWaitMovesNoDate: days are counted whole, so that an hour on hold is not worth a day.
func TestShortWaitMovesNoDate(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	priya := modelstest.Person(t, p, "priya")
	clock.Set(t, "2026-11-09 10:00")
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Question of the week"))
	promised := r.PromisedAt
	for _, until := range []string{"2026-11-09 11:00", "2026-11-09 14:00"} {
		r = must(t, p, priya, r, requests.MoveHold)
		clock.Set(t, until)
		r = must(t, p, priya, r, requests.MoveResume)
	}
	if !r.PromisedAt.Equal(promised) {
		t.Errorf("got promised %v, want %v", r.PromisedAt, promised)
	}
	audit(t, p)
}

// TestHoldDuringAQuestion goes on with the question, and the stage still waits for its answer.
func TestHoldDuringAQuestion(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, lucia, dan := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "dan")
	clock.Set(t, "2026-11-09 10:00")
	r := must(t, p, lucia, submit(t, p, ruth, brief("sheet", "Question of the week")), requests.MoveAsk)
	question := *r.BallPromiseID
	r = must(t, p, dan, r, requests.MoveHold)
	clock.Set(t, "2026-11-16 10:00")
	r = must(t, p, dan, r, requests.MoveResume)
	if r.BallKind != requests.BallQuestion || *r.BallPromiseID != question || !r.BallDueAt.Equal(at(t, "2026-11-17 10:00")) {
		t.Errorf("got %s until %v, want the question with its whole day", r.BallKind, r.BallDueAt)
	}
	r = must(t, p, ruth, r, requests.MoveAnswer)
	if r.BallKind != requests.BallStage || r.BallSide != people.Marketing {
		t.Errorf("got %s with %s, want the stage with Marketing", r.BallKind, r.BallSide)
	}
	audit(t, p)
}

// TestEndedWhileItWaits: a request on hold can still be declined or cancelled, and its time ends then.
func TestEndedWhileItWaits(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, priya := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "priya")
	clock.Set(t, "2026-11-09 10:00")
	for actor, move := range map[*people.Person]requests.Move{&ruth: requests.MoveCancel, &priya: requests.MoveDecline} {
		r := must(t, p, priya, submit(t, p, ruth, brief("sheet", "Question of the week")), requests.MoveHold)
		clock.SetTime(clock.Now().Add(26 * time.Hour))
		if r = must(t, p, *actor, r, move); r.BallKind != "" || r.BallPromiseID != nil || r.WaitsFor != "" {
			t.Errorf("%s: got ball %q, want none", move, r.BallKind)
		}
	}
	audit(t, p)
}

// TestNewDate: the work goes on while the other side decides; agreed, the promise in force is the new date and the first
// one is kept; the answer is a promise of its own.
func TestNewDate(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-11-09 10:00")
	r := submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	first := r.PromisedAt // Monday 30 November
	ball := *r.BallPromiseID
	r, err := p.Requests.SuggestDate(ctx, lucia, r.ID, r.Version, date(2026, 12, 6), "The photographer is ill") // a Sunday
	if err != nil {
		t.Fatal(err)
	}
	if *r.BallPromiseID != ball || !r.PromisedAt.Equal(first) {
		t.Errorf("got ball %d, promised %v, want both as before", *r.BallPromiseID, r.PromisedAt)
	}
	owed, err := modelstest.Owes(ctx, p, ruth)
	if err != nil || len(owed) != 1 || owed[0].Subject() != (activity.Subject{Kind: activity.KindDate, ID: r.ID}) || !owed[0].DueAt.Equal(at(t, "2026-11-10 10:00")) {
		t.Errorf("got Ruth owing %+v, %v, want an answer within a working day", owed, err)
	}
	r = must(t, p, lucia, r, requests.MoveHandOn) // the work goes on
	kept, err := p.Requests.AnswerDate(ctx, ruth, r.ID, r.Version, false, "The fair is fixed")
	if err != nil || !kept.PromisedAt.Equal(first) || kept.SuggestedOn != nil {
		t.Errorf("kept: got promised %v, suggested %v, %v, want %v and nothing suggested", kept.PromisedAt, kept.SuggestedOn, err, first)
	}
	if r, err = p.Requests.SuggestDate(ctx, ruth, r.ID, kept.Version, date(2026, 12, 6), "Hall B is free a week later"); err != nil {
		t.Fatal(err)
	}
	if r, err = p.Requests.AnswerDate(ctx, lucia, r.ID, r.Version, true, ""); err != nil {
		t.Fatal(err)
	}
	if want := at(t, "2026-12-04 17:00"); !r.PromisedAt.Equal(want) || !r.FirstPromisedAt.Equal(first) { // Friday's close
		t.Errorf("got promised %v, first %v, want %v, %v", r.PromisedAt, r.FirstPromisedAt, want, first)
	}
	if owed, err := modelstest.Owes(ctx, p, lucia); err != nil || slices.ContainsFunc(owed, func(p promises.Promise) bool { return p.SubjectKind == activity.KindDate }) {
		t.Errorf("got %v, %v, want no answer owed any more", owed, err)
	}
	audit(t, p)
	// What is suggested ends with the request.
	r = must(t, p, lucia, r, requests.MoveSuggest)
	r = must(t, p, ruth, r, requests.MoveCancel)
	if owed, err := modelstest.Owes(ctx, p, ruth); err != nil || len(owed) != 0 || r.SuggestedOn != nil {
		t.Errorf("got %v, %v, want nothing owed for what was cancelled", owed, err)
	}
	audit(t, p)
}

func TestNewDateIsADayToCome(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	lucia := modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-11-27 10:00") // a Friday
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Question of the week"))
	before := fingerprint(t, p)
	for _, on := range []*time.Time{nil, date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 4), date(2029, 1, 1)} {
		_, err := p.Requests.SuggestDate(ctx, lucia, r.ID, r.Version, on, "Ill")
		var invalid *store.Invalid
		if !errors.As(err, &invalid) || invalid.On("date") == "" {
			t.Errorf("%v: got %v, want a problem with the date", on, err)
		}
	}
	_, err := p.Requests.SuggestDate(ctx, lucia, r.ID, r.Version, date(2026, 12, 7), strings.Repeat("x", 2001))
	var invalid *store.Invalid
	if !errors.As(err, &invalid) || invalid.On("reason") == "" {
		t.Errorf("got %v, want a problem with a reason that is too long", err)
	}
	if fingerprint(t, p) != before {
		t.Error("got changes by dates that were refused, want none")
	}
}

func TestWaitsSayWhy(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	priya := modelstest.Person(t, p, "priya")
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Question of the week"))
	for _, why := range []string{"", "  \n ", strings.Repeat("x", 2001)} {
		for name, verb := range map[string]func(context.Context, people.Person, int64, int, string) (requests.Request, error){"hold": p.Requests.Hold, "wait": p.Requests.WaitFor} {
			_, err := verb(ctx, priya, r.ID, r.Version, why)
			var invalid *store.Invalid
			if !errors.As(err, &invalid) || invalid.On("reason") == "" {
				t.Errorf("%s %.5q: got %v, want a problem with the reason", name, why, err)
			}
		}
	}
}

// TestFollowers: who is named in a comment, or asks for it, hears of everything until they leave.
func TestFollowers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth, dan, ines := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "ines")
	r := submit(t, p, ruth, brief("sheet", "Question of the week"))
	followers := func() []int64 {
		ids, err := p.Activity.Followers(ctx, r.Subject())
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	comment := brief("", "").Submission
	if _, err := p.Requests.Comment(ctx, ruth, r.ID, comment, "@Dan Okafor, do you know the price? Not @nobody."); err != nil {
		t.Fatal(err)
	}
	if err := p.Requests.Follow(ctx, ines, r.ID, true); err != nil {
		t.Fatal(err)
	}
	want := []int64{ruth.ID, dan.ID, ines.ID}
	slices.Sort(want)
	if got := followers(); !slices.Equal(got, want) {
		t.Errorf("got %v, want Ruth, Dan and Ines", got)
	}
	if !show(t, p, ines, r.ID).Follows || show(t, p, modelstest.Person(t, p, "lucia"), r.ID).Follows {
		t.Error("got otherwise, want Ines to see that she follows, and Lucía not")
	}
	for range 2 {
		if err := p.Requests.Follow(ctx, dan, r.ID, false); err != nil {
			t.Fatal(err)
		}
	}
	if slices.Contains(followers(), dan.ID) {
		t.Error("got Dan following, want him gone")
	}
	if err := p.Requests.Follow(ctx, people.Person{}, r.ID, true); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("nobody: got %v, want %v", err, store.ErrForbidden)
	}
	if err := p.Requests.Follow(ctx, dan, 1<<40, true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nothing: got %v, want %v", err, store.ErrNotFound)
	}
}
