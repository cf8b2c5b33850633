package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"alongside/handlers"
)

// secrets are what an error must not show: the program's insides.
var secrets = regexp.MustCompile(`(?i)select |insert |update |relation|sqlstate|pgx|gorm|goroutine|\.go:\d|panic|runtime error|index out of range|/work|/root|/home|/tmp|alongside_test|password_hash|not_there`)

var referenceForm = regexp.MustCompile(`[0-9A-F]{4}-[0-9A-F]{4}`)

// wantsReference fails the test unless the answer is a 500 that says no more than a reference, under which the log has
// the cause.
func (a *answer) wantsReference(s *site, what, cause string) {
	a.t.Helper()
	if !a.is(http.StatusInternalServerError, what) {
		return
	}
	if found := secrets.FindAllString(a.text("body"), -1); len(found) > 0 {
		a.t.Errorf("%s: got %q in the page: %s", what, found, a.text("body"))
	}
	shown := referenceForm.FindString(a.text("body"))
	if shown == "" || shown != a.header.Get("X-Request-Id") {
		a.t.Errorf("%s: got reference %q, want %q", what, shown, a.header.Get("X-Request-Id"))
		return
	}
	a.wants("body", "Alongside dropped the ball")
	for line := range strings.Lines(s.log.String()) {
		if strings.Contains(line, "level=ERROR") && strings.Contains(line, shown) {
			if !strings.Contains(line, cause) {
				a.t.Errorf("%s: got %q in the log, want %q in it", what, line, cause)
			}
			return
		}
	}
	a.t.Errorf("%s: got no cause under %s in the log", what, shown)
}

var braced = regexp.MustCompile(`\{[a-z-]+\}`)

// TestInternalErrorOfEveryRoute takes away what every page needs.
func TestInternalErrorOfEveryRoute(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dan := s.as(t, "dan")
	htmx := s.asHTMX(t, "dan")
	s.exec(`ALTER TABLE people RENAME TO not_there`)
	for _, r := range everyRoute {
		if r.want[0] == http.StatusOK && r.path != "/signin" {
			continue // needs nobody
		}
		r.path = braced.ReplaceAllString(r.path, "1")
		r.made, r.note, r.line = nil, nil, nil
		if r.form != nil {
			r.form = url.Values{}
		}
		for _, b := range []*browser{dan, htmx} {
			a, path := r.visit(b)
			a.wantsReference(s, path, "people")
			if b.htmx {
				a.wants("[role=alert]", "Alongside dropped the ball")
				a.lacks("nav")
			}
		}
	}
}

// TestErrorHalfWay takes away what only the page itself needs.
func TestErrorHalfWay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withFile(s)
	s.exec(`ALTER TABLE notices RENAME TO not_there`)
	s.exec(`ALTER TABLE submissions RENAME TO not_there_either`)
	dan := s.as(t, "dan")
	for _, path := range []string{"/", "/inbox", "/requests", "/requests/1", "/requests/new", "/requests/new?type=brochure"} {
		dan.get(path).wantsReference(s, path, "notices")
	}
	dan.upload("/requests", filled(), attached{"lanes.pdf", "%PDF-1.4"}).wantsReference(s, "ask", "submissions")
	if n := filesKept(t); n != 1 {
		t.Errorf("got %d files kept, want that of R-1 alone", n)
	}
	if n := one[int](s, `SELECT count(*) FROM requests`); n != 1 {
		t.Errorf("got %d requests, want nothing half-way", n)
	}
}

// TestPanic breaks a promise of the database that the program relies on.
func TestPanic(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	dan := s.as(t, "dan")
	s.exec(`UPDATE requests SET stage = 99`)
	for path, a := range map[string]*answer{
		"page":  dan.get("/requests/1"),
		"list":  dan.get("/requests"),
		"move":  s.as(t, "ben").post("/requests/1/stage", url.Values{"to": {"next"}, "version": {"1"}}),
		"panel": s.asHTMX(t, "dan").get("/requests/1"),
	} {
		a.wantsReference(s, path, "panic: ")
		a.wantsHeaders(path, policy, "no-store", "")
	}
	dan.get("/inbox").is(http.StatusOK, "the program lives on")
	if stack := s.log.String(); !strings.Contains(stack, "goroutine") {
		t.Error("got no stack in the log, want it there")
	}
}

