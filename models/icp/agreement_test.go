package icp_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
)

func TestANewAlongsideHasADocumentThatNobodyAgreedTo(t *testing.T) {
	t.Parallel()
	p, _, first := begun(t)
	zero, err := p.ICP.Version(t.Context(), 0)
	if err != nil || zero.Agreed() || len(zero.Content.Body()) < 10 || len(zero.Content.Criteria()) < 5 {
		t.Fatalf("got version 0 %t, %v, want a document not yet agreed", zero.Agreed(), err)
	}
	if first.Number != 1 || !first.Agreed() || first.Digest != zero.Digest || *first.SalesKey != person(t, p, "dan").ID || *first.MarketingKey != person(t, p, "priya").ID {
		t.Errorf("got version %d, want 1 with the words of the standard, sealed by Dan and Priya", first.Number)
	}
	if err := p.ICP.InstallStandard(t.Context()); err != nil || current(t, p).Number != 1 {
		t.Errorf("got version %d, %v, want 1 untouched", current(t, p).Number, err)
	}
	audit(t, p)
}

func TestSecondKeyPublishes(t *testing.T) {
	t.Parallel()
	p, clock, before := begun(t)
	dan, priya := person(t, p, "dan"), person(t, p, "priya")
	who := named(t, before, "Who they are")
	clock.Set(t, "2026-11-24 16:20")
	draft := says(who, "Food and drink makers.")
	draft.Sources = []icp.Source{"in-226", "https://example.com/customs"}
	draft.WrittenWith = []int64{person(t, p, "ben").ID}
	proposal := propose(t, p, "ruth", draft)
	if again := propose(t, p, "ruth", draft); again.ID != proposal.ID {
		t.Errorf("sent twice: got %d, want %d", again.ID, proposal.ID)
	}
	if got := owed(t, p, "priya"); len(got) != 0 {
		t.Errorf("before any key Priya owes %v, want nothing", got)
	}
	turnKey(t, p, "dan", proposal)
	turnKey(t, p, "dan", proposal) // pressed twice
	keys := owed(t, p, "priya")
	if len(keys) != 1 || keys[0].Kind != promises.Key || *keys[0].FromPersonID != priya.ID || *keys[0].ToPersonID != dan.ID || !keys[0].DueAt.Equal(at(t, "2026-11-27 17:00")) {
		t.Fatalf("Priya owes %+v, want the Marketing key to Dan by Fri 27 Nov", keys)
	}
	if got := current(t, p); got.Number != 1 || named(t, got, "Who they are").Text != who.Text {
		t.Errorf("after one key: got version %d, want 1 as it was", got.Number)
	}
	clock.Set(t, "2026-11-25 10:00")
	closed := turnKey(t, p, "priya", proposal)
	turnKey(t, p, "priya", proposal) // pressed twice
	got := current(t, p)
	if got.Number != 2 || named(t, got, "Who they are").Text != "Food and drink makers." || closed.State != icp.Agreed || *closed.Version != 2 {
		t.Errorf("got version %d, proposal %s, want version 2", got.Number, closed.State)
	}
	if !got.SalesKeyAt.Equal(at(t, "2026-11-24 16:20")) || !got.MarketingKeyAt.Equal(at(t, "2026-11-25 10:00")) || !slices.Equal(got.Proposals, []int64{proposal.ID}) {
		t.Errorf("got sealed at %v and %v from %v, want both keys' times and the proposal", got.SalesKeyAt, got.MarketingKeyAt, got.Proposals)
	}
	if got := owed(t, p, "priya"); len(got) != 0 {
		t.Errorf("Priya still owes %v", got)
	}
	if kinds := told(t, p, proposal.Subject()); !slices.Equal(kinds, []string{"proposed", "key-turned", "version-agreed"}) {
		t.Errorf("got %v told, want proposed, key-turned and version-agreed once", kinds)
	}
	if names := concerned(t, p, proposal.Subject()); len(names) != 10 || slices.Contains(names, "Priya") || slices.Contains(names, "Ines") {
		t.Errorf("a new version concerns %v, want the ten others who work here", names)
	}
	links, err := p.Activity.Links(t.Context(), proposal.Subject())
	if err != nil || len(links) != 1 || links[0].To() != (activity.Subject{Kind: activity.KindNote, ID: 226}) {
		t.Errorf("got links %v, %v, want the one to IN-226", links, err)
	}
	audit(t, p)
}

