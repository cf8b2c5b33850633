// Package store is the floor everything stands on: the database handle, transactions, migrations, the closed set of
// errors, and keyset cursors. It knows no table but its own.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Config says which database and whose clock.
type Config struct {
	URL   string
	Clock func() time.Time // nil: time.Now
	Log   *slog.Logger
	// MaxConns bounds the pool of web requests; jobs have their own of the same size. 0: 8, four times two cores,
	// measured as the best for pages of a few queries.
	MaxConns int32
}

// DB is the database of one Alongside: two pools (web and jobs, so that neither can starve the other), gorm over the
// web pool, and the inserting half of River.
type DB struct {
	url     string
	web     *pgxpool.Pool
	work    *pgxpool.Pool
	sql     *sql.DB
	gorm    *gorm.DB
	jobs    *river.Client[*sql.Tx]
	clock   func() time.Time
	log     *slog.Logger
	queries atomic.Int64
}

// Limits of every statement: a reader never waits longer than this for the database.
const (
	statementTimeout = 5 * time.Second
	lockTimeout      = 2 * time.Second
	idleInTxTimeout  = 10 * time.Second
)

// Open prepares the pools. It does not need the database to be up; the first query does.
func Open(cfg Config) (*DB, error) {
	db := &DB{url: cfg.URL, clock: cfg.Clock}
	if db.clock == nil {
		db.clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	db.log = cfg.Log
	if cfg.MaxConns == 0 {
		cfg.MaxConns = 8
	}
	var err error
	if db.web, err = db.pool(cfg.MaxConns); err != nil {
		return nil, err
	}
	if db.work, err = db.pool(cfg.MaxConns); err != nil {
		return nil, err
	}
	db.sql = stdlib.OpenDBFromPool(db.web)
	db.gorm, err = gorm.Open(postgres.New(postgres.Config{Conn: db.sql}), &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		NowFunc:                db.Now,
		Logger:                 logger.Discard, // every error is returned and logged where it is answered, without values
	})
	if err != nil {
		return nil, fmt.Errorf("open gorm: %w", err)
	}
	db.jobs, err = river.NewClient(riverdatabasesql.New(db.sql), &river.Config{Logger: cfg.Log})
	if err != nil {
		return nil, fmt.Errorf("open job queue: %w", err)
	}
	return db, nil
}

func (db *DB) pool(max int32) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(db.url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	cfg.MaxConns = max
	cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	cfg.ConnConfig.Tracer = &counter{&db.queries}
	setTimeouts(cfg.ConnConfig, statementTimeout, lockTimeout)
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = millis(idleInTxTimeout)
	return pgxpool.NewWithConfig(context.Background(), cfg)
}

func setTimeouts(cfg *pgx.ConnConfig, statement, lock time.Duration) {
	cfg.RuntimeParams["application_name"] = "alongside"
	cfg.RuntimeParams["timezone"] = "UTC"
	cfg.RuntimeParams["statement_timeout"] = millis(statement)
	cfg.RuntimeParams["lock_timeout"] = millis(lock)
}

func millis(d time.Duration) string { return fmt.Sprint(d.Milliseconds()) }

// Close ends both pools; queries under way are finished first.
func (db *DB) Close() error {
	err := db.sql.Close()
	db.web.Close()
	db.work.Close()
	return err
}

// Now is the store's clock: UTC, truncated to PostgreSQL's microseconds.
func (db *DB) Now() time.Time { return db.clock().UTC().Truncate(time.Microsecond) }

// Read is the handle of reads outside a transaction.
func (db *DB) Read() *gorm.DB { return db.gorm }

// JobPool is the pool that job workers use.
func (db *DB) JobPool() *pgxpool.Pool { return db.work }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.web.Ping(ctx) }

// Queries counts the statements sent since Open, both pools together.
func (db *DB) Queries() int64 { return db.queries.Load() }

// Stats of the web pool, for metrics.
func (db *DB) Stats() *pgxpool.Stat { return db.web.Stat() }

// Tx is one transaction. All rows of one change carry the same Now.
type Tx struct {
	*gorm.DB
	Now  time.Time
	jobs *river.Client[*sql.Tx]
}

// Tx runs fn in a transaction, committed when fn returns nil. A serialization failure or deadlock is tried again,
// at most three times with jitter; so fn must not do anything but database work.
func (db *DB) Tx(ctx context.Context, fn func(tx *Tx) error) error {
	for attempt := 0; ; attempt++ {
		err := db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			return fn(&Tx{DB: g, Now: db.Now(), jobs: db.jobs})
		})
		if err == nil || attempt == 3 || !retryable(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(5+rand.IntN(20<<attempt)) * time.Millisecond):
		}
	}
}

func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// Enqueue adds a job that exists if and only if the transaction commits.
func (tx *Tx) Enqueue(ctx context.Context, args river.JobArgs) error {
	_, err := tx.jobs.InsertTx(ctx, tx.Statement.ConnPool.(*sql.Tx), args, nil)
	return err
}

// MustAffectOne turns "no row was changed" into ErrConflict: somebody else was first.
func MustAffectOne(rows int, err error) error {
	if err == nil && rows != 1 {
		return ErrConflict
	}
	return err
}

type counter struct{ n *atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
