package ridealongs_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

// TestSeatsStayWithinTheirNumber lets twelve marketers do at random what can be done, four of them at once, a thousand
// times: never are more seats taken than there are, and the books are in order after each round.
func TestSeatsStayWithinTheirNumber(t *testing.T) {
	t.Parallel()
	c := play(t)
	guests := c.crowd(12)
	_, err := c.Rides.SetRules(ctx, c.dan, ridealongs.Rules{Guests: 50, Visits: 50, SalesHours: 40, MarketingHours: 10, Version: 1})
	c.ok(err)
	var slots []ridealongs.Slot
	for n, host := range []people.Person{c.ruth, c.greta, c.aisha} { // the first two at the same time
		at := []string{"2027-03-10 09:30", "2027-03-10 10:30", "2027-03-12 09:30"}[n]
		slots = append(slots, c.offer(host, ride(at, seats(n+1))))
	}
	hosts := map[int64]people.Person{slots[0].ID: c.ruth, slots[1].ID: c.greta, slots[2].ID: c.aisha}
	done := 0
	rapid.Check(t, func(r *rapid.T) {
		if done >= 1000 {
			return
		}
		const each, rounds = 10, 4
		var all sync.WaitGroup
		for range rounds {
			moves := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) [3]int {
				return [3]int{rapid.IntRange(0, 9).Draw(r, "move"), rapid.IntRange(0, len(guests)-1).Draw(r, "who"), rapid.IntRange(0, 2).Draw(r, "slot")}
			}), each, each).Draw(r, "moves")
			all.Go(func() {
				for _, m := range moves {
					if err := act(c, m[0], guests[m[1]], hosts, slots[m[2]].ID); err != nil {
						t.Errorf("%v: %v", m, err)
					}
				}
			})
		}
		all.Wait()
		done += each * rounds
		c.sound()
	})
	if done < 1000 {
		t.Errorf("got %d operations, want a thousand", done)
	}
}

// act does one of what a guest or a host can do; being refused is fine.
func act(c *cast, move int, who people.Person, hosts map[int64]people.Person, slot int64) (err error) {
	switch {
	case move < 5:
		_, err = c.Rides.Take(ctx, who, slot)
	case move < 8:
		_, err = c.Rides.GiveBack(ctx, who, slot, "")
	case move < 9:
		_, err = c.Rides.Name(ctx, hosts[slot], slot, who.ID)
	default:
		var w ridealongs.Whole
		if w, err = c.Rides.Show(ctx, hosts[slot], slot); err == nil {
			_, err = c.Rides.Change(ctx, hosts[slot], slot, w.Version, ridealongs.Offer{
				Title: w.Title, Account: w.Account, Place: w.Place, Seats: 1 + int(who.ID)%4,
			})
		}
	}
	var inv *store.Invalid
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrForbidden) || errors.As(err, &inv) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("move %d: %w", move, err)
	}
	return nil
}
