package handlers_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/uuid"

	"alongside/models/icp"
	"alongside/models/requests"
)

// agreedProfile is the version in force, agreed to now if there is none.
func agreedProfile(s *site) icp.Version {
	s.t.Helper()
	if v := s.profile(); v.Agreed() {
		return v
	}
	return s.agreeProfile("The first one")
}

// proposedCriterion is one that an open proposal would add.
func proposedCriterion(s *site) icp.Proposal {
	s.t.Helper()
	agreedProfile(s)
	card := s.profileSection("Criteria scorecard")
	card.Criteria = append(slices.Clone(card.Criteria), icp.Criterion{ID: -1, Attribute: "Had a customs hold", Weight: icp.Counts, Points: 10})
	return s.propose("Customs", card)
}

// checkedAccount is a check of Garside Foods; its version is that of the account.
func checkedAccount(s *site) requests.Request {
	s.t.Helper()
	v := agreedProfile(s)
	c, err := s.portal.ICP.Check(context.Background(), s.person("aisha"), icp.Enquiry{
		Submission: uuid.New(), Version: v.Number, Account: "Garside Foods", Answers: icp.Answers{1: icp.Yes, 2: icp.Yes, 3: icp.Yes, 4: icp.NotKnown, 5: icp.No},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return requests.Request{ID: c.ID, Version: one[int](s, `SELECT version FROM icp_accounts WHERE id = $1`, c.AccountID)}
}

func filledCheck() url.Values {
	return url.Values{"submission": {uuid.NewString()}, "version": {"1"}, "account": {"Garside Foods"},
		"answer_1": {"yes"}, "answer_2": {"yes"}, "answer_3": {"yes"}, "answer_4": {"unknown"}, "answer_5": {"no"}}
}

// TestAnAccountIsChecked from the form to its answer and to how it ended.
func TestAnAccountIsChecked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	aisha := s.as(t, "aisha")
	aisha.get("/icp/checks/new").wants("main", "Nothing to check against yet")
	aisha.post("/icp/checks", filledCheck()).is(http.StatusConflict, "nothing is agreed")
	aisha.get("/icp/checks").wants("main", "No account was checked yet")
	aisha.get("/icp/held").wants("main", "No account was checked yet")

	agreedProfile(s)
	page := aisha.get("/icp/checks/new?account=Garside+Foods")
	page.wants(".page-lede", "Five questions, about a minute. Scored against version 1, the same way by both teams.")
	page.wants("main", "3. Has the problem we solve")
	page.wants("#answer_3-h", "Ask when it happened last. 30 points, a must")
	page.keeps(url.Values{"account": {"Garside Foods"}, "version": {"1"}})
	if got := page.Find("input[type=radio]").Length(); got != 15 {
		t.Errorf("got %d answers to choose from, want 3 to each of 5 questions", got)
	}
	if got := page.Find("input[type=checkbox]").Length(); got != 2 {
		t.Errorf("got %d boxes, want 2 for what rules out", got)
	}

	form := filledCheck()
	aisha.post("/icp/checks", form).leads("/icp/checks/1")
	aisha.post("/icp/checks", form).leads("/icp/checks/1", "sent twice")
	answer := aisha.get("/icp/checks/1")
	answer.wants("h1", "Garside Foods is a good fit")
	answer.wants(".page-lede", "75 points, and 60 is the line. One answer could make it 90.")
	answer.wants("table", "Has changed supplier beforeNo0 of 10")
	answer.wants("tfoot", "Together75")
	answer.wants(".card", "Nothing rules it out. Kept with version 1, checked by Aisha Rahman today at 09:14.")
	answer.wants("section[aria-labelledby=band]", "Too few accounts that scored 60 to 79 have come to an end to say: 0, and ten are needed.")
	answer.wants("section[aria-labelledby=nx]", "How did it end?")
	answer.wants("a[href='/intel/new?account=Garside+Foods']", "Add a note about it")
	if got := aisha.get("/intel/new?account=Garside+Foods").value("account"); got != "Garside Foods" {
		t.Errorf("a note about it: got account %q, want Garside Foods", got)
	}

	ben := s.as(t, "ben")
	ben.post("/icp/checks/1/outcome", url.Values{"version": {"1"}}).is(http.StatusUnprocessableEntity, "nothing chosen")
	ben.post("/icp/checks/1/outcome", url.Values{"version": {"1"}, "outcome": {"drawn"}}).is(http.StatusUnprocessableEntity)
	ben.post("/icp/checks/1/outcome", url.Values{"version": {"1"}, "outcome": {"left"}}).leads("/icp/checks/1")
	ended := ben.get("/icp/checks/1")
	ended.wants("[role=status]", "Noted how it ended.")
	ended.wants("#outcome-h", "Left us later, said Ben Astley today.")
	if got := ended.Find("input[name=outcome]:checked").AttrOr("value", ""); got != "left" {
		t.Errorf("got %q chosen, want left", got)
	}
	late := aisha.post("/icp/checks/1/outcome", url.Values{"version": {"1"}, "outcome": {"won"}})
	late.is(http.StatusConflict)
	late.wants("[role=alert]", "Ben Astley said how it ended with Garside Foods since you opened this.")
	s.as(t, "ines").get("/icp/checks/1").lacks("main form")

	again := aisha.get("/icp/checks/new?from=1")
	again.keeps(url.Values{"account": {"Garside Foods"}})
	if got := again.Find("input:checked").Map(func(_ int, in *goquery.Selection) string { return in.AttrOr("name", "") + in.AttrOr("value", "") }); strings.Join(got, " ") != "answer_1yes answer_2yes answer_3yes answer_4unknown answer_5no" {
		t.Errorf("changing an answer: got %v chosen, want what was answered", got)
	}
	form.Set("submission", uuid.NewString())
	form.Set("answer_6", "yes")
	aisha.post("/icp/checks", form).leads("/icp/checks/2")
	out := aisha.get("/icp/checks/2")
	out.wants("h1", "Garside Foods is no fit")
	out.wants(".page-lede", "Ruled out: Is too small to be served well.")
	out.wants("section[aria-labelledby=others]", "Good fit75")
	aisha.get("/icp/checks/1").wants(".callout", "The latest check counts")
	list := aisha.get("/icp/checks?q=GARSIDE")
	list.wants("tbody", "Garside FoodsNo fit75")
	list.wants("tbody", "Left us later")
	aisha.get("/icp/checks?fit=good").wants("main", "No checked account matches")
	none := aisha.get("/icp/checks?q=Halden+%26+Co")
	if got := none.Find("main a.btn-primary").Last().AttrOr("href", ""); got != "/icp/checks/new?account=Halden+%26+Co" {
		t.Errorf("got a link to %q, want the form with the name", got)
	}
	for _, path := range []string{"/icp/checks?after=mangled", "/icp/checks?fit=perfect", "/icp/checks/99", "/icp/checks/new?from=99", "/icp/checks/x"} {
		aisha.get(path).is(http.StatusNotFound, path)
	}
}

// TestCheckKeepsWhatWasTyped: a mistake is said beside the field; a version agreed meanwhile is a conflict, and the next
// press goes through.
func TestCheckKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	agreedProfile(s)
	aisha := s.as(t, "aisha")
	form := filledCheck()
	form.Set("account", " ")
	form.Set("answer_2", "maybe")
	form.Set("answer_7", "yes")
	bad := aisha.post("/icp/checks", form)
	bad.is(http.StatusUnprocessableEntity)
	bad.wants("title", "Problem: Does it fit?")
	bad.wants(".error-summary", "Say which account this is")
	bad.wants("#answer_2-e", "Choose yes, no or not known")
	for _, id := range []string{"account", "answer_2"} {
		if bad.Find(".error-summary a[href='#"+id+"']").Length() != 1 || bad.Find("#"+id).Length() != 1 {
			t.Errorf("%s: got no link to it or no such control, want both", id)
		}
	}
	if got := bad.Find("input:checked").Length(); got != 5 {
		t.Errorf("got %d answers kept, want 5", got)
	}
	aisha.post("/icp/checks", url.Values{"submission": {uuid.NewString()}, "version": {"1"}, "account": {"Garside Foods"}}).wants("#answer_1-e", "Answer at least one question")
	aisha.post("/icp/checks", url.Values{"version": {"1"}, "account": {"Garside Foods"}, "answer_1": {"yes"}}).is(http.StatusUnprocessableEntity, "no submission")

	card := s.profileSection("Criteria scorecard")
	card.Good = 80
	s.agreeProfile("A higher line", card)
	late := aisha.post("/icp/checks", filledCheck())
	late.is(http.StatusConflict)
	late.wants("[role=alert]", "Version 2 was agreed while you answered. Your answers are kept")
	late.keeps(url.Values{"account": {"Garside Foods"}, "version": {"2"}})
	if got := late.Find("input:checked").Length(); got != 5 {
		t.Errorf("got %d answers kept, want 5", got)
	}
	next := filledCheck()
	next.Set("submission", late.value("submission"))
	next.Set("version", late.value("version"))
	aisha.post("/icp/checks", next).leads("/icp/checks/1")
	aisha.get("/icp/checks/1").wants("h1", "Garside Foods is not a fit yet")
	if got := one[int](s, `SELECT count(*) FROM icp_checks`); got != 1 {
		t.Errorf("got %d checks, want 1", got)
	}
}

