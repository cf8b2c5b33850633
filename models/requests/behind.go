package requests

import (
	"time"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Behind are the conditions by which a number of the report opens the rows behind it. Days are the company's, and
// included; zero values narrow nothing.
type Behind struct {
	AskedBy     people.Side
	Rushed      bool
	SentFrom    workday.Date
	ClosedFrom  workday.Date
	ClosedTo    workday.Date
	Kept        Answer // whether closed by the date promised first
	Through     string // name of a stage the request went through
	ThroughKept Answer // whether each promise of that stage was kept

	sentFrom, closedFrom, closedBefore time.Time
}

// Answer to a question of a filter.
type Answer string

const (
	Either Answer = ""
	Yes    Answer = "yes"
	No     Answer = "no"
)

// begin turns days into moments.
func (b *Behind) begin(cal *workday.Calendar) {
	if !b.SentFrom.IsZero() {
		b.sentFrom = startOf(cal, b.SentFrom)
	}
	if !b.ClosedFrom.IsZero() {
		b.closedFrom = startOf(cal, b.ClosedFrom)
	}
	if !b.ClosedTo.IsZero() {
		b.closedBefore = startOf(cal, b.ClosedTo.AddDays(1))
	}
}

// narrow adds the conditions to a query of requests.
func (b Behind) narrow(q *store.Query) {
	q.AddIf(b.AskedBy != "", ` AND requester_side = ?`, b.AskedBy)
	q.AddIf(b.Rushed, ` AND `+rushed)
	q.AddIf(!b.sentFrom.IsZero(), ` AND submitted_at >= ?`, b.sentFrom)
	q.AddIf(!b.closedFrom.IsZero(), ` AND closed_at >= ?`, b.closedFrom)
	q.AddIf(!b.closedBefore.IsZero(), ` AND closed_at < ?`, b.closedBefore)
	q.AddIf(b.Kept == Yes, ` AND closed_at <= `+firstPromised)
	q.AddIf(b.Kept == No, ` AND closed_at > `+firstPromised)
	through := asked(b.Through)
	if through == "" {
		return
	}
	const stage = `EXISTS (SELECT FROM promises p WHERE p.subject_kind = 'request' AND p.subject_id = requests.id AND p.kind = 'stage' AND p.what = ?`
	q.Add(` AND `+stage+`)`, through)
	q.AddIf(b.ThroughKept == Yes, ` AND NOT `+stage+` AND p.outcome = 'late')`, through)
	q.AddIf(b.ThroughKept == No, ` AND `+stage+` AND p.outcome = 'late')`, through)
}
