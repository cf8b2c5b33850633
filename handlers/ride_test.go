package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/intel"
	"alongside/models/ridealongs"
	"alongside/views"
)

func TestOfferASeat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	form := ruth.get("/ridealongs/new?person=10&account=Harrow+Home")
	form.wants("#room", "Room left")
	if got := form.value("account"); got != "Harrow Home" {
		t.Errorf("account: got %q, want it filled in by the address", got)
	}
	form.wants("[name=person] [selected]", "Hannah")
	ruth.get("/ridealongs/room?"+offered().Encode()).wants(".visit", "Harrow Home, peak season review")

	offer := offered()
	ruth.post("/ridealongs", offer).leads("/ridealongs/1")
	ruth.get("/ridealongs").wants("[role=status]", "Marketing is told")
	ruth.post("/ridealongs", offer).leads("/ridealongs/1", "sent twice")
	other := ruth.post("/ridealongs", with(offer, "title", "Another one"))
	other.is(http.StatusConflict, "other words under the same number")
	if other.value("title") != "Another one" || other.value("submission") == offer.Get("submission") {
		t.Errorf("got %q under %s, want what was typed under a new number", other.value("title"), other.value("submission"))
	}
	page := ruth.get("/ridealongs/1")
	for _, words := range []string{"Thursday 10 December, 09:30 to 12:00", "Wakefield, gate 2", "Safety shoes", "May ask at the end", "Rides along, review", "The customer has not agreed yet"} {
		page.wants("main", words)
	}

	clash := ruth.post("/ridealongs", with(with(offered(), "title", "Somewhere else"), "account", "Ferrol Foods"))
	clash.is(http.StatusConflict, "in two places at once")
	clash.wants("[role=alert]", "You are at Harrow Home, peak season review then")
	if clash.value("title") != "Somewhere else" {
		t.Errorf("got %q in the form, want what was typed", clash.value("title"))
	}
}

func TestOfferRefusedKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	day := time.Date(2026, time.December, 21, 0, 0, 0, 0, time.UTC)
	for _, l := range []ridealongs.Limit{{Account: "Marlow Group", Why: "They asked for quiet"}, {FirstOn: &day, LastOn: &day, Why: "Peak weeks"}} {
		if _, err := s.portal.Rides.Limit(t.Context(), s.person("dan"), l); err != nil {
			t.Fatal(err)
		}
	}
	ruth := s.as(t, "ruth")
	ruth.get("/ridealongs/new").wants("#room", "Marlow Group")
	before := s.rows("sessions")
	for _, c := range []struct{ field, value, control, says string }{
		{"title", " ", "title", "Say in a line what it is"},
		{"account", "", "account", "Name the account"},
		{"account", "marlow  group", "account", "Marlow Group is off limits: They asked for quiet"},
		{"starts_at", "tomorrow", "starts_at", "no day and time"},
		{"starts_at", "", "starts_at", "Give the day"},
		{"starts_at", "2026-11-01T09:30", "starts_at", "Choose a time to come"},
		{"ends_at", "2026-12-10T09:00", "ends_at", "It ends before it begins"},
		{"time_zone", "Mars/Base", "time_zone", "not known"},
		{"place", "", "place", "Say where"},
		{"seats", "13", "seats", "Offer 1 to 12 seats"},
		{"seats", "many", "seats", "Offer 1 to 12 seats"},
		{"role", "sing", "role", "Choose what a guest does"},
		{"consent", "refused", "consent", "Choose whether the customer knows"},
		{"repeat", "weekly", "until", "Choose the last day"},
		{"person", fmt.Sprint(s.person("dan").ID), "person", "Choose somebody of Marketing"},
		{"direction", "sit", "direction", "Marketing offers this one"},
		{"submission", "x", "", "lost its number"},
	} {
		form := with(offered(), c.field, c.value)
		if c.field == "starts_at" && c.value == "2026-11-01T09:30" {
			form.Set("ends_at", "2026-11-01T10:30")
		}
		a := ruth.post("/ridealongs", form)
		a.is(http.StatusUnprocessableEntity, c.field, c.says)
		a.wants("[role=alert]", c.says)
		if c.control != "" {
			a.wants("#"+c.control+"-e", c.says)
		}
		if got := a.value("prepare"); got != "Safety shoes" {
			t.Errorf("%s: got %q in the form, want what was typed", c.says, got)
		}
	}
	onPeak := with(with(offered(), "starts_at", "2026-12-21T09:30"), "ends_at", "2026-12-21T12:00")
	ruth.post("/ridealongs", onPeak).wants("#starts_at-e", "is off limits: Peak weeks")
	wantsSameRows(t, s.rows("sessions"), before)
}

