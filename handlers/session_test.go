package handlers_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/handlers"
	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
)

func credentials(email, password string) url.Values {
	return url.Values{"email": {email}, "password": {password}}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, cookie string
		secure       bool
		with         []func(*handlers.Config)
	}{
		{"http", "alongside", false, nil},
		{"https", "__Host-alongside", true, []func(*handlers.Config){overHTTPS}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, c.with...)
			a := s.visitor(t).post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password))
			a.leads("/")
			cookies := (&http.Response{Header: a.header}).Cookies()
			if len(cookies) != 2 || cookies[0].Name != c.cookie || cookies[1].Name != c.cookie+"-device" {
				t.Fatalf("got cookies %v, want %s and its device", cookies, c.cookie)
			}
			for _, got := range cookies {
				if !got.HttpOnly || got.SameSite != http.SameSiteLaxMode || got.Path != "/" || got.Domain != "" || got.Secure != c.secure {
					t.Errorf("got %q, want HttpOnly, SameSite=Lax, Path=/, no Domain, Secure %t", got.Raw, c.secure)
				}
			}
			if got := len(cookies[0].Value); got < 43 { // 256 bits in base64
				t.Errorf("got a token of %d characters, want 43", got)
			}
			s.wantsInDatabase(cookies[0].Value, 0)
			sum := sha256.Sum256([]byte(cookies[0].Value))
			s.wantsInDatabase(hex.EncodeToString(sum[:]), 1)
		})
	}
}

// wantsInDatabase fails the test unless the text stands in so many tables.
func (s *site) wantsInDatabase(text string, want int) {
	s.t.Helper()
	got := 0
	for _, rows := range s.rows() {
		if strings.Contains(rows, text) || strings.Contains(rows, hex.EncodeToString([]byte(text))) {
			got++
		}
	}
	if got != want {
		s.t.Errorf("got %.12s… in %d tables, want %d", text, got, want)
	}
}

func TestOnlyHashesOfManySessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	all := map[string]bool{}
	for range 50 {
		all[s.as(t, "ruth").token()] = true
	}
	if len(all) != 50 {
		t.Errorf("got %d different tokens, want 50", len(all))
	}
	rows := s.rows()["sessions"]
	for token := range all {
		if strings.Contains(rows, token) || strings.Contains(rows, hex.EncodeToString([]byte(token))) {
			t.Errorf("got a live token in the table of sessions, want its hash only")
		}
	}
}

// replay is what the token opens now.
func (s *site) replay(token string) *answer {
	s.t.Helper()
	b := s.visitor(s.t)
	b.setCookie(token)
	return b.get("/inbox")
}

func TestOldCookieIsDead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		end  func(s *site, b *browser)
	}{
		{"signed in again", func(s *site, b *browser) {
			before := b.token()
			b.post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)).leads("/")
			if b.token() == before {
				t.Error("got the same token again, want a new one")
			}
			b.get("/inbox").is(http.StatusOK, "the new session")
		}},
		{"signed in as another", func(s *site, b *browser) {
			b.post("/signin", credentials("dan.okafor@meridian.example", modelstest.Password)).leads("/")
		}},
		{"signed out", func(s *site, b *browser) {
			a := b.post("/signout", nil)
			a.leads("/signin")
			if got := a.header.Get("Clear-Site-Data"); !strings.Contains(got, `"cache"`) {
				s.t.Errorf("Clear-Site-Data: got %q, want the cache in it", got)
			}
			if b.token() != "" {
				s.t.Error("got a cookie after signing out, want none")
			}
		}},
		{"deactivated", func(s *site, _ *browser) {
			s.exec(`UPDATE people SET active = false WHERE email LIKE 'ruth.%'`)
		}},
		{"idle", func(s *site, _ *browser) { s.clock.SetTime(s.clock.Now().Add(people.IdleLimit + time.Second)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.as(t, "ruth")
			token := b.token()
			s.replay(token).is(http.StatusOK, "before")
			c.end(s, b)
			s.replay(token).leads("/signin?next=%2Finbox", "afterwards")
			again := s.visitor(t)
			again.setCookie(token)
			again.post("/inbox/read", nil).leads("/signin", "a change afterwards")
		})
	}
}

