package main

import "testing"

// TestPieceIsKeptRight: what somebody reports is said to everybody until who keeps it answers.
func TestPieceIsKeptRight(t *testing.T) {
	t.Parallel()
	ruth, hannah := browse(t, desk), browse(t, desk)
	ruth.signIn("ruth.hallam")
	hannah.signIn("hannah.moyo")
	const path = "/requests/361/piece"
	hannah.visit(path, 200)
	ruth.visit(path, 200)
	ruth.check(`!document.querySelector(".callout-late, .ball")`)
	ruth.stay(func() { ruth.press("Report it as out of date") }, `document.activeElement.matches(".error-summary")`)
	ruth.write("#wrong", "The gate code changed on Monday.")
	ruth.stay(func() { ruth.press("Report it as out of date") }, says(".callout-late", "The gate code changed on Monday."))
	ruth.want(".ball", "With Marketing: is it still right?")
	ruth.check(`!document.querySelector("#download-anyway").open`)
	ruth.press("Show it anyway")
	ruth.check(`document.querySelector("#download-anyway a").checkVisibility()`)
	ruth.visit("/requests?view=delivered&state=check", 200)
	ruth.want("#piece-361", "Check before using")
	ruth.visit("/requests/361", 200)
	ruth.want("main .callout-late", "Check before using.")

	hannah.until(says(".callout-late", "The gate code changed on Monday.")) // by itself
	hannah.stay(func() { hannah.press("Still right for 180 days") }, `!document.querySelector(".ball, .callout-late")`)
	hannah.want("section[aria-labelledby=ver]", "Still right, said by Hannah Moyo")
	ruth.visit(path, 200)
	ruth.check(`!document.querySelector(".callout-late")`)
}

// TestUsedInTwoTaps answers the question whether a piece was used: with scripts from home, without on its page.
func TestUsedInTwoTaps(t *testing.T) {
	t.Parallel()
	greta, ruth := browse(t, phone), browse(t, noScript)
	greta.signIn("greta.lindqvist")
	ruth.signIn("ruth.hallam")
	greta.visit("/", 200)
	greta.want("section[aria-labelledby=used]", "Portside storage pitch deck")
	greta.press("No")
	greta.leave(func() { greta.press("The customer had no need") }, 200)
	greta.want("section[aria-labelledby=use]", "Greta Lindqvist did not use it: the customer had no need.")
	greta.visit("/", 200)
	greta.check(`!document.querySelector("section[aria-labelledby=used]")`)

	ruth.visit("/requests/374/piece", 200)
	ruth.want("section[aria-labelledby=use]", "Did you use it?")
	ruth.press("Yes")
	ruth.leave(func() { ruth.press("Save") }, 200)
	ruth.want("[role=status]", "Noted. Thank you.")
	ruth.want("section[aria-labelledby=use] table", "Food and drink")
	ruth.check(`!document.querySelector("#move-use-374")`)
}
