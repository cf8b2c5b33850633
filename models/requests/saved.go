package requests

import (
	"context"
	"fmt"
	"net/url"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// SavedView is a filter that somebody keeps under a name, alone or for everybody.
type SavedView struct {
	ID     int64  `json:"id"`
	Person int64  `json:"person_id"` // whose it is
	Name   string `json:"name"`
	Text   string `json:"query"` // the filter as Filter.Query writes it
	Shared bool   `json:"shared"`
	N      int    `json:"-"` // requests in it, counted like Counts
}

// Filter that is kept.
func (v SavedView) Filter() Filter {
	values, err := url.ParseQuery(v.Text)
	if err != nil {
		return Filter{}
	}
	f, err := ParseFilter(values)
	if err != nil {
		return Filter{}
	}
	return f
}

const (
	maxSaved    = 20 // views a person may keep, and as many of what others share are shown
	maxViewName = 40 // characters
)

// savedViews are the person's own views and what others share, by age, as a column of JSON; its arguments are the person
// and maxSaved, twice.
const savedViews = `(SELECT coalesce(json_agg(v ORDER BY v.id), '[]') FROM (
		(SELECT id, person_id, name, query, shared FROM saved_views WHERE person_id = ? LIMIT ?)
		UNION ALL
		(SELECT id, person_id, name, query, shared FROM saved_views WHERE shared AND person_id <> ? ORDER BY id DESC LIMIT ?)
	) v)`

// countSaved fills in the numbers of the views, by one query for all of them.
func (q *Queue) countSaved(ctx context.Context, viewer people.Person, cal *workday.Calendar, saved []SavedView) error {
	if len(saved) == 0 {
		return nil
	}
	now := q.db.Now()
	query := store.SQL(`SELECT ARRAY[`)
	for i, v := range saved {
		query.AddIf(i > 0, `, `)
		a, err := asking{Filter: v.Filter(), viewer: viewer, cal: cal, now: now}.checked()
		if err != nil {
			query.Add(`0`) // a view of what there no longer is
			continue
		}
		a.count(query)
	}
	var numbers []int
	err := q.db.Rows(ctx, query.Add(`]`), func(row pgx.Rows) error { return row.Scan(&numbers) })
	for i, n := range numbers {
		saved[i].N = n
	}
	return err
}

// count adds the number of rows that the whole list has.
func (a asking) count(q *store.Query) {
	q.Add(`(SELECT count(*) FROM (SELECT FROM requests WHERE `)
	if n, ok := number(a.Text); ok {
		q.Add(`id = ?) n)::int`, n)
		return
	}
	switch a.View {
	case ViewAll:
		q.Add(`true`)
	case ViewDelivered:
		q.Add(`state = 'delivered'`)
	default:
		q.Add(`state = 'open'`)
	}
	a.narrow(q)
	q.AddIf(a.Text != "", ` AND search @@ websearch_to_tsquery('english', ?)`, a.Text)
	q.Add(` LIMIT ?) n)::int`, CountLimit+1)
}

// Save keeps the filter under a name of the actor's own. Everybody may keep views; who works here may share them with
// everybody. Problems are *store.Invalid on name and shared.
func (q *Queue) Save(ctx context.Context, actor people.Person, submission uuid.UUID, name string, f Filter, shared bool) (SavedView, error) {
	f.After = ""
	if _, err := (asking{Filter: f}).checked(); err != nil {
		return SavedView{}, err
	}
	var inv store.Invalid
	v := SavedView{Person: actor.ID, Name: inv.Line("name", name, maxViewName, "Give the view a name"), Text: f.Query(), Shared: shared}
	if shared && !actor.Works() {
		inv.Add("shared", "You can keep views for yourself, but not share them")
	}
	if err := inv.OrNil(); err != nil {
		return v, err
	}
	err := q.db.Tx(ctx, func(tx *store.Tx) error {
		first, _, err := store.Once(ctx, tx, actor.ID, submission.String(), digest(fmt.Appendf(nil, "view %t %s %s", v.Shared, v.Text, v.Name)))
		if err != nil || !first {
			return err
		}
		// Whoever saves two views at once waits here, so that both are counted.
		if err := tx.WithContext(ctx).Exec(`SELECT FROM people WHERE id = ? FOR NO KEY UPDATE`, actor.ID).Error; err != nil {
			return err
		}
		kept, err := gorm.G[int](tx.DB).Raw(`SELECT count(*) FROM saved_views WHERE person_id = ?`, actor.ID).Take(ctx)
		if err != nil {
			return err
		}
		if kept >= maxSaved {
			return &store.Invalid{Problems: []store.Problem{{Field: "name", Message: fmt.Sprintf("You keep %d views already. Remove one first", maxSaved)}}}
		}
		return tx.WithContext(ctx).Exec(`INSERT INTO saved_views (person_id, name, query, shared, created_at) VALUES (?, ?, ?, ?, ?)`,
			v.Person, v.Name, v.Text, v.Shared, tx.Now).Error
	})
	if store.Violates(err, "saved_views_name_unique") {
		err = &store.Invalid{Problems: []store.Problem{{Field: "name", Message: "You have a view of this name already"}}}
	}
	q.counts.forget()
	return v, err
}

// Unsave removes a view, for everybody when it was shared. It is its owner's to remove; what others keep for themselves
// is store.ErrNotFound.
func (q *Queue) Unsave(ctx context.Context, actor people.Person, id int64) error {
	err := q.db.Tx(ctx, func(tx *store.Tx) error {
		v, err := gorm.G[SavedView](tx.DB).Raw(`SELECT id, person_id AS person, name, shared FROM saved_views WHERE id = ? AND (person_id = ? OR shared) FOR UPDATE`,
			id, actor.ID).Take(ctx)
		if err != nil {
			return store.Found(err)
		}
		if v.Person != actor.ID {
			return store.Refuse(store.ErrForbidden, "“%s” is somebody else’s view, so it is theirs to remove.", v.Name)
		}
		return tx.WithContext(ctx).Exec(`DELETE FROM saved_views WHERE id = ?`, id).Error
	})
	q.counts.forget()
	return err
}
