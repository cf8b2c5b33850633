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

// criterion of the scorecard by its place.
func (s *site) criterion(place int) icp.Criterion {
	s.t.Helper()
	return s.section("Criteria scorecard").Criteria[place]
}

// formOf reads the form of the page as a browser would send it, but for the buttons.
func formOf(a *answer, selector string) url.Values {
	a.t.Helper()
	form := url.Values{}
	a.Find(selector + " [name]").Each(func(_ int, field *selection) {
		name, kind := field.AttrOr("name", ""), field.AttrOr("type", "")
		_, checked := field.Attr("checked")
		switch {
		case field.Is("button"):
		case field.Is("select"):
			chosen := field.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = field.Find("option").First()
			}
			form.Add(name, chosen.AttrOr("value", ""))
		case field.Is("textarea"):
			form.Add(name, strings.TrimPrefix(field.Text(), "\n"))
		case (kind == "checkbox" || kind == "radio") && !checked:
		default:
			form.Add(name, field.AttrOr("value", ""))
		}
	})
	if len(form) < 3 {
		a.t.Fatalf("%s: got the form %v, want one", selector, form)
	}
	return form
}

const proposeForm = "#propose form"

// last is the number of the newest proposal.
func (s *site) last() int64 { return one[int64](s, `SELECT max(id) FROM icp_proposals`) }

func TestProposingAWholeForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	for _, ref := range []string{"IN-222", "IN-226", "IN-231"} {
		s.hearAs(ref)
	}
	ruth := s.as(t, "ruth")
	scorecard, c := s.section("Criteria scorecard"), s.criterion(1)
	page := ruth.get(fmt.Sprintf("/icp/proposals/new?section=%d&from=IN-231&from=nonsense", scorecard.ID))
	page.wants("h1", "Propose a change")
	page.wants(".page-lede", "To version 1")
	if got := page.Find(`input[name=evidence][value="IN-231"][checked]`).Length(); got != 1 {
		t.Errorf("got IN-231 taken up %d times, want once", got)
	}
	if got := strings.TrimSpace(page.Find("#evidence").Text()); got != "nonsense" {
		t.Errorf("got %q to be looked at again, want what was no number", got)
	}
	if got := page.Find("[id$=_editor]:not([hidden])").Length(); got != 1 {
		t.Errorf("got %d sections open, want the one of the address", got)
	}
	form := formOf(page, proposeForm)
	form.Set("title", "Count customs trouble")
	form.Set("why", "Five accounts brought it up.")
	form["evidence"] = []string{"IN-231", "in-222 https://rates.example/2026\r\nC-1"}
	form.Set("written_with", strconv.FormatInt(s.person("ben").ID, 10))
	form.Set(c.Field("points"), "25")
	form.Set("add_criterion", strconv.FormatInt(scorecard.ID, 10))
	added := ruth.post("/icp/proposals", form)
	added.is(http.StatusOK, "add a row")
	if got := added.Find("[autofocus]").AttrOr("id", ""); got != "criterion_-1_attribute" {
		t.Errorf("got the focus on %q, want the new row", got)
	}
	form = formOf(added, proposeForm)
	form.Set("criterion_-1_attribute", "Has had a customs hold")
	form.Set("criterion_-1_points", "10")
	form.Set("criterion_-1_sources", "IN-226, IN-222")
	form.Set("preview", strconv.FormatInt(scorecard.ID, 10))
	preview := ruth.post("/icp/proposals", form)
	preview.is(http.StatusOK, "preview")
	preview.wants("#diff-section-"+strconv.FormatInt(scorecard.ID, 10), "Has had a customs hold")
	form = formOf(preview, proposeForm)
	if got := s.one("SELECT count(*) FROM icp_proposals"); got != 1 {
		t.Errorf("got %d proposals, want none of small buttons", got-1)
	}
	ruth.post("/icp/proposals", form).leads(proposalPath(s.last()))
	made := s.proposal("ruth", s.last())
	if made.Title != "Count customs trouble" || len(made.Changes) != 1 || len(made.WrittenWith) != 1 || len(made.Sources) != 4 {
		t.Fatalf("got %q of %d changes, %v, %v, want what was typed", made.Title, len(made.Changes), made.WrittenWith, made.Sources)
	}
	rows := made.Changes[0].To.Criteria
	if got := rows[len(rows)-1]; len(rows) != len(scorecard.Criteria)+1 || got.ID <= 0 || got.Points != 10 || len(got.Sources) != 2 || rows[1].Points != 25 || rows[0].Points != scorecard.Criteria[0].Points {
		t.Errorf("got rows %+v, want one more, and other points for the second", rows)
	}
	ruth.post("/icp/proposals", form).leads(proposalPath(made.ID), "sent twice")
	if got := s.last(); got != made.ID {
		t.Errorf("sent twice: got proposal %d, want %d", got, made.ID)
	}
	form.Set("title", "Something else")
	again := ruth.post("/icp/proposals", form)
	again.is(http.StatusConflict, "another text under the same number")
	again.keeps(url.Values{"title": {"Something else"}, "criterion_-1_attribute": {"Has had a customs hold"}})
	ruth.get(proposalPath(made.ID)).wants("main", "Proposed together by Ruth Hallam, Sales, and Ben Astley, Marketing")
}

