package handlers

import (
	"slices"
	"strconv"
	"strings"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/views"
)

// stepProposal does to the form what the pressed small button says and reports whether it was one of those. None of them
// saves anything.
func stepProposal(p *views.ProposeForm, f *form) bool {
	switch f.Get("do") {
	case "sections", "evidence", "again", "find":
		return true
	case "preview":
		for i := range p.Sections {
			p.Sections[i].Preview = p.Sections[i].Chosen
		}
		return true
	case "section":
		addSection(p)
		return true
	}
	for name := range f.Values {
		step, kind, _ := strings.Cut(name, "_")
		id, err := strconv.ParseInt(f.Get(name), 10, 64)
		switch {
		case name == "write", name == "preview", name == "remove_section":
			if i := sectionAt(p, id); err == nil && i >= 0 {
				stepSection(p, i, name)
			}
			return true
		case step == "add" && views.RowLead(kind, 0) != "":
			if i := sectionAt(p, id); err == nil && i >= 0 && slices.Contains(views.RowKinds[p.Sections[i].Kind], kind) {
				addRow(p, i, kind)
			}
			return true
		case slices.Contains([]string{"remove", "up", "down", "back"}, step) && kind != "":
			if err == nil {
				stepRow(p, step, kind, id)
			}
			return true
		}
	}
	return false
}

func sectionAt(p *views.ProposeForm, id int64) int {
	return slices.IndexFunc(p.Sections, func(s views.SectionForm) bool { return s.ID == id })
}

func stepSection(p *views.ProposeForm, at int, step string) {
	s := &p.Sections[at]
	switch {
	case step != "remove_section":
		if s.Preview = step == "preview"; !s.Preview {
			p.Focus = icp.Section{ID: s.ID}.Field("")
		}
	case s.ID < 0:
		p.Sections = slices.Delete(p.Sections, at, at+1)
		p.Focus = "title"
	}
}

// addSection puts an empty section of the chosen kind at the end.
func addSection(p *views.ProposeForm) {
	kind := icp.Kind(p.NewKind)
	if !slices.Contains(icp.Kinds, kind) {
		kind = icp.Prose
	}
	s := views.SectionForm{ID: nextNew(p), Kind: kind, Added: true, Chosen: true, Opened: true}
	if last := len(p.Sections) - 1; last >= 0 {
		s.After = strconv.FormatInt(p.Sections[last].ID, 10)
	}
	p.Sections = append(p.Sections, s)
	p.Focus = icp.Section{ID: s.ID}.Field("title")
}

func addRow(p *views.ProposeForm, at int, kind string) {
	r := views.RowForm{Kind: kind, ID: nextNew(p), Values: map[string]string{}}
	switch kind {
	case "criterion":
		r.Values["weight"] = string(icp.Counts)
	case "item":
		r.Values["required"] = "true"
	case "step", "role":
		r.Values["side"] = string(people.None)
	}
	s := &p.Sections[at]
	s.Rows = append(s.Rows, r)
	p.Focus = views.RowLead(kind, r.ID)
}

// nextNew is an id that nothing of the form has.
func nextNew(p *views.ProposeForm) int64 {
	lowest := int64(0)
	for _, s := range p.Sections {
		lowest = min(lowest, s.ID)
		for _, r := range s.Rows {
			lowest = min(lowest, r.ID)
		}
	}
	return lowest - 1
}

// stepRow moves a row among those of its kind, takes it out, or puts one back that was taken out.
func stepRow(p *views.ProposeForm, step, kind string, id int64) {
	for i := range p.Sections {
		s := &p.Sections[i]
		at := slices.IndexFunc(s.Rows, func(r views.RowForm) bool { return r.Kind == kind && r.ID == id })
		switch {
		case step == "back":
			if r := rowOf(views.FormOf(s.Base), kind, id); at < 0 && len(r.Values) > 0 {
				s.Rows = append(s.Rows, r)
				p.Focus = views.RowLead(kind, id)
			}
		case at < 0:
		case step == "remove":
			s.Rows = slices.Delete(slices.Clone(s.Rows), at, at+1)
			p.Focus = icp.Section{ID: s.ID}.Field("title")
		default:
			moveRow(p, s, at, step)
		}
	}
}

// moveRow changes the row with its neighbour. The focus goes with it, on the other button where there is no way on.
func moveRow(p *views.ProposeForm, s *views.SectionForm, at int, step string) {
	to := at - 1
	if step == "down" {
		to = at + 1
	}
	if to < 0 || to >= len(s.Rows) || s.Rows[to].Kind != s.Rows[at].Kind {
		return
	}
	s.Rows = slices.Clone(s.Rows)
	s.Rows[at], s.Rows[to] = s.Rows[to], s.Rows[at]
	kind := s.Rows[to].Kind
	switch {
	case to == 0 || s.Rows[to-1].Kind != kind:
		step = "down"
	case to == len(s.Rows)-1 || s.Rows[to+1].Kind != kind:
		step = "up"
	}
	p.Focus = views.RowStep(step, kind, s.Rows[to].ID)
}