func TestNobodyTurnsBothKeys(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	proposal := propose(t, p, "ruth", says(named(t, v, "Who they are"), "Makers."))
	turnKey(t, p, "dan", proposal)
	for _, who := range []people.Person{
		{ID: person(t, p, "dan").ID, Side: people.Marketing, Role: people.Lead, Active: true}, // moved teams since
		person(t, p, "hannah"), person(t, p, "ruth"), person(t, p, "joel"), person(t, p, "ines"), {},
	} {
		_, err := p.ICP.TurnKey(ctx, who, proposal.ID, proposal.Revision, icp.Reservation{})
		refused(t, who.Name+" turns the other key", err, store.ErrForbidden)
	}
	second := move(t, p, person(t, p, "greta"), people.Sales, people.Lead)
	_, err := p.ICP.TurnKey(ctx, second, proposal.ID, proposal.Revision, icp.Reservation{})
	refused(t, "a second Sales key", err, store.ErrConflict)
	if got := current(t, p); got.Number != 1 {
		t.Errorf("got version %d, want 1", got.Number)
	}
	// the database refuses what no verb lets through
	err = p.Store.Read().Exec(`INSERT INTO icp_keys (proposal_id, side, person_id, turned_at, revision, digest)
		SELECT proposal_id, 'marketing', person_id, turned_at, revision, digest FROM icp_keys WHERE proposal_id = ?`, proposal.ID).Error
	if !store.Violates(err, "icp_keys_of_two") {
		t.Errorf("the same person's other key: got %v, want it refused", err)
	}
	if err := p.Store.Read().Exec(`UPDATE icp_versions SET content = '{}' WHERE number = 1`).Error; err == nil || !strings.Contains(err.Error(), "sealed") {
		t.Errorf("another text below the seal: got %v, want it refused", err)
	}
	audit(t, p)
}

func TestAnEditTurnsTheKeyBack(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	who := named(t, v, "Who they are")
	proposal := propose(t, p, "ruth", says(who, "Makers."))
	turnKey(t, p, "dan", proposal)
	same := says(who, "Makers.")
	if got, err := p.ICP.Edit(ctx, person(t, p, "ruth"), proposal.ID, proposal.Revision, same); err != nil || got.Revision != 1 || len(got.Keys) != 1 {
		t.Errorf("saving the same: got revision %d with %d keys, %v, want nothing changed", got.Revision, len(got.Keys), err)
	}
	edited, err := p.ICP.Edit(ctx, person(t, p, "ruth"), proposal.ID, proposal.Revision, says(who, "Makers and importers."))
	if err != nil || edited.Revision != 2 || len(edited.Keys) != 0 {
		t.Fatalf("got revision %d with %d keys, %v, want 2 without", edited.Revision, len(edited.Keys), err)
	}
	if got := owed(t, p, "priya"); len(got) != 0 {
		t.Errorf("Priya owes %v, want the key released", got)
	}
	if names := concerned(t, p, proposal.Subject()); !slices.Contains(names, "Dan") {
		t.Errorf("the edit concerns %v, want Dan, whose key turned back", names)
	}
	_, err = p.ICP.TurnKey(ctx, person(t, p, "priya"), proposal.ID, 1, icp.Reservation{})
	refused(t, "a key on what it said before", err, store.ErrConflict)
	if !strings.Contains(err.Error(), "Ruth Hallam changed") {
		t.Errorf("got %v, want who changed it", err)
	}
	_, err = p.ICP.Edit(ctx, person(t, p, "dan"), proposal.ID, 1, says(who, "Other"))
	refused(t, "an edit of what it said before", err, store.ErrConflict)
	for _, stranger := range []string{"callum", "ines"} {
		_, err := p.ICP.Edit(ctx, person(t, p, stranger), proposal.ID, 2, says(who, "Other"))
		refused(t, stranger+" edits", err, store.ErrForbidden)
	}
	turnKey(t, p, "priya", edited)
	turnKey(t, p, "dan", edited)
	if got := named(t, current(t, p), "Who they are").Text; got != "Makers and importers." {
		t.Errorf("got %q agreed, want the text both saw", got)
	}
	_, err = p.ICP.Edit(ctx, person(t, p, "ruth"), proposal.ID, 2, says(who, "Late"))
	refused(t, "an edit of what is agreed", err, store.ErrConflict)
	audit(t, p)
}

func TestKeysTurnBackOnTheirOwnToo(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	proposal := propose(t, p, "ruth", says(named(t, v, "Who they are"), "Makers."))
	turnKey(t, p, "dan", proposal)
	_, err := p.ICP.TurnBack(ctx, person(t, p, "priya"), proposal.ID)
	refused(t, "somebody else's key", err, store.ErrForbidden)
	if got, err := p.ICP.TurnBack(ctx, person(t, p, "dan"), proposal.ID); err != nil || len(got.Keys) != 0 || len(owed(t, p, "priya")) != 0 {
		t.Fatalf("got %d keys, %v, and %v owed, want none", len(got.Keys), err, owed(t, p, "priya"))
	}
	turnKey(t, p, "priya", proposal)
	submission := uuid.New()
	for range 2 { // pressed twice
		if _, err := p.ICP.AskChange(ctx, person(t, p, "dan"), proposal.ID, submission, "Name the countries."); err != nil {
			t.Fatal(err)
		}
	}
	if w := read(t, p, "ruth", proposal.ID); len(w.Keys) != 0 || len(w.Owed) != 0 {
		t.Errorf("asked for a change: got %d keys and %d owed, want none", len(w.Keys), len(w.Owed))
	}
	want := []string{"proposed", "key-turned", "key-turned-back", "key-turned", "change-wanted"}
	if kinds := told(t, p, proposal.Subject()); !slices.Equal(kinds, want) {
		t.Errorf("got %v told, want %v", kinds, want)
	}
	_, err = p.ICP.AskChange(ctx, person(t, p, "ruth"), proposal.ID, uuid.New(), "No")
	refused(t, "a member asks for a change", err, store.ErrForbidden)
	_, err = p.ICP.AskChange(ctx, person(t, p, "dan"), proposal.ID, uuid.New(), " ")
	problem(t, "an empty ask", err, "body")
	audit(t, p)
}

