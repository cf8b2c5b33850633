package main

import (
	"testing"
	"time"
)

// answerCard is one of the four answers to a review.
func answerCard(answer string) string { return `label:has([name=answer][value="` + answer + `"])` }

// answersForAll decides the review on the page.
func (b *tab) answersForAll(path, next string) {
	b.t.Helper()
	b.visit(path, 200)
	b.pressOn(answerCard("approved"))
	b.stay(func() { b.press("Answer and hand to Marketing") }, says(ball, next))
}

// allowsRound is a lead's way to a round of review beyond those agreed.
func (b *tab) allowsRound(path string) {
	b.t.Helper()
	b.visit(path, 200)
	b.press("Allow a third round")
	b.pick("#round-date", time.Now().AddDate(0, 0, 40).Format(time.DateOnly))
	b.write("#round-reason", "The words changed.")
	b.stay(func() { b.press("Allow one more round") }, says(".talk", "allowed round 3 of review."))
}

// TestReviewRound is a round by three people: one approves and is asked again about a new version, one says it is
// another's, and one decides, with and without scripts. The further round that follows is allowed by a lead.
func TestReviewRound(t *testing.T) {
	t.Parallel()
	aisha, lucia, hannah := browse(t, desk), browse(t, desk), browse(t, noScript)
	aisha.signIn("aisha.rahman")
	lucia.signIn("lucia.ferrer")
	hannah.signIn("hannah.moyo")
	path := aisha.ask("sheet", fresh("What two people carry up the stairs"))
	lucia.visit(path, 200)
	lucia.stay(func() { lucia.pressOn(handOn) }, says(ball, "Draft"))
	lucia.drop("#add-files", "stairs.csv", "floor,minutes\n")
	lucia.leave(func() { lucia.press("Add") }, 200)
	lucia.stay(func() { lucia.pressOn(handOn) }, says(ball, "Fact check"))

	aisha.visit(path, 200)
	aisha.want(ball, "Fact check, Aisha Rahman decides")
	aisha.want("section[aria-labelledby=under-review]", "Round 1 of 2")
	aisha.pickWords("#reviewer", "Hannah Moyo")
	aisha.stay(func() { aisha.press("Ask to review") }, says("section[aria-labelledby=reviewers]", "0 of 2 answered"))

	hannah.visit(path, 200)
	hannah.check(`typeof htmx === "undefined"`)
	hannah.leave(func() { hannah.pressOn("section[aria-labelledby=answer] button") }, 422)
	hannah.want(".error-summary", "Choose one of the four answers")
	hannah.pressOn(answerCard("approved"))
	hannah.leave(func() { hannah.pressOn("section[aria-labelledby=answer] button") }, 200)
	hannah.want("[role=status]", "Your answer is noted.")
	hannah.want("section[aria-labelledby=reviewers]", "1 of 2 answered")
	hannah.want(ball, "With Sales")

	aisha.visit(path, 200)
	lucia.visit(path, 200)
	lucia.press("Add a version of stairs.csv")
	lucia.pickFiles("input[id^=version-]:is(details[open] *)", map[string]int64{"stairs.csv": 40})
	lucia.leave(func() { lucia.press("Add version 2") }, 200)
	aisha.until(says("section[aria-labelledby=under-review] .callout", "Hannah had approved version 1"))
	aisha.want("section[aria-labelledby=reviewers]", "Asked again")
	aisha.check(`!document.querySelector("#review-person").checkVisibility()`)
	aisha.pressOn(answerCard("not-mine"))
	aisha.check(`document.querySelector("#review-person").checkVisibility()`)
	aisha.pressOn(answerCard("notes"))
	aisha.stay(func() { aisha.press("Answer and hand to Marketing") }, `document.activeElement.matches(".error-summary")`)
	aisha.want(".error-summary", "Write your notes")
	aisha.pressOn(answerCard("changes"))
	aisha.write("#review-note", "The price is of last year.")
	aisha.stay(func() { aisha.press("Answer and hand to Marketing") }, says(ball, "Draft"))
	aisha.want("section[aria-labelledby=round-1]", "Changes needed")
	aisha.want(".talk", "The price is of last year.")

	lucia.visit(path, 200)
	lucia.stay(func() { lucia.pressOn(handOn) }, says(ball, "Fact check"))
	aisha.visit(path, 200)
	aisha.want("section[aria-labelledby=under-review]", "Round 2 of 2")
	aisha.want("aside", "Round 1")
	aisha.want("section[aria-labelledby=reviewers]", "Hannah Moyo")
	aisha.want("main", "A third round needs a lead of either side and a new date.")
	aisha.pressOn(answerCard("changes"))
	aisha.write("#review-note", "And the window is two hours.")
	aisha.stay(func() { aisha.press("Answer and hand to Marketing") }, says(ball, "Draft"))

	lucia.visit(path, 200)
	lucia.want(".ball", "A third round of review needs a lead of either side and a new date.")
	lucia.check(`!document.querySelector("` + "form:has([name=to][value=next])" + `")`)
	dan := browse(t, desk)
	dan.signIn("dan.okafor")
	dan.allowsRound(path)
	lucia.visit(path, 200)
	lucia.stay(func() { lucia.pressOn(handOn) }, says(ball, "Fact check"))
	aisha.answersForAll(path, "Finish")
	aisha.want("section[aria-labelledby=round-3]", "Approved")
}
