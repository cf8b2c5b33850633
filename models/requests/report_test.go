package requests_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/workday"
)

// told is one move of a hand-made story: in November 2026, by whom.
type told struct {
	day, clock, who string
	move            requests.Move
}

// tell makes a request on Monday 2 November, 09:00, and goes its way.
func tell(t testing.TB, p *models.Portal, clock *modelstest.Clock, who, kind string, way ...told) requests.Request {
	t.Helper()
	clock.Set(t, "2026-11-02 09:00")
	r := submit(t, p, modelstest.Person(t, p, who), brief(kind, "Told"))
	for _, m := range way {
		clock.Set(t, "2026-11-"+m.day+" "+m.clock)
		r = must(t, p, modelstest.Person(t, p, m.who), r, m.move)
	}
	return r
}

// newStory is three sheets and one feedback whose times are known.
func newStory(t testing.TB) *models.Portal {
	t.Helper()
	p, clock := modelstest.Portal(t)
	const on, back, done = requests.MoveHandOn, requests.MoveSendBack, requests.MoveDeliver
	// 4.5 days of 5: brief check 1, draft 2, fact check 0.5, finish 1.
	tell(t, p, clock, "ruth", "sheet", told{"02", "17:00", "lucia", on}, told{"04", "17:00", "lucia", on},
		told{"05", "13:00", "ruth", on}, told{"06", "13:00", "lucia", done})
	// 7 days: brief check 0.5, draft 2 and 1 more after it was sent back, fact check 1 and 0.5, finish 1; an answer took 1.
	tell(t, p, clock, "ruth", "sheet", told{"02", "13:00", "lucia", on}, told{"03", "09:00", "lucia", requests.MoveAsk},
		told{"04", "09:00", "ruth", requests.MoveAnswer}, told{"05", "13:00", "lucia", on}, told{"06", "13:00", "ruth", back},
		told{"09", "13:00", "lucia", on}, told{"09", "17:00", "ruth", on}, told{"10", "17:00", "lucia", done})
	// 8 days: brief check 1, draft 5 and so late, fact check 1, finish 1.
	tell(t, p, clock, "ruth", "sheet", told{"02", "17:00", "lucia", on}, told{"09", "17:00", "lucia", on},
		told{"10", "17:00", "ruth", on}, told{"11", "17:00", "lucia", done})
	// 2.5 days of 3: feedback 2, read back 0.5.
	tell(t, p, clock, "lucia", "feedback", told{"03", "17:00", "ruth", on}, told{"04", "13:00", "lucia", done})
	// Not delivered, so in no figure but what was asked.
	tell(t, p, clock, "ruth", "sheet", told{"02", "17:00", "lucia", requests.MoveDecline})
	clock.Set(t, "2026-11-25 09:14")
	return p
}

