package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"alongside/models/icp"
)

// twoVersions of the profile: the second says more about who they are.
func twoVersions(s *site) {
	s.t.Helper()
	s.agreeProfile("The first one")
	who := s.profileSection("Who they are")
	who.Text = "Makers of chilled food. See R-1.\n\nThey ship across the sea."
	score := s.profileSection("Criteria scorecard")
	score.Criteria = append([]icp.Criterion{}, score.Criteria...)
	score.Criteria[0].Points, score.Criteria[1].Points = 20, 25
	s.agreeProfile("Who they are, in words", who, score)
}

// profileText is who decides, in other words.
func profileText(s *site, words string) icp.Section {
	s.t.Helper()
	section := s.profileSection("Who decides")
	section.Text = words
	return section
}

func TestProfileBeforeItIsAgreed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dan := s.as(t, "dan")
	a := dan.get("/icp")
	a.is(http.StatusOK)
	a.wants(".seal-text", "Not yet agreed")
	a.wants("h1", "The customer we are both looking for")
	a.lacks("form[action='/icp/readings']")
	a.lacks("a[href='/icp/reviews/new']")
	dan.get("/icp/versions").wants("main", "Not yet agreed")
	dan.get("/icp/versions/0").is(http.StatusNotFound, "the draft as a version")
	dan.get("/icp/versions/0/print").wants(".sheet-sign", "Not yet agreed")
	dan.get("/icp/compare").wants("main", "Choose two to compare")
	dan.get("/icp/reviews/new").is(http.StatusConflict)
	dan.post("/icp/readings", url.Values{"version": {"0"}}).is(http.StatusNotFound, "reading what is not agreed")
	dan.get("/icp.md").wants("body", "Not yet agreed")
}

func TestProfileIsRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	twoVersions(s)
	p := s.propose("Half signed", profileText(s, "The planner decides."))
	s.turnKeys(p, "dan")
	ben := s.as(t, "ben")
	a := ben.get("/icp")
	a.is(http.StatusOK)
	a.wants("[aria-current=page]", "Customer profile")
	a.wants(".seal-text", "Agreed by both teams")
	for _, words := range []string{"Dan Okafor, Sales", "Priya Nair, Marketing"} {
		a.wants(".seal-text", words)
	}
	a.wants("main", "Version 2")
	a.wants("tfoot", "A good fit scores 60 or more")
	a.wants("tfoot td.pts", "100")
	a.wants("aside", fmt.Sprintf("Proposal %d: Half signed", p.ID))
	a.wants("aside", "One key turned")
	a.wants("aside .holder", "With Marketing")
	a.wants("aside", "Sales 1 of 6") // whose key it was
	a.wants("aside", "Who keeps what right")
	if got := a.Find(".md a.cite[href='/requests/1']").Length(); got != 1 {
		t.Errorf("got %d links to R-1, want 1", got)
	}
	for _, link := range []string{"/icp/proposals/new", "/icp/compare?from=1&to=2", "/icp/versions", "/icp/versions/2/print"} {
		if a.Find("main a[href='"+link+"']").Length() == 0 {
			t.Errorf("got no link to %s", link)
		}
	}
	if got, want := a.Find(".doc-nav").First().Find("a").Length(), len(s.profile().Content.Body()); got != want {
		t.Errorf("got %d sections in the list, want %d", got, want)
	}
	a.Find(".doc-nav a").Each(func(_ int, link *selection) {
		if id := link.AttrOr("href", ""); a.Find(id).Length() != 1 {
			t.Errorf("got %d elements %s, want 1", a.Find(id).Length(), id)
		}
	})
	reader := s.as(t, "ines").get("/icp")
	reader.lacks("a[href='/icp/proposals/new']")
	reader.lacks("a[href='/icp/reviews/new']")
	if part := s.asHTMX(t, "ben").get("/icp"); part.Find("#profile").Length() != 1 || strings.Contains(part.body, "<html") {
		t.Errorf("got %.200s, want the panel alone", part.body)
	}
}

