package main

import (
	"strings"
	"testing"
	"time"
)

const seatsOf = "section[aria-labelledby=seats]"

// offerOnPhone fills the form of a visit two months from now and sends it.
func (b *tab) offerOnPhone(title string, at time.Time) {
	b.t.Helper()
	b.write("#title", title)
	b.write("#account", title)
	b.pick("#starts_at", at.Format("2006-01-02T15:04"))
	b.pick("#ends_at", at.Add(2*time.Hour).Format("2006-01-02T15:04"))
	b.write("#place", "Wakefield, gate 2")
	b.leave(func() { b.press("Offer it to Marketing") }, 200)
	b.want("h1", title)
}

// TestRideAlong: a seat is offered on a phone, taken on another one, waited for where no script runs, given back and
// confirmed; then what was heard on one that is over becomes a note.
func TestRideAlong(t *testing.T) {
	t.Parallel()
	aisha, ben, hannah := browse(t, phone), browse(t, phone), browse(t, noScript)
	aisha.signIn("aisha.rahman")
	ben.signIn("ben.astley")
	hannah.signIn("hannah.moyo")

	aisha.leave(func() { aisha.press("Rides") }, 200)
	aisha.fits(phone.width)
	aisha.leave(func() { aisha.press("Offer a seat") }, 200)
	aisha.fits(phone.width)
	aisha.leave(func() { aisha.press("Offer it to Marketing") }, 422)
	aisha.until(`document.activeElement.matches(".error-summary")`)
	title := fresh("Harrow Home, peak season review")
	at := time.Now().AddDate(0, 0, 60).Truncate(time.Hour)
	aisha.pick("#starts_at", at.Format("2006-01-02T15:04"))
	aisha.until(says("#room", "As others see it"))
	aisha.offerOnPhone(title, at)
	path := aisha.here()

	ben.visit(path, 200)
	ben.fits(phone.width)
	ben.stay(func() { ben.press("Take a seat") }, says(seatsOf, "Ben Astley"))
	ben.write("#wish", "What do they look at first?")
	ben.stay(func() { ben.press("Save") }, `document.querySelector("#wish").defaultValue.trim() === "What do they look at first?"`)
	aisha.until(says(seatsOf, "Ben Astley")) // in the open page

	hannah.visit("/ridealongs?view=list", 200)
	hannah.visit(path, 200)
	hannah.leave(func() { hannah.press("Join the waiting list") }, 200)
	hannah.want("[role=status]", "waiting list")
	ben.until(says(seatsOf, "Hannah Moyo"))
	ben.stay(func() { ben.press("Give up my seat") }, `!document.querySelector("#wish")`)
	hannah.visit(path, 200)
	hannah.want(".callout-together", "A seat is kept for you until")
	hannah.leave(func() { hannah.press("Confirm my seat") }, 200)
	hannah.want("[role=status]", "You have a seat.")
	hannah.leave(func() { hannah.press("The whole brief") }, 200)
	hannah.leave(func() { hannah.press("I have read it") }, 200)
	hannah.want("main", "You read it today")

	aisha.until(says(seatsOf, "guest, read the brief"))
	aisha.press("Move it")
	aisha.pick("#starts_at", at.AddDate(0, 0, 1).Format("2006-01-02T15:04"))
	aisha.pick("#ends_at", at.AddDate(0, 0, 1).Add(time.Hour).Format("2006-01-02T15:04"))
	aisha.stay(func() { aisha.press("Move it and ask everybody again") }, `document.activeElement.matches(".error-summary")`)
	aisha.pick("#move-reason", "customer")
	aisha.stay(func() { aisha.press("Move it and ask everybody again") }, says(seatsOf, "to confirm"))
	hannah.visit(path, 200)
	hannah.want(".callout-together", "It takes place at another time now.")
	hannah.leave(func() { hannah.press("Let it go to the next") }, 200)
	hannah.want(seatsOf, "1 of 1 seat open")
	aisha.until(says(seatsOf, "1 of 1 seat open"))
	aisha.press("Cancel it")
	aisha.pick("#cancel-reason", "no-need")
	aisha.stay(func() { aisha.press("Cancel it and tell everybody") }, says(".callout-late", "Cancelled."))

	aisha.visit("/ridealongs?view=list&past=1&direction=sit", 200)
	aisha.leave(func() { aisha.press("Expo debrief") }, 200)
	aisha.leave(func() { aisha.press("The debrief") }, 200)
	aisha.fits(phone.width)
	words := fresh("“Nobody rings back on a Friday.”")
	aisha.write("#answer_words", words)
	aisha.write("#answer_end", "They compare two offers.")
	aisha.leave(func() { aisha.press("Save the debrief") }, 200)
	aisha.want(".debriefs li:first-child .debrief-side[data-team=sales]", words)
	aisha.fits(phone.width)
	aisha.leave(func() {
		aisha.pressOn(`.debriefs li:first-child .debrief-side[data-team=sales] div:last-child form[action*=outcomes] button[value=intel]`)
	}, 200)
	if got := aisha.value("#heard"); strings.TrimSpace(got) != words {
		t.Errorf("the note: got %q, want %q", got, words)
	}
	aisha.pressOn(`label:has([name=competitor][value=none])`)
	aisha.pressOn(`label:has([name=kind][value=service])`)
	aisha.leave(func() { aisha.pressOn(sendNote) }, 200)
	aisha.want("h1", words)
	aisha.want("main", "RA-")
}
