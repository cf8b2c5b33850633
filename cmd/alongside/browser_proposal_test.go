package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// choose ticks the section in the form of a proposal and waits until it is open.
func (b *tab) choose(section string) (text string) {
	b.t.Helper()
	b.stay(func() { b.press(section) }, `[...document.querySelectorAll("[id$=_editor]:not([hidden]) h2")].some((e) => e.innerText === `+quoted(section)+`)`)
	return b.sectionText(section)
}

// sectionText is the control with the text of the section.
func (b *tab) sectionText(section string) string {
	b.t.Helper()
	return "#" + read[string](b, `[...document.querySelectorAll("[id$=_editor]")].find((e) => e.querySelector("h2").textContent.trim().startsWith(`+quoted(section)+`)).id.replace("_editor", "")`)
}

// addsTo puts words behind those of a control.
func (b *tab) addsTo(selector, words string) {
	b.t.Helper()
	b.write(selector, b.value(selector)+" "+words)
}

const (
	propose = "form > div .btn-primary[value=propose]"
)

// TestTwoKeysMakeAVersion does it on a portal of its own: what others read of the profile stays as it is.
func TestTwoKeysMakeAVersion(t *testing.T) {
	t.Parallel()
	liveFor(t) // tells whether there is a browser
	own, err := startLive()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := own.close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("with scripts", func(t *testing.T) {
		t.Parallel()
		twoKeys(t, own)
	})
	t.Run("without", func(t *testing.T) {
		t.Parallel()
		twoKeysWithoutScripts(t, own)
	})
}

// browse opens a tab on this portal.
func (l *live) browse(t *testing.T, s screen) *tab {
	t.Helper()
	return openTab(t, l, l.browser, s, chromedp.WithNewBrowserContext())
}

// twoKeys: Ruth proposes, Hannah discusses, Dan turns his key, Ruth takes a hint and his key turns back,
// and when Dan and Priya have turned theirs it is what both teams agreed. Somebody else was at the same section.
func twoKeys(t *testing.T, own *live) {
	ruth, hannah, dan, priya, callum := own.browse(t, desk), own.browse(t, phone), own.browse(t, desk), own.browse(t, phone), own.browse(t, desk)
	for b, who := range map[*tab]string{ruth: "ruth.hallam", hannah: "hannah.moyo", dan: "dan.okafor", priya: "priya.nair", callum: "callum.reid"} {
		b.signIn(who)
	}
	const section = "How we know"
	callum.visit("/icp/proposals/new", 200)
	callum.addsTo(callum.choose(section), "Ask the planner.")
	callum.write("#title", "Ask the planner")
	callum.write("#why", "Planners know first.")
	callum.leave(func() { callum.pressOn(propose) }, 200)
	second := callum.here()

	ruth.visit("/icp/proposals/new?from=IN-231", 200)
	text := ruth.choose(section)
	ruth.addsTo(text, "Ask twice.")
	ruth.stay(func() { ruth.pressOn(propose) }, `document.activeElement.matches(".error-summary")`)
	ruth.look("propose-errors")
	if got := ruth.value(text); !strings.Contains(got, "Ask twice.") {
		t.Errorf("after an error: got %q, want what was typed", got)
	}
	ruth.write("#title", "Ask twice")
	ruth.write("#why", "The first answer was wrong three times.")
	ruth.leave(func() { ruth.press("Save as draft") }, 200)
	ruth.visit("/icp/proposals/new", 200)
	ruth.look("propose-drafts")
	ruth.leave(func() { ruth.press("Continue with Ask twice") }, 200)
	ruth.look("propose-draft")
	ruth.stay(func() { ruth.pressOn(text + "_editor [name=preview]") }, says("ins", "Ask twice."))
	ruth.look("propose-preview")
	ruth.leave(func() { ruth.pressOn(propose) }, 200)
	ruth.want("[role=status]", "is proposed to both teams")
	path := ruth.here()
	ruth.open(path)

	hannah.visit(path, 200)
	hannah.write("textarea[id^=comment-body]", "Whom do we ask?")
	hannah.stay(func() { hannah.press("Comment") }, says(".talk", "Whom do we ask?"))
	hannah.check(`!document.querySelector("textarea[id^=comment-body]").value && !document.querySelector("form[action$='/keys']")`)
	ruth.until(says(".talk", "Whom do we ask?"))

	dan.visit(path, 200)
	dan.stay(func() { dan.press("Turn the Sales key") }, says(".key.turned", "Dan Okafor"))
	dan.check(`!document.querySelector("form[action$='/keys']")`)
	dan.visit(path, 200)
	dan.look("proposal-half")
	ruth.until(says(".key.turned", "Dan Okafor"))
	ruth.leave(func() { ruth.press("Change it") }, 200)
	ruth.addsTo(text, "Ask the buyer.")
	ruth.leave(func() { ruth.pressOn(propose) }, 200)
	ruth.want(".talk", "The key of Dan Okafor has turned back.")
	ruth.check(`!document.querySelector(".key.turned")`)

	dan.visit(path, 200)
	dan.press("Turn it with a reservation")
	dan.write("#reservation", "Only until the rates change")
	dan.pick("#reservation_on", read[string](dan, `document.querySelector("#reservation_on").min`))
	dan.stay(func() { dan.press("Turn the Sales key") }, says(".key.turned", "Only until the rates change"))
	priya.visit(path, 200)
	priya.stay(func() { priya.press("Turn the Marketing key") }, says(".seal-text", "Priya Nair, Marketing"))
	priya.want("section[aria-labelledby=diff]", "Ask the buyer.")
	priya.look("proposal-agreed")
	version := strings.Fields(priya.text(".seal-text strong"))[1]
	ruth.visit("/icp/proposals/new", 200)
	ruth.check(`Number(document.querySelector(".page-lede").innerText.match(/version (\d+)/)[1]) >= ` + version)
	if got := ruth.value(ruth.choose(section)); !strings.Contains(got, "Ask twice. Ask the buyer.") {
		t.Errorf("in force: got %q, want what both teams agreed", got)
	}

	callum.visit(second, 200)
	callum.leave(func() { callum.press(section + ": look at the three texts") }, 200)
	callum.look("conflict")
	callum.want("section[aria-label='Agreed since']", "Ask the buyer.")
	callum.want("section[aria-label=Yours]", "Ask the planner.")
	callum.pressOn(`.type-card:has([value=mine])`)
	callum.stay(func() { callum.press("Start from this one") }, `!document.querySelector("textarea[name^=section]").value.includes("buyer")`)
	callum.pressOn(`.type-card:has([value=both])`)
	callum.stay(func() { callum.press("Start from this one") }, `document.querySelector("textarea[name^=section]").value.includes("buyer")`)
	callum.leave(func() { callum.pressOn("form .btn-primary[value=decide]") }, 200)
	callum.want("[role=status]", "Decided.")
	callum.check(`!document.querySelector(".callout-together")`)
	callum.press("Withdraw the proposal")
	callum.stay(func() { callum.press("Withdraw it") }, says("#keys", "Withdrawn"))
	callum.visit("/icp/proposals?state=all", 200)
	callum.look("proposals")
}

