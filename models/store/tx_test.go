package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"alongside/models/activity"
	"alongside/models/store"
)

const fail40001 = `DO $$ BEGIN RAISE EXCEPTION 'try again' USING ERRCODE = '40001'; END $$`

func TestTxTriesAgainAfterSerializationFailure(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := open(t)
	for _, c := range []struct {
		failures, runs int
		ok             bool
	}{{0, 1, true}, {1, 2, true}, {3, 4, true}, {4, 4, false}} {
		runs := 0
		err := db.Tx(ctx, func(tx *store.Tx) error {
			runs++
			if runs <= c.failures {
				return tx.Exec(fail40001).Error
			}
			return nil
		})
		if runs != c.runs || (err == nil) != c.ok {
			t.Errorf("%d failures: got %d runs, %v, want %d, success %t", c.failures, runs, err, c.runs, c.ok)
		}
	}
	runs := 0
	err := db.Tx(ctx, func(*store.Tx) error { runs++; return store.ErrConflict })
	if runs != 1 || !errors.Is(err, store.ErrConflict) {
		t.Errorf("refusal: got %d runs, %v, want one and the refusal", runs, err)
	}
}

// TestTxIsAllOrNothing: rows and jobs of a transaction that fails are gone, also when it panics.
func TestTxIsAllOrNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := open(t)
	attempt := func(end func() error) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = errors.New("panicked")
			}
		}()
		return db.Tx(ctx, func(tx *store.Tx) error {
			if _, _, err := store.Once(ctx, tx, 1, uuid.NewString(), "body"); err != nil {
				return err
			}
			if err := tx.Enqueue(ctx, activity.AnnounceArgs{EventID: 1}); err != nil {
				return err
			}
			return end()
		})
	}
	rows := store.SQL(`SELECT (SELECT count(*) FROM submissions) + (SELECT count(*) FROM river_job)`)
	if err := attempt(func() error { return store.ErrForbidden }); !errors.Is(err, store.ErrForbidden) {
		t.Errorf("got %v, want the function's error", err)
	}
	if err := attempt(func() error { panic("broken") }); err == nil {
		t.Error("got no panic, want it passed on")
	}
	if got := number(t, db, rows); got != 0 {
		t.Errorf("after two failures: got %d rows, want none", got)
	}
	if err := attempt(func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	if got := number(t, db, rows); got != 2 {
		t.Errorf("after success: got %d rows, want a submission and a job", got)
	}
}

func TestTxHasOneNowInMicrosecondsUTC(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("east", 7200)
	db, err := store.Open(store.Config{URL: "postgres:///nowhere", Clock: func() time.Time {
		return time.Date(2026, 11, 25, 11, 14, 0, 123456789, zone)
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	want := time.Date(2026, 11, 25, 9, 14, 0, 123456000, time.UTC)
	if got := db.Now(); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMustAffectOne(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, c := range []struct {
		rows int
		err  error
		want error
	}{{1, nil, nil}, {0, nil, store.ErrConflict}, {2, nil, store.ErrConflict}, {0, broken, broken}, {1, broken, broken}} {
		if got := store.MustAffectOne(c.rows, c.err); got != c.want {
			t.Errorf("%d rows, %v: got %v, want %v", c.rows, c.err, got, c.want)
		}
	}
}

func TestOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := open(t)
	key := uuid.NewString()
	send := func(person int64, key, body string) (first bool, ref int64, err error) {
		err = db.Tx(ctx, func(tx *store.Tx) error {
			if first, ref, err = store.Once(ctx, tx, person, key, body); err != nil || !first {
				return err
			}
			ref, err = store.Made(ctx, tx, person, key, "request_numbers")
			return err
		})
		return first, ref, err
	}
	first, made, err := send(1, key, "a")
	if err != nil || !first || made == 0 {
		t.Errorf("first: got %t, ref %d, %v, want true and a number", first, made, err)
	}
	if first, ref, err := send(1, key, "a"); err != nil || first || ref != made {
		t.Errorf("again: got first %t, ref %d, %v, want what the first made, %d", first, ref, err, made)
	}
	var refusal *store.Refusal
	if _, _, err := send(1, key, "b"); !errors.Is(err, store.ErrConflict) || !errors.As(err, &refusal) || refusal.Sentence == "" {
		t.Errorf("other body: got %v, want a conflict with a sentence", err)
	}
	if first, ref, err := send(2, key, "b"); err != nil || !first || ref != made+1 {
		t.Errorf("another person: got %t, ref %d, %v, want true and the next number, %d", first, ref, err, made+1)
	}
}

func TestOnceWithManyAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := open(t)
	const presses = 50
	key := uuid.NewString()
	refs, errs := make([]int64, presses), make([]error, presses)
	var firsts sync.Map
	var wg sync.WaitGroup
	for i := range presses {
		wg.Go(func() {
			errs[i] = db.Tx(ctx, func(tx *store.Tx) error {
				first, ref, err := store.Once(ctx, tx, 1, key, "body")
				refs[i] = ref
				if err != nil || !first {
					return err
				}
				firsts.Store(i, true)
				refs[i], err = store.Made(ctx, tx, 1, key, "request_numbers")
				return err
			})
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for i, ref := range refs {
		if ref != refs[0] || ref == 0 {
			t.Errorf("press %d: got %d, want the one number %d", i, ref, refs[0])
		}
	}
	count := 0
	firsts.Range(func(any, any) bool { count++; return true })
	if count != 1 {
		t.Errorf("got %d firsts, want one", count)
	}
}

// TestPoolsAreLimited: nobody waits for ever for a statement or a lock.
func TestPoolsAreLimited(t *testing.T) {
	t.Parallel()
	db := open(t)
	for setting, q := range map[string]*store.Query{
		"statement_timeout":                   store.SQL(`SELECT current_setting('statement_timeout')`),
		"lock_timeout":                        store.SQL(`SELECT current_setting('lock_timeout')`),
		"idle_in_transaction_session_timeout": store.SQL(`SELECT current_setting('idle_in_transaction_session_timeout')`),
	} {
		var got string
		if err := db.Rows(context.Background(), q, func(row pgx.Rows) error { return row.Scan(&got) }); err != nil {
			t.Fatal(err)
		}
		if got == "0" || got == "" {
			t.Errorf("%s: got %q, want a limit", setting, got)
		}
	}
}

func TestUnavailable(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	nowhere := openURL(t, "postgres:///alongside?host="+t.TempDir())
	if err := nowhere.Ping(ctx); !store.Unavailable(err) {
		t.Errorf("no server: got available for %v, want not", err)
	}
	db := open(t)
	slow := db.Tx(ctx, func(tx *store.Tx) error {
		if err := tx.Exec(`SET LOCAL statement_timeout = 1`).Error; err != nil {
			return err
		}
		return tx.Exec(`SELECT pg_sleep(1)`).Error
	})
	if !store.Unavailable(slow) {
		t.Errorf("statement timeout: got available for %v, want not", slow)
	}
	wrong := db.Read().Exec(`SELECT 1 / 0`).Error
	if wrong == nil || store.Unavailable(wrong) {
		t.Errorf("our own mistake: got unavailable for %v, want an internal error", wrong)
	}
}