// TestSeries offers four Tuesdays, of which one is off limits, and cancels from the second on.
func TestSeries(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	day := time.Date(2026, time.December, 15, 0, 0, 0, 0, time.UTC)
	if _, err := s.portal.Rides.Limit(t.Context(), s.person("priya"), ridealongs.Limit{FirstOn: &day, LastOn: &day, Why: "Fair"}); err != nil {
		t.Fatal(err)
	}
	ben := s.as(t, "ben")
	form := with(with(with(offered(), "direction", "sit"), "starts_at", "2026-12-01T14:00"), "ends_at", "2026-12-01T15:00")
	ben.post("/ridealongs", with(with(with(form, "repeat", "weekly"), "until", "2026-12-22"), "account", "")).leads("/ridealongs/1")
	page := ben.get("/ridealongs/2")
	page.wants("#linked", "Linked")
	if got := page.Find("section[aria-labelledby=series] li").Length(); got != 2 {
		t.Errorf("others of the series: got %d, want 2", got)
	}
	ben.post("/ridealongs/2/closing", url.Values{"how": {"cancel"}, "reason": {"no-need"}, "following": {"1"}, "version": {"1"}}).leads("/ridealongs/2")
	if got := one[string](s, `SELECT string_agg(state, ' ' ORDER BY id) FROM ridealongs`); got != "offered cancelled cancelled" {
		t.Errorf("got %q, want the first one to stay", got)
	}
	ben.get("/ridealongs/2").wants("main", "Cancelled. No longer needed.")
}

// TestSeats follows one seat from hand to hand.
func TestSeats(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.ride(5)
	page := views.RideURL(slot.ID)
	ruth, ben, hannah, dan := s.as(t, "ruth"), s.as(t, "ben"), s.as(t, "hannah"), s.as(t, "dan")

	ben.get("/ridealongs").wants("#ride-row-1 button", "Take a seat")
	row := s.asHTMX(t, "ben").post(page+"/seats", url.Values{"list": {"1"}})
	row.is(http.StatusOK, "from the list")
	row.wants("#ride-row-1", "You have a seat")
	row.lacks("main")
	hannah.get("/ridealongs?view=list").wants("#ride-row-1 button", "Join the waiting list")
	hannah.post(page+"/seats", url.Values{}).leads(page)
	waits := hannah.get(page)
	waits.wants("[role=status]", "waiting list")
	waits.wants("section[aria-labelledby=seats] ol", "Hannah Moyo")
	dan.get(page).lacks("form[action$='/seats']")

	ben.post(page+"/seats/withdrawal", url.Values{"reason": {"Ill"}}).leads(page)
	kept := hannah.get(page)
	kept.wants(".callout-together", "A seat is kept for you until")
	kept.wants(".callout-together", "Somebody gave a seat back, and you are first.")
	home := hannah.get("/")
	link := home.Find("#on-you ~ ul a, [aria-labelledby=on-you] .rows a").AttrOr("href", "")
	if !strings.HasPrefix(link, "/seats/") {
		t.Errorf("home: got a link to %q, want the promise to answer", link)
	}
	hannah.get(link).leads(page)
	hannah.post(page+"/seats", url.Values{}).leads(page)
	hannah.get(page).wants("section[aria-labelledby=seats]", "Hannah Moyo Marketing")

	for _, c := range []struct{ field, value, says string }{{"reason", "rude", "Choose a reason"}, {"reason", "", "Choose a reason"}} {
		form := url.Values{"person": {fmt.Sprint(s.person("hannah").ID)}, c.field: {c.value}}
		a := ruth.post(page+"/seats/refusal", form)
		a.is(http.StatusUnprocessableEntity, c.value)
		a.wants("[role=alert]", c.says)
	}
	ruth.post(page+"/seats/refusal", url.Values{"person": {"999"}, "reason": {"crowded"}}).is(http.StatusNotFound, "nobody's seat")
	ruth.post(page+"/seats/refusal", url.Values{"person": {fmt.Sprint(s.person("hannah").ID)}, "reason": {"delicate"}}).leads(page)
	const reason = "It has become a delicate meeting"
	hannah.get(page).wants("main", reason)
	hannah.get(page).lacks("form[action$='/seats']")
	hannah.get("/ridealongs?view=list").lacks("#ride-row-1 button")
	ruth.get(page).wants("main", "it has become a delicate meeting")
	for _, other := range []*browser{ben, dan} {
		if got := other.get(page).text("main"); strings.Contains(strings.ToLower(got), strings.ToLower(reason)) {
			t.Errorf("got the reason told to somebody else: %q", got)
		}
	}
	hannah.post(page+"/seats", url.Values{}).is(http.StatusForbidden, "refused before")

	dan.post(page+"/names", url.Values{"person": {fmt.Sprint(s.person("lucia").ID)}}).leads(page)
	s.as(t, "lucia").get(page).wants(".callout-together", "Your name was put down.")
	ruth.post(page+"/names", url.Values{"person": {fmt.Sprint(s.person("ben").ID)}}).is(http.StatusConflict, "no seat is free")
}

