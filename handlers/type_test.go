package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/requests"
)

// drafted is the open draft of the sheet's process, changed by Hannah.
func drafted(s *site) requests.Process {
	s.t.Helper()
	ctx := context.Background()
	draft, err := s.portal.Requests.StartDraft(ctx, s.person("priya"), "sheet")
	if err != nil {
		s.t.Fatal(err)
	}
	next := draft.Settings()
	next.Why = "Made for visit " + uuid.NewString()
	next.Rounds = 3
	draft, err = s.portal.Requests.SaveDraft(ctx, s.person("hannah"), "sheet", draft.Revision, next)
	if err != nil {
		s.t.Fatal(err)
	}
	return draft
}

// withDraft is the draft by its id and revision, as a visit fills them in.
func withDraft(s *site) requests.Request {
	s.t.Helper()
	draft := drafted(s)
	return requests.Request{ID: draft.ID, Version: draft.Revision}
}

// sheetForm is the editor of a sheet with three stages and two questions, sent by the button.
func sheetForm(do string) url.Values {
	form := url.Values{
		"version": {"{version}"}, "rounds": {"2"}, "review_days": {"365"}, "decides": {"lead"}, "reviewers": {"", ""}, "why": {"A day less."},
		"field_1_key": {"reader"}, "field_1_label": {"Who will read it"}, "field_1_kind": {"paragraph"}, "field_1_must": {"on"},
		"field_2_key": {""}, "field_2_label": {"Size"}, "field_2_kind": {"choices"}, "field_2_options": {"A4\r\nA5"},
	}
	for i, s := range [][3]string{{"Draft", "marketing", "2"}, {"Fact check", "sales", "1.5"}, {"Finish", "marketing", "0.5"}} {
		prefix := fmt.Sprintf("stage_%d_", i+1)
		form[prefix+"name"], form[prefix+"side"], form[prefix+"days"] = []string{s[0]}, []string{s[1]}, []string{s[2]}
		form[prefix+"done"], form[prefix+"checklist"] = []string{"It is done."}, []string{"One\r\nTwo"}
	}
	form["stage_2_review"] = []string{"on"}
	if do != "" {
		form["do"] = []string{do}
	}
	return form
}

func seen(form url.Values, d requests.Process) url.Values {
	form.Set("version", strconv.Itoa(d.Revision))
	return form
}

func TestDraftIsSaved(t *testing.T) {
	t.Parallel()
	for _, htmx := range []bool{false, true} {
		s := newSite(t)
		ruth := s.as(t, "ruth")
		ruth.htmx = htmx
		d := drafted(s)
		a := ruth.post("/requests/types/sheet/draft", seen(sheetForm("save"), d))
		if to := a.header.Get("Location") + a.header.Get("HX-Redirect"); to != "/requests/types/sheet" {
			t.Errorf("htmx %t: got to %q, want the page of the type", htmx, to)
		}
		got, err := s.portal.Requests.DraftOf(context.Background(), "sheet")
		if err != nil {
			t.Fatal(err)
		}
		if got.Days() != 4 || got.Decides != requests.DecidesLead || got.ReviewDays != 365 || !got.Stages[1].Review || got.Stages[0].Review ||
			len(got.Stages[2].Checklist) != 2 || got.Fields[0].Missing == "" || got.Fields[1].Missing != "" || len(got.Fields[1].Options) != 2 {
			t.Errorf("htmx %t: got %+v, want what was sent", htmx, got)
		}
		ruth.htmx = false
		page := ruth.get("/requests/types/sheet")
		page.wants("h1", "One-page sheet")
		page.wants(".promise-list del", "Brief check")
		page.wants(".page-lede", "Hannah Moyo and Ruth Hallam drafted version 2 together")
	}
}

