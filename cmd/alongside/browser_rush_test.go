package main

import (
	"net/url"
	"testing"
	"time"
)

// TestRush asks for a brochure sooner than agreed; a lead of Marketing sees what would have to wait and agrees, and the
// person whose request waits is told. Then it waits for a printer, and for a new date.
func TestRush(t *testing.T) {
	t.Parallel()
	tomasz, priya := browse(t, desk), browse(t, desk)
	tomasz.signIn("tomasz.wrona")
	priya.signIn("priya.nair")
	tomasz.visit("/requests/new?type=brochure", 200)
	title := fresh("Brochure for the supplier day")
	tomasz.write("#title", title)
	tomasz.write("#reader", "Six plants in one room.")
	standard := tomasz.text("#promised-dates time")
	tomasz.stay(func() { tomasz.pick("#needed_by", time.Now().AddDate(0, 0, 10).Format(time.DateOnly)) }, says("#promised-dates", "If the rush is agreed"))
	tomasz.want("#promised-dates", "usually 4")
	tomasz.want("#rush", "Priya Nair")
	tomasz.write("#rush_reason", "The supplier day moved.")
	tomasz.leave(func() { tomasz.press("Send to Marketing") }, 200)
	path := tomasz.here()
	tomasz.want(".ball", "Rush decision, with Priya Nair")
	tomasz.check(`!document.querySelector("#rush-decision")`)

	priya.visit("/?all=1", 200)
	priya.want("section[aria-labelledby=on-you]", title)
	priya.visit(path, 200)
	priya.want("#decision", "Your decision, Priya")
	priya.want("main", "The supplier day moved.")
	priya.want("aside", standard) // if she declines
	priya.want("#ticked-days", "0 days are ticked.")
	sooner := priya.text("aside .text-lg")
	if sooner == standard {
		t.Errorf("if she agrees: got %s, want it sooner than the standard date", sooner)
	}
	waiting := read[string](priya, `document.querySelector("[name=wait]").closest("li").querySelector(".row-title").innerText`)
	priya.pressOn("[name=wait]")
	priya.until(`!document.querySelector("#ticked-days").innerText.startsWith("0 ")`)
	priya.write("#rush-note", "Yes, the other one waits.")
	priya.leave(func() { priya.press("Agree to the rush") }, 200)
	priya.want("[role=status]", "The rush is agreed.")
	priya.want(".page-head", sooner)
	priya.want(".talk", "agreed to the rush: promised "+sooner+", before "+standard)
	priya.visit("/requests?q="+url.QueryEscape(waiting), 200)
	priya.leave(func() { priya.press(waiting) }, 200)
	priya.want(".talk", "a rush: promised")

	priya.visit(path, 200)
	priya.press("Pause")
	priya.write("#wait-reason", "The printer’s proof")
	priya.stay(func() { priya.press("Wait for somebody outside") }, says(ball, "With somebody outside"))
	priya.want("main", "The printer’s proof")
	priya.stay(func() { priya.press("It is here: go on with Marketing") }, says(ball, "With Marketing"))

	priya.press("Suggest a new date")
	priya.pick("#date-day", time.Now().AddDate(0, 0, 60).Format(time.DateOnly))
	priya.write("#date-reason", "The photographer is ill.")
	priya.stay(func() { priya.press("Suggest it to Sales") }, says("main", "Marketing suggests"))
	tomasz.visit("/?all=1", 200)
	tomasz.want("section[aria-labelledby=on-you]", "Answer about a new date")
	tomasz.visit(path, 200)
	tomasz.want(".callout-together", "The photographer is ill.")
	tomasz.stay(func() { tomasz.press("Agree to the new date") }, says(".talk", "agreed to the new date"))
	tomasz.check(`!document.querySelector("#new-date")`)
}
