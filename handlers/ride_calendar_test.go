package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	ical "github.com/arran4/golang-ical"

	"alongside/views"
)

// events of a calendar as an independent reader finds them, by UID.
func events(t *testing.T, a *answer) map[string]*ical.VEvent {
	t.Helper()
	a.is(http.StatusOK, "calendar")
	if got := a.header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
		t.Errorf("got a %s, want a calendar", got)
	}
	cal, err := ical.ParseCalendar(strings.NewReader(a.body))
	if err != nil {
		t.Fatalf("%v in %q", err, a.body)
	}
	found := map[string]*ical.VEvent{}
	for _, e := range cal.Events() {
		found[e.Id()] = e
	}
	return found
}

// TestFeed: made, read by a program without a session, renewed, revoked.
func TestFeed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.ride(4)
	s.take("ben", slot.ID)
	ben, program := s.as(t, "ben"), s.visitor(t)
	address := func() string {
		t.Helper()
		ben.post("/calendar", url.Values{"do": {"renew"}}).leads("/calendar")
		page := ben.get("/calendar")
		full := page.Find("#feed-address").AttrOr("value", "")
		path, ok := strings.CutPrefix(full, s.URL)
		if !ok || !regexp.MustCompile(`^/calendar/[A-Za-z0-9_-]{43}\.ics$`).MatchString(path) {
			t.Fatalf("got the address %q, want a secret one of this site", full)
		}
		if again := ben.get("/calendar"); again.Find("#feed-address").Length() > 0 || strings.Contains(again.body, path) {
			t.Error("got the address shown twice, want it once")
		}
		return path
	}
	ben.get("/calendar").wants("main", "Your calendar has no address yet.")
	feed := address()
	first := program.get(feed)
	uid := slot.UID.String() + "@alongside"
	e := events(t, first)[uid]
	if e == nil || strings.Contains(first.body, slot.Account) || strings.Contains(first.body, "Halifax") || strings.Contains(first.body, slot.Title) {
		t.Fatalf("got %q, want the slot without the customer's name", first.body)
	}
	if got := e.GetProperty(ical.ComponentPropertyUrl).Value; got != s.URL+views.RideURL(slot.ID) {
		t.Errorf("got the link %q, want the slot's page", got)
	}
	tag := first.header.Get("ETag")
	for _, has := range []string{tag, "W/" + tag, `"other", ` + tag} {
		program.header.Set("If-None-Match", has)
		if a := program.get(feed); a.status != http.StatusNotModified || a.body != "" || a.header.Get("ETag") != tag {
			t.Errorf("If-None-Match %s: got %d %q, want 304 and nothing", has, a.status, a.body)
		}
	}
	ben.post("/calendar", url.Values{"do": {"customers"}, "customers": {"1"}}).leads("/calendar")
	if a := program.get(feed); a.status != http.StatusOK || !strings.Contains(a.body, slot.Title) {
		t.Errorf("once he wants customers named: got %d %q, want the title", a.status, a.body)
	}
	program.header.Del("If-None-Match")
	before := events(t, program.get(feed))[uid].GetProperty(ical.ComponentPropertySequence).Value
	s.as(t, "ruth").post(views.RideURL(slot.ID)+"/closing", url.Values{"how": {"cancel"}, "reason": {"ill"}, "version": {"1"}}).leads(views.RideURL(slot.ID))
	off := events(t, program.get(feed))[uid]
	if off.GetProperty(ical.ComponentPropertyStatus).Value != "CANCELLED" || off.GetProperty(ical.ComponentPropertySequence).Value <= before {
		t.Errorf("cancelled: got %v, want it CANCELLED with a higher number than %s", off.Properties, before)
	}

	renewed := address()
	program.get(feed).is(http.StatusNotFound, "the address before")
	events(t, program.get(renewed))
	ben.post("/calendar", url.Values{"do": {"revoke"}}).leads("/calendar")
	program.get(renewed).is(http.StatusNotFound, "revoked")
	ben.post("/calendar", url.Values{"do": {"dance"}}).is(http.StatusNotFound, "no such thing")
	if strings.Contains(s.log.String(), strings.TrimSuffix(strings.TrimPrefix(renewed, "/calendar/"), ".ics")) {
		t.Error("got the secret in the log")
	}
}

func TestOneSlotAsEntry(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.ride(4)
	a := s.as(t, "ruth").get(views.RideURL(slot.ID) + ".ics")
	if events(t, a)[slot.UID.String()+"@alongside"] == nil {
		t.Errorf("got %q, want the slot", a.body)
	}
	if got := a.header.Get("Content-Disposition"); got != `attachment; filename="RA-1.ics"` {
		t.Errorf("got %q, want a file to save", got)
	}
	s.visitor(t).get(views.RideURL(slot.ID)+".ics").is(http.StatusSeeOther, "nobody")
}

