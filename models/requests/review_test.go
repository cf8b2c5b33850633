package requests_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// attach adds a file to the request, or with of a version of that piece, and returns its id.
func attach(t testing.TB, p *models.Portal, who people.Person, r requests.Request, of int64) int64 {
	t.Helper()
	u, err := p.Files.Receive("layout.pdf", strings.NewReader("%PDF-1.4 "+uuid.NewString()))
	if err != nil {
		t.Fatal(err)
	}
	u.Of = of
	uploads := []files.Upload{u}
	if _, err := p.Requests.Attach(context.Background(), who, r.ID, uuid.New(), uploads); err != nil {
		t.Fatal(err)
	}
	return uploads[0].ID
}

// underReview is a brochure of Ruth's in its fact check with one file, which Hannah and Callum are asked to review.
func underReview(t testing.TB, p *models.Portal, clock *modelstest.Clock) (r requests.Request, file int64) {
	t.Helper()
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	r = pass(t, p, submit(t, p, ruth, brief("brochure", "Cold-chain brochure")), 2)
	clock.SetTime(clock.Now().Add(time.Minute)) // what is there from the beginning is the brief's
	file = attach(t, p, lucia, r, 0)
	r = pass(t, p, r, 1)
	for _, name := range []string{"hannah", "callum"} {
		r = asksToReview(t, p, lucia, r, modelstest.Person(t, p, name))
	}
	return r, file
}

