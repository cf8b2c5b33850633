package ridealongs_test

import (
	"testing"

	"alongside/models/ridealongs"
	"alongside/models/store"
)

func TestMovedIsConfirmedAgain(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30", seats(2)))
	other := c.offer(c.greta, ride("2026-12-11 09:30"))
	for _, id := range []int64{s.ID, other.ID} {
		c.take(c.ben, id)
	}
	c.take(c.lucia, s.ID)
	c.take(c.joel, s.ID)
	m := ridealongs.Moving{Starts: wall("2026-12-11 09:30"), Ends: wall("2026-12-11 11:00"), Reason: "customer"}
	_, err := c.Rides.Move(ctx, c.ben, s.ID, s.Version, m)
	c.refused("a guest", err, store.ErrForbidden, "Only the host")
	_, err = c.Rides.Move(ctx, c.ruth, s.ID, s.Version+1, m)
	c.refused("a stale page", err, store.ErrConflict, "changed Visit at 2026-12-10")
	bad := m
	bad.Reason = "mood"
	_, err = c.Rides.Move(ctx, c.ruth, s.ID, s.Version, bad)
	c.invalid("no reason", err, "reason")
	bad.Reason = "other"
	_, err = c.Rides.Move(ctx, c.ruth, s.ID, s.Version, bad)
	c.invalid("another reason without words", err, "note")
	before := c.show(c.ben, s.ID)
	moved, err := c.Rides.Move(ctx, c.ruth, s.ID, s.Version, m)
	c.ok(err)
	c.wants(s.ID, "ben offered, lucia offered, joel waiting")
	if moved.Sequence <= before.Sequence || moved.UID != before.UID {
		t.Errorf("got sequence %d after %d and %s, want it risen and %s as before", moved.Sequence, before.Sequence, moved.UID, before.UID)
	}
	if got := c.told(c.lucia, "ride-moved"); got != 1 {
		t.Errorf("got %d notices, want everybody told", got)
	}
	_, err = c.Rides.Take(ctx, c.ben, s.ID)
	c.refused("elsewhere now", err, store.ErrConflict, "Visit at 2026-12-11 09:30")
	c.take(c.lucia, s.ID)
	_, err = c.Rides.GiveBack(ctx, c.ben, s.ID, "")
	c.ok(err)
	c.wants(s.ID, "lucia confirmed, joel offered")
	_, err = c.Rides.Move(ctx, c.greta, other.ID, other.Version, ridealongs.Moving{Starts: wall("2026-11-20 09:30"), Ends: wall("2026-11-20 11:00"), Reason: "ill"})
	c.invalid("into the past", err, "starts_at")
	c.offer(c.ruth, ride("2026-12-10 09:30")) // the host's time is free again
	c.sound()
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	c := play(t)
	until := wall("2026-12-31 00:00")
	s := c.offer(c.hannah, sit("2026-12-07 09:30", func(o *ridealongs.Offer) { o.Repeat, o.Until = ridealongs.Fortnightly, &until }))
	series := c.show(c.ines, s.ID).Series
	if len(series) != 1 {
		t.Fatalf("got %+v, want a second one after two weeks", series)
	}
	c.take(c.ruth, s.ID)
	c.take(c.greta, series[0].ID)
	_, err := c.Rides.Cancel(ctx, c.dan, s.ID, s.Version, ridealongs.CallingOff{Reason: "ill"})
	c.refused("a lead of the guests", err, store.ErrForbidden, "Only the host, or a lead of Marketing")
	_, err = c.Rides.Cancel(ctx, c.hannah, s.ID, s.Version, ridealongs.CallingOff{})
	c.invalid("no reason", err, "reason")
	_, err = c.Rides.Cancel(ctx, c.priya, s.ID, s.Version, ridealongs.CallingOff{Reason: "no-need", Note: "Merged", Following: true})
	c.ok(err)
	for _, id := range []int64{s.ID, series[0].ID} {
		if w := c.show(c.ines, id); w.State != ridealongs.Cancelled || len(w.Taking) != 0 || w.EndedNote != "Merged" {
			t.Errorf("got %s with %v, want it cancelled for all", w.State, w.Taking)
		}
	}
	if c.told(c.ruth, "ride-cancelled") != 1 || c.told(c.greta, "ride-cancelled") != 1 || c.told(c.hannah, "ride-cancelled") != 2 {
		t.Error("got somebody untold, want all with a seat, and the host, told why")
	}
	_, err = c.Rides.Take(ctx, c.ruth, s.ID)
	c.refused("cancelled", err, store.ErrConflict, "was cancelled")
	_, err = c.Rides.Cancel(ctx, c.priya, s.ID, s.Version+1, ridealongs.CallingOff{Reason: "ill"})
	c.refused("again", err, store.ErrConflict, "was cancelled")
	c.offer(c.hannah, sit("2026-12-07 09:30"))
	c.sound()
}

