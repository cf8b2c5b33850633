package requests

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Draft is what can be changed of a process, and why.
type Draft struct {
	Stages     []Stage
	Fields     []Field // Missing: anything but "" means that it must be filled
	Rounds     int16
	Decides    string
	Reviewers  []int64
	ReviewDays int16
	Why        string
}

// Settings are the process as a draft.
func (p Process) Settings() Draft {
	return Draft{p.Stages, p.Fields, p.Rounds, p.Decides, p.Reviewers, p.ReviewDays, p.Why}
}

func (p *Process) set(d Draft) {
	p.Stages, p.Fields, p.Rounds, p.Decides, p.Reviewers, p.ReviewDays, p.Why = d.Stages, d.Fields, d.Rounds, d.Decides, d.Reviewers, d.ReviewDays, d.Why
}

// same compares what is drafted.
func (d Draft) same(other Draft) bool {
	a, errA := json.Marshal(d)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// StartDraft begins the next version of the type's process as a copy of the one in force. Leads only. There is one
// draft at a time: where somebody has begun it, that one is returned.
func (q *Queue) StartDraft(ctx context.Context, actor people.Person, typeKey string) (Process, error) {
	typ, current, err := q.inForce(ctx, typeKey)
	if err != nil {
		return Process{}, err
	}
	if err := current.allow(actor, MoveDraft, nil); err != nil {
		return Process{}, err
	}
	var draft Process
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		begun, err := gorm.G[int64](tx.DB).Raw(`INSERT INTO processes (type_key, version, stages, fields, rounds, decides, reviewers, review_days, revision, created_at)
			SELECT type_key, (SELECT max(version) + 1 FROM processes WHERE type_key = p.type_key), stages, fields, rounds, decides, reviewers, review_days,
				(SELECT max(revision) + 1 FROM processes WHERE type_key = p.type_key), ?
			FROM processes p WHERE type_key = ? AND in_force_at IS NOT NULL ORDER BY version DESC LIMIT 1
			ON CONFLICT DO NOTHING RETURNING id`, tx.Now, typeKey).Find(ctx)
		if err != nil {
			return err
		}
		if draft, err = draftIn(ctx, tx, typeKey); err != nil || len(begun) == 0 {
			return err
		}
		return q.log.Record(ctx, tx, actor, draft.Subject(), "draft-started", activity.Detail{Title: draft.Title(typ), Side: actor.Side})
	})
	return draft, err
}

// DraftOf is the open draft of the type; store.ErrNotFound when nobody has begun one.
func (q *Queue) DraftOf(ctx context.Context, typeKey string) (Process, error) {
	p, err := gorm.G[Process](q.db.Read()).Where("type_key = ? AND in_force_at IS NULL AND withdrawn_at IS NULL", typeKey).Take(ctx)
	return p, store.Found(err)
}

// draftIn locks the open draft.
func draftIn(ctx context.Context, tx *store.Tx, typeKey string) (Process, error) {
	p, err := gorm.G[Process](tx.DB).Raw(`SELECT * FROM processes WHERE type_key = ? AND in_force_at IS NULL AND withdrawn_at IS NULL FOR UPDATE`,
		typeKey).Take(ctx)
	return p, store.Found(err)
}

