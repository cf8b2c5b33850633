package views

import (
	"slices"
	"strconv"
	"strings"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views/ui"
)

// DraftForm is a draft as it is typed.
type DraftForm struct {
	Type       requests.Type
	InForce    requests.Process
	Staff      []people.Person // who may be asked to review
	Revision   int
	Stages     []StageForm
	Fields     []FieldForm
	Rounds     string
	Decides    string
	ReviewDays string
	Reviewers  []string // ids
	Why        string

	MayWithdraw bool
	Unsaved     bool   // it is not what is stored
	Focus       string // id of the control to go on with
	Problems    []ui.Problem
}

// StageForm is a stage as it is typed; the checklist has a line each.
type StageForm struct {
	Name, Side, Days, Done, Checklist string
	Review                            bool
}

// FieldForm is a question of the brief as it is typed; the options have a line each.
type FieldForm struct {
	Key, Label, Hint, Kind, Options string
	Must                            bool
}

// EditDraft is the form of a draft as it is stored.
func EditDraft(p requests.Process) DraftForm {
	f := DraftForm{
		Revision: p.Revision, Rounds: digits(p.Rounds), Decides: p.Decides, ReviewDays: digits(p.ReviewDays), Why: p.Why,
	}
	for _, s := range p.Stages {
		f.Stages = append(f.Stages, StageForm{s.Name, string(s.Side), number(s.Days), s.Done, strings.Join(s.Checklist, "\n"), s.Review})
	}
	for _, q := range p.Fields {
		f.Fields = append(f.Fields, FieldForm{q.Key, q.Label, q.Hint, q.Kind, strings.Join(q.Options, "\n"), q.Missing != ""})
	}
	for _, id := range p.Reviewers {
		f.Reviewers = append(f.Reviewers, strconv.FormatInt(id, 10))
	}
	return f
}

// Name of a control of the stage or field in this place, counted from 0: "stage_1_name".
func Name(list string, place int, what string) string {
	return list + "_" + strconv.Itoa(place+1) + "_" + what
}

func (f DraftForm) on(control string) string { return Typed{Problems: f.Problems}.On(control) }

// stage is the field of a control of a stage.
func (f DraftForm) stage(place int, what, label, value string) ui.Field {
	name := Name("stage", place, what)
	field := ui.Field{Name: name, Label: label, Value: value, Problem: f.on(name), Rows: 2, Focus: f.Focus == name}
	switch what {
	case "side":
		field.Options = sideOptions(value)
	case "days":
		field.Type, field.Step, field.Least, field.Most = "number", "0.5", "0.5", "60"
	}
	return field
}

// question is the field of a control of a question.
func (f DraftForm) question(place int, what, label, value string) ui.Field {
	name := Name("field", place, what)
	field := ui.Field{Name: name, Label: label, Value: value, Problem: f.on(name), Optional: what == "hint", Focus: f.Focus == name}
	if what == "kind" {
		field.Options = kindOptions(value)
	}
	return field
}

func (f DraftForm) setting(name, label, hint string) ui.Field {
	field := ui.Field{Name: name, Label: label, Hint: hint, Problem: f.on(name)}
	switch name {
	case "decides":
		field.Options = f.decidesOptions()
	case "review_days":
		field.Options = f.reviewDaysOptions()
	}
	return field
}

func (f DraftForm) rounds() ui.Field {
	field := f.setting("rounds", "Review rounds", "A further one needs a lead.")
	field.Value, field.Type, field.Step, field.Least, field.Most = f.Rounds, "number", "1", "1", "9"
	return field
}

// fresh reports whether the stage is not in what is in force.
func (f DraftForm) fresh(s StageForm) bool {
	return s.Name != "" && !slices.ContainsFunc(f.InForce.Stages, func(was requests.Stage) bool { return was.Name == s.Name })
}

// called is the stage's name for buttons.
func (s StageForm) called(place int) string {
	if s.Name == "" {
		return "stage " + strconv.Itoa(place+1)
	}
	return s.Name
}

func (q FieldForm) called(place int) string {
	if q.Label == "" {
		return "question " + strconv.Itoa(place+1)
	}
	return q.Label
}

// facts of a question beside its words: "Choices, must be filled".
func (q FieldForm) facts() string {
	words := fieldKind(q.Kind)
	if q.Must {
		words += ", must be filled"
	}
	return words
}

// opened reports whether somebody is at work on the question: it is new, or something is wrong with it.
func (f DraftForm) opened(place int, q FieldForm) bool {
	mine := Name("field", place, "")
	return q.Label == "" || strings.HasPrefix(f.Focus, mine) || slices.ContainsFunc([]string{"field_up", "field_down"}, func(step string) bool {
		return f.Focus == stepID(step, place)
	}) || slices.ContainsFunc(f.Problems, func(p ui.Problem) bool { return strings.HasPrefix(p.Control, mine) })
}

func options(chosen string, pairs ...string) (list []ui.Option) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, ui.Option{Value: pairs[i], Label: pairs[i+1], Chosen: pairs[i] == chosen})
	}
	return list
}

func sideOptions(chosen string) []ui.Option {
	list := options(chosen, string(people.Sales), people.Sales.Name(), string(people.Marketing), people.Marketing.Name())
	if !slices.ContainsFunc(list, func(o ui.Option) bool { return o.Chosen }) {
		list = slices.Insert(list, 0, ui.Option{Label: "Choose", Chosen: true})
	}
	return list
}

func kindOptions(chosen string) []ui.Option {
	return options(chosen, requests.FieldLine, fieldKind(requests.FieldLine), requests.FieldParagraph, fieldKind(requests.FieldParagraph),
		requests.FieldChoices, fieldKind(requests.FieldChoices))
}

func (f DraftForm) decidesOptions() []ui.Option {
	return options(f.Decides, requests.DecidesAsker, decides(requests.DecidesAsker), requests.DecidesLead, "A lead of "+f.Type.Side.Other().Name())
}

func (f DraftForm) reviewDaysOptions() (list []ui.Option) {
	for _, n := range requests.ReviewIntervals {
		list = append(list, ui.Option{Value: digits(n), Label: stillRight(n), Chosen: digits(n) == f.ReviewDays})
	}
	return list
}

// reviewerRows are the people chosen, and room for one more.
func (f DraftForm) reviewerRows() []string {
	if len(f.Reviewers) < requests.MaxReviewers {
		return append(slices.Clone(f.Reviewers), "")
	}
	return f.Reviewers
}

func (f DraftForm) staffOptions(chosen string) []ui.Option {
	list := []ui.Option{{Label: "Nobody", Chosen: chosen == ""}}
	for _, p := range f.Staff {
		id := strconv.FormatInt(p.ID, 10)
		list = append(list, ui.Option{Value: id, Label: p.Name + ", " + p.Side.Name(), Chosen: id == chosen})
	}
	return list
}

// words are what was typed, to be copied from.
func (f DraftForm) words() string {
	var lines []string
	for _, s := range f.Stages {
		lines = append(lines, s.Name+", "+s.Side+", "+s.Days+" days. "+s.Done)
		if s.Checklist != "" {
			lines = append(lines, s.Checklist)
		}
	}
	for _, q := range f.Fields {
		lines = append(lines, q.Label)
	}
	return strings.TrimSpace(strings.Join(append(lines, f.Why), "\n"))
}
