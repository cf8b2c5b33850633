package requests

import (
	"context"

	"alongside/models/people"
)

// exportBatch is how many rows Export holds in memory, and reads by one query: so many that the words of a search are not
// looked up too often.
const exportBatch = 5000

// Export is the whole list: every row that List would answer on its pages, in their order, whatever the cursor.
type Export struct {
	Catalogue Catalogue
	queue     *Queue // nil: everything was read
	asking    asking
}

// Export prepares to read the whole list as it stands now. What List refuses is store.ErrNotFound.
func (q *Queue) Export(ctx context.Context, viewer people.Person, f Filter) (*Export, error) {
	e := &Export{queue: q, asking: asking{Filter: f, viewer: viewer, now: q.db.Now(), limit: exportBatch}}
	e.asking.After = ""
	var err error
	if e.asking.cal, err = q.ledger.Calendar(ctx); err != nil {
		return e, err
	}
	if _, err = e.asking.checked(); err != nil {
		return e, err
	}
	e.Catalogue, err = q.Catalogue(ctx)
	return e, err
}

// Rows reads the next batch: none at the end. Each is a query of its own, so a row that moves on between two batches may
// stand where it was or where it came to.
func (e *Export) Rows(ctx context.Context) ([]Row, error) {
	if e.queue == nil {
		return nil, nil
	}
	rows, next, err := e.queue.rows(ctx, e.asking)
	e.asking.After = next
	if err != nil {
		return nil, err
	}
	e.Catalogue, err = e.queue.knowing(ctx, e.Catalogue, rows)
	if next == "" {
		e.queue = nil
	}
	return rows, err
}
