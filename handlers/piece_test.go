package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/requests"
)

// delivered is a sheet that Ruth asked for and Ben made. Its version is that of the piece.
func delivered(s *site) requests.Request {
	s.t.Helper()
	r := s.handOn(s.ask("ruth", "sheet", "Grimsby times"), "ben", "ben", "ruth")
	r, err := s.portal.Requests.Deliver(context.Background(), s.person("ben"), r.ID, r.Version, requests.Delivery{Link: "https://files.meridian.example/grimsby"})
	if err != nil {
		s.t.Fatal(err)
	}
	r.Version = 1
	return r
}

func TestListOfPieces(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := delivered(s)
	s.clock.SetTime(s.clock.Now().AddDate(1, 0, 0))
	ruth := s.as(t, "ruth")
	page := ruth.get("/requests?view=delivered")
	page.wants("main nav a[aria-current=page]", "Delivered 1")
	page.wants("table.queue th[scope=rowgroup]", "Check before using 1")
	row := fmt.Sprintf("#piece-%d", r.ID)
	for _, words := range []string{"R-1", "Grimsby times", "Ben Astley", "Not yet", "Mon 24 May", "Check before using"} {
		page.wants(row, words)
	}
	if got := page.Find(row+" a").AttrOr("href", ""); got != "/requests/1/piece" {
		t.Errorf("got a link to %q, want the piece", got)
	}
	part := s.asHTMX(t, "ruth").get("/requests?view=delivered&state=check")
	part.wants(row, "Grimsby times")
	part.lacks("h1")
	ruth.get("/requests?view=delivered&state=right").wants("main", "No pieces match")
	ruth.get("/requests?view=delivered&owner=2").wants("main", "No pieces match")
	ruth.get("/requests?view=delivered&state=nonsense").is(http.StatusNotFound)
	ruth.get("/requests?view=delivered&after=mangled").is(http.StatusNotFound)

	asked := ruth.get("/requests?view=delivered&requester=2") // as requests, by the day they were closed
	asked.wants("table.queue", "How it ended")
	asked.wants("#request-1", "Check before using")
	ruth.get("/requests/1").wants("main", "Check before using. It was right until Mon 24 May")
}

// TestPieceIsReportedAndRight: anybody reports, everybody sees it, the owner answers.
func TestPieceIsReportedAndRight(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	delivered(s)
	greta, ben := s.as(t, "greta"), s.as(t, "ben")
	page := greta.get("/requests/1/piece")
	page.wants("h1", "Grimsby times")
	page.wants("main section[aria-labelledby=pv] a", "https://files.meridian.example/grimsby")
	page.lacks("section.ball")
	page.lacks("details#download-anyway")

	bad := greta.post("/requests/1/piece/reports", url.Values{"submission": {uuid.NewString()}, "wrong": {" "}})
	bad.is(http.StatusUnprocessableEntity)
	bad.wants(".error-summary", "Say what is no longer true")
	if bad.Find("#wrong[aria-invalid=true]").Length() != 1 {
		t.Error("got no control that the problem points at, want #wrong")
	}
	greta.post("/requests/1/piece/reports", url.Values{"submission": {uuid.NewString()}, "wrong": {"Twice a week now"}}).leads("/requests/1/piece")

	stale := ben.get("/requests/1/piece")
	stale.wants("section.ball", "With Marketing: is it still right?Ben Astley keeps it 1 of 3 working days")
	stale.wants(".callout-late", "Twice a week now")
	stale.wants("details#download-anyway", "https://files.meridian.example/grimsby")
	ben.get("/").wants("section[aria-labelledby=on-you]", "Grimsby times")
	s.as(t, "ines").get("/requests/1/piece").lacks("main form")

	overtaken := ben.post("/requests/1/piece/versions", url.Values{"version": {"1"}, "note": {"Fridays too"}, "link": {"https://a.example"}})
	overtaken.is(http.StatusConflict)
	overtaken.wants("#conflict + p", "Greta Lindqvist changed R-1")
	overtaken.wants("#kept", "Fridays too")

	long := ben.upload("/requests/1/piece/versions", url.Values{"version": {"2"}, "note": {" "}}, attached{"times.pdf", "%PDF-1.4"})
	long.is(http.StatusUnprocessableEntity)
	long.wants("#version-note-e", "Say what changed")
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept of what was refused, want none", n)
	}
	ben.upload("/requests/1/piece/versions", url.Values{"version": {"2"}, "note": {"Fridays too"}}, attached{"times.pdf", "%PDF-1.4"}).leads("/requests/1/piece")
	now := greta.get("/requests/1/piece")
	now.lacks("section.ball")
	now.wants("section[aria-labelledby=pv]", "times.pdf v2")
	now.wants("section[aria-labelledby=ver] li", "Version 2 by Ben Astley: Fridays too")
	s.asHTMX(t, "ben").post("/requests/1/piece/review", url.Values{"version": {"3"}}).wants("#piece-1", "Right until Mon 24 May 2027")
	greta.get("/requests/1").wants("main", "Version 2 is in use. Ben Astley keeps it right.")
	greta.get("/requests/2/piece").is(http.StatusNotFound)
	withMarketing(s)
	greta.get("/requests/2/piece").is(http.StatusNotFound, "a request that was not delivered")
	now.lacks("section[aria-labelledby=shows]")
	greta.post("/requests", with(filled(), "from", "R-1")).leads("/requests/3")
	greta.get("/requests/1/piece").wants("section[aria-labelledby=shows] a[href='/requests/3']", "R-3")
}

