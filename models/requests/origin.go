package requests

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/store"
)

// MaxFrom is how many things a request can come from.
const MaxFrom = 10

// cite links the request to what it comes from: each once, at most MaxFrom, of requests those that exist.
func (q *Queue) cite(ctx context.Context, t *turn, from []activity.Subject) error {
	from, err := known(ctx, t.DB, from)
	if err != nil {
		return err
	}
	for _, s := range from {
		if err := q.log.Link(ctx, t.Tx, t.actor, t.r.Subject(), s); err != nil {
			return err
		}
	}
	return nil
}

// Origins are the subjects that a request can come from: each once, at most MaxFrom, of requests those that exist.
func (q *Queue) Origins(ctx context.Context, from []activity.Subject) ([]activity.Subject, error) {
	return known(ctx, q.db.Read(), from)
}

func known(ctx context.Context, db *gorm.DB, from []activity.Subject) ([]activity.Subject, error) {
	var kept []activity.Subject
	var numbers []int64
	for _, s := range from {
		if s.Kind == activity.KindRequest {
			numbers = append(numbers, s.ID)
		}
	}
	var there []int64
	if len(numbers) > 0 {
		var err error
		if there, err = gorm.G[int64](db).Raw(`SELECT id FROM requests WHERE id IN ?`, numbers).Find(ctx); err != nil {
			return nil, err
		}
	}
	for _, s := range from {
		missing := s.Kind == activity.KindRequest && !slices.Contains(there, s.ID)
		if !missing && !slices.Contains(kept, s) && len(kept) < MaxFrom {
			kept = append(kept, s)
		}
	}
	return kept, nil
}

// Again is a request whose brief is asked for once more. Everybody signed in may see every request.
func (q *Queue) Again(ctx context.Context, id int64) (Request, error) {
	r, err := gorm.G[Request](q.db.Read()).Where("id = ?", id).Take(ctx)
	return r, store.Found(err)
}
