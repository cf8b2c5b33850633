package files_test

import (
	"errors"
	"strings"
	"testing"

	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/store"
)

func TestKindsByEndingAndBytes(t *testing.T) {
	t.Parallel()
	c, folder := cabinet(t)
	document, archive := "%PDF-1.7\n", modelstest.Sample(t, "zip")
	old := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"
	exe := "MZ\x90\x00\x03\x00\x00\x00"
	for _, f := range []struct {
		name, content, kind, refused string // kind "" for a refusal
	}{
		{"map.png", modelstest.Sample(t, "png"), "image/png", ""},
		{"photo.JPG", modelstest.Sample(t, "jpeg"), "image/jpeg", ""},
		{"photo.jpeg", modelstest.Sample(t, "jpeg"), "image/jpeg", ""},
		{"loop.gif", modelstest.Sample(t, "gif"), "image/gif", ""},
		{"small.webp", modelstest.Sample(t, "webp"), "image/webp", ""},
		{"brief.pdf", document, "application/pdf", ""},
		{"another picture.jpg", modelstest.Sample(t, "webp"), "image/webp", ""}, // as messengers save them
		{"layout.docx", archive, files.Download, ""},
		{"locked.xlsx", old, files.Download, ""},
		{"old.doc", old, files.Download, ""},
		{"all.zip", archive, files.Download, ""},
		{"empty.zip", "PK\x05\x06" + strings.Repeat("\x00", 18), files.Download, ""},
		{"notes.txt", "MZ is how these words begin", files.Download, ""},
		{"table.csv", "a,b\n", files.Download, ""},
		{"nothing.txt", "", files.Download, ""},
		{"page.html", "<script>", files.Download, ""},
		{"drawing.svg", "<svg onload=x>", files.Download, ""},
		{"a picture without an ending", modelstest.Sample(t, "png"), files.Download, ""},
		{"a picture called.txt", modelstest.Sample(t, "png"), files.Download, ""},
		{"document.pdf.html", document, files.Download, ""},

		{"invoice.pdf", exe, "", "“invoice.pdf” is a program"},
		{"setup.exe", exe, "", "“setup.exe” is a program"},
		{"setup.exe. .", "nothing of the kind", "", "is a program"},
		{"invoice\u202Efdp.exe", document, "", "“invoicefdp.exe” is a program"},
		{"tool", "\x7fELF\x02", "", "is a program"},
		{"tool.txt", "#!/bin/sh", "", "is a program"},
		{"link.pdf", "L\x00\x00\x00\x01\x14\x02\x00", "", "is a program"},
		{"Applet.class", "\xca\xfe\xba\xbe", "", "is a program"},
		{"install.MSI", old, "", "is a program"},
		{"code.js", "alert(1)", "", "is a program"},
		{"page.png", "<html>", "", "is not a picture inside"},
		{"page.gif", "GIF8<script>", "", "is not a picture inside"},
		{"photo.jpg", document, "", "is not a picture inside"},
		{"nothing.png", "", "", "is not a picture inside"},
		{"drawing.png", "<svg onload=x>", "", "is not a picture inside"},
		{"broken.png", "\x89PNG\r\n\x1a\nand nothing", "", "cannot be read as a picture"},
		{"broken.gif", "GIF89a", "", "cannot be read as a picture"},
		{"page.pdf", "<html>%PDF-1.7", "", "is not a PDF inside"},
		{"photo.pdf", modelstest.Sample(t, "png"), "", "is not a PDF inside"},
		{"layout.docx", "<html>", "", "is something else inside"},
		{"broken.zip", "PK\x03\x04 and no directory", "", "cannot be read"},
		{"huge.png", modelstest.PNGHeader(20_000, 20_000), "", "has 400 million pixels; 40 million are the most"},
		{"wide.png", modelstest.PNGHeader(1<<31-1, 1<<31-1), "", "cannot be read as a picture"},
		{"large.png", modelstest.PNGHeader(8000, 5000), "image/png", ""}, // 40 million
		{"larger.png", modelstest.PNGHeader(8000, 5001), "", "has 41 million pixels"},
	} {
		u, err := c.Receive(f.name, strings.NewReader(f.content))
		var refused *store.Invalid
		switch {
		case f.kind != "" && (err != nil || u.MediaType != f.kind):
			t.Errorf("%s: got %s, %v, want %s", f.name, u.MediaType, err, f.kind)
		case f.kind == "" && (!errors.As(err, &refused) || !strings.Contains(refused.On("files"), f.refused)):
			t.Errorf("%s: got %s, %v, want it refused: %s", f.name, u.MediaType, err, f.refused)
		}
		if err == nil {
			err = c.Discard([]files.Upload{u})
		}
		if left := stored(t, folder); len(left) != 0 {
			t.Errorf("%s: got %v left (%v), want nothing", f.name, left, err)
		}
	}
}

func TestArchivesThatUnpackTooFar(t *testing.T) {
	t.Parallel()
	c, _ := cabinet(t)
	many := bomb(t, 10_001, 0)
	lying := []byte(bomb(t, 3, 10))
	lying[len(lying)-12]++ // says four entries
	cut := bomb(t, 3, 10)
	for name, f := range map[string]struct{ content, refused string }{
		"a hundred kilobytes of zeros.zip": {bomb(t, 1, 100<<20), "grows far too large"},
		"sheets.xlsx":                      {bomb(t, 4, 30<<20), "grows far too large"},
		"many.zip":                         {many, "more than 10,000 files"},
		"lying.zip":                        {string(lying), "cannot be read"},
		"cut.zip":                          {cut[:len(cut)-5], "cannot be read"},
		"prefixed.zip":                     {"PK\x03\x04 something before" + cut, "cannot be read"},
		"small.zip":                        {bomb(t, 1, 1<<20), ""},
		"full.zip":                         {bomb(t, 10_000, 0), ""},
	} {
		_, err := c.Receive(name, strings.NewReader(f.content))
		var refused *store.Invalid
		if f.refused == "" {
			if err != nil {
				t.Errorf("%s: got %v, want it accepted", name, err)
			}
		} else if !errors.As(err, &refused) || !strings.Contains(refused.On("files"), f.refused) {
			t.Errorf("%s: got %v, want it refused: %s", name, err, f.refused)
		}
	}
}
