package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// pickFiles picks files of the given names and sizes in a file input, as the browser's own dialog does.
func (b *tab) pickFiles(selector string, sizes map[string]int64) {
	b.t.Helper()
	dir := b.t.TempDir()
	var paths []string
	for name, size := range sizes {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			b.t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			b.t.Fatal(err)
		}
		paths = append(paths, path)
	}
	b.do(chromedp.SetUploadFiles(selector, paths, chromedp.NodeReady))
}

// drop lets go of a file over an element.
func (b *tab) drop(selector, name, content string) {
	b.t.Helper()
	read[bool](b, fmt.Sprintf(`((e) => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File([%s], %s));
		return ["dragover", "drop"].every((type) => !e.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer})));
	})(document.querySelector(%s))`, quoted(content), quoted(name), quoted(selector)))
}

// uploadsAt limits how many bytes a second the browser sends; -1 is no limit.
func (b *tab) uploadsAt(bytes float64) {
	b.t.Helper()
	send(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: bytes}},
	})
}

const (
	addFiles   = `form:has(#add-files)`
	chosenList = addFiles + ` .upload-list`
	sentSoFar  = addFiles + ` progress`
)

// TestUploadWithProgress drops, chooses, takes out, stops and sends files on the page of a request.
func TestUploadWithProgress(t *testing.T) {
	t.Parallel()
	ruth := browse(t, desk)
	ruth.signIn("ruth.hallam")
	path := ruth.ask("sheet", fresh("Cold store prices"))

	ruth.want(addFiles, "Or drop files here.")
	ruth.drop("#add-files", "lanes.csv", "from,to\n")
	ruth.want(chosenList, "lanes.csv 8 bytes")
	ruth.pickFiles("#add-files", map[string]int64{"film.mov": 26<<20 + 1, "notes.txt": 3_000_000})
	ruth.want(chosenList, "lanes.csv") // choosing adds to what was dropped
	ruth.want(chosenList, "film.mov 27.3 MB. Larger than 25 MB. Put it where both teams can reach it and send the link.")
	ruth.want(chosenList, "notes.txt 3 MB")
	ruth.look("upload-chosen")
	ruth.stay(func() { ruth.press("Add") }, says(addFiles+" [data-upload-said]", "Larger than 25 MB"))
	ruth.check(`document.activeElement.id === "add-files"`)
	ruth.pressOn(`[aria-label="Take out film.mov"]`)
	ruth.until(`!(` + says(chosenList, "film.mov") + `)`)

	ruth.uploadsAt(1_000_000)
	ruth.stay(func() { ruth.press("Add") }, fmt.Sprintf(`(({value, max}) => value > 0 && value < max)(document.querySelector(%s))`, quoted(sentSoFar)))
	ruth.check(fmt.Sprintf(`document.querySelector(%s).checkVisibility()`, quoted(sentSoFar)))
	ruth.check(fmt.Sprintf(`document.querySelector(%s).disabled`, quoted(addFiles+` button:not([type])`)))
	ruth.want(addFiles+" [data-upload-said]", "Sending.")
	ruth.stay(func() { ruth.press("Stop") }, says(addFiles+" [data-upload-said]", "Stopped: nothing was added."))
	ruth.want(chosenList, "notes.txt")
	ruth.check(fmt.Sprintf(`!document.querySelector(%s).checkVisibility()`, quoted(sentSoFar)))

	ruth.uploadsAt(-1)
	ruth.leave(func() { ruth.press("Add") }, 200)
	ruth.want("[role=status]", "Files added.")
	ruth.want(".file-row", "v1 · Ruth, today")
	ruth.check(`document.querySelectorAll(".file-row").length === 2`)
	if got := ruth.here(); got != path {
		t.Errorf("got %s, want the request's page", got)
	}

	ruth.press("Add a version of lanes.csv")
	ruth.pickFiles("input[id^=version-]:is(details[open] *)", map[string]int64{"lanes, weekdays.csv": 40})
	ruth.leave(func() { ruth.press("Add version 2") }, 200)
	ruth.want(".file-row", "lanes, weekdays.csv")
	ruth.want(".file-row", "v2 · Ruth, today · 40 bytes")
	ruth.press("1 earlier version")
	ruth.want(".file-row details[open]", "v1 · Ruth, today · 8 bytes")
	ruth.want(".talk", "added version 2 of “lanes, weekdays.csv”")
}

// TestUploadsThatAreRefused show the form again in place, with what was typed and the files still chosen.
func TestUploadsThatAreRefused(t *testing.T) {
	t.Parallel()
	ruth := browse(t, phone)
	ruth.signIn("ruth.hallam")
	ruth.visit("/requests/new?type=sheet", 200)
	ruth.write("#title", fresh("Customs in an hour"))
	ruth.drop("#files", "holds.csv", "hour,what\n")
	read[string](ruth, `document.querySelector("main").dataset.before = "yes"`)
	ruth.stay(func() { ruth.press("Update dates") }, `!document.querySelector("main").dataset.before`)
	ruth.want(".upload-list", "holds.csv")
	ruth.stay(func() { ruth.press("Send to Marketing") }, `document.activeElement.matches(".error-summary")`)
	ruth.check(`document.title.startsWith("Problem: ")`)
	ruth.want(".upload-list", "holds.csv 10 bytes")
	ruth.drop("#files", "invoice.pdf", "MZ\x90\x00\x03\x00\x00\x00")
	ruth.write("#reader", "Planners.")
	ruth.stay(func() { ruth.press("Send to Marketing") }, says("#files-e", "“invoice.pdf” is a program."))
	ruth.look("upload-refused")
	ruth.pressOn(`[aria-label="Take out invoice.pdf"]`)
	ruth.leave(func() { ruth.press("Send to Marketing") }, 200)
	ruth.want(".file-row", "holds.csv")
}

// TestUploadWithoutScripts is the plain form.
func TestUploadWithoutScripts(t *testing.T) {
	t.Parallel()
	ruth := browse(t, noScript)
	ruth.signIn("ruth.hallam")
	ruth.visit("/requests/new?type=sheet", 200)
	title := fresh("Pallets by the night")
	ruth.write("#title", title)
	ruth.write("#reader", "Buyers.")
	ruth.pickFiles("#files", map[string]int64{"prices.csv": 20})
	ruth.check(`!document.querySelector(".upload [data-upload-drop]").checkVisibility()`)
	ruth.leave(func() { ruth.press("Send to Marketing") }, 200)
	ruth.want("h1", title)
	ruth.want(".file-row", "prices.csv")
	ruth.press("Add a version of prices.csv")
	ruth.pickFiles("input[id^=version-]", map[string]int64{"page.png": 30})
	ruth.leave(func() { ruth.press("Add version 2") }, 422)
	ruth.want(".file-row .problem", "is not a picture inside")
	ruth.pickFiles("input[id^=version-]", map[string]int64{"prices, winter.csv": 30})
	ruth.leave(func() { ruth.press("Add version 2") }, 200)
	ruth.want(".file-row", "prices, winter.csv")
}
