package handlers_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"alongside/handlers"
	"alongside/models/modelstest"
)

// stream is what an open page is told.
type stream struct {
	t      testing.TB
	header http.Header
	status int
	events chan event // closed at its end
}

type event struct{ name, id, data, retry string }

// open begins to read a stream, as of a page that was made now. Headers come in pairs.
func (b *browser) open(path string, headers ...string) *stream {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.site.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	s := &stream{t: b.t, header: resp.Header, status: resp.StatusCode, events: make(chan event)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer close(s.events)
		defer resp.Body.Close()
		var e event
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch field {
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				e.data += value
			case "retry":
				e.retry = value
			case "":
				if e == (event{}) {
					continue // after a comment
				}
				select {
				case s.events <- e:
				case <-ctx.Done():
					return
				}
				e = event{}
			}
		}
	}()
	b.t.Cleanup(func() {
		cancel()
		<-ended
	})
	return s
}

// next is the next event; its name is "" when the stream has ended.
func (s *stream) next() event {
	s.t.Helper()
	select {
	case e := <-s.events:
		return e
	case <-time.After(patience):
		s.t.Fatal("got nothing, want an event or the end")
		return event{}
	}
}

// until reads on to the event of the name, and returns the names before it.
func (s *stream) until(name string) (before []string) {
	s.t.Helper()
	for {
		switch e := s.next(); e.name {
		case name:
			return before
		case "":
			s.t.Fatalf("got the end after %q, want %s", before, name)
		default:
			before = append(before, e.name)
		}
	}
}

// ends fails the test unless the stream ends without another name.
func (s *stream) ends() {
	s.t.Helper()
	if e := s.next(); e != (event{}) {
		s.t.Errorf("got %+v, want the end", e)
	}
}

// watch opens a stream and waits until names are heard.
func (b *browser) watch() *stream {
	b.t.Helper()
	s := b.open("/events")
	s.until("open")
	b.site.heard(1)
	return s
}

// heard waits until so many nodes hear what is told to all: its first stream makes a node listen.
func (s *site) heard(nodes int) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); one[int](s, `SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'alongside listening' AND state = 'idle' AND query LIKE 'LISTEN%'`) < nodes; {
		if time.Now().After(deadline) {
			s.t.Fatalf("got fewer than %d nodes listening", nodes)
		}
	}
}

func (s *site) comment(first string, id int64, body string) {
	s.t.Helper()
	if _, err := s.portal.Requests.Comment(context.Background(), s.person(first), id, uuid.New(), body); err != nil {
		s.t.Fatal(err)
	}
}

func TestEventsAreNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.ask("ruth", "brochure", "Cross-dock brochure")
	for _, first := range []string{"priya", "ines"} { // a reader too
		page := s.as(t, first).watch()
		if got := page.header.Get("Content-Type"); page.status != ok || got != "text/event-stream" {
			t.Errorf("%s: got %d, %q, want a stream", first, page.status, got)
		}
		if got := page.header.Get("X-Accel-Buffering"); got != "no" {
			t.Errorf("%s: got X-Accel-Buffering %q, want no", first, got)
		}
		s.comment("ruth", r.ID, "Our margin is 14 %")
		for {
			e := page.next()
			if e.name == "refresh" { // the first stream of a site begins before it hears
				continue
			}
			if e.name != "request-1" || e.data != e.name || e.id == "" {
				t.Errorf("%s: got %+v, want request-1 and nothing else", first, e)
			}
			break
		}
		if e := page.next(); e.name != "requests" || e.data != e.name {
			t.Errorf("%s: got %+v, want requests and nothing else", first, e)
		}
	}
}

// TestEventsOfTheInbox come to its person alone.
func TestEventsOfTheInbox(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	ruths, others := ruth.watch(), s.as(t, "ines").watch()
	r := s.ask("ruth", "brochure", "Cross-dock brochure")
	s.handOn(r, "ben")
	s.announce()
	ruths.until("inbox")
	ruth.get("/inbox/unread").wants("#unread", "Inbox, unread: 1")
	ruth.post("/inbox/read", url.Values{"up_to": {"99"}}).leads("/inbox")
	ruths.until("inbox")
	ruth.get("/inbox/unread").lacks(".count")

	s.exec(`SELECT pg_notify('alongside', 'request-99')`)
	if got := others.until("request-99"); slices.Contains(got, "inbox") {
		t.Errorf("got %q for Ines, want nothing of Ruth's inbox", got)
	}
}

func TestEventsEndWithTheSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for what, end := range map[string]func(b *browser){
		"signed out elsewhere": func(b *browser) {
			other := s.visitor(t)
			other.setCookie(b.token())
			other.post("/signout", nil).leads("/signin")
		},
		"signed in anew": func(b *browser) {
			b.post("/signin", url.Values{"email": {s.person("greta").Email}, "password": {modelstest.Password}})
		},
		"left the company": func(b *browser) {
			s.exec(`UPDATE people SET active = false WHERE id = $1`, s.person("greta").ID)
			s.exec(`SELECT pg_notify('alongside', 'person-' || $1::text)`, strconv.FormatInt(s.person("greta").ID, 10))
		},
	} {
		s.exec(`UPDATE people SET active = true`)
		b := s.as(t, "greta")
		page := b.watch()
		end(b)
		page.until("ended")
		page.ends()
		if got := s.as(t, "ruth").open("/events"); got.status != ok {
			t.Errorf("%s: got %d for somebody else, want their stream", what, got.status)
		}
	}
	htmx := s.visitor(t)
	htmx.htmx = true
	a := htmx.get("/events")
	if a.is(http.StatusUnauthorized) && a.header.Get("HX-Redirect") != "" {
		t.Errorf("got led to %q, want a page left alone that asks by itself", a.header.Get("HX-Redirect"))
	}
}

// TestEventsEndWithTheServer at once, and those who come then are sent away.
func TestEventsEndWithTheServer(t *testing.T) {
	t.Parallel()
	ending := make(chan struct{})
	s := newSite(t, func(cfg *handlers.Config) { cfg.Ending = ending })
	pages := []*stream{s.as(t, "ruth").watch(), s.as(t, "ben").watch()}
	close(ending)
	ended := time.Now()
	for _, page := range pages {
		for e := page.next(); e != (event{}); e = page.next() {
			if e.name == "ended" {
				t.Error("got ended, want the page to come back")
			}
		}
	}
	if took := time.Since(ended); took > 10*time.Second {
		t.Errorf("got the end after %v, want it at once", took)
	}
	late := s.as(t, "ruth").open("/events")
	late.until("open")
	late.ends()
}

func TestStreamsOfOnePersonAreLimited(t *testing.T) {
	t.Parallel()
	metrics := prometheus.NewRegistry()
	s := newSite(t, func(cfg *handlers.Config) { cfg.Metrics = metrics })
	ruth := s.as(t, "ruth")
	others := s.as(t, "ben").watch()
	var pages []*stream
	for range 12 {
		pages = append(pages, ruth.watch())
	}
	for _, page := range pages[:2] {
		page.until("ended")
		page.ends()
	}
	s.ask("ruth", "brochure", "Cross-dock brochure")
	for _, page := range append(pages[2:], others) {
		page.until("request-1")
	}
	if got := gauge(t, metrics, "alongside_event_streams"); got != 11 {
		t.Errorf("got %v streams measured, want 11", got)
	}
}

func gauge(t testing.TB, r prometheus.Gatherer, name string) float64 {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	t.Fatalf("got no %s, want it measured", name)
	return 0
}

// TestNothingIsMissedBetween the making of a page and its stream, nor between two streams.
func TestNothingIsMissedBetween(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	elsewhere := ruth.watch()
	r := s.ask("ruth", "brochure", "Cross-dock brochure")
	s.clock.SetTime(s.clock.Now().Add(time.Minute))

	address := ruth.get("/requests/1").Find("[hx-sse\\:connect]").AttrOr("hx-sse:connect", "")
	s.clock.SetTime(s.clock.Now().Add(time.Second))
	s.comment("ben", r.ID, "Meanwhile")
	elsewhere.until("request-1")
	page := ruth.open(address)
	id := page.next().id
	if got := page.until("request-1"); len(got) != 0 {
		t.Errorf("got %q before, want nothing but what came after the page", got)
	}

	s.clock.SetTime(s.clock.Now().Add(time.Hour))
	again := ruth.open(address, "Last-Event-ID", id)
	if got := again.until("request-1"); slices.Contains(got, "refresh") {
		t.Errorf("got %q, want what this node heard meanwhile", got)
	}
	long := strconv.FormatInt(s.clock.Now().Add(-24*time.Hour).UnixMicro(), 10)
	ruth.open(address, "Last-Event-ID", long).until("refresh") // this node was not there
	ruth.open("/events?since=" + long).until("refresh")
	for _, bad := range []string{"", "x", "-", "99999999999999999999", "%00"} {
		page := ruth.open("/events?since="+bad, "Last-Event-ID", "y")
		page.until("open")
	}
}

