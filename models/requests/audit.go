package requests

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/promises"
	"alongside/models/workday"
)

// Audit looks for requests whose books do not balance and says what is wrong with each: every date computed from the
// promises and turns alone is the stored one, an open request has exactly one running promise, its turns follow each
// other without gap, the shares of time add up, a round of review is open exactly while the request is in a review stage,
// each decision has its event, the history begins with the submission, and what was delivered has a piece. It reads page
// by page and changes nothing.
func (q *Queue) Audit(ctx context.Context) (wrong []string, err error) {
	past, err := q.ledger.PastCalendar(ctx)
	if err != nil {
		return nil, err
	}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	const batch = 500
	for last := int64(0); ; {
		page, err := gorm.G[Request](q.db.Read()).Where("id > ?", last).Order("id").Limit(batch).Find(ctx)
		if err != nil || len(page) == 0 {
			return wrong, err
		}
		ids := make([]int64, len(page))
		for i, r := range page {
			ids[i] = r.ID
		}
		pieces, err := q.PiecesOf(ctx, ids)
		if err != nil {
			return wrong, err
		}
		for _, r := range page {
			account, err := q.ledger.Account(ctx, r.Subject())
			if err != nil {
				return wrong, err
			}
			history, err := q.log.History(ctx, r.Subject())
			if err != nil {
				return wrong, err
			}
			process, err := catalogue.process(ctx, q.db.Read(), r.ProcessID)
			if err != nil {
				return wrong, err
			}
			its, err := faults(past, process, r, account, history)
			if err != nil {
				return wrong, err
			}
			reviews, err := rounds(ctx, q.db.Read(), r.ID)
			if err != nil {
				return wrong, err
			}
			for _, w := range append(its, roundFaults(process, r, reviews, history)...) {
				wrong = append(wrong, r.Ref()+": "+w)
			}
			if _, made := pieces[r.ID]; made != (r.State == Delivered) {
				wrong = append(wrong, r.Ref()+": a piece belongs to what was delivered, and to nothing else")
			}
			if len(history) == 0 || (len(history) < historyRead && history[0].Kind != "submitted") {
				wrong = append(wrong, r.Ref()+": its history does not begin with the submission")
			}
			last = r.ID
		}
	}
}

