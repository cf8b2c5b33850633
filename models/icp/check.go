package icp

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"alongside/models/people"
	"alongside/models/store"
)

// Limits of a document.
const (
	MaxText     = 200 << 10 // bytes of a section's text
	MaxSections = 40
	MaxRows     = 60  // of one kind in one section
	MaxPoints   = 100 // of one criterion
	maxContent  = 1 << 20
	maxTitle    = 120
	maxLine     = 300
	maxHow      = 600
	maxWho      = 80
	maxWhen     = 80
	maxLink     = 500
	maxSources  = 20
	maxHours    = 400
)

// check returns the section as it is stored: trimmed, and empty where its kind has nothing. Problems are on section_ID
// (its text), section_ID_title, _sources, _good, _maybe, _valid_until and _rows, criterion_ID_attribute, _question, _how,
// _weight, _points, _why and _sources, item_ID_text, step_ID_side, _what, _hours and _when, code_ID_code and _words,
// role_ID_side, _who and _what, and priority_ID_what.
func (s Section) check(inv *store.Invalid) Section {
	checked := Section{ID: s.ID, Kind: s.Kind}
	checked.Title = inv.Line(s.Field("title"), s.Title, maxTitle, "Give the section a title")
	checked.Text = text(inv, s.Field(""), s.Text)
	checked.Sources = sources(inv, s.Field("sources"), s.Sources)
	switch s.Kind {
	case Opening, Prose:
	case Criteria:
		s.checkCriteria(inv, &checked)
	case Lead:
		checked.Items = rows(inv, s, s.Items, Item.check)
	case HandBack:
		s.checkCodes(inv, &checked)
		checked.Steps = rows(inv, s, s.Steps, Step.check)
	case Handover:
		checked.Steps = rows(inv, s, s.Steps, Step.check)
	case Roles:
		checked.Roles = rows(inv, s, s.Roles, Role.check)
		checked.Priorities = rows(inv, s, s.Priorities, Priority.check)
		checked.ValidUntil = s.ValidUntil
	default:
		inv.Add(s.Field("kind"), "Choose from the list")
	}
	return checked
}

// text of a section. Its limit is in bytes: that is what its storing and comparing cost.
func text(inv *store.Invalid, name, typed string) string {
	typed = strings.ReplaceAll(typed, "\r\n", "\n")
	if len(typed) > MaxText {
		inv.Add(name, "This section is longer than one can be: %d kB, and %d kB is the most. Split it into two.", (len(typed)+1023)>>10, MaxText>>10)
		return typed
	}
	return inv.Paragraph(name, typed, MaxText, "")
}