// TestQuestionOfUse stands on home and on the page of the piece until it is answered.
func TestQuestionOfUse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	delivered(s)
	delivered(s)
	ruth := s.as(t, "ruth")
	ruth.get("/").lacks("section[aria-labelledby=used]")
	s.clock.SetTime(s.clock.Now().AddDate(0, 0, 34))
	if n, err := s.portal.Requests.ReviewPieces(context.Background()); n != 2 || err != nil {
		t.Fatalf("got %d pieces touched, %v, want both asked about", n, err)
	}
	ruth = s.as(t, "ruth") // the session of before is over
	home := ruth.get("/")
	home.wants("section[aria-labelledby=used]", "Grimsby times")
	if n := home.Find("section[aria-labelledby=used] li").Length(); n != 2 {
		t.Errorf("got %d questions, want 2", n)
	}
	ruth.get("/requests/1/piece").wants("section[aria-labelledby=use]", "Ruth, you asked for it in November. Did you use it?")
	s.as(t, "greta").get("/requests/1/piece").wants("section[aria-labelledby=use]", "I used it")

	if got := home.Find("#with-1").AttrOr("value", ""); got != "Halden Automotive" {
		t.Errorf("got %q suggested, want the account it was made for", got)
	}
	bad := ruth.post("/requests/1/piece/uses", url.Values{"submission": {uuid.NewString()}, "used": {"yes"}, "with": {""}, "happened": {"Liked it"}})
	bad.is(http.StatusUnprocessableEntity)
	bad.wants("#with-1-e", "Say with whom")
	if got := bad.Find("#happened-1").AttrOr("value", ""); got != "Liked it" {
		t.Errorf("got %q, want what was typed kept", got)
	}
	ruth.post("/requests/1/piece/uses", url.Values{"submission": {uuid.NewString()}, "used": {"yes"}, "with": {"Halden Automotive"}}).leads("/requests/1/piece")
	ruth.get("/requests/1/piece").wants("section[aria-labelledby=use] table", "Ruth HallamHalden AutomotiveTue 29 Dec")
	ruth.post("/requests/2/piece/uses", url.Values{"used": {"no"}, "why": {"nonsense"}}).is(http.StatusUnprocessableEntity)
	ruth.post("/requests/2/piece/uses", url.Values{"used": {"no"}, "why": {"late"}}).leads("/requests/2/piece")
	ruth.get("/requests/2/piece").wants("section[aria-labelledby=use]", "Ruth Hallam did not use it: it came too late.")
	ruth.post("/requests/2/piece/uses", url.Values{"used": {"not-yet"}}).is(http.StatusConflict, "answered before")
	ruth.post("/requests/2/piece/uses", url.Values{"used": {"perhaps"}}).is(http.StatusNotFound)
	ruth.get("/").lacks("section[aria-labelledby=used]")
}

// TestDownloadsOfPieces counts what is fetched from its beginning.
func TestDownloadsOfPieces(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	delivered(s)
	s.clock.SetTime(s.clock.Now().Add(time.Minute))
	s.as(t, "ben").upload("/requests/1/piece/versions", url.Values{"version": {"1"}, "note": {"As a file"}}, attached{"times.pdf", "%PDF-1.4"}).leads("/requests/1/piece")
	ruth := s.as(t, "ruth")
	ruth.get("/files/1").is(http.StatusOK)
	ruth.send(http.MethodHead, "/files/1", "", "")
	for _, ranges := range []string{"bytes=0-3", "bytes=4-"} {
		ruth.header.Set("Range", ranges)
		ruth.get("/files/1").is(http.StatusPartialContent, ranges)
	}
	if err := s.portal.Requests.WriteDownloads(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := one[int](s, `SELECT downloads FROM pieces`); got != 2 {
		t.Errorf("got %d downloads, want the whole one and the one that began: 2", got)
	}
}
