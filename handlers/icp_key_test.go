package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/icp"
)

func key(p icp.Proposal) url.Values { return url.Values{"version": {strconv.Itoa(p.Revision)}} }

func TestBothKeysOnThePage(t *testing.T) {
	t.Parallel()
	for _, htmx := range []bool{false, true} {
		s := newSite(t)
		p := s.reworded()
		dan, priya := s.as(t, "dan"), s.as(t, "priya")
		path := proposalPath(p.ID)
		page := dan.get(path)
		page.wants(".page-lede", "Proposed by Ruth Hallam, Sales, on Wed 25 Nov. Changes one section of version 1.")
		page.wants(".keys", "Not turned yet")
		page.wants("#keys", "Two keys to agree")
		dan.htmx, priya.htmx = htmx, htmx
		form := key(p)
		form.Set("reservation", "Only until January")
		half := dan.post(path+"/keys", form)
		half.is(http.StatusUnprocessableEntity, "half a reservation")
		half.wants("#reservation_on-e", "Give a day to come")
		half.keeps(url.Values{"reservation": {"Only until January"}})
		form.Set("reservation_on", "2027-01-15")
		turned := dan.post(path+"/keys", form)
		if !htmx {
			turned.leads(path)
			turned = dan.get(path)
		}
		turned.wants(".key.turned[data-team=sales]", "Dan Okafor")
		turned.wants(".key.turned[data-team=sales]", "looked at by Fri 15 Jan 2027")
		turned.wants(".key[data-team=marketing]", "Priya Nair")
		turned.wants(".key[data-team=marketing]", "by Mon 30 Nov")
		turned.wants(".holder-chip", "With Marketing")
		turned.lacks("form[action$='/keys']")
		if htmx && turned.Find("header.app-bar").Length() != 0 {
			t.Error("got a page, want the panel")
		}
		agreed := priya.post(path+"/keys", key(p))
		if !htmx {
			agreed.leads(path)
			agreed = priya.get(path)
		}
		agreed.wants(".seal-text", "Version 2")
		agreed.wants("aside", "Only until January")
		agreed.lacks("form[action$='/closing']")
		if again := priya.post(path+"/keys", key(p)); again.status >= 400 {
			t.Errorf("pressed twice: got %d, want it answered as once", again.status)
		}
		if got := agreedProfile(s).Number; got != 2 {
			t.Errorf("htmx %t: got version %d, want 2", htmx, got)
		}
	}
}

// TestNobodyForgesTheOtherKey tries every way by request to publish with one side's people.
func TestNobodyForgesTheOtherKey(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.reworded()
	path := proposalPath(p.ID)
	s.turnKeys(p, "dan")
	before := s.rows("sessions", "events", "throttles")
	forged := url.Values{
		"version": {"1"}, "side": {"marketing"}, "person": {strconv.FormatInt(s.person("priya").ID, 10)}, "person_id": {"2"}, "team": {"marketing"}, "role": {"lead"},
		"keys": {"2"}, "state": {"agreed"}, "digest": {"x"}, "how": {"agree"}, "do": {"turn"},
	}
	for first, want := range map[string]int{
		"ruth": forbidden, "ben": forbidden, "hannah": forbidden, "joel": forbidden, "ines": forbidden, "dan": seeOther, "": seeOther,
	} {
		for _, to := range []string{"/keys", "/keys?side=marketing&person=2&version=1", "/keys?version=1&version=2"} {
			b := s.as(t, first)
			b.post(path+to, forged).is(want, first, to)
			b.header = http.Header{"X-Http-Method-Override": {"PUT"}, "X-Person": {"2"}}
			b.post(path+to, forged).is(want, first, to, "with headers")
			b.upload(path+to, forged).is(want, first, to, "as parts")
		}
		if first != "" {
			s.as(t, first).post(path+"/closing", forged).is(notFound, first, "an ending nobody knows")
			s.as(t, first).send("PUT", path+"/keys", formType, forged.Encode()).is(notFound, first, "PUT")
			s.as(t, first).send("DELETE", path+"/keys", formType, forged.Encode()).is(notFound, first, "DELETE")
		}
	}
	// moved teams since, a lead there
	s.exec(`UPDATE people SET side = 'marketing', role = 'lead' WHERE id = $1`, s.person("dan").ID)
	s.as(t, "dan").post(path+"/keys", forged).is(forbidden, "Dan, who moved teams")
	s.exec(`UPDATE people SET side = 'sales' WHERE id = $1`, s.person("dan").ID)
	wantsSameRows(t, s.rows("sessions", "events", "throttles"), before)
	if got := agreedProfile(s).Number; got != 1 {
		t.Errorf("got version %d, want 1", got)
	}
	for what, change := range map[string]url.Values{
		"the key of somebody else": {"version": {"1"}}, "a key that is not there": {},
	} {
		s.as(t, "priya").post(path+"/keys/withdrawal", change).is(forbidden, what)
	}
}

func TestAStaleKeyIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.reworded()
	path := proposalPath(p.ID)
	ruth, dan := s.as(t, "ruth"), s.as(t, "dan")
	ruth.post(path+"/edit", url.Values{"version": {"1"}, "section_2": {"Other words"}}).leads(path)
	stale := key(p)
	stale.Set("reservation", "Only until January")
	stale.Set("reservation_on", "2027-01-15")
	for _, version := range []string{"1", "0", "99", "", "x"} {
		stale.Set("version", version)
		a := dan.post(path+"/keys", stale)
		a.is(http.StatusConflict, "a key on revision", version)
		a.wants(".error-summary", "Ruth Hallam changed Proposal")
		a.wants("#kept", "Only until January")
		a.wants("main", "Other words")
	}
	dan.htmx = true
	dan.post(path+"/keys", stale).is(http.StatusConflict, "by htmx")
	for _, how := range []string{"withdraw", "refuse"} {
		b := s.as(t, map[string]string{"withdraw": "ruth", "refuse": "priya"}[how])
		a := b.post(path+"/closing", url.Values{"version": {"1"}, "how": {how}, "reason": {"Not while the rates change"}})
		a.is(http.StatusConflict, how, "what it said before")
	}
	if got := s.proposal("ruth", p.ID); got.State != icp.Open || len(got.Keys) != 0 {
		t.Errorf("got %s with %d keys, want it open without", got.State, len(got.Keys))
	}
}

func TestAskingAndEnding(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.reworded()
	path := proposalPath(p.ID)
	dan, priya, ruth := s.as(t, "dan"), s.as(t, "priya"), s.as(t, "ruth")
	s.turnKeys(p, "dan")
	wish := freshly(url.Values{"body": {" "}})
	empty := priya.post(path+"/changes", wish)
	empty.is(http.StatusUnprocessableEntity, "asked for nothing")
	empty.wants("#change-body-e", "Say what should change")
	wish.Set("body", "Name the <b>countries</b>")
	for range 2 {
		priya.post(path+"/changes", wish).leads(path)
	}
	page := ruth.get(path)
	if got := strings.Count(page.text(".talk"), "Name the <b>countries</b>"); got != 1 {
		t.Errorf("asked twice by one form: got it %d times, want once, as text", got)
	}
	page.wants(".talk", "The key of Dan Okafor has turned back.")
	dan.post(path+"/keys", key(p)).leads(path)
	dan.post(path+"/keys/withdrawal", url.Values{}).leads(path)
	ruth.get(path).lacks(".key.turned")
	comment := freshly(url.Values{"body": {"@Priya, which ones?"}})
	for range 2 {
		ruth.post(path+"/comments", comment).leads(path)
	}
	if got := s.one(`SELECT count(*) FROM events WHERE kind = 'commented'`); got != 1 {
		t.Errorf("got %d comments, want one", got)
	}
	priya.post(path+"/closing", url.Values{"version": {"1"}, "how": {"refuse"}, "reason": {"No"}}).wants("#refuse-reason-e", "at least 10 characters")
	priya.post(path+"/closing", url.Values{"version": {"1"}, "how": {"refuse"}, "reason": {"The rates change in May"}}).leads(path)
	refused := ruth.get(path)
	refused.wants("#keys", "Refused")
	refused.wants("aside", "The rates change in May")
	priya.post(path+"/keys", key(p)).is(http.StatusConflict, "a key on what is refused")
	ruth.get("/icp/proposals").wants("main", "Nothing is proposed now")
	ruth.get("/icp/proposals?state=closed").wants(".rows", "Refused")
	ruth.get("/icp/proposals?state=lost").is(notFound, "a state nobody knows")
	ruth.get("/icp/proposals?after=x").is(notFound, "a cursor nobody gave")
	for _, nowhere := range []string{"/icp/proposals/99", "/icp/proposals/x", "/icp/proposals/99/edit", path + "/sections/2", path + "/sections/x", path + "/keys"} {
		ruth.get(nowhere).is(notFound, nowhere)
	}
}