// TestStreamsOutliveTheServersLimits: the limits are for requests that end.
func TestStreamsOutliveTheServersLimits(t *testing.T) {
	t.Parallel()
	const limit = time.Second
	s := newSite(t)
	server := httptest.NewUnstartedServer(s.Config.Handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = limit, limit
	server.Start()
	t.Cleanup(server.Close)
	s.Server = server
	r := s.ask("ruth", "brochure", "Cross-dock brochure")
	page := s.as(t, "ruth").watch()
	for began := time.Now(); time.Since(began) < 3*limit/2; {
		s.comment("ruth", r.ID, "And another thing")
		page.until("request-1")
	}
}

// TestPagesComeBackOneByOne: a node that restarts tells each page another time to come back.
func TestPagesComeBackOneByOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	seen := map[int]bool{}
	for range 30 {
		retry, err := strconv.Atoi(ruth.open("/events").next().retry)
		if err != nil || retry < 1000 || retry >= 5000 {
			t.Fatalf("got retry %d, %v, want milliseconds from 1000 to 5000", retry, err)
		}
		seen[retry/400] = true
	}
	if len(seen) < 5 { // of ten equal parts
		t.Errorf("got 30 times within %d tenths, want them spread", len(seen))
	}
}

// TestOpenPagesAreNoUse of a session: it ends when nobody sits before them.
func TestOpenPagesAreNoUse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ask("ruth", "brochure", "Cross-dock brochure")
	b := s.asHTMX(t, "ruth")
	seen := func() time.Time {
		return one[time.Time](s, `SELECT seen_at FROM sessions WHERE person_id = $1`, s.person("ruth").ID)
	}
	before := seen()
	s.clock.SetTime(s.clock.Now().Add(time.Hour))
	b.header.Set("Alongside-Live", "true")
	for _, path := range []string{"/", "/requests", "/requests/1", "/inbox", "/inbox/unread"} {
		b.get(path).is(ok, path)
	}
	b.watch()
	if got := seen(); !got.Equal(before) {
		t.Errorf("got the session used at %v, want %v", got, before)
	}
	b.header.Del("Alongside-Live")
	b.get("/requests/1").is(ok)
	if got := seen(); got.Equal(before) {
		t.Errorf("got the session used at %v, want later", got)
	}
}

// TestPartsAnswerForThemselves: what a live part asks for is that part again, and nothing more but the numbers above it.
func TestPartsAnswerForThemselves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ask("ruth", "brochure", "Cross-dock brochure")
	s.announce()
	page, part := s.as(t, "priya"), s.asHTMX(t, "priya")
	part.header.Set("Alongside-Live", "true")
	counted := []string{"#queue-court", "#queue-views"}
	for path, above := range map[string][]string{
		"/": nil, "/requests/1": nil, "/inbox": nil, "/competitors": nil, "/intel/questions": nil, "/requests?view=delivered": {"#queue-views"},
		"/requests": counted, "/requests?view=all&sort=newest": counted, "/requests/board?stage=brief": counted,
	} {
		whole := page.get(path)
		live := whole.Find("div[data-live][hx-get]")
		if live.Length() != 1 || whole.Find("#unread[data-live]").Length() != 1 {
			t.Fatalf("%s: got %d live parts, want one, and the number on the inbox", path, live.Length())
		}
		again := part.get(live.AttrOr("hx-get", ""))
		id := "#" + live.AttrOr("id", "")
		if got := again.Find("body").Children(); got.Length() != 1+len(above) || !got.First().Is(id) {
			t.Errorf("%s: got %d elements, want %s and %q", path, got.Length(), id, above)
		}
		for _, id := range append([]string{id}, above...) {
			if got, want := again.text(id), whole.text(id); got != want || got == "" {
				t.Errorf("%s: got %q, want %q", path, got, want)
			}
		}
		for _, id := range above {
			if got := again.Find(`hx-partial[hx-target="` + id + `"] > ` + id).Length(); got != 1 {
				t.Errorf("%s: got %s brought %d times, want once", path, id, got)
			}
		}
	}
}
