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

// ReviewPieces reminds owners some days before the date of their piece and makes the review their promise on the day,
// gives the reviews of those who left to their leads, asks whether a piece was used, and archives what nobody downloads
// any more. Each is said once, by however many nodes at a time. It does nothing outside working hours, and returns how
// many pieces it touched.
func (q *Queue) ReviewPieces(ctx context.Context) (int, error) {
	t, err := q.pieceTurn(ctx, people.Person{})
	if err != nil {
		return 0, err
	}
	now := q.db.Now()
	if !t.cal.Open(now) {
		return 0, nil
	}
	ids, err := q.piecesToReview(ctx, t.cal.DateOf(now), now)
	if err != nil {
		return 0, err
	}
	touched := 0
	for _, id := range ids {
		changed, err := q.reviewPiece(ctx, t, id)
		if err != nil {
			return touched, err
		}
		if changed {
			touched++
		}
	}
	return touched, nil
}

// piecesToReview finds them by one index each.
func (q *Queue) piecesToReview(ctx context.Context, today workday.Date, now time.Time) ([]int64, error) {
	day, old := today.Midnight(), now.AddDate(0, 0, -ArchiveAfter)
	return gorm.G[int64](q.db.Read()).Raw(`SELECT request_id FROM pieces WHERE remind_on IS NOT NULL AND remind_on <= ?
		UNION SELECT request_id FROM pieces WHERE ask_use_on IS NOT NULL AND ask_use_on <= ?
		UNION SELECT subject_id FROM promises JOIN people o ON o.id = from_person_id
			WHERE subject_kind = 'piece' AND closed_at IS NULL AND due_at IS NOT NULL AND NOT o.active
		UNION SELECT request_id FROM pieces WHERE archived_at IS NULL AND right_until < ?
			AND (downloaded_at IS NULL OR downloaded_at < ?) AND NOT EXISTS (SELECT FROM piece_uses u WHERE u.request_id = pieces.request_id AND u.said_at >= ?)
		UNION SELECT request_id FROM pieces WHERE archived_at IS NULL AND reported_at IS NOT NULL AND reported_at < ?
			AND (downloaded_at IS NULL OR downloaded_at < ?) AND NOT EXISTS (SELECT FROM piece_uses u WHERE u.request_id = pieces.request_id AND u.said_at >= ?)
		ORDER BY request_id LIMIT ?`,
		day, day, today.AddDays(-ArchiveAfter).Midnight(), old, old, old, old, old, sweepBatch).Find(ctx)
}

// reviewPiece does what is due of one piece.
func (q *Queue) reviewPiece(ctx context.Context, t *pieceTurn, id int64) (changed bool, err error) {
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		changed = false
		if err := q.lockPiece(ctx, t, tx, id); err != nil {
			return err
		}
		did := func(due bool, what func(context.Context, *pieceTurn) error) error {
			if !due {
				return nil
			}
			changed = true
			return what(ctx, t)
		}
		unread, err := q.unread(ctx, t)
		if err != nil {
			return err
		}
		if unread {
			changed = true
			return q.archive(ctx, t, "")
		}
		return errors.Join(
			did(reached(t.p.RemindOn, t.today), q.remindReview),
			did(reached(t.p.AskUseOn, t.today), q.askUse),
			did(!t.roll[t.p.OwnerID].Active, q.assignLeft),
		)
	})
	return changed, err
}

func reached(day *time.Time, today workday.Date) bool {
	return day != nil && !today.Before(workday.DateOf(*day))
}

// unread reports whether the piece is to be checked before using since long, and nobody fetched or used it meanwhile.
func (q *Queue) unread(ctx context.Context, t *pieceTurn) (bool, error) {
	since := t.Now.AddDate(0, 0, -ArchiveAfter)
	passed := t.p.ReviewBy != nil && workday.DateOf(*t.p.ReviewBy).Before(t.today.AddDays(-ArchiveAfter))
	reported := t.p.ReportedAt != nil && t.p.ReportedAt.Before(since)
	fetched := t.p.DownloadedAt != nil && !t.p.DownloadedAt.Before(since)
	if t.p.ArchivedAt != nil || fetched || !passed && !reported {
		return false, nil
	}
	n, err := gorm.G[PieceUse](t.DB).Where("request_id = ? AND said_at >= ?", t.p.RequestID, since).Count(ctx, "*")
	return n == 0, err
}

// remindReview tells who answers for the piece of its date; when nothing is left to be said, the review is their promise.
func (q *Queue) remindReview(ctx context.Context, t *pieceTurn) error {
	kind := "review-soon"
	if t.p.RemindOn = t.p.nextReminder(t.cal, t.today); t.dueToday() {
		kind, t.p.RemindOn = "review-due", nil
		if err := q.oweReview(ctx, t); err != nil {
			return err
		}
	}
	if err := q.remember(ctx, t); err != nil {
		return err
	}
	detail := activity.Detail{Side: t.p.OwnerSide, To: t.p.ReviewBy}
	if asked := t.asked(); asked != nil {
		detail.Person = *asked
	}
	return q.recordPiece(ctx, t, kind, detail)
}

// dueToday reports whether today is the last working day that is not after the piece's date, or later.
func (t *pieceTurn) dueToday() bool {
	return !t.today.Before(lastWorkday(t.cal, workday.DateOf(*t.p.ReviewBy)))
}

// askUse asks the requester whether they used it.
func (q *Queue) askUse(ctx context.Context, t *pieceTurn) error {
	t.p.AskUseOn, t.p.UseAskedOf = nil, &t.r.RequesterID
	if err := q.remember(ctx, t); err != nil {
		return err
	}
	return q.recordPiece(ctx, t, "use-asked", activity.Detail{Person: t.r.RequesterID})
}

// assignLeft gives an open review that is somebody's who left to their lead.
func (q *Queue) assignLeft(ctx context.Context, t *pieceTurn) error {
	open, err := q.reviewOf(ctx, t)
	if err != nil || open == nil || open.FromPersonID == nil || t.roll[*open.FromPersonID].Active {
		return err
	}
	if err := q.assignReview(ctx, t); err != nil {
		return err
	}
	detail := activity.Detail{Side: t.p.OwnerSide, To: t.p.ReviewBy}
	if asked := t.asked(); asked != nil {
		detail.Person = *asked
	}
	return q.recordPiece(ctx, t, "review-due", detail)
}

// remember stores what a sweep noted, and does not change the version: nobody's work is overtaken by a reminder.
func (q *Queue) remember(ctx context.Context, t *pieceTurn) error {
	return store.MustAffectOne(gorm.G[Piece](t.DB).Where("request_id = ?", t.p.RequestID).
		Select("remind_on", "ask_use_on", "use_asked_of").Updates(ctx, t.p))
}

// redatePieces moves the due times of open reviews after the company's calendar changed.
func (q *Queue) redatePieces(ctx context.Context) error {
	t, err := q.pieceTurn(ctx, people.Person{})
	if err != nil {
		return err
	}
	ids, err := gorm.G[int64](q.db.Read()).Raw(`SELECT subject_id FROM promises WHERE subject_kind = 'piece' AND closed_at IS NULL ORDER BY subject_id`).Find(ctx)
	for _, id := range ids {
		err = errors.Join(err, q.db.Tx(ctx, func(tx *store.Tx) error {
			if err := q.lockPiece(ctx, t, tx, id); err != nil {
				return err
			}
			return q.ledger.Redate(ctx, tx, t.cal, t.p.Subject())
		}))
	}
	return err
}
