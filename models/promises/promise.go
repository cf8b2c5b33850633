// Package promises is the ledger of who owes whom what, since when and by when. A promise is counted in working time of
// its holder only: while the ball is elsewhere it is paused. Everything else that is said about time (lateness, shares,
// reminders, home) is computed from promises, their turns and the calendar; nothing is counted up.
package promises

import (
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/workday"
)

// Outcome of a closed promise.
type Outcome string

const (
	Kept     Outcome = "kept"
	Late     Outcome = "late"
	Released Outcome = "released" // no longer owed: the subject was declined or cancelled
)

// Key is the kind of a promise that only a lead can keep: where nobody in particular owes it, any lead of the side does.
const Key = "key"

// Promise is one row: From owes To.
type Promise struct {
	ID           int64
	SubjectKind  string
	SubjectID    int64
	Kind         string // the area's word for it
	Step         int16  // which of several
	What         string
	About        string // title of the subject
	FromSide     people.Side
	FromPersonID *int64
	ToSide       people.Side
	ToPersonID   *int64
	Target       int64 // working seconds agreed
	WholeDays    bool  // due at the close of its last day
	OpenedAt     time.Time
	DueAt        *time.Time // nil while paused, and when released
	ClosedAt     *time.Time
	Outcome      *Outcome
	RemindedAt   *time.Time
}

// Subject the promise is about.
func (p Promise) Subject() activity.Subject {
	return activity.Subject{Kind: p.SubjectKind, ID: p.SubjectID}
}

// Agreed working time.
func (p Promise) Agreed() workday.Span { return workday.Span(time.Duration(p.Target) * time.Second) }

// Holder of a turn.
type Holder string

const (
	WithSales     Holder = "sales"
	WithMarketing Holder = "marketing"
	WithThird     Holder = "third"  // a customer, a printer
	WithNobody    Holder = "nobody" // on hold
)

// Turn is one row: from when until when somebody held the ball of a subject.
type Turn struct {
	ID          int64
	SubjectKind string
	SubjectID   int64
	PromiseID   *int64
	Holder      Holder
	PersonID    *int64
	BeganAt     time.Time
	EndedAt     *time.Time // nil: now
}

// end of the turn as seen at now.
func (t Turn) end(now time.Time) time.Time {
	if t.EndedAt != nil {
		return *t.EndedAt
	}
	return now
}

// Account is the whole story of a subject's time: its promises and turns, oldest first.
type Account struct {
	Promises []Promise
	Turns    []Turn
}

// Used is the working time the promise's holder has had, up to now.
func (a Account) Used(cal *workday.Calendar, promise int64, now time.Time) workday.Span {
	var used workday.Span
	for _, t := range a.Turns {
		if t.PromiseID != nil && *t.PromiseID == promise {
			used += cal.Between(t.BeganAt, t.end(now))
		}
	}
	return used
}

// Shares is the working time each holder has had, up to now. They add up exactly to the working time between the
// first turn's beginning and the last one's end.
func (a Account) Shares(cal *workday.Calendar, now time.Time) map[Holder]workday.Span {
	shares := map[Holder]workday.Span{}
	for _, t := range a.Turns {
		shares[t.Holder] += cal.Between(t.BeganAt, t.end(now))
	}
	return shares
}

// allowance is the working time from the opening until the promise is due if nothing interrupts it: what was agreed, and
// for whole days the rest of the day in which that ends.
func (p Promise) allowance(cal *workday.Calendar) workday.Span {
	if !p.WholeDays {
		return p.Agreed()
	}
	return cal.Between(p.OpenedAt, cal.Due(p.OpenedAt, p.Agreed()))
}

// Due is when the promise, running since began after having used that much before, is due: every second that others held
// the ball moves it by that second, so that nobody gains or loses by a question.
func (p Promise) Due(cal *workday.Calendar, began time.Time, used workday.Span) time.Time {
	return cal.Add(began, p.allowance(cal)-used).UTC()
}

// DueOf computes the promise's due time from the turns alone: when it began to run last, after what it had used until
// then. nil for a promise that waits while another one runs, and for one that was released.
func (a Account) DueOf(cal *workday.Calendar, p Promise) *time.Time {
	if p.Outcome != nil && *p.Outcome == Released {
		return nil
	}
	var began, ended time.Time
	var used, before workday.Span
	running, interrupted := false, true
	for _, t := range a.Turns {
		if t.PromiseID == nil || *t.PromiseID != p.ID {
			interrupted = true
			continue
		}
		if interrupted { // a change of person is no interruption
			began, before, interrupted = t.BeganAt, used, false
		}
		if t.EndedAt == nil {
			running = true
			break
		}
		ended = *t.EndedAt
		used += cal.Between(t.BeganAt, ended)
	}
	if !running && (p.ClosedAt == nil || !p.ClosedAt.Equal(ended)) {
		return nil
	}
	due := p.Due(cal, began, before)
	return &due
}