// twoKeysWithoutScripts is the same way where no JavaScript runs, with a row added and moved, and a section added.
func twoKeysWithoutScripts(t *testing.T, own *live) {
	greta, ben, dan, priya := own.browse(t, noScript), own.browse(t, noScript), own.browse(t, noScript), own.browse(t, noScript)
	for b, who := range map[*tab]string{greta: "greta.lindqvist", ben: "ben.astley", dan: "dan.okafor", priya: "priya.nair"} {
		b.signIn(who)
	}
	greta.visit("/icp/proposals", 200)
	greta.leave(func() { greta.press("Propose a change") }, 200)
	greta.press("Who does what")
	greta.leave(func() { greta.press("Open the sections chosen") }, 200)
	greta.write("#title", "Ferries are ours")
	greta.write("#why", "Nobody answered for them.")
	greta.leave(func() { greta.press("Add a priority") }, 200)
	greta.until(`document.activeElement.name === "priority_-1_what"`)
	greta.write("#priority_-1_what", "The ferry ports first")
	greta.leave(func() { greta.press("Add a section") }, 200)
	greta.write("#section_-2_title", "Ports")
	greta.write("#section_-2", "Rosslare, then Zeebrugge.")
	greta.leave(func() { greta.pressOn("button[name=preview][value='-2']") }, 200)
	greta.want("#diff-section--2", "Rosslare, then Zeebrugge.")
	greta.leave(func() { greta.pressOn(propose) }, 200)
	greta.want("[role=status]", "is proposed to both teams")
	path := greta.here()
	ben.visit(path, 200)
	ben.write("textarea[id^=comment-body]", "And Hull?")
	ben.leave(func() { ben.press("Comment") }, 200)
	ben.want(".talk", "And Hull?")
	priya.visit(path, 200)
	priya.press("Ask for a change")
	priya.leave(func() { priya.press("Ask Greta") }, 422)
	priya.check(`document.querySelector("#move-ask").open`)
	priya.write("#change-body", "Hull too, please.")
	priya.leave(func() { priya.press("Ask Greta") }, 200)
	greta.visit(path, 200)
	greta.leave(func() { greta.press("Change it") }, 200)
	greta.addsTo(greta.sectionText("Ports"), "Then Hull.")
	greta.leave(func() { greta.pressOn(propose) }, 200)
	for b, side := range map[*tab]string{dan: "Sales", priya: "Marketing"} {
		b.visit(path, 200)
		b.leave(func() { b.press("Turn the " + side + " key") }, 200)
	}
	priya.visit(path, 200)
	priya.want(".seal-text", "Dan Okafor, Sales")
	priya.visit("/icp/proposals/new", 200)
	priya.want("main", "Ports")
}
