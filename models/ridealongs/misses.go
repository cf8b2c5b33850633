package ridealongs

import (
	"context"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// TeamMisses counts, by person of the lead's own side, the seats of the last year to which they did not come, in one query.
// Who leads no side finds none.
func (s *Schedule) TeamMisses(ctx context.Context, viewer people.Person) (map[int64]int, error) {
	counts := map[int64]int{}
	if !viewer.Leads(viewer.Side) {
		return counts, nil
	}
	err := s.db.Rows(ctx, store.SQL(`SELECT s.person_id, count(*) FROM ridealong_seats s JOIN ridealongs r ON r.id = s.ridealong_id JOIN people p ON p.id = s.person_id
		WHERE s.state = 'missed' AND p.side = ? AND r.starts_at > ? GROUP BY 1`, viewer.Side, s.db.Now().AddDate(-1, 0, 0)), func(row pgx.Rows) error {
		var person int64
		var n int
		err := row.Scan(&person, &n)
		counts[person] = n
		return err
	})
	return counts, err
}
