package requests_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// letters of the moves in the table below.
var letters = map[requests.Move]string{
	requests.MoveHandOn: "H", requests.MoveSendBack: "B", requests.MoveAsk: "Q", requests.MoveAnswer: "A", requests.MoveAssign: "P",
	requests.MoveCheck: "K", requests.MoveComment: "C", requests.MoveDeliver: "D", requests.MoveDecline: "N", requests.MoveCancel: "X",
	requests.MoveDecideRush: "R", requests.MoveHold: "O", requests.MoveWait: "W", requests.MoveResume: "U",
	requests.MoveSuggest: "S", requests.MoveAnswerDate: "Y", requests.MoveReopen: "E",
	requests.MoveReview: "V", requests.MoveName: "I", requests.MoveAllowRound: "L",
}

func spell(m requests.Moves) string {
	var word strings.Builder
	for _, move := range []requests.Move{
		requests.MoveHandOn, requests.MoveSendBack, requests.MoveAsk, requests.MoveAnswer, requests.MoveDeliver,
		requests.MoveAssign, requests.MoveCheck, requests.MoveComment, requests.MoveDecline, requests.MoveCancel,
		requests.MoveDecideRush, requests.MoveHold, requests.MoveWait, requests.MoveResume, requests.MoveSuggest, requests.MoveAnswerDate, requests.MoveReopen,
		requests.MoveReview, requests.MoveName, requests.MoveAllowRound,
	} {
		if m[move] {
			word.WriteString(letters[move])
		}
	}
	return word.String()
}

// TestPolicy is the whole of who may do what: Marketing is asked by Ruth of Sales; the stages are Marketing's, Sales',
// Marketing's, Marketing's again, and the last is the column's. H hand on, B send back, Q ask, A answer, D deliver,
// P assign, K tick, C comment, N decline, X cancel; R decide on a rush, O hold, W wait for somebody outside, U resume,
// S suggest a date, Y answer about it, E reopen.
func TestPolicy(t *testing.T) {
	t.Parallel()
	const m, s = people.Marketing, people.Sales
	process := func(sides ...people.Side) (p requests.Process) {
		for _, side := range sides {
			p.Stages = append(p.Stages, requests.Stage{Name: "Work", Side: side, Days: 1})
		}
		return p
	}
	endsHere, endsThere := process(m, s, m, m), process(m, s, m, m, s)
	person := func(id int64, side people.Side, role people.Role) people.Person {
		return people.Person{ID: id, Side: side, Role: role, Active: true}
	}
	gone := person(8, m, people.Lead)
	gone.Active = false
	cast := []people.Person{
		person(1, m, people.Member), person(2, m, people.Lead), person(3, m, people.Admin),
		person(4, s, people.Member), person(5, s, people.Member), person(6, s, people.Lead), // 4 is Ruth, who asked
		person(7, m, people.Reader), person(9, s, people.Reader), person(10, people.None, people.Reader), person(11, people.None, people.Admin), gone, {},
	}
	for _, c := range []struct {
		name    string
		process requests.Process
		state   requests.State
		stage   int16
		kind    string
		ball    people.Side
		want    string // Marketing: member, lead, admin; Sales: Ruth, member, lead; nobody else does anything
	}{
		{"stage 1", endsHere, requests.Open, 1, requests.BallStage, m, "HQPKCNWS HQPKCNOWS HQPKCNWS PCXS PCS PCXOS"},
		{"question of Marketing in stage 1", endsHere, requests.Open, 1, requests.BallQuestion, s, "PCNS PCNOS PCNS APCXS APCS APCXOS"},
		{"stage 2", endsHere, requests.Open, 2, requests.BallStage, s, "PCS PCNOS PCS HBQPKCXWS HBQPKCWS HBQPKCXOWS"},
		{"question of Sales in stage 2", endsHere, requests.Open, 2, requests.BallQuestion, m, "APCS APCNOS APCS PCXS PCS PCXOS"},
		{"stage 3", endsHere, requests.Open, 3, requests.BallStage, m, "HBQPKCWS HBQPKCNOWS HBQPKCWS PCXS PCS PCXOS"},
		{"question of Marketing in stage 3", endsHere, requests.Open, 3, requests.BallQuestion, s, "PCS PCNOS PCS APCXS APCS APCXOS"},
		{"last stage, Marketing's", endsHere, requests.Open, 4, requests.BallStage, m, "BQDPKCWS BQDPKCNOWS BQDPKCWS PCXS PCS PCXOS"},
		{"question in the last stage", endsHere, requests.Open, 4, requests.BallQuestion, s, "PCS PCNOS PCS APCXS APCS APCXOS"},
		{"stage 4 of 5", endsThere, requests.Open, 4, requests.BallStage, m, "HBQPKCWS HBQPKCNOWS HBQPKCWS PCXS PCS PCXOS"},
		{"last stage, Sales'", endsThere, requests.Open, 5, requests.BallStage, s, "PCS PCNOS PCS BQDPKCXWS BQDPKCWS BQDPKCXOWS"},
		{"delivered", endsHere, requests.Delivered, 4, "", "", "C C C C C C"},
		{"declined", endsHere, requests.Declined, 1, "", "", "C C C C C C"},
		{"cancelled", endsHere, requests.Cancelled, 2, "", "", "C C C C C C"},
		{"lapsed", endsHere, requests.Lapsed, 2, "", "", "CE CE CE CE CE CE"},
		{"rush to be decided", endsHere, requests.Open, 1, requests.BallRush, m, "PCN PCNR PCN PCX PC PCX"},
		{"on hold in Marketing's stage", endsHere, requests.Open, 1, requests.BallHold, "", "PCN PCNU PCN PCX PC PCXU"},
		{"outside in Sales' stage", endsHere, requests.Open, 2, requests.BallThird, "", "PC PCNU PC PCXU PCU PCXU"},
	} {
		r := requests.Request{
			ID: 412, AskedSide: m, RequesterID: 4, RequesterSide: s, State: c.state, Stage: c.stage, BallKind: c.kind, BallSide: c.ball,
		}
		want := strings.Fields(c.want)
		for i, actor := range cast {
			allowed := ""
			if i < len(want) {
				allowed = want[i]
			}
			if got := spell(r.Moves(c.process, actor)); got != allowed {
				t.Errorf("%s, %s of %s (%d): got %q, want %q", c.name, actor.Role, actor.Side, actor.ID, got, allowed)
			}
		}
	}
}

