package intel

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Reason why a deal was won or lost: one of twelve, the same for both.
type Reason string

// Reasons in the order of screens, with their names.
var Reasons = []struct {
	Key  Reason
	Name string
}{
	{"price", "Price"}, {"service", "Service"}, {"proof", "Proof and trust"}, {"relationship", "Existing relationship"}, {"gap", "Something missing in what is offered"},
	{"budget", "No budget"}, {"champion", "No authority, or our champion left"}, {"priority", "Priority changed"}, {"timing", "Timing"},
	{"in-house", "They stay as they are, or do it themselves"}, {"process", "Our process: slow, or the wrong people"}, {"unqualified", "Never a fit"},
}

// Name is how screens write the reason.
func (r Reason) Name() string {
	for _, known := range Reasons {
		if known.Key == r {
			return known.Name
		}
	}
	return string(r)
}

func (r Reason) known() bool { return r.Name() != string(r) }

// DealReport is what somebody tells of a deal that closed.
type DealReport struct {
	Submission uuid.UUID
	Competitor int64
	Account    string
	Won        bool
	Reason     Reason
	Others     []Reason // up to two more
	Why        string
	ClosedOn   *time.Time // a date at midnight UTC; nil: today
}

// maxOthers are how many reasons beside the first one.
const maxOthers = 2

// TellDeal keeps how a deal with the competitor closed, once for each submission. Problems are *store.Invalid on competitor, account, reason,
// others, why and closed_on.
func (d *Desk) TellDeal(ctx context.Context, actor people.Person, r DealReport) error {
	if !actor.Works() {
		return store.ErrForbidden
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return err
	}
	var inv store.Invalid
	today := dateOf(cal, d.db.Now())
	closed := today
	if r.ClosedOn != nil {
		closed = *r.ClosedOn
	}
	if closed.After(today) || closed.Before(today.AddDate(-5, 0, 0)) {
		inv.Add("closed_on", "Choose the day on which it closed")
	}
	account := oneSpaced(inv.Line("account", r.Account, maxAccount, "Say at which account"))
	if !r.Reason.known() {
		inv.Add("reason", "Choose the reason that counted most")
	}
	others := []Reason{}
	for _, o := range r.Others {
		if !o.known() || len(others) == maxOthers {
			inv.Add("others", "Choose at most two more from the list")
		} else if o != r.Reason && !slices.Contains(others, o) {
			others = append(others, o)
		}
	}
	why := inv.Paragraph("why", r.Why, MaxOpinion, "")
	if err := inv.OrNil(); err != nil {
		return err
	}
	more, err := json.Marshal(others)
	if err != nil {
		return err
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		first, _, err := store.Once(ctx, tx, actor.ID, r.Submission.String(), fmt.Sprint("deal ", r.Competitor, account, r.Won, r.Reason, closed))
		if err != nil || !first {
			return err
		}
		c, err := gorm.G[Competitor](tx.DB).Where("id = ?", r.Competitor).Take(ctx)
		if err != nil {
			if store.Found(err) == store.ErrNotFound {
				return &store.Invalid{Problems: []store.Problem{{Field: "competitor", Message: "Choose who else was in it"}}}
			}
			return err
		}
		err = tx.WithContext(ctx).Exec(`INSERT INTO deals (competitor_id, account, won, reason, others, why, closed_on, told_by, told_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, account, r.Won, r.Reason, string(more), why, closed, actor.ID, tx.Now).Error
		if err != nil {
			return err
		}
		kind := "deal-lost"
		if r.Won {
			kind = "deal-won"
		}
		return d.log.Record(ctx, tx, actor, c.Subject(), kind, activity.Detail{Title: c.Name, Type: r.Reason.Name(), Text: why, Stage: account})
	})
}

// Score is how the deals of a quarter with a competitor closed.
type Score struct {
	From      time.Time // the first day of the quarter, midnight UTC
	Won, Lost int
}

// Count of deals by the reason that counted most.
type Count struct {
	Reason    Reason
	Won, Lost int
}

// WinLoss counts the deals of the year by the reason that counted most, the commonest first; competitor 0 is all of them.
func (d *Desk) WinLoss(ctx context.Context, year int, competitor int64) (counts []Count, err error) {
	from := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	err = d.db.Rows(ctx, store.SQL(`SELECT reason, count(*) FILTER (WHERE won), count(*) FILTER (WHERE NOT won) FROM deals
		WHERE closed_on >= ? AND closed_on < ?`, from, from.AddDate(1, 0, 0)).AddIf(competitor != 0, ` AND competitor_id = ?`, competitor).
		Add(` GROUP BY reason ORDER BY count(*) DESC, reason`), func(row pgx.Rows) error {
		var c Count
		err := row.Scan(&c.Reason, &c.Won, &c.Lost)
		counts = append(counts, c)
		return err
	})
	return counts, err
}
