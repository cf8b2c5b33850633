package main

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// onePixel are the smallest pictures.
var onePixel = map[string]string{
	"png":  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==",
	"gif":  "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=",
	"webp": "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
	"jpeg": "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==",
}

// polyglots are files that are something else, too, for who reads them so. Each says what would run if it did.
func polyglots(t *testing.T) map[string]string {
	t.Helper()
	const script = `<script>document.documentElement.dataset.ran = 1; fetch("/signout", {method: "POST"})</script>`
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="document.documentElement.dataset.ran = 1"><script>document.documentElement.dataset.ran = 1</script></svg>`
	picture := map[string]string{}
	for kind, text := range onePixel {
		bytes, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		picture[kind] = string(bytes)
	}
	pdf := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n" +
		"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
	zip := "PK\x05\x06" + strings.Repeat("\x00", 18)
	return map[string]string{
		"page.html":            script,
		"page.htm":             "<!doctype html>" + script,
		"page.xhtml":           `<html xmlns="http://www.w3.org/1999/xhtml">` + script + `</html>`,
		"page.xht":             `<html xmlns="http://www.w3.org/1999/xhtml">` + script + `</html>`,
		"page.shtml":           script,
		"page.mht":             "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + script,
		"drawing.svg":          svg,
		"drawing.svgz":         svg,
		"feed.xml":             `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">document.documentElement.dataset.ran = 1</x:script>`,
		"sheet.xsl":            `<?xml version="1.0"?><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>`,
		"page.txt":             script,
		"page":                 script,
		"page.csv":             script,
		"page.json":            script,
		"page.pdf.html":        pdf + script,
		"style.css":            "*{background:url(/signout)}",
		"page.unknown":         script,
		"drawing.png":          svg,
		"page.png":             script,
		"page.gif":             "GIF8" + script,
		"page.jpg":             script,
		"page.webp":            "RIFF" + script,
		"page.pdf":             script + pdf,
		"comment.gif":          picture["gif"] + "/*" + script + "*/",
		"gifar.gif":            picture["gif"] + zip,
		"after.png":            picture["png"] + script,
		"after.jpg":            picture["jpeg"] + script,
		"after.webp":           picture["webp"] + script,
		"after.pdf":            pdf + script,
		"before.pdf":           "%PDF-1.4 " + script + pdf,
		"archive.zip":          zip + script,
		"layout.docx":          script + zip,
		"code.js":              "document.documentElement.dataset.ran = 1",
		"bom.html":             "\xef\xbb\xbf" + script,
		"wide.html":            "\xff\xfe<\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00",
		"photo.png\u202elmth.": picture["png"] + script,
	}
}

// TestPolyglots: whatever is sent, nothing of it renders as a page of ours, and no script in it runs.
func TestPolyglots(t *testing.T) {
	t.Parallel()
	ruth := browse(t, desk)
	ruth.signIn("ruth.hallam")
	path := ruth.ask("sheet", fresh("Files with two faces"))
	send(ruth, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorDeny})
	kept := map[string]string{} // address by name
	for name, content := range polyglots(t) {
		status := read[int](ruth, fmt.Sprintf(`(async () => {
			const bytes = Uint8Array.from(atob(%s), (c) => c.charCodeAt(0)), form = new FormData();
			form.append("submission", crypto.randomUUID());
			form.append("files", new File([bytes], %s));
			return (await fetch(%s, {method: "POST", body: form, headers: {"HX-Request": "true", "HX-Request-Type": "full"}})).status;
		})()`, quoted(base64.StdEncoding.EncodeToString([]byte(content))), quoted(name), quoted(path+"/files")))
		if status != 204 && status != 422 {
			t.Errorf("%q: got %d, want it kept or refused", name, status)
		}
	}
	ruth.visit(path, 200)
	for _, row := range read[[][2]string](ruth, `[...document.querySelectorAll(".file-row .text-link")].map((a) => [a.innerText, a.pathname])`) {
		kept[row[0]] = row[1]
	}
	if len(kept) < 20 {
		t.Fatalf("got %d files kept, want most of them, to be looked at", len(kept))
	}
	elsewhere := ruth.another(desk) // pages of files may load nothing
	elsewhere.visit(path, 200)
	harmless := regexp.MustCompile(`^(image/(png|jpeg|gif|webp)|application/pdf)$`)
	for name, address := range kept {
		served := read[map[string]string](elsewhere, fmt.Sprintf(`fetch(%s).then((r) => Object.fromEntries(r.headers))`, quoted(address)))
		if got := served["content-type"]; !harmless.MatchString(got) && (got != "application/octet-stream" || !strings.HasPrefix(served["content-disposition"], "attachment")) {
			t.Errorf("%q: got %s, %s, want a picture, a PDF or a download", name, got, served["content-disposition"])
		}
		if served["x-content-type-options"] != "nosniff" || !strings.Contains(served["content-security-policy"], "default-src 'none'; sandbox") || served["cross-origin-resource-policy"] != "same-origin" {
			t.Errorf("%q: got headers %v, want nothing allowed", name, served)
		}
		err := chromedp.Do(ruth.ctx, chromedp.Navigate(ruth.live.url+address))
		if err != nil && !strings.Contains(err.Error(), "net::ERR_ABORTED") { // a download leaves the page as it is
			t.Errorf("%q: %v", name, err)
		}
		shown := read[[]string](ruth, `[location.pathname, document.contentType, document.documentElement.dataset.ran ?? ""]`)
		if shown[2] != "" || shown[0] == address && !harmless.MatchString(shown[1]) {
			t.Errorf("%q: got %q, want a picture, a PDF or a download, and nothing run", name, shown)
		}
	}
	ruth.heard() // the browser says that our policy kept its own picture viewer from styling
	ruth.visit("/", 200)
	ruth.want("h1", "Ruth") // still signed in
}
