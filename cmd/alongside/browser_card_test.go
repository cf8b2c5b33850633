package main

import (
	"bytes"
	"testing"
)

// TestLineOnTheCard: cited by one, published by another, said to be wrong and disputed by a third, then the sheet that customers may read.
func TestLineOnTheCard(t *testing.T) {
	t.Parallel()
	joel, greta, tomasz := browse(t, desk), browse(t, desk), browse(t, phone)
	joel.signIn("joel.tan")
	joel.visit("/competitors/portlane", 200)
	joel.leave(func() { joel.press("Write a line") }, 200)
	line := fresh("Nobody collects on a Sunday but us")
	joel.pick("#section", "proof")
	joel.write("#line", line)
	joel.write("#notes", "IN-160")
	joel.leave(func() { joel.press("Find") }, 200)
	joel.check(`document.querySelector("#line").value.includes("Nobody collects")`)
	joel.pressOn(`#found + ul [value="160"]`)
	joel.leave(func() { joel.press("Save and ask Greta to publish") }, 200)
	joel.want("main", "2 accounts")
	page := joel.here()

	greta.signIn("greta.lindqvist")
	greta.visit("/competitors/portlane", 200)
	greta.want("#drafts", "Waiting to be published")
	greta.visit(page, 200)
	greta.leave(func() { greta.press("Publish it") }, 200)
	id := read[string](greta, `location.hash`)
	greta.want(id, line)

	tomasz.signIn("tomasz.wrona")
	tomasz.open("/competitors/portlane")
	tomasz.fits(phone.width)
	tomasz.stay(func() { tomasz.pressOn(id + ` form:has([value=wrong]) button`) }, says(id, "What is wrong with it?"))
	joel.visit(page, 200)
	joel.want("main", "Tomasz Wrona says that it is wrong")
	tomasz.visit(page, 200)
	tomasz.press("Mark as disputed")
	tomasz.write("#dispute-note", "IN-174")
	tomasz.write("#dispute-reason", "Six days a week, they say")
	tomasz.leave(func() { tomasz.pressOn(`form:has(#dispute-note) button`) }, 200)
	greta.until(says(id, "Disputed")) // in the open card

	greta.resize(1280, 720)
	greta.visit("/competitors/corvane", 200)
	greta.leave(func() { greta.press("On a call") }, 200)
	greta.want("main", "Sunday collections from Immingham.")
	if got := read[int](greta, `document.documentElement.scrollHeight`); got > 720 {
		t.Errorf("the card on a call: got it %d pixels high, want one screen of 720", got)
	}

	greta.visit("/competitors/norvik-lines", 200)
	greta.leave(func() { greta.press("Customer sheet") }, 200)
	greta.check(`!/norvik/i.test(document.documentElement.outerHTML + location.href)`)
	if pages := bytes.Count(greta.pdf(), []byte("/Type /Page\n")); pages != 1 {
		t.Errorf("the sheet on paper: got %d pages, want one", pages)
	}
}
