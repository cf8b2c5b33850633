package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"alongside/models/demo"
)

//go:embed testdata/axe.min.js
var axe string

// TestEveryPage looks at each page in light and dark on a desk and on a phone: axe-core finds nothing, nothing has to be
// scrolled sideways, no complaint of the browser. With ALONGSIDE_SHOTS it leaves pictures in that folder.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	seenBy := func(who, what string, look func(b *tab)) {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := browse(t, desk)
			b.signIn(who)
			look(b)
		})
	}
	t.Run("strangers", func(t *testing.T) {
		t.Parallel()
		b := browse(t, desk)
		b.visit("/signin", 200)
		b.look("sign-in")
		b.write("#email", "ruth.hallam@meridian.example")
		b.write("#password", "not "+demo.Password)
		b.leave(func() { b.press("Sign in") }, 422)
		b.look("sign-in-error")
		b.visit("/nothing-here", 404)
		b.look("404-stranger")
	})
	seenBy("dan.okafor", "queue", func(b *tab) {
		b.look("home")
		for _, view := range []string{"open", "at-risk", "delivered"} {
			b.visit("/requests?view="+view, 200)
			b.look("queue-" + view)
		}
		b.visit("/requests/report?period=365", 200)
		b.look("report")
		b.visit("/requests?view=delivered&type=sheet&through=Draft&through_kept=yes", 200)
		b.look("queue-behind")
		b.visit("/requests?view=delivered&state=archived", 200)
		b.look("pieces-empty")
		b.visit("/requests/352/piece", 200)
		b.look("piece")
		b.visit("/requests/287/piece", 200)
		b.want(".callout-late", "Check before using")
		b.openAll()
		b.look("piece-stale")
		b.visit("/requests?q=nothing+of+the+kind", 200)
		b.look("queue-empty")
		b.visit("/requests/board", 200)
		b.look("board")
		b.visit("/requests/board?stage=design&q=nothing+of+the+kind", 200)
		b.look("board-empty")
		b.visit("/requests/capacity", 200)
		b.look("capacity")
	})
	seenBy("dan.okafor", "asking", func(b *tab) {
		b.visit("/requests/new?type=intro", 403)
		b.look("403")
		b.visit("/requests/999999", 404)
		b.look("404")
		b.visit("/requests/new", 200)
		b.look("choose")
		b.visit("/requests/new?type=brochure", 200)
		b.look("brief")
		b.pick("#needed_by", time.Now().AddDate(0, 0, 1).Format(time.DateOnly))
		b.until(says("#rush", "sooner than the time both teams agreed"))
		b.leave(func() { b.press("Send to Marketing") }, 422)
		b.look("brief-errors")
		b.visit("/requests/new?type=sheet&from=IN-231&from=R-401&from=R-999999", 200)
		b.leave(func() { b.press("Save as draft") }, 200)
		b.look("brief-draft")
		b.visit("/requests/new", 200)
		b.look("choose-drafts")
	})
	seenBy("dan.okafor", "requests and types", func(b *tab) {
		for _, page := range []struct{ name, path, standing string }{
			{"request-at-risk", "/requests/412", "At risk"},
			{"request-overdue", "/requests/398", "Overdue"},
			{"request-question", "/requests/430", "paused"},
			{"request-review", "/requests/443", "Your answer, Dan"},
			{"request-delivered", "/requests/388", "Delivered"},
			{"request-declined", "/requests/400", "Declined"},
			{"request-cancelled", "/requests/401", "Cancelled"},
		} {
			b.visit(page.path, 200)
			b.want("main", page.standing)
			b.look(page.name)
		}
		for _, page := range []struct{ name, path, standing string }{
			{"types", "/requests/types", "Waiting for the Sales key"},
			{"type-agreed", "/requests/types/event", "Agreed by both teams"},
			{"type-version", "/requests/types/sheet/versions/2", "Agreed by both teams"},
		} {
			b.visit(page.path, 200)
			b.want("main", page.standing)
			b.look(page.name)
		}
		b.visit("/requests/types/sheet", 200)
		b.openAll()
		b.write("#stage_2_name", "")
		b.stay(func() { b.pressOn("button.btn-primary[value=save]") }, `document.activeElement.matches(".error-summary")`)
		b.look("type-errors")
	})
	seenBy("dan.okafor", "profile", func(b *tab) {
		for _, page := range []struct{ name, path, standing string }{
			{"profile", "/icp", "Agreed by both teams"},
			{"profile-versions", "/icp/versions", "Who has read version 4"},
			{"profile-version", "/icp/versions/2", "This is not the version in force."},
			{"profile-compare", "/icp/compare?from=1&to=4", "What changed from version 1 to version 4"},
			{"profile-paper", "/icp/versions/4/print", "Agreed by both"},
			{"profile-review", "/icp/reviews/new", "Does it still hold?"},
		} {
			b.visit(page.path, 200)
			b.want("main", page.standing)
			b.look(page.name)
		}
		b.visit("/icp", 200)
		b.press("Who keeps what right")
		b.leave(func() { b.pressOn("aside details a") }, 200)
		b.look("profile-section")
	})
	seenBy("dan.okafor", "fit and proposals", func(b *tab) {
		b.visit("/icp/held", 200)
		b.want("main", "What proposal 7 would move")
		b.pressOn("main details summary")
		b.look("fit-held")
		b.visit("/icp/checks?q=foods", 200)
		b.look("fit-list")
		b.visit("/icp/checks?q=nothing+of+the+kind", 200)
		b.look("fit-list-empty")
		b.visit("/icp/checks/new", 200)
		b.look("fit-form")
		b.leave(func() { b.press("See the answer") }, 422)
		b.look("fit-form-errors")
		b.visit("/icp/checks/186", 200)
		b.want("h1", "Garside Foods is a good fit")
		b.look("fit")
		b.visit("/icp/proposals/7", 200)
		b.want("main", "Count customs trouble as a buying sign")
		b.openAll()
		b.look("proposal")
		b.visit("/icp/proposals/7/edit", 200)
		b.openAll()
		b.look("proposal-edit")
	})
	seenBy("dan.okafor", "notes", func(b *tab) {
		for _, page := range []struct{ name, path, words string }{
			{"notes", "/intel", "Answered in time"}, {"notes-found", "/intel?q=norvk+friday", "Clear filters"}, {"notes-mine", "/intel?mine=1", "were used somewhere"},
			{"questions", "/intel/questions", "48-hour"}, {"note-used", "/intel/229", "What became of it"},
		} {
			b.visit(page.path, 200)
			b.want("main", page.words)
			b.look(page.name)
		}
		for _, page := range []struct{ name, path, words string }{
			{"competitors", "/competitors", "Why we win and lose"}, {"call", "/competitors/corvane/call", "May say"}, {"sheet", "/competitors/CP-2/sheet", "what we answer"}, {"competitor-edit", "/competitors/corvane/edit", "Writes the card"},
		} {
			b.visit(page.path, 200)
			b.want("main", page.words)
			b.look(page.name)
		}
		b.visit("/competitors/corvane", 200)
		b.openAll()
		b.want("main", "What we hear of them")
		b.look("card")
		b.visit("/competitors/norvik-lines/claims/new", 200)
		b.leave(func() { b.pressOn("button[value=save]") }, 422)
		b.look("line-errors")
		b.visit("/claims/20", 200) // heard otherwise
		b.openAll()
		b.write("#notes", "cold store")
		b.leave(func() { b.press("Find") }, 200)
		b.look("line-found")
		b.visit("/intel/new", 200)
		b.look("capture")
		b.pressOn(`label:has([value=new])`)
		b.stay(func() { b.pressOn("form[data-capture] button.btn-primary") }, `document.activeElement.matches(".error-summary")`)
		b.press("What you make of it, when, how confidential")
		b.look("capture-errors")
	})
	seenBy("callum.reid", "ride-alongs of a host", func(b *tab) {
		for _, page := range []struct{ name, path, words string }{
			{"rides", "/ridealongs", "Open seats"}, {"rides-empty", "/ridealongs?week=2027-W30", "Week 30"}, {"rides-list", "/ridealongs?view=list&past=1", "Halden Automotive"},
			{"rides-mine", "/ridealongs?view=mine", "You host"}, {"ride", "/ridealongs/29", "Before you go"}, {"ride-brief", "/ridealongs/29/brief", "Do’s and don’ts"},
			{"ride-debrief", "/ridealongs/27/debriefs", "You write alone"},
		} {
			b.visit(page.path, 200)
			b.want("main", page.words)
			b.look(page.name)
		}
		b.leave(func() { b.press("Save the debrief") }, 422)
		b.look("ride-debrief-error")
		b.visit("/ridealongs/32", 200)
		b.openAll()
		b.stay(func() { b.press("Cancel it and tell everybody") }, `document.activeElement.matches(".error-summary")`)
		b.openAll()
		b.look("ride-host")
		b.visit("/ridealongs/new?starts_at=2027-02-10T09:30", 200)
		b.leave(func() { b.press("Offer it to Marketing") }, 422)
		b.look("ride-offer-errors")
		b.leave(func() { b.press("Save as draft") }, 200)
		b.look("ride-offer-draft")
		b.visit("/ridealongs/new", 200)
		b.look("ride-offer-drafts")
		b.visit("/calendar", 200)
		b.leave(func() { b.press("Make an address") }, 200)
		b.look("calendar")
	})
	seenBy("hannah.moyo", "ride-alongs of a guest", func(b *tab) {
		b.visit("/ridealongs/26/debriefs", 200)
		b.want("main", "Two of five answers differ.")
		b.look("ride-debriefs")
		b.visit("/ridealongs/31", 200)
		b.look("ride-open")
		b.visit("/ridealongs/pairs", 200)
		b.look("ride-pairs")
	})
	seenBy("dan.okafor", "hours and rules of ride-alongs", func(b *tab) {
		b.visit("/ridealongs?view=hours", 200)
		b.pressOn("main details summary")
		b.look("ride-hours")
		b.visit("/ridealongs/rules", 200)
		b.leave(func() { b.press("Put it off limits") }, 422)
		b.look("ride-rules-errors")
	})
	seenBy("priya.nair", "pieces and notes of who answers", func(b *tab) {
		b.look("home-lead")
		b.visit("/requests/301/piece", 200)
		b.openAll()
		b.look("piece-kept")
		b.leave(func() { b.press("Put version 2 in its place") }, 422)
		b.look("piece-error")
		b.visit("/intel/triage", 200)
		b.look("notes-waiting")
		b.visit("/intel/231", 200)
		b.stay(func() { b.press("Answer Callum") }, `document.activeElement.matches(".error-summary")`)
		b.look("note-answer-error")
		b.visit("/intel/232", 200)
		b.want("main", "Seen by Aisha")
		b.look("note-sensitive")
	})
	seenBy("joel.tan", "administration", func(b *tab) {
		b.visit("/admin/mail", 200)
		b.look("mails")
		b.visit("/admin/mail?q=nothing+of+the+kind", 200)
		b.look("mails-empty")
		b.visit("/admin/mail/1", 200)
		b.want("main", "You have a seat.")
		b.look("mail")
	})
	seenBy("priya.nair", "requests of who makes them", func(b *tab) {
		b.visit("/requests?view=unassigned", 200)
		b.look("queue-unassigned")
		b.visit("/requests/board?with=marketing", 200)
		b.press("Save this view")
		b.leave(func() { b.press("Save the view") }, 422)
		b.look("board-save-error")
		b.visit("/requests/board?q=R-412", 200)
		b.press("Move R-412")
		b.look("board-moves")
		b.visit("/requests/450", 200)
		b.want("main", "Your decision, Priya")
		b.look("request-rush")
		b.visit("/requests/444", 200)
		b.look("request")
		b.openAll()
		b.look("request-opened")
		b.visit("/requests/412", 200)
		b.openAll()
		b.stay(func() { b.press("Ask Sales") }, `document.activeElement.matches(".error-summary")`)
		b.look("request-error")
		b.visit("/requests/403", 200) // in its last stage
		b.openAll()
		b.look("request-deliver")
		b.pick("#move-deliver [name=version]", "0")
		b.write("#deliver-note", "A word that is kept.")
		b.leave(func() { b.press("Deliver to Sales") }, 409)
		b.look("409")
		b.visit("/requests/412", 200)
		b.pick(`form:has([name=to][value=next]) [name=version]`, "0")
		b.stay(func() { b.pressOn(handOn) }, says("#alert", "changed R-412"))
		b.look("alert")
		b.visit("/inbox", 200)
		b.look("inbox")
	})
}

