package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/store"
)

// A session ends after IdleLimit without a request and after AbsoluteLimit in any case.
const (
	IdleLimit     = 8 * time.Hour
	AbsoluteLimit = 7 * 24 * time.Hour
	touchEvery    = time.Minute // how exact "without a request" is
)

// Session is one signed-in browser. The browser holds the token, the database only its SHA-256.
type Session struct {
	TokenHash []byte `gorm:"primaryKey"`
	PersonID  int64
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	IP        string
	UserAgent string
	Data      json.RawMessage `gorm:"type:jsonb"`
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// StartSession signs the person in on this browser and returns the new token: 256 random bits. The session known by
// the token that the browser brought, if any, ends in the same transaction.
func (d *Directory) StartSession(ctx context.Context, p Person, previous, ip, userAgent string, data []byte) (string, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	token := base64.RawURLEncoding.EncodeToString(raw)
	if len(userAgent) > 300 {
		userAgent = userAgent[:300]
	}
	err := d.db.Tx(ctx, func(tx *store.Tx) error {
		if err := endSession(ctx, tx.DB, previous); err != nil {
			return err
		}
		return gorm.G[Session](tx.DB).Create(ctx, &Session{
			TokenHash: tokenHash(token), PersonID: p.ID, CreatedAt: tx.Now, SeenAt: tx.Now,
			ExpiresAt: tx.Now.Add(AbsoluteLimit), IP: ip, UserAgent: strings.ToValidUTF8(strings.ReplaceAll(userAgent, "\x00", ""), ""), Data: data,
		})
	})
	return token, err
}

// EndSession signs out: from the next request on the token is worth nothing, on any node, and open pages are told to
// look whether they are still signed in.
func (d *Directory) EndSession(ctx context.Context, token string) error {
	return endSession(ctx, d.db.Read(), token)
}

func endSession(ctx context.Context, db *gorm.DB, token string) error {
	if token == "" {
		return nil
	}
	return db.WithContext(ctx).Exec(`WITH ended AS (DELETE FROM sessions WHERE token_hash = ? RETURNING person_id)
		SELECT pg_notify(?, 'person-' || person_id) FROM ended`, tokenHash(token), store.Channel).Error
}

// SessionOf returns the live session of the token and its person, read fresh: a sign-out, a deactivation or a change
// of role counts from the next request on. No such session is store.ErrUnauthenticated; a database error is not.
func (d *Directory) SessionOf(ctx context.Context, token string) (Session, Person, error) {
	s, p, err := d.LookAtSession(ctx, token)
	if now := d.db.Now(); err == nil && now.Sub(s.SeenAt) > touchEvery {
		err = d.db.Read().WithContext(ctx).Exec(`WITH hasty AS (SELECT set_config('synchronous_commit', 'off', true))
			UPDATE sessions SET seen_at = ? FROM hasty WHERE token_hash = ?`, now, s.TokenHash).Error
	}
	return s, p, err
}

// LookAtSession is SessionOf for what an open page asks by itself: it does not count as a use of the session.
func (d *Directory) LookAtSession(ctx context.Context, token string) (Session, Person, error) {
	if token == "" {
		return Session{}, Person{}, store.ErrUnauthenticated
	}
	now := d.db.Now()
	var s Session
	var p Person
	err := d.db.Rows(ctx, store.SQL(`SELECT s.token_hash, s.created_at, s.seen_at, s.expires_at, s.data,
			p.id, p.email, p.name, p.side, p.role, p.zone, p.active
		FROM sessions s JOIN people p ON p.id = s.person_id
		WHERE s.token_hash = ? AND s.expires_at > ? AND s.seen_at > ? AND p.active`,
		tokenHash(token), now, now.Add(-IdleLimit)), func(row pgx.Rows) error {
		return row.Scan(&s.TokenHash, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt, &s.Data,
			&p.ID, &p.Email, &p.Name, &p.Side, &p.Role, &p.Zone, &p.Active)
	})
	if err != nil {
		return Session{}, Person{}, err
	}
	if p.ID == 0 {
		return Session{}, Person{}, store.ErrUnauthenticated
	}
	s.PersonID = p.ID
	return s, p, nil
}

// SaveSession stores what the session carries. A session that ended meanwhile stays ended. It does not wait for the
// disk: what a session carries is said once and may be lost with the power.
func (d *Directory) SaveSession(ctx context.Context, token string, data []byte) error {
	return d.db.Read().WithContext(ctx).Exec(`WITH hasty AS (SELECT set_config('synchronous_commit', 'off', true))
		UPDATE sessions SET data = ? FROM hasty WHERE token_hash = ?`, string(data), tokenHash(token)).Error
}

// Tidy removes what nobody can use any more: ended sessions, old counters, form keys older than two days.
func (d *Directory) Tidy(ctx context.Context) error {
	now := d.db.Now()
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		return errors.Join(
			tx.Exec(`DELETE FROM sessions WHERE expires_at < ? OR seen_at < ?`, now, now.Add(-IdleLimit)).Error,
			tx.Exec(`DELETE FROM throttles WHERE since < ?`, now.Add(-24*time.Hour)).Error,
			tx.Exec(`DELETE FROM submissions WHERE sent_at < ?`, now.Add(-48*time.Hour)).Error,
		)
	})
}
