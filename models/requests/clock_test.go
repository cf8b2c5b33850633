package requests_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/workday"
)

func remind(t testing.TB, p *models.Portal, want int) {
	t.Helper()
	if got, err := p.Requests.RemindDue(context.Background()); err != nil || got != want {
		t.Errorf("got %d reminded or moved, %v, want %d", got, err, want)
	}
}

// TestPlanIsThePromise: the dates shown before sending are the dates given, for each type.
func TestPlanIsThePromise(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	clock.Set(t, "2026-12-18 16:05")
	// Christmas, Boxing Day's substitute, New Year's Day and the weekends are not worked.
	for kind, want := range map[string]string{
		"brochure": "2027-01-13 17:00", "deck": "2027-01-04 17:00", "sheet": "2026-12-29 17:00", "study": "2027-01-20 17:00",
		"bid": "2026-12-24 17:00", "email": "2027-01-06 17:00", "event": "2027-02-03 17:00",
		"intro": "2026-12-29 17:00", "feedback": "2026-12-23 17:00", "quote": "2026-12-30 17:00",
	} {
		plan, err := p.Requests.Plan(ctx, kind, nil)
		if err != nil {
			t.Fatal(err)
		}
		asker := modelstest.Person(t, p, map[people.Side]string{people.Sales: "lucia", people.Marketing: "ruth"}[plan.Type.Side])
		r := submit(t, p, asker, brief(kind, "Piece"))
		if wanted := at(t, want); !plan.Promised.Equal(wanted) || !r.PromisedAt.Equal(wanted) || !r.ForecastAt.Equal(wanted) {
			t.Errorf("%s: got planned %v, promised %v, forecast %v, want %v", kind, plan.Promised, r.PromisedAt, r.ForecastAt, wanted)
		}
		last := plan.Stages[len(plan.Stages)-1]
		if !last.To.Equal(r.PromisedAt) || !r.BallDueAt.Equal(plan.Stages[0].To) {
			t.Errorf("%s: got stages from %v to %v, want the first ball and the promise to be the same", kind, plan.Stages[0].To, last.To)
		}
		for i, s := range plan.Stages[1:] {
			if s.To.Before(plan.Stages[i].To) || s.From.Before(plan.Stages[i].From) {
				t.Errorf("%s: got stage %d before the one it follows", kind, s.Number)
			}
		}
	}
	audit(t, p)
}

func TestRushIsCountedInWorkingDays(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	clock.Set(t, "2026-11-09 16:05") // a brochure is promised for Monday 30 November
	for _, c := range []struct {
		day  *time.Time
		want int
	}{
		{nil, 0}, {date(2026, 12, 1), 0}, {date(2026, 11, 30), 0}, {date(2026, 11, 29), 1}, {date(2026, 11, 28), 1},
		{date(2026, 11, 27), 1}, {date(2026, 11, 26), 2}, {date(2026, 11, 20), 6},
	} {
		plan, err := p.Requests.Plan(context.Background(), "brochure", c.day)
		if err != nil || plan.Sooner != c.want || plan.Rush() != (c.want > 0) {
			t.Errorf("%v: got %d working days sooner, %v, want %d", c.day, plan.Sooner, err, c.want)
		}
	}
}

// TestSentAfterHours: nobody's time runs before the next opening.
func TestSentAfterHours(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	clock.Set(t, "2026-11-27 17:00") // a Friday
	r := submit(t, p, ruth, brief("sheet", "Question of the week"))
	clock.Set(t, "2026-11-30 09:00")
	w := show(t, p, ruth, r.ID)
	if used := w.Account.Used(w.Calendar, *r.BallPromiseID, w.Now); used != 0 {
		t.Errorf("got %v used over the weekend, want none", used)
	}
	if want := at(t, "2026-11-30 17:00"); !r.BallDueAt.Equal(want) {
		t.Errorf("got due %v, want %v", r.BallDueAt, want)
	}
	if want := at(t, "2026-12-04 17:00"); !r.PromisedAt.Equal(want) {
		t.Errorf("got promised %v, want %v", r.PromisedAt, want)
	}
}

