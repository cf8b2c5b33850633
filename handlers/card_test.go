package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/intel"
)

// TestLineFromDraftToCard writes, cites, publishes, disputes and takes off a line by its forms alone.
func TestLineFromDraftToCard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.hear("ruth", "Norvik bumps Friday slots")
	s.hear("greta", "Norvik bumped us again", func(c *intel.Capture) { c.Account = "Tamar Seafoods" })
	hannah, greta := s.as(t, "hannah"), s.as(t, "greta")
	form := url.Values{"submission": {uuid.NewString()}, "section": {"ask"}, "line": {"Who tells me when the slot moves?"}, "answer": {"Your planner rings."},
		"may_say": {"yes"}, "owner": {fmt.Sprint(s.person("hannah").ID)}}

	found := hannah.post("/competitors/norvik-lines/claims", with(with(form, "do", "find"), "find", "bumps slots"))
	found.is(http.StatusOK, "finding notes")
	found.wants("#found + ul", "Norvik bumps Friday slots")
	found.keeps(url.Values{"line": form["line"], "answer": form["answer"]})
	if got := s.rows("sessions")["claims"]; got != "" {
		t.Errorf("finding notes: got a line %s, want none yet", got)
	}
	for field, c := range map[string]struct{ value, says string }{
		"line": {strings.Repeat("x", 161), "at most 160 characters"}, "section": {"top", "Choose a section"}, "notes": {"77", "IN-77 is not there to be cited"},
		"url": {"javascript:alert(1)", "whole address"}, "review_by": {"2031-01-01", "within the next year"}, "owner": {"0x", "Choose somebody who works here"},
	} {
		bad := with(form, field, c.value)
		if field == "owner" {
			bad.Set("owner", fmt.Sprint(s.person("ines").ID))
		}
		a := hannah.post("/competitors/norvik-lines/claims", bad)
		a.is(http.StatusUnprocessableEntity, field)
		a.wants("#"+field+"-e", c.says)
		a.keeps(url.Values{"answer": form["answer"]})
	}
	for range 2 { // pressed twice; the line that rested on nothing took the first number
		hannah.post("/competitors/norvik-lines/claims", form).leads("/claims/2")
	}
	hannah.get("/competitors/norvik-lines").wants("#drafts", "Waiting to be published 1")
	hannah.get("/claims/2").wants("main", "Cites at least one source: not yet")

	a := greta.post("/claims/2/publishing", url.Values{"version": {"1"}})
	a.is(http.StatusUnprocessableEntity, "without a source")
	a.wants("#notes-e", "Cite at least one note")
	a.wants("#may_say-e", "Two accounts")
	save := with(with(form, "version", "1"), "notes", "1", "IN-2")
	save.Set("url", "https://norvik.example/sailings")
	save.Set("seen_on", "2026-11-24")
	hannah.post("/claims/2", save).leads("/claims/2")
	late := greta.post("/claims/2", with(save, "line", "Other words to keep"))
	late.is(http.StatusConflict, "overtaken")
	late.wants("#kept", "Other words to keep")
	late.wants("#line", "Who tells me when the slot moves?")
	hannah.post("/claims/2/publishing", url.Values{"version": {"2"}}).is(http.StatusForbidden, "its only author")
	greta.get("/claims/2").wants("main", "Yours to publish.")
	greta.post("/claims/2/publishing", url.Values{"version": {"2"}}).leads("/competitors/norvik-lines#claim-2")

	card := greta.get("/competitors/norvik-lines")
	for _, words := range []string{"Who tells me when the slot moves?", "Your planner rings.", "May say", "Supported", "3 sources", "Ruth Hallam, Sales · Halden Automotive", "https://norvik.example/sailings"} {
		card.wants("#claim-2", words)
	}
	s.as(t, "ines").get("/competitors/norvik-lines").lacks("#claim-2 form")

	a = greta.post("/claims/2/disputes", url.Values{"note": {"7"}, "reason": {""}})
	a.wants("#dispute-reason-e", "Say what was heard otherwise")
	a = greta.post("/claims/2/disputes", url.Values{"note": {"IN-7"}, "reason": {"Not so"}})
	a.wants("#dispute-note-e", "IN-7 is not there to be cited")
	greta.post("/claims/2/disputes", url.Values{"note": {"in-2"}, "reason": {"Only in October"}}).leads("/claims/2")
	greta.get("/competitors/norvik-lines").wants("#claim-2", "Disputed")
	hannah.post("/claims/2/settlement", url.Values{"version": {"3"}, "reason": {"Asked again"}}).leads("/claims/2")
	hannah.post("/claims/2/review", url.Values{"version": {"3"}}).is(http.StatusConflict, "overtaken")
	hannah.post("/claims/2/review", url.Values{"version": {"4"}}).leads("/claims/2")
	hannah.post("/claims/2/withdrawal", url.Values{"version": {"5"}, "reason": {""}}).wants("#retire-reason-e", "Say why it goes")
	hannah.post("/claims/2/withdrawal", url.Values{"version": {"5"}, "reason": {"Old"}}).leads("/competitors/norvik-lines")
	hannah.get("/competitors/norvik-lines").lacks("#claim-2")
	hannah.get("/claims/2").is(http.StatusNotFound, "what was taken off")
}

