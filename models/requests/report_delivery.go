package requests

import (
	"cmp"
	"math"
	"slices"

	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/workday"
)

// What a report says of one request: each of these in one place.

// firstPromised is the column of the date promised first, which never changes.
const firstPromised = `first_promised_at`

// rushed is the condition of a request that was asked for sooner than agreed.
const rushed = `rush <> ''`

// kept by the date promised first.
func (d *delivery) kept() bool { return !d.request.ClosedAt.After(d.request.FirstPromisedAt) }

// rounds is 1, and one more for each time the work was sent back to an earlier stage.
func (d *delivery) rounds() int {
	slices.SortFunc(d.visits, func(a, b visit) int { return cmp.Compare(a.turn, b.turn) })
	rounds := 1
	for i := 1; i < len(d.visits); i++ {
		if d.visits[i].step < d.visits[i-1].step {
			rounds++
		}
	}
	return rounds
}

// decision is the working time agreed for deciding on a rush: what it took out of the asked side's first stage.
func (d *delivery) decision() workday.Span {
	return min(workday.Days(math.Round(2*d.rush.Days())/2), d.freed)
}

// delivery is one delivered request while its turns are counted.
type delivery struct {
	request Request      // the columns a report needs
	process Process      // with the days agreed for this request
	freed   workday.Span // taken out of the asked side's first stage, at most for a decision on a rush
	tally   *tally
	stages  []workday.Span // held by the stage's own side
	late    []bool         // a promise of the stage was
	rush    workday.Span   // the asked side took to decide on a rush
	visits  []visit
}

// visit of a stage.
type visit struct {
	turn int64
	step int16
}

// spell is a turn of a delivered request with what its promise was.
type spell struct {
	id     int64
	holder promises.Holder
	span   workday.Span
	kind   string // "" when nobody owed anything
	step   int16
	late   bool
}

func (d *delivery) begin(t *tally, process Process) {
	n := len(process.Stages)
	d.tally, d.process = t, d.request.Way(process)
	if first := process.First(d.request.AskedSide); first > 0 {
		d.freed = max(process.At(first).Agreed()-d.process.At(first).Agreed(), 0)
	}
	d.stages, d.late, d.visits = make([]workday.Span, n), make([]bool, n), make([]visit, 0, n+1)
}

// add counts a turn.
func (d *delivery) add(t spell) {
	d.tally.shares[t.holder] += t.span
	switch t.kind {
	case BallStage:
		if t.holder == promises.Holder(d.process.At(t.step).Side) {
			d.stages[t.step-1] += t.span
		}
		d.late[t.step-1] = d.late[t.step-1] || t.late
		d.visits = append(d.visits, visit{t.id, t.step})
	case BallQuestion:
		d.tally.over[place{people.Side(t.holder), Answers}] += t.span
	case BallRush:
		d.rush += t.span
	}
}

// end counts the request when all its turns were.
func (d *delivery) end(cal *workday.Calendar) {
	t := d.tally
	t.spans = append(t.spans, cal.Between(d.request.SubmittedAt, *d.request.ClosedAt))
	t.rounds += d.rounds()
	decision := d.decision()
	t.agreed.add(d.process.Days() + decision.Days())
	t.side[d.request.AskedSide] += decision
	t.over[place{d.request.AskedSide, Decisions}] += d.rush - decision
	if d.kept() {
		t.kept++
	}
	for i, stage := range d.process.Stages {
		t.side[stage.Side] += stage.Agreed()
		t.over[place{stage.Side, stage.Name}] += d.stages[i] - stage.Agreed()
		t.stage(stage).add(stage, d.stages[i], d.late[i])
	}
}
