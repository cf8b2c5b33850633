package mail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ics"
	"alongside/views/mail"
)

// TestWordsOfInvitations: what became of the ride-along, in the subject, the text and the page of a mail, with the customer named
// to nobody who did not ask.
func TestWordsOfInvitations(t *testing.T) {
	t.Parallel()
	ruth := people.Person{ID: 2, Name: "Ruth Hallam", Email: "ruth.hallam@meridian.example", Zone: "Europe/London"}
	ben := people.Person{ID: 9, Name: "Ben Astley", Email: "ben.astley@meridian.example", Zone: "America/New_York"}
	cal := ics.Calendar{Roll: people.Roll{2: ruth, 9: ben}, Page: func(id int64) string { return fmt.Sprint("https://alongside.meridian.example/ridealongs/", id) }}
	before, starts := time.Date(2026, 12, 10, 9, 30, 0, 0, time.UTC), time.Date(2026, 12, 11, 13, 0, 0, 0, time.UTC)
	slot := ridealongs.Slot{
		ID: 7, UID: uuid.New(), Direction: ridealongs.Ride, Title: "Calder Valley Dairies", Account: "Calder Valley Dairies", HostID: ruth.ID, StartsAt: starts,
		EndsAt: starts.Add(2 * time.Hour), TimeZone: "Europe/London", Place: "Halifax", Role: ridealongs.Observe, Prepare: "Boots for Calder",
	}
	for _, row := range []struct {
		kind                 string
		detail               activity.Detail
		tentative, cancelled bool
		subject, said        string
	}{
		{"seat-taken", activity.Detail{}, false, false, "Your seat", "You have a seat."},
		{"ride-moved", activity.Detail{From: &before, To: &starts, Reason: "ill", Text: "Gareth of Calder has the flu"}, true, false, "Moved",
			"Ruth Hallam moved it from Thu 10 Dec 2026, 04:30: somebody is ill. Your seat is kept: please say whether you still come."},
		{"ride-moved", activity.Detail{From: &before, To: &starts, Reason: "other", Text: "Calder is closed"}, false, false, "Moved",
			"Ruth Hallam moved it from Thu 10 Dec 2026, 04:30."},
		{"ride-moved", activity.Detail{From: &before, To: &starts, Reason: "ill"}, false, true, "Cancelled", "It was cancelled, or your seat has ended."},
		{"ride-changed", activity.Detail{}, false, false, "Changed", "Ruth Hallam changed what is said of it. The time stays."},
		{"ride-changed", activity.Detail{}, false, true, "Cancelled", "It was cancelled, or your seat has ended."},
		{"ride-cancelled", activity.Detail{Reason: "customer", Text: "Calder said no"}, false, true, "Cancelled", "Ruth Hallam cancelled it: the customer cancelled."},
		{"consent-missing", activity.Detail{Reason: "consent"}, false, true, "Cancelled", "The seats were withdrawn: the customer’s yes was not there in time."},
		{"consent-missing", activity.Detail{Reason: "refused"}, false, true, "Cancelled", "The seats were withdrawn: the customer said no."},
		{"seat-given-back", activity.Detail{}, false, true, "Given back", "You gave your seat back."},
		{"seat-refused", activity.Detail{}, false, true, "Cancelled", "Ruth Hallam cannot take you along this time."},
	} {
		e := activity.Event{Kind: row.kind, ActorID: &ruth.ID, Detail: row.detail}
		l, err := mail.Invitation(cal, e, ridealongs.Invitation{Person: ben, Host: ruth, Entry: ridealongs.Entry{
			Slot: slot, Placed: true, Tentative: row.tentative, Cancelled: row.cancelled, At: starts,
		}})
		if err != nil {
			t.Fatal(err)
		}
		if want := row.subject + ": Ride along with Ruth, Fri 11 Dec 2026, 08:00"; l.Subject != want {
			t.Errorf("%s: got the subject %q, want %q", row.kind, l.Subject, want)
		}
		for _, words := range []string{row.said, "When: Fri 11 Dec 2026, 08:00 to 10:00, America/New_York", "There: Fri 11 Dec 2026, 13:00 to 15:00, Europe/London"} {
			if !strings.Contains(l.Text, words) {
				t.Errorf("%s: got %s, want %q in it", row.kind, l.Text, words)
			}
		}
		if !strings.Contains(l.HTML, row.said) {
			t.Errorf("%s: got %s, want %q in it", row.kind, l.HTML, row.said)
		}
		for _, secret := range []string{"Calder", "Halifax", "Boots"} {
			if strings.Contains(l.Subject+l.Text+l.HTML+l.Calendar, secret) {
				t.Errorf("%s: got %s in the mail, want no customer", row.kind, secret)
			}
		}
	}
}
