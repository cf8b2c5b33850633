package requests

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// KeyDays is how many working days a side has for its key, once the other side's is turned.
const KeyDays = 3

// TurnKey turns the actor's side's key on the process that the actor saw as revision: a draft, which comes into force
// with the second key, or a standard process that is in force already and is sealed by it. Leads only; nobody turns
// both, not even after moving teams. Turning it again changes nothing.
func (q *Queue) TurnKey(ctx context.Context, actor people.Person, id int64, revision int) (Process, error) {
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return Process{}, err
	}
	if err := (Process{}).allow(actor, MoveTurnKey, roll); err != nil { // whatever the process
		return Process{}, err
	}
	var p Process
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		if p, err = lockedProcess(ctx, tx, id); err != nil {
			return err
		}
		if by, _ := p.Key(actor.Side); by != nil && *by == actor.ID && p.WithdrawnAt == nil {
			return nil
		}
		if p.Draft() && p.Revision != revision {
			return errOvertaken
		}
		if err := p.allow(actor, MoveTurnKey, roll); err != nil {
			return err
		}
		current, err := inForceIn(ctx, tx, p.TypeKey)
		if err != nil {
			return err
		}
		if p.InForceAt != nil && p.ID != current.ID {
			return store.Refuse(store.ErrConflict, "Version %d is not in force any more.", p.Version)
		}
		before, drafted := current.Settings(), p.Settings()
		before.Why = drafted.Why
		if p.Draft() && drafted.same(before) {
			return store.Refuse(store.ErrConflict, "Version %d changes nothing yet.", p.Version)
		}
		return q.turn(ctx, tx, actor, roll, &p)
	})
	q.forgetCatalogue()
	if errors.Is(err, errOvertaken) {
		return p, q.redrafted(ctx, actor, p)
	}
	return p, err
}

// Agree turns the actor's side's key on the process in force of each type that waits for it. Leads only; a key that is
// turned stays, and nobody turns both.
func (q *Queue) Agree(ctx context.Context, actor people.Person) error {
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return err
	}
	if err := (Process{}).allow(actor, MoveTurnKey, roll); err != nil {
		return err
	}
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		waiting, err := gorm.G[Process](tx.DB).Raw(`SELECT * FROM processes p WHERE agreed_at IS NULL AND in_force_at IS NOT NULL
			AND NOT EXISTS (SELECT FROM processes newer WHERE newer.type_key = p.type_key AND newer.in_force_at IS NOT NULL AND newer.version > p.version)
			ORDER BY id FOR UPDATE`).Find(ctx)
		if err != nil {
			return err
		}
		for _, p := range waiting {
			if !p.Moves(actor)[MoveTurnKey] {
				continue
			}
			if err := q.turn(ctx, tx, actor, roll, &p); err != nil {
				return err
			}
		}
		return nil
	})
	q.forgetCatalogue()
	return err
}

// turn turns the key of the actor's side on the locked process. The first key makes the other one a promise, the second
// keeps it.
func (q *Queue) turn(ctx context.Context, tx *store.Tx, actor people.Person, roll people.Roll, p *Process) error {
	typ, err := gorm.G[Type](tx.DB).Where("key = ?", p.TypeKey).Take(ctx)
	if err != nil {
		return err
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return err
	}
	p.setKey(actor.Side, &actor.ID, &tx.Now)
	first := p.Keys() == 1
	if !first {
		p.AgreedAt = &tx.Now
		if p.InForceAt == nil {
			p.InForceAt = &tx.Now
			if err := q.supersede(ctx, tx, *p); err != nil {
				return err
			}
		}
	}
	err = store.MustAffectOne(gorm.G[Process](tx.DB).Where("id = ?", p.ID).Select("sales_key", "sales_key_at", "marketing_key",
		"marketing_key_at", "agreed_at", "in_force_at").Updates(ctx, *p))
	if err != nil {
		return err
	}
	other := actor.Side.Other()
	detail := activity.Detail{Title: p.Title(typ), Side: actor.Side}
	if !first {
		return errors.Join(q.closeKeys(ctx, tx, p.Subject(), false), q.log.Record(ctx, tx, actor, p.Subject(), "agreed", detail))
	}
	due, err := q.ledger.Open(ctx, tx, cal, promises.Promise{
		SubjectKind: activity.KindProcess, SubjectID: p.ID, Kind: promises.Key, What: "Turn the " + other.Name() + " key", About: p.Title(typ),
		FromSide: other, FromPersonID: onlyLead(roll, other), ToSide: actor.Side, ToPersonID: &actor.ID,
		Target: workday.Days(KeyDays).Seconds(), WholeDays: true,
	})
	if err != nil {
		return err
	}
	detail.To = due.DueAt
	return q.log.Record(ctx, tx, actor, p.Subject(), "key-turned", detail)
}