func TestMissingBytes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withFile(s)
	s.exec(`UPDATE files SET key = 'ffffffffffffffffffffffffffffffff'`)
	s.as(t, "dan").get("/files/1").wantsReference(s, "file", "file damaged: file 1")
}

func TestErrorPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ines := s.as(t, "ines")
	a := ines.get("/nowhere")
	a.is(http.StatusNotFound)
	a.wants("h1", "Nobody is holding this page")
	a.wants("nav[aria-label=Main]", "Requests")
	a.wants("title", "Problem")
	if found := referenceForm.FindString(a.text("main")); found != "" {
		t.Errorf("got reference %q for what the reader can sort out, want none", found)
	}
	s.visitor(t).get("/nowhere").lacks("nav[aria-label=Main]")

	a = ines.post("/requests/1/stage", url.Values{"to": {"next"}, "version": {"1"}})
	a.is(http.StatusForbidden)
	a.wants("h1", "This is not yours to do")
	a.wants("main", "You can read requests, but not work on them.")
	if got, want := one[string](s, `SELECT detail->>'text' FROM events WHERE kind = 'refused'`), "POST /requests/1/stage"; got != want {
		t.Errorf("log: got %q, want %q", got, want)
	}
	s.as(t, "ruth").post("/requests/1/stage", url.Values{"to": {"next"}, "version": {"1"}}).wants("main", "R-1 is with Marketing now, so this move is theirs.")
	s.as(t, "ben").get("/requests/new?type=brochure").wants("main", "Brochure is asked of Marketing by Sales.")

	htmx := s.asHTMX(t, "ruth")
	for status, alert := range map[int]*answer{
		http.StatusNotFound:              htmx.get("/requests/7"),
		http.StatusForbidden:             htmx.post("/requests/1/stage", url.Values{"to": {"next"}, "version": {"1"}}),
		http.StatusBadRequest:            htmx.send(http.MethodPost, "/requests/1/comments", formType, "%zz"),
		http.StatusRequestEntityTooLarge: htmx.post("/requests/1/comments", url.Values{"body": {strings.Repeat("x", 2<<20)}}),
	} {
		alert.is(status, "htmx")
		alert.lacks("nav, main, title:not(:empty)")
		if alert.Find("[role=alert]").Length() != 1 {
			t.Errorf("%d: got %d alerts, want 1: %s", status, alert.Find("[role=alert]").Length(), alert.body)
		}
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor(t)
	for _, path := range []string{"/healthz", "/livez", "/readyz"} {
		b.get(path).is(http.StatusOK, path)
	}
	s.exec(`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	a := b.get("/readyz")
	a.is(http.StatusServiceUnavailable, "a migration is pending")
	if a.body != "not ready\n" {
		t.Errorf("got %q, want no more than that", a.body)
	}
	s.portal.Store.Close()
	b.get("/readyz").is(http.StatusServiceUnavailable, "database away")
	b.get("/healthz").is(http.StatusOK, "alive all the same")
}

// TestMetrics holds the number of series: one for each route and status, whatever addresses are asked for.
func TestMetrics(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	s := newSite(t, func(cfg *handlers.Config) { cfg.Metrics = registry })
	withMarketing(s)
	ruth := s.as(t, "ruth")
	for range 3 {
		ruth.get("/requests/1").is(http.StatusOK)
		ruth.get("/requests/7").is(http.StatusNotFound)
		ruth.get("/nowhere/" + one[string](s, `SELECT gen_random_uuid()::text`)).is(http.StatusNotFound)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]uint64{}
	for _, family := range families {
		if family.GetName() != "alongside_http_request_seconds" {
			continue
		}
		for _, m := range family.GetMetric() {
			labels := ""
			for _, l := range m.GetLabel() {
				labels += l.GetName() + "=" + l.GetValue() + " "
			}
			seen[labels] = m.GetHistogram().GetSampleCount()
		}
	}
	want := map[string]uint64{"route=GET /requests/{id} status=200 ": 3, "route=GET /requests/{id} status=404 ": 3, "route=/ status=404 ": 3}
	if len(seen) != len(want) {
		t.Errorf("got series %v, want %v", seen, want)
	}
	for labels, n := range want {
		if seen[labels] != n {
			t.Errorf("%s: got %d, want %d", labels, seen[labels], n)
		}
	}
}