// situation is a way to a state of a request.
type situation struct {
	name string
	make func(t testing.TB, p *models.Portal) requests.Request
}

func situations(t testing.TB, p *models.Portal) []situation {
	ruth, lucia, priya := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "priya")
	fresh := func(t testing.TB, p *models.Portal) requests.Request {
		return submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	}
	passed := func(times int) func(testing.TB, *models.Portal) requests.Request {
		return func(t testing.TB, p *models.Portal) requests.Request { return pass(t, p, fresh(t, p), times) }
	}
	then := func(before func(testing.TB, *models.Portal) requests.Request, actor people.Person, move requests.Move) func(testing.TB, *models.Portal) requests.Request {
		return func(t testing.TB, p *models.Portal) requests.Request { return must(t, p, actor, before(t, p), move) }
	}
	return []situation{
		{"stage 1", fresh},
		{"question in stage 1", then(fresh, lucia, requests.MoveAsk)},
		{"stage 2", passed(1)},
		{"question in stage 2", then(passed(1), ruth, requests.MoveAsk)},
		{"stage 3", passed(2)},
		{"fact check", passed(3)},
		{"question in the fact check", then(passed(3), ruth, requests.MoveAsk)},
		{"fact check with a reviewer", then(passed(3), ruth, requests.MoveName)},
		{"design again, rounds used up", then(passed(5), ruth, requests.MoveSendBack)},
		{"last stage", passed(6)},
		{"delivered", then(passed(6), lucia, requests.MoveDeliver)},
		{"declined", then(fresh, lucia, requests.MoveDecline)},
		{"cancelled", then(passed(1), ruth, requests.MoveCancel)},
		{"rush asked", func(t testing.TB, p *models.Portal) requests.Request { return submit(t, p, ruth, rush("Supplier day")) }},
		{"on hold", then(passed(1), priya, requests.MoveHold)},
		{"on hold during a question", then(then(passed(2), lucia, requests.MoveAsk), priya, requests.MoveHold)},
		{"with somebody outside", then(passed(2), lucia, requests.MoveWait)},
		{"a new date suggested", then(passed(2), lucia, requests.MoveSuggest)},
	}
}

// TestVerbsRefuseWhatIsNotOffered and change nothing: not for the wrong side or role, nor in the wrong state, nor for
// what is not there.
func TestVerbsRefuseWhatIsNotOffered(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	var cast []people.Person
	for _, name := range []string{"lucia", "priya", "joel", "ruth", "greta", "dan", "ines"} {
		cast = append(cast, modelstest.Person(t, p, name))
	}
	reader, gone := modelstest.Person(t, p, "hannah"), modelstest.Person(t, p, "ben")
	reader.Role, gone.Active = people.Reader, false
	cast = append(cast, reader, gone, people.Person{})
	for _, s := range situations(t, p) {
		r := s.make(t, p)
		process := show(t, p, cast[0], r.ID).Process
		before := fingerprint(t, p)
		for _, actor := range cast {
			offered := r.Moves(process, actor)
			for _, move := range moves {
				if offered[move] {
					continue
				}
				_, err := try(p, actor, r, move)
				var refusal *store.Refusal
				if !errors.As(err, &refusal) || refusal.Sentence == "" {
					t.Errorf("%s, %s by %s: got %v, want a refusal in a sentence", s.name, move, actor.Name, err)
				}
				if !actor.Works() && !errors.Is(err, store.ErrForbidden) {
					t.Errorf("%s, %s by %s: got %v, want %v", s.name, move, actor.Name, err, store.ErrForbidden)
				}
			}
		}
		if fingerprint(t, p) != before {
			t.Errorf("%s: got changes by refused moves, want none", s.name)
		}
	}
	before := fingerprint(t, p)
	for _, move := range moves {
		for _, id := range []int64{0, -1, 1 << 40} {
			if _, err := try(p, cast[0], requests.Request{ID: id, Version: 1}, move); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s on %d: got %v, want %v", move, id, err, store.ErrNotFound)
			}
		}
	}
	if fingerprint(t, p) != before {
		t.Error("got changes by moves on nothing, want none")
	}
}

