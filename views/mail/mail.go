// Package mail writes letters: the same words as text and as HTML.
package mail

import (
	"context"
	"strings"

	"alongside/models/people"
)

// message is what a letter says.
type message struct {
	To    people.Person
	Said  string // what happened, in a sentence or two
	Facts []fact
	Note  string // several lines that somebody wrote; "" for none
	Page  string // absolute address of where to go on
	Link  string // its words
	Why   string // why the reader gets this
}

// fact is one line of what matters: "When" "Thu 10 Dec 2026, 09:30".
type fact struct{ Name, Value string }

// text is the message for programs that show no HTML, with \n at the end of lines.
func (m message) text() string {
	var b strings.Builder
	b.WriteString("Hello " + m.To.FirstName() + ",\n\n" + m.Said + "\n\n")
	for _, f := range m.Facts {
		b.WriteString(f.Name + ": " + f.Value + "\n")
	}
	if m.Note != "" {
		b.WriteString("\n" + m.Note + "\n")
	}
	b.WriteString("\n" + m.Link + ": " + m.Page + "\n\n" + m.Why + "\n")
	return b.String()
}

func (m message) html() (string, error) {
	var b strings.Builder
	err := page(m).Render(context.Background(), &b)
	return b.String(), err
}

// lines of what somebody wrote.
func lines(note string) []string { return strings.Split(note, "\n") }
