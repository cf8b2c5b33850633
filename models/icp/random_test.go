package icp_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"alongside/models"
	"alongside/models/icp"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

// steps of all walks together; ALONGSIDE_STEPS raises them.
func steps(t testing.TB) int {
	text := os.Getenv("ALONGSIDE_STEPS")
	if text == "" {
		return 600
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("ALONGSIDE_STEPS: %v", err)
	}
	return n
}

// TestRandomWalks lets random people try random moves at random times on one document. A move succeeds if and only if it
// is offered; after each walk every version is what two people of different sides signed, keys are owed exactly where
// they are missing, and no id stands for two things.
func TestRandomWalks(t *testing.T) {
	t.Parallel()
	p, clock, _ := begun(t)
	var cast []people.Person
	for _, n := range modelstest.Staff {
		cast = append(cast, person(t, p, firstName(n.Email)))
	}
	perWalk := max(steps(t)/100, 1)
	reached := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		w := &walk{T: r, p: p, cast: cast, reached: reached}
		for range perWalk {
			gap := rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 26 * time.Hour, 4 * 24 * time.Hour, 40 * 24 * time.Hour}).Draw(r, "gap")
			clock.SetTime(clock.Now().Add(gap))
			if rapid.IntRange(0, 9).Draw(r, "sweep") == 0 {
				if _, err := p.ICP.Remind(context.Background()); err != nil {
					r.Fatal(err)
				}
			}
			w.step()
		}
		wrong, err := p.ICP.Audit(context.Background())
		if err != nil {
			r.Fatal(err)
		}
		for _, what := range wrong {
			r.Error(what)
		}
	})
	for _, want := range []string{"propose", "edit", "decide", "turn-key", "turn-back", "ask-for", "withdraw", "refuse", "merge", "version", "kept"} {
		if reached[want] == 0 && os.Getenv("ALONGSIDE_STEPS") == "" {
			t.Errorf("got %v, want walks through %q", reached, want)
		}
	}
}

func firstName(email string) string {
	first, _, _ := strings.Cut(email, ".")
	return first
}

// walk of one draw.
type walk struct {
	*rapid.T
	p       *models.Portal
	cast    []people.Person
	reached map[string]int
}

func (w *walk) step() {
	ctx := context.Background()
	actor := rapid.SampledFrom(w.cast).Draw(w.T, "actor")
	open, _, err := w.p.ICP.Proposals(ctx, "open", "")
	if err != nil {
		w.Fatal(err)
	}
	if len(open) == 0 || len(open) < 6 && rapid.IntRange(0, 3).Draw(w.T, "propose") == 0 {
		w.outcome("propose", actor.Works(), w.propose(ctx, actor))
		return
	}
	row := rapid.SampledFrom(open).Draw(w.T, "proposal")
	move := rapid.SampledFrom(icp.AllMoves).Draw(w.T, "move")
	if rapid.IntRange(0, 2).Draw(w.T, "helpful") > 0 { // else most walks would stand still
		actor, move = w.offered(row.Proposal)
	}
	whole, err := w.p.ICP.ShowProposal(ctx, actor, row.ID)
	if err != nil {
		w.Fatal(err)
	}
	w.outcome(string(move), whole.Moves[move], w.move(ctx, actor, move, whole, open))
}

// offered draws a move that leads somewhere, keys more often than others, and somebody who may make it.
func (w *walk) offered(p icp.Proposal) (people.Person, icp.MoveKind) {
	type choice struct {
		actor people.Person
		move  icp.MoveKind
	}
	var choices []choice
	for _, actor := range w.cast {
		for _, move := range icp.AllMoves {
			if !p.Moves(actor)[move] || move == icp.MoveComment {
				continue
			}
			times := 1
			if move == icp.MoveTurnKey || move == icp.MoveDecide {
				times = 8
			}
			choices = append(choices, slices.Repeat([]choice{{actor, move}}, times)...)
		}
	}
	c := rapid.SampledFrom(choices).Draw(w.T, "choice")
	return c.actor, c.move
}

// outcome wants a move done if and only if it was offered. What is wrong with the words or meanwhile is no matter of who.
func (w *walk) outcome(move string, offered bool, err error) {
	var inv *store.Invalid
	var refusal *store.Refusal
	switch {
	case err == nil && !offered:
		w.Fatalf("%s: got it done, want it refused", move)
	case err == nil:
		w.reached[move]++
	case errors.As(err, &inv):
	case !errors.As(err, &refusal):
		w.Fatalf("%s: got %v, want a sentence", move, err)
	case offered && errors.Is(err, store.ErrForbidden):
		w.Fatalf("%s: got %v, want what was offered", move, err)
	}
}

