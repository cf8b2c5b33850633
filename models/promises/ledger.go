package promises

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Ledger is the area. Its verbs that change anything take the transaction of the area whose promise it is; that area
// has locked its subject's row, so no two of them meet on one subject.
type Ledger struct {
	db       *store.DB
	calendar *Calendars
}

// New makes the ledger over the company's calendar.
func New(db *store.DB, calendar *Calendars) *Ledger { return &Ledger{db, calendar} }

// Calendar in force.
func (l *Ledger) Calendar(ctx context.Context) (*workday.Calendar, error) {
	return l.calendar.Current(ctx)
}

// PastCalendar is Calendars.Past.
func (l *Ledger) PastCalendar(ctx context.Context) (func(at time.Time) (*workday.Calendar, error), error) {
	return l.calendar.Past(ctx)
}

// Open makes a promise and hands its holder the ball of the subject: the turn that ran until now ends, and the promise
// it belonged to is paused unless it was closed.
func (l *Ledger) Open(ctx context.Context, tx *store.Tx, cal *workday.Calendar, p Promise) (Promise, error) {
	if err := l.stop(ctx, tx, p.Subject()); err != nil {
		return p, err
	}
	return l.OpenFirst(ctx, tx, cal, p)
}

// OpenFirst is Open for a subject that is new, of which nobody holds the ball.
func (l *Ledger) OpenFirst(ctx context.Context, tx *store.Tx, cal *workday.Calendar, p Promise) (Promise, error) {
	p.OpenedAt = tx.Now
	due := p.Due(cal, tx.Now, 0)
	p.DueAt = &due
	var err error
	p.ID, err = gorm.G[int64](tx.DB).Raw(`WITH promise AS (
			INSERT INTO promises (subject_kind, subject_id, kind, step, what, about, from_side, from_person_id, to_side, to_person_id,
				target, whole_days, opened_at, due_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *)
		INSERT INTO turns (subject_kind, subject_id, promise_id, holder, person_id, began_at)
		SELECT subject_kind, subject_id, id, from_side, from_person_id, opened_at FROM promise RETURNING promise_id`,
		p.SubjectKind, p.SubjectID, p.Kind, p.Step, p.What, p.About, p.FromSide, p.FromPersonID, p.ToSide, p.ToPersonID,
		p.Target, p.WholeDays, p.OpenedAt, p.DueAt).Take(ctx)
	return p, err
}

// Resume hands the ball back to the holder of a paused promise, with the time that was left.
func (l *Ledger) Resume(ctx context.Context, tx *store.Tx, cal *workday.Calendar, p Promise) (Promise, error) {
	if err := l.stop(ctx, tx, p.Subject()); err != nil {
		return p, err
	}
	account, err := l.AccountIn(ctx, tx, p.Subject())
	if err != nil {
		return p, err
	}
	due := p.Due(cal, tx.Now, account.Used(cal, p.ID, tx.Now))
	p.DueAt = &due
	if err := l.set(ctx, tx, p); err != nil {
		return p, err
	}
	return p, l.begin(ctx, tx, p)
}

// Assign gives a running promise to a person of the side that owes it. The promise and its time stay the side's; the
// person's own time begins now.
func (l *Ledger) Assign(ctx context.Context, tx *store.Tx, p Promise, person *int64) (Promise, error) {
	p.FromPersonID = person
	p.RemindedAt = nil
	if err := l.set(ctx, tx, p); err != nil {
		return p, err
	}
	if p.DueAt == nil {
		return p, nil
	}
	if err := l.end(ctx, tx, p.Subject()); err != nil {
		return p, err
	}
	return p, l.begin(ctx, tx, p)
}

// Pause takes the ball from both sides: the running promise waits, and the time until the next Open or Resume is the
// holder's, WithThird or WithNobody.
func (l *Ledger) Pause(ctx context.Context, tx *store.Tx, on activity.Subject, holder Holder) error {
	if err := l.stop(ctx, tx, on); err != nil {
		return err
	}
	return gorm.G[Turn](tx.DB).Create(ctx, &Turn{SubjectKind: on.Kind, SubjectID: on.ID, Holder: holder, BeganAt: tx.Now})
}

