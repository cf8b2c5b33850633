package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
)

// move is a form of the page of a request, sent by somebody whose move it is.
type move struct {
	name   string
	by     string
	made   func(s *site) requests.Request
	noun   string
	form   url.Values // without version and submission
	flash  string
	after  string // what the page says then
	words  string // the field with words, "" without one
	typed  string // the id of its control
	unsaid string // what is said when it is empty; "": it may be
}

var moves = []move{
	{"hand on", "ben", withMarketing, "stage", url.Values{"to": {"next"}}, "Handed on.", "handed to Sales for Brief details", "", "", ""},
	{"send back", "ben", lastStage, "stage", url.Values{"to": {"back"}, "note": {"Names, please"}}, "Sent back.", "Names, please", "note", "stage-note", "Say what should change"},
	{"ask", "ben", withMarketing, "question", url.Values{"body": {"Which lanes?"}}, "Asked.", "Which lanes?", "body", "question-body", "Write your question"},
	{"answer", "ruth", asked, "answer", url.Values{"body": {"All of them"}}, "Answered", "All of them", "body", "answer-body", "Write your answer"},
	{"assign", "ben", withMarketing, "assignee", url.Values{"person": {"{lucia}"}}, "Noted who works on it.", "Ben Astley put Lucía Ferrer on it", "", "", ""},
	{"tick", "ben", withMarketing, "checklist/0", url.Values{"done": {"true"}}, "Noted.", "1 of 2", "", "", ""},
	{"comment", "ruth", withMarketing, "comments", url.Values{"body": {"Good to know"}}, "Comment added.", "Good to know", "body", "comment-body", "Write your comment"},
	{"deliver", "ben", lastStage, "closing", url.Values{"how": {"deliver"}, "link": {"https://files.meridian.example/a"}, "reason": {"Here it is"}, "review_by": {"2027-05-25"}},
		"Delivered.", "Delivered. Nobody holds the ball.", "reason", "deliver-note", ""},
	{"decline", "ben", withMarketing, "closing", url.Values{"how": {"decline"}, "reason": {"Not this year"}}, "Declined.", "Not this year", "reason", "decline-reason", "Say why"},
	{"cancel", "ruth", withMarketing, "closing", url.Values{"how": {"cancel"}, "reason": {"Not needed"}}, "Cancelled.", "Not needed", "reason", "cancel-reason", "Say why"},
	{"agree to a rush", "priya", rushAsked, "rush", url.Values{"decision": {"agree"}, "note": {"Six plants are worth it"}}, "The rush is agreed.", "Six plants are worth it", "note", "rush-note", ""},
	{"decline a rush", "priya", rushAsked, "rush", url.Values{"decision": {"decline"}}, "The standard dates stay.", "kept the standard dates", "", "", ""},
	{"wait for somebody outside", "ben", withMarketing, "wait", url.Values{"do": {"outside"}, "reason": {"The printer"}}, "The days are paused.", "With somebody outside", "reason", "wait-reason", "Say for whom outside"},
	{"put on hold", "dan", withMarketing, "wait", url.Values{"do": {"hold"}, "reason": {"They think it over"}}, "It is on hold.", "They think it over", "reason", "wait-reason", "Say why it has to wait"},
	{"let it go on", "dan", onHold, "wait", url.Values{"do": {"resume"}}, "It goes on.", "let it go on with Marketing", "", "", ""},
	{"suggest a date", "ben", withMarketing, "date", url.Values{"do": {"suggest"}, "date": {"2027-02-01"}, "reason": {"Holidays"}}, "Suggested.", "Marketing suggests", "reason", "date-reason", "Say why the date should move"},
	{"agree to a date", "ruth", dateSuggested, "date", url.Values{"do": {"agree"}, "note": {"Fine with us"}}, "The new date is agreed.", "Fine with us", "note", "date-note", ""},
	{"keep the date", "ruth", dateSuggested, "date", url.Values{"do": {"keep"}}, "The date stays.", "kept the date", "", "", ""},
	{"follow", "ines", withMarketing, "followers", url.Values{"do": {"follow"}}, "You follow it from now on.", "Stop following", "", "", ""},
}