// TestEditorSteps presses the small buttons: each answers with the form changed, and nothing is saved or lost.
func TestEditorSteps(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := drafted(s)
	before := s.rows("sessions")
	for _, c := range []struct {
		button, value string
		stages        string // their names after it, as typed
		fields        int
		focus         string
	}{
		{"up", "3", "Draft|Finish|Fact check", 2, "up_2"},
		{"up", "2", "Fact check|Draft|Finish", 2, "down_1"},
		{"down", "2", "Draft|Finish|Fact check", 2, "up_3"},
		{"remove", "1", "Fact check|Finish", 2, "stage_1_name"},
		{"do", "add", "Draft|Fact check|Finish|", 2, "stage_4_name"},
		{"do", "field", "Draft|Fact check|Finish", 3, "field_3_label"},
		{"field_remove", "1", "Draft|Fact check|Finish", 1, "field_1_label"},
		{"field_up", "2", "Draft|Fact check|Finish", 2, "field_down_1"},
		{"up", "9", "Draft|Fact check|Finish", 2, ""},
		{"up", "x", "Draft|Fact check|Finish", 2, ""},
		{"up", "1", "Draft|Fact check|Finish", 2, ""},
	} {
		for _, htmx := range []bool{false, true} {
			what := fmt.Sprintf("%s %s, htmx %t", c.button, c.value, htmx)
			ruth := s.as(t, "ruth")
			ruth.htmx = htmx
			form := seen(sheetForm(""), d)
			form.Set("why", "Typed, not <saved>")
			form.Set(c.button, c.value)
			a := ruth.post("/requests/types/sheet/draft", form)
			a.is(http.StatusOK, what)
			var names []string
			for i := range a.Find(".stage-edit").Length() {
				names = append(names, a.Find(fmt.Sprintf("[name=stage_%d_name]", i+1)).AttrOr("value", "?"))
			}
			if got := strings.Join(names, "|"); got != c.stages {
				t.Errorf("%s: got stages %q, want %q", what, got, c.stages)
			}
			if got := a.Find(".field-edit").Length(); got != c.fields {
				t.Errorf("%s: got %d questions, want %d", what, got, c.fields)
			}
			if got := a.Find("[autofocus]").AttrOr("id", ""); got != c.focus {
				t.Errorf("%s: got the focus on %q, want %q", what, got, c.focus)
			}
			if got := strings.TrimSpace(a.Find("#why").Text()); got != "Typed, not <saved>" {
				t.Errorf("%s: got why %q, want what was typed", what, got)
			}
			if got, want := a.Find("[name=version]").First().AttrOr("value", ""), strconv.Itoa(d.Revision); !htmx && a.Find("#draft-editor [name=version]").AttrOr("value", "") != want {
				t.Errorf("%s: got version %q, want %q", what, got, want)
			}
			if hasPage := a.Find("h1").Length() == 1; hasPage == htmx {
				t.Errorf("%s: got a page %t", what, hasPage)
			}
		}
	}
	wantsSameRows(t, s.rows("sessions"), before)
}

func TestDraftWithProblems(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := drafted(s)
	before := s.rows("sessions")
	for _, htmx := range []bool{false, true} {
		ruth := s.as(t, "ruth")
		ruth.htmx = htmx
		form := seen(sheetForm("save"), d)
		form.Set("stage_1_days", "a while")
		form.Set("stage_3_name", "")
		form.Del("field_2_options")
		form.Set("why", "Kept")
		a := ruth.post("/requests/types/sheet/draft", form)
		a.is(http.StatusUnprocessableEntity, "bad draft")
		for control, words := range map[string]string{"stage_1_days": "in halves, from 0.5 to 60", "stage_3_name": "Give the stage a name", "field_2_options": "at least two choices"} {
			if a.Find("#"+control+"[aria-invalid]").Length() != 1 || !strings.Contains(a.Find("#"+control+"-e").Text(), words) || a.Find(`.error-summary a[href="#`+control+`"]`).Length() != 1 {
				t.Errorf("htmx %t: got nothing beside %s, want %q, and a link to it", htmx, control, words)
			}
		}
		if got := a.Find("#stage_1_days").AttrOr("value", ""); got != "a while" {
			t.Errorf("htmx %t: got days %q, want what was typed", htmx, got)
		}
		if got := strings.TrimSpace(a.Find("#why").Text()); got != "Kept" {
			t.Errorf("htmx %t: got why %q, want Kept", htmx, got)
		}
		if a.Find("details.field-edit[open] #field_2_options").Length() != 1 {
			t.Errorf("htmx %t: got the question closed, want it open where something is wrong", htmx)
		}
	}
	wantsSameRows(t, s.rows("sessions"), before)
}

