package store_test

import (
	"errors"
	"strings"
	"testing"

	"alongside/models/store"
)

func TestTextChecks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, value     string
		line, paragraph string // what is kept
		lineOK, paraOK  bool
	}{
		{name: "plain", value: " Halden ", line: "Halden", paragraph: "Halden", lineOK: true, paraOK: true},
		{name: "ten characters of four bytes", value: strings.Repeat("🚚", 10), line: strings.Repeat("🚚", 10), paragraph: strings.Repeat("🚚", 10), lineOK: true, paraOK: true},
		{name: "eleven characters", value: "abcdefghijk", line: "abcdefghijk", paragraph: "abcdefghijk"},
		{name: "spaces around do not count", value: "  abcdefghij  ", line: "abcdefghij", paragraph: "abcdefghij", lineOK: true, paraOK: true},
		{name: "empty", value: " \t ", line: "", paragraph: ""},
		{name: "NUL", value: "a\x00b", line: "a\x00b", paragraph: "a\x00b"},
		{name: "escape", value: "a\x1b[0m", line: "a\x1b[0m", paragraph: "a\x1b[0m"},
		{name: "broken UTF-8", value: "a\xffb", line: "a\xffb", paragraph: "a\xffb"},
		{name: "a real replacement character", value: "a\uFFFDb", line: "a\uFFFDb", paragraph: "a\uFFFDb", lineOK: true, paraOK: true},
		{name: "CRLF", value: "a\r\nb", line: "a\r\nb", paragraph: "a\nb", paraOK: true},
		{name: "CRLF counts once", value: "abcd\r\nefghi", line: "abcd\r\nefghi", paragraph: "abcd\nefghi", paraOK: true},
		{name: "lone CR", value: "a\rb", line: "a\rb", paragraph: "a\rb"},
		{name: "tab", value: "a\tb", line: "a\tb", paragraph: "a\tb", paraOK: true},
	} {
		var inv store.Invalid
		if got := inv.Line("line", c.value, 10, "Missing"); got != c.line || (inv.On("line") == "") != c.lineOK {
			t.Errorf("%s: Line got %q with %q, want %q, accepted %t", c.name, got, inv.On("line"), c.line, c.lineOK)
		}
		if got := inv.Paragraph("para", c.value, 10, "Missing"); got != c.paragraph || (inv.On("para") == "") != c.paraOK {
			t.Errorf("%s: Paragraph got %q with %q, want %q, accepted %t", c.name, got, inv.On("para"), c.paragraph, c.paraOK)
		}
	}
}

func TestInvalidListsFieldsInOrderOnce(t *testing.T) {
	t.Parallel()
	var inv store.Invalid
	if err := inv.OrNil(); err != nil {
		t.Errorf("got %v, want no problem", err)
	}
	inv.Line("title", "", 10, "")
	if err := inv.OrNil(); err != nil {
		t.Errorf("got %v, want empty allowed without a message", err)
	}
	inv.Line("title", "", 10, "Give it a title")
	inv.Add("title", "Second message")
	inv.Line("account", "eleven chars", 10, "")
	var got *store.Invalid
	if !errors.As(inv.OrNil(), &got) || len(got.Problems) != 2 {
		t.Fatalf("got %v, want two problems", inv.OrNil())
	}
	if got.Problems[0] != (store.Problem{Field: "title", Message: "Give it a title"}) || got.Problems[1].Field != "account" {
		t.Errorf("got %v, want the first message of title, then account", got.Problems)
	}
	if want := "Use at most 10 characters; this has 12"; got.On("account") != want {
		t.Errorf("got %q, want %q", got.On("account"), want)
	}
}

func TestRefusalKeepsKindAndSentence(t *testing.T) {
	t.Parallel()
	err := store.Refuse(store.ErrConflict, "%s was first", "Ruth")
	var refusal *store.Refusal
	if !errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrForbidden) || !errors.As(err, &refusal) || refusal.Sentence != "Ruth was first" {
		t.Errorf("got %v, want a conflict saying who was first", err)
	}
}

func TestOneLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"Ruth Hallam", 80, "Ruth Hallam"}, {" a\r\nBcc: b\t c ", 80, "a Bcc: b c"}, {"a\x00\x1b[31mb\xff", 80, "a [31mb"},
		{"Lucía Ferrer", 4, "Lucí"}, {"", 80, ""}, {"\n", 80, ""},
	} {
		if got := store.OneLine(c.text, c.max); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
