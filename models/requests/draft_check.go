package requests

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"alongside/models/people"
	"alongside/models/store"
)

// Limits of a process.
const (
	MaxStages    = 20
	MaxFields    = 20
	MaxReviewers = 6
	maxDays      = 60 // of one stage
	maxName      = 60
	maxDone      = 300
	maxItems     = 12
	maxItem      = 120
	maxLabel     = 120
	maxOptions   = 12
	maxRounds    = 9
)

// ReviewIntervals are the days after which a delivered piece may be looked at again; 0: it stays right.
var ReviewIntervals = []int16{90, 180, 365, 730, 0}

// check returns the draft as it is stored. before is the draft as saved last: its questions keep their keys.
func (d Draft) check(typ Type, before Process, roll people.Roll) (Draft, error) {
	var inv store.Invalid
	checked := Draft{Stages: []Stage{}, Fields: []Field{}, Rounds: d.Rounds, Decides: d.Decides, ReviewDays: d.ReviewDays, Reviewers: []int64{}}
	for i, s := range d.Stages {
		checked.Stages = append(checked.Stages, s.check(&inv, fmt.Sprintf("stage_%d_", i+1)))
	}
	checkStages(&inv, typ, checked.Stages)
	for i, f := range d.Fields {
		checked.Fields = append(checked.Fields, f.check(&inv, fmt.Sprintf("field_%d_", i+1)))
	}
	nameFields(&inv, checked.Fields, before.Fields)
	if d.Rounds < 1 || d.Rounds > maxRounds {
		inv.Add("rounds", "Give a number of rounds from 1 to %d", maxRounds)
	}
	if !slices.Contains(ReviewIntervals, d.ReviewDays) {
		inv.Add("review_days", "Choose from the list")
	}
	if d.Decides != DecidesAsker && d.Decides != DecidesLead {
		inv.Add("decides", "Choose from the list")
	}
	for _, id := range d.Reviewers {
		if !roll[id].Works() {
			inv.Add("reviewers", "Choose people who work for Sales or Marketing")
		} else if !slices.Contains(checked.Reviewers, id) {
			checked.Reviewers = append(checked.Reviewers, id)
		}
	}
	if len(checked.Reviewers) > MaxReviewers {
		inv.Add("reviewers", "Ask at most %d people; this names %d", MaxReviewers, len(checked.Reviewers))
	}
	checked.Why = inv.Paragraph("why", d.Why, maxReason, "Say why, so that both leads can decide")
	return checked, inv.OrNil()
}

// check of one stage, whose problems begin with the prefix.
func (s Stage) check(inv *store.Invalid, prefix string) Stage {
	s.Name = inv.Line(prefix+"name", s.Name, maxName, "Give the stage a name")
	if s.Side != people.Sales && s.Side != people.Marketing {
		inv.Add(prefix+"side", "Choose who holds it")
	}
	if !(s.Days >= 0.5 && s.Days <= maxDays) || s.Days*2 != math.Trunc(s.Days*2) {
		inv.Add(prefix+"days", "Give working days in halves, from 0.5 to %d", maxDays)
	}
	s.Done = inv.Line(prefix+"done", strings.Join(strings.Fields(s.Done), " "), maxDone, "Say when it is done")
	s.Checklist = list(inv, prefix+"checklist", s.Checklist, maxItems, maxItem, "lines")
	return s
}

// list checks short lines, without the empty ones.
func list(inv *store.Invalid, field string, lines []string, most, length int, noun string) []string {
	var kept []string
	for _, line := range lines {
		if line = inv.Line(field, line, length, ""); line != "" {
			kept = append(kept, line)
		}
	}
	if len(kept) > most {
		inv.Add(field, "Use at most %d %s; this has %d", most, noun, len(kept))
	}
	return kept
}

