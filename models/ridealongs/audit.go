package ridealongs

import (
	"context"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// Audit looks for what must never be and says what is wrong: more seats taken than there are, somebody's time kept twice
// or not at all, an offer or a debrief without its promise, or a
// promise without them. It changes nothing.
func (s *Schedule) Audit(ctx context.Context) (wrong []string, err error) {
	for _, check := range []struct {
		query *store.Query
		fault string
	}{
		{store.SQL(`SELECT r.id FROM ridealongs r WHERE (SELECT count(*) FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.state IN ('offered', 'confirmed')) > r.seats
			ORDER BY r.id`), "more seats are taken than there are"},
		{store.SQL(`SELECT s.ridealong_id FROM ridealong_seats s JOIN ridealongs r ON r.id = s.ridealong_id
			LEFT JOIN ridealong_busy b ON b.ridealong_id = s.ridealong_id AND b.person_id = s.person_id AND b.during = tstzrange(r.starts_at, r.ends_at)
			WHERE s.state = 'confirmed' AND r.state = 'offered' AND b.person_id IS NULL ORDER BY 1`), "a guest’s time is not kept"},
		{store.SQL(`SELECT r.id FROM ridealongs r LEFT JOIN ridealong_busy b ON b.ridealong_id = r.id AND b.person_id = r.host_id AND b.during = tstzrange(r.starts_at, r.ends_at)
			WHERE r.state = 'offered' AND b.person_id IS NULL ORDER BY 1`), "the host’s time is not kept"},
		{store.SQL(`SELECT b.ridealong_id FROM ridealong_busy b JOIN ridealongs r ON r.id = b.ridealong_id WHERE r.state = 'cancelled'
			OR b.person_id <> r.host_id AND NOT EXISTS (SELECT FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.person_id = b.person_id AND s.state = 'confirmed')
			ORDER BY 1`), "time is kept of somebody who does not go"},
		{store.SQL(`SELECT s.ridealong_id FROM ridealong_seats s LEFT JOIN promises p ON p.id = s.promise_id AND p.closed_at IS NULL AND p.due_at IS NOT NULL
			WHERE s.state = 'offered' AND p.id IS NULL ORDER BY 1`), "a seat is kept without a promise to answer"},
		{store.SQL(`SELECT coalesce(s.ridealong_id, p.subject_id) FROM promises p LEFT JOIN ridealong_seats s ON s.id = p.subject_id
			WHERE p.subject_kind = 'seat' AND p.closed_at IS NULL AND (s.id IS NULL OR s.promise_id IS DISTINCT FROM p.id) ORDER BY 1`), "an answer is promised that nobody waits for"},
		{store.SQL(`SELECT d.ridealong_id FROM debriefs d JOIN promises p ON p.id = d.promise_id
			WHERE (d.answered_at IS NULL AND d.released_at IS NULL) <> (p.closed_at IS NULL) ORDER BY 1`), "a debrief and its promise disagree"},
		{store.SQL(`SELECT r.id FROM ridealongs r WHERE r.state = 'held' AND NOT EXISTS (SELECT FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.state = 'confirmed')
			ORDER BY 1`), "it is held, but nobody came"},
		{store.SQL(`SELECT r.id FROM ridealongs r JOIN ridealong_seats s ON s.ridealong_id = r.id AND s.ended_at IS NULL
			WHERE r.state IN ('cancelled', 'passed') ORDER BY 1`), "somebody has a seat on what does not take place"},
	} {
		err := s.db.Rows(ctx, check.query, func(row pgx.Rows) error {
			var id int64
			err := row.Scan(&id)
			wrong = append(wrong, Subject(id).Ref()+": "+check.fault)
			return err
		})
		if err != nil {
			return wrong, err
		}
	}
	return wrong, nil
}
