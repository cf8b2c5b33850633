package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

func TestQueryNumbersItsArguments(t *testing.T) {
	t.Parallel()
	db := open(t)
	q := store.SQL(`SELECT ?::text || ?::text`, "a", "b").
		AddIf(false, ` || ?::text`, "never").
		AddIf(true, ` || ?::text`, "?").
		Add(` || 'c' WHERE ?::int < ?::int`, 1, 2)
	var got string
	if err := db.Rows(context.Background(), q, func(row pgx.Rows) error { return row.Scan(&got) }); err != nil {
		t.Fatal(err)
	}
	if want := "ab?c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQueryWithMoreArgumentsThanPlaceholders(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("got no panic, want one: the caller's mistake")
		}
	}()
	store.SQL(`SELECT ?`, 1, 2)
}

func TestRowsStopsAtTheScannersError(t *testing.T) {
	t.Parallel()
	db := open(t)
	seen, stop := 0, errors.New("enough")
	err := db.Rows(context.Background(), store.SQL(`SELECT generate_series(1, 5)`), func(pgx.Rows) error {
		seen++
		return stop
	})
	if seen != 1 || !errors.Is(err, stop) {
		t.Errorf("got %d rows, %v, want one and its error", seen, err)
	}
}

func TestQueriesCounts(t *testing.T) {
	t.Parallel()
	db := open(t)
	number(t, db, store.SQL(`SELECT 1`))
	before := db.Queries()
	number(t, db, store.SQL(`SELECT 1`))
	if got := db.Queries() - before; got != 1 {
		t.Errorf("got %d, want 1", got)
	}
}

func TestCursorRoundTrip(t *testing.T) {
	t.Parallel()
	type key struct {
		At time.Time
		ID int64
	}
	want := key{time.Date(2026, 11, 25, 9, 14, 0, 123456000, time.UTC), 1 << 60}
	got, err := store.DecodeCursor[key](store.EncodeCursor(want))
	if err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	good := store.EncodeCursor(want)
	for name, cursor := range map[string]string{
		"cut":       good[:len(good)-4],
		"no base64": "!" + good,
		"no JSON":   "bm90IGpzb24",
		"other":     store.EncodeCursor("words"),
		"long":      store.EncodeCursor(map[string]string{"At": strings.Repeat("x", 600)}),
		"empty":     "",
		"NUL":       "\x00",
		"not UTF-8": "\xff\xfe",
	} {
		if _, err := store.DecodeCursor[key](cursor); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want %v", name, err, store.ErrNotFound)
		}
	}
}