func TestWordsNeedOnePersonOfTheOtherTeam(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	draft := says(named(t, v, "Who they are"), "Clearer words.")
	draft.Wording = true
	proposal := propose(t, p, "ruth", draft)
	if waiting := owed(t, p, "lucia"); len(waiting) != 1 || waiting[0].FromSide != people.Marketing {
		t.Fatalf("Lucía owes %v, want the reading of Ruth's words", waiting)
	}
	if names := concerned(t, p, proposal.Subject()); !slices.Contains(names, "Lucía") || slices.Contains(names, "Callum") {
		t.Errorf("other words concern %v, want all of Marketing", names)
	}
	for _, who := range []string{"ruth", "dan", "callum"} {
		if w := read(t, p, who, proposal.ID); w.Moves[icp.MoveTurnKey] {
			t.Errorf("%s is offered a key, want Marketing alone", who)
		}
	}
	moved := person(t, p, "ruth")
	moved.Side = people.Marketing
	_, err := p.ICP.TurnKey(ctx, moved, proposal.ID, 1, icp.Reservation{})
	refused(t, "Ruth accepts her own words from the other team", err, store.ErrForbidden)
	// a lead of Marketing edits the words: now Sales must accept them
	edited, err := p.ICP.Edit(ctx, person(t, p, "priya"), proposal.ID, 1, func() icp.Draft {
		d := says(named(t, v, "Who they are"), "Clearer words, by Priya.")
		d.Wording = true
		return d
	}())
	if err != nil || len(owed(t, p, "lucia")) != 0 || len(owed(t, p, "callum")) != 1 {
		t.Fatalf("got %v, want Sales to read Priya's words", err)
	}
	turnKey(t, p, "callum", edited)
	if got := current(t, p); got.Number != 2 || *got.MarketingKey != person(t, p, "priya").ID || *got.SalesKey != person(t, p, "callum").ID {
		t.Errorf("got version %d, want 2 of Priya's words and Callum's yes", got.Number)
	}
	points := named(t, v, "Criteria scorecard")
	points.Criteria = slices.Clone(points.Criteria)
	points.Criteria[0].Points = 24
	more := to(points)
	more.Wording = true
	_, err = p.ICP.Propose(ctx, person(t, p, "ruth"), more)
	problem(t, "points are no words", err, "wording")
	audit(t, p)
}

func TestReservationsAreDated(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	proposal := propose(t, p, "ruth", says(named(t, v, "Who they are"), "Makers."))
	today := p.Store.Now()
	for field, r := range map[string]icp.Reservation{
		"reservation":    {On: day(today).AddDays(30)},
		"reservation_on": {Text: "Only for now"},
	} {
		_, err := p.ICP.TurnKey(ctx, person(t, p, "dan"), proposal.ID, 1, r)
		problem(t, "half a reservation", err, field)
	}
	for _, days := range []int{0, -1, 400} {
		_, err := p.ICP.TurnKey(ctx, person(t, p, "dan"), proposal.ID, 1, icp.Reservation{Text: "Only for now", On: day(today).AddDays(days)})
		problem(t, "a day that is no day to look again", err, "reservation_on")
	}
	if _, err := p.ICP.TurnKey(ctx, person(t, p, "dan"), proposal.ID, 1, icp.Reservation{Text: "Only until January", On: day(today).AddDays(50)}); err != nil {
		t.Fatal(err)
	}
	turnKey(t, p, "priya", proposal)
	page, err := p.ICP.Show(ctx, person(t, p, "ruth"))
	if err != nil || len(page.Reservations) != 1 || page.Reservations[0].Text != "Only until January" || page.Reservations[0].DueOn != day(today).AddDays(50) {
		t.Fatalf("got %+v, %v, want Dan's reservation", page.Reservations, err)
	}
	review, err := p.ICP.StartReview(ctx, person(t, p, "priya"), proposal.Sections)
	if err != nil {
		t.Fatal(err)
	}
	turnKey(t, p, "dan", review)
	turnKey(t, p, "priya", review)
	if page, err := p.ICP.Show(ctx, person(t, p, "ruth")); err != nil || len(page.Reservations) != 0 {
		t.Errorf("after the review: got %+v, %v, want none open", page.Reservations, err)
	}
}
