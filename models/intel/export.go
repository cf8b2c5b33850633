package intel

import (
	"context"

	"alongside/models/people"
)

// exportBatch is how many rows Export holds in memory, and reads by one query.
const exportBatch = 2000

// Export is the whole stream: every row that List would answer the viewer on its pages, in their order, whatever the cursor.
type Export struct {
	desk *Desk // nil: everything was read
	ask  asking
}

// Export prepares to read the whole stream. What List refuses is store.ErrNotFound.
func (d *Desk) Export(ctx context.Context, viewer people.Person, f Filter) (*Export, error) {
	f.After = ""
	a, err := d.ask(ctx, viewer, f, exportBatch)
	return &Export{d, a}, err
}

// Rows reads the next batch: none at the end.
func (e *Export) Rows(ctx context.Context) ([]Row, error) {
	if e.desk == nil {
		return nil, nil
	}
	cal, err := e.desk.ledger.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	rows, next, err := e.desk.rows(ctx, e.ask, cal, e.desk.db.Now())
	if e.ask.After = next; next == "" {
		e.desk = nil
	}
	return rows, err
}
