package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"alongside/models/modelstest"
	"alongside/models/store"
)

// ear notes what a Listen brings.
type ear struct {
	t    testing.TB
	ups  chan struct{}
	told chan string
}

func listen(t testing.TB, db *store.DB) *ear {
	t.Helper()
	e := &ear{t, make(chan struct{}, 100), make(chan string, 100)}
	t.Cleanup(db.Listen(func() { e.ups <- struct{}{} }, func(name string) { e.told <- name }))
	return e
}

func (e *ear) up() {
	e.t.Helper()
	select {
	case <-e.ups:
	case <-time.After(2 * time.Minute):
		e.t.Fatal("got nothing heard, want it to begin")
	}
}

func (e *ear) hears(want string) {
	e.t.Helper()
	select {
	case got := <-e.told:
		if got != want {
			e.t.Errorf("got %s, want %s", got, want)
		}
	case <-time.After(2 * time.Minute):
		e.t.Fatalf("got nothing, want %s", want)
	}
}

// tell says the name in a transaction that ends with err.
func tell(t testing.TB, db *store.DB, name string, err error) {
	t.Helper()
	got := db.Tx(context.Background(), func(tx *store.Tx) error {
		return errors.Join(tx.Exec("SELECT pg_notify(?, ?)", store.Channel, name).Error, err)
	})
	if err == nil && got != nil {
		t.Fatal(got)
	}
}

func TestListenHearsWhatWasCommitted(t *testing.T) {
	t.Parallel()
	db := open(t)
	one, other := listen(t, db), listen(t, db)
	one.up()
	other.up()
	queries := db.Queries()
	tell(t, db, "request-1", errors.New("the act failed"))
	tell(t, db, "request-2", nil)
	tell(t, db, "request-3", nil)
	for _, e := range []*ear{one, other} {
		e.hears("request-2")
		e.hears("request-3")
	}
	if got := db.Queries() - queries; got > 9 { // begin, tell, end
		t.Errorf("got %d statements counted, want none for the listening", got)
	}
}

// TestListenComesBack after its connection was cut, whoever else is connected, and says so each time.
func TestListenComesBack(t *testing.T) {
	t.Parallel()
	db := open(t)
	e := listen(t, db)
	e.up()
	for i := range 3 {
		n := number(t, db, store.SQL(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE application_name = 'alongside listening' AND datname = current_database()`))
		if n != 1 {
			t.Fatalf("got %d connections that listen, want 1", n)
		}
		e.up()
		name := fmt.Sprint("request-", i)
		tell(t, db, name, nil)
		e.hears(name)
	}
}

// TestListenWaitsForTheDatabase, and can be stopped meanwhile.
func TestListenWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	name := modelstest.Database(t)
	db := openURL(t, modelstest.URL(name+"_later"))
	listen(t, openURL(t, modelstest.URL("never")))
	e := listen(t, db)
	if _, err := e, db.Ping(t.Context()); err == nil {
		t.Fatal("got an answer, want no such database yet")
	}
	execute(t, modelstest.URL(name), "CREATE DATABASE "+name+"_later TEMPLATE template0")
	t.Cleanup(func() { execute(t, modelstest.URL(name), "DROP DATABASE "+name+"_later WITH (FORCE)") })
	e.up()
	execute(t, modelstest.URL(name+"_later"), "NOTIFY alongside, 'request-1'")
	e.hears("request-1")
}
