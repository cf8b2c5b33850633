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

// keptProposal is the form of a draft without what says which one it is.
func keptProposal(a *answer) url.Values {
	form := formOf(a, proposeForm)
	form.Del("draft")
	form.Del("version")
	return form
}

// unsentProposal saves what Ruth would say in “Who they are”, and returns the form to go on with.
func (s *site) unsentProposal(ruth *browser, text string) url.Values {
	s.t.Helper()
	form := with(proposing(text), "do", "draft")
	freshly(form)
	page := ruth.get(ruth.post("/icp/proposals", form).header.Get("Location"))
	page.is(http.StatusOK, "the draft of "+text)
	return formOf(page, proposeForm)
}

func TestDraftOfAProposalIsAsItWas(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	scorecard, who := s.section("Criteria scorecard"), s.section("Who they are")
	n := s.hear("ruth", "Norvik bumps our slot")
	ruth := s.as(t, "ruth")
	page := ruth.get(fmt.Sprintf("/icp/proposals/new?section=%d&section=%d&from=%s&from=nonsense", scorecard.ID, who.ID, n.Ref()))
	form := formOf(page, proposeForm)
	form.Set("remove_criterion", strconv.FormatInt(scorecard.Criteria[0].ID, 10))
	form = formOf(ruth.post("/icp/proposals", form), proposeForm)
	form.Set("add_criterion", strconv.FormatInt(scorecard.ID, 10))
	form = formOf(ruth.post("/icp/proposals", form), proposeForm)
	form.Set("do", "section")
	form = formOf(ruth.post("/icp/proposals", form), proposeForm)
	for name, value := range map[string]string{
		"title": "Count customs, <b>soon</b>", "why": "Not yet\n\n  clear", "written_with": strconv.FormatInt(s.person("ben").ID, 10), "criterion_-1_attribute": "A customs hold",
		"criterion_-1_points": "a few", who.Field(""): "", who.Field("title"): "Who they may be", "section_-2_title": "Of a new section", "section_-2": "Its text",
	} {
		form.Set(name, value)
	}
	form.Add("wording", "true")
	before := with(form, "do", "draft")
	ruth.post("/icp/proposals", before).leads("/icp/proposals/new?draft=1")
	ruth.post("/icp/proposals", before).leads("/icp/proposals/new?draft=1", "pressed twice")

	kept := ruth.get("/icp/proposals/new?draft=1")
	kept.wants("[role=status]", "The draft is saved. Only you see it.")
	kept.wants(proposeForm, "A draft, saved Today, 09:14. Only you see it.")
	form["written_with"] = append(form["written_with"], "") // room for one more
	if got, want := keptProposal(kept).Encode(), form.Encode(); got != want {
		t.Errorf("got the form\n%s\nwant it as it was\n%s", got, want)
	}
	for _, path := range []string{"/icp/proposals", "/icp/proposals/new"} {
		ruth.get(path).wants("[aria-labelledby=drafts]", "Count customs, <b>soon</b>Saved Today, 09:14")
		s.as(t, "dan").get(path).lacks("[aria-labelledby=drafts]")
	}
	ruth.get("/icp/proposals?state=closed").lacks("[aria-labelledby=drafts]")
	kept.lacks("[aria-labelledby=drafts]")
	ruth.get(proposalPath(s.reworded().ID) + "/edit").lacks("[aria-labelledby=drafts], [value=draft]")
	for _, path := range []string{"/icp/proposals/new?draft=", "/icp/proposals/new?draft=x", "/icp/proposals/new?draft=2", "/requests/new?draft=1", "/ridealongs/new?draft=1"} {
		ruth.get(path).is(http.StatusNotFound, path)
	}

	// The small buttons go on with the draft, also in a page that htmx drives.
	ruthX := s.asHTMX(t, "ruth")
	form = formOf(kept, proposeForm)
	form.Set("criterion_-1_points", "10")
	form.Set("do", "sections")
	stepped := ruthX.post("/icp/proposals", form)
	stepped.wants(proposeForm, "A draft, saved Today, 09:14.")
	form = formOf(stepped, proposeForm)
	form.Set("do", "draft")
	saved := ruthX.post("/icp/proposals", form)
	if got := saved.header.Get("HX-Redirect"); saved.status != http.StatusNoContent || got != "/icp/proposals/new?draft=1" {
		t.Errorf("saved by htmx: got %d to %q, want the same draft", saved.status, got)
	}
	ruth.post("/drafts/1/removal", url.Values{"version": {"1"}}).is(http.StatusConflict, "thrown away as it was")
	ruth.post("/drafts/1/removal", url.Values{"version": {"2"}}).leads("/icp/proposals")
	ruth.get("/icp/proposals").lacks("[aria-labelledby=drafts]")
}

