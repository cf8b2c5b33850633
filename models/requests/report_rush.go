package requests

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// RushShare is how many of the requests a side asked for were rushes.
type RushShare struct{ Rushed, Asked int }

// Rushes counts what each side asked for since the moment.
func (q *Queue) Rushes(ctx context.Context, since time.Time) (map[people.Side]RushShare, error) {
	shares := map[people.Side]RushShare{people.Sales: {}, people.Marketing: {}}
	err := q.db.Rows(ctx, store.SQL(`SELECT requester_side, count(*) FILTER (WHERE `+rushed+`), count(*)
		FROM requests WHERE submitted_at >= ? GROUP BY requester_side`, since), func(row pgx.Rows) error {
		var side people.Side
		var s RushShare
		err := row.Scan(&side, &s.Rushed, &s.Asked)
		shares[side] = s
		return err
	})
	return shares, err
}