// TestHours: what was held and what was logged, the same on the page and in the file; who is not a lead sees their own.
func TestHours(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.debriefed() // half an hour
	ruth, priya := s.as(t, "ruth"), s.as(t, "priya")
	spent := url.Values{"submission": {"0b6a54a0-4d2f-4f7e-9f3a-1f0f7f3a9b11"}, "day": {"2026-11-24"}, "hours": {"1,5"}, "what": {"Ferrol Foods, by phone"}}
	for _, c := range []struct{ field, value, control, says string }{
		{"hours", "a lot", "hours", "a quarter of an hour"}, {"hours", "17", "hours", "16 hours"}, {"hours", "NaN", "hours", "a quarter of an hour"},
		{"day", "2026-12-24", "day", "still to come"}, {"day", "2026-02-30", "day", "not a day of the calendar"}, {"what", " ", "what", "Say whom you met"},
	} {
		a := ruth.post("/ridealongs/hours", with(spent, c.field, c.value))
		a.is(http.StatusUnprocessableEntity, c.says)
		a.wants("#"+c.control+"-e", c.says)
	}
	ruth.post("/ridealongs/hours", spent).leads("/ridealongs?month=2026-11&view=hours")
	ruth.post("/ridealongs/hours", spent).leads("/ridealongs?month=2026-11&view=hours", "sent twice")
	priya.post("/ridealongs/goals", url.Values{"person": {"8"}, "hours": {"6"}}).leads("/ridealongs?view=hours")
	priya.post("/ridealongs/goals", url.Values{"person": {""}, "hours": {"six"}}).wants("#goal-hours-e", "Write a number")

	for who, rows := range map[*browser]int{ruth: 1, priya: 11} {
		page := who.get("/ridealongs?view=hours&month=2026-11")
		var shown [][]string
		page.Find("section[aria-labelledby=people] tbody tr").Each(func(_ int, row *selection) {
			line := []string{squeezed(row.Find(".who").Text())}
			row.Find("td.num").Each(func(_ int, cell *selection) { line = append(line, squeezed(cell.Text())) })
			shown = append(shown, line)
		})
		file, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(who.get("/ridealongs/hours.csv?month=2026-11").body, "\ufeff"))).ReadAll()
		if err != nil || len(file) != rows+1 || len(shown) != rows {
			t.Fatalf("got %d rows and %d on the page, %v, want %d", len(file)-1, len(shown), err, rows)
		}
		for i, line := range file[1:] {
			together := 0.0
			for _, hours := range line[3:6] {
				n, err := strconv.ParseFloat(hours, 64)
				if err != nil {
					t.Fatal(err)
				}
				together += n
			}
			got := strings.Join(append([]string{line[1]}, line[3:6]...), "|") + fmt.Sprintf("|%g of %s h", together, line[6])
			if want := strings.Join(shown[i], "|"); got != want {
				t.Errorf("file: got %s, want %s as on the page", got, want)
			}
		}
		if rows == 1 && strings.Join(shown[0], "|") != "Ruth Hallam|0|0.5|1.5|2 of 40 h" {
			t.Errorf("got %q, want what she hosted and logged", shown[0])
		}
		page.wants("#months tbody tr:last-child", "November 2026")
		if got := page.text("#balance-t"); !strings.Contains(got, "November: Sales 2, Marketing 0.5.") {
			t.Errorf("chart: got %q, want the numbers in words", got)
		}
	}
	ruth.post("/ridealongs/hours/removal", url.Values{"logged": {"1"}}).leads("/ridealongs?view=hours")
	ruth.get("/ridealongs?view=hours").wants("#months tbody tr:last-child", "0.5")
}

// TestRideRules: set by one lead, agreed to by the other; who was overtaken is told.
func TestRideRules(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	dan, priya, page := s.as(t, "dan"), s.as(t, "priya"), "/ridealongs/rules"
	version := dan.get(page).value("version")
	rules := url.Values{"guests": {"3"}, "visits": {"2"}, "sales_hours": {"40"}, "marketing_hours": {"10"}, "version": {version}}
	dan.post(page, with(rules, "guests", "0")).wants("#guests-e", "Choose a number from 1 to 50")
	dan.post(page, rules).leads(page)
	late := priya.post(page, rules)
	late.is(http.StatusConflict, "overtaken")
	late.wants("[role=alert]", "Somebody changed the rules")
	agree := priya.get(page)
	agree.wants("section[aria-labelledby=rules] button", "Agree for Marketing")
	priya.post(page, with(rules, "version", agree.value("version"))).leads(page)
	dan.get(page).wants(".seal-text", "Goals agreed by both teams")
	s.as(t, "ruth").get(page).lacks("main form")

	priya.post("/ridealongs/limits", url.Values{"account": {"Marlow Group"}}).wants("#why-e", "Say why")
	priya.post("/ridealongs/limits", url.Values{"account": {"Marlow Group"}, "why": {"They asked for quiet"}}).leads(page)
	dan.get(page).wants("section[aria-labelledby=limits]", "Marlow Group")
	dan.post("/ridealongs/limits/removal", url.Values{"limit": {"1"}}).leads(page)
	dan.get(page).wants("section[aria-labelledby=limits]", "Nothing is off limits.")
}
