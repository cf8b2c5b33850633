package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// filled is a brief in which every field is filled, ready to be sent.
func filled() url.Values {
	return url.Values{
		"submission": {uuid.NewString()}, "type": {"brochure"}, "title": {"Cross-dock brochure"}, "account": {"Halden Automotive"},
		"reader": {"Inbound logistics managers\nand their buyers"}, "change": {"They can hold my parts"}, "use": {"Tender", "Event"},
		"field_include": {"Times, \"prices\" & <quotes>"}, "needed_by": {"2026-12-09"}, "rush_reason": {"The fair"}, "do": {"send"},
	}
}

// with changes fields of a form; no value takes one away.
func with(form url.Values, name string, values ...string) url.Values {
	form = maps.Clone(form)
	form[name] = values
	if len(values) == 0 {
		form.Del(name)
	}
	return form
}

// shown are the fields as the form shows them again: what cannot be shown is �.
func shown(form url.Values) url.Values {
	again := url.Values{}
	for name, values := range form {
		if name == "do" || name == "submission" || name == "type" {
			continue
		}
		for _, v := range values {
			v = strings.ReplaceAll(strings.ToValidUTF8(v, "�"), "\x00", "�")
			again.Add(name, strings.TrimSpace(v))
		}
	}
	return again
}

func TestBadBriefs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	long := func(n int) string { return strings.Repeat("é", n) }
	for name, c := range map[string]struct {
		form  url.Values
		field string // of the message; "" for one of the form as a whole
		words string
	}{
		"no title":               {with(filled(), "title", ""), "title", ""},
		"title of spaces":        {with(filled(), "title", " \t "), "title", ""},
		"title too long":         {with(filled(), "title", long(121)), "title", "at most 120 characters; this has 121"},
		"account too long":       {with(filled(), "account", long(121)), "account", "at most 120"},
		"reader too long":        {with(filled(), "reader", long(2001)), "reader", "at most 2000"},
		"no reader":              {with(filled(), "reader"), "reader", "Say who will read it"},
		"change far too long":    {with(filled(), "change", long(100_000)), "change", "this has 100000"},
		"own field too long":     {with(filled(), "field_include", long(2001)), "field_include", "at most 2000"},
		"rush reason too long":   {with(filled(), "rush_reason", long(1001)), "rush_reason", "at most 1000"},
		"no rush reason":         {with(filled(), "rush_reason", ""), "rush_reason", "Say why this is needed sooner"},
		"31 February":            {with(filled(), "needed_by", "2027-02-31"), "needed_by", "not a day of the calendar"},
		"29 February of no leap": {with(filled(), "needed_by", "2027-02-29"), "needed_by", "not a day of the calendar"},
		"month 13":               {with(filled(), "needed_by", "2027-13-01"), "needed_by", "not a day of the calendar"},
		"day 00":                 {with(filled(), "needed_by", "2027-01-00"), "needed_by", "not a day of the calendar"},
		"British date":           {with(filled(), "needed_by", "09/12/2026"), "needed_by", "not a day of the calendar"},
		"date with time":         {with(filled(), "needed_by", "2026-12-09T10:00"), "needed_by", "not a day of the calendar"},
		"endless year":           {with(filled(), "needed_by", "99999-01-01"), "needed_by", "not a day of the calendar"},
		"yesterday":              {with(filled(), "needed_by", "2026-11-24"), "needed_by", "This date has passed"},
		"a past century":         {with(filled(), "needed_by", "1926-11-24"), "needed_by", "This date has passed"},
		"the first year":         {with(filled(), "needed_by", "0001-01-01"), "needed_by", "This date has passed"},
		"far future":             {with(filled(), "needed_by", "9999-12-31"), "needed_by", "within the next two years"},
		"unknown use":            {with(filled(), "use", "Tender", "Wallpaper"), "use", "Choose from the list"},
		"invalid UTF-8":          {with(filled(), "title", "Bro\xffchure"), "title", "broken"},
		"invalid UTF-8 in text":  {with(filled(), "reader", "\xc3\x28"), "reader", "broken"},
		"NUL in the title":       {with(filled(), "title", "Bro\x00chure"), "title", "cannot be stored"},
		"NUL in text":            {with(filled(), "field_include", "a\x00b"), "field_include", "cannot be stored"},
		"NUL in a date":          {with(filled(), "needed_by", "2026-12-09\x00"), "needed_by", "not a day of the calendar"},
		"lines in the title":     {with(filled(), "title", "Bro\nchure"), "title", "in one line"},
		"escape sequence":        {with(filled(), "account", "\x1b[31mred"), "account", "in one line"},
		"no submission":          {with(filled(), "submission"), "", "lost its number"},
		"submission is no UUID":  {with(filled(), "submission", "1"), "", "lost its number"},
		"NUL in the submission":  {with(filled(), "submission", "\x00"), "", "lost its number"},
		"10,000 repeated fields": {with(filled(), "use", slices.Repeat([]string{"Tender"}, 10_000)...), "", "at most 1000"},
		"10,000 unknown fields":  {withUnknown(filled(), 10_000), "", "at most 1000"},
		"everything wrong":       {url.Values{"submission": {uuid.NewString()}, "type": {"brochure"}, "title": {"\xff"}, "needed_by": {"x"}}, "title", "broken"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ruth := s.as(t, "ruth")
			before := s.rows("sessions")
			for kind, a := range map[string]*answer{"urlencoded": ruth.post("/requests", c.form), "multipart": ruth.upload("/requests", c.form)} {
				if !a.is(http.StatusUnprocessableEntity, kind) {
					continue
				}
				a.wants("title", "Problem")
				a.wants("[role=alert] h2", "to sort out before this can be sent")
				a.wants("[role=alert]", c.words)
				if c.field != "" {
					a.wants("#"+c.field+"-e", c.words)
					if a.Find("[role=alert] a[href='#"+c.field+"']").Length() != 1 {
						t.Errorf("%s: got no link from the summary to #%s", kind, c.field)
					}
				}
				want := shown(c.form)
				if len(want["use"]) > 4 {
					want["use"] = []string{"Tender"}
				}
				for unknown := range want {
					if strings.HasPrefix(unknown, "unknown") {
						want.Del(unknown)
					}
				}
				want["use"] = slices.DeleteFunc(slices.Clone(want["use"]), func(u string) bool { return u == "Wallpaper" })
				a.keeps(want)
				if got := a.value("submission"); got == "" {
					t.Errorf("%s: got no submission in the form, want one", kind)
				}
				if got := a.value("type"); got != "brochure" {
					t.Errorf("%s: got type %q, want brochure", kind, got)
				}
			}
			if n := one[int](s, `SELECT count(*) FROM requests`); n != 0 {
				t.Errorf("got %d requests, want nothing stored", n)
			}
			wantsSameRows(t, s.rows("sessions"), before)
		})
	}
}

