package views

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"alongside/views/ui"
)

func parse(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func ben() *Viewer {
	return &Viewer{ID: 8, Name: "Ben Astley", Initials: "BA", Team: ui.Marketing, TeamName: "Marketing", Zone: time.UTC}
}

func TestNavigationShowsTheCurrentPlace(t *testing.T) {
	t.Parallel()
	doc := parse(t, Layout(Page{Title: "Requests", Viewer: ben(), Nav: "requests"}))
	for _, nav := range []string{".main-nav", ".phone-dock"} {
		current := doc.Find(nav + " a[aria-current=page]")
		if got := strings.TrimSpace(current.Text()); current.Length() != 1 || got != "Requests" {
			t.Errorf("%s: got %d current places, %q, want Requests alone", nav, current.Length(), got)
		}
	}
	if got := doc.Find("title").Text(); got != "Requests · Alongside" {
		t.Errorf("got title %q, want %q", got, "Requests · Alongside")
	}
}

func TestReadersAreNotOfferedARequest(t *testing.T) {
	t.Parallel()
	reader := ben()
	reader.ReadOnly = true
	for viewer, want := range map[*Viewer]int{ben(): 2, reader: 0, nil: 0} {
		doc := parse(t, Layout(Page{Viewer: viewer}))
		if got := doc.Find(`a[href="/requests/new"]`).Length(); got != want {
			t.Errorf("%+v: got %d links to a new request, want %d", viewer, got, want)
		}
	}
}

func TestInboxSaysHowManyAreUnread(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "Inbox", 3: "Inbox, unread: 3", 140: "Inbox, unread: 99+"} {
		link := parse(t, Layout(Page{Viewer: ben(), Unread: n})).Find(`.app-tools a[href="/inbox"]`)
		if got := strings.Join(strings.Fields(link.Text()), " "); got != want {
			t.Errorf("%d unread: got %q, want %q", n, got, want)
		}
	}
}

func TestSignedOutLayoutHasNoNavigation(t *testing.T) {
	t.Parallel()
	doc := parse(t, ErrorPage(Page{}, Failure{Status: 404}))
	if got := doc.Find("nav").Length(); got != 0 {
		t.Errorf("got %d navigations, want none", got)
	}
	if got := doc.Find("h1").Text(); got != "Nobody is holding this page" {
		t.Errorf("got %q, want the words for 404", got)
	}
}

func TestThemeIsOnlyWrittenWhenChosen(t *testing.T) {
	t.Parallel()
	for theme, want := range map[string]bool{"": false, "alongside-dark": true} {
		got, is := parse(t, Layout(Page{Theme: theme})).Find("html").Attr("data-theme")
		if got != theme || is != want {
			t.Errorf("theme %q: got data-theme %q, %t", theme, got, is)
		}
	}
}

func TestErrorsOfHtmxRequestsGoToTheAlert(t *testing.T) {
	t.Parallel()
	doc := parse(t, Layout(Page{Viewer: ben()}))
	body := doc.Find("body")
	for _, status := range []string{"403", "404", "409", "5xx"} {
		got, _ := body.Attr("hx-status:" + status + ":inherited")
		if !strings.HasPrefix(got, "target:#alert swap:innerHTML") {
			t.Errorf("%s: got %q, want it to go to #alert", status, got)
		}
	}
	for _, status := range []string{"422", "4xx"} {
		if got, is := body.Attr("hx-status:" + status + ":inherited"); is {
			t.Errorf("%s: got %q, want it left to the form", status, got)
		}
	}
	if got := doc.Find("#alert").Length(); got != 1 {
		t.Errorf("got %d places for alerts, want 1", got)
	}
}

func TestErrorWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		f          Failure
		kind, text string
	}{
		{Failure{Status: 403, Title: "This needs a lead’s key", Text: "Priya leads."}, "Not allowed, 403", "Priya leads."},
		{Failure{Status: 409}, "Changed meanwhile, 409", wordsByStatus[409].text},
		{Failure{Status: 500, Reference: "7F3A-21C9"}, "Our fault, 500", unknownFailure.text},
		{Failure{Status: 503}, "Back soon, 503", wordsByStatus[503].text},
		{Failure{Status: 502}, "Our fault, 502", unknownFailure.text},
	} {
		page := parse(t, ErrorPage(Page{Viewer: ben()}, c.f)).Find("main")
		if got := page.Find("p.font-medium").Text(); got != c.kind {
			t.Errorf("%d: got %q, want %q", c.f.Status, got, c.kind)
		}
		if got := page.Find(".page-lede").Text(); got != c.text {
			t.Errorf("%d: got %q, want %q", c.f.Status, got, c.text)
		}
		alert := parse(t, ErrorAlert(c.f)).Find("[role=alert]").Text()
		if !strings.Contains(alert, c.text) || !strings.Contains(alert, c.f.Reference) {
			t.Errorf("%d: got alert %q, want the words and the reference of the page", c.f.Status, alert)
		}
	}
}

func TestSignInKeepsTheAddressAndNotThePassword(t *testing.T) {
	t.Parallel()
	doc := parse(t, SignInPage(Page{Title: "Sign in"}, SignIn{Company: "Meridian Freight", Email: `"ben"@x`, Next: "/requests/412", Problem: "That did not match."}))
	if got, _ := doc.Find("input[name=email]").Attr("value"); got != `"ben"@x` {
		t.Errorf("got email %q, want what was typed", got)
	}
	if got, _ := doc.Find("input[name=next]").Attr("value"); got != "/requests/412" {
		t.Errorf("got next %q, want /requests/412", got)
	}
	if _, is := doc.Find("input[name=password]").Attr("value"); is {
		t.Error("got a password in the page, want none")
	}
	if got := doc.Find("[role=alert]").First().Text(); strings.TrimSpace(got) != "That did not match." {
		t.Errorf("got %q, want the problem", got)
	}
}

func TestRole(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]Viewer{
		"Marketing":                {TeamName: "Marketing"},
		"Sales, lead":              {TeamName: "Sales", Lead: true},
		"Marketing, administrator": {TeamName: "Marketing", Admin: true},
		"Administrator":            {Admin: true},
		"Reader":                   {ReadOnly: true},
	} {
		if got := v.role(); got != want {
			t.Errorf("%+v: got %q, want %q", v, got, want)
		}
	}
}
