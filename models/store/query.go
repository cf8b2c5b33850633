package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

// literal can only be given as a constant by other packages: the compiler proves that no SQL text comes from input.
type literal string

// Query is SQL put together from constant pieces, each with its arguments for the ? in it.
type Query struct {
	text strings.Builder
	args []any
}

// SQL starts a query.
func SQL(text literal, args ...any) *Query { return new(Query).Add(text, args...) }

// Add appends a piece. A ? stands for the next argument; pieces hold no other question marks.
func (q *Query) Add(text literal, args ...any) *Query {
	rest := string(text)
	for _, arg := range args {
		before, after, found := strings.Cut(rest, "?")
		if !found {
			panic("store: more arguments than ? in " + string(text))
		}
		q.args = append(q.args, arg)
		q.text.WriteString(before)
		q.text.WriteByte('$')
		q.text.WriteString(strconv.Itoa(len(q.args)))
		rest = after
	}
	q.text.WriteString(rest)
	return q
}

// AddIf appends a piece when the condition holds.
func (q *Query) AddIf(condition bool, text literal, args ...any) *Query {
	if condition {
		q.Add(text, args...)
	}
	return q
}

// Rows runs the query outside a transaction and hands each row to scan: the way of hot lists, where reflection over
// structs would be the largest cost of the page.
func (db *DB) Rows(ctx context.Context, q *Query, scan func(row pgx.Rows) error) error {
	rows, err := db.web.Query(ctx, q.text.String(), q.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Explain returns the plan PostgreSQL chooses for the query, for tests of indexes.
func (db *DB) Explain(ctx context.Context, q *Query) (string, error) {
	var plan strings.Builder
	err := db.Rows(ctx, SQL("EXPLAIN ").append(q), func(row pgx.Rows) error {
		var line string
		err := row.Scan(&line)
		plan.WriteString(line + "\n")
		return err
	})
	return plan.String(), err
}

func (q *Query) append(other *Query) *Query {
	q.text.WriteString(other.text.String())
	q.args = append(q.args, other.args...)
	return q
}

// Once records that person sent the form with this key and reports whether this is the first time. A repeated key
// waits for the first one's transaction and returns what it made, so that a double press makes one thing and both
// presses are answered alike. The same key with another body is ErrConflict. Keys are kept for at least a day.
func Once(ctx context.Context, tx *Tx, person int64, key, body string) (first bool, ref int64, err error) {
	type row struct {
		Body string
		Ref  int64
	}
	done, err := gorm.G[row](tx.DB).Raw(`INSERT INTO submissions (person_id, key, body, sent_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (person_id, key) DO NOTHING RETURNING body, ref`, person, key, body, tx.Now).Find(ctx)
	if err != nil || len(done) == 1 {
		return err == nil, 0, err
	}
	earlier, err := gorm.G[row](tx.DB).Raw(`SELECT body, ref FROM submissions WHERE person_id = ? AND key = ?`, person, key).Take(ctx)
	if err != nil {
		return false, 0, err
	}
	if earlier.Body != body {
		return false, 0, Refuse(ErrConflict, "This form was already sent with other words. Open it again to send a new one.")
	}
	return false, earlier.Ref, nil
}

// Made takes the next number of the sequence for what the first use of a key brings about, and notes it to be returned to
// the next use.
func Made(ctx context.Context, tx *Tx, person int64, key, sequence string) (ref int64, err error) {
	return gorm.G[int64](tx.DB).Raw(`UPDATE submissions SET ref = nextval(?::regclass) WHERE person_id = ? AND key = ? RETURNING ref`,
		sequence, person, key).Take(ctx)
}
