package icp_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/icp"
	"alongside/models/store"
)

func TestOtherProposalsFollowANewVersion(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	who, trigger := named(t, v, "Who they are"), named(t, v, "What sets them off")
	elsewhere := propose(t, p, "callum", says(trigger, "A customs hold."))
	both := says(who, "Theirs.")
	both.Changes = append(both.Changes, says(named(t, v, "Who decides"), "The planner.").Changes...)
	sameSection := propose(t, p, "greta", both)
	turnKey(t, p, "dan", elsewhere)
	turnKey(t, p, "dan", sameSection)
	if got := agree(t, p, "ruth", says(who, "Agreed first.")); got.Number != 2 {
		t.Fatalf("got version %d, want 2", got.Number)
	}
	if w := read(t, p, "priya", elsewhere.ID); w.Base != 2 || len(w.Conflicts) != 0 || len(w.Keys) != 1 || w.Revision != 1 {
		t.Errorf("on another section: got base %d, conflicts %v, %d keys, want it on version 2 by itself with its key", w.Base, w.Conflicts, len(w.Keys))
	}
	w := read(t, p, "greta", sameSection.ID)
	if !slices.Equal(w.Conflicts, []int64{who.ID}) || len(w.Keys) != 0 || len(w.Owed) != 0 {
		t.Fatalf("on the same section: got conflicts %v, %d keys, %d owed, want its section, and no key", w.Conflicts, len(w.Keys), len(w.Owed))
	}
	if a := w.Apart[0]; len(w.Apart) != 1 || a.Base.Text != who.Text || a.Agreed.Text != "Agreed first." || a.Mine.Text != "Theirs." {
		t.Errorf("got texts %+v, want when it was begun, agreed since, and hers", w.Apart)
	}
	if names := concerned(t, p, sameSection.Subject()); !slices.Contains(names, "Greta") || !slices.Contains(names, "Dan") {
		t.Errorf("the conflict concerns %v, want Greta and Dan, whose key turned back", names)
	}
	for _, lead := range []string{"dan", "priya"} {
		_, err := p.ICP.TurnKey(ctx, person(t, p, lead), sameSection.ID, 1, icp.Reservation{})
		refused(t, lead+" turns a key on a conflict", err, store.ErrConflict)
	}
	_, err := p.ICP.Edit(ctx, person(t, p, "greta"), sameSection.ID, 1, says(who, "Over it"))
	refused(t, "an edit over a conflict", err, store.ErrConflict)
	decided := who
	decided.Text = "Agreed first, and hers."
	_, err = p.ICP.Decide(ctx, person(t, p, "callum"), sameSection.ID, 1, who.ID, icp.Decision{To: &decided})
	refused(t, "a stranger decides", err, store.ErrForbidden)
	after, err := p.ICP.Decide(ctx, person(t, p, "greta"), sameSection.ID, 1, who.ID, icp.Decision{To: &decided})
	if err != nil || after.Revision != 2 || after.Base != 2 || len(after.Conflicts) != 0 {
		t.Fatalf("got revision %d on version %d with conflicts %v, %v, want it decided", after.Revision, after.Base, after.Conflicts, err)
	}
	turnKey(t, p, "priya", elsewhere)
	turnKey(t, p, "dan", after)
	turnKey(t, p, "priya", after)
	got := current(t, p)
	for title, want := range map[string]string{"Who they are": decided.Text, "What sets them off": "A customs hold.", "Who decides": "The planner."} {
		if text := named(t, got, title).Text; got.Number != 4 || text != want {
			t.Errorf("version %d, %s: got %q, want %q in version 4", got.Number, title, text, want)
		}
	}
	audit(t, p)
}

