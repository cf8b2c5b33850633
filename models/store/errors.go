package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// The closed set of errors a verb may return beside *Invalid. Anything else is internal.
var (
	ErrNotFound        = errors.New("not found")         // missing, or not for this viewer to know about
	ErrForbidden       = errors.New("not allowed")       // visible, but not the actor's to do
	ErrConflict        = errors.New("changed meanwhile") // somebody else was first; look again
	ErrUnauthenticated = errors.New("not signed in")
	ErrThrottled       = errors.New("too many tries")
)

// Refusal is one of the errors above with a sentence for the reader.
type Refusal struct {
	Kind     error
	Sentence string
}

func (r *Refusal) Error() string { return r.Kind.Error() + ": " + r.Sentence }
func (r *Refusal) Unwrap() error { return r.Kind }

// Refuse makes a Refusal of the given kind.
func Refuse(kind error, format string, args ...any) error {
	return &Refusal{Kind: kind, Sentence: fmt.Sprintf(format, args...)}
}

// Problem is what is wrong with one field, said to the person who typed it.
type Problem struct{ Field, Message string }

// Invalid lists every problem of one form, in the order of its fields.
type Invalid struct{ Problems []Problem }

func (e *Invalid) Error() string {
	fields := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		fields[i] = p.Field + ": " + p.Message
	}
	return "invalid: " + strings.Join(fields, "; ")
}

// Add appends a problem; the first one of a field stays.
func (e *Invalid) Add(field, format string, args ...any) {
	if e.On(field) == "" {
		e.Problems = append(e.Problems, Problem{field, fmt.Sprintf(format, args...)})
	}
}

// On is the message for field, or "".
func (e *Invalid) On(field string) string {
	if e == nil {
		return ""
	}
	for _, p := range e.Problems {
		if p.Field == field {
			return p.Message
		}
	}
	return ""
}

// OrNil is the error when there is a problem, else nil.
func (e *Invalid) OrNil() error {
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}

// Found maps the drivers' "no rows" to ErrNotFound.
func Found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) || errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// Violates reports whether err is a violation of the named constraint.
func Violates(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.ConstraintName == constraint
}

// Unavailable reports whether err means that the database could not be asked, rather than that it said no.
func Unavailable(err error) bool {
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) { // whatever the server said, it did not let us in
		return true
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		// 53: out of resources, 57P: shut down or starting, 57014: statement_timeout, 08: connection, 25006: read only
		return strings.HasPrefix(pg.Code, "53") || strings.HasPrefix(pg.Code, "57") ||
			strings.HasPrefix(pg.Code, "08") || pg.Code == "25006" || pg.Code == "55P03"
	}
	var network *net.OpError
	return errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || // the connection broke while it answered
		pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "closed pool")
}
