package icp

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Reading is one person's of one version.
type Reading struct {
	Version    int
	PersonID   int64
	RemindedAt *time.Time
	ReadAt     *time.Time // nil: not yet
}

// MarkRead says that the actor has read the version; saying it again changes nothing. Whoever is signed in may.
func (d *Document) MarkRead(ctx context.Context, actor people.Person, version int) error {
	if !actor.Active {
		return store.ErrForbidden
	}
	v, err := d.Version(ctx, version)
	if err != nil {
		return err
	}
	if !v.Agreed() {
		return store.Refuse(store.ErrConflict, "Nothing is agreed yet.")
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error { return markRead(ctx, tx, version, actor.ID) })
}

func markRead(ctx context.Context, tx *store.Tx, version int, person int64) error {
	return tx.WithContext(ctx).Exec(`INSERT INTO icp_readings (version, person_id, read_at) VALUES (?, ?, ?)
		ON CONFLICT (version, person_id) DO UPDATE SET read_at = excluded.read_at WHERE icp_readings.read_at IS NULL`, version, person, tx.Now).Error
}

// Readers counts who has read a version of those who work here.
type Readers struct {
	Sales, SalesOf         int
	Marketing, MarketingOf int
}

// Readings of a version: who has read it and who was reminded to, by when they did.
func (d *Document) Readings(ctx context.Context, version int) ([]Reading, error) {
	return gorm.G[Reading](d.db.Read()).Raw(`SELECT version, person_id, reminded_at, read_at FROM icp_readings WHERE version = ?
		ORDER BY read_at, reminded_at, person_id LIMIT ?`, version, readingsLimit).Find(ctx)
}

// readingsLimit bounds the list of one version; the counts of Readers are complete.
const readingsLimit = 1000
