package main

import "testing"

// TestSomethingThereAnswersIt: who types a title sees what is like it, and need not send anything.
func TestSomethingThereAnswersIt(t *testing.T) {
	t.Parallel()
	callum := browse(t, desk)
	callum.signIn("callum.reid")
	callum.visit("/requests/new?type=brochure", 200)
	callum.write("#account", "Food and drink")
	callum.stay(func() { callum.write("#title", "Temprature controled brochure") }, says("#similar", "Temperature-controlled brochure, 2027 edition"))
	callum.check(`document.activeElement.id === "title"`)
	callum.want("#similar", "R-412 · Brochure · With")
	callum.want("#similar-count", "like it")
	callum.look("brief-similar")
	callum.stay(func() { callum.write("#title", "Nothing of the kind") }, `!document.querySelector("#similar").children.length`)
	callum.stay(func() { callum.write("#title", "Temperature-controlled brochure") }, says("#similar", "2027 edition"))
	if got := callum.value("#account"); got != "Food and drink" {
		t.Errorf("account: got %q, want it kept", got)
	}
	callum.leave(func() { callum.pressOn(`#similar button[value="412"]`) }, 200)
	callum.want("[role=status]", "Good. Nothing was sent. You follow it from now on.")
	if got := callum.here(); got != "/requests/412" {
		t.Errorf("got %s, want the page of what answers it", got)
	}
	callum.want("main", "From the field")
	callum.visit("/requests/new", 200)
	callum.want("main", "did not have to be sent")
}

// TestDraftOnTwoDevices begins a brief on a phone and sends it from a desk; without JavaScript it is the same.
func TestDraftOnTwoDevices(t *testing.T) {
	t.Parallel()
	onPhone, onDesk := browse(t, phone), browse(t, noScript)
	onPhone.signIn("greta.lindqvist")
	onDesk.signIn("greta.lindqvist")
	title := fresh("Which harbours take a late box")
	onPhone.visit("/requests/new?type=sheet&from=IN-231", 200)
	onPhone.write("#title", title)
	onPhone.pressOn(`label:has([name=use][value=Tender])`)
	onPhone.leave(func() { onPhone.press("Save as draft") }, 200)
	onPhone.want("[role=status]", "The draft is saved. Only you see it.")
	onPhone.fits(phone.width)
	if got := onPhone.value("#title"); got != title {
		t.Errorf("title after saving: got %q, want %q", got, title)
	}

	onDesk.visit("/requests/new", 200)
	onDesk.want("[aria-labelledby=drafts]", title)
	onDesk.leave(func() { onDesk.press("Continue with " + title) }, 200)
	onDesk.check(`document.querySelector("[name=use][value=Tender]").checked`)
	onDesk.want(".cite", "IN-231")
	onDesk.write("#reader", "Planners on a Friday.")
	onDesk.leave(func() { onDesk.press("Look for similar ones") }, 200)
	if got := onDesk.value("#reader"); got != "Planners on a Friday." {
		t.Errorf("reader after looking: got %q, want it kept", got)
	}
	onDesk.leave(func() { onDesk.press("Save as draft") }, 200)

	onPhone.write("#reader", "Planners, on the phone.") // as the draft was before
	onPhone.leave(func() { onPhone.press("Save as draft") }, 409)
	onPhone.want(".error-summary", "saved with other words since you opened it")
	onPhone.fits(phone.width)
	onPhone.check(`document.querySelector("#other").value.includes("Planners on a Friday.")`)
	if got := onPhone.value("#reader"); got != "Planners, on the phone." {
		t.Errorf("reader of the phone: got %q, want it kept", got)
	}
	onPhone.leave(func() { onPhone.press("Send to Marketing") }, 200)
	onPhone.want("h1", title)
	onPhone.want("main", "Planners, on the phone.")
	onDesk.visit("/requests/new", 200)
	onDesk.check(`!document.querySelector("main").innerText.includes(` + quoted(title) + `)`)
}
