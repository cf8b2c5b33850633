package views

import (
	"slices"
	"strconv"
	"time"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ui"
)

// RideShow is the page of a slot.
type RideShow struct {
	ridealongs.Whole
	Viewer   people.Person
	Roll     people.Roll
	Check    *icp.Check // of the account; nil: it was never checked
	Typed    Typed      // of the move that did not work, with the name of its form
	Form     string
	Conflict string // why what was typed was not taken, while the slot changed meanwhile
}

func (s RideShow) typed(form string) Typed {
	if s.Form == form {
		return s.Typed
	}
	return Typed{}
}

// typedWords is what somebody wrote into a form that was not taken.
func (s RideShow) typedWords() string {
	return firstOf(s.Typed.Get("wish"), s.Typed.Get("note"), s.Typed.Get("reason_text"))
}

func (s RideShow) host() people.Person { return s.Roll[s.HostID] }

// versioned are the events that made forms out of date.
var versioned = []string{"ride-offered", "ride-changed", "ride-moved", "ride-cancelled", "ride-passed", "consent-told", "consent-missing", "debriefs-asked"}

// lastMove is the newest event that made forms out of date.
func (s RideShow) lastMove() (last activity.Event) {
	for _, e := range s.History {
		if slices.Contains(versioned, e.Kind) {
			last = e
		}
	}
	return last
}

// when is the slot in a sentence: "Thursday 26 November, 08:30 to 13:00".
func (s RideShow) when(clock Clock) string {
	return clock.in(s.StartsAt).Format("Monday 2 January"+clock.year(s.StartsAt)) + ", " + hoursText(clock, s.Slot)
}

// offerWords say why a seat is kept for the viewer.
func (s RideShow) offerWords() string {
	switch s.Mine.Cause {
	case ridealongs.CauseNamed:
		return "Your name was put down."
	case ridealongs.CauseMoved:
		return "It takes place at another time now."
	}
	return "Somebody gave a seat back, and you are first."
}

// offered reports whether a seat is kept for the viewer.
func (s RideShow) offered() bool {
	return s.Mine != nil && s.Mine.Lives() && s.Mine.State == ridealongs.OfferedTo
}

// refused reports whether the host could not take the viewer along.
func (s RideShow) refused() bool {
	return s.Mine != nil && !s.Mine.Lives() && s.Mine.State == ridealongs.TurnedOff
}

// taken are the living seats that are one of the slot’s number.
func (s RideShow) taken() (list ridealongs.Seats) {
	for _, seat := range s.Taking {
		if seat.Takes() {
			list = append(list, seat)
		}
	}
	return list
}

// seatWords is how a seat stands, to who reads the list of them.
func seatWords(clock Clock, seat ridealongs.Seat) string {
	switch {
	case seat.State == ridealongs.OfferedTo:
		return "to confirm"
	case seat.ReadAt != nil:
		return "guest, read the brief"
	}
	return "guest"
}

// cancelledWords say why it does not take place.
func (s RideShow) cancelledWords() string {
	words := ridealongs.CancelReasonName(s.EndedWhy) + "."
	if s.EndedWhy == "other" || s.EndedWhy == "" {
		words = ""
	}
	if s.EndedNote != "" {
		words += " " + s.EndedNote
	}
	return words
}

// full says which rule keeps free seats from being taken, to those who would take one, wait for one, or put a name down;
// "" for none.
func (s RideShow) full() string {
	used := s.Cap()
	concerned := s.Moves[ridealongs.MoveTake] || s.Moves[ridealongs.MoveName] || s.Moves[ridealongs.MoveGiveBack] && s.Mine.State == ridealongs.Waiting
	if used == nil || !concerned || s.offered() || s.refused() {
		return ""
	}
	return used.Words()
}

// consentWait reports whether the customer's yes is still needed.
func (s RideShow) consentWait() bool {
	return s.State == ridealongs.Offered && s.Now.Before(s.StartsAt) && !s.Consent.There()
}

// debriefState is when debriefs open, or whether they are.
func (s RideShow) debriefState(clock Clock) string {
	switch {
	case s.State == ridealongs.Cancelled || s.State == ridealongs.Passed:
		return ""
	case s.Now.Before(s.EndsAt):
		return "Opens " + clock.DateTimeText(s.EndsAt)
	}
	return "Open"
}

// staff of the guests' side who have no seat, to put a name down.
func (s RideShow) nameable() []ui.Option {
	options := []ui.Option{{Label: "Choose somebody"}}
	for _, p := range s.Roll.Of(s.Direction.Guests()) {
		if seat, have := s.Taking.Of(p.ID); have && seat.Takes() {
			continue
		}
		id := strconv.FormatInt(p.ID, 10)
		options = append(options, ui.Option{Value: id, Label: p.Name, Chosen: s.typed("names").Get("person") == id})
	}
	return options
}

func cancelReasons(chosen string) []ui.Option {
	options := []ui.Option{{Label: "Choose a reason"}}
	for _, reason := range ridealongs.CancelReasons {
		options = append(options, ui.Option{Value: reason, Label: ridealongs.CancelReasonName(reason), Chosen: reason == chosen})
	}
	return options
}

func refusalReasons(chosen string) []ui.Option {
	options := []ui.Option{{Label: "Choose a reason"}}
	for _, reason := range ridealongs.RefusalReasons {
		options = append(options, ui.Option{Value: reason, Label: ridealongs.RefusalReasonName(reason), Chosen: reason == chosen})
	}
	return options
}

// wallValue is what a clock shows there, as a form has it.
func wallValue(at time.Time) string { return at.Format("2006-01-02T15:04") }

// fitWords is the account's last check: "80, good fit".
func fitWords(c icp.Check) string {
	return ui.Number(c.Points) + ", " + lower(fitNames[c.Band.Fit()])
}

// endedWords say what became of a seat, to the host.
func endedWords(seat ridealongs.Seat) string {
	if seat.State == ridealongs.Missed {
		return "did not come"
	}
	return lower(ridealongs.RefusalReasonName(seat.Reason))
}

// personValue is the id of a person in a form.
func personValue(id int64) string { return strconv.FormatInt(id, 10) }

// MissForm and RefuseForm name the forms about one guest.
func MissForm(person string) string   { return "miss-" + person }
func RefuseForm(person string) string { return "refuse-" + person }

// actor of an event.
func (s RideShow) actor(e activity.Event) people.Person {
	if e.ActorID == nil {
		return people.Person{}
	}
	return s.Roll[*e.ActorID]
}

// cited are the subjects linked with the slot, in either direction.
func (s RideShow) cited() (list []activity.Subject) {
	for _, l := range s.Links {
		other := l.From()
		if other == s.Subject() {
			other = l.To()
		}
		if !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	return list
}
