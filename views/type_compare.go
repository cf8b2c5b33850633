package views

import (
	"slices"
	"strconv"
	"strings"

	"alongside/models/requests"
)

// stageChange is one line of two versions side by side: a stage of both, or of one when the other is nil.
type stageChange struct{ was, is *requests.Stage }

// stage is the one that is shown.
func (c stageChange) stage() requests.Stage {
	if c.is != nil {
		return *c.is
	}
	return *c.was
}

// compareStages lines up the stages of two versions by name, as many as stand in the same order.
func compareStages(was, is []requests.Stage) []stageChange {
	common := make([][]int, len(was)+1) // length of the longest common run of names from here on
	for i := range common {
		common[i] = make([]int, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if was[i].Name == is[j].Name {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	var lines []stageChange
	i, j := 0, 0
	for i < len(was) || j < len(is) {
		switch {
		case i < len(was) && j < len(is) && was[i].Name == is[j].Name:
			lines = append(lines, stageChange{&was[i], &is[j]})
			i, j = i+1, j+1
		case j == len(is) || (i < len(was) && common[i+1][j] >= common[i][j+1]):
			lines = append(lines, stageChange{was: &was[i]})
			i++
		default:
			lines = append(lines, stageChange{is: &is[j]})
			j++
		}
	}
	return lines
}

// rewording is something that reads otherwise than before; "" on one side: it came or went.
type rewording struct{ what, was, is string }

// rewordings within a stage that both versions have, beside its days and its holder.
func (c stageChange) rewordings() (changes []rewording) {
	if c.was == nil || c.is == nil {
		return nil
	}
	if c.was.Done != c.is.Done {
		changes = append(changes, rewording{"Done", c.was.Done, c.is.Done})
	}
	for _, item := range c.was.Checklist {
		if !slices.Contains(c.is.Checklist, item) {
			changes = append(changes, rewording{"Checklist", item, ""})
		}
	}
	for _, item := range c.is.Checklist {
		if !slices.Contains(c.was.Checklist, item) {
			changes = append(changes, rewording{"Checklist", "", item})
		}
	}
	switch {
	case c.is.Review && !c.was.Review:
		changes = append(changes, rewording{"Kind", "", "a review"})
	case c.was.Review && !c.is.Review:
		changes = append(changes, rewording{"Kind", "a review", ""})
	}
	return changes
}

// compareSettings is what two versions have otherwise beside their stages.
func (t TypeShow) compareSettings(was, is requests.Process) (changes []rewording) {
	add := func(what, a, b string) {
		if a != b {
			changes = append(changes, rewording{what, a, b})
		}
	}
	find := func(list []requests.Field, key string) string {
		i := slices.IndexFunc(list, func(f requests.Field) bool { return f.Key == key })
		if i < 0 {
			return ""
		}
		return questionLine(list[i])
	}
	for _, f := range was.Fields {
		add("Brief", questionLine(f), find(is.Fields, f.Key))
	}
	for _, f := range is.Fields {
		if find(was.Fields, f.Key) == "" {
			add("Brief", "", questionLine(f))
		}
	}
	if len(changes) == 0 && !slices.EqualFunc(was.Fields, is.Fields, func(a, b requests.Field) bool { return a.Key == b.Key }) {
		add("Brief", "", "another order of questions")
	}
	add("Review rounds", strconv.Itoa(int(was.Rounds)), strconv.Itoa(int(is.Rounds)))
	add("Still right for", stillRight(was.ReviewDays), stillRight(is.ReviewDays))
	add("Decides a review", decides(was.Decides), decides(is.Decides))
	add("Asked in each round", t.names(was.Reviewers), t.names(is.Reviewers))
	return changes
}

// questionLine is a question in one line, with what can be answered.
func questionLine(f requests.Field) string {
	words := f.Label + " (" + lower(fieldKind(f.Kind))
	if len(f.Options) > 0 {
		words += ": " + strings.Join(f.Options, ", ")
	}
	if f.Missing != "" {
		words += ", must be filled"
	}
	words += ")"
	if f.Hint != "" {
		words += " " + f.Hint
	}
	return words
}
