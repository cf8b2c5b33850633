package main

import (
	"fmt"
	"testing"
)

// TestFitOnAPhone checks an account between two visits, with scripts and without: a name, a press for each question, and
// one for the answer.
func TestFitOnAPhone(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]screen{"with scripts": phone, "without": {width: phone.width, height: phone.height, touch: true, noScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			aisha := browse(t, s)
			aisha.signIn("aisha.rahman")
			aisha.visit("/icp/checks", 200)
			aisha.fits(s.width)
			aisha.leave(func() { aisha.press("Check an account") }, 200)
			aisha.want("h1", "Does it fit?")
			aisha.fits(s.width)
			account := fresh("Whitby Foods")
			aisha.write("#account", account)
			aisha.leave(func() { aisha.press("See the answer") }, 422)
			aisha.want(".error-summary", "Answer at least one question")
			if got := aisha.value("#account"); got != account {
				t.Errorf("account after an error: got %q, want %q", got, account)
			}
			names := read[[]string](aisha, `[...document.querySelectorAll("form[data-fit] > fieldset input[type=radio][value=yes]")].map((e) => e.name)`)
			if len(names) != 6 {
				t.Fatalf("got questions %v, want six", names)
			}
			for i, answer := range []string{"yes", "yes", "yes", "unknown", "yes", "no"} {
				button := fmt.Sprintf(`label:has([name=%s][value=%s])`, names[i], answer)
				aisha.pressOn(button)
				if tall := read[float64](aisha, fmt.Sprintf(`document.querySelector("%s").getBoundingClientRect().height`, button)); tall < 44 {
					t.Errorf("%s: got a button of %v px, want at least 44", button, tall)
				}
			}
			if s.noScript {
				aisha.check(`document.querySelector("[data-fit-progress]").hidden`)
			} else {
				aisha.want("[data-fit-count]", "5 of 6 answered, 75 points so far.")
				aisha.check(`document.querySelector("[data-fit-progress]").value === 5`)
			}
			aisha.leave(func() { aisha.press("See the answer") }, 200)
			aisha.want("h1", account+" is a good fit")
			aisha.want(".page-lede", "75 points, and 60 is the line. One answer could make it 90.")
			aisha.fits(s.width)
			aisha.pressOn(`label:has([name=outcome][value=won])`)
			aisha.leave(func() { aisha.press("Save") }, 200)
			aisha.want("[role=status]", "Noted how it ended.")
			aisha.check(`document.querySelector("[name=outcome][value=won]").checked`)
			aisha.leave(func() { aisha.press("Change an answer") }, 200)
			aisha.check(fmt.Sprintf(`document.querySelector("[name=%s][value=unknown]").checked`, names[3]))
			aisha.pressOn(fmt.Sprintf(`label:has([name=%s][value=yes])`, names[3]))
			aisha.leave(func() { aisha.press("See the answer") }, 200)
			aisha.want("main", "90")
			aisha.want("section[aria-labelledby=others]", "75")
			aisha.check(`document.querySelector("[name=outcome][value=won]").checked`)
		})
	}
}
