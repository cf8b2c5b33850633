package activity

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Link says that From cites To: a request the field note it comes from.
type Link struct {
	FromKind string
	FromID   int64
	ToKind   string
	ToID     int64
	At       time.Time
	By       *int64 // nil: Alongside itself
}

// From is what cites.
func (l Link) From() Subject { return Subject{l.FromKind, l.FromID} }

// To is what is cited.
func (l Link) To() Subject { return Subject{l.ToKind, l.ToID} }

// Link lets one subject cite another, once however often it is said. Whether they exist is known to their areas.
func (l *Log) Link(ctx context.Context, tx *store.Tx, actor people.Person, from, to Subject) error {
	var by *int64
	if actor.ID != 0 {
		by = &actor.ID
	}
	return tx.WithContext(ctx).Exec(`INSERT INTO links (from_kind, from_id, to_kind, to_id, at, by) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, from.Kind, from.ID, to.Kind, to.ID, tx.Now, by).Error
}

// Links of the subject in either direction, the oldest first.
func (l *Log) Links(ctx context.Context, of Subject) ([]Link, error) {
	return gorm.G[Link](l.db.Read()).Raw(`SELECT * FROM links WHERE from_kind = ? AND from_id = ?
		UNION SELECT * FROM links WHERE to_kind = ? AND to_id = ? ORDER BY at, from_kind, from_id, to_kind, to_id`,
		of.Kind, of.ID, of.Kind, of.ID).Find(ctx)
}