// draft changes one or two sections of the version in force at random.
func (w *walk) draft(v icp.Version) icp.Draft {
	d := icp.Draft{Submission: uuid.New(), Title: "Walk", Why: "We saw it."}
	for range rapid.IntRange(1, 2).Draw(w.T, "sections") {
		s := rapid.SampledFrom(v.Content.Sections).Draw(w.T, "section")
		if slices.ContainsFunc(d.Changes, func(ch icp.Change) bool { return ch.Section == s.ID }) {
			continue
		}
		word := fmt.Sprint("Word ", rapid.IntRange(0, 99).Draw(w.T, "word"))
		switch rapid.IntRange(0, 5).Draw(w.T, "what") {
		case 0:
			d.Changes = append(d.Changes, icp.Change{Section: -1 - int64(len(d.Changes)), Move: &icp.Move{After: s.ID}, To: &icp.Section{
				Kind: icp.Criteria, Title: word, Criteria: []icp.Criterion{{ID: -1, Attribute: word, Weight: icp.RulesOut}},
			}})
		case 1:
			d.Changes = append(d.Changes, icp.Change{Section: s.ID})
		case 2:
			d.Changes = append(d.Changes, icp.Change{Section: s.ID, To: &s, Move: &icp.Move{After: rapid.SampledFrom(v.Content.Sections).Draw(w.T, "after").ID}})
		case 3:
			s.Criteria = slices.Clone(s.Criteria)
			if len(s.Criteria) > 0 {
				s.Criteria = append(s.Criteria[1:], icp.Criterion{ID: -1, Attribute: word, Weight: icp.RulesOut})
			}
			s.Text = word
			d.Changes = append(d.Changes, icp.Change{Section: s.ID, To: &s})
		default:
			s.Text = word
			d.Changes = append(d.Changes, icp.Change{Section: s.ID, To: &s})
			d.Wording = rapid.Bool().Draw(w.T, "wording")
		}
	}
	return d
}

func (w *walk) current(ctx context.Context) icp.Version {
	v, err := w.p.ICP.Current(ctx)
	if err != nil {
		w.Fatal(err)
	}
	return v
}

func (w *walk) propose(ctx context.Context, actor people.Person) error {
	_, err := w.p.ICP.Propose(ctx, actor, w.draft(w.current(ctx)))
	return err
}

func (w *walk) move(ctx context.Context, actor people.Person, move icp.MoveKind, whole icp.Whole, open []icp.Row) (err error) {
	document, id, revision := w.p.ICP, whole.ID, whole.Revision
	if rapid.IntRange(0, 9).Draw(w.T, "stale") == 0 {
		revision--
	}
	var after icp.Proposal
	switch move {
	case icp.MoveEdit:
		d := w.draft(whole.Current)
		d.Changes = append(d.Changes, whole.Changes...)
		slices.SortStableFunc(d.Changes, func(a, b icp.Change) int { return int(a.Section - b.Section) })
		d.Changes = slices.CompactFunc(d.Changes, func(a, b icp.Change) bool { return a.Section == b.Section })
		after, err = document.Edit(ctx, actor, id, revision, d)
	case icp.MoveDecide:
		section, decision := int64(1), icp.Decision{}
		if len(whole.Apart) > 0 {
			a := rapid.SampledFrom(whole.Apart).Draw(w.T, "apart")
			section = a.ID
			if a.Both.ID != 0 && rapid.Bool().Draw(w.T, "both") {
				decision.To = &a.Both
			}
		}
		after, err = document.Decide(ctx, actor, id, revision, section, decision)
	case icp.MoveTurnKey:
		after, err = document.TurnKey(ctx, actor, id, revision, icp.Reservation{})
		if k, held := after.Key(actor.Side); err == nil && !whole.Moves[move] && held && k.PersonID == actor.ID {
			return &store.Refusal{Kind: store.ErrConflict, Sentence: "Turned already."}
		}
	case icp.MoveTurnBack:
		after, err = document.TurnBack(ctx, actor, id)
	case icp.MoveAskFor:
		after, err = document.AskChange(ctx, actor, id, uuid.New(), "Say it in fewer words.")
	case icp.MoveComment:
		after, err = document.Comment(ctx, actor, id, uuid.New(), "I would not.")
	case icp.MoveWithdraw:
		after, err = document.Withdraw(ctx, actor, id, revision)
	case icp.MoveRefuse:
		after, err = document.Refuse(ctx, actor, id, revision, "We have no numbers yet.")
	case icp.MoveMerge:
		after, err = document.Merge(ctx, actor, id, revision, rapid.SampledFrom(open).Draw(w.T, "into").ID)
		if errors.Is(err, store.ErrForbidden) && whole.Moves[move] { // the other one is not the actor's
			return &store.Refusal{Kind: store.ErrConflict, Sentence: err.Error()}
		}
	}
	if err == nil && move == icp.MoveTurnKey && after.State == icp.Agreed {
		if after.Kind == icp.ToKeep {
			w.reached["kept"]++
		} else {
			w.reached["version"]++
		}
	}
	return err
}
