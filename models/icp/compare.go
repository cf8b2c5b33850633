package icp

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// SectionDiff is what became of one section.
type SectionDiff struct {
	ID     int64
	Op     Op
	Moved  bool
	Before Section // zero when it was added
	After  Section // zero when it was removed
	Title  []Run
	Text   []Paragraph
	Values []Cell // what it says beside text and rows, only where it changed
	Rows   []RowDiff
}

// Section as it is now, or as it was when it is gone.
func (d SectionDiff) Section() Section {
	if d.Op == Removed {
		return d.Before
	}
	return d.After
}

// RowDiff is what became of one row of a section.
type RowDiff struct {
	Kind  string // criterion, item, step, code, role, priority
	ID    int64
	Op    Op
	Moved bool
	Cells []Cell
}

// Cell is one value of a row, named as in forms. Values that are chosen are given as they are stored ("rules-out",
// "sales", "true"), numbers in digits.
type Cell struct {
	Name          string
	Before, After string
	Runs          []Run
}

// Changed reports whether the cell says something else now.
func (c Cell) Changed() bool { return c.Before != c.After }

// Cell by name; zero when the row has none.
func (r RowDiff) Cell(name string) Cell {
	if i := slices.IndexFunc(r.Cells, func(c Cell) bool { return c.Name == name }); i >= 0 {
		return r.Cells[i]
	}
	return Cell{Name: name}
}

// Compare lists what became of each section, in the order of after; what is gone stands where it stood.
func Compare(before, after Content) []SectionDiff {
	var list []SectionDiff
	each(sectionIDs(before), sectionIDs(after), func(id int64, moved bool) {
		was, _ := before.Section(id)
		is, _ := after.Section(id)
		list = append(list, diffSection(id, was, is, moved))
	})
	return list
}

func sectionIDs(c Content) []int64 {
	var ids []int64
	for _, s := range c.Sections {
		ids = append(ids, s.ID)
	}
	return ids
}

// Diff is what the change would make of the section.
func (ch Change) Diff() SectionDiff {
	var was, is Section
	if ch.Base != nil {
		was = *ch.Base
	}
	if ch.To != nil {
		is = *ch.To
	}
	return diffSection(ch.Section, was, is, ch.Move != nil && ch.Base != nil)
}

// DiffSections compares two texts of one section, the zero Section standing for none.
func DiffSections(was, is Section) SectionDiff {
	return diffSection(cmp.Or(is.ID, was.ID), was, is, false)
}

func diffSection(id int64, was, is Section, moved bool) SectionDiff {
	d := SectionDiff{ID: id, Moved: moved, Before: was, After: is}
	switch {
	case was.ID == 0:
		d.Op = Added
	case is.ID == 0:
		d.Op = Removed
	case same(was, is):
		d.Op = Same
	default:
		d.Op = Changed
	}
	d.Title = DiffWords(was.Title, is.Title)
	d.Text = DiffText(was.Text, is.Text)
	for _, c := range cells(was.values(), is.values()) {
		if c.Changed() {
			d.Values = append(d.Values, c)
		}
	}
	d.Rows = diffRows(was.table(), is.table())
	return d
}

// value is a cell before it is compared.
type value struct{ name, text string }

