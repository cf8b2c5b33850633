package requests_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"alongside/models"
	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/models/workday"
)

// steps of all walks together; ALONGSIDE_STEPS raises them.
func steps(t testing.TB) int {
	text := os.Getenv("ALONGSIDE_STEPS")
	if text == "" {
		return 1500
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("ALONGSIDE_STEPS: %v", err)
	}
	return n
}

// TestRandomWalks lets random people try random moves at random times. A move succeeds if and only if it is offered,
// and never for the side that does not hold the ball; after each one the books balance.
func TestRandomWalks(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	roll, err := p.People.Roll(ctx)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := p.Requests.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var cast []people.Person
	for _, n := range modelstest.Staff {
		for _, someone := range roll {
			if someone.Email == n.Email {
				cast = append(cast, someone)
			}
		}
	}
	perWalk, walks := max(steps(t)/100, 1), 0
	reached := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		typ := catalogue.Types[rapid.IntRange(0, len(catalogue.Types)-1).Draw(r, "type")]
		askers := roll.Of(typ.Side.Other())
		asker := askers[rapid.IntRange(0, len(askers)-1).Draw(r, "asker")]
		clock.SetTime(at(t, "2026-12-14 00:00").Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(r, "start")) * time.Minute))
		b := brief(typ.Key, "Walk")
		if rapid.IntRange(0, 2).Draw(r, "rush") == 0 {
			needed := clock.Now().AddDate(0, 0, rapid.IntRange(1, 20).Draw(r, "needed in")).UTC().Truncate(24 * time.Hour)
			b.NeededBy, b.RushReason = &needed, "The supplier day moved"
		}
		request, err := p.Requests.Submit(ctx, asker, b)
		if err != nil {
			r.Fatal(err)
		}
		w := walk{p: p, t: r, process: catalogue.InForce[typ.Key], first: request}
		for range perWalk {
			gap := rapid.SampledFrom([]time.Duration{0, time.Second, 20 * time.Minute, 5 * time.Hour, 26 * time.Hour, 4 * 24 * time.Hour, 30 * 24 * time.Hour}).Draw(r, "gap")
			clock.SetTime(clock.Now().Add(gap))
			if rapid.IntRange(0, 9).Draw(r, "sweep") == 0 {
				_, reminded := p.Requests.RemindDue(ctx)
				_, closed := p.Requests.CloseIdle(ctx)
				if err := errors.Join(reminded, closed); err != nil {
					r.Fatal(err)
				}
				request = w.balanced(w.read(request.ID))
			}
			actor := cast[rapid.IntRange(0, len(cast)-1).Draw(r, "actor")]
			move := rapid.SampledFrom(moves).Draw(r, "move")
			if rapid.IntRange(0, 2).Draw(r, "helpful") > 0 { // else most walks would stand still
				actor, move = w.offered(r, request, cast)
			}
			request = w.step(request, actor, move)
			reached[string(request.State)+" "+request.BallKind]++
		}
		if request.State == requests.Open { // the next walk begins earlier: sweeps must not find this one's future
			if _, err := p.Requests.Cancel(ctx, asker, request.ID, request.Version, "The walk is over"); err != nil {
				r.Fatal(err)
			}
		}
		if walks++; walks%25 == 0 {
			audit(t, p)
		}
	})
	audit(t, p)
	addsUp(t, p)
	for _, want := range []string{"open stage", "open question", "open rush", "open hold", "open third", "declined ", "cancelled ", "delivered "} {
		if reached[want] == 0 && os.Getenv("ALONGSIDE_STEPS") == "" {
			t.Errorf("got %v, want walks through %q", reached, want)
		}
	}
}

// walk of one request.
type walk struct {
	p       *models.Portal
	t       *rapid.T
	process requests.Process
	first   requests.Request
}

// offered draws a move that leads somewhere and somebody who may make it.
func (w walk) offered(r *rapid.T, request requests.Request, cast []people.Person) (people.Person, requests.Move) {
	type choice struct {
		actor people.Person
		move  requests.Move
	}
	var choices []choice
	for _, actor := range cast {
		mine := request.Moves(w.process, actor)
		for _, move := range moves {
			if mine[move] && move != requests.MoveDecline && move != requests.MoveCancel {
				choices = append(choices, choice{actor, move})
				if move == requests.MoveHandOn || move == requests.MoveDeliver {
					choices = append(choices, choice{actor, move}, choice{actor, move})
				}
			}
		}
	}
	c := choices[rapid.IntRange(0, len(choices)-1).Draw(r, "choice")]
	return c.actor, c.move
}

