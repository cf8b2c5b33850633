package handlers_test

import (
	"net/url"
	"testing"

	"github.com/google/uuid"
)

// TestTalkInParts: what was said and who had the ball can be read apart, and the part stays while the page follows.
func TestTalkInParts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	asked(s)
	quiet := withMarketing(s)
	ben := s.as(t, "ben")
	ben.post("/requests/1/comments", url.Values{"body": {"Rotterdam is the busy one."}, "submission": {uuid.NewString()}}).leads("/requests/1")
	const thread = "section[aria-labelledby=talk] .talk > li"
	for path, want := range map[string]int{
		"/requests/1": 3, "/requests/1?talk=nonsense": 3, "/requests/1?talk=comments": 2, "/requests/1?talk=hand-overs": 2,
	} {
		page := ben.get(path)
		if got := page.Find(thread).Length(); got != want {
			t.Errorf("%s: got %d in the thread, want %d: %s", path, got, want, page.text(thread))
		}
	}
	words := ben.get("/requests/1?talk=comments")
	words.wants(".talk", "Which lanes?")
	words.wants(".talk", "Rotterdam is the busy one.")
	words.wants("nav[aria-label=Show] [aria-current]", "Comments")
	if got := words.Find("div[data-live][hx-get]").AttrOr("hx-get", ""); got != "/requests/1?talk=comments" {
		t.Errorf("got a page that follows %q, want its comments", got)
	}
	ben.get("/requests/1?talk=hand-overs").wants(".talk", "Ruth Hallam asked for a brochure.")
	ben.get("/requests/"+quiet.Ref()[2:]+"?talk=comments").wants("section[aria-labelledby=talk]", "Nobody has said anything yet.")
}
