package requests

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// RushDecision is what a lead of the asked side decides on a rush.
type RushDecision struct {
	Agree bool
	Note  string  // to the person who asked
	Wait  []int64 // requests that wait for it, when agreed
}

// DecideRush agrees to a date sooner than both teams agreed, or keeps the standard dates. The time the decision took is
// taken out of the asked side's first stage, so that nothing is lost by asking. Agreed, the stages have fewer days, the
// date promised is the sooner one, and each request chosen to wait gets more days and a later date.
func (q *Queue) DecideRush(ctx context.Context, actor people.Person, id int64, version int, d RushDecision) (Request, error) {
	var inv store.Invalid
	d.Note = inv.Paragraph("note", d.Note, maxParagraph, "")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveDecideRush, func(t *turn) error {
		_, took, err := q.closeBall(ctx, t, false)
		if err != nil {
			return err
		}
		planned := plan(t.cal, Type{Side: t.r.AskedSide}, t.process, t.r.SubmittedAt, t.r.NeededBy)
		was, days, kind := t.r.PromisedAt, standardDays(t.process), "rush-declined"
		t.r.Rush = RushDeclined
		if d.Agree {
			if planned.Rushed.Before(t.Now) {
				return store.Refuse(store.ErrConflict, "The day it was needed by has passed, so only the standard dates can be kept.")
			}
			kind, days, t.r.Rush = "rush-agreed", planned.Days(), RushAgreed
			t.r.PromisedAt, t.r.FirstPromisedAt = planned.Rushed, planned.Rushed
		}
		if first := t.process.First(t.r.AskedSide); first > 0 {
			hurried := Process{Stages: slices.Clone(t.process.Stages)}
			hurried.Stages[first-1].Days = days[first-1]
			days[first-1] -= hurried.decided(t.r.AskedSide, took).Days()
		}
		t.agree(days)
		if _, err := q.ledger.Open(ctx, t.Tx, t.cal, t.stagePromise()); err != nil {
			return err
		}
		if d.Agree {
			need := math.Ceil(planned.GivenUp[t.r.AskedSide])
			slices.Sort(d.Wait) // always locked in one order
			for _, other := range slices.Compact(d.Wait) {
				if err := q.makeWait(ctx, t, other, need, d.Note); err != nil {
					return err
				}
			}
		}
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), kind, activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: t.r.AskedSide, Text: d.Note, From: &was, To: &t.r.PromisedAt,
		})
	})
}

func standardDays(process Process) []float64 {
	days := make([]float64, len(process.Stages))
	for i, s := range process.Stages {
		days[i] = s.Days
	}
	return days
}

// agree gives the request days of its own.
func (t *turn) agree(days []float64) {
	t.r.Days = days
	t.process = t.r.Way(t.process)
}

// Room is how many whole working days the side still has on the request: so many it can give away by waiting.
func (r Request) Room(cal *workday.Calendar, process Process, side people.Side, now time.Time) float64 {
	var days float64
	for n := r.Stage + 1; int(n) <= len(process.Stages); n++ {
		if process.At(n).Side == side {
			days += process.At(n).Days
		}
	}
	switch {
	case process.At(r.Stage).Side != side:
	case r.BallKind == BallStage:
		days += max(cal.Between(now, *r.BallDueAt).Days(), 0)
	default:
		days += process.At(r.Stage).Days
	}
	return math.Ceil(days)
}

// makeWait gives the asked side more days on another request, as many as are needed and as it has there, and moves its
// date by them. The people on it are told by whom and why.
func (q *Queue) makeWait(ctx context.Context, for_ *turn, id int64, need float64, why string) error {
	side := for_.r.AskedSide
	r, err := locked(ctx, for_.Tx, id)
	if err != nil {
		return err
	}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return err
	}
	t := &turn{Tx: for_.Tx, r: r, cal: for_.cal, actor: for_.actor}
	if t.process, err = catalogue.way(ctx, t.DB, r); err != nil {
		return err
	}
	more := 0.0
	if r.mayWait(side) && r.ID != for_.r.ID {
		more = min(need, r.Room(t.cal, t.process, side, t.Now))
	}
	if more <= 0 {
		return store.Refuse(store.ErrConflict, "%s cannot wait any more: it moved on meanwhile. Look at the list again.", r.Ref())
	}
	stage := r.Stage
	for t.process.At(stage).Side != side {
		stage++
	}
	days := standardDays(t.process)
	days[stage-1] += more
	t.agree(days)
	account, err := q.ledger.AccountIn(ctx, t.Tx, r.Subject())
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		if p.ClosedAt == nil && p.Kind == BallStage && p.Step == stage {
			if err := q.ledger.Extend(ctx, t.Tx, t.cal, p, workday.Days(more)); err != nil {
				return err
			}
		}
	}
	was := r.PromisedAt
	t.r.PromisedAt = t.cal.Due(was, workday.Days(more)).UTC()
	if err := q.write(ctx, t); err != nil {
		return err
	}
	return q.log.Record(ctx, t.Tx, t.actor, r.Subject(), "made-to-wait", activity.Detail{
		Title: r.Title, Side: side, For: for_.r.ID, Text: why, From: &was, To: &t.r.PromisedAt,
	})
}