// faults of one request. Every date is reckoned with the calendar of its time: the promise with that of the submission, a
// closed promise with that of its closing, the rest with that of the moment the request was dated last.
func faults(past func(time.Time) (*workday.Calendar, error), process Process, r Request, account promises.Account, history []activity.Event) (wrong []string, err error) {
	fault := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	cal, err := past(r.DatedAt)
	if err != nil {
		return nil, err
	}
	atSubmission, err := past(r.SubmittedAt)
	if err != nil {
		return nil, err
	}
	running := 0
	for i, p := range account.Promises {
		then := cal
		if p.ClosedAt != nil {
			if then, err = past(*p.ClosedAt); err != nil {
				return nil, err
			}
		}
		due := account.DueOf(then, p)
		if !same(due, p.DueAt) {
			fault("promise %d is due %v, rebuilt %v", p.ID, show(p.DueAt), show(due))
		}
		if p.ClosedAt == nil && p.DueAt != nil {
			running++
		}
		account.Promises[i].DueAt = due
	}
	want := 0
	if r.State == Open && !r.Paused() {
		want = 1
	}
	if running != want {
		fault("%d running promises, want %d", running, want)
	}
	furthest := r.Stage
	for _, p := range account.Promises {
		if p.Kind == BallStage {
			furthest = max(furthest, p.Step)
		}
	}
	if furthest != r.Furthest {
		fault("its furthest stage is %d, rebuilt %d", r.Furthest, furthest)
	}
	var shares workday.Span
	for i, t := range account.Turns {
		if i > 0 && !same(account.Turns[i-1].EndedAt, &t.BeganAt) {
			fault("turn %d does not begin where the one before it ends", t.ID)
		}
	}
	end := r.DatedAt
	if r.ClosedAt != nil {
		end = *r.ClosedAt
	}
	for _, share := range account.Shares(cal, end) {
		shares += share
	}
	if elapsed := cal.Between(r.SubmittedAt, end); shares != elapsed {
		fault("shares add up to %v of %v working time", time.Duration(shares), time.Duration(elapsed))
	}
	rebuilt := r
	rebuilt.dates(cal, r.Way(process), account, r.DatedAt)
	if !rebuilt.ForecastAt.Equal(r.ForecastAt) {
		fault("forecast is %v, rebuilt %v", r.ForecastAt, rebuilt.ForecastAt)
	}
	if !same(rebuilt.BallDueAt, r.BallDueAt) || rebuilt.BallSide != r.BallSide || rebuilt.BallKind != r.BallKind || !sameID(rebuilt.BallPromiseID, r.BallPromiseID) || !sameID(rebuilt.BallPersonID, r.BallPersonID) {
		fault("the ball is stored otherwise than its promises say")
	}
	if rebuilt.Lane != r.Lane {
		fault("it lies in lane %s, rebuilt %s", r.Lane, rebuilt.Lane)
	}
	promised := plan(atSubmission, Type{}, process, r.SubmittedAt, nil).Promised
	first := promised
	for _, e := range history {
		switch {
		case !movesPromise[e.Kind]:
		case !e.Detail.From.Equal(promised):
			fault("%s moved the date from %v, which was %v", e.Kind, show(e.Detail.From), promised)
		default:
			promised = *e.Detail.To
		}
		if e.Kind == "rush-agreed" {
			first = promised
		}
	}
	if len(history) < historyRead && (!promised.Equal(r.PromisedAt) || !first.Equal(r.FirstPromisedAt)) {
		fault("promised %v and first %v, rebuilt %v and %v", r.PromisedAt, r.FirstPromisedAt, promised, first)
	}
	return wrong, nil
}

// roundFaults of one request.
func roundFaults(process Process, r Request, all []Round, history []activity.Event) (wrong []string) {
	fault := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	decided := map[int16]string{}
	for _, e := range history {
		if e.Kind == "handed-on" || e.Kind == "sent-back" || e.Kind == "delivered" {
			decided[e.Detail.Round] = e.Detail.Answer
		}
	}
	open := 0
	for i, round := range all {
		if int(round.Number) != i+1 {
			fault("round %d is counted as %d", i+1, round.Number)
		}
		if !process.At(round.Stage).Review {
			fault("round %d is of %s, which is no review", round.Number, process.At(round.Stage).Name)
		}
		switch {
		case round.ClosedAt == nil:
			open++
			if i+1 != len(all) || round.Stage != r.Stage {
				fault("round %d of stage %d is open in stage %d", round.Number, round.Stage, r.Stage)
			}
		case round.Outcome != Ended && len(history) < historyRead && decided[round.Number] != string(round.Outcome):
			fault("round %d was closed with %q, its event says %q", round.Number, round.Outcome, decided[round.Number])
		}
	}
	want := 0
	if r.State == Open && process.At(r.Stage).Review {
		want = 1
	}
	if open != want {
		fault("%d open rounds, want %d", open, want)
	}
	if len(all) != int(r.Rounds) {
		fault("%d rounds, counted %d", len(all), r.Rounds)
	}
	for _, id := range r.Reviewers {
		if _, asked := all[len(all)-1].Of(id); !asked {
			fault("person %d reviews, and was not asked", id)
		}
	}
	return wrong
}

// historyRead is the length of a history of which the beginning may be missing.
const historyRead = 500

// movesPromise are the kinds of events whose From and To are the date promised before and after.
var movesPromise = map[string]bool{"rush-agreed": true, "made-to-wait": true, "date-agreed": true, "resumed": true, "reopened": true, "round-allowed": true}

func same(a, b *time.Time) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Equal(*b))
}

func sameID(a, b *int64) bool {
	return (a == nil) == (b == nil) && (a == nil || *a == *b)
}

func show(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.Format(time.RFC3339)
}
