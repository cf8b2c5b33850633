package ridealongs_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

func TestSeatsAndTheirQueue(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30"))
	c.take(c.ben, s.ID)
	c.take(c.lucia, s.ID)
	c.take(c.hannah, s.ID)
	c.take(c.ben, s.ID) // again
	c.wants(s.ID, "ben confirmed, lucia waiting, hannah waiting")
	_, err := c.Rides.Take(ctx, c.greta, s.ID)
	c.refused("a guest of Sales", err, store.ErrForbidden, "for Marketing")
	_, err = c.Rides.Take(ctx, c.ines, s.ID)
	c.refused("a reader", err, store.ErrForbidden, "not go along")
	_, err = c.Rides.GiveBack(ctx, c.joel, s.ID, "")
	c.refused("nothing to give back", err, store.ErrConflict, "no seat")

	_, err = c.Rides.GiveBack(ctx, c.ben, s.ID, "Dentist")
	c.ok(err)
	c.wants(s.ID, "lucia offered, hannah waiting")
	if got := c.told(c.lucia, "seat-offered"); got != 1 {
		t.Errorf("got %d notices, want the first who waits told once", got)
	}
	owed, err := modelstest.Owes(ctx, c.Portal, c.lucia)
	c.ok(err)
	if len(owed) != 1 || owed[0].Kind != ridealongs.PromiseSeat || owed[0].DueAt.Format("02 15:04") != "26 09:14" {
		t.Errorf("got %+v, want a working day to answer", owed)
	}
	c.take(c.joel, s.ID)
	c.wants(s.ID, "lucia offered, hannah waiting, joel waiting")
	c.clock.Set(t, "2026-11-26 09:15") // past it
	c.tend()
	c.wants(s.ID, "hannah offered, joel waiting")
	if got := c.told(c.lucia, "seat-lapsed"); got != 1 {
		t.Errorf("got %d notices, want to hear that it went on", got)
	}
	if got := c.take(c.hannah, s.ID); got.State != ridealongs.Confirmed || got.PromiseID != nil {
		t.Errorf("got %+v, want what was kept for her", got)
	}
	c.wants(s.ID, "hannah confirmed, joel waiting")
	var outcomes []string
	c.ok(c.Store.Read().Raw(`SELECT outcome FROM promises WHERE subject_kind = 'seat' ORDER BY id`).Scan(&outcomes).Error)
	if got := strings.Join(outcomes, " "); got != "released kept" {
		t.Errorf("got %s, want one promise released and one kept", got)
	}
	c.sound()
	c.clock.Set(t, "2026-12-10 09:30")
	_, err = c.Rides.Take(ctx, c.lucia, s.ID)
	c.refused("it has begun", err, store.ErrConflict, "begun")
}

func TestNamesArePutDown(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30", seats(2), func(o *ridealongs.Offer) { o.Names = []int64{c.lucia.ID} }))
	c.wants(s.ID, "lucia offered")
	_, err := c.Rides.Name(ctx, c.ben, s.ID, c.ben.ID)
	c.refused("a member", err, store.ErrForbidden, "leads")
	_, err = c.Rides.Name(ctx, c.priya, s.ID, c.greta.ID)
	c.invalid("somebody of Sales", err, "person")
	_, err = c.Rides.Name(ctx, c.priya, s.ID, c.joel.ID)
	c.ok(err)
	_, err = c.Rides.Name(ctx, c.priya, s.ID, c.hannah.ID)
	c.refused("a third", err, store.ErrConflict, "No seat is free")
	c.take(c.lucia, s.ID)
	_, err = c.Rides.GiveBack(ctx, c.joel, s.ID, "") // no, thank you
	c.ok(err)
	c.wants(s.ID, "lucia confirmed")
	c.sound()
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30"))
	c.take(c.ben, s.ID)
	c.take(c.lucia, s.ID)
	_, err := c.Rides.Refuse(ctx, c.ruth, s.ID, c.ben.ID, "smells")
	c.invalid("a reason of its own", err, "reason")
	_, err = c.Rides.Refuse(ctx, c.dan, s.ID, c.ben.ID, "delicate")
	c.refused("somebody else", err, store.ErrForbidden, "host")
	_, err = c.Rides.Refuse(ctx, c.ruth, s.ID, c.ben.ID, "delicate")
	c.ok(err)
	c.wants(s.ID, "lucia offered")
	if w := c.show(c.ben, s.ID); w.Mine == nil || w.Mine.Reason != "delicate" || len(w.Ended) != 0 {
		t.Errorf("got %+v, want the refused to see why", w.Mine)
	}
	if w := c.show(c.ruth, s.ID); len(w.Ended) != 1 || w.Ended[0].Reason != "delicate" {
		t.Errorf("got %+v, want the host to see why", w.Ended)
	}
	for _, who := range []people.Person{c.dan, c.priya, c.lucia} {
		w := c.show(who, s.ID)
		if len(w.Ended) != 0 || w.Mine != nil && w.Mine.State == ridealongs.TurnedOff || strings.Contains(fmt.Sprintf("%+v", w), "delicate") {
			t.Errorf("%s: got %+v, want nothing of it", who.Name, w)
		}
		if got := c.told(who, "seat-refused"); got != 0 {
			t.Errorf("%s: got %d notices, want none", who.Name, got)
		}
	}
	if got := c.told(c.ben, "seat-refused"); got != 1 {
		t.Errorf("got %d notices, want the refused told once", got)
	}
	_, err = c.Rides.Take(ctx, c.ben, s.ID)
	c.refused("refused, and again", err, store.ErrForbidden, "cannot take you along")
	c.sound()
}

