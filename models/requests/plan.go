package requests

import (
	"context"
	"slices"
	"time"

	"alongside/models/people"
	"alongside/models/workday"
)

// PlannedStage is a stage with its dates as agreed.
type PlannedStage struct {
	Stage
	Number   int16
	From, To time.Time
	Usual    float64 // days without the rush
}

// Plan is the promise made before sending: when each stage ends if every side keeps its days, and how much sooner that
// is if a rush is agreed.
type Plan struct {
	Type     Type
	Process  Process
	Stages   []PlannedStage // in a rush, if it is agreed
	Promised time.Time      // the standard date
	Pace     Pace           // how long the last ones of the type took
	// Sooner is by how many working days NeededBy lies before Promised; 0 when there is no hurry.
	NeededBy *time.Time
	Sooner   int
	Rushed   time.Time               // the date if the rush is agreed: that needed, or the first one possible
	TooSoon  bool                    // not even a rush can be done by the day needed
	GivenUp  map[people.Side]float64 // working days each side gives up in a rush
}

// Rush reports whether the date needed is earlier than what both teams agreed.
func (p Plan) Rush() bool { return p.Sooner > 0 }

// Days of the stages in a rush.
func (p Plan) Days() []float64 {
	days := make([]float64, len(p.Stages))
	for i, s := range p.Stages {
		days[i] = s.Days
	}
	return days
}

func plan(cal *workday.Calendar, typ Type, process Process, start time.Time, neededBy *time.Time) Plan {
	p := Plan{Type: typ, Process: process, NeededBy: neededBy}
	p.Promised = cal.Due(start, process.Rest(0)).UTC()
	stages := process.Stages
	if neededBy != nil {
		p.Sooner = soonerDays(cal, start, *neededBy, p.Promised)
	}
	if p.Rush() {
		stages = hurry(cal, process.Stages, typ.Side, start, endOf(cal, *neededBy))
		p.GivenUp = map[people.Side]float64{}
	}
	var before workday.Span
	for i, s := range stages {
		after, usual := before+s.Agreed(), process.Stages[i].Days
		p.Stages = append(p.Stages, PlannedStage{
			Stage: s, Number: int16(i + 1), From: cal.Start(cal.Add(start, before)), To: cal.Due(start, after), Usual: usual,
		})
		if p.Rush() {
			p.GivenUp[s.Side] += usual - s.Days
		}
		before = after
	}
	if p.Rush() {
		p.Rushed = cal.Due(start, before).UTC()
		p.TooSoon = p.Rushed.After(endOf(cal, *neededBy))
	}
	return p
}

// hurry takes days out of the stages until the last one ends by the given time: the sides give them up in turn, the asked
// one first, each from its longest stage, the later of two as long. A stage keeps a day while any has more, and half a
// day at last.
func hurry(cal *workday.Calendar, stages []Stage, asked people.Side, start, by time.Time) []Stage {
	stages = slices.Clone(stages)
	late := func() bool { return cal.Due(start, Process{Stages: stages}.Rest(0)).After(by) }
	for _, step := range []struct{ days, least float64 }{{1, 1}, {0.5, 0.5}} {
		longest := func(side people.Side) (found int) {
			found = -1
			for i, s := range stages {
				if s.Side == side && s.Days-step.days >= step.least && (found < 0 || s.Days >= stages[found].Days) {
					found = i
				}
			}
			return found
		}
		for side := asked; late(); side = side.Other() {
			i := longest(side)
			if i < 0 {
				i = longest(side.Other())
			}
			if i < 0 {
				break
			}
			stages[i].Days -= step.days
		}
	}
	return stages
}

// endOf the day that is given as its midnight UTC, in the company's zone.
func endOf(cal *workday.Calendar, day time.Time) time.Time {
	year, month, date := day.Date()
	return time.Date(year, month, date, 23, 59, 59, 0, cal.Zone())
}

// soonerDays counts the working days from the day needed (a date at midnight UTC), or the start if that is later, to the
// day promised.
func soonerDays(cal *workday.Calendar, start, needed, promised time.Time) int {
	end := endOf(cal, needed)
	if end.Before(start) {
		end = start
	}
	if !end.Before(promised) {
		return 0
	}
	days := 0
	for at := cal.EndOfDay(end); !at.After(promised); at = cal.EndOfDay(at.Add(time.Second)) {
		days++
	}
	return days
}

// Plan computes the promised dates of a request sent now. neededBy is a date at midnight UTC or nil. An unknown type is
// store.ErrNotFound.
func (q *Queue) Plan(ctx context.Context, typeKey string, neededBy *time.Time) (Plan, error) {
	typ, process, err := q.inForce(ctx, typeKey)
	if err != nil {
		return Plan{}, err
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return Plan{}, err
	}
	p := plan(cal, typ, process, q.db.Now(), neededBy)
	p.Pace, err = q.Pace(ctx, typeKey)
	return p, err
}
