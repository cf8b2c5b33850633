package requests_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/store"
)

// draft begins one of the sheet's process, in which the draft takes so many days.
func draft(t testing.TB, p *models.Portal, days float64) requests.Process {
	t.Helper()
	ctx := context.Background()
	d, err := p.Requests.StartDraft(ctx, modelstest.Person(t, p, "priya"), "sheet")
	if err != nil {
		t.Fatal(err)
	}
	return save(t, p, "hannah", d, days)
}

// changed is the draft with other days for writing.
func changed(d requests.Process, days float64) requests.Draft {
	s := d.Settings()
	s.Stages = slices.Clone(s.Stages)
	s.Stages[1].Days = days
	s.Why = "Words take longer than we thought."
	return s
}

func save(t testing.TB, p *models.Portal, who string, d requests.Process, days float64) requests.Process {
	t.Helper()
	saved, err := p.Requests.SaveDraft(context.Background(), modelstest.Person(t, p, who), d.TypeKey, d.Revision, changed(d, days))
	if err != nil {
		t.Fatalf("%s saves the draft: %v", who, err)
	}
	return saved
}

func turnKey(t testing.TB, p *models.Portal, who string, d requests.Process) requests.Process {
	t.Helper()
	turned, err := p.Requests.TurnKey(context.Background(), modelstest.Person(t, p, who), d.ID, d.Revision)
	if err != nil {
		t.Fatalf("%s turns a key: %v", who, err)
	}
	return turned
}

func inForce(t testing.TB, p *models.Portal, kind string) requests.Process {
	t.Helper()
	catalogue, err := p.Requests.Catalogue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.InForce[kind]
}

// owed lists what waits on the person that is a key.
func owed(t testing.TB, p *models.Portal, who people.Person) (keys []promises.Promise) {
	t.Helper()
	waiting, err := modelstest.Owes(context.Background(), p, who)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(waiting, func(p promises.Promise) bool { return p.Kind != promises.Key })
}

func TestSecondKeyBringsADraftIntoForce(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	dan, priya := modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "priya")
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	before := submit(t, p, ruth, brief("sheet", "Asked before"))
	clock.Set(t, "2026-11-24 15:05")
	d := draft(t, p, 3)
	d = save(t, p, "callum", d, 4)
	if d.Version != 2 || !d.Draft() || len(d.DraftedBy) != 2 {
		t.Errorf("got version %d, draft %t, by %v, want a draft of version 2 by Hannah and Callum", d.Version, d.Draft(), d.DraftedBy)
	}
	turnKey(t, p, "priya", d)
	if got := inForce(t, p, "sheet"); got.Version != 1 {
		t.Errorf("after one key: got version %d in force, want 1", got.Version)
	}
	keys := owed(t, p, dan)
	if len(keys) != 1 || *keys[0].FromPersonID != dan.ID || *keys[0].ToPersonID != priya.ID || !keys[0].DueAt.Equal(at(t, "2026-11-27 17:00")) {
		t.Fatalf("Dan owes %+v, want the Sales key to Priya by Fri 27 Nov", keys)
	}
	if got := owed(t, p, ruth); len(got) != 0 {
		t.Errorf("Ruth owes %+v, want nothing", got)
	}
	clock.Set(t, "2026-11-25 10:00")
	turnKey(t, p, "dan", d)
	turnKey(t, p, "dan", d) // pressed twice
	got := inForce(t, p, "sheet")
	if got.ID != d.ID || got.Days() != 7 || !got.AgreedAt.Equal(at(t, "2026-11-25 10:00")) || *got.SalesKey != dan.ID || *got.MarketingKey != priya.ID {
		t.Errorf("got version %d of %v days in force, agreed at %v, want version 2 of 7 days", got.Version, got.Days(), got.AgreedAt)
	}
	if got := owed(t, p, dan); len(got) != 0 {
		t.Errorf("Dan still owes %+v", got)
	}
	account, err := p.Promises.Account(t.Context(), d.Subject())
	if err != nil || len(account.Promises) != 1 || *account.Promises[0].Outcome != promises.Kept {
		t.Errorf("got %+v, %v, want one promise, kept", account.Promises, err)
	}
	after := submit(t, p, ruth, brief("sheet", "Asked after"))
	if after.ProcessID != d.ID || after.PromisedAt.Format("2006-01-02") != "2026-12-04" {
		t.Errorf("the next request: got process %d promised %v, want %d promised 4 Dec", after.ProcessID, after.PromisedAt, d.ID)
	}
	promised, was := before.PromisedAt, before.ProcessID
	before = must(t, p, lucia, before, requests.MoveHandOn)
	before = pass(t, p, before, 1)
	if before.ProcessID != was || !before.PromisedAt.Equal(promised) {
		t.Errorf("an open request: got process %d promised %v, want its own: %d, %v", before.ProcessID, before.PromisedAt, was, promised)
	}
	if whole := show(t, p, ruth, before.ID); whole.Process.Days() != 5 {
		t.Errorf("an open request: got %v days, want its 5", whole.Process.Days())
	}
	audit(t, p)
}

func TestEditTurnsKeysBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	dan, priya, ruth := modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "priya"), modelstest.Person(t, p, "ruth")
	d := draft(t, p, 3)
	turnKey(t, p, "priya", d)
	if same, err := p.Requests.SaveDraft(ctx, ruth, "sheet", d.Revision, changed(d, 3)); err != nil || same.Revision != d.Revision || same.Keys() != 1 {
		t.Errorf("the same saved again: got revision %d with %d keys, %v, want nothing changed", same.Revision, same.Keys(), err)
	}
	edited := save(t, p, "ruth", d, 2.5)
	if edited.Keys() != 0 || edited.Revision != d.Revision+1 || len(owed(t, p, dan)) != 0 {
		t.Errorf("got %d keys in revision %d, Dan owes %d, want none, the next, nothing", edited.Keys(), edited.Revision, len(owed(t, p, dan)))
	}
	history, err := p.Activity.History(ctx, d.Subject())
	if err != nil {
		t.Fatal(err)
	}
	if last := history[len(history)-1]; last.Kind != "draft-saved" || last.Detail.Person != priya.ID {
		t.Errorf("got %s about person %d, want draft-saved about Priya's key", last.Kind, last.Detail.Person)
	}
	for name, err := range map[string]error{
		"Dan's key on what he saw": second(p.Requests.TurnKey(ctx, dan, d.ID, d.Revision)),
		"an edit of what she saw":  second(p.Requests.SaveDraft(ctx, priya, "sheet", d.Revision, changed(d, 9))),
		"withdrawing what he saw":  second(p.Requests.WithdrawDraft(ctx, dan, "sheet", d.Revision)),
	} {
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s: got %v, want %v", name, err, store.ErrConflict)
		}
	}
	turnKey(t, p, "dan", edited)
	if _, err := p.Requests.WithdrawDraft(ctx, priya, "sheet", edited.Revision); err != nil {
		t.Fatal(err)
	}
	if got := owed(t, p, priya); len(got) != 0 {
		t.Errorf("after it was withdrawn Priya owes %+v, want nothing", got)
	}
	if _, err := p.Requests.TurnKey(ctx, priya, edited.ID, edited.Revision); !errors.Is(err, store.ErrConflict) {
		t.Errorf("key of a withdrawn draft: got %v, want %v", err, store.ErrConflict)
	}
	next, err := p.Requests.StartDraft(ctx, dan, "sheet")
	if err != nil || next.Version != edited.Version+1 || next.Revision <= edited.Revision || next.Days() != 5 {
		t.Errorf("the next draft: got version %d, revision %d, %v days, %v, want a new one from what is in force", next.Version, next.Revision, next.Days(), err)
	}
	if again, err := p.Requests.StartDraft(ctx, priya, "sheet"); err != nil || again.ID != next.ID {
		t.Errorf("begun twice: got %d, %v, want %d", again.ID, err, next.ID)
	}
	if _, err := p.Requests.TurnKey(ctx, dan, next.ID, next.Revision); !errors.Is(err, store.ErrConflict) {
		t.Errorf("key of what changes nothing: got %v, want %v", err, store.ErrConflict)
	}
}

func second[T any](_ T, err error) error { return err }

