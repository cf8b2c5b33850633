package people_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

func signIn(t testing.TB, p *models.Portal, who people.Person, previous string) string {
	t.Helper()
	token, err := p.People.StartSession(context.Background(), who, previous, "192.0.2.1", "test", []byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func alive(t testing.TB, p *models.Portal, token string) bool {
	t.Helper()
	_, _, err := p.People.SessionOf(context.Background(), token)
	if err != nil && !errors.Is(err, store.ErrUnauthenticated) {
		t.Fatal(err)
	}
	return err == nil
}

func TestSessionCarriesPersonAndData(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	token := signIn(t, p, ruth, "")
	if err := p.People.SaveSession(ctx, token, []byte(`{"flash": "Sent"}`)); err != nil {
		t.Fatal(err)
	}
	s, who, err := p.People.SessionOf(ctx, token)
	if err != nil || who.ID != ruth.ID || who.PasswordHash != "" || string(s.Data) != `{"flash": "Sent"}` {
		t.Errorf("got %s, %s, %v, want Ruth without her hash, and the data", who.Name, s.Data, err)
	}
	for _, forged := range []string{"", token[1:], token + "A", "\x00", hex.EncodeToString(s.TokenHash), string(s.TokenHash)} {
		if alive(t, p, forged) {
			t.Errorf("%q: got a session, want none", forged)
		}
	}
}

func TestSessionEndsByTheClock(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	start := clock.Now()

	idle := signIn(t, p, ruth, "")
	clock.SetTime(start.Add(people.IdleLimit - time.Second))
	if !alive(t, p, idle) { // and seen just now
		t.Error("just before the idle limit: got no session, want it alive")
	}
	clock.SetTime(start.Add(2*people.IdleLimit - 2*time.Second))
	if !alive(t, p, idle) {
		t.Error("seen within the idle limit: got no session, want it alive")
	}
	clock.SetTime(start.Add(3*people.IdleLimit + time.Minute))
	if alive(t, p, idle) {
		t.Error("idle for too long: got a session, want none")
	}

	clock.SetTime(start)
	busy := signIn(t, p, ruth, "")
	for at := time.Duration(0); at < people.AbsoluteLimit; at += people.IdleLimit / 2 {
		clock.SetTime(start.Add(at))
		if !alive(t, p, busy) {
			t.Fatalf("after %v in use: got no session, want it alive", at)
		}
	}
	clock.SetTime(start.Add(people.AbsoluteLimit))
	if alive(t, p, busy) {
		t.Error("at the absolute limit: got a session, want none")
	}
}

func TestSessionEndsByEvents(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	for name, end := range map[string]func(token string) error{
		"sign-out":       func(token string) error { return p.People.EndSession(ctx, token) },
		"signing in new": func(token string) error { signIn(t, p, ruth, token); return nil },
		"deactivation": func(string) error {
			return p.Store.Read().Exec(`UPDATE people SET active = false WHERE id = ?`, ruth.ID).Error
		},
	} {
		if err := p.Store.Read().Exec(`UPDATE people SET active = true`).Error; err != nil {
			t.Fatal(err)
		}
		token, other := signIn(t, p, ruth, ""), signIn(t, p, modelstest.Person(t, p, "dan"), "")
		if !alive(t, p, token) {
			t.Fatalf("%s: got no session before, want one", name)
		}
		if err := end(token); err != nil {
			t.Fatal(err)
		}
		if alive(t, p, token) {
			t.Errorf("%s: got a session after, want none", name)
		}
		if !alive(t, p, other) {
			t.Errorf("%s: got somebody else signed out", name)
		}
		if err := p.People.SaveSession(ctx, token, []byte(`{"late": true}`)); err != nil {
			t.Fatal(err)
		}
		if alive(t, p, token) {
			t.Errorf("%s: got a session revived by a late save, want none", name)
		}
	}
}

// TestRoleCountsFromTheNextRequest: roles are not remembered with the session.
func TestRoleCountsFromTheNextRequest(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	dan := modelstest.Person(t, p, "dan")
	token := signIn(t, p, dan, "")
	if err := p.Store.Read().Exec(`UPDATE people SET role = 'reader' WHERE id = ?`, dan.ID).Error; err != nil {
		t.Fatal(err)
	}
	_, who, err := p.People.SessionOf(context.Background(), token)
	if err != nil || who.Role != people.Reader || who.Works() {
		t.Errorf("got %s, %v, want a reader", who.Role, err)
	}
}

func TestSlowRequestsDoNotReviveASession(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	for round := range 50 {
		token := signIn(t, p, ruth, "")
		var wg sync.WaitGroup
		var errs [4]error
		for i := range 3 {
			wg.Go(func() { errs[i] = p.People.SaveSession(ctx, token, []byte(`{}`)) })
		}
		wg.Go(func() { errs[3] = p.People.EndSession(ctx, token) })
		wg.Wait()
		if err := errors.Join(errs[:]...); err != nil {
			t.Fatal(err)
		}
		if alive(t, p, token) {
			t.Fatalf("round %d: got a session after sign-out, want none", round)
		}
	}
}

// TestDatabaseErrorIsNotSignedOut: an outage must not sign everybody out.
func TestDatabaseErrorIsNotSignedOut(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	token := signIn(t, p, modelstest.Person(t, p, "ruth"), "")
	if err := p.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.People.SessionOf(context.Background(), token); err == nil || errors.Is(err, store.ErrUnauthenticated) || !store.Unavailable(err) {
		t.Errorf("got %v, want an error that says the database cannot be asked", err)
	}
}

func TestDatabaseHoldsNoSecret(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	var secrets []string
	for _, who := range []string{"ruth", "dan", "priya"} {
		token := signIn(t, p, modelstest.Person(t, p, who), "")
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(raw) < 16 {
			t.Errorf("got a token of %d bytes, %v, want at least 128 random bits", len(raw), err)
		}
		secrets = append(secrets, token, hex.EncodeToString(raw))
	}
	if _, err := check(p, "ruth.hallam@meridian.example", modelstest.Password, "192.0.2.77", ""); err != nil {
		t.Fatal(err)
	}
	var name string
	err := p.Store.Rows(context.Background(), store.SQL(`SELECT current_database()`), func(row pgx.Rows) error { return row.Scan(&name) })
	if err != nil {
		t.Fatal(err)
	}
	dump, err := exec.Command(modelstest.Bin("pg_dump"), "--data-only", modelstest.URL(name)).CombinedOutput()
	if err != nil {
		t.Fatalf("pg_dump: %v\n%s", err, dump)
	}
	if !bytes.Contains(dump, []byte("$argon2id$v=19$m=19456,t=2,p=1$")) {
		t.Error("got a dump without password hashes, want argon2id of 19 MiB and two passes")
	}
	for _, secret := range append(secrets, modelstest.Password, "192.0.2.77") {
		if bytes.Contains(dump, []byte(secret)) {
			t.Errorf("got %q in the dump, want no token, no password, no address of a throttled network", secret)
		}
	}
}

func TestTidyKeepsWhatIsInUse(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	signIn(t, p, ruth, "")
	clock.SetTime(clock.Now().Add(people.IdleLimit + time.Minute))
	current := signIn(t, p, ruth, "")
	if err := p.People.Tidy(ctx); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := p.Store.Read().Raw(`SELECT count(*) FROM sessions`).Scan(&left).Error; err != nil {
		t.Fatal(err)
	}
	if left != 1 || !alive(t, p, current) {
		t.Errorf("got %d sessions, current alive %t, want only the current one", left, alive(t, p, current))
	}
}
