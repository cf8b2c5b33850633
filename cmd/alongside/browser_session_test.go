package main

import (
	"fmt"
	"testing"
)

// TestBackAfterSignOut: on a shared machine the next person sees nothing by going back.
func TestBackAfterSignOut(t *testing.T) {
	t.Parallel()
	aisha := browse(t, desk)
	aisha.signIn("aisha.rahman")
	aisha.visit("/requests?view=delivered", 200)
	aisha.visit("/requests/412", 200)
	aisha.want("h1", "Temperature-controlled brochure")
	aisha.pressOn(".app-tools summary")
	aisha.leave(func() { aisha.press("Sign out") }, 200)
	for steps := range 3 {
		aisha.leave(func() { read[bool](aisha, fmt.Sprintf("history.go(-%d) ?? true", steps+1)) }, 200)
		if got := aisha.text("body"); aisha.text("h1") != "Sign in" || aisha.value("#password") != "" {
			t.Errorf("%d back: got %q, want the sign-in", steps+1, got)
		}
		aisha.leave(func() { read[bool](aisha, fmt.Sprintf("history.go(%d) ?? true", steps+1)) }, 200)
	}
}

// TestTwoTabs: what was decided in one tab makes the other stale, and nothing typed there is lost.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	first := browse(t, desk)
	first.signIn("greta.lindqvist")
	path := first.ask("bid", "Bid for the Spurn lighthouse")
	second, third := first.another(desk), first.another(noScript)
	const question = "Who reads\nthe bids?"
	for _, b := range []*tab{second, third} {
		b.visit(path, 200)
		b.press("Ask Marketing a question")
		b.write("#question-body", question)
	}
	first.stay(func() { first.pressOn(handOn) }, says(ball, "With Marketing"))

	second.until(says("#move-ask", "can no longer be sent"))
	if got := second.value("#question-body"); got != question {
		t.Errorf("question after the first tab's move: got %q, want %q", got, question)
	}
	second.check(`document.querySelector("#move-ask").open`)

	third.leave(func() { third.press("Ask Marketing") }, 409)
	third.want(".error-summary", "You changed R-")
	third.want(ball, "With Marketing")
	if got := third.value("#kept"); got != question {
		t.Errorf("question after the conflict without scripts: got %q, want %q", got, question)
	}
	first.visit(path, 200)
	first.check(`!document.body.innerText.includes("Who reads")`)
}
