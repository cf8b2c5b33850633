package views

import (
	"strconv"
	"strings"

	"alongside/models/icp"
	"alongside/views/ui"
)

// ConflictShow is a section of a proposal that was agreed otherwise since.
type ConflictShow struct {
	Proposal ProposalShow
	Apart    icp.Apart
	Start    string      // from which text it goes on: both, mine, agreed
	Edit     ProposeForm // its one section is what it should say now
}

// title of the section, whoever still has it.
func apartTitle(a icp.Apart) string {
	for _, s := range []icp.Section{a.Agreed, a.Mine, a.Base} {
		if s.ID != 0 {
			return s.Title
		}
	}
	return ""
}

// Section that is decided.
func (c ConflictShow) section() SectionForm { return c.Edit.Sections[0] }

func (c ConflictShow) lede(clock Clock) string {
	words := "Both teams agreed something else on this section since."
	if by, ok := c.agreedBy(); ok {
		words = "Both teams agreed proposal " + strconv.FormatInt(by, 10) + " on this section."
	}
	return words + " Yours is safe. Decide what the text should say now."
}

// agreedBy is the proposal that was first.
func (c ConflictShow) agreedBy() (id int64, ok bool) {
	for _, e := range c.Proposal.History {
		if e.Kind == "conflicted" && e.Detail.For != 0 {
			id, ok = e.Detail.For, true
		}
	}
	return id, ok
}

// doubts say where both changed the same.
func (c ConflictShow) doubts() string {
	var places []string
	for _, d := range c.Apart.Doubts {
		if d = oneLine(d); d != "" {
			places = append(places, "“"+shortened(d, 60)+"”")
		}
	}
	switch n := len(c.Apart.Doubts); {
	case n == 0:
		return "They do not touch the same words."
	case len(places) == 0:
		return capital(ui.InWords(n)) + " " + ui.Plural(n, "place needs", "places need") + " your eye: both wrote something there."
	default:
		return capital(ui.InWords(n)) + " " + ui.Plural(n, "place needs", "places need") + " your eye, where both changed the same: " + listed(places) + "."
	}
}

func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

// starts are the texts to go on from.
func (c ConflictShow) starts() ui.Field {
	f := ui.Field{Name: "start", Label: "Start from"}
	both := c.Apart.Agreed.ID != 0 && c.Apart.Mine.ID != 0
	if both {
		note := "They do not touch the same words."
		if n := len(c.Apart.Doubts); n > 0 {
			note = capital(ui.InWords(n)) + " " + ui.Plural(n, "place", "places") + " to look at."
		}
		f.Options = append(f.Options, ui.Option{Value: "both", Label: "Both changes together", Note: note})
	}
	mine := ui.Option{Value: "mine", Label: "Yours on top", Note: "What was agreed since is undone, where yours says otherwise."}
	switch {
	case c.Apart.Mine.ID == 0:
		mine.Label, mine.Note = "Take it out, as you proposed", "The section goes, whatever it says now."
	case c.Apart.Agreed.ID == 0:
		mine.Label, mine.Note = "Yours, as a new section", "The section was taken out since. Yours adds it again, at the end."
	}
	f.Options = append(f.Options, mine, ui.Option{Value: "agreed", Label: "Leave it as agreed", Note: "Takes this section out of your proposal."})
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == c.Start
	}
	return f
}

// hadTurned says whose key turned back.
func (c ConflictShow) hadTurned() string {
	var back []int64
	for _, e := range c.Proposal.History {
		if e.Kind == "conflicted" {
			back = e.Detail.People
		}
	}
	words := "Keys are turned on a text. When it is decided, both leads are asked again."
	if len(back) > 0 {
		who := names(c.Proposal.Roll, back)
		words = listed(who) + " agreed to a text that no longer fits, so " + ui.Plural(len(who), "that key was", "those keys were") + " turned back, and " +
			ui.Plural(len(who), "its holder has", "their holders have") + " been told."
	}
	var rest []string
	for _, ch := range c.Proposal.Changes {
		if ch.Section != c.Apart.ID {
			rest = append(rest, ch.Title())
		}
	}
	if len(rest) > 0 {
		words += " What the proposal changes elsewhere is untouched: " + listed(rest) + "."
	}
	return words
}
