package requests

import (
	"cmp"
	"math"
	"slices"

	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/workday"
)

// tally of some deliveries.
type tally struct {
	spans  []workday.Span
	kept   int
	rounds int
	agreed Range
	shares map[promises.Holder]workday.Span
	side   map[people.Side]workday.Span // agreed
	over   map[place]workday.Span       // what was taken beyond the agreed
	stages map[place]*stageTally
}

// place is where a side's time goes: a stage by name, Answers or Decisions.
type place struct {
	side people.Side
	name string
}

type stageTally struct {
	StageFigures
	spans []workday.Span
}

func newTally() *tally {
	return &tally{
		shares: map[promises.Holder]workday.Span{}, side: map[people.Side]workday.Span{},
		over: map[place]workday.Span{}, stages: map[place]*stageTally{},
	}
}

// join adds another tally, but for its stages.
func (t *tally) join(other *tally) {
	t.spans = append(t.spans, other.spans...)
	t.kept += other.kept
	t.rounds += other.rounds
	for holder, span := range other.shares {
		t.shares[holder] += span
	}
	for side, span := range other.side {
		t.side[side] += span
	}
	for at, span := range other.over {
		t.over[at] += span
	}
}

// stage is the tally of the stage of this name and side: versions of a process share it.
func (t *tally) stage(stage Stage) *stageTally {
	at := place{stage.Side, stage.Name}
	if t.stages[at] == nil {
		t.stages[at] = &stageTally{StageFigures: StageFigures{Name: stage.Name, Side: stage.Side}}
	}
	return t.stages[at]
}

func (s *stageTally) add(stage Stage, used workday.Span, late bool) {
	s.N++
	s.Agreed.add(stage.Days)
	s.Used += used
	s.Over += used - stage.Agreed()
	s.spans = append(s.spans, used)
	if !late {
		s.Kept++
	}
}

func (t *tally) figures() Figures {
	f := Figures{N: len(t.spans), Kept: t.kept, Shares: t.shares}
	f.Median, f.P85 = middle(t.spans)
	if f.N > 0 {
		f.Rounds = float64(t.rounds) / float64(f.N)
	}
	for _, span := range t.shares {
		f.Total += span
	}
	return f
}

// stageFigures are in the order of the process in force; stages that it has no more come last.
func (t *tally) stageFigures(inForce Process) []StageFigures {
	var list []StageFigures
	for _, s := range t.stages {
		s.Median, s.P85 = middle(s.spans)
		list = append(list, s.StageFigures)
	}
	order := func(f StageFigures) int {
		at := slices.IndexFunc(inForce.Stages, func(s Stage) bool { return s.Name == f.Name && s.Side == f.Side })
		if at < 0 {
			return len(inForce.Stages)
		}
		return at
	}
	slices.SortFunc(list, func(a, b StageFigures) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Side, b.Side))
	})
	return list
}

// sides says the same of both by the same rule.
func (t *tally) sides() map[people.Side]SideFigures {
	sides := map[people.Side]SideFigures{}
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		s := SideFigures{Used: t.shares[promises.Holder(side)], Agreed: t.side[side]}
		if s.Excess() >= workday.HalfDay {
			s.Over, s.Mostly = t.largest(side)
		}
		sides[side] = s
	}
	return sides
}

// largest is where the side took the most beyond the agreed, and whether that was more than half of all it did.
func (t *tally) largest(side people.Side) (name string, mostly bool) {
	var most, all workday.Span
	for at, span := range t.over {
		if at.side != side || span <= 0 {
			continue
		}
		all += span
		if span > most || span == most && at.name < name {
			name, most = at.name, span
		}
	}
	return name, 2*most > all
}

// middle returns the median and, of EnoughForP85 or more, the 85th percentile, both by nearest rank. It sorts the spans.
func middle(spans []workday.Span) (median, p85 workday.Span) {
	slices.Sort(spans)
	if len(spans) >= EnoughForP85 {
		p85 = rank(spans, 0.85)
	}
	return rank(spans, 0.5), p85
}

// rank is the least of the sorted spans that the given part of them do not exceed.
func rank(sorted []workday.Span, part float64) workday.Span {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(math.Ceil(part*float64(len(sorted))))-1]
}