// TestMoveAndCancel: everybody is asked again, and who was overtaken keeps their words.
// TestCapsAreSaidBefore anybody presses, with the date on which they end, and refused all the same.
func TestCapsAreSaidBefore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first, second := s.ride(1), s.ride(2)
	s.exec(`UPDATE ridealong_rules SET guests = 1`)
	s.take("ben", first.ID)
	page, row := views.RideURL(second.ID), fmt.Sprintf("#ride-row-%d", second.ID)
	const full = "The host has 1 guest in November, the most that the rules allow. The next month begins on 1 December."
	hannah, ruth := s.as(t, "hannah"), s.as(t, "ruth")
	for first, reader := range map[string]*browser{"guest": hannah, "host": ruth, "lead": s.as(t, "priya")} {
		a := reader.get(page)
		a.wants("main", full)
		a.lacks("form[action$='/seats'] , form[action$='/names']")
		if first == "host" {
			continue
		}
		list := reader.get("/ridealongs?view=list")
		list.wants(row, "The host’s November is full")
		list.lacks(row + " button")
	}
	s.as(t, "greta").get(page).lacks("main:contains('the most that the rules allow')")
	refused := hannah.post(page+"/seats", url.Values{})
	refused.is(http.StatusConflict, "a second guest")
	refused.wants("main", full)
	room := ruth.get("/ridealongs/room?starts_at=2026-11-30T22:00&time_zone=Europe%2FLondon&account=Harrow+Home")
	room.wants("#room", "1 of 1 in November")
	room.wants("#room", full)
	ruth.get("/ridealongs/room?starts_at=2026-12-01T00:30&time_zone=Europe%2FLondon").lacks("#room [role=status]")
	ruth.get("/ridealongs/room?starts_at=2026-11-30T22:00&time_zone=nowhere").wants("#room", "in November")

	s.as(t, "ben").post(views.RideURL(first.ID)+"/seats/withdrawal", url.Values{}).leads(views.RideURL(first.ID))
	hannah.get(page).wants("form[action$='/seats'] button", "Take a seat")
	hannah.post(page+"/seats", url.Values{}).leads(page)
}