func withUnknown(form url.Values, n int) url.Values {
	for i := range n {
		form.Set(fmt.Sprintf("unknown%d", i), "x")
	}
	return form
}

func TestUnknownTypeLeadsBackToTheChoice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	for _, kind := range []string{"", "poster", "Brochure", "brochure\x00", "\xff", "' OR 1=1 --", strings.Repeat("x", 5000)} {
		form := with(filled(), "type", kind)
		a := ruth.post("/requests", form)
		a.is(http.StatusUnprocessableEntity, kind)
		a.wants("h1", "What do you need?")
		a.wants("[role=alert]", "Choose what you need")
		// What was typed goes on with the choice.
		next := url.Values{"type": {"sheet"}}
		for name := range shown(form) {
			a.Find("main form input[type=hidden][name='" + name + "']").Each(func(_ int, kept *selection) { next.Add(name, kept.AttrOr("value", "")) })
		}
		ruth.get("/requests/new?" + next.Encode()).keeps(with(shown(form), "field_include"))
	}
	ruth.post("/requests", url.Values{}).is(http.StatusUnprocessableEntity, "an empty body")
	for _, contentType := range []string{"application/json", "text/plain", "", "multipart/mixed; boundary=x"} {
		a := ruth.send(http.MethodPost, "/requests", contentType, `{"type":"brochure","title":"A brochure"}`)
		a.is(http.StatusUnprocessableEntity, contentType)
	}
	for body, contentType := range map[string]string{
		"%zz=1": formType, "title=%f": formType, strings.Repeat("a=1&", 20_001): formType, "--x": "multipart/form-data; boundary=x", "no parts": "multipart/form-data; boundary=x", "": "multipart/form-data",
	} {
		a := ruth.send(http.MethodPost, "/requests", contentType, body)
		a.is(http.StatusBadRequest, fmt.Sprintf("%.20s", body))
		a.wants("h1", "That could not be read")
	}
	if n := one[int](s, `SELECT count(*) FROM requests`); n != 0 {
		t.Errorf("got %d requests, want none", n)
	}
}

