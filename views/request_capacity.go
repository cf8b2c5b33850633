package views

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/ui"
)

// Capacity is the page of the work in hand.
type Capacity struct {
	requests.Capacity
	Staff []people.Person
	Until *time.Time
	Typed Typed // of the date until which is counted
}

// hands is one line of a side.
type hands struct {
	person people.Person // the zero person: nobody took it yet
	requests.Load
}

// of lists the side's people, who holds most first and equals by name, and at the end what nobody took.
func (c Capacity) of(side people.Side) []hands {
	var list []hands
	for _, p := range c.Staff {
		if load := c.Capacity[requests.Hands{Side: side, Person: p.ID}]; p.Side == side || load.Requests > 0 {
			list = append(list, hands{p, load})
		}
	}
	slices.SortFunc(list, func(a, b hands) int {
		return cmp.Or(cmp.Compare(b.Held, a.Held), strings.Compare(a.person.Name, b.person.Name))
	})
	if load := c.Capacity[requests.Hands{Side: side}]; load.Requests > 0 {
		list = append(list, hands{Load: load})
	}
	return list
}

// total of the side, also of people who work here no more.
func (c Capacity) total(side people.Side) string {
	var held workday.Span
	for whose, load := range c.Capacity {
		if whose.Side == side {
			held += load.Held
		}
	}
	return daysHeld(held)
}

// daysHeld writes working time in halves of days; a little is not nothing.
func daysHeld(held workday.Span) string {
	return ui.Days(math.Ceil(held.Days()*2) / 2)
}
