package store_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// TestProcessesOfBeforeAreInForce brings a database in which people have worked up to drafts and keys.
func TestProcessesOfBeforeAreInForce(t *testing.T) {
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
	if _, err := steps.UpTo(ctx, 8); err != nil {
		t.Fatal(err)
	}
	execute(t, url, `
		INSERT INTO people (email, name, side, role, password_hash, zone, created_at)
			SELECT side || '@example.com', side, side, 'lead', '', 'UTC', '2026-03-01' FROM unnest(ARRAY['sales', 'marketing']) side;
		INSERT INTO request_types (key, name, blurb, side, position) VALUES ('sheet', 'Sheet', '', 'marketing', 0), ('quote', 'Quote', '', 'sales', 1), ('deck', 'Deck', '', 'marketing', 2);
		INSERT INTO processes (type_key, version, stages, fields, review_months, created_at, sales_key, marketing_key, agreed_at) VALUES
			('sheet', 1, '[{"name": "Draft", "side": "marketing", "days": 2}, {"name": "Fact check", "side": "sales", "days": 1}, {"name": "Sign-off", "side": "marketing", "days": 1}]',
				'[]', 6, '2026-03-02', 1, 2, '2026-03-04'),
			('quote', 1, '[{"name": "Customer sign-off", "side": "sales", "days": 4}]', '[]', 12, '2026-03-02', 1, NULL, NULL),
			('deck', 1, '[{"name": "Draft", "side": "marketing", "days": 2}]', '[]', 3, '2026-03-02', NULL, NULL, NULL)`)
	if _, err := steps.UpTo(ctx, 9); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		`SELECT string_agg(review_days::text, ' ' ORDER BY id) FROM processes`:                                                                          "180 365 90",
		`SELECT string_agg((in_force_at = created_at)::text, ' ' ORDER BY id) FROM processes`:                                                           "true true true",
		`SELECT string_agg(coalesce(sales_key_at::date::text, '-'), ' ' ORDER BY id) FROM processes`:                                                    "2026-03-04 2026-03-02 -",
		`SELECT string_agg(coalesce(marketing_key_at::date::text, '-'), ' ' ORDER BY id) FROM processes`:                                                "2026-03-04 - -",
		`SELECT string_agg(coalesce(s->>'review', 'no'), ' ' ORDER BY id, n) FROM processes, jsonb_array_elements(stages) WITH ORDINALITY x (s, n)`:     "no true no no no",
		`SELECT string_agg(s->>'name', ', ' ORDER BY n) FROM processes, jsonb_array_elements(stages) WITH ORDINALITY x (s, n) WHERE type_key = 'sheet'`: "Draft, Fact check, Sign-off",
		`SELECT string_agg(rounds || decides || revision, ' ') FROM processes`:                                                                          "2asker1 2asker1 2asker1",
	} {
		var got string
		if err := pool.QueryRow(ctx, query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", query, got, err, want)
		}
	}
}
