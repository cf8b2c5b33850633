package views

import (
	"strings"
	"time"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ui"
)

// RideWeek is a week of the calendar, with the seats to come below it.
type RideWeek struct {
	ridealongs.Week
	Coming    []ridealongs.Row // with free seats, or people who wait, the soonest first
	Direction ridealongs.Direction
	Viewer    people.Person
	Roll      people.Roll
}

// RideList is a list of slots.
type RideList struct {
	ridealongs.Page
	Filter ridealongs.Filter
	Viewer people.Person
	Roll   people.Roll
	Misses int // seats that the viewer did not come to lately; they alone are told here
}

// openShown bounds the seats below a week.
const openShown = 10

// Open keeps the slots of which somebody can take a seat, or wait for one.
func Open(rows []ridealongs.Row) (open []ridealongs.Row) {
	for _, r := range rows {
		if (r.Free() > 0 || len(r.Queue()) > 0) && len(open) < openShown {
			open = append(open, r)
		}
	}
	return open
}

// rideTabs are the ways to look at ride-alongs.
func rideTabs(current string) []ui.View {
	tabs := []ui.View{
		{Label: "Week", URL: RidesURL}, {Label: "List", URL: RideListURL(ridealongs.Filter{})}, {Label: "Mine", URL: RideListURL(ridealongs.Filter{Mine: true})},
		{Label: "Hours", URL: ridesURL(map[string][]string{"view": {"hours"}}, "")}, {Label: "Who has met whom", URL: PairsURL},
	}
	for i := range tabs {
		tabs[i].N, tabs[i].Current = -1, tabs[i].Label == current
	}
	return tabs
}

// rideIcon is how a direction is drawn.
func rideIcon(d ridealongs.Direction) string {
	if d == ridealongs.Ride {
		return "car"
	}
	return "armchair"
}

// rideDay is one column of a week.
type rideDay struct {
	At    time.Time
	Rows  []ridealongs.Row
	Today bool
}

// days of the week from Monday on: those of the weekend only where there is something on them.
func (w RideWeek) days(clock Clock) (days []rideDay) {
	for i := range 7 {
		d := rideDay{At: w.Monday.AddDate(0, 0, i)}
		d.Today = clock.isoDate(d.At) == clock.isoDate(w.Now)
		for _, r := range w.Rows {
			if clock.isoDate(r.StartsAt) == clock.isoDate(d.At) {
				d.Rows = append(d.Rows, r)
			}
		}
		if i < 5 || len(d.Rows) > 0 {
			days = append(days, d)
		}
	}
	return days
}

// this reports whether the week is the reader's own.
func (w RideWeek) this(clock Clock) bool {
	monday := clock.in(w.Now)
	return clock.isoDate(monday.AddDate(0, 0, -(int(monday.Weekday())+6)%7)) == clock.isoDate(w.Monday)
}

func (w RideWeek) title(clock Clock) string {
	if w.this(clock) {
		return "This week"
	}
	return "Week " + ui.Number(w.Number)
}

// span is its days: "23 to 27 November", "30 November to 4 December".
func (w RideWeek) span(clock Clock) string {
	first, last := w.Monday, w.Monday.AddDate(0, 0, 4)
	if days := w.days(clock); len(days) > 0 {
		last = days[len(days)-1].At
	}
	year := clock.year(last)
	if first.Month() == last.Month() {
		return first.Format("2") + " to " + last.Format("2 January"+year)
	}
	return first.Format("2 January") + " to " + last.Format("2 January"+year)
}

// directionOptions are the choices of a filter.
func directionOptions(chosen ridealongs.Direction) []ui.Option {
	options := []ui.Option{{Label: "Both directions", Chosen: chosen == ""}}
	for _, d := range ridealongs.Directions {
		options = append(options, ui.Option{Value: string(d), Label: map[ridealongs.Direction]string{ridealongs.Ride: "Ride along", ridealongs.Sit: "Sit in"}[d], Chosen: d == chosen})
	}
	return options
}

// hoursText is from when until when by the reader's clock: "10:00 to 13:00".
func hoursText(clock Clock, s ridealongs.Slot) string {
	until := clock.in(s.EndsAt).Format("15:04")
	if clock.isoDate(s.StartsAt) != clock.isoDate(s.EndsAt) {
		until = clock.DateText(s.EndsAt) + " " + until
	}
	return clock.in(s.StartsAt).Format("15:04") + " to " + until
}

// thereText is when it is by the clocks where it takes place, "" where they show what the reader's show.
func thereText(clock Clock, s ridealongs.Slot) string {
	const wall = "2006-01-02 15:04"
	if s.Starts().Format(wall) == clock.in(s.StartsAt).Format(wall) && s.Ends().Format(wall) == clock.in(s.EndsAt).Format(wall) {
		return ""
	}
	text := s.Starts().Format("15:04") + " to " + s.Ends().Format("15:04") + " in " + zoneName(s.TimeZone)
	if s.Starts().Format(time.DateOnly) != clock.isoDate(s.StartsAt) {
		text = s.Starts().Format("Mon 2 Jan, ") + text
	}
	return text
}

