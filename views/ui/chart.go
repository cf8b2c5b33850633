package ui

// Spread draws how long things took on one line: a bar to the median, a dot where 85 in 100 were done, a dotted line at
// each length that was agreed. The numbers stand in the table beside it, so it is not read aloud.
type Spread struct {
	Team   Team    // whose colour and shape; "" is grey
	Median float64 // places in percent of the width
	P85    float64 // 0: not known
	Goals  []float64
}

type spreadStyle struct{ class, y, height, radius string }

func (s Spread) style() spreadStyle {
	switch s.Team {
	case Sales:
		return spreadStyle{"bar-s", "5", "8", "4"}
	case Marketing:
		return spreadStyle{"bar-m", "5", "8", "2"}
	}
	return spreadStyle{"bar-n", "6", "6", "3"}
}

// Part of a whole, drawn in a Shares; Words are its name and percent.
type Part struct {
	Team    Team // "": of neither
	Hollow  bool // drawn as an outline
	Words   string
	Percent float64
}

// Percent of the width that a label of a part needs on a phone, and that is left free between parts.
const (
	roomForPart = 31
	partGap     = 0.6
)

// placedPart is a part with where it begins.
type placedPart struct {
	Part
	from float64
}

func (p placedPart) class() string {
	switch {
	case p.Team != "":
		return "bar-" + p.Team.shape()
	case p.Hollow:
		return "missed-n"
	}
	return "bar-n"
}

func (p placedPart) radius() string {
	switch p.Team {
	case Sales:
		return "18"
	case Marketing:
		return "4"
	}
	return "3"
}

func (p placedPart) width() string { return percent(max(p.Percent-partGap, 0.2)) }
func (p placedPart) mid() string   { return percent(p.from + p.Percent/2) }

// labelled parts have room for their words; the others are named below the picture.
func (p Part) labelled() bool { return p.Team != "" && p.Percent >= roomForPart }

func place(parts []Part) []placedPart {
	var placed []placedPart
	from := 0.0
	for _, p := range parts {
		if p.Percent > 0 {
			placed = append(placed, placedPart{p, from})
		}
		from += p.Percent
	}
	return placed
}
