// Package icp is the document in which Sales and Marketing write down together whom they look for: its sections and
// criteria, its versions, the proposals that change it, and the key of each team without which none does.
package icp

import (
	"slices"
	"strconv"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/workday"
)

// Kind of a section says which of its fields are filled.
type Kind string

const (
	Opening  Kind = "opening"  // Title is the document's, Text the sentence below it; always the first, and the only one
	Prose    Kind = "prose"    // Text
	Criteria Kind = "criteria" // Text above, Criteria, Good and Maybe
	Lead     Kind = "lead"     // Text above, Items
	Handover Kind = "handover" // Text above, Steps
	HandBack Kind = "handback" // Text above, Steps, Codes
	Roles    Kind = "roles"    // Text above, Roles, Priorities, ValidUntil
)

// Kinds that can be added, in the order in which they are offered.
var Kinds = []Kind{Prose, Criteria, Lead, Handover, HandBack, Roles}

// Content of a version: its sections, the opening first.
type Content struct {
	Sections []Section `json:"sections"`
}

// Section is one part of the document. Ids of sections and of their rows are given once, when they are first saved, and
// never to anything else afterwards; in what is typed a new one has a negative id of the typist's choice.
type Section struct {
	ID         int64        `json:"id"`
	Kind       Kind         `json:"kind"`
	Title      string       `json:"title"`
	Text       string       `json:"text,omitempty"`    // Markdown as typed; it is made harmless where it is shown
	Sources    []Source     `json:"sources,omitempty"` // what the text rests on
	Criteria   []Criterion  `json:"criteria,omitempty"`
	Good       int          `json:"good,omitempty"`  // a good fit scores so many points or more; 0: nothing is scored here
	Maybe      int          `json:"maybe,omitempty"` // not yet a fit scores so many or more; less is no fit
	Items      []Item       `json:"items,omitempty"`
	Steps      []Step       `json:"steps,omitempty"`
	Codes      []Code       `json:"codes,omitempty"`
	Roles      []Role       `json:"roles,omitempty"`
	Priorities []Priority   `json:"priorities,omitempty"`
	ValidUntil workday.Date `json:"valid_until,omitzero"` // the last day of roles and priorities; zero: until changed
}

// Item is one thing that must be true of a lead that is ready for Sales.
type Item struct {
	ID       int64  `json:"id"`
	Text     string `json:"text"`     // Markdown in one line
	Required bool   `json:"required"` // a handover without an answer to it is not one
}

// Step of a handover or hand-back.
type Step struct {
	ID    int64       `json:"id"`
	Side  people.Side `json:"side"`            // who holds it; people.None: both teams together
	What  string      `json:"what"`            // Markdown in one line
	Hours float64     `json:"hours,omitempty"` // working hours it may take, in quarters; 0: no clock runs
	When  string      `json:"when,omitempty"`  // words beside the hours, or instead: "of accepting", "First Tuesday of the month"
}

// Code is a reason for which a lead is handed back.
type Code struct {
	ID        int64  `json:"id"`
	Code      string `json:"code"` // "not-ready": in exports and reports
	Words     string `json:"words"`
	Final     bool   `json:"final,omitempty"`     // else the lead is tried again
	Text      bool   `json:"text,omitempty"`      // it needs a sentence
	Criterion bool   `json:"criterion,omitempty"` // it names the criterion that failed
	Date      bool   `json:"date,omitempty"`      // it names the day to try again
}

// Role says who does what.
type Role struct {
	ID   int64       `json:"id"`
	Side people.Side `json:"side"` // people.None: both
	Who  string      `json:"who"`
	What string      `json:"what"` // Markdown in one line
}

// Priority of both teams, the first one first.
type Priority struct {
	ID   int64  `json:"id"`
	What string `json:"what"` // Markdown in one line
}

// Section by id; ok is false when the content has none.
func (c Content) Section(id int64) (Section, bool) {
	if i := c.index(id); i >= 0 {
		return c.Sections[i], true
	}
	return Section{}, false
}

func (c Content) index(id int64) int {
	return slices.IndexFunc(c.Sections, func(s Section) bool { return s.ID == id })
}

// Opening of the document: its title and the sentence below.
func (c Content) Opening() Section {
	if len(c.Sections) > 0 && c.Sections[0].Kind == Opening {
		return c.Sections[0]
	}
	return Section{Kind: Opening}
}

// Body is every section but the opening.
func (c Content) Body() []Section {
	if len(c.Sections) > 0 && c.Sections[0].Kind == Opening {
		return c.Sections[1:]
	}
	return c.Sections
}

// Expired reports whether the section's roles and priorities were agreed for days that are over.
func (s Section) Expired(today workday.Date) bool {
	return !s.ValidUntil.IsZero() && s.ValidUntil.Before(today)
}

// Field is the name in forms of something of the section; what "" is its text.
func (s Section) Field(what string) string { return field("section", s.ID, what) }

// Subject of the document in log and links.
func Subject() activity.Subject { return activity.Subject{Kind: activity.KindProfile, ID: 1} }

// field names what is typed into a form: "criterion_12_points".
func field(of string, id int64, what string) string {
	name := of + "_" + strconv.FormatInt(id, 10)
	if what != "" {
		name += "_" + what
	}
	return name
}
