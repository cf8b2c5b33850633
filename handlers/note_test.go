package handlers_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models/intel"
	"alongside/models/modelstest"
)

func captured() url.Values {
	return url.Values{
		"submission": {uuid.NewString()}, "competitor": {"none"}, "kind": {"price"}, "source": {"told"}, "heard": {"6% under us, fuel included"},
		"account": {"Northgate Foods"},
	}
}

func TestCapture(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.hear("ruth", "Norvik bumps slots")
	ruth := s.as(t, "ruth")
	ruth.get("/intel/new").wants("fieldset", "Norvik Lines")

	form := with(captured(), "competitor", "norvik-lines", "new")
	form = with(with(with(form, "new_competitor", "Bluewake"), "opinion", "A November price"), "heard_on", "2026-11-20")
	ruth.post("/intel", form).leads("/intel/2")
	page := ruth.get("/intel/2")
	page.wants("[role=status]", "IN-2 is sent.")
	for _, words := range []string{"6% under us, fuel included", "Norvik Lines", "Bluewake", "Northgate Foods", "Customer told me", "A November price", "Fri 20 Nov", "With Marketing"} {
		page.wants("#note-2 article", words)
	}
	ruth.get("/intel/new?heard=In+the+car&kind=price").wants("#heard", "In the car")
	s.as(t, "ines").get("/intel/new").is(http.StatusForbidden, "a reader")
}

func TestCaptureRefusedKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.hear("ruth", "Norvik bumps slots")
	ruth := s.as(t, "ruth")
	before := s.rows("sessions")
	for _, c := range []struct{ field, value, control, says string }{
		{"heard", strings.Repeat("x", 12000), "heard", "at most 4000 characters; this has 12000"},
		{"heard", " \n", "heard", "Write what you heard"},
		{"competitor", "", "competitor", "Say about whom it is"},
		{"competitor", "new", "new_competitor", "Say who it is"},
		{"competitor", "nobody-knows", "competitor", "Choose from the list"},
		{"kind", "gossip", "kind", "Choose what kind it is"},
		{"source", "", "source", "Say how you know"},
		{"heard_on", "2026-02-31", "heard_on", "not a day of the calendar"},
		{"heard_on", "2027-02-01", "heard_on", "still to come"},
		{"submission", "x", "", "lost its number"},
	} {
		form := with(captured(), c.field, c.value)
		a := ruth.post("/intel", form)
		a.is(http.StatusUnprocessableEntity, c.field, c.says)
		a.wants("[role=alert]", c.says)
		if c.control != "" {
			a.wants("#"+c.control+"-e", c.says)
		}
		if got, want := strings.TrimSpace(a.value("heard")), strings.TrimSpace(form.Get("heard")); got != want {
			t.Errorf("%s: got %.40q in the form, want %.40q kept", c.says, got, want)
		}
	}
	wantsSameRows(t, s.rows("sessions"), before)
}

// TestSameNoteSentManyTimes: a double press, a phone that tries again for hours, and other words under the same number.
func TestSameNoteSentManyTimes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := captured()
	var sending sync.WaitGroup
	for range 20 {
		b := s.as(t, "ruth")
		sending.Go(func() { b.post("/intel", form).leads("/intel/1") })
	}
	sending.Wait()
	s.clock.SetTime(s.clock.Now().AddDate(0, 0, 3))
	ruth := s.asHTMX(t, "ruth")
	if a := ruth.post("/intel", form); a.status != http.StatusNoContent || a.header.Get("HX-Redirect") != "/intel/1" {
		t.Errorf("days later: got %d to %q, want 204 to /intel/1", a.status, a.header.Get("HX-Redirect"))
	}
	a := s.as(t, "ruth").post("/intel", with(form, "heard", "8% under us"))
	a.is(http.StatusConflict, "other words")
	a.wants("#heard", "8% under us")
	if a.value("submission") == form.Get("submission") {
		t.Error("other words: got the same number in the form, want another one")
	}
	if got := one[int](s, `SELECT count(*)::int FROM notes`); got != 1 {
		t.Errorf("got %d notes, want 1", got)
	}
}

func TestPhotoLosesItsPlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	place := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00GPS 53.5N 0.1W"
	whole := modelstest.Sample(t, "jpeg")
	photo := whole[:2] + "\xff\xe1\x00" + string(rune(len(place)+2)) + place + whole[2:]
	ruth := s.as(t, "ruth")
	ruth.upload("/intel", captured(), attached{"board.jpg", photo}).leads("/intel/1")
	kept := ruth.get("/files/1")
	if kept.is(http.StatusOK, "the photo"); bytes.Contains([]byte(kept.body), []byte("GPS")) || kept.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("got a %s with the place in it, want it drawn anew", kept.header.Get("Content-Type"))
	}
	ruth.get("/intel/1").wants(".file-row", "board.jpg")

	before := filesKept(t)
	s.as(t, "ines").upload("/intel", captured(), attached{"board.jpg", photo}).is(http.StatusForbidden, "a reader's photo")
	ruth.upload("/intel", with(captured(), "kind", ""), attached{"board.jpg", photo}).is(http.StatusUnprocessableEntity, "refused")
	if got := filesKept(t); got != before {
		t.Errorf("after forms that were refused: got %d files, want %d", got, before)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for outcome, c := range map[string]struct {
		form  url.Values
		state string
		says  string
	}{
		"use":       {url.Values{"used": {"norvik-lines"}, "refs": {"R-1, P-7"}, "elsewhere": {"The fair"}}, "Used: The fair", "Norvik Lines battlecard"},
		"file":      {url.Values{}, "Watching", "keeps it on file"},
		"ask":       {url.Values{}, "With Sales", "asked back"},
		"duplicate": {url.Values{"of": {"in-1"}}, "Same as IN-1", "The same as IN-1"},
	} {
		t.Run(outcome, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.ask("ruth", "brochure", "Cross-dock brochure")
			s.hear("dan", "Norvik bumps slots")
			n := s.hear("ruth", "Norvik bumps slots on Fridays")
			form := with(with(c.form, "outcome", outcome), "version", fmt.Sprint(n.Version))
			ben := s.as(t, "ben")
			path := "/intel/2/triage"

			unsaid := ben.post(path, form)
			unsaid.is(http.StatusUnprocessableEntity, "without a reply")
			unsaid.wants("#reply-e", "Write to the author")
			if got := unsaid.Find("[name=outcome][checked]").AttrOr("value", ""); got != outcome {
				t.Errorf("shown again: got %q chosen, want %s", got, outcome)
			}
			form.Set("reply", "Thank you, and this is why")
			ben.post(path, form).leads("/intel/2")
			show := s.as(t, "ruth").get("/intel/2")
			show.wants("#note-2 article", c.state)
			show.wants("#note-2", c.says)
			show.wants(".note-reply", "Thank you, and this is why")

			late := s.as(t, "priya").post(path, with(form, "reply", "Words to keep"))
			late.is(http.StatusConflict, "overtaken")
			late.wants("#conflict + p", "Ben Astley changed IN-2")
			late.wants("#kept", "Words to keep")
		})
	}
}

func TestUsedNowhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := s.hear("ruth", "Norvik bumps slots")
	ben := s.as(t, "ben")
	for refs, says := range map[string]string{"": "Say what it changed", "R-99": "There is no R-99", "brochure": "not the number of a request", "IN-1": "not the number of a request"} {
		a := ben.post("/intel/1/triage", url.Values{"version": {fmt.Sprint(n.Version)}, "outcome": {"use"}, "refs": {refs}, "reply": {"Used"}})
		a.is(http.StatusUnprocessableEntity, refs)
		a.wants("#used-e", says)
	}
}

