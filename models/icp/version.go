package icp

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Version is one that was agreed, or number 0, with which it began. It never changes.
type Version struct {
	Number         int     `gorm:"primaryKey"`
	Content        Content `gorm:"serializer:json"`
	Digest         string
	Summary        string  // of what changed, in the words of its proposals
	Proposals      []int64 `gorm:"serializer:json"`
	CreatedAt      time.Time
	SalesKey       *int64 // the lead who agreed for Sales
	SalesKeyAt     *time.Time
	MarketingKey   *int64
	MarketingKeyAt *time.Time
}

func (Version) TableName() string { return "icp_versions" }

// Agreed reports whether both teams agreed to the version. Number 0 says "Not yet agreed".
func (v Version) Agreed() bool { return v.Number > 0 }

// Key is who turned the side's key, and when; nil on version 0.
func (v Version) Key(side people.Side) (by *int64, at *time.Time) {
	if side == people.Sales {
		return v.SalesKey, v.SalesKeyAt
	}
	return v.MarketingKey, v.MarketingKeyAt
}

// shelfSize is how many versions are kept at hand: the one in force, and those that people compare it with.
const shelfSize = 16

// Version by number; store.ErrNotFound when there is none.
func (d *Document) Version(ctx context.Context, number int) (Version, error) {
	return d.version(ctx, d.db.Read(), number)
}

// version is read once: it never changes.
func (d *Document) version(ctx context.Context, g *gorm.DB, number int) (Version, error) {
	d.mu.Lock()
	v, ok := d.shelf[number]
	d.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := gorm.G[Version](g).Where("number = ?", number).Take(ctx)
	if err != nil {
		return v, store.Found(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.shelf) >= shelfSize {
		clear(d.shelf)
	}
	d.shelf[number] = v
	return v, nil
}

// Current is the version in force.
func (d *Document) Current(ctx context.Context) (Version, error) {
	number, err := gorm.G[int](d.db.Read()).Raw(`SELECT version FROM icp_document`).Take(ctx)
	if err != nil {
		return Version{}, store.Found(err)
	}
	return d.Version(ctx, number)
}

// versionsLimit bounds the list; two hundred years of quarters fit.
const versionsLimit = 500

// Versions lists those that were agreed, the newest first, without their content.
func (d *Document) Versions(ctx context.Context) ([]Version, error) {
	return gorm.G[Version](d.db.Read()).Raw(`SELECT number, digest, summary, proposals, created_at, sales_key, sales_key_at, marketing_key, marketing_key_at
		FROM icp_versions WHERE number > 0 ORDER BY number DESC LIMIT ?`, versionsLimit).Find(ctx)
}
