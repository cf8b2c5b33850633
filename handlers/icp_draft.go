package handlers

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
	"alongside/views"
)

// typedCells are what was typed into sections and rows: by kind, id and cell.
type typedCells map[string]map[int64]map[string]string

func (f *form) cells() typedCells {
	typed := typedCells{}
	for name, values := range f.Values {
		of, id, what, ok := icp.ParseField(name)
		if !ok || len(values) == 0 {
			continue
		}
		if typed[of] == nil {
			typed[of] = map[int64]map[string]string{}
		}
		if typed[of][id] == nil {
			typed[of][id] = map[string]string{}
		}
		typed[of][id][what] = showable(strings.ReplaceAll(values[len(values)-1], "\r\n", "\n"))
	}
	return typed
}

// readProposal reads the form of a proposal, raw, over what start says before anything was typed.
func readProposal(f *form, start views.ProposeForm) views.ProposeForm {
	p := start
	for name, to := range map[string]*string{"title": &p.Title, "why": &p.Why, "new_kind": &p.NewKind, answerField: &p.Answer} {
		if f.Has(name) {
			*to = showable(f.Get(name))
		}
	}
	if ticks, ok := f.Values["wording"]; ok {
		p.Wording = slices.Contains(ticks, "true")
	}
	if f.Has("written_with") {
		p.WrittenWith = nil
	}
	for _, id := range f.Values["written_with"] {
		if id = showable(id); id != "" && !slices.Contains(p.WrittenWith, id) {
			p.WrittenWith = append(p.WrittenWith, id)
		}
	}
	if f.Has("evidence") {
		p.Evidence, p.More = readEvidence(f.Values["evidence"])
	}
	p.Seek = showable(f.Get("eq"))
	typed, known := f.cells(), map[int64]bool{}
	p.Sections = nil
	for _, s := range start.Sections {
		known[s.ID] = true
		p.Sections = append(p.Sections, readSection(f, typed, s))
	}
	var fresh []int64
	for id, cells := range typed["section"] {
		if _, ok := cells["kind"]; !known[id] && ok && id < 0 {
			fresh = append(fresh, id)
		} else if !known[id] {
			f.inv.Add("sections", "A section of this form is not in the document any more")
		}
	}
	slices.Sort(fresh)
	slices.Reverse(fresh)
	for _, id := range fresh[:min(len(fresh), icp.MaxSections)] {
		p.Sections = append(p.Sections, readSection(f, typed, views.SectionForm{ID: id, Kind: icp.Kind(typed["section"][id]["kind"]), Added: true}))
	}
	return p
}

// readEvidence splits what is cited: taken up are numbers and addresses, more is what is neither.
func readEvidence(values []string) (taken []string, more string) {
	var rest []string
	for _, typed := range values {
		for _, one := range sourcesOf(typed) {
			s, ok := icp.ParseSource(string(one))
			switch {
			case !ok:
				rest = append(rest, showable(string(one)))
			case !slices.Contains(taken, string(s)):
				taken = append(taken, string(s))
			}
		}
	}
	return taken, strings.Join(rest, "\n")
}

// sourcesOf what was typed: numbers and addresses between spaces, commas or lines.
func sourcesOf(typed string) (list []icp.Source) {
	for _, one := range strings.Fields(typed) {
		if one = strings.Trim(one, ",;"); one != "" {
			list = append(list, icp.Source(one))
		}
	}
	return list
}

