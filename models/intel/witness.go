package intel

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Witness is somebody else who heard it.
type Witness struct {
	ID       int64
	NoteID   int64
	PersonID int64
	Side     people.Side
	Account  string
	Source   Source
	Detail   string // in a few words: an email on the desk
	HeardOn  time.Time
	FromNote *int64 // the duplicate it was
	AddedAt  time.Time
}

// HeardToo is what a witness says.
type HeardToo struct {
	Account string
	Source  Source
	Detail  string
	HeardOn *time.Time // nil: today
}

// HearToo adds the actor as a witness, once for each account; again changes nothing. Problems are *store.Invalid on account,
// source, detail and heard_on.
func (d *Desk) HearToo(ctx context.Context, actor people.Person, id int64, h HeardToo) (Note, error) {
	var inv store.Invalid
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return Note{}, err
	}
	h.Account = oneSpaced(inv.Line("account", h.Account, maxAccount, "Say at which account you heard it"))
	day := heardOn(&inv, h.HeardOn, dateOf(cal, d.db.Now()))
	if !known(Sources, h.Source) {
		inv.Add("source", "Say how you know")
	}
	h.Detail = inv.Line("detail", h.Detail, maxLine, "")
	if err := inv.OrNil(); err != nil {
		return Note{}, err
	}
	return d.move(ctx, actor, id, 0, MoveWitness, func(t *turn) error {
		added, err := gorm.G[int64](t.DB).Raw(`INSERT INTO witnesses (note_id, person_id, side, account, source, detail, heard_on, added_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT witnesses_once DO NOTHING RETURNING id`,
			id, actor.ID, actor.Side, h.Account, h.Source, h.Detail, day, t.Now).Find(ctx)
		if err != nil || len(added) == 0 {
			return err
		}
		if err := d.reweigh(ctx, t); err != nil {
			return err
		}
		return d.record(ctx, t, "witnessed", activity.Detail{Text: h.Account})
	})
}

// Unhear takes back what the actor said of one account.
func (d *Desk) Unhear(ctx context.Context, actor people.Person, id, witness int64) (Note, error) {
	return d.move(ctx, actor, id, 0, MoveUnwitness, func(t *turn) error {
		gone, err := gorm.G[int64](t.DB).Raw(`DELETE FROM witnesses WHERE id = ? AND note_id = ? AND person_id = ? RETURNING id`,
			witness, id, actor.ID).Find(ctx)
		if err != nil || len(gone) == 0 {
			return err
		}
		if err := d.reweigh(ctx, t); err != nil {
			return err
		}
		return d.record(ctx, t, "unwitnessed", activity.Detail{})
	})
}

func (d *Desk) reweigh(ctx context.Context, t *turn) error {
	if err := d.weigh(ctx, t, t.n.ID); err != nil {
		return err
	}
	n, err := gorm.G[Note](t.DB).Where("id = ?", t.n.ID).Take(ctx)
	t.n = n
	return err
}