func TestHeardTooAndComment(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	heard(s)
	greta := s.asHTMX(t, "greta")
	a := greta.post("/intel/1/witnesses", url.Values{"source": {"told"}, "detail": {"by their planner"}})
	a.is(http.StatusUnprocessableEntity, "without an account")
	a.wants("#account-e", "Say at which account")
	if got := a.value("detail"); got != "by their planner" {
		t.Errorf("shown again: got %q, want what was typed", got)
	}
	form := url.Values{"account": {"Tamar Seafoods"}, "source": {"told"}}
	for range 2 { // clicks are not counted
		a = greta.post("/intel/1/witnesses", form)
		a.is(http.StatusOK, "heard too")
	}
	a.wants("#note-1", "2 accounts, counting Ruth’s")
	greta.htmx = false
	if got := greta.get("/intel").text("#note-1 .faces + b"); got != "1 other heard this" {
		t.Errorf("in the stream: got %q, want 1 other", got)
	}
	comment := url.Values{"submission": {uuid.NewString()}, "body": {"At ours too, @Ben"}}
	for range 2 {
		greta.post("/intel/1/comments", comment).leads("/intel/1")
	}
	if got := greta.get("/intel/1").Find(".talk .said").Length(); got != 1 {
		t.Errorf("comments after pressing twice: got %d, want 1", got)
	}
}

func TestStreamFindsAndMarks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i := range intel.PageSize + 3 {
		s.hear("ruth", fmt.Sprint("Norvik was late on lane ", i))
	}
	s.hear("greta", "Immingham slots get <b>bumped</b>")
	dan := s.as(t, "dan")
	found := dan.get("/intel?q=imingham")
	if got := found.Find("article.note").Length(); got != 1 {
		t.Errorf("with a typing error: got %d notes, want 1", got)
	}
	found.wants("mark", "Immingham")
	found.wants("blockquote", "<b>bumped</b>")
	first := dan.get("/intel")
	next := first.Find("a[rel=next]").AttrOr("href", "")
	if got := dan.get(next).Find("article.note").Length(); got != 4 {
		t.Errorf("%s: got %d notes, want the 4 that are left", next, got)
	}
	for _, q := range []string{`"`, `'`, `&|!()`, `<->`, strings.Repeat("a ", 5000), "😀", "\x00", "%ff"} {
		if a := dan.get("/intel?q=" + url.QueryEscape(q)); a.status != http.StatusOK && a.status != http.StatusNotFound {
			t.Errorf("%.20q: got %d, want an answer", q, a.status)
		}
	}
	part := s.asHTMX(t, "dan").get("/intel?kind=price")
	part.wants("#notes", "No notes match")
	part.lacks("head title")
}

// TestSensitiveNotesLeakNowhere looks for a sensitive note wherever notes are shown, as everybody.
func TestSensitiveNotesLeakNowhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	heard(s)
	n := confided(s)
	trusted := map[string]bool{"ruth": true, "dan": true, "priya": true}
	for _, first := range everybody[1:] {
		b := s.as(t, first)
		seen := 0
		for _, path := range []string{"/", "/intel", "/intel?q=zanzibar", "/intel?q=" + n.Ref(), "/intel?state=waiting", "/intel?mine=1", "/intel?author=" + fmt.Sprint(n.AuthorID),
			"/intel.csv", "/intel.csv?q=zanzibar", "/intel/new", "/intel/triage", "/intel/questions", "/intel/1", "/inbox", "/requests/new?type=brochure&from=" + n.Ref()} {
			a := b.get(path)
			if strings.Contains(a.body, secret) {
				seen++
				if !trusted[first] {
					t.Errorf("%s reads %s: got the sensitive note, want nothing of it", first, path)
				}
			}
		}
		if trusted[first] && seen < 5 {
			t.Errorf("%s: got the note on %d pages, want it where notes are", first, seen)
		}
		if got := strings.Contains(b.get("/intel/"+fmt.Sprint(n.ID)).body, secret); got != trusted[first] {
			t.Errorf("%s: got its page %t, want %t", first, got, trusted[first])
		}
	}
	hannah := s.as(t, "ben")
	hannah.post("/intel/1/sensitive", url.Values{"version": {"1"}, "sensitive": {"1"}}).leads("/intel") // who hides it may not see it any more
	hannah.get("/intel").wants("[role=status]", "Marked as sensitive.")
	hannah.get("/intel/1").is(http.StatusNotFound, "what was hidden")
}