func readSection(f *form, typed typedCells, s views.SectionForm) views.SectionForm {
	cells, touched, before := typed["section"][s.ID], false, s
	for what, to := range map[string]*string{
		"title": &s.Title, "": &s.Text, "sources": &s.Sources, "good": &s.Good, "maybe": &s.Maybe, "valid_until": &s.ValidTo, "after": &s.After,
	} {
		if value, ok := cells[what]; ok {
			*to, touched = value, true
		}
	}
	s.Gone = s.Gone && !f.Has(icp.Section{ID: s.ID}.Field("title")) || cells["gone"] == "true"
	touched = touched || s.Gone
	var rows []views.RowForm
	for _, kind := range views.RowKinds[s.Kind] {
		order, listed := f.Values[icp.Section{ID: s.ID}.Field(kind)]
		touched = touched || listed
		var ids []int64
		if listed {
			for _, text := range order {
				if id, err := strconv.ParseInt(text, 10, 64); err == nil && id != 0 && !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		} else {
			for _, r := range s.Rows {
				if r.Kind == kind {
					ids = append(ids, r.ID)
				}
			}
		}
		for _, id := range ids {
			r := rowOf(s, kind, id)
			for what, value := range typed[kind][id] {
				r.Values[what], touched = value, true
			}
			rows = append(rows, r)
		}
	}
	s.Rows = rows
	s.Chosen = s.Chosen || touched
	before.Chosen = false
	if f.Has("sections") {
		s.Chosen = slices.Contains(f.Values["sections"], strconv.FormatInt(s.ID, 10))
	}
	s.Opened = s.Chosen || touched && !reflect.DeepEqual(s, before)
	return s
}

// rowOf the section by its id, or a new one.
func rowOf(s views.SectionForm, kind string, id int64) views.RowForm {
	fresh := views.RowForm{Kind: kind, ID: id, Values: map[string]string{}}
	for _, r := range s.Rows {
		if r.Kind == kind && r.ID == id {
			for what, value := range r.Values {
				fresh.Values[what] = value
			}
			fresh.Was = r.Was
		}
	}
	return fresh
}

// proposalOf is the form as a draft. What is no number becomes one that no draft may have.
func proposalOf(p views.ProposeForm, f *form) icp.Draft {
	d := icp.Draft{Title: p.Title, Why: p.Why, Wording: p.Wording, Seen: &p.Seen}
	for _, s := range p.Evidence {
		d.Sources = append(d.Sources, icp.Source(s))
	}
	d.Sources = append(d.Sources, sourcesOf(p.More)...)
	for _, id := range p.WrittenWith {
		d.WrittenWith = append(d.WrittenWith, number(id))
	}
	for _, s := range p.Sections {
		if s.Chosen {
			d.Changes = append(d.Changes, changeOf(s, f))
		}
	}
	return d
}

func changeOf(s views.SectionForm, f *form) icp.Change {
	ch := icp.Change{Section: s.ID}
	if s.Gone && !s.Added {
		return ch
	}
	to := sectionOf(s, f)
	ch.To = &to
	if after, err := strconv.ParseInt(s.After, 10, 64); err == nil {
		ch.Move = &icp.Move{After: after}
	}
	return ch
}

func sectionOf(s views.SectionForm, f *form) icp.Section {
	to := icp.Section{ID: s.ID, Kind: s.Kind, Title: s.Title, Text: s.Text, Sources: sourcesOf(s.Sources), Good: wholeNumber(s.Good), Maybe: wholeNumber(s.Maybe)}
	if text := strings.TrimSpace(s.ValidTo); text != "" {
		if day, err := workday.ParseDate(text); err == nil {
			to.ValidUntil = day
		} else {
			f.inv.Add(to.Field("valid_until"), "This is not a day of the calendar. Write it as year-month-day, like 2026-12-09")
		}
	}
	for _, r := range s.Rows {
		v := r.Values
		switch r.Kind {
		case "criterion":
			to.Criteria = append(to.Criteria, icp.Criterion{ID: r.ID, Attribute: v["attribute"], Question: v["question"], How: v["how"], Weight: icp.Weight(v["weight"]),
				Points: wholeNumber(v["points"]), Why: v["why"], Sources: sourcesOf(v["sources"])})
		case "item":
			to.Items = append(to.Items, icp.Item{ID: r.ID, Text: v["text"], Required: v["required"] == "true"})
		case "step":
			to.Steps = append(to.Steps, icp.Step{ID: r.ID, Side: people.Side(v["side"]), What: v["what"], Hours: hours(v["hours"]), When: v["when"]})
		case "code":
			to.Codes = append(to.Codes, icp.Code{ID: r.ID, Code: v["code"], Words: v["words"], Final: v["final"] == "true", Text: v["text"] == "true",
				Criterion: v["criterion"] == "true", Date: v["date"] == "true"})
		case "role":
			to.Roles = append(to.Roles, icp.Role{ID: r.ID, Side: people.Side(v["side"]), Who: v["who"], What: v["what"]})
		case "priority":
			to.Priorities = append(to.Priorities, icp.Priority{ID: r.ID, What: v["what"]})
		}
	}
	return to
}

// wholeNumber reads points: nothing is none.
func wholeNumber(text string) int {
	if text = strings.TrimSpace(text); text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

func hours(text string) float64 {
	if text = strings.TrimSpace(text); text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return -1
	}
	return n
}
