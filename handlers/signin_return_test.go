package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/uuid"
)

func TestWhatWasTypedComesBackThroughTheSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.signIn(t, "ruth")
	page := ruth.get("/requests/new?type=brochure")
	if sent := ruth.post("/requests", brochure(page)); sent.status != http.StatusSeeOther {
		t.Fatalf("got %d, want 303", sent.status)
	}
	again := func(b *browser, path string, form url.Values) *answer {
		t.Helper()
		away := b.post(path, form)
		to, err := url.Parse(away.header.Get("Location"))
		if err != nil || to.Path != "/signin" {
			t.Fatalf("got %d to %q, want the sign-in", away.status, away.header.Get("Location"))
		}
		signedIn := s.signIn(t, "ruth")
		return signedIn.get(to.Query().Get("next"))
	}

	typed := brochure(page)
	typed.Set("title", "“Zürich” & <Basel> brochure")
	brief := again(s.visitor(t), "/requests", typed)
	brief.wants("h1", "Ask Marketing for a brochure")
	if got, want := brief.value("title"), typed.Get("title"); got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
	if got := brief.Find("input[name=use]:checked").Length(); got != 2 {
		t.Errorf("got %d uses checked, want 2", got)
	}
	if got, old := brief.value("submission"), typed.Get("submission"); got == "" || got == old {
		t.Errorf("submission: got %q, want a new one", got)
	}

	// Words written into a draft come back as typed now, not as they were saved.
	saved := with(with(brochure(page), "submission", uuid.NewString()), "do", "draft")
	ruth.post("/requests", saved).leads("/requests/new?draft=1")
	saved = with(with(with(saved, "draft", "1"), "version", "1"), "title", "Newer words")
	newer := again(s.visitor(t), "/requests", saved)
	if got := newer.value("title"); got != "Newer words" {
		t.Errorf("title of the draft: got %q, want what was typed", got)
	}
	offer := again(s.visitor(t), "/ridealongs", with(with(offered(), "draft", "1"), "title", "Newer words"))
	if got := formOf(offer, offerForm); got.Get("title") != "Newer words" || got.Has("draft") {
		t.Errorf("offer: got %v, want what was typed", got)
	}
	proposal := again(s.visitor(t), "/icp/proposals", with(with(freshly(proposing("Newer words")), "draft", "1"), "do", "draft"))
	if got := formOf(proposal, proposeForm); got.Get("section_2") != "Newer words" || got.Has("draft") {
		t.Errorf("proposal: got %v, want what was typed", got)
	}

	comment := again(s.visitor(t), "/requests/1/comments", url.Values{"body": {"Half a thought"}, "submission": {"x"}})
	if got, want := comment.text("#comment-body"), "Half a thought"; got != want {
		t.Errorf("comment: got %q, want %q", got, want)
	}
	if far := s.visitor(t).post("/signout", nil); far.header.Get("Location") != "/signin" {
		t.Errorf("sign-out: got %q, want /signin", far.header.Get("Location"))
	}
}