func TestAConflictCanEndAsAgreed(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	who := named(t, v, "Who they are")
	only := propose(t, p, "greta", says(who, "Mine."))
	two := says(who, "Mine too.")
	two.Changes = append(two.Changes, says(named(t, v, "Who decides"), "The planner.").Changes...)
	more := propose(t, p, "greta", two)
	agree(t, p, "ruth", says(who, "Agreed."))
	_, err := p.ICP.Decide(ctx, person(t, p, "greta"), only.ID, 1, who.ID, icp.Decision{})
	problem(t, "nothing left", err, "sections")
	got, err := p.ICP.Decide(ctx, person(t, p, "greta"), more.ID, 1, who.ID, icp.Decision{})
	if err != nil || len(got.Changes) != 1 {
		t.Errorf("got %d changes, %v, want the other one", len(got.Changes), err)
	}
	_, err = p.ICP.Decide(ctx, person(t, p, "greta"), more.ID, 2, who.ID, icp.Decision{})
	refused(t, "decided twice", err, store.ErrConflict)
	if _, err := p.ICP.Withdraw(ctx, person(t, p, "greta"), only.ID, 1); err != nil {
		t.Errorf("got %v, want a proposal in conflict withdrawn", err)
	}
	audit(t, p)
}

func TestSectionsAreAddedRemovedAndMoved(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	who, decides := named(t, v, "Who they are"), named(t, v, "Who decides")
	card := named(t, v, "Criteria scorecard")
	card.Criteria = append(slices.Clone(card.Criteria[1:]), icp.Criterion{ID: -1, Attribute: "Has had a customs hold", Weight: icp.Counts, Points: 10})
	d := to(card)
	d.Changes = append(d.Changes,
		icp.Change{Section: -1, To: &icp.Section{Kind: icp.Prose, Title: "Competitors met", Text: "Bluewake."}, Move: &icp.Move{After: who.ID}},
		icp.Change{Section: -2, To: &icp.Section{Kind: icp.Lead, Title: "Later", Items: []icp.Item{{ID: -1, Text: "A date"}}}, Move: &icp.Move{After: -1}},
		icp.Change{Section: named(t, v, "How we know").ID},
		icp.Change{Section: decides.ID, To: &decides, Move: &icp.Move{}},
	)
	onRemoved := propose(t, p, "greta", says(named(t, v, "How we know"), "By asking."))
	got := agree(t, p, "ruth", d)
	var titles []string
	for _, s := range got.Content.Sections[:6] {
		titles = append(titles, s.Title)
	}
	want := []string{"The customer we are both looking for", "Who decides", "Who they are", "Competitors met", "Later", "What sets them off"}
	if !slices.Equal(titles, want) || len(got.Content.Sections) != len(v.Content.Sections)+1 {
		t.Errorf("got %q, want %q, one more than before", titles, want)
	}
	fresh := named(t, got, "Criteria scorecard").Criteria
	if id := fresh[len(fresh)-1].ID; id <= maxCriterion(v) || named(t, got, "Later").Items[0].ID <= 0 {
		t.Errorf("got criterion %d, want a number never given before", id)
	}
	w := read(t, p, "greta", onRemoved.ID)
	if len(w.Conflicts) != 1 || w.Apart[0].Agreed.ID != 0 {
		t.Fatalf("a change of what was removed: got conflicts %v, want one", w.Conflicts)
	}
	again := w.Apart[0].Mine
	back, err := p.ICP.Decide(t.Context(), person(t, p, "greta"), onRemoved.ID, 1, again.ID, icp.Decision{To: &again})
	if err != nil {
		t.Fatal(err)
	}
	turnKey(t, p, "dan", back)
	turnKey(t, p, "priya", back)
	if last := current(t, p).Content.Sections; last[len(last)-1].Text != "By asking." {
		t.Errorf("got %q last, want the section added again", last[len(last)-1].Title)
	}
	diffs := icp.Compare(v.Content, got.Content)
	ops := map[string]icp.Op{}
	for _, d := range diffs {
		ops[d.Section().Title] = d.Op
		if d.Section().Title == "Who decides" && !d.Moved {
			t.Error("Who decides: got it where it was, want it moved")
		}
	}
	if ops["Later"] != icp.Added || ops["How we know"] != icp.Removed || ops["Criteria scorecard"] != icp.Changed || ops["Who they are"] != icp.Same {
		t.Errorf("got %v, want added, removed, changed and same", ops)
	}
	audit(t, p)
}

func maxCriterion(v icp.Version) (most int64) {
	for _, c := range v.Content.Criteria() {
		most = max(most, c.ID)
	}
	return most
}