// SaveDraft replaces the draft that the actor saw as revision. A key that was turned on it turns back, and who turned it
// is told. Saving what is saved already changes nothing. Problems are *store.Invalid on stage_N_name, _side, _days,
// _done, _checklist and _review, field_N_label, _hint, _kind and _options, counted from 1, and on stages, fields, rounds,
// review_days, decides, reviewers and why.
func (q *Queue) SaveDraft(ctx context.Context, actor people.Person, typeKey string, revision int, d Draft) (Process, error) {
	return q.redraft(ctx, actor, typeKey, MoveEdit, func(tx *store.Tx, typ Type, roll people.Roll, p *Process) error {
		d, err := d.check(typ, *p, roll)
		if err != nil {
			return err
		}
		if d.same(p.Settings()) {
			return nil
		}
		if p.Revision != revision {
			return errOvertaken
		}
		told := activity.Detail{Title: p.Title(typ), Side: actor.Side, Text: d.Why}
		for _, side := range []people.Side{people.Sales, people.Marketing} {
			if by, _ := p.Key(side); by != nil {
				told.Person = *by
				p.setKey(side, nil, nil)
			}
		}
		p.set(d)
		p.Revision++
		if !slices.Contains(p.DraftedBy, actor.ID) {
			p.DraftedBy = append(p.DraftedBy, actor.ID)
		}
		err = store.MustAffectOne(gorm.G[Process](tx.DB).Where("id = ?", p.ID).Select("stages", "fields", "rounds", "decides", "reviewers",
			"review_days", "why", "drafted_by", "revision", "sales_key", "sales_key_at", "marketing_key", "marketing_key_at").Updates(ctx, *p))
		if err != nil {
			return err
		}
		return errors.Join(q.releaseKeys(ctx, tx, p.Subject()), q.log.Record(ctx, tx, actor, p.Subject(), "draft-saved", told))
	})
}

// WithdrawDraft takes the draft back, keys and all: the version in force stays. Leads only.
func (q *Queue) WithdrawDraft(ctx context.Context, actor people.Person, typeKey string, revision int) (Process, error) {
	return q.redraft(ctx, actor, typeKey, MoveWithdraw, func(tx *store.Tx, typ Type, _ people.Roll, p *Process) error {
		if p.Revision != revision {
			return errOvertaken
		}
		p.WithdrawnAt = &tx.Now
		if err := store.MustAffectOne(gorm.G[Process](tx.DB).Where("id = ?", p.ID).Select("withdrawn_at").Updates(ctx, *p)); err != nil {
			return err
		}
		return errors.Join(q.releaseKeys(ctx, tx, p.Subject()),
			q.log.Record(ctx, tx, actor, p.Subject(), "draft-withdrawn", activity.Detail{Title: p.Title(typ), Side: actor.Side}))
	})
}

// redraft runs fn on the locked draft of the type when the move is the actor's.
func (q *Queue) redraft(ctx context.Context, actor people.Person, typeKey string, move Move, fn func(*store.Tx, Type, people.Roll, *Process) error) (Process, error) {
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return Process{}, err
	}
	typ, ok := catalogue.Type(typeKey)
	if !ok {
		return Process{}, store.ErrNotFound
	}
	if err := (Process{}).allow(actor, move, nil); err != nil { // whatever the draft
		return Process{}, err
	}
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return Process{}, err
	}
	var p Process
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		p, err = draftIn(ctx, tx, typeKey)
		if errors.Is(err, store.ErrNotFound) {
			return store.Refuse(store.ErrConflict, "There is no draft of this any more: it came into force, or was withdrawn.")
		}
		if err != nil {
			return err
		}
		return fn(tx, typ, roll, &p)
	})
	if errors.Is(err, errOvertaken) {
		return p, q.redrafted(ctx, actor, p)
	}
	return p, err
}

// redrafted says who changed the draft since the actor looked.
func (q *Queue) redrafted(ctx context.Context, actor people.Person, p Process) error {
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return err
	}
	history, err := q.log.History(ctx, p.Subject())
	if err != nil {
		return err
	}
	who := "Somebody"
	for _, e := range slices.Backward(history) {
		if e.ActorID != nil && (e.Kind == "draft-saved" || e.Kind == "draft-started") {
			who = roll.Name(*e.ActorID)
			if *e.ActorID == actor.ID {
				who = "You"
			}
			break
		}
	}
	return store.Refuse(store.ErrConflict, "%s changed the draft of version %d since you opened it. Look at how it stands now, then decide.", who, p.Version)
}