// asksToReview takes the request, where nobody has, and names the reviewer.
func asksToReview(t testing.TB, p *models.Portal, by people.Person, r requests.Request, whom people.Person) requests.Request {
	t.Helper()
	if r.PersonOf(by.Side) == nil { // who names is on it
		var err error
		if r, err = p.Requests.Assign(context.Background(), by, r.ID, r.Version, by.ID); err != nil {
			t.Fatal(err)
		}
	}
	r, err := p.Requests.AskReviewer(context.Background(), by, r.ID, r.Version, whom.ID)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func review(t testing.TB, p *models.Portal, who people.Person, r requests.Request, o requests.Opinion) requests.Request {
	t.Helper()
	r, err := p.Requests.Review(context.Background(), who, r.ID, r.Version, o)
	if err != nil {
		t.Fatalf("%s by %s: %v", o.Verdict, who.Name, err)
	}
	return r
}

// TestReviewPolicy is who may do what in a review of Sales: of Marketing a member, a lead, the one who works on it and one
// who was asked; of Sales the one who decides, one who was asked, a member, a lead, and a lead who was asked. H hand on,
// B send back, D deliver, V answer, I name reviewers, L allow a round.
func TestReviewPolicy(t *testing.T) {
	t.Parallel()
	const m, s = people.Marketing, people.Sales
	stages := []requests.Stage{{Name: "Draft", Side: m}, {Name: "Fact check", Side: s, Review: true}, {Name: "Design", Side: m}, {Name: "Review", Side: s, Review: true}}
	process := requests.Process{Stages: stages, Rounds: 2, Decides: requests.DecidesAsker}
	byLead := process
	byLead.Decides = requests.DecidesLead
	person := func(id int64, side people.Side, role people.Role) people.Person {
		return people.Person{ID: id, Side: side, Role: role, Active: true}
	}
	cast := []people.Person{
		person(1, m, people.Member), person(2, m, people.Lead), person(3, m, people.Member), person(4, m, people.Member),
		person(5, s, people.Member), person(6, s, people.Member), person(7, s, people.Member), person(8, s, people.Lead), person(9, s, people.Lead),
		person(10, s, people.Reader), {},
	}
	worker, decider := int64(3), int64(5)
	for _, c := range []struct {
		name     string
		process  requests.Process
		stage    int16
		furthest int16
		rounds   int16
		more     int16
		kind     string
		ball     people.Side
		nobody   bool
		want     string // "-": nothing of these
	}{
		{"fact check", process, 2, 4, 1, 0, requests.BallStage, s, false, "- I I V HBVI V - HBVI HBVI"},
		{"fact check that nobody took", process, 2, 4, 1, 0, requests.BallStage, s, true, "- I I V HBVI HBVI HBVI HBVI HBVI"},
		{"fact check of a lead that nobody took", byLead, 2, 4, 1, 0, requests.BallStage, s, true, "- I I V - V - HBVI HBVI"},
		{"question in the fact check", process, 2, 4, 1, 0, requests.BallQuestion, m, false, "- I I V I V - I VI"},
		{"fact check on hold", process, 2, 4, 1, 0, requests.BallHold, "", false, "- I I V I V - I VI"},
		{"design, one round left", process, 3, 4, 1, 0, requests.BallStage, m, false, "HB HB HB HB - - - - -"},
		{"design, no round left", process, 3, 4, 2, 0, requests.BallStage, m, false, "- L - - - - - L L"},
		{"design, one more allowed", process, 3, 4, 2, 1, requests.BallStage, m, false, "HB HB HB HB - - - - -"},
		{"design, no round left, never reviewed", process, 3, 3, 2, 0, requests.BallStage, m, false, "H HL H H - - - L L"},
		{"question in the design, no round left", process, 3, 4, 2, 0, requests.BallQuestion, s, false, "- L - - - - - L L"},
		{"draft, no round left", process, 1, 4, 2, 0, requests.BallStage, m, false, "- L - - - - - L L"},
		{"review, the last stage", process, 4, 4, 2, 0, requests.BallStage, s, false, "- I I V BDVI V - BDVI BDVI"},
	} {
		r := requests.Request{
			ID: 443, AskedSide: m, RequesterID: 5, RequesterSide: s, State: requests.Open, Stage: c.stage, Furthest: c.furthest, BallKind: c.kind, BallSide: c.ball,
			MarketingPersonID: &worker, SalesPersonID: &decider, Rounds: c.rounds, MoreRounds: c.more, Reviewers: []int64{4, 6, 9},
		}
		if r.BallPersonID = &worker; c.ball == s {
			r.BallPersonID = &decider
		}
		if c.nobody {
			r.BallPersonID, r.SalesPersonID = nil, nil
		}
		want := strings.Fields(c.want)
		for i, actor := range cast {
			allowed := "-"
			if i < len(want) {
				allowed = want[i]
			}
			got := ""
			for _, letter := range spell(r.Moves(c.process, actor)) {
				if strings.ContainsRune("HBDVIL", letter) {
					got += string(letter)
				}
			}
			if got == "" {
				got = "-"
			}
			if got != allowed {
				t.Errorf("%s, %s of %s (%d): got %q, want %q", c.name, actor.Role, actor.Side, actor.ID, got, allowed)
			}
		}
	}
}

// TestAnswers is what each answer does, by who gives it.
func TestAnswers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	greta := modelstest.Person(t, p, "greta").ID
	const all = "approved notes changes not-mine"
	for _, c := range []struct {
		who   string
		moves map[requests.Verdict]int16 // the stage then; of the other answers the fact check, which is the fourth
		err   error
	}{
		{"ruth", map[requests.Verdict]int16{requests.Approved: 5, requests.ApprovedWithNotes: 5, requests.ChangesNeeded: 3}, nil},
		{"dan", map[requests.Verdict]int16{requests.Approved: 5, requests.ApprovedWithNotes: 5, requests.ChangesNeeded: 3}, nil},
		{"callum", nil, nil},
		{"hannah", nil, nil},
		{"tomasz", nil, store.ErrForbidden},
		{"lucia", nil, store.ErrForbidden},
		{"priya", nil, store.ErrForbidden},
		{"ines", nil, store.ErrForbidden},
	} {
		for _, verdict := range strings.Fields(all) {
			r, file := underReview(t, p, clock)
			who, v := modelstest.Person(t, p, c.who), requests.Verdict(verdict)
			after, err := p.Requests.Review(ctx, who, r.ID, r.Version, requests.Opinion{Verdict: v, Note: "Page 3", Person: greta})
			if !errors.Is(err, c.err) {
				t.Errorf("%s by %s: got %v, want %v", v, c.who, err, c.err)
			}
			if c.err != nil {
				continue
			}
			w := show(t, p, who, r.ID)
			stage, moved := c.moves[v]
			if !moved {
				stage = 4
			}
			round := w.Rounds[0]
			if w.Request.Stage != stage || (round.ClosedAt != nil) != moved || len(w.Rounds) != 1 {
				t.Errorf("%s by %s: got stage %d and %d rounds, closed %v, want stage %d", v, c.who, w.Request.Stage, len(w.Rounds), round.ClosedAt, stage)
			}
			if moved && (round.Outcome != v || *round.DecidedBy != who.ID || after.Version != r.Version+1) {
				t.Errorf("%s by %s: got outcome %q by %d, want it decided", v, c.who, round.Outcome, *round.DecidedBy)
			}
			a, ok := round.Of(who.ID)
			if !ok || a.Answer != v || a.Note != "Page 3" || len(a.Files) != 1 || a.Files[0].ID != file || len(a.Files[0].SHA256) != 64 {
				t.Errorf("%s by %s: got %+v, want the answer about file %d", v, c.who, a, file)
			}
			if v == requests.NotMine {
				decides := c.who == "ruth" || c.who == "dan"
				if got := *w.Decider() == greta; got != decides {
					t.Errorf("not mine by %s: got Greta deciding %t, want %t", c.who, got, decides)
				}
				if _, asked := round.Of(greta); asked == decides {
					t.Errorf("not mine by %s: got Greta asked %t, want %t", c.who, asked, !decides)
				}
			}
		}
	}
	audit(t, p)
}

