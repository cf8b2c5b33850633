package requests

import (
	"context"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
)

// piecesAbout bounds PiecesAbout.
const piecesAbout = 6

// PiecesAbout lists the latest delivered pieces whose title or account holds the account's name, then those that hold one
// of the other names, in one query; archived ones are of use no more. Everybody signed in may. It reads the words of each
// name together and in order.
func (q *Queue) PiecesAbout(ctx context.Context, account string, names ...string) (pieces []PieceRow, err error) {
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	query := store.SQL(`WITH hits AS MATERIALIZED (
		SELECT id, title, closed_at, search @@ phraseto_tsquery('english', ?) AS there FROM requests WHERE state = 'delivered' AND search @@ (phraseto_tsquery('english', ?)`, account, account)
	for _, name := range names {
		query.Add(` || phraseto_tsquery('english', ?)`, name)
	}
	query.Add(`)) SELECT id, title, p.type_key, owner_id, owner_side, review_by, reported_at, archived_at, uses FROM hits JOIN pieces p ON request_id = id
		WHERE archived_at IS NULL ORDER BY there DESC, closed_at DESC, id DESC LIMIT ?`, piecesAbout)
	today := cal.DateOf(q.db.Now())
	err = q.db.Rows(ctx, query, func(row pgx.Rows) error {
		var r PieceRow
		var p Piece
		err := row.Scan(&r.ID, &r.Title, &r.TypeKey, &r.OwnerID, &r.OwnerSide, &p.ReviewBy, &p.ReportedAt, &p.ArchivedAt, &r.Uses)
		r.ReviewBy, r.State = p.ReviewBy, p.State(today)
		pieces = append(pieces, r)
		return err
	})
	return pieces, err
}