func (s *site) one(sql string) int { return one[int](s, sql) }

// TestProposalSteps presses the small buttons: each answers with the form changed, and nothing is saved or lost.
func TestProposalSteps(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	handBack, who := s.section("Hand-back: Sales to Marketing"), s.section("Who they are")
	step, code := handBack.Steps, handBack.Codes
	id := func(n int64) string { return strconv.FormatInt(n, 10) }
	ids := func(a *answer, list string) string {
		var got []string
		a.Find("[name=" + handBack.Field(list) + "]").Each(func(_ int, field *selection) { got = append(got, field.AttrOr("value", "")) })
		return strings.Join(got, " ")
	}
	before := s.rows("sessions")
	for _, c := range []struct {
		button, value      string
		steps, first, last string // rows after it
		focus              string
	}{
		{"up_step", id(step[1].ID), id(step[1].ID) + " " + id(step[0].ID) + " " + id(step[2].ID), "", "", "down_step_" + id(step[1].ID)},
		{"down_step", id(step[0].ID), id(step[1].ID) + " " + id(step[0].ID) + " " + id(step[2].ID), "", "", "down_step_" + id(step[0].ID)},
		{"down_step", id(step[1].ID), id(step[0].ID) + " " + id(step[2].ID) + " " + id(step[1].ID), "", "", "up_step_" + id(step[1].ID)},
		{"remove_step", id(step[1].ID), id(step[0].ID) + " " + id(step[2].ID), "", "", handBack.Field("title")},
		{"add_step", id(handBack.ID), id(step[0].ID) + " " + id(step[1].ID) + " " + id(step[2].ID) + " -1", "", "", "step_-1_what"},
		{"add_code", id(handBack.ID), "", id(code[0].ID), "-1", "code_-1_words"},
		{"up_code", id(code[0].ID), "", id(code[0].ID), id(code[len(code)-1].ID), ""},
		{"up_step", "999", "", id(code[0].ID), id(code[len(code)-1].ID), ""},
		{"remove_step", "x", "", id(code[0].ID), id(code[len(code)-1].ID), ""},
		{"add_criterion", id(handBack.ID), "", id(code[0].ID), id(code[len(code)-1].ID), ""},
		{"write", id(handBack.ID), "", "", "", handBack.Field("")},
	} {
		for _, htmx := range []bool{false, true} {
			what := fmt.Sprintf("%s %s, htmx %t", c.button, c.value, htmx)
			ruth := s.as(t, "ruth")
			form := formOf(ruth.get("/icp/proposals/new?section="+id(handBack.ID)), proposeForm)
			ruth.htmx = htmx
			form.Set("why", "Typed, not <saved>")
			form.Set(c.button, c.value)
			a := ruth.post("/icp/proposals", form)
			a.is(http.StatusOK, what)
			if got := strings.TrimSpace(ids(a, "step")); c.steps != "" && got != c.steps {
				t.Errorf("%s: got steps %q, want %q", what, got, c.steps)
			}
			if got := strings.Fields(ids(a, "code")); c.first != "" && (got[0] != c.first || got[len(got)-1] != c.last) {
				t.Errorf("%s: got reasons %q, want %s to %s", what, got, c.first, c.last)
			}
			if got := a.Find("[autofocus]").AttrOr("id", ""); got != c.focus {
				t.Errorf("%s: got the focus on %q, want %q", what, got, c.focus)
			}
			a.keeps(url.Values{"why": {"Typed, not <saved>"}})
			if hasPage := a.Find("header.app-bar").Length() == 1; hasPage == htmx {
				t.Errorf("%s: got a page %t", what, hasPage)
			}
		}
	}
	wantsSameRows(t, s.rows("sessions"), before)

	ruth := s.as(t, "ruth")
	form := formOf(ruth.get("/icp/proposals/new?section="+id(who.ID)), proposeForm)
	form.Set(who.Field(""), "Half a thought")
	form["sections"] = []string{"", id(handBack.ID)}
	form.Set("do", "sections")
	other := ruth.post("/icp/proposals", form)
	if !other.Find("#"+who.Field("editor")).Is("[hidden]") || other.Find("#"+handBack.Field("editor")).Is("[hidden]") {
		t.Error("chose another section: want it open, and the first one put away")
	}
	form = formOf(other, proposeForm)
	form["sections"] = []string{"", id(who.ID)}
	form.Set("do", "sections")
	if got := ruth.post("/icp/proposals", form).value(who.Field("")); strings.TrimSpace(got) != "Half a thought" {
		t.Errorf("chosen again: got %q, want what was typed", got)
	}
}

