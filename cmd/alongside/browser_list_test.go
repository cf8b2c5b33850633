package main

import (
	"fmt"
	"testing"
)

// TestFilter: the list changes in place, the address carries what was chosen, and Back undoes one choice.
func TestFilter(t *testing.T) {
	t.Parallel()
	hannah := browse(t, desk)
	hannah.signIn("hannah.moyo")
	hannah.visit("/requests", 200)
	const shown = `[...document.querySelectorAll(".c-type")].map((e) => e.innerText)`
	all := read[int](hannah, shown+".length")
	hannah.stay(func() { hannah.pick("select[name=type]", "study") },
		shown+`.every((type) => type === "Case study") && location.search.includes("type=study")`)
	studies, chosen := read[int](hannah, shown+".length"), read[string](hannah, "location.search")
	hannah.write("[type=search]", "no such story")
	hannah.stay(func() { hannah.press("Filter") }, says("#queue", "No requests match"))
	hannah.until(`location.search.includes("q=no+such+story") && location.search.includes("type=study")`)

	back := func(search, kind, text string, rows int) {
		t.Helper()
		read[bool](hannah, "history.back() ?? true")
		hannah.until(fmt.Sprintf(`location.search === %q && %s.length === %d`, search, shown, rows))
		hannah.until(fmt.Sprintf(`document.querySelector("select[name=type]").value === %q && document.querySelector("[type=search]").value === %q`, kind, text))
	}
	back(chosen, "study", "", studies)
	back("", "", "", all)
}
