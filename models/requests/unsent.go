package requests

import (
	"context"
	"slices"

	"alongside/models/drafts"
	"alongside/models/people"
)

// fixedFields are the names of a brief's fields that every type has.
var fixedFields = []string{"title", "account", "needed_by", "rush_reason", "from", "answer"}

// UnsentFields are the names of the fields that are kept in a draft of a process: all of a brief but its files.
func (p Process) UnsentFields() []string {
	names := slices.Clone(fixedFields)
	for _, f := range p.Fields {
		names = append(names, f.Name())
	}
	return names
}

// SaveUnsent keeps a brief of the type d.TypeKey as it was typed, as drafts.Drawer.Save does. Problems are on type too.
func (q *Queue) SaveUnsent(ctx context.Context, actor people.Person, d drafts.Draft) (drafts.Draft, error) {
	typ, process, err := q.inForce(ctx, d.TypeKey)
	if err != nil {
		return d, unknownType(err)
	}
	if !actor.On(typ.Side.Other()) {
		return d, notTheirs(typ)
	}
	fields := process.UnsentFields()
	d.Kind = drafts.Request
	return q.drafts.Save(ctx, actor, d.Keeping(func(name, value string) bool { return value != "" && slices.Contains(fields, name) }))
}
