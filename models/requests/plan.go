package requests

import (
	"context"
	"time"

	"alongside/models/workday"
)

// PlannedStage is a stage with its dates as agreed.
type PlannedStage struct {
	Stage
	Number   int16
	From, To time.Time
}

// Plan is the promise made before sending: when each stage ends if every side keeps its days.
type Plan struct {
	Type     Type
	Process  Process
	Stages   []PlannedStage
	Promised time.Time
	// Sooner is by how many working days NeededBy lies before Promised; 0 when there is no hurry.
	NeededBy *time.Time
	Sooner   int
}

// Rush reports whether the date needed is earlier than what both teams agreed.
func (p Plan) Rush() bool { return p.Sooner > 0 }

func plan(cal *workday.Calendar, typ Type, process Process, start time.Time, neededBy *time.Time) Plan {
	p := Plan{Type: typ, Process: process, NeededBy: neededBy}
	var before workday.Span
	for i, s := range process.Stages {
		after := before + s.Agreed()
		p.Stages = append(p.Stages, PlannedStage{
			Stage: s, Number: int16(i + 1), From: cal.Start(cal.Add(start, before)), To: cal.Due(start, after),
		})
		before = after
	}
	p.Promised = cal.Due(start, before).UTC()
	if neededBy != nil {
		p.Sooner = soonerDays(cal, start, *neededBy, p.Promised)
	}
	return p
}

// soonerDays counts the working days from the day needed (a date at midnight UTC), or the start if that is later, to the
// day promised.
func soonerDays(cal *workday.Calendar, start, needed, promised time.Time) int {
	year, month, day := needed.Date()
	end := time.Date(year, month, day, 23, 59, 59, 0, cal.Zone())
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
	return plan(cal, typ, process, q.db.Now(), neededBy), nil
}