func TestNobodyTurnsBothKeys(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	dan := modelstest.Person(t, p, "dan")
	d := draft(t, p, 3)
	turnKey(t, p, "dan", d)
	moved := dan
	moved.Side = people.Marketing
	if _, err := p.Requests.TurnKey(ctx, moved, d.ID, d.Revision); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("Dan, of Marketing now: got %v, want %v", err, store.ErrForbidden)
	}
	other := modelstest.Person(t, p, "ruth")
	other.Role = people.Lead
	if _, err := p.Requests.TurnKey(ctx, other, d.ID, d.Revision); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a second lead of Sales: got %v, want %v", err, store.ErrConflict)
	}
	if got := inForce(t, p, "sheet"); got.Version != 1 {
		t.Errorf("got version %d in force, want 1", got.Version)
	}
	err := p.Store.Read().Exec(`UPDATE processes SET in_force_at = created_at WHERE id = ?`, d.ID).Error
	if !store.Violates(err, "processes_in_force_by_both") {
		t.Errorf("in force with one key: got %v, want the database to refuse", err)
	}
}

// TestKeysAndEditsMeet turns both keys while somebody edits: what comes into force is what both saw.
func TestKeysAndEditsMeet(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	leads := []people.Person{modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "priya")}
	ruth := modelstest.Person(t, p, "ruth")
	agreed, edited := 0, 0
	for round := range 100 {
		seen := draft(t, p, 1+float64(round%20)/2)
		if seen.Keys() != 0 { // what was drafted is what is in force
			t.Fatalf("round %d: got %d keys on a new draft", round, seen.Keys())
		}
		var errs [3]error
		start := make(chan struct{})
		var wg sync.WaitGroup
		for i, lead := range leads {
			wg.Go(func() {
				<-start
				errs[i] = second(p.Requests.TurnKey(ctx, lead, seen.ID, seen.Revision))
			})
		}
		wg.Go(func() {
			<-start
			errs[2] = second(p.Requests.SaveDraft(ctx, ruth, "sheet", seen.Revision, changed(seen, 30)))
		})
		close(start)
		wg.Wait()
		for _, err := range errs {
			if err != nil && !errors.Is(err, store.ErrConflict) {
				t.Fatalf("round %d: got %v, want nothing but conflicts", round, err)
			}
		}
		now, err := p.Requests.FindProcess(ctx, seen.ID)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case now.InForceAt != nil:
			agreed++
			if now.Revision != seen.Revision || now.Days() != seen.Days() || now.Keys() != 2 || errs[2] == nil {
				t.Fatalf("round %d: got revision %d of %v days with %d keys in force, edit %v, want what both saw: revision %d of %v days",
					round, now.Revision, now.Days(), now.Keys(), errs[2], seen.Revision, seen.Days())
			}
		default:
			edited++
			if now.Revision != seen.Revision+1 || now.Keys() != 0 || errs[2] != nil {
				t.Fatalf("round %d: got revision %d with %d keys, edit %v, want the edit without keys", round, now.Revision, now.Keys(), errs[2])
			}
		}
	}
	t.Logf("agreed %d times, edited %d times", agreed, edited)
	if open := count(t, p, "promises WHERE closed_at IS NULL"); open != 0 {
		t.Errorf("got %d keys still owed, want none", open)
	}
}