func TestMoreThanAFormMayHold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	large := with(filled(), "change", strings.Repeat("x", 1<<20))
	ruth.post("/requests", large).is(http.StatusRequestEntityTooLarge, "urlencoded")
	a := ruth.upload("/requests", large, attached{"a.txt", "kept before the text that is too long"})
	a.is(http.StatusRequestEntityTooLarge, "multipart")
	a.wants("h1", "That is more than fits")
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept, want none", n)
	}
}

func TestFilesOfABrief(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	eleven := slices.Repeat([]attached{{"lanes.pdf", "%PDF-1.4"}}, 11)
	a := ruth.upload("/requests", filled(), eleven...)
	a.is(http.StatusUnprocessableEntity, "eleven files")
	a.wants("#files-e", "At most 10 files at once")
	a.keeps(shown(filled()))

	a = ruth.upload("/requests", filled(), attached{"small.pdf", "%PDF-1.4"}, attached{"film.mov", strings.Repeat("x", 25<<20+1)})
	a.is(http.StatusUnprocessableEntity, "a file of more than 25 MB")
	a.wants("#files-e", "“film.mov” is larger than 25 MB")
	a.keeps(shown(filled()))

	ruth.upload("/requests", with(filled(), "title", ""), attached{"lanes.pdf", "%PDF-1.4"}).is(http.StatusUnprocessableEntity, "a file with a brief that is refused")
	ruth.upload("/requests", with(filled(), "do", "dates"), attached{"lanes.pdf", "%PDF-1.4"}).is(http.StatusOK, "a file with a question for dates")
	s.as(t, "ben").upload("/requests", filled(), attached{"lanes.pdf", "%PDF-1.4"}).is(http.StatusForbidden, "a file of one who may not ask")
	ruth.upload("/requests", with(filled(), "type", "poster"), attached{"lanes.pdf", "%PDF-1.4"}).is(http.StatusUnprocessableEntity, "a file for an unknown type")
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept of refused forms, want none", n)
	}

	form := filled()
	ruth.upload("/requests", form, attached{"lanes.pdf", "%PDF-1.4"}, attached{"table.csv", "a,b"}).leads("/requests/1")
	ruth.upload("/requests", form, attached{"lanes.pdf", "%PDF-1.4"}, attached{"table.csv", "a,b"}).leads("/requests/1", "sent twice")
	if n := filesKept(t); n != 2 {
		t.Errorf("got %d files kept, want the 2 of the request", n)
	}
}

// TestFormsWithoutFiles sends files with forms that bring none: nobody but a team's member may fill the disk.
func TestFormsWithoutFiles(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ask("ruth", "brochure", "Cross-dock brochure")
	file := attached{"lanes.pdf", "%PDF-1.4"}
	nobody, ben, ines := s.visitor(t), s.as(t, "ben"), s.as(t, "ines")
	nobody.upload("/signin", url.Values{"email": {"a@b.example"}}, file).is(http.StatusUnprocessableEntity, "sign-in")
	nobody.upload("/requests", filled(), file).is(http.StatusSeeOther, "nobody asks")
	nobody.upload("/requests/1/files", url.Values{}, file).is(http.StatusSeeOther, "nobody adds")
	ines.upload("/requests/1/files", url.Values{"submission": {uuid.NewString()}}, file).is(http.StatusForbidden, "a reader adds")
	ines.upload("/inbox/read", url.Values{"up_to": {"1"}}, file).leads("/inbox")
	ben.upload("/requests/1/files", url.Values{}, file).is(http.StatusUnprocessableEntity, "without submission")
	ben.upload("/requests/7/files", url.Values{"submission": {uuid.NewString()}}, file).is(http.StatusNotFound, "to a request that is not there")
	ben.upload("/requests/1/comments", url.Values{"submission": {uuid.NewString()}, "body": {"Hello"}}, file).leads("/requests/1")
	ben.upload("/requests/1/closing", url.Values{"how": {"explode"}}, file).is(http.StatusNotFound, "an unknown way to close")
	ben.upload("/requests/1/closing", url.Values{"how": {"deliver"}, "version": {"1"}}, file).is(http.StatusConflict, "not in the last stage")
	ben.upload("/requests/1/stage", url.Values{"to": {"next"}, "version": {"1"}}, file).leads("/requests/1")
	ben.upload("/requests/1/closing", url.Values{"how": {"decline"}, "reason": {"No"}, "version": {"2"}}, file).is(http.StatusForbidden, "work has begun")
	s.as(t, "priya").upload("/requests/1/closing", url.Values{"how": {"decline"}, "reason": {"No"}, "version": {"2"}}, file).leads("/requests/1")
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept, want none", n)
	}
}