// TestHowWellItHeld: the page and its CSV say the same, and no rate under ten.
func TestHowWellItHeld(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := agreedProfile(s)
	p := proposedCriterion(s)
	customs := p.Changes[0].To.Criteria[5].ID
	for i := range 21 {
		answers := icp.Answers{1: icp.Yes, 3: icp.Yes, 2: icp.No, 4: icp.No, 5: icp.No, customs: icp.Yes}
		outcome := icp.Lost
		if i < 9 {
			answers[2] = icp.Yes
		}
		if i%2 == 0 {
			outcome = icp.Won
		}
		c, err := s.portal.ICP.Check(t.Context(), s.person("ruth"), icp.Enquiry{Submission: uuid.New(), Version: v.Number, Account: fmt.Sprintf("Account %02d", i), Answers: answers})
		if err != nil {
			t.Fatal(err)
		}
		if i == 20 {
			continue
		}
		if _, err := s.portal.ICP.End(t.Context(), s.person("ruth"), c.ID, 1, outcome); err != nil {
			t.Fatal(err)
		}
	}
	ines := s.as(t, "ines")
	page := ines.get("/icp/held")
	page.wants(".page-lede", "21 checked accounts, 20 have come to an end, 10 won. No rate is shown under ten.")
	page.wants("section[aria-labelledby=bands]", "Good fit, 60 to 79 too few (9) 9 0")
	page.wants("section[aria-labelledby=bands]", "Not yet, 40 to 59 45% 5 of 11 12 0")
	page.wants("section[aria-labelledby=bands] tfoot", "Together 50% 10 of 20 21 0")
	page.wants("section[aria-labelledby=crit]", "Is of a size we serve well too few (9) 45% 5 of 11 Too few yet")
	page.wants("section[aria-labelledby=crit]", "Had a customs hold (proposed) 50% 10 of 20 too few (0) Too few yet")
	page.wants("section[aria-labelledby=moves-2]", "12 would become a good fit")
	page.wants("section[aria-labelledby=moves-2]", "Account 20 55 to 65, Account 19 55 to 65, Account 18 55 to 65, Account 17 55 to 65 and eight more.")
	page.lacks("main a[href='/icp/checks/new']")

	file := ines.get("/icp/held.csv")
	if got := file.header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Errorf("got %s, want CSV", got)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.body, "\ufeff")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var filed []string
	for _, row := range rows {
		filed = append(filed, strings.Join(row, "|"))
	}
	shown := 0
	page.Find("main table tbody tr, main table tfoot tr").Each(func(_ int, tr *goquery.Selection) {
		var cells []string
		tr.Find("th, td").Each(func(_ int, cell *goquery.Selection) {
			if cell.Find("svg.chart").Length() == 0 && !cell.HasClass("md:table-cell") {
				cells = append(cells, strings.Join(strings.Fields(cell.Text()), " "))
			}
		})
		shown++
		if row := strings.Join(cells, "|"); !slices.Contains(filed, row) {
			t.Errorf("got no line %q in the file, want what the page shows", row)
		}
	})
	if len(filed) != 1+3*2+shown {
		t.Errorf("got %d lines in the file, want %d of the page with the title and three heads", len(filed), shown)
	}
}