func TestThreeTexts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	base := "One-off loads, or fewer than 300 pallets a year. Payment terms over 75 days."
	begun := func() (icp.Proposal, string) {
		s.agrees(says(s.section("Who they are"), base))
		p := s.proposes("ruth", says(s.section("Who they are"), strings.Replace(s.section("Who they are").Text, "a year", "a year, unless a second site is signed", 1)))
		s.turnKeys(p, "dan")
		s.agrees(says(s.section("Who they are"), strings.Replace(s.section("Who they are").Text, "75", "60", 1)))
		return p, proposalPath(p.ID)
	}
	p, path := begun()
	ruth := s.as(t, "ruth")
	ruth.get(path).wants(".callout-together", "look at the three texts")
	s.as(t, "priya").post(path+"/keys", key(p)).is(http.StatusConflict, "a key on a conflict")
	page := ruth.get(path + "/sections/2")
	page.wants("h1", "Who they are: someone else was first")
	page.wants("main", "Dan Okafor agreed to a text that no longer fits")
	for label, words := range map[string]string{"When you started": "75 days", "Agreed since": "60", "Yours": "unless a second site is signed"} {
		page.wants(fmt.Sprintf("section[aria-label='%s']", label), words)
	}
	form := formOf(page, "#conflict-editor form")
	want := "One-off loads, or fewer than 300 pallets a year, unless a second site is signed. Payment terms over 60 days."
	if got := form.Get("section_2"); got != want {
		t.Errorf("both together: got %q, want %q", got, want)
	}
	form.Set("section_2", "Half decided")
	form.Set("section_2_title", "")
	bad := ruth.post(path+"/sections/2", form)
	bad.is(http.StatusUnprocessableEntity, "without a title")
	bad.keeps(url.Values{"section_2": {"Half decided"}})
	mine := formOf(bad, "#conflict-editor form")
	mine.Set("start", "mine")
	mine.Set("do", "start")
	start := ruth.post(path+"/sections/2", mine)
	start.is(http.StatusOK, "another start")
	if got := strings.TrimSpace(start.value("section_2")); !strings.Contains(got, "75 days") || !strings.Contains(got, "second site") {
		t.Errorf("yours on top: got %q, want what she proposed", got)
	}
	stale := formOf(start, "#conflict-editor form")
	stale.Set("version", "9")
	stale.Set("section_2", "Kept")
	for _, htmx := range []bool{false, true} {
		ruth.htmx = htmx
		a := ruth.post(path+"/sections/2", stale)
		a.is(http.StatusConflict, "a stale decision")
		a.keeps(url.Values{"section_2": {"Kept"}, "version": {"1"}})
	}
	ruth.htmx = false
	s.as(t, "callum").post(path+"/sections/2", stale).is(forbidden, "a stranger decides")
	ruth.post(path+"/sections/2", formOf(start, "#conflict-editor form")).leads(path)
	if got := s.proposal("ruth", p.ID); len(got.Conflicts) != 0 || got.Revision != 2 || !strings.Contains(got.Changes[0].To.Text, "75 days") {
		t.Errorf("got conflicts %v, revision %d, want it decided", got.Conflicts, got.Revision)
	}
	ruth.get(path+"/sections/2").is(notFound, "decided already")

	q, path := begun()
	left := ruth.post(path+"/sections/2", url.Values{"version": {"1"}, "start": {"agreed"}})
	left.is(http.StatusUnprocessableEntity, "nothing is left of it")
	left.wants(".error-summary", "Withdraw it instead")
	ruth.post(path+"/closing", url.Values{"version": {"1"}, "how": {"withdraw"}}).leads(path)
	if got := s.proposal("ruth", q.ID).State; got != icp.Withdrawn {
		t.Errorf("got %s, want it withdrawn", got)
	}
}

