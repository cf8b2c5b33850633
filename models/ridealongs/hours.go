package ridealongs

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// QuickLog is time with customers that no ride-along tells of.
type QuickLog struct {
	Submission uuid.UUID
	Day        time.Time // a date at midnight UTC
	Minutes    int
	What       string // whom, in a few words
}

// Logged is one row of it.
type Logged struct {
	ID        int64
	PersonID  int64
	Day       time.Time
	Minutes   int
	What      string
	LoggedAt  time.Time
	RemovedAt *time.Time
}

func (Logged) TableName() string { return "customer_hours" }

// loggedWithin is how many days back hours can be logged.
const loggedWithin = 62

// Log notes the actor's own time. Problems are *store.Invalid on day, minutes and what.
func (s *Schedule) Log(ctx context.Context, actor people.Person, q QuickLog) (Logged, error) {
	if !actor.Works() {
		return Logged{}, store.ErrForbidden
	}
	cal, err := s.ledger.Calendar(ctx)
	if err != nil {
		return Logged{}, err
	}
	inv := &store.Invalid{}
	today := cal.DateOf(s.db.Now()).Midnight()
	switch {
	case q.Day.IsZero():
		inv.Add("day", "Choose the day")
	case q.Day.After(today.AddDate(0, 0, 1)): // the actor's today may be the company's tomorrow
		inv.Add("day", "This day is still to come: only what was counts")
	case q.Day.Before(today.AddDate(0, 0, -loggedWithin)):
		inv.Add("day", "This is more than two months ago")
	}
	if q.Minutes < 15 || q.Minutes > 960 {
		inv.Add("minutes", "Give a quarter of an hour to 16 hours")
	}
	what := inv.Line("what", q.What, maxTitle, "Say whom you met, in a few words")
	if err := inv.OrNil(); err != nil {
		return Logged{}, err
	}
	l := Logged{PersonID: actor.ID, Day: q.Day, Minutes: q.Minutes, What: what}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		first, ref, err := store.Once(ctx, tx, actor.ID, q.Submission.String(), "hours "+q.Day.Format(time.DateOnly)+" "+hours(q.Minutes)+" "+what)
		if err != nil {
			return err
		}
		if !first {
			l, err = gorm.G[Logged](tx.DB).Where("id = ?", ref).Take(ctx)
			return err
		}
		if l.ID, err = store.Made(ctx, tx, actor.ID, q.Submission.String(), "customer_hours_id_seq"); err != nil {
			return err
		}
		l.LoggedAt = tx.Now
		return tx.WithContext(ctx).Exec(`INSERT INTO customer_hours (id, person_id, day, minutes, what, logged_at) OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?, ?)`,
			l.ID, l.PersonID, l.Day, l.Minutes, l.What, l.LoggedAt).Error
	})
	return l, err
}

// Unlog takes a row of the actor's own back.
func (s *Schedule) Unlog(ctx context.Context, actor people.Person, id int64) error {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		return store.MustAffectOne(gorm.G[Logged](tx.DB).Where("id = ? AND person_id = ? AND removed_at IS NULL", id, actor.ID).Update(ctx, "removed_at", tx.Now))
	})
	if err == store.ErrConflict {
		return store.ErrNotFound
	}
	return err
}

// LogOf is what the person logged in the month that begins on the day, the latest first, in one query. Only they see it.
func (s *Schedule) LogOf(ctx context.Context, viewer people.Person, month time.Time) ([]Logged, error) {
	return gorm.G[Logged](s.db.Read()).Where("person_id = ? AND day >= ? AND day < ? AND removed_at IS NULL", viewer.ID, month, month.AddDate(0, 1, 0)).
		Order("day DESC, id DESC").Find(ctx)
}

// Minutes of a person or a side in a month, by where they come from. What is planned is in none of them.
type Minutes struct {
	Guest  int // in the other team's world: rode along, or sat in
	Hosted int // with a customer and a guest: rides that were hosted
	Logged int // with customers, by the quick log
}

// Total of them.
func (m Minutes) Total() int { return m.Guest + m.Hosted + m.Logged }

func (m *Minutes) add(o Minutes) {
	m.Guest, m.Hosted, m.Logged = m.Guest+o.Guest, m.Hosted+o.Hosted, m.Logged+o.Logged
}

// PersonHours are one person's in one month.
type PersonHours struct {
	Person  people.Person
	Minutes Minutes
	Goal    int // hours
}

// SideHours are one team's in one month.
type SideHours struct {
	Minutes Minutes
	Goal    int // hours: those of its people together
}

// MonthHours are both teams' in one month, side by side.
type MonthHours struct {
	Month     time.Time // its first day, a date at midnight UTC
	Sales     SideHours
	Marketing SideHours
}

// Hours is what the balance shows.
type Hours struct {
	Rules  Rules
	Months []MonthHours  // the oldest first; the last one is the month asked for
	People []PersonHours // of that month: Sales first, then by name; those whom the viewer may see beside a number
	Now    time.Time
}