func TestOpenQuestions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := heard(s)
	ruth := s.as(t, "ruth")
	ruth.get("/intel/new").wants("#wanted + ul", "What does Norvik pay for a bumped slot?")
	ask := url.Values{"submission": {uuid.NewString()}, "text": {"Who clears day 31?"}, "needed_by": {"2026-11-01"}}
	a := ruth.post("/intel/questions", ask)
	a.is(http.StatusUnprocessableEntity, "a day that has passed")
	a.wants("#needed_by-e", "within the next year")
	a.keeps(url.Values{"text": {"Who clears day 31?"}})
	ruth.post("/intel/questions", with(ask, "needed_by", "2026-12-04")).leads("/intel/questions")

	list := ruth.get("/intel/questions")
	list.wants("#question-1 a.cite", n.Ref())
	list.wants("#question-2", "No note yet")
	ruth.post("/intel/1/questions", url.Values{"question": {"2"}}).leads("/intel/1")
	ruth.post("/intel/questions/2/closing", url.Values{"version": {"1"}}).wants("#answer-2-e", "Write what we know now")
	ruth.post("/intel/questions/2/closing", url.Values{"version": {"1"}, "answer": {"Their clerk, at a price"}}).leads("/intel/questions")
	ruth.get("/intel/questions").lacks("#question-2")
	ruth.post("/intel/questions/2/closing", url.Values{"version": {"1"}, "answer": {"Nobody"}}).is(http.StatusConflict, "closed before")
}

func TestNotesAsCSV(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.hear("ruth", "=cmd|' /C calc'!A0")
	s.hear("greta", "Two lines\nof \"words\"")
	a := s.as(t, "dan").get("/intel.csv")
	a.is(http.StatusOK, "csv")
	for _, cell := range []string{"IN-1,", `"Two lines`, `of ""words"""`, "'=cmd|", "Ruth Hallam,Sales"} {
		if !strings.Contains(a.body, cell) {
			t.Errorf("got no %q in %q", cell, a.body)
		}
	}
	if got := strings.Count(s.as(t, "dan").get("/intel.csv?author="+fmt.Sprint(s.person("greta").ID)).body, "IN-"); got != 1 {
		t.Errorf("of one author: got %d notes, want 1", got)
	}
}

func TestNotesAreLinked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := heard(s)
	ruth := s.as(t, "ruth")
	page := ruth.get("/intel/1")
	if got := page.Find(`a[href="/requests/new?account=Halden+Automotive&from=IN-1&type=sheet"]`).Length(); got != 1 {
		t.Errorf("got %d links to ask for a one-pager, want 1", got)
	}
	if got := page.Find(`a[href="/icp/proposals/new?evidence=IN-1"]`).Length(); got != 1 {
		t.Errorf("got %d links to propose a change, want 1", got)
	}
	chosen := s.as(t, "ben").get("/requests/new?account=Halden+Automotive&from=IN-1") // a type is chosen first
	if got := chosen.Find(`form input[type=hidden][name=from][value=IN-1]`).Length(); got != 1 {
		t.Errorf("got %d origins kept while the type is chosen, want 1", got)
	}
	brief := with(with(filled(), "from", n.Ref()), "do", "send")
	ruth.post("/requests", brief).leads("/requests/1")
	if got := ruth.get("/requests/1").Find("a.cite[href='/intel/1']").Length(); got != 1 {
		t.Errorf("on the request: got %d links to the note, want 1", got)
	}
	became := ruth.get("/intel/1")
	became.wants("#fate", "What became of it")
	became.wants("section[aria-labelledby=fate] a[href='/requests/1']", "R-1 Cross-dock brochure")
}