func report(t testing.TB, p *models.Portal, f requests.ReportFilter) requests.Report {
	t.Helper()
	r, err := p.Requests.Report(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// figures in words, days rounded to hundredths.
func figures(f requests.Figures) string {
	days := func(s workday.Span) string { return fmt.Sprintf("%.2f", s.Days()) }
	return fmt.Sprintf("%d, %d kept, median %s, p85 %s, %.2f rounds, S %s M %s T %s N %s of %s", f.N, f.Kept, days(f.Median), days(f.P85), f.Rounds,
		days(f.Shares[promises.WithSales]), days(f.Shares[promises.WithMarketing]), days(f.Shares[promises.WithThird]),
		days(f.Shares[promises.WithNobody]), days(f.Total))
}

func TestReportOfAKnownStory(t *testing.T) {
	t.Parallel()
	r := report(t, newStory(t), requests.ReportFilter{})
	if len(r.Types) != 2 || r.Types[0].Key != "sheet" || r.Types[1].Key != "feedback" {
		t.Fatalf("got %+v, want sheets, then feedback", r.Types)
	}
	for _, c := range []struct{ what, got, want string }{
		{"sheets", figures(r.Types[0].Figures), "3, 1 kept, median 7.00, p85 0.00, 1.33 rounds, S 4.00 M 15.50 T 0.00 N 0.00 of 19.50"},
		{"feedback", figures(r.Types[1].Figures), "1, 1 kept, median 2.50, p85 0.00, 1.00 rounds, S 2.00 M 0.50 T 0.00 N 0.00 of 2.50"},
		{"together", figures(r.Together), "4, 2 kept, median 4.50, p85 0.00, 1.25 rounds, S 6.00 M 16.00 T 0.00 N 0.00 of 22.00"},
		{"agreed", fmt.Sprint(r.Types[0].Agreed, r.Types[1].Agreed), "{5 5} {3 3}"},
		{"stages of", r.StagesOf.Key, "sheet"},
		{"rushes", fmt.Sprint(r.Rushes[people.Sales], r.Rushes[people.Marketing]), "{0 4} {0 1}"},
		{"days", r.From.String() + " " + r.To.String() + " " + r.Quarter.String(), "2026-08-27 2026-11-25 2026-10-01"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
	for side, want := range map[people.Side]requests.SideFigures{
		people.Sales:     {Used: workday.Days(6), Agreed: workday.Days(5), Over: requests.Answers, Mostly: true},
		people.Marketing: {Used: workday.Days(16), Agreed: workday.Days(13), Over: "Draft", Mostly: true},
	} {
		if got := r.Sides[side]; got != want {
			t.Errorf("%s: got %+v, want %+v", side, got, want)
		}
	}
	want := []string{
		"Brief check marketing 3 of 3, median 1, over -0.5", "Draft marketing 2 of 3, median 3, over 4",
		"Fact check sales 3 of 3, median 1, over 0", "Finish marketing 3 of 3, median 1, over 0",
	}
	for i, s := range r.Stages {
		got := fmt.Sprintf("%s %s %d of %d, median %v, over %v", s.Name, s.Side, s.Kept, s.N, s.Median.Days(), s.Over.Days())
		if i >= len(want) || got != want[i] {
			t.Errorf("stage %d: got %s, want %s", i+1, got, want)
		}
	}
}

func TestReportFilters(t *testing.T) {
	t.Parallel()
	p := newStory(t)
	day := func(month time.Month, d int) workday.Date { return workday.NewDate(2026, month, d) }
	dates := func(from, to workday.Date) requests.ReportFilter {
		return requests.ReportFilter{Period: requests.PeriodDates, From: from, To: to}
	}
	for _, c := range []struct {
		name   string
		filter requests.ReportFilter
		want   int
		stages string
	}{
		{"usual", requests.ReportFilter{}, 4, "sheet"},
		{"30 days", requests.ReportFilter{Period: requests.Period30}, 4, "sheet"},
		{"quarter", requests.ReportFilter{Period: requests.PeriodQuarter}, 4, "sheet"},
		{"year", requests.ReportFilter{Period: requests.PeriodYear}, 4, "sheet"},
		{"a day, both ends in", dates(day(11, 10), day(11, 10)), 1, "sheet"},
		{"days", dates(day(11, 4), day(11, 6)), 2, "sheet"},
		{"before all", dates(day(1, 1), day(11, 3)), 0, ""},
		{"backwards is the usual", dates(day(11, 6), day(11, 4)), 4, "sheet"},
		{"a thousand years is the usual", dates(workday.NewDate(1026, 1, 1), day(11, 4)), 4, "sheet"},
		{"type", requests.ReportFilter{Type: "feedback"}, 1, "feedback"},
		{"type without any", requests.ReportFilter{Type: "deck"}, 0, ""},
		{"unknown type is any", requests.ReportFilter{Type: "nonsense"}, 4, "sheet"},
		{"asked by Sales", requests.ReportFilter{AskedBy: people.Sales}, 3, "sheet"},
		{"asked by Marketing", requests.ReportFilter{AskedBy: people.Marketing}, 1, "feedback"},
		{"asked by nobody is either", requests.ReportFilter{AskedBy: "hr"}, 4, "sheet"},
		{"stages", requests.ReportFilter{StagesOf: "feedback"}, 4, "feedback"},
		{"stages without any", requests.ReportFilter{StagesOf: "deck"}, 4, "sheet"},
		{"unknown period", requests.ReportFilter{Period: "7"}, 4, "sheet"},
	} {
		r := report(t, p, c.filter)
		if r.Together.N != c.want || r.StagesOf.Key != c.stages {
			t.Errorf("%s: got %d, stages of %q, want %d, %q", c.name, r.Together.N, r.StagesOf.Key, c.want, c.stages)
		}
	}
}

func TestRanks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ n, median, p85 int }{{1, 1, 0}, {2, 1, 0}, {3, 2, 0}, {9, 5, 0}, {10, 5, 9}, {20, 10, 17}, {100, 50, 85}} {
		var spans []workday.Span
		for i := c.n; i > 0; i-- {
			spans = append(spans, workday.Span(i))
		}
		median, p85 := requests.Middle(spans)
		if median != workday.Span(c.median) || p85 != workday.Span(c.p85) {
			t.Errorf("1 to %d: got %d and %d, want %d and %d", c.n, median, p85, c.median, c.p85)
		}
	}
	if median, p85 := requests.Middle(nil); median != 0 || p85 != 0 {
		t.Errorf("of none: got %d and %d, want 0", median, p85)
	}
}

// addsUp checks the report of all that was delivered against the requests themselves.
func addsUp(t testing.TB, p *models.Portal) {
	t.Helper()
	r := report(t, p, requests.ReportFilter{Period: requests.PeriodDates, From: workday.NewDate(2026, 12, 1), To: workday.NewDate(2029, 11, 30)})
	var ids []int64
	if err := p.Store.Read().Raw(`SELECT id FROM requests WHERE state = 'delivered'`).Scan(&ids).Error; err != nil {
		t.Fatal(err)
	}
	var elapsed workday.Span
	shares := map[promises.Holder]workday.Span{}
	sentBack := 0
	for _, id := range ids {
		w := show(t, p, people.Person{}, id)
		elapsed += w.Calendar.Between(w.Request.SubmittedAt, *w.Request.ClosedAt)
		for holder, span := range w.Account.Shares(w.Calendar, *w.Request.ClosedAt) {
			shares[holder] += span
		}
		sentBack += len(events(t, p, id, "sent-back"))
	}
	var inTypes workday.Span
	for _, f := range r.Types {
		inTypes += f.Total
	}
	if r.Together.N != len(ids) || r.Together.Total != elapsed || inTypes != elapsed {
		t.Errorf("got %d requests with %v, %v in their types, want %d with %v", r.Together.N, r.Together.Total, inTypes, len(ids), elapsed)
	}
	for holder, want := range shares {
		if got := r.Together.Shares[holder]; got != want {
			t.Errorf("%s: got %v, want %v", holder, got, want)
		}
	}
	if got, want := r.Together.Rounds*float64(len(ids)), float64(len(ids)+sentBack); got-want > 1e-6 || want-got > 1e-6 {
		t.Errorf("got %v rounds in all, want 1 each and one for each of %d times sent back", got, sentBack)
	}
}

// TestReportOfWaitsAndRushes: time with others is neither side's, and a declined rush costs nobody anything.
func TestReportOfWaitsAndRushes(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	const on, done = requests.MoveHandOn, requests.MoveDeliver
	// 5 days: Marketing 0.5, 1 and 1, on hold 1, with the customer 1, Sales 0.5.
	tell(t, p, clock, "ruth", "sheet", told{"02", "13:00", "lucia", on}, told{"02", "13:00", "priya", requests.MoveHold},
		told{"03", "13:00", "priya", requests.MoveResume}, told{"04", "13:00", "lucia", on}, told{"04", "13:00", "ruth", requests.MoveWait},
		told{"05", "13:00", "ruth", requests.MoveResume}, told{"05", "17:00", "ruth", on}, told{"06", "17:00", "lucia", done})
	// 5 days: half a day to decline the rush, the rest as agreed without it.
	clock.Set(t, "2026-11-02 09:00")
	b := brief("sheet", "Rushed")
	b.NeededBy, b.RushReason = date(2026, 11, 5), "The board meets"
	r := submit(t, p, modelstest.Person(t, p, "ruth"), b)
	clock.Set(t, "2026-11-02 13:00")
	r, err := p.Requests.DecideRush(context.Background(), modelstest.Person(t, p, "priya"), r.ID, r.Version, requests.RushDecision{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []told{{"02", "17:00", "lucia", on}, {"04", "17:00", "lucia", on}, {"05", "17:00", "ruth", on}, {"06", "17:00", "lucia", done}} {
		clock.Set(t, "2026-11-"+m.day+" "+m.clock)
		r = must(t, p, modelstest.Person(t, p, m.who), r, m.move)
	}
	clock.Set(t, "2026-11-25 09:14")

	got := report(t, p, requests.ReportFilter{})
	if got, want := figures(got.Together), "2, 2 kept, median 5.00, p85 0.00, 1.00 rounds, S 1.50 M 6.50 T 1.00 N 1.00 of 10.00"; got != want {
		t.Errorf("together: got %s, want %s", got, want)
	}
	if got, want := got.Types[0].Agreed, (requests.Range{Least: 5, Most: 5}); got != want {
		t.Errorf("agreed: got %v, want %v, deciding on the rush in it", got, want)
	}
	for side, want := range map[people.Side]requests.SideFigures{
		people.Sales: {Used: workday.Days(1.5), Agreed: workday.Days(2)}, people.Marketing: {Used: workday.Days(6.5), Agreed: workday.Days(8)},
	} {
		if got := got.Sides[side]; got != want {
			t.Errorf("%s: got %+v, want %+v", side, got, want)
		}
	}
	if got, want := got.Rushes[people.Sales], (requests.RushShare{Rushed: 1, Asked: 2}); got != want {
		t.Errorf("rushes: got %+v, want %+v", got, want)
	}
}
