package icp_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/icp"
	"alongside/models/modelstest"
	"alongside/models/store"
)

// changing is a draft of the changes.
func changing(changes ...icp.Change) icp.Draft {
	return icp.Draft{Submission: uuid.New(), Title: "Other criteria", Why: "Customs come up before temperature.", Changes: changes}
}

// scored is the section with points, changed.
func scored(v icp.Version, change func(*icp.Section)) icp.Change {
	i := slices.IndexFunc(v.Content.Sections, func(s icp.Section) bool { return s.Points() > 0 })
	s := v.Content.Sections[i]
	s.Criteria = slices.Clone(s.Criteria)
	change(&s)
	return icp.Change{Section: s.ID, To: &s}
}

// answers to the version's criteria in their order: y, n, ? for not known, - for none.
func answers(v icp.Version, letters string) icp.Answers {
	given, words := icp.Answers{}, map[byte]icp.Answer{'y': icp.Yes, 'n': icp.No, '?': icp.NotKnown}
	for i, c := range v.Content.Criteria() {
		if i < len(letters) && letters[i] != '-' {
			given[c.ID] = words[letters[i]]
		}
	}
	return given
}

func enquiry(v icp.Version, account, letters string) icp.Enquiry {
	return icp.Enquiry{Submission: uuid.New(), Version: v.Number, Account: account, Answers: answers(v, letters)}
}

// look at the account: Aisha checks it.
func look(t testing.TB, p *models.Portal, v icp.Version, account, letters string) icp.Check {
	t.Helper()
	c, err := p.ICP.Check(t.Context(), person(t, p, "aisha"), enquiry(v, account, letters))
	if err != nil {
		t.Fatalf("check %s: %v", account, err)
	}
	return c
}

// ended says how it ended with the account of the check.
func ended(t testing.TB, p *models.Portal, check int64, how icp.Outcome) icp.Account {
	t.Helper()
	who := person(t, p, "ben")
	w, err := p.ICP.FindCheck(t.Context(), who, check)
	if err != nil {
		t.Fatal(err)
	}
	a, err := p.ICP.End(t.Context(), who, check, w.Account.Version, how)
	if err != nil {
		t.Fatalf("%s ends: %v", w.Account.Name, err)
	}
	return a
}

// TestChecksStayAsTheyWere: points and fit are those of the version that was asked, whatever is agreed later; the account
// checked again keeps how it ended, and the latest check counts.
func TestChecksStayAsTheyWere(t *testing.T) {
	t.Parallel()
	p, clock, first := begun(t)
	c := look(t, p, first, "  Garside   Foods ", "yyynn")
	if c.Points != 75 || c.Band != icp.BandGood || c.Version != 1 {
		t.Fatalf("got %d points, %s, version %d, want 75, good, 1", c.Points, c.Band, c.Version)
	}
	ended(t, p, c.ID, icp.Won)
	clock.Set(t, "2026-11-26 10:00")
	second := agree(t, p, "ruth", changing(scored(first, func(s *icp.Section) { s.Good = 90 })))
	w, err := p.ICP.FindCheck(t.Context(), person(t, p, "ines"), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if w.Points != 75 || w.Band != icp.BandGood || w.Score.Band != icp.BandGood || w.Score.Good != 60 || w.Against.Number != 1 || !w.Latest() || w.May {
		t.Errorf("got %d points, %s, %s by a line of %d in version %d, latest %v, may %v, want all as it was", w.Points, w.Band, w.Score.Band, w.Score.Good, w.Against.Number, w.Latest(), w.May)
	}
	if w.Account.Name != "Garside Foods" || !slices.ContainsFunc(w.Score.Failed(), func(r icp.Scored) bool { return r.Points == 15 }) {
		t.Errorf("got %q that failed %v, want Garside Foods without a named person", w.Account.Name, w.Score.Failed())
	}

	again := look(t, p, second, "garside foods", "yyynn")
	if again.ID == c.ID || again.Band != icp.BandNotYet || again.AccountID != c.AccountID {
		t.Errorf("checked again: got check %d of account %d, %s, want another of the same, not yet", again.ID, again.AccountID, again.Band)
	}
	page, err := p.ICP.Checks(t.Context(), icp.CheckFilter{})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].ID != again.ID || page.Rows[0].Outcome != icp.Won {
		t.Errorf("listed: got %+v, %v, want the latest check, won", page.Rows, err)
	}
	h, err := p.ICP.Held(t.Context())
	if want := (icp.Tally{Checked: 1, Ended: 1, Won: 1}); err != nil || h.Together != want || h.Bands[icp.BandNotYet] != want || h.Earlier != 0 {
		t.Errorf("held: got %+v, %+v, %v, want one, not yet, won", h.Together, h.Bands, err)
	}
	if _, err := p.ICP.End(t.Context(), person(t, p, "ben"), c.ID, w.Account.Version+1, icp.Lost); !errors.Is(err, store.ErrConflict) {
		t.Errorf("ends on the check before: got %v, want %v", err, store.ErrConflict)
	}
	if err := p.Store.Read().Exec(`UPDATE icp_checks SET points = 100`).Error; err == nil {
		t.Error("a check was changed: got no error, want the database to refuse it")
	}
}