// TestARemovalInConflict: what somebody would take out was changed by others meanwhile.
func TestARemovalInConflict(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who, decides := s.section("Who they are"), s.section("Who decides")
	draft := says(decides, "The planner.")
	draft.Changes = append(draft.Changes, icp.Change{Section: who.ID})
	p := s.proposes("ruth", draft)
	s.agrees(says(who, "Makers "+uuid.NewString()))
	ruth, path := s.as(t, "ruth"), proposalPath(p.ID)
	page := ruth.get(path + "/sections/2")
	page.wants(".type-card:has(:checked)", "Take it out, as you proposed")
	page.wants("section[aria-label=Yours]", "The section is not there")
	ruth.post(path+"/sections/2", formOf(page, "#conflict-editor form")).leads(path)
	s.turnKeys(s.proposal("dan", p.ID).Proposal, "dan")
	s.turnKeys(s.proposal("dan", p.ID).Proposal, "priya")
	if _, there := agreedProfile(s).Content.Section(who.ID); there {
		t.Error("got the section still there, want it taken out after all")
	}
}

func TestProposalsArePaged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.reworded()
	s.copies("icp_proposals", p.ID, icp.PageSize+5, map[string]string{"title": "'Number ' || n"})
	ruth := s.as(t, "ruth")
	page := ruth.get("/icp/proposals?state=all")
	if got := page.Find("ul.rows > li").Length(); got != icp.PageSize {
		t.Errorf("got %d rows, want %d", got, icp.PageSize)
	}
	next := ruth.get(page.Find("a[rel=next]").AttrOr("href", ""))
	if got := next.Find("ul.rows > li").Length(); got != 7 {
		t.Errorf("got %d on the second page, want the other 7", got)
	}
	next.lacks("a[rel=next]")
	next.wants("nav[aria-label=Pages]", "Newest")
	ruth.htmx = true
	part := ruth.get("/icp/proposals")
	if part.Find("#proposals").Length() != 1 || part.Find("h1").Length() != 0 {
		t.Error("got a page, want the list alone")
	}
}

func TestWordsAreAcceptedByTheOtherTeam(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	ruth, ben := s.as(t, "ruth"), s.as(t, "ben")
	form := freshly(proposing("Clearer words"))
	form.Set("wording", "true")
	ruth.post("/icp/proposals", form).leads(proposalPath(s.last()))
	path := proposalPath(s.last())
	mine := ruth.get(path)
	mine.lacks("form[action$='/keys']")
	mine.lacks("form[action$='/keys/withdrawal']")
	page := ben.get(path)
	page.wants("form[action$='/keys'] button", "Accept the words for Marketing")
	page.wants(".key[data-team=marketing]", "Anybody of Marketing")
	ben.post(path+"/keys", url.Values{"version": {"1"}}).leads(path)
	ben.get(path).wants(".seal-text", "Ben Astley, Marketing")
}

func TestReviewsAreProposalsToKeep(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	review, err := s.portal.ICP.StartReview(t.Context(), s.person("priya"), []int64{whoTheyAre})
	if err != nil {
		t.Fatal(err)
	}
	dan, path := s.as(t, "dan"), proposalPath(review.ID)
	page := dan.get(path)
	page.wants("main", "Who they are")
	page.wants(".page-lede", "Both teams are asked whether one section of version 1 stays as it is")
	page.lacks("form[action$='/closing']")
	dan.get(path+"/edit").is(notFound, "the words of a review")
	dan.post(path+"/keys", key(review)).leads(path)
	s.as(t, "priya").post(path+"/keys", key(review)).leads(path)
	dan.get(path).wants(".seal-text", "Kept as it is")
}
