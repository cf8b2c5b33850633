package ridealongs

import (
	"context"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// Find reads a slot with its living seats, in one query.
func (s *Schedule) Find(ctx context.Context, id int64) (r Row, err error) {
	found := false
	err = s.db.Rows(ctx, store.SQL(`SELECT `+rowColumns+` FROM ridealongs r WHERE r.id = ?`, id), func(row pgx.Rows) error {
		found = true
		r, err = scanRow(row)
		return err
	})
	if err == nil && !found {
		err = store.ErrNotFound
	}
	return r, err
}
