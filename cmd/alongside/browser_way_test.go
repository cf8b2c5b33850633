package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// ask makes a request by the form and returns its path.
func (b *tab) ask(kind, title string) string {
	b.t.Helper()
	b.visit("/requests/new?type="+kind, 200)
	b.write("#title", title)
	b.write("#reader", "Whoever opens the door.")
	b.leave(func() { b.pressOn("button[value=send]") }, 200)
	b.want("h1", title)
	return b.here()
}

const ball = ".ball > :first-child" // who holds it, and for what

const comment = `form[action$="/comments"] textarea`

const handOn = `form:has([name=to][value=next]) button`

// TestTheWholeWay takes a brochure through its seven stages: with a question, one stage sent back, and words on the way.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	ruth, lucia := browse(t, desk), browse(t, desk)
	ruth.signIn("ruth.hallam")
	lucia.signIn("lucia.ferrer")
	title := fresh("Brochure for the Filey cold store")
	path := ruth.ask("brochure", title)
	handsOn := func(b *tab, next string) {
		t.Helper()
		b.visit(path, 200)
		b.stay(func() { b.pressOn(handOn) }, says(ball, next))
	}

	lucia.visit(path, 200)
	lucia.want(".ball", "With Marketing")
	lucia.stay(func() { lucia.press("Accept") }, says(".talk", "Lucía Ferrer took it for Marketing."))
	tick := `[role=checkbox]`
	lucia.check(`document.querySelector("[role=checkbox]").ariaChecked === "false"`)
	lucia.stay(func() { lucia.pressOn(tick) }, `document.querySelector("[role=checkbox]").ariaChecked === "true"`)
	lucia.want("#check", "1 of 2")
	lucia.check(`document.activeElement.matches("[role=checkbox]")`)

	lucia.press("Ask Sales a question")
	lucia.write("#question-body", "Which weekdays?\nAnd until when?")
	lucia.stay(func() { lucia.press("Ask Sales") }, says(ball, "With Sales"))
	lucia.want(".ball", "Marketing’s days are paused")
	lucia.check(`!document.querySelector(` + quoted(handOn) + `)`)
	ruth.visit("/?all=1", 200)
	ruth.want("section[aria-labelledby=on-you]", title)
	ruth.visit(path, 200)
	ruth.want("section[aria-labelledby=q] blockquote", "Which weekdays? And until when?")
	ruth.write("#answer-body", "Monday to Thursday, until six.")
	ruth.stay(func() { ruth.press("Answer and hand back to Marketing") }, says(ball, "With Marketing"))

	lucia.visit(path, 200)
	lucia.write(comment, "I have\nall I need.")
	lucia.stay(func() { lucia.press("Comment") }, says(".talk", "I have all I need."))
	if got := lucia.value(comment); got != "" {
		t.Errorf("the comment after it was sent: got %q, want an empty control", got)
	}
	if got := lucia.here(); got != path {
		t.Errorf("after a comment: got %s, want %s", got, path)
	}
	lucia.write(comment, "One more thing.")
	lucia.stay(func() { lucia.pressOn(tick) }, says("#check", "0 of 2"))
	if got := lucia.value(comment); got != "One more thing." {
		t.Errorf("the comment half written while something else changed: got %q, want it kept", got)
	}
	lucia.stay(func() { lucia.press("Comment") }, says(".talk", "One more thing."))

	handsOn(lucia, "Brief details")
	handsOn(ruth, "Copy draft")
	handsOn(lucia, "Fact check")
	ruth.visit(path, 200)
	ruth.pressOn(answerCard("changes"))
	ruth.write("#review-note", "Filey is spelt with one l.")
	ruth.stay(func() { ruth.press("Answer and hand to Marketing") }, says(ball, "Copy draft"))
	handsOn(lucia, "Fact check")
	ruth.answersForAll(path, "Design")
	handsOn(lucia, "Review")
	ruth.answersForAll(path, "Sign-off")

	lucia.visit(path, 200)
	lucia.press("Deliver it")
	lucia.leave(func() { lucia.press("Deliver to Sales") }, 422)
	lucia.until(`document.activeElement.matches(".error-summary")`)
	lucia.check(`document.querySelector("#move-deliver").open`)
	const link = "https://files.meridian.example/filey.pdf"
	lucia.write("#link", link)
	lucia.pick("#review_by", "2027-11-30")
	lucia.write("#deliver-note", "Printed copies are at reception.")
	lucia.leave(func() { lucia.press("Deliver to Sales") }, 200)
	for _, b := range []*tab{lucia, ruth} {
		b.visit(path, 200)
		b.want("main", "Delivered. Nobody holds the ball.")
		b.want(`a[href="`+link+`"]`, link)
		b.want(`section[aria-label="How it ended"]`, "30 Nov 2027")
		b.check(`!document.querySelector("` + "form[action$='/stage'], form[action$='/closing']" + `")`)
	}

	rest := ruth.text(".talk")
	for _, step := range []string{
		"Ruth Hallam asked for a brochure.", "Lucía Ferrer took it for Marketing.", "ticked “Reader is named”.",
		"Lucía Ferrer asked Sales a question.", "Which weekdays?", "Ruth Hallam answered", "Monday to Thursday, until six.",
		"I have all I need.", "One more thing.",
		"Lucía Ferrer finished Brief check", "handed to Sales for Brief details", "Ruth Hallam finished Brief details",
		"Lucía Ferrer finished Copy draft", "Ruth Hallam sent it back from Fact check to Marketing for Copy draft.", "Filey is spelt with one l.",
		"Lucía Ferrer finished Copy draft", "Ruth Hallam decided Fact check", "Lucía Ferrer finished Design", "Ruth Hallam decided Review",
		"Lucía Ferrer delivered it.", "Printed copies are at reception.",
	} {
		_, after, found := strings.Cut(rest, step)
		if !found {
			t.Errorf("history: got no %q where it belongs, want it in %q", step, rest)
			break
		}
		rest = after
	}

	inbox := fmt.Sprintf(`[...document.querySelectorAll(".inbox li")].some((e) => e.innerText.includes("Lucía Ferrer delivered it.") && e.innerText.includes(%s))`, quoted(title))
	ruth.visit("/inbox", 200)
	ruth.untilReloaded(inbox)
}

// untilReloaded loads the page again until the condition holds: for what jobs do a moment later.
func (b *tab) untilReloaded(condition string) {
	b.t.Helper()
	path := b.here()
	for deadline := time.Now().Add(patience); !read[bool](b, "Boolean("+condition+")"); b.visit(path, 200) {
		if time.Now().After(deadline) {
			b.t.Fatalf("%s: got never, want soon: %s\n%s", path, condition, b.text("main"))
		}
	}
}
