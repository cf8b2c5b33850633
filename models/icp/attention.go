package icp

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
	"alongside/models/workday"
)

// Attention is what of the document is past its day, for the home of both teams.
type Attention struct {
	Version int
	Overdue []Care    // sections to be looked at since today or before, the oldest first: due or stale
	Expired []Section // roles and priorities that were agreed for days that are over
	Whole   Freshness // of the agreement to all of it; "" while there is none
}

// attentionAge is how old what home says about the document may be.
const attentionAge = 5 * time.Second

// attentionRead is an Attention as it was read.
type attentionRead struct {
	Attention
	today workday.Date
	at    time.Time
}

// Attention that the document needs today, as of a few seconds ago at most: every visit of home asks for it.
func (d *Document) Attention(ctx context.Context) (a Attention, err error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return a, err
	}
	today := cal.DateOf(d.db.Now())
	d.mu.Lock()
	known := d.attention
	d.mu.Unlock()
	if known.today == today && time.Since(known.at) < attentionAge {
		return known.Attention, nil
	}
	if a, err = d.readAttention(ctx, today); err != nil {
		return a, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.attention = attentionRead{a, today, time.Now()}
	return a, nil
}

func (d *Document) readAttention(ctx context.Context, today workday.Date) (a Attention, err error) {
	var agreedOn *time.Time
	var overdue []careJSON
	err = d.db.Rows(ctx, store.SQL(`SELECT version, agreed_on, (SELECT coalesce(jsonb_agg(s ORDER BY review_on, id), '[]')
		FROM icp_sections s WHERE review_on <= ?) FROM icp_document`, today.Midnight()), func(row pgx.Rows) error {
		return row.Scan(&a.Version, &agreedOn, &overdue)
	})
	if err != nil || agreedOn == nil {
		return a, err
	}
	a.Whole = FreshnessOf(workday.DateOf(*agreedOn).AddDays(AgreeDays), today)
	for _, c := range overdue {
		a.Overdue = append(a.Overdue, c.care(today))
	}
	v, err := d.Version(ctx, a.Version)
	for _, s := range v.Content.Sections {
		if s.Expired(today) {
			a.Expired = append(a.Expired, s)
		}
	}
	return a, err
}
