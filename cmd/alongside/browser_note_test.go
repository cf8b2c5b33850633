package main

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// network takes the tab's connection away, or gives it back. What the browser says of requests that failed meanwhile is no
// complaint.
func (b *tab) network(there bool) {
	b.t.Helper()
	send(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: !there, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	send(b, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: !there, DownloadThroughput: -1, UploadThroughput: -1})
}

const (
	sendNote = `form[data-capture] button.btn-primary`
	saidOf   = `[data-capture-said]`
	keptKeys = `Object.keys(localStorage).filter((key) => key.startsWith("alongside-note"))`
)

// hearOnPhone fills the form of a new note.
func (b *tab) hearOnPhone(heard string) {
	b.t.Helper()
	b.pressOn(`label:has([name=competitor][value=norvik-lines])`)
	b.pressOn(`label:has([name=kind][value=service])`)
	b.write("#heard", heard)
	b.pressOn(`label:has([name=source][value=told])`)
	b.write("#account", "Fennick Brewing")
}

// TestNoteFromThePhone: written down in the car park with and without a network, once each, then answered by Marketing.
func TestNoteFromThePhone(t *testing.T) {
	t.Parallel()
	callum, hannah := browse(t, phone), browse(t, desk)
	callum.signIn("callum.reid")
	callum.leave(func() { callum.press("Add a note from the field") }, 200)
	callum.want("h1", "What did you hear?")
	callum.fits(phone.width)

	online := fresh("Norvik rang before noon")
	callum.hearOnPhone(online)
	callum.until(says(saidOf, "Saved here"))
	callum.visit("/intel/new", 200) // the tab was closed
	if got := callum.value("#heard"); got != online {
		t.Errorf("after the tab was closed: got %q, want %q kept", got, online)
	}
	callum.check(`document.querySelector("[name=source][value=told]").checked && document.querySelector("[name=competitor][value=norvik-lines]").checked`)
	callum.leave(func() { callum.pressOn(sendNote) }, 200)
	callum.want("h1", online)
	callum.want("[role=status]", "is sent.")

	callum.visit("/intel/new", 200)
	if got := callum.value("#heard"); got != "" {
		t.Errorf("after it was sent: got %q, want an empty form", got)
	}
	offline := fresh("Norvik’s quay is closed on Sunday")
	callum.network(false)
	callum.hearOnPhone(offline)
	callum.stay(func() { callum.pressOn(sendNote) }, says(saidOf, "No network. Saved here"))
	callum.until(says("[data-outbox]", offline))
	if got := callum.value("#heard"); got != "" {
		t.Errorf("once it is kept: got %q, want room for the next note", got)
	}
	callum.network(true)
	callum.until(says(saidOf, "Sent to Marketing."))
	callum.until(`document.querySelector("[data-outbox]").hidden`)
	callum.heard()
	callum.visit("/intel?mine=1&q="+url.QueryEscape(`"`+offline+`"`), 200)
	callum.fits(phone.width)
	if got := read[int](callum, `document.querySelectorAll("article.note").length`); got != 1 {
		t.Errorf("notes after the network came back: got %d, want 1", got)
	}

	hannah.signIn("hannah.moyo")
	hannah.visit("/intel/triage", 200)
	ref := read[string](hannah, fmt.Sprintf(`[...document.querySelectorAll("article.note")].find((e) => e.innerText.includes(%s))?.id ?? ""`, quoted(offline)))
	hannah.leave(func() { hannah.pressOn("#" + ref + " h2 a") }, 200)
	hannah.pressOn(`label:has([name=outcome][value=file])`)
	hannah.check(`!document.querySelector("[name=used]").checkVisibility()`)
	hannah.stay(func() { hannah.press("Answer Callum") }, `document.activeElement.matches(".error-summary")`)
	hannah.write("#reply", "Good to know before Christmas.")
	hannah.stay(func() { hannah.press("Answer Callum") }, says(".note-reply", "Good to know before Christmas."))
	hannah.want("article.note", "Watching")
	callum.until(says("#"+ref+" .note-reply", "Good to know before Christmas.")) // in the open stream

	callum.visit("/intel/new", 200)
	callum.write("#heard", "Not for the next one on this phone")
	callum.until(keptKeys + `.length > 0`)
	callum.pressOn(".app-tools summary")
	callum.leave(func() { callum.press("Sign out") }, 200)
	callum.check(keptKeys + `.length === 0`)
}