// hoursMonths is how many months the chart has.
const hoursMonths = 6

// Hours reads the month that begins on the day (any date of it will do) and those before it, in three queries. Everybody sees the
// totals; who stands beside a number is for that person and the leads of both teams to see.
func (s *Schedule) Hours(ctx context.Context, viewer people.Person, month time.Time) (h Hours, err error) {
	h.Now = s.db.Now()
	if h.Rules, err = s.Rules(ctx); err != nil {
		return h, err
	}
	own, err := s.goals(ctx)
	if err != nil {
		return h, err
	}
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return h, err
	}
	staff := append(roll.Of(people.Sales), roll.Of(people.Marketing)...)
	goal := func(p people.Person) int {
		if hours, ok := own[p.ID]; ok {
			return hours
		}
		return h.Rules.Hours(p.Side)
	}
	last := time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := range hoursMonths {
		m := MonthHours{Month: last.AddDate(0, i-hoursMonths+1, 0)}
		for _, p := range staff {
			m.side(p.Side).Goal += goal(p)
		}
		h.Months = append(h.Months, m)
	}
	now := map[int64]Minutes{}
	err = s.minutes(ctx, h.Months[0].Month, last.AddDate(0, 1, 0), func(month time.Time, person int64, n Minutes) {
		i := slices.IndexFunc(h.Months, func(m MonthHours) bool { return m.Month.Equal(month) })
		if side := roll[person].Side; i >= 0 && (side == people.Sales || side == people.Marketing) {
			h.Months[i].side(side).Minutes.add(n)
		}
		if month.Equal(last) {
			now[person] = n
		}
	})
	lead := viewer.Leads(people.Sales) || viewer.Leads(people.Marketing)
	for _, p := range staff {
		if lead || p.ID == viewer.ID {
			h.People = append(h.People, PersonHours{p, now[p.ID], goal(p)})
		}
	}
	return h, err
}

func (m *MonthHours) side(side people.Side) *SideHours {
	if side == people.Sales {
		return &m.Sales
	}
	return &m.Marketing
}

func (s *Schedule) goals(ctx context.Context) (map[int64]int, error) {
	own := map[int64]int{}
	err := s.db.Rows(ctx, store.SQL(`SELECT person_id, hours FROM ridealong_goals`), func(row pgx.Rows) error {
		var person int64
		var hours int
		err := row.Scan(&person, &hours)
		own[person] = hours
		return err
	})
	return own, err
}

// minutes adds up each person's month, by the clock where it took place.
func (s *Schedule) minutes(ctx context.Context, from, until time.Time, tell func(month time.Time, person int64, n Minutes)) error {
	return s.db.Rows(ctx, store.SQL(`WITH spent AS (
			SELECT r.starts_at AT TIME ZONE r.time_zone AS at, s.person_id, extract(epoch FROM r.ends_at - r.starts_at) / 60 AS guest, 0 AS hosted, 0 AS logged
			FROM ridealongs r JOIN ridealong_seats s ON s.ridealong_id = r.id AND s.state = 'confirmed'
			WHERE r.state = 'held' AND r.starts_at >= ? AND r.starts_at < ?
			UNION ALL
			SELECT r.starts_at AT TIME ZONE r.time_zone, r.host_id, 0, extract(epoch FROM r.ends_at - r.starts_at) / 60, 0
			FROM ridealongs r WHERE r.state = 'held' AND r.direction = 'ride' AND r.starts_at >= ? AND r.starts_at < ?
			UNION ALL
			SELECT day, person_id, 0, 0, minutes FROM customer_hours WHERE removed_at IS NULL AND day >= ? AND day < ?)
		SELECT date_trunc('month', at)::date, person_id, sum(guest)::int, sum(hosted)::int, sum(logged)::int FROM spent GROUP BY 1, 2 ORDER BY 1, 2`,
		from.AddDate(0, 0, -1), until.AddDate(0, 0, 1), from.AddDate(0, 0, -1), until.AddDate(0, 0, 1), from, until), func(row pgx.Rows) error {
		var month time.Time
		var person int64
		var n Minutes
		err := row.Scan(&month, &person, &n.Guest, &n.Hosted, &n.Logged)
		tell(month, person, n)
		return err
	})
}

// Sheet is the hours as rows of a table of text: what the CSV holds. Names are those that the viewer may see.
func (h Hours) Sheet() (rows [][]string) {
	for _, p := range h.People {
		rows = append(rows, []string{h.Months[len(h.Months)-1].Month.Format("2006-01"), p.Person.Name, p.Person.Side.Name(),
			hours(p.Minutes.Guest), hours(p.Minutes.Hosted), hours(p.Minutes.Logged), hours(p.Goal * 60)})
	}
	return rows
}

// hours of minutes, with a decimal point: "1.5".
func hours(minutes int) string { return strconv.FormatFloat(float64(minutes)/60, 'f', -1, 64) }