// TestBrowserComplains proves that these tests hear what browsers complain about, and see what axe-core finds.
func TestBrowserComplains(t *testing.T) {
	t.Parallel()
	b := browse(t, desk)
	b.visit("/signin", 200)
	for _, offence := range []string{
		`document.body.insertAdjacentHTML("beforeend", "<p style='color:red'>red</p>") ?? true`,
		`setTimeout(() => { throw new Error("lost") }) > 0`,
		`console.error("oh") ?? true`,
		`Boolean(document.body.append(Object.assign(new Image(), {src: "/static/none.png"})) ?? true)`,
	} {
		read[bool](b, offence)
		var heard []string
		for deadline := time.Now().Add(patience); len(heard) == 0; <-time.After(time.Millisecond) {
			if heard = b.heard(); time.Now().After(deadline) {
				t.Fatalf("%s: got no complaint, want one", offence)
			}
		}
	}
	for theme, offence := range map[string]string{
		"light": "document.body.append(new Image()) ?? true",
		"dark":  `Boolean(document.querySelector("h1").attributeStyleMap.set("color", "#222"))`,
	} {
		b.visit("/signin", 200)
		b.theme(theme)
		read[bool](b, offence)
		if got := b.axe(theme == "light"); len(got) == 0 {
			t.Errorf("%s: got no violation, want one", offence)
		}
	}
}

