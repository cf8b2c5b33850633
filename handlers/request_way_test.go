package handlers_test

import (
	"net/http"
	"net/url"
	"testing"
)

func brochure(page *answer) url.Values {
	return url.Values{
		"submission": {page.value("submission")}, "type": {"brochure"}, "title": {"Cross-dock brochure"}, "account": {"Halden Automotive"},
		"reader": {"Inbound logistics managers"}, "change": {"They can hold my parts"}, "use": {"Tender", "Event"}, "do": {"send"},
	}
}

func TestAskForABrochure(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth, ben := s.signIn(t, "ruth"), s.signIn(t, "ben")

	ruth.get("/requests/new").wants("h1", "What do you need?")
	page := ruth.get("/requests/new?type=brochure")
	page.wants("h1", "Ask Marketing for a brochure")
	page.wants("#promised-dates", "Wed 16 Dec")
	sent := ruth.post("/requests", brochure(page))
	if sent.status != http.StatusSeeOther || sent.header.Get("Location") != "/requests/1" {
		t.Fatalf("got %d to %q, want 303 to /requests/1: %s", sent.status, sent.header.Get("Location"), sent.text("main"))
	}
	show := ruth.get("/requests/1")
	show.wants("h1", "Cross-dock brochure")
	show.wants(".ball", "With Marketing, day 1 of 1")
	show.wants(".toast", "R-1 is sent. Promised Wed 16 Dec.")
	show.lacks("form[action='/requests/1/stage']")

	show = ben.get("/requests/1")
	show.wants(".ball", "Hand to Sales for brief details")
	handed := ben.post("/requests/1/stage", url.Values{"to": {"next"}, "version": {show.value("version")}})
	if handed.status != http.StatusSeeOther {
		t.Fatalf("hand on: got %d, want 303: %s", handed.status, handed.text("main"))
	}
	ben.get("/requests/1").wants(".ball", "With Sales, day 1 of 1")
	ben.get("/requests").wants("table.queue", "Cross-dock brochure")
	ruth.get("/").wants("main", "Cross-dock brochure")
	ruth.get("/inbox").wants("h1", "Inbox")
}
