package handlers_test

import (
	"net/http"
	"net/url"
	"testing"
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

	comment := again(s.visitor(t), "/requests/1/comments", url.Values{"body": {"Half a thought"}, "submission": {"x"}})
	if got, want := comment.text("#comment-body"), "Half a thought"; got != want {
		t.Errorf("comment: got %q, want %q", got, want)
	}
	if far := s.visitor(t).post("/signout", nil); far.header.Get("Location") != "/signin" {
		t.Errorf("sign-out: got %q, want /signin", far.header.Get("Location"))
	}
}
