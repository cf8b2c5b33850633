package ics_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"github.com/google/uuid"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ics"
)

var calendar = ics.Calendar{
	Roll: people.Roll{
		2: {ID: 2, Name: "Ruth Hallam", Email: "ruth.hallam@meridian.example"},
		9: {ID: 9, Name: `Lucía "Lu": Ferrer, jr; 好`, Email: "lucia.ferrer@meridian.example"},
	},
	Page: func(id int64) string { return fmt.Sprint("https://alongside.meridian.example/ridealongs/", id) },
}

func entry(change ...func(*ridealongs.Entry)) ridealongs.Entry {
	e := ridealongs.Entry{
		Slot: ridealongs.Slot{
			ID: 7, UID: uuid.MustParse("4f5cbb4a-70c5-4d3c-9c2c-3a8a6c7f1a11"), Direction: ridealongs.Ride, Title: "Calder Valley Dairies, Halifax; “fresh”\\" + strings.Repeat("ü", 60),
			HostID: 2, Account: "Calder Valley Dairies", StartsAt: time.Date(2027, 3, 28, 18, 0, 0, 0, time.UTC), EndsAt: time.Date(2027, 3, 28, 20, 0, 0, 0, time.UTC),
			TimeZone: "Europe/London", Place: "Halifax, the dairy’s gate", Role: ridealongs.Observe, Prepare: "Boots.\nBEGIN:VEVENT\nEND:VCALENDAR",
		},
		Sequence: 3, At: time.Date(2026, 11, 25, 9, 14, 0, 0, time.UTC),
	}
	for _, f := range change {
		f(&e)
	}
	return e
}

