package icp_test

import (
	"fmt"
	"slices"
	"testing"

	"alongside/models/icp"
)

// TestNoRateUnderTen: what it says of nine accounts is how many they are.
func TestNoRateUnderTen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tally   icp.Tally
		percent int
		ok      bool
	}{
		{icp.Tally{}, 0, false},
		{icp.Tally{Checked: 25, Ended: 9, Won: 9}, 0, false},
		{icp.Tally{Checked: 25, Ended: 10, Won: 0}, 0, true},
		{icp.Tally{Checked: 38, Ended: 22, Won: 15, Left: 1}, 68, true},
		{icp.Tally{Checked: 200, Ended: 200, Won: 1}, 1, true},
	} {
		if percent, ok := c.tally.Rate(); percent != c.percent || ok != c.ok {
			t.Errorf("%+v: got %d %v, want %d %v", c.tally, percent, ok, c.percent, c.ok)
		}
	}
	tally := func(ended, won int) icp.Tally { return icp.Tally{Checked: ended, Ended: ended, Won: won} }
	out := icp.Criterion{Weight: icp.RulesOut}
	for _, c := range []struct {
		held icp.CriterionHeld
		want icp.Telling
	}{
		{icp.CriterionHeld{Yes: tally(68, 36), No: tally(30, 7)}, icp.Well},
		{icp.CriterionHeld{Yes: tally(61, 30), No: tally(37, 13)}, icp.Somewhat},
		{icp.CriterionHeld{Yes: tally(37, 16), No: tally(45, 20)}, icp.TellsNot},
		{icp.CriterionHeld{Yes: tally(30, 7), No: tally(68, 36)}, icp.TellsNot},
		{icp.CriterionHeld{Yes: tally(12, 9), No: tally(7, 1)}, icp.TooFew},
		{icp.CriterionHeld{Yes: tally(9, 9), No: tally(70, 1)}, icp.TooFew},
		{icp.CriterionHeld{Criterion: out, Yes: tally(10, 1), No: tally(70, 36)}, icp.Well},
		{icp.CriterionHeld{Criterion: out, Yes: tally(10, 9), No: tally(70, 36)}, icp.TellsNot},
	} {
		if got := c.held.Tells(); got != c.want {
			t.Errorf("%+v and %+v: got %s, want %s", c.held.Yes, c.held.No, got, c.want)
		}
	}
}