func TestSectionsComeAndGo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who, decides := s.section("Who they are"), s.section("Who decides")
	ruth := s.as(t, "ruth")
	form := formOf(ruth.get(fmt.Sprintf("/icp/proposals/new?section=%d&section=%d", who.ID, decides.ID)), proposeForm)
	form.Set("title", "Order")
	form.Set("why", "Reads better.")
	form.Set(who.Field("after"), strconv.FormatInt(decides.ID, 10))
	form.Set(s.section("What sets them off").Field("gone"), "true")
	form.Add("sections", strconv.FormatInt(s.section("What sets them off").ID, 10))
	form.Set("new_kind", "roles")
	form.Set("do", "section")
	added := ruth.post("/icp/proposals", form)
	form = formOf(added, proposeForm)
	form.Set("section_-1_title", "This quarter")
	form.Set("section_-1_after", strconv.FormatInt(who.ID, 10))
	form.Set("section_-1_valid_until", "2027-02-31")
	bad := ruth.post("/icp/proposals", form)
	bad.is(http.StatusUnprocessableEntity, "a day that is none")
	if bad.Find(`#section_-1_valid_until[aria-invalid]`).Length() != 1 || bad.Find(`.error-summary a[href="#section_-1_valid_until"]`).Length() != 1 {
		t.Error("got nothing beside the day, want what is wrong with it")
	}
	form = formOf(bad, proposeForm)
	form.Set("section_-1_valid_until", "2027-02-28")
	ruth.post("/icp/proposals", form).leads(proposalPath(s.last()))
	made := s.proposal("ruth", s.last())
	s.turnKeys(made.Proposal, "dan")
	s.turnKeys(made.Proposal, "priya")
	var titles []string
	for _, section := range agreedProfile(s).Content.Body() {
		titles = append(titles, section.Title)
	}
	got := strings.Join(titles, "|")
	if !strings.HasPrefix(got, "What it costs them to do nothing|Who decides|Who they are|This quarter|") || strings.Contains(got, "sets them off") {
		t.Errorf("got %s, want one gone, one moved and one added", got)
	}
}

