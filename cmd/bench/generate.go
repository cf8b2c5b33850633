package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/jackc/pgx/v5"

	"alongside/models"
	"alongside/models/store/privatepg"
)

// Sizes of what stands beside the requests.
const (
	persons  = 200  // odd ids work for Marketing, even ones for Sales
	sessions = 1000 // all of Sales, with the tokens of token
	visited  = 500  // requests that the load looks at, half of them open, where there are as many
)

// token of the n-th session.
func token(n int) string { return "bench-" + strconv.Itoa(n%sessions) }

// openOf is how many of n requests are open: two fifths of a small company's, a twentieth of a large one's.
func openOf(n int) int { return max(n/20, min(n*2/5, 10_000)) }

// scratch is a database of one size, gone when it is stopped.
type scratch struct {
	size   int
	server *privatepg.Server
	url    string
	files  string  // folder for uploads
	ids    []int64 // of the requests that are looked at
}

// newScratch starts a PostgreSQL of its own, durable as in production, and fills it.
func newScratch(ctx context.Context, size int) (_ *scratch, err error) {
	server, err := privatepg.Start(ctx, privatepg.Options{})
	if err != nil {
		return nil, err
	}
	s := &scratch{size: size, server: server, url: server.URL()}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.stop())
		}
	}()
	if s.files, err = os.MkdirTemp("", "bench-files-"); err != nil {
		return nil, err
	}
	portal, err := models.Open(modelsConfig(s.url, s.files))
	if err != nil {
		return nil, err
	}
	defer portal.Close()
	if err := portal.Migrate(ctx); err != nil {
		return nil, err
	}
	return s, s.fill(ctx)
}

func (s *scratch) stop() error {
	return errors.Join(s.server.Stop(context.Background()), os.RemoveAll(s.files))
}

func (s *scratch) fill(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	_, err = conn.Exec(ctx, `SELECT set_config('bench.size', $1, false), set_config('bench.open', $2, false), set_config('bench.persons', $3, false),
		set_config('bench.sessions', $4, false), set_config('bench.visited', $5, false)`,
		strconv.Itoa(s.size), strconv.Itoa(openOf(s.size)), strconv.Itoa(persons), strconv.Itoa(sessions), strconv.Itoa(visited))
	if err != nil {
		return err
	}
	if _, err := conn.PgConn().Exec(ctx, data).ReadAll(); err != nil {
		return fmt.Errorf("make %d requests: %w", s.size, err)
	}
	if _, err := conn.Exec(ctx, `VACUUM ANALYZE`); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `CHECKPOINT`); err != nil {
		return err
	}
	rows, err := conn.Query(ctx, `SELECT id FROM bench_visited ORDER BY md5(id::text)`)
	if err != nil {
		return err
	}
	s.ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	return err
}

// refresh makes every session look as if its reader had just been here and had read what was said to them.
func (s *scratch) refresh(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	_, err = conn.Exec(ctx, `UPDATE sessions SET seen_at = now(), data = '[]'`)
	return err
}