// Finish ends the time of whoever holds the ball, when nothing more is to follow.
func (l *Ledger) Finish(ctx context.Context, tx *store.Tx, on activity.Subject) error {
	return l.end(ctx, tx, on)
}

// Reopen makes the time since the subject was closed nobody's; the next promise is opened with Open in the same
// transaction.
func (l *Ledger) Reopen(ctx context.Context, tx *store.Tx, on activity.Subject, closed time.Time) error {
	return gorm.G[Turn](tx.DB).Create(ctx, &Turn{SubjectKind: on.Kind, SubjectID: on.ID, Holder: WithNobody, BeganAt: closed})
}

// Extend gives an open promise more working time.
func (l *Ledger) Extend(ctx context.Context, tx *store.Tx, cal *workday.Calendar, p Promise, more workday.Span) error {
	account, err := l.AccountIn(ctx, tx, p.Subject())
	if err != nil {
		return err
	}
	p.Target += more.Seconds()
	p.DueAt, p.RemindedAt = account.DueOf(cal, p), nil
	return store.MustAffectOne(gorm.G[Promise](tx.DB).Where("id = ?", p.ID).Select("target", "due_at", "reminded_at").Updates(ctx, p))
}

// Close ends a running or paused promise: kept or late by its due time, or released and then due no more. It returns the working time used.
// The ball is nobody's until the next Open or Resume in the same transaction.
func (l *Ledger) Close(ctx context.Context, tx *store.Tx, cal *workday.Calendar, p Promise, released bool) (Promise, workday.Span, error) {
	account, err := l.AccountIn(ctx, tx, p.Subject())
	if err != nil {
		return p, 0, err
	}
	outcome := Kept
	switch {
	case released:
		outcome = Released
	case p.DueAt != nil && tx.Now.After(*p.DueAt):
		outcome = Late
	}
	p.ClosedAt, p.Outcome = &tx.Now, &outcome
	if p.DueAt != nil {
		if err := l.end(ctx, tx, p.Subject()); err != nil {
			return p, 0, err
		}
	}
	if released {
		p.DueAt = nil
	}
	return p, account.Used(cal, p.ID, tx.Now), l.set(ctx, tx, p)
}

// stop ends the running turn and pauses the open promise it belonged to.
func (l *Ledger) stop(ctx context.Context, tx *store.Tx, on activity.Subject) error {
	if err := l.end(ctx, tx, on); err != nil {
		return err
	}
	return tx.WithContext(ctx).Exec(`UPDATE promises SET due_at = NULL
		WHERE subject_kind = ? AND subject_id = ? AND closed_at IS NULL`, on.Kind, on.ID).Error
}

func (l *Ledger) end(ctx context.Context, tx *store.Tx, on activity.Subject) error {
	return tx.WithContext(ctx).Exec(`UPDATE turns SET ended_at = ? WHERE subject_kind = ? AND subject_id = ? AND ended_at IS NULL`,
		tx.Now, on.Kind, on.ID).Error
}

func (l *Ledger) begin(ctx context.Context, tx *store.Tx, p Promise) error {
	return gorm.G[Turn](tx.DB).Create(ctx, &Turn{
		SubjectKind: p.SubjectKind, SubjectID: p.SubjectID, PromiseID: &p.ID,
		Holder: Holder(p.FromSide), PersonID: p.FromPersonID, BeganAt: tx.Now,
	})
}

func (l *Ledger) set(ctx context.Context, tx *store.Tx, p Promise) error {
	return store.MustAffectOne(gorm.G[Promise](tx.DB).Where("id = ?", p.ID).
		Select("from_person_id", "due_at", "closed_at", "outcome", "reminded_at").Updates(ctx, p))
}

// Find returns a promise within a transaction.
func (l *Ledger) Find(ctx context.Context, tx *store.Tx, id int64) (Promise, error) {
	p, err := gorm.G[Promise](tx.DB).Where("id = ?", id).Take(ctx)
	return p, store.Found(err)
}

