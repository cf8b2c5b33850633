package views

import (
	"strconv"
	"strings"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views/ui"
)

// TypeShow is the page of a type.
type TypeShow struct {
	requests.Terms
	Viewer     people.Person
	Roll       people.Roll
	Edit       DraftForm // of the open draft
	Ask        Typed     // of the form that asks for a change
	Submission string    // key of that form
	Conflict   string    // why what was typed was not taken, while the draft changed meanwhile
}

// element of the page that a change swaps.
func (t TypeShow) element() string { return "type-" + t.Type.Key }

// lede says what is in force since when, and who drafts the next version.
func (t TypeShow) lede(clock Clock) string {
	words := "Version " + digits(t.InForce.Version) + " has been in force since " + clock.DateText(*t.InForce.InForceAt) + "."
	if t.Draft == nil {
		return words
	}
	by, at := t.drafted()
	if len(by) == 0 {
		return words + " Version " + digits(t.Draft.Version) + " was begun on " + clock.DateText(at) + ", and changes nothing yet."
	}
	together := ""
	if len(by) > 1 {
		together = " together"
	}
	return words + " " + listed(by) + " drafted version " + digits(t.Draft.Version) + together + " on " + clock.DateText(at) + "."
}

// drafted is who edited the draft, and when it was changed last.
func (t TypeShow) drafted() (by []string, at time.Time) {
	for _, id := range t.Draft.DraftedBy {
		by = append(by, t.Roll.Name(id))
	}
	at = t.Draft.CreatedAt
	for _, e := range t.History {
		if e.Kind == "draft-saved" {
			at = e.At
		}
	}
	return by, at
}

// listed writes names as they stand in a sentence: "Ann, Ben and Cleo".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// digits of a version or a number of days.
func digits(n int16) string { return strconv.Itoa(int(n)) }

// asked are the changes that people asked for.
func (t TypeShow) asked() (asked []activity.Event) {
	for _, e := range t.History {
		if e.Kind == "change-asked" {
			asked = append(asked, e)
		}
	}
	return asked
}

func (t TypeShow) actor(e activity.Event) people.Person {
	if e.ActorID == nil {
		return people.Person{Name: "Alongside"}
	}
	return t.Roll[*e.ActorID]
}

// askID of the control is another one after each change asked for: a morph empties it then, and else keeps what is being
// typed.
func (t TypeShow) askID() string {
	if len(t.Ask.Problems) > 0 {
		return AskControl
	}
	return AskControl + "-" + strconv.Itoa(len(t.asked()))
}

// AskControl is the id of the control of a form that was not taken.
const AskControl = "ask-body"

// sideDays are the days of both sides: "Sales 1 day, Marketing 4 days."
func sideDays(p requests.Process) string {
	days := map[people.Side]float64{}
	for _, s := range p.Stages {
		days[s.Side] += s.Days
	}
	return "Sales " + ui.Days(days[people.Sales]) + ", Marketing " + ui.Days(days[people.Marketing]) + "."
}

// took says how long the last pieces took.
func (t TypeShow) took() string {
	n := t.Record.Pieces()
	if n == 0 {
		return ""
	}
	return " Median of the last " + ui.Number(n) + ": " + ui.Days(t.Record.Median()) + "."
}

// kept says how many of the last pieces would have been in time.
func (t TypeShow) kept(days float64) string {
	n := t.Record.Pieces()
	if n == 0 {
		return ""
	}
	return " Counted on the last " + ui.Number(n) + ", " + ui.InWords(t.Record.Kept(days)) + " of them would have kept " + ui.Days(days) + "."
}

// keysDone says what happens when both keys are turned.
func (t TypeShow) keysDone() string {
	if t.Draft == nil {
		return "It is used already, as the standard timeline. With both keys turned it is what both teams agreed."
	}
	words := "When both keys are turned, version " + digits(t.Draft.Version) + " is used for new requests."
	switch t.Open {
	case 0:
		return words
	case 1:
		return words + " The open one keeps its version and its dates."
	}
	return words + " The " + ui.Counted(t.Open) + " open ones keep their version and their dates."
}

// leadOf names whose key it is: the one who promised it, or the leads.
func (t TypeShow) leadOf(side people.Side) string {
	if p, ok := t.Waiting(); ok && p.FromSide == side && p.FromPersonID != nil {
		return t.Roll.Name(*p.FromPersonID)
	}
	var leads []string
	for _, p := range t.Roll.Of(side) {
		if p.Role == people.Lead {
			leads = append(leads, p.Name)
		}
	}
	switch len(leads) {
	case 0:
		return "A lead of " + side.Name()
	case 1:
		return leads[0]
	}
	return strings.Join(leads, " or ")
}

// keyBy says until when the side has promised its key.
func (t TypeShow) keyBy(clock Clock, side people.Side) string {
	if p, ok := t.Waiting(); ok && p.FromSide == side && p.DueAt != nil {
		return "by " + clock.DateText(*p.DueAt)
	}
	return ""
}

var bothSides = []people.Side{people.Sales, people.Marketing}

// stillRight is how long a delivered piece is taken to be right.
func stillRight(days int16) string {
	if days == 0 {
		return "For good"
	}
	return strconv.Itoa(int(days)) + " days"
}

func decides(who string) string {
	if who == requests.DecidesLead {
		return "A lead of the side that asked"
	}
	return "The person who asked"
}

func fieldKind(kind string) string {
	switch kind {
	case requests.FieldLine:
		return "One line"
	case requests.FieldChoices:
		return "Choices"
	}
	return "Text"
}

func (t TypeShow) names(ids []int64) string {
	var names []string
	for _, id := range ids {
		names = append(names, t.Roll.Name(id))
	}
	return listed(names)
}
