package ui

import "strconv"

// Timeline draws what was agreed above what happened. All places are percent
// of the whole span, from 0 to 100.
type Timeline struct {
	ID          string // unique on the page
	Description string // says all of it in words
	Grid        []Mark // dates
	Bars        []Bar
	// Now and Promised are the places of two lines; nil for none.
	Now, Promised *float64
}

// Mark is a date on the grid.
type Mark struct {
	At    float64
	Label string
}

// BarKind is which row a bar belongs to, and how it is drawn.
type BarKind int

// The kinds of bars: Next is what is still to come, and Waited the time that neither team had, both in the row of Actual.
const (
	Agreed BarKind = iota
	Actual
	Next
	Waited
)

// Bar is one stage. The label is short, "3"; the name, "Copy draft", is shown
// where there is room for it.
type Bar struct {
	Team        Team
	Label, Name string
	From, To    float64
	Kind        BarKind
}

const (
	barGap        = 0.29 // percent left free at each end of a bar
	roomForName   = 15.0 // percent a bar needs to show its name
	leastBarWidth = 0.5
	crowded       = 16.0 // percent between two lines whose labels would touch
)

func percent(at float64) string { return strconv.FormatFloat(at, 'f', 2, 64) + "%" }

func (b Bar) x() string     { return percent(b.From + barGap) }
func (b Bar) width() string { return percent(max(b.To-b.From-2*barGap, leastBarWidth)) }
func (b Bar) mid() string   { return percent((b.From + b.To) / 2) }
func (b Bar) named() bool   { return b.Name != "" && b.To-b.From >= roomForName }

// barStyle is the place and the look of a bar of one kind. A wait has no team's shape.
type barStyle struct {
	y, height, textY string
	salesR, mktgR    string // corner radius: Sales is round
	class, text      string // class names after the team's shape, and before it
}

var barStyles = map[BarKind]barStyle{
	Agreed: {y: "46", height: "24", textY: "62", salesR: "12", mktgR: "4", class: "", text: "tl-ink-"},
	Actual: {y: "104", height: "32", textY: "124", salesR: "16", mktgR: "5", class: "-act", text: "tl-on-"},
	Next:   {y: "105", height: "30", textY: "124", salesR: "15", mktgR: "5", class: "-next", text: "tl-ink-"},
	Waited: {y: "111", height: "18", textY: "124", salesR: "2", mktgR: "2", class: "tl-wait", text: "tl-ink-wait"},
}

func (b Bar) class() string {
	if b.Kind == Waited {
		return barStyles[b.Kind].class
	}
	return "tl-" + b.Team.shape() + barStyles[b.Kind].class
}

func (b Bar) textClass() string {
	if b.Kind == Waited {
		return barStyles[b.Kind].text
	}
	return barStyles[b.Kind].text + b.Team.shape()
}

func (b Bar) radius() string {
	if b.Team == Sales {
		return barStyles[b.Kind].salesR
	}
	return barStyles[b.Kind].mktgR
}

// anchor keeps a label at the edge inside the picture.
func anchor(at float64) string {
	switch {
	case at > 94:
		return "end"
	case at < 6:
		return "start"
	default:
		return "middle"
	}
}

// nowAnchor places the label of today: beside its line when the label of the
// promise would touch it, even on a phone.
func (t Timeline) nowAnchor() string {
	if t.Promised != nil && abs(*t.Promised-*t.Now) < crowded {
		if *t.Now <= *t.Promised {
			return "end"
		}
		return "start"
	}
	return anchor(*t.Now)
}

func (t Timeline) promisedAnchor() string {
	if t.Now != nil && abs(*t.Promised-*t.Now) < crowded {
		if *t.Now <= *t.Promised {
			return "start"
		}
		return "end"
	}
	return anchor(*t.Promised)
}

func abs(x float64) float64 { return max(x, -x) }
