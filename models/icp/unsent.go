package icp

import (
	"context"
	"regexp"
	"slices"
	"strconv"

	"alongside/models/drafts"
	"alongside/models/people"
)

// unsentFields of a proposal's form, beside those of its sections and rows, are kept in a draft.
var unsentFields = []string{"title", "why", "wording", "sections", "evidence", "written_with", "new_kind", "seen", "answer"}

var fieldForm = regexp.MustCompile(`^(section|criterion|item|step|code|role|priority)_(-?[1-9][0-9]{0,14})(?:_([a-z_]+))?$`)

// ParseField reads the name of a field of a section or row: "criterion_12_points" is the points of the criterion 12.
func ParseField(name string) (of string, id int64, what string, ok bool) {
	m := fieldForm.FindStringSubmatch(name)
	if m == nil {
		return "", 0, "", false
	}
	id, err := strconv.ParseInt(m[2], 10, 64)
	return m[1], id, m[3], err == nil
}

// SaveUnsent keeps a proposal as it was typed, as drafts.Drawer.Save does. What is empty is kept too: it may have been
// taken out.
func (d *Document) SaveUnsent(ctx context.Context, actor people.Person, draft drafts.Draft) (drafts.Draft, error) {
	if !actor.Works() {
		return draft, Proposal{}.allow(actor, MoveEdit, nil)
	}
	draft.Kind, draft.TypeKey = drafts.Proposal, ""
	return d.drafts.Save(ctx, actor, draft.Keeping(func(name, _ string) bool {
		_, _, _, cell := ParseField(name)
		return cell || slices.Contains(unsentFields, name)
	}))
}
