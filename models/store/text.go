package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line checks one line of typed text and returns it trimmed: valid UTF-8, no control characters, at most max
// characters; empty is a problem with the given message unless that is "".
func (e *Invalid) Line(field, value string, max int, missing string) string {
	value = strings.TrimSpace(value)
	if strings.ContainsFunc(value, func(r rune) bool { return r != utf8.RuneError && unicode.IsControl(r) }) {
		e.Add(field, "Some characters here cannot be stored. Please type it again in one line")
		return value
	}
	return e.text(field, value, max, missing)
}

// Paragraph is Line for text of several lines: line ends (made \n) and tabs are welcome.
func (e *Invalid) Paragraph(field, value string, max int, missing string) string {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	if strings.ContainsFunc(value, func(r rune) bool { return r != '\n' && r != '\t' && r != utf8.RuneError && unicode.IsControl(r) }) {
		e.Add(field, "Some characters here cannot be stored. Please take them out")
		return value
	}
	return e.text(field, value, max, missing)
}

func (e *Invalid) text(field, value string, max int, missing string) string {
	switch n := utf8.RuneCountInString(value); {
	case !utf8.ValidString(value):
		e.Add(field, "Some characters here are broken. Please type them again")
	case n == 0 && missing != "":
		e.Add(field, "%s", missing)
	case n > max:
		e.Add(field, "Use at most %d characters; this has %d", max, n)
	}
	return value
}

// OneLine makes one line of whatever text was received: what is no character, or controls a terminal, becomes a space, and
// all beyond max characters is left out.
func OneLine(text string, max int) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	line := []rune(strings.Join(strings.Fields(text), " "))
	return string(line[:min(len(line), max)])
}
