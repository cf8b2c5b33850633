package icp_test

import (
	"errors"
	"testing"
	"time"

	"alongside/models/icp"
	"alongside/models/store"
)

// TestPastChecksAreBroughtIn: by a lead, all or none, judged like any other and never over what was checked here.
func TestPastChecksAreBroughtIn(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p, clock, v := begun(t)
	ruth, dan := person(t, p, "ruth"), person(t, p, "dan")
	before := func(days int, account, letters string, how icp.Outcome) icp.Past {
		return icp.Past{Enquiry: icp.Enquiry{Version: v.Number, Account: account, Answers: answers(v, letters)}, By: ruth.ID, At: clock.Now().AddDate(0, 0, -days), Outcome: how}
	}
	past := []icp.Past{before(1, "Tamar Seafoods", "yyyyy", icp.NotEnded), before(30, " Garside  Foods", "yyynn", icp.Left), before(30, "Pellow & Sons", "yyyyyy", icp.Lost)}
	if err := p.ICP.Enter(ctx, ruth, past); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("a member: got %v, want %v", err, store.ErrForbidden)
	}
	wrong := before(2, "Northgate Foods", "yy", icp.Won)
	for name, change := range map[string]func(*icp.Past){
		"to come":         func(one *icp.Past) { one.At = clock.Now().Add(time.Minute) },
		"another version": func(one *icp.Past) { one.Version = 7 },
		"an unknown end":  func(one *icp.Past) { one.Outcome = "drawn" },
		"nobody":          func(one *icp.Past) { one.Account = "" },
		"twice":           func(one *icp.Past) { one.Account = "tamar seafoods" },
	} {
		one := wrong
		change(&one)
		if err := p.ICP.Enter(ctx, dan, append(past[:3:3], one)); err == nil {
			t.Errorf("%s: got no error, want none brought in", name)
		}
	}
	if err := p.ICP.Enter(ctx, dan, past); err != nil {
		t.Fatal(err)
	}
	page, err := p.ICP.Checks(ctx, icp.CheckFilter{})
	if err != nil || len(page.Rows) != 3 {
		t.Fatalf("got %d accounts, %v, want 3", len(page.Rows), err)
	}
	newest, oldest := page.Rows[0], page.Rows[2]
	if newest.Account != "Tamar Seafoods" || newest.Band != icp.BandStrong || newest.ID < oldest.ID {
		t.Errorf("got %+v first, want the latest", newest)
	}
	h, err := p.ICP.Held(ctx)
	if want := (icp.Tally{Checked: 3, Ended: 2, Won: 1, Left: 1}); err != nil || h.Together != want || h.Bands[icp.BandNo].Checked != 1 {
		t.Errorf("held: got %+v, %v, want %+v", h.Together, err, want)
	}
	if err := p.ICP.Enter(ctx, dan, past[:1]); !errors.Is(err, store.ErrConflict) {
		t.Errorf("again: got %v, want %v", err, store.ErrConflict)
	}
	if again := look(t, p, v, "garside foods", "yyyyy"); again.AccountID == 0 || again.ID <= newest.ID {
		t.Errorf("checked again: got %+v, want a new check of it", again)
	}
}