func TestSessionEndsAfterAWeekOfUse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	start := s.clock.Now()
	for day := time.Duration(0); day < people.AbsoluteLimit; day += 6 * time.Hour {
		s.clock.SetTime(start.Add(day))
		ruth.get("/inbox").is(http.StatusOK, day.String())
	}
	s.clock.SetTime(start.Add(people.AbsoluteLimit))
	ruth.get("/inbox").leads("/signin?next=%2Finbox")
}

func TestForeignCookieIsNotTaken(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor(t)
	planted := strings.Repeat("A", 43)
	b.setCookie(planted)
	b.post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)).leads("/")
	if b.token() == planted {
		t.Error("got the planted token, want a new one")
	}
	s.replay(planted).leads("/signin?next=%2Finbox")
}

func TestRoleCountsFromTheNextRequest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.ask("ruth", "brochure", "Cross-dock brochure")
	dan := s.as(t, "dan")
	page := dan.get("/requests/1")
	page.wants("form[action='/requests/1/closing'] button", "Cancel the request")
	cancel := url.Values{"how": {"cancel"}, "reason": {"Not needed"}, "version": {page.value("version")}}

	s.exec(`UPDATE people SET role = 'member' WHERE email LIKE 'dan.%'`)
	dan.get("/requests/1").lacks("input[name=how][value=cancel]")
	dan.post("/requests/1/closing", cancel).is(http.StatusForbidden, "as a member")

	s.exec(`UPDATE people SET role = 'reader' WHERE email LIKE 'dan.%'`)
	dan.get("/requests/1").lacks("main form:not([action$='/followers'])")
	dan.post("/requests/1/comments", url.Values{"submission": {uuid.NewString()}, "body": {"Hello"}}).is(http.StatusForbidden, "as a reader")
	if got := one[string](s, `SELECT state FROM requests WHERE id = $1`, r.ID); got != "open" {
		t.Errorf("got the request %s, want open", got)
	}
}

func TestSignOutIsNotRevivedByASlowRequest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ask("ruth", "brochure", "Cross-dock brochure")
	for range 10 {
		b := s.as(t, "ruth")
		token := b.token()
		slow := s.visitor(t)
		slow.setCookie(token)
		var both sync.WaitGroup
		both.Go(func() {
			slow.post("/requests/1/comments", url.Values{"submission": {uuid.NewString()}, "body": {"Slow"}})
		})
		both.Go(func() { b.post("/signout", nil) })
		both.Wait()
		s.replay(token).leads("/signin?next=%2Finbox")
	}
}

func TestSignInSaysTheSameOfKnownAndUnknown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	mask := regexp.MustCompile(`[a-z.]+@meridian\.example`)
	say := func(email, password string) string {
		a := s.visitor(t).post("/signin", credentials(email, password))
		a.is(http.StatusUnprocessableEntity, email)
		if cookies := a.header.Values("Set-Cookie"); len(cookies) > 0 {
			t.Errorf("%s: got cookies %q, want none", email, cookies)
		}
		return mask.ReplaceAllString(a.body, "MASKED")
	}
	s.exec(`UPDATE people SET active = false WHERE email LIKE 'greta.%'`)
	known := say("ruth.hallam@meridian.example", "a wrong password of hers")
	for name, got := range map[string]string{
		"unknown address":          say("nobody.atall@meridian.example", "a wrong password of hers"),
		"deactivated":              say("greta.lindqvist@meridian.example", modelstest.Password),
		"unknown address, demo pw": say("nobody.atall@meridian.example", modelstest.Password),
		"no password":              say("ruth.hallam@meridian.example", ""),
		"endless password":         say("ruth.hallam@meridian.example", strings.Repeat("x", 100_000)),
	} {
		if got != known {
			t.Errorf("%s: got another answer than for a known address:\n%s\nwant\n%s", name, got, known)
		}
	}
	if strings.Contains(known, "a wrong password of hers") {
		t.Error("got the password in the page, want it left out")
	}
}

func TestSignInKeepsTheAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.visitor(t).post("/signin", url.Values{"email": {"ruth@meridian.example"}, "password": {"wrong"}, "next": {"/requests?view=mine"}})
	a.is(http.StatusUnprocessableEntity)
	a.wants("[role=alert]", "do not fit together")
	a.wants("title", "Problem")
	a.keeps(url.Values{"email": {"ruth@meridian.example"}, "next": {"/requests?view=mine"}, "password": {""}})
}

func TestSignInLeadsBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor(t)
	b.get("/requests?view=mine&q=a%26b").leads("/signin?next=%2Frequests%3Fview%3Dmine%26q%3Da%2526b")
	next := b.get("/signin?next=%2Frequests%3Fview%3Dmine%26q%3Da%2526b").value("next")
	form := credentials("ruth.hallam@meridian.example", modelstest.Password)
	form.Set("next", next)
	b.post("/signin", form).leads("/requests?view=mine&q=a%26b")
	b.get("/signin").leads("/", "signed in already")
}

func TestUnauthenticated(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor(t)
	b.get("/").leads("/signin")
	b.get("/requests/7").leads("/signin?next=%2Frequests%2F7")
	back := "/signin?next=%2Frequests%2F7%3Fform%3Dstage%26to%3Dnext"
	b.post("/requests/7/stage", url.Values{"to": {"next"}}).leads(back)

	b.htmx = true
	for want, a := range map[string]*answer{"/signin": b.get("/requests/7"), back: b.post("/requests/7/stage", url.Values{"to": {"next"}})} {
		a.is(http.StatusUnauthorized, "htmx")
		if got := a.header.Get("HX-Redirect"); got != want {
			t.Errorf("HX-Redirect: got %q, want %q", got, want)
		}
		if got := a.header.Get("Location"); got != "" {
			t.Errorf("Location for htmx: got %q, want none", got)
		}
	}
}

func TestThrottleOfAnAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	owner := s.signIn(t, "ruth") // their browser is known from now on
	owner.post("/signout", nil).leads("/signin")

	// Whatever a stranger writes into headers and however the address is written, it is one account.
	spellings := []string{"ruth.hallam@meridian.example", " RUTH.Hallam@meridian.example ", "ｒuth.hallam@meridian.example"}
	wrong := func(i int) *answer {
		b := s.visitor(t)
		b.header.Set("X-Forwarded-For", netip.AddrFrom4([4]byte{203, 0, byte(i), 7}).String())
		return b.post("/signin", credentials(spellings[i%len(spellings)], "a wrong password"))
	}
	wrong(0).is(http.StatusUnprocessableEntity, "the first try")
	s.exec(`UPDATE throttles SET tries = 19 WHERE tries = 1`) // Ruth's own sign-in was no wrong one
	wrong(1).is(http.StatusUnprocessableEntity, "the last try")
	for i := range 3 {
		a := wrong(i + 2)
		a.is(http.StatusTooManyRequests, "one more")
		a.wants("[role=alert]", "Too many tries. Wait")
		a.wants("h1", "Sign in")
	}
	stranger := s.visitor(t).post("/signin", credentials(spellings[0], modelstest.Password))
	stranger.is(http.StatusTooManyRequests, "the right password from an unknown browser")
	owner.post("/signin", credentials(spellings[0], modelstest.Password)).leads("/", "the owner, in the browser known")

	s.clock.SetTime(s.clock.Now().Add(16 * time.Minute))
	s.visitor(t).post("/signin", credentials(spellings[0], modelstest.Password)).leads("/", "a quarter of an hour later")
}

// TestRightPasswordsAreNoTries: a company signs in from one network at nine, however many they are.
func TestRightPasswordsAreNoTries(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	tries := func() int { return one[int](s, `SELECT coalesce(sum(tries), 0) FROM throttles`) }
	for range 3 {
		s.visitor(t).post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)).leads("/")
	}
	if got := tries(); got != 0 {
		t.Errorf("got %d tries counted, want none", got)
	}
	s.visitor(t).post("/signin", credentials("ruth.hallam@meridian.example", "a wrong password")).is(http.StatusUnprocessableEntity)
	s.visitor(t).post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)).leads("/")
	if got := tries(); got != 2 {
		t.Errorf("got %d tries counted, want the wrong one for its account and for its network", got)
	}
}

