package ridealongs_test

import (
	"strings"
	"testing"
	"time"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

// queries sent by what fn does.
func (c *cast) queries(what string, most int64, fn func() error) {
	c.t.Helper()
	before := c.Store.Queries()
	c.ok(fn())
	if n := c.Store.Queries() - before; n > most {
		c.t.Errorf("%s: got %d queries, want at most %d", what, n, most)
	}
}

func TestWeekListAndMine(t *testing.T) {
	t.Parallel()
	c := play(t)
	friday := c.offer(c.greta, ride("2026-11-27 10:00"))
	monday := c.offer(c.ben, sit("2026-11-30 00:30")) // still Sunday in New York
	off := c.offer(c.ruth, ride("2026-12-02 10:00"))
	c.take(c.hannah, off.ID)
	c.take(c.hannah, friday.ID)
	_, err := c.Rides.Cancel(ctx, c.ruth, off.ID, off.Version, ridealongs.CallingOff{Reason: "ill"})
	c.ok(err)
	abroad := c.ruth
	abroad.Zone = "America/New_York"
	titles := func(rows []ridealongs.Row) string {
		var list []string
		for _, r := range rows {
			list = append(list, r.Title)
		}
		return strings.Join(list, ", ")
	}
	for _, row := range []struct {
		viewer people.Person
		name   string
		want   string
	}{
		{c.ruth, "", friday.Title}, {c.ruth, "2026-W49", monday.Title}, {abroad, "2026-W48", friday.Title + ", " + monday.Title}, {abroad, "2026-W49", ""},
	} {
		w, err := c.Rides.Week(ctx, row.viewer, row.name)
		c.ok(err)
		if got := titles(w.Rows); got != row.want {
			t.Errorf("%s of %s: got %q, want %q", row.name, row.viewer.Zone, got, row.want)
		}
	}
	w, err := c.Rides.Week(ctx, c.ruth, "2026-W53")
	c.ok(err)
	if w.Before() != "2026-W52" || w.After() != "2027-W01" || w.Name() != "2026-W53" || w.Monday.Format(time.DateOnly) != "2026-12-28" {
		t.Errorf("got %+v, want the weeks beside the last one of the year", w)
	}
	for _, name := range []string{"2027-W53", "yes", "2026-W0", "2026-W99", "0001-W01"} {
		_, err := c.Rides.Week(ctx, c.ruth, name)
		c.refused(name, err, store.ErrNotFound, "")
	}
	for _, row := range []struct {
		viewer people.Person
		filter ridealongs.Filter
		want   string
	}{
		{c.ruth, ridealongs.Filter{}, friday.Title + ", " + monday.Title},
		{c.ruth, ridealongs.Filter{Direction: ridealongs.Sit}, monday.Title},
		{c.hannah, ridealongs.Filter{Mine: true}, friday.Title + ", " + off.Title},
		{c.joel, ridealongs.Filter{Mine: true}, ""},
		{c.greta, ridealongs.Filter{Mine: true}, friday.Title},
	} {
		p, err := c.Rides.List(ctx, row.viewer, row.filter)
		c.ok(err)
		if got := titles(p.Rows); got != row.want {
			t.Errorf("%+v: got %q, want %q", row.filter, got, row.want)
		}
	}
	c.queries("week", 1, func() error { _, err := c.Rides.Week(ctx, c.ruth, ""); return err })
	c.queries("list", 1, func() error { _, err := c.Rides.List(ctx, c.ruth, ridealongs.Filter{Mine: true}); return err })
	c.queries("slot", 3, func() error { _, err := c.Rides.Show(ctx, c.ruth, friday.ID); return err })
	_, err = c.Rides.List(ctx, c.ruth, ridealongs.Filter{After: "nonsense"})
	c.refused("a mangled cursor", err, store.ErrNotFound, "")
	_, err = c.Rides.Show(ctx, c.ruth, 99)
	c.refused("no such slot", err, store.ErrNotFound, "")
}

// TestPages of a long list hold every slot once, in both directions of time.
func TestPages(t *testing.T) {
	t.Parallel()
	c := play(t)
	c.ok(c.Store.Read().Exec(`INSERT INTO ridealongs (direction, kind, title, host_id, account, starts_at, ends_at, time_zone, place, seats, role, prepare, meet,
			background, manners, consent, consent_due, state, offered_at, changed_at)
		SELECT 'sit', 'session', 'S' || n, ?, '', ?::timestamptz + (n / 3 - 40) * interval '1 day', ?::timestamptz + (n / 3 - 40) * interval '1 day' + interval '1 hour', 'UTC',
			'Room', 1, 'observe', '', '', '', '', 'not-needed', now(), 'passed', now(), now() FROM generate_series(1, 240) n`, c.ben.ID, c.clock.Now(), c.clock.Now()).Error)
	seen := map[int64]bool{}
	for _, past := range []bool{false, true} {
		f := ridealongs.Filter{Past: past}
		var last *ridealongs.Row
		for {
			p, err := c.Rides.List(ctx, c.ruth, f)
			c.ok(err)
			for _, r := range p.Rows {
				if seen[r.ID] || last != nil && last.StartsAt.After(r.StartsAt) != past && !last.StartsAt.Equal(r.StartsAt) {
					t.Fatalf("got %s out of order or twice", r.Title)
				}
				seen[r.ID], last = true, &r
			}
			if f.After = p.Next; p.Next == "" {
				break
			}
		}
	}
	if len(seen) != 240 {
		t.Errorf("got %d slots, want all 240", len(seen))
	}
}

func TestFeedIsSecret(t *testing.T) {
	t.Parallel()
	c := play(t)
	visit, session := c.offer(c.ruth, ride("2026-12-10 09:30")), c.offer(c.ben, sit("2026-12-11 09:30"))
	c.take(c.ben, visit.ID)
	c.take(c.lucia, visit.ID)
	token, err := c.Rides.RenewFeed(ctx, c.ben)
	c.ok(err)
	feed := func() ridealongs.Feed {
		t.Helper()
		f, err := c.Rides.Feed(ctx, token)
		c.ok(err)
		return f
	}
	first := feed()
	if len(first.Entries) != 2 || first.Entries[0].Slot.ID != visit.ID || !first.Entries[1].Host || first.Customers || first.Person.ID != c.ben.ID {
		t.Fatalf("got %+v, want what he goes along to and what he hosts", first)
	}
	if again := feed(); again.Tag() != first.Tag() {
		t.Error("got another tag, want the same for the same")
	}
	c.queries("feed", 2, func() error { _, err := c.Rides.Feed(ctx, token); return err })
	c.ok(c.Rides.NameCustomers(ctx, c.ben, true))
	if f := feed(); !f.Customers || f.Tag() == first.Tag() {
		t.Error("got the same feed, want customers named")
	}
	_, err = c.Rides.GiveBack(ctx, c.ben, visit.ID, "")
	c.ok(err)
	gone := feed()
	if e := gone.Entries[0]; !e.Cancelled || e.Sequence <= first.Entries[0].Sequence || gone.Tag() == first.Tag() {
		t.Errorf("got %+v, want it cancelled with a higher sequence", e)
	}
	c.take(c.lucia, visit.ID)
	_, err = c.Rides.Cancel(ctx, c.ben, session.ID, session.Version, ridealongs.CallingOff{Reason: "ill"})
	c.ok(err)
	if e := feed().Entries[1]; !e.Cancelled {
		t.Errorf("got %+v, want what was called off as cancelled", e)
	}
	theirs, err := c.Rides.RenewFeed(ctx, c.lucia)
	c.ok(err)
	lucia, err := c.Rides.Feed(ctx, theirs)
	c.ok(err)
	if len(lucia.Entries) != 1 || lucia.Entries[0].Cancelled {
		t.Errorf("got %+v, want her seat alone", lucia.Entries)
	}
	renewed, err := c.Rides.RenewFeed(ctx, c.ben)
	c.ok(err)
	_, err = c.Rides.Feed(ctx, token)
	c.refused("the address before", err, store.ErrNotFound, "")
	token = renewed
	feed()
	if settings, err := c.Rides.FeedSettings(ctx, c.ben); err != nil || settings.Made == nil || !settings.Customers {
		t.Errorf("got %+v %v, want the address in force, and customers named as before", settings, err)
	}
	var kept int
	c.ok(c.Store.Read().Raw(`SELECT count(*) FROM calendar_feeds WHERE encode(token_hash, 'escape') LIKE '%' || ? || '%'`, token).Scan(&kept).Error)
	if kept != 0 {
		t.Error("got the token in the database, want its hash alone")
	}
	c.ok(c.Rides.RevokeFeed(ctx, c.ben))
	c.ok(c.Rides.RevokeFeed(ctx, c.ben))
	for _, dead := range []string{token, "", strings.Repeat("x", 1000)} {
		_, err = c.Rides.Feed(ctx, dead)
		c.refused("an address that is none", err, store.ErrNotFound, "")
	}
	_, err = c.Rides.RenewFeed(ctx, c.ines)
	c.refused("a reader", err, store.ErrForbidden, "")
}

// TestInvitations follow the events of a seat: asked, moved, cancelled, with a sequence that rises.
func TestInvitations(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30"))
	c.take(c.ben, s.ID)
	c.take(c.lucia, s.ID)
	last := -1
	sent := func(kind string, want ...string) {
		t.Helper()
		events, err := c.Activity.History(ctx, s.Subject())
		c.ok(err)
		var got []string
		for _, e := range events {
			if e.Kind != kind {
				continue
			}
			list, err := c.Rides.Invitations(ctx, e)
			c.ok(err)
			for _, i := range list {
				method := "REQUEST"
				if i.Entry.Cancelled {
					method = "CANCEL"
				}
				if i.Host.ID != c.ruth.ID || i.Entry.Slot.UID != s.UID || i.Entry.Sequence < last {
					t.Errorf("%s: got %+v, want the host's slot and a sequence from %d on", kind, i, last)
				}
				last = i.Entry.Sequence
				got = append(got, i.Person.FirstName()+" "+method)
			}
		}
		if strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Errorf("%s: got %v, want %v", kind, got, want)
		}
	}
	sent("seat-taken", "Ben REQUEST")
	sent("seat-waited")
	moved, err := c.Rides.Move(ctx, c.ruth, s.ID, s.Version, ridealongs.Moving{Starts: wall("2026-12-10 13:30"), Ends: wall("2026-12-10 15:30"), Reason: "customer"})
	c.ok(err)
	sent("ride-moved", "Ben REQUEST")
	_, err = c.Rides.Cancel(ctx, c.ruth, s.ID, moved.Version, ridealongs.CallingOff{Reason: "ill"})
	c.ok(err)
	sent("ride-cancelled", "Ben CANCEL")
}
