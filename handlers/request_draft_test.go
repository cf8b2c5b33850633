package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// draft is a brief that is not ready to be sent.
func draft() url.Values {
	return url.Values{
		"submission": {uuid.NewString()}, "type": {"brochure"}, "title": {"Cross-dock\tbrochure, or <b>folder</b>"}, "account": {strings.Repeat("é", 500)},
		"reader": {""}, "change": {"They can\nhold my parts"}, "use": {"Tender", "Event"}, "needed_by": {"next week"}, "rush_reason": {"The fair"},
		"field_include": {"Times"}, "from": {"IN-231"}, "do": {"draft"},
	}
}

func TestDraftOfAnInvalidBrief(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.hearAs("IN-231")
	ruth := s.as(t, "ruth")
	form := draft()
	ruth.upload("/requests", form, attached{"lanes.pdf", "%PDF-1.4"}).leads("/requests/new?draft=1")
	ruth.post("/requests", form).leads("/requests/new?draft=1", "pressed twice")
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept, want none with a draft", n)
	}
	page := ruth.get("/requests/new?draft=1")
	page.is(http.StatusOK)
	page.wants("[role=status]", "The draft is saved. Only you see it.")
	page.keeps(with(shown(form), "title", "Cross-dock\tbrochure, or <b>folder</b>"))
	page.wants(".cite", "IN-231")
	page.wants("main", "saved Today, 09:14")
	page.wants("#files-h", "A draft keeps no files")
	list := ruth.get("/requests/new")
	list.wants("[aria-labelledby=drafts]", "Cross-dock brochure, or <b>folder</b>")
	list.wants("[aria-labelledby=drafts]", "Brochure · saved Today, 09:14")
	s.as(t, "dan").get("/requests/new").lacks("[aria-labelledby=drafts]")
	for _, path := range []string{"/requests/new?draft=", "/requests/new?draft=0", "/requests/new?draft=2", "/requests/new?draft=x", "/requests/new?draft=1%00&type=brochure"} {
		ruth.get(path).is(http.StatusNotFound, path)
	}

	send := with(filled(), "submission", page.value("submission"))
	send = with(with(send, "draft", page.value("draft")), "version", page.value("version"))
	ruth.post("/requests", send).leads("/requests/1")
	ruth.post("/requests", send).leads("/requests/1", "sent twice")
	ruth.get("/requests/new?draft=1").is(http.StatusNotFound, "the draft of what is sent")
	a := ruth.post("/requests", with(send, "do", "draft"))
	a.is(http.StatusConflict, "saved in another tab after it was sent")
	a.wants("[role=alert]", "sent or thrown away meanwhile")
	a.keeps(shown(with(with(filled(), "do"), "version")))
	a.lacks("[name=draft]")
	ruth.post("/requests", with(with(send, "do", "draft"), "draft")).leads("/requests/new?draft=2")
}

func TestDraftInTwoTabs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	ruth.post("/requests", with(filled(), "do", "draft")).leads("/requests/new?draft=1")
	page := ruth.get("/requests/new?draft=1")
	tab := func(title, do string) url.Values {
		form := with(with(filled(), "title", title), "do", do)
		return with(with(with(form, "submission", page.value("submission")), "draft", "1"), "version", "1")
	}
	ruth.post("/requests", tab("Words of one tab", "draft")).leads("/requests/new?draft=1")
	for _, do := range []string{"draft", "send"} {
		a := ruth.post("/requests", tab("Words of the other tab", do))
		a.is(http.StatusConflict, do)
		a.wants("[role=alert]", "saved with other words since you opened it")
		a.wants("#other", "Title: Words of one tab")
		if got := a.value("title"); got != "Words of the other tab" {
			t.Errorf("%s: got title %q, want what was typed kept", do, got)
		}
		if got := a.value("version"); got != "2" {
			t.Errorf("%s: got version %s, want 2, so that it can be decided", do, got)
		}
	}
	if n := one[int](s, `SELECT count(*) FROM requests`); n != 0 {
		t.Errorf("got %d requests, want none", n)
	}
	ruth.post("/drafts/1/removal", url.Values{"version": {"1"}}).is(http.StatusConflict, "thrown away as it was")
	ruth.post("/requests", with(tab("Words of the other tab", "send"), "version", "2")).leads("/requests/1")
	s.as(t, "dan").get("/requests/1").wants("h1", "Words of the other tab")

	ruth.post("/requests", with(filled(), "do", "draft")).leads("/requests/new?draft=2")
	for _, version := range []string{"", "0", "x", "9"} {
		ruth.post("/drafts/2/removal", url.Values{"version": {version}}).is(http.StatusConflict, version)
	}
	ruth.post("/drafts/2/removal", url.Values{"version": {"1"}}).leads("/requests/new")
	ruth.get("/requests/new").lacks("[aria-labelledby=drafts]")
}

