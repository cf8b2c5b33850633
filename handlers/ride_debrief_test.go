package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"alongside/models/requests"
	"alongside/views"
)

// TestDebriefsAreBlind: nobody reads another one's before their own is in, and nobody rewrites after.
func TestDebriefsAreBlind(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	later := s.ride(5)
	early := s.as(t, "ruth").get(views.DebriefsURL(later.ID))
	early.wants(".page-lede", "Nothing to write yet. It opens when it is over")
	early.lacks("#debriefs form")
	slot := s.held()
	page := views.DebriefsURL(slot.ID)
	ruth, ben, dan := s.as(t, "ruth"), s.as(t, "ben"), s.as(t, "dan")
	asked := ruth.get(page)
	asked.wants("#debriefs form", "What did they say, in their own words?")
	asked.wants("#debriefs form", "What did the guest’s presence help or hinder?")
	if got := ben.get(page).text("#debriefs form"); strings.Contains(got, "presence") {
		t.Errorf("the guest is asked %q, want what guests are asked", got)
	}
	ruth.post(page, url.Values{"version": {"0"}, "answer_end": {"Well."}}).wants("#answer_words-e", "what was said is soon forgotten")

	answers := url.Values{"version": {"0"}, "answer_words": {"“Ring me at night.”"}, "answer_end": {"Well."}, "answer_presence": {"It helped"}}
	ruth.post(page, answers).leads(page)
	if got := ben.get(page).text("main"); strings.Contains(got, "Ring me") {
		t.Errorf("before his own is in: got %q, want nothing of hers", got)
	}
	ruth.get(page).wants("main", "Ben Astley is still writing")
	saved := ruth.get(page).value("version")
	ruth.post(page, with(with(answers, "version", saved), "answer_end", "They think it over.")).leads(page)
	ruth.post(page, with(answers, "version", saved)).is(http.StatusConflict, "overtaken by herself")

	ben.post(page, url.Values{"version": {"0"}, "answer_words": {"“Someone awake.”"}, "answer_end": {"He will try."}, "share": {"1"}}).leads(page)
	both := ben.get(page)
	both.wants(".debrief-side[data-team=sales]", "“Ring me at night.”")
	both.wants(".debrief-side[data-team=marketing]", "“Someone awake.”")
	both.wants(".debriefs li:nth-child(2)", "They think it over.")
	late := ruth.post(page, with(answers, "version", "2"))
	late.is(http.StatusConflict, "after reading")
	late.wants("[role=alert]", "nobody rewrites after reading")

	s.asHTMX(t, "ben").post(page+"/verdicts", url.Values{"question": {"end"}, "differs": {"yes"}}).wants(".debriefs li:nth-child(2)", "You heard different things")
	both = ruth.get(page)
	both.wants(".callout-together", "One of five answers differs.")
	ruth.post(page+"/verdicts", url.Values{"question": {"end"}, "differs": {"perhaps"}}).is(http.StatusNotFound, "no such answer")

	dan.get(page).is(http.StatusNotFound, "a lead before both share")
	ruth.get(page).wants("section[aria-labelledby=share]", "Ruth and Ben. Work made of an answer is for everyone.")
	ruth.get(page).wants("section[aria-labelledby=share]", "Ben has.")
	ben.get(page).wants("section[aria-labelledby=share]", "You have.")
	ruth.post(page+"/share", url.Values{"share": {"1"}}).leads(page)
	ruth.get(page).wants("section[aria-labelledby=share]", "and both leads, since all of you say so")
	shared := dan.get(page)
	shared.wants("main", "“Someone awake.”")
	shared.lacks("form[action$=outcomes]")
	ben.post(page+"/share", url.Values{"share": {""}}).leads(page)
	dan.get(page).is(http.StatusNotFound, "not shared any more")
}

// TestAnswersBecomeWork: one click from an answer to a form that begins with it; what is made leads back.
func TestAnswersBecomeWork(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	slot := s.debriefed()
	page, outcomes := views.DebriefsURL(slot.ID), "/debriefs/"+s.debriefOf("ben", slot.ID)+"/outcomes"
	ruth := s.as(t, "ruth")
	begin := func(kind, question string) *answer {
		t.Helper()
		a := ruth.post(outcomes, url.Values{"kind": {kind}, "question": {question}})
		a.is(http.StatusSeeOther, kind)
		to := a.header.Get("Location")
		if strings.Contains(to, "awake") {
			t.Errorf("got %q, want the customer's words in no address", to)
		}
		if kind == "request" {
			to += "&type=brochure"
		}
		form := ruth.get(to)
		form.is(http.StatusOK, to)
		return form
	}
	note := begin("intel", "words")
	if got := []string{note.value("heard"), note.value("account"), note.value("heard_on")}; fmt.Sprint(got) != "[“Someone awake.” Calder Valley Dairies 2026-11-25]" {
		t.Errorf("note: got %q, want it filled in", got)
	}
	heard := with(with(captured(), "heard", note.value("heard")), "answer", note.value("answer"))
	ruth.post("/intel", with(heard, "kind", "")).wants("[role=alert]", "Choose what kind it is")
	if again := ruth.post("/intel", with(heard, "kind", "")); again.value("answer") != note.value("answer") {
		t.Errorf("the form again: got answer %q, want %q carried on", again.value("answer"), note.value("answer"))
	}
	ruth.post("/intel", heard).leads("/intel/1")
	ruth.get("/intel/1").wants("article", slot.Ref())

	request := begin("request", "end")
	if got := request.value("title") + "|" + request.value(requests.ChangeKey) + "|" + request.value("account"); got != "They think it over.|They think it over.|Calder Valley Dairies" {
		t.Errorf("request: got %q, want it filled in", got)
	}
	request.wants("main", slot.Ref())
	sent := with(with(filled(), "answer", request.value("answer")), "from", slot.Ref())
	ruth.post("/requests", sent).leads("/requests/1")
	ruth.get("/requests/1").wants("main", slot.Ref())

	proposal := begin("proposal", "words")
	if got := proposal.value("why"); got != "“Someone awake.”" {
		t.Errorf("proposal: got why %q, want the answer", got)
	}
	proposal.wants("main", slot.Ref())
	if proposal.value("answer") == "" {
		t.Error("proposal: got no answer in the form, want it carried on")
	}

	made := ruth.get(page)
	made.wants(".debriefs li:nth-child(1) .debrief-side[data-team=marketing]", "IN-1")
	made.wants(".debriefs li:nth-child(2) .debrief-side[data-team=marketing]", "R-1")
	if made.Find(".debriefs li:nth-child(1) .debrief-side[data-team=marketing] button[value=intel]").Length() > 0 {
		t.Error("got the answer offered to become a note again, want the note alone")
	}
	ruth.get(views.RideURL(slot.ID)).wants("section[aria-labelledby=linked]", "IN-1")
	ruth.get(views.RideURL(slot.ID)).wants("section[aria-labelledby=linked]", "R-1")

	dan := s.as(t, "dan")
	if got := dan.get("/intel/new?" + s.answerOf("ben", slot.ID)).value("heard"); got != "" {
		t.Errorf("somebody who was not there: got %q, want nothing of it", got)
	}
	dan.post("/intel", with(captured(), "answer", note.value("answer"))).is(http.StatusSeeOther, "a note of his own")
	ruth.post(outcomes, url.Values{"kind": {"song"}, "question": {"words"}}).is(http.StatusUnprocessableEntity, "no such kind")
	ruth.post(outcomes, url.Values{"kind": {"intel"}, "question": {"fit"}}).is(http.StatusNotFound, "no answer")
}