// checkStages holds the way through all stages against what working a request needs: the side that is asked does
// something, and a review is the other side's, of something that was made before it.
func checkStages(inv *store.Invalid, typ Type, stages []Stage) {
	asks := typ.Side.Other()
	switch {
	case len(stages) == 0:
		inv.Add("stages", "Add at least one stage")
	case len(stages) > MaxStages:
		inv.Add("stages", "Use at most %d stages; this has %d", MaxStages, len(stages))
	case !slices.ContainsFunc(stages, func(s Stage) bool { return s.Side == typ.Side }):
		inv.Add("stages", "%s is asked, so %s holds at least one stage", typ.Side.Name(), typ.Side.Name())
	}
	made := false
	for i, s := range stages {
		review := fmt.Sprintf("stage_%d_review", i+1)
		switch {
		case s.Review && s.Side != asks:
			inv.Add(review, "A review is held by %s, who asked", asks.Name())
		case s.Review && !made:
			inv.Add(review, "Nothing is made before this stage, so there is nothing to review")
		}
		made = made || s.Side == typ.Side
	}
}

// check of one question of the brief.
func (f Field) check(inv *store.Invalid, prefix string) Field {
	f.Label = inv.Line(prefix+"label", f.Label, maxLabel, "Write the question")
	f.Hint = inv.Line(prefix+"hint", f.Hint, maxLine, "")
	switch f.Kind {
	case FieldLine, FieldParagraph:
		f.Options = nil
	case FieldChoices:
		f.Options = list(inv, prefix+"options", f.Options, maxOptions, maxName, "choices")
		if len(f.Options) < 2 {
			inv.Add(prefix+"options", "Give at least two choices, one a line")
		}
		if sorted := slices.Sorted(slices.Values(f.Options)); len(slices.Compact(sorted)) < len(f.Options) {
			inv.Add(prefix+"options", "Give each choice once")
		}
	default:
		inv.Add(prefix+"kind", "Choose from the list")
	}
	return f
}

// nameFields gives each question its key: that of a question before which it still is, or a new one made of its words;
// and what is said when it must be filled and is not.
func nameFields(inv *store.Invalid, fields, before []Field) {
	if len(fields) > MaxFields {
		inv.Add("fields", "Ask at most %d questions; this has %d", MaxFields, len(fields))
	}
	taken, asked := map[string]bool{ReaderKey: true, ChangeKey: true, UseKey: true}, map[string]bool{}
	for _, f := range before {
		taken[f.Key] = true
	}
	kept := map[string]bool{}
	for i := range fields {
		f := &fields[i]
		if f.Label != "" && asked[strings.ToLower(f.Label)] {
			inv.Add(fmt.Sprintf("field_%d_label", i+1), "This is asked already")
		}
		asked[strings.ToLower(f.Label)] = true
		was := slices.IndexFunc(before, func(b Field) bool { return b.Key == f.Key && !kept[b.Key] && b.fits(f.Kind) })
		missing := "Answer “" + f.Label + "”"
		if was >= 0 {
			kept[f.Key] = true
			if old := before[was]; old.Missing != "" && old.Label == f.Label {
				missing = old.Missing
			}
		} else {
			f.Key = newKey(f.Label, taken)
		}
		if f.Missing != "" {
			f.Missing = missing
		}
	}
}

// fits reports whether answers of the kind can stand where those of the question stood.
func (f Field) fits(kind string) bool {
	switch f.Key {
	case UseKey:
		return kind == FieldChoices
	case ReaderKey, ChangeKey:
		return kind != FieldChoices
	}
	return true
}

const maxKey = 30

// newKey of the words of a question, in letters, digits and hyphens: "lanes-it-is-about".
func newKey(label string, taken map[string]bool) string {
	words := strings.FieldsFunc(strings.ToLower(label), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	base := strings.Join(words, "-")
	if base == "" {
		base = "question"
	}
	base = strings.Trim(base[:min(len(base), maxKey)], "-")
	key := base
	for n := 2; taken[key]; n++ {
		key = base + "-" + strconv.Itoa(n)
	}
	taken[key] = true
	return key
}
