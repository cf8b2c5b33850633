package ridealongs

import (
	"time"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/people"
)

// Direction says which team goes to the other one's world.
type Direction string

const (
	Ride Direction = "ride" // Marketing rides along with Sales
	Sit  Direction = "sit"  // Sales sits in with Marketing
)

// Directions in the order of screens.
var Directions = []Direction{Ride, Sit}

// Name is how screens write the direction.
func (d Direction) Name() string { return map[Direction]string{Ride: "Rides along", Sit: "Sits in"}[d] }

// Hosts is the side that offers seats.
func (d Direction) Hosts() people.Side {
	return map[Direction]people.Side{Ride: people.Sales, Sit: people.Marketing}[d]
}

// Guests is the side that takes them.
func (d Direction) Guests() people.Side { return d.Hosts().Other() }

// Kind of what a guest comes to.
type Kind string

const (
	Visit   Kind = "visit"
	Call    Kind = "call"
	Demo    Kind = "demo"
	Review  Kind = "review"
	Session Kind = "session" // where words or plans are made: the one kind to sit in
)

// Kinds of a direction, in the order of screens.
func (d Direction) Kinds() []Kind {
	if d == Sit {
		return []Kind{Session}
	}
	return []Kind{Visit, Call, Demo, Review}
}

// Name is how screens write the kind.
func (k Kind) Name() string {
	return map[Kind]string{Visit: "Visit", Call: "Call", Demo: "Demo", Review: "Review", Session: "Session"}[k]
}

// Role of a guest in the room.
type Role string

const (
	Observe  Role = "observe"
	AskAtEnd Role = "ask"
	Present  Role = "present"
)

// Roles in the order of screens; the first one is what nobody chose.
var Roles = []Role{Observe, AskAtEnd, Present}

// Name is how screens write the role.
func (r Role) Name() string {
	return map[Role]string{Observe: "Observes", AskAtEnd: "May ask at the end", Present: "Presents a part"}[r]
}

// Consent of the customer.
type Consent string

const (
	NotNeeded Consent = "not-needed"
	Needed    Consent = "needed" // to be asked
	Asked     Consent = "asked"
	Given     Consent = "given"
	Refused   Consent = "refused"
)

// Consents in the order of screens.
var Consents = []Consent{NotNeeded, Needed, Asked, Given, Refused}

// Name is how screens write it.
func (c Consent) Name() string {
	return map[Consent]string{NotNeeded: "Not needed", Needed: "To be asked", Asked: "Asked", Given: "Agreed", Refused: "Said no"}[c]
}

// There reports whether nothing of it is missing.
func (c Consent) There() bool { return c == NotNeeded || c == Given }

// State of a slot.
type State string

const (
	Offered   State = "offered"
	Cancelled State = "cancelled"
	Held      State = "held"   // it is over, and somebody went along
	Passed    State = "passed" // it is over, and nobody did
)

// Reasons for which a slot is cancelled.
const (
	WhyConsent = "consent" // the customer's was not there in time
	WhyRefused = "refused" // the customer said no
	WhyLeft    = "left"    // the host works here no more
)

// CancelReasons are those a host chooses from, in the order of screens.
var CancelReasons = []string{"customer", "ill", "clash", "no-need", "other"}

// CancelReasonName is how screens write the reason.
func CancelReasonName(reason string) string {
	return map[string]string{
		"customer": "The customer cancelled", "ill": "Somebody is ill", "clash": "Something else came up", "no-need": "No longer needed", "other": "Another reason",
		WhyConsent: "The customer’s yes was not there in time", WhyRefused: "The customer said no", WhyLeft: "The host works here no more",
	}[reason]
}

// Lengths in characters, and numbers.
const (
	maxTitle      = 120
	maxAccount    = 120
	maxPlace      = 300
	maxPrepare    = 1000
	maxMeet       = 400
	maxBackground = 2000
	maxManners    = 1000
	maxNote       = 1000
	maxWish       = 400
	maxWhy        = 200
	MaxSeats      = 12
)

// Slot is one row: a seat or more, offered for one time.
type Slot struct {
	ID         int64
	UID        uuid.UUID
	SeriesID   *int64 // the first of its series
	Direction  Direction
	Kind       Kind
	Title      string
	HostID     int64
	Account    string
	StartsAt   time.Time
	EndsAt     time.Time
	TimeZone   string // IANA name
	Place      string
	Seats      int
	Role       Role
	Prepare    string
	Meet       string
	Background string // for the brief
	Manners    string // do's and don'ts
	Consent    Consent
	ConsentDue time.Time
	State      State
	EndedWhy   string
	EndedNote  string
	Sequence   int
	OfferedAt  time.Time
	ChangedAt  time.Time
	ToldAt     *time.Time
	Version    int
}

func (Slot) TableName() string { return "ridealongs" }

// Subject of the slot.
func (s Slot) Subject() activity.Subject { return Subject(s.ID) }

// Subject of the slot with the number.
func Subject(id int64) activity.Subject {
	return activity.Subject{Kind: activity.KindRideAlong, ID: id}
}

// Ref is the slot's number as people call it.
func (s Slot) Ref() string { return s.Subject().Ref() }

// Zone is where it takes place.
func (s Slot) Zone() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Starts and Ends are in the slot's own zone.
func (s Slot) Starts() time.Time { return s.StartsAt.In(s.Zone()) }
func (s Slot) Ends() time.Time   { return s.EndsAt.In(s.Zone()) }

// month and quarter of the slot where it takes place: from the first instant until the next one's.
func (s Slot) month() (from, until time.Time) {
	at := s.Starts()
	from = time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, at.Location())
	return from, from.AddDate(0, 1, 0)
}

func (s Slot) quarter() (from, until time.Time) {
	at := s.Starts()
	from = time.Date(at.Year(), (at.Month()-1)/3*3+1, 1, 0, 0, 0, 0, at.Location())
	return from, from.AddDate(0, 3, 0)
}