// TestAnswersNeedWords: and the right ones to be named.
func TestAnswersNeedWords(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	r, _ := underReview(t, p, clock)
	ruth := modelstest.Person(t, p, "ruth")
	before := fingerprint(t, p)
	for _, c := range []struct {
		who   string
		o     requests.Opinion
		field string
	}{
		{"ruth", requests.Opinion{}, "answer"},
		{"ruth", requests.Opinion{Verdict: "perhaps"}, "answer"},
		{"ruth", requests.Opinion{Verdict: requests.Ended}, "answer"},
		{"ruth", requests.Opinion{Verdict: requests.ApprovedWithNotes, Note: " "}, "note"},
		{"hannah", requests.Opinion{Verdict: requests.ChangesNeeded}, "note"},
		{"ruth", requests.Opinion{Verdict: requests.Approved, Note: strings.Repeat("x", 2001)}, "note"},
		{"ruth", requests.Opinion{Verdict: requests.NotMine}, "person"},
		{"ruth", requests.Opinion{Verdict: requests.NotMine, Person: ruth.ID}, "person"},
		{"ruth", requests.Opinion{Verdict: requests.NotMine, Person: modelstest.Person(t, p, "hannah").ID}, "person"},
		{"ruth", requests.Opinion{Verdict: requests.NotMine, Person: modelstest.Person(t, p, "ines").ID}, "person"},
		{"ruth", requests.Opinion{Verdict: requests.NotMine, Person: 1 << 40}, "person"},
	} {
		_, err := p.Requests.Review(ctx, modelstest.Person(t, p, c.who), r.ID, r.Version, c.o)
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On(c.field) == "" {
			t.Errorf("%+v by %s: got %v, want a problem on %s", c.o, c.who, err, c.field)
		}
	}
	for _, c := range []struct {
		who, whom string
		want      string
	}{
		{"ruth", "ines", "person"}, {"lucia", "ruth", "person"}, {"tomasz", "greta", ""},
	} {
		_, err := p.Requests.AskReviewer(ctx, modelstest.Person(t, p, c.who), r.ID, r.Version, modelstest.Person(t, p, c.whom).ID)
		var inv *store.Invalid
		if c.want != "" && (!errors.As(err, &inv) || inv.On(c.want) == "") || c.want == "" && !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%s asks %s: got %v, want it refused", c.who, c.whom, err)
		}
	}
	if fingerprint(t, p) != before {
		t.Error("got changes, want none")
	}
}

