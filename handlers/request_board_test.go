package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"alongside/models/requests"
)

func TestBoardShowsLanes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first := withMarketing(s)
	s.copies("requests", first.ID, 8, nil)
	made := s.handOn(withMarketing(s), "ben") // with Sales, in the making
	ruth := s.as(t, "ruth")
	a := ruth.get("/requests/board?type=brochure")
	a.is(http.StatusOK)
	a.wants("[data-lane=brief] .lane-head", "Brief 9")
	if got := a.Find("[data-lane=brief] .ticket").Length(); got != requests.LaneSize {
		t.Errorf("got %d tickets in brief, want %d", got, requests.LaneSize)
	}
	more := a.Find("[data-lane=brief] > a.more-link")
	if got, want := more.AttrOr("href", ""), "/requests?stage=brief&type=brochure"; got != want || a.text("[data-lane=brief] > a.more-link") != "3 more in brief" {
		t.Errorf("got a link %q to %s, want 3 more in brief to %s", more.Text(), got, want)
	}
	all, _ := ruth.walk("/requests?stage=brief&type=brochure")
	if len(all) != 9 {
		t.Errorf("behind the link: got %d requests, want 9", len(all))
	}
	a.wants("[data-lane=design]", "Nothing here")
	ticket := fmt.Sprintf("#request-%d", made.ID)
	a.wants(ticket, "Hand to Marketing for copy draft")
	if got := a.Find(ticket).AttrOr("data-next", "") + " " + a.Find(ticket).AttrOr("data-back", ""); got != "making brief" {
		t.Errorf("got a ticket to %s, want making and back to brief", got)
	}
	if got := a.Find("[data-lane=brief] details, [data-lane=brief] [data-next]").Length(); got != 0 {
		t.Errorf("got %d moves of Marketing's for Sales, want none", got)
	}
	for _, tab := range []string{"/requests/board?view=mine", "/requests?view=delivered", "/requests?view=all", "/requests/report"} {
		if a.Find("main nav a[href='"+tab+"']").Length() != 1 {
			t.Errorf("got no tab to %s, want one", tab)
		}
	}
	if got := s.as(t, "ines").get("/requests/board").Find(".ticket details").Length(); got != 0 {
		t.Errorf("a reader: got %d menus, want none", got)
	}
	ruth.get("/requests/board?view=delivered&type=bid").leads("/requests?type=bid&view=delivered")
	for _, path := range []string{"?view=nonsense", "?stage=nonsense", "?with=nonsense", "?q=%00"} {
		ruth.get("/requests/board"+path).is(http.StatusNotFound, path)
	}
	s.asHTMX(t, "ruth").get("/requests/board?q=nothing").wants("section.empty", "No requests match")
}

func TestMovingOnTheBoard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := withMarketing(s)
	path := fmt.Sprintf("/requests/%d/stage", r.ID)
	form := func(version int, board string) url.Values {
		return url.Values{"to": {"next"}, "version": {fmt.Sprint(version)}, "board": {board}}
	}
	ben, htmx := s.as(t, "ben"), s.asHTMX(t, "ben")
	s.as(t, "ruth").post(path, form(r.Version, "?")).is(http.StatusForbidden, "the other side")
	ben.post(path, form(r.Version, "?type=brochure&view=mine")).leads("/requests/board?type=brochure&view=mine")
	ben.get("/requests/board").wants("[role=status][data-notice]", fmt.Sprintf("R-%d is in Brief details now, with Sales.", r.ID))
	stale := htmx.post(path, form(r.Version, "?"))
	stale.is(http.StatusConflict)
	stale.wants("body", fmt.Sprintf("You changed R-%d since you opened it.", r.ID))

	second := withMarketing(s)
	a := htmx.post(fmt.Sprintf("/requests/%d/stage", second.ID), form(second.Version, "?stage=making"))
	a.is(http.StatusOK)
	a.wants("[hx-target='#board-status']", fmt.Sprintf("R-%d is in Brief details now, with Sales.", second.ID))
	a.wants("[data-lane=making] .lane-head", "Making 2")
	a.lacks("[data-lane=brief]")
	a.lacks("html main")

	back := url.Values{"to": {"back"}, "version": {"2"}, "board": {"?"}}
	s.as(t, "ruth").post(path, back).is(http.StatusUnprocessableEntity, "without words")
	back.Set("note", "Which of the two readers?")
	s.as(t, "ruth").post(path, back).leads("/requests/board")
	ben.post(path, form(3, "?view=nonsense&q=%zz")).is(http.StatusNotFound, "a board that is none")
}

