package intel

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// AtAccount is what was heard at an account, sensitive notes apart.
type AtAccount struct {
	Notes       int
	Competitors []Named    // heard of there, the one of most notes first
	Questions   []Question // open, about them or about nobody
}

// AtAccount reads it, in two queries. Everybody signed in may.
func (d *Desk) AtAccount(ctx context.Context, account string) (a AtAccount, err error) {
	key := strings.ToLower(oneSpaced(account))
	met := map[int64]bool{}
	err = d.db.Rows(ctx, store.SQL(`SELECT coalesce(k.id, 0), coalesce(k.slug, ''), coalesce(k.short, ''), count(DISTINCT n.id) FROM notes n
			LEFT JOIN note_competitors nc ON nc.note_id = n.id LEFT JOIN competitors k ON k.id = nc.competitor_id
		WHERE n.account_key = ? AND n.account_key <> '' AND `+open+` AND n.state NOT IN ('duplicate', 'withdrawn', 'erased')
		GROUP BY GROUPING SETS ((k.id, k.slug, k.short), ()) ORDER BY 4 DESC, 3`, key), func(row pgx.Rows) error {
		var id int64
		var k Named
		var notes int
		err := row.Scan(&id, &k.Slug, &k.Short, &notes)
		if id != 0 {
			a.Competitors, met[id] = append(a.Competitors, k), true
		}
		a.Notes = max(a.Notes, notes)
		return err
	})
	if err != nil {
		return a, err
	}
	all, err := d.OpenQuestions(ctx, 0)
	for _, q := range all {
		if q.CompetitorID == nil || met[*q.CompetitorID] {
			a.Questions = append(a.Questions, q)
		}
	}
	return a, err
}
