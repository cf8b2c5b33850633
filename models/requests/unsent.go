package requests

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Unsent is a brief that is not sent yet. Only its writer knows of it.
type Unsent struct {
	ID         int64 // 0: not saved yet
	PersonID   int64
	Submission uuid.UUID // of the form, kept until it is sent
	TypeKey    string
	Typed      map[string][]string `gorm:"serializer:json"` // as typed, by name of the field
	SavedAt    time.Time
	Version    int
}

func (Unsent) TableName() string { return "drafts" }

// Title as typed, which may be "".
func (d Unsent) Title() string {
	if title := d.Typed["title"]; len(title) > 0 {
		return strings.TrimSpace(title[0])
	}
	return ""
}

// Limits of drafts.
const (
	MaxUnsent      = 50 // a person
	maxUnsentBytes = 100_000
)

// fixedFields are the names of a brief's fields that every type has.
var fixedFields = []string{"title", "account", "needed_by", "rush_reason", "from", "answer"}

// UnsentFields are the names of the fields that are kept in a draft of a process: all of a brief but its files.
func (p Process) UnsentFields() []string {
	names := slices.Clone(fixedFields)
	for _, f := range p.Fields {
		names = append(names, f.Name())
	}
	return names
}

// SaveUnsent keeps a brief as it was typed, right or wrong: d.ID 0 makes a draft, another id changes the one that the
// actor saw in d.Version. The same form saved twice makes one draft. A draft that was saved with other words since is
// store.ErrConflict and returned as it stands, one that is gone store.ErrNotFound. Problems are on type and, of the form as a whole, on "".
func (q *Queue) SaveUnsent(ctx context.Context, actor people.Person, d Unsent) (Unsent, error) {
	typ, process, err := q.inForce(ctx, d.TypeKey)
	if err != nil {
		return d, unknownType(err)
	}
	if !actor.On(typ.Side.Other()) {
		return d, notTheirs(typ)
	}
	if d.PersonID = actor.ID; d.ID == 0 {
		d.Version = 0
	}
	typed, err := d.keepable(process)
	if err != nil {
		return d, err
	}
	saved := d
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
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

// keepable leaves in the draft what the database can hold of the process's fields, and returns it as JSON.
func (d *Unsent) keepable(process Process) (string, error) {
	kept := map[string][]string{}
	for _, name := range process.UnsentFields() {
		for _, value := range d.Typed[name] {
			if value = strings.ReplaceAll(strings.ToValidUTF8(value, "�"), "\x00", "�"); value != "" {
				kept[name] = append(kept[name], value)
			}
		}
	}
	d.Typed = kept
	typed, err := json.Marshal(kept)
	if err == nil && len(typed) > maxUnsentBytes {
		err = &store.Invalid{Problems: []store.Problem{{Message: "This is more than a draft can hold. Shorten it, or put the long part into a file"}}}
	}
	return string(typed), err
}

// before is the draft as it stands, locked. One that is not there yet has version 0.
func (d Unsent) before(ctx context.Context, tx *store.Tx) (Unsent, error) {
	if d.ID != 0 {
		before, err := gorm.G[Unsent](tx.DB).Raw(`SELECT * FROM drafts WHERE id = ? AND person_id = ? FOR UPDATE`, d.ID, d.PersonID).Take(ctx)
		return before, store.Found(err)
	}
	// One at a time of a person, so that they can be counted.
	if err := tx.WithContext(ctx).Exec(`SELECT FROM people WHERE id = ? FOR NO KEY UPDATE`, d.PersonID).Error; err != nil {
		return Unsent{}, err
	}
	before, err := gorm.G[Unsent](tx.DB).Raw(`SELECT * FROM drafts WHERE person_id = ? AND submission = ?`, d.PersonID, d.Submission).Find(ctx)
	if err != nil || len(before) == 0 {
		return Unsent{}, err
	}
	return before[0], nil
}

func (d *Unsent) insert(ctx context.Context, tx *store.Tx, typed string) error {
	n, err := gorm.G[int](tx.DB).Raw(`SELECT count(*) FROM drafts WHERE person_id = ?`, d.PersonID).Take(ctx)
	if err != nil {
		return err
	}
	if n >= MaxUnsent {
		var inv store.Invalid
		inv.Add("", "You have %d drafts already. Send or throw away one of them first", MaxUnsent)
		return &inv
	}
	d.Version = 1
	d.ID, err = gorm.G[int64](tx.DB).Raw(`INSERT INTO drafts (person_id, submission, type_key, typed, saved_at) VALUES (?, ?, ?, ?, ?) RETURNING id`,
		d.PersonID, d.Submission, d.TypeKey, typed, tx.Now).Take(ctx)
	return err
}

// AllUnsent are the drafts of the actor, those saved last first.
func (q *Queue) AllUnsent(ctx context.Context, actor people.Person) ([]Unsent, error) {
	return gorm.G[Unsent](q.db.Read()).Raw(`SELECT * FROM drafts WHERE person_id = ? ORDER BY saved_at DESC, id DESC LIMIT ?`, actor.ID, MaxUnsent).Find(ctx)
}

// Unsent is a draft of the actor; anybody else's is not found.
func (q *Queue) Unsent(ctx context.Context, actor people.Person, id int64) (Unsent, error) {
	d, err := gorm.G[Unsent](q.db.Read()).Where("id = ? AND person_id = ?", id, actor.ID).Take(ctx)
	return d, store.Found(err)
}

// ThrowAway deletes a draft of the actor's as it was seen. One that was saved since stays.
func (q *Queue) ThrowAway(ctx context.Context, actor people.Person, id int64, version int) error {
	return q.db.Tx(ctx, func(tx *store.Tx) error {
		gone, err := dropDraft(ctx, tx, actor, id, version)
		if err == nil && !gone {
			err = store.ErrNotFound
		}
		return err
	})
}

// dropDraft deletes a draft and reports whether it was there. One that was saved since the actor saw it is a conflict.
func dropDraft(ctx context.Context, tx *store.Tx, actor people.Person, id int64, version int) (gone bool, err error) {
	deleted := tx.WithContext(ctx).Exec(`DELETE FROM drafts WHERE id = ? AND person_id = ? AND version = ?`, id, actor.ID, version)
	if deleted.Error != nil || deleted.RowsAffected == 1 {
		return true, deleted.Error
	}
	left, err := gorm.G[int64](tx.DB).Raw(`SELECT id FROM drafts WHERE id = ? AND person_id = ?`, id, actor.ID).Find(ctx)
	if err != nil || len(left) == 0 {
		return false, err
	}
	return false, store.Refuse(store.ErrConflict, "This draft was saved again since you opened it. Look at it as it stands now.")
}
