package files_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"alongside/models/files"
)

func TestCleanName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, want string }{
		{"brochure.pdf", "brochure.pdf"},
		{"  Füße und Maße.pdf ", "Füße und Maße.pdf"},
		{"../../etc/passwd", "passwd"},
		{"..%2f..%2fetc%2fpasswd", "passwd"},
		{"..%5c..%5cboot.ini", "boot.ini"},
		{`C:\Users\ruth\brief.docx`, "brief.docx"},
		{`mixed/up\name.txt`, "name.txt"},
		{"/absolute.txt", "absolute.txt"},
		{"folder/", "file"},
		{"", "file"},
		{".", "file"},
		{"..", "file"},
		{"...", "file"},
		{" .. ", "file"},
		{".htaccess", ".htaccess"},
		{"nul\x00byte.pdf", "nulbyte.pdf"},
		{"nul%00byte.pdf", "nulbyte.pdf"},
		{"two\r\nlines.pdf", "twolines.pdf"},
		{"header%0d%0aSet-Cookie: a=b", "headerSet-Cookie: a=b"},
		{"escape\x1b[31m.pdf", "escape[31m.pdf"},
		{"invoice\u202Efdp.exe", "invoicefdp.exe"},
		{"\u2066hidden\u2069.pdf", "hidden.pdf"},
		{"broken\xff\xfe.pdf", "broken.pdf"},
		{"100%.pdf", "100%.pdf"},
		{"50%20off.pdf", "50 off.pdf"},
		{`quote".pdf`, `quote".pdf`},
		{"<script>alert(1)</script>.svg", "script>.svg"},
		{"💼.pdf", "💼.pdf"},
		{strings.Repeat("ü", 300), strings.Repeat("ü", 200)},
	} {
		got := files.CleanName(c.name)
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.name, got, c.want)
		}
		if !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\n\r") {
			t.Errorf("%q: got %q, want a label that can stand in a header and on a screen", c.name, got)
		}
	}
}
