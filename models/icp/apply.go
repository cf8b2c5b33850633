package icp

import (
	"slices"
)

// apply makes the content that the changes would make of c. It needs changes that Conflicts finds nothing wrong with.
func (c Content) apply(changes []Change) Content {
	next := Content{slices.Clone(c.Sections)}
	for _, ch := range changes {
		i := next.index(ch.Section)
		switch {
		case ch.To == nil:
			next.Sections = slices.Delete(next.Sections, i, i+1)
		case ch.Move == nil:
			next.Sections[i] = *ch.To
		default:
			if i >= 0 {
				next.Sections = slices.Delete(next.Sections, i, i+1)
			}
			next.Sections = slices.Insert(next.Sections, next.index(ch.Move.After)+1, *ch.To)
		}
	}
	return next
}

// conflicts are the sections on which the changes do not fit c any more: it says there something else than the change
// was begun from, or what they stand behind is gone.
func (c Content) conflicts(changes []Change) (sections []int64) {
	there := map[int64]bool{}
	for _, s := range c.Sections {
		there[s.ID] = true
	}
	for _, ch := range changes {
		now, ok := c.Section(ch.Section)
		fits := ok == (ch.Base != nil) && (!ok || same(now, *ch.Base))
		if ch.Move != nil {
			fits = fits && ch.Section != ch.Move.After && there[ch.Move.After]
		}
		there[ch.Section] = ch.To != nil
		if !fits {
			sections = append(sections, ch.Section)
		}
	}
	return sections
}

// same compares sections as they are stored.
func same(a, b Section) bool { return digest(a) == digest(b) }

// worded reports whether the changes are of words alone: nobody is judged, handed over or held to anything otherwise.
func worded(changes []Change) bool {
	for _, ch := range changes {
		if ch.Base == nil || ch.To == nil || ch.Move != nil || !same(ch.Base.wordless(), ch.To.wordless()) {
			return false
		}
	}
	return true
}

// wordless is the section without its words: what is left decides.
func (s Section) wordless() Section {
	s.Title, s.Text, s.Sources = "", "", nil
	s.Criteria, s.Items, s.Steps = slices.Clone(s.Criteria), slices.Clone(s.Items), slices.Clone(s.Steps)
	s.Codes, s.Roles, s.Priorities = slices.Clone(s.Codes), slices.Clone(s.Roles), slices.Clone(s.Priorities)
	for i, row := range s.Criteria {
		s.Criteria[i] = Criterion{ID: row.ID, Weight: row.Weight, Points: row.Points}
	}
	for i := range s.Items {
		s.Items[i].Text = ""
	}
	for i := range s.Steps {
		s.Steps[i].What = ""
	}
	for i := range s.Codes {
		s.Codes[i].Words = ""
	}
	for i := range s.Roles {
		s.Roles[i].What = ""
	}
	for i := range s.Priorities {
		s.Priorities[i].What = ""
	}
	return s
}