// TestNewVersionAsksAgain those who approved the version before; their answers stay with it, and nobody decides about what
// they did not see.
func TestNewVersionAsksAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	hannah, callum := modelstest.Person(t, p, "hannah"), modelstest.Person(t, p, "callum")
	r, file := underReview(t, p, clock)
	r = review(t, p, hannah, r, requests.Opinion{Verdict: requests.Approved})
	r = review(t, p, callum, r, requests.Opinion{Verdict: requests.ChangesNeeded, Note: "Page 3"})
	latest := attach(t, p, lucia, r, file)

	w := show(t, p, ruth, r.ID)
	if under := w.UnderReview(); len(under) != 1 || under[0].ID != latest || under[0].Number != 2 {
		t.Fatalf("got %+v under review, want version 2", under)
	}
	for _, c := range []struct {
		who           people.Person
		again, stands bool
	}{{hannah, true, false}, {callum, false, true}} {
		a, _ := w.Rounds[0].Of(c.who.ID)
		if a.AskedAgain(w.UnderReview()) != c.again || a.Stands(w.UnderReview()) != c.stands || len(a.Files) != 1 || a.Files[0].ID != file {
			t.Errorf("%s: got %+v, want it about version 1, asked again %t", c.who.Name, a, c.again)
		}
	}
	again := events(t, p, r.ID, "asked-again")
	if len(again) != 1 || !slices.Equal(again[0].Detail.People, []int64{hannah.ID}) {
		t.Fatalf("got %+v, want Hannah asked again", again)
	}
	if told, err := p.Requests.Concerned(ctx, again[0]); err != nil || !slices.Equal(told, []int64{hannah.ID}) {
		t.Errorf("got %v told, %v, want Hannah", told, err)
	}
	for _, move := range []requests.Move{requests.MoveReview, requests.MoveHandOn, requests.MoveSendBack} {
		if _, err := try(p, ruth, r, move); !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s about version 1: got %v, want %v", move, err, store.ErrConflict)
		}
	}
	r = review(t, p, hannah, w.Request, requests.Opinion{Verdict: requests.Approved})
	r = review(t, p, ruth, r, requests.Opinion{Verdict: requests.Approved})
	w = show(t, p, ruth, r.ID)
	if a, _ := w.Rounds[0].Of(ruth.ID); len(a.Files) != 1 || a.Files[0].ID != latest {
		t.Errorf("got the decision about %+v, want about version 2", a.Files)
	}
	attach(t, p, lucia, r, 0)
	r = pass(t, p, r, 1)
	w = show(t, p, ruth, r.ID)
	if under := w.UnderReview(); len(under) != 1 || under[0].ID == latest {
		t.Errorf("got %+v under review in round 2, want only what round 1 did not approve", under)
	}
	if len(w.Rounds) != 2 || w.Rounds[0].Outcome != requests.Approved || w.Rounds[1].Number != 2 {
		t.Errorf("got %+v, want two rounds", w.Rounds)
	}
	audit(t, p)
}

// TestFurtherRoundNeedsALead and a new date; who reviewed the stage before is asked again.
func TestFurtherRoundNeedsALead(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	r := pass(t, p, submit(t, p, ruth, brief("brochure", "Cold-chain brochure")), 5)
	if r.Rounds != 2 {
		t.Fatalf("got %d rounds, want 2", r.Rounds)
	}
	r = asksToReview(t, p, lucia, r, modelstest.Person(t, p, "hannah"))
	r = review(t, p, ruth, r, requests.Opinion{Verdict: requests.ChangesNeeded, Note: "A6, not A5"})
	_, err := p.Requests.HandOn(ctx, lucia, r.ID, r.Version, "")
	var refusal *store.Refusal
	if !errors.Is(err, store.ErrConflict) || !errors.As(err, &refusal) || !strings.Contains(refusal.Sentence, "A third round of review needs a lead") ||
		!strings.Contains(refusal.Sentence, "Dan Okafor or Priya Nair") {
		t.Fatalf("got %v, want to be told to ask a lead", err)
	}
	for _, who := range []string{"lucia", "ruth", "ines"} {
		if _, err := try(p, modelstest.Person(t, p, who), r, requests.MoveAllowRound); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%s: got %v, want %v", who, err, store.ErrForbidden)
		}
	}
	dan := modelstest.Person(t, p, "dan")
	var inv *store.Invalid
	if _, err := p.Requests.AllowRound(ctx, dan, r.ID, r.Version, nil, ""); !errors.As(err, &inv) || inv.On("date") == "" || inv.On("reason") == "" {
		t.Errorf("got %v, want problems on date and reason", err)
	}
	was := r.PromisedAt
	r = must(t, p, dan, r, requests.MoveAllowRound)
	allowed := events(t, p, r.ID, "round-allowed")
	if len(allowed) != 1 || !allowed[0].Detail.From.Equal(was) || !allowed[0].Detail.To.Equal(r.PromisedAt) || r.PromisedAt.Equal(was) {
		t.Errorf("got %+v, want the date moved", allowed)
	}
	if _, err := try(p, dan, r, requests.MoveAllowRound); !errors.Is(err, store.ErrConflict) {
		t.Errorf("twice: got %v, want %v", err, store.ErrConflict)
	}
	r = must(t, p, lucia, r, requests.MoveHandOn)
	if r.Rounds != 3 || !slices.Equal(r.Reviewers, []int64{modelstest.Person(t, p, "hannah").ID}) {
		t.Errorf("got round %d with %v, want the third, with Hannah", r.Rounds, r.Reviewers)
	}
	r = must(t, p, ruth, r, requests.MoveReview)
	if _, err := try(p, lucia, r, requests.MoveSendBack); !errors.Is(err, store.ErrConflict) {
		t.Errorf("back into a fourth round: got %v, want %v", err, store.ErrConflict)
	}
	audit(t, p)
}

