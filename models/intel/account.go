package intel

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// AtAccount is what was heard at an account, sensitive notes apart.
type AtAccount struct {
	Notes     int
	Cards     []ShortCard    // of competitors heard of there, the one of most notes first
	Questions []OpenQuestion // open, about them or about nobody, the soonest first
}

// ShortCard is a battlecard as far as it is read before a visit.
type ShortCard struct {
	Slug  string      `json:"slug"`
	Name  string      `json:"name"`
	Short string      `json:"short"`
	Notes int         `json:"notes"` // heard of them at the account
	Read  []ShownLine `json:"read"`  // the published lines of its Read section
	Lines int         `json:"lines"` // published ones of the whole card
}

// ShownLine is a published line with how well it is known.
type ShownLine struct {
	Text     string   `json:"text"`
	MaySay   bool     `json:"may_say"`
	Standing Standing `json:"standing"`
}

// OpenQuestion is one as it is read before a visit.
type OpenQuestion struct {
	ID       int64     `json:"id"`
	Text     string    `json:"text"`
	Why      string    `json:"why"`
	About    string    `json:"about"` // the competitor; "": none
	AskedBy  int64     `json:"asked_by"`
	NeededBy time.Time `json:"needed_by"` // a date at midnight UTC
}

// Bounds of what is read before a visit.
const (
	cardsShown = 6
	askedShown = 10
)

// AtAccount reads it, in one query; "" is heard of nobody. Everybody signed in may.
func (d *Desk) AtAccount(ctx context.Context, account string) (a AtAccount, err error) {
	err = d.db.Rows(ctx, store.SQL(`WITH heard AS MATERIALIZED (
			SELECT n.id FROM notes n WHERE n.account_key = ? AND n.account_key <> '' AND `+open+` AND n.state NOT IN ('duplicate', 'withdrawn', 'erased')
		), met AS MATERIALIZED (
			SELECT k.id, k.slug, k.name, k.short, count(*) AS notes FROM heard JOIN note_competitors nc ON nc.note_id = heard.id JOIN competitors k ON k.id = nc.competitor_id
			GROUP BY k.id ORDER BY notes DESC, k.short LIMIT ?
		), asked AS (
			SELECT q.id, q.text, q.why, coalesce(k.short, '') AS about, q.asked_by, CAST(q.needed_by AS timestamp) AT TIME ZONE 'UTC' AS needed_by
			FROM questions q LEFT JOIN competitors k ON k.id = q.competitor_id
			WHERE q.closed_at IS NULL AND (q.competitor_id IS NULL OR q.competitor_id IN (SELECT id FROM met)) ORDER BY q.needed_by, q.id LIMIT ?
		), cards AS (
			SELECT met.*, (SELECT count(*) FROM claims c WHERE c.competitor_id = met.id AND c.state = 'published') AS lines,
				(SELECT coalesce(jsonb_agg(jsonb_build_object('text', c.shown_text, 'may_say', c.shown_may_say, 'standing', c.standing) ORDER BY c.id), '[]')
					FROM claims c WHERE c.competitor_id = met.id AND c.state = 'published' AND c.shown_section = 'read') AS read
			FROM met
		)
		SELECT (SELECT count(*) FROM heard), (SELECT coalesce(jsonb_agg(cards ORDER BY notes DESC, short), '[]') FROM cards),
			(SELECT coalesce(jsonb_agg(asked ORDER BY needed_by, id), '[]') FROM asked)`,
		strings.ToLower(oneSpaced(account)), cardsShown, askedShown), func(row pgx.Rows) error {
		return row.Scan(&a.Notes, &a.Cards, &a.Questions)
	})
	return a, err
}
