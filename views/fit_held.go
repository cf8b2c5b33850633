package views

import (
	"io"
	"strconv"

	"github.com/a-h/templ"

	"alongside/models/icp"
	"alongside/views/export"
	"alongside/views/ui"
)

// Held is the page of how well the profile has held.
type Held struct {
	icp.Held
	May bool // the viewer checks accounts
}

var tellingNames = map[icp.Telling]string{icp.Well: "Well", icp.Somewhat: "Somewhat", icp.TellsNot: "No", icp.TooFew: "Too few yet"}

func (h Held) lede() string {
	t := h.Together
	return ui.Count(t.Checked, "checked account", "checked accounts") + ", " + ui.Number(t.Ended) + " " + ui.Plural(t.Ended, "has", "have") +
		" come to an end, " + ui.Number(t.Won) + " won. No rate is shown under ten."
}

// tables of the page, in its order; the CSV has the same.
func (h Held) tables() []table {
	tables := []table{h.byFit(), h.byCriterion()}
	for _, m := range h.Moving {
		if m.Fits {
			tables = append(tables, movers(m))
		}
	}
	return tables
}

// WriteCSV writes the tables of the page, row by row.
func (h Held) WriteCSV(out io.Writer) error {
	w := export.NewWriter(out)
	w.Row("How well the profile has held", h.lede())
	for _, t := range h.tables() {
		w.Row()
		t.write(w)
	}
	return w.Flush()
}

// rate of a tally: "68% 15 of 22", or how few they are.
func rate(t icp.Tally) cell {
	percent, enough := t.Rate()
	if !enough {
		return cell{text: "too few (" + ui.Number(t.Ended) + ")", quiet: true}
	}
	return cell{text: strconv.Itoa(percent) + "%", strong: true, note: ui.Number(t.Won) + " of " + ui.Number(t.Ended)}
}

// rateBar draws a rate against that of all together; nothing where there is none.
func (h Held) rateBar(t icp.Tally) templ.Component {
	percent, enough := t.Rate()
	if !enough {
		return nil
	}
	all, _ := h.Together.Rate()
	return ui.RateChart(percent, all)
}

func (h Held) byFit() table {
	t := table{title: "By fit", caption: "Win rate by fit", head: []string{"Scored", "Won", "Checked", "Left us later"}}
	cells := func(name string, n icp.Tally) []cell {
		return []cell{{text: name}, rate(n), {text: ui.Number(n.Checked)}, {text: ui.Number(n.Left)}}
	}
	scale := h.Version.Content.Scale()
	for _, b := range icp.Bands {
		if _, _, scored := scale.Points(b); scored || h.Bands[b].Checked > 0 {
			t.lines = append(t.lines, line{cells: cells(bandName(scale, b), h.Bands[b]), chart: h.rateBar(h.Bands[b])})
		}
	}
	t.foot = cells("Together", h.Together)
	return t
}

func (h Held) byCriterion() table {
	t := table{title: "By criterion", caption: "Win rate by criterion, when the answer was yes and when it was no",
		head: []string{"Criterion", "Yes, won", "No, won", "Tells them apart"}}
	for _, c := range h.Criteria {
		name := c.Attribute
		if c.Proposal != 0 {
			name += " (proposed)"
		}
		tells := c.Tells()
		t.lines = append(t.lines, line{
			cells: []cell{{text: name, wraps: true}, rate(c.Yes), rate(c.No), {text: tellingNames[tells], icon: map[icp.Telling]string{icp.TellsNot: "scale"}[tells]}},
			chart: h.rateBar(c.Yes),
		})
	}
	return t
}

// doubtful is the agreed criterion with the most points that does not tell accounts apart; ok is false when all do, or
// too few came to an end.
func (h Held) doubtful() (worst icp.CriterionHeld, ok bool) {
	for _, c := range h.Criteria {
		if c.Proposal == 0 && c.Tells() == icp.TellsNot && (!ok || c.Points > worst.Points) {
			worst, ok = c, true
		}
	}
	return worst, ok
}

func (h Held) doubt(c icp.CriterionHeld) string {
	yes, _ := c.Yes.Rate()
	no, _ := c.No.Rate()
	words := "“" + c.Attribute + "” was right " + strconv.Itoa(yes) + " times in 100, its opposite " + strconv.Itoa(no) + "."
	if c.Weight == icp.RulesOut {
		return words + " It rules accounts out."
	}
	return words + " It carries " + ui.Count(c.Points, "point", "points") + "."
}

// footnotes of the table by fit.
func (h Held) footnotes() string {
	words := "Won counts those who left us later."
	if percent, enough := h.Together.Rate(); enough {
		words = "Dotted line: " + strconv.Itoa(percent) + "%, all accounts together. " + words
	}
	words += " Without a must is not yet a fit, ruled out is no fit, whatever the points."
	if h.Earlier > 0 {
		words += " " + ui.Number(h.Earlier) + " " + ui.Plural(h.Earlier, "was", "were") + " judged by the lines of an earlier version."
	}
	return words
}

// named is how many movers a sentence names.
const named = 4

// someMovers names the first of them: "Harrow Home 60 to 50, Bryn Ceramics 65 to 55 and three more."
func someMovers(list []icp.Mover, most int) string {
	words := ""
	for i, m := range list[:min(len(list), most)] {
		if i > 0 {
			words += ", "
		}
		words += m.Account + " " + strconv.Itoa(m.From) + " to " + strconv.Itoa(m.To)
	}
	if more := len(list) - most; more > 0 {
		words += " and " + ui.InWords(more) + " more"
	}
	if words == "" {
		return ""
	}
	return words + "."
}

func unansweredWords(m icp.Moving) string {
	words := "Counted from the answers given."
	if n := m.Unanswered; n > 0 {
		words += " " + ui.Count(n, "open account has", "open accounts have") + " no answer yet to what is new and would not move."
	}
	if n := len(m.Elsewhere); n > 0 {
		words += " " + ui.Number(n) + " would move below a good fit."
	}
	return words
}

// movers is every account that a proposal would move.
func movers(m icp.Moving) table {
	t := table{title: "What proposal " + strconv.FormatInt(m.ID, 10) + " would move", caption: "Accounts it would move, with their points",
		head: []string{"Account", "Now", "Then", "Would be"}}
	add := func(list []icp.Mover, would string) {
		for _, a := range list {
			t.lines = append(t.lines, line{cells: []cell{{text: a.Account, url: FitCheckURL(a.CheckID)}, {text: strconv.Itoa(a.From)}, {text: strconv.Itoa(a.To)}, {text: would}}})
		}
	}
	add(m.In, "A good fit")
	add(m.Out, "No longer one")
	add(m.Elsewhere, "Below a good fit still")
	return t
}
