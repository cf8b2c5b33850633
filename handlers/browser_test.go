package handlers_test

import (
	"bufio"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"alongside/models/modelstest"
)

// browser is somebody at the site, with cookies, who does not follow redirects.
type browser struct {
	t    testing.TB
	site *site
	http.Client
	htmx   bool
	header http.Header // sent with every request, instead of what a browser would send
}

func (s *site) visitor(t testing.TB) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, site: s, header: http.Header{}, Client: http.Client{
		Transport: s.Client().Transport, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signIn is a browser in which the person of Meridian Freight, by first name, has signed in by password.
func (s *site) signIn(t testing.TB, first string) *browser {
	t.Helper()
	b := s.visitor(t)
	if a := b.post("/signin", url.Values{"email": {s.person(first).Email}, "password": {modelstest.Password}}); a.status != http.StatusSeeOther {
		t.Fatalf("sign in %s: got %d, want 303: %s", first, a.status, a.text())
	}
	return b
}

// as is a browser in which the person is signed in, without the work of a password. "" is nobody.
func (s *site) as(t testing.TB, first string) *browser {
	t.Helper()
	b := s.visitor(t)
	if first == "" {
		return b
	}
	token, err := s.portal.People.StartSession(context.Background(), s.person(first), "", "127.0.0.1", "test", []byte("[]"))
	if err != nil {
		t.Fatal(err)
	}
	b.setCookie(token)
	return b
}

// asHTMX is as, in a page that htmx drives.
func (s *site) asHTMX(t testing.TB, first string) *browser {
	t.Helper()
	b := s.as(t, first)
	b.htmx = true
	return b
}

func (b *browser) address() *url.URL {
	u, err := url.Parse(b.site.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	return u
}

func (b *browser) setCookie(token string) {
	b.Jar.SetCookies(b.address(), []*http.Cookie{{Name: "alongside", Value: token}})
}

// token of the session, "" without one.
func (b *browser) token() string {
	for _, c := range b.Jar.Cookies(b.address()) {
		if c.Name == "alongside" {
			return c.Value
		}
	}
	return ""
}

// answer is a page or fragment as it came. It is parsed when something is looked for in it: most are not, and parsing is
// dear with the race detector.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   string
	parsed *goquery.Document
}

func (a *answer) document() *goquery.Document {
	a.t.Helper()
	if a.parsed == nil {
		var err error
		if a.parsed, err = goquery.NewDocumentFromReader(strings.NewReader(a.body)); err != nil {
			a.t.Fatal(err)
		}
	}
	return a.parsed
}

// Find what the selector says.
func (a *answer) Find(selector string) *selection {
	a.t.Helper()
	return a.document().Find(selector)
}

func (b *browser) do(r *http.Request) *answer {
	b.t.Helper()
	if b.htmx {
		r.Header.Set("HX-Request", "true")
		r.Header.Set("HX-Request-Type", "partial")
	}
	for name, values := range b.header {
		r.Header[name] = values
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer resp.Body.Close()
	body, err := readAll(resp)
	if err != nil {
		b.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	return &answer{t: b.t, status: resp.StatusCode, header: resp.Header, body: string(body)}
}

// readAll reads the answer; of a stream, which has no end, the first event.
func readAll(resp *http.Response) ([]byte, error) {
	if resp.Header.Get("Content-Type") != "text/event-stream" || resp.Request.Method == http.MethodHead {
		return io.ReadAll(resp.Body)
	}
	var event []byte
	for lines := bufio.NewReader(resp.Body); ; {
		line, err := lines.ReadBytes('\n')
		if event = append(event, line...); err != nil || len(line) == 1 {
			return event, err
		}
	}
}

// send makes a request as a page of the site would.
func (b *browser) send(method, path, contentType, body string) *answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, b.site.URL+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return b.do(r)
}

func (b *browser) get(path string) *answer {
	b.t.Helper()
	return b.send(http.MethodGet, path, "", "")
}

const formType = "application/x-www-form-urlencoded"

func (b *browser) post(path string, form url.Values) *answer {
	b.t.Helper()
	return b.send(http.MethodPost, path, formType, form.Encode())
}

// attached is a file of a form.
type attached struct{ name, content string }

// upload posts the form with files, as browsers do.
func (b *browser) upload(path string, form url.Values, files ...attached) *answer {
	b.t.Helper()
	body, contentType := multipartBody(b.t, form, files...)
	return b.send(http.MethodPost, path, contentType, body)
}

func multipartBody(t testing.TB, form url.Values, files ...attached) (body, contentType string) {
	t.Helper()
	var buffer strings.Builder
	w := multipart.NewWriter(&buffer)
	for name, values := range form {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile("files", f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, f.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String(), w.FormDataContentType()
}

// selection is a part of a page.
type selection = goquery.Selection

// squeezed has one space where there was white space of HTML, none at its ends.
func squeezed(s string) string {
	return strings.Join(strings.FieldsFunc(strings.TrimSpace(s), func(r rune) bool { return r == ' ' || r >= '\t' && r <= '\r' && r != '\v' }), " ")
}

// text is what a reader sees of the first element that the selector finds; of all without one.
func (a *answer) text(selector ...string) string {
	selection := a.document().Selection
	for _, s := range selector {
		selection = a.Find(s).First()
	}
	return squeezed(selection.Text())
}

// is fails the test unless the answer has the status; what names the case.
func (a *answer) is(status int, what ...string) bool {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("%s: got %d, want %d: %.300s", strings.Join(what, " "), a.status, status, a.text("body"))
	}
	return a.status == status
}

// leads fails the test unless the answer is a 303 to the address.
func (a *answer) leads(to string, what ...string) {
	a.t.Helper()
	if got := a.header.Get("Location"); a.is(http.StatusSeeOther, what...) && got != to {
		a.t.Errorf("%s: got 303 to %q, want to %q", strings.Join(what, " "), got, to)
	}
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
	field := a.Find("[name='" + name + "']").First()
	if field.Is("textarea") {
		return field.Text()
	}
	return field.AttrOr("value", "")
}

// keeps fails the test unless every field of the form shows what was typed.
func (a *answer) keeps(typed url.Values) {
	a.t.Helper()
	for name, want := range typed {
		var got []string
		if boxes := a.Find("input[type=checkbox][name='" + name + "']"); boxes.Length() > 0 {
			boxes.Filter("[checked]").Each(func(_ int, box *goquery.Selection) { got = append(got, box.AttrOr("value", "")) })
		} else {
			got = []string{strings.TrimSpace(strings.ReplaceAll(a.value(name), "\r\n", "\n"))}
		}
		if !slices.Equal(got, want) {
			a.t.Errorf("field %s: got %.200q, want %.200q kept", name, got, want)
		}
	}
}