// TestLastReviewIsDelivered: an approval is noted, and delivering closes the round with it.
func TestLastReviewIsDelivered(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	tomasz := modelstest.Person(t, p, "tomasz")
	for _, c := range []struct {
		first requests.Verdict
		want  requests.Verdict
	}{{"", requests.Approved}, {requests.ApprovedWithNotes, requests.ApprovedWithNotes}} {
		r := submit(t, p, tomasz, brief("bid", "Section 6"))
		r = must(t, p, tomasz, r, requests.MoveHandOn)
		r = must(t, p, modelstest.Person(t, p, "ben"), r, requests.MoveHandOn)
		if c.first != "" {
			r = review(t, p, tomasz, r, requests.Opinion{Verdict: c.first, Note: "Number 4 is long"})
			if r.State != requests.Open || r.Stage != 3 {
				t.Errorf("got %s in stage %d, want it approved and not delivered", r.State, r.Stage)
			}
		}
		if _, err := try(p, modelstest.Person(t, p, "greta"), r, requests.MoveDeliver); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("delivered by another: got %v, want %v", err, store.ErrForbidden)
		}
		must(t, p, tomasz, r, requests.MoveDeliver)
		if round := show(t, p, tomasz, r.ID).Rounds[0]; round.Outcome != c.want || round.ClosedAt == nil {
			t.Errorf("got %q, want %q", round.Outcome, c.want)
		}
	}
	audit(t, p)
}

// TestReviewersComeAndGo until they have answered.
func TestReviewersComeAndGo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, hannah, callum := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "hannah"), modelstest.Person(t, p, "callum")
	r, _ := underReview(t, p, clock)
	asked := events(t, p, r.ID, "review-asked")
	if len(asked) != 2 || !slices.Equal(asked[0].Detail.People, []int64{hannah.ID}) {
		t.Errorf("got %+v, want each asked", asked)
	}
	if !show(t, p, hannah, r.ID).Follows {
		t.Error("got Hannah not following, want her to")
	}
	r = review(t, p, callum, r, requests.Opinion{Verdict: requests.Approved})
	if _, err := p.Requests.DropReviewer(ctx, ruth, r.ID, r.Version, callum.ID); !errors.Is(err, store.ErrConflict) {
		t.Errorf("who answered: got %v, want %v", err, store.ErrConflict)
	}
	r, err := p.Requests.DropReviewer(ctx, ruth, r.ID, r.Version, hannah.ID)
	if err != nil || !slices.Equal(r.Reviewers, []int64{callum.ID}) {
		t.Fatalf("got %v, %v, want Callum alone", r.Reviewers, err)
	}
	if _, err := try(p, hannah, r, requests.MoveReview); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("who is asked no more: got %v, want %v", err, store.ErrForbidden)
	}
	same, err := p.Requests.AskReviewer(ctx, ruth, r.ID, r.Version, callum.ID)
	if err != nil || same.Version != r.Version || len(events(t, p, r.ID, "review-asked")) != 2 {
		t.Errorf("asked twice: got version %d, %v, want nothing changed", same.Version, err)
	}
	r = must(t, p, ruth, r, requests.MoveCancel)
	if round := show(t, p, ruth, r.ID).Rounds[0]; round.Outcome != requests.Ended || round.DecidedBy != nil {
		t.Errorf("got %q, want it ended undecided", round.Outcome)
	}
	audit(t, p)
}