// mayWait reports whether the request can be asked to wait for a rush of the side.
func (r Request) mayWait(side people.Side) bool {
	return r.State == Open && r.AskedSide == side && !r.Rushed() && !r.Paused()
}

// Candidate is a request that could wait for a rush.
type Candidate struct {
	Request
	Days  float64   // working days it would wait
	Until time.Time // the date promised then
}

// Hurry is what a lead sees before deciding on a rush.
type Hurry struct {
	Plan       Plan // with the days of each stage in the rush
	Candidates []Candidate
	Since      time.Time // first day of the month before last, from which rushes are counted
	Asked, Of  map[people.Side]int
}

// candidatesShown bounds the list of what would have to wait.
const candidatesShown = 12

// Hurry gathers what a decision on the request's rush needs, in one query.
func (q *Queue) Hurry(ctx context.Context, w Whole) (Hurry, error) {
	r, today := w.Request, w.Now.In(w.Calendar.Zone())
	h := Hurry{
		Plan:  plan(w.Calendar, w.Type, w.Process, r.SubmittedAt, r.NeededBy),
		Since: time.Date(today.Year(), today.Month()-2, 1, 0, 0, 0, 0, w.Calendar.Zone()),
		Asked: map[people.Side]int{}, Of: map[people.Side]int{},
	}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return h, err
	}
	need := math.Ceil(h.Plan.GivenUp[r.AskedSide])
	err = q.db.Rows(ctx, store.SQL(`SELECT since.*, other.* FROM (SELECT
			count(*) FILTER (WHERE requester_side = 'sales' AND rush <> ''), count(*) FILTER (WHERE requester_side = 'sales'),
			count(*) FILTER (WHERE requester_side = 'marketing' AND rush <> ''), count(*) FILTER (WHERE requester_side = 'marketing')
			FROM requests WHERE submitted_at >= ?) since
		LEFT JOIN LATERAL (SELECT id, title, process_id, stage, days, ball_kind, ball_due_at, promised_at, requester_id, sales_person_id, marketing_person_id
			FROM requests WHERE state = 'open' AND promised_at >= ? AND asked_side = ? AND ball_side <> '' AND rush NOT IN ('asked', 'agreed') AND id <> ?
			ORDER BY promised_at, id LIMIT ?) other ON true
		ORDER BY other.promised_at, other.id`, h.Since, w.Now, r.AskedSide, r.ID, 4*candidatesShown), func(row pgx.Rows) error {
		var sales, ofSales, marketing, ofMarketing int
		var id, processID, requesterID *int64
		var title, kind *string
		var stage *int16
		var promised *time.Time
		other := Request{State: Open, AskedSide: r.AskedSide}
		err := row.Scan(&sales, &ofSales, &marketing, &ofMarketing, &id, &title, &processID, &stage, &other.Days, &kind, &other.BallDueAt, &promised,
			&requesterID, &other.SalesPersonID, &other.MarketingPersonID)
		h.Asked[people.Sales], h.Of[people.Sales], h.Asked[people.Marketing], h.Of[people.Marketing] = sales, ofSales, marketing, ofMarketing
		if err != nil || id == nil {
			return err
		}
		other.ID, other.Title, other.ProcessID, other.Stage, other.BallKind = *id, *title, *processID, *stage, *kind
		other.PromisedAt, other.RequesterID = *promised, *requesterID
		days := min(need, other.Room(w.Calendar, other.Way(catalogue.Processes[other.ProcessID]), r.AskedSide, w.Now))
		if days > 0 && len(h.Candidates) < candidatesShown {
			h.Candidates = append(h.Candidates, Candidate{other, days, w.Calendar.Due(other.PromisedAt, workday.Days(days))})
		}
		return nil
	})
	return h, err
}

// rushPromise is the lead's promise to decide, within one working day to the second.
func (r Request) rushPromise(roll people.Roll) promises.Promise {
	return promises.Promise{
		SubjectKind: activity.KindRequest, SubjectID: r.ID,
		Kind: BallRush, Step: r.Stage, What: "Decide on a rush", About: r.Title,
		FromSide: r.AskedSide, FromPersonID: onlyLead(roll, r.AskedSide),
		ToSide: r.RequesterSide, ToPersonID: &r.RequesterID,
		Target: workday.Day.Seconds(),
	}
}

// onlyLead of the side; nil when it has none or several.
func onlyLead(roll people.Roll, side people.Side) *int64 {
	var lead *int64
	for _, p := range roll.Of(side) {
		if p.Role == people.Lead {
			if lead != nil {
				return nil
			}
			lead = &p.ID
		}
	}
	return lead
}
