package requests

import (
	"net/url"
	"slices"
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

// Condition is one of the conditions as addresses and forms carry it.
type Condition struct{ Name, Value string }

// Conditions that narrow anything.
func (b Behind) Conditions() []Condition {
	rushed := ""
	if b.Rushed {
		rushed = string(Yes)
	}
	return slices.DeleteFunc([]Condition{
		{"asked_by", string(b.AskedBy)}, {"rushed", rushed},
		{"sent_from", b.SentFrom.String()}, {"closed_from", b.ClosedFrom.String()}, {"closed_to", b.ClosedTo.String()},
		{"kept", string(b.Kept)}, {"through", b.Through}, {"through_kept", string(b.ThroughKept)},
	}, func(c Condition) bool { return c.Value == "" })
}

// parseBehind reads Conditions from the query of an address. What is no day, no side, no answer narrows nothing.
func parseBehind(q url.Values) Behind {
	day := func(name string) workday.Date {
		d, _ := workday.ParseDate(q.Get(name)) // no day at all when it is none
		return d
	}
	answer := func(name string) Answer {
		if a := Answer(q.Get(name)); a == Yes || a == No {
			return a
		}
		return Either
	}
	b := Behind{
		Rushed: answer("rushed") == Yes, SentFrom: day("sent_from"), ClosedFrom: day("closed_from"), ClosedTo: day("closed_to"),
		Kept: answer("kept"), Through: q.Get("through"), ThroughKept: answer("through_kept"),
	}
	if side := people.Side(q.Get("asked_by")); side == people.Sales || side == people.Marketing {
		b.AskedBy = side
	}
	return b
}

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
