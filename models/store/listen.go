package store

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Channel is where names are told to every node, by SELECT pg_notify(Channel, name) in the transaction of the change:
// they arrive when it commits, and never when it does not.
const Channel = "alongside"

const (
	listenCheck    = 30 * time.Second // a silent connection is asked this often whether it is still there
	listenPatience = 5 * time.Second  // for each answer on it
	listenRetry    = 100 * time.Millisecond
	listenRetryMax = 10 * time.Second
)

// Listen hears the names told to all nodes on a connection of its own, outside the pools, until stop is called. A lost
// connection is made again, with growing pauses of random length. up is called when hearing begins and each time it
// begins again: names may have been missed before. Both are called from one goroutine and must not block. The address
// of the database must lead to PostgreSQL itself: a pooler in transaction mode lets nothing be heard.
func (db *DB) Listen(up func(), hear func(name string)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		wait := listenRetry
		for {
			err := db.listen(ctx, func() { wait = listenRetry; up() }, hear)
			if ctx.Err() != nil {
				return
			}
			pause := wait/2 + rand.N(wait)
			db.log.WarnContext(ctx, "nothing is heard from the database", slog.Any("error", err), "next_try_in", pause)
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
			}
			wait = min(2*wait, listenRetryMax)
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// listen until the connection breaks or ctx ends.
func (db *DB) listen(ctx context.Context, up func(), hear func(name string)) error {
	cfg := db.web.Config().ConnConfig
	cfg.Tracer = nil
	cfg.RuntimeParams["application_name"] = "alongside listening"
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = conn.Close(ctx) // broken already, or not needed any more
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+Channel); err != nil {
		return err
	}
	up()
	for {
		told, err := next(ctx, conn)
		if err != nil {
			return err
		}
		if told != nil {
			hear(told.Payload)
		}
	}
}

// next waits for a name. It is nil after a silence in which the connection proved to be there.
func next(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	silence, cancel := context.WithTimeout(ctx, listenCheck)
	defer cancel()
	told, err := conn.WaitForNotification(silence)
	if err == nil || ctx.Err() != nil || silence.Err() == nil {
		return told, err
	}
	answer, cancel := context.WithTimeout(ctx, listenPatience)
	defer cancel()
	return nil, conn.Ping(answer)
}
