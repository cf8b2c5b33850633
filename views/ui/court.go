package ui

import "fmt"

// Half is one team's half of the court: how many things are open with it, and
// how many of these are overdue.
type Half struct{ Open, Overdue int }

// mostShapes is how many shapes one half of the court has room for.
const mostShapes = 60

// court is the drawing of two halves on one scale.
type court struct {
	sales, marketing Half
	scale            int // how many things one shape stands for
}

func newCourt(sales, marketing Half) court {
	largest := max(sales.Open, marketing.Open, 1)
	return court{sales: sales, marketing: marketing, scale: divideUp(largest, mostShapes)}
}

// shapes are how many shapes are drawn as on time and as overdue. Whatever is
// overdue at all is seen.
func (c court) shapes(half Half) (onTime, overdue int) {
	all := divideUp(half.Open, c.scale)
	overdue = min(divideUp(half.Overdue, c.scale), all)
	return all - overdue, overdue
}

func divideUp(n, by int) int { return (n + by - 1) / by }

// label reads a court aloud.
func (c court) label(many string) string {
	return fmt.Sprintf("Open %s: %s; %s", many, c.sales.label("Sales"), c.marketing.label("Marketing"))
}

func (h Half) label(team string) string {
	if h.Overdue == 0 {
		return fmt.Sprintf("%s with %s, none overdue", Counted(h.Open), team)
	}
	return fmt.Sprintf("%s with %s, %s of them overdue", Counted(h.Open), team, Counted(h.Overdue))
}