// TestWhoMayAgree is who may do what with a process: D begin a draft, E edit, W withdraw, K turn a key, A ask for a change.
func TestWhoMayAgree(t *testing.T) {
	t.Parallel()
	spellOut := func(m requests.Moves) (word string) {
		for i, move := range []requests.Move{requests.MoveDraft, requests.MoveEdit, requests.MoveWithdraw, requests.MoveTurnKey, requests.MoveAskFor} {
			if m[move] {
				word += string("DEWKA"[i])
			}
		}
		return word
	}
	now := at(t, "2026-11-25 09:14")
	sales, marketing := int64(1), int64(3)
	person := func(id int64, side people.Side, role people.Role) people.Person {
		return people.Person{ID: id, Side: side, Role: role, Active: true}
	}
	gone := person(9, people.Sales, people.Lead)
	gone.Active = false
	moved := person(sales, people.Marketing, people.Lead)
	cast := []people.Person{
		person(sales, people.Sales, people.Lead), person(2, people.Sales, people.Member), person(marketing, people.Marketing, people.Lead),
		person(4, people.Marketing, people.Admin), person(5, people.Sales, people.Reader), person(6, people.None, people.Admin), gone, moved,
	}
	for _, c := range []struct {
		name    string
		process requests.Process
		want    []string // by cast; the last is who turned the Sales key, of Marketing now
	}{
		{"draft", requests.Process{}, []string{"EWKA", "EA", "EWKA", "EA", "", "", "", "EWKA"}},
		{"draft with the Sales key", requests.Process{SalesKey: &sales, SalesKeyAt: &now}, []string{"EWA", "EA", "EWKA", "EA", "", "", "", "EWA"}},
		{"in force, standard", requests.Process{InForceAt: &now}, []string{"DKA", "A", "DKA", "A", "", "", "", "DKA"}},
		{"in force, agreed", requests.Process{InForceAt: &now, AgreedAt: &now, SalesKey: &sales, MarketingKey: &marketing}, []string{"D", "", "D", "", "", "", "", "D"}},
		{"withdrawn", requests.Process{WithdrawnAt: &now}, []string{"", "", "", "", "", "", "", ""}},
	} {
		for i, actor := range cast {
			if got := spellOut(c.process.Moves(actor)); got != c.want[i] {
				t.Errorf("%s, person %d of %s: got %q, want %q", c.name, actor.ID, actor.Side, got, c.want[i])
			}
		}
	}
}

// TestVerbsOfProcessesRefuse what is not somebody’s, and then change nothing.
func TestVerbsOfProcessesRefuse(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	d := draft(t, p, 3)
	state := func() (sum string) {
		if err := p.Store.Read().Raw(`SELECT md5(string_agg(p::text, '|' ORDER BY id)) FROM processes p`).Scan(&sum).Error; err != nil {
			t.Fatal(err)
		}
		return sum + fingerprint(t, p)
	}
	before := state()
	for _, first := range []string{"ines", "ruth", "joel"} {
		who := modelstest.Person(t, p, first)
		refused := map[string]error{
			"start":    second(p.Requests.StartDraft(ctx, who, "deck")),
			"withdraw": second(p.Requests.WithdrawDraft(ctx, who, "sheet", d.Revision)),
			"turn":     second(p.Requests.TurnKey(ctx, who, d.ID, d.Revision)),
			"agree":    p.Requests.Agree(ctx, who),
		}
		if first == "ines" {
			refused["save"] = second(p.Requests.SaveDraft(ctx, who, "sheet", d.Revision, changed(d, 9)))
			refused["ask"] = p.Requests.AskChange(ctx, who, d.ID, uuid.New(), "No")
		}
		for verb, err := range refused {
			if !errors.Is(err, store.ErrForbidden) {
				t.Errorf("%s by %s: got %v, want %v", verb, first, err, store.ErrForbidden)
			}
		}
	}
	dan := modelstest.Person(t, p, "dan")
	for what, err := range map[string]error{
		"draft of nothing":   second(p.Requests.StartDraft(ctx, dan, "poem")),
		"edit of nothing":    second(p.Requests.SaveDraft(ctx, dan, "poem", 1, changed(d, 3))),
		"key of nothing":     second(p.Requests.TurnKey(ctx, dan, 9999, 1)),
		"change of nothing":  p.Requests.AskChange(ctx, dan, 9999, uuid.New(), "No"),
		"version of nothing": second(p.Requests.FindProcess(ctx, 9999)),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want %v", what, err, store.ErrNotFound)
		}
	}
	if _, err := p.Requests.SaveDraft(ctx, dan, "deck", 1, changed(d, 3)); !errors.Is(err, store.ErrConflict) {
		t.Errorf("edit without a draft: got %v, want %v", err, store.ErrConflict)
	}
	if state() != before {
		t.Error("got something changed, want nothing")
	}
}

