package ridealongs

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Limit is an account, or days, or both, on which nobody rides along. Sessions of Marketing heed the days alone.
type Limit struct {
	ID       int64
	Account  string     // "": every one
	FirstOn  *time.Time // dates at midnight UTC; nil: every day
	LastOn   *time.Time
	Why      string
	SetBy    int64
	SetAt    time.Time
	LiftedAt *time.Time
}

func (Limit) TableName() string { return "ridealong_limits" }

// problem says it on the field that names what is off limits.
func (l Limit) problem() error {
	field, what := "account", l.Account
	if l.Account == "" {
		field, what = "starts_at", l.FirstOn.Format("2 Jan")+" to "+l.LastOn.Format("2 Jan")
	}
	return &store.Invalid{Problems: []store.Problem{{Field: field, Message: what + " is off limits: " + l.Why}}}
}

// Limits in force.
type Limits []Limit

// on is what puts the account off limits on the day.
func (list Limits) on(account string, day workday.Date) (Limit, bool) {
	at := day.Midnight()
	for _, l := range list {
		if (l.Account == "" || strings.EqualFold(l.Account, account)) && (l.FirstOn == nil || !at.Before(*l.FirstOn) && !at.After(*l.LastOn)) {
			return l, true
		}
	}
	return Limit{}, false
}

func limits(ctx context.Context, db *gorm.DB) (Limits, error) {
	return gorm.G[Limit](db).Where("lifted_at IS NULL").Order("id").Find(ctx)
}

// Limits lists what is off limits now, in one query.
func (s *Schedule) Limits(ctx context.Context) (Limits, error) { return limits(ctx, s.db.Read()) }

// Limit puts an account or days off limits; slots that were offered before stay. A lead does. Problems are *store.Invalid
// on account, first_on, last_on and why.
func (s *Schedule) Limit(ctx context.Context, actor people.Person, l Limit) (Limit, error) {
	if !actor.Leads(actor.Side) {
		return l, store.Refuse(store.ErrForbidden, "A lead says what is off limits.")
	}
	inv := &store.Invalid{}
	l.Account = strings.Join(strings.Fields(inv.Line("account", l.Account, maxAccount, "")), " ")
	l.Why = inv.Line("why", l.Why, maxWhy, "Say why, for those who would have offered")
	switch {
	case l.Account == "" && l.FirstOn == nil && l.LastOn == nil:
		inv.Add("account", "Name an account, or days")
	case (l.FirstOn == nil) != (l.LastOn == nil):
		inv.Add("last_on", "Give the first and the last day")
	case l.FirstOn != nil && l.LastOn.Before(*l.FirstOn):
		inv.Add("last_on", "The last day is before the first one")
	}
	if err := inv.OrNil(); err != nil {
		return l, err
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		l.ID, l.SetBy, l.SetAt, l.LiftedAt = 0, actor.ID, tx.Now, nil
		if err := gorm.G[Limit](tx.DB).Create(ctx, &l); err != nil {
			return err
		}
		return s.log.Record(ctx, tx, actor, rulesSubject(), "limit-set", activity.Detail{Title: rulesTitle, Account: l.Account, Text: l.Why, From: l.FirstOn, To: l.LastOn})
	})
	return l, err
}

// Lift ends a limit. A lead does.
func (s *Schedule) Lift(ctx context.Context, actor people.Person, id int64) error {
	if !actor.Leads(actor.Side) {
		return store.Refuse(store.ErrForbidden, "A lead says what is off limits.")
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		l, err := gorm.G[Limit](tx.DB).Raw(`UPDATE ridealong_limits SET lifted_at = ? WHERE id = ? AND lifted_at IS NULL RETURNING *`, tx.Now, id).Take(ctx)
		if err != nil {
			return store.Found(err)
		}
		return s.log.Record(ctx, tx, actor, rulesSubject(), "limit-lifted", activity.Detail{Title: rulesTitle, Account: l.Account, From: l.FirstOn, To: l.LastOn})
	})
}
