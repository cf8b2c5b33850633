package intel

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// Bar is how many notes about a competitor were heard in a week, or in a month of one kind.
type Bar struct {
	From  time.Time // the Monday, or the first; midnight UTC
	Kind  Kind      // "": of a week
	Notes int
}

// TrendWeeks and TrendMonths are how far back a trend goes, this week and month counted.
const (
	TrendWeeks  = 12
	TrendMonths = 12
)

// figures reads what the card draws, in one query: notes by the day on which they were heard, per week and per month and kind, only those
// weeks and months in which something was heard; deals of this year and the last by quarter; and those of this year by reason.
func (d *Desk) figures(ctx context.Context, k *Card) error {
	monday, first := trendBegins(k.Today)
	year := time.Date(k.Today.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	err := d.db.Rows(ctx, store.SQL(`WITH heard AS MATERIALIZED (
			SELECT n.heard_on, n.kind FROM note_competitors nc JOIN notes n ON n.id = nc.note_id
			WHERE nc.competitor_id = ? AND n.heard_on >= ? AND n.heard_on <= ? AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') AND `+open+`
		), played AS MATERIALIZED (
			SELECT closed_on, won, reason FROM deals WHERE competitor_id = ? AND closed_on >= ?
		)
		SELECT 'week', date_trunc('week', heard_on::timestamp)::date AS since, '', count(*), 0 FROM heard WHERE heard_on >= ? GROUP BY since
		UNION ALL
		SELECT 'month', date_trunc('month', heard_on::timestamp)::date AS since, kind, count(*), 0 FROM heard WHERE heard_on >= ? GROUP BY since, kind
		UNION ALL
		SELECT 'quarter', date_trunc('quarter', closed_on::timestamp)::date AS since, '', count(*) FILTER (WHERE won), count(*) FILTER (WHERE NOT won)
		FROM played GROUP BY since
		UNION ALL
		SELECT 'reason', ?::date, reason, count(*) FILTER (WHERE won), count(*) FILTER (WHERE NOT won) FROM played WHERE closed_on >= ? GROUP BY reason
		ORDER BY 1, 3, 2`, k.Competitor.ID, earlier(monday, first), k.Today, k.Competitor.ID, year.AddDate(-1, 0, 0), monday, first, year, year),
		func(row pgx.Rows) error {
			var what, of string
			var since time.Time
			var a, b int
			err := row.Scan(&what, &since, &of, &a, &b)
			switch what {
			case "quarter":
				k.Record = append(k.Record, Score{since, a, b})
			case "reason":
				k.Reasons = append(k.Reasons, Count{Reason(of), a, b})
			default:
				k.Trend = append(k.Trend, Bar{since, Kind(of), a})
			}
			return err
		})
	slices.SortStableFunc(k.Reasons, func(a, b Count) int { return b.Won + b.Lost - a.Won - a.Lost })
	return err
}

// trendBegins is the first Monday of the trend per week, and the first day of that per month.
func trendBegins(today time.Time) (monday, first time.Time) {
	monday = today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7*(TrendWeeks-1))
	return monday, time.Date(today.Year(), today.Month()-TrendMonths+1, 1, 0, 0, 0, 0, time.UTC)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// Profiled is a competitor on the page of all of them.
type Profiled struct {
	Competitor
	Notes     int             // heard within 12 weeks
	Weeks     [TrendWeeks]int // of them, the oldest week first
	Won, Lost int             // deals of this year
	Supported int             // published lines by standing
	Thin      int
	Disputed  int
	Stale     int
	Changed   int // lines published, or standing otherwise, since the viewer looked
	LookedAt  *time.Time
	Follows   bool
}

// Overview lists the competitors by the notes of the last 12 weeks, in one query. No sensitive note is in its numbers.
func (d *Desk) Overview(ctx context.Context, viewer people.Person) (list []Profiled, err error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	today := dateOf(cal, d.db.Now())
	monday, _ := trendBegins(today)
	err = d.db.Rows(ctx, store.SQL(`WITH heard AS (
			SELECT competitor_id, sum(notes) AS notes, array_agg(week) AS weeks, array_agg(notes) AS counts FROM (
				SELECT nc.competitor_id, (n.heard_on - ?::date) / 7 AS week, count(*) AS notes
				FROM notes n JOIN note_competitors nc ON nc.note_id = n.id
				WHERE n.heard_on >= ? AND n.heard_on <= ? AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') AND `+open+` GROUP BY 1, 2
			) weekly GROUP BY 1
		), played AS (
			SELECT competitor_id, count(*) FILTER (WHERE won) AS won, count(*) FILTER (WHERE NOT won) AS lost FROM deals WHERE closed_on >= ? GROUP BY 1
		)
		SELECT k.id, k.slug, k.name, k.short, k.summary, k.writer_id, k.checker_id, k.reviewed_on, k.review_on, k.version,
			coalesce(h.notes, 0), coalesce(h.weeks, '{}'), coalesce(h.counts, '{}'), coalesce(p.won, 0), coalesce(p.lost, 0), l.looked_at,
			EXISTS (SELECT FROM followers f WHERE f.subject_kind = 'competitor' AND f.subject_id = k.id AND f.person_id = ?),
			count(c.id) FILTER (WHERE standing = 'supported'), count(c.id) FILTER (WHERE standing = 'thin'),
			count(c.id) FILTER (WHERE standing = 'disputed'), count(c.id) FILTER (WHERE standing = 'stale'),
			count(c.id) FILTER (WHERE l.looked_at IS NULL OR greatest(c.published_at, c.stood_at) > l.looked_at)
		FROM competitors k LEFT JOIN claims c ON c.competitor_id = k.id AND c.state = 'published'
		LEFT JOIN heard h ON h.competitor_id = k.id LEFT JOIN played p ON p.competitor_id = k.id
		LEFT JOIN card_looks l ON l.competitor_id = k.id AND l.person_id = ?
		WHERE k.archived_at IS NULL
		GROUP BY k.id, h.notes, h.weeks, h.counts, p.won, p.lost, l.looked_at ORDER BY coalesce(h.notes, 0) DESC, lower(k.short), k.id`,
		monday, monday, today, time.Date(today.Year(), 1, 1, 0, 0, 0, 0, time.UTC), viewer.ID, viewer.ID),
		func(row pgx.Rows) error {
			var p Profiled
			var weeks, counts []int
			err := row.Scan(&p.ID, &p.Slug, &p.Name, &p.Short, &p.Summary, &p.WriterID, &p.CheckerID, &p.ReviewedOn, &p.ReviewOn, &p.Version,
				&p.Notes, &weeks, &counts, &p.Won, &p.Lost, &p.LookedAt, &p.Follows, &p.Supported, &p.Thin, &p.Disputed, &p.Stale, &p.Changed)
			for i, week := range weeks {
				p.Weeks[week] = counts[i]
			}
			list = append(list, p)
			return err
		})
	return list, err
}
