package ridealongs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

const rulesTitle = "Rules of ride-alongs"

// rulesSubject stands for the rules, of which there is one.
func rulesSubject() activity.Subject {
	return activity.Subject{Kind: activity.KindRideRules, ID: 1}
}

// Rules that the leads set. They are in force at once; whether both agree is said beside them.
type Rules struct {
	Guests         int // of one host in a month
	Visits         int // with guests to one account in a quarter
	SalesHours     int // in each other's world and with customers, per person and month
	MarketingHours int
	SalesBy        *int64
	SalesAt        *time.Time
	MarketingBy    *int64
	MarketingAt    *time.Time
	Version        int
}

func (Rules) TableName() string { return "ridealong_rules" }

// Agreed reports whether a lead of each side said yes to them.
func (r Rules) Agreed() bool { return r.SalesBy != nil && r.MarketingBy != nil }

// Hours is the side's target for a person and month.
func (r Rules) Hours(side people.Side) int {
	return map[people.Side]int{people.Sales: r.SalesHours, people.Marketing: r.MarketingHours}[side]
}

// sign says yes for the side.
func (r *Rules) sign(actor people.Person, at time.Time) {
	if actor.Side == people.Sales {
		r.SalesBy, r.SalesAt = &actor.ID, &at
	} else {
		r.MarketingBy, r.MarketingAt = &actor.ID, &at
	}
}

// Rules in force, in one query.
func (s *Schedule) Rules(ctx context.Context) (Rules, error) { return rules(ctx, s.db.Read()) }

func rules(ctx context.Context, db *gorm.DB) (Rules, error) {
	return gorm.G[Rules](db).Where("one").Take(ctx)
}

// SetRules changes them; the other side's lead agrees by SetRules with the same numbers. Problems are *store.Invalid on
// guests, visits, sales_hours and marketing_hours.
func (s *Schedule) SetRules(ctx context.Context, actor people.Person, r Rules) (Rules, error) {
	if !actor.Leads(actor.Side) {
		return r, store.Refuse(store.ErrForbidden, "The leads of both teams set the rules.")
	}
	inv := &store.Invalid{}
	for _, n := range []struct {
		field string
		value int
		most  int
	}{{"guests", r.Guests, 50}, {"visits", r.Visits, 50}, {"sales_hours", r.SalesHours, 200}, {"marketing_hours", r.MarketingHours, 200}} {
		if n.value < 1 || n.value > n.most {
			inv.Add(n.field, "Choose a number from 1 to %d", n.most)
		}
	}
	if err := inv.OrNil(); err != nil {
		return r, err
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		now, err := gorm.G[Rules](tx.DB).Raw(`SELECT * FROM ridealong_rules FOR UPDATE`).Take(ctx)
		if err != nil {
			return err
		}
		if now.Version != r.Version {
			return store.Refuse(store.ErrConflict, "Somebody changed the rules since you opened them. Look at how they stand now, then decide.")
		}
		kind := "rules-agreed"
		next := Rules{Guests: r.Guests, Visits: r.Visits, SalesHours: r.SalesHours, MarketingHours: r.MarketingHours, Version: now.Version + 1}
		if now.Guests == r.Guests && now.Visits == r.Visits && now.SalesHours == r.SalesHours && now.MarketingHours == r.MarketingHours {
			next.SalesBy, next.SalesAt, next.MarketingBy, next.MarketingAt = now.SalesBy, now.SalesAt, now.MarketingBy, now.MarketingAt
		} else {
			kind = "rules-set"
		}
		next.sign(actor, tx.Now)
		r = next
		err = store.MustAffectOne(gorm.G[Rules](tx.DB).Where("one").Select("guests", "visits", "sales_hours", "marketing_hours",
			"sales_by", "sales_at", "marketing_by", "marketing_at", "version").Updates(ctx, r))
		if err != nil {
			return err
		}
		return s.log.Record(ctx, tx, actor, rulesSubject(), kind, activity.Detail{Title: rulesTitle, Side: actor.Side,
			Text: fmt.Sprintf("%d guests a month, %d visits a quarter, %d hours for Sales, %d for Marketing", r.Guests, r.Visits, r.SalesHours, r.MarketingHours)})
	})
	return r, err
}

// SetGoal gives a person hours of their own; 0 gives them those of their team again. A lead of their side does.
func (s *Schedule) SetGoal(ctx context.Context, actor people.Person, person int64, hours int) error {
	if !actor.Leads(actor.Side) {
		return store.Refuse(store.ErrForbidden, "A lead sets goals.")
	}
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return err
	}
	whose := roll[person]
	if !whose.Works() {
		return store.ErrNotFound
	}
	if !actor.Leads(whose.Side) {
		return store.Refuse(store.ErrForbidden, "A lead of %s sets this.", whose.Side.Name())
	}
	if hours < 0 || hours > 200 {
		return &store.Invalid{Problems: []store.Problem{{Field: "hours", Message: "Choose a number up to 200"}}}
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		if hours == 0 {
			return tx.WithContext(ctx).Exec(`DELETE FROM ridealong_goals WHERE person_id = ?`, person).Error
		}
		return tx.WithContext(ctx).Exec(`INSERT INTO ridealong_goals (person_id, hours, set_by, set_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (person_id) DO UPDATE SET hours = excluded.hours, set_by = excluded.set_by, set_at = excluded.set_at`,
			person, hours, actor.ID, tx.Now).Error
	})
}

// Load is how much of the rules a host and an account have used up around a day.
type Load struct {
	Guests, MostGuests int // of the host in the day's month
	Visits, MostVisits int // to the account in the day's quarter
	Cap                *Cap
	Limits             Limits
	Strangers          []int64 // guests' side, people who never went along with the host, by name
}

// Load tells a host what room is left around the time, by the clocks of its location, in three queries.
func (s *Schedule) Load(ctx context.Context, host people.Person, account string, at time.Time) (l Load, err error) {
	slot := Slot{Account: account, StartsAt: at, TimeZone: at.Location().String()}
	var room Room
	err = s.db.Rows(ctx, store.SQL(`SELECT `+roomOf+` FROM (SELECT CAST(0 AS bigint) AS id, CAST(? AS bigint) AS host_id,
		lower(?) AS account_key, CAST(? AS timestamptz) AS starts_at) r`, host.ID, account, at), func(row pgx.Rows) error { return row.Scan(&room) })
	if err != nil {
		return l, err
	}
	l.MostGuests, l.MostVisits, l.Cap = room.MostGuests, room.MostVisits, room.spent(slot)
	l.Guests, l.Visits = room.used(slot)
	if l.Limits, err = s.Limits(ctx); err != nil {
		return l, err
	}
	met, err := gorm.G[int64](s.db.Read()).Raw(`SELECT DISTINCT s.person_id FROM ridealongs r JOIN ridealong_seats s ON s.ridealong_id = r.id
		WHERE r.host_id = ? AND s.state = 'confirmed'`, host.ID).Find(ctx)
	if err != nil {
		return l, err
	}
	roll, err := s.people.Roll(ctx)
	for _, p := range roll.Of(host.Side.Other()) {
		if !slices.Contains(met, p.ID) {
			l.Strangers = append(l.Strangers, p.ID)
		}
	}
	return l, err
}
