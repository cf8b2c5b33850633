// Package requests is the collateral request queue: kinds of work with a process both teams agreed, and the way of each
// request through it, one promise a stage.
package requests

import (
	"slices"
	"strconv"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/workday"
)

// State of a request.
type State string

const (
	Open      State = "open"
	Delivered State = "delivered"
	Declined  State = "declined"
	Cancelled State = "cancelled"
	Lapsed    State = "lapsed" // closed because the side that asked did not answer for long; can be reopened
)

// What the ball is while a request is open; the first three are also the kinds of its promises.
const (
	BallStage    = "stage"
	BallQuestion = "question"
	BallRush     = "rush"  // a lead of the asked side decides whether it may be sooner than agreed
	BallHold     = "hold"  // nobody's, by a lead's word
	BallThird    = "third" // with somebody outside: a customer, a printer
)

// Rush is what became of a date sooner than both teams agreed.
type Rush string

const (
	RushNone     Rush = ""
	RushAsked    Rush = "asked"
	RushAgreed   Rush = "agreed"
	RushDeclined Rush = "declined"
)

// Request is one row. Ball, forecast and risk are computed from its promises whenever those change, see dates.
type Request struct {
	ID                int64
	TypeKey           string
	ProcessID         int64
	AskedSide         people.Side
	RequesterID       int64
	RequesterSide     people.Side
	Title             string
	Account           string
	Reader            string
	Change            string
	Uses              []string          `gorm:"serializer:json"`
	Fields            map[string]string `gorm:"serializer:json"`
	NeededBy          *time.Time
	RushReason        string
	Rush              Rush
	Days              []float64 `gorm:"serializer:json"` // see Way
	State             State
	Stage             int16 // counted from 1
	Lane              Lane
	SalesPersonID     *int64
	MarketingPersonID *int64
	BallPromiseID     *int64
	BallKind          string
	BallSide          people.Side // "" when closed, on hold or with somebody outside
	BallPersonID      *int64
	BallSince         *time.Time
	BallDueAt         *time.Time
	BallTarget        int64      // working seconds
	WaitsFor          string     // why it is on hold, or for whom outside it waits
	SuggestedOn       *time.Time // a new date, midnight UTC, that waits for the other side's answer
	SuggestedBy       *int64
	SuggestedSide     people.Side
	SuggestedWhy      string
	WarnedAt          *time.Time // when it was said last that nobody answers
	Furthest          int16      // stage that has begun
	Rounds            int16      // of review, opened so far
	MoreRounds        int16      // that leads allowed beyond those of the process
	Reviewers         []int64    `gorm:"serializer:json"` // people asked in the last round
	SubmittedAt       time.Time
	PromisedAt        time.Time // the date in force
	FirstPromisedAt   time.Time // the date given first, at the submission or with the rush; kept for ever
	ForecastAt        time.Time
	DatedAt           time.Time
	ClosedAt          *time.Time
	ClosedWhy         string
	DeliveredLink     string
	Version           int
}

// Ref is how people call the request: R-412.
func (r Request) Ref() string { return Ref(r.ID) }

// Ref of a request number.
func Ref(id int64) string { return "R-" + strconv.FormatInt(id, 10) }

// Subject of the request in log and ledger.
func (r Request) Subject() activity.Subject { return Subject(r.ID) }

// Subject of a request number.
func Subject(id int64) activity.Subject { return activity.Subject{Kind: activity.KindRequest, ID: id} }

// PersonOf is who works on the request for the side, nil when nobody took it yet.
func (r Request) PersonOf(side people.Side) *int64 {
	if side == people.Sales {
		return r.SalesPersonID
	}
	return r.MarketingPersonID
}

func (r *Request) setPersonOf(side people.Side, person *int64) {
	if side == people.Sales {
		r.SalesPersonID = person
	} else {
		r.MarketingPersonID = person
	}
}

// Paused reports whether the request is open and nobody of the two sides holds the ball.
func (r Request) Paused() bool { return r.BallKind == BallHold || r.BallKind == BallThird }

// Rushed reports whether the request is, or may become, sooner than agreed.
func (r Request) Rushed() bool { return r.Rush == RushAsked || r.Rush == RushAgreed }

// Way is the process with the days agreed for this request alone, where a rush or one that goes first changed them.
func (r Request) Way(process Process) Process {
	if len(r.Days) != len(process.Stages) {
		return process
	}
	process.Stages = slices.Clone(process.Stages)
	for i, days := range r.Days {
		process.Stages[i].Days = days
	}
	return process
}

// Standing is how a request does against its promise.
type Standing string

const (
	OnTrack Standing = "on-track"
	AtRisk  Standing = "at-risk" // the forecast is after the promise
	Overdue Standing = "overdue" // the promise has passed
	Waiting Standing = "waiting" // on hold, or with somebody outside: nobody is late with it
	Closed  Standing = "closed"
)

// Standing at now.
func (r Request) Standing(now time.Time) Standing {
	switch {
	case r.State != Open:
		return Closed
	case r.BallSide == "":
		return Waiting
	case now.After(r.PromisedAt):
		return Overdue
	case r.ForecastAt.After(r.PromisedAt):
		return AtRisk
	}
	return OnTrack
}

// dates computes the lane, and what follows from the promises and turns as seen at now: who holds the ball since and until
// when, and the forecast, which is when the ball's holder is done (not before now) plus the agreed time of the stages to
// come. process is the request's own Way. The decision on a rush is the first work of the asked side and taken out of its
// first stage.
func (r *Request) dates(cal *workday.Calendar, process Process, account promises.Account, now time.Time) {
	r.DatedAt, r.Lane = now, process.Lane(r.Stage, r.AskedSide)
	r.BallPromiseID, r.BallKind, r.BallSide, r.BallPersonID = nil, "", "", nil
	r.BallSince, r.BallDueAt, r.BallTarget = nil, nil, 0
	var left workday.Span // of promises begun
	for _, p := range account.Promises {
		if p.ClosedAt != nil {
			continue
		}
		r.BallPromiseID = &p.ID // while all are paused: the one that goes on afterwards
		rest := p.Agreed() - account.Used(cal, p.ID, now)
		if p.Kind == BallRush {
			rest = process.Rest(0) - process.Rest(r.Stage) - process.decided(r.AskedSide, account.Used(cal, p.ID, now))
		}
		left += max(rest, 0)
		if p.DueAt != nil {
			r.BallKind, r.BallSide, r.BallPersonID = p.Kind, p.FromSide, p.FromPersonID
			r.BallSince, r.BallDueAt, r.BallTarget = &p.OpenedAt, p.DueAt, p.Target
		}
	}
	if r.BallPromiseID == nil {
		return
	}
	for _, t := range account.Turns {
		if t.PromiseID == nil && t.EndedAt == nil {
			r.BallKind, r.BallSince = ballOf[t.Holder], &t.BeganAt
		}
	}
	r.ForecastAt = cal.Due(now, left+process.Rest(r.Stage)).UTC()
}

var ballOf = map[promises.Holder]string{promises.WithThird: BallThird, promises.WithNobody: BallHold}