// TestForecastMovesWhenAStageRunsOver, once a day, saying which stage and whose; the promise stays, the requester is told.
func TestForecastMovesWhenAStageRunsOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	clock.Set(t, "2026-11-09 16:05")
	r := submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	promised := r.PromisedAt
	check := func(now, forecast string, standing requests.Standing, moves int) requests.Request {
		t.Helper()
		clock.Set(t, now)
		if _, err := p.Requests.RemindDue(ctx); err != nil {
			t.Fatal(err)
		}
		r := show(t, p, ruth, r.ID).Request
		if want := at(t, forecast); !r.ForecastAt.Equal(want) || !r.PromisedAt.Equal(promised) {
			t.Errorf("%s: got forecast %v, promised %v, want %v and %v", now, r.ForecastAt, r.PromisedAt, want, promised)
		}
		if got := r.Standing(clock.Now()); got != standing {
			t.Errorf("%s: got %s, want %s", now, got, standing)
		}
		if got := len(events(t, p, r.ID, "ran-over")); got != moves {
			t.Errorf("%s: got %d moves of the forecast, want %d", now, got, moves)
		}
		return r
	}
	check("2026-11-10 16:59", "2026-11-30 17:00", requests.OnTrack, 0)
	check("2026-11-10 17:00", "2026-11-30 17:00", requests.OnTrack, 0)
	check("2026-11-11 08:59", "2026-11-30 17:00", requests.OnTrack, 0)
	check("2026-11-11 09:30", "2026-12-01 17:00", requests.AtRisk, 1)
	check("2026-11-11 16:00", "2026-12-01 17:00", requests.AtRisk, 1)
	check("2026-11-14 12:00", "2026-12-01 17:00", requests.AtRisk, 1) // a Saturday
	check("2026-11-16 09:00", "2026-12-03 17:00", requests.AtRisk, 2)
	late := check("2026-12-01 10:00", "2026-12-21 17:00", requests.Overdue, 3)

	moved := events(t, p, r.ID, "ran-over")[0]
	if moved.ActorID != nil || moved.Detail.Stage != "Brief check" || moved.Detail.Side != people.Marketing ||
		!moved.Detail.From.Equal(promised) || !moved.Detail.To.Equal(at(t, "2026-12-01 17:00")) {
		t.Errorf("got %+v, want the stage, its side and both dates", moved.Detail)
	}
	if err := p.Notify.Announce(ctx, moved.ID); err != nil {
		t.Fatal(err)
	}
	inbox, _, err := p.Notify.Inbox(ctx, ruth, "")
	if err != nil || len(inbox) != 1 || inbox[0].Event.ID != moved.ID {
		t.Errorf("got %v, %v, want Ruth told of the new date", inbox, err)
	}
	if r.Version != late.Version {
		t.Errorf("got version %d, want %d: what Alongside computes overtakes nobody", late.Version, r.Version)
	}
	if want := at(t, "2026-12-21 17:00"); !late.ForecastAt.Equal(want) {
		t.Errorf("got forecast %v, want %v", late.ForecastAt, want)
	}
	audit(t, p)
}

// TestForecastMovesOnAHalfDay: once, though the day is short.
func TestForecastMovesOnAHalfDay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	err := p.Calendars.Close(ctx, workday.Closing{Date: workday.NewDate(2026, time.November, 12), Half: true, Name: "Summer party"})
	if err != nil {
		t.Fatal(err)
	}
	clock.Set(t, "2026-11-09 10:00")
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Question of the week"))
	for i, now := range []string{"2026-11-11 16:00", "2026-11-12 12:00", "2026-11-12 12:59"} {
		clock.Set(t, now)
		if _, err := p.Requests.RemindDue(ctx); err != nil {
			t.Fatal(err)
		}
		if got, want := show(t, p, people.Person{}, r.ID).Request.DatedAt, at(t, []string{"2026-11-11 16:00", "2026-11-12 12:00", "2026-11-12 12:00"}[i]); !got.Equal(want) {
			t.Errorf("%s: got dated %v, want %v", now, got, want)
		}
	}
}

// TestNobodyIsRemindedOutOfHours: not at midnight, at weekends or on Christmas Day; and once only.
func TestNobodyIsRemindedOutOfHours(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	clock.Set(t, "2026-12-23 16:00")
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Question of the week")) // first stage due on the 24th
	late := submit(t, p, modelstest.Person(t, p, "lucia"), brief("feedback", "Leads of November"))
	for _, closed := range []string{"2026-12-24 00:00", "2026-12-24 08:59", "2026-12-24 17:00", "2026-12-25 10:00", "2026-12-26 10:00", "2026-12-28 12:00"} {
		clock.Set(t, closed)
		remind(t, p, 0)
	}
	clock.Set(t, "2026-12-24 09:00")
	remind(t, p, 1)
	due := events(t, p, r.ID, "due-soon")
	if len(due) != 1 || due[0].ActorID != nil || due[0].Detail.Stage != "Brief check" || !due[0].Detail.To.Equal(at(t, "2026-12-24 17:00")) {
		t.Errorf("got %v, want one reminder of the stage and when it is due", due)
	}
	clock.Set(t, "2026-12-24 15:00")
	remind(t, p, 0)
	if got := events(t, p, late.ID, "due-soon"); len(got) != 0 {
		t.Errorf("got %v, want no reminder a day before", got)
	}
}

