package requests

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// sweepBatch bounds one sweep; the rest follows with the next.
const sweepBatch = 200

// RemindDue reminds the holders of promises of any kind that are due today, once each, and moves the
// forecasts of requests whose ball is past due, at most once a day each. It does nothing outside working hours, so that
// nobody hears of anything at midnight or on a holiday. It returns how many people or requests it touched.
func (q *Queue) RemindDue(ctx context.Context) (int, error) {
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	now := q.db.Now()
	if !cal.Open(now) {
		return 0, nil
	}
	moved, err := q.moveForecasts(ctx, cal, now)
	if err != nil {
		return moved, err
	}
	due, err := q.ledger.DueBefore(ctx, now, cal.EndOfDay(now).Add(time.Second), sweepBatch)
	if err != nil {
		return moved, err
	}
	for _, p := range due {
		on := p.Subject()
		if on.Kind == activity.KindDate { // asked about a request
			on = Subject(p.SubjectID)
		}
		detail := activity.Detail{Title: p.About, Stage: p.What, Side: p.FromSide, To: p.DueAt}
		if p.FromPersonID != nil {
			detail.Person = *p.FromPersonID
		}
		err := q.db.Tx(ctx, func(tx *store.Tx) error {
			if err := q.ledger.MarkReminded(ctx, tx, p.ID); err != nil {
				return err
			}
			return q.log.Record(ctx, tx, people.Person{}, on, "due-soon", detail)
		})
		if err != nil && !errors.Is(err, store.ErrConflict) {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

// moveForecasts dates anew the open requests whose ball is past due, when it ran over and then once each day.
func (q *Queue) moveForecasts(ctx context.Context, cal *workday.Calendar, now time.Time) (int, error) {
	morning, _, _ := cal.Hours(cal.DateOf(now))
	late, err := gorm.G[int64](q.db.Read()).Raw(`SELECT r.id FROM promises p JOIN requests r ON r.ball_promise_id = p.id
		WHERE p.closed_at IS NULL AND p.due_at IS NOT NULL AND p.due_at < ? AND (r.dated_at < ? OR r.dated_at < p.due_at)
		ORDER BY p.due_at, p.id LIMIT ?`, now, morning, sweepBatch).Find(ctx)
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, id := range late {
		changed, err := q.redate(ctx, id, "ran-over")
		if err != nil {
			return moved, err
		}
		if changed {
			moved++
		}
	}
	return moved, nil
}

// redate computes the dates of an open request anew and tells the people concerned when the forecast moved, with the
// stage and side that hold the ball.
func (q *Queue) redate(ctx context.Context, id int64, why string) (changed bool, err error) {
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return false, err
	}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return false, err
	}
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		t := &turn{Tx: tx, cal: cal}
		if t.r, err = locked(ctx, tx, id); err != nil || t.r.State != Open {
			return err
		}
		if t.process, err = catalogue.way(ctx, tx.DB, t.r); err != nil {
			return err
		}
		before := t.r.ForecastAt
		account, err := q.ledger.AccountIn(ctx, tx, t.r.Subject())
		if err != nil {
			return err
		}
		t.r.dates(cal, t.process, account, tx.Now)
		err = store.MustAffectOne(gorm.G[Request](tx.DB).Where("id = ?", id).
			Select("ball_due_at", "forecast_at", "dated_at").Updates(ctx, t.r)) // the version is of what people change
		if changed = !t.r.ForecastAt.Equal(before); err != nil || !changed {
			return err
		}
		return q.log.Record(ctx, tx, people.Person{}, t.r.Subject(), why, activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: t.r.BallSide, From: &before, To: &t.r.ForecastAt,
		})
	})
	if changed {
		q.counts.forget()
	}
	return changed, err
}

// Redate moves the due times and forecasts of everything open after the company's calendar changed. What was promised
// stays promised.
func (q *Queue) Redate(ctx context.Context) (int, error) {
	ids, err := gorm.G[int64](q.db.Read()).Raw(`SELECT id FROM requests WHERE state = 'open' ORDER BY id`).Find(ctx)
	if err != nil {
		return 0, err
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(q.redateKeys(ctx, cal), q.redatePieces(ctx)); err != nil {
		return 0, err
	}
	moved := 0
	for _, id := range ids {
		err := q.db.Tx(ctx, func(tx *store.Tx) error {
			if _, err := locked(ctx, tx, id); err != nil {
				return err
			}
			return q.ledger.Redate(ctx, tx, cal, Subject(id))
		})
		if err != nil {
			return moved, err
		}
		changed, err := q.redate(ctx, id, "calendar-changed")
		if err != nil {
			return moved, err
		}
		if changed {
			moved++
		}
	}
	return moved, nil
}

// redateKeys moves the due times of the keys that one side waits for.
func (q *Queue) redateKeys(ctx context.Context, cal *workday.Calendar) error {
	ids, err := gorm.G[int64](q.db.Read()).Raw(`SELECT id FROM processes WHERE agreed_at IS NULL AND withdrawn_at IS NULL
		AND (sales_key IS NOT NULL OR marketing_key IS NOT NULL) ORDER BY id`).Find(ctx)
	for _, id := range ids {
		err = errors.Join(err, q.db.Tx(ctx, func(tx *store.Tx) error {
			p, err := lockedProcess(ctx, tx, id)
			if err != nil {
				return err
			}
			return q.ledger.Redate(ctx, tx, cal, p.Subject())
		}))
	}
	return err
}