func TestSavingViews(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	ruth, ben := s.as(t, "ruth"), s.as(t, "ben")
	form := ruth.get("/requests/board?type=brochure&stage=brief")
	save := url.Values{"submission": {form.value("submission")}, "query": {form.value("query")}, "board": {form.value("board")}, "name": {"Briefs <b>"}, "shared": {"true"}}
	ruth.post("/requests/views", save).leads("/requests/board?stage=brief&type=brochure")
	ruth.post("/requests/views", save).leads("/requests/board?stage=brief&type=brochure", "pressed twice")
	a := ben.get("/requests?type=brochure&stage=brief")
	if got := a.text("nav a[aria-current=page][href='/requests?stage=brief&type=brochure']"); got != "Briefs <b> 1" {
		t.Errorf("the other team: got %q as the current tab, want the shared view", got)
	}
	if a.Find("form[action='/requests/views/removal']").Length() != 0 {
		t.Error("got Ruth's view among those Ben can remove, want none")
	}
	id := one[string](s, `SELECT max(id)::text FROM saved_views`)
	ben.post("/requests/views/removal", url.Values{"view": {id}}).is(http.StatusForbidden)

	save.Set("submission", "00000000-0000-4000-8000-000000000001")
	again := ruth.post("/requests/views", save)
	again.is(http.StatusUnprocessableEntity)
	again.wants(".error-summary", "You have a view of this name already")
	again.keeps(url.Values{"name": {"Briefs <b>"}, "query": {"stage=brief&type=brochure"}, "shared": {"true"}})
	again.wants("[data-lane=brief]", "Cross-dock brochure")
	again.wants("title", "Problem:")
	save.Del("board")
	again = ruth.post("/requests/views", save)
	again.is(http.StatusUnprocessableEntity)
	if len(again.listed()) != 1 {
		t.Errorf("got %q listed, want the request", again.listed())
	}
	for _, query := range []string{"view=nonsense", "%zz", "q=%00"} {
		ruth.post("/requests/views", url.Values{"submission": save["submission"], "name": {"Odd"}, "query": {query}}).is(http.StatusNotFound, query)
	}
	ruth.post("/requests/views/removal", url.Values{"view": {id}, "board": {"true"}}).leads("/requests/board")
	ruth.post("/requests/views/removal", url.Values{"view": {id}}).is(http.StatusNotFound, "gone")
	if strings.Contains(ben.get("/requests").text("main nav"), "Briefs") {
		t.Error("got the tab still, want it gone for everybody")
	}
}

func TestCapacityPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.handOn(withMarketing(s), "ben")
	ruth := s.as(t, "ruth")
	a := ruth.get("/requests/capacity")
	a.is(http.StatusOK)
	a.wants("section[aria-labelledby=work-of-sales] tbody tr", "Ruth Hallam15 days") // one request: details 1, fact check 2, review 2
	a.wants("section[aria-labelledby=work-of-marketing] tbody tr", "Ben Astley19 days")
	if got := a.Find("section[aria-labelledby=work-of-marketing] tbody a").First().AttrOr("href", ""); got != fmt.Sprintf("/requests?assignee=%d", s.person("ben").ID) {
		t.Errorf("got a link to %s, want to what is with Ben", got)
	}
	yesterday := s.clock.Now().AddDate(0, 0, -1).Format("2006-01-02")
	ruth.get("/requests/capacity?until="+yesterday).wants("section[aria-labelledby=work-of-sales] .section-head", "Sales0 days")
	never := ruth.get("/requests/capacity?until=2026-02-31")
	never.is(http.StatusUnprocessableEntity)
	never.wants(".problem", "This is not a day of the calendar")
}
