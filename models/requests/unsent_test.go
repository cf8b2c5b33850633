package requests_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

func unsent(title string) drafts.Draft {
	return drafts.Draft{Submission: uuid.New(), TypeKey: "brochure", Typed: map[string][]string{"title": {title}, "use": {"Tender", "Event"}}}
}

func saveUnsent(t testing.TB, p *models.Portal, who people.Person, d drafts.Draft) drafts.Draft {
	t.Helper()
	saved, err := p.Requests.SaveUnsent(context.Background(), who, d)
	if err != nil {
		t.Fatalf("save: %v", err)
	}
	return saved
}

func titled(d drafts.Draft, title string) drafts.Draft {
	d.Typed = map[string][]string{"title": {title}}
	return d
}

func TestDraftsAreKeptAsTyped(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, dan, ben, ines := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "ben"), modelstest.Person(t, p, "ines")
	d := unsent("  A brochure\nof two lines ")
	d.Typed["needed_by"], d.Typed["unknown"], d.Typed["reader"] = []string{"next spring"}, []string{"x"}, []string{"a\x00b\xff"}
	first := saveUnsent(t, p, ruth, d)
	if first.ID == 0 || first.Version != 1 || !first.SavedAt.Equal(p.Store.Now()) {
		t.Errorf("saved: got %+v, want version 1 of now", first)
	}
	if again := saveUnsent(t, p, ruth, d); again.ID != first.ID || again.Version != 1 {
		t.Errorf("the same form again: got draft %d version %d, want the first, %d", again.ID, again.Version, first.ID)
	}
	got, err := p.Drafts.Find(ctx, ruth, drafts.Request, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"title": {"  A brochure\nof two lines "}, "use": {"Tender", "Event"}, "needed_by": {"next spring"}, "reader": {"a�b�"}}
	if fmt.Sprint(got.Typed) != fmt.Sprint(want) || got.TypeKey != "brochure" || got.Submission != d.Submission || got.Title() != "A brochure\nof two lines" {
		t.Errorf("got %+v, want what was typed: %v", got, want)
	}

	clock.Set(t, "2026-11-26 10:00")
	second := saveUnsent(t, p, ruth, unsent("Another"))
	clock.Set(t, "2026-11-27 10:00")
	first = saveUnsent(t, p, ruth, titled(first, "New words"))
	if first.Version != 2 {
		t.Errorf("saved again: got version %d, want 2", first.Version)
	}
	list, err := p.Drafts.All(ctx, ruth, drafts.Request)
	if err != nil || len(list) != 2 || list[0].ID != first.ID || list[1].ID != second.ID {
		t.Errorf("list: got %+v, %v, want both, the one saved last first", list, err)
	}

	for _, other := range []people.Person{dan, ben, ines, {}} {
		if _, err := p.Drafts.Find(ctx, other, drafts.Request, first.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s looks: got %v, want %v", other.Name, err, store.ErrNotFound)
		}
		if _, err := p.Drafts.ThrowAway(ctx, other, first.ID, first.Version); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s throws it away: got %v, want %v", other.Name, err, store.ErrNotFound)
		}
		if list, err := p.Drafts.All(ctx, other, drafts.Request); err != nil || len(list) > 0 {
			t.Errorf("%s lists: got %d, %v, want none", other.Name, len(list), err)
		}
	}
	if _, err := p.Requests.SaveUnsent(ctx, dan, titled(first, "Dan’s")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Dan changes it: got %v, want %v", err, store.ErrNotFound)
	}
	for _, other := range []people.Person{ben, ines} {
		if _, err := p.Requests.SaveUnsent(ctx, other, unsent("Mine")); !errors.Is(err, store.ErrForbidden) {
			t.Errorf("%s saves a brief that is not theirs to send: got %v, want %v", other.Name, err, store.ErrForbidden)
		}
	}
	if _, err := p.Drafts.ThrowAway(ctx, ruth, first.ID, 1); !errors.Is(err, store.ErrConflict) {
		t.Errorf("thrown away as it was: got %v, want %v", err, store.ErrConflict)
	}
	if _, err := p.Drafts.ThrowAway(ctx, ruth, first.ID, 2); err != nil {
		t.Error(err)
	}
	if _, err := p.Drafts.ThrowAway(ctx, ruth, first.ID, 2); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("thrown away twice: got %v, want %v", err, store.ErrNotFound)
	}
	if _, err := p.Requests.SaveUnsent(ctx, ruth, titled(first, "Once more")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("saved after that: got %v, want %v", err, store.ErrNotFound)
	}
}