// begin makes what the move begins with, and its form as the page offers it.
func (m move) begin(b *browser) (path string, form url.Values) {
	b.t.Helper()
	r := m.made(b.site)
	path = fmt.Sprintf("/requests/%d/%s", r.ID, m.noun)
	page := b.get(fmt.Sprintf("/requests/%d", r.ID))
	offered := page.Find("form[method=post][action='" + path + "']")
	if how := m.form.Get("how"); how != "" {
		offered = offered.Has("[name=how][value=" + how + "]")
	}
	if to := m.form.Get("to"); to != "" {
		offered = offered.Has("[name=to][value=" + to + "]")
	}
	if offered.Length() != 1 {
		b.t.Fatalf("%s: got %d forms for it on the page of the request, want 1", m.name, offered.Length())
	}
	form = url.Values{}
	offered.Find("input[type=hidden]").Each(func(_ int, field *selection) { form.Set(field.AttrOr("name", ""), field.AttrOr("value", "")) })
	for name, values := range m.form {
		form[name] = []string{strings.ReplaceAll(values[0], "{lucia}", strconv.FormatInt(b.site.person("lucia").ID, 10))}
		if name != "how" && name != "to" && name != "done" && offered.Find("[name='"+name+"']").Length() == 0 {
			b.t.Errorf("%s: got no field %s in its form", m.name, name)
		}
	}
	return path, form
}

func TestMoves(t *testing.T) {
	t.Parallel()
	for _, m := range moves {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.as(t, m.by)

			path, form := m.begin(b)
			page := path[:strings.Index(path[10:], "/")+10]
			b.post(path, form).leads(page)
			show := b.get(page)
			show.wants("[role=status]", m.flash)
			show.wants("main", m.after)
			b.get(page).lacks("[role=status]") // it is said once

			path, form = m.begin(b)
			b.htmx = true
			panel := b.post(path, form)
			panel.is(http.StatusOK, "htmx")
			panel.wants("[id^=request-]", m.after)
			panel.lacks("head title")
			panel.lacks("nav[aria-label=Main]")
			b.htmx = false
			b.get(page).lacks("[role=status]") // the panel was enough
		})
	}
}

func TestMovesWithoutWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, m := range moves {
		if m.words == "" {
			continue
		}
		b := s.as(t, m.by)
		path, good := m.begin(b)
		before := s.rows("sessions")
		for text, message := range map[string]string{
			"":                            m.unsaid,
			" \n\t ":                      m.unsaid,
			strings.Repeat("é", 2001):     "at most 2000 characters; this has 2001",
			strings.Repeat("x", 500_000):  "this has 500000",
			"Bro\xffken":                  "Some characters here are broken",
			"NUL \x00 byte":               "Some characters here cannot be stored",
			"\u001b[2J escape and \u0085": "Some characters here cannot be stored",
		} {
			if message == "" {
				continue
			}
			for _, htmx := range []bool{false, true} {
				b.htmx = htmx
				form := with(good, m.words, text)
				a := b.post(path, form)
				name := fmt.Sprintf("%s, %.20q, htmx %t", m.name, text, htmx)
				if !a.is(http.StatusUnprocessableEntity, name) {
					continue
				}
				a.wants("#"+m.typed+"-e", message)
				a.wants("[role=alert] a[href='#"+m.typed+"']", message)
				if got, want := strings.TrimSpace(a.text("#"+m.typed)), shown(url.Values{"x": {text}}).Get("x"); squeezed(got) != squeezed(want) {
					t.Errorf("%s: got %.80q in the form, want what was typed", name, got)
				}
				if details := a.Find("#" + m.typed).Closest("details"); details.Length() > 0 {
					if _, open := details.Attr("open"); !open {
						t.Errorf("%s: got its form closed, want it open", name)
					}
				}
				for _, field := range []string{"link", "review_by"} {
					if form.Has(field) && a.value(field) != form.Get(field) {
						t.Errorf("%s: %s: got %q, want %q kept", name, field, a.value(field), form.Get(field))
					}
				}
			}
			b.htmx = false
		}
		wantsSameRows(t, s.rows("sessions"), before)
		b.post(path, withUnknown(with(good, m.words, "Good words"), 10_000)).is(http.StatusUnprocessableEntity, m.name, "10,000 unknown fields")
		a := b.post(path, with(good, m.words, make([]string, 10_000)...))
		a.is(http.StatusUnprocessableEntity, m.name, "10,000 repeated fields")
		a.wants("[role=alert]", "at most 1000")
		wantsSameRows(t, s.rows("sessions"), before)
		b.post(path, good).is(http.StatusSeeOther, m.name, "afterwards")
	}
}

func TestTooManyFieldsMoveNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, m := range moves {
		b := s.as(t, m.by)
		path, form := m.begin(b)
		before := s.rows("sessions")
		a := b.post(path, withUnknown(form, 1001))
		a.is(http.StatusUnprocessableEntity, m.name)
		a.wants("[role=alert]", "at most 1000 can be read")
		wantsSameRows(t, s.rows("sessions"), before)
	}
}

// TestStaleMoves sends forms of pages that somebody else has overtaken.
func TestStaleMoves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, m := range moves {
		if m.noun == "comments" || m.noun == "followers" || strings.HasPrefix(m.noun, "checklist") {
			continue // they hold whatever happened meanwhile
		}
		b := s.as(t, m.by)
		path, form := m.begin(b)
		id, _ := strconv.ParseInt(strings.Split(path, "/")[2], 10, 64)
		first, other := "priya", s.person("priya")
		switch m.by {
		case "ruth":
			first, other = "dan", s.person("dan")
		case "priya":
			first, other = "lucia", s.person("lucia")
		case "dan":
			first, other = "greta", s.person("greta")
		}
		version, _ := strconv.Atoi(form.Get("version"))
		if _, err := s.portal.Requests.Assign(context.Background(), other, id, version, other.ID); err != nil {
			t.Fatal(first, err)
		}
		before := s.rows("sessions")
		for _, version := range []string{form.Get("version"), "", "0", "-1", "1e3", "99999999999999999999", "2147483648", "one", "\x00"} {
			stale := with(form, "version", version)
			a := b.post(path, stale)
			name := m.name + ", version " + version
			if !a.is(http.StatusConflict, name) {
				continue
			}
			a.wants("[role=alert]", "Nothing was changed")
			a.wants("[role=alert]", other.Name+" changed R-"+strconv.FormatInt(id, 10)+" since you opened it")
			a.wants("h1", "") // the request as it stands
			for _, field := range []string{m.words, "link"} {
				if field != "" && form.Has(field) && !strings.Contains(a.Find("[role=alert] textarea[readonly]").Text(), form.Get(field)) {
					t.Errorf("%s: got no %q beside the request, want what was typed", name, form.Get(field))
				}
			}
			b.htmx = true
			a = b.post(path, stale)
			b.htmx = false
			a.is(http.StatusConflict, name, "htmx")
			a.wants("[role=alert]", other.Name+" changed")
			a.lacks("[id^=request-]")
		}
		if a := b.post(path, with(form, "version")); !a.is(http.StatusConflict, m.name, "without version") {
			continue
		}
		wantsSameRows(t, s.rows("sessions"), before)

		again := b.get(path[:strings.LastIndex(path, "/")])
		b.post(path, with(form, "version", again.Find("form[action='"+path+"'] [name=version]").AttrOr("value", ""))).
			is(http.StatusSeeOther, m.name, "with the version of the page as it stands")
	}
}

func TestTwentyPeopleHandOnAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.exec(`INSERT INTO people (email, name, side, role, password_hash, zone, created_at)
		SELECT 'm' || n || '.@meridian.example', 'Marketer ' || n, 'marketing', 'member', '', zone, created_at
		FROM people, generate_series(1, 20) n WHERE email LIKE 'ben.%'`)
	r := withMarketing(s)
	browsers := make([]*browser, 20)
	for i := range browsers {
		token, err := s.portal.People.StartSession(context.Background(),
			people.Person{ID: one[int64](s, `SELECT id FROM people WHERE name = $1`, fmt.Sprint("Marketer ", i+1))}, "", "127.0.0.1", "test", []byte("[]"))
		if err != nil {
			t.Fatal(err)
		}
		browsers[i] = s.visitor(t)
		browsers[i].setCookie(token)
		browsers[i].htmx = i%2 == 1
	}
	var posts sync.WaitGroup
	answers := make([]*answer, len(browsers))
	for i, b := range browsers {
		posts.Go(func() {
			answers[i] = b.post("/requests/1/stage", url.Values{"to": {"next"}, "version": {strconv.Itoa(r.Version)}})
		})
	}
	posts.Wait()
	winner := one[string](s, `SELECT p.name FROM events e JOIN people p ON p.id = e.actor_id WHERE e.kind = 'handed-on'`)
	won := 0
	for i, a := range answers {
		if fmt.Sprint("Marketer ", i+1) == winner {
			won++
			if a.status != http.StatusSeeOther && a.status != http.StatusOK {
				t.Errorf("%s: got %d, want 303, or 200 for htmx", winner, a.status)
			}
			continue
		}
		a.is(http.StatusConflict, fmt.Sprint("Marketer ", i+1))
		a.wants("[role=alert]", winner+" changed R-1 since you opened it")
	}
	if won != 1 {
		t.Errorf("got %d who handed it on, want 1", won)
	}
	for sql, want := range map[string]int{
		`SELECT stage FROM requests`: 2, `SELECT version FROM requests`: 2, `SELECT count(*) FROM promises`: 2,
		`SELECT count(*) FROM promises WHERE closed_at IS NULL`: 1, `SELECT count(*) FROM events WHERE kind = 'handed-on'`: 1,
	} {
		if got := one[int](s, sql); got != want {
			t.Errorf("%s: got %d, want %d", sql, got, want)
		}
	}
	if wrong, err := s.portal.Requests.Audit(context.Background()); err != nil || len(wrong) > 0 {
		t.Errorf("audit: got %q, %v, want nothing", wrong, err)
	}
}

