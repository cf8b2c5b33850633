package main

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// inLane is the condition that the board shows the request in the lane.
func inLane(id, lane string) string {
	return fmt.Sprintf(`document.querySelector("[data-lane=%s] #request-%s")`, lane, id)
}

// onBoard is the board with that request alone, and its number.
func onBoard(path, title string) (board, id string) {
	return "/requests/board?q=" + url.QueryEscape(title), path[len("/requests/"):]
}

// TestBoard moves requests by keyboard, by pointer and by button; what is not possible is said and changes nothing.
func TestBoard(t *testing.T) {
	t.Parallel()
	greta, hannah := browse(t, desk), browse(t, desk)
	greta.signIn("greta.lindqvist")
	hannah.signIn("hannah.moyo")
	title := fresh("Bid for the Esbjerg ferry quay")
	board, id := onBoard(greta.ask("bid", title), title)
	ticket := "#request-" + id

	greta.visit(board, 200)
	greta.check(`document.querySelector(".board-keys").checkVisibility()`)
	greta.tabTo(ticket + " h3 a")
	greta.shift(kb.ArrowLeft)
	greta.until(says("#board-status", "R-"+id+" can go on to Making. It stays where it is."))
	greta.stay(func() { greta.shift(kb.ArrowRight) }, inLane(id, "making"))
	greta.until(says("#board-status", "R-"+id+" is in Draft now, with Marketing."))
	greta.until(fmt.Sprintf(`document.activeElement.matches("%s h3 a")`, ticket))
	greta.seesFocus()
	greta.shift(kb.ArrowRight)
	greta.until(says("#board-status", "is with Marketing now, so this move is theirs."))
	greta.check(inLane(id, "making"))

	hannah.visit(board, 200)
	hannah.press("Move R-" + id)
	hannah.pick(ticket+" [name=version]", "1") // as if she had not seen Greta's move
	hannah.stay(func() { hannah.press("Hand to Sales for fact check") }, says("#alert", "Greta Lindqvist changed R-"+id))
	hannah.check(inLane(id, "making"))
	hannah.visit(board, 200)
	hannah.drag(ticket+" h3", "[data-lane=finishing]")
	hannah.until(says("#board-status", "can go on to Checking or back to Brief. It stays where it is."))
	hannah.check(inLane(id, "making"))
	hannah.check(fmt.Sprintf(`getComputedStyle(document.querySelector("%s")).transform === "none"`, ticket))
	hannah.drag(ticket, ".filter-bar") // nowhere
	hannah.check(inLane(id, "making"))
	hannah.leave(func() { hannah.drag(ticket, "[data-lane=brief]") }, 200)
	hannah.until(`document.activeElement.id === "stage-note"`)
	hannah.visit(board, 200)
	hannah.stay(func() { hannah.drag(ticket+" h3 a", "[data-lane=checking]") }, inLane(id, "checking"))
	hannah.until(says("#board-status", "is in Fact check now, with Sales."))
	greta.until(inLane(id, "checking")) // an open board keeps up

	read[bool](greta, `Boolean(window.setTimeout = ((set) => (act, wait) => set(act, (wait ?? 0) + 60000))(setTimeout))`) // a busy browser's timers are late
	greta.drag(ticket, "[data-lane=finishing]")
	greta.until(says("#board-status", "is in its last stage: it is delivered on its own page, or goes back to Making."))
	greta.press("Move R-" + id)
	greta.leave(func() { greta.press("Deliver it") }, 200)
	greta.until(`document.activeElement.id === "link"`)
}

// TestBoardByButton hands on within a lane and out of it, with the filters kept.
func TestBoardByButton(t *testing.T) {
	t.Parallel()
	tomasz, ben := browse(t, desk), browse(t, desk)
	tomasz.signIn("tomasz.wrona")
	ben.signIn("ben.astley")
	title := fresh("Brochure for the Goole siding")
	board, id := onBoard(tomasz.ask("brochure", title), title)
	ben.visit(board, 200)
	ben.press("Move R-" + id)
	ben.stay(func() { ben.press("Hand to Sales for brief details") }, inLane(id, "making"))
	ben.check(`location.search.includes("Goole")`)
	ben.check(fmt.Sprintf(`!document.querySelector("#request-%s details")`, id))
	tomasz.visit(board, 200)
	tomasz.press("Move R-" + id)
	tomasz.stay(func() { tomasz.press("Hand to Marketing for copy draft") }, says("#board-status", "is in Copy draft now, with Marketing."))
	tomasz.check(inLane(id, "making"))
	tomasz.until(fmt.Sprintf(`document.activeElement.matches("#request-%s h3 a")`, id))

	tomasz.stay(func() { tomasz.pick("select[name=stage]", "design") }, says("#queue", "No requests match"))
	tomasz.want("#filter-tools", "Clear filters")
	tomasz.leave(func() { tomasz.press("List") }, 200)
	tomasz.check(`location.pathname === "/requests" && location.search.includes("stage=design")`)
}

// TestBoardOnAPhone scrolls sideways within itself.
func TestBoardOnAPhone(t *testing.T) {
	t.Parallel()
	joel := browse(t, phone)
	joel.signIn("joel.tan")
	joel.visit("/requests/board", 200)
	joel.fits(phone.width)
	joel.check(`document.querySelector(".board").scrollWidth > innerWidth`)
	joel.check(`!document.querySelector(".board-keys").checkVisibility()`)
}

// TestBoardWithoutScripts moves by button, saves a view and lets it go.
func TestBoardWithoutScripts(t *testing.T) {
	t.Parallel()
	callum := browse(t, noScript)
	callum.signIn("callum.reid")
	title := fresh("Bid for the Selby depot")
	board, id := onBoard(callum.ask("bid", title), title)
	callum.visit(board, 200)
	callum.check(`!document.querySelector(".board-keys").checkVisibility()`)
	callum.press("Move R-" + id)
	callum.leave(func() { callum.press("Hand to Marketing for draft") }, 200)
	callum.want("[data-notice]", "R-"+id+" is in Draft now, with Marketing.")
	callum.check(inLane(id, "making"))

	name := fresh("Selby")
	callum.press("Save this view")
	callum.leave(func() { callum.press("Save the view") }, 422)
	callum.want(".error-summary", "Give the view a name")
	callum.write("#view-name", name)
	callum.leave(func() { callum.press("Save the view") }, 200)
	callum.want(".views [aria-current=page]", name+" 1")
	callum.check(inLane(id, "making"))
	callum.press("Save this view")
	callum.leave(func() { callum.press("Remove the view " + name) }, 200)
	callum.check(fmt.Sprintf(`!document.querySelector(".views").innerText.includes(%s)`, quoted(name)))
}

// shift presses a key with Shift.
func (b *tab) shift(key string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierShift)))
}

// drag takes the middle of one element to the middle of another with the mouse.
func (b *tab) drag(from, to string) {
	b.t.Helper()
	start := b.find(from, "")
	end := read[spot](b, fmt.Sprintf(`((e) => { const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + Math.min(r.height / 2, 60)}; })(document.querySelector(%s))`, quoted(to)))
	mouse := func(kind input.DispatchMouseEventType, x, y float64, buttons int64) {
		b.t.Helper()
		send(b, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: buttons, ClickCount: 1})
	}
	mouse(input.DispatchMouseEventTypeMousePressed, start.X, start.Y, 1)
	for i := range 5 {
		part := float64(i+1) / 5
		mouse(input.DispatchMouseEventTypeMouseMoved, start.X+(end.X-start.X)*part, start.Y+(end.Y-start.Y)*part, 1)
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, end.X, end.Y, 0)
}