// PausedOf returns the subject's promise that waits while another one runs.
func (l *Ledger) PausedOf(ctx context.Context, tx *store.Tx, on activity.Subject) (Promise, error) {
	p, err := gorm.G[Promise](tx.DB).Where("subject_kind = ? AND subject_id = ? AND closed_at IS NULL AND due_at IS NULL", on.Kind, on.ID).
		Order("id DESC").Take(ctx)
	return p, store.Found(err)
}

// Account of the subject's time, in one query: each turn with its promise, if it is somebody's. Every promise has a turn.
func (l *Ledger) Account(ctx context.Context, on activity.Subject) (a Account, err error) {
	seen := map[int64]bool{}
	err = l.db.Rows(ctx, store.SQL(`SELECT t.id, t.promise_id, t.holder, t.person_id, t.began_at, t.ended_at,
			coalesce(p.kind, ''), coalesce(p.step, 0), coalesce(p.what, ''), coalesce(p.about, ''), coalesce(p.from_side, ''), p.from_person_id,
			coalesce(p.to_side, ''), p.to_person_id, coalesce(p.target, 0), coalesce(p.whole_days, false), coalesce(p.opened_at, t.began_at),
			p.due_at, p.closed_at, p.outcome, p.reminded_at
		FROM turns t LEFT JOIN promises p ON p.id = t.promise_id
		WHERE t.subject_kind = ? AND t.subject_id = ? ORDER BY t.id`, on.Kind, on.ID), func(row pgx.Rows) error {
		t := Turn{SubjectKind: on.Kind, SubjectID: on.ID}
		p := Promise{SubjectKind: on.Kind, SubjectID: on.ID}
		err := row.Scan(&t.ID, &t.PromiseID, &t.Holder, &t.PersonID, &t.BeganAt, &t.EndedAt,
			&p.Kind, &p.Step, &p.What, &p.About, &p.FromSide, &p.FromPersonID, &p.ToSide, &p.ToPersonID, &p.Target, &p.WholeDays,
			&p.OpenedAt, &p.DueAt, &p.ClosedAt, &p.Outcome, &p.RemindedAt)
		a.Turns = append(a.Turns, t)
		if t.PromiseID != nil && !seen[*t.PromiseID] {
			p.ID, seen[*t.PromiseID] = *t.PromiseID, true
			a.Promises = append(a.Promises, p)
		}
		return err
	})
	return a, err
}

// AccountIn is Account as the transaction sees it.
func (l *Ledger) AccountIn(ctx context.Context, tx *store.Tx, on activity.Subject) (a Account, err error) {
	a.Promises, err = gorm.G[Promise](tx.DB).Where("subject_kind = ? AND subject_id = ?", on.Kind, on.ID).Order("id").Find(ctx)
	if err != nil {
		return a, err
	}
	a.Turns, err = gorm.G[Turn](tx.DB).Where("subject_kind = ? AND subject_id = ?", on.Kind, on.ID).Order("id").Find(ctx)
	return a, err
}

// DueBefore returns up to limit running promises due between now and until whose holder was not reminded yet.
func (l *Ledger) DueBefore(ctx context.Context, now, until time.Time, limit int) ([]Promise, error) {
	return gorm.G[Promise](l.db.Read()).Where("closed_at IS NULL AND due_at IS NOT NULL AND due_at >= ? AND due_at < ? AND reminded_at IS NULL", now, until).
		Order("due_at, id").Limit(limit).Find(ctx)
}

// MarkReminded notes that the holder was told, so that they are told once. Someone else having done so meanwhile is
// store.ErrConflict.
func (l *Ledger) MarkReminded(ctx context.Context, tx *store.Tx, id int64) error {
	return store.MustAffectOne(gorm.G[Promise](tx.DB).Where("id = ? AND reminded_at IS NULL AND closed_at IS NULL", id).
		Update(ctx, "reminded_at", tx.Now))
}