// supersede releases who still owed a key on what the process replaces.
func (q *Queue) supersede(ctx context.Context, tx *store.Tx, p Process) error {
	waiting, err := gorm.G[int64](tx.DB).Raw(`SELECT id FROM processes WHERE type_key = ? AND id <> ? AND in_force_at IS NOT NULL
		AND agreed_at IS NULL ORDER BY id FOR UPDATE`, p.TypeKey, p.ID).Find(ctx)
	for _, id := range waiting {
		err = errors.Join(err, q.releaseKeys(ctx, tx, Process{ID: id}.Subject()))
	}
	return err
}

func (q *Queue) releaseKeys(ctx context.Context, tx *store.Tx, on activity.Subject) error {
	return q.closeKeys(ctx, tx, on, true)
}

// closeKeys ends the promise of the key that was missing, if there is one.
func (q *Queue) closeKeys(ctx context.Context, tx *store.Tx, on activity.Subject, released bool) error {
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return err
	}
	account, err := q.ledger.AccountIn(ctx, tx, on)
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		if p.ClosedAt == nil {
			if _, _, err := q.ledger.Close(ctx, tx, cal, p, released); err != nil {
				return err
			}
		}
	}
	return nil
}

// AskChange says to the other side what should change before a key is turned. It clears nothing; who asks follows the
// process from then on. The same submission again adds nothing. A problem is *store.Invalid on body.
func (q *Queue) AskChange(ctx context.Context, actor people.Person, id int64, submission uuid.UUID, body string) error {
	if err := (Process{}).allow(actor, MoveAskFor, nil); err != nil { // whatever the process
		return err
	}
	var inv store.Invalid
	body = inv.Paragraph("body", body, maxParagraph, "Say what should change")
	if err := inv.OrNil(); err != nil {
		return err
	}
	return q.db.Tx(ctx, func(tx *store.Tx) error {
		p, err := lockedProcess(ctx, tx, id)
		if err != nil {
			return err
		}
		typ, err := gorm.G[Type](tx.DB).Where("key = ?", p.TypeKey).Take(ctx)
		if err != nil {
			return err
		}
		first, _, err := store.Once(ctx, tx, actor.ID, submission.String(), digest(fmt.Appendf(nil, "change %d %s", id, body)))
		if err != nil || !first {
			return err
		}
		if err := p.allow(actor, MoveAskFor, nil); err != nil {
			return err
		}
		if err := q.log.Follow(ctx, tx, p.Subject(), actor.ID); err != nil {
			return err
		}
		return q.log.Record(ctx, tx, actor, p.Subject(), "change-asked", activity.Detail{Title: p.Title(typ), Side: actor.Side.Other(), Text: body})
	})
}

func lockedProcess(ctx context.Context, tx *store.Tx, id int64) (Process, error) {
	p, err := gorm.G[Process](tx.DB).Raw(`SELECT * FROM processes WHERE id = ? FOR UPDATE`, id).Take(ctx)
	return p, store.Found(err)
}

func inForceIn(ctx context.Context, tx *store.Tx, typeKey string) (Process, error) {
	p, err := gorm.G[Process](tx.DB).Where("type_key = ? AND in_force_at IS NOT NULL", typeKey).Order("version DESC").Take(ctx)
	return p, store.Found(err)
}
