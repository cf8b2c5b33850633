package intel

import (
	"context"

	"github.com/jackc/pgx/v5"

	"alongside/models/store"
	"alongside/models/workday"
)

// Age is how much what was heard still says about today.
type Age string

const (
	Fresh  Age = "fresh"  // heard 30 days ago or later
	Ageing Age = "ageing" // 90 days
	Old    Age = "old"
)

// Days until something is not fresh, and until it is old.
const (
	freshDays  = 30
	ageingDays = 90
)

// Days since it was heard or seen, on a day of the company.
func (c Citation) Days(today workday.Date) int {
	return int(today.Midnight().Sub(c.On).Hours() / 24)
}

// Age on a day of the company.
func (c Citation) Age(today workday.Date) Age {
	switch days := c.Days(today); {
	case days <= freshDays:
		return Fresh
	case days <= ageingDays:
		return Ageing
	}
	return Old
}

// Quoted are the notes with the numbers, by number, in one query. What is sensitive, deleted or no note is not among them,
// whoever asks.
func (d *Desk) Quoted(ctx context.Context, ids []int64) (map[int64]Citation, error) {
	quoted := map[int64]Citation{}
	if len(ids) == 0 {
		return quoted, nil
	}
	return quoted, d.db.Rows(ctx, store.SQL(`SELECT `+citableColumns+` FROM notes n WHERE n.id = ANY(?) AND n.state <> 'erased' AND `+open, ids), func(row pgx.Rows) error {
		c, err := scanCitable(row)
		quoted[c.NoteID] = c
		return err
	})
}
