package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestAskOnAPhone: the first attempt has mistakes, the second one is pressed twice.
func TestAskOnAPhone(t *testing.T) {
	t.Parallel()
	ruth := browse(t, phone)
	ruth.signIn("ruth.hallam")
	ruth.fits(phone.width)
	ruth.leave(func() { ruth.press("Requests") }, 200)
	ruth.leave(func() { ruth.press("New request") }, 200)
	ruth.want("h1", "What do you need?")
	ruth.fits(phone.width)
	ruth.pressOn(`label:has([name=type][value=brochure])`)
	ruth.check(`document.querySelector("[value=brochure]").checked`)
	ruth.leave(func() { ruth.press("Continue to the brief") }, 200)
	ruth.want("h1", "Ask Marketing for a brochure")
	ruth.fits(phone.width)

	promised := ruth.promisedDates()
	if len(promised) != 7 || !slices.IsSorted(promised) {
		t.Errorf("promised dates: got %v, want seven that follow each other", promised)
	}

	title := fresh("Door hanger for the Whitby round")
	const change = "That a parcel before ten costs less than a second visit.\nAnd that <b>we</b> come on Saturdays."
	gone := time.Now().AddDate(0, 0, -2).Format(time.DateOnly)
	ruth.write("#title", title)
	ruth.write("#account", "Whitby households")
	ruth.write("#change", change)
	ruth.pressOn(`label:has([name=use][value="First meeting"])`)
	ruth.pressOn(`label:has([name=use][value="Event"])`)
	ruth.pick("#needed_by", gone)
	ruth.leave(func() { ruth.press("Send to Marketing") }, 422)

	ruth.want(".error-summary h2", "Two things to sort out before this can be sent")
	ruth.until(`document.activeElement.matches(".error-summary")`)
	ruth.check(`document.title.startsWith("Problem:")`)
	for selector, want := range map[string]string{"#title": title, "#account": "Whitby households", "#change": change, "#reader": "", "#needed_by": gone} {
		if got := ruth.value(selector); got != want {
			t.Errorf("typed in %s: got %q, want %q", selector, got, want)
		}
	}
	if got := read[string](ruth, `[...document.querySelectorAll("[name=use]:checked")].map((e) => e.value).join()`); got != "First meeting,Event" {
		t.Errorf("chosen uses: got %s, want both", got)
	}
	ruth.fits(phone.width)
	for _, id := range []string{"reader", "needed_by"} {
		ruth.pressOn(fmt.Sprintf(`.error-summary a[href="#%s"]`, id))
		ruth.until(fmt.Sprintf(`document.activeElement.id === %q`, id))
		ruth.check(`document.activeElement.getAttribute("aria-invalid") === "true"`)
		ruth.check(`document.activeElement.getAttribute("aria-describedby").split(" ").some((id) => document.getElementById(id).matches(".problem"))`)
	}

	ruth.write("#reader", "People who are out when the van comes.")
	inThreeDays := time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
	ruth.stay(func() { ruth.pick("#needed_by", inThreeDays) }, says("#rush", "sooner than the time both teams agreed"))
	lastDay := read[string](ruth, `[...document.querySelectorAll(".promise-list time")].at(-1).innerText`)
	ruth.want("#promised-short", lastDay+" if the rush is agreed") // above the button; the list is below it on a phone
	ruth.want("#rush", "Priya Nair")
	ruth.write("#rush_reason", "The round starts on Monday week.")
	if got := ruth.value("#title"); got != title {
		t.Errorf("title after the dates changed: got %q, want %q", got, title)
	}
	if sooner := ruth.promisedDates(); len(sooner) != 7 || !slices.IsSorted(sooner) || sooner[6] >= promised[6] {
		t.Errorf("promised dates in a rush: got %v, want them to end before %v", sooner, promised[6])
	}
	send := ruth.find("body", "Send to Marketing")
	ruth.leave(func() {
		ruth.tap(send)
		soon, cancel := context.WithTimeout(ruth.ctx, time.Second)
		defer cancel()
		_ = chromedp.Do(soon, chromedp.TapXY(send.X, send.Y)) // no answer when the page is gone already
	}, 200)
	ruth.until(`location.pathname.match(/^\/requests\/\d+$/) && document.readyState === "complete"`)
	ruth.want("h1", title)
	ruth.want("[role=status]", "is sent. Promised")
	ruth.want(".page-head", "Rush asked")
	ruth.want(".ball", "Rush decision, with Priya Nair")
	ruth.fits(phone.width)

	ruth.visit("/requests?view=all&q="+url.QueryEscape(title), 200)
	ruth.fits(phone.width)
	if got := read[int](ruth, `document.querySelectorAll(".queue .q-title").length`); got != 1 {
		t.Errorf("requests after pressing twice: got %d, want 1", got)
	}
}

// promisedDates are the ends of the stages as shown, which must be visible.
func (b *tab) promisedDates() []string {
	b.t.Helper()
	dates := read[string](b, `[...document.querySelectorAll("#promised-dates .promise-list time")].filter((e) => e.checkVisibility()).map((e) => e.dateTime).join()`)
	return strings.Split(dates, ",")
}
