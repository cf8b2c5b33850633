package handlers_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/drafts"
	"alongside/models/files"
	"alongside/models/intel"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/static"
)

// everybody is each kind of visitor, in the order of route.want: nobody, a reader, a member and a lead of Sales, a
// member and a lead of Marketing, an administrator who is on Marketing's side.
var everybody = []string{"", "ines", "ruth", "dan", "ben", "priya", "joel"}

// route is a pattern of routes.go with a visit to it, and what each visitor is answered.
type route struct {
	pattern string
	path    string // {id} and {version} are those of what was made
	made    func(s *site) requests.Request
	note    func(s *site) intel.Note  // {note}, {note-version}; {question} is one that it answers
	line    func(s *site) intel.Claim // {claim}, {claim-version}, {cited} is a note it rests on, {competitor} whose it is by number, {competitor-version}
	form    url.Values
	file    bool // the form brings one
	want    []int
}

// Requests that visits begin with.
func withMarketing(s *site) requests.Request { return s.ask("ruth", "brochure", "Cross-dock brochure") }

func asked(s *site) requests.Request {
	s.t.Helper()
	r := withMarketing(s)
	r, err := s.portal.Requests.Ask(context.Background(), s.person("ben"), r.ID, r.Version, "Which lanes?")
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// lastStage is one that Marketing asked for, and that Marketing reads back as its last stage.
func lastStage(s *site) requests.Request {
	s.t.Helper()
	return s.handOn(s.ask("ben", "feedback", "The leads of May"), "ruth")
}

// unsent lets Ruth save a draft by the verb of an area.
func (s *site) unsent(save func(context.Context, people.Person, drafts.Draft) (drafts.Draft, error)) {
	s.t.Helper()
	d := drafts.Draft{Submission: uuid.New(), TypeKey: "brochure", Typed: map[string][]string{"title": {"Not yet sent"}}}
	if _, err := save(context.Background(), s.person("ruth"), d); err != nil {
		s.t.Fatal(err)
	}
}

// withUnsent is a request beside which Ruth has a draft.
func withUnsent(s *site) requests.Request {
	s.t.Helper()
	s.unsent(s.portal.Requests.SaveUnsent)
	return withMarketing(s)
}

func withFile(s *site) requests.Request {
	s.t.Helper()
	r := withMarketing(s)
	u, err := s.portal.Files.Receive("lanes.pdf", strings.NewReader("%PDF-1.4"))
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.portal.Requests.Attach(context.Background(), s.person("ruth"), r.ID, uuid.New(), []files.Upload{u}); err != nil {
		s.t.Fatal(err)
	}
	return r
}

// withThumb is a request with a picture whose small one is drawn.
func withThumb(s *site) requests.Request {
	s.t.Helper()
	r := withMarketing(s)
	u, err := s.portal.Files.Receive("map.png", strings.NewReader(modelstest.Sample(s.t, "png")))
	if err != nil {
		s.t.Fatal(err)
	}
	uploads := []files.Upload{u}
	if _, err := s.portal.Requests.Attach(context.Background(), s.person("ruth"), r.ID, uuid.New(), uploads); err != nil {
		s.t.Fatal(err)
	}
	if err := s.portal.Files.Thumbnail(context.Background(), uploads[0].ID); err != nil {
		s.t.Fatal(err)
	}
	return r
}

const (
	ok        = http.StatusOK
	seeOther  = http.StatusSeeOther
	forbidden = http.StatusForbidden
	notFound  = http.StatusNotFound
	invalid   = http.StatusUnprocessableEntity
)

func all(status int) []int { return slices.Repeat([]int{status}, len(everybody)) }

// signedIn is for everybody but nobody.
func signedIn(status int) []int { return append([]int{seeOther}, all(status)[1:]...) }

func salesOnly(status int) []int {
	return []int{seeOther, forbidden, status, status, forbidden, forbidden, forbidden}
}

func marketingOnly(status int) []int {
	return []int{seeOther, forbidden, forbidden, forbidden, status, status, status}
}

// ruthOnly is for Ruth; nobody else knows of it.
func ruthOnly(status int) []int {
	return []int{seeOther, notFound, status, notFound, notFound, notFound, notFound}
}

func leads(status int) []int {
	return []int{seeOther, forbidden, forbidden, status, forbidden, status, forbidden}
}

func bothTeams(status int) []int {
	return []int{seeOther, forbidden, status, status, status, status, status}
}

// administrator alone.
func administrator(status int) []int {
	return []int{seeOther, forbidden, forbidden, forbidden, forbidden, forbidden, status}
}

var everyRoute = slices.Concat(otherRoutes, proposalRoutes, cardRoutes, rideRoutes)

var otherRoutes = []route{
	{pattern: "GET /healthz", path: "/healthz", want: all(ok)},
	{pattern: "GET /livez", path: "/livez", want: all(ok)},
	{pattern: "GET /readyz", path: "/readyz", want: all(ok)},
	{pattern: "GET " + static.Prefix, path: "/static/app.css", want: all(ok)},
	{pattern: "/", path: "/nowhere", want: all(notFound)},

	{pattern: "GET /signin", path: "/signin", want: []int{ok, seeOther, seeOther, seeOther, seeOther, seeOther, seeOther}},
	{pattern: "POST /signin", path: "/signin", form: url.Values{"email": {"nobody@meridian.example"}, "password": {"no"}}, want: all(invalid)},
	{pattern: "POST /signout", path: "/signout", form: url.Values{}, want: signedIn(seeOther)},

	{pattern: "GET /{$}", path: "/", want: signedIn(ok)},
	{pattern: "GET /inbox", path: "/inbox", want: signedIn(ok)},
	{pattern: "POST /inbox/read", path: "/inbox/read", form: url.Values{"up_to": {"7"}}, want: signedIn(seeOther)},

	{pattern: "GET /inbox/unread", path: "/inbox/unread", want: signedIn(ok)},
	{pattern: "GET /events", path: "/events", want: signedIn(ok)},

	{pattern: "GET /requests", path: "/requests", want: signedIn(ok)},
	{pattern: "POST /requests", path: "/requests", form: url.Values{
		"submission": {"{uuid}"}, "type": {"brochure"}, "title": {"A brochure"}, "reader": {"Buyers"}, "do": {"send"},
	}, want: salesOnly(seeOther)},
	{pattern: "POST /requests", path: "/requests", form: url.Values{
		"submission": {"{uuid}"}, "type": {"intro"}, "title": {"Meet a buyer"}, "reader": {"A buyer"}, "do": {"send"},
	}, want: marketingOnly(seeOther)},
	{pattern: "GET /requests.csv", path: "/requests.csv", want: signedIn(ok)},
	{pattern: "GET /requests/board", path: "/requests/board", made: withMarketing, want: signedIn(ok)},
	{pattern: "GET /requests/capacity", path: "/requests/capacity?until=2026-12-09", want: signedIn(ok)},
	{pattern: "POST /requests/views", path: "/requests/views", form: url.Values{"submission": {"{uuid}"}, "name": {"{uuid}"}, "query": {"view=mine"}}, want: signedIn(seeOther)},
	{pattern: "POST /requests/views", path: "/requests/views", form: url.Values{ // who only reads shares nothing
		"submission": {"{uuid}"}, "name": {"{uuid}"}, "query": {""}, "shared": {"true"},
	}, want: []int{seeOther, invalid, seeOther, seeOther, seeOther, seeOther, seeOther}},
	{pattern: "POST /requests/views/removal", path: "/requests/views/removal", form: url.Values{"view": {"999"}}, want: signedIn(notFound)},
	{pattern: "GET /requests/new", path: "/requests/new", want: bothTeams(ok)},
	{pattern: "GET /requests/new", path: "/requests/new?type=brochure", want: salesOnly(ok)},
	{pattern: "GET /requests/new", path: "/requests/new?type=intro", want: marketingOnly(ok)},
	{pattern: "GET /requests/plan", path: "/requests/plan?type=brochure", want: signedIn(ok)},
	{pattern: "GET /requests/report", path: "/requests/report", want: signedIn(ok)},
	{pattern: "GET /requests/report.csv", path: "/requests/report.csv", want: signedIn(ok)},
	{pattern: "GET /requests/types", path: "/requests/types", want: signedIn(ok)},
	{pattern: "POST /requests/types/keys", path: "/requests/types/keys", form: url.Values{"do": {"turn"}}, want: leads(seeOther)},
	{pattern: "GET /requests/types/{key}", path: "/requests/types/sheet", made: withDraft, want: signedIn(ok)},
	{pattern: "GET /requests/types/{key}", path: "/requests/types/brochure", want: signedIn(ok)},
	{pattern: "GET /requests/types/{key}/versions/{version}", path: "/requests/types/sheet/versions/1", want: signedIn(ok)},
	{pattern: "GET /requests/processes/{id}", path: "/requests/processes/{id}", made: withDraft, want: signedIn(seeOther)},
	{pattern: "POST /requests/types/{key}/draft", path: "/requests/types/deck/draft", form: url.Values{"do": {"start"}}, want: leads(seeOther)},
	{pattern: "POST /requests/types/{key}/draft", path: "/requests/types/sheet/draft", made: withDraft, form: sheetForm("save"), want: bothTeams(seeOther)},
	{pattern: "POST /requests/types/{key}/keys", path: "/requests/types/sheet/keys", made: withDraft,
		form: url.Values{"do": {"turn"}, "process": {"{id}"}, "version": {"{version}"}}, want: leads(seeOther)},
	{pattern: "POST /requests/types/{key}/keys", path: "/requests/types/sheet/keys", made: withDraft,
		form: url.Values{"do": {"ask"}, "process": {"{id}"}, "body": {"Two days"}, "submission": {"{uuid}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /requests/types/{key}/draft", path: "/requests/types/sheet/draft", made: withDraft,
		form: url.Values{"do": {"withdraw"}, "version": {"{version}"}}, want: leads(seeOther)},
	{pattern: "GET /requests/similar", path: "/requests/similar?type=brochure&title=Cross-dock", want: signedIn(ok)},
	{pattern: "POST /requests", path: "/requests", form: url.Values{
		"submission": {"{uuid}"}, "type": {"brochure"}, "title": {"A brochure"}, "do": {"draft"},
	}, want: salesOnly(seeOther)},
	{pattern: "POST /requests/deflections", path: "/requests/deflections", made: withMarketing, form: url.Values{
		"submission": {"{uuid}"}, "type": {"brochure"}, "title": {"A brochure"}, "request": {"{id}"},
	}, want: salesOnly(seeOther)},
	{pattern: "POST /drafts/{id}/removal", path: "/drafts/{draft}/removal", made: withUnsent, // Ruth’s
		form: url.Values{"version": {"1"}}, want: ruthOnly(seeOther)},
	{pattern: "GET /requests/new", path: "/requests/new?draft={draft}", made: withUnsent, want: ruthOnly(ok)},
	{pattern: "GET /requests/{id}", path: "/requests/{id}", made: withMarketing, want: signedIn(ok)},
	{pattern: "POST /requests/{id}/stage", path: "/requests/{id}/stage", made: withMarketing,
		form: url.Values{"to": {"next"}, "version": {"{version}"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /requests/{id}/stage", path: "/requests/{id}/stage", made: lastStage,
		form: url.Values{"to": {"back"}, "note": {"Names, please"}, "version": {"{version}"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /requests/{id}/question", path: "/requests/{id}/question", made: withMarketing,
		form: url.Values{"body": {"Which lanes?"}, "version": {"{version}"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /requests/{id}/answer", path: "/requests/{id}/answer", made: asked,
		form: url.Values{"body": {"All of them"}, "version": {"{version}"}}, want: salesOnly(seeOther)},
	{pattern: "POST /requests/{id}/assignee", path: "/requests/{id}/assignee", made: withMarketing,
		form: url.Values{"person": {""}, "version": {"{version}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /requests/{id}/checklist/{item}", path: "/requests/{id}/checklist/0", made: withMarketing,
		form: url.Values{"done": {"true"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /requests/{id}/comments", path: "/requests/{id}/comments", made: withMarketing,
		form: url.Values{"body": {"Good to know"}, "submission": {"{uuid}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /requests/{id}/files", path: "/requests/{id}/files", made: withMarketing,
		form: url.Values{"submission": {"{uuid}"}}, file: true, want: bothTeams(seeOther)},
	{pattern: "POST /requests/{id}/closing", path: "/requests/{id}/closing", made: lastStage,
		form: url.Values{"how": {"deliver"}, "link": {"https://files.meridian.example/a"}, "version": {"{version}"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /requests/{id}/closing", path: "/requests/{id}/closing", made: withMarketing,
		form: url.Values{"how": {"decline"}, "reason": {"Not this year"}, "version": {"{version}"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /requests/{id}/closing", path: "/requests/{id}/closing", made: workBegun, // only the lead of the asked side
		form: url.Values{"how": {"decline"}, "reason": {"Not this year"}, "version": {"{version}"}},
		want: []int{seeOther, forbidden, forbidden, forbidden, forbidden, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/closing", path: "/requests/{id}/closing", made: withMarketing, // who asked, and their lead
		form: url.Values{"how": {"cancel"}, "reason": {"Not needed"}, "version": {"{version}"}}, want: salesOnly(seeOther)},
	{pattern: "POST /requests/{id}/reviews", path: "/requests/{id}/reviews", made: factCheck, // who asked, and their lead
		form: url.Values{"answer": {"approved"}, "version": {"{version}"}}, want: salesOnly(seeOther)},
	{pattern: "POST /requests/{id}/reviewers", path: "/requests/{id}/reviewers", made: factCheck, // who is on it, and leads
		form: url.Values{"do": {"add"}, "person": {"{person}"}, "version": {"{version}"}},
		want: []int{seeOther, forbidden, seeOther, seeOther, seeOther, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/rounds", path: "/requests/{id}/rounds", made: noRoundLeft,
		form: url.Values{"date": {"2027-02-01"}, "reason": {"The pages changed"}, "version": {"{version}"}}, want: leads(seeOther)},
	{pattern: "POST /requests/{id}/rush", path: "/requests/{id}/rush", made: rushAsked, // only a lead of the side that is asked
		form: url.Values{"decision": {"agree"}, "note": {"Yes"}, "version": {"{version}"}},
		want: []int{seeOther, forbidden, forbidden, forbidden, forbidden, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/wait", path: "/requests/{id}/wait", made: withMarketing,
		form: url.Values{"do": {"outside"}, "reason": {"The printer"}, "version": {"{version}"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /requests/{id}/wait", path: "/requests/{id}/wait", made: withMarketing, // leads of either side
		form: url.Values{"do": {"hold"}, "reason": {"They think it over"}, "version": {"{version}"}},
		want: []int{seeOther, forbidden, forbidden, seeOther, forbidden, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/wait", path: "/requests/{id}/wait", made: onHold,
		form: url.Values{"do": {"resume"}, "version": {"{version}"}},
		want: []int{seeOther, forbidden, forbidden, seeOther, forbidden, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/date", path: "/requests/{id}/date", made: withMarketing,
		form: url.Values{"do": {"suggest"}, "date": {"2027-02-01"}, "reason": {"Holidays"}, "version": {"{version}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /requests/{id}/date", path: "/requests/{id}/date", made: dateSuggested,
		form: url.Values{"do": {"agree"}, "version": {"{version}"}}, want: salesOnly(seeOther)},
	{pattern: "POST /requests/{id}/reopening", path: "/requests/{id}/reopening", made: withMarketing, // nothing to be reopened
		form: url.Values{"version": {"{version}"}}, want: bothTeams(http.StatusConflict)},
	{pattern: "POST /requests/{id}/followers", path: "/requests/{id}/followers", made: withMarketing,
		form: url.Values{"do": {"follow"}}, want: signedIn(seeOther)},
	{pattern: "GET /requests/{id}/piece", path: "/requests/{id}/piece", made: delivered, want: signedIn(ok)},
	{pattern: "POST /requests/{id}/piece/review", path: "/requests/{id}/piece/review", made: delivered, // who keeps it, and their lead
		form: url.Values{"version": {"{version}"}}, want: []int{seeOther, forbidden, forbidden, forbidden, seeOther, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/piece/versions", path: "/requests/{id}/piece/versions", made: delivered,
		form: url.Values{"version": {"{version}"}, "note": {"Fridays too"}}, file: true,
		want: []int{seeOther, forbidden, forbidden, forbidden, seeOther, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/piece/reports", path: "/requests/{id}/piece/reports", made: delivered,
		form: url.Values{"submission": {"{uuid}"}, "wrong": {"Twice a week now"}}, want: bothTeams(seeOther)},
	{pattern: "POST /requests/{id}/piece/owner", path: "/requests/{id}/piece/owner", made: delivered, // only their lead gives it to Hannah
		form: url.Values{"version": {"{version}"}, "person": {"10"}},
		want: []int{seeOther, forbidden, forbidden, forbidden, forbidden, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/piece/archive", path: "/requests/{id}/piece/archive", made: delivered,
		form: url.Values{"version": {"{version}"}, "reason": {"The lane is closed"}},
		want: []int{seeOther, forbidden, forbidden, forbidden, seeOther, seeOther, forbidden}},
	{pattern: "POST /requests/{id}/piece/uses", path: "/requests/{id}/piece/uses", made: delivered,
		form: url.Values{"submission": {"{uuid}"}, "used": {"yes"}, "with": {"Tamar Seafoods"}}, want: bothTeams(seeOther)},
	{pattern: "GET /icp", path: "/icp", want: signedIn(ok)},
	{pattern: "GET /icp.md", path: "/icp.md", want: signedIn(ok)},
	{pattern: "GET /icp/versions", path: "/icp/versions", want: signedIn(ok)},
	{pattern: "GET /icp/versions/{version}", path: "/icp/versions/1", made: withProfile, want: signedIn(ok)},
	{pattern: "GET /icp/versions/{version}/print", path: "/icp/versions/1/print", made: withProfile, want: signedIn(ok)},
	{pattern: "GET /icp/compare", path: "/icp/compare?from=0&to=1", made: withProfile, want: signedIn(ok)},
	{pattern: "POST /icp/readings", path: "/icp/readings", made: withProfile, form: url.Values{"version": {"1"}}, want: signedIn(seeOther)},
	{pattern: "GET /icp/reviews/new", path: "/icp/reviews/new", made: withProfile, want: leads(ok)},
	{pattern: "POST /icp/reviews", path: "/icp/reviews", made: withProfile, form: url.Values{"section": {"{id}"}}, want: leads(seeOther)},
	{pattern: "GET /icp/sections/{id}", path: "/icp/sections/{id}", made: withProfile, want: signedIn(ok)},
	{pattern: "POST /icp/sections/{id}/owner", path: "/icp/sections/{id}/owner", made: withProfile, // who owns it, and leads
		form: url.Values{"person": {"10"}}, want: []int{seeOther, forbidden, seeOther, seeOther, forbidden, seeOther, forbidden}},

	{pattern: "GET /icp/checks", path: "/icp/checks?q=garside&fit=good", made: checkedAccount, want: signedIn(ok)},
	{pattern: "GET /icp/checks/new", path: "/icp/checks/new", want: bothTeams(ok)},
	{pattern: "GET /icp/checks/new", path: "/icp/checks/new?from={id}", made: checkedAccount, want: bothTeams(ok)},
	{pattern: "POST /icp/checks", path: "/icp/checks", made: checkedAccount, form: url.Values{
		"submission": {"{uuid}"}, "version": {"1"}, "account": {"Tamar Seafoods"}, "answer_1": {"yes"},
	}, want: bothTeams(seeOther)},
	{pattern: "GET /icp/checks/{id}", path: "/icp/checks/{id}", made: checkedAccount, want: signedIn(ok)},
	{pattern: "POST /icp/checks/{id}/outcome", path: "/icp/checks/{id}/outcome", made: checkedAccount,
		form: url.Values{"version": {"{version}"}, "outcome": {"won"}}, want: bothTeams(seeOther)},
	{pattern: "GET /icp/held", path: "/icp/held", made: checkedAccount, want: signedIn(ok)},
	{pattern: "GET /icp/held.csv", path: "/icp/held.csv", made: checkedAccount, want: signedIn(ok)},
	{pattern: "GET /intel", path: "/intel?q=norvik", want: signedIn(ok)},
	{pattern: "GET /intel.csv", path: "/intel.csv", want: signedIn(ok)},
	{pattern: "GET /intel/new", path: "/intel/new", want: bothTeams(ok)},
	{pattern: "GET /intel/triage", path: "/intel/triage", want: signedIn(ok)},
	{pattern: "POST /intel", path: "/intel", form: url.Values{
		"submission": {"{uuid}"}, "competitor": {"none"}, "kind": {"need"}, "source": {"told"}, "heard": {"They want a call before noon"},
	}, want: bothTeams(seeOther)},
	{pattern: "GET /intel/questions", path: "/intel/questions", want: signedIn(ok)},
	{pattern: "POST /intel/questions", path: "/intel/questions", form: url.Values{
		"submission": {"{uuid}"}, "text": {"Who clears day 31?"}, "needed_by": {"2026-12-04"},
	}, want: bothTeams(seeOther)},
	{pattern: "POST /intel/questions/{id}/closing", path: "/intel/questions/{question}/closing", note: heard,
		form: url.Values{"version": {"1"}, "answer": {"Nobody does"}}, want: bothTeams(seeOther)},
	{pattern: "GET /intel/{id}", path: "/intel/{note}", note: heard, want: signedIn(ok)},
	{pattern: "GET /intel/{id}", path: "/intel/{note}", note: confided, // Ruth's, whom leads and Hannah hear
		want: []int{seeOther, notFound, ok, ok, notFound, ok, notFound}},
	{pattern: "POST /intel/{id}/triage", path: "/intel/{note}/triage", note: heard,
		form: url.Values{"version": {"{note-version}"}, "outcome": {"file"}, "reply": {"Good to know"}}, want: marketingOnly(seeOther)},
	{pattern: "POST /intel/{id}/triage", path: "/intel/{note}/triage", note: confided,
		form: url.Values{"version": {"{note-version}"}, "outcome": {"file"}, "reply": {"Good to know"}},
		want: []int{seeOther, notFound, forbidden, forbidden, notFound, seeOther, notFound}},
	{pattern: "POST /intel/{id}/answer", path: "/intel/{note}/answer", note: askedBack, // who wrote it, and their lead
		form: url.Values{"version": {"{note-version}"}, "body": {"On Fridays"}}, want: salesOnly(seeOther)},
	{pattern: "POST /intel/{id}/witnesses", path: "/intel/{note}/witnesses", note: heard, // not who wrote it
		form: url.Values{"account": {"Tamar Seafoods"}, "source": {"told"}}, want: []int{seeOther, forbidden, forbidden, seeOther, seeOther, seeOther, seeOther}},
	{pattern: "POST /intel/{id}/witnesses", path: "/intel/{note}/witnesses", note: confided,
		form: url.Values{"account": {"Tamar Seafoods"}, "source": {"told"}}, want: []int{seeOther, notFound, http.StatusConflict, http.StatusConflict, notFound, http.StatusConflict, notFound}},
	{pattern: "POST /intel/{id}/witnesses/withdrawal", path: "/intel/{note}/witnesses/withdrawal", note: heard,
		form: url.Values{"witness": {"999"}}, want: []int{seeOther, forbidden, forbidden, seeOther, seeOther, seeOther, seeOther}},
	{pattern: "POST /intel/{id}/comments", path: "/intel/{note}/comments", note: heard,
		form: url.Values{"submission": {"{uuid}"}, "body": {"At ours too"}}, want: bothTeams(seeOther)},
	{pattern: "POST /intel/{id}/questions", path: "/intel/{note}/questions", note: heard,
		form: url.Values{"question": {"{question}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /intel/{id}/sensitive", path: "/intel/{note}/sensitive", note: heard, // who wrote it, leads and Marketing
		form: url.Values{"version": {"{note-version}"}, "sensitive": {"1"}}, want: bothTeams(seeOther)},
	{pattern: "POST /intel/{id}/ruling", path: "/intel/{note}/ruling", note: confided,
		form: url.Values{"version": {"{note-version}"}, "ruling": {"clear"}, "reason": {"They put it on their site"}},
		want: []int{seeOther, notFound, forbidden, seeOther, notFound, seeOther, notFound}},
	{pattern: "POST /intel/{id}/withdrawal", path: "/intel/{note}/withdrawal", note: heard,
		form: url.Values{"version": {"{note-version}"}, "reason": {"It was last year"}}, want: salesOnly(seeOther)},
	{pattern: "POST /intel/{id}/followers", path: "/intel/{note}/followers", note: heard, form: url.Values{"do": {"follow"}}, want: signedIn(seeOther)},
	{pattern: "GET /admin/mail", path: "/admin/mail", want: administrator(ok)},
	{pattern: "GET /admin/mail/{id}", path: "/admin/mail/999", want: administrator(notFound)},
	{pattern: "GET /files/{id}", path: "/files/{file}", made: withFile, want: signedIn(ok)},
	{pattern: "GET /files/{id}/thumb", path: "/files/{file}/thumb", made: withThumb, want: signedIn(ok)},
}

// withProfile is a profile of at least one version, by the id of a section that Ruth keeps and nobody reviews.
func withProfile(s *site) requests.Request {
	s.t.Helper()
	if !s.profile().Agreed() {
		s.agreeProfile("The first one")
	}
	return requests.Request{ID: one[int64](s, `SELECT min(id) FROM icp_sections WHERE owner_id = $1 AND NOT EXISTS
		(SELECT FROM icp_proposals WHERE state = 'open' AND sections @> to_jsonb(icp_sections.id))`, s.person("ruth").ID)}
}

func workBegun(s *site) requests.Request { return s.handOn(withMarketing(s), "ben") }

// factCheck is a review that Ruth decides, of what Ben made.
func factCheck(s *site) requests.Request { return s.handOn(withMarketing(s), "ben", "ruth", "ben") }

// noRoundLeft is in its design again, after both rounds of review.
func noRoundLeft(s *site) requests.Request {
	s.t.Helper()
	r := s.handOn(factCheck(s), "ruth", "ben")
	r, err := s.portal.Requests.SendBack(context.Background(), s.person("ruth"), r.ID, r.Version, "A6, not A5")
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func rushAsked(s *site) requests.Request {
	s.t.Helper()
	needed := s.clock.Now().AddDate(0, 0, 14).UTC().Truncate(24 * time.Hour)
	r, err := s.portal.Requests.Submit(context.Background(), s.person("ruth"), requests.Brief{
		Submission: uuid.New(), Type: "brochure", Title: "Supplier day brochure", Answers: map[string]string{"reader": "Buyers"},
		NeededBy: &needed, RushReason: "The supplier day moved",
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func onHold(s *site) requests.Request {
	s.t.Helper()
	r := withMarketing(s)
	r, err := s.portal.Requests.Hold(context.Background(), s.person("priya"), r.ID, r.Version, "They think it over")
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func dateSuggested(s *site) requests.Request {
	s.t.Helper()
	r := withMarketing(s)
	on := time.Date(2027, time.February, 1, 0, 0, 0, 0, time.UTC)
	r, err := s.portal.Requests.SuggestDate(context.Background(), s.person("ben"), r.ID, r.Version, &on, "Holidays")
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// visit goes to the route as the visitor, on things made for this visit, and says where it went.
func (r route) visit(b *browser) (*answer, string) {
	b.t.Helper()
	var made requests.Request
	if r.made != nil {
		made = r.made(b.site)
	}
	named := func(mark, value string) string { // read where it is asked for
		if !strings.Contains(fmt.Sprint(r.path, r.form), mark) {
			return ""
		}
		if mark == "{rules}" {
			return one[string](b.site, `SELECT version::text FROM ridealong_rules`)
		}
		return strconv.FormatInt(b.site.person(value).ID, 10)
	}
	fill := strings.NewReplacer("{id}", strconv.FormatInt(made.ID, 10), "{version}", strconv.Itoa(made.Version), "{uuid}", uuid.NewString(),
		"{person}", named("{person}", "hannah"), "{ben}", named("{ben}", "ben"), "{rules}", named("{rules}", ""))
	if r.note != nil {
		n := r.note(b.site)
		fill = strings.NewReplacer("{uuid}", uuid.NewString(), "{note}", strconv.FormatInt(n.ID, 10), "{note-version}", strconv.Itoa(n.Version),
			"{question}", one[string](b.site, `SELECT coalesce(max(id), 0)::text FROM questions`))
	}
	if r.line != nil {
		c := r.line(b.site)
		fill = strings.NewReplacer("{uuid}", uuid.NewString(), "{claim}", strconv.FormatInt(c.ID, 10), "{claim-version}", strconv.Itoa(c.Version),
			"{cited}", one[string](b.site, `SELECT max(note_id)::text FROM claim_citations WHERE claim_id = $1`, c.ID),
			"{competitor}", strconv.FormatInt(c.CompetitorID, 10), "{person}", named("{person}", "hannah"),
			"{competitor-version}", one[string](b.site, `SELECT version::text FROM competitors WHERE id = $1`, c.CompetitorID))
	}
	path := fill.Replace(r.path)
	if strings.Contains(path, "{file}") {
		path = strings.ReplaceAll(path, "{file}", one[string](b.site, `SELECT max(id)::text FROM files WHERE subject_id = $1`, made.ID))
	}
	if strings.Contains(path, "{draft}") {
		path = strings.ReplaceAll(path, "{draft}", one[string](b.site, `SELECT max(id)::text FROM drafts`))
	}
	if r.form == nil {
		return b.get(path), path
	}
	form := url.Values{}
	for name, values := range r.form {
		for _, v := range values {
			form.Add(name, fill.Replace(v))
		}
	}
	if r.file {
		return b.upload(path, form, attached{"lanes.pdf", "%PDF-1.4"}), path
	}
	return b.post(path, form), path
}

// patterns are the keys of the table in routes.go, read from its source.
func patterns(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "routes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		row, isRow := n.(*ast.CompositeLit)
		if !isRow || row.Type != nil || len(row.Elts) != 2 {
			return true
		}
		pattern := ""
		ast.Inspect(row.Elts[0], func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				text, err := strconv.Unquote(n.Value)
				if err != nil {
					t.Fatal(err)
				}
				pattern += text
			case *ast.SelectorExpr:
				pattern += static.Prefix
				return false
			}
			return true
		})
		found = append(found, pattern)
		return false
	})
	return found
}

func TestEveryRouteIsVisited(t *testing.T) {
	t.Parallel()
	known := patterns(t)
	if len(known) < 20 {
		t.Fatalf("got %d routes in routes.go, want all of them: %q", len(known), known)
	}
	visited := func(pattern string) bool {
		return slices.ContainsFunc(everyRoute, func(r route) bool { return r.pattern == pattern })
	}
	for _, pattern := range known {
		if !visited(pattern) {
			t.Errorf("%s: got no visit in everyRoute, want who may come there", pattern)
		}
	}
	for _, r := range everyRoute {
		if !slices.Contains(known, r.pattern) {
			t.Errorf("%s: is not a route", r.pattern)
		}
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	for i, first := range everybody {
		t.Run("as "+first, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			for _, r := range everyRoute {
				name := fmt.Sprintf("%q %s %v", first, r.pattern, r.form["how"])
				b := s.as(t, first)
				changes := r.form != nil && r.want[i] == seeOther && first != ""
				var made requests.Request
				if r.made != nil {
					made = r.made(s)
				}
				same := r
				if r.made != nil {
					same.made = func(*site) requests.Request { return made }
				}
				if r.note != nil {
					n := r.note(s)
					same.note = func(*site) intel.Note { return n }
				}
				if r.line != nil {
					c := r.line(s)
					same.line = func(*site) intel.Claim { return c }
				}
				var before map[string]string
				if !changes {
					before = s.rows("sessions", "throttles", "events")
				}
				a, path := same.visit(b)
				if !a.is(r.want[i], name, path) {
					continue
				}
				a.carriesHeaders(r, name)
				if !changes {
					wantsSameRows(t, s.rows("sessions", "throttles", "events"), before)
				}
				toSignIn := strings.HasPrefix(a.header.Get("Location"), "/signin")
				if want := r.want[i] == seeOther && (first == "" || r.pattern == "POST /signout"); toSignIn != want {
					t.Errorf("%s: got to %q, want to the sign-in %t", name, a.header.Get("Location"), want)
				}
			}
		})
	}
}

func TestOtherMethodsAreNoRoutes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.ask("ruth", "brochure", "Cross-dock brochure")
	dan := s.as(t, "dan")
	before := s.rows("sessions")
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/requests/1/stage", notFound}, {"GET", "/signout", notFound}, {"GET", "/inbox/read", notFound},
		{"PUT", "/requests/1", notFound}, {"DELETE", "/requests/1", notFound}, {"PATCH", "/requests/1", notFound},
		{"POST", "/requests/1", notFound}, {"POST", "/", notFound}, {"POST", "/files/1", notFound}, {"OPTIONS", "/requests", notFound},
		{"TRACE", "/", http.StatusMethodNotAllowed}, {"TRACE", "/requests/1", http.StatusMethodNotAllowed},
		{"BREW", "/requests", notFound},
	} {
		dan.send(c.method, c.path, "", "").is(c.want, c.method, c.path)
	}
	wantsSameRows(t, s.rows("sessions"), before)
}

// TestForeignForms sends every form of the site from elsewhere.
func TestForeignForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	origins := map[string]http.Header{
		"cross-site":                 {"Sec-Fetch-Site": {"cross-site"}},
		"same-site":                  {"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://blog.meridian.example"}},
		"foreign origin":             {"Sec-Fetch-Site": nil, "Origin": {"https://evil.example"}},
		"null origin":                {"Sec-Fetch-Site": nil, "Origin": {"null"}},
		"cross-site from nowhere":    {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"null"}},
		"no sign of where, cookie":   {"Sec-Fetch-Site": nil},
		"the host of another port":   {"Sec-Fetch-Site": nil, "Origin": {"http://127.0.0.1:1"}},
		"our address as a label":     {"Sec-Fetch-Site": nil, "Origin": {s.URL + ".evil.example"}},
		"an unknown kind of fetch":   {"Sec-Fetch-Site": {"elsewhere"}},
		"htmx header from elsewhere": {"Sec-Fetch-Site": {"cross-site"}, "Hx-Request": {"true"}},
	}
	for _, r := range everyRoute {
		if r.form == nil {
			continue
		}
		first := everybody[max(slices.IndexFunc(r.want[1:], func(status int) bool { return status != forbidden }), 0)+1] // somebody who might do it
		made := requests.Request{}
		if r.made != nil {
			made = r.made(s)
			r.made = func(*site) requests.Request { return made }
		}
		if r.note != nil {
			n := r.note(s)
			r.note = func(*site) intel.Note { return n }
		}
		if r.line != nil {
			c := r.line(s)
			r.line = func(*site) intel.Claim { return c }
		}
		b := s.as(t, first)
		before := s.rows()
		for name, header := range origins {
			b.header = header
			a, path := r.visit(b)
			a.is(forbidden, name, path)
			if header.Get("Hx-Request") == "" {
				a.wants("h1", "This did not come from Alongside")
			}
		}
		wantsSameRows(t, s.rows(), before)
		b.header = http.Header{"Sec-Fetch-Site": nil, "Origin": {s.URL}}
		a, path := r.visit(b)
		if a.status == forbidden {
			t.Errorf("our own origin, %s: got 403, want it taken", path)
		}
	}
	stranger := s.visitor(t)
	stranger.header = http.Header{"Sec-Fetch-Site": {"cross-site"}}
	stranger.post("/signin", url.Values{"email": {"a@b.example"}}).is(forbidden, "signing somebody in from elsewhere")
	stranger.header = http.Header{"Sec-Fetch-Site": nil}
	stranger.post("/signin", url.Values{"email": {"a@b.example"}}).is(invalid, "a program without a cookie")
}

func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.handOn(withFile(s), "ben")
	joel := s.as(t, "joel")
	joel.post("/requests/1/comments", url.Values{"body": {"Good to know"}, "submission": {uuid.NewString()}}).leads("/requests/1")
	for _, r := range everyRoute {
		if r.form != nil || r.want[len(everybody)-1] >= http.StatusBadRequest && r.pattern != "/" { // refusals are noted in the log
			continue
		}
		_, path := r.visit(joel) // makes what it needs
		before := s.rows("sessions")
		for range 2 {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				get := joel.send(method, path, "", "")
				if get.status >= 400 && r.pattern != "/" {
					t.Errorf("%s %s: got %d, want it shown", method, path, get.status)
				}
			}
		}
		wantsSameRows(t, s.rows("sessions"), before)
	}
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// wantsHeaders fails the test unless the answer carries what every answer does.
func (a *answer) wantsHeaders(what string, policy, cache, hsts string) {
	a.t.Helper()
	for name, want := range map[string]string{
		"Content-Security-Policy":      policy,
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		"Cache-Control":                cache,
		"Strict-Transport-Security":    hsts,
		"Server":                       "",
		"X-Powered-By":                 "",
	} {
		if got := strings.Join(a.header.Values(name), " | "); got != want {
			a.t.Errorf("%s: %s: got %q, want %q", what, name, got, want)
		}
	}
	if a.header.Get("X-Request-Id") == "" {
		a.t.Errorf("%s: got no X-Request-Id, want one", what)
	}
}

// carriesHeaders fails the test unless an answer of the route carries what every answer does and what is its own.
func (a *answer) carriesHeaders(r route, what string) {
	a.t.Helper()
	wantPolicy, cache := policy, "no-store"
	switch {
	case r.pattern == "GET "+static.Prefix:
		cache = "no-cache"
	case strings.HasPrefix(r.pattern, "GET /files/") && a.status == ok:
		wantPolicy, cache = "default-src 'none'; sandbox; frame-ancestors 'none'", "private, no-cache"
	}
	a.wantsHeaders(what, wantPolicy, cache, "")
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && !slices.Contains(a.header.Values("Vary"), "HX-Request-Type") {
		a.t.Errorf("%s: Vary: got %q, want HX-Request-Type in it", what, a.header.Values("Vary"))
	}
}

// TestHeadersOfEveryPart looks at what htmx is answered; TestWhoMayDoWhat looks at the pages.
func TestHeadersOfEveryPart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, r := range everyRoute {
		a, path := r.visit(s.asHTMX(t, "dan"))
		a.carriesHeaders(r, path)
	}
}

func TestHeadersOfOddAnswers(t *testing.T) {
	t.Parallel()
	const hsts = "max-age=63072000; includeSubDomains"
	s := newSite(t, overHTTPS)
	b := s.visitor(t)
	foreign := s.visitor(t)
	foreign.header.Set("Sec-Fetch-Site", "cross-site")
	for what, c := range map[string]struct {
		a      *answer
		status int
	}{
		"foreign form":    {foreign.post("/signin", nil), forbidden},
		"sign-in refused": {b.post("/signin", url.Values{"email": {"a@b.example"}}), invalid},
		"too large":       {b.post("/signin", url.Values{"email": {strings.Repeat("x", 2<<20)}}), http.StatusRequestEntityTooLarge},
		"trace":           {b.send("TRACE", "/", "", ""), http.StatusMethodNotAllowed},
		"file not there":  {b.get("/static/none.css"), notFound},
		"folder":          {b.get("/static/"), notFound},
		"folder within":   {b.get("/static/js/"), notFound},
		"climbing out":    {b.get("/static/..%2f..%2fgo.mod"), notFound},
		"double slash":    {b.get("//requests"), http.StatusTemporaryRedirect},
		"bad query":       {b.get("/signin?%zz"), ok},
		"broken form":     {b.send("POST", "/signin", "multipart/form-data", "x"), http.StatusBadRequest},
	} {
		c.a.is(c.status, what)
		c.a.wantsHeaders(what, policy, "no-store", hsts)
	}

	s.portal.Store.Close()
	b.Jar.SetCookies(b.address(), []*http.Cookie{{Name: "__Host-alongside", Value: "x"}})
	b.header = http.Header{"Cookie": {"__Host-alongside=x"}}
	away := b.get("/")
	away.is(http.StatusServiceUnavailable, "database away")
	away.wantsHeaders("database away", policy, "no-store", hsts)
}
