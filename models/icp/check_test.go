package icp

import (
	"strings"
	"testing"

	"alongside/models/store"
)

// scorecard of two rows that is right.
func scorecard() Section {
	return Section{ID: 3, Kind: Criteria, Title: "Criteria scorecard", Good: 25, Maybe: 10, Criteria: []Criterion{
		{ID: 1, Attribute: "Ships chilled or frozen", Weight: Must, Points: 25, Sources: []Source{" in-204 ", "", "IN-204"}},
		{ID: -1, Attribute: "One-off loads", Weight: RulesOut, Points: 7},
	}}
}

func TestSectionsAreChecked(t *testing.T) {
	t.Parallel()
	var inv store.Invalid
	got := scorecard().check(&inv)
	if err := inv.OrNil(); err != nil {
		t.Fatalf("got %v, want no problem", err)
	}
	if s := got.Criteria[0].Sources; len(s) != 1 || s[0] != "IN-204" {
		t.Errorf("got sources %q, want IN-204 once", s)
	}
	if got.Criteria[1].Points != 0 || got.Points() != 25 {
		t.Errorf("got %d points, %d of them of what rules out, want 25 and 0", got.Points(), got.Criteria[1].Points)
	}
	long := strings.Repeat("שלום ", MaxText/9) // nine bytes each
	for name, c := range map[string]struct {
		section Section
		field   string // "": right
	}{
		"empty prose":            {Section{ID: 1, Kind: Prose, Title: "Who they are"}, ""},
		"200 kB of Hebrew":       {Section{ID: 1, Kind: Prose, Title: "Who they are", Text: long}, ""},
		"more than 200 kB":       {Section{ID: 1, Kind: Prose, Title: "Who they are", Text: long + "123456789"}, "section_1"},
		"control characters":     {Section{ID: 1, Kind: Prose, Title: "Who they are", Text: "a\x00b"}, "section_1"},
		"broken characters":      {Section{ID: 1, Kind: Prose, Title: "Who they are", Text: "a\xffb"}, "section_1"},
		"no title":               {Section{ID: -1, Kind: Prose}, "section_-1_title"},
		"unknown kind":           {Section{ID: 1, Kind: "table", Title: "A"}, "section_1_kind"},
		"a source that is none":  {Section{ID: 1, Kind: Prose, Title: "A", Sources: []Source{"javascript:alert(1)"}}, "section_1_sources"},
		"no line of a fit":       {change(func(s *Section) { s.Good = 0 }), "section_3_good"},
		"unreachable fit":        {change(func(s *Section) { s.Good = 26 }), "section_3_good"},
		"maybe above good":       {change(func(s *Section) { s.Maybe = 26 }), "section_3_maybe"},
		"unnamed criterion":      {change(func(s *Section) { s.Criteria[1].Attribute = " " }), "criterion_-1_attribute"},
		"unknown weight":         {change(func(s *Section) { s.Criteria[0].Weight = "should" }), "criterion_1_weight"},
		"too many points":        {change(func(s *Section) { s.Criteria[0].Points = 101 }), "criterion_1_points"},
		"negative points":        {change(func(s *Section) { s.Criteria[0].Points = -1 }), "criterion_1_points"},
		"too many rows":          {change(func(s *Section) { s.Criteria = make([]Criterion, MaxRows+1) }), "section_3_rows"},
		"a step of nobody's":     {Section{ID: 1, Kind: Handover, Title: "A", Steps: []Step{{ID: 2, What: "Hands over"}}}, "step_2_side"},
		"a third of an hour":     {Section{ID: 1, Kind: Handover, Title: "A", Steps: []Step{{ID: 2, What: "Hands over", Side: "sales", Hours: 1.33}}}, "step_2_hours"},
		"a code with spaces":     {Section{ID: 1, Kind: HandBack, Title: "A", Codes: []Code{{ID: 2, Code: "not ready", Words: "Not ready"}}}, "code_2_code"},
		"a code twice":           {Section{ID: 1, Kind: HandBack, Title: "A", Codes: []Code{{ID: 2, Code: "a", Words: "A"}, {ID: 3, Code: "A", Words: "B"}}}, "code_3_code"},
		"an item of two lines":   {Section{ID: 1, Kind: Lead, Title: "A", Items: []Item{{ID: 2, Text: "a\nb"}}}, "item_2_text"},
		"a role without anybody": {Section{ID: 1, Kind: Roles, Title: "A", Roles: []Role{{ID: 2, What: "Plans", Side: "none"}}}, "role_2_who"},
		"an empty priority":      {Section{ID: 1, Kind: Roles, Title: "A", Priorities: []Priority{{ID: 2}}}, "priority_2_what"},
	} {
		var inv store.Invalid
		c.section.check(&inv)
		if c.field == "" && inv.OrNil() != nil || c.field != "" && inv.On(c.field) == "" {
			t.Errorf("%s: got %v, want a problem on %q", name, inv.Problems, c.field)
		}
	}
}

func change(fn func(*Section)) Section {
	s := scorecard()
	fn(&s)
	return s
}

func TestDocumentsAreChecked(t *testing.T) {
	t.Parallel()
	opening := Section{ID: 1, Kind: Opening, Title: "The customer we look for"}
	prose := func(id int64) Section { return Section{ID: id, Kind: Prose, Title: "A"} }
	other := change(func(s *Section) {
		s.ID, s.Criteria = 4, []Criterion{{ID: 9, Attribute: "B", Weight: Counts, Points: 1}}
	})
	for name, c := range map[string]struct {
		sections []Section
		right    bool
	}{
		"title and scorecard":  {[]Section{opening, scorecard()}, true},
		"two new sections":     {[]Section{opening, prose(-1), prose(-2)}, true},
		"nothing":              {nil, false},
		"no title":             {[]Section{scorecard()}, false},
		"two titles":           {[]Section{opening, {ID: 2, Kind: Opening, Title: "B"}}, false},
		"title last":           {[]Section{scorecard(), opening}, false},
		"a section twice":      {[]Section{opening, prose(3), prose(3)}, false},
		"a criterion twice":    {[]Section{opening, scorecard(), change(func(s *Section) { s.ID, s.Criteria = 4, s.Criteria[:1] })}, false},
		"points in two places": {[]Section{opening, scorecard(), other}, false},
	} {
		var inv store.Invalid
		Content{c.sections}.check(&inv)
		if got := inv.On("sections") == ""; got != c.right {
			t.Errorf("%s: got %v, want right %t", name, inv.Problems, c.right)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	c := Content{[]Section{{ID: 1, Kind: Opening, Title: "A"}, scorecard().check(&store.Invalid{})}}
	good, maybe := c.Lines()
	if row, ok := c.Criterion(1); !ok || row.Ref() != "C-1" || row.Asks() != row.Attribute || good != 25 || maybe != 10 || c.Points() != 25 || c.Beliefs() != 1 {
		t.Errorf("got %s, lines %d and %d of %d, %d beliefs, want C-1, 25, 10, 25 and 1", row.Ref(), good, maybe, c.Points(), c.Beliefs())
	}
}
