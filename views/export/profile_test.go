package export

import (
	"strings"
	"testing"
	"time"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
)

func TestProfileAsMarkdown(t *testing.T) {
	t.Parallel()
	dan, priya, at := int64(1), int64(2), time.Date(2026, 10, 12, 10, 0, 0, 0, time.UTC)
	v := icp.Version{Number: 4, CreatedAt: at, SalesKey: &dan, SalesKeyAt: &at, MarketingKey: &priya, MarketingKeyAt: &at, Content: icp.Content{Sections: []icp.Section{
		{ID: 1, Kind: icp.Opening, Title: "The customer we look for", Text: "A chilled-food maker."},
		{ID: 2, Kind: icp.Prose, Title: "Who *they* are", Text: "Makers, **mostly**.\n\nAnd importers.", Sources: []icp.Source{"IN-218"}},
		{ID: 3, Kind: icp.Criteria, Title: "Scorecard", Good: 60, Maybe: 40, Criteria: []icp.Criterion{
			{ID: 12, Attribute: "Ships chilled | frozen", Weight: icp.Must, Points: 100, How: "Ask\nwho measures", Why: "9 of 11 <won>", Sources: []icp.Source{"IN-204", "https://example.com/a"}},
			{ID: 13, Attribute: "One-off loads", Weight: icp.RulesOut},
		}},
		{ID: 4, Kind: icp.Lead, Title: "Ready", Items: []icp.Item{{Text: "Scores **60**", Required: true}, {Text: "A date"}}},
		{ID: 5, Kind: icp.HandBack, Title: "Back", Steps: []icp.Step{
			{Side: people.Sales, What: "Hands back.", Hours: 80, When: "of accepting"}, {Side: people.Marketing, What: "Answers.", Hours: 1}, {Side: people.None, What: "Look together.", When: "First Tuesday"},
		}, Codes: []icp.Code{{Code: "not-ready", Words: "Not ready yet", Date: true}, {Code: "no-fit", Words: "Does not fit", Final: true, Criterion: true}}},
		{ID: 6, Kind: icp.Roles, Title: "Who does what", Roles: []icp.Role{{Side: people.Sales, Who: "Dan", What: "Leads."}}, Priorities: []icp.Priority{{What: "Chilled food."}}, ValidUntil: workday.NewDate(2026, 12, 31)},
	}}}
	got := Profile(v, people.Roll{1: {ID: 1, Name: "Dan Okafor"}, 2: {ID: 2, Name: "Priya Nair"}})
	for _, want := range []string{
		"# The customer we look for\n\nA chilled-food maker.\n\n*Version 4, agreed by both teams on 12 October 2026: Dan Okafor for Sales, Priya Nair for Marketing.*\n",
		"\n## Who \\*they\\* are\n\nMakers, **mostly**.\n\nAnd importers.\n\nRests on IN-218.\n",
		"\n| C-12 | Ships chilled \\| frozen | Must | 100 | Ask who measures | 9 of 11 \\<won\\> | IN-204, <https://example.com/a> |\n",
		"\n| C-13 | One-off loads | Rules out |  |  |  | Belief, not evidence |\n",
		"\nA good fit: 60 of 100 points or more. Not yet: 40 or more.\n",
		"\n- Scores **60**\n- A date (if known)\n",
		"\n1. Hands back. (Sales, within 10 working days of accepting)\n2. Answers. (Marketing, within 1 working hour)\n3. Look together. (both teams, First Tuesday)\n",
		"\n- `not-ready` Not ready yet: tried again, names the day\n- `no-fit` Does not fit: final, names the criterion\n",
		"\n- **Dan** (Sales): Leads.\n\n1. Chilled food.\n\nValid until 31 December 2026.\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s\nwant %q in it", got, want)
		}
	}
	if got := Profile(icp.Version{}, nil); !strings.Contains(got, "Not yet agreed") {
		t.Errorf("got %q, want it not agreed yet", got)
	}
}
