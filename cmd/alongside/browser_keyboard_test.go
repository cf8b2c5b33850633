package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeyboardAlone never touches the mouse.
func TestKeyboardAlone(t *testing.T) {
	t.Parallel()
	ruth := browse(t, desk)
	ruth.visit("/signin", 200)
	ruth.tabTo("#email")
	ruth.keys("ruth.hallam@meridian.example")
	ruth.tabTo("#password")
	ruth.keys("meridian-freight-demo")
	ruth.leave(func() { ruth.keys(kb.Enter) }, 200)
	ruth.want("h1", "Ruth")

	ruth.keys(kb.Tab)
	ruth.check(`document.activeElement.matches(".skip-link")`)
	ruth.seesFocus()
	ruth.keys(kb.Enter)
	ruth.until(`document.activeElement.id === "main"`)
	ruth.keys(kb.Tab)
	ruth.check(`document.querySelector("#main").contains(document.activeElement)`)

	ruth.visit("/", 200)
	ruth.tabTo(`a[href="/requests/new"]`)
	ruth.leave(func() { ruth.keys(kb.Enter) }, 200)
	ruth.tabTo("[name=type]")
	ruth.keys(strings.Repeat(kb.ArrowDown, 4))
	ruth.check(`document.activeElement.value === "bid" && document.activeElement.checked`)
	ruth.seesFocus()
	ruth.tabTo("form[action='/requests/new'] button")
	ruth.leave(func() { ruth.keys(kb.Enter) }, 200)
	title := fresh("Bid for forklift terminals")
	ruth.tabTo("#title")
	ruth.keys(title)
	ruth.tabTo("#reader")
	ruth.keys("Shift leaders.")
	ruth.tabTo("[name=use]")
	ruth.keys(" ")
	ruth.check("document.activeElement.checked")
	ruth.tabTo("button[value=send]")
	ruth.leave(func() { ruth.keys(kb.Enter) }, 200)
	ruth.want("h1", title)

	ruth.tabTo(`.main-nav a[href="/requests"]`)
	ruth.leave(func() { ruth.keys(kb.Enter) }, 200)
	ruth.tabTo("[type=search]")
	ruth.keys(title)
	ruth.stay(func() { ruth.keys(kb.Enter) }, `document.querySelectorAll(".q-title").length === 1`)
	ruth.tabTo(".q-title a")
	ruth.leave(func() { ruth.keys(kb.Enter) }, 200)
	ruth.want(ball, "Question list")
	ruth.tabTo("#move-ask summary")
	ruth.keys(" ")
	ruth.until(`document.querySelector("#move-ask").open`)
	ruth.tabTo("#question-body")
	ruth.keys(" ")
	ruth.tabTo("#move-ask button")
	ruth.stay(func() { ruth.keys(kb.Enter) }, `document.activeElement.matches(".error-summary")`)
	ruth.seesFocus()
	ruth.tabTo(`.error-summary a[href="#question-body"]`)
	ruth.keys(kb.Enter)
	ruth.until(`document.activeElement.id === "question-body"`)
	ruth.visit(ruth.here(), 200)
	ruth.tabTo(handOn)
	ruth.stay(func() { ruth.keys(" ") }, says(ball, "Draft"))
	ruth.until(`document.activeElement.matches("[data-lands]")`)

	ruth.visit("/", 200)
	const menu, open = ".app-tools summary", `document.querySelector(".app-tools details").open`
	ruth.tabTo(menu)
	ruth.keys(kb.Enter)
	ruth.until(open)
	ruth.tabTo(`form[action="/signout"] button`)
	ruth.keys(kb.Escape)
	ruth.until("!" + open)
	ruth.check(fmt.Sprintf("document.activeElement.matches(%q)", menu))
	ruth.keys(" ")
	ruth.until(open)
	ruth.tabTo(`form[action="/signout"] button`)
	ruth.leave(func() { ruth.keys(" ") }, 200)
	ruth.want("h1", "Sign in")
}

func (b *tab) keys(text string) { b.t.Helper(); b.do(chromedp.KeyEvent(text)) }

// tabTo presses Tab until the focus is on the first element of the selector. Wherever it stops on the way, people must see it.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 150 {
		b.keys(kb.Tab)
		b.seesFocus()
		if read[bool](b, fmt.Sprintf("document.activeElement.matches(%s)", quoted(selector))) {
			return
		}
	}
	b.t.Fatalf("%s: got no focus on %s, want it within 150 steps", b.here(), selector)
}

// focus says what keeps people from seeing where the focus is. Controls in a card or chip may show it there.
const focus = `(() => {
	const e = document.activeElement;
	if (e === document.body) return "";
	const ring = (e) => {
		const s = getComputedStyle(e);
		return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 && !/, 0\)$|transparent/.test(s.outlineColor);
	};
	const shown = [e, ...(e.labels ?? [])];
	if (!shown.some(ring)) return "no ring around " + e.outerHTML.slice(0, 200);
	const seen = shown.some((e) => [...e.getClientRects()].some((r) => {
		const top = document.elementFromPoint(r.x + r.width / 2, Math.max(0, Math.min(innerHeight - 1, r.y + r.height / 2)));
		return r.bottom > 0 && r.top < innerHeight && shown.some((e) => e.contains(top));
	}));
	return seen ? "" : "out of sight or covered: " + e.outerHTML.slice(0, 200);
})()`

func (b *tab) seesFocus() {
	b.t.Helper()
	if problem := read[string](b, focus); problem != "" {
		b.t.Errorf("%s: focus: got %s", b.here(), problem)
	}
}