func TestWrongInOneTap(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	line := publishedLine(s)
	path := fmt.Sprintf("/claims/%d/marks", line.ID)
	ruth := s.asHTMX(t, "ruth")
	a := ruth.post(path, url.Values{"mark": {"wrong"}})
	a.is(http.StatusOK, "one tap")
	a.wants("#claim-1 [aria-pressed=true]", "Wrong 1")
	ruth.post(path, url.Values{"mark": {"wrong"}, "why": {"Dearer since June"}}).is(http.StatusOK, "the reason")
	ruth.post(path, url.Values{"mark": {"perhaps"}}).is(http.StatusNotFound, "neither")
	hannah := s.as(t, "hannah")
	if got := hannah.get("/").Find("#on-you").Closest("section").Find("a[href='/claims/1']").Length(); got != 1 {
		t.Errorf("on the owner's home: got %d links to the line, want 1", got)
	}
	hannah.get("/claims/1").wants("main", "Dearer since June")
	ruth.post(path, url.Values{"mark": {"helped"}}).wants("#claim-1 [aria-pressed=true]", "Helped 1")
}

func TestWhatChangedSinceOneLooked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	publishedLine(s)
	ruth := s.as(t, "ruth")
	page := ruth.get("/competitors/norvik-lines")
	page.wants(".callout", "You have not looked at this card yet.")
	at := page.value("at")
	s.clock.SetTime(s.clock.Now().Add(1e9))
	s.publishes(s.drafts(intel.Words{Section: intel.Proof, Text: "Published while she read"}, 1))
	ruth.post("/competitors/norvik-lines/looks", url.Values{"at": {at}}).leads("/competitors/norvik-lines")
	page = ruth.get("/competitors/norvik-lines")
	page.wants(".callout", "1 line changed since you looked")
	if got := page.Find(".claim .tag:contains(Changed)").Length(); got != 1 {
		t.Errorf("got %d lines marked, want the one of meanwhile", got)
	}
	ruth.get("/competitors").wants("main", "1 line changed since you looked")
	ruth.post("/competitors/norvik-lines/followers", url.Values{"do": {"follow"}}).leads("/competitors/norvik-lines")
	ruth.get("/competitors").wants("main", "You follow them")
}

func TestDealsAndCompetitors(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	publishedLine(s)
	ruth := s.as(t, "ruth")
	form := url.Values{"submission": {uuid.NewString()}, "account": {"Pellow & Sons"}, "won": {"yes"}, "reason": {"service"}, "others": {"price", "timing"}}
	for field, says := range map[string]string{"account": "at which account", "won": "how it ended", "reason": "counted most"} {
		a := ruth.post("/competitors/norvik-lines/deals", with(form, field, ""))
		a.is(http.StatusUnprocessableEntity, field)
		a.wants("#"+field+"-e", says)
	}
	ruth.post("/competitors/norvik-lines/deals", with(form, "others", "price", "timing", "gap")).wants("#others-e", "at most two")
	for range 2 {
		ruth.post("/competitors/norvik-lines/deals", form).leads("/competitors/norvik-lines")
	}
	page := ruth.get("/competitors/norvik-lines")
	page.wants("h1 + p", "This year we met them in 1 deal that closed, and won one.")
	if got := page.Find("select[name=reason] option[value!='']").Length(); got != 12 {
		t.Errorf("got %d reasons, want twelve", got)
	}
	page.wants("#months", "What we hear of them")

	ruth.post("/competitors", url.Values{"name": {" norvik lines"}}).leads("/competitors/norvik-lines")
	ruth.post("/competitors", url.Values{"name": {""}}).wants("#name-e", "Give the name")
	ruth.post("/competitors", url.Values{"name": {"Bluewake"}}).leads("/competitors/bluewake")
	a := ruth.post("/competitors/bluewake/edit", url.Values{"version": {"1"}, "name": {"Norvik Lines"}, "summary": {"Words to keep"}})
	a.is(http.StatusUnprocessableEntity, "another's name")
	a.wants("#name-e", "Another competitor goes by this name")
	ruth.post("/competitors/bluewake/edit", url.Values{"version": {"1"}, "name": {"Bluewake Ltd"}}).leads("/competitors/bluewake")
	ruth.post("/competitors/bluewake/edit", url.Values{"version": {"1"}, "name": {"Other"}}).is(http.StatusConflict, "overtaken")
	ruth.get("/competitors/CP-999").is(http.StatusNotFound, "nobody")
	ruth.get("/competitors/cp-1").is(http.StatusNotFound, "no slug of anybody")
}

