package main

import (
	"testing"
	"time"
)

// TestWithoutScripts is the main way where no JavaScript runs: every press leads to a page.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	ruth, lucia, priya := browse(t, noScript), browse(t, noScript), browse(t, noScript)
	ruth.signIn("ruth.hallam")
	lucia.signIn("lucia.ferrer")
	priya.signIn("priya.nair")
	ruth.check(`typeof htmx === "undefined"`)

	ruth.leave(func() { ruth.press("New request") }, 200)
	ruth.pressOn(`label:has([name=type][value=sheet])`)
	ruth.leave(func() { ruth.press("Continue to the brief") }, 200)
	title := fresh("What a cold store costs per pallet")
	ruth.write("#title", title)
	ruth.write("#reader", "Buyers with a spreadsheet.")
	ruth.pressOn(`label:has([name=use][value=Tender])`)
	if got := len(ruth.promisedDates()); got != 4 {
		t.Errorf("promised dates: got %d, want 4", got)
	}
	ruth.check(`!document.querySelector("#rush_reason")`)
	ruth.pick("#needed_by", time.Now().AddDate(0, 0, 2).Format(time.DateOnly))
	ruth.leave(func() { ruth.press("Update dates") }, 200)
	ruth.want("#rush", "sooner than the time both teams agreed")
	ruth.leave(func() { ruth.press("Send to Marketing") }, 422)
	ruth.want(".error-summary", "One thing to sort out before this can be sent")
	ruth.check(`document.querySelector("#rush_reason").getAttribute("aria-invalid") === "true"`)
	ruth.check(`document.querySelector("[name=use][value=Tender]").checked`)
	ruth.write("#rush_reason", "The tender closes.")
	if got := ruth.value("#title"); got != title {
		t.Errorf("title after an error: got %q, want %q", got, title)
	}
	ruth.leave(func() { ruth.press("Send to Marketing") }, 200)
	ruth.want("h1", title)
	ruth.want("[role=status]", "is sent. Promised")
	path := ruth.here()

	priya.visit(path, 200)
	priya.pressOn("[name=wait]")
	priya.leave(func() { priya.press("Agree to the rush") }, 200)
	priya.want("[role=status]", "The rush is agreed.")

	lucia.visit(path, 200)
	lucia.leave(func() { lucia.press("Accept") }, 200)
	lucia.leave(func() { lucia.pressOn("[role=checkbox]") }, 200)
	lucia.check(`document.querySelector("[role=checkbox]").ariaChecked === "true"`)
	lucia.leave(func() { lucia.pressOn(handOn) }, 200)
	lucia.want("[role=status]", "Handed on.")
	lucia.leave(func() { lucia.pressOn(handOn) }, 200)
	lucia.want(ball, "Fact check")

	ruth.visit(path, 200)
	ruth.press("Ask Marketing a question")
	ruth.leave(func() { ruth.press("Ask Marketing") }, 422)
	ruth.check(`document.querySelector("#move-ask").open`)
	ruth.write("#question-body", "With VAT?")
	ruth.leave(func() { ruth.press("Ask Marketing") }, 200)
	ruth.want(".ball", "Sales’s days are paused")
	lucia.visit(path, 200)
	lucia.want("blockquote", "With VAT?")
	lucia.write("#answer-body", "Without.")
	lucia.leave(func() { lucia.press("Answer and hand back to Sales") }, 200)
	ruth.visit(path, 200)
	ruth.write(comment, "Thank you.")
	ruth.leave(func() { ruth.press("Comment") }, 200)
	if got := ruth.value(comment); got != "" {
		t.Errorf("the comment after it was sent: got %q, want an empty control", got)
	}
	ruth.pressOn(answerCard("approved"))
	ruth.leave(func() { ruth.press("Answer and hand to Marketing") }, 200)
	lucia.visit(path, 200)
	lucia.press("Deliver it")
	lucia.write("#link", "https://files.meridian.example/pallets.pdf")
	lucia.leave(func() { lucia.press("Deliver to Sales") }, 200)
	for _, words := range []string{"Delivered. Nobody holds the ball.", "With VAT?", "Without.", "Thank you.", "Lucía Ferrer delivered it."} {
		lucia.want("main", words)
	}

	ruth.visit("/requests", 200)
	ruth.pick("[name=type]", "sheet")
	ruth.write("[type=search]", "one-pager")
	ruth.leave(func() { ruth.press("Filter") }, 200)
	if got := ruth.here(); got == "/requests" {
		t.Errorf("filtered: got %s, want the filters in the address", got)
	}
	ruth.check(`document.querySelectorAll(".q-title").length > 1`)
	ruth.check(`[...document.querySelectorAll(".q-title")].every((e) => /one-pager/i.test(e.innerText))`)
	ruth.check(`[...document.querySelectorAll(".c-type")].every((e) => e.innerText === "One-page sheet")`)
	ruth.leave(func() { ruth.press("Clear filters") }, 200)
	ruth.leave(func() { ruth.pressOn(`main a[href*="view=delivered"]`) }, 200)
	ruth.want("main", title)

	ruth.pressOn(".app-tools summary")
	ruth.leave(func() { ruth.press("Sign out") }, 200)
	ruth.want("h1", "Sign in")
}
