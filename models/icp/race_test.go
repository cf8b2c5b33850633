package icp_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/store"
)

// together runs the acts at once and returns what each got.
func together(acts ...func() error) []error {
	errs := make([]error, len(acts))
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, act := range acts {
		wg.Go(func() {
			<-start
			errs[i] = act()
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// expected lets pass what a loser of a race may get.
func expected(t *testing.T, errs []error) {
	t.Helper()
	for _, err := range errs {
		if err != nil && !errors.Is(err, store.ErrConflict) {
			t.Errorf("got %v, want it done or overtaken", err)
		}
	}
}

// TestKeysRacingWithAnEdit never publish a text that one of the two did not see.
func TestKeysRacingWithAnEdit(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	ruth, dan, priya := person(t, p, "ruth"), person(t, p, "dan"), person(t, p, "priya")
	published, edited := 0, 0
	for round := range 100 {
		who := named(t, v, "Who they are")
		seen := propose(t, p, "ruth", says(who, fmt.Sprint("Seen by both, round ", round)))
		key := func(lead people.Person) func() error {
			return func() error {
				_, err := p.ICP.TurnKey(ctx, lead, seen.ID, seen.Revision, icp.Reservation{})
				return err
			}
		}
		acts := []func() error{key(dan), key(priya), func() error {
			_, err := p.ICP.Edit(ctx, ruth, seen.ID, seen.Revision, says(who, fmt.Sprint("Seen by nobody, round ", round)))
			return err
		}}
		errs := together(acts[round%3], acts[(round+1)%3], acts[(round+2)%3])
		expected(t, errs)
		now := current(t, p)
		switch got := named(t, now, "Who they are").Text; {
		case now.Number == v.Number:
			edited++
			if _, err := p.ICP.Withdraw(ctx, ruth, seen.ID, 2); err != nil {
				t.Fatal(err)
			}
		case now.Number != v.Number+1 || got != fmt.Sprint("Seen by both, round ", round):
			t.Fatalf("round %d: got version %d saying %q, want the next one as both saw it", round, now.Number, got)
		default:
			published++
		}
		v = now
	}
	if published+edited != 100 {
		t.Errorf("got %d published and %d edited, want 100 together", published, edited)
	}
	audit(t, p)
}

// TestTwoProposalsAgreedAtOnce give two versions, one after the other, with both changes in the second.
func TestTwoProposalsAgreedAtOnce(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	for round := range 10 {
		one := propose(t, p, "ruth", says(named(t, v, "Who they are"), fmt.Sprint("One ", round)))
		two := propose(t, p, "ben", says(named(t, v, "Who decides"), fmt.Sprint("Two ", round)))
		turnKey(t, p, "dan", one)
		turnKey(t, p, "priya", two)
		last := func(lead string, pr icp.Proposal) func() error {
			who := person(t, p, lead)
			return func() error {
				_, err := p.ICP.TurnKey(ctx, who, pr.ID, pr.Revision, icp.Reservation{})
				return err
			}
		}
		if err := errors.Join(together(last("priya", one), last("dan", two))...); err != nil {
			t.Fatal(err)
		}
		now := current(t, p)
		if now.Number != v.Number+2 || named(t, now, "Who they are").Text != fmt.Sprint("One ", round) || named(t, now, "Who decides").Text != fmt.Sprint("Two ", round) {
			t.Fatalf("round %d: got version %d, want two more with both texts", round, now.Number)
		}
		v = now
	}
	audit(t, p)
}

// TestTwoProposalsOfOneSectionAgreedAtOnce give one version; the other one waits for its authors.
func TestTwoProposalsOfOneSectionAgreedAtOnce(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	for round := range 10 {
		who := named(t, v, "Who they are")
		proposals := []icp.Proposal{propose(t, p, "ruth", says(who, fmt.Sprint("One ", round))), propose(t, p, "ben", says(who, fmt.Sprint("Two ", round)))}
		var acts []func() error
		for _, pr := range proposals {
			turnKey(t, p, "dan", pr)
			priya := person(t, p, "priya")
			acts = append(acts, func() error {
				_, err := p.ICP.TurnKey(ctx, priya, pr.ID, pr.Revision, icp.Reservation{})
				return err
			})
		}
		errs := together(acts...)
		expected(t, errs)
		lost := 0
		for i, err := range errs {
			if err != nil {
				lost++
				if w := read(t, p, "ruth", proposals[i].ID); len(w.Conflicts) != 1 || len(w.Keys) != 0 {
					t.Errorf("round %d: got conflicts %v and %d keys of the one that was second", round, w.Conflicts, len(w.Keys))
				}
			}
		}
		if v = current(t, p); v.Number != round+2 || lost != 1 {
			t.Fatalf("round %d: got version %d, %d lost, want %d and 1", round, v.Number, lost, round+2)
		}
	}
	audit(t, p)
}

// TestOneFormSentManyTimes makes one proposal.
func TestOneFormSentManyTimes(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ruth, d := person(t, p, "ruth"), says(named(t, v, "Who they are"), "A")
	ids := make([]int64, 10)
	var acts []func() error
	for i := range ids {
		acts = append(acts, func() error {
			pr, err := p.ICP.Propose(t.Context(), ruth, d)
			ids[i] = pr.ID
			return err
		})
	}
	if err := errors.Join(together(acts...)...); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("got proposals %v, want one", ids)
		}
	}
	d.Title = "Another line"
	_, err := p.ICP.Propose(t.Context(), ruth, d)
	refused(t, "the same form with other words", err, store.ErrConflict)
}
