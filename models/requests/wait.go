package requests

import (
	"context"
	"math"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Hold stops the request with a lead's reason: from now on its time is nobody's.
func (q *Queue) Hold(ctx context.Context, actor people.Person, id int64, version int, reason string) (Request, error) {
	return q.pause(ctx, actor, id, version, MoveHold, promises.WithNobody, "held", reason, "Say why it has to wait")
}

// WaitFor hands the ball to somebody outside both teams, named with what is awaited: "Kestrel Pharma's approval".
func (q *Queue) WaitFor(ctx context.Context, actor people.Person, id int64, version int, whom string) (Request, error) {
	return q.pause(ctx, actor, id, version, MoveWait, promises.WithThird, "waiting", whom, "Say for whom outside, and for what")
}

func (q *Queue) pause(ctx context.Context, actor people.Person, id int64, version int, move Move, holder promises.Holder, kind, why, missing string) (Request, error) {
	var inv store.Invalid
	why = inv.Paragraph("reason", why, maxParagraph, missing)
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, move, func(t *turn) error {
		if err := q.ledger.Pause(ctx, t.Tx, t.r.Subject(), holder); err != nil {
			return err
		}
		side := t.r.BallSide
		t.r.WaitsFor = why
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), kind, activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: side, Text: why,
		})
	})
}

// Resume gives the ball back to whoever held it before the wait, with the days that were left. The date promised moves
// by the working days nobody had it, rounded to whole ones.
func (q *Queue) Resume(ctx context.Context, actor people.Person, id int64, version int) (Request, error) {
	return q.move(ctx, actor, id, version, MoveResume, func(t *turn) error {
		paused, err := q.ledger.Find(ctx, t.Tx, *t.r.BallPromiseID)
		if err != nil {
			return err
		}
		waited, was := t.cal.Between(*t.r.BallSince, t.Now), t.r.PromisedAt
		if _, err := q.ledger.Resume(ctx, t.Tx, t.cal, paused); err != nil {
			return err
		}
		t.r.WaitsFor = ""
		t.r.PromisedAt = later(t.cal, was, waited)
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "resumed", activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: paused.FromSide, Used: waited.Seconds(), From: &was, To: &t.r.PromisedAt,
		})
	})
}

// later is the date moved by the working time, in whole days.
func later(cal *workday.Calendar, date time.Time, by workday.Span) time.Time {
	days := math.Round(by.Days())
	if days <= 0 {
		return date
	}
	return cal.Due(date, workday.Days(days)).UTC()
}

// Reopen begins the stage anew of a request that was closed because nobody answered. The time since then was nobody's,
// and the date promised moves by it.
func (q *Queue) Reopen(ctx context.Context, actor people.Person, id int64, version int) (Request, error) {
	return q.move(ctx, actor, id, version, MoveReopen, func(t *turn) error {
		closed, was := *t.r.ClosedAt, t.r.PromisedAt
		if err := q.ledger.Reopen(ctx, t.Tx, t.r.Subject(), closed); err != nil {
			return err
		}
		if _, err := q.ledger.Open(ctx, t.Tx, t.cal, t.stagePromise()); err != nil {
			return err
		}
		if err := q.reopenRound(ctx, t); err != nil {
			return err
		}
		t.r.State, t.r.ClosedAt, t.r.ClosedWhy, t.r.WarnedAt = Open, nil, "", nil
		t.r.PromisedAt = later(t.cal, was, t.cal.Between(closed, t.Now))
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "reopened", activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: t.r.BallSide, From: &was, To: &t.r.PromisedAt,
		})
	})
}