// TestOnlyListedFieldsBind sends the same forms to two sites, to one with every column as a field beside.
func TestOnlyListedFieldsBind(t *testing.T) {
	t.Parallel()
	var rows []map[string]string
	extra := url.Values{
		"id": {"77"}, "requester_id": {"3"}, "requester": {"3"}, "requester_side": {"marketing"}, "state": {"delivered"}, "stage": {"7"},
		"process_id": {"3"}, "asked_side": {"sales"}, "ball_side": {"sales"}, "ball_person_id": {"3"}, "promised_at": {"2030-01-01"},
		"forecast_at": {"2030-01-01"}, "submitted_at": {"2020-01-01"}, "created_at": {"2020-01-01"}, "closed_at": {"2020-01-01"},
		"delivered_link": {"https://evil.example"}, "link": {"https://evil.example"}, "review_by": {"2030-01-01"}, "closed_why": {"x"},
		"role": {"admin"}, "side": {"marketing"}, "active": {"false"}, "email": {"x@y.example"}, "owner": {"3"}, "person": {"3"},
		"person_id": {"3"}, "assignee": {"3"}, "sales_person_id": {"3"}, "marketing_person_id": {"3"}, "approved_at": {"2020-01-01"},
		"sales_key": {"1"}, "agreed_at": {"2020-01-01"}, "at": {"2020-01-01"}, "actor_id": {"3"}, "kind": {"delivered"}, "Version": {"9"},
		"reason": {"x"}, "how": {"deliver"}, "field_unknown": {"x"}, "answers": {"x"}, "uses": {"Wallpaper"}, "rush": {"true"}, "sha256": {"x"},
	}
	for _, greedy := range []bool{false, true} {
		s := newSite(t)
		post := func(b *browser, path string, form url.Values) {
			t.Helper()
			if greedy {
				for name, values := range extra {
					if !form.Has(name) {
						form[name] = values
					}
				}
				for name, values := range form { // and every field twice: the first counts
					if name != "use" {
						form[name] = append(slices.Clone(values), "9")
					}
				}
			}
			b.post(path, form).is(http.StatusSeeOther, path)
		}
		ruth, ben, priya := s.as(t, "ruth"), s.as(t, "ben"), s.as(t, "priya")
		uuids := func(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }
		post(ruth, "/requests", with(filled(), "submission", uuids(1)))
		post(priya, "/requests/1/rush", url.Values{"version": {"1"}, "decision": {"agree"}, "note": {"Yes"}})
		post(ben, "/requests/1/assignee", url.Values{"version": {"2"}, "person": {fmt.Sprint(s.person("lucia").ID)}})
		post(ben, "/requests/1/checklist/0", url.Values{"done": {"true"}})
		post(ben, "/requests/1/stage", url.Values{"version": {"3"}, "to": {"next"}, "note": {"Good brief"}})
		post(ruth, "/requests/1/question", url.Values{"version": {"4"}, "body": {"Which lanes?"}})
		post(ben, "/requests/1/answer", url.Values{"version": {"5"}, "body": {"All"}})
		post(ruth, "/requests/1/comments", url.Values{"submission": {uuids(2)}, "body": {"Thank you"}})
		post(ruth, "/inbox/read", url.Values{"up_to": {"5"}})
		post(ruth, "/requests/1/closing", url.Values{"version": {"6"}, "how": {"cancel"}, "reason": {"Not needed"}})
		rows = append(rows, s.rows(append(jobTables, "sessions", "throttles")...))
	}
	delete(rows[0], "people") // made at the same moment in one template, but hashed passwords are long to print
	wantsSameRows(t, rows[1], rows[0])
}

