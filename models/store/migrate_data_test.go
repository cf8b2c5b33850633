package store_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// TestMigrationsOfFilledDatabases brings databases in which people have worked from one migration to the next.
func TestMigrationsOfFilledDatabases(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to int64
		fill     string
		want     map[string]string // by query
	}{
		"processes of before are in force": {8, 9, `
		INSERT INTO people (email, name, side, role, password_hash, zone, created_at)
			SELECT side || '@example.com', side, side, 'lead', '', 'UTC', '2026-03-01' FROM unnest(ARRAY['sales', 'marketing']) side;
		INSERT INTO request_types (key, name, blurb, side, position) VALUES ('sheet', 'Sheet', '', 'marketing', 0), ('quote', 'Quote', '', 'sales', 1), ('deck', 'Deck', '', 'marketing', 2);
		INSERT INTO processes (type_key, version, stages, fields, review_months, created_at, sales_key, marketing_key, agreed_at) VALUES
			('sheet', 1, '[{"name": "Draft", "side": "marketing", "days": 2}, {"name": "Fact check", "side": "sales", "days": 1}, {"name": "Sign-off", "side": "marketing", "days": 1}]',
				'[]', 6, '2026-03-02', 1, 2, '2026-03-04'),
			('quote', 1, '[{"name": "Customer sign-off", "side": "sales", "days": 4}]', '[]', 12, '2026-03-02', 1, NULL, NULL),
			('deck', 1, '[{"name": "Draft", "side": "marketing", "days": 2}]', '[]', 3, '2026-03-02', NULL, NULL, NULL)`, map[string]string{
			`SELECT string_agg(review_days::text, ' ' ORDER BY id) FROM processes`:                                                                          "180 365 90",
			`SELECT string_agg((in_force_at = created_at)::text, ' ' ORDER BY id) FROM processes`:                                                           "true true true",
			`SELECT string_agg(coalesce(sales_key_at::date::text, '-'), ' ' ORDER BY id) FROM processes`:                                                    "2026-03-04 2026-03-02 -",
			`SELECT string_agg(coalesce(marketing_key_at::date::text, '-'), ' ' ORDER BY id) FROM processes`:                                                "2026-03-04 - -",
			`SELECT string_agg(coalesce(s->>'review', 'no'), ' ' ORDER BY id, n) FROM processes, jsonb_array_elements(stages) WITH ORDINALITY x (s, n)`:     "no true no no no",
			`SELECT string_agg(s->>'name', ', ' ORDER BY n) FROM processes, jsonb_array_elements(stages) WITH ORDINALITY x (s, n) WHERE type_key = 'sheet'`: "Draft, Fact check, Sign-off",
			`SELECT string_agg(rounds || decides || revision, ' ') FROM processes`:                                                                          "2asker1 2asker1 2asker1",
		}},
		// what lies in a review stage and is open is in its first round since the stage began
		"reviews under way are first rounds": {7, 13, `
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
			FROM generate_series(1, 3) n`, map[string]string{
			`SELECT string_agg(concat_ws(' ', request_id, number, stage, opened_at::date, outcome), ', ') FROM review_rounds`: "2 1 2 2026-03-05 ",
			`SELECT string_agg(rounds || ' ' || more_rounds || ' ' || reviewers, ', ' ORDER BY id) FROM requests`:             "0 0 [], 1 0 [], 0 0 []",
			`SELECT string_agg(furthest::text, ' ' ORDER BY id) FROM requests`:                                                "1 2 2",
		}},
		"what was delivered is a piece": {12, 14, `
		INSERT INTO people (email, name, side, role, password_hash, zone, created_at)
			SELECT side || '@example.com', side, side, 'lead', '', 'UTC', '2026-03-01' FROM unnest(ARRAY['sales', 'marketing']) side;
		INSERT INTO request_types (key, name, blurb, side, position) VALUES ('sheet', 'Sheet', '', 'marketing', 0);
		INSERT INTO processes (type_key, version, stages, fields, review_days, in_force_at, created_at) VALUES
			('sheet', 1, '[{"name": "Draft", "side": "marketing", "days": 2}]', '[]', 180, '2026-03-02', '2026-03-02');
		INSERT INTO requests (id, type_key, process_id, asked_side, requester_id, requester_side, marketing_person_id, title, account, reader, change, uses, fields,
				rush_reason, state, stage, ball_kind, ball_side, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at, closed_at, review_by)
			SELECT n, 'sheet', 1, 'marketing', 1, 'sales', CASE WHEN n < 4 THEN 2 END, 'Sheet', '', '', '', '[]', '{}', '', CASE WHEN n = 3 THEN 'cancelled' ELSE 'delivered' END, 1,
				'', '', 0, '2026-03-04', '2026-03-09', '2026-03-09', '2026-03-09', '2026-03-05', now() - (n * 20) * interval '1 day',
				CASE WHEN n < 4 THEN current_date + (n * 20)::int END
			FROM generate_series(1, 4) n`, map[string]string{
			`SELECT string_agg(concat_ws(' ', request_id, type_key, owner_id, owner_side, number, version), ', ' ORDER BY request_id) FROM pieces`: "1 sheet 2 marketing 1 1, 2 sheet 2 marketing 1 1, 4 sheet 1 sales 1 1",
			`SELECT string_agg(coalesce((review_by - current_date)::text, 'never'), ' ' ORDER BY request_id) FROM pieces`:                          "20 40 never",
			`SELECT string_agg(coalesce((remind_on - current_date)::text, 'never'), ' ' ORDER BY request_id) FROM pieces`:                          "6 12 never",
			`SELECT string_agg((ask_use_on > current_date)::text, ' ' ORDER BY request_id) FROM pieces WHERE ask_use_on IS NOT NULL`:               "true",
		}},
		"drafts of before are of requests": {15, 50, `
		INSERT INTO people (email, name, side, role, password_hash, zone, created_at) VALUES ('s@example.com', 'S', 'sales', 'member', '', 'UTC', '2026-03-01');
		INSERT INTO request_types (key, name, blurb, side, position) VALUES ('sheet', 'Sheet', '', 'marketing', 0);
		INSERT INTO drafts (person_id, submission, type_key, typed, saved_at, version)
			SELECT 1, gen_random_uuid(), 'sheet', '{"title": ["One"]}', '2026-03-02', n FROM generate_series(1, 3) n`, map[string]string{
			`SELECT string_agg(concat_ws(' ', id, kind, type_key, typed, version), ', ' ORDER BY id) FROM drafts`: `1 request sheet {"title": ["One"]} 1, 2 request sheet {"title": ["One"]} 2, 3 request sheet {"title": ["One"]} 3`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
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
			if _, err := steps.UpTo(ctx, c.from); err != nil {
				t.Fatal(err)
			}
			execute(t, url, c.fill)
			if _, err := steps.UpTo(ctx, c.to); err != nil {
				t.Fatal(err)
			}
			for query, want := range c.want {
				var got string
				if err := pool.QueryRow(ctx, query).Scan(&got); err != nil || got != want {
					t.Errorf("%s: got %q, %v, want %q", query, got, err, want)
				}
			}
		})
	}
}