func TestWhatCannotBeProposed(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	who, card := named(t, v, "Who they are"), named(t, v, "Criteria scorecard")
	stolen := card
	stolen.Criteria = append(slices.Clone(card.Criteria), icp.Criterion{ID: 999, Attribute: "Not given", Weight: icp.Counts})
	twice := card
	twice.Criteria = append(slices.Clone(card.Criteria), card.Criteria[0])
	long := who
	long.Text = strings.Repeat("a", icp.MaxText+1)
	prose := func(move *icp.Move) icp.Draft {
		d := to(icp.Section{ID: -1, Kind: icp.Prose, Title: "New"})
		d.Changes[0].Move = move
		return d
	}
	opening := v.Content.Opening()
	for what, c := range map[string]struct {
		draft icp.Draft
		field string
	}{
		"nothing":                     {says(who, who.Text), "sections"},
		"no reason":                   {func() icp.Draft { d := says(who, "A"); d.Why = " "; return d }(), "why"},
		"no title":                    {func() icp.Draft { d := says(who, "A"); d.Title = ""; return d }(), "title"},
		"a criterion that is nobody":  {to(stolen), card.Field("rows")},
		"a criterion twice":           {to(twice), "sections"},
		"more than fits":              {to(long), who.Field("")},
		"one section twice":           {to(func() icp.Section { s := who; s.Text = "A"; return s }(), func() icp.Section { s := who; s.Text = "B"; return s }()), "sections"},
		"a section that is nowhere":   {icp.Draft{Title: "A", Why: "B", Changes: []icp.Change{{Section: 999}}}, "sections"},
		"a section with a forged id":  {to(icp.Section{ID: 999, Kind: icp.Prose, Title: "A"}), "section_999_after"},
		"a new section of no place":   {prose(nil), "section_-1_after"},
		"behind what is not there":    {prose(&icp.Move{After: 999}), "sections"},
		"behind itself":               {prose(&icp.Move{After: -1}), "sections"},
		"no opening":                  {icp.Draft{Title: "A", Why: "B", Changes: []icp.Change{{Section: opening.ID}}}, opening.Field("")},
		"a second opening":            {to(icp.Section{ID: -1, Kind: icp.Opening, Title: "A"}), "section_-1_kind"},
		"evidence that is none":       {func() icp.Draft { d := says(who, "A"); d.Sources = []icp.Source{"hearsay"}; return d }(), "sources"},
		"written with nobody of here": {func() icp.Draft { d := says(who, "A"); d.WrittenWith = []int64{999}; return d }(), "written_with"},
	} {
		c.draft.Submission = uuid.New()
		_, err := p.ICP.Propose(t.Context(), person(t, p, "ruth"), c.draft)
		problem(t, what, err, c.field)
	}
	_, err := p.ICP.Propose(t.Context(), person(t, p, "ines"), says(who, "A"))
	refused(t, "a reader proposes", err, store.ErrForbidden)
	kind := who
	kind.Kind = icp.Roles
	got := propose(t, p, "ruth", func() icp.Draft { kind.Text = "A"; return to(kind) }())
	if got.Changes[0].To.Kind != icp.Prose {
		t.Errorf("got kind %s, want a section to stay what it is", got.Changes[0].To.Kind)
	}
}