// TestWhatHeld counts by band and by answer, and leaves out of an answer who did not know.
func TestWhatHeld(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	criteria := v.Content.Criteria()
	for i, c := range []struct {
		letters string
		how     icp.Outcome
	}{
		{"yyyyy", icp.Won}, {"yyyyy", icp.Lost}, {"yyynn", icp.Left}, {"yyyn?", icp.NotEnded}, {"nyyyn", icp.Lost}, {"nnnnn", icp.Lost}, {"?????", icp.NotEnded},
	} {
		made := look(t, p, v, fmt.Sprint("Account ", i), c.letters)
		if c.how != icp.NotEnded {
			ended(t, p, made.ID, c.how)
		}
	}
	h, err := p.ICP.Held(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for band, want := range map[icp.Band]icp.Tally{
		icp.BandStrong: {Checked: 2, Ended: 2, Won: 1}, icp.BandGood: {Checked: 2, Ended: 1, Won: 1, Left: 1}, icp.BandNotYet: {Checked: 1, Ended: 1},
		icp.BandNo: {Checked: 1, Ended: 1}, icp.BandUnknown: {Checked: 1},
	} {
		if got := h.Bands[band]; got != want {
			t.Errorf("%s: got %+v, want %+v", band, got, want)
		}
	}
	if want := (icp.Tally{Checked: 7, Ended: 5, Won: 2, Left: 1}); h.Together != want {
		t.Errorf("together: got %+v, want %+v", h.Together, want)
	}
	i := slices.IndexFunc(h.Criteria, func(c icp.CriterionHeld) bool { return c.ID == criteria[4].ID })
	if yes, no := h.Criteria[i].Yes, h.Criteria[i].No; yes != (icp.Tally{Checked: 2, Ended: 2, Won: 1}) || no != (icp.Tally{Checked: 3, Ended: 3, Won: 1, Left: 1}) {
		t.Errorf("%s: got %+v yes and %+v no, want 2 and 3", criteria[4].Attribute, yes, no)
	}
	if len(h.Criteria) != 5 {
		t.Errorf("got %d criteria, want 5: nothing ruled anybody out", len(h.Criteria))
	}
	w, err := p.ICP.FindCheck(t.Context(), person(t, p, "ruth"), 3)
	if want := (icp.Tally{Ended: 1, Won: 1, Left: 1}); err != nil || w.Like != want {
		t.Errorf("accounts like it: got %+v, %v, want %+v", w.Like, err, want)
	}
}

// TestWhatWouldMove: by answers given, judged by both versions; who has not answered what is new stays.
func TestWhatWouldMove(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	p, _, v := begun(t)
	change := scored(v, func(s *icp.Section) {
		s.Criteria[4].Points = 0
		s.Criteria = append(s.Criteria, icp.Criterion{ID: -1, Attribute: "Had a customs hold", Weight: icp.Counts, Points: 10})
	})
	pr := propose(t, p, "ruth", changing(change))
	q, err := p.ICP.Questions(ctx)
	if err != nil || len(q.Proposed) != 1 || q.Proposed[0].Proposal != pr.ID {
		t.Fatalf("proposed questions: got %+v, %v, want that of proposal %d", q.Proposed, err, pr.ID)
	}
	customs := q.Proposed[0].ID
	for i, c := range []struct {
		letters string // 25 must, 20, 30 must, 15, 10
		customs icp.Answer
		how     icp.Outcome
	}{
		{"ynyny", icp.No, ""},            // 65 to 55: out
		{"ynynn", icp.Yes, ""},           // 55 to 65: in
		{"ynynn", icp.NotKnown, ""},      // stays
		{"ynyny", "", ""},                // stays
		{"ynynn", "", icp.Lost},          // stays, and nobody will ask
		{"yyyyy", icp.No, ""},            // 100 to 90
		{"ynynn", icp.Yes, icp.Lost},     // in
		{"nynyn", icp.Yes, icp.NotEnded}, // 35 to 45: from no fit to not yet
	} {
		e := enquiry(v, fmt.Sprint("Account ", i), c.letters)
		if c.customs != "" {
			e.Answers[customs] = c.customs
		}
		made, err := p.ICP.Check(ctx, person(t, p, "aisha"), e)
		if err != nil {
			t.Fatal(err)
		}
		if c.how != icp.NotEnded {
			ended(t, p, made.ID, c.how)
		}
	}
	m, ok, err := p.ICP.Moved(ctx, current(t, p), pr.Changes)
	if err != nil || !ok {
		t.Fatalf("got %v, %v, want them counted", ok, err)
	}
	in := []icp.Mover{{CheckID: 7, Account: "Account 6", From: 55, To: 65}, {CheckID: 2, Account: "Account 1", From: 55, To: 65}}
	out := []icp.Mover{{CheckID: 1, Account: "Account 0", From: 65, To: 55}}
	if m.Checked != 8 || m.Unanswered != 2 || !slices.Equal(m.In, in) || !slices.Equal(m.Out, out) || len(m.Elsewhere) != 1 || m.Elsewhere[0].From != 35 {
		t.Errorf("got %+v, want two in, one out, one elsewhere and two unanswered of 8", m)
	}
	h, err := p.ICP.Held(ctx)
	if err != nil || len(h.Moving) != 1 || !h.Moving[0].Fits || len(h.Moving[0].In) != 2 || h.Criteria[len(h.Criteria)-1].Proposal != pr.ID {
		t.Errorf("held: got %+v, %v, want what proposal %d would move", h.Moving, err, pr.ID)
	}
	w, err := p.ICP.FindCheck(ctx, person(t, p, "ruth"), 2)
	if err != nil || w.Points != 55 || len(w.Beside) != 1 || w.Beside[0].ID != customs || w.Beside[0].Answer != icp.Yes {
		t.Errorf("got %d points and %+v beside, %v, want 55 and the answer about customs", w.Points, w.Beside, err)
	}

	words := scored(v, func(s *icp.Section) { s.Criteria[0].Why = "Because." })
	if _, ok, err := p.ICP.Moved(ctx, current(t, p), propose(t, p, "ruth", changing(words)).Changes); ok || err != nil {
		t.Errorf("other words: got %v, %v, want nothing counted", ok, err)
	}
	agree(t, p, "ruth", changing(scored(v, func(s *icp.Section) { s.Good = 70 })))
	if _, ok, err := p.ICP.Moved(ctx, current(t, p), pr.Changes); ok || err != nil {
		t.Errorf("in conflict: got %v, %v, want nothing counted", ok, err)
	}
	if h, err := p.ICP.Held(ctx); err != nil || len(h.Moving) != 1 || h.Moving[0].Fits || h.Earlier != 8 {
		t.Errorf("in conflict: got %+v, %d earlier, %v, want a proposal that does not fit and 8", h.Moving, h.Earlier, err)
	}
}