func TestAskingForAChange(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	dan := modelstest.Person(t, p, "dan")
	d := draft(t, p, 3)
	turnKey(t, p, "priya", d)
	submission := uuid.New()
	for range 2 {
		if err := p.Requests.AskChange(ctx, dan, d.ID, submission, "Two days, please"); err != nil {
			t.Fatal(err)
		}
	}
	terms, err := p.Requests.ShowType(ctx, dan, "sheet")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, e := range terms.History {
		if e.Kind == "change-asked" {
			asked++
		}
	}
	if asked != 1 || terms.Draft.Keys() != 1 || len(owed(t, p, dan)) != 1 {
		t.Errorf("got asked %d times, %d keys, %d owed, want once, and nothing cleared", asked, terms.Draft.Keys(), len(owed(t, p, dan)))
	}
	var invalid *store.Invalid
	if err := p.Requests.AskChange(ctx, dan, d.ID, uuid.New(), " "); !errors.As(err, &invalid) || invalid.On("body") == "" {
		t.Errorf("no words: got %v, want a problem of the body", err)
	}
}

// TestAgreeingToTheStandard makes the other key a promise as well, and no version of it waits once there is a newer one.
func TestAgreeingToTheStandard(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	dan, priya := modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "priya")
	standard := inForce(t, p, "sheet")
	turnKey(t, p, "dan", standard)
	if got := owed(t, p, priya); len(got) != 1 {
		t.Fatalf("Priya owes %d keys, want one", len(got))
	}
	d := draft(t, p, 3)
	turnKey(t, p, "dan", d)
	turnKey(t, p, "priya", d)
	if got := owed(t, p, priya); len(got) != 0 {
		t.Errorf("Priya owes %+v, want nothing for what is replaced", got)
	}
	if _, err := p.Requests.TurnKey(ctx, priya, standard.ID, standard.Revision); !errors.Is(err, store.ErrConflict) {
		t.Errorf("key of what is replaced: got %v, want %v", err, store.ErrConflict)
	}
	for _, lead := range []people.Person{dan, priya} {
		if err := p.Requests.Agree(ctx, lead); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, p, "promises WHERE closed_at IS NULL"); n != 0 {
		t.Errorf("got %d keys owed after both agreed to all, want none", n)
	}
}

func TestKeysOfSeveralLeads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	if err := p.Store.Read().Exec(`UPDATE people SET role = 'lead' WHERE email LIKE 'greta.%'`).Error; err != nil {
		t.Fatal(err)
	}
	d := draft(t, p, 3)
	turnKey(t, p, "priya", d)
	for first, want := range map[string]int{"dan": 1, "greta": 1, "ruth": 0, "priya": 0} {
		if got := owed(t, p, modelstest.Person(t, p, first)); len(got) != want {
			t.Errorf("%s owes %d keys, want %d", first, len(got), want)
		}
	}
	clock.Set(t, "2026-11-30 09:30") // the day it is due
	if _, err := p.Requests.RemindDue(ctx); err != nil {
		t.Fatal(err)
	}
	history, err := p.Activity.History(ctx, d.Subject())
	if err != nil {
		t.Fatal(err)
	}
	last := history[len(history)-1]
	if last.Kind != "due-soon" || last.Detail.Stage != "Turn the Sales key" || last.Detail.Side != people.Sales {
		t.Errorf("got %s %+v, want a reminder of the Sales key", last.Kind, last.Detail)
	}
}

// TestAnotherNodeListsANewVersion before it has heard that the version is in force.
func TestAnotherNodeListsANewVersion(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cfg := models.Config{DatabaseURL: modelstest.URL(modelstest.Database(t)), FilesDir: t.TempDir(), Zone: time.UTC, SecretKey: []byte("key")}
	var nodes [2]*models.Portal
	for i := range nodes {
		p, err := models.Open(cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { p.Close() })
		nodes[i] = p
	}
	ruth := modelstest.Person(t, nodes[1], "ruth")
	inForce(t, nodes[1], "sheet") // remembered by the other node
	d := draft(t, nodes[0], 3)
	turnKey(t, nodes[0], "dan", d)
	turnKey(t, nodes[0], "priya", d)
	r := submit(t, nodes[0], ruth, brief("sheet", "Rates"))
	if whole := show(t, nodes[1], ruth, r.ID); whole.Process.Days() != 6 {
		t.Errorf("its page: got %v days, want 6", whole.Process.Days())
	}
	page, err := nodes[1].Requests.List(ctx, ruth, requests.Filter{})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("got %d rows, %v, want the request", len(page.Rows), err)
	}
	if got := page.Catalogue.Processes[page.Rows[0].ProcessID]; got.Days() != 6 {
		t.Errorf("the list: got a process of %v days, want 6", got.Days())
	}
}
