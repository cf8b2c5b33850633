package icp

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
	"alongside/models/workday"
)

// Standing is how the document stands today, for the home of both teams.
type Standing struct {
	Version Version      // in force
	Open    int          // proposals that wait for keys
	Next    workday.Date // of the first review to come or overdue
	Overdue []Care       // sections to be looked at since today or before, the oldest first: due or stale
	Expired []Section    // roles and priorities that were agreed for days that are over
	Whole   Freshness    // of the agreement to all of it; "" while there is none
}

// standingRead is a Standing as it was read.
type standingRead struct {
	Standing
	today workday.Date
	at    time.Time
}

// Standing of the document as it was at most the given time ago: every visit of home asks for it.
func (d *Document) Standing(ctx context.Context, age time.Duration) (s Standing, err error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return s, err
	}
	today := cal.DateOf(d.db.Now())
	d.mu.Lock()
	known := d.standing
	d.mu.Unlock()
	if known.today == today && time.Since(known.at) < age {
		return known.Standing, nil
	}
	if s, err = d.readStanding(ctx, today); err != nil {
		return s, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.standing = standingRead{s, today, time.Now()}
	return s, nil
}

func (d *Document) readStanding(ctx context.Context, today workday.Date) (s Standing, err error) {
	var number int
	var agreedOn, next *time.Time
	var overdue []careJSON
	err = d.db.Rows(ctx, store.SQL(`SELECT version, agreed_on, (SELECT min(review_on) FROM icp_sections), (SELECT count(*) FROM icp_proposals WHERE state = 'open'),
		(SELECT coalesce(jsonb_agg(s ORDER BY review_on, id), '[]') FROM icp_sections s WHERE review_on <= ?) FROM icp_document`, today.Midnight()), func(row pgx.Rows) error {
		return row.Scan(&number, &agreedOn, &next, &s.Open, &overdue)
	})
	if err != nil {
		return s, err
	}
	if s.Version, err = d.Version(ctx, number); err != nil || agreedOn == nil {
		return s, err
	}
	if next != nil {
		s.Next = workday.DateOf(*next)
	}
	s.Whole = FreshnessOf(workday.DateOf(*agreedOn).AddDays(AgreeDays), today)
	for _, c := range overdue {
		s.Overdue = append(s.Overdue, c.care(today))
	}
	for _, section := range s.Version.Content.Sections {
		if section.Expired(today) {
			s.Expired = append(s.Expired, section)
		}
	}
	return s, nil
}
