package export

import (
	"io"
	"math"
	"strconv"
	"time"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
)

// Requests is the queue as CSV. Days are of the reader's zone, as YYYY-MM-DD.
type Requests struct {
	*Writer
	Roll people.Roll
	Zone *time.Location
	Now  time.Time
}

// NewRequests begins the file.
func NewRequests(w io.Writer, roll people.Roll, zone *time.Location, now time.Time) Requests {
	file := NewWriter(w)
	file.Row("Number", "Request", "Account or sector", "Type", "Stage", "Lane", "State", "Rush", "Held by", "Assignee", "Asked by",
		"Days used", "Days agreed", "Promised", "Forecast", "Closed", "Look again by")
	return Requests{Writer: file, Roll: roll, Zone: zone, Now: now}
}

var states = map[requests.Standing]string{requests.OnTrack: "On track", requests.AtRisk: "At risk", requests.Overdue: "Overdue", requests.Waiting: "Waiting"}

var endings = map[requests.State]string{requests.Delivered: "Delivered", requests.Declined: "Declined", requests.Cancelled: "Cancelled", requests.Lapsed: "Lapsed"}

// Add writes a request; the catalogue has its type and process.
func (f Requests) Add(c requests.Catalogue, r requests.Row) {
	typ, _ := c.Type(r.TypeKey)
	stage, state, held, forecast, used, agreed := "", states[r.Standing(f.Now)], "", "", "", ""
	if process, known := c.Processes[r.ProcessID]; known {
		stage = process.At(r.Stage).Name
	}
	if r.State != requests.Open {
		state = endings[r.State]
	} else {
		forecast = f.day(r.ForecastAt)
	}
	if r.BallSide != "" {
		held, used, agreed = r.BallSide.Name(), days(r.Used), days(r.Agreed())
	}
	f.Row(requests.Ref(r.ID), r.Title, r.Account, typ.Name, stage, r.Lane.Name(), state, yes(r.Rush), held, f.person(r.BallPerson),
		f.person(r.Requester), used, agreed, f.day(r.PromisedAt), forecast, f.dayOf(r.ClosedAt), date(r.ReviewBy))
}

func (f Requests) person(id int64) string {
	if id == 0 {
		return ""
	}
	return f.Roll.Name(id)
}

func (f Requests) day(t time.Time) string { return t.In(f.Zone).Format(time.DateOnly) }

func (f Requests) dayOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return f.day(*t)
}

// date writes a day that has no zone.
func date(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// days writes working days to a hundredth.
func days(s workday.Span) string {
	return strconv.FormatFloat(math.Round(s.Days()*100)/100, 'f', -1, 64)
}
