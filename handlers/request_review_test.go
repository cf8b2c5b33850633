package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/files"
	"alongside/models/requests"
)

// layoutReview is a fact check of a layout, that Ruth decides and Hannah is asked about.
func layoutReview(s *site) (r requests.Request, layout int64) {
	s.t.Helper()
	r = s.handOn(withMarketing(s), "ben", "ruth")
	s.clock.SetTime(s.clock.Now().Add(time.Minute))
	layout = s.version(r, 0)
	r = s.handOn(r, "ben")
	r, err := s.portal.Requests.AskReviewer(s.t.Context(), s.person("ben"), r.ID, r.Version, s.person("hannah").ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return r, layout
}

// version adds a file of Lucía's to the request, or a version of the piece, and returns its id.
func (s *site) version(r requests.Request, of int64) int64 {
	s.t.Helper()
	u, err := s.portal.Files.Receive("layout.pdf", strings.NewReader("%PDF-1.4 "+uuid.NewString()))
	if err != nil {
		s.t.Fatal(err)
	}
	u.Of = of
	uploads := []files.Upload{u}
	if _, err := s.portal.Requests.Attach(s.t.Context(), s.person("lucia"), r.ID, uuid.New(), uploads); err != nil {
		s.t.Fatal(err)
	}
	return uploads[0].ID
}

func opinion(r requests.Request, answer, note string) url.Values {
	return url.Values{"answer": {answer}, "note": {note}, "version": {strconv.Itoa(r.Version)}}
}

func TestReviewIsShownToEachAsTheirs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r, _ := layoutReview(s)
	path := fmt.Sprintf("/requests/%d", r.ID)
	for _, c := range []struct {
		who    string
		button string // of the answer; "": no answer is asked of them
		names  bool
		handOn bool
	}{
		{"ruth", "Answer and hand to Marketing", true, false},
		{"dan", "Answer and hand to Marketing", true, false},
		{"hannah", "Give your answer", false, false},
		{"ben", "", true, false},
		{"greta", "", false, false},
		{"ines", "", false, false},
	} {
		page := s.as(t, c.who).get(path)
		page.wants("section[aria-labelledby=under-review]", "Round 1 of 2")
		page.wants("section[aria-labelledby=under-review] .file-row", "Version 1")
		page.wants("section[aria-labelledby=reviewers]", "0 of 2 answered")
		page.wants("section[aria-labelledby=reviewers] tbody", "Hannah Moyo")
		page.wants(".ball", "Fact check, Ruth Hallam decides")
		if got := page.text("section[aria-labelledby=answer] form button"); got != c.button {
			t.Errorf("%s: got button %q, want %q", c.who, got, c.button)
		}
		if got := page.Find("form[action$='/reviewers'] select").Length() == 1; got != c.names {
			t.Errorf("%s: got naming of reviewers %t, want %t", c.who, got, c.names)
		}
		if got := page.Find("form:has([name=to][value=next])").Length() == 1; got != c.handOn {
			t.Errorf("%s: got a button to hand on %t, want %t", c.who, got, c.handOn)
		}
	}
}

func TestReviewAnswers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r, layout := layoutReview(s)
	path := fmt.Sprintf("/requests/%d", r.ID)
	ruth, hannah := s.as(t, "ruth"), s.as(t, "hannah")

	hannah.post(path+"/reviews", opinion(r, "approved", "")).leads(path, "Hannah approves")
	hannah.get(path).wants("section[aria-labelledby=reviewers]", "1 of 2 answered")

	bad := ruth.post(path+"/reviews", opinion(r, "notes", "  "))
	bad.is(http.StatusUnprocessableEntity, "notes without words")
	bad.wants(".error-summary a[href='#review-note']", "Write your notes")
	if got := bad.Find("[name=answer][checked]").AttrOr("value", ""); got != "notes" {
		t.Errorf("got %q chosen, want what was chosen", got)
	}
	nobody := ruth.post(path+"/reviews", opinion(r, "not-mine", ""))
	nobody.is(http.StatusUnprocessableEntity, "not mine, and nobody named")
	nobody.wants(".error-summary a[href='#review-person']", "Name whose it is")
	ruth.post(path+"/reviews", opinion(r, "", "")).wants(".error-summary a[href='#review-answer']", "Choose one")

	s.version(r, layout)
	stale := ruth.post(path+"/reviews", opinion(r, "notes", "Page 3: add the quay"))
	stale.is(http.StatusConflict, "about version 1")
	stale.wants(".error-summary", "Page 3: add the quay")
	stale.wants("section[aria-labelledby=under-review] .callout", "Version 2 of layout.pdf came after Hannah had approved version 1.")
	stale.wants("section[aria-labelledby=reviewers] tbody", "Asked again")

	now := one[int](s, `SELECT version FROM requests WHERE id = $1`, r.ID)
	r.Version = now
	partial := s.asHTMX(t, "ruth").post(path+"/reviews", opinion(r, "notes", "Page 3: add the quay"))
	partial.is(http.StatusOK, "by htmx")
	partial.wants(".ball", "With Marketing")
	partial.wants("section[aria-labelledby=round-1]", "Review round 1: fact check")
	partial.wants("section[aria-labelledby=round-1] tbody", "Approved with notes")
	partial.wants("section[aria-labelledby=round-1]", "Round 2 of 2 opens for Sales")
	partial.wants(".talk", "decided Fact check")
	partial.lacks("header.app-bar")
	ruth.post(path+"/reviews", opinion(r, "approved", "")).is(http.StatusConflict, "decided twice")
}

func TestReviewersByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r, _ := layoutReview(s)
	path, ruth := fmt.Sprintf("/requests/%d", r.ID), s.as(t, "ruth")
	form := func(do, person string) url.Values {
		version := strconv.Itoa(one[int](s, `SELECT version FROM requests WHERE id = $1`, r.ID))
		return url.Values{"do": {do}, "person": {person}, "version": {version}}
	}
	greta := strconv.FormatInt(s.person("greta").ID, 10)
	ruth.post(path+"/reviewers", form("add", greta)).leads(path)
	page := ruth.get(path)
	page.wants("section[aria-labelledby=reviewers]", "0 of 3 answered")
	page.wants("section[aria-labelledby=reviewers] tbody", "Greta Lindqvist")
	ruth.post(path+"/reviewers", form("add", "")).wants(".error-summary a[href='#reviewer']", "Choose somebody")
	stale := form("remove", greta)
	stale.Set("version", "1")
	ruth.post(path+"/reviewers", stale).is(http.StatusConflict, "stale")
	ruth.post(path+"/reviewers", form("remove", greta)).leads(path)
	ruth.get(path).wants("section[aria-labelledby=reviewers]", "0 of 2 answered")
	ruth.post(path+"/reviewers", form("toggle", greta)).is(http.StatusNotFound, "toggle")
}

// TestReviewOnTheBoard goes on by its decider, and back by the answer that says what should change.
func TestReviewOnTheBoard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r, _ := layoutReview(s)
	ticket := fmt.Sprintf("#request-%d", r.ID)
	s.as(t, "greta").get("/requests/board").lacks(ticket + " .ticket-moves")
	ruth := s.as(t, "ruth")
	board := ruth.get("/requests/board")
	board.wants(ticket+" .ticket-moves form button", "Hand to Marketing for design")
	back := board.Find(ticket+" [data-send-back]").AttrOr("href", "")
	page := ruth.get(strings.Split(back, "#")[0])
	if got := page.Find("[name=answer][checked]").AttrOr("value", ""); got != "changes" {
		t.Errorf("%s: got %q chosen, want changes", back, got)
	}
}

// TestHandingOnAReview by the stage form is its decider's alone.
func TestHandingOnAReview(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r, _ := layoutReview(s)
	path := fmt.Sprintf("/requests/%d", r.ID)
	form := url.Values{"to": {"next"}, "version": {strconv.Itoa(r.Version)}}
	refused := s.as(t, "greta").post(path+"/stage", form)
	refused.is(http.StatusForbidden, "greta")
	refused.wants("main", "Ruth Hallam decides this review")
	s.as(t, "ruth").post(path+"/stage", form).leads(path)
	s.as(t, "ruth").get(path).wants("section[aria-labelledby=round-1] tbody", "Approved")
}

func TestFurtherRoundByForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := noRoundLeft(s)
	path := fmt.Sprintf("/requests/%d", r.ID)
	ben, priya := s.as(t, "ben"), s.as(t, "priya")
	page := ben.get(path)
	page.wants(".ball", "A third round of review needs a lead of either side and a new date.")
	page.lacks("form:has([name=to][value=next])")
	page.lacks("form[action$='/rounds']")
	form := url.Values{"version": {strconv.Itoa(r.Version)}}
	bad := priya.post(path+"/rounds", form)
	bad.is(http.StatusUnprocessableEntity, "without words")
	bad.wants(".error-summary a[href='#round-date']", "Choose the new date")
	form.Set("date", "2027-02-01")
	form.Set("reason", "The pages changed")
	priya.post(path+"/rounds", form).leads(path)
	page = ben.get(path)
	page.wants(".talk", "allowed round 3 of review. Promised Mon 1 Feb 2027")
	page.wants("form:has([name=to][value=next]) button", "Hand to Sales for review")
}
