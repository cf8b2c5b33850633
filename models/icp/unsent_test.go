package icp_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/drafts"
	"alongside/models/icp"
	"alongside/models/store"
)

func unsent(why string) drafts.Draft {
	return drafts.Draft{Submission: uuid.New(), Typed: map[string][]string{"title": {"Say it otherwise"}, "why": {why}, "section_2": {"Makers."}}}
}

func saveUnsent(t testing.TB, p *models.Portal, who string, d drafts.Draft) drafts.Draft {
	t.Helper()
	saved, err := p.ICP.SaveUnsent(context.Background(), person(t, p, who), d)
	if err != nil {
		t.Fatalf("save: %v", err)
	}
	return saved
}

func count(t testing.TB, p *models.Portal, table string) (n int) {
	t.Helper()
	if err := p.Store.Read().Table(table).Select("count(*)").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestParseField(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"section_2": "section 2  true", "section_-1_kind": "section -1 kind true", "criterion_12_points": "criterion 12 points true",
		"section_2_criterion": "section 2 criterion true", "priority_3_what": "priority 3 what true",
		"section_0": " 0  false", "section_": " 0  false", "section_2_": " 0  false", "account_2": " 0  false", "section_9999999999999999_title": " 0  false",
		"xsection_2": " 0  false", "section_2_Title": " 0  false", "": " 0  false",
	} {
		of, id, what, ok := icp.ParseField(name)
		if got := fmt.Sprint(of, " ", id, " ", what, " ", ok); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	s := icp.Section{ID: -3}
	if of, id, what, ok := icp.ParseField(s.Field("valid_until")); of != "section" || id != -3 || what != "valid_until" || !ok {
		t.Errorf("%s: got %s, %d, %s, %v, want its parts", s.Field("valid_until"), of, id, what, ok)
	}
}

func TestProposalsAreKeptAsTyped(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _, _ := begun(t)
	d := unsent("Five\r\naccounts")
	for name, values := range map[string][]string{
		"sections": {"", "2", "3"}, "section_2_title": {""}, "criterion_-1_points": {"a few\x00"}, "section_3_criterion": {"", "8", "-1"}, "evidence": {"IN-231", "nonsense"},
		"wording": {""}, "seen": {"1"}, "written_with": {"", "x"}, "answer": {"4.2"}, "section_0": {"x"}, "do": {"draft"}, "submission": {"x"}, "eq": {"customs"},
	} {
		d.Typed[name] = values
	}
	saved := saveUnsent(t, p, "ruth", d)
	got, err := p.Drafts.Find(ctx, person(t, p, "ruth"), drafts.Proposal, saved.ID)
	want := map[string][]string{
		"title": {"Say it otherwise"}, "why": {"Five\r\naccounts"}, "section_2": {"Makers."}, "sections": {"", "2", "3"}, "section_2_title": {""}, "criterion_-1_points": {"a few�"},
		"section_3_criterion": {"", "8", "-1"}, "evidence": {"IN-231", "nonsense"}, "wording": {""}, "seen": {"1"}, "written_with": {"", "x"}, "answer": {"4.2"},
	}
	if err != nil || fmt.Sprint(got.Typed) != fmt.Sprint(want) {
		t.Errorf("got %v, %v, want all of the proposal, what is empty too: %v", got.Typed, err, want)
	}
	if _, err := p.ICP.SaveUnsent(ctx, person(t, p, "ines"), unsent("")); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("a reader: got %v, want %v", err, store.ErrForbidden)
	}
	mine := saved
	if _, err := p.ICP.SaveUnsent(ctx, person(t, p, "dan"), mine); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Dan saves Ruth’s: got %v, want %v", err, store.ErrNotFound)
	}
}

func TestProposedDraftsAreGone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _, v := begun(t)
	ruth := person(t, p, "ruth")
	d := saveUnsent(t, p, "ruth", unsent("As begun"))
	d.Typed["why"] = []string{"Of the other tab"}
	newer := saveUnsent(t, p, "ruth", d)

	proposal := says(named(t, v, "Who they are"), "Makers.")
	proposal.Submission, proposal.Unsent, proposal.UnsentVersion = d.Submission, d.ID, 1
	proposals, events := count(t, p, "icp_proposals"), count(t, p, "events")
	refused := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", what, err, want)
		}
		if n := count(t, p, "icp_proposals"); n != proposals || count(t, p, "events") != events || count(t, p, "drafts") != 1 {
			t.Errorf("%s: got %d proposals, want nothing proposed and the draft kept", what, n)
		}
	}
	_, err := p.ICP.Propose(ctx, ruth, proposal)
	refused("a stale tab", err, store.ErrConflict)
	proposal.UnsentVersion = newer.Version
	wrong := proposal
	wrong.Title = ""
	var inv *store.Invalid
	if _, err = p.ICP.Propose(ctx, ruth, wrong); !errors.As(err, &inv) {
		t.Errorf("without a title: got %v, want a problem said", err)
	}
	refused("without a title", err, err)

	first := propose(t, p, "ruth", proposal)
	if n := count(t, p, "drafts"); n != 0 {
		t.Errorf("proposed: got %d drafts, want none", n)
	}
	if again := propose(t, p, "ruth", proposal); again.ID != first.ID {
		t.Errorf("proposed twice: got %d, want %d", again.ID, first.ID)
	}
	theirs := saveUnsent(t, p, "dan", unsent("Dan’s"))
	proposal = says(named(t, v, "Who they are"), "Makers of drink.")
	proposal.Unsent, proposal.UnsentVersion = theirs.ID, theirs.Version
	propose(t, p, "ruth", proposal)
	if n := count(t, p, "drafts"); n != 1 {
		t.Errorf("with the draft of another: got %d drafts, want Dan’s to stay", n)
	}
}

// TestProposalSavedAndSentAtOnce: whichever is first, no words are lost and nothing is there twice.
func TestProposalSavedAndSentAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _, v := begun(t)
	ruth := person(t, p, "ruth")
	for range 5 {
		d := saveUnsent(t, p, "ruth", unsent("As begun"))
		proposal := says(named(t, v, "Who they are"), "Makers.")
		proposal.Submission, proposal.Unsent, proposal.UnsentVersion = d.Submission, d.ID, d.Version
		d.Typed = map[string][]string{"why": {"Newer words"}}
		sentBefore, leftBefore := count(t, p, "icp_proposals"), count(t, p, "drafts")-1
		var saving, sending error
		var both sync.WaitGroup
		both.Go(func() { _, saving = p.ICP.SaveUnsent(ctx, ruth, d) })
		both.Go(func() { _, sending = p.ICP.Propose(ctx, ruth, proposal) })
		both.Wait()
		sent, left := count(t, p, "icp_proposals")-sentBefore, count(t, p, "drafts")-leftBefore
		switch {
		case sending == nil && errors.Is(saving, store.ErrNotFound) && sent == 1 && left == 0:
		case errors.Is(sending, store.ErrConflict) && saving == nil && sent == 0 && left == 1:
		default:
			t.Errorf("got saving %v, sending %v, %d proposed and %d kept, want one of them to win", saving, sending, sent, left)
		}
	}
}
