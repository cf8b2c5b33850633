package ridealongs_test

import (
	"testing"
	"time"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

func TestOfferIsChecked(t *testing.T) {
	t.Parallel()
	c := play(t)
	until := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	for field, change := range map[string]func(*ridealongs.Offer){
		"direction": func(o *ridealongs.Offer) { o.Direction = "walk" },
		"title":     func(o *ridealongs.Offer) { o.Title = " " },
		"account":   func(o *ridealongs.Offer) { o.Account = "" },
		"place":     func(o *ridealongs.Offer) { o.Place = "" },
		"seats":     func(o *ridealongs.Offer) { o.Seats = 13 },
		"role":      func(o *ridealongs.Offer) { o.Role = "sing" },
		"consent":   func(o *ridealongs.Offer) { o.Consent = ridealongs.Refused },
		"kind":      func(o *ridealongs.Offer) { o.Kind = ridealongs.Session },
		"time_zone": func(o *ridealongs.Offer) { o.TimeZone = "Mars/Base" },
		"starts_at": func(o *ridealongs.Offer) { o.Starts = wall("2026-11-24 09:00") },
		"ends_at":   func(o *ridealongs.Offer) { o.Ends = o.Starts },
		"repeat":    func(o *ridealongs.Offer) { o.Repeat, o.Until = "daily", &until },
		"until":     func(o *ridealongs.Offer) { o.Repeat = ridealongs.Weekly },
		"person":    func(o *ridealongs.Offer) { o.Names = []int64{c.greta.ID} },
	} {
		_, err := c.Rides.Offer(ctx, c.ruth, ride("2026-12-10 09:30", change))
		c.invalid(field, err, field)
	}
	_, err := c.Rides.Offer(ctx, c.ruth, ride("2027-03-28 01:30"))
	c.invalid("an hour that does not exist", err, "starts_at")
	_, err = c.Rides.Offer(ctx, c.ruth, sit("2026-12-10 09:30"))
	c.invalid("a session of Sales", err, "direction")
	_, err = c.Rides.Offer(ctx, c.ruth, ride("2026-11-25 15:00", func(o *ridealongs.Offer) { o.Consent = ridealongs.Asked }))
	c.invalid("no time left for a yes", err, "consent")
	_, err = c.Rides.Offer(ctx, c.ines, ride("2026-12-10 09:30"))
	c.refused("a reader", err, store.ErrForbidden, "not offer")
	page, err := c.Rides.List(ctx, c.ines, ridealongs.Filter{})
	if err != nil || len(page.Rows) != 0 {
		t.Errorf("got %d slots %v, want none of those refused", len(page.Rows), err)
	}
}

func TestOfferedTwiceIsOne(t *testing.T) {
	t.Parallel()
	c := play(t)
	o := ride("2026-12-10 09:30")
	first, again := c.offer(c.ruth, o), c.offer(c.ruth, o)
	if first.ID != again.ID {
		t.Errorf("got %s and %s, want one", first.Ref(), again.Ref())
	}
	o.Title = "Something else"
	_, err := c.Rides.Offer(ctx, c.ruth, o)
	c.refused("the same form with other words", err, store.ErrConflict, "other words")
	if got := c.told(c.ben, "ride-offered"); got != 1 {
		t.Errorf("got %d notices, want one", got)
	}
	if got := c.told(c.greta, "ride-offered"); got != 0 {
		t.Errorf("got %d notices for Sales, want none", got)
	}
	_, err = c.Rides.Offer(ctx, c.ruth, ride("2026-12-10 10:00"))
	c.refused("a host in two places", err, store.ErrConflict, "You are at Visit at 2026-12-10 09:30")
}

// TestSeriesKeepItsLocalHour across both changes of the clocks, in three zones.
func TestSeriesKeepItsLocalHour(t *testing.T) {
	t.Parallel()
	c := play(t)
	c.clock.Set(t, "2026-09-01 09:00")
	for i, zone := range []string{"Europe/London", "America/New_York", "Australia/Sydney"} {
		until := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
		host := []people.Person{c.hannah, c.ben, c.joel}[i]
		w := c.show(c.ines, c.offer(host, weekly(zone, until)).ID)
		if got := len(w.Series); got != 12 {
			t.Fatalf("%s: got %d others of the series, want 12", zone, got)
		}
		offsets := map[int]bool{}
		for n, other := range w.Series {
			at := other.StartsAt.In(w.Zone())
			if got, want := at.Format("2006-01-02 15:04"), wall("2026-09-07 19:00").AddDate(0, 0, 7*(n+1)).Format("2006-01-02 15:04"); got != want {
				t.Errorf("%s: got %s, want %s", zone, got, want)
			}
			_, offset := at.Zone()
			offsets[offset] = true
		}
		if len(offsets) != 2 {
			t.Errorf("%s: got offsets %v, want the clocks to change on the way", zone, offsets)
		}
	}
}

func weekly(zone string, until time.Time) ridealongs.Offer {
	return sit("2026-09-07 19:00", func(o *ridealongs.Offer) { o.TimeZone, o.Repeat, o.Until = zone, ridealongs.Weekly, &until })
}

// TestInstants: an evening slot across the change of the clocks is the same instant for every reader.
func TestInstants(t *testing.T) {
	t.Parallel()
	c := play(t)
	for _, row := range []struct{ zone, at, utc string }{
		{"Europe/London", "2027-03-27 19:00", "2027-03-27T19:00:00Z"},
		{"Europe/London", "2027-03-28 19:00", "2027-03-28T18:00:00Z"},
		{"America/New_York", "2027-03-13 19:00", "2027-03-14T00:00:00Z"},
		{"America/New_York", "2027-03-14 19:00", "2027-03-14T23:00:00Z"},
		{"Australia/Sydney", "2027-04-03 19:00", "2027-04-03T08:00:00Z"},
		{"Australia/Sydney", "2027-04-04 19:00", "2027-04-04T09:00:00Z"},
		{"Europe/London", "2027-10-31 01:30", "2027-10-31T00:30:00Z"}, // twice: the first
	} {
		s := c.offer(c.ruth, ride(row.at, func(o *ridealongs.Offer) { o.TimeZone = row.zone }))
		if got := s.StartsAt.Format(time.RFC3339); got != row.utc {
			t.Errorf("%s in %s: got %s, want %s", row.at, row.zone, got, row.utc)
		}
		if got := c.show(c.ines, s.ID).Starts().Format("2006-01-02 15:04"); got != row.at {
			t.Errorf("%s: got %s where it takes place, want %s", row.zone, got, row.at)
		}
	}
}

func TestOffLimits(t *testing.T) {
	t.Parallel()
	c := play(t)
	first, last := time.Date(2026, 12, 21, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err := c.Rides.Limit(ctx, c.ruth, ridealongs.Limit{Account: "Harrow Home", Why: "Contract talks"})
	c.refused("a member", err, store.ErrForbidden, "lead")
	for field, l := range map[string]ridealongs.Limit{
		"account": {Why: "Nothing"}, "last_on": {FirstOn: &last, LastOn: &first, Why: "Backwards"}, "why": {Account: "Harrow Home"},
	} {
		_, err := c.Rides.Limit(ctx, c.dan, l)
		c.invalid(field, err, field)
	}
	peak, err := c.Rides.Limit(ctx, c.dan, ridealongs.Limit{FirstOn: &first, LastOn: &last, Why: "Peak weeks"})
	c.ok(err)
	_, err = c.Rides.Limit(ctx, c.priya, ridealongs.Limit{Account: "Harrow Home", Why: "Contract talks"})
	c.ok(err)
	_, err = c.Rides.Offer(ctx, c.ruth, ride("2026-12-22 09:00"))
	c.invalid("a day", err, "starts_at")
	_, err = c.Rides.Offer(ctx, c.ruth, ride("2026-12-10 09:00", func(o *ridealongs.Offer) { o.Account = "harrow  home" }))
	c.invalid("an account", err, "account")
	until := time.Date(2027, 1, 8, 0, 0, 0, 0, time.UTC)
	s := c.offer(c.hannah, sit("2026-12-14 09:00", func(o *ridealongs.Offer) { o.Repeat, o.Until = ridealongs.Weekly, &until }))
	w := c.show(c.ines, s.ID)
	if len(w.Series) != 1 || w.Series[0].StartsAt.Format(time.DateOnly) != "2027-01-04" {
		t.Errorf("got %+v, want the series without the days off limits", w.Series)
	}
	_, err = c.Rides.Move(ctx, c.hannah, s.ID, s.Version, ridealongs.Moving{Starts: wall("2026-12-23 09:00"), Ends: wall("2026-12-23 10:00"), Reason: "ill"})
	c.invalid("moved there", err, "starts_at")
	c.ok(c.Rides.Lift(ctx, c.priya, peak.ID))
	c.refused("lifted again", c.Rides.Lift(ctx, c.priya, peak.ID), store.ErrNotFound, "")
	c.offer(c.ruth, ride("2026-12-22 09:00"))
}