func TestTooManyAndTooLargeDrafts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	long := with(draft(), "change", strings.Repeat("x", 100_001))
	a := ruth.post("/requests", long)
	a.is(http.StatusUnprocessableEntity, "too large")
	a.wants("[role=alert]", "more than a draft can hold")
	if got := a.value("change"); len(got) < 100_001 {
		t.Errorf("got %d characters back, want what was typed", len(got))
	}
	for i := range 50 {
		ruth.post("/requests", draft()).leads(fmt.Sprint("/requests/new?draft=", i+1))
	}
	a = ruth.post("/requests", draft())
	a.is(http.StatusUnprocessableEntity, "the 51st")
	a.wants("[role=alert]", "You have 50 drafts already")
	ruth.post("/requests", with(draft(), "submission")).is(http.StatusUnprocessableEntity, "without submission")
	ruth.post("/requests", with(draft(), "type", "billboard")).is(http.StatusUnprocessableEntity, "unknown type")
}

func TestSimilarWhileTyping(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.ask("ruth", "brochure", "Cross-dock brochure")
	greta, gretaX := s.as(t, "greta"), s.asHTMX(t, "greta")
	a := gretaX.get("/requests/similar?type=brochure&account=&title=Crossdock+brochure")
	a.is(http.StatusOK)
	a.wants("h2", "Is it this one?")
	a.wants("li", "R-1 · Brochure · With Marketing, due Wed 16 Dec")
	a.wants("[hx-target='#similar-count']", "One like it is there already")
	if a.Find("html head title").Length() > 0 && strings.Contains(a.body, "<title") {
		t.Error("got a page, want a part of one")
	}
	none := gretaX.get("/requests/similar?type=brochure&title=" + url.QueryEscape("Nothing of the kind %_% \x00\xff"))
	none.is(http.StatusOK)
	none.lacks("h2")
	gretaX.get("/requests/similar?type=billboard&title=x").is(http.StatusNotFound)
	gretaX.get("/requests/similar").is(http.StatusNotFound)

	// Without JavaScript the button brings the same form with them.
	s.hearAs("IN-231")
	form := with(with(filled(), "do", "similar"), "from", "IN-231")
	page := greta.upload("/requests", form, attached{"lanes.pdf", "%PDF-1.4"})
	page.is(http.StatusOK)
	page.keeps(shown(form))
	page.wants("#similar", "Cross-dock brochure")
	greta.post("/requests", with(form, "title", "Nothing of the kind")).wants("#similar", "Nothing like it is open or delivered.")
	greta.post("/requests", with(form, "type", "billboard")).is(http.StatusUnprocessableEntity, "unknown type")
	if n := one[int](s, `SELECT count(*) FROM requests`); n != 1 || filesKept(t) != 0 {
		t.Errorf("got %d requests and %d files, want nothing made", n, filesKept(t))
	}
	first := page.Find("main form").Last().Find("button").First()
	if first.AttrOr("value", "") != "similar" {
		t.Errorf("the enter key presses %q, want the button that only looks", first.Text())
	}

	answers := form
	answers.Set("request", fmt.Sprint(r.ID))
	var presses sync.WaitGroup
	for range 5 {
		presses.Go(func() { greta.post("/requests/deflections", answers).leads("/requests/1") })
	}
	presses.Wait()
	greta.get("/requests/1").wants("[role=status]", "Good. Nothing was sent. You follow it from now on.")
	if n := one[int](s, `SELECT count(*) FROM deflections WHERE title = 'Cross-dock brochure'`); n != 1 {
		t.Errorf("got %d counted, want 1", n)
	}
	greta.get("/requests/new").wants("main", "In the last 90 days 1 request to Marketing did not have to be sent")
	for request, status := range map[string]int{"": 404, "0": 404, "999": 404, "x": 404, "1 OR 1=1": 404} {
		greta.post("/requests/deflections", with(answers, "request", request)).is(status, request)
	}
	greta.post("/requests/deflections", with(answers, "submission")).is(http.StatusUnprocessableEntity, "without submission")
	s.exec(`UPDATE requests SET state = 'declined', ball_promise_id = NULL, closed_at = now()`)
	gone := greta.post("/requests/deflections", with(answers, "submission", uuid.NewString()))
	gone.is(http.StatusConflict, "declined meanwhile")
	gone.keeps(shown(with(with(form, "request"), "do")))
}