func TestChecksAreRefused(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p, _ := modelstest.Portal(t)
	aisha, ines := person(t, p, "aisha"), person(t, p, "ines")
	if _, err := p.ICP.Check(ctx, aisha, enquiry(current(t, p), "Garside Foods", "y")); !errors.Is(err, store.ErrConflict) {
		t.Errorf("nothing is agreed: got %v, want %v", err, store.ErrConflict)
	}
	v := agree(t, p, "ruth", changing())
	questions := v.Content.Criteria()
	for name, c := range map[string]struct {
		change func(*icp.Enquiry)
		field  string
	}{
		"no account":        {func(e *icp.Enquiry) { e.Account = "  " }, "account"},
		"two lines":         {func(e *icp.Enquiry) { e.Account = "Garside\nFoods" }, "account"},
		"a name too long":   {func(e *icp.Enquiry) { e.Account = fmt.Sprintf("%121d", 1) }, ""},
		"121 characters":    {func(e *icp.Enquiry) { e.Account = fmt.Sprintf("%0121d", 1) }, "account"},
		"no answer at all":  {func(e *icp.Enquiry) { e.Answers = nil }, questions[0].AnswerField()},
		"an unknown answer": {func(e *icp.Enquiry) { e.Answers[questions[1].ID] = "maybe" }, questions[1].AnswerField()},
		"not known, all":    {func(e *icp.Enquiry) { e.Answers = answers(v, "?????") }, ""},
		"some are missing":  {func(e *icp.Enquiry) { e.Answers = answers(v, "y") }, ""},
		"nobody asked that": {func(e *icp.Enquiry) { e.Answers[9999] = icp.Yes }, ""},
	} {
		e := enquiry(v, "Garside Foods", "yyyyy")
		c.change(&e)
		made, err := p.ICP.Check(ctx, aisha, e)
		var inv *store.Invalid
		if errors.As(err, &inv) != (c.field != "") || inv.On(c.field) == "" && c.field != "" || err != nil && c.field == "" {
			t.Errorf("%s: got %v, want a problem on %q", name, err, c.field)
		}
		if _, kept := made.Answers[9999]; kept {
			t.Errorf("%s: got it kept, want only answers to what was asked", name)
		}
	}
	e := enquiry(v, "Garside Foods", "yyyyy")
	if _, err := p.ICP.Check(ctx, ines, e); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("a reader: got %v, want %v", err, store.ErrForbidden)
	}
	e.Version = 7
	if _, err := p.ICP.Check(ctx, aisha, e); !errors.Is(err, store.ErrConflict) {
		t.Errorf("another version: got %v, want %v", err, store.ErrConflict)
	}

	c := look(t, p, v, "Tamar Seafoods", "yyyyy")
	priya := person(t, p, "priya")
	var inv *store.Invalid
	if _, err := p.ICP.End(ctx, priya, c.ID, 1, "drawn"); !errors.As(err, &inv) || inv.On("outcome") == "" {
		t.Errorf("an unknown end: got %v, want a problem on outcome", err)
	}
	if _, err := p.ICP.End(ctx, ines, c.ID, 1, icp.Won); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("a reader ends: got %v, want %v", err, store.ErrForbidden)
	}
	if _, err := p.ICP.End(ctx, priya, 999, 1, icp.Won); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such check: got %v, want %v", err, store.ErrNotFound)
	}
	if a, err := p.ICP.End(ctx, priya, c.ID, 1, icp.Left); err != nil || a.Outcome != icp.Left || *a.OutcomeBy != priya.ID {
		t.Errorf("left: got %+v, %v, want it, as said by Priya", a, err)
	}
	if _, err := p.ICP.End(ctx, aisha, c.ID, 1, icp.Lost); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a stale version: got %v, want %v", err, store.ErrConflict)
	}
	if _, err := p.ICP.FindCheck(ctx, aisha, 999); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such check: got %v, want %v", err, store.ErrNotFound)
	}
}