func (b *tab) openAll() {
	b.t.Helper()
	if n := read[int](b, `[...document.querySelectorAll("main details")].filter((e) => e.open = true).length`); n < 2 {
		b.t.Errorf("%s: got %d details, want some", b.here(), n)
	}
}

// look examines the page as it stands and leaves it on a desk, in light. Dark changes nothing but colours, and those of a
// phone are those of a desk.
func (b *tab) look(name string) {
	b.t.Helper()
	for _, theme := range []string{"dark", "light"} {
		b.theme(theme)
		for _, width := range []int64{390, 1440} {
			b.resize(width, 900)
			b.fits(width)
			if theme == "light" || width == desk.width {
				for _, violation := range b.axe(theme == "light") {
					b.t.Errorf("%s (%s), %s, %d: %s", name, b.here(), theme, width, violation)
				}
			}
			b.shoot(fmt.Sprintf("%s-%d-%s.png", name, width, theme))
		}
	}
	b.resize(320, 900)
	b.fits(320)
	b.resize(desk.width, desk.height)
	read[bool](b, `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`)
}

func (b *tab) theme(scheme string) {
	b.t.Helper()
	send(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	b.until(fmt.Sprintf(`matchMedia("(prefers-color-scheme: %s)").matches &&
		document.getAnimations().filter((change) => change.finish() ?? true).length === 0`, scheme))
}

// axe returns what axe-core finds, with all its rules or with those about colours alone. It comes by the debugger, which
// the page's content policy does not bind.
func (b *tab) axe(allRules bool) []string {
	b.t.Helper()
	if !read[bool](b, `typeof axe === "object"`) {
		b.do(chromedp.Evaluate[chromedp.Void](axe))
	}
	options := `{resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}`
	if !allRules {
		options = `{resultTypes: ["violations"], runOnly: ["color-contrast", "link-in-text-block"]}`
	}
	return read[[]string](b, `axe.run(document, `+options+`).then((found) => found.violations.flatMap((v) =>
		v.nodes.map((n) => v.id + ": " + n.html.slice(0, 200) + " " + n.failureSummary.replace(/\s+/g, " "))))`)
}

func (b *tab) shoot(file string) {
	b.t.Helper()
	folder := os.Getenv("ALONGSIDE_SHOTS")
	if folder == "" || !strings.HasPrefix(folder, "/") {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, file), png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}
