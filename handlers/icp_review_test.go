package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"alongside/models/icp"
	"alongside/models/workday"
)

func TestReviewIsStarted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.agreeProfile("The first one")
	section := strconv.FormatInt(s.profileSection("Who they are").ID, 10)
	dan := s.as(t, "dan")
	dan.get("/icp/reviews/new").is(http.StatusOK)
	a := dan.post("/icp/reviews", url.Values{"do": {"sections"}})
	a.is(http.StatusUnprocessableEntity, "no section")
	a.wants(".error-summary", "Choose at least one section")
	a.wants("title", "Problem:")
	dan.post("/icp/reviews", url.Values{"do": {"sections"}, "section": {"99999"}}).is(http.StatusNotFound, "no such section")
	dan.post("/icp/reviews", url.Values{"do": {"sections"}, "section": {section}}).leads("/icp/proposals/2")
	dan.post("/icp/reviews", url.Values{"do": {"sections"}, "section": {section}}).is(http.StatusConflict, "twice")
	dan.get("/icp/reviews/new").wants("main", "A review of it is open already")
	dan.get("/icp").wants("aside", "Review 2: Does it still hold: Who they are")
	for _, first := range []string{"dan", "priya"} {
		s.as(t, first).get("/").wants("section[aria-labelledby=on-you]", "Does it still hold: Who they are")
	}
	dan.post("/icp/reviews", url.Values{"do": {"whole"}}).is(http.StatusSeeOther, "all of it")
	for _, first := range []string{"ruth", "ben", "ines"} {
		s.as(t, first).get("/icp/reviews/new").is(http.StatusForbidden, first)
		s.as(t, first).post("/icp/reviews", url.Values{"section": {section}}).is(http.StatusForbidden, first)
	}
}

func TestSectionIsGiven(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.agreeProfile("The first one") // by Ruth, who so owns it
	path := fmt.Sprintf("/icp/sections/%d", s.profileSection("Who they are").ID)
	hannah := url.Values{"person": {strconv.FormatInt(s.person("hannah").ID, 10)}}
	ben, ruth := s.as(t, "ben"), s.as(t, "ruth")
	ben.get(path).wants("dl", "Ruth Hallam")
	ben.get(path).lacks("form[action$='/owner']")
	ben.post(path+"/owner", hannah).is(http.StatusForbidden, "neither owner nor lead")
	a := ruth.post(path+"/owner", url.Values{"person": {strconv.FormatInt(s.person("ines").ID, 10)}})
	a.is(http.StatusUnprocessableEntity, "a reader")
	a.wants(".error-summary", "Choose somebody who works for Sales or Marketing")
	ruth.post(path+"/owner", url.Values{"person": {""}}).is(http.StatusUnprocessableEntity, "nobody")
	ruth.post(path+"/owner", hannah).leads(path)
	ruth.get(path).wants("dl", "Hannah Moyo")
	ruth.post(path+"/owner", hannah).is(http.StatusForbidden, "not hers any more")
	s.as(t, "dan").post(path+"/owner", url.Values{"person": {strconv.FormatInt(s.person("ruth").ID, 10)}}).leads(path, "a lead")
	for _, none := range []string{"/icp/sections/99999", "/icp/sections/x", "/icp/sections/0"} {
		ruth.get(none).is(http.StatusNotFound, none)
		ruth.post(none+"/owner", hannah).is(http.StatusNotFound, none)
	}
}

// TestDueStaleAndExpired shows on the page and on home how sections age.
func TestDueStaleAndExpired(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.agreeProfile("The first one")
	today := workday.DateOf(s.clock.Now())
	roles := s.profileSection("Who does what")
	roles.ValidUntil = today.AddDays(30)
	s.agreeProfile("Until then", roles)
	ruth := s.as(t, "ruth")
	ruth.get("/").lacks("main section[aria-label='Customer profile']")
	ruth.get("/icp").lacks(".section-care")
	due := s.profileSection("Who they are").ID
	for over, want := range map[int]string{-1: "Review soon", 0: "Due for review", icp.StaleDays: "Stale"} {
		s.exec(`UPDATE icp_sections SET review_on = $1 WHERE id = $2`, today.AddDays(-over).Midnight(), due)
		ruth.get("/icp").wants(".section-care", want)
	}
	s.exec(`UPDATE icp_sections SET review_on = $1 WHERE id = $2`, today.AddDays(31).Midnight(), due)
	s.clock.SetTime(s.clock.Now().AddDate(0, 0, 31))
	for _, first := range []string{"ruth", "ben"} {
		home := s.as(t, first).get("/")
		home.wants("main section[aria-label='Customer profile']", "Who does what Agreed until")
		home.wants("main section[aria-label='Customer profile']", "Who they are Due since")
	}
	s.as(t, "ben").get("/icp").wants("main .callout-late", "not agreed again since")
}
