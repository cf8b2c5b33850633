package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"alongside/models/modelstest"
)

// elsewhere are addresses that lead away from the site, in one browser or another.
var elsewhere = []string{
	"//evil.example", "//evil.example/requests", "///evil.example", "////evil.example", `/\evil.example`, `\\evil.example`, `\/evil.example`,
	`/\/evil.example`, "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example", "/%09/evil.example",
	"/%0a/evil.example", "/%0d%0aLocation:%20https://evil.example", "/%2f/evil.example", "/%5cevil.example", "/%5c%5cevil.example", "%2f%2fevil.example",
	"/x/..//evil.example", "/x/../\\evil.example", "/./\\evil.example", "/..//evil.example", "/.//evil.example", "https:evil.example", "https://evil.example",
	"http:/evil.example", "https:/\\evil.example", "HTTPS://evil.example", "javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
	"//user@evil.example", "https://site@evil.example", "@evil.example", ".evil.example", "evil.example", "/\r\nSet-Cookie: a=b", "/\x00/evil.example",
	"/\u2028/evil.example", "//evil%E3%80%82example", "/%c0%af/evil.example", "?next=//evil.example", "#//evil.example", "", "mailto:a@evil.example",
}

// stays reports whether a browser at base that is sent to the address stays there: it strips tabs and line ends and
// takes a backslash for a slash.
func stays(base, address string) bool {
	seen := regexp.MustCompile(`[\t\r\n]`).ReplaceAllString(strings.Trim(address, " \x00"), "")
	seen = strings.ReplaceAll(seen, `\`, "/")
	from, err := url.Parse(base)
	if err != nil {
		return false
	}
	to, err := from.Parse(seen)
	return err == nil && strings.HasPrefix(seen, "/") && to.Scheme == from.Scheme && to.Host == from.Host && to.User == nil
}

func TestNextStaysHere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	signedIn := s.as(t, "ruth")
	nobody := s.visitor(t)
	check := func(how, next, to string) {
		t.Helper()
		if !stays(s.URL, to) {
			t.Errorf("%s, next %q: got to %q, want to stay here", how, next, to)
		}
	}
	for _, next := range elsewhere {
		query := url.Values{"next": {next}}.Encode()
		a := signedIn.get("/signin?" + query)
		a.is(http.StatusSeeOther, next)
		check("signed in", next, a.header.Get("Location"))

		page := nobody.get("/signin?" + query)
		page.is(http.StatusOK, next)
		if kept := page.value("next"); kept != "" {
			check("form", next, kept)
		}
		if page.Find("[href*='evil.example'], [action*='evil.example'], [src*='evil.example']").Length() > 0 {
			t.Errorf("next %q: got an address of it in the page, want none", next)
		}
	}
	// One after the other, each time signing in: a few of each kind, for a password is work.
	for _, next := range []string{"//evil.example", `/\evil.example`, "/\t/evil.example", "https://evil.example", "/%0d%0aLocation:x", "javascript:alert(1)"} {
		form := credentials("ruth.hallam@meridian.example", modelstest.Password)
		form.Set("next", next)
		a := s.visitor(t).post("/signin", form)
		a.leads("/", next)
		b := s.visitor(t)
		b.htmx = true
		a = b.post("/signin", form)
		if got := a.header.Get("HX-Redirect"); got != "/" {
			t.Errorf("htmx, next %q: got to %q, want /", next, got)
		}
	}
	for _, next := range []string{"/", "/requests/7", "/requests?view=mine&q=a%20b%2Fc", "/requests?q=100%25", "/requests?q=a..b", "/inbox?after=Nw"} {
		signedIn.get("/signin?"+url.Values{"next": {next}}.Encode()).leads(next, "one of our own")
	}
}

// TestForgedHeaders claims to be elsewhere in every header that proxies use.
func TestForgedHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	forge := func(b *browser) *browser {
		for _, name := range []string{"Host", "X-Forwarded-Host", "X-Host", "X-Original-Url", "X-Rewrite-Url", "Forwarded", "X-Forwarded-Server", "Hx-Current-Url", "Referer"} {
			b.header.Set(name, "evil.example")
		}
		b.header.Set("X-Original-Url", "/signin?next=//evil.example")
		b.header.Set("Hx-Current-Url", "https://evil.example/")
		b.header.Set("Referer", "https://evil.example/")
		b.header.Set("Forwarded", "host=evil.example;proto=https")
		b.header.Set("X-Forwarded-Proto", "https")
		b.header.Set("X-Forwarded-For", "192.0.2.99")
		b.header.Set("X-Http-Method-Override", "DELETE")
		return b
	}
	nobody, ruth := forge(s.visitor(t)), forge(s.as(t, "ruth"))
	for path, a := range map[string]*answer{
		"/requests":            nobody.get("/requests"),
		"sign-in":              nobody.post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)),
		"page":                 ruth.get("/requests/1"),
		"list":                 ruth.get("/requests"),
		"new":                  ruth.get("/requests/new?type=brochure"),
		"sent":                 ruth.post("/requests", filled()),
		"not found":            ruth.get("/nowhere"),
		"double slash":         ruth.get("//evil.example/requests"),
		"double slash, folder": ruth.get("/static//"),
	} {
		all := a.body
		for name, values := range a.header {
			all += name + strings.Join(values, " ")
		}
		if strings.Contains(all, "//evil.example") || strings.Contains(all, "host=evil") || strings.Contains(all, "Domain=") {
			t.Errorf("%s: got what was forged in the answer: %v\n%.2000s", path, a.header, a.body)
		}
		if a.status >= 500 {
			t.Errorf("%s: got %d", path, a.status)
		}
		if to := a.header.Get("Location"); to != "" && !stays(s.URL, to) {
			t.Errorf("%s: got to %q, want to stay here", path, to)
		}
	}
	if got := one[string](s, `SELECT string_agg(DISTINCT detail->>'address', ' ') FROM events WHERE detail ? 'address'`); got != "127.0.0.1" {
		t.Errorf("log: got addresses %q, want the connection's alone", got)
	}
	ruth.header.Set("Sec-Fetch-Site", "cross-site")
	ruth.post("/requests", filled()).is(http.StatusForbidden, "a forged host does not make a foreign form ours")
}
