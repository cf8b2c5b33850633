package ridealongs_test

import (
	"testing"

	"github.com/google/uuid"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

func TestHoursCountWhatWas(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.ridden() // two hours
	session := c.offer(c.ben, sit("2026-12-10 14:00"))
	c.take(c.ruth, session.ID)
	planned := c.offer(c.ruth, ride("2026-12-17 14:00"))
	c.take(c.lucia, planned.ID)
	c.clock.Set(t, "2026-12-10 16:00")
	c.tend()
	q := ridealongs.QuickLog{Submission: uuid.New(), Day: wall("2026-12-09 00:00"), Minutes: 90, What: "Ostrava Steel, by phone"}
	logged, err := c.Rides.Log(ctx, c.ruth, q)
	c.ok(err)
	again, err := c.Rides.Log(ctx, c.ruth, q)
	c.ok(err)
	if again.ID != logged.ID {
		t.Errorf("got %d and %d, want one", logged.ID, again.ID)
	}
	for field, change := range map[string]func(*ridealongs.QuickLog){
		"day":     func(q *ridealongs.QuickLog) { q.Day = wall("2026-12-12 00:00") },
		"minutes": func(q *ridealongs.QuickLog) { q.Minutes = 5 },
		"what":    func(q *ridealongs.QuickLog) { q.What = "" },
	} {
		bad := q
		bad.Submission = uuid.New()
		change(&bad)
		_, err := c.Rides.Log(ctx, c.ruth, bad)
		c.invalid(field, err, field)
	}
	read := func(who people.Person) ridealongs.Hours {
		t.Helper()
		h, err := c.Rides.Hours(ctx, who, wall("2026-12-15 00:00"))
		c.ok(err)
		return h
	}
	h := read(c.priya)
	now := h.Months[5]
	if got, want := now.Sales.Minutes, (ridealongs.Minutes{Guest: 120, Hosted: 120, Logged: 90}); got != want || now.Sales.Goal != 240 {
		t.Errorf("Sales: got %+v of %d, want %+v of six times 40", got, now.Sales.Goal, want)
	}
	if got, want := now.Marketing.Minutes, (ridealongs.Minutes{Guest: 120}); got != want || now.Marketing.Goal != 50 {
		t.Errorf("Marketing: got %+v of %d, want %+v of five times 10", got, now.Marketing.Goal, want)
	}
	if len(h.People) != 11 || len(h.Sheet()) != 11 {
		t.Errorf("got %d people, want both teams for a lead", len(h.People))
	}
	if mine := read(c.ben).People; len(mine) != 1 || mine[0].Person.ID != c.ben.ID || mine[0].Minutes.Guest != 120 {
		t.Errorf("got %+v, want his own alone", mine)
	}
	if got := read(c.ruth).Sheet(); len(got) != 1 || got[0][5] != "1.5" {
		t.Errorf("got %v, want an hour and a half logged", got)
	}
	c.queries("hours", 3, func() error { _, err := c.Rides.Hours(ctx, c.priya, wall("2026-12-15 00:00")); return err })
	c.refused("a goal of the other side", c.Rides.SetGoal(ctx, c.priya, c.ruth.ID, 5), store.ErrForbidden, "A lead of Sales")
	c.ok(c.Rides.SetGoal(ctx, c.dan, c.ruth.ID, 5))
	if got := read(c.priya).Months[5].Sales.Goal; got != 205 {
		t.Errorf("got %d hours, want her own among the others'", got)
	}
	c.refused("somebody else's", c.Rides.Unlog(ctx, c.ben, logged.ID), store.ErrNotFound, "")
	c.ok(c.Rides.Unlog(ctx, c.ruth, logged.ID))
	if list, err := c.Rides.LogOf(ctx, c.ruth, wall("2026-12-01 00:00")); err != nil || len(list) != 0 {
		t.Errorf("got %v %v, want it gone", list, err)
	}
	if got := read(c.ruth).Months[5].Sales.Minutes.Logged; got != 0 {
		t.Errorf("got %d minutes, want none", got)
	}

	c.queries("pairing", 2, func() error {
		p, err := c.Rides.Pairing(ctx, wall("2026-01-01 00:00"))
		both, next := p.Met[ridealongs.Pair{Sales: c.ruth.ID, Marketing: c.ben.ID}], p.Met[ridealongs.Pair{Sales: c.ruth.ID, Marketing: c.lucia.ID}]
		if both.Times != 2 || !both.Last.Equal(session.StartsAt) || next.Times != 0 || next.Planned == nil || p.Never != 28 || s.HostID != c.ruth.ID {
			t.Errorf("got %+v and %+v, %d never, want both directions counted", both, next, p.Never)
		}
		if len(p.Longest) != 5 || len(p.Gaps) != 0 {
			t.Errorf("got %+v and %+v", p.Longest, p.Gaps)
		}
		return err
	})
	free := c.offer(c.dan, ride("2026-12-18 14:00"))
	p, err := c.Rides.Pairing(ctx, wall("2026-01-01 00:00"))
	c.ok(err)
	if len(p.Gaps) != 1 || p.Gaps[0].Slot.ID != free.ID || len(p.Gaps[0].People) != 5 {
		t.Errorf("got %+v, want the free seat for five strangers", p.Gaps)
	}
}