func number64(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func flag(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func joined(list []Source) string {
	var texts []string
	for _, s := range list {
		texts = append(texts, string(s))
	}
	return strings.Join(texts, ", ")
}

func (s Section) values() []value {
	return []value{{"good", number64(s.Good)}, {"maybe", number64(s.Maybe)}, {"valid_until", s.ValidUntil.String()}, {"sources", joined(s.Sources)}}
}

// Rows of the section, whatever their kind: each as one that was added.
func (s Section) Rows() []RowDiff { return diffRows(nil, s.table()) }

// row of a section, whatever its kind.
type row struct {
	kind   string
	id     int64
	values []value
}

func (s Section) table() []row {
	var t []row
	for _, r := range s.Criteria {
		t = append(t, row{"criterion", r.ID, []value{{"attribute", r.Attribute}, {"weight", string(r.Weight)}, {"points", number64(r.Points)},
			{"question", r.Question}, {"how", r.How}, {"why", r.Why}, {"sources", joined(r.Sources)}}})
	}
	for _, r := range s.Items {
		t = append(t, row{"item", r.ID, []value{{"text", r.Text}, {"required", flag(r.Required)}}})
	}
	for _, r := range s.Steps {
		hours := ""
		if r.Hours > 0 {
			hours = strconv.FormatFloat(r.Hours, 'f', -1, 64)
		}
		t = append(t, row{"step", r.ID, []value{{"what", r.What}, {"side", string(r.Side)}, {"hours", hours}, {"when", r.When}}})
	}
	for _, r := range s.Codes {
		t = append(t, row{"code", r.ID, []value{{"words", r.Words}, {"code", r.Code}, {"final", flag(r.Final)}, {"text", flag(r.Text)},
			{"criterion", flag(r.Criterion)}, {"date", flag(r.Date)}}})
	}
	for _, r := range s.Roles {
		t = append(t, row{"role", r.ID, []value{{"who", r.Who}, {"what", r.What}, {"side", string(r.Side)}}})
	}
	for _, r := range s.Priorities {
		t = append(t, row{"priority", r.ID, []value{{"what", r.What}}})
	}
	return t
}

func diffRows(was, is []row) []RowDiff {
	var list []RowDiff
	for _, kind := range []string{"criterion", "item", "step", "code", "role", "priority"} {
		before, after := ofKind(was, kind), ofKind(is, kind)
		each(rowIDs(before), rowIDs(after), func(id int64, moved bool) {
			a, b := byID(before, id), byID(after, id)
			d := RowDiff{Kind: kind, ID: id, Moved: moved, Op: Same, Cells: cells(a.values, b.values)}
			switch {
			case a.id == 0:
				d.Op = Added
			case b.id == 0:
				d.Op = Removed
			case slices.ContainsFunc(d.Cells, Cell.Changed):
				d.Op = Changed
			}
			list = append(list, d)
		})
	}
	return list
}

func ofKind(rows []row, kind string) (list []row) {
	for _, r := range rows {
		if r.kind == kind {
			list = append(list, r)
		}
	}
	return list
}

func rowIDs(rows []row) (ids []int64) {
	for _, r := range rows {
		ids = append(ids, r.id)
	}
	return ids
}

func byID(rows []row, id int64) row {
	if i := slices.IndexFunc(rows, func(r row) bool { return r.id == id }); i >= 0 {
		return rows[i]
	}
	return row{}
}

// cells puts values of the same names side by side; either may be missing.
func cells(was, is []value) []Cell {
	names := was
	if len(is) > 0 {
		names = is
	}
	list := make([]Cell, len(names))
	for i, v := range names {
		list[i].Name = v.name
		if len(was) > 0 {
			list[i].Before = was[i].text
		}
		if len(is) > 0 {
			list[i].After = is[i].text
		}
		list[i].Runs = DiffWords(list[i].Before, list[i].After)
	}
	return list
}

// each calls fn with every id of both lists, in the order of after, the ones that are gone where they stood; moved are
// those that stand in another order than before.
func each(before, after []int64, fn func(id int64, moved bool)) {
	a, b := texts(before), texts(after)
	at := 0
	pass := func(to int) {
		for ; at < to; at++ {
			fn(before[at], false)
		}
	}
	for _, d := range lcs.DiffLines(a, b) {
		pass(d.Start)
		for _, id := range before[d.Start:d.End] {
			if !slices.Contains(after, id) {
				fn(id, false)
			}
		}
		for _, id := range after[d.ReplStart:d.ReplEnd] {
			fn(id, slices.Contains(before, id))
		}
		at = d.End
	}
	pass(len(before))
}

func texts(ids []int64) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.FormatInt(id, 10)
	}
	return list
}

// Comparison of two versions.
type Comparison struct {
	From, To Version
	Sections []SectionDiff
}

// Changed are the sections that are not what or where they were.
func (c Comparison) Changed() (list []SectionDiff) {
	for _, d := range c.Sections {
		if d.Op != Same || d.Moved {
			list = append(list, d)
		}
	}
	return list
}

// Unchanged are the titles of the others.
func (c Comparison) Unchanged() (titles []string) {
	for _, d := range c.Sections {
		if d.Op == Same && !d.Moved {
			titles = append(titles, d.After.Title)
		}
	}
	return titles
}

// CompareVersions compares any two; store.ErrNotFound when there is none of a number.
func (d *Document) CompareVersions(ctx context.Context, from, to int) (c Comparison, err error) {
	if c.From, err = d.Version(ctx, from); err != nil {
		return c, err
	}
	if c.To, err = d.Version(ctx, to); err != nil {
		return c, err
	}
	c.Sections = Compare(c.From.Content, c.To.Content)
	return c, nil
}