// parsed reads the calendar with another library and by the letter of RFC 5545.
func parsed(t *testing.T, body string) *ical.Calendar {
	t.Helper()
	if !strings.HasSuffix(body, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(body, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(body, "\r\n", ""), "\r") {
		t.Errorf("got %q, want every line to end with CRLF and no other", body)
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("got a line of %d octets, %q, want at most 75 and whole characters", len(line), line)
		}
	}
	cal, err := ical.NewDecoder(strings.NewReader(body)).Decode()
	if err != nil {
		t.Fatalf("got %v of %s, want a calendar", err, body)
	}
	text := func(props ical.Props, name string) string {
		value, err := props.Text(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return value
	}
	if text(cal.Props, "VERSION") != "2.0" || text(cal.Props, "PRODID") == "" {
		t.Errorf("got %v, want a version and a product", cal.Props)
	}
	for _, e := range cal.Events() {
		for _, name := range []string{"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS"} {
			if got := len(e.Props.Values(name)); got != 1 {
				t.Errorf("%s: got %d, want one", name, got)
			}
		}
		for _, name := range []string{"DTSTAMP", "DTSTART", "DTEND"} {
			if value := e.Props.Get(name).Value; !strings.HasSuffix(value, "Z") {
				t.Errorf("%s: got %s, want UTC", name, value)
			}
		}
	}
	return cal
}

func only(t *testing.T, cal *ical.Calendar) ical.Event {
	t.Helper()
	if len(cal.Events()) != 1 {
		t.Fatalf("got %d events, want one", len(cal.Events()))
	}
	return cal.Events()[0]
}

func TestInvitationsAndCancellations(t *testing.T) {
	t.Parallel()
	for method, change := range map[string]func(*ridealongs.Entry){
		"REQUEST": func(*ridealongs.Entry) {}, "CANCEL": func(e *ridealongs.Entry) { e.Cancelled, e.Sequence = true, 4 },
	} {
		e := entry(change)
		body, got := calendar.Invitation(ridealongs.Invitation{Person: calendar.Roll[9], Host: calendar.Roll[2], Entry: e, Customers: true})
		cal := parsed(t, body)
		if value := cal.Props.Get("METHOD").Value; got != method || value != method {
			t.Errorf("got method %s and %s, want %s", got, value, method)
		}
		event := only(t, cal)
		starts, err := event.DateTimeStart(time.UTC)
		if err != nil || !starts.Equal(e.Slot.StartsAt) {
			t.Errorf("got %v %v, want %v", starts, err, e.Slot.StartsAt)
		}
		for name, want := range map[string]string{
			"UID": "4f5cbb4a-70c5-4d3c-9c2c-3a8a6c7f1a11@alongside", "SUMMARY": "Ride along: " + e.Slot.Title, "LOCATION": e.Slot.Place, "SEQUENCE": fmt.Sprint(e.Sequence),
		} {
			prop := event.Props.Get(name)
			if prop.SetValueType(ical.ValueText); name == "SEQUENCE" || name == "UID" {
				if prop.Value != want {
					t.Errorf("%s: got %q, want %q", name, prop.Value, want)
				}
				continue
			}
			if value, err := prop.Text(); err != nil || value != want {
				t.Errorf("%s: got %q %v, want %q", name, value, err, want)
			}
		}
		if got, want := event.Props.Get("ORGANIZER").Value, "mailto:ruth.hallam@meridian.example"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		guest := event.Props.Get("ATTENDEE")
		if guest.Value != "mailto:lucia.ferrer@meridian.example" || guest.Params.Get("CN") != "Lucía Lu Ferrer jr 好" {
			t.Errorf("got %+v, want the guest by name", guest)
		}
		if status := event.Props.Get("STATUS").Value; (status == "CANCELLED") != (method == "CANCEL") {
			t.Errorf("got %s for %s", status, method)
		}
		if description, err := event.Props.Text("DESCRIPTION"); err != nil || !strings.Contains(description, e.Slot.Prepare) {
			t.Errorf("got %q %v, want what to prepare as it was typed", description, err)
		}
	}
}

// TestNoCustomerIsNamed unless the reader wants it.
func TestNoCustomerIsNamed(t *testing.T) {
	t.Parallel()
	f := ridealongs.Feed{Person: calendar.Roll[9], Entries: []ridealongs.Entry{
		entry(), entry(func(e *ridealongs.Entry) { e.Cancelled = true }), entry(func(e *ridealongs.Entry) { e.Host = true }),
		entry(func(e *ridealongs.Entry) { e.Slot.Direction = ridealongs.Sit }),
	}}
	body := calendar.Feed(f)
	unfolded := strings.ReplaceAll(body, "\r\n ", "")
	for _, secret := range []string{"Calder", "Halifax", "Boots", "fresh"} {
		if strings.Contains(unfolded, secret) {
			t.Errorf("got %q in %s, want no customer", secret, unfolded)
		}
	}
	cal := parsed(t, body)
	if got := len(cal.Events()); got != len(f.Entries) {
		t.Errorf("got %d events, want %d", got, len(f.Entries))
	}
	if got := cal.Events()[1].Props.Get("STATUS").Value; got != "CANCELLED" {
		t.Errorf("got %s, want CANCELLED", got)
	}
	f.Customers = true
	if named := strings.ReplaceAll(calendar.Feed(f), "\r\n ", ""); strings.Count(named, "Calder Valley Dairies") < 4 {
		t.Errorf("got %s, want customers for who wants them", named)
	}
	inside := entry(func(e *ridealongs.Entry) {
		e.Slot.Direction, e.Slot.Account, e.Slot.Title, e.Tentative = ridealongs.Sit, "", "Message workshop", true
	})
	event := only(t, parsed(t, calendar.Event(inside, false)))
	if got, _ := event.Props.Text("SUMMARY"); got != "Sit in: Message workshop" || event.Props.Get("STATUS").Value != "TENTATIVE" {
		t.Errorf("got %q, want a session by its title", got)
	}
}

// TestAFeedWithoutEntriesIsACalendar: RFC 5545 wants one component at least (3.6), here a zone that nothing is in.
func TestAFeedWithoutEntriesIsACalendar(t *testing.T) {
	t.Parallel()
	body := calendar.Feed(ridealongs.Feed{})
	cal := parsed(t, body)
	if len(cal.Events()) != 0 || len(cal.Children) != 1 || cal.Children[0].Name != ical.CompTimezone || cal.Children[0].Props.Get("TZID").Value != "UTC" {
		t.Fatalf("got %s, want a zone and no event", body)
	}
	parts := cal.Children[0].Children
	if len(parts) != 1 || parts[0].Name != ical.CompTimezoneStandard {
		t.Fatalf("got %s, want the zone's one time", body)
	}
	for name, want := range map[string]string{"DTSTART": "19700101T000000", "TZOFFSETFROM": "+0000", "TZOFFSETTO": "+0000"} {
		if got := parts[0].Props.Get(name); got == nil || got.Value != want {
			t.Errorf("%s: got %v, want %s", name, got, want)
		}
	}
	if full := calendar.Feed(ridealongs.Feed{Entries: []ridealongs.Entry{entry()}}); strings.Contains(full, "VTIMEZONE") {
		t.Errorf("got %s, want events alone where there are some", full)
	}
}
