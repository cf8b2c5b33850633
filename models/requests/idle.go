package requests

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// idleWarned is for how many working days a request waits for a word of the side that asked: then it is warned, and as
// long after the warning it is closed. Two months in all, as desks elsewhere have it.
const idleWarned = 20

// waitNudged is after how many working days on hold, or with somebody outside, the side whose stage it is hears of it again.
const waitNudged = 3

// CloseIdle warns of requests that wait for the side that asked since 20 working days and closes them 20 after that; and
// it reminds of what is on hold or with somebody outside every 3. It does nothing outside working hours, and returns
// how many requests it touched.
func (q *Queue) CloseIdle(ctx context.Context) (int, error) {
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	now := q.db.Now()
	if !cal.Open(now) {
		return 0, nil
	}
	touched := 0
	long, short := daysBefore(cal, now, idleWarned), daysBefore(cal, now, waitNudged)
	idle, err := gorm.G[int64](q.db.Read()).Raw(`SELECT r.id FROM turns t JOIN requests r ON r.id = t.subject_id
		WHERE t.ended_at IS NULL AND t.subject_kind = 'request' AND r.state = 'open' AND t.began_at <= ? AND (
			(t.holder = r.requester_side AND t.began_at <= ? AND (r.warned_at IS NULL OR r.warned_at < t.began_at OR r.warned_at <= ?))
			OR (t.holder IN ('third', 'nobody') AND (r.warned_at IS NULL OR r.warned_at <= ?)))
		ORDER BY t.began_at LIMIT ?`, short, long, long, short, sweepBatch).Find(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range idle {
		changed, err := q.closeIdle(ctx, cal, id)
		if err != nil {
			return touched, err
		}
		if changed {
			touched++
		}
	}
	return touched, nil
}

// daysBefore is the moment since which that many working days have passed.
func daysBefore(cal *workday.Calendar, now time.Time, days float64) time.Time {
	start, span := now, workday.Days(days)
	for cal.Between(start, now) < span {
		start = start.AddDate(0, 0, -7)
	}
	return cal.Add(start, cal.Between(start, now)-span)
}

// closeIdle looks at one request with the calendar.
func (q *Queue) closeIdle(ctx context.Context, cal *workday.Calendar, id int64) (touched bool, err error) {
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return false, err
	}
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		touched = false
		t := &turn{Tx: tx, cal: cal}
		if t.r, err = locked(ctx, tx, id); err != nil || t.r.State != Open {
			return err
		}
		if t.process, err = catalogue.way(ctx, tx.DB, t.r); err != nil {
			return err
		}
		account, err := q.ledger.AccountIn(ctx, tx, t.r.Subject())
		if err != nil {
			return err
		}
		since := account.Turns[len(account.Turns)-1].BeganAt
		idle := cal.Between(since, tx.Now)
		warned := t.r.WarnedAt != nil && !t.r.WarnedAt.Before(since)
		switch {
		case t.r.Paused():
			touched = idle >= workday.Days(waitNudged) && (!warned || cal.Between(*t.r.WarnedAt, tx.Now) >= workday.Days(waitNudged))
			if touched {
				return q.warn(ctx, t, "still-waiting", t.process.At(t.r.Stage).Side)
			}
		case t.r.BallSide != t.r.RequesterSide:
		case warned && cal.Between(*t.r.WarnedAt, tx.Now) >= workday.Days(idleWarned):
			touched = true
			return q.end(ctx, t, Lapsed, "")
		case idle >= workday.Days(idleWarned) && !warned:
			touched = true
			return q.warn(ctx, t, "unanswered", t.r.BallSide)
		}
		return nil
	})
	if touched {
		q.counts.forget()
	}
	return touched, err
}

// warn tells the people on the request, and does not change its version: nobody's work is overtaken by a reminder.
func (q *Queue) warn(ctx context.Context, t *turn, kind string, side people.Side) error {
	err := store.MustAffectOne(gorm.G[Request](t.DB).Where("id = ?", t.r.ID).Update(ctx, "warned_at", t.Now))
	if err != nil {
		return err
	}
	return q.log.Record(ctx, t.Tx, people.Person{}, t.r.Subject(), kind, activity.Detail{
		Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: side, Text: t.r.WaitsFor,
	})
}
