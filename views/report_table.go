package views

import (
	"io"
	"math"
	"strconv"

	"github.com/a-h/templ"

	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/export"
	"alongside/views/ui"
)

// cell of a report's table: what is written, and the rows behind it. The page and the CSV have the same cells.
type cell struct {
	text   string
	url    string  // of the rows behind it; "" for none
	of     *cell   // "9 of 11": each opens its own rows
	team   ui.Team // whose line it is, with how: ", asked of Marketing"
	how    string
	note   string // said more quietly behind the text
	icon   string // of a state that is not as it should be
	strong bool
	quiet  bool
	wraps  bool // on a phone, rather than push the others out of sight
}

// String is the whole cell as it is read.
func (c cell) String() string {
	if c.of != nil {
		return c.text + " of " + c.of.text
	}
	if c.note != "" {
		return c.text + " " + c.note
	}
	return c.text + c.how
}

// line is one row: its cells, and the drawing beside them; nil: none.
type line struct {
	cells []cell
	chart templ.Component
}

type table struct {
	title   string
	caption string
	head    []string
	lines   []line
	foot    []cell
}

func (t table) write(w *export.Writer) {
	w.Row(t.title)
	w.Row(t.head...)
	for _, l := range t.lines {
		writeCells(w, l.cells)
	}
	if t.foot != nil {
		writeCells(w, t.foot)
	}
}

func writeCells(w *export.Writer, cells []cell) {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = c.String()
	}
	w.Row(texts...)
}

// WriteCSV writes the tables of the page, row by row.
func (r Report) WriteCSV(out io.Writer, clock Clock) error {
	w := export.NewWriter(out)
	w.Row("How the queue ran", r.lede(clock))
	for _, t := range r.tables(clock) {
		w.Row()
		t.write(w)
	}
	return w.Flush()
}

func p85Cell(n int, p85 workday.Span, rows string) cell {
	if n < requests.EnoughForP85 {
		return cell{text: "under " + strconv.Itoa(requests.EnoughForP85), quiet: true}
	}
	return cell{text: daysText(p85), url: rows}
}

// spread is the drawing of a line, on a scale that leaves a little room at its end.
func spread(team ui.Team, scale float64, median, p85 workday.Span, agreed requests.Range) templ.Component {
	place := func(days float64) float64 { return days / max(scale, 0.5) * 94 }
	s := ui.Spread{Team: team, Median: place(median.Days()), P85: place(p85.Days()), Goals: []float64{place(agreed.Least)}}
	if agreed.Most != agreed.Least {
		s.Goals = append(s.Goals, place(agreed.Most))
	}
	return ui.SpreadChart(s)
}

// daysText writes working days in halves: "5.5".
func daysText(s workday.Span) string {
	halves := math.Round(2 * s.Days())
	whole := ui.Number(int(halves / 2))
	if int(halves)%2 != 0 {
		return whole + ".5"
	}
	return whole
}

func rangeText(r requests.Range) string {
	if r.Least == r.Most {
		return ui.Days(r.Most)
	}
	return strconv.FormatFloat(r.Least, 'f', -1, 64) + " to " + ui.Days(r.Most)
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