// TestSheetLeaksNothing looks at the whole of the page, not only at what is seen of it.
func TestSheetLeaksNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.hear("ruth", "Wombat slots get bumped", func(c *intel.Capture) { c.Opinion = "Wombat opinion" })
	b := s.hear("greta", "Wombat lottery", func(c *intel.Capture) { c.Account = "Tamar Seafoods" })
	otherwise := s.hear("dan", "Wombat otherwise")
	say := func(text string, maySay bool) intel.Claim {
		return s.drafts(intel.Words{Section: intel.AskThis, Text: text, Answer: text + ", we answer", MaySay: maySay}, a.ID, b.ID)
	}
	s.publishes(say("Who rings me?", true))
	s.publishes(say(internal, false))
	say(internal+" draft", true)
	disputed := s.publishes(say(internal+" disputed", true))
	if _, err := s.portal.Intel.Dispute(context.Background(), s.person("dan"), disputed.ID, otherwise.ID, internal); err != nil {
		t.Fatal(err)
	}
	ruth := s.as(t, "ruth")
	ruth.get("/competitors/norvik-lines/sheet").leads("/competitors/CP-1/sheet")
	sheet := ruth.get("/competitors/CP-1/sheet")
	sheet.wants(".qa", "Who rings me?, we answer")
	sheet.wants(".no-print", "One line is held back")
	for _, hidden := range []string{internal, "Wombat", "orvik", "IN-", "/intel", "Halden", "Tamar", "Greta", "Hannah", "disputes", "version"} {
		if strings.Contains(sheet.body, hidden) {
			t.Errorf("got %q in the page, want nothing of it", hidden)
		}
	}
}

// TestNothingRestsOnSensitiveNotes: cards, searches for what to cite, requests and proposals know nothing of them, not even for who may read
// them.
func TestNothingRestsOnSensitiveNotes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	line := publishedLine(s)
	n := confided(s)
	for _, first := range everybody[1:] {
		b := s.as(t, first)
		for _, path := range []string{"/competitors", "/competitors/norvik-lines", "/competitors/CP-1/sheet", fmt.Sprint("/claims/", line.ID), "/competitors/norvik-lines/claims/new?notes=" + n.Ref()} {
			if got := b.get(path).body; strings.Contains(got, secret) || strings.Contains(got, ">"+n.Ref()) {
				t.Errorf("%s reads %s: got the sensitive note, want nothing of it", first, path)
			}
		}
		if first == "ines" {
			continue
		}
		for _, words := range []string{"zanzibar", n.Ref(), "confidential"} {
			found := b.post(fmt.Sprint("/claims/", line.ID), url.Values{"version": {"2"}, "do": {"find"}, "find": {words}})
			found.wants("#found", "No note like that can be cited.")
		}
		refused := b.post(fmt.Sprint("/claims/", line.ID), url.Values{"version": {"2"}, "section": {"ask"}, "line": {"x"}, "notes": {fmt.Sprint(n.ID)}})
		refused.wants("#notes-e", n.Ref()+" is not there to be cited")
	}
	ruth := s.as(t, "ruth") // who wrote it
	if got := ruth.get("/requests/new?type=brochure&from=" + n.Ref()).Find("input[name=from]").Length(); got != 0 {
		t.Errorf("a brief from it: got %d origins, want none", got)
	}
	ruth.post("/requests", with(filled(), "from", n.Ref())).leads("/requests/1")
	if got := ruth.get("/requests/1").Find(".cite").Length(); got != 0 {
		t.Errorf("a request from it: got %d origins, want none", got)
	}
	s.agreeProfile("The first one")
	proposal := ruth.post("/icp/proposals", url.Values{"submission": {uuid.NewString()}, "title": {"Count it"}, "why": {"Heard"}, "evidence": {n.Ref()}})
	proposal.is(http.StatusUnprocessableEntity, "a proposal from it")
	proposal.wants("[role=alert]", "Nothing here is called "+n.Ref()+".")
	if got := one[int](s, `SELECT count(*)::int FROM links WHERE to_kind = 'note' AND to_id = $1`, n.ID); got != 0 {
		t.Errorf("got %d links to it, want none", got)
	}
}
