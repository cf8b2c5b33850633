package requests

import (
	"context"

	"alongside/models/people"
	"alongside/models/store"
)

// ListQuery is for the test of its plans.
var ListQuery = listQuery

// Middle is for the test of ranks.
var Middle = middle

// FreshPace is Pace with nothing remembered.
func FreshPace(ctx context.Context, q *Queue, typeKey string) (Pace, error) {
	q.paces.forget()
	return q.Pace(ctx, typeKey)
}

// SimilarQuery is for the test of its plans.
func (q *Queue) SimilarQuery(ctx context.Context, side people.Side, title string) (*store.Query, error) {
	words, err := q.wordsOf(ctx, title)
	return similarQuery(side, words, title, ""), err
}