// TestReviewLapsesAndGoesOn in the same round.
func TestReviewLapsesAndGoesOn(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	clock.Set(t, "2026-09-01 10:00")
	r, _ := underReview(t, p, clock)
	for _, day := range []string{"2026-09-29 10:01", "2026-10-27 10:01"} {
		clock.Set(t, day)
		closeIdle(t, p, 1)
	}
	r = show(t, p, ruth, r.ID).Request
	audit(t, p)
	r = must(t, p, ruth, r, requests.MoveReopen)
	w := show(t, p, ruth, r.ID)
	if round, open := w.Round(); !open || round.Number != 1 || len(round.Answers) != 2 || r.Rounds != 1 {
		t.Errorf("got %+v, want the first round to go on", w.Rounds)
	}
	must(t, p, ruth, r, requests.MoveReview)
	audit(t, p)
}

// TestReviewOfALead is no member's to decide, whoever works on it.
func TestReviewOfALead(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	err := p.Store.Read().Exec(`UPDATE processes SET decides = 'lead', reviewers = (SELECT jsonb_agg(id) FROM people WHERE email LIKE 'greta%' OR email LIKE 'dan%')`).Error
	if err != nil {
		t.Fatal(err)
	}
	ruth, dan, greta := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "greta")
	r := pass(t, p, submit(t, p, ruth, brief("brochure", "Cold-chain brochure")), 3)
	if r.BallPersonID == nil || *r.BallPersonID != dan.ID || !slices.Equal(r.Reviewers, []int64{greta.ID}) {
		t.Fatalf("got ball with %v and %v asked, want Dan to decide and Greta asked", r.BallPersonID, r.Reviewers)
	}
	if _, err := try(p, ruth, r, requests.MoveHandOn); !errors.Is(err, store.ErrForbidden) || !strings.Contains(fmt.Sprint(err), "Dan Okafor") {
		t.Errorf("got %v, want %v that names Dan", err, store.ErrForbidden)
	}
	r, err = p.Requests.Assign(ctx, ruth, r.ID, r.Version, greta.ID)
	if err != nil || *r.SalesPersonID != greta.ID || *r.BallPersonID != dan.ID {
		t.Errorf("got %v, want Greta to work on it and Dan to decide", err)
	}
	var inv *store.Invalid
	if _, err := p.Requests.Review(ctx, dan, r.ID, r.Version, requests.Opinion{Verdict: requests.NotMine, Person: ruth.ID}); !errors.As(err, &inv) || inv.On("person") == "" {
		t.Errorf("passed to a member: got %v, want a problem on person", err)
	}
	r = must(t, p, dan, r, requests.MoveReview)
	if r.Stage != 5 || *r.SalesPersonID != greta.ID {
		t.Errorf("got stage %d with %d for Sales, want it decided and Greta still on it", r.Stage, *r.SalesPersonID)
	}
	audit(t, p)
}

// TestTwentyDecideAtOnce: one is first, and the others are told who.
func TestTwentyDecideAtOnce(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth, dan := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "dan")
	var actors []people.Person
	for range 10 {
		actors = append(actors, ruth, dan)
	}
	for range 3 {
		r, _ := underReview(t, p, clock)
		_, errs := together(20, func(i int) (requests.Request, error) {
			v := requests.Opinion{Verdict: []requests.Verdict{requests.Approved, requests.ChangesNeeded}[i/2%2], Note: "Page 3"}
			return p.Requests.Review(context.Background(), actors[i], r.ID, r.Version, v)
		})
		winner(t, actors, errs)
		w := show(t, p, ruth, r.ID)
		if w.Request.Version != r.Version+1 || w.Rounds[0].ClosedAt == nil || len(w.Rounds) != 1 {
			t.Errorf("got version %d and rounds %+v, want one decision", w.Request.Version, w.Rounds)
		}
	}
	audit(t, p)
}