func TestBriefFilledByLink(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.hearAs("IN-231")
	ruth := s.as(t, "ruth")
	page := ruth.get("/requests/new?type=brochure&title=Folder&use=Tender&from=IN-231&from=ra-7&from=R-999&from=IN-9999&from=%3Cscript%3E&from=IN-231")
	page.is(http.StatusOK)
	page.keeps(url.Values{"title": {"Folder"}, "use": {"Tender"}})
	page.wants("main", "Not linked, because nothing here is called so: R-999, IN-9999, <script>.")
	if got := page.Find("input[name=from]").Length(); got != 2 {
		t.Errorf("got %d links in the form, want 2", got)
	}
	bad := ruth.post("/requests", with(with(filled(), "title", ""), "from", "IN-231", "RA-7"))
	bad.is(http.StatusUnprocessableEntity)
	if got := bad.Find("input[name=from]").Length(); got != 2 {
		t.Errorf("got %d links in the form again, want 2", got)
	}
	ruth.post("/requests", with(filled(), "from", "IN-231", "RA-7", "R-999", "IN-9999", "nonsense")).leads("/requests/1")
	show := ruth.get("/requests/1")
	show.wants("main", "From the field")
	if got := show.Find(".cite").Length(); got != 2 {
		t.Errorf("got %d cited, want 2", got)
	}

	// What came to nothing can be asked again.
	show.lacks("a[href*='/requests/new?from=R-1']")
	ruth.post("/requests/1/closing", url.Values{"version": {"1"}, "how": {"cancel"}, "reason": {"Not yet"}}).leads("/requests/1")
	link := ruth.get("/requests/1").Find("a:contains('Ask again')").AttrOr("href", "")
	again := ruth.get(link)
	again.is(http.StatusOK, link)
	again.keeps(url.Values{
		"title": {"Cross-dock brochure"}, "account": {"Halden Automotive"}, "reader": {"Inbound logistics managers\nand their buyers"},
		"change": {"They can hold my parts"}, "use": {"Tender", "Event"}, "field_include": {"Times, \"prices\" & <quotes>"}, "needed_by": {""},
	})
	again.wants(".cite", "R-1")
	s.as(t, "ben").get("/requests/1").lacks("a:contains('Ask again')")
	other := ruth.get("/requests/new?type=deck&from=R-1")
	if got := other.value("title"); got != "" {
		t.Errorf("another type: got title %q, want none", got)
	}
	if got := ruth.get("/requests/new?type=brochure&from=R-1&title=").value("title"); got != "" {
		t.Errorf("a title of the link’s own: got %q, want it kept", got)
	}
}
