package views

import (
	"net/url"
	"strconv"
	"time"

	"alongside/models/ridealongs"
)

// Where ride-alongs are read and offered.
const (
	RidesURL     = "/ridealongs"
	NewRideURL   = RidesURL + "/new"
	PairsURL     = RidesURL + "/pairs"
	RideRulesURL = RidesURL + "/rules"
	LimitsURL    = RidesURL + "/limits"
	roomURL      = RidesURL + "/room"
	hoursPostURL = RidesURL + "/hours"
	goalsURL     = RidesURL + "/goals"
)

// CalendarURL is where a person feeds their calendar.
const CalendarURL = "/calendar"

// FeedURL is the secret address of a calendar, below that of the site.
func FeedURL(token string) string { return CalendarURL + "/" + token + ".ics" }

// weekURL is a week of the calendar, "" for this one.
func weekURL(name string, d ridealongs.Direction) string {
	q := url.Values{}
	if name != "" {
		q.Set("week", name)
	}
	return ridesURL(q, d)
}

// RideListURL is the address of a list: it carries the whole state.
func RideListURL(f ridealongs.Filter) string {
	q := url.Values{"view": {"list"}}
	if f.Mine {
		q.Set("view", "mine")
	}
	if f.Past {
		q.Set("past", "1")
	}
	if f.After != "" {
		q.Set("after", f.After)
	}
	return ridesURL(q, f.Direction)
}

func ridesURL(q url.Values, d ridealongs.Direction) string {
	if d != "" {
		q.Set("direction", string(d))
	}
	if len(q) == 0 {
		return RidesURL
	}
	return RidesURL + "?" + q.Encode()
}

// RideURL is the page of a slot.
func RideURL(id int64) string { return RidesURL + "/" + strconv.FormatInt(id, 10) }

// rideMoveURL is where a move on a slot is posted to.
func rideMoveURL(id int64, noun string) string { return RideURL(id) + "/" + noun }

// BriefURL is what who goes along reads before, DebriefsURL what everybody writes after, editRideURL where the host changes the words.
func BriefURL(ride int64) string    { return rideMoveURL(ride, "brief") }
func DebriefsURL(ride int64) string { return rideMoveURL(ride, "debriefs") }
func editRideURL(ride int64) string { return rideMoveURL(ride, "edit") }

// outcomesURL is where an answer of a debrief becomes work.
func outcomesURL(debrief int64) string {
	return "/debriefs/" + strconv.FormatInt(debrief, 10) + "/outcomes"
}

// HoursURL are the hours of a month, by any day of it.
func HoursURL(month time.Time) string {
	return RidesURL + "?" + url.Values{"view": {"hours"}, "month": {month.Format("2006-01")}}.Encode()
}

// hoursCSV is the same for a spreadsheet.
func hoursCSV(month time.Time) string {
	return hoursPostURL + ".csv?" + url.Values{"month": {month.Format("2006-01")}}.Encode()
}

// offerToURL begins an offer with somebody's name put down.
func offerToURL(person int64) string {
	return NewRideURL + "?" + url.Values{"person": {strconv.FormatInt(person, 10)}}.Encode()
}

// accountNotesURL is what was heard at an account.
func accountNotesURL(account string) string {
	return StreamPath + "?" + url.Values{"q": {`"` + account + `"`}}.Encode()
}
