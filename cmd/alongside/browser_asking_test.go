package main

import "testing"

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