func TestMoveAndCancel(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.ride(5)
	page := views.RideURL(slot.ID)
	ruth, ben, dan := s.as(t, "ruth"), s.as(t, "ben"), s.as(t, "dan")
	s.take("ben", slot.ID)

	move := url.Values{"how": {"move"}, "starts_at": {"2026-12-03T10:00"}, "ends_at": {"2026-12-03T12:00"}, "reason": {"customer"}, "note": {"Their planner is away"}, "version": {"1"}}
	for _, c := range []struct{ field, value, control, says string }{
		{"starts_at", "2026-11-01T10:00", "starts_at", "Choose a time to come"}, {"ends_at", "noon", "ends_at", "no day and time"},
		{"reason", "", "move-reason", "Choose a reason"}, {"reason", "other", "move-note", "Say why, in a line"},
	} {
		form := with(move, c.field, c.value)
		if c.value == "other" {
			form.Del("note")
		}
		a := ruth.post(page+"/closing", form)
		a.is(http.StatusUnprocessableEntity, c.says)
		a.wants("#"+c.control+"-e", c.says)
	}
	ruth.post(page+"/closing", move).leads(page)
	asked := ben.get(page)
	asked.wants("main", "Thursday 3 December, 10:00 to 12:00")
	asked.wants(".callout-together", "It takes place at another time now.")

	late := dan.post(page+"/closing", url.Values{"how": {"cancel"}, "reason": {"ill"}, "note": {"Half of us are ill"}, "version": {"1"}})
	late.is(http.StatusConflict, "a version that was overtaken")
	late.wants("[role=alert]", "Ruth Hallam changed Calder Valley Dairies since you opened it.")
	late.wants("#kept", "Half of us are ill")
	late.wants("#cancel-note", "Half of us are ill")
	alert := s.asHTMX(t, "dan").post(page+"/closing", url.Values{"how": {"cancel"}, "reason": {"ill"}, "version": {"1"}})
	alert.is(http.StatusConflict, "the same by htmx")
	dan.post(page+"/closing", url.Values{"how": {"cancel"}, "reason": {"ill"}, "note": {"Half of us are ill"}, "version": {late.value("version")}}).leads(page)
	ben.get(page).wants(".callout-late", "Cancelled. Somebody is ill. Half of us are ill")
	ben.post(page+"/seats", url.Values{}).is(http.StatusConflict, "cancelled")
	ben.get("/ridealongs?view=mine").wants("#ride-row-1", "Cancelled")
	if got := ben.get("/ridealongs?view=list").Find("#ride-row-1").Length(); got != 0 {
		t.Errorf("list: got %d cancelled slots, want none", got)
	}
}

func TestChangeTheWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.ride(5)
	page := views.RideURL(slot.ID)
	ruth := s.as(t, "ruth")
	form := ruth.get(page + "/edit")
	if form.value("title") != slot.Title || form.value("version") != "1" {
		t.Errorf("got %q of version %s, want the slot's", form.value("title"), form.value("version"))
	}
	words := url.Values{"version": {"1"}, "title": {"Calder Valley, second part"}, "account": {"Calder Valley"}, "kind": {"demo"}, "place": {"Leeds"}, "seats": {"2"}, "role": {"present"}}
	ruth.post(page+"/edit", with(words, "seats", "0")).wants("#seats-e", "Offer 1 to 12 seats")
	ruth.post(page+"/edit", words).leads(page)
	ruth.get(page).wants("h1", "Calder Valley, second part")
	late := s.as(t, "dan").post(page+"/edit", with(words, "title", "Mine"))
	late.is(http.StatusConflict, "overtaken")
	if late.value("title") != "Mine" || late.value("version") != "2" {
		t.Errorf("got %q of version %s, want what was typed over the new one", late.value("title"), late.value("version"))
	}
	if got := late.text(".error-summary dl"); got != "What it isCalder Valley, second part" {
		t.Errorf("got %q, want what it says now where that differs", got)
	}
}

