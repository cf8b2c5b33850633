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

// cite links the request to what it comes from: each once, at most MaxFrom, of requests and notes those that exist, and none that is sensitive.
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

// Origins are the subjects that a request can come from: each once, at most MaxFrom, of requests and notes those that exist, and none that is sensitive.
func (q *Queue) Origins(ctx context.Context, from []activity.Subject) ([]activity.Subject, error) {
	return known(ctx, q.db.Read(), from)
}

// known keeps of the subjects what a request can come from. Notes that not everybody may know of are not there for anybody: what rests on
// them would tell of them. Something is told of every note from its beginning.
func known(ctx context.Context, db *gorm.DB, from []activity.Subject) ([]activity.Subject, error) {
	var kept, there []activity.Subject
	var requests, notes []int64
	for _, s := range from {
		switch s.Kind {
		case activity.KindRequest:
			requests = append(requests, s.ID)
		case activity.KindNote:
			notes = append(notes, s.ID)
		}
	}
	if len(requests)+len(notes) > 0 {
		var err error
		there, err = gorm.G[activity.Subject](db).Raw(`SELECT 'request' AS kind, id FROM requests WHERE id IN ?
			UNION SELECT subject_kind, subject_id FROM events e WHERE subject_kind = 'note' AND subject_id IN ? AND NOT EXISTS (
				SELECT FROM discreet d WHERE d.subject_kind = e.subject_kind AND d.subject_id = e.subject_id)`, requests, notes).Find(ctx)
		if err != nil {
			return nil, err
		}
	}
	for _, s := range from {
		missing := (s.Kind == activity.KindRequest || s.Kind == activity.KindNote) && !slices.Contains(there, s)
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