// tryAccounts tries another account each time, from another address each time as X-Forwarded-For has it, after the
// network has had as many tries as it may but one. It returns the statuses of the next two tries.
func tryAccounts(t *testing.T, s *site) (statuses [2]int) {
	t.Helper()
	from := func(address, email string) int {
		b := s.visitor(t)
		b.header.Set("X-Forwarded-For", address)
		return b.post("/signin", credentials(email, "a wrong password")).status
	}
	from("203.0.113.7", "a@meridian.example")
	s.exec(`UPDATE throttles SET tries = 49`)
	return [2]int{from("198.51.100.7", "b@meridian.example"), from("192.0.2.7", "c@meridian.example")}
}

func TestThrottleOfANetwork(t *testing.T) {
	t.Parallel()
	if got, want := tryAccounts(t, newSite(t)), [2]int{http.StatusUnprocessableEntity, http.StatusTooManyRequests}; got != want {
		t.Errorf("X-Forwarded-For by anybody: got %v, want %v", got, want)
	}
	trusting := newSite(t, func(cfg *handlers.Config) {
		cfg.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	if got, want := tryAccounts(t, trusting), [2]int{http.StatusUnprocessableEntity, http.StatusUnprocessableEntity}; got != want {
		t.Errorf("X-Forwarded-For by a trusted proxy: got %v, want %v", got, want)
	}
}

func TestAddressOfSignIn(t *testing.T) {
	t.Parallel()
	proxies := func(prefixes ...string) func(*handlers.Config) {
		return func(cfg *handlers.Config) {
			for _, p := range prefixes {
				cfg.TrustedProxies = append(cfg.TrustedProxies, netip.MustParsePrefix(p))
			}
		}
	}
	for _, c := range []struct {
		name      string
		with      func(*handlers.Config)
		forwarded []string
		want      string
	}{
		{"nobody trusted", proxies(), []string{"203.0.113.7"}, "127.0.0.1"},
		{"another trusted", proxies("10.0.0.0/8"), []string{"203.0.113.7"}, "127.0.0.1"},
		{"trusted", proxies("127.0.0.1/32"), []string{"203.0.113.7"}, "203.0.113.7"},
		{"what the client wrote before is not", proxies("127.0.0.1/32"), []string{"198.51.100.1, 203.0.113.7"}, "203.0.113.7"},
		{"two trusted hops", proxies("127.0.0.1/32", "10.0.0.0/8"), []string{"198.51.100.1, 203.0.113.7", "10.1.2.3"}, "203.0.113.7"},
		{"v6", proxies("127.0.0.1/32"), []string{"2001:db8::1"}, "2001:db8::1"},
		{"no address", proxies("127.0.0.1/32"), []string{"\xff<script>"}, "127.0.0.1"},
		{"empty", proxies("127.0.0.1/32"), []string{""}, "127.0.0.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, c.with)
			b := s.visitor(t)
			b.header["X-Forwarded-For"] = c.forwarded
			b.header["True-Client-Ip"], b.header["X-Real-Ip"] = []string{"192.0.2.99"}, []string{"192.0.2.98"}
			b.header["Forwarded"] = []string{"for=192.0.2.97;host=evil.example"}
			b.post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)).leads("/")
			if got := one[string](s, `SELECT ip FROM sessions`); got != c.want {
				t.Errorf("session: got address %q, want %q", got, c.want)
			}
			if got := one[string](s, `SELECT detail->>'address' FROM events WHERE kind = 'signed-in'`); got != c.want {
				t.Errorf("log: got address %q, want %q", got, c.want)
			}
		})
	}
}

