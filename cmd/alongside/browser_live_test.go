package main

import (
	"fmt"
	"testing"
)

// connected is the condition that the page is told of changes.
const connected = `document.querySelector("[hx-sse\\:connect]")._htmx?.sse?.reader`

// open visits a page and waits until it is told of changes.
func (b *tab) open(path string) {
	b.t.Helper()
	b.visit(path, 200)
	b.until(connected)
}

// caret notes where the cursor stands in a control, and the control itself.
func (b *tab) caret(selector string, at int) {
	b.t.Helper()
	read[bool](b, fmt.Sprintf(`((e) => { window.writing = e; e.focus(); e.setSelectionRange(%d, %d); return true })(document.querySelector(%s))`, at, at, quoted(selector)))
}

// undisturbed fails the test unless the cursor still stands where it was, in the same control, with these words in it.
func (b *tab) undisturbed(words string, at int) {
	b.t.Helper()
	b.check(`document.activeElement === window.writing`)
	if got := read[string](b, "window.writing.value"); got != words {
		b.t.Errorf("%s: got %q typed, want %q", b.here(), got, words)
	}
	if got := read[int](b, "window.writing.selectionStart"); got != at {
		b.t.Errorf("%s: got the cursor at %d, want %d", b.here(), got, at)
	}
}

// TestAnotherHandsOn while somebody writes a comment: the panel moves, and what is typed, chosen and open stays.
func TestAnotherHandsOn(t *testing.T) {
	t.Parallel()
	greta, hannah := browse(t, desk), browse(t, phone)
	greta.signIn("greta.lindqvist")
	path := greta.ask("bid", fresh("Bid for the Skerry ferries"))
	greta.visit(path, 200)
	greta.stay(func() { greta.pressOn(handOn) }, says(ball, "With Marketing"))
	greta.open(path)
	hannah.signIn("hannah.moyo")
	hannah.open(path)

	const words = "They asked twice\nfor the sailing times."
	greta.pressOn("section[aria-labelledby=stages] summary")
	greta.check(`document.querySelector("section[aria-labelledby=stages] details").open`)
	greta.write(comment, words)
	greta.caret(comment, 9)
	stage := greta.text(ball)
	greta.stay(func() {
		hannah.stay(func() { hannah.pressOn(handOn) }, `!`+says(ball, stage))
	}, `!`+says(ball, stage))
	greta.undisturbed(words, 9)
	greta.check(`document.querySelector("section[aria-labelledby=stages] details").open`)
	greta.want(".talk", "Hannah Moyo finished")
	if got := hannah.text(ball); greta.text(ball) != got {
		t.Errorf("the ball: got %q, want %q as Hannah sees it", greta.text(ball), got)
	}

	// What is said goes on, and comes to the other page.
	hannah.stay(func() {
		greta.stay(func() { greta.press("Comment") }, says(".talk", "sailing times"))
	}, says(".talk", "sailing times"))
	if got := greta.value(comment); got != "" {
		t.Errorf("the comment after it was sent: got %q, want an empty control", got)
	}
}

// TestAnotherMovesWhatSomebodyMoves: a form that is overtaken keeps its words and its version. It is sent only by who has
// looked.
func TestAnotherMovesWhatSomebodyMoves(t *testing.T) {
	t.Parallel()
	callum, dan := browse(t, desk), browse(t, desk)
	callum.signIn("callum.reid")
	path := callum.ask("bid", fresh("Bid for the quarry road"))
	dan.signIn("dan.okafor")
	dan.open(path)
	callum.open(path)
	const version = `#move-ask [name=version]`
	const words = "Which quarry,\nand which road?"
	callum.press("Ask Marketing a question")
	callum.write("#question-body", words)
	callum.caret("#question-body", 5)
	before := callum.value(version)

	// The move is still theirs.
	callum.stay(func() {
		dan.pickWords("#person", "Dan Okafor")
		dan.stay(func() { dan.press("Change") }, says(".talk", "took it for Sales"))
	}, says("#move-ask", "Dan Okafor took it for Sales. That was while you were writing."))
	callum.undisturbed(words, 5)
	if got := callum.value(version); got != before {
		t.Errorf("got version %s in the form, want %s until its reader has looked", got, before)
	}
	callum.want("[aria-live=polite][data-updated]", "while you were writing")
	callum.look("live-overtaken")
	callum.stay(func() { callum.press("Ask Marketing") }, says("#alert", "changed R-"))
	callum.undisturbedWords("#question-body", words)
	callum.stay(func() { callum.press("I have looked") }, `!`+says("#move-ask", "while you were writing"))
	if got := callum.value(version); got == before {
		t.Errorf("got version %s in the form, want the one that was looked at", got)
	}
	callum.undisturbedWords("#question-body", words)

	// The move is not theirs any more.
	callum.stay(func() {
		dan.visit(path, 200)
		dan.stay(func() { dan.pressOn(handOn) }, says(ball, "With Marketing"))
	}, says(ball, "With Marketing"))
	callum.until(says("#move-ask", "can no longer be sent"))
	callum.undisturbedWords("#question-body", words)
	callum.check(`![...document.querySelectorAll("#move-ask form button")].some((e) => e.innerText === "Ask Marketing" && e.checkVisibility())`)
	callum.look("live-over")
	callum.stay(func() { callum.press("Put this away") }, `!document.querySelector("#move-ask")`)
	callum.check(`document.activeElement.matches("h1")`)
}

