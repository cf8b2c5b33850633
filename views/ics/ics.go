// Package ics writes calendars as RFC 5545 has them: lines end with CRLF and are folded, text is escaped. Times are in UTC,
// which every calendar shows in its reader's zone; each slot is an event of its own, so that no rule of a zone is needed.
package ics

import (
	"fmt"
	"strings"

	ical "github.com/arran4/golang-ical"

	"alongside/models/people"
	"alongside/models/ridealongs"
)

// ContentType of a calendar that is fetched; one that is mailed has "; method=REQUEST" or CANCEL after it.
const ContentType = "text/calendar; charset=utf-8"

// Calendar writes what its pages are called and who hosts.
type Calendar struct {
	Roll people.Roll
	Page func(ridealong int64) string // its absolute address
}

const (
	product = "-//Alongside//Ride-alongs//EN"
	domain  = "@alongside" // of UIDs: they stay when the site moves
)

// Feed is a person's calendar.
func (c Calendar) Feed(f ridealongs.Feed) string {
	cal := begin(ical.MethodPublish)
	cal.SetXWRCalName("Ride-alongs")
	cal.SetRefreshInterval("PT1H", ical.WithValue("DURATION"))
	cal.SetXPublishedTTL("PT1H")
	for _, e := range f.Entries {
		c.add(cal, e, f.Customers)
	}
	if len(f.Entries) == 0 {
		addZone(cal)
	}
	return finish(cal)
}

// addZone fills a calendar without events, which has to have one component at least: UTC shows nowhere.
func addZone(cal *ical.Calendar) {
	always := cal.AddTimezone("UTC").AddStandard()
	always.SetProperty(ical.ComponentPropertyDtStart, "19700101T000000")
	always.SetProperty(ical.ComponentProperty(ical.PropertyTzoffsetfrom), "+0000")
	always.SetProperty(ical.ComponentProperty(ical.PropertyTzoffsetto), "+0000")
}

// Event is one slot as its reader downloads it.
func (c Calendar) Event(e ridealongs.Entry, customers bool) string {
	cal := begin(ical.MethodPublish)
	c.add(cal, e, customers)
	return finish(cal)
}

// Invitation is what a guest's calendar is mailed, with its method for the mail's header.
func (c Calendar) Invitation(i ridealongs.Invitation) (body string, method string) {
	kind, answer := ical.MethodRequest, ical.ParticipationStatusAccepted
	switch {
	case i.Entry.Cancelled:
		kind, answer = ical.MethodCancel, ical.ParticipationStatusDeclined
	case i.Entry.Tentative:
		answer = ical.ParticipationStatusNeedsAction
	}
	cal := begin(kind)
	event := c.add(cal, i.Entry, i.Customers)
	event.SetOrganizer("mailto:"+i.Host.Email, ical.WithCN(named(i.Host.Name)))
	event.AddAttendee("mailto:"+i.Person.Email, ical.CalendarUserTypeIndividual, ical.ParticipationRoleReqParticipant, answer,
		ical.WithCN(named(i.Person.Name)), ical.WithRSVP(false))
	return finish(cal), string(kind)
}

// unquotable cannot stand in a parameter: the library escapes there, and readers do not.
var unquotable = strings.NewReplacer(`"`, "", `\`, "", ":", "", ";", "", ",", "", "\r", "", "\n", "")

// named is a name as a parameter can hold it.
func named(name string) string { return unquotable.Replace(name) }

func begin(method ical.Method) *ical.Calendar {
	cal := ical.NewCalendarFor("Alongside")
	cal.SetProductId(product)
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(method)
	return cal
}

func finish(cal *ical.Calendar) string { return cal.Serialize(ical.WithNewLineWindows) }

func (c Calendar) add(cal *ical.Calendar, e ridealongs.Entry, customers bool) *ical.VEvent {
	s := e.Slot
	event := cal.AddEvent(s.UID.String() + domain)
	event.SetDtStampTime(e.At)
	event.SetModifiedAt(e.At)
	event.SetSequence(e.Sequence)
	event.SetStartAt(s.StartsAt)
	event.SetEndAt(s.EndsAt)
	event.SetSummary(c.Summary(e, customers))
	if Told(s, customers) {
		event.SetLocation(s.Place)
	}
	event.SetDescription(c.description(e, customers))
	event.SetURL(c.Page(s.ID))
	event.SetClass(ical.ClassificationPrivate)
	switch {
	case e.Cancelled:
		event.SetStatus(ical.ObjectStatusCancelled)
		event.SetTimeTransparency(ical.TransparencyTransparent)
	case e.Tentative:
		event.SetStatus(ical.ObjectStatusTentative)
	default:
		event.SetStatus(ical.ObjectStatusConfirmed)
	}
	return event
}

// Told reports whether a calendar, or a mail about it, may say what and where: what could name a customer only to those who
// want it.
func Told(s ridealongs.Slot, customers bool) bool {
	return customers || s.Direction == ridealongs.Sit && s.Account == ""
}

// Summary is the title of the entry.
func (c Calendar) Summary(e ridealongs.Entry, customers bool) string {
	s, host := e.Slot, c.Roll[e.Slot.HostID].FirstName()
	switch {
	case Told(s, customers) && s.Direction == ridealongs.Sit:
		return "Sit in: " + s.Title
	case Told(s, customers):
		return "Ride along: " + s.Title
	case e.Host:
		return "You have guests along"
	case s.Direction == ridealongs.Sit:
		return "Sit in with " + host
	}
	return "Ride along with " + host
}

func (c Calendar) description(e ridealongs.Entry, customers bool) string {
	s := e.Slot
	lines := []string{"Host: " + c.Roll[s.HostID].Name, "In the room: " + strings.ToLower(s.Role.Name()[:1]) + s.Role.Name()[1:]}
	if zone := s.TimeZone; zone != "" {
		lines = append(lines, fmt.Sprintf("There: %s to %s, %s", s.Starts().Format("Mon 2 Jan 15:04"), s.Ends().Format("15:04"), zone))
	}
	if Told(s, customers) && s.Prepare != "" {
		lines = append(lines, "", s.Prepare)
	}
	return strings.Join(append(lines, "", c.Page(s.ID)), "\n")
}