func TestProblemsOfAProposal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	s.hearAs("IN-231")
	c := s.criterion(0)
	before := s.rows("sessions")
	for _, htmx := range []bool{false, true} {
		ruth := s.as(t, "ruth")
		ruth.htmx = htmx
		form := freshly(proposing("Kept as it was typed"))
		form.Set("why", "")
		form.Set("title", "")
		form.Set(c.Field("points"), "many")
		form.Set("evidence", "IN-231 mailto:me@meridian.example")
		a := ruth.post("/icp/proposals", form)
		a.is(http.StatusUnprocessableEntity, "problems")
		for control, words := range map[string]string{"title": "in one line", "why": "Say why", "evidence": "neither a number", c.Field("points"): "points from 0"} {
			if a.Find("#"+control+"[aria-invalid]").Length() != 1 || !strings.Contains(a.Find("#"+control+"-e").Text(), words) || a.Find(`.error-summary a[href="#`+control+`"]`).Length() != 1 {
				t.Errorf("htmx %t, %s: got %q beside it, want %q, and a link to it", htmx, control, a.Find("#"+control+"-e").Text(), words)
			}
		}
		a.keeps(url.Values{"section_2": {"Kept as it was typed"}, c.Field("points"): {"many"}})
		if a.Find("details.crit[open] #"+c.Field("points")).Length() != 1 {
			t.Errorf("htmx %t: got the row closed, want it open where something is wrong", htmx)
		}
	}
	ruth := s.as(t, "ruth")
	unknown := freshly(proposing("Makers"))
	unknown.Set("evidence", "IN-231 IN-9999 R-99999")
	unknown.Set("why", "")
	a := ruth.post("/icp/proposals", unknown)
	a.is(http.StatusUnprocessableEntity, "sources that are not there")
	a.wants("#evidence-e", "Nothing here is called IN-9999, R-99999. Look at the number again")
	a.wants("#why-e", "Say why")
	for what, change := range map[string]func(url.Values){
		"a section that is not there": func(f url.Values) { f.Set("section_99999", "x") },
		"nothing changed":             func(f url.Values) { f.Set("section_2", s.section("Who they are").Text) },
		"no number":                   func(f url.Values) { f.Del("submission") },
		"no words alone":              func(f url.Values) { f.Set("wording", "true"); f.Set(c.Field("points"), "24") },
		"rows of another kind":        func(f url.Values) { f["section_6_criterion"] = []string{"4711"} },
	} {
		form := freshly(proposing("Makers"))
		change(form)
		ruth.post("/icp/proposals", form).is(http.StatusUnprocessableEntity, what)
	}
	ruth.post("/icp/proposals", url.Values{"do": {"dance"}}).is(http.StatusNotFound, "a button nobody knows")
	wantsSameRows(t, s.rows("sessions"), before)
}