func sources(inv *store.Invalid, name string, typed []Source) (kept []Source) {
	for _, one := range typed {
		if strings.TrimSpace(string(one)) == "" {
			continue
		}
		s, ok := ParseSource(string(one))
		if !ok {
			inv.Add(name, "“%.60s” is neither a number such as IN-12 or R-430 nor a web address", strings.TrimSpace(string(one)))
		} else if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	if len(kept) > maxSources {
		inv.Add(name, "Cite at most %d things; this has %d", maxSources, len(kept))
	}
	return kept
}

// rows checks the rows of one kind.
func rows[R any](inv *store.Invalid, s Section, typed []R, check func(R, *store.Invalid) R) (checked []R) {
	if len(typed) > MaxRows {
		inv.Add(s.Field("rows"), "Use at most %d rows; this has %d", MaxRows, len(typed))
	}
	for _, row := range typed {
		checked = append(checked, check(row, inv))
	}
	return checked
}

func (s Section) checkCriteria(inv *store.Invalid, checked *Section) {
	checked.Criteria = rows(inv, s, s.Criteria, Criterion.check)
	sum := checked.Points()
	if sum == 0 {
		return
	}
	checked.Good, checked.Maybe = s.Good, s.Maybe
	if s.Good < 1 || s.Good > sum {
		inv.Add(s.Field("good"), "Say from how many points an account is a good fit: 1 to %d", sum)
	}
	if s.Maybe < 0 || s.Maybe > s.Good {
		inv.Add(s.Field("maybe"), "Say from how many points an account is not yet a fit: 0 to %d", max(s.Good, 0))
	}
}

func (c Criterion) check(inv *store.Invalid) Criterion {
	c.Attribute = inv.Line(c.Field("attribute"), c.Attribute, maxTitle, "Say what is looked at")
	c.Question = inv.Line(c.Field("question"), c.Question, maxLine, "")
	c.How = inv.Paragraph(c.Field("how"), c.How, maxHow, "")
	c.Why = inv.Paragraph(c.Field("why"), c.Why, maxHow, "")
	c.Sources = sources(inv, c.Field("sources"), c.Sources)
	switch {
	case !slices.Contains(Weights, c.Weight):
		inv.Add(c.Field("weight"), "Choose from the list")
	case c.Weight == RulesOut:
		c.Points = 0
	case c.Points < 0 || c.Points > MaxPoints:
		inv.Add(c.Field("points"), "Give points from 0 to %d", MaxPoints)
	}
	return c
}

func (i Item) check(inv *store.Invalid) Item {
	i.Text = inv.Line(field("item", i.ID, "text"), i.Text, maxLine, "Say what must be true")
	return i
}

func (s Step) check(inv *store.Invalid) Step {
	s.What = inv.Line(field("step", s.ID, "what"), s.What, maxLine, "Say what is done")
	s.When = inv.Line(field("step", s.ID, "when"), s.When, maxWhen, "")
	side(inv, field("step", s.ID, "side"), s.Side)
	if !(s.Hours >= 0 && s.Hours <= maxHours) || s.Hours*4 != math.Trunc(s.Hours*4) {
		inv.Add(field("step", s.ID, "hours"), "Give working hours in quarters, from 0 to %d", maxHours)
	}
	return s
}

func side(inv *store.Invalid, name string, s people.Side) {
	if s != people.Sales && s != people.Marketing && s != people.None {
		inv.Add(name, "Choose Sales, Marketing or both")
	}
}

var codeForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (s Section) checkCodes(inv *store.Invalid, checked *Section) {
	checked.Codes = rows(inv, s, s.Codes, Code.check)
	taken := map[string]bool{}
	for _, c := range checked.Codes {
		if taken[c.Code] {
			inv.Add(field("code", c.ID, "code"), "This code is here already")
		}
		taken[c.Code] = true
	}
}

func (c Code) check(inv *store.Invalid) Code {
	name := field("code", c.ID, "code")
	c.Code = inv.Line(name, strings.ToLower(c.Code), 40, "Give the reason a short code")
	if c.Code != "" && !codeForm.MatchString(c.Code) {
		inv.Add(name, "Use letters, digits and hyphens, as in not-ready")
	}
	c.Words = inv.Line(field("code", c.ID, "words"), c.Words, maxTitle, "Write the reason")
	c.Date = c.Date && !c.Final
	return c
}

func (r Role) check(inv *store.Invalid) Role {
	r.Who = inv.Line(field("role", r.ID, "who"), r.Who, maxWho, "Say who does it")
	r.What = inv.Line(field("role", r.ID, "what"), r.What, maxLine, "Say what is done")
	side(inv, field("role", r.ID, "side"), r.Side)
	return r
}

func (p Priority) check(inv *store.Invalid) Priority {
	p.What = inv.Line(field("priority", p.ID, "what"), p.What, maxLine, "Say what comes first")
	return p
}

// check of a whole document, whose sections are checked already: one opening, nothing twice, not too much of anything,
// and points in one section only, so that there is one line of a good fit. Problems are on sections.
func (c Content) check(inv *store.Invalid) {
	scored, size := 0, 0
	used := Content{}.ids()
	for i, s := range c.Sections {
		if !used.add(s) {
			inv.Add("sections", "A row or section stands here twice")
		}
		if (i == 0) != (s.Kind == Opening) {
			inv.Add("sections", "The title comes first, and there is one")
		}
		if s.Points() > 0 {
			scored++
		}
		size += len(s.Text)
	}
	switch {
	case len(c.Sections) == 0:
		inv.Add("sections", "The title comes first, and there is one")
	case len(c.Sections)-1 > MaxSections:
		inv.Add("sections", "Use at most %d sections; this would have %d", MaxSections, len(c.Sections)-1)
	case scored > 1:
		inv.Add("sections", "Points stand in one section. Move these rows there, or give them none")
	case size > maxContent:
		inv.Add("sections", "The document would be %d kB long, and %d kB is the most", size>>10, maxContent>>10)
	}
}
