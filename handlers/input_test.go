package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// hostile is text that means something to a database, a shell, a template or a file system.
var hostile = []string{
	"'", "''", `"`, "1=1", "1=1 OR 1=1", "' OR '1'='1", "' OR 1=1 --", "1; DROP TABLE requests", "1 UNION SELECT password_hash FROM people",
	"id desc,(select pg_sleep(99))", "(select 1/0)", "$1", "?", "??", "%", "%_%", `\`, `\'`, "%27", "pg_sleep(99)--", "1' AND pg_sleep(99)--", "NULL", "null", "true",
	"[]", "{}", `{"b":1}`, "a & | ! <-> b", "a:*", "(((", ")))", "!!", `"unclosed`, "-", "--", "/*", "*/", "@@", "::int", "'::int", "0x7f", "1e400", "-1", "0",
	"9223372036854775808", "99999999999999999999", "NaN", "Infinity", "\x00", "\xff\xfe", "\u202e", "\u0000", "{{.}}", "${7*7}", "<%= 7 %>", "`id`", "$(id)",
	"../../etc/passwd", "..%2f..%2f", "file:///etc/passwd", "\r\nX-Injected: 1", strings.Repeat("a ", 3000), strings.Repeat("(", 5000), strings.Repeat("é", 4000),
	strings.Repeat("x OR ", 300), `"` + strings.Repeat("a b c ", 300) + `"`,
}

// TestHostileQueries puts hostile text into every parameter of every page.
func TestHostileQueries(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withFile(s)
	checkedAccount(s)
	dan := s.as(t, "dan")
	parameters := map[string][]string{
		"/requests":                    {"view", "type", "assignee", "requester", "q", "sort", "after"},
		"/requests?view=all":           {"q", "after"},
		"/requests?view=delivered":     {"type", "after"},
		"/requests/new":                {"type"},
		"/requests/new?type=brochure":  {"title", "needed_by", "use", "submission"},
		"/requests/plan":               {"type"},
		"/requests/plan?type=brochure": {"needed_by"},
		"/requests/1":                  {"form"},
		"/requests/1?form=comment":     {"body"},
		"/inbox":                       {"after"},
		"/signin":                      {"next"},
		"/icp/checks":                  {"q", "fit", "after"},
		"/icp/checks/new":              {"account", "from"},
		"/files/1":                     {"download"},
	}
	before := s.rows("sessions", "events")
	for path, names := range parameters {
		glue := "?"
		if strings.Contains(path, "?") {
			glue = "&"
		}
		for _, name := range names {
			for _, text := range hostile {
				start := time.Now()
				query := glue + name + "=" + url.QueryEscape(text) + "&" + url.QueryEscape(name+text) + "=1"
				a := dan.get(path + query)
				switch a.status {
				case http.StatusOK, http.StatusSeeOther, http.StatusNotFound, http.StatusUnprocessableEntity:
				default:
					t.Errorf("%s%.100s: got %d, want 200 or 404: %s", path, query, a.status, a.text("body"))
				}
				if took := time.Since(start); took > 90*time.Second {
					t.Errorf("%s%.100s: took %v, want no sleep", path, query, took)
				}
				if a.header.Get("X-Injected") != "" {
					t.Errorf("%s%.100s: got a header of the query's", path, query)
				}
			}
		}
	}
	for _, text := range hostile {
		for _, path := range []string{"/requests/%s", "/files/%s", "/static/%s"} {
			a := dan.get(fmt.Sprintf(path, url.PathEscape(text)))
			if a.status >= 500 {
				t.Errorf(path+": got %d", text, a.status)
			}
		}
	}
	wantsSameRows(t, s.rows("sessions", "events"), before)
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("got errors in the log:\n%s", s.log)
	}
}

// TestHostileForms puts hostile text into every field of every form: it is stored as it stands, or refused.
func TestHostileForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	withMarketing(s)
	for _, text := range hostile {
		typed := filled()
		for _, name := range []string{"title", "account", "reader", "change", "field_include", "rush_reason"} {
			typed.Set(name, text)
		}
		forms := []url.Values{typed}
		for _, name := range []string{"submission", "type", "use", "needed_by", "do", "unknown" + text} {
			forms = append(forms, with(filled(), name, text))
		}
		for _, form := range forms {
			if a := ruth.post("/requests", form); a.status >= 500 {
				t.Errorf("%.200s: got %d", form.Encode(), a.status)
			} else if form.Get("title") == text && a.status == http.StatusSeeOther {
				if got := one[string](s, `SELECT title FROM requests ORDER BY id DESC LIMIT 1`); got != strings.TrimSpace(text) {
					t.Errorf("got title %q, want %q", got, text)
				}
			}
		}
		for path, form := range map[string]url.Values{
			"/requests/1/comments":              {"submission": {uuid.NewString()}, "body": {text}},
			"/requests/1/stage":                 {"to": {"next"}, "version": {text}, "note": {text}},
			"/requests/1/assignee":              {"version": {"1"}, "person": {text}},
			"/requests/1/closing":               {"how": {"deliver"}, "version": {text}, "link": {text}, "review_by": {text}},
			"/requests/1/piece/reports":         {"submission": {uuid.NewString()}, "wrong": {text}},
			"/requests/1/piece/uses":            {"submission": {uuid.NewString()}, "used": {"yes"}, "with": {text}, "happened": {text}, "used_on": {text}},
			"/requests/1/piece/versions":        {"version": {text}, "note": {text}, "link": {text}, "review_by": {text}},
			"/requests/1/piece/owner":           {"version": {"1"}, "person": {text}},
			"/inbox/read":                       {"up_to": {text}},
			"/signout?" + url.QueryEscape(text): {text: {text}},
		} {
			b := ruth
			if strings.HasPrefix(path, "/signout") {
				b = s.as(t, "ruth")
			}
			if a := b.post(path, form); a.status >= 500 {
				t.Errorf("%s with %.60q: got %d", path, text, a.status)
			}
		}
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("got errors in the log:\n%s", s.log)
	}
}

// TestHostileHeaders sends cookies and headers that no browser would.
func TestHostileHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i, text := range hostile {
		if strings.ContainsAny(text, "\r\n\x00") {
			continue // the client does not send those
		}
		b := s.visitor(t)
		b.header = http.Header{
			"Cookie": {"alongside=" + text + "; alongside-device=" + text}, "User-Agent": {text}, "Hx-Request": {text}, "Hx-Request-Type": {text},
			"Accept-Language": {text}, "Range": {"bytes=" + text}, "If-None-Match": {text}, "If-Modified-Since": {text}, "Accept-Encoding": {text}, "Content-Type": {text},
		}
		for _, path := range []string{"/", "/requests/1", "/signin", "/files/1"} {
			if a := b.get(path); a.status >= 500 {
				t.Errorf("%s with headers %.60q: got %d", path, text, a.status)
			}
		}
		if i%4 != 0 {
			continue // each try is the work of a password
		}
		b.header.Set("Content-Type", formType)
		if a := b.post("/signin", url.Values{"email": {text}, "password": {text}, "next": {text}}); a.status >= 500 {
			t.Errorf("sign-in with %.60q: got %d", text, a.status)
		}
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("got errors in the log:\n%s", s.log)
	}
}
