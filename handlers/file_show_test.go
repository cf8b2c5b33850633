package handlers_test

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/files"
	"alongside/models/modelstest"
)

// attach adds files to R-1 through its form.
func (b *browser) attach(all ...attached) {
	b.t.Helper()
	form := url.Values{"submission": {uuid.NewString()}}
	b.upload("/requests/1/files", form, all...).leads("/requests/1")
}

func TestFilesComeBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ruth := s.as(t, "ruth")
	rest := "\n\x00\xff\r\n" + strings.Repeat("bytes ", 100_000)
	cases := []struct{ name, begins, kind, disposition string }{
		{"lanes.pdf", "%PDF-1.4", "application/pdf", "inline"},
		{"map.PNG", modelstest.Sample(t, "png"), "image/png", "inline"},
		{"photo.jpeg", modelstest.Sample(t, "jpeg"), "image/jpeg", "inline"},
		{"photo.gif", modelstest.Sample(t, "gif"), "image/gif", "inline"},
		{"photo.webp", modelstest.Sample(t, "webp"), "image/webp", "inline"},
		{"page.html", "<html>", "application/octet-stream", "attachment"},
		{"page.htm", "", "application/octet-stream", "attachment"},
		{"drawing.svg", "<svg>", "application/octet-stream", "attachment"},
		{"feed.xml", "<?xml?>", "application/octet-stream", "attachment"},
		{"page.xhtml", "", "application/octet-stream", "attachment"},
		{"table.csv", "", "application/octet-stream", "attachment"},
		{"no ending", "%PDF-1.4", "application/octet-stream", "attachment"},
		{"lanes.pdf.html", "%PDF-1.4", "application/octet-stream", "attachment"},
		{"lanes.pdf ", "%PDF-1.4", "application/pdf", "inline"},
	}
	for i, c := range cases {
		content := c.begins + rest
		ruth.attach(attached{c.name, content})
		path := fmt.Sprintf("/files/%d", i+1)
		for _, first := range []string{"ruth", "priya", "ines"} {
			a := s.as(t, first).get(path)
			a.is(http.StatusOK, c.name)
			if a.body != content {
				t.Errorf("%s: got %d bytes, want the %d that were sent", c.name, len(a.body), len(content))
			}
			if got := a.header.Get("Content-Type"); got != c.kind {
				t.Errorf("%s: got type %q, want %q", c.name, got, c.kind)
			}
			disposition, params, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
			if err != nil || disposition != c.disposition || params["filename"] != strings.TrimSpace(c.name) {
				t.Errorf("%s: got %q (%v), want %s with its name", c.name, a.header.Get("Content-Disposition"), err, c.disposition)
			}
			a.wantsHeaders(c.name, "default-src 'none'; sandbox; frame-ancestors 'none'", "private, no-cache", "")
		}
		download := ruth.get(path + "?download")
		if got := download.header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
			t.Errorf("%s?download: got %q, want an attachment", c.name, got)
		}
		head := ruth.send(http.MethodHead, path, "", "")
		if head.is(http.StatusOK, "HEAD"); head.body != "" || head.header.Get("Content-Length") != fmt.Sprint(len(content)) {
			t.Errorf("%s: HEAD: got %d bytes and length %s, want none and %d", c.name, len(head.body), head.header.Get("Content-Length"), len(content))
		}
	}
	ruth.header = http.Header{"Range": {"bytes=9-12"}}
	part, content := ruth.get("/files/1"), cases[0].begins+rest
	if part.is(http.StatusPartialContent, "a range"); part.body != content[9:13] || part.header.Get("Content-Length") != "4" {
		t.Errorf("range: got %q, length %s, want %q", part.body, part.header.Get("Content-Length"), content[9:13])
	}
	ruth.header = http.Header{"If-None-Match": {part.header.Get("ETag")}}
	if same := ruth.get("/files/1"); same.is(http.StatusNotModified, "what the browser has") && same.body != "" {
		t.Errorf("got %d bytes of what the browser has, want none", len(same.body))
	}
	ruth.header = http.Header{}
	s.visitor(t).get("/files/1").leads("/signin?next=%2Ffiles%2F1")
	for _, path := range []string{"/files/999", "/files/0", "/files/x", "/files/../go.mod", "/files/1/2", "/files", "/files/"} {
		a := ruth.get(path)
		if a.status != http.StatusNotFound && a.status != http.StatusTemporaryRedirect {
			t.Errorf("%s: got %d, want 404", path, a.status)
		}
	}
}

func TestOddFileNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ruth := s.as(t, "ruth")
	for i, name := range []string{
		"Größe & Maß.pdf", "日本語.png", `quote".pdf`, "semi;colon=1.pdf", "per%20cent.pdf", "100%.pdf", "../../etc/passwd", `C:\Users\ruth\plan.pdf`,
		"line\r\nSet-Cookie: a=b.pdf", "right-to-left\u202efdp.txt", "bro\xffken.pdf", "..", ".", "...", "   ", strings.Repeat("é", 500) + ".pdf",
		"<img src=x onerror=alert(1)>.png", "back\\slash.pdf", "CON", ".htaccess", "tab\t.pdf", "trailing.pdf/", "emoji 🚚.pdf", "'single'.pdf", "a/b\\c/d.pdf",
	} {
		content := "%PDF-1.4"
		if strings.HasSuffix(name, ".png") {
			content = modelstest.Sample(t, "png")
		}
		ruth.attach(attached{name, content})
		label := one[string](s, `SELECT name FROM files WHERE id = $1`, i+1)
		if strings.ContainsAny(label, "/\\\r\n\x00\u202e") || strings.Trim(label, ". ") == "" || len([]rune(label)) > 200 {
			t.Errorf("%q: got label %q, want a plain name", name, label)
		}
		a := ruth.get(fmt.Sprintf("/files/%d", i+1))
		a.is(http.StatusOK, name)
		_, params, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
		if err != nil || params["filename"] != label {
			t.Errorf("%q: got %q (%v), want %q in it", name, a.header.Get("Content-Disposition"), err, label)
		}
		if len(a.header.Values("Set-Cookie")) > 0 || len(a.header.Values("Content-Disposition")) != 1 {
			t.Errorf("%q: got headers %v of its name", name, a.header)
		}
		ruth.get("/requests/1").wants(fmt.Sprintf("a[href='/files/%d']", i+1), squeezed(label))
	}
	form := url.Values{"submission": {uuid.NewString()}}
	ruth.upload("/requests/1/files", form, attached{"nul\x00.pdf", "%PDF-1.4"}).is(http.StatusBadRequest, "a name that no header can hold")
	if n := one[int](s, `SELECT count(*) FROM files WHERE key !~ '^[0-9a-f]{32}$'`); n != 0 {
		t.Errorf("got %d keys made of names, want random ones", n)
	}
}

func TestFilesAddedTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ruth := s.as(t, "ruth")
	form := url.Values{"submission": {uuid.NewString()}}
	for range 3 {
		ruth.upload("/requests/1/files", form, attached{"lanes.pdf", "%PDF-1.4"}).leads("/requests/1")
	}
	if rows, kept := one[int](s, `SELECT count(*) FROM files`), filesKept(t); rows != 1 || kept != 1 {
		t.Errorf("got %d rows and %d files, want 1 of each", rows, kept)
	}
	for name, c := range map[string]struct {
		files []attached
		words string
	}{
		"none":      {nil, "Choose a file first"},
		"eleven":    {make([]attached, 11), "At most 10 files at once"},
		"too large": {[]attached{{"film.mov", strings.Repeat("x", 25<<20+1)}}, "“film.mov” is larger than 25 MB"},
	} {
		for i := range c.files {
			if c.files[i].name == "" {
				c.files[i] = attached{fmt.Sprint(i, ".txt"), "x"}
			}
		}
		a := ruth.upload("/requests/1/files", url.Values{"submission": {uuid.NewString()}}, c.files...)
		a.is(http.StatusUnprocessableEntity, name)
		a.wants("#add-files-e", c.words)
	}
	if kept := filesKept(t); kept != 1 {
		t.Errorf("got %d files kept, want the first one alone", kept)
	}
}

// TestFilesOfNothing asks for a file that hangs on what nobody may see.
func TestFilesOfNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withFile(s)
	s.exec(`UPDATE files SET subject_kind = 'secret'`)
	s.as(t, "joel").get("/files/1").is(http.StatusNotFound)
	var none files.File
	if _, err := s.portal.Files.Find(context.Background(), none.ID); err == nil {
		t.Error("got a file without a number, want none")
	}
}
