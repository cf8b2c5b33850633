package intel

import (
	"context"
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

// trendWeeks and trendMonths are how far back a trend goes.
const (
	trendWeeks  = 12
	trendMonths = 12
)

// trend counts the notes about the competitor by the day on which they were heard: weeks first, then months by kind, the oldest first, only
// those in which something was heard.
func (d *Desk) trend(ctx context.Context, competitor int64, today time.Time) (bars []Bar, err error) {
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7*(trendWeeks-1))
	first := time.Date(today.Year(), today.Month()-trendMonths+1, 1, 0, 0, 0, 0, time.UTC)
	err = d.db.Rows(ctx, store.SQL(`WITH heard AS MATERIALIZED (
			SELECT n.heard_on, n.kind FROM note_competitors nc JOIN notes n ON n.id = nc.note_id
			WHERE nc.competitor_id = ? AND n.heard_on >= ? AND n.heard_on <= ? AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') AND `+open+`
		)
		SELECT date_trunc('week', heard_on::timestamp)::date AS since, '', count(*) FROM heard WHERE heard_on >= ? GROUP BY 1
		UNION ALL
		SELECT date_trunc('month', heard_on::timestamp)::date, kind, count(*) FROM heard WHERE heard_on >= ? GROUP BY 1, 2
		ORDER BY 2, 1`, competitor, earlier(monday, first), today, monday, first), func(row pgx.Rows) error {
		var b Bar
		err := row.Scan(&b.From, &b.Kind, &b.Notes)
		bars = append(bars, b)
		return err
	})
	return bars, err
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
	Notes     int // heard within 12 weeks
	Won, Lost int // deals of this year
	Supported int // published lines by standing
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
	err = d.db.Rows(ctx, store.SQL(`WITH heard AS (
			SELECT nc.competitor_id, count(*) AS notes FROM notes n JOIN note_competitors nc ON nc.note_id = n.id
			WHERE n.heard_on > ? AND n.heard_on <= ? AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') AND `+open+` GROUP BY 1
		), played AS (
			SELECT competitor_id, count(*) FILTER (WHERE won) AS won, count(*) FILTER (WHERE NOT won) AS lost FROM deals WHERE closed_on >= ? GROUP BY 1
		)
		SELECT k.id, k.slug, k.name, k.short, k.summary, k.writer_id, k.checker_id, k.reviewed_on, k.review_on, k.version,
			coalesce(h.notes, 0), coalesce(p.won, 0), coalesce(p.lost, 0), l.looked_at,
			EXISTS (SELECT FROM followers f WHERE f.subject_kind = 'competitor' AND f.subject_id = k.id AND f.person_id = ?),
			count(c.id) FILTER (WHERE standing = 'supported'), count(c.id) FILTER (WHERE standing = 'thin'),
			count(c.id) FILTER (WHERE standing = 'disputed'), count(c.id) FILTER (WHERE standing = 'stale'),
			count(c.id) FILTER (WHERE l.looked_at IS NULL OR greatest(c.published_at, c.stood_at) > l.looked_at)
		FROM competitors k LEFT JOIN claims c ON c.competitor_id = k.id AND c.state = 'published'
		LEFT JOIN heard h ON h.competitor_id = k.id LEFT JOIN played p ON p.competitor_id = k.id
		LEFT JOIN card_looks l ON l.competitor_id = k.id AND l.person_id = ?
		WHERE k.archived_at IS NULL
		GROUP BY k.id, h.notes, p.won, p.lost, l.looked_at ORDER BY coalesce(h.notes, 0) DESC, lower(k.short), k.id`,
		today.AddDate(0, 0, -7*trendWeeks), today, time.Date(today.Year(), 1, 1, 0, 0, 0, 0, time.UTC), viewer.ID, viewer.ID),
		func(row pgx.Rows) error {
			var p Profiled
			err := row.Scan(&p.ID, &p.Slug, &p.Name, &p.Short, &p.Summary, &p.WriterID, &p.CheckerID, &p.ReviewedOn, &p.ReviewOn, &p.Version,
				&p.Notes, &p.Won, &p.Lost, &p.LookedAt, &p.Follows, &p.Supported, &p.Thin, &p.Disputed, &p.Stale, &p.Changed)
			list = append(list, p)
			return err
		})
	return list, err
}