// TestNobodyIsInTwoPlaces: the database refuses, and the sentence names the other one.
func TestNobodyIsInTwoPlaces(t *testing.T) {
	t.Parallel()
	c := play(t)
	one := c.offer(c.ruth, ride("2026-12-10 09:30"))
	other := c.offer(c.greta, ride("2026-12-10 10:30"))
	after := c.offer(c.aisha, ride("2026-12-10 11:30"))
	c.take(c.ben, one.ID)
	_, err := c.Rides.Take(ctx, c.ben, other.ID)
	c.refused("at the same time", err, store.ErrConflict, "You are at Visit at 2026-12-10 09:30 then, Thu 10 Dec 09:30 to 11:30")
	c.take(c.ben, after.ID) // ends meet
	c.take(c.lucia, other.ID)
	if got := c.take(c.ben, other.ID); got.State != ridealongs.Waiting {
		t.Errorf("got %s, want a place in the queue, which takes no time", got.State)
	}
	_, err = c.Rides.GiveBack(ctx, c.lucia, other.ID, "")
	c.ok(err)
	_, err = c.Rides.Take(ctx, c.ben, other.ID)
	c.refused("what was kept for him", err, store.ErrConflict, "two places")
	_, err = c.Rides.Offer(ctx, c.ben, sit("2026-12-10 10:00"))
	c.refused("hosting meanwhile", err, store.ErrConflict, "You are at Visit at 2026-12-10 09:30")
	c.sound()
}