func TestSendingADraftOfAProposal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	ruth, ruthX := s.as(t, "ruth"), s.asHTMX(t, "ruth")
	form := s.unsentProposal(ruth, "Makers of food")
	tab := func(why, do string) url.Values { return with(with(form, "why", why), "do", do) }
	ruth.post("/icp/proposals", tab("Of one tab", "draft")).leads("/icp/proposals/new?draft=1")
	for _, do := range []string{"draft", "propose"} {
		for _, visitor := range []*browser{ruth, ruthX} {
			a := visitor.post("/icp/proposals", tab("Of the other tab", do))
			a.is(http.StatusConflict, do)
			a.wants("[role=alert]", "saved with other words since you opened it")
			if got := a.Find("#other").Text(); !strings.Contains(got, "Of one tab") || !strings.Contains(got, "## Who they are\n\nMakers of food") {
				t.Errorf("%s: got %q of the other tab, want its words and its section", do, got)
			}
			if again := formOf(a, proposeForm); again.Get("why") != "Of the other tab" || again.Get("version") != "2" || again.Get("section_2") != "Makers of food" {
				t.Errorf("%s: got %v, want what was typed, and the version that stands", do, again)
			}
		}
	}
	before := s.last()
	wrong := ruth.post("/icp/proposals", with(with(tab("Of the other tab", "propose"), "version", "2"), "title", ""))
	wrong.is(http.StatusUnprocessableEntity, "without a title")
	if got := formOf(wrong, proposeForm); got.Get("draft") != "1" || got.Get("version") != "2" {
		t.Errorf("without a title: got %v, want the draft gone on with", got)
	}
	send := with(tab("Of the other tab", "propose"), "version", "2")
	ruth.post("/icp/proposals", send).leads(proposalPath(before + 1))
	ruth.post("/icp/proposals", send).leads(proposalPath(before+1), "sent twice")
	ruth.get("/icp/proposals/new?draft=1").is(http.StatusNotFound, "the draft of what is proposed")
	gone := ruth.post("/icp/proposals", with(send, "do", "draft"))
	gone.is(http.StatusConflict, "saved in another tab after that")
	gone.wants("[role=alert]", "sent or thrown away meanwhile")
	again := formOf(gone, proposeForm)
	if again.Get("why") != "Of the other tab" || again.Has("draft") || again.Get("submission") == send.Get("submission") {
		t.Errorf("got %v, want the words in a form of its own", again)
	}
	ruth.post("/icp/proposals", with(again, "do", "draft")).leads("/icp/proposals/new?draft=2")
	ruth.post("/icp/proposals", with(with(again, "do", "draft"), "submission")).is(http.StatusUnprocessableEntity, "without submission")
	long := ruth.post("/icp/proposals", with(with(freshly(again), "do", "draft"), "section_2", strings.Repeat("x", 500_001)))
	long.is(http.StatusUnprocessableEntity, "too long")
	long.wants("[role=alert]", "more than a draft can hold")
	if got := len(formOf(long, proposeForm).Get("section_2")); got != 500_001 {
		t.Errorf("too long: got %d characters back, want what was typed", got)
	}
}