func TestConsentInTime(t *testing.T) {
	t.Parallel()
	c := play(t)
	asked := func(o *ridealongs.Offer) { o.Consent = ridealongs.Asked }
	late, given, no := c.offer(c.ruth, ride("2026-12-10 09:30", asked)), c.offer(c.greta, ride("2026-12-10 13:30", asked)), c.offer(c.aisha, ride("2026-12-11 13:30", asked))
	for _, s := range []ridealongs.Slot{late, given, no} {
		c.take(c.ben, s.ID)
	}
	c.take(c.lucia, late.ID)
	_, err := c.Rides.SetConsent(ctx, c.ben, given.ID, given.Version, ridealongs.Given)
	c.refused("a guest", err, store.ErrForbidden, "Only the host")
	_, err = c.Rides.SetConsent(ctx, c.greta, given.ID, given.Version, "perhaps")
	c.invalid("perhaps", err, "consent")
	_, err = c.Rides.SetConsent(ctx, c.greta, given.ID, given.Version, ridealongs.Given)
	c.ok(err)
	_, err = c.Rides.SetConsent(ctx, c.aisha, no.ID, no.Version, ridealongs.Refused)
	c.ok(err)
	if w := c.show(c.ben, no.ID); w.State != ridealongs.Cancelled || w.EndedWhy != ridealongs.WhyRefused || w.Mine.Reason != ridealongs.WhyRefused {
		t.Errorf("got %s %s, want the seat withdrawn at the customer's no", w.State, w.EndedWhy)
	}
	c.clock.Set(t, "2026-12-09 09:29")
	c.tend()
	c.wants(late.ID, "ben confirmed, lucia waiting")
	c.clock.Set(t, "2026-12-09 09:30")
	c.tend()
	c.wants(late.ID, "")
	c.wants(given.ID, "ben confirmed")
	if c.told(c.ben, "consent-missing") != 2 || c.told(c.lucia, "consent-missing") != 1 || c.told(c.ruth, "consent-missing") != 1 {
		t.Error("got somebody untold, want guests, the queue and the host told")
	}
}

func TestNoShow(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30"))
	c.take(c.ben, s.ID)
	_, err := c.Rides.Miss(ctx, c.ruth, s.ID, c.ben.ID, "")
	c.refused("before it began", err, store.ErrConflict, "not begun")
	c.clock.Set(t, "2026-12-10 12:00")
	c.tend()
	_, err = c.Rides.Miss(ctx, c.dan, s.ID, c.ben.ID, "")
	c.refused("somebody else", err, store.ErrForbidden, "host")
	_, err = c.Rides.Miss(ctx, c.ruth, s.ID, c.lucia.ID, "")
	c.refused("who had no seat", err, store.ErrNotFound, "")
	_, err = c.Rides.Miss(ctx, c.ruth, s.ID, c.ben.ID, "Train")
	c.ok(err)
	if w := c.show(c.ines, s.ID); w.State != ridealongs.Passed {
		t.Errorf("got %s, want nothing held with nobody there", w.State)
	}
	for _, who := range []struct {
		viewer string
		n      int
		err    error
	}{{"ben", 1, nil}, {"priya", 1, nil}, {"dan", 0, store.ErrNotFound}, {"ruth", 0, store.ErrNotFound}} {
		viewer := c.priya
		switch who.viewer {
		case "ben":
			viewer = c.ben
		case "dan":
			viewer = c.dan
		case "ruth":
			viewer = c.ruth
		}
		if n, err := c.Rides.Misses(ctx, viewer, c.ben.ID); n != who.n || err != who.err {
			t.Errorf("%s: got %d %v, want %d %v", who.viewer, n, err, who.n, who.err)
		}
	}
	h, err := c.Rides.Hours(ctx, c.priya, wall("2026-12-01 00:00"))
	c.ok(err)
	if got := h.Months[5].Marketing.Minutes.Total() + h.Months[5].Sales.Minutes.Total(); got != 0 {
		t.Errorf("got %d minutes, want none of what nobody came to", got)
	}
	c.sound()
}

func TestChange(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30", seats(2)))
	c.take(c.ben, s.ID)
	c.take(c.lucia, s.ID)
	words := ridealongs.Offer{Title: "Harrow Home", Account: "Harrow Home", Place: "Gate 2", Seats: 1, Manners: "Let Joan show the dock first."}
	_, err := c.Rides.Change(ctx, c.ruth, s.ID, s.Version, words)
	c.invalid("fewer seats than are taken", err, "seats")
	words.Seats = 3
	_, err = c.Rides.Change(ctx, c.greta, s.ID, s.Version, words)
	c.refused("somebody else", err, store.ErrForbidden, "Only the host")
	changed, err := c.Rides.Change(ctx, c.ruth, s.ID, s.Version, words)
	c.ok(err)
	if changed.Place != "Gate 2" || !changed.StartsAt.Equal(s.StartsAt) || changed.Version != s.Version+1 {
		t.Errorf("got %+v, want the place changed and the time as it was", changed)
	}
	_, err = c.Rides.Change(ctx, c.dan, s.ID, s.Version, words)
	c.refused("overtaken", err, store.ErrConflict, "Ruth Hallam changed")
}