// TestALongSectionIsNotLost: 200 kB of text of three bytes a letter.
func TestALongSectionIsNotLost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	ruth := s.as(t, "ruth")
	long := strings.TrimSpace(strings.Repeat("مصانع الغذاء والشراب\n\n", icp.MaxText/len("مصانع الغذاء والشراب\n\n")))
	form := freshly(proposing(long))
	form.Set("why", "")
	refused := ruth.upload("/icp/proposals", form)
	refused.is(http.StatusUnprocessableEntity, "without a reason")
	refused.keeps(url.Values{"section_2": {long}})

	signedOut := s.visitor(t)
	form.Set("why", "Because")
	away := signedOut.upload("/icp/proposals", form)
	away.is(http.StatusUnauthorized, "signed out")
	away.wants(".callout", "What you typed is kept")
	for _, password := range []string{"not it", "meridian-freight-demo"} {
		sent := formOf(away, "form[action='/signin']")
		sent.Set("email", s.person("ruth").Email)
		sent.Set("password", password)
		away = signedOut.upload("/signin", sent)
	}
	away.is(http.StatusOK, "signed in again")
	back := signedOut.upload(away.Find("form").AttrOr("action", ""), formOf(away, "form"))
	back.is(http.StatusOK, "gone on")
	back.keeps(url.Values{"section_2": {long}, "why": {"Because"}})
	signedOut.upload("/icp/proposals", formOf(back, proposeForm)).leads(proposalPath(s.last()))
	if got := s.proposal("ruth", s.last()).Changes[0].To.Text; got != long {
		t.Errorf("got %d bytes, want the %d that were typed", len(got), len(long))
	}
	stranger := s.visitor(t)
	stranger.htmx = true
	alert := stranger.upload("/icp/proposals", form)
	alert.is(http.StatusUnauthorized, "signed out, by htmx")
	if got := alert.header.Get("HX-Retarget"); got != "#alert" || alert.header.Get("HX-Redirect") != "" {
		t.Errorf("by htmx: got target %q, want the alert, and the page left as it is", got)
	}
	foreign := s.visitor(t).upload("/signin", url.Values{"email": {s.person("ruth").Email}, "password": {"meridian-freight-demo"}, "kept_path": {"//evil.example"}, "kept": {`{"a":["b"]}`}})
	foreign.leads("/")
}

func TestWhatWasTypedIntoTheProfileComesBackThroughTheSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.reworded()
	again := func(path string, form url.Values) *answer {
		t.Helper()
		away := s.visitor(t).post(path, form)
		to, err := url.Parse(away.header.Get("Location"))
		if err != nil || to.Path != "/signin" {
			t.Fatalf("got %d to %q, want the sign-in", away.status, away.header.Get("Location"))
		}
		return s.as(t, "dan").get(to.Query().Get("next"))
	}
	again("/icp/proposals", proposing("Half a thought")).keeps(url.Values{"section_2": {"Half a thought"}, "title": {"Say it otherwise"}})
	again(proposalPath(p.ID)+"/edit", url.Values{"section_2": {"Other words"}, "version": {"1"}}).keeps(url.Values{"section_2": {"Other words"}})
	again(proposalPath(p.ID)+"/comments", url.Values{"body": {"Half a comment"}}).wants("#comment-body-0", "Half a comment")
	again(proposalPath(p.ID)+"/changes", url.Values{"body": {"Half a wish"}}).wants("#move-ask[open] textarea", "Half a wish")
}

func TestAgreedWhileWriting(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who := s.section("Who they are")
	for _, htmx := range []bool{false, true} {
		ruth := s.as(t, "ruth")
		form := formOf(ruth.get("/icp/proposals/new?section=2&section=3"), proposeForm)
		form.Set("title", "Mine")
		form.Set("why", "Because")
		form.Set("section_2", "Mine too")
		agreed := "Agreed meanwhile " + uuid.NewString()
		s.agrees(says(who, agreed))
		s.agrees(says(s.section("What sets them off"), agreed))
		ruth.htmx = htmx
		a := ruth.post("/icp/proposals", form)
		a.is(http.StatusConflict, "agreed while it was written")
		a.wants(".error-summary", "was agreed while you wrote")
		a.wants("#diff-section-2", agreed)
		a.keeps(url.Values{"section_2": {"Mine too"}, "section_3": {agreed}})
		form = formOf(a, proposeForm)
		sent := ruth.post("/icp/proposals", form)
		if to := sent.header.Get("Location") + sent.header.Get("HX-Redirect"); to != proposalPath(s.last()) {
			t.Errorf("htmx %t: sent again: got %d to %q, want it proposed", htmx, sent.status, to)
		}
		if made := s.proposal("ruth", s.last()); len(made.Changes) != 1 || made.Changes[0].Base.Text != agreed {
			t.Errorf("htmx %t: got changes %+v, want hers on what is agreed now", htmx, made.Changes)
		}
	}
}

