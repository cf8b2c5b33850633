package store_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"alongside/models/modelstest"
	"alongside/models/store"
)

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }

// open is a database like the template's.
func open(t testing.TB) *store.DB {
	t.Helper()
	return openURL(t, modelstest.URL(modelstest.Database(t)))
}

func openURL(t testing.TB, url string) *store.DB {
	t.Helper()
	db, err := store.Open(store.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// empty is the address of a database in which nothing was ever made.
func empty(t testing.TB) string {
	t.Helper()
	beside := modelstest.Database(t)
	name := strings.Replace(beside, "test", "empty", 1)
	execute(t, modelstest.URL(beside), "CREATE DATABASE "+name+" TEMPLATE template0")
	t.Cleanup(func() { execute(t, modelstest.URL(beside), "DROP DATABASE "+name+" WITH (FORCE)") })
	return modelstest.URL(name)
}

func execute(t testing.TB, url, sql string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// number runs a query that answers one number.
func number(t testing.TB, db *store.DB, q *store.Query) (n int) {
	t.Helper()
	if err := db.Rows(context.Background(), q, func(row pgx.Rows) error { return row.Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}