func TestProposalsEnd(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	who, decides := named(t, v, "Who they are"), named(t, v, "Who decides")
	one := propose(t, p, "ruth", says(who, "A"))
	turnKey(t, p, "dan", one)
	_, err := p.ICP.Refuse(ctx, person(t, p, "priya"), one.ID, 1, "Too early")
	problem(t, "a short reason", err, "reason")
	for _, who := range []string{"dan", "hannah", "ruth", "ines"} {
		_, err = p.ICP.Refuse(ctx, person(t, p, who), one.ID, 1, "We have no numbers yet.")
		refused(t, who+" refuses", err, store.ErrForbidden)
	}
	_, err = p.ICP.Refuse(ctx, person(t, p, "priya"), one.ID, 2, "We have no numbers yet.")
	refused(t, "a refusal of other words", err, store.ErrConflict)
	if got, err := p.ICP.Refuse(ctx, person(t, p, "priya"), one.ID, 1, "We have no numbers yet."); err != nil || got.State != icp.Refused || len(owed(t, p, "priya")) != 0 {
		t.Errorf("got %s, %v, want it refused and nothing owed", got.State, err)
	}
	if names := concerned(t, p, one.Subject()); !slices.Contains(names, "Ruth") || !slices.Contains(names, "Dan") {
		t.Errorf("the refusal concerns %v, want Ruth and Dan", names)
	}
	two := propose(t, p, "ruth", says(who, "B"))
	_, err = p.ICP.Withdraw(ctx, person(t, p, "greta"), two.ID, 1)
	refused(t, "a colleague withdraws", err, store.ErrForbidden)
	if got, err := p.ICP.Withdraw(ctx, person(t, p, "ruth"), two.ID, 1); err != nil || got.State != icp.Withdrawn {
		t.Errorf("got %s, %v, want it withdrawn", got.State, err)
	}
	_, err = p.ICP.TurnKey(ctx, person(t, p, "dan"), two.ID, 1, icp.Reservation{})
	refused(t, "a key on what is withdrawn", err, store.ErrConflict)
	three, four := propose(t, p, "ruth", says(who, "C")), propose(t, p, "ben", says(decides, "D"))
	clash := propose(t, p, "greta", says(who, "E"))
	turnKey(t, p, "dan", four)
	_, err = p.ICP.Merge(ctx, person(t, p, "dan"), clash.ID, 1, three.ID)
	refused(t, "two texts of one section", err, store.ErrConflict)
	_, err = p.ICP.Merge(ctx, person(t, p, "dan"), three.ID, 1, three.ID)
	problem(t, "into itself", err, "into")
	merged, err := p.ICP.Merge(ctx, person(t, p, "dan"), three.ID, 1, four.ID)
	if err != nil || merged.State != icp.Merged {
		t.Fatalf("got %s, %v, want it merged", merged.State, err)
	}
	w := read(t, p, "ruth", four.ID)
	if len(w.Changes) != 2 || w.Revision != 2 || len(w.Keys) != 0 || !w.Writes(person(t, p, "ruth").ID) {
		t.Fatalf("got %d changes in revision %d with %d keys, want both changes, Ruth among the authors, and no key", len(w.Changes), w.Revision, len(w.Keys))
	}
	turnKey(t, p, "dan", w.Proposal)
	turnKey(t, p, "priya", w.Proposal)
	if got := current(t, p); !slices.Equal(got.Proposals, []int64{three.ID, four.ID}) {
		t.Errorf("got version from %v, want both proposals", got.Proposals)
	}
	audit(t, p)
}

func TestDiscussion(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	proposal := propose(t, p, "ruth", says(named(t, v, "Who they are"), "A"))
	turnKey(t, p, "dan", proposal)
	submission := uuid.New()
	for range 2 {
		if _, err := p.ICP.Comment(ctx, person(t, p, "hannah"), proposal.ID, submission, "Can we word it for one question, @Callum?"); err != nil {
			t.Fatal(err)
		}
	}
	if kinds := told(t, p, proposal.Subject()); !slices.Equal(kinds, []string{"proposed", "key-turned", "commented"}) {
		t.Errorf("got %v told, want the comment once", kinds)
	}
	if names := concerned(t, p, proposal.Subject()); !slices.Contains(names, "Callum") || !slices.Contains(names, "Ruth") || slices.Contains(names, "Hannah") {
		t.Errorf("got %v, want Callum, who was named, and Ruth", names)
	}
	if w := read(t, p, "ines", proposal.ID); len(w.Keys) != 1 || len(w.Moves) != 0 {
		t.Errorf("got %d keys, moves %v of a reader, want the key to stay and no move", len(w.Keys), w.Moves)
	}
	_, err := p.ICP.Comment(ctx, person(t, p, "ines"), proposal.ID, uuid.New(), "Hello")
	refused(t, "a reader comments", err, store.ErrForbidden)
	_, err = p.ICP.Comment(ctx, person(t, p, "hannah"), 999, uuid.New(), "Hello")
	refused(t, "a comment on nothing", err, store.ErrNotFound)
}