func TestEditingAProposal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.reworded()
	s.turnKeys(p, "dan")
	ruth, dan := s.as(t, "ruth"), s.as(t, "dan")
	page := ruth.get(proposalPath(p.ID) + "/edit")
	page.wants(".page-lede", "turns it back")
	form := formOf(page, proposeForm)
	ruth.post(proposalPath(p.ID)+"/edit", form).leads(proposalPath(p.ID), "saved as it was")
	if got := s.proposal("ruth", p.ID); got.Revision != 1 || len(got.Keys) != 1 {
		t.Errorf("saved as it was: got revision %d with %d keys, want nothing changed", got.Revision, len(got.Keys))
	}
	theirs := formOf(dan.get(proposalPath(p.ID)+"/edit"), proposeForm)
	form.Set("section_2", "Ruth’s second words")
	ruth.post(proposalPath(p.ID)+"/edit", form).leads(proposalPath(p.ID))
	if got := s.proposal("ruth", p.ID); got.Revision != 2 || len(got.Keys) != 0 || got.Title != p.Title {
		t.Errorf("got revision %d with %d keys, want 2 without", got.Revision, len(got.Keys))
	}
	theirs.Set("section_2", "Dan’s words")
	stale := dan.post(proposalPath(p.ID)+"/edit", theirs)
	stale.is(http.StatusConflict, "an edit of what it said before")
	stale.wants(".error-summary", "Ruth Hallam changed Proposal")
	stale.wants("#diff-section-2", "Ruth’s second words")
	stale.keeps(url.Values{"section_2": {"Dan’s words"}, "version": {"2"}})
	dan.post(proposalPath(p.ID)+"/edit", formOf(stale, proposeForm)).leads(proposalPath(p.ID), "sent again")

	s.agrees(says(s.section("Who they are"), "First"))
	ruth.get(proposalPath(p.ID) + "/edit").leads(proposalPath(p.ID) + "/sections/2")
	theirs.Set("version", "3")
	late := dan.post(proposalPath(p.ID)+"/edit", theirs)
	late.is(http.StatusConflict, "an edit over a conflict")
	late.keeps(url.Values{"section_2": {"Dan’s words"}})
	if late.Find(`.error-summary a[href$="/sections/2"]`).Length() != 1 {
		t.Error("got no way to the three texts, want one")
	}
}

// TestChangedCriteriaSayWhatWouldMove: Garside Foods has 75 points of yes, and a good fit begins at 60.
func TestChangedCriteriaSayWhatWouldMove(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	checkedAccount(s)
	scorecard := s.section("Criteria scorecard")
	ruth := s.as(t, "ruth")
	form := formOf(ruth.get(fmt.Sprintf("/icp/proposals/new?section=%d", scorecard.ID)), proposeForm)
	form.Set("do", "preview")
	ruth.post("/icp/proposals", form).lacks(".callout")
	form.Set(scorecard.Field("good"), "80")
	ruth.post("/icp/proposals", form).wants(".callout", "Of 1 checked account, 0 would become a good fit and 1 would no longer be one.")
	form.Del("do")
	form.Set("title", "Be choosy")
	form.Set("why", "We have enough.")
	ruth.post("/icp/proposals", form).leads(proposalPath(s.last()))
	page := ruth.get(proposalPath(s.last()))
	page.wants(".callout:has(a)", "1 would no longer be one. See the 1")
	if got, want := page.Find(".callout a").AttrOr("href", ""), fmt.Sprintf("/icp/held#moves-%d", s.last()); got != want {
		t.Errorf("got a link to %q, want %q", got, want)
	}
}
