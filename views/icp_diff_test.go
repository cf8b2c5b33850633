package views

import (
	"strings"
	"testing"

	"alongside/models/icp"
	"alongside/models/people"
)

func TestDiffsSayWhatChanged(t *testing.T) {
	t.Parallel()
	who := icp.Section{ID: 2, Kind: icp.Prose, Title: "Who they are", Text: "Makers with £10m to £400m turnover.\n\nThey stay."}
	narrowed := who
	narrowed.Text = "Makers with £20m to £200m turnover.\n\nThey stay.\n\n<script>alert(1)</script>"
	stressed := who
	stressed.Text = "Makers with £10m to £400m turnover.\n\nThey **stay**, for a **long** time."
	score := icp.Section{ID: 3, Kind: icp.Criteria, Title: "Scorecard", Good: 30, Criteria: []icp.Criterion{
		{ID: 1, Attribute: "Ships chilled", Weight: icp.Must, Points: 25, Why: "We win here."}, {ID: 2, Attribute: "Has changed", Weight: icp.Counts, Points: 15},
	}}
	rebalanced := score
	rebalanced.Good = 20
	rebalanced.Criteria = []icp.Criterion{
		{ID: 1, Attribute: "Ships chilled", Weight: icp.Counts, Points: 20, Why: "We win here."}, {ID: 4, Attribute: "Sells to supermarkets", Weight: icp.Counts, Points: 10, Sources: []icp.Source{"IN-9"}},
	}
	back := icp.Section{ID: 5, Kind: icp.HandBack, Title: "Hand-back", Steps: []icp.Step{{ID: 1, Side: people.Sales, What: "Hands back"}, {ID: 2, Side: people.Marketing, What: "**Reads** the reason", Hours: 40}},
		Codes: []icp.Code{{ID: 3, Code: "other", Words: "Something else", Text: true}}}
	quicker := back
	quicker.Steps = []icp.Step{back.Steps[0], {ID: 2, Side: people.None, What: "**Reads** the reason", Hours: 16}}
	quicker.Codes = []icp.Code{{ID: 3, Code: "other", Words: "Something else", Text: true, Final: true}, {ID: 7, Code: "gone", Words: "Went away", Final: true}}
	for name, c := range map[string]struct {
		before, after icp.Section
		want          []string
	}{
		"prose":      {who, narrowed, []string{"Who they are Paragraph 1 Makers with (removed: £10m to £400m) (added: £20m to £200m) turnover.", "Paragraph 3, added (added: <script>alert(1)</script>)"}},
		"bold":       {who, stressed, []string{"They stay(added: , for a long time)."}},
		"bold alone": {icp.Section{ID: 2, Kind: icp.Prose, Title: "Who", Text: "They stay."}, icp.Section{ID: 2, Kind: icp.Prose, Title: "Who", Text: "They **stay.**"}, []string{"They (added: **)stay.(added: **)"}},
		"criteria": {score, rebalanced, []string{
			"Criterion Version 3 Version 4 Change", "Ships chilled Weight: (removed: Must) (added: Counts) 25 20 (removed: 25) (added: 20)",
			"(removed: Has changed) Weight: (removed: Counts) 15 none Removed", "(added: Sells to supermarkets) Weight: (added: Counts) Evidence: (added: IN-9) none 10 Added",
			"Together 40 30 (removed: 40) (added: 30)", "A good fit from: (removed: 30) (added: 20)",
		}},
		"rows": {back, quicker, []string{
			"Hand-back Step 2 Reads the reason Held by: (removed: Marketing) (added: Both teams) Working time: (removed: 5 working days) (added: 2 working days)",
			"Reason 1 Something else Final: (removed: no) (added: yes)", "Reason 2, added (added: Went away) Code: (added: gone) Final: (added: yes)",
		}},
		"added":   {icp.Section{}, who, []string{"Who they are Added (added: Makers with £10m to £400m turnover.) (added: They stay.)"}},
		"removed": {who, icp.Section{}, []string{"Who they are Removed (removed: Makers with"}},
	} {
		card := ProfileDiff(icp.DiffSections(c.before, c.after), Sides{"Version 3", "Version 4"})
		got := words(t, card)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q in it", name, got, want)
			}
		}
		doc := parse(t, card)
		if n := doc.Find("script").Length(); n > 0 {
			t.Errorf("%s: got a script", name)
		}
		if marks := doc.Find("ins, del").Length(); marks == 0 {
			t.Errorf("%s: got no marks", name)
		}
	}
}