func TestDraftsOvertaken(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	d := saveUnsent(t, p, ruth, unsent("As begun"))
	newer := saveUnsent(t, p, ruth, titled(d, "Of the other tab"))
	got, err := p.Requests.SaveUnsent(ctx, ruth, titled(d, "Of this tab"))
	if !errors.Is(err, store.ErrConflict) || got.Title() != "Of the other tab" || got.Version != newer.Version {
		t.Errorf("a stale version: got %+v, %v, want a conflict and what was saved meanwhile", got, err)
	}
	if again := saveUnsent(t, p, ruth, titled(d, "Of the other tab")); again.Version != newer.Version {
		t.Errorf("pressed twice: got version %d, want %d", again.Version, newer.Version)
	}
	back := unsent("Back in the browser")
	back.Submission = d.Submission
	if got, err := p.Requests.SaveUnsent(ctx, ruth, back); !errors.Is(err, store.ErrConflict) || got.ID != d.ID {
		t.Errorf("the empty form again: got draft %d, %v, want a conflict with %d", got.ID, err, d.ID)
	}

	b := brief("brochure", "As begun")
	b.Submission, b.Draft, b.DraftVersion = d.Submission, d.ID, d.Version
	before := fingerprint(t, p)
	if _, err := p.Requests.Submit(ctx, ruth, b); !errors.Is(err, store.ErrConflict) {
		t.Errorf("sent from a stale tab: got %v, want %v", err, store.ErrConflict)
	}
	if after := fingerprint(t, p); after != before {
		t.Error("sent from a stale tab: got something changed, want nothing")
	}
	b.DraftVersion = newer.Version
	r := submit(t, p, ruth, b)
	if n := count(t, p, "drafts"); n != 0 {
		t.Errorf("sent: got %d drafts, want none", n)
	}
	if again := submit(t, p, ruth, b); again.ID != r.ID {
		t.Errorf("sent twice: got %s, want %s", again.Ref(), r.Ref())
	}
	kept := saveUnsent(t, p, modelstest.Person(t, p, "dan"), unsent("Dan’s"))
	b = brief("brochure", "With the draft of another")
	b.Draft, b.DraftVersion = kept.ID, kept.Version
	submit(t, p, ruth, b)
	if n := count(t, p, "drafts"); n != 1 {
		t.Errorf("sent with another’s draft: got %d drafts, want Dan’s to stay", n)
	}
}

// TestDraftSavedAndSentAtOnce: whichever is first, no words are lost and nothing is there twice.
func TestDraftSavedAndSentAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	for range 10 {
		d := saveUnsent(t, p, ruth, unsent("As begun"))
		b := brief("brochure", "As sent")
		b.Submission, b.Draft, b.DraftVersion = d.Submission, d.ID, d.Version
		sentBefore, draftsBefore := count(t, p, "requests"), count(t, p, "drafts")-1
		var saving, sending error
		var both sync.WaitGroup
		both.Go(func() { _, saving = p.Requests.SaveUnsent(ctx, ruth, titled(d, "Newer words")) })
		both.Go(func() { _, sending = p.Requests.Submit(ctx, ruth, b) })
		both.Wait()
		sent, left := count(t, p, "requests")-sentBefore, count(t, p, "drafts")-draftsBefore
		switch {
		case sending == nil && errors.Is(saving, store.ErrNotFound) && sent == 1 && left == 0:
		case errors.Is(sending, store.ErrConflict) && saving == nil && sent == 0 && left == 1:
		default:
			t.Errorf("got saving %v, sending %v, %d requests and %d drafts, want one of them to win", saving, sending, sent, left)
		}
	}
}

func TestLimitsOfDrafts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	var inv *store.Invalid
	for name, d := range map[string]drafts.Draft{
		"too long":      titled(unsent(""), strings.Repeat("x", 100_001)),
		"of quotes":     titled(unsent(""), strings.Repeat(`"`, 60_000)),
		"of nothings":   titled(unsent(""), strings.Repeat("\xff\x00", 50_000)),
		"unknown type":  {Submission: uuid.New(), TypeKey: "billboard"},
		"NUL in a type": {Submission: uuid.New(), TypeKey: "\x00"},
	} {
		if _, err := p.Requests.SaveUnsent(ctx, ruth, d); !errors.As(err, &inv) {
			t.Errorf("%s: got %v, want a problem said", name, err)
		}
	}
	saveUnsent(t, p, ruth, drafts.Draft{Submission: uuid.New(), TypeKey: "brochure"}) // an empty one
	long := titled(unsent(""), strings.Repeat("ü", 40_000))
	saveUnsent(t, p, ruth, long)
	errs := make([]error, 60)
	var saving sync.WaitGroup
	for i := range errs {
		saving.Go(func() { _, errs[i] = p.Requests.SaveUnsent(ctx, ruth, unsent(fmt.Sprint("Draft ", i))) })
	}
	saving.Wait()
	refused := 0
	for _, err := range errs {
		if errors.As(err, &inv) {
			refused++
		} else if err != nil {
			t.Errorf("got %v, want it saved or a problem said", err)
		}
	}
	if n := count(t, p, "drafts"); n != drafts.Max || refused != 62-drafts.Max {
		t.Errorf("got %d drafts and %d refused, want %d", n, refused, drafts.Max)
	}
	saveUnsent(t, p, ruth, long) // again, at the limit
	saveUnsent(t, p, modelstest.Person(t, p, "dan"), unsent("Dan has room"))
}