// TestReadersZone: each reader's own clock, with that of the place beside it.
func TestReadersZone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	form := with(with(with(offered(), "starts_at", "2026-12-10T07:30"), "ends_at", "2026-12-10T09:00"), "time_zone", "Australia/Sydney")
	ruth.post("/ridealongs", form).leads("/ridealongs/1")
	page := ruth.get("/ridealongs/1")
	page.wants(".page-lede", "Wednesday 9 December, 20:30 to 22:00")
	page.wants(".page-lede", "Thu 10 Dec, 07:30 to 09:00 in Sydney")
	week := ruth.get("/ridealongs?week=2026-W50")
	week.wants(".day:nth-child(3) .visit", "20:30")
	week.wants(".day:nth-child(3) .visit", "Thu 10 Dec, 07:30 to 09:00 in Sydney")
	week.wants("#week", "Week 50 7 to 11 December")
	for _, link := range []struct{ rel, to string }{{"prev", "/ridealongs?week=2026-W49"}, {"next", "/ridealongs?week=2026-W51"}} {
		if got := week.Find("a[rel="+link.rel+"]").AttrOr("href", ""); got != link.to {
			t.Errorf("%s: got %q, want %q", link.rel, got, link.to)
		}
	}
	s.exec(`UPDATE people SET zone = 'Australia/Sydney' WHERE id = $1`, s.person("ben").ID)
	there := s.as(t, "ben").get("/ridealongs/1")
	there.wants(".page-lede", "Thursday 10 December, 07:30 to 09:00")
	if got := there.text(".page-lede"); strings.Contains(got, "There:") {
		t.Errorf("got %q to somebody there, want their own clock alone", got)
	}
	s.exec(`UPDATE people SET zone = 'America/Los_Angeles' WHERE id = $1`, s.person("hannah").ID)
	s.as(t, "hannah").get("/ridealongs/1").wants(".page-lede", "Wednesday 9 December, 12:30 to 14:00")
}

// TestConsent: a no withdraws the seats.
func TestConsent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.ride(6, func(o *ridealongs.Offer) { o.Consent = ridealongs.Asked })
	page := views.RideURL(slot.ID)
	s.take("ben", slot.ID)
	ruth := s.as(t, "ruth")
	ruth.post(page+"/consent", url.Values{"consent": {"perhaps"}, "version": {"1"}}).wants("#consent-e", "Choose whether the customer knows")
	ruth.post(page+"/consent", url.Values{"consent": {"given"}, "version": {"1"}}).leads(page)
	ruth.post(page+"/consent", url.Values{"consent": {"refused"}, "version": {"1"}}).is(http.StatusConflict, "overtaken")
	ruth.post(page+"/consent", url.Values{"consent": {"refused"}, "version": {"2"}}).leads(page)
	s.as(t, "ben").get(page).wants(".callout-late", "The customer said no")
}

// TestBrief: what stands in it, and who has read it.
func TestBrief(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := heard(s) // at Halden Automotive
	slot := s.ride(3, func(o *ridealongs.Offer) {
		o.Account, o.Background, o.Manners = "halden automotive", "They lost a load in August", "Let Marta finish"
	})
	s.take("ben", slot.ID)
	ben, page := s.as(t, "ben"), views.BriefURL(slot.ID)
	brief := ben.get(page)
	for _, words := range []string{"They lost a load in August", "Let Marta finish", "You observe", "Norvik Lines", "1 field note", "Not checked yet", "What does Norvik pay", "not yet"} {
		brief.wants("main", words)
	}
	if got := ben.get(brief.Find(".fact-list a[href^='/intel']").AttrOr("href", "")).text("main"); !strings.Contains(got, n.Heard) {
		t.Errorf("field notes of the account: got %.200q, want %q", got, n.Heard)
	}
	line := s.publishes(s.drafts(intel.Words{Section: intel.Read, Text: "Their Friday slots get bumped"}, n.ID))
	s.drafts(intel.Words{Section: intel.WeWin, Text: "Nobody published this"}, n.ID)
	for first, reader := range map[string]*browser{"guest": ben, "host": s.as(t, "ruth"), "neither": s.as(t, "ines")} {
		brief := reader.get(page)
		brief.wants("section[aria-labelledby=met]", line.ShownText)
		brief.wants("section[aria-labelledby=met] .state", "Thin")
		brief.lacks("section:contains('Nobody published this')")
		if got := brief.Find("section[aria-labelledby=met] a[href$='/norvik-lines/call']").Length(); got != 1 {
			t.Errorf("%s: got %d ways to the whole card, want one", first, got)
		}
		brief.wants("section[aria-labelledby=readers]", "Ben Astleynot yet")
	}
	ben.post(page, url.Values{}).leads(page)
	ben.get(page).wants("main", "You read it today")
	s.as(t, "ruth").get(page).wants("section[aria-labelledby=readers]", "Ben Astleytoday")
	s.as(t, "ruth").get(views.RideURL(slot.ID)).wants("section[aria-labelledby=seats]", "guest, read the brief")
	ben.post(views.RideURL(slot.ID)+"/wish", url.Values{"wish": {strings.Repeat("x", 401)}}).wants("#wish-e", "at most 400 characters")
	ben.post(views.RideURL(slot.ID)+"/wish", url.Values{"wish": {"What do they look at first?"}}).leads(views.RideURL(slot.ID))
	s.as(t, "ines").get(views.RideURL(slot.ID)).wants("main", "What do they look at first?")
}

