package views

import (
	"slices"
	"strconv"
	"strings"

	"alongside/models/drafts"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/views/ui"
)

// ProposeForm is a proposal as it is typed: a new one, or one that is open already.
type ProposeForm struct {
	Proposal   icp.Proposal // zero: a new one
	Current    icp.Version  // in force
	Seen       int          // the version that the writer has in view
	Revision   int
	Submission string
	Viewer     people.Person
	Roll       people.Roll
	Quotes     Quotes          // of the notes taken up
	Staff      []people.Person // who may write with the author
	Open       []icp.Row       // what else is open

	Title, Why, More string  // More: evidence typed, not taken up yet
	Seek             string  // what notes are looked for
	Found            []int64 // those found that are not taken up
	Wording          bool
	Evidence         []string // taken up already
	Answer           string   // of a debrief, that it comes from
	WrittenWith      []string // ids
	Sections         []SectionForm
	NewKind          string

	Focus     string // id of the control to go on with
	Draft     Unsent
	Drafts    []drafts.Draft // the viewer's, while the form is none of them
	Overtaken bool           // another version was agreed since the draft was saved

	Conflict string // why what was typed was not taken, while something changed meanwhile
	Problems []ui.Problem
}

// SectionForm is a section as it is typed.
type SectionForm struct {
	ID                                         int64 // negative: not saved yet
	Kind                                       icp.Kind
	Title, Text, Sources, Good, Maybe, ValidTo string
	After                                      string // id of the section behind which it is put; "": it stays
	Gone                                       bool   // it is taken out of the document
	Rows                                       []RowForm

	Chosen  bool             // the proposal changes it
	Opened  bool             // its fields are in the form
	Preview bool             // its changes are shown instead of its fields
	Base    icp.Section      // as it is agreed; zero: it is new
	Added   bool             // the proposal brought it, or the form does
	Typed   icp.Section      // what the form makes of it
	Since   *icp.SectionDiff // what became of it while it was typed
	Moved   *icp.Moved       // what its criteria would move among the accounts that were checked; nil: they are as agreed
}

// RowForm is a row as it is typed, by the names of its cells.
type RowForm struct {
	Kind   string // criterion, item, step, code, role, priority
	ID     int64  // negative: not saved yet
	Values map[string]string
	Was    *icp.RowDiff // as it is agreed; nil: it is new
}

// RowKinds of a section in their order.
var RowKinds = map[icp.Kind][]string{
	icp.Criteria: {"criterion"}, icp.Lead: {"item"}, icp.Handover: {"step"}, icp.HandBack: {"step", "code"}, icp.Roles: {"role", "priority"},
}

// FormOf is the form of a section as it stands.
func FormOf(s icp.Section) SectionForm {
	f := SectionForm{ID: s.ID, Kind: s.Kind, Title: s.Title, Text: s.Text, Good: points(s.Good), Maybe: points(s.Maybe), ValidTo: s.ValidUntil.String()}
	for _, source := range s.Sources {
		f.Sources += string(source) + " "
	}
	f.Sources = strings.TrimSpace(f.Sources)
	for _, r := range s.Rows() {
		row := RowForm{Kind: r.Kind, ID: r.ID, Values: map[string]string{}}
		for _, c := range r.Cells {
			row.Values[c.Name] = c.After
		}
		f.Rows = append(f.Rows, row)
	}
	return f
}

