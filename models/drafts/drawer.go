package drafts

import (
	"context"
	"maps"
	"slices"

	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Drawer is where everybody's drafts are.
type Drawer struct{ db *store.DB }

// New makes the drawer.
func New(db *store.DB) *Drawer { return &Drawer{db: db} }

// Save keeps a draft of the actor's as it was typed, right or wrong: d.ID 0 makes one, another id changes the one that the
// actor saw in d.Version. The same form saved twice makes one draft. A draft that was saved with other words since is
// store.ErrConflict and returned as it stands, one that is gone store.ErrNotFound. Problems, of the form as a whole, are
// on "".
func (dr *Drawer) Save(ctx context.Context, actor people.Person, d Draft) (Draft, error) {
	if d.PersonID = actor.ID; d.ID == 0 {
		d.Version = 0
	}
	typed, err := d.encoded()
	if err != nil {
		return d, err
	}
	saved := d
	err = dr.db.Tx(ctx, func(tx *store.Tx) error {
		saved = d
		saved.SavedAt = tx.Now
		before, err := d.before(ctx, tx)
		switch {
		case err != nil:
			return err
		case before.Version != d.Version && maps.EqualFunc(before.Typed, d.Typed, slices.Equal):
			saved = before
			return nil
		case before.Version != d.Version:
			saved = before
			return store.Refuse(store.ErrConflict, "This draft was saved with other words since you opened it.")
		case d.ID == 0:
			return saved.insert(ctx, tx, typed)
		}
		saved.Version++
		return tx.WithContext(ctx).Exec(`UPDATE drafts SET typed = ?, saved_at = ?, version = ? WHERE id = ?`, typed, tx.Now, saved.Version, d.ID).Error
	})
	return saved, err
}

// before is the draft as it stands, locked. One that is not there yet has version 0.
func (d Draft) before(ctx context.Context, tx *store.Tx) (Draft, error) {
	if d.ID != 0 {
		before, err := gorm.G[Draft](tx.DB).Raw(`SELECT * FROM drafts WHERE id = ? AND person_id = ? AND kind = ? FOR UPDATE`, d.ID, d.PersonID, d.Kind).Take(ctx)
		return before, store.Found(err)
	}
	// One at a time of a person, so that they can be counted.
	if err := tx.WithContext(ctx).Exec(`SELECT FROM people WHERE id = ? FOR NO KEY UPDATE`, d.PersonID).Error; err != nil {
		return Draft{}, err
	}
	before, err := gorm.G[Draft](tx.DB).Raw(`SELECT * FROM drafts WHERE person_id = ? AND kind = ? AND submission = ?`, d.PersonID, d.Kind, d.Submission).Find(ctx)
	if err != nil || len(before) == 0 {
		return Draft{}, err
	}
	return before[0], nil
}

func (d *Draft) insert(ctx context.Context, tx *store.Tx, typed string) error {
	n, err := gorm.G[int](tx.DB).Raw(`SELECT count(*) FROM drafts WHERE person_id = ? AND kind = ?`, d.PersonID, d.Kind).Take(ctx)
	if err != nil {
		return err
	}
	if n >= Max {
		var inv store.Invalid
		inv.Add("", "You have %d drafts already. Send or throw away one of them first", Max)
		return &inv
	}
	d.Version = 1
	d.ID, err = gorm.G[int64](tx.DB).Raw(`INSERT INTO drafts (person_id, kind, type_key, submission, typed, saved_at) VALUES (?, ?, nullif(?, ''), ?, ?, ?) RETURNING id`,
		d.PersonID, d.Kind, d.TypeKey, d.Submission, typed, tx.Now).Take(ctx)
	return err
}

// All are the actor's drafts of a kind, those saved last first. Of what was typed they hold the title only.
func (dr *Drawer) All(ctx context.Context, actor people.Person, kind Kind) ([]Draft, error) {
	return gorm.G[Draft](dr.db.Read()).Raw(`SELECT id, person_id, kind, type_key, submission, saved_at, version,
			jsonb_build_object('title', coalesce(typed->'title', '[]')) AS typed
		FROM drafts WHERE person_id = ? AND kind = ? ORDER BY saved_at DESC, id DESC LIMIT ?`, actor.ID, kind, Max).Find(ctx)
}

// Find is a draft of the actor's; anybody else's, or one of another kind, is not found.
func (dr *Drawer) Find(ctx context.Context, actor people.Person, kind Kind, id int64) (Draft, error) {
	d, err := gorm.G[Draft](dr.db.Read()).Where("id = ? AND person_id = ? AND kind = ?", id, actor.ID, kind).Take(ctx)
	return d, store.Found(err)
}

// ThrowAway deletes a draft of the actor's as it was seen, and returns what it would have become. One that was saved since
// stays: store.ErrConflict.
func (dr *Drawer) ThrowAway(ctx context.Context, actor people.Person, id int64, version int) (kind Kind, err error) {
	err = dr.db.Tx(ctx, func(tx *store.Tx) error {
		if kind, err = remove(ctx, tx, actor, id, version); err == nil && kind == "" {
			err = store.ErrNotFound
		}
		return err
	})
	return kind, err
}

// Sent deletes the draft of the actor's that is sent in this transaction; id 0 is none. One that is gone already is no
// error. One that was saved since the actor saw it is store.ErrConflict.
func Sent(ctx context.Context, tx *store.Tx, actor people.Person, id int64, version int) error {
	if id == 0 {
		return nil
	}
	_, err := remove(ctx, tx, actor, id, version)
	return err
}

// remove deletes a draft and returns its kind, or "" when it was not there.
func remove(ctx context.Context, tx *store.Tx, actor people.Person, id int64, version int) (Kind, error) {
	gone, err := gorm.G[Kind](tx.DB).Raw(`DELETE FROM drafts WHERE id = ? AND person_id = ? AND version = ? RETURNING kind`, id, actor.ID, version).Find(ctx)
	if err != nil || len(gone) == 1 {
		return append(gone, "")[0], err
	}
	left, err := gorm.G[int64](tx.DB).Raw(`SELECT id FROM drafts WHERE id = ? AND person_id = ?`, id, actor.ID).Find(ctx)
	if err != nil || len(left) == 0 {
		return "", err
	}
	return "", store.Refuse(store.ErrConflict, "This draft was saved again since you opened it. Look at it as it stands now.")
}