func TestSignInsAreLogged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor(t)
	b.post("/signin", credentials("ruth.hallam@meridian.example", "wrong")).is(http.StatusUnprocessableEntity)
	b.post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)).leads("/")
	b.get("/requests/new?type=intro").is(http.StatusForbidden)
	b.post("/signout", nil).leads("/signin")
	want := "sign-in refused, signed-in, refused, signed-out"
	if got := one[string](s, `SELECT string_agg(kind, ', ' ORDER BY id) FROM events`); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if log := s.log.String(); strings.Contains(log, modelstest.Password) || strings.Contains(log, b.token()+"x") || strings.Contains(log, "ruth.hallam") {
		t.Errorf("got a secret or an address in the log:\n%s", log)
	}
}

// line is the way to the database, which can be cut.
type line struct {
	listener net.Listener
	mu       sync.Mutex
	cut      bool
	open     map[net.Conn]bool
	all      sync.WaitGroup
}

// newLine returns a line to the server at the address.
func newLine(t *testing.T, network, address string) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{listener: listener, open: map[net.Conn]bool{}}
	l.all.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial(network, address)
			if err != nil || !l.keep(near, far) {
				near.Close()
				continue
			}
			for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
				l.all.Go(func() {
					_, _ = io.Copy(way[0], way[1]) // ends with the connection, either way
					near.Close()
					far.Close()
				})
			}
		}
	})
	t.Cleanup(func() {
		listener.Close()
		l.set(true)
		l.all.Wait()
	})
	return l
}

func (l *line) keep(conns ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range conns {
		l.open[c] = true
		if l.cut {
			c.Close()
		}
	}
	return !l.cut
}

func (l *line) set(cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = cut
	for c := range l.open {
		c.Close()
	}
	clear(l.open)
}

func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	direct, err := url.Parse(modelstest.URL(modelstest.Database(t)))
	if err != nil {
		t.Fatal(err)
	}
	network, address := "tcp", direct.Host
	if socket := direct.Query().Get("host"); socket != "" {
		port := direct.Query().Get("port")
		if port == "" {
			port = "5432"
		}
		network, address = "unix", socket+"/.s.PGSQL."+port
	}
	l := newLine(t, network, address)
	query := direct.Query()
	query.Del("host")
	query.Del("port")
	query.Set("sslmode", "disable")
	direct.Host, direct.RawQuery = l.listener.Addr().String(), query.Encode()

	clock := &modelstest.Clock{}
	clock.Set(t, "2026-11-25 09:14")
	portal, err := models.Open(models.Config{
		DatabaseURL: direct.String(), FilesDir: t.TempDir(), Zone: time.UTC, Holidays: "gb",
		SecretKey: []byte("a key of thirty-two bytes, in all"), Clock: clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { portal.Close() })
	s := serve(t, portal, clock)
	ruth := s.as(t, "ruth")
	ruth.get("/requests").is(http.StatusOK, "before")
	ruth.get("/readyz").is(http.StatusOK, "before")

	l.set(true)
	htmx := s.visitor(t)
	htmx.htmx = true
	htmx.setCookie(ruth.token())
	for name, a := range map[string]*answer{
		"page":   ruth.get("/requests"),
		"change": ruth.post("/requests/1/comments", url.Values{"submission": {uuid.NewString()}, "body": {"Hello"}}),
		"404":    ruth.get("/nowhere"),
		"htmx":   htmx.get("/requests/1"),
		"signin": s.visitor(t).post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)),
	} {
		a.is(http.StatusServiceUnavailable, name)
		if got := a.header.Get("Retry-After"); got == "" {
			t.Errorf("%s: got no Retry-After, want one", name)
		}
		if got := a.header.Values("Set-Cookie"); len(got) > 0 {
			t.Errorf("%s: got cookies %q, want them untouched", name, got)
		}
		a.wants("body", "Alongside is catching its breath")
	}
	ruth.get("/readyz").is(http.StatusServiceUnavailable, "ready")
	ruth.get("/healthz").is(http.StatusOK, "alive")
	ruth.get("/static/app.css").is(http.StatusOK, "files of the program")

	l.set(false)
	// Connections that died are noticed one by one; until then it is "away", never "signed out".
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	a := ruth.get("/requests")
	for a.status == http.StatusServiceUnavailable && ctx.Err() == nil {
		a = ruth.get("/requests")
	}
	a.is(http.StatusOK, "still signed in afterwards")
}
