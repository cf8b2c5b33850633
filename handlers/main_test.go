package handlers_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"alongside/handlers"
	"alongside/models"
	"alongside/models/modelstest"
)

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }

// site is one Alongside served over HTTP.
type site struct {
	*httptest.Server
	portal *models.Portal
	clock  *modelstest.Clock
}

func newSite(t testing.TB) *site {
	t.Helper()
	portal, clock := modelstest.Portal(t)
	s := &site{Server: httptest.NewUnstartedServer(nil), portal: portal, clock: clock}
	base, err := url.Parse("http://" + s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s.Config.Handler, err = handlers.New(portal, handlers.Config{BaseURL: base, Company: "Meridian Freight", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// browser is somebody at the site, with cookies, who does not follow redirects.
type browser struct {
	t    testing.TB
	site *site
	http.Client
	htmx bool
}

func (s *site) visitor(t testing.TB) *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{t: t, site: s, Client: http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// signIn is a browser in which the person of Meridian Freight, by first name, is signed in.
func (s *site) signIn(t testing.TB, first string) *browser {
	t.Helper()
	b := s.visitor(t)
	if a := b.post("/signin", url.Values{"email": {modelstest.Person(t, s.portal, first).Email}, "password": {modelstest.Password}}); a.status != http.StatusSeeOther {
		t.Fatalf("sign in %s: got %d, want 303: %s", first, a.status, a.text())
	}
	return b
}

// answer is a page or fragment as it came.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   string
	*goquery.Document
}

func (b *browser) do(r *http.Request) *answer {
	b.t.Helper()
	if b.htmx {
		r.Header.Set("HX-Request", "true")
		r.Header.Set("HX-Request-Type", "partial")
	}
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		b.t.Fatal(err)
	}
	return &answer{b.t, resp.StatusCode, resp.Header, string(body), doc}
}

func (b *browser) get(path string) *answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.site.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) post(path string, form url.Values) *answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.site.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

var spaces = regexp.MustCompile(`\s+`)

// text is what a reader sees of the first element that the selector finds; of all without one.
func (a *answer) text(selector ...string) string {
	selection := a.Selection
	for _, s := range selector {
		selection = a.Find(s).First()
	}
	return strings.TrimSpace(spaces.ReplaceAllString(selection.Text(), " "))
}

// wants fails the test unless the element has the words.
func (a *answer) wants(selector, words string) {
	a.t.Helper()
	if got := a.text(selector); !strings.Contains(got, words) {
		a.t.Errorf("%s: got %q, want %q in it (status %d)", selector, got, words, a.status)
	}
}

// lacks fails the test when the page has the element.
func (a *answer) lacks(selector string) {
	a.t.Helper()
	if a.Find(selector).Length() > 0 {
		a.t.Errorf("got %s, want none: %q", selector, a.text(selector))
	}
}

// value of a form field.
func (a *answer) value(name string) string {
	v, _ := a.Find("[name='" + name + "']").First().Attr("value")
	return v
}