func points(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Editing says what of the proposal is being changed: nothing that exists yet, or an open one.
func (f ProposeForm) editing() bool { return f.Proposal.ID != 0 }

func (f ProposeForm) action() string {
	if f.editing() {
		return EditProposalURL(f.Proposal.ID)
	}
	return ProposalsURL
}

func (f ProposeForm) on(control string) string { return Typed{Problems: f.Problems}.On(control) }

func (f ProposeForm) heading() string {
	if f.editing() {
		return "Change " + lower(f.Proposal.Name())
	}
	return "Propose a change"
}

func (f ProposeForm) lede() string {
	switch {
	case !f.Current.Agreed():
		return "To the draft that both teams begin with. It becomes version 1 when a lead of each team turns a key."
	case f.editing() && len(f.Proposal.Keys) > 0:
		return "To version " + strconv.Itoa(f.Current.Number) + ". A key is turned on what it says now: saving other words turns it back."
	}
	return "To version " + strconv.Itoa(f.Current.Number) + ". It stays in force until a lead of each team turns a key."
}

// sinceSaved says what was agreed since the draft was saved.
func (f ProposeForm) sinceSaved() string {
	words := "Version " + strconv.Itoa(f.Current.Number) + " was agreed since you saved this. "
	if slices.ContainsFunc(f.Sections, func(s SectionForm) bool { return s.Chosen && s.Since != nil }) {
		return words + "What it says otherwise stands above your words, section by section."
	}
	return words + "It says nothing else in the sections that you change."
}

// next is the version it becomes.
func (f ProposeForm) next() string { return "version " + strconv.Itoa(f.Current.Number+1) }

// sinceWords say where what changed meanwhile comes from.
func (f ProposeForm) sinceWords() string {
	if f.editing() {
		return "What " + lower(f.Proposal.Name()) + " says now"
	}
	return "Agreed while you wrote, in version " + strconv.Itoa(f.Current.Number)
}

func (s SectionForm) field(what string) string { return icp.Section{ID: s.ID}.Field(what) }

// name of the section for buttons and chips.
func (s SectionForm) name() string {
	switch {
	case s.Kind == icp.Opening:
		return "Title and opening"
	case strings.TrimSpace(s.Title) == "":
		return "New section"
	}
	return s.Title
}

// RowControl is the name and id of a row's control.
func RowControl(kind string, id int64, what string) string {
	return kind + "_" + strconv.FormatInt(id, 10) + "_" + what
}

func (r RowForm) control(what string) string { return RowControl(r.Kind, r.ID, what) }

// lead is the cell by which a row is called.
func (r RowForm) lead() string {
	switch r.Kind {
	case "criterion":
		return "attribute"
	case "item":
		return "text"
	case "code":
		return "words"
	case "role":
		return "who"
	}
	return "what"
}

// RowLead is the name of the first control of a row.
func RowLead(kind string, id int64) string {
	return RowControl(kind, id, RowForm{Kind: kind}.lead())
}

func (r RowForm) name() string {
	if name := strings.TrimSpace(r.Values[r.lead()]); name != "" {
		return name
	}
	return "New " + rowNoun(r.Kind)
}

// rowNoun is a row of the kind within a sentence.
func rowNoun(kind string) string {
	if kind == "criterion" {
		return kind
	}
	return lower(diffRowNames[kind])
}

// was is a cell as it is agreed.
func (r RowForm) was(what string) string {
	if r.Was == nil {
		return ""
	}
	return r.Was.Cell(what).After
}

func (r RowForm) changed() bool {
	if r.Was == nil {
		return false
	}
	return slices.ContainsFunc(r.Was.Cells, func(c icp.Cell) bool {
		return oneLine(c.After) != oneLine(r.Values[c.Name])
	})
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// rows of one kind.
func (s SectionForm) rows(kind string) (rows []RowForm) {
	for _, r := range s.Rows {
		if r.Kind == kind {
			rows = append(rows, r)
		}
	}
	return rows
}

// taken are the rows that are agreed and not in the form any more.
func (s SectionForm) taken(kind string) (gone []RowForm) {
	for _, r := range FormOf(s.Base).rows(kind) {
		if !slices.ContainsFunc(s.Rows, func(other RowForm) bool { return other.Kind == kind && other.ID == r.ID }) {
			gone = append(gone, r)
		}
	}
	return gone
}

// together are the points of all rows, as far as they are numbers.
func (s SectionForm) together() (sum int) {
	for _, r := range s.Rows {
		if n, err := strconv.Atoi(strings.TrimSpace(r.Values["points"])); err == nil && r.Values["weight"] != string(icp.RulesOut) {
			sum += n
		}
	}
	return sum
}

// scored reports whether points stand here, or a line of points.
func (s SectionForm) scored() bool {
	return s.Kind == icp.Criteria && (s.together() > 0 || s.Good != "" || s.Maybe != "")
}

// opened reports whether somebody is at work on the row.
func (f ProposeForm) opened(r RowForm) bool {
	mine := r.control("")
	return r.Values[r.lead()] == "" || strings.HasPrefix(f.Focus, mine) || slices.ContainsFunc(f.Problems, func(p ui.Problem) bool {
		return strings.HasPrefix(p.Control, mine)
	}) || slices.Contains([]string{rowStep("up", r), rowStep("down", r)}, f.Focus)
}

// rowStep is the id of a button that moves or removes the row.
func rowStep(step string, r RowForm) string {
	return step + "_" + r.Kind + "_" + strconv.FormatInt(r.ID, 10)
}

// RowStep is that of a row by kind and id.
func RowStep(step, kind string, id int64) string { return rowStep(step, RowForm{Kind: kind, ID: id}) }

// cell is the field of a row's control.
func (f ProposeForm) cell(r RowForm, what, label string) ui.Field {
	name := r.control(what)
	field := ui.Field{Name: name, Label: label, Value: r.Values[what], Problem: f.on(name), Rows: 2, Focus: f.Focus == name}
	switch what {
	case "attribute", "words":
		field.Max = 120
	case "question", "text", "what":
		field.Max = 300
	case "how", "why":
		field.Max = 600
	case "who", "when":
		field.Max = 80
	case "code":
		field.Max = 40
	case "weight":
		field.Options = weightOptions(field.Value)
	case "side":
		field.Options = holderOptions(field.Value)
	case "points":
		field.Type, field.Step, field.Least, field.Most = "number", "1", "0", strconv.Itoa(icp.MaxPoints)
	case "hours":
		field.Type, field.Step, field.Least, field.Most = "number", "0.25", "0", "400"
	}
	return field
}

func weightOptions(chosen string) []ui.Option {
	list := []ui.Option{}
	for _, w := range icp.Weights {
		list = append(list, ui.Option{Value: string(w), Label: WeightName(w), Chosen: string(w) == chosen})
	}
	return list
}

func holderOptions(chosen string) []ui.Option {
	return options(chosen, string(people.Sales), people.Sales.Name(), string(people.Marketing), people.Marketing.Name(), string(people.None), "Both")
}

func (f ProposeForm) kindOptions() (list []ui.Option) {
	for _, k := range icp.Kinds {
		list = append(list, ui.Option{Value: string(k), Label: KindName(k), Chosen: string(k) == f.NewKind})
	}
	return list
}

// afterOptions are the places where the section may stand.
func (f ProposeForm) afterOptions(s SectionForm) (list []ui.Option) {
	if !s.Added {
		list = append(list, ui.Option{Label: "Where it is", Chosen: s.After == ""})
	}
	for _, other := range f.Sections {
		if other.ID == s.ID {
			if s.Added {
				break // behind what comes before it only, so that each place is known
			}
			continue
		}
		if other.Added && !s.Added || other.Gone && other.Chosen {
			continue
		}
		id := strconv.FormatInt(other.ID, 10)
		list = append(list, ui.Option{Value: id, Label: "Behind " + other.name(), Chosen: s.After == id})
	}
	return list
}

// others are open proposals on the sections that are chosen.
func (f ProposeForm) others() (rows []icp.Row) {
	for _, r := range f.Open {
		if r.ID != f.Proposal.ID && slices.ContainsFunc(f.Sections, func(s SectionForm) bool { return s.Chosen && slices.Contains(r.Sections, s.ID) }) {
			rows = append(rows, r)
		}
	}
	return rows
}

func (f ProposeForm) staffOptions(chosen string) []ui.Option {
	list := []ui.Option{{Label: "Nobody", Chosen: chosen == ""}}
	for _, p := range f.Staff {
		id := strconv.FormatInt(p.ID, 10)
		if id != strconv.FormatInt(f.author().ID, 10) {
			list = append(list, ui.Option{Value: id, Label: p.Name + ", " + p.Side.Name(), Chosen: id == chosen})
		}
	}
	return list
}

func (f ProposeForm) author() people.Person {
	if f.Proposal.AuthorID != nil {
		return f.Roll[*f.Proposal.AuthorID]
	}
	return f.Viewer
}

// writers are those chosen, and room for one more.
func (f ProposeForm) writers() []string {
	return append(slices.Clone(f.WrittenWith), "")
}

// writerID of the first is the field's own, so that a link from the summary of problems reaches it.
func writerID(i int) string {
	if i == 0 {
		return "written_with"
	}
	return "written_with-" + strconv.Itoa(i+1)
}

// length says how much of a section's text is used.
func (s SectionForm) length() string {
	return "Markdown: **bold**, *italic*, - lists, [text](address). " + FileSize(int64(len(s.Text))) + " of " + strconv.Itoa(icp.MaxText>>10) + " kB."
}
