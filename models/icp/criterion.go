package icp

import (
	"net/url"
	"slices"
	"strings"

	"alongside/models/activity"
)

// Weight of a criterion.
type Weight string

const (
	Must     Weight = "must"      // no good fit without it; it has points too
	Counts   Weight = "counts"    // adds its points
	RulesOut Weight = "rules-out" // no fit with it; it has no points
)

// Weights in the order in which they are offered.
var Weights = []Weight{Must, Counts, RulesOut}

// Criterion is one row by which an account is judged. It keeps its id through all versions.
type Criterion struct {
	ID        int64    `json:"id"`
	Attribute string   `json:"attribute"`          // "Ships chilled or frozen, door to door"
	Question  string   `json:"question,omitempty"` // as the fit check asks; "": see Asks
	How       string   `json:"how,omitempty"`      // how to tell
	Weight    Weight   `json:"weight"`
	Points    int      `json:"points,omitempty"`
	Why       string   `json:"why,omitempty"`
	Sources   []Source `json:"sources,omitempty"` // none: a belief
}

// Ref is what people call the criterion: "C-12".
func (c Criterion) Ref() string {
	return activity.Subject{Kind: activity.KindCriterion, ID: c.ID}.Ref()
}

// Field is the name in forms of something of the criterion.
func (c Criterion) Field(what string) string { return field("criterion", c.ID, what) }

// Asks is the question of the fit check, answered by yes, no or not known.
func (c Criterion) Asks() string {
	if c.Question != "" {
		return c.Question
	}
	return c.Attribute
}

// Belief reports whether nothing is cited for it.
func (c Criterion) Belief() bool { return len(c.Sources) == 0 }

// Criteria of all sections, in their order.
func (c Content) Criteria() []Criterion {
	var all []Criterion
	for _, s := range c.Sections {
		all = append(all, s.Criteria...)
	}
	return all
}

// Criterion by id; ok is false when the content has none.
func (c Content) Criterion(id int64) (Criterion, bool) {
	for _, s := range c.Sections {
		if i := slices.IndexFunc(s.Criteria, func(row Criterion) bool { return row.ID == id }); i >= 0 {
			return s.Criteria[i], true
		}
	}
	return Criterion{}, false
}

// Lines are the points from which an account is a good fit, and from which it is not yet one; both 0 when nothing is
// scored.
func (c Content) Lines() (good, maybe int) {
	for _, s := range c.Sections {
		if s.Good > 0 {
			return s.Good, s.Maybe
		}
	}
	return 0, 0
}

// Points of all criteria together.
func (c Content) Points() (sum int) {
	for _, row := range c.Criteria() {
		sum += row.Points
	}
	return sum
}

// Points of the section's criteria together.
func (s Section) Points() (sum int) {
	for _, row := range s.Criteria {
		sum += row.Points
	}
	return sum
}

// Beliefs counts the criteria for which nothing is cited.
func (c Content) Beliefs() (n int) {
	for _, row := range c.Criteria() {
		if row.Belief() {
			n++
		}
	}
	return n
}

// Source is what something rests on: "IN-218", "R-430", or an address outside.
type Source string

// ParseSource reads a source as typed; ok is false for what is neither a number of something here nor a web address.
func ParseSource(typed string) (s Source, ok bool) {
	typed = strings.TrimSpace(typed)
	if on, ok := activity.ParseRef(typed); ok {
		return Source(on.Ref()), true
	}
	u, err := url.Parse(typed)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || len(typed) > maxLink {
		return "", false
	}
	return Source(u.String()), true
}

// Subject cited; ok is false for an outside address.
func (s Source) Subject() (on activity.Subject, ok bool) { return activity.ParseRef(string(s)) }

// Link is the address outside; "" when something here is cited.
func (s Source) Link() string {
	if _, ok := s.Subject(); ok {
		return ""
	}
	return string(s)
}

// Notes are the numbers of the field notes among sources.
func Notes(sources []Source) (ids []int64) {
	for _, source := range sources {
		if on, ok := source.Subject(); ok && on.Kind == activity.KindNote && !slices.Contains(ids, on.ID) {
			ids = append(ids, on.ID)
		}
	}
	return ids
}

// Sources are everything that the content rests on, in its order.
func (c Content) Sources() (all []Source) {
	for _, s := range c.Sections {
		all = append(all, s.Sources...)
		for _, row := range s.Criteria {
			all = append(all, row.Sources...)
		}
	}
	return all
}
