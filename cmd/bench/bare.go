package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// bare is the limit that the portal is held against: net/http, a pool of connections, the portal's statements prepared
// and sent as they were recorded, and as many bytes out as the portal's page has. It knows no rules, no template and no
// reader.
type bare struct {
	pool    *pgxpool.Pool
	pages   map[string]*recorded // by name; its statements are prepared under it
	buffers sync.Pool
	size    int64 // requests in the database
}

// bareConns is as many connections as the portal's own pool has.
const bareConns = 8

func newBare(ctx context.Context, databaseURL string, rec recording, size int) (http.Handler, error) {
	b := &bare{
		pages:   map[string]*recorded{"queue": &rec.Queue, "deep": &rec.Deep, "item": &rec.Item},
		buffers: sync.Pool{New: func() any { return new([]byte) }},
		size:    int64(size),
	}
	cfg, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = bareConns
	cfg.AfterConnect = b.prepare
	if b.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /requests", func(w http.ResponseWriter, r *http.Request) {
		name := "queue"
		if r.URL.Query().Has("after") {
			name = "deep"
		}
		b.show(w, r, name, 0)
	})
	mux.HandleFunc("GET /requests/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		b.show(w, r, "item", id)
	})
	mux.HandleFunc("POST /requests", b.submit)
	return mux, nil
}

func prepared(page string, n int) string { return page + strconv.Itoa(n) }

func (b *bare) prepare(ctx context.Context, conn *pgx.Conn) error {
	for name, page := range b.pages {
		for n, s := range page.Statements {
			if _, err := conn.PgConn().Prepare(ctx, prepared(name, n), s.SQL, nil); err != nil {
				return fmt.Errorf("prepare %s: %w", s.SQL, err)
			}
		}
	}
	return nil
}

// show runs the page's statements, writes their values, and fills up with the portal's own page to its length.
func (b *bare) show(w http.ResponseWriter, r *http.Request, name string, id int64) {
	out := b.buffers.Get().(*[]byte)
	defer b.buffers.Put(out)
	if err := b.read(r.Context(), name, id, out); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	body := b.pages[name].Body
	*out = append(*out, body[min(len(*out), len(body)):]...)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write((*out)[:len(body)])
}

func (b *bare) read(ctx context.Context, name string, id int64, out *[]byte) error {
	*out = (*out)[:0]
	conn, err := b.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	for n, s := range b.pages[name].Statements {
		args := s.Args
		if len(s.IDs) > 0 {
			args = slices.Clone(args)
			for _, at := range s.IDs {
				args[at] = wireID(id)
			}
		}
		rows := conn.Conn().PgConn().ExecPrepared(ctx, prepared(name, n), args, s.ArgFormats, s.ResultFormats)
		for rows.NextRow() {
			fields := rows.FieldDescriptions()
			for i, value := range rows.Values() {
				*out = appendValue(*out, fields[i], value)
			}
		}
		if _, err := rows.Close(); err != nil {
			return err
		}
	}
	return nil
}

// postgresEpoch is what PostgreSQL counts microseconds from.
var postgresEpoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// appendValue writes a value as a page would: numbers and dates as text.
func appendValue(out []byte, field pgconn.FieldDescription, value []byte) []byte {
	if field.Format == pgtype.BinaryFormatCode && len(value) == 8 {
		switch field.DataTypeOID {
		case pgtype.Int8OID:
			return strconv.AppendInt(out, int64(binary.BigEndian.Uint64(value)), 10)
		case pgtype.TimestamptzOID:
			micros := time.Duration(int64(binary.BigEndian.Uint64(value))) * time.Microsecond
			return postgresEpoch.Add(micros).AppendFormat(out, time.RFC3339)
		}
	}
	return append(out, value...)
}

// submit stores a row and its history, both as they come.
func (b *bare) submit(w http.ResponseWriter, r *http.Request) {
	title := r.FormValue("title")
	var id int64
	err := pgx.BeginFunc(r.Context(), b.pool, func(tx pgx.Tx) error {
		err := tx.QueryRow(r.Context(), `INSERT INTO requests (type_key, process_id, asked_side, requester_id, requester_side, title, account,
				reader, change, uses, fields, rush_reason, state, stage, sales_person_id, ball_promise_id, ball_kind, ball_side, ball_since,
				ball_due_at, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at)
			VALUES ('brochure', 1, 'marketing', $1, 'sales', $2, $3, $4, $5, '["Tender"]', '{}', '', 'open', 1, $1, $6, 'stage', 'marketing',
				now(), now() + interval '1 day', 28800, now(), now() + interval '20 days', now() + interval '20 days', now() + interval '20 days', now())
			RETURNING id`, 2+2*rand.IntN(persons/2), title, r.FormValue("account"), r.FormValue("reader"), r.FormValue("change"),
			1+rand.Int64N(b.size)).Scan(&id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(r.Context(), `INSERT INTO events (at, actor_id, subject_kind, subject_id, kind, detail)
			VALUES (now(), 2, 'request', $1, 'submitted', jsonb_build_object('title', $2::text))`, id, title)
		return err
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Location", itemPath(id))
	w.WriteHeader(http.StatusSeeOther)
}

// ownOnly leaves out what a page asks about its reader rather than for itself: the session and the inbox.
func (rec recording) ownOnly() recording {
	for _, page := range []*recorded{&rec.Queue, &rec.Deep, &rec.Item} {
		page.Statements = slices.DeleteFunc(slices.Clone(page.Statements), func(s statement) bool {
			return strings.Contains(s.SQL, "FROM sessions") || strings.Contains(s.SQL, "FROM notices")
		})
	}
	return rec
}
