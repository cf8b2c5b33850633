package intel

import (
	"context"

	"alongside/models/people"
	"alongside/models/store"
)

// ListQuery is the query of a page, to be explained.
func (d *Desk) ListQuery(ctx context.Context, viewer people.Person, f Filter) (*store.Query, error) {
	a, err := d.ask(ctx, viewer, f, PageSize)
	if err != nil {
		return nil, err
	}
	return a.query()
}