// TestSentTwiceIsOneCheck: pressed twice at once, and by two people for one account at once.
func TestSentTwiceIsOneCheck(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	e := enquiry(v, "Garside Foods", "yyy??")
	firsts := []string{"aisha", "aisha", "aisha", "ben", "greta"}
	made, errs := make([]icp.Check, len(firsts)), make([]error, len(firsts))
	var wg sync.WaitGroup
	for i, first := range firsts {
		who := person(t, p, first)
		wg.Go(func() { made[i], errs[i] = p.ICP.Check(t.Context(), who, e) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if made[0].ID != made[1].ID || made[0].ID != made[2].ID || made[3].ID == made[4].ID || made[0].AccountID != made[4].AccountID {
		t.Errorf("got %+v, want one of Aisha’s and two others, of one account", made)
	}
	other := e
	other.Answers = answers(v, "nnnnn")
	if _, err := p.ICP.Check(t.Context(), person(t, p, "aisha"), other); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the same form with other answers: got %v, want %v", err, store.ErrConflict)
	}
}

func TestAccountsAreFound(t *testing.T) {
	t.Parallel()
	p, clock, v := begun(t)
	clock.Set(t, "2026-11-25 10:00")
	for i := range icp.PageSize + 5 {
		look(t, p, v, fmt.Sprintf("Account %03d", i), "yyy")
	}
	clock.Set(t, "2026-11-25 11:00")
	look(t, p, v, "100% Ärzte_Foods", "nnnnn")
	for name, c := range map[string]struct {
		filter icp.CheckFilter
		want   int
	}{
		"all":                 {icp.CheckFilter{}, icp.PageSize},
		"some letters":        {icp.CheckFilter{Text: "unt 01"}, 10},
		"capitals and spaces": {icp.CheckFilter{Text: "  ACCOUNT   012 "}, 1},
		"other letters":       {icp.CheckFilter{Text: "ärzte"}, 1},
		"a percent sign":      {icp.CheckFilter{Text: "%"}, 1},
		"an underscore":       {icp.CheckFilter{Text: "_"}, 1},
		"broken letters":      {icp.CheckFilter{Text: "\xff\x00"}, icp.PageSize},
		"no fit":              {icp.CheckFilter{Fit: icp.NoFit}, 1},
		"good fits":           {icp.CheckFilter{Fit: icp.GoodFit, Text: "account 00"}, 10},
		"nobody":              {icp.CheckFilter{Fit: icp.NoFit, Text: "account"}, 0},
	} {
		page, err := p.ICP.Checks(t.Context(), c.filter)
		if err != nil || len(page.Rows) != c.want {
			t.Errorf("%s: got %d, %v, want %d", name, len(page.Rows), err, c.want)
		}
	}
	seen := map[string]int{}
	for f := (icp.CheckFilter{}); ; {
		page, err := p.ICP.Checks(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			seen[r.Account]++
		}
		if f.After = page.Next; f.After == "" {
			break
		}
	}
	if len(seen) != icp.PageSize+6 || seen["Account 004"] != 1 {
		t.Errorf("got %d accounts on all pages, want %d, each once", len(seen), icp.PageSize+6)
	}
	for _, f := range []icp.CheckFilter{{After: "mangled"}, {Fit: "perfect"}} {
		if _, err := p.ICP.Checks(t.Context(), f); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%+v: got %v, want %v", f, err, store.ErrNotFound)
		}
	}
}
