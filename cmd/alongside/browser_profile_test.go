package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestProfileIsReadWithoutScripts: somebody who read the last version reads the one in force, sees what changed, says so,
// and takes it away on paper. Nobody else reads as Callum.
func TestProfileIsReadWithoutScripts(t *testing.T) {
	t.Parallel()
	callum := browse(t, noScript)
	callum.signIn("callum.reid")
	callum.leave(func() { callum.press("Customer profile") }, 200)
	callum.want("h1", "The customer we are both looking for")
	callum.want("aside .seal-text", "Agreed by both teams")
	callum.want("tfoot", "A good fit scores 60 or more")
	callum.want("aside", "You read version 3 on")
	callum.leave(func() { callum.press("What changed since you last read") }, 200)
	callum.want("h1", "What changed from version 3 to version 4")
	callum.want(".diff-text ins", "£20m to £200m")
	callum.want(".diff-text del", "£10m to £400m")
	callum.want("table", "Sells to supermarkets with delivery windows")
	callum.leave(func() { callum.press("Versions") }, 200)
	callum.want("aside", "Callum Reid was reminded once")
	callum.leave(func() { callum.press("I have read version 4") }, 200)
	callum.want("[role=status]", "you have read version 4")
	callum.want("aside", "6 of 6")
	callum.pick("[name=from]", "1")
	callum.leave(func() { callum.press("Compare") }, 200)
	callum.want("h1", "What changed from version 1 to version 4")
	callum.leave(func() { callum.pressOn("main a[href='/icp/versions/1']") }, 200)
	callum.want("main", "This is not the version in force.")
	callum.leave(func() { callum.press("Read version 4") }, 200)
	callum.leave(func() { callum.press("Print or save as PDF") }, 200)
	paper := callum.pdf()
	for _, heading := range []string{"Who they are", "Criteria scorecard", "Hand-back: Sales to Marketing", "Who it is not"} {
		if !bytes.Contains(paper, []byte("/Title ("+heading+")")) {
			t.Errorf("got no heading %q on paper", heading)
		}
	}
	if n := bytes.Count(paper, []byte("/Type /Page\n")); n != 2 {
		t.Errorf("got %d pages, want 2", n)
	}
	send(callum, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	callum.check(`!document.querySelector(".sheet-bar").checkVisibility()`)
	for _, words := range []string{"Makers", "100", "Dan Okafor", "Priya Nair", "Next review", "The live version may be newer"} {
		callum.check(`document.querySelector("main").innerText.toLowerCase().includes("` + words + `".toLowerCase())`)
	}
	callum.visit("/icp", 200)
	for _, hidden := range []string{".app-bar", ".phone-dock", "aside", ".doc-nav"} {
		callum.check(`!document.querySelector("` + hidden + `").checkVisibility()`)
	}
	callum.want("article", "Agreed by both teams")
}

// pdf is the page as it is printed, with an outline of its headings.
func (b *tab) pdf() []byte {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	yes := true
	printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, GenerateTaggedPDF: &yes, GenerateDocumentOutline: &yes})
	if err != nil {
		b.t.Fatal(err)
	}
	return printed.Data
}
