package ridealongs

import (
	"context"

	"alongside/models/people"
	"alongside/models/store"
)

// soonDays is how far ahead home looks.
const soonDays = 7

// Soon lists the slots of the next seven days, in order of time and in one query: what the viewer hosts or has a place on
// comes before the others where there are more than the limit.
func (s *Schedule) Soon(ctx context.Context, viewer people.Person, limit int) ([]Row, error) {
	now := s.db.Now()
	return s.rows(ctx, store.SQL(`WITH soon AS MATERIALIZED (
			SELECT r.id FROM ridealongs r WHERE r.state = 'offered' AND r.starts_at > ? AND r.starts_at < ? AND r.ends_at > ?
			ORDER BY r.host_id <> ? AND NOT EXISTS (SELECT FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.person_id = ? AND s.ended_at IS NULL),
				r.starts_at, r.id LIMIT ?)
		SELECT `+rowColumns+` FROM soon JOIN ridealongs r USING (id) ORDER BY r.starts_at, r.id`,
		now.AddDate(0, 0, -1), now.AddDate(0, 0, soonDays), now, viewer.ID, viewer.ID, limit))
}
