package requests

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// ReportFilter is what a report is asked for; the zero value is the last 90 days of every type, asked by either side.
// What it cannot mean is taken as not said.
type ReportFilter struct {
	Period   Period
	From, To workday.Date // days of delivery, both included, of PeriodDates
	Type     string
	AskedBy  people.Side
	StagesOf string // the type whose stages are shown; "": the one delivered most
}

// Report is how the requests delivered within some days went, the open ones left aside. All of it is working time by the
// calendar in force now, as on the page of each request.
type Report struct {
	Filter    ReportFilter // as it was understood
	From, To  workday.Date
	Types     []TypeFigures // those with deliveries, the most delivered first
	Together  Figures
	Sides     map[people.Side]SideFigures
	StagesOf  Type // "" Key when nothing was delivered
	Stages    []StageFigures
	Rushes    map[people.Side]RushShare
	Quarter   workday.Date // since when rushes are counted
	Catalogue Catalogue
	Now       time.Time
}

// Figures of some delivered requests.
type Figures struct {
	N      int
	Kept   int          // by the date promised first
	Median workday.Span // from submission to delivery
	P85    workday.Span // 85 in 100 were done by then; 0 with fewer than EnoughForP85
	Rounds float64      // on average: 1 and one more for each time the work was sent back
	Shares map[promises.Holder]workday.Span
	Total  workday.Span // of the shares
}

// EnoughForP85 is how many requests it takes to say by when 85 in 100 were done.
const EnoughForP85 = 10

// TypeFigures are those of one type.
type TypeFigures struct {
	Type
	Figures
	Agreed Range
}

// Range of the days agreed, where requests of one type ran by different agreements.
type Range struct{ Least, Most float64 }

func (r *Range) add(days float64) {
	if r.Most == 0 {
		r.Least, r.Most = days, days
	}
	r.Least, r.Most = min(r.Least, days), max(r.Most, days)
}

// SideFigures are the working time one side held the ball, of what was agreed for its stages.
type SideFigures struct {
	Used, Agreed workday.Span
	// Over is where most of what it took beyond the agreed went: the name of a stage, Answers or Decisions. It is "" when the side
	// took no half day more than agreed. Mostly tells whether that was more than half of it.
	Over   string
	Mostly bool
}

// What SideFigures call the time a side took beside its stages: no days are agreed for answers, and for decisions those
// that they take out of a stage.
const (
	Answers   = "answers to questions"
	Decisions = "decisions on rushes"
)

// Excess is what the side took beyond the agreed; negative when it gave time back.
func (s SideFigures) Excess() workday.Span { return s.Used - s.Agreed }

// StageFigures are those of one stage, in its holder's own time; questions to the other side are not in it.
type StageFigures struct {
	Name   string
	Side   people.Side
	N      int // requests that went through it
	Kept   int // of them with each promise of the stage kept
	Agreed Range
	Median workday.Span
	P85    workday.Span // 0 with fewer than EnoughForP85
	Used   workday.Span
	Over   workday.Span // Used beyond the agreed; negative when less
}

// Report of the deliveries that match, in three queries.
func (q *Queue) Report(ctx context.Context, f ReportFilter) (Report, error) {
	report := Report{Now: q.db.Now()}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return report, err
	}
	if report.Catalogue, err = q.Catalogue(ctx); err != nil {
		return report, err
	}
	today := cal.DateOf(report.Now)
	report.From, report.To = f.days(today)
	report.Filter = f.understood(report.Catalogue)
	report.Quarter = quarterOf(today)
	if report.Rushes, err = q.Rushes(ctx, startOf(cal, report.Quarter)); err != nil {
		return report, err
	}
	byType, err := q.tallies(ctx, cal, report)
	if err != nil {
		return report, err
	}
	report.sum(byType)
	return report, nil
}

// sum fills the figures.
func (r *Report) sum(byType map[string]*tally) {
	all := newTally()
	for _, typ := range r.Catalogue.Types {
		if t := byType[typ.Key]; t != nil {
			r.Types = append(r.Types, TypeFigures{typ, t.figures(), t.agreed})
			all.join(t)
		}
	}
	r.Together, r.Sides = all.figures(), all.sides()
	slices.SortStableFunc(r.Types, func(a, b TypeFigures) int { return cmp.Compare(b.N, a.N) })
	if len(r.Types) == 0 {
		return
	}
	r.StagesOf = r.Types[0].Type
	if i := slices.IndexFunc(r.Types, func(t TypeFigures) bool { return t.Key == r.Filter.StagesOf }); i >= 0 {
		r.StagesOf = r.Types[i].Type
	}
	r.Stages = byType[r.StagesOf.Key].stageFigures(r.Catalogue.InForce[r.StagesOf.Key])
}

// tallies by type: the requests that match, then their turns.
func (q *Queue) tallies(ctx context.Context, cal *workday.Calendar, r Report) (map[string]*tally, error) {
	byType, byID := map[string]*tally{}, map[int64]*delivery{}
	query := store.SQL(`SELECT id, type_key, process_id, asked_side, days, submitted_at, closed_at, ` + firstPromised + ` FROM requests WHERE state = 'delivered'`)
	r.narrow(cal, query)
	err := q.db.Rows(ctx, query, func(row pgx.Rows) error {
		d := &delivery{}
		r := &d.request
		err := row.Scan(&r.ID, &r.TypeKey, &r.ProcessID, &r.AskedSide, &r.Days, &r.SubmittedAt, &r.ClosedAt, &r.FirstPromisedAt)
		byID[r.ID] = d
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, d := range byID {
		process, err := r.Catalogue.process(ctx, q.db.Read(), d.request.ProcessID)
		if err != nil {
			return nil, err
		}
		if byType[d.request.TypeKey] == nil {
			byType[d.request.TypeKey] = newTally()
		}
		d.begin(byType[d.request.TypeKey], process)
	}
	query = store.SQL(`SELECT t.id, t.subject_id, t.holder, t.began_at, t.ended_at, coalesce(p.kind, ''), coalesce(p.step, 0), coalesce(p.outcome = 'late', false)
		FROM requests JOIN turns t ON t.subject_kind = 'request' AND t.subject_id = requests.id
		LEFT JOIN promises p ON p.id = t.promise_id WHERE state = 'delivered'`)
	r.narrow(cal, query)
	err = q.db.Rows(ctx, query, func(row pgx.Rows) error { // in any order: sorting them all is most of the work
		var t spell
		var id int64
		var began, ended time.Time
		err := row.Scan(&t.id, &id, &t.holder, &began, &ended, &t.kind, &t.step, &t.late)
		if d := byID[id]; d != nil && err == nil { // else delivered between the two queries
			t.span = cal.Between(began, ended)
			d.add(t)
		}
		return err
	})
	for _, d := range byID {
		d.end(cal)
	}
	return byType, err
}

// narrow adds the conditions of period and filters.
func (r Report) narrow(cal *workday.Calendar, q *store.Query) {
	q.Add(` AND requests.closed_at >= ? AND requests.closed_at < ?`, startOf(cal, r.From), startOf(cal, r.To.AddDays(1)))
	q.AddIf(r.Filter.Type != "", ` AND type_key = ?`, r.Filter.Type)
	q.AddIf(r.Filter.AskedBy != "", ` AND requester_side = ?`, r.Filter.AskedBy)
}