// data fills the tables. The newest requests are the open ones; a tenth of them is overdue, a tenth more at risk, a
// tenth nobody's. Requests that are looked at have all their stages and 20 events; the others have the one promise, turn
// and event that their state needs, to keep the database small. Foreign keys are not checked meanwhile: they hold.
const data = `
SET session_replication_role = replica;

INSERT INTO people (id, email, name, side, role, password_hash, zone, created_at) OVERRIDING SYSTEM VALUE
SELECT i, 'person' || i || '@meridian.example', 'Person ' || i, CASE WHEN i % 2 = 0 THEN 'sales' ELSE 'marketing' END, 'member', '',
  'Europe/London', now()
FROM generate_series(1, current_setting('bench.persons')::int) i;

INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, ip, user_agent, data)
SELECT sha256(convert_to('bench-' || i, 'UTF8')), 2 + 2 * (i % (current_setting('bench.persons')::int / 2)), now(), now(),
  now() + interval '7 days', '127.0.0.1', 'bench', '[]'
FROM generate_series(0, current_setting('bench.sessions')::int - 1) i;

INSERT INTO requests (id, type_key, process_id, asked_side, requester_id, requester_side, title, account, reader, change, uses, fields,
  rush_reason, state, stage, sales_person_id, marketing_person_id, ball_promise_id, ball_kind, ball_side, ball_person_id, ball_since,
  ball_due_at, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at, closed_at, closed_why, delivered_link)
SELECT i, type_key, process_id, asked, CASE WHEN asked = 'sales' THEN marketer ELSE seller END,
  CASE WHEN asked = 'sales' THEN 'marketing' ELSE 'sales' END,
  (ARRAY['Cross-dock','Cold-chain','Customs','Returns','Night freight','Port transfer','Pallet','Bonded store'])[1 + i % 8] || ' ' ||
    (ARRAY['for inbound parts','to Rotterdam','in one day','without paper','for the tender','after peak'])[1 + i % 6] || ' ' || i,
  (ARRAY['Halden Automotive','Borealis Foods','Kestrel Retail','Nordhavn Chemicals','Larch & Sons','Wexford Pharma','Talbot Steel'])[1 + i % 7],
  'Logistics managers who buy inbound freight', 'They see that we can hold their parts over night and deliver by seven.',
  '["Tender"]', '{}', CASE WHEN i % 20 = 3 THEN 'The tender closes early.' ELSE '' END, state, stage, seller, marketer,
  CASE WHEN state = 'open' THEN i END,
  CASE WHEN state = 'open' THEN 'stage' ELSE '' END,
  CASE WHEN state = 'open' THEN holder ELSE '' END,
  CASE WHEN state <> 'open' OR i % 10 = 7 THEN NULL WHEN holder = 'sales' THEN seller ELSE marketer END,
  CASE WHEN state = 'open' THEN now() - interval '1 day' END,
  CASE WHEN state = 'open' THEN now() + make_interval(hours => (i % 120 - 20)::int) END,
  57600, submitted, promised, promised,
  promised + CASE WHEN i % 10 = 1 THEN interval '1 day' ELSE interval '-1 hour' END,
  now(), closed, CASE WHEN state IN ('declined', 'cancelled') THEN 'No longer needed' ELSE '' END,
  CASE WHEN state = 'delivered' THEN 'https://files.meridian.example/' || i ELSE '' END
FROM (
  SELECT *, stages -> (stage - 1) ->> 'side' AS holder,
    CASE WHEN state = 'open' THEN now() - interval '5 days' ELSE now() - interval '20 days' - since END AS submitted,
    CASE WHEN state = 'open' THEN now() + make_interval(mins => (i * 7919 % 28800 - 2880)::int) ELSE now() - since END AS promised,
    CASE WHEN state <> 'open' THEN now() - interval '1 day' - since END AS closed
  FROM (
    SELECT i, k.*, 2 + 2 * (i * 31 % (current_setting('bench.persons')::int / 2)) AS seller,
      1 + 2 * (i * 17 % (current_setting('bench.persons')::int / 2)) AS marketer,
      (1 + i * 13 % jsonb_array_length(stages))::smallint AS stage,
      (current_setting('bench.size')::int - i) * interval '4 years' / current_setting('bench.size')::int AS since,
      CASE WHEN i > current_setting('bench.size')::int - current_setting('bench.open')::int THEN 'open'
        WHEN i % 20 = 4 THEN 'declined' WHEN i % 20 = 5 THEN 'cancelled' ELSE 'delivered' END AS state
    FROM generate_series(1, current_setting('bench.size')::bigint) i
    JOIN (
      SELECT p.id AS process_id, t.key AS type_key, t.side AS asked, p.stages, row_number() OVER (ORDER BY p.id) - 1 AS turn, count(*) OVER () AS kinds
      FROM processes p JOIN request_types t ON t.key = p.type_key
    ) k ON k.turn = i % k.kinds
  ) drawn
) dated;
SELECT setval('request_numbers', current_setting('bench.size')::bigint);

INSERT INTO pieces (request_id, type_key, owner_id, owner_side, review_by, checked_at)
SELECT id, type_key, CASE asked_side WHEN 'sales' THEN sales_person_id ELSE marketing_person_id END, asked_side, (closed_at + interval '1 year')::date, closed_at
FROM requests WHERE state = 'delivered';

CREATE TABLE bench_visited AS
SELECT id FROM (
  SELECT id, row_number() OVER (PARTITION BY state = 'open' ORDER BY md5(id::text)) AS place FROM requests
) shuffled WHERE place <= current_setting('bench.visited')::int / 2;

INSERT INTO promises (id, subject_kind, subject_id, kind, step, what, about, from_side, from_person_id, to_side, to_person_id, target,
  whole_days, opened_at, due_at, closed_at, outcome) OVERRIDING SYSTEM VALUE
SELECT r.id, 'request', r.id, 'stage', r.stage, p.stages -> (r.stage - 1) ->> 'name', r.title, side, r.ball_person_id,
  CASE side WHEN 'sales' THEN 'marketing' ELSE 'sales' END, NULL, r.ball_target, true, coalesce(r.ball_since, r.submitted_at),
  coalesce(r.ball_due_at, r.promised_at), r.closed_at,
  CASE WHEN r.closed_at IS NULL THEN NULL WHEN r.id % 5 = 0 THEN 'late' ELSE 'kept' END
FROM requests r JOIN processes p ON p.id = r.process_id, LATERAL (SELECT p.stages -> (r.stage - 1) ->> 'side' AS side) s
ORDER BY r.id;
SELECT setval(pg_get_serial_sequence('promises', 'id'), current_setting('bench.size')::bigint);

INSERT INTO promises (subject_kind, subject_id, kind, step, what, about, from_side, to_side, target, whole_days, opened_at, due_at,
  closed_at, outcome)
SELECT 'request', r.id, 'stage', n, p.stages -> (n - 1) ->> 'name', r.title, side, CASE side WHEN 'sales' THEN 'marketing' ELSE 'sales' END,
  57600, true, r.submitted_at + (n - 1) * interval '10 hours', r.submitted_at + interval '4 days', r.submitted_at + n * interval '10 hours', 'kept'
FROM bench_visited v JOIN requests r ON r.id = v.id JOIN processes p ON p.id = r.process_id, generate_series(1, r.stage - 1) n,
  LATERAL (SELECT p.stages -> (n - 1) ->> 'side' AS side) s
ORDER BY r.id, n;

INSERT INTO turns (subject_kind, subject_id, promise_id, holder, person_id, began_at, ended_at)
SELECT subject_kind, subject_id, id, from_side, from_person_id, opened_at, closed_at FROM promises ORDER BY subject_id, opened_at;

INSERT INTO events (at, actor_id, subject_kind, subject_id, kind, detail)
SELECT r.submitted_at, r.requester_id, 'request', r.id, 'submitted',
  jsonb_build_object('title', r.title, 'type', t.name, 'stage', 'Brief check', 'side', r.asked_side, 'to', r.promised_at)
FROM requests r JOIN request_types t ON t.key = r.type_key ORDER BY r.id;

INSERT INTO events (at, actor_id, subject_kind, subject_id, kind, detail)
SELECT r.submitted_at + n * interval '3 hours', CASE WHEN n % 2 = 0 THEN r.sales_person_id ELSE r.marketing_person_id END, 'request', r.id,
  CASE WHEN n % 4 = 1 THEN 'handed-on' WHEN n % 4 = 2 THEN 'checked' ELSE 'commented' END,
  CASE WHEN n % 4 = 1 THEN '{"stage": "Copy draft", "next": "Fact check", "side": "sales", "used": 57600, "target": 115200}'::jsonb
    WHEN n % 4 = 2 THEN '{"text": "Names, times and prices checked"}'
    ELSE '{"text": "The depot says that the last lorry leaves at 19:40, not at 20:00. Please take the new time, and the photograph of the new hall."}' END
FROM bench_visited v JOIN requests r ON r.id = v.id, generate_series(1, 19) n
ORDER BY n, r.id;

INSERT INTO request_checks (request_id, item, done_by, done_at)
SELECT v.id, item, 2, now() FROM bench_visited v, generate_series(0, 1) item;

INSERT INTO notices (person_id, event_id, read_at)
SELECT p.id, e.id, CASE WHEN e.id % 4 <> 0 THEN now() END
FROM people p, (SELECT id FROM events ORDER BY id DESC LIMIT 100) e;

SET session_replication_role = DEFAULT;
`