// TestNoShow: told by the host, counted for the person and their lead alone.
func TestNoShow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.held()
	page, ben := views.RideURL(slot.ID), fmt.Sprint(s.person("ben").ID)
	ruth := s.as(t, "ruth")
	ruth.post(page+"/seats/absence", url.Values{"person": {ben}, "reason": {strings.Repeat("x", 1001)}}).wants("#miss-"+ben+"-e", "at most 1000 characters")
	ruth.post(page+"/seats/absence", url.Values{"person": {ben}, "reason": {"Train"}}).leads(page)
	ruth.get(page).wants("section[aria-labelledby=seats]", "did not come")
	s.as(t, "ben").get("/ridealongs?view=mine").wants("main", "you did not come to 1 seat you had")
	s.as(t, "priya").get("/ridealongs/rules").wants("section[aria-labelledby=misses]", "Ben Astley")
	for _, other := range []string{"dan", "hannah", "ines"} {
		s.as(t, other).get("/ridealongs/rules").lacks("section[aria-labelledby=misses]")
	}
}

func TestPairs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.debriefed()
	grid := s.as(t, "ruth").get("/ridealongs/pairs")
	grid.wants(".page-lede", "29 have not been anywhere together")
	if got := grid.Find("table.pairs tbody td").Length(); got != 30 {
		t.Errorf("got %d pairs, want 30", got)
	}
	if to := grid.Find("a.pair-none").First().AttrOr("href", ""); !strings.HasPrefix(to, "/ridealongs/new?person=") {
		t.Errorf("a pair that never met: got a link to %q, want an offer", to)
	}
	s.as(t, "ines").get("/ridealongs/pairs").lacks("a.pair-none")
}

func TestRideInjectionsStayText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth, ben := s.as(t, "ruth"), s.as(t, "ben")
	for i, text := range injections {
		if i%6 != 0 {
			continue
		}
		form := offered()
		for _, name := range []string{"title", "account", "place", "prepare", "meet", "background", "manners"} {
			form.Set(name, text)
		}
		ruth.post("/ridealongs", with(form, "seats", text)).wantsHarmless("form again: " + text)
		ruth.get("/ridealongs/room?" + form.Encode()).wantsHarmless("room: " + text)
		slot := s.ride(1+i, func(o *ridealongs.Offer) {
			o.Submission, o.Title, o.Account, o.Place, o.Prepare, o.Meet, o.Background, o.Manners = uuid.New(), text, text, text, text, text, text, text
		})
		s.take("ben", slot.ID)
		page := views.RideURL(slot.ID)
		ben.post(page+"/wish", url.Values{"wish": {text}}).leads(page)
		for _, path := range []string{page, page + "/brief", page + "/edit", "/ridealongs?view=list"} {
			ruth.get(path).wantsHarmless(path + ": " + text)
		}
		ruth.post(page+"/closing", url.Values{"how": {"cancel"}, "reason": {"other"}, "note": {text}, "version": {"1"}}).leads(page)
		ben.get(page).wantsHarmless("cancelled: " + text)
	}
}