// Redate computes the due times of the subject's open promises anew, after the calendar changed.
func (l *Ledger) Redate(ctx context.Context, tx *store.Tx, cal *workday.Calendar, on activity.Subject) error {
	account, err := l.AccountIn(ctx, tx, on)
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		if p.ClosedAt != nil {
			continue
		}
		p.DueAt = account.DueOf(cal, p)
		if err := l.set(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}

// How many of each list home shows: at first, and when all are asked for.
const (
	Few  = 20
	Most = 500
)

// owed asks for the running promises that a person owes, with the arguments of owedBy.
const owed = `SELECT * FROM (
			(SELECT * FROM promises WHERE closed_at IS NULL AND due_at IS NOT NULL AND from_person_id = ?
				ORDER BY due_at, id LIMIT ?)
			UNION ALL
			(SELECT * FROM promises WHERE closed_at IS NULL AND due_at IS NOT NULL AND from_person_id IS NULL AND from_side = ?
				AND (kind <> ? OR ?) AND NOT EXISTS (SELECT FROM discreet d WHERE d.subject_kind = promises.subject_kind AND d.subject_id = promises.subject_id)
				ORDER BY due_at, id LIMIT ?)
		) owed ORDER BY due_at, id LIMIT ?`

func owedBy(p people.Person, limit int) []any {
	return []any{p.ID, limit, p.Side, Key, p.Leads(p.Side), limit, limit}
}

// Around is what a person sees of the promises about them.
type Around struct {
	Owes   []Promise // those they took, and those of their side that nobody took: keys of leads alone and nothing discreet
	Awaits []Promise // what others owe to them
	Court  Court
}

// Around lists running promises, of each kind those due first up to the limit, and counts the court: all in one query.
func (l *Ledger) Around(ctx context.Context, p people.Person, limit int) (a Around, err error) {
	type row struct {
		Court
		Promise
		Awaited bool
	}
	rows, err := gorm.G[row](l.db.Read()).Raw(`SELECT court.*, around.* FROM (`+court+`) court LEFT JOIN (
			(SELECT o.*, false AS awaited FROM (`+owed+`) o)
			UNION ALL
			(SELECT p.*, true FROM promises p WHERE closed_at IS NULL AND due_at IS NOT NULL AND to_person_id = ? ORDER BY due_at, id LIMIT ?)
		) around ON true ORDER BY around.awaited, around.due_at, around.id`, append(append(l.courted(), owedBy(p, limit)...), p.ID, limit)...).Find(ctx)
	for _, r := range rows {
		switch a.Court = r.Court; {
		case r.ID == 0: // nothing around
		case r.Awaited:
			a.Awaits = append(a.Awaits, r.Promise)
		default:
			a.Owes = append(a.Owes, r.Promise)
		}
	}
	return a, err
}

// CourtLimit is where the court stops counting each side; CourtLimit+1 stands for more.
const CourtLimit = 1000

// Court counts the running promises by the side that owes them, those of discreet subjects apart.
type Court struct {
	Sales, Marketing         int
	SalesOver, MarketingOver int // of them past due
}

// court is the query of one, with the arguments of courted.
const court = `WITH running AS NOT MATERIALIZED (
			SELECT from_side, due_at FROM promises WHERE closed_at IS NULL AND due_at IS NOT NULL
				AND (subject_kind, subject_id) NOT IN (SELECT subject_kind, subject_id FROM discreet))
		SELECT
		(SELECT count(*) FROM (SELECT FROM running WHERE from_side = 'sales' LIMIT ?) n) AS sales,
		(SELECT count(*) FROM (SELECT FROM running WHERE from_side = 'marketing' LIMIT ?) n) AS marketing,
		(SELECT count(*) FROM (SELECT FROM running WHERE from_side = 'sales' AND due_at < ? LIMIT ?) n) AS sales_over,
		(SELECT count(*) FROM (SELECT FROM running WHERE from_side = 'marketing' AND due_at < ? LIMIT ?) n) AS marketing_over`

func (l *Ledger) courted() []any {
	now, limit := l.db.Now(), CourtLimit+1
	return []any{limit, limit, now, limit, now, limit}
}