func TestCaps(t *testing.T) {
	t.Parallel()
	c := play(t)
	account := func(o *ridealongs.Offer) { o.Account = "Harrow Home" }
	first := c.offer(c.ruth, ride("2026-12-01 09:30", account))
	same := c.offer(c.greta, ride("2026-12-08 09:30", account))
	c.take(c.ben, first.ID)
	_, err := c.Rides.Take(ctx, c.lucia, same.ID)
	c.refused("a second visit in a quarter", err, store.ErrConflict, "Harrow Home has 1 visit with guests this quarter, the most that the rules allow. The next quarter begins on 1 January.")
	next := c.offer(c.greta, ride("2027-01-05 09:30", account))
	c.take(c.lucia, next.ID)
	second := c.offer(c.ruth, ride("2026-12-15 09:30", seats(3)))
	c.take(c.hannah, second.ID)
	_, err = c.Rides.Take(ctx, c.joel, second.ID)
	c.refused("a third guest in a month", err, store.ErrConflict, "The host has 2 guests in December, the most that the rules allow. The next month begins on 1 January.")
	for _, row := range []struct {
		id  int64
		who people.Person
		cap bool
	}{{second.ID, c.joel, true}, {same.ID, c.joel, true}, {next.ID, c.joel, false}, {first.ID, c.joel, false}} {
		w := c.show(row.who, row.id)
		if got := w.Cap() != nil; got != row.cap || w.Takes(row.who, w.Now) == row.cap {
			t.Errorf("%s: got %+v, want it said before: %v", w.Title, w.Cap(), row.cap)
		}
	}
	_, err = c.Rides.Name(ctx, c.priya, second.ID, c.joel.ID)
	c.refused("put down as well", err, store.ErrConflict, "2 guests in December")
	load, err := c.Rides.Load(ctx, c.ruth, "Harrow Home", first.StartsAt)
	c.ok(err)
	if load.Guests != 2 || load.MostGuests != 2 || load.Visits != 1 || load.MostVisits != 1 || load.Cap == nil || len(load.Strangers) != 3 {
		t.Errorf("got %+v, want what is used up", load)
	}
	_, err = c.Rides.SetRules(ctx, c.ruth, ridealongs.Rules{Guests: 3, Visits: 1, SalesHours: 40, MarketingHours: 10, Version: 1})
	c.refused("a member", err, store.ErrForbidden, "leads")
	_, err = c.Rides.SetRules(ctx, c.dan, ridealongs.Rules{Guests: 0, Visits: 1, SalesHours: 40, MarketingHours: 10, Version: 1})
	c.invalid("none", err, "guests")
	r, err := c.Rides.SetRules(ctx, c.dan, ridealongs.Rules{Guests: 3, Visits: 1, SalesHours: 40, MarketingHours: 10, Version: 1})
	c.ok(err)
	_, err = c.Rides.SetRules(ctx, c.priya, ridealongs.Rules{Guests: 4, Visits: 1, SalesHours: 40, MarketingHours: 10, Version: 1})
	c.refused("overtaken", err, store.ErrConflict, "changed the rules")
	if r.Agreed() {
		t.Error("got one side's word as both's, want the other one's too")
	}
	r, err = c.Rides.SetRules(ctx, c.priya, r)
	c.ok(err)
	if !r.Agreed() || *r.SalesBy != c.dan.ID {
		t.Errorf("got %+v, want both sides to agree", r)
	}
	c.take(c.joel, second.ID)
	c.sound()
}

// TestFiftyAtOnce take the last of one seat: one has it, and the rest wait in the order in which they came.
func TestFiftyAtOnce(t *testing.T) {
	t.Parallel()
	c := play(t)
	s := c.offer(c.ruth, ride("2026-12-10 09:30"))
	var all sync.WaitGroup
	for _, who := range c.crowd(50) {
		all.Go(func() {
			if _, err := c.Rides.Take(ctx, who, s.ID); err != nil {
				t.Errorf("%s: %v", who.Name, err)
			}
		})
	}
	all.Wait()
	w := c.show(c.ines, s.ID)
	if len(w.Taking.In(ridealongs.Confirmed)) != 1 || len(w.Queue()) != 49 || w.Taking[0].State != ridealongs.Confirmed {
		t.Fatalf("got %d confirmed and %d waiting, want 1, the first, and 49", len(w.Taking.In(ridealongs.Confirmed)), len(w.Queue()))
	}
	for i, seat := range w.Taking {
		if i > 0 && seat.AskedAt.Before(w.Taking[i-1].AskedAt) {
			t.Errorf("got place %d before place %d, want them in order", i, i-1)
		}
	}
	c.sound()
}

func TestLeaversGiveBack(t *testing.T) {
	t.Parallel()
	c := play(t)
	visit := c.offer(c.ruth, ride("2026-12-10 09:30"))
	session := c.offer(c.ben, sit("2026-12-11 09:30"))
	c.take(c.ben, visit.ID)
	c.take(c.lucia, visit.ID)
	c.take(c.greta, session.ID)
	token, err := c.Rides.RenewFeed(ctx, c.ben)
	c.ok(err)
	c.leave(c.ben)
	c.tend()
	c.wants(visit.ID, "lucia offered")
	c.wants(session.ID, "")
	if got := c.show(c.greta, session.ID); got.State != ridealongs.Cancelled || got.EndedWhy != ridealongs.WhyLeft || c.told(c.greta, "ride-cancelled") != 1 {
		t.Errorf("got %s for %s, want it called off and its guest told", got.State, got.EndedWhy)
	}
	_, err = c.Rides.Feed(ctx, token)
	c.refused("a leaver's calendar", err, store.ErrNotFound, "")
	if n := c.tend(); n != 0 {
		t.Errorf("got %d more, want nothing left to do", n)
	}
}
