package icp

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// marked writes runs as people mark changes: [-removed-], {+added+}.
func marked(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		switch r.Op {
		case Removed:
			b.WriteString("[-" + r.Text + "-]")
		case Added:
			b.WriteString("{+" + r.Text + "+}")
		default:
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestWordsThatChanged(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"Same words.", "Same words.", "Same words."},
		{"", "New", "{+New+}"},
		{"Old", "", "[-Old-]"},
		{"in the last three years", "in the last two years", "in the last [-three-]{+two+} years"},
		{"with £10m to £400m turnover", "with £20m to £200m turnover", "with [-£10m to £400m-]{+£20m to £200m+} turnover"},
		{"fewer than 300 pallets a year.", "fewer than 300 pallets a year, unless a second site is signed.", "fewer than 300 pallets a year{+, unless a second site is signed+}."},
		{"לקוח גדול", "לקוח קטן", "לקוח [-גדול-]{+קטן+}"},
	} {
		if got := marked(DiffWords(c.before, c.after)); got != c.want {
			t.Errorf("%q to %q: got %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

func TestParagraphsThatChanged(t *testing.T) {
	t.Parallel()
	before := "Food makers.\n\nA load refused at the dock, or a weekend stuck in Zeebrugge.\n\n- one\n- two"
	after := "Food makers.\n\nA load refused at the dock, **a customs hold**, or a weekend stuck in Zeebrugge.\n\nNew here.\n\n- one\n- three is new"
	var got []string
	for _, p := range DiffText(before, after) {
		got = append(got, fmt.Sprintf("%d %s %s", p.Number, p.Op, marked(p.Runs)))
	}
	want := []string{
		"1 same Food makers.",
		"2 changed A load refused at the dock{+, **a customs hold**+}, or a weekend stuck in Zeebrugge.",
		"3 added {+New here.+}",
		"4 same - one",
		"4 removed [-- two-]",
		"4 added {+- three is new+}",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestNoWordIsLost in a comparison: what stayed and was added is the new text, what stayed and was removed the old one.
func TestNoWordIsLost(t *testing.T) {
	t.Parallel()
	line := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "bb", "chilled", "£10m", "שלום", ",", ".", "**", "é"}), 0, 12).Draw(t, "words"), " ")
	})
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(line, 0, 8).Draw(t, "lines"), "\n")
	})
	squeezed := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		var was, is strings.Builder
		for _, p := range DiffText(before, after) {
			for _, r := range p.Runs {
				if r.Op != Added {
					was.WriteString(r.Text)
				}
				if r.Op != Removed {
					is.WriteString(r.Text)
				}
			}
			was.WriteString("\n")
			is.WriteString("\n")
		}
		if squeezed(was.String()) != squeezed(before) || squeezed(is.String()) != squeezed(after) {
			t.Fatalf("%q to %q: got %q and %q back", before, after, was.String(), is.String())
		}
		both, _ := togetherText(before, before, after)
		if again, doubts := togetherText(before, after, after); both != after || again != after || len(doubts) > 0 {
			t.Fatalf("%q to %q: got %q and %q with doubts %q, want the change", before, after, both, again, doubts)
		}
	})
}

// TestComparingIsBounded: two texts as long as one can be, with nothing or with all lines on one line in common.
func TestComparingIsBounded(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	text := func(separator string) string {
		var b strings.Builder
		for b.Len() < MaxText-20 {
			fmt.Fprintf(&b, "w%d%s", random.IntN(3000), separator)
		}
		return b.String()
	}
	for name, separator := range map[string]string{"one line": " ", "a word a line": "\n", "a word a paragraph": "\n\n", "no space at all": "."} {
		before, after, mine := text(separator), text(separator), text(separator)
		const limit = 3 * time.Second
		quickest := time.Hour
		for try := 0; try < 3 && quickest > limit; try++ {
			start := time.Now()
			DiffText(before, after)
			togetherText(before, after, mine)
			quickest = min(quickest, time.Since(start))
		}
		if quickest > limit {
			t.Errorf("%s: took %v at best, want hundreds of milliseconds", name, quickest)
		}
	}
}

