package main

import (
	"strings"
	"testing"
)

// TestTwoTeamsAgree: a lead begins a draft of how feedback is given, people of both teams edit it, a lead of each turns a
// key, and the next request goes by it. Nobody else asks for feedback here.
func TestTwoTeamsAgree(t *testing.T) {
	t.Parallel()
	dan, priya, aisha, hannah := browse(t, desk), browse(t, desk), browse(t, desk), browse(t, noScript)
	for b, who := range map[*tab]string{dan: "dan.okafor", priya: "priya.nair", aisha: "aisha.rahman", hannah: "hannah.moyo"} {
		b.signIn(who)
	}
	const page = "/requests/types/feedback"
	dan.visit("/requests/types", 200)
	dan.leave(func() { dan.press("Lead feedback") }, 200)
	dan.want("aside", "Agreed by both teams")
	dan.leave(func() { dan.press("Draft the next version") }, 200)
	dan.want(".page-lede", "changes nothing yet")

	aisha.visit(page, 200)
	aisha.stay(func() { aisha.press("Add a stage") }, `document.activeElement.id === "stage_3_name"`)
	aisha.write("#stage_3_name", "Second look")
	aisha.pick("#stage_3_side", "sales")
	aisha.write("#stage_3_done", "Nothing was forgotten.")
	aisha.stay(func() { aisha.press("Move stage 3 up") }, `document.querySelector("#stage_2_name").value === "Second look" && document.activeElement.id === "up_2"`)
	aisha.write("#why", "Some outcomes come a day later.")
	aisha.pick("#stage_2_days", "0.3")
	aisha.stay(func() { aisha.pressOn("button.btn-primary[value=save]") }, `document.activeElement.matches(".error-summary")`)
	aisha.want("#stage_2_days-e", "in halves")
	aisha.write("#stage_2_days", "1.5")
	aisha.leave(func() { aisha.pressOn("button.btn-primary[value=save]") }, 200)
	aisha.want("section[aria-labelledby=now]", "Second look")

	hannah.visit(page, 200)
	hannah.leave(func() { hannah.press("Add a field") }, 200)
	hannah.until(`document.activeElement.id === "field_3_label"`)
	hannah.write("#field_3_label", "How they came to us")
	hannah.leave(func() { hannah.pressOn("button.btn-primary[value=save]") }, 200)
	hannah.want(".page-lede", "Aisha Rahman and Hannah Moyo drafted version 2 together")
	hannah.want("ins", "added")

	dan.visit(page, 200)
	dan.stay(func() { dan.press("Turn the Sales key") }, says(".holder-chip", "With Marketing"))
	dan.check(`!document.querySelector("button[value=turn]")`)
	priya.visit("/?all=1", 200)
	priya.want("section[aria-labelledby=on-you]", "Lead feedback, version 2")
	priya.leave(func() { priya.press("Lead feedback, version 2") }, 200)
	priya.press("Ask for a change")
	priya.write(".move textarea", "Half a day would do.")
	priya.stay(func() { priya.press("Ask Sales") }, says(".talk", "Half a day would do."))
	priya.check(`!document.querySelector(".move textarea").value`)

	aisha.visit(page, 200)
	aisha.write("#stage_2_days", "0.5")
	aisha.leave(func() { aisha.pressOn("button.btn-primary[value=save]") }, 200)
	aisha.want("aside", "0 of 2") // what Dan agreed to is not what stands there now
	for b, side := range map[*tab]string{dan: "Sales", priya: "Marketing"} {
		b.visit(page, 200)
		b.stay(func() { b.press("Turn the " + side + " key") }, `!document.querySelector("button[value=turn]")`)
	}
	dan.visit(page, 200)
	dan.want(".page-lede", "Version 2 has been in force since")
	dan.want(".seal-text", "Priya Nair, Marketing")

	title := fresh("Feedback on the Filey leads")
	hannah.visit("/requests/new?type=feedback", 200)
	hannah.want("main form", "How they came to us")
	hannah.want("#promised-dates", "3.5 working days")
	if got := len(hannah.promisedDates()); got != 3 {
		t.Errorf("promised dates: got %d, want 3", got)
	}
	hannah.write("#title", title)
	hannah.write("#reader", "The leads of the open day.")
	hannah.leave(func() { hannah.pressOn("button[value=send]") }, 200)
	hannah.want("main", "Process version 2")
	if got := hannah.text(".mini-table, table"); !strings.Contains(got, "Second look") {
		t.Errorf("stages: got %q, want the new one", got)
	}
}
