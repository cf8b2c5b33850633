package requests_test

import (
	"context"
	"fmt"
	"testing"

	"alongside/models/modelstest"
	"alongside/models/requests"
	"alongside/models/workday"
)

func TestPaceOfTheLastDelivered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	pace := func() requests.Pace {
		t.Helper()
		planned, err := p.Requests.Plan(ctx, "sheet", nil)
		if err != nil {
			t.Fatal(err)
		}
		return planned.Pace
	}
	if got := pace(); got != (requests.Pace{}) {
		t.Errorf("before any: got %+v, want nothing", got)
	}
	// From Monday 5 January on, a sheet every week: the nth takes n days, up to 10, in a row.
	for n := 1; n <= 10; n++ {
		clock.Set(t, "2026-01-05 09:00")
		clock.SetTime(clock.Now().AddDate(0, 0, 7*n))
		r := pass(t, p, submit(t, p, ruth, brief("sheet", fmt.Sprintf("Sheet %d", n))), 3)
		days := workday.Days(float64(n))
		cal, err := p.Calendars.Current(ctx)
		if err != nil {
			t.Fatal(err)
		}
		clock.SetTime(cal.Add(clock.Now(), days))
		must(t, p, lucia, r, requests.MoveDeliver)
		want := requests.Pace{N: n}
		if n == 10 {
			want = requests.Pace{N: 10, Half: workday.Days(5), Most: workday.Days(9)}
		}
		if got := pace(); got != want || got.Known() != (n >= 10) {
			t.Errorf("after %d: got %+v, want %+v", n, got, want)
		}
	}
	open := submit(t, p, ruth, brief("sheet", "Open"))
	if got, want := show(t, p, ruth, open.ID).Pace, pace(); got != want || !got.Known() {
		t.Errorf("on the page: got %+v, want that of the plan, %+v", got, want)
	}
	// Thirty of one day each, delivered later than all of those, are all that counts.
	clock.Set(t, "2026-06-01 09:00")
	r := pass(t, p, submit(t, p, ruth, brief("sheet", "Quick")), 3)
	clock.Set(t, "2026-06-01 17:00")
	r = must(t, p, lucia, r, requests.MoveDeliver)
	err := p.Store.Read().Exec(`INSERT INTO requests (type_key, process_id, asked_side, requester_id, requester_side, title, account, reader, change, uses,
			fields, rush_reason, state, stage, ball_kind, ball_side, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at, closed_at)
		SELECT type_key, process_id, asked_side, requester_id, requester_side, title, account, reader, change, uses,
			fields, rush_reason, state, stage, ball_kind, ball_side, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at, closed_at
		FROM requests, generate_series(2, ?) WHERE id = ?`, requests.PaceOf, r.ID).Error
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := requests.FreshPace(ctx, p.Requests, "sheet")
	if want := (requests.Pace{N: requests.PaceOf, Half: workday.Day, Most: workday.Day}); err != nil || fresh != want {
		t.Errorf("got %+v %v, want the last thirty, %+v", fresh, err, want)
	}
	if other, err := p.Requests.Pace(ctx, "deck"); err != nil || other.N != 0 {
		t.Errorf("decks: got %+v %v, want none", other, err)
	}
}