// TestPausedRequestIsNotLate: Marketing waits four weeks for an answer. The days are Sales', the question runs over, the
// stage does not, and its due time moves by exactly the time of the others.
func TestPausedRequestIsNotLate(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-11-02 10:00")
	r := submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	stage := *r.BallPromiseID
	clock.Set(t, "2026-11-02 13:00")
	r = must(t, p, lucia, r, requests.MoveAsk)
	clock.Set(t, "2026-11-30 13:00")
	if _, err := p.Requests.RemindDue(ctx); err != nil {
		t.Fatal(err)
	}
	over := events(t, p, r.ID, "ran-over")
	if len(over) != 1 || over[0].Detail.Side != people.Sales {
		t.Errorf("got %v, want the forecast moved by Sales", over)
	}
	clock.Set(t, "2026-11-30 13:20")
	r = must(t, p, ruth, r, requests.MoveAnswer)
	if want := at(t, "2026-12-02 09:20"); *r.BallPromiseID != stage || !r.BallDueAt.Equal(want) { // twelve hours were left
		t.Errorf("got promise %d due %v, want %d due %v", *r.BallPromiseID, r.BallDueAt, stage, want)
	}
	clock.Set(t, "2026-12-01 16:00")
	r = must(t, p, lucia, r, requests.MoveHandOn)
	w := show(t, p, ruth, r.ID)
	outcomes := map[string]promises.Outcome{}
	for _, promise := range w.Account.Promises {
		if promise.Outcome != nil {
			outcomes[promise.Kind] = *promise.Outcome
		}
	}
	if outcomes[requests.BallStage] != promises.Kept || outcomes[requests.BallQuestion] != promises.Late {
		t.Errorf("got %v, want the stage kept and the question late", outcomes)
	}
	shares := w.Account.Shares(w.Calendar, clock.Now())
	if got, want := shares[promises.WithSales], workday.Days(20)+workday.Span(20*time.Minute); got != want {
		t.Errorf("Sales: got %v, want %v", got, want)
	}
	if got, want := shares[promises.WithSales]+shares[promises.WithMarketing], w.Calendar.Between(r.SubmittedAt, clock.Now()); got != want {
		t.Errorf("got shares of %v, want %v", got, want)
	}
	audit(t, p)
}

// TestSendingBackBeginsAnew with all the days of the stage, and the forecast says so.
func TestSendingBackBeginsAnew(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	clock.Set(t, "2026-11-09 10:00")
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Question of the week"))
	clock.Set(t, "2026-11-10 10:00")
	r = pass(t, p, r, 2) // to the fact check
	clock.Set(t, "2026-11-11 10:00")
	r = must(t, p, modelstest.Person(t, p, "ruth"), r, requests.MoveSendBack)
	if want := at(t, "2026-11-13 17:00"); r.Stage != 2 || r.BallSide != people.Marketing || !r.BallDueAt.Equal(want) {
		t.Errorf("got stage %d with %s due %v, want the draft again, due %v", r.Stage, r.BallSide, r.BallDueAt, want)
	}
	if want := at(t, "2026-11-17 17:00"); !r.ForecastAt.Equal(want) || r.Standing(clock.Now()) != requests.AtRisk {
		t.Errorf("got forecast %v, %s, want %v, at risk", r.ForecastAt, r.Standing(clock.Now()), want)
	}
	audit(t, p)
}

