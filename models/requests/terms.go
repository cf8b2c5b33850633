package requests

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Terms is everything the page of a type shows: how it is worked, how it may be worked next, and what both teams say
// to that.
type Terms struct {
	Type     Type
	InForce  Process
	Draft    *Process  // the open one
	Versions []Process // all of them, newest first
	Account  promises.Account
	History  []activity.Event // of the process that waits for keys
	Record   Record
	Open     int   // requests of the type, counted up to CountLimit
	Moves    Moves // on the process that waits for keys, else on that in force
	Calendar *workday.Calendar
	Now      time.Time
}

// Pending is the process that is agreed to, or was last: the draft, else the one in force.
func (t Terms) Pending() Process {
	if t.Draft != nil {
		return *t.Draft
	}
	return t.InForce
}

// Version by its number; store.ErrNotFound when there is none.
func (t Terms) Version(number int) (Process, error) {
	i := slices.IndexFunc(t.Versions, func(p Process) bool { return int(p.Version) == number })
	if i < 0 {
		return Process{}, store.ErrNotFound
	}
	return t.Versions[i], nil
}

// ShowType reads the terms of a type as the viewer sees them, in four queries. An unknown type is store.ErrNotFound.
func (q *Queue) ShowType(ctx context.Context, viewer people.Person, typeKey string) (Terms, error) {
	t := Terms{Now: q.db.Now()}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return t, err
	}
	known := false
	if t.Type, known = catalogue.Type(typeKey); !known {
		return t, store.ErrNotFound
	}
	if t.Calendar, err = q.ledger.Calendar(ctx); err != nil {
		return t, err
	}
	if t.Versions, err = gorm.G[Process](q.db.Read()).Where("type_key = ?", typeKey).Order("version DESC").Find(ctx); err != nil {
		return t, err
	}
	for _, p := range t.Versions {
		switch {
		case p.Draft():
			t.Draft = &p
		case p.InForceAt != nil && t.InForce.InForceAt == nil:
			t.InForce = p
		}
	}
	pending := t.Pending()
	t.Moves = pending.Moves(viewer)
	if t.Account, err = q.ledger.Account(ctx, pending.Subject()); err != nil {
		return t, err
	}
	if t.History, err = q.log.History(ctx, pending.Subject()); err != nil {
		return t, err
	}
	t.Record, t.Open, err = q.record(ctx, t.Calendar, typeKey)
	return t, err
}

// Waiting is the promise of the key that is missing, if one is turned.
func (t Terms) Waiting() (promises.Promise, bool) {
	i := slices.IndexFunc(t.Account.Promises, func(p promises.Promise) bool { return p.ClosedAt == nil })
	if i < 0 {
		return promises.Promise{}, false
	}
	return t.Account.Promises[i], true
}

// Drafts are the open drafts by type.
func (q *Queue) Drafts(ctx context.Context) (map[string]Process, error) {
	open, err := gorm.G[Process](q.db.Read()).Where("in_force_at IS NULL AND withdrawn_at IS NULL").Find(ctx)
	drafts := map[string]Process{}
	for _, p := range open {
		drafts[p.TypeKey] = p
	}
	return drafts, err
}

// FindProcess returns a version of any type by its id.
func (q *Queue) FindProcess(ctx context.Context, id int64) (Process, error) {
	p, err := gorm.G[Process](q.db.Read()).Where("id = ?", id).Take(ctx)
	return p, store.Found(err)
}

// recordLength is how many of the pieces delivered last tell how long a type takes.
const recordLength = 30

// Record is how long the pieces of a type delivered last took, newest first.
type Record struct {
	cal  *workday.Calendar
	runs []run
}

type run struct{ submitted, closed time.Time }

func (q *Queue) record(ctx context.Context, cal *workday.Calendar, typeKey string) (r Record, open int, err error) {
	r.cal = cal
	err = q.db.Rows(ctx, store.SQL(`SELECT n, d.submitted_at, d.closed_at
		FROM (SELECT count(*) AS n FROM (SELECT FROM requests WHERE state = 'open' AND type_key = ? LIMIT ?) o) open
		LEFT JOIN (SELECT submitted_at, closed_at FROM requests WHERE state = 'delivered' AND type_key = ?
			ORDER BY closed_at DESC, id DESC LIMIT ?) d ON true`, typeKey, CountLimit+1, typeKey, recordLength), func(row pgx.Rows) error {
		var submitted, closed *time.Time
		err := row.Scan(&open, &submitted, &closed)
		if err == nil && closed != nil {
			r.runs = append(r.runs, run{*submitted, *closed})
		}
		return err
	})
	return r, open, err
}

// Pieces in the record.
func (r Record) Pieces() int { return len(r.runs) }

// Median is the working days that would have kept half of the pieces.
func (r Record) Median() float64 {
	if len(r.runs) == 0 {
		return 0
	}
	took := make([]int, len(r.runs))
	for i, run := range r.runs {
		for took[i] = int(r.cal.Between(run.submitted, run.closed).Days()); !r.kept(run, float64(took[i])); took[i]++ {
		}
	}
	slices.Sort(took)
	return float64(took[(len(took)-1)/2]+took[len(took)/2]) / 2
}

// Kept counts the pieces that would have been in time, had so many working days been promised.
func (r Record) Kept(days float64) int {
	n := 0
	for _, run := range r.runs {
		if r.kept(run, days) {
			n++
		}
	}
	return n
}

func (r Record) kept(run run, days float64) bool {
	return !run.closed.After(r.cal.Due(run.submitted, workday.Days(days)))
}