func TestPromisedDates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	plan := ruth.get("/requests/plan?type=brochure")
	plan.is(http.StatusOK)
	plan.wants("body", "Wed 16 Dec")
	plan.lacks("html head title")
	plan.lacks("[name=rush_reason]")

	rush := ruth.get("/requests/plan?type=brochure&needed_by=2026-12-09&rush_reason=The+fair")
	rush.wants("[hx-target='#rush']", "Wed 9 Dec is five working days sooner than the time both teams agreed")
	if got := rush.value("rush_reason"); got != "The fair" {
		t.Errorf("got reason %q, want it kept", got)
	}
	for _, day := range []string{"2026-12-16", "2027-06-01", "9999-12-31", "2020-01-01", "0001-01-01", "2027-02-31", "soon", "\x00", "\xff"} {
		a := ruth.get("/requests/plan?" + url.Values{"type": {"brochure"}, "needed_by": {day}}.Encode())
		a.is(http.StatusOK, day)
		a.wants("body", "Wed 16 Dec")
		a.lacks("[name=rush_reason]")
	}
	ruth.get("/requests/plan?type=poster").is(http.StatusNotFound)
	ruth.get("/requests/plan").is(http.StatusNotFound)

	// Without JavaScript the button beside the date brings the same form with its dates.
	form := with(with(filled(), "do", "dates"), "rush_reason", "")
	a := ruth.post("/requests", form)
	a.is(http.StatusOK, "update dates")
	a.wants("#rush", "sooner than the time both teams agreed")
	a.keeps(shown(form))
	a = ruth.post("/requests", with(form, "needed_by", "2027-02-31"))
	a.wants("#needed_by-e", "not a day of the calendar")
	if n := one[int](s, `SELECT count(*) FROM requests`); n != 0 {
		t.Errorf("got %d requests, want none", n)
	}
}

func TestFiftyIdenticalPostsMakeOneRequest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	form := filled()
	var posts sync.WaitGroup
	answers := make([]*answer, 50)
	for i := range answers {
		posts.Go(func() { answers[i] = ruth.post("/requests", form) })
	}
	posts.Wait()
	for i, a := range answers {
		a.leads("/requests/1", fmt.Sprint("post ", i))
	}
	for table, want := range map[string]int{"requests": 1, "promises": 1, "turns": 1, "events": 1, "submissions": 1} {
		if got := one[int](s, `SELECT count(*) FROM `+table); got != want {
			t.Errorf("%s: got %d rows, want %d", table, got, want)
		}
	}
	if got := one[int](s, `SELECT count(*) FROM river_job WHERE kind = 'announce'`); got != 1 {
		t.Errorf("got %d announcements, want 1", got)
	}
}

func TestTheSameFormWithOtherWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	form := filled()
	ruth.post("/requests", form).leads("/requests/1")
	form = with(form, "title", "Another brochure")
	a := ruth.upload("/requests", form, attached{"lanes.pdf", "%PDF-1.4"})
	a.is(http.StatusConflict)
	a.wants("[role=alert]", "You sent this form before, with other words")
	a.keeps(shown(form))
	if n := filesKept(t); n != 0 {
		t.Errorf("got %d files kept, want none", n)
	}
	key := a.value("submission")
	if _, err := uuid.Parse(key); err != nil || key == form.Get("submission") {
		t.Errorf("got submission %q, want a new one", key)
	}
	ruth.post("/requests", with(form, "submission", key)).leads("/requests/2")
	s.as(t, "dan").post("/requests", form).leads("/requests/3", "the same key of somebody else")
}

func TestEveryTypeCanBeAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n := 0
	for _, first := range []string{"ruth", "ben"} {
		b := s.as(t, first)
		b.get("/requests/new").Find("main form input[name=type]").Each(func(_ int, card *selection) {
			n++
			kind := card.AttrOr("value", "")
			page := b.get("/requests/new?type=" + kind)
			page.is(http.StatusOK, kind)
			form := url.Values{"submission": {page.value("submission")}, "type": {page.value("type")}, "do": {"send"}}
			page.Find("main form").Last().Find("input[type=text], textarea").Each(func(_ int, field *selection) {
				form.Set(field.AttrOr("name", ""), "Words for "+field.AttrOr("id", ""))
			})
			form.Del("rush_reason")
			b.post("/requests", form).leads(fmt.Sprintf("/requests/%d", n), kind)
			show := b.get(fmt.Sprintf("/requests/%d", n))
			for name, words := range form {
				if name == "submission" || name == "type" || name == "do" {
					continue
				}
				if !strings.Contains(show.text("main"), words[0]) {
					t.Errorf("%s: got no %q on its page, want what was asked in %s", kind, words[0], name)
				}
			}
		})
	}
	if n != 10 {
		t.Errorf("got %d types asked, want 10", n)
	}
}