// TestDraftOfAnOlderVersion: what was agreed meanwhile is shown where the draft is opened, and nothing that was typed is lost.
func TestDraftOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who, process := s.section("Who they are"), s.section("Handover: Marketing to Sales")
	ruth := s.as(t, "ruth")
	form := s.unsentProposal(ruth, "Makers of food")
	form.Add("sections", strconv.FormatInt(process.ID, 10))
	form = formOf(ruth.post("/icp/proposals", with(form, "do", "sections")), proposeForm)
	form.Set(process.Field(""), "Kept words")
	form.Set(fmt.Sprintf("step_%d_what", process.Steps[0].ID), "A kept step")
	ruth.post("/icp/proposals", with(form, "do", "draft")).leads("/icp/proposals/new?draft=1")
	seen := s.profile().Number

	note := "main .callout"
	s.agrees(says(s.section("Who it is not"), "One-off loads."))
	page := ruth.get("/icp/proposals/new?draft=1")
	page.wants(note, fmt.Sprintf("Version %d was agreed since you saved this. It says nothing else in the sections that you change.", seen+1))
	s.agrees(says(who, "Agreed first."))
	page = ruth.get("/icp/proposals/new?draft=1")
	page.wants(note, fmt.Sprintf("Version %d was agreed since you saved this. What it says otherwise stands above your words", seen+2))
	page.wants(fmt.Sprintf("#diff-section-%d", who.ID), "Agreed first.")
	if got := formOf(page, proposeForm); got.Get("section_2") != "Makers of food" || got.Get("seen") != strconv.Itoa(seen+2) {
		t.Errorf("got %q over version %s, want the words over the one in force", got.Get("section_2"), got.Get("seen"))
	}

	fewer := process
	fewer.Steps = fewer.Steps[1:]
	s.agrees(icp.Draft{Title: "A step less", Why: "Nobody takes it.", Changes: []icp.Change{{Section: process.ID, To: &fewer}}})
	page = ruth.get("/icp/proposals/new?draft=1")
	if got := formOf(page, proposeForm); got.Get("step_-1_what") != "A kept step" || got.Get(process.Field("")) != "Kept words" {
		t.Errorf("a row that is gone: got %v, want it as a new one", got)
	}
	seen++

	removed := icp.Draft{Title: "Without it", Why: "Nobody reads it.", Changes: []icp.Change{{Section: process.ID}}}
	s.agrees(removed)
	page = ruth.get("/icp/proposals/new?draft=1")
	again := formOf(page, proposeForm)
	if got := again.Get("section_-1"); got != "Kept words" || again.Get("section_-1_kind") != string(process.Kind) || again.Get("section_-1_title") != process.Title {
		t.Fatalf("a section that is gone: got %q, want it as a new one: %v", got, again)
	}
	ruth.post("/icp/proposals", with(again, "do", "draft")).leads("/icp/proposals/new?draft=1")
	page = ruth.get("/icp/proposals/new?draft=1")
	page.lacks(note)
	if got, want := keptProposal(page).Encode(), with(with(again, "draft"), "version").Encode(); got != want {
		t.Errorf("saved again: got\n%s\nwant\n%s", got, want)
	}
	before := s.last()
	ruth.post("/icp/proposals", with(formOf(page, proposeForm), "do", "propose")).leads(proposalPath(before + 1))
	made := s.proposal("ruth", before+1)
	if made.Base != seen+3 || len(made.Changes) != 2 || made.Changes[1].Base != nil || made.Changes[1].To.Steps[0].What != "A kept step" {
		t.Errorf("got %+v, want both sections over the version in force", made.Changes)
	}

	// A form that was open all the time is brought onto it when it is sent.
	stale := with(with(with(form, "draft"), "submission", uuid.NewString()), "do", "propose")
	late := ruth.post("/icp/proposals", stale)
	late.is(http.StatusConflict, "an older form")
	if got := formOf(late, proposeForm); got.Get("section_-1") != "Kept words" || got.Get("section_2") != "Makers of food" {
		t.Errorf("an older form: got %v, want nothing lost", got)
	}
}
