package views

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views/ui"
)

// number of days or halves of them: "2", "2.5".
func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func sum(days []float64) (total float64) {
	for _, d := range days {
		total += d
	}
	return total
}

func fewer(days float64) string {
	if days == 0 {
		return "0"
	}
	return "−" + number(days)
}

// givenUpWords says which side gives up how much, the one that gives more first: "Marketing gives up three days, Sales two."
func givenUpWords(p requests.Plan) string {
	sides := []people.Side{p.Type.Side, p.Type.Side.Other()}
	slices.SortStableFunc(sides, func(a, b people.Side) int { return int(2*p.GivenUp[b] - 2*p.GivenUp[a]) })
	more, less := p.GivenUp[sides[0]], p.GivenUp[sides[1]]
	switch {
	case more == 0:
		return "No stage can be shorter."
	case less == 0:
		return sides[0].Name() + " gives up " + daysInWords(more) + ", " + sides[1].Name() + " none."
	}
	return sides[0].Name() + " gives up " + daysInWords(more) + ", " + sides[1].Name() + " " + strings.TrimSuffix(strings.TrimSuffix(daysInWords(less), " days"), " day") + "."
}

func daysInWords(days float64) string {
	if days == math.Trunc(days) {
		return ui.InWords(int(days)) + " " + ui.Plural(int(days), "day", "days")
	}
	return number(days) + " days"
}

// waits reports whether the request was ticked to wait in a form that did not work.
func (s Show) waits(id int64) bool {
	return slices.Contains(s.typed("rush").Values["wait"], strconv.FormatInt(id, 10))
}

func (s Show) roomWords() string {
	need := int(math.Ceil(s.Hurry.Plan.GivenUp[s.Request.AskedSide]))
	if !s.Moves[requests.MoveDecideRush] {
		return ui.Count(need, "day is", "days are") + " needed."
	}
	return "Tick enough to make room: " + ui.Count(need, "day is", "days are") + " needed."
}

// rushShare says who is over the share at which both leads talk.
func (s Show) rushShare() string {
	var over []string
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		if n := s.Hurry.Of[side]; n > 0 && 100*s.Hurry.Asked[side] > 15*n {
			over = append(over, side.Name())
		}
	}
	switch len(over) {
	case 0:
		return ""
	case 1:
		return " " + over[0] + " is past it."
	}
	return " Both are past it."
}
