package intel

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Quote is a note as it is shown where something rests on it.
type Quote struct {
	ID         int64
	Heard      string
	Source     Source
	AuthorID   int64
	AuthorSide people.Side
	Account    string
	HeardOn    time.Time // a date at midnight UTC
	Withdrawn  bool      // no longer true, said its author
}

// Age is how much a note still says about today.
type Age string

const (
	Fresh  Age = "fresh"  // heard 30 days ago or later
	Ageing Age = "ageing" // 90 days
	Old    Age = "old"
)

// Days until a note is not fresh, and until it is old.
const (
	freshDays  = 30
	ageingDays = 90
)

// Days since it was heard.
func (q Quote) Days(today workday.Date) int {
	return int(today.Midnight().Sub(q.HeardOn).Hours() / 24)
}

// Age on a day of the company.
func (q Quote) Age(today workday.Date) Age {
	switch days := q.Days(today); {
	case days <= freshDays:
		return Fresh
	case days <= ageingDays:
		return Ageing
	}
	return Old
}

// Quotes are the notes with the numbers, by number, in one query. What is sensitive, deleted or no note is not among them,
// whoever asks.
func (d *Desk) Quotes(ctx context.Context, ids []int64) (map[int64]Quote, error) {
	quotes := map[int64]Quote{}
	if len(ids) == 0 {
		return quotes, nil
	}
	return quotes, d.db.Rows(ctx, store.SQL(`SELECT n.id, n.heard, n.source, n.author_id, n.author_side, n.account, n.heard_on, n.state = 'withdrawn'
		FROM notes n WHERE n.id = ANY(?) AND n.state <> 'erased' AND `+open, ids), func(row pgx.Rows) error {
		var q Quote
		err := row.Scan(&q.ID, &q.Heard, &q.Source, &q.AuthorID, &q.AuthorSide, &q.Account, &q.HeardOn, &q.Withdrawn)
		quotes[q.ID] = q
		return err
	})
}
