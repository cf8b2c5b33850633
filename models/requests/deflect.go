package requests

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/store"
)

// Deflection is an ask that was not sent, because something there answers it.
type Deflection struct {
	Submission   uuid.UUID // of the brief's form; the same one counts once
	Type         string
	Title        string // as typed so far
	Answer       int64  // the request or piece that answers it
	Draft        int64  // the draft it was; 0: none
	DraftVersion int
}

// Deflect counts that the answer, open or delivered, is what the actor was about to ask for. The actor follows it while
// it is open, and the draft is thrown away unless it was saved since. An ask sent after all with the same submission is
// not counted any more.
func (q *Queue) Deflect(ctx context.Context, actor people.Person, d Deflection) (Request, error) {
	typ, _, err := q.inForce(ctx, d.Type)
	if err != nil {
		return Request{}, unknownType(err)
	}
	if !actor.On(typ.Side.Other()) {
		return Request{}, notTheirs(typ)
	}
	title := []rune(asked(d.Title))
	title = title[:min(len(title), maxTitle)]
	var answer Request
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		if answer, err = locked(ctx, tx, d.Answer); err != nil {
			return err
		}
		if answer.State != Open && answer.State != Delivered {
			return store.Refuse(store.ErrConflict, "%s was closed without a piece meanwhile. Your brief was not sent.", answer.Ref())
		}
		err := tx.WithContext(ctx).Exec(`INSERT INTO deflections (person_id, side, type_key, title, request_id, submission, at) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, actor.ID, typ.Side, typ.Key, string(title), answer.ID, d.Submission, tx.Now).Error
		if err == nil && answer.State == Open {
			err = q.log.Follow(ctx, tx, answer.Subject(), actor.ID)
		}
		if err != nil {
			return err
		}
		if err = drafts.Sent(ctx, tx, actor, d.Draft, d.DraftVersion); errors.Is(err, store.ErrConflict) {
			return nil // what was written into it since is kept
		}
		return err
	})
	return answer, err
}

// undeflect takes an ask that is sent after all out of the count.
func undeflect(ctx context.Context, tx *store.Tx, actor people.Person, submission uuid.UUID) error {
	return tx.WithContext(ctx).Exec(`DELETE FROM deflections WHERE person_id = ? AND submission = ?`, actor.ID, submission).Error
}

// Deflected is how many asks were answered by what was there already.
type Deflected struct {
	Side  people.Side // that would have been asked
	Type  string      `gorm:"column:type_key"`
	Count int
}

// Deflected counts since the given moment, by side and type, most first.
func (q *Queue) Deflected(ctx context.Context, since time.Time) ([]Deflected, error) {
	return gorm.G[Deflected](q.db.Read()).Raw(`SELECT side, type_key, count(*) AS count FROM deflections WHERE at >= ?
		GROUP BY side, type_key ORDER BY count DESC, side, type_key`, since).Find(ctx)
}
