package requests

import "context"

// ListQuery is for the test of its plans.
var ListQuery = listQuery

// Middle is for the test of ranks.
var Middle = middle

// FreshPace is Pace with nothing remembered.
func FreshPace(ctx context.Context, q *Queue, typeKey string) (Pace, error) {
	q.paces.forget()
	return q.Pace(ctx, typeKey)
}
