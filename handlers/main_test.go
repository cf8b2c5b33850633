package handlers_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/handlers"
	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
)

// patience is how long anything may take on a loaded machine: it ends what hangs.
const patience = 2 * time.Minute

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }

// site is one Alongside served over HTTP.
type site struct {
	*httptest.Server
	t      testing.TB
	portal *models.Portal
	clock  *modelstest.Clock
	log    *logbook
}

// newSite serves a portal of the test's own; with changes the configuration before.
func newSite(t testing.TB, with ...func(*handlers.Config)) *site {
	t.Helper()
	portal, clock := modelstest.Portal(t)
	return serve(t, portal, clock, with...)
}

func serve(t testing.TB, portal *models.Portal, clock *modelstest.Clock, with ...func(*handlers.Config)) *site {
	t.Helper()
	s := &site{Server: httptest.NewUnstartedServer(nil), t: t, portal: portal, clock: clock, log: &logbook{}}
	base, err := url.Parse("http://" + s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	cfg := handlers.Config{BaseURL: base, Company: "Meridian Freight", Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, change := range with {
		change(&cfg)
	}
	if s.Config.Handler, err = handlers.New(portal, cfg); err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// overHTTPS is how the site is configured behind a proxy that speaks TLS.
func overHTTPS(cfg *handlers.Config) {
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "alongside.meridian.example"}
}

// logbook keeps what was logged.
type logbook struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// person of Meridian Freight by first name.
func (s *site) person(first string) people.Person {
	s.t.Helper()
	return modelstest.Person(s.t, s.portal, first)
}

// ask makes a request of the type, asked by the person.
func (s *site) ask(first, kind, title string) requests.Request {
	s.t.Helper()
	r, err := s.portal.Requests.Submit(context.Background(), s.person(first), requests.Brief{
		Submission: uuid.New(), Type: kind, Title: title, Account: "Halden Automotive",
		Answers: map[string]string{"reader": "Inbound logistics managers"},
	})
	if err != nil {
		s.t.Fatalf("%s asks for %s: %v", first, kind, err)
	}
	return r
}

// handOn lets each person finish a stage, in turn.
func (s *site) handOn(r requests.Request, firsts ...string) requests.Request {
	s.t.Helper()
	for _, first := range firsts {
		var err error
		if r, err = s.portal.Requests.HandOn(context.Background(), s.person(first), r.ID, r.Version, ""); err != nil {
			s.t.Fatalf("%s hands on %s: %v", first, r.Ref(), err)
		}
	}
	return r
}

// exec runs SQL behind the portal's back.
func (s *site) exec(sql string, args ...any) {
	s.t.Helper()
	if _, err := s.portal.Store.JobPool().Exec(context.Background(), sql, args...); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
}

// one reads a single value from the database.
func one[T any](s *site, sql string, args ...any) (value T) {
	s.t.Helper()
	if err := s.portal.Store.JobPool().QueryRow(context.Background(), sql, args...).Scan(&value); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
	return value
}

// rows is every row of every table as text, but for the tables named.
func (s *site) rows(but ...string) map[string]string {
	s.t.Helper()
	tables := map[string]string{}
	for name := range strings.SplitSeq(one[string](s, `SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY($1)`, append([]string{}, but...)), " ") {
		tables[name] = one[string](s, `SELECT coalesce(string_agg(t::text, E'\n' ORDER BY t::text), '') FROM `+name+` t`)
	}
	return tables
}

// jobTables are written by the job queue's own clock.
var jobTables = []string{"river_job", "river_leader", "river_queue", "river_client", "river_client_queue", "river_notification"}

// wantsSameRows fails the test unless the tables are as they were.
func wantsSameRows(t testing.TB, got, want map[string]string) {
	t.Helper()
	for table := range want {
		if got[table] != want[table] {
			t.Errorf("%s: got\n%s\nwant\n%s", table, got[table], want[table])
		}
	}
}

// filesKept counts the files in the folders of this test.
func filesKept(t testing.TB) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Dir(t.TempDir()), func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
