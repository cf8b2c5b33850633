package mail

import (
	"strings"

	"alongside/models/activity"
	"alongside/models/notify"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ics"
)

// Invitation is the letter that puts a ride-along into a guest's calendar, changes it there or takes it out, after the
// event. It names a customer only to who wants that of their calendar.
func Invitation(cal ics.Calendar, e activity.Event, i ridealongs.Invitation) (notify.Letter, error) {
	s := i.Entry.Slot
	m := message{
		To: i.Person, Said: said(cal.Roll, e, i), Page: cal.Page(s.ID), Link: "Open the ride-along",
		Why: "Alongside wrote this for your calendar, because you have or had a seat. An answer goes to " + i.Host.Name + ", who hosts.",
		Facts: []fact{
			{"What", cal.Summary(i.Entry, i.Customers)},
			{"When", when(s, i.Person)},
		},
	}
	if s.TimeZone != i.Person.Zone {
		m.Facts = append(m.Facts, fact{"There", span(s.Starts(), s.Ends()) + ", " + s.TimeZone})
	}
	if ics.Told(s, i.Customers) {
		m.Facts = append(m.Facts, fact{"Where", s.Place})
		m.Note = s.Prepare
	}
	m.Facts = append(m.Facts, fact{"Host", i.Host.Name}, fact{"In the room", s.Role.Name()})
	l := notify.Letter{
		Person: i.Person, ReplyTo: i.Host, Kind: notify.Invitation, Text: m.text(),
		Subject: subject(e, i) + ": " + m.Facts[0].Value + ", " + s.StartsAt.In(i.Person.Location()).Format(dateTime),
	}
	if i.Entry.Cancelled {
		l.Kind = notify.Cancellation
	}
	l.Calendar, l.Method = cal.Invitation(i)
	var err error
	l.HTML, err = m.html()
	return l, err
}

// subject begins with what became of the seat.
func subject(e activity.Event, i ridealongs.Invitation) string {
	switch {
	case i.Entry.Cancelled && e.Kind == "seat-given-back":
		return "Given back"
	case i.Entry.Cancelled:
		return "Cancelled"
	case e.Kind == "ride-moved":
		return "Moved"
	case e.Kind == "ride-changed":
		return "Changed"
	}
	return "Your seat"
}

// said is what happened. A later event may have overtaken this one: the words fit the entry as it is.
func said(roll people.Roll, e activity.Event, i ridealongs.Invitation) string {
	who := "Alongside"
	if e.ActorID != nil {
		who = roll.Name(*e.ActorID)
	}
	if i.Entry.Cancelled {
		switch e.Kind {
		case "seat-given-back":
			return "You gave your seat back."
		case "seat-refused":
			return who + " cannot take you along this time."
		case "ride-cancelled":
			return who + " cancelled it" + because(e.Detail) + "."
		case "consent-missing":
			return "The seats were withdrawn" + because(e.Detail) + "."
		}
		return "It was cancelled, or your seat has ended."
	}
	moved := who + " moved it"
	if e.Detail.From != nil {
		moved += " from " + e.Detail.From.In(i.Person.Location()).Format(dateTime)
	}
	switch {
	case e.Kind == "ride-moved" && i.Entry.Tentative:
		return moved + because(e.Detail) + ". Your seat is kept: please say whether you still come."
	case e.Kind == "ride-moved":
		return moved + because(e.Detail) + "."
	case e.Kind == "ride-changed":
		return who + " changed what is said of it. The time stays."
	}
	return "You have a seat."
}

// because is the reason that was chosen; what was written beside it could name a customer.
func because(d activity.Detail) string {
	name := ridealongs.CancelReasonName(d.Reason)
	if name == "" || d.Reason == "other" {
		return ""
	}
	return ": " + strings.ToLower(name[:1]) + name[1:]
}
