package ridealongs

import (
	"time"

	"alongside/models/activity"
)

// SeatState of a person's place.
type SeatState string

const (
	Waiting   SeatState = "waiting"
	OfferedTo SeatState = "offered" // a free seat, kept for them until they answer
	Confirmed SeatState = "confirmed"
	GivenBack SeatState = "given-back"
	Lapsed    SeatState = "lapsed"    // not answered in time
	TurnedOff SeatState = "refused"   // by the host
	Withdrawn SeatState = "withdrawn" // cancelled, no consent, or somebody left
	Missed    SeatState = "missed"    // they did not come
)

// Causes of an offer.
const (
	CauseFreed = "freed" // somebody gave it back
	CauseNamed = "named" // a lead or the host put the name down
	CauseMoved = "moved" // the time is another one: confirm again
)

// Reasons of a seat that was withdrawn, beside those of the slot.
const (
	ReasonCancelled = "cancelled"
)

// RefusalReasons are those a host chooses from, in the order of screens. Host and guest alone see them.
var RefusalReasons = []string{"crowded", "delicate", "knows", "not-now", "talk"}

// RefusalReasonName is how screens write the reason.
func RefusalReasonName(reason string) string {
	return map[string]string{
		"crowded": "There are many of us in the room already", "delicate": "It has become a delicate meeting", "knows": "The customer asked for people they know",
		"not-now": "Another time would teach you more", "talk": "Let us talk about it",
	}[reason]
}

// Seat is one row.
type Seat struct {
	ID          int64      `json:"id"`
	RidealongID int64      `json:"ridealong_id"`
	PersonID    int64      `json:"person_id"`
	State       SeatState  `json:"state"`
	Cause       string     `json:"cause"`
	Reason      string     `json:"reason"`
	Note        string     `json:"note"`
	Wish        string     `json:"wish"`
	PromiseID   *int64     `json:"promise_id"`
	AskedAt     time.Time  `json:"asked_at"`
	ConfirmedAt *time.Time `json:"confirmed_at"`
	ReadAt      *time.Time `json:"read_at"` // the brief
	EndedAt     *time.Time `json:"ended_at"`
	Sequence    int        `json:"sequence"`
}

func (Seat) TableName() string { return "ridealong_seats" }

// Subject of the seat.
func (s Seat) Subject() activity.Subject {
	return activity.Subject{Kind: activity.KindSeat, ID: s.ID}
}

// Takes reports whether the seat is one of the slot's number: taken, or kept for somebody.
func (s Seat) Takes() bool { return s.State == Confirmed || s.State == OfferedTo }

// Lives reports whether the person has a place still.
func (s Seat) Lives() bool { return s.EndedAt == nil }

// Seats of one slot, in the order in which they were asked for.
type Seats []Seat

// Of is the person's living seat.
func (list Seats) Of(person int64) (Seat, bool) {
	for _, s := range list {
		if s.PersonID == person && s.Lives() {
			return s, true
		}
	}
	return Seat{}, false
}

// Taken counts those that are taken or kept for somebody.
func (list Seats) Taken() (n int) {
	for _, s := range list {
		if s.Takes() {
			n++
		}
	}
	return n
}

// In lists those in the state.
func (list Seats) In(state SeatState) (in Seats) {
	for _, s := range list {
		if s.State == state {
			in = append(in, s)
		}
	}
	return in
}

// people of the living seats.
func (list Seats) people() (ids []int64) {
	for _, s := range list {
		if s.Lives() {
			ids = append(ids, s.PersonID)
		}
	}
	return ids
}
