package icp

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Outcome is how it ended with an account. The zero Outcome is that it has not.
type Outcome string

const (
	NotEnded Outcome = ""
	Won      Outcome = "won"
	Lost     Outcome = "lost"
	Left     Outcome = "left" // won first, and lost later
)

// Outcomes in the order in which they are offered.
var Outcomes = []Outcome{Won, Lost, Left, NotEnded}

// Account is one that was checked: one row.
type Account struct {
	ID        int64
	Name      string // as it was typed last
	Key       string
	CheckID   int64 // the latest, which counts
	CheckedAt time.Time
	Band      Band // of that
	Outcome   Outcome
	OutcomeBy *int64 // who said so; nil: nobody yet
	OutcomeAt *time.Time
	Version   int
}

func (Account) TableName() string { return "icp_accounts" }

// End says how it ended with the account of the check, or that it has not. Anybody of either team may, as often as it
// changes. A problem is on outcome. It is store.ErrConflict when somebody else said so since the actor looked, or when
// the account was checked again.
func (d *Document) End(ctx context.Context, actor people.Person, check int64, version int, outcome Outcome) (Account, error) {
	var a Account
	if !actor.Works() {
		return a, store.Refuse(store.ErrForbidden, "You can read how it ended, but only Sales and Marketing say so.")
	}
	if !slices.Contains(Outcomes, outcome) {
		var inv store.Invalid
		inv.Add("outcome", "Choose from the list")
		return a, &inv
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return a, err
	}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		a, err = gorm.G[Account](tx.DB).Raw(`SELECT a.* FROM icp_accounts a JOIN icp_checks c ON c.account_id = a.id WHERE c.id = ? FOR UPDATE OF a`, check).Take(ctx)
		switch {
		case err != nil:
			return store.Found(err)
		case a.CheckID != check:
			return store.Refuse(store.ErrConflict, "%s was checked again. Say how it ended on the latest check.", a.Name)
		case a.Version != version:
			return a.overtaken(roll)
		}
		a.Outcome, a.OutcomeBy, a.OutcomeAt = outcome, &actor.ID, &tx.Now
		a.Version++
		err := store.MustAffectOne(gorm.G[Account](tx.DB).Where("id = ?", a.ID).
			Select("outcome", "outcome_by", "outcome_at", "version").Updates(ctx, a))
		if err != nil {
			return err
		}
		return d.log.Keep(ctx, tx, actor, activity.Subject{Kind: activity.KindCheck, ID: check}, "fit-ended", activity.Detail{Account: a.Name, Reason: string(outcome)})
	})
	return a, err
}

func (a Account) overtaken(roll people.Roll) error {
	who := "Somebody"
	if a.OutcomeBy != nil {
		who = roll.Name(*a.OutcomeBy)
	}
	return store.Refuse(store.ErrConflict, "%s said how it ended with %s since you opened this. Look at what it says now, then decide.", who, a.Name)
}