// TestVerbsRefuseAStaleVersion, and say who was first, whoever talked since.
func TestVerbsRefuseAStaleVersion(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	dan, ruth, lucia := modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	priya, hannah := modelstest.Person(t, p, "priya"), modelstest.Person(t, p, "hannah")
	tried := map[requests.Move]bool{}
	for _, s := range situations(t, p) {
		r := s.make(t, p)
		if r.State != requests.Open {
			continue
		}
		first := priya
		if s.name == "rush asked" || r.Paused() { // then it is Priya who is overtaken
			first = hannah
		}
		r, err := p.Requests.Assign(ctx, first, r.ID, r.Version, first.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Requests.Comment(ctx, dan, r.ID, uuid.New(), "Good"); err != nil {
			t.Fatal(err)
		}
		process := show(t, p, ruth, r.ID).Process
		before := fingerprint(t, p)
		for _, actor := range []people.Person{lucia, ruth, priya, dan} {
			offered := r.Moves(process, actor)
			for _, move := range versioned {
				if !offered[move] || actor.ID == first.ID {
					continue
				}
				tried[move] = true
				for _, version := range []int{r.Version - 1, r.Version + 1, 0, -1} {
					old := r
					old.Version = version
					_, err := try(p, actor, old, move)
					var refusal *store.Refusal
					if !errors.Is(err, store.ErrConflict) || !errors.As(err, &refusal) || !strings.Contains(refusal.Sentence, first.Name) {
						t.Errorf("%s, %s with version %d of %d: got %v, want a conflict that names %s", s.name, move, version, r.Version, err, first.Name)
					}
				}
			}
		}
		if fingerprint(t, p) != before {
			t.Errorf("%s: got changes by stale moves, want none", s.name)
		}
	}
	if len(tried) != len(versioned)-1 { // what lapsed is tried in idle_test
		t.Errorf("got %v tried, want each of %v but to reopen", tried, versioned)
	}
}

func TestAskingIsForTheOtherSide(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	before := fingerprint(t, p)
	for _, c := range []struct{ who, kind string }{
		{"lucia", "brochure"}, {"joel", "deck"}, {"ruth", "intro"}, {"dan", "quote"}, {"ines", "brochure"}, {"ines", "feedback"},
	} {
		if _, err := p.Requests.Submit(context.Background(), modelstest.Person(t, p, c.who), brief(c.kind, "Piece")); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%s by %s: got %v, want %v", c.kind, c.who, err, store.ErrForbidden)
		}
	}
	reader := modelstest.Person(t, p, "ruth")
	reader.Role = people.Reader
	if _, err := p.Requests.Submit(context.Background(), reader, brief("brochure", "Piece")); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("reader: got %v, want %v", err, store.ErrForbidden)
	}
	if fingerprint(t, p) != before {
		t.Error("got something stored, want nothing")
	}
}

// TestAgreementTakesALeadOfEachSide: nobody signs for both, not even after moving teams.
func TestAgreementTakesALeadOfEachSide(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	dan, priya := modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "priya")
	agreed := func(want bool) {
		t.Helper()
		catalogue, err := p.Requests.Catalogue(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for key, process := range catalogue.InForce {
			if got := process.AgreedAt != nil; got != want {
				t.Errorf("%s: got agreed %t, want %t", key, got, want)
			}
		}
	}
	for _, name := range []string{"ruth", "joel", "ines"} {
		if err := p.Requests.Agree(ctx, modelstest.Person(t, p, name)); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%s: got %v, want %v", name, err, store.ErrForbidden)
		}
	}
	moved := dan
	moved.Side = people.Marketing
	for _, actor := range []people.Person{dan, dan, moved} {
		if err := p.Requests.Agree(ctx, actor); err != nil {
			t.Fatal(err)
		}
		agreed(false)
	}
	if err := p.Requests.Agree(ctx, priya); err != nil {
		t.Fatal(err)
	}
	agreed(true)
	other := dan
	other.ID = modelstest.Person(t, p, "ruth").ID
	if err := p.Requests.Agree(ctx, other); err != nil {
		t.Fatal(err)
	}
	catalogue, err := p.Requests.Catalogue(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got := *catalogue.InForce["brochure"].SalesKey; got != dan.ID {
		t.Errorf("got the key of %d, want Dan's to stay", got)
	}
}