func TestRowsThatChanged(t *testing.T) {
	t.Parallel()
	before := scorecard()
	after := change(func(s *Section) {
		s.Good = 20
		s.Criteria[0].Points = 20
		s.Criteria = []Criterion{{ID: 7, Attribute: "Customs hold", Weight: Counts, Points: 5}, s.Criteria[0]}
	})
	d := DiffSections(before, after)
	if d.Op != Changed || len(d.Values) != 1 || d.Values[0].Before != "25" || d.Values[0].After != "20" {
		t.Errorf("got %s with %+v, want the line of a fit changed", d.Op, d.Values)
	}
	ops := map[int64]Op{}
	for _, r := range d.Rows {
		ops[r.ID] = r.Op
	}
	if ops[7] != Added || ops[1] != Changed || ops[-1] != Removed {
		t.Errorf("got %v, want added, changed and removed", ops)
	}
	for _, r := range d.Rows {
		if c := r.Cell("points"); r.ID == 1 && (c.Before != "25" || c.After != "20" || !c.Changed() || r.Cell("attribute").Changed()) {
			t.Errorf("got points %+v, want 25 to 20 and no other word", c)
		}
	}
}

func TestTwoChangesTogether(t *testing.T) {
	t.Parallel()
	base := Section{ID: 1, Kind: Prose, Title: "Who it is not", Text: "One-off loads, or fewer than 300 pallets a year. Loads that need licensing beyond our Leeds depot. Payment terms over 75 days."}
	agreed, mine := base, base
	agreed.Text = "One-off loads, or fewer than 500 pallets a year. Loads that need licensing beyond our Leeds depot. Payment terms over 60 days."
	mine.Text = "One-off loads, or fewer than 300 pallets a year, unless a second site is signed. Loads that need licensing beyond our Leeds and Doncaster depots. Payment terms over 75 days."
	both, doubts := Together(base, agreed, mine)
	want := "One-off loads, or fewer than 500 pallets a year, unless a second site is signed. Loads that need licensing beyond our Leeds and Doncaster depots. Payment terms over 60 days."
	if both.Text != want || len(doubts) != 0 {
		t.Errorf("got %q with doubts %q, want both changes", both.Text, doubts)
	}
	mine.Text = strings.Replace(base.Text, "300", "400", 1)
	if both, doubts := Together(base, agreed, mine); !slices.Equal(doubts, []string{"300"}) || !strings.Contains(both.Text, "500400") || !strings.Contains(both.Text, "60 days") {
		t.Errorf("got %q with doubts %q, want one about 300", both.Text, doubts)
	}
}

func TestTwoChangesOfRowsTogether(t *testing.T) {
	t.Parallel()
	row := func(id int64, points int) Criterion {
		return Criterion{ID: id, Attribute: fmt.Sprint("Row ", id), Weight: Counts, Points: points}
	}
	card := func(rows ...Criterion) Section {
		return Section{ID: 3, Kind: Criteria, Title: "A", Good: 10, Criteria: rows}
	}
	base := card(row(1, 10), row(2, 10), row(3, 10), row(4, 10), row(5, 10))
	agreed := card(row(1, 20), row(2, 10), row(3, 15), row(5, 10), row(6, 1)) // changed 1 and 3, took out 4, added 6
	mine := card(row(1, 10), row(2, 5), row(3, 25), row(4, 11), row(7, 2))    // changed 2, 3 and 4, took out 5, added 7
	both, doubts := Together(base, agreed, mine)
	want := []Criterion{row(1, 20), row(2, 5), row(3, 25), row(6, 1), row(4, 11), row(7, 2)}
	if digest(both.Criteria) != digest(want) || !slices.Equal(doubts, []string{"Row 3", "Row 4"}) {
		t.Errorf("got %v with doubts %q, want %v with rows 3 and 4 in doubt", both.Criteria, doubts, want)
	}
}
