package views

import (
	stdhtml "html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
)

func shown(t *testing.T, s icp.Section, today workday.Date) string {
	t.Helper()
	clock := Clock{Now: time.Date(2026, time.November, 25, 9, 0, 0, 0, time.UTC), Zone: time.UTC}
	return words(t, ProfileSection(s, clock, today, Quotes{}))
}

var (
	blockTag = regexp.MustCompile(`</?(p|li|h[1-6]|td|th|tr|dt|dd|div|ul|ol|table|caption)\b[^>]*>`)
	anyTag   = regexp.MustCompile(`<[^>]*>`)
)

// words are what is read: elements in a line stand together unless there is space between them.
func words(t *testing.T, c templ.Component) string {
	t.Helper()
	return strings.Join(strings.Fields(stdhtml.UnescapeString(anyTag.ReplaceAllString(blockTag.ReplaceAllString(html(t, c), " "), ""))), " ")
}

func TestSectionsSayWhatWasAgreed(t *testing.T) {
	t.Parallel()
	today := workday.NewDate(2026, time.November, 25)
	scorecard := icp.Section{ID: 3, Kind: icp.Criteria, Title: "Scorecard", Good: 60, Maybe: 40, Criteria: []icp.Criterion{
		{ID: 1, Attribute: "Ships chilled", Weight: icp.Must, Points: 25, Why: "We win here.", Sources: []icp.Source{"R-412"}},
		{ID: 2, Attribute: "Pays late", Weight: icp.RulesOut},
	}}
	for name, c := range map[string]struct {
		section icp.Section
		want    []string
	}{
		"opening":        {icp.Section{ID: 1, Kind: icp.Opening, Title: "The customer", Text: "Who *crosses* the sea."}, []string{"The customer Who crosses the sea."}},
		"empty":          {icp.Section{ID: 2, Kind: icp.Prose, Title: "Who they are"}, []string{"Who they are"}},
		"scorecard":      {scorecard, []string{"Ships chilled Must", "We win here.", "R-412", "25", "Belief, not evidence", "Rules out", "A good fit scores 60 or more 40 to 59: not yet. Fewer: no fit"}},
		"without points": {icp.Section{Kind: icp.Criteria, Title: "No", Criteria: []icp.Criterion{{ID: 9, Attribute: "One-off loads", Weight: icp.RulesOut}}}, []string{"No One-off loads"}},
		"lead":           {icp.Section{Kind: icp.Lead, Title: "Ready", Items: []icp.Item{{Text: "It **fits**", Required: true}, {Text: "A date"}}}, []string{"It fits A date (may stay open)"}},
		"steps": {icp.Section{Kind: icp.Handover, Title: "Over", Steps: []icp.Step{
			{Side: people.Marketing, What: "**Marketing hands over**", When: "Same day"},
			{Side: people.Sales, What: "Calls", Hours: 4},
			{Side: people.Sales, What: "Writes", Hours: 80, When: "of accepting"},
			{Side: people.None, What: "Both leads look", Hours: 8},
		}}, []string{"Marketing hands over Same day Sales: Calls Within 4 working hours Sales: Writes Within 10 working days of accepting Both leads look Within 1 working day"}},
		"codes": {icp.Section{Kind: icp.HandBack, Title: "Back", Codes: []icp.Code{{Words: "Not ready", Date: true}, {Words: "No fit", Criterion: true, Text: true, Final: true}}},
			[]string{"Not ready The day to try again Tried again", "No fit The criterion and a sentence Final"}},
		"roles": {icp.Section{Kind: icp.Roles, Title: "Who", Roles: []icp.Role{{Side: people.None, Who: "Leads", What: "Decide"}}, Priorities: []icp.Priority{{What: "Chilled first"}}, ValidUntil: today},
			[]string{"Leads (Both teams) Decide", "Priorities Chilled first", "Valid until Wed 25 Nov 2026"}},
		"expired": {icp.Section{Kind: icp.Roles, Title: "Who", ValidUntil: today.AddDays(-1)}, []string{"Agreed until Tue 24 Nov 2026 and not agreed again since."}},
	} {
		got := shown(t, c.section, today)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q in it", name, got, want)
			}
		}
	}
	doc := parse(t, ProfileSection(scorecard, Clock{Zone: time.UTC}, today, Quotes{}))
	if got := doc.Find("tfoot td.pts").Text(); got != "25" {
		t.Errorf("got the sum %q, want 25", got)
	}
	if n := doc.Find("tr#criterion-1 rect.bar[width='100%']").Length(); n != 1 {
		t.Errorf("got %d full bars of criterion 1, want 1", n)
	}
}

func TestWorkingTime(t *testing.T) {
	t.Parallel()
	for hours, want := range map[float64]string{0.25: "0.25 working hours", 1: "1 working hour", 4: "4 working hours", 8: "1 working day", 12: "1.5 working days", 16: "2 working days", 10: "10 working hours"} {
		if got := workingTime(hours); got != want {
			t.Errorf("%v hours: got %q, want %q", hours, got, want)
		}
	}
}
