package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Hold tells who holds something and for how long.
type Hold struct {
	Team Team
	// Who is written instead of the team's name when a third party, or nobody
	// in particular, holds it.
	Who string
	// Idle: nobody has it, and Who says why: "On hold".
	Idle bool
	// Used and Agreed are working days; Used counts the day that has begun.
	// Agreed 0 means that no time was agreed.
	Used, Agreed int
	// Short says "days" for working days, where the page has said so.
	Short bool
}

// mostPips is the largest agreed number of days that is drawn as pips.
const mostPips = 6

func (h Hold) who() string {
	if h.Who != "" {
		return h.Who
	}
	return h.Team.Name()
}

// pips are the classes of the day pips, in order: one for each agreed day,
// then one for each day over. There are none when they would not be read at a
// glance.
func (h Hold) pips() []string {
	if h.Team.Name() == "" || h.Agreed < 1 || h.Agreed > mostPips || h.Used > 2*mostPips {
		return nil
	}
	pips := make([]string, 0, max(h.Used, h.Agreed))
	for day := range max(h.Used, h.Agreed) {
		switch {
		case day >= h.Agreed:
			pips = append(pips, "over")
		case day < h.Used:
			pips = append(pips, "on")
		default:
			pips = append(pips, "")
		}
	}
	return pips
}

// with is who holds it: "With Marketing", "On hold".
func (h Hold) with() string {
	if h.Idle {
		return h.who()
	}
	return "With " + h.who()
}

// Words says the same as the pips: "2 of 3 working days", "6 days, 4 agreed".
func (h Hold) Words() string {
	switch {
	case h.Short && h.Agreed >= 1 && h.Used <= h.Agreed:
		return strconv.Itoa(h.Used) + " of " + Count(h.Agreed, "day", "days")
	case h.Agreed < 1:
		return Count(h.Used, "working day", "working days")
	case h.Used > h.Agreed:
		return Count(h.Used, "day", "days") + ", " + strconv.Itoa(h.Agreed) + " agreed"
	default:
		return strconv.Itoa(h.Used) + " of " + Count(h.Agreed, "working day", "working days")
	}
}

// headline is the first line of a ball: "With Marketing, day 3 of 4".
func (h Hold) headline() string {
	line := h.with()
	switch {
	case h.Used < 1:
		return line
	case h.Agreed < 1:
		return line + ", day " + strconv.Itoa(h.Used)
	case h.Used > h.Agreed:
		return line + ", day " + strconv.Itoa(h.Used) + ", " + strconv.Itoa(h.Agreed) + " agreed"
	default:
		return line + ", day " + strconv.Itoa(h.Used) + " of " + strconv.Itoa(h.Agreed)
	}
}

// Pips draws one shape for each agreed working day, filled as days pass, and a
// hatched one for each day over. Above six agreed days it draws nothing: the
// words beside it say it all.
func Pips(h Hold) templ.Component { return draw(h.pipMarkup()) }

func (h Hold) pipMarkup() string {
	pips := h.pips()
	if len(pips) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<span class="pips" data-team="` + h.Team.attribute() + `" aria-hidden="true">`)
	for _, pip := range pips {
		if pip == "" {
			b.WriteString(`<i></i>`)
		} else {
			b.WriteString(`<i class="` + pip + `"></i>`)
		}
	}
	b.WriteString(`</span>`)
	return b.String()
}

// Holder is who holds something and for how long, in one line.
func Holder(h Hold) templ.Component { return holder("holder", h) }

// HolderChip is a holder that stands alone, outside of rows and tables.
func HolderChip(h Hold) templ.Component { return holder("holder holder-chip", h) }

func holder(class string, h Hold) templ.Component {
	team := ""
	if h.Team.Name() != "" {
		team = `" data-team="` + h.Team.attribute()
	}
	return draw(`<span class="`, class, team, `">`, h.Team.mark(), `<b>`, escaped(h.with()), `</b> `, h.pipMarkup(),
		` <span>`, escaped(h.Words()), `</span></span>`)
}
