package requests

import (
	"context"
	"time"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// ListQuery and BoardQueries are for the tests of their plans.
func ListQuery(viewer people.Person, f Filter, cal *workday.Calendar, now time.Time) (*store.Query, error) {
	return asking{Filter: f, viewer: viewer, cal: cal, now: now, limit: PageSize}.query()
}

func BoardQueries(viewer people.Person, f Filter, cal *workday.Calendar, now time.Time) []*store.Query {
	a := asking{Filter: f, viewer: viewer, cal: cal, now: now, limit: LaneSize}
	return []*store.Query{a.tickets(), a.laneCounts()}
}

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

// PieceQuery is for the test of its plans.
var PieceQuery = pieceQuery

// NextReminder of a piece that was reviewed on the day.
func NextReminder(cal *workday.Calendar, p Piece, today workday.Date) *time.Time {
	return p.nextReminder(cal, today)
}