// zoneName is how people call a time zone: "New York".
func zoneName(iana string) string {
	return strings.ReplaceAll(iana[strings.LastIndex(iana, "/")+1:], "_", " ")
}

// shortPlace is the first words of where it is.
func shortPlace(s ridealongs.Slot) string {
	place, _, _ := strings.Cut(s.Place, ". ")
	if strings.Contains(place, "://") {
		return "Online"
	}
	return strings.TrimSuffix(place, ".")
}

// withWhom says who goes where with whom: "Marketing rides along with Greta Lindqvist".
func withWhom(s ridealongs.Slot, roll people.Roll) string {
	return s.Direction.Guests().Name() + " " + lower(s.Direction.Name()) + " with " + roll.Name(s.HostID)
}

// seatsText says how many are free: "1 of 3 seats open", "Full, 2 waiting".
func seatsText(r ridealongs.Row) string {
	waiting := len(r.Queue())
	switch free := r.Free(); {
	case waiting > 0 && free == 0:
		return "Full, " + ui.Number(waiting) + " waiting"
	case waiting > 0:
		return ui.Number(free) + " of " + ui.Count(r.Seats, "seat", "seats") + " open, " + ui.Number(waiting) + " waiting"
	case free == 0:
		return "Full"
	default:
		return ui.Number(free) + " of " + ui.Count(r.Seats, "seat", "seats") + " open"
	}
}

// guestsText names those who have a seat, for who cannot see faces.
func guestsText(r ridealongs.Row, roll people.Roll) string {
	var guests []string
	for _, seat := range r.Taking {
		if seat.Takes() {
			guests = append(guests, roll.Name(seat.PersonID))
		}
	}
	if len(guests) == 0 {
		return seatsText(r)
	}
	return "With " + listed(guests) + ". " + seatsText(r)
}

// guestTeam is the side that takes the seats.
func guestTeam(s ridealongs.Slot) ui.Team { return team(s.Direction.Guests()) }

// rideStanding is how the viewer stands to a slot, in a few words; "" for nothing yet.
func rideStanding(r ridealongs.Row, viewer people.Person) string {
	if viewer.ID == r.HostID {
		return "You host"
	}
	seat, have := r.Taking.Of(viewer.ID)
	if !have {
		return ""
	}
	switch seat.State {
	case ridealongs.Confirmed:
		return "You have a seat"
	case ridealongs.OfferedTo:
		return "A seat is kept for you"
	}
	for i, other := range r.Queue() {
		if other.PersonID == viewer.ID {
			return "You wait, number " + ui.Number(i+1)
		}
	}
	return ""
}

// takeWords is what the button says that the viewer takes a seat with.
func takeWords(r ridealongs.Row, viewer people.Person) string {
	if _, have := r.Taking.Of(viewer.ID); have {
		return "Confirm my seat"
	}
	if r.Free() > 0 && len(r.Queue()) == 0 {
		return "Take a seat"
	}
	return "Join the waiting list"
}

// capText is in a few words why free seats cannot be taken.
func capText(c ridealongs.Cap) string {
	if c.Account != "" {
		return "Enough guests there until " + c.Until.AddDate(0, 0, -1).Format("2 January")
	}
	return "The host’s " + c.From.Format("January") + " is full"
}

// stateWords is how a slot stands that is not simply to come.
func stateWords(r ridealongs.Row) string {
	switch r.State {
	case ridealongs.Cancelled:
		return "Cancelled"
	case ridealongs.Held:
		return "Held"
	case ridealongs.Passed:
		return "Nobody came along"
	}
	return ""
}

func (l RideList) tab() string {
	if l.Filter.Mine {
		return "Mine"
	}
	return "List"
}

func (l RideList) title() string {
	switch {
	case l.Filter.Mine && l.Filter.Past:
		return "Where you were"
	case l.Filter.Mine:
		return "Where you go"
	case l.Filter.Past:
		return "What was"
	}
	return "What is to come"
}

// times is the same list, before or after now.
func (l RideList) times(past bool) string {
	f := l.Filter
	f.Past, f.After = past, ""
	return RideListURL(f)
}

func (l RideList) next() string {
	f := l.Filter
	f.After = l.Page.Next
	return RideListURL(f)
}

func (l RideList) url() string { return RideListURL(l.Filter) }

func (l RideList) empty() (title, words string) {
	switch {
	case l.Filter.Mine && !l.Filter.Past:
		return "Nothing planned", "Take a seat from the list, or offer one."
	case l.Filter.Past:
		return "Nothing yet", "What was held stands here."
	}
	return "No seats are offered", "Somebody begins. Offer the first one."
}

// missesText tells the viewer alone how often they did not come.
func (l RideList) missesText() string {
	return "In the last year you did not come to " + ui.Count(l.Misses, "seat", "seats") + " you had. You and the lead of your team see this, nobody else."
}
