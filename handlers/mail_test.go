package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"alongside/handlers"
	"alongside/models/notify"
	"alongside/models/people"
)

// mailed writes a letter to the person, about an event of its own, and returns the mail's number.
func (s *site) mailed(to, subject string) int64 {
	s.t.Helper()
	withMarketing(s)
	event := one[int64](s, `SELECT max(id) FROM events`)
	l := notify.Letter{
		Person: s.person(to), ReplyTo: s.person("ruth"), Kind: notify.Invitation, Subject: subject, Text: "Hello,\n\nYou have a seat: " + subject,
		HTML: "<p>Hello</p>", Calendar: "BEGIN:VCALENDAR\r\nX:" + subject + "\r\n", Method: "REQUEST",
	}
	if err := s.portal.Notify.Announce(s.t.Context(), event, l); err != nil {
		s.t.Fatal(err)
	}
	return one[int64](s, `SELECT max(id) FROM mails`)
}

func sends(cfg *handlers.Config) { cfg.SendsMail = true }

func TestAdministratorsSeeWhatWasSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	joel := s.as(t, "joel")
	joel.get("/admin/mail").wants("main", "No mail yet")
	joel.get("/admin/mail").wants(".callout", "There is no mail server yet.")
	joel.get("/").wants("header a[href='/admin/mail']", "Administration")
	if got := s.as(t, "priya").get("/").Find("a[href='/admin/mail']").Length(); got != 0 {
		t.Error("got administration in the menu of a lead, want none")
	}
	states := []notify.State{notify.Sent, notify.Kept, notify.Failed, notify.Waiting, notify.Waiting}
	var last int64
	for i, state := range states {
		last = s.mailed("ben", fmt.Sprintf("Ride %d, 100%%", i))
		s.exec(`UPDATE mails SET state = $1, ended_at = CASE WHEN $1 <> 'waiting' THEN written_at END, tries = $2, problem = $3 WHERE id = $4`, state, i, "450 come again", last)
	}
	all := joel.get("/admin/mail")
	all.is(http.StatusOK)
	var got []string
	all.Find("tbody tr").Each(func(_ int, row *selection) {
		got = append(got, strings.Join(strings.Fields(row.Find(".state").Text()), " "))
	})
	if want := "Waiting, 4 tries; Waiting, 3 tries; Not sent, 2 tries; Kept; Sent"; strings.Join(got, "; ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "; "), want)
	}
	for query, want := range map[string]int{"state=kept": 1, "state=waiting": 2, "state=nonsense": 5, "q=RIDE+3": 1, "q=ben.astley%40": 5, "q=%25": 5, "q=_": 0, "q=" + strings.Repeat("%C3%A9", 300): 0} {
		if n := joel.get("/admin/mail?" + query).Find("tbody tr").Length(); n != want {
			t.Errorf("%s: got %d mails, want %d", query, n, want)
		}
	}
	joel.get("/admin/mail?q=nothing").wants("main", "No mail matches")
	served := serve(t, s.portal, s.clock, sends).as(t, "joel")
	served.get("/admin/mail").wants(".callout", "The mail server did not take 2 mails, the oldest written today, 09:14.")

	page := joel.get(fmt.Sprint("/admin/mail/", last))
	for selector, words := range map[string]string{"h1": "Ride 4, 100%", "main": "You have a seat: Ride 4", "main details": "BEGIN:VCALENDAR", "aside": "450 come again"} {
		page.wants(selector, words)
	}
	page.wants("aside", "Ruth Hallam")
	for _, id := range []string{"0", "-1", "x", "99999999999999999999"} {
		joel.get("/admin/mail/"+id).is(http.StatusNotFound, id)
	}
	s.as(t, "priya").get(fmt.Sprint("/admin/mail/", last)).is(http.StatusForbidden)
}

func TestMailPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := s.mailed("ben", "Ride 0")
	joel := s.as(t, "joel")
	addresses := []string{"/admin/mail", "/admin/mail?state=waiting&q=ride", fmt.Sprint("/admin/mail/", first)}
	few := countQueries(joel, addresses)
	s.copies("events", one[int64](s, `SELECT max(id) FROM events`), 119, nil)
	s.exec(`INSERT INTO mails (event_id, person_id, kind, address, subject, body_text, body_html, calendar, method, written_at)
		SELECT e.id, m.person_id, m.kind, m.address, 'Ride ' || e.id, m.body_text, '', '', '', m.written_at FROM mails m, events e WHERE m.id = $1 AND e.id <> m.event_id ORDER BY e.id DESC LIMIT 119`, first)
	for i, n := range countQueries(joel, addresses) {
		if n != few[i] || n > maxQueries {
			t.Errorf("%s: got %d queries, want the %d of one mail, and at most %d", addresses[i], n, few[i], maxQueries)
		}
	}
	seen, path := map[string]bool{}, "/admin/mail?q=ride&state=waiting"
	for pages := 0; path != "" && pages < 9; pages++ {
		a := joel.get(path)
		a.is(http.StatusOK, path)
		a.Find("tbody a").Each(func(_ int, link *selection) { seen[link.AttrOr("href", "")] = true })
		path = a.Find("a[rel=next]").AttrOr("href", "")
	}
	if len(seen) != 120 {
		t.Errorf("got %d mails, want each of 120", len(seen))
	}
	for _, after := range []string{"mangled", "e30", "%00"} {
		joel.get("/admin/mail?after="+after).is(http.StatusNotFound, after)
	}
}

// TestMailIsText in every place that shows it.
func TestMailIsText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	joel := s.as(t, "joel")
	for _, injection := range injections[:20] {
		id := s.mailed("ben", injection)
		joel.get(fmt.Sprint("/admin/mail/", id)).wantsHarmless(injection)
	}
	joel.get("/admin/mail").wantsHarmless("list")
	joel.get("/admin/mail?" + url.Values{"q": {injections[0]}}.Encode()).wantsHarmless("search")
}

// TestMailsAreForAdministrators also when they ask the model.
func TestMailsAreForAdministrators(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gone := s.person("joel")
	gone.Active = false
	for _, who := range []people.Person{{}, s.person("dan"), s.person("ines"), gone} {
		if _, err := s.portal.Notify.Mails(t.Context(), who, notify.MailFilter{}); err == nil {
			t.Errorf("%s: got the mails, want none", who.Name)
		}
	}
}