func TestDeflect(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, greta, lucia, ines := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "greta"), modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "ines")
	open := submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	piece := must(t, p, lucia, pass(t, p, submit(t, p, ruth, brief("sheet", "Customs")), 3), requests.MoveDeliver)
	declined := must(t, p, lucia, submit(t, p, ruth, brief("sheet", "Declined")), requests.MoveDecline)
	d := saveUnsent(t, p, greta, unsent("Brochure of the cold chain"))
	said := requests.Deflection{Submission: d.Submission, Type: "brochure", Title: "Brochure of the cold chain", Answer: open.ID, Draft: d.ID, DraftVersion: d.Version}
	before := fingerprint(t, p)
	for name, c := range map[string]struct {
		who  people.Person
		d    requests.Deflection
		want error
	}{
		"a reader":           {ines, said, store.ErrForbidden},
		"the side asked":     {lucia, said, store.ErrForbidden},
		"no such request":    {greta, requests.Deflection{Type: "brochure", Answer: 999}, store.ErrNotFound},
		"a declined request": {greta, requests.Deflection{Type: "brochure", Answer: declined.ID}, store.ErrConflict},
	} {
		if _, err := p.Requests.Deflect(ctx, c.who, c.d); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if count(t, p, "deflections") != 0 || fingerprint(t, p) != before {
		t.Error("refused: got something changed, want nothing")
	}

	var presses sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		presses.Go(func() { _, errs[i] = p.Requests.Deflect(ctx, greta, said) })
	}
	presses.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := count(t, p, "deflections"); n != 1 {
		t.Errorf("pressed twenty times: got %d counted, want 1", n)
	}
	if n := count(t, p, "drafts"); n != 0 {
		t.Errorf("got %d drafts, want it dropped", n)
	}
	if !show(t, p, greta, open.ID).Follows {
		t.Error("got Greta not following an open request, want her to hear of it")
	}
	clock.Set(t, "2026-11-26 10:00")
	newer := saveUnsent(t, p, greta, unsent("Customs"))
	saveUnsent(t, p, greta, titled(newer, "Customs, and more"))
	_, err := p.Requests.Deflect(ctx, greta, requests.Deflection{
		Submission: newer.Submission, Type: "sheet", Title: strings.Repeat("ü", 5000) + "\x00\xff", Answer: piece.ID, Draft: newer.ID, DraftVersion: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, p, "drafts"); n != 1 {
		t.Errorf("a draft saved since: got %d, want it kept", n)
	}
	if show(t, p, greta, piece.ID).Follows {
		t.Error("got Greta following a delivered piece, want nothing more to be heard of it")
	}
	deflected := func(since time.Time) string {
		t.Helper()
		list, err := p.Requests.Deflected(ctx, since)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(list)
	}
	if got := deflected(at(t, "2026-11-01 00:00")); got != "[{marketing brochure 1} {marketing sheet 1}]" {
		t.Errorf("counted: got %s, want both", got)
	}
	if got := deflected(at(t, "2026-11-26 00:00")); got != "[{marketing sheet 1}]" {
		t.Errorf("counted since: got %s, want the later one", got)
	}
	b := brief("sheet", "Sent after all")
	b.Submission = newer.Submission
	submit(t, p, greta, b)
	if got := deflected(at(t, "2026-11-26 00:00")); got != "[]" {
		t.Errorf("sent after all: got %s, want it not counted", got)
	}
}

func TestWhatARequestComesFrom(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	first := submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	note, ride := activity.Subject{Kind: activity.KindNote, ID: 231}, activity.Subject{Kind: activity.KindRideAlong, ID: 7}
	know := func(id int64) activity.Subject {
		on := activity.Subject{Kind: activity.KindNote, ID: id}
		if err := p.Activity.Note(ctx, ruth, on, "note-sent", activity.Detail{}); err != nil {
			t.Fatal(err)
		}
		return on
	}
	know(note.ID)
	unheard := activity.Subject{Kind: activity.KindNote, ID: 9999}
	b := brief("brochure", "Cold-chain brochure, again")
	b.From = []activity.Subject{first.Subject(), note, requests.Subject(999), unheard, note, ride}
	r := submit(t, p, ruth, b)
	if got, want := fmt.Sprint(show(t, p, ruth, r.ID).From), "[{note 231} {request 1} {ridealong 7}]"; got != want {
		t.Errorf("got %s, want %s: each once, and no request or note that is not there", got, want)
	}
	links, err := p.Activity.Links(ctx, note)
	if err != nil || len(links) != 1 || links[0].From() != r.Subject() || links[0].To() != note || *links[0].By != ruth.ID {
		t.Errorf("links of the note: got %+v, %v, want the request that Ruth sent", links, err)
	}
	if links, err := p.Activity.Links(ctx, r.Subject()); err != nil || len(links) != 3 {
		t.Errorf("links of the request: got %+v, %v, want 3", links, err)
	}
	var many []activity.Subject
	for i := range 30 {
		many = append(many, know(int64(i+1)))
	}
	if got, err := p.Requests.Origins(ctx, many); err != nil || len(got) != requests.MaxFrom {
		t.Errorf("thirty notes: got %d, %v, want %d", len(got), err, requests.MaxFrom)
	}
}