// pickWords picks the option that reads so.
func (b *tab) pickWords(selector, words string) {
	b.t.Helper()
	b.pick(selector, read[string](b, fmt.Sprintf(`[...document.querySelector(%s).options].find((o) => o.text === %s).value`, quoted(selector), quoted(words))))
}

func (b *tab) undisturbedWords(selector, words string) {
	b.t.Helper()
	if got := b.value(selector); got != words {
		b.t.Errorf("%s: got %q typed, want %q kept", b.here(), got, words)
	}
}

// TestRefusedWordsStay, and so does what is said about them, while the page moves on.
func TestRefusedWordsStay(t *testing.T) {
	t.Parallel()
	lucia, ruth := browse(t, desk), browse(t, desk)
	ruth.signIn("ruth.hallam")
	path := ruth.ask("sheet", fresh("Sheet on pallet heights"))
	lucia.signIn("lucia.ferrer")
	lucia.open(path)
	lucia.stay(func() { lucia.press("Decline with a reason") }, `document.querySelector("#move-decline").open`)
	lucia.stay(func() { lucia.press("Decline it") }, `document.activeElement.matches(".error-summary")`)
	ruth.open(path)
	lucia.stay(func() {
		ruth.write(comment, "Two pallets high.")
		ruth.stay(func() { ruth.press("Comment") }, says(".talk", "Two pallets high."))
	}, says(".talk", "Two pallets high."))
	lucia.check(`document.activeElement.matches(".error-summary")`)
	lucia.check(`document.querySelector("#move-decline").open`)
}

// TestListsKeepUp: home, the queue with its filter and the number on the inbox.
func TestListsKeepUp(t *testing.T) {
	t.Parallel()
	aisha, priya := browse(t, desk), browse(t, desk)
	priya.signIn("priya.nair")
	home, queue := priya.another(desk), priya.another(desk)
	home.open("/")
	queue.open("/requests?view=all&sort=newest&type=deck")
	queue.write("[type=search]", "half a w")
	unread, counted := home.text("#unread"), queue.text("#queue-views")
	aisha.signIn("aisha.rahman")
	title := fresh("Deck for the harbour board")
	path := aisha.ask("deck", title)
	for _, b := range []*tab{home, queue} {
		b.until(says("main", title))
		b.until(fmt.Sprintf(`document.querySelector("#unread").innerText.replace(/\s+/g, " ").trim() !== %s`, quoted(unread)))
	}
	queue.until(fmt.Sprintf(`document.querySelector("#queue-views").innerText.replace(/\s+/g, " ").trim() !== %s`, quoted(counted)))
	queue.undisturbedWords("[type=search]", "half a w")
	if got := queue.here(); got != "/requests?view=all&sort=newest&type=deck" {
		t.Errorf("got %s, want the same filter", got)
	}
	aisha.visit(path, 200)
	aisha.press("Cancel the request")
	aisha.write("#cancel-reason", "The board was dissolved.")
	aisha.stay(func() { aisha.pressOn("#move-cancel button") }, says("main", "Nobody holds the ball"))
	home.until(`!` + says("main", title))
	queue.until(says("#queue", "Cancelled"))
}

// TestALostStreamComesBack by itself, at once when the page comes to the front, and nothing that happened meanwhile is
// missing.
func TestALostStreamComesBack(t *testing.T) {
	t.Parallel()
	ben, ruth := browse(t, desk), browse(t, desk)
	ruth.signIn("ruth.hallam")
	path := ruth.ask("sheet", fresh("Sheet on reach trucks"))
	ruth.visit(path, 200)
	ben.signIn("ben.astley")
	ben.open(path)
	says := func(words string) string { return says(".talk", words) }
	const stream = `document.querySelector("[hx-sse\\:connect]")`
	for words, lose := range map[string]func(){
		"Said in the dark.": func() {
			read[bool](ben, `(Object.defineProperty(document, "hidden", {value: true, configurable: true}), document.dispatchEvent(new Event("visibilitychange")))`)
			ben.until(`!` + connected)
		},
		"Said in silence.": func() {
			read[bool](ben, stream+`._htmx.sse.reader.cancel().then(() => true)`)
		},
	} {
		lose()
		ruth.write(comment, words)
		ruth.stay(func() { ruth.press("Comment") }, says(words))
		ben.check(`!` + says(words))
		read[bool](ben, `delete document.hidden && document.dispatchEvent(new Event("visibilitychange"))`)
		ben.until(says(words))
		ben.until(connected)
	}

	// What could not be opened at all is tried again.
	read[bool](ben, `((e) => {
		const open = window.fetch;
		window.tries = 0;
		window.fetch = (url, ...rest) => String(url).startsWith("/events") && window.tries++ < 2 ?
			Promise.resolve(new Response("", {status: 503})) : open(url, ...rest);
		const again = e.cloneNode();
		again.removeAttribute("data-htmx-powered");
		e.replaceWith(again);
		htmx.process(again);
		return true;
	})(`+stream+`)`)
	ben.until("window.tries > 2 && " + connected)
	ben.check(`document.querySelector("#alert").children.length === 0`)
}