func TestForeignIDs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s) // R-1, a brochure in its first stage
	lastStage(s)     // R-2, lead feedback, which has fewer items
	ben := s.as(t, "ben")
	before := s.rows("sessions")
	for _, person := range []string{
		strconv.FormatInt(s.person("ruth").ID, 10), strconv.FormatInt(s.person("ines").ID, 10),
		"9999", "-1", "0.5", "99999999999999999999", "ben", "\x00", "\xff", "1 OR 1=1",
	} {
		a := ben.post("/requests/1/assignee", url.Values{"version": {"1"}, "person": {person}})
		a.is(http.StatusUnprocessableEntity, "person", person)
		a.wants("[role=alert] a[href='#person']", "Choose somebody of Marketing")
	}
	for item, want := range map[string]int{
		"2": http.StatusConflict, "999": notFound, "-1": notFound, "32768": notFound, "x": notFound, "0.0": notFound, "%00": notFound, "+0x0": notFound,
	} {
		ben.post("/requests/1/checklist/"+item, url.Values{"done": {"true"}}).is(want, "item", item)
	}
	for _, id := range []string{"3", "0", "-1", "x", "1x", "99999999999999999999", "9223372036854775807", "%00", "%ff", "1%20OR%201=1", "R-1", "%2e%2e", "1;"} {
		for _, path := range []string{"", "/stage", "/question", "/answer", "/assignee", "/checklist/0", "/comments", "/files", "/closing"} {
			form := url.Values{"version": {"1"}, "to": {"next"}, "body": {"x"}, "submission": {uuid.NewString()}, "how": {"decline"}, "reason": {"x"}}
			if path == "" {
				ben.get("/requests/"+id).is(notFound, id)
				continue
			}
			if path == "/files" {
				ben.upload("/requests/"+id+path, form, attached{"a.txt", "x"}).is(notFound, id, path)
				continue
			}
			ben.post("/requests/"+id+path, form).is(notFound, id, path)
		}
		ben.get("/files/"+id).is(notFound, "file", id)
	}
	for _, form := range []url.Values{{"to": {"sideways"}}, {}, {"to": {"\x00"}}} {
		ben.post("/requests/1/stage", with(form, "version", "1")).is(notFound, form.Encode())
	}
	for _, how := range []string{"", "explode", "delivered", "\xff"} {
		ben.post("/requests/1/closing", url.Values{"version": {"1"}, "how": {how}, "reason": {"x"}}).is(notFound, how)
	}
	wantsSameRows(t, s.rows("sessions"), before)
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept, want none", n)
	}
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lastStage(s)
	ben := s.as(t, "ben")
	good := url.Values{"how": {"deliver"}, "version": {"2"}, "link": {"https://files.meridian.example/a"}, "reason": {"Here it is"}, "review_by": {"2027-05-25"}}
	before := s.rows("sessions")
	for name, c := range map[string]struct {
		form         url.Values
		field, words string
	}{
		"nothing":          {with(good, "link"), "link", "Give a link to the piece or add a file"},
		"script":           {with(good, "link", "javascript:alert(1)"), "link", "begins with https://"},
		"data":             {with(good, "link", "data:text/html,x"), "link", "begins with https://"},
		"no address":       {with(good, "link", "the shared folder"), "link", "begins with https://"},
		"our own path":     {with(good, "link", "//evil.example/a"), "link", "begins with https://"},
		"long":             {with(good, "link", "https://a.example/"+strings.Repeat("x", 500)), "link", "at most 500"},
		"broken":           {with(good, "link", "https://a.example/\xff"), "link", "broken"},
		"NUL":              {with(good, "link", "https://a.example/\x00"), "link", "cannot be stored"},
		"31 February":      {with(good, "review_by", "2027-02-31"), "review_by", "not a day of the calendar"},
		"today":            {with(good, "review_by", "2026-11-25"), "review_by", "between tomorrow and five years"},
		"the first year":   {with(good, "review_by", "0001-01-01"), "review_by", "between tomorrow and five years"},
		"too far away":     {with(good, "review_by", "2099-01-01"), "review_by", "between tomorrow and five years"},
		"nothing but date": {url.Values{"how": {"deliver"}, "version": {"2"}, "review_by": {"x"}}, "review_by", "not a day of the calendar"},
	} {
		a := ben.post("/requests/1/closing", c.form)
		a.is(http.StatusUnprocessableEntity, name)
		a.wants("#"+c.field+"-e", c.words)
		a.keeps(with(with(with(shown(c.form), "how"), "version"), "reason"))
		if got, want := strings.TrimSpace(a.text("#deliver-note")), c.form.Get("reason"); got != want {
			t.Errorf("%s: got note %q, want %q kept", name, got, want)
		}
	}
	a := ben.upload("/requests/1/closing", good, attached{"film.mov", strings.Repeat("x", 25<<20+1)})
	a.is(http.StatusUnprocessableEntity, "a file of more than 25 MB")
	a.wants("#deliver-files-e", "larger than 25 MB")
	wantsSameRows(t, s.rows("sessions"), before)
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept, want none", n)
	}
	ben.upload("/requests/1/closing", with(with(good, "link"), "review_by"), attached{"leads.pdf", "%PDF-1.4"}).leads("/requests/1")
	show := ben.get("/requests/1")
	show.wants("main", "Delivered. Nobody holds the ball.")
	show.wants("main a[href='/files/1']", "leads.pdf")
	if got := one[string](s, `SELECT review_by::text FROM pieces`); got != "2027-05-24" {
		t.Errorf("got review by %s, want 180 days from today", got)
	}
	for _, m := range moves {
		if m.noun == "comments" || m.noun == "followers" {
			continue // both go on after the end
		}
		r := s.as(t, "ben").post("/requests/1/"+m.noun, with(with(m.form, "version", "3"), "person", ""))
		r.is(http.StatusConflict, m.name, "on what is closed")
		r.wants("[role=alert]", "R-1 is closed: it was delivered.")
	}
}

func TestCommentTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ruth := s.as(t, "ruth")
	form := url.Values{"body": {"Good to know"}, "submission": {ruth.get("/requests/1").value("submission")}}
	ruth.post("/requests/1/comments", form).leads("/requests/1")
	ruth.post("/requests/1/comments", form).leads("/requests/1", "again")
	if got := one[int](s, `SELECT count(*) FROM events WHERE kind = 'commented'`); got != 1 {
		t.Errorf("got %d comments, want 1", got)
	}
	a := ruth.post("/requests/1/comments", with(form, "body", "Other words"))
	a.is(http.StatusConflict, "the same key with other words")
	a.wants("[role=alert] textarea", "Other words")
	ruth.post("/requests/1/comments", url.Values{"body": {a.text("#comment-body")}, "submission": {a.value("submission")}}).leads("/requests/1", "from the page that came")
	if got := one[int](s, `SELECT count(*) FROM events WHERE kind = 'commented'`); got != 2 {
		t.Errorf("got %d comments, want 2", got)
	}
	for _, key := range []string{"", "x", "\x00"} {
		a := ruth.post("/requests/1/comments", with(form, "submission", key))
		a.is(http.StatusUnprocessableEntity, "submission", key)
		a.wants("[role=alert]", "lost its number")
		if got := a.text("#comment-body"); got != "Good to know" {
			t.Errorf("got %q, want the comment kept", got)
		}
		if _, err := uuid.Parse(a.value("submission")); err != nil {
			t.Errorf("got submission %q in the form shown again, want a new one", a.value("submission"))
		}
	}
}

// TestReaderIsOfferedNoMoves goes everywhere as one who may only look, and follow what they look at.
func TestReaderIsOfferedNoMoves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	asked(s)
	lastStage(s)
	withFile(s)
	r := withMarketing(s)
	if _, err := s.portal.Requests.Cancel(context.Background(), s.person("ruth"), r.ID, r.Version, "Not needed"); err != nil {
		t.Fatal(err)
	}
	ines := s.as(t, "ines")
	for _, path := range []string{"/", "/requests", "/requests?view=all", "/requests?view=mine", "/requests?view=waiting", "/inbox", "/requests/1", "/requests/2", "/requests/3", "/requests/4", "/requests/5"} {
		for _, htmx := range []bool{false, true} {
			ines.htmx = htmx
			a := ines.get(path)
			a.is(http.StatusOK, path)
			a.lacks("main form[method=post]:not([action$='/followers'], [action='/requests/views']), [id^=request-] form:not([action$='/followers'])")
			a.lacks("a[href^='/requests/new']")
		}
	}
	ines.htmx = false
	a := ines.get("/requests/new")
	a.is(http.StatusForbidden)
	a.wants("body", "You can read requests, but not ask for anything.")
}

func TestAfterASignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.asHTMX(t, "ruth")
	for path, a := range map[string]*answer{
		"/requests/1": b.post("/requests", filled()),
		"/inbox":      b.post("/inbox/read", url.Values{"up_to": {"1"}}),
		"/signin":     b.post("/signout", nil),
		"/":           b.post("/signin", credentials("ruth.hallam@meridian.example", modelstest.Password)),
	} {
		a.is(http.StatusNoContent, path)
		if got := a.header.Get("HX-Redirect"); got != path || a.header.Get("Location") != "" {
			t.Errorf("got HX-Redirect %q and Location %q, want %q alone: a 303 would be swapped into the page", got, a.header.Get("Location"), path)
		}
	}
}