func (w walk) read(id int64) requests.Whole {
	whole, err := w.p.Requests.Show(context.Background(), people.Person{}, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return whole
}

// step tries the move and returns the request as it stands then.
func (w walk) step(before requests.Request, actor people.Person, move requests.Move) requests.Request {
	if move == requests.MoveCheck && len(w.items(before.Stage)) == 0 {
		move = requests.MoveComment
	}
	allowed := before.Moves(w.process, actor)[move]
	_, err := w.try(before, actor, move)
	whole := w.read(before.ID)
	after := w.balanced(whole)
	switch {
	case allowed && err != nil:
		w.t.Fatalf("%s by %s: got %v, want it done as offered", move, actor.Name, err)
	case !allowed && !errors.Is(err, store.ErrForbidden) && !errors.Is(err, store.ErrConflict):
		w.t.Fatalf("%s by %s: got %v, want it refused", move, actor.Name, err)
	case !allowed && after.Version != before.Version:
		w.t.Fatalf("refused %s by %s: got version %d, want %d", move, actor.Name, after.Version, before.Version)
	}
	if err != nil {
		return after
	}
	moved := after.Stage != before.Stage || after.BallKind != before.BallKind || after.State == requests.Delivered && before.State == requests.Open
	leads := before.BallSide == "" || move == requests.MoveHold // a lead's, or nobody's ball
	if moved && move != requests.MoveDecline && move != requests.MoveCancel && !leads && actor.Side != before.BallSide {
		w.t.Fatalf("%s by %s of %s: got the ball moved, want only %s to move it", move, actor.Name, actor.Side, before.BallSide)
	}
	return after
}

func (w walk) try(before requests.Request, actor people.Person, move requests.Move) (requests.Request, error) {
	ctx := context.Background()
	switch move {
	case requests.MoveCheck:
		item := rapid.SampledFrom(w.items(before.Stage)).Draw(w.t, "item")
		return w.p.Requests.Check(ctx, actor, before.ID, item, rapid.Bool().Draw(w.t, "done"))
	case requests.MoveAssign:
		if team := append(w.team(actor.Side), 0); len(team) > 1 {
			return w.p.Requests.Assign(ctx, actor, before.ID, before.Version, rapid.SampledFrom(team).Draw(w.t, "person"))
		}
	case requests.MoveReview:
		return w.p.Requests.Review(ctx, actor, before.ID, before.Version, w.opinion(before, actor))
	case requests.MoveComment: // or a file, which a review is then about
		if rapid.Bool().Draw(w.t, "attach") {
			upload, err := w.p.Files.Receive("layout.pdf", strings.NewReader("%PDF-1.4 "+uuid.NewString()))
			if err != nil {
				w.t.Fatal(err)
			}
			return w.p.Requests.Attach(ctx, actor, before.ID, uuid.New(), []files.Upload{upload})
		}
	}
	return try(w.p, actor, before, move)
}

// opinion is one that the actor may have.
func (w walk) opinion(before requests.Request, actor people.Person) requests.Opinion {
	o := requests.Opinion{Verdict: rapid.SampledFrom([]requests.Verdict{
		requests.Approved, requests.ApprovedWithNotes, requests.ChangesNeeded, requests.NotMine,
	}).Draw(w.t, "verdict"), Note: "Page 3"}
	for _, id := range w.team(actor.Side) {
		if id != actor.ID {
			o.Person = id
		}
	}
	if o.Verdict == requests.NotMine && o.Person == 0 {
		o.Verdict = requests.Approved
	}
	return o
}

func (w walk) items(stage int16) (numbers []int16) {
	for _, item := range w.process.Items() {
		if item.Stage == stage {
			numbers = append(numbers, item.Number)
		}
	}
	return numbers
}

func (w walk) team(side people.Side) (ids []int64) {
	roll, err := w.p.People.Roll(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, someone := range roll.Of(side) {
		ids = append(ids, someone.ID)
	}
	return ids
}

// balanced checks what holds at any time.
func (w walk) balanced(whole requests.Whole) requests.Request {
	r, cal := whole.Request, whole.Calendar
	running, paused := 0, 0
	for _, promise := range whole.Account.Promises {
		switch {
		case promise.ClosedAt != nil:
		case promise.DueAt == nil:
			paused++
		default:
			running++
			if r.BallPromiseID == nil || *r.BallPromiseID != promise.ID || r.BallSide != promise.FromSide || !r.BallDueAt.Equal(*promise.DueAt) {
				w.t.Fatalf("got the ball %+v, want it to be the running promise %+v", r, promise)
			}
		}
	}
	wantRunning, wantPaused := 0, 0
	if r.State == requests.Open && !r.Paused() {
		wantRunning = 1
		if r.BallKind == requests.BallQuestion {
			wantPaused = 1
		}
	}
	if running != wantRunning || !r.Paused() && paused != wantPaused || r.Paused() && (paused < 1 || paused > 2) {
		w.t.Fatalf("%s, %s: got %d running and %d paused promises, want %d and %d", r.State, r.BallKind, running, paused, wantRunning, wantPaused)
	}
	if !r.FirstPromisedAt.Equal(w.first.PromisedAt) && r.Rush != requests.RushAgreed {
		w.t.Fatalf("got first promised %v, want for ever %v", r.FirstPromisedAt, w.first.PromisedAt)
	}
	if r.Standing(whole.Now) == requests.Overdue && r.Paused() {
		w.t.Fatalf("%s is overdue while it waits, want nobody late", r.Ref())
	}
	end := whole.Now
	if r.ClosedAt != nil {
		end = *r.ClosedAt
	}
	shares := whole.Account.Shares(cal, end)
	var sum workday.Span
	for _, share := range shares {
		sum += share
	}
	if want := cal.Between(r.SubmittedAt, end); sum != want {
		w.t.Fatalf("got shares of %v, want %v", sum, want)
	}
	open := 0
	for _, round := range whole.Rounds {
		if round.ClosedAt == nil {
			open++
		}
	}
	if reviewed := r.State == requests.Open && whole.Process.At(r.Stage).Review; reviewed != (open == 1) || open > 1 || len(whole.Rounds) != int(r.Rounds) {
		w.t.Fatalf("%s in stage %d: got %d open of %d rounds, counted %d, want one open while it is under review", r.State, r.Stage, open, len(whole.Rounds), r.Rounds)
	}
	if r.State == requests.Open && r.ForecastAt.Before(r.DatedAt) {
		w.t.Fatalf("got forecast %v, want it not before %v", r.ForecastAt, r.DatedAt)
	}
	return r
}