func TestStandingBoundaries(t *testing.T) {
	t.Parallel()
	promised := at(t, "2026-11-30 17:00")
	for _, c := range []struct {
		name     string
		state    requests.State
		forecast time.Duration // after the promise
		now      time.Duration
		want     requests.Standing
	}{
		{"forecast on the promise", requests.Open, 0, -time.Hour, requests.OnTrack},
		{"forecast before it", requests.Open, -time.Hour, -2 * time.Hour, requests.OnTrack},
		{"forecast just after it", requests.Open, time.Microsecond, -time.Hour, requests.AtRisk},
		{"at the promise", requests.Open, 0, 0, requests.OnTrack},
		{"just after the promise", requests.Open, 0, time.Microsecond, requests.Overdue},
		{"overdue and at risk", requests.Open, time.Hour, time.Microsecond, requests.Overdue},
		{"delivered late", requests.Delivered, time.Hour, time.Hour, requests.Closed},
		{"declined", requests.Declined, 0, -time.Hour, requests.Closed},
	} {
		r := requests.Request{State: c.state, BallSide: people.Sales, PromisedAt: promised, ForecastAt: promised.Add(c.forecast)}
		if got := r.Standing(promised.Add(c.now)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestClosingADayMovesNothingEarlier, leaves promises as given, and tells the requester of the new date.
func TestClosingADayMovesNothingEarlier(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-11-24 10:00")
	var before []requests.Request
	for _, kind := range []string{"brochure", "deck", "bid", "event"} {
		before = append(before, submit(t, p, ruth, brief(kind, "Piece")))
	}
	before[1] = must(t, p, lucia, before[1], requests.MoveAsk)
	done := must(t, p, lucia, submit(t, p, ruth, brief("brochure", "Not now")), requests.MoveDecline)
	clock.Set(t, "2026-11-24 10:05")
	for _, c := range []struct {
		closing workday.Closing
		moved   int
	}{
		{workday.Closing{Date: workday.NewDate(2026, time.November, 25), Name: "Move"}, 4},
		{workday.Closing{Date: workday.NewDate(2026, time.November, 25), Name: "Move"}, 0},
		{workday.Closing{Date: workday.NewDate(2026, time.November, 29), Name: "A Sunday"}, 0},
		{workday.Closing{Date: workday.NewDate(2027, time.January, 4), Name: "Stocktaking"}, 1}, // only the event reaches it
	} {
		if err := p.Calendars.Close(ctx, c.closing); err != nil {
			t.Fatal(err)
		}
		moved, err := p.Requests.Redate(ctx)
		if err != nil || moved != c.moved {
			t.Errorf("%s: got %d moved, %v, want %d", c.closing.Name, moved, err, c.moved)
		}
		for i, old := range before {
			r := show(t, p, ruth, old.ID).Request
			if r.ForecastAt.Before(old.ForecastAt) || r.BallDueAt.Before(*old.BallDueAt) || !r.PromisedAt.Equal(old.PromisedAt) || r.Version != old.Version {
				t.Errorf("%s: %s got forecast %v, ball %v, promise %v, want none before %v, %v, and %v", c.closing.Name, r.TypeKey,
					r.ForecastAt, r.BallDueAt, r.PromisedAt, old.ForecastAt, old.BallDueAt, old.PromisedAt)
			}
			before[i] = r
		}
	}
	told := events(t, p, before[0].ID, "calendar-changed")
	if len(told) != 1 || !told[0].Detail.To.After(*told[0].Detail.From) {
		t.Errorf("got %v, want one event with a later date", told)
	}
	if got := show(t, p, ruth, done.ID).Request; !got.ForecastAt.Equal(done.ForecastAt) || !got.DatedAt.Equal(done.DatedAt) {
		t.Errorf("closed: got forecast %v, want it left at %v", got.ForecastAt, done.ForecastAt)
	}
	clock.Set(t, "2026-11-26 12:00")
	must(t, p, lucia, show(t, p, lucia, before[0].ID).Request, requests.MoveHandOn)
	if err := p.Calendars.Reopen(ctx, workday.NewDate(2027, time.January, 4)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Requests.Redate(ctx); err != nil {
		t.Fatal(err)
	}
	if wrong, err := p.Requests.Audit(ctx); err != nil || len(wrong) > 0 { // each date by the calendar of its time
		t.Errorf("audit: got %v, %v, want nothing wrong", wrong, err)
	}
}

// TestStoryShowsAgreedBesideActual: the stage table and bars of the request page.
func TestStoryShowsAgreedBesideActual(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	clock.Set(t, "2026-11-09 10:00")
	r := submit(t, p, ruth, brief("sheet", "Question of the week"))
	clock.Set(t, "2026-11-09 12:00")
	r = must(t, p, lucia, r, requests.MoveAsk)
	clock.Set(t, "2026-11-09 15:00")
	r = must(t, p, ruth, r, requests.MoveAnswer)
	clock.Set(t, "2026-11-09 16:00")
	r = must(t, p, lucia, r, requests.MoveHandOn)
	clock.Set(t, "2026-11-10 10:00")
	lines, bars := show(t, p, ruth, r.ID).Story()
	if len(lines) != 4 || lines[0].Now || !lines[1].Now || lines[2].From != nil {
		t.Fatalf("got %+v, want four stages, the second one now", lines)
	}
	if got, want := lines[0].Used, workday.Span(3*time.Hour); got != want || !lines[0].To.Equal(at(t, "2026-11-09 16:00")) {
		t.Errorf("brief check: got %v used until %v, want %v until four", got, lines[0].To, want)
	}
	if got, want := lines[3].AgreedTo, r.PromisedAt; !got.Equal(want) {
		t.Errorf("got agreed until %v, want the promise %v", got, want)
	}
	if got := show(t, p, ruth, r.ID).Request.ForecastAt; !lines[3].NextTo.Equal(got) {
		t.Errorf("got the last stage done %v, want the forecast %v", lines[3].NextTo, got)
	}
	var sides []people.Side
	for _, bar := range bars {
		sides = append(sides, bar.Side)
	}
	if want := []people.Side{people.Marketing, people.Sales, people.Marketing, people.Marketing}; !slices.Equal(sides, want) || !bars[1].Question {
		t.Errorf("got bars %v, want %v with the question second", sides, want)
	}
}
