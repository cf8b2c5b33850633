package requests_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// together runs fn so many times at once and returns what each got.
func together(times int, fn func(i int) (requests.Request, error)) (got []requests.Request, errs []error) {
	got, errs = make([]requests.Request, times), make([]error, times)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range times {
		wg.Go(func() {
			<-start
			got[i], errs[i] = fn(i)
		})
	}
	close(start)
	wg.Wait()
	return got, errs
}

// TestIdenticalPostsMakeOneRequest, one event and one announcement, and all are answered alike.
func TestIdenticalPostsMakeOneRequest(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	for round, times := range []int{20, 20, 20, 20, 20, 50} {
		b := brief("brochure", "Cold-chain brochure")
		got, errs := together(times, func(int) (requests.Request, error) { return p.Requests.Submit(ctx, ruth, b) })
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		for _, r := range got {
			if r.ID != got[0].ID || r.ID == 0 || !r.PromisedAt.Equal(got[0].PromisedAt) || r.Version != 1 {
				t.Errorf("round %d: got %d promised %v, want all alike, %d promised %v", round, r.ID, r.PromisedAt, got[0].ID, got[0].PromisedAt)
			}
		}
		for _, table := range []string{"requests", "promises", "turns", "events", "river_job", "submissions"} {
			if n := count(t, p, table); n != round+1 {
				t.Errorf("round %d: got %d %s, want %d", round, n, table, round+1)
			}
		}
		other := b
		other.Title = "Another brochure"
		if _, err := p.Requests.Submit(ctx, ruth, other); !errors.Is(err, store.ErrConflict) {
			t.Errorf("same key, other words: got %v, want %v", err, store.ErrConflict)
		}
	}
	if n := count(t, p, "requests"); n != 6 {
		t.Errorf("got %d requests, want 6", n)
	}
}

// TestBackAndSendAgain finds the request as it stands now, not as it was made.
func TestBackAndSendAgain(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	b := brief("sheet", "Question of the week")
	first := submit(t, p, ruth, b)
	moved := pass(t, p, first, 1)
	clock.Set(t, "2026-11-26 08:00")
	again := submit(t, p, ruth, b)
	if again.ID != first.ID || again.Version != moved.Version || again.Stage != moved.Stage {
		t.Errorf("got %d in version %d, want %d in version %d", again.ID, again.Version, first.ID, moved.Version)
	}
	other := modelstest.Person(t, p, "greta")
	if r := submit(t, p, other, b); r.ID == first.ID || r.RequesterID != other.ID {
		t.Errorf("got %d of %d, want a request of Greta's own", r.ID, r.RequesterID)
	}
}

func TestIdenticalCommentsAreOne(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	r, key := submit(t, p, ruth, brief("brochure", "Cold-chain brochure")), uuid.New()
	_, errs := together(20, func(int) (requests.Request, error) { return p.Requests.Comment(ctx, ruth, r.ID, key, "Agreed") })
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(events(t, p, r.ID, "commented")); n != 1 {
		t.Errorf("got %d comments, want one", n)
	}
	elsewhere := submit(t, p, ruth, brief("brochure", "Another"))
	if _, err := p.Requests.Comment(ctx, ruth, elsewhere.ID, key, "Agreed"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("same key on another request: got %v, want %v, not silence", err, store.ErrConflict)
	}
}

// winner checks that exactly one of those who tried at once won and that the others were told who.
func winner(t testing.TB, actors []people.Person, errs []error) {
	t.Helper()
	won := -1
	for i, err := range errs {
		if err == nil {
			if won >= 0 {
				t.Errorf("got %s and %s both first, want one", actors[won].Name, actors[i].Name)
			}
			won = i
		}
	}
	if won < 0 {
		t.Fatalf("got nobody first: %v", errs)
	}
	for i, err := range errs {
		var refusal *store.Refusal
		who := actors[won].Name
		if actors[i].ID == actors[won].ID {
			who = "You" // in another of their browsers
		}
		if i != won && (!errors.Is(err, store.ErrConflict) || !errors.As(err, &refusal) || !strings.HasPrefix(refusal.Sentence, who+" ")) {
			t.Errorf("%s: got %v, want a conflict that names %s", actors[i].Name, err, who)
		}
	}
}

// crowd is twenty browsers of the people who work for the sides.
func crowd(t testing.TB, p *models.Portal, sides ...people.Side) (actors []people.Person) {
	t.Helper()
	roll, err := p.People.Roll(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for len(actors) < 20 {
		for _, side := range sides {
			actors = append(actors, roll.Of(side)...)
		}
	}
	return actors[:20]
}

func TestTwentyHandOnTheSameStage(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	actors := crowd(t, p, people.Marketing)
	for range 5 {
		r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("brochure", "Cold-chain brochure"))
		_, errs := together(20, func(i int) (requests.Request, error) { return try(p, actors[i], r, requests.MoveHandOn) })
		winner(t, actors, errs)
		after := show(t, p, actors[0], r.ID)
		if after.Request.Stage != 2 || after.Request.Version != r.Version+1 || len(after.Account.Promises) != 2 || len(events(t, p, r.ID, "handed-on")) != 1 {
			t.Errorf("got stage %d, version %d, %d promises, want the stage handed on once", after.Request.Stage, after.Request.Version, len(after.Account.Promises))
		}
	}
	audit(t, p)
}

// TestTwentyEditors make whatever move is theirs: one wins each version, nothing is overwritten unseen.
func TestTwentyEditors(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	actors := crowd(t, p, people.Sales, people.Marketing)
	r := submit(t, p, modelstest.Person(t, p, "ruth"), brief("brochure", "Cold-chain brochure"))
	for range 5 {
		_, errs := together(20, func(i int) (requests.Request, error) {
			return p.Requests.Assign(ctx, actors[i], r.ID, r.Version, actors[i].ID)
		})
		winner(t, actors, errs)
		after := show(t, p, actors[0], r.ID).Request
		if after.Version != r.Version+1 {
			t.Errorf("got version %d, want %d", after.Version, r.Version+1)
		}
		r = after
	}
	if n := len(events(t, p, r.ID, "assigned")); n != 5 {
		t.Errorf("got %d events, want 5", n)
	}
	audit(t, p)
}
