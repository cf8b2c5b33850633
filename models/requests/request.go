// Package requests is the collateral request queue: kinds of work with a process both teams agreed, and the way of each
// request through it, one promise a stage.
package requests

import (
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
)

// What the ball is while a request is open; also the kinds of its promises.
const (
	BallStage    = "stage"
	BallQuestion = "question"
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
	State             State
	Stage             int16 // counted from 1
	SalesPersonID     *int64
	MarketingPersonID *int64
	BallPromiseID     *int64
	BallKind          string
	BallSide          people.Side // "" when closed
	BallPersonID      *int64
	BallSince         *time.Time
	BallDueAt         *time.Time
	BallTarget        int64 // working seconds
	SubmittedAt       time.Time
	PromisedAt        time.Time // the date given first
	ForecastAt        time.Time
	DatedAt           time.Time
	ClosedAt          *time.Time
	ClosedWhy         string
	DeliveredLink     string
	ReviewBy          *time.Time
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

// Standing is how a request does against its promise.
type Standing string

const (
	OnTrack Standing = "on-track"
	AtRisk  Standing = "at-risk" // the forecast is after the promise
	Overdue Standing = "overdue" // the promise has passed
	Closed  Standing = "closed"
)

// Standing at now.
func (r Request) Standing(now time.Time) Standing {
	switch {
	case r.State != Open:
		return Closed
	case now.After(r.PromisedAt):
		return Overdue
	case r.ForecastAt.After(r.PromisedAt):
		return AtRisk
	}
	return OnTrack
}

// dates computes what follows from the promises as seen at now: who holds the ball since and until when, and the
// forecast, which is when the ball's holder is done (not before now) plus the agreed time of the stages to come.
func (r *Request) dates(cal *workday.Calendar, process Process, account promises.Account, now time.Time) {
	r.DatedAt = now
	r.BallPromiseID, r.BallKind, r.BallSide, r.BallPersonID = nil, "", "", nil
	r.BallSince, r.BallDueAt, r.BallTarget = nil, nil, 0
	var waiting workday.Span
	done := now
	for _, p := range account.Promises {
		switch {
		case p.ClosedAt != nil:
		case p.DueAt == nil: // paused: its rest follows the running one
			waiting += max(p.Agreed()-account.Used(cal, p.ID, now), 0)
		default:
			r.BallPromiseID, r.BallKind, r.BallSide, r.BallPersonID = &p.ID, p.Kind, p.FromSide, p.FromPersonID
			r.BallSince, r.BallDueAt, r.BallTarget = &p.OpenedAt, p.DueAt, p.Target
			done = cal.Add(now, max(p.Agreed()-account.Used(cal, p.ID, now), 0))
		}
	}
	if r.BallPromiseID == nil {
		return
	}
	r.ForecastAt = cal.Due(done, waiting+process.Rest(r.Stage)).UTC()
}
