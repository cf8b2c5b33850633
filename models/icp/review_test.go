package icp_test

import (
	"slices"
	"testing"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

func TestFreshness(t *testing.T) {
	t.Parallel()
	agreed := workday.NewDate(2026, 10, 12)
	for after, want := range map[int]icp.Freshness{0: icp.Fresh, 82: icp.Fresh, 83: icp.Soon, 89: icp.Soon, 90: icp.Due, 91: icp.Due, 103: icp.Due, 104: icp.Stale, 400: icp.Stale} {
		if got := icp.FreshnessOf(agreed.AddDays(icp.ReviewDays), agreed.AddDays(after)); got != want {
			t.Errorf("day %d: got %s, want %s", after, got, want)
		}
	}
}

// remind lets Alongside look at the calendar at the given time.
func remind(t testing.TB, p *models.Portal, clock *modelstest.Clock, local string) int {
	t.Helper()
	clock.Set(t, local)
	n, err := p.ICP.Remind(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func page(t testing.TB, p *models.Portal, who string) icp.Page {
	t.Helper()
	shown, err := p.ICP.Show(t.Context(), person(t, p, who))
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// everybody reads the version in force, so that nobody is reminded to.
func everybodyReads(t testing.TB, p *models.Portal) {
	t.Helper()
	roll, err := p.People.Roll(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range roll {
		if err := p.ICP.MarkRead(t.Context(), who, current(t, p).Number); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSectionsAreLookedAtAfterNinetyDays of 25 November 2026: that is Tuesday 23 February 2027.
func TestSectionsAreLookedAtAfterNinetyDays(t *testing.T) {
	t.Parallel()
	p, clock, v := begun(t)
	everybodyReads(t, p)
	n := len(v.Content.Sections)
	for _, c := range []struct {
		at   string
		did  int
		told string // of each section
	}{
		{"2027-01-25 10:00", 0, ""},        // 29 days before
		{"2027-01-26 08:00", 0, ""},        // 28 days before, not at work yet
		{"2027-01-26 10:00", n, "soon"},    // 28
		{"2027-01-27 10:00", 0, ""},        // told already
		{"2027-02-09 10:00", n, "soon"},    // 14
		{"2027-02-22 16:59", 0, ""},        // day 89
		{"2027-02-23 09:00", n + 1, "due"}, // day 90: and one review of all
		{"2027-02-24 09:00", 0, ""},        // day 91
		{"2027-03-08 16:00", 0, ""},        // 13 days after
		{"2027-03-09 09:30", n, "stale"},   // 14 days after
		{"2027-03-20 10:00", 0, ""},        // a Saturday
		{"2027-03-22 10:00", 0, ""},        // nothing more to say
	} {
		if got := remind(t, p, clock, c.at); got != c.did {
			t.Errorf("%s: got %d things done, want %d", c.at, got, c.did)
		}
		if kinds := told(t, p, icp.Subject()); c.told != "" && kinds[len(kinds)-1] != "section-"+c.told {
			t.Errorf("%s: got %s told, want section-%s", c.at, kinds[len(kinds)-1], c.told)
		}
	}
	shown := page(t, p, "ruth")
	if len(shown.Open) != 1 || shown.Open[0].Kind != icp.ToKeep || len(shown.Open[0].Owed) != 2 || shown.Care[v.Content.Sections[1].ID].Freshness != icp.Stale {
		t.Fatalf("got %+v open, want one review, owed by both, of stale sections", shown.Open)
	}
	for _, lead := range []string{"dan", "priya"} {
		if waiting := owed(t, p, lead); len(waiting) != 1 || waiting[0].Kind != promises.Key {
			t.Errorf("%s owes %v, want a key", lead, waiting)
		}
	}
	review := shown.Open[0].Proposal
	turnKey(t, p, "priya", review)
	if len(owed(t, p, "priya")) != 0 || len(owed(t, p, "dan")) != 1 {
		t.Errorf("after Priya's key: she owes %v and Dan %v, want his alone", owed(t, p, "priya"), owed(t, p, "dan"))
	}
	audit(t, p)
	kept := turnKey(t, p, "dan", review)
	if kept.State != icp.Agreed || current(t, p).Number != v.Number || len(owed(t, p, "dan")) != 0 {
		t.Errorf("got %s and version %d, want it kept without a new version", kept.State, current(t, p).Number)
	}
	if kinds := told(t, p, review.Subject()); !slices.Equal(kinds, []string{"review-opened", "key-turned", "kept-as-it-is"}) {
		t.Errorf("got %v told, want the review kept", kinds)
	}
	if shown := page(t, p, "ruth"); shown.Next() != workday.NewDate(2027, 6, 20) || shown.Agreement != icp.Fresh {
		t.Errorf("got %s next, want 90 days after 22 March 2027", shown.Next())
	}
	audit(t, p)
}

func TestWhatIsPastItsDay(t *testing.T) {
	t.Parallel()
	p, clock, v := begun(t)
	roles := named(t, v, "Who does what")
	roles.ValidUntil = workday.NewDate(2026, 12, 31)
	agree(t, p, "ruth", to(roles))
	for _, c := range []struct {
		at               string
		overdue, expired int
		oldest           icp.Freshness
	}{
		{"2026-12-31 16:00", 0, 0, ""},
		{"2027-01-01 00:30", 0, 1, ""},
		{"2027-02-22 10:00", 0, 1, ""},
		{"2027-02-23 00:10", len(v.Content.Sections), 1, icp.Due},
		{"2027-03-09 10:00", len(v.Content.Sections), 1, icp.Stale},
	} {
		clock.Set(t, c.at)
		a, err := p.ICP.Standing(t.Context(), 0)
		if err != nil || a.Version.Number != v.Number+1 || a.Next != workday.NewDate(2027, 2, 23) || len(a.Overdue) != c.overdue || len(a.Expired) != c.expired || c.overdue > 0 && a.Overdue[0].Freshness != c.oldest || a.Whole != icp.Fresh {
			t.Errorf("%s: got version %d, next on %s, %d overdue, %d expired, %v, want %d and %d", c.at, a.Version.Number, a.Next, len(a.Overdue), len(a.Expired), err, c.overdue, c.expired)
		}
	}
}

func TestAllOfItIsAgreedToEachYear(t *testing.T) {
	t.Parallel()
	p, clock, v := begun(t)
	everybodyReads(t, p)
	if err := p.Store.Read().Exec(`UPDATE icp_sections SET review_on = '2028-06-01'`).Error; err != nil {
		t.Fatal(err)
	}
	if got := remind(t, p, clock, "2027-11-24 10:00"); got != 0 {
		t.Errorf("day 364: got %d done, want nothing", got)
	}
	if got := remind(t, p, clock, "2027-11-25 10:00"); got != 1 {
		t.Errorf("day 365: got %d done, want one review", got)
	}
	if got := remind(t, p, clock, "2027-11-26 10:00"); got != 0 {
		t.Errorf("day 366: got %d done, want the review open already", got)
	}
	review := page(t, p, "dan").Open[0].Proposal
	if !review.Whole || len(review.Sections) != len(v.Content.Sections) {
		t.Fatalf("got a review of %d sections, want the whole", len(review.Sections))
	}
	turnKey(t, p, "dan", review)
	// one section changes meanwhile: what Dan agreed to keep is not what is there
	agree(t, p, "ruth", says(named(t, v, "Who they are"), "Makers."))
	again := page(t, p, "dan").Open[0]
	if len(again.Keys) != 0 || again.Revision != 2 || len(again.Owed) != 2 {
		t.Fatalf("got %d keys in revision %d and %d owed, want Dan's turned back", len(again.Keys), again.Revision, len(again.Owed))
	}
	audit(t, p)
	turnKey(t, p, "dan", again.Proposal)
	turnKey(t, p, "priya", again.Proposal)
	if got := page(t, p, "dan"); got.AgreedOn != workday.NewDate(2027, 11, 26) || got.AgreeBy != workday.NewDate(2028, 11, 25) {
		t.Errorf("got agreed on %s, again by %s, want today and in a year", got.AgreedOn, got.AgreeBy)
	}
	audit(t, p)
}

func TestAChangeAnswersAReview(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ctx := t.Context()
	who, decides := named(t, v, "Who they are"), named(t, v, "Who decides")
	review, err := p.ICP.StartReview(ctx, person(t, p, "dan"), []int64{who.ID, decides.ID})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.ICP.StartReview(ctx, person(t, p, "dan"), []int64{who.ID})
	refused(t, "a review of what is being reviewed", err, store.ErrConflict)
	_, err = p.ICP.StartReview(ctx, person(t, p, "ruth"), []int64{who.ID})
	refused(t, "a member starts a review", err, store.ErrForbidden)
	_, err = p.ICP.StartReview(ctx, person(t, p, "dan"), []int64{999})
	refused(t, "a review of nothing", err, store.ErrNotFound)
	for name, move := range map[string]func() error{
		"edit":     func() error { _, err := p.ICP.Edit(ctx, person(t, p, "dan"), review.ID, 1, says(who, "A")); return err },
		"withdraw": func() error { _, err := p.ICP.Withdraw(ctx, person(t, p, "dan"), review.ID, 1); return err },
		"refuse": func() error {
			_, err := p.ICP.Refuse(ctx, person(t, p, "priya"), review.ID, 1, "Not this time")
			return err
		},
	} {
		refused(t, name+" a review", move(), store.ErrConflict)
	}
	turnKey(t, p, "dan", review)
	agree(t, p, "ruth", says(who, "Makers."))
	if w := read(t, p, "dan", review.ID); !slices.Equal(w.Sections, []int64{decides.ID}) || len(w.Keys) != 0 || len(w.Owed) != 2 {
		t.Errorf("got sections %v with %d keys, want the other one without", w.Sections, len(w.Keys))
	}
	audit(t, p)
	agree(t, p, "ruth", says(decides, "The planner."))
	if w := read(t, p, "dan", review.ID); w.State != icp.Merged || len(w.Owed) != 0 {
		t.Errorf("got %s and %d owed, want it answered", w.State, len(w.Owed))
	}
	if kinds := told(t, p, review.Subject()); kinds[len(kinds)-1] != "review-answered" {
		t.Errorf("got %v told, want it answered", kinds)
	}
	again, err := p.ICP.StartReview(ctx, person(t, p, "dan"), []int64{who.ID})
	if err != nil {
		t.Fatal(err)
	}
	turnKey(t, p, "priya", again)
	if _, err := p.ICP.TurnBack(ctx, person(t, p, "priya"), again.ID); err != nil || len(owed(t, p, "priya")) != 1 {
		t.Errorf("a key turned back: got %v and %v owed, want it owed again", err, owed(t, p, "priya"))
	}
	audit(t, p)
}

func TestWhoLeavesHandsOn(t *testing.T) {
	t.Parallel()
	p, clock, v := begun(t)
	everybodyReads(t, p)
	ctx := t.Context()
	ruth, ben := person(t, p, "ruth"), person(t, p, "ben")
	who := named(t, v, "Who they are").ID
	if owner := page(t, p, "dan").Care[who].OwnerID; owner != ruth.ID {
		t.Errorf("got owner %d, want Ruth, who proposed it", owner)
	}
	refused(t, "a stranger gives it away", p.ICP.HandOwner(ctx, person(t, p, "callum"), who, ben.ID), store.ErrForbidden)
	refused(t, "a section that is nowhere", p.ICP.HandOwner(ctx, person(t, p, "dan"), 999, ben.ID), store.ErrNotFound)
	problem(t, "to a reader", p.ICP.HandOwner(ctx, ruth, who, person(t, p, "ines").ID), "person")
	if err := p.ICP.HandOwner(ctx, ruth, who, ben.ID); err != nil {
		t.Fatal(err)
	}
	if names := concerned(t, p, icp.Subject()); !slices.Equal(names, []string{"Ben"}) {
		t.Errorf("the new owner is %v, want Ben told", names)
	}
	if err := p.Store.Read().Exec(`UPDATE people SET active = false WHERE id IN (?, ?)`, ruth.ID, ben.ID).Error; err != nil {
		t.Fatal(err)
	}
	p.People = people.New(p.Store, nil) // whose roll is fresh
	fresh := icp.New(p.Store, p.People, p.Promises, p.Activity)
	clock.Set(t, "2026-11-26 10:00")
	if n, err := fresh.Remind(ctx); err != nil || n != len(v.Content.Sections) {
		t.Fatalf("got %d handed on, %v, want every section", n, err)
	}
	care := page(t, p, "dan").Care
	if care[who].OwnerID != person(t, p, "priya").ID {
		t.Errorf("got owner %d of Ben's section, want Priya", care[who].OwnerID)
	}
	for _, c := range care {
		if c.ID != who && c.OwnerID != person(t, p, "dan").ID {
			t.Errorf("got owner %d of %q, want Dan", c.OwnerID, c.Title)
		}
	}
}

func TestReadings(t *testing.T) {
	t.Parallel()
	p, clock, v := begun(t)
	if err := p.Store.Read().Exec(`UPDATE people SET created_at = '2026-01-01'`).Error; err != nil {
		t.Fatal(err)
	}
	if got := page(t, p, "ruth"); got.Readers != (icp.Readers{Sales: 1, SalesOf: 6, Marketing: 1, MarketingOf: 5}) || got.Read() || got.LastRead != 0 {
		t.Errorf("got %+v read, want the two who agreed", got.Readers)
	}
	for range 2 {
		if err := p.ICP.MarkRead(t.Context(), person(t, p, "ruth"), 1); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, "what is not agreed", p.ICP.MarkRead(t.Context(), person(t, p, "ruth"), 0), store.ErrConflict)
	refused(t, "a version that is not there", p.ICP.MarkRead(t.Context(), person(t, p, "ruth"), 9), store.ErrNotFound)
	if n := remind(t, p, clock, "2026-12-02 09:00"); n != 0 {
		t.Errorf("before five working days: got %d reminded, want nobody", n)
	}
	if n := remind(t, p, clock, "2026-12-02 09:14"); n != 8 {
		t.Errorf("after five: got %d reminded, want the eight others", n)
	}
	if names := concerned(t, p, icp.Subject()); len(names) != 8 || slices.Contains(names, "Ruth") || slices.Contains(names, "Ines") {
		t.Errorf("got %v reminded, want all who work here and did not read", names)
	}
	if n := remind(t, p, clock, "2026-12-09 09:30"); n != 0 {
		t.Errorf("a week later: got %d reminded, want each once", n)
	}
	agree(t, p, "ruth", says(named(t, v, "Who they are"), "Makers."))
	got := page(t, p, "ruth")
	if got.LastRead != 1 || got.Read() || got.LastReadAt == nil {
		t.Errorf("got version %d read last, want 1", got.LastRead)
	}
	c, err := p.ICP.CompareVersions(t.Context(), got.LastRead, got.Version.Number)
	if err != nil || len(c.Changed()) != 1 || c.Changed()[0].ID != named(t, v, "Who they are").ID || len(c.Unchanged()) != len(v.Content.Sections)-1 {
		t.Errorf("got %d changed, %v, want the one section", len(c.Changed()), err)
	}
	if _, err := p.ICP.CompareVersions(t.Context(), 1, 9); err != store.ErrNotFound {
		t.Errorf("got %v, want %v", err, store.ErrNotFound)
	}
	list, err := p.ICP.Versions(t.Context())
	if err != nil || len(list) != 2 || list[0].Number != 2 || list[0].Summary == "" {
		t.Errorf("got %v, %v, want two versions, the newest first", list, err)
	}
	readings, err := p.ICP.Readings(t.Context(), 1)
	if err != nil || len(readings) != 11 {
		t.Errorf("got %d readings, %v, want three who read and eight who were reminded", len(readings), err)
	}
}

// TestKeysAreRemindedOf by the one sweep over everything promised.
func TestKeysAreRemindedOf(t *testing.T) {
	t.Parallel()
	p, clock, v := begun(t)
	proposal := propose(t, p, "ruth", says(named(t, v, "Who they are"), "Makers."))
	turnKey(t, p, "dan", proposal)
	clock.Set(t, "2026-11-30 09:30")
	if _, err := p.Requests.RemindDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if names := concerned(t, p, proposal.Subject()); !slices.Equal(names, []string{"Priya"}) {
		t.Errorf("got %v, want Priya reminded of her key", names)
	}
	clock.Set(t, "2026-11-26 09:30")
	if err := p.Calendars.Close(t.Context(), workday.Closing{Date: workday.NewDate(2026, 11, 27), Name: "Company day"}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.ICP.Redate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if due := owed(t, p, "priya")[0].DueAt; !due.Equal(at(t, "2026-12-01 17:00")) {
		t.Errorf("got due %v, want a day later for the day closed", due)
	}
	var review activity.Subject
	started, err := p.ICP.StartReview(t.Context(), person(t, p, "dan"), nil)
	if err != nil || !started.Whole {
		t.Fatalf("got whole %t, %v, want all of it reviewed", started.Whole, err)
	}
	review = activity.Subject{Kind: activity.KindMarketingReview, ID: started.ID}
	clock.Set(t, "2026-12-11 09:30")
	if _, err := p.Requests.RemindDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if names := concerned(t, p, review); !slices.Equal(names, []string{"Priya"}) {
		t.Errorf("got %v, want Priya reminded of the review", names)
	}
	audit(t, p)
}
