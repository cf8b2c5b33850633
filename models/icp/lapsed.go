package icp

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
	"alongside/models/workday"
)

// Lapsed is a section in force that should be read with care.
type Lapsed struct {
	ID      int64
	Title   string
	Since   workday.Date // the day on which it was to be looked at, or the last one for which it was agreed
	Expired bool         // its priorities were agreed for days that are over; else it is due or stale
	Stale   bool
}

// lapsedAge is how old the list of lapsed sections may be.
const lapsedAge = 5 * time.Second

// lapsedList is one, as it was read.
type lapsedList struct {
	sections []Lapsed
	readAt   time.Time
	today    workday.Date
}

// Lapsed lists the sections of the version in force that are due, stale or expired, in their order, as of a few seconds
// ago at most.
func (d *Document) Lapsed(ctx context.Context) ([]Lapsed, error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	today := cal.DateOf(d.db.Now())
	d.mu.Lock()
	known := d.lapsed
	d.mu.Unlock()
	if known.today == today && time.Since(known.readAt) < lapsedAge {
		return known.sections, nil
	}
	number := 0
	var cares []careJSON
	err = d.db.Rows(ctx, store.SQL(`SELECT version, (SELECT coalesce(jsonb_agg(s), '[]') FROM icp_sections s WHERE review_on <= ?) FROM icp_document`,
		today.Midnight()), func(row pgx.Rows) error { return row.Scan(&number, &cares) })
	if err != nil {
		return nil, err
	}
	v, err := d.Version(ctx, number)
	if err != nil || !v.Agreed() {
		return nil, err
	}
	read := lapsedList{readAt: time.Now(), today: today}
	for _, s := range v.Content.Sections {
		if s.Expired(today) {
			read.sections = append(read.sections, Lapsed{ID: s.ID, Title: s.Title, Since: s.ValidUntil, Expired: true})
		}
		for _, c := range cares {
			if c.ID == s.ID {
				read.sections = append(read.sections, Lapsed{ID: s.ID, Title: s.Title, Since: c.ReviewOn, Stale: FreshnessOf(c.ReviewOn, today) == Stale})
			}
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lapsed = read
	return read.sections, nil
}