func TestProfileIsAcknowledged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.agreeProfile("The first one")
	ben := s.as(t, "ben")
	ben.post("/icp/readings", url.Values{"version": {"1"}}).leads("/icp")
	a := ben.get("/icp")
	a.wants("[role=status]", "you have read version 1")
	a.wants("aside", "You have read it")
	a.lacks("form[action='/icp/readings']")
	who := s.profileSection("Who they are")
	who.Text = "Makers of chilled food."
	s.agreeProfile("Who they are, in words", who)
	a = ben.get("/icp")
	a.wants("aside", "You read version 1 on")
	a.wants("aside", "One section has changed.")
	ben.post("/icp/readings", url.Values{"version": {"2"}, "back": {"versions"}}).leads("/icp/versions")
	ben.post("/icp/readings", url.Values{"version": {"2"}, "back": {"https://evil.example"}}).leads("/icp", "twice")
	ben.get("/icp/versions").wants("aside", "Marketing 2 of 5")
	for _, version := range []string{"", "3", "-1", "x", "0"} {
		ben.post("/icp/readings", url.Values{"version": {version}}).is(http.StatusNotFound, "version "+version)
	}
	s.as(t, "ines").post("/icp/readings", url.Values{"version": {"2"}}).leads("/icp", "a reader")
	if got := one[int](s, `SELECT count(*) FROM icp_readings WHERE read_at IS NOT NULL`); got != 7 {
		t.Errorf("got %d readings, want Ben’s two, the reader’s and two of each lead", got)
	}
}

func TestProfileAsMarkdown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	twoVersions(s)
	ben := s.as(t, "ben")
	a := ben.get("/icp.md")
	a.is(http.StatusOK)
	for name, want := range map[string]string{"Content-Type": "text/markdown; charset=utf-8", "Content-Disposition": `attachment; filename="customer-profile-2.md"`, "X-Content-Type-Options": "nosniff"} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(a.body, "# The customer we are both looking for") || !strings.Contains(a.body, "Makers of chilled food") {
		t.Errorf("got %.300q, want the profile", a.body)
	}
	if old := ben.get("/icp.md?version=1"); old.status != http.StatusOK || strings.Contains(old.body, "Makers of chilled food") {
		t.Errorf("version 1: got %d %.200q, want the words of then", old.status, old.body)
	}
	for _, version := range []string{"3", "-1", "x", "99999999999999999999"} {
		ben.get("/icp.md?version="+version).is(http.StatusNotFound, version)
	}
}

// TestHardTextsAreShown: long, empty, from right to left, and hostile sections are harmless and do not break the page.
func TestHardTextsAreShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.agreeProfile("The first one")
	long, empty, hebrew, hostile := s.profileSection("Who they are"), s.profileSection("Who decides"), s.profileSection("How we know"), s.profileSection("What sets them off")
	long.Text = strings.TrimSpace(strings.Repeat("Word after word, and *one* more.\n\n", icp.MaxText/34))
	empty.Text = ""
	hebrew.Text = "הלקוח שאנחנו מחפשים"
	hostile.Text = `<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![p](https://evil.example/pixel.png)`
	s.agreeProfile("Hard texts", long, empty, hebrew, hostile)
	for _, path := range []string{"/icp", "/icp/versions/2", "/icp/versions/2/print", "/icp/compare?from=1&to=2", "/icp/versions"} {
		a := s.as(t, "ben").get(path)
		a.is(http.StatusOK, path)
		if n := a.Find("main script, main img, main [onerror], main a[href^='javascript']").Length(); n > 0 {
			t.Errorf("%s: got %d elements that act, want none", path, n)
		}
		a.wants("main", "הלקוח")
		if words := a.Find("main [dir=auto]").FilterFunction(func(_ int, e *selection) bool { return strings.Contains(e.Text(), "הלקוח") }); words.Length() == 0 {
			t.Errorf("%s: got the right-to-left words in no direction of their own", path)
		}
	}
}
