package store_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// TestReviewsUnderWayAreFirstRounds brings a database in which people have worked up to rounds of review: what lies in a
// review stage and is open is in its first round since the stage began.
func TestReviewsUnderWayAreFirstRounds(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := empty(t)
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	steps, err := goose.NewProvider(goose.DialectPostgres, db, os.DirFS("migrations"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(ctx, 7); err != nil {
		t.Fatal(err)
	}
	execute(t, url, `
		INSERT INTO people (email, name, side, role, password_hash, zone, created_at)
			SELECT side || '@example.com', side, side, 'lead', '', 'UTC', '2026-03-01' FROM unnest(ARRAY['sales', 'marketing']) side;
		INSERT INTO request_types (key, name, blurb, side, position) VALUES ('sheet', 'Sheet', '', 'marketing', 0);
		INSERT INTO processes (type_key, version, stages, fields, review_months, created_at) VALUES
			('sheet', 1, '[{"name": "Draft", "side": "marketing", "days": 2}, {"name": "Fact check", "side": "sales", "days": 1}]', '[]', 6, '2026-03-02');
		INSERT INTO promises (subject_kind, subject_id, kind, step, what, about, from_side, to_side, target, whole_days, opened_at, due_at)
			SELECT 'request', n, 'stage', n, 'Work', '', 'sales', 'marketing', 28800, true, '2026-03-05', '2026-03-06' FROM generate_series(1, 2) n;
		INSERT INTO requests (id, type_key, process_id, asked_side, requester_id, requester_side, title, account, reader, change, uses, fields,
				rush_reason, state, stage, ball_promise_id, ball_kind, ball_side, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at, closed_at)
			SELECT n, 'sheet', 1, 'marketing', 1, 'sales', 'Sheet', '', '', '', '[]', '{}', '', CASE WHEN n = 3 THEN 'cancelled' ELSE 'open' END, least(n, 2),
				CASE WHEN n < 3 THEN n END, '', '', 0, '2026-03-04', '2026-03-09', '2026-03-09', '2026-03-09', '2026-03-05', CASE WHEN n = 3 THEN timestamptz '2026-03-06' END
			FROM generate_series(1, 3) n`)
	if _, err := steps.UpTo(ctx, 13); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		`SELECT string_agg(concat_ws(' ', request_id, number, stage, opened_at::date, outcome), ', ') FROM review_rounds`: "2 1 2 2026-03-05 ",
		`SELECT string_agg(rounds || ' ' || more_rounds || ' ' || reviewers, ', ' ORDER BY id) FROM requests`:             "0 0 [], 1 0 [], 0 0 []",
	} {
		var got string
		if err := pool.QueryRow(ctx, query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", query, got, err, want)
		}
	}
}
