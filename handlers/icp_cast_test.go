package handlers_test

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"alongside/models/icp"
	"alongside/models/requests"
)

func (s *site) proposes(first string, d icp.Draft) icp.Proposal {
	s.t.Helper()
	d.Submission = uuid.New()
	p, err := s.portal.ICP.Propose(context.Background(), s.person(first), d)
	if err != nil {
		s.t.Fatalf("%s proposes: %v", first, err)
	}
	return p
}

// profile is the version in force.
func (s *site) profile() icp.Version {
	s.t.Helper()
	v, err := s.portal.ICP.Current(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// profileSection is the section in force of the title.
func (s *site) profileSection(title string) icp.Section {
	s.t.Helper()
	for _, section := range s.profile().Content.Sections {
		if section.Title == title {
			return section
		}
	}
	s.t.Fatalf("no section %q", title)
	return icp.Section{}
}

// section of what is agreed by its title; if nothing is yet, the draft is agreed to first.
func (s *site) section(title string) icp.Section {
	s.t.Helper()
	agreedProfile(s)
	return s.profileSection(title)
}

// propose lets Ruth propose the sections as they are to be; none is the first version, which changes nothing.
func (s *site) propose(title string, sections ...icp.Section) icp.Proposal {
	s.t.Helper()
	d := icp.Draft{Title: title, Why: "Five accounts brought it up."}
	for _, section := range sections {
		d.Changes = append(d.Changes, icp.Change{Section: section.ID, To: &section})
	}
	return s.proposes("ruth", d)
}

func (s *site) turnKeys(p icp.Proposal, firsts ...string) {
	s.t.Helper()
	for _, first := range firsts {
		if _, err := s.portal.ICP.TurnKey(context.Background(), s.person(first), p.ID, p.Revision, icp.Reservation{}); err != nil {
			s.t.Fatalf("%s turns a key: %v", first, err)
		}
	}
}

// agreeProfile publishes the sections as the next version.
func (s *site) agreeProfile(title string, sections ...icp.Section) icp.Version {
	s.t.Helper()
	s.turnKeys(s.propose(title, sections...), "dan", "priya")
	return s.profile()
}

// says is a draft of other words for the section.
func says(section icp.Section, text string) icp.Draft {
	section.Text = text
	return icp.Draft{Title: "Say it otherwise", Why: "Five accounts brought it up.", Changes: []icp.Change{{Section: section.ID, To: &section}}}
}

// reworded is Ruth's proposal of other words for “Who they are”.
func (s *site) reworded() icp.Proposal {
	s.t.Helper()
	return s.proposes("ruth", says(s.section("Who they are"), "Makers. "+uuid.NewString()))
}

// conflicting is Ruth's proposal on a section that was agreed otherwise since.
func (s *site) conflicting() icp.Proposal {
	s.t.Helper()
	p := s.reworded()
	s.agrees(says(s.section("Who they are"), "Agreed first. "+uuid.NewString()))
	return p
}

// agrees makes the draft the next version.
func (s *site) agrees(d icp.Draft) {
	s.t.Helper()
	p := s.proposes("greta", d)
	s.turnKeys(p, "dan", "priya")
}

func (s *site) proposal(first string, id int64) icp.Whole {
	s.t.Helper()
	w, err := s.portal.ICP.ShowProposal(context.Background(), s.person(first), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return w
}

// visited is the proposal by its id and revision, as a visit fills them in.
func visited(p icp.Proposal) requests.Request { return requests.Request{ID: p.ID, Version: p.Revision} }

func withProposal(s *site) requests.Request { return visited(s.reworded()) }

func withConflict(s *site) requests.Request { return visited(s.conflicting()) }

func halfSigned(s *site) requests.Request {
	p := s.reworded()
	s.turnKeys(p, "dan")
	return visited(p)
}

func withAgreed(s *site) requests.Request {
	agreedProfile(s)
	return requests.Request{}
}

// withUnsentProposal is a proposal beside which Ruth has a draft of one.
func withUnsentProposal(s *site) requests.Request {
	s.t.Helper()
	s.unsent(s.portal.ICP.SaveUnsent)
	return withProposal(s)
}

// whoTheyAre is the number of the section “Who they are” in every new Alongside.
const whoTheyAre = 2

// proposing is the form of other words for “Who they are”.
func proposing(text string) url.Values {
	return url.Values{
		"submission": {"{uuid}"}, "title": {"Say it otherwise"}, "why": {"Five accounts brought it up."},
		fmt.Sprintf("section_%d", whoTheyAre): {text},
	}
}

func proposalPath(id int64) string { return "/icp/proposals/" + strconv.FormatInt(id, 10) }

// freshly is the form with a submission of its own.
func freshly(form url.Values) url.Values {
	form.Set("submission", uuid.NewString())
	return form
}

// whoProposed may decide on Ruth's proposal: she, and the leads.
func whoProposed(status int) []int {
	return []int{seeOther, forbidden, status, status, forbidden, status, forbidden}
}

var proposalRoutes = []route{
	{pattern: "GET /icp/proposals", path: "/icp/proposals", made: withProposal, want: signedIn(ok)},
	{pattern: "POST /icp/proposals", path: "/icp/proposals", made: withAgreed, form: proposing("Makers of food {uuid}"), want: bothTeams(seeOther)},
	{pattern: "POST /icp/proposals", path: "/icp/proposals", made: withAgreed, form: url.Values{"do": {"sections"}, "sections": {"2"}}, want: bothTeams(ok)},
	{pattern: "GET /icp/proposals/new", path: "/icp/proposals/new?section=2&from=IN-231", made: withAgreed, want: bothTeams(ok)},
	{pattern: "POST /icp/proposals", path: "/icp/proposals", made: withAgreed, form: with(proposing("Makers"), "do", "draft"), want: bothTeams(seeOther)},
	{pattern: "GET /icp/proposals/new", path: "/icp/proposals/new?draft={draft}", made: withUnsentProposal, want: ruthOnly(ok)},
	{pattern: "POST /drafts/{id}/removal", path: "/drafts/{draft}/removal", made: withUnsentProposal, form: url.Values{"version": {"1"}}, want: ruthOnly(seeOther)},
	{pattern: "GET /icp/proposals/{id}", path: "/icp/proposals/{id}", made: withProposal, want: signedIn(ok)},
	{pattern: "GET /icp/proposals/{id}/edit", path: "/icp/proposals/{id}/edit", made: withProposal, want: whoProposed(ok)},
	{pattern: "POST /icp/proposals/{id}/edit", path: "/icp/proposals/{id}/edit", made: withProposal,
		form: url.Values{"version": {"{version}"}, "section_2": {"Makers of drink"}}, want: whoProposed(seeOther)},
	{pattern: "POST /icp/proposals/{id}/keys", path: "/icp/proposals/{id}/keys", made: withProposal,
		form: url.Values{"version": {"{version}"}}, want: leads(seeOther)},
	{pattern: "POST /icp/proposals/{id}/keys/withdrawal", path: "/icp/proposals/{id}/keys/withdrawal", made: halfSigned, form: url.Values{"": {}}, // who turned it
		want: []int{seeOther, forbidden, forbidden, seeOther, forbidden, forbidden, forbidden}},
	{pattern: "POST /icp/proposals/{id}/changes", path: "/icp/proposals/{id}/changes", made: halfSigned,
		form: url.Values{"submission": {"{uuid}"}, "body": {"Name the countries"}}, want: leads(seeOther)},
	{pattern: "POST /icp/proposals/{id}/comments", path: "/icp/proposals/{id}/comments", made: withProposal,
		form: url.Values{"submission": {"{uuid}"}, "body": {"Good to know"}}, want: bothTeams(seeOther)},
	{pattern: "POST /icp/proposals/{id}/closing", path: "/icp/proposals/{id}/closing", made: withProposal, // who began it, and their lead
		form: url.Values{"version": {"{version}"}, "how": {"withdraw"}}, want: salesOnly(seeOther)},
	{pattern: "POST /icp/proposals/{id}/closing", path: "/icp/proposals/{id}/closing", made: withProposal, // a lead of the other team
		form: url.Values{"version": {"{version}"}, "how": {"refuse"}, "reason": {"Not while the rates change"}},
		want: []int{seeOther, forbidden, forbidden, forbidden, forbidden, seeOther, forbidden}},
	{pattern: "GET /icp/proposals/{id}/sections/{section}", path: "/icp/proposals/{id}/sections/2", made: withConflict, want: signedIn(ok)},
	{pattern: "POST /icp/proposals/{id}/sections/{section}", path: "/icp/proposals/{id}/sections/2", made: withConflict,
		form: url.Values{"version": {"{version}"}, "start": {"both"}, "section_2": {"Both."}}, want: whoProposed(seeOther)},
}