func TestDraftOvertaken(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := drafted(s)
	drafted(s) // Hannah again
	before := s.rows("sessions")
	ruth := s.as(t, "ruth")
	form := seen(sheetForm("save"), d)
	a := ruth.post("/requests/types/sheet/draft", form)
	a.is(http.StatusConflict, "stale draft")
	a.wants(".error-summary", "Hannah Moyo changed the draft of version 2 since you opened it")
	if got := a.Find("[name=stage_2_days]").AttrOr("value", ""); got != "1.5" {
		t.Errorf("got %q in the form, want what was typed", got)
	}
	if got, want := a.Find("#draft-editor [name=version]").AttrOr("value", ""), strconv.Itoa(d.Revision+1); got != want {
		t.Errorf("got version %q, want %q: saving again is a decision", got, want)
	}
	ruth.htmx = true
	ruth.post("/requests/types/sheet/draft", form).is(http.StatusConflict, "stale draft by htmx")
	wantsSameRows(t, s.rows("sessions"), before)

	ruth.htmx = false
	priya := s.as(t, "priya")
	now, err := s.portal.Requests.DraftOf(context.Background(), "sheet")
	if err != nil {
		t.Fatal(err)
	}
	priya.post("/requests/types/sheet/draft", url.Values{"do": {"withdraw"}, "version": {strconv.Itoa(now.Revision)}}).leads("/requests/types/sheet")
	a = ruth.post("/requests/types/sheet/draft", form)
	a.is(http.StatusConflict, "draft of which nothing is left")
	a.wants("#kept", "A day less.")
	ruth.get("/requests/types/sheet/versions/2").wants("main", "Withdrawn")
}

func TestKeysOnThePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := drafted(s)
	key := url.Values{"do": {"turn"}, "process": {strconv.FormatInt(d.ID, 10)}, "version": {strconv.Itoa(d.Revision)}}
	dan, priya, ruth := s.as(t, "dan"), s.as(t, "priya"), s.as(t, "ruth")
	priya.htmx = true
	a := priya.post("/requests/types/sheet/keys", key)
	a.is(http.StatusOK, "Priya's key by htmx")
	a.wants(".key.turned[data-team=marketing]", "Priya Nair")
	a.wants(".key[data-team=sales]", "Dan Okafor")
	a.wants(".holder-chip", "With Sales")
	if a.Find("h1").Length() != 1 || a.Find("body > header").Length() != 0 {
		t.Error("got a page, want the panel")
	}
	if page := ruth.get("/requests/types/sheet"); page.Find("button[value=turn]").Length() != 0 || page.Find("button[value=withdraw]").Length() != 0 {
		t.Error("a member: got buttons of leads, want none")
	}
	home := dan.get("/")
	home.wants(`section[aria-labelledby=on-you] a[href="`+fmt.Sprintf("/requests/processes/%d", d.ID)+`"]`, "One-page sheet, version 2")
	dan.get(fmt.Sprintf("/requests/processes/%d", d.ID)).leads("/requests/types/sheet")

	ask := url.Values{"do": {"ask"}, "process": key["process"], "version": key["version"], "submission": {uuid.NewString()}, "body": {""}}
	a = dan.post("/requests/types/sheet/keys", ask)
	a.is(http.StatusUnprocessableEntity, "asked for nothing")
	a.wants(".error-summary", "Say what should change")
	ask.Set("body", "Two <b>days</b>")
	dan.post("/requests/types/sheet/keys", ask).leads("/requests/types/sheet")
	priya.htmx = false
	priya.get("/requests/types/sheet").wants(".talk", "Two <b>days</b>")

	stale := url.Values{"do": {"turn"}, "process": key["process"], "version": {strconv.Itoa(d.Revision - 1)}}
	a = dan.post("/requests/types/sheet/keys", stale)
	a.is(http.StatusConflict, "a key for what was drafted before")
	dan.post("/requests/types/sheet/keys", key).leads("/requests/types/sheet")
	page := dan.get("/requests/types/sheet")
	page.wants(".seal-text", "Priya Nair, Marketing")
	page.wants(".page-lede", "Version 2 has been in force since Wed 25 Nov")
	dan.get("/requests/types").wants("main", "Version 2")
	if a := dan.get("/requests/types/poem"); a.status != http.StatusNotFound {
		t.Errorf("a type nobody knows: got %d, want 404", a.status)
	}
	for _, path := range []string{"/requests/types/sheet/versions/9", "/requests/types/sheet/versions/x", "/requests/types/sheet/nothing", "/requests/types/"} {
		if a := dan.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, a.status)
		}
	}
	r := s.ask("ruth", "sheet", "Rates")
	ruth.get(fmt.Sprintf("/requests/%d", r.ID)).wants(`a[href="/requests/types/sheet/versions/2"]`, "Process version 2")
}
