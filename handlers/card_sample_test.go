package handlers_test

import (
	"context"
	"net/url"

	"github.com/google/uuid"

	"alongside/models/intel"
)

// Words of cards that no customer may read.
const internal = "Quokka discount"

// drafts a line of Hannah's on the card of the note's competitor.
func (s *site) drafts(w intel.Words, notes ...int64) intel.Claim {
	s.t.Helper()
	c, err := s.portal.Intel.Competitor(context.Background(), "norvik-lines")
	if err != nil {
		s.t.Fatal(err)
	}
	line, err := s.portal.Intel.AddLine(context.Background(), s.person("hannah"), c.ID, uuid.New(), intel.Line{Words: w, Notes: notes})
	if err != nil {
		s.t.Fatal(err)
	}
	return line
}

// publishes shows it on the card, as Greta.
func (s *site) publishes(line intel.Claim) intel.Claim {
	s.t.Helper()
	line, err := s.portal.Intel.Publish(context.Background(), s.person("greta"), line.ID, line.Version)
	if err != nil {
		s.t.Fatal(err)
	}
	return line
}

// draftedLine is a line of Hannah's that waits for a publisher.
func draftedLine(s *site) intel.Claim {
	s.t.Helper()
	return s.drafts(intel.Words{Section: intel.TheyWin, Text: "Cheaper on Fridays: " + internal}, s.hear("ruth", "Norvik is cheaper on Fridays").ID)
}

func publishedLine(s *site) intel.Claim {
	s.t.Helper()
	return s.publishes(draftedLine(s))
}

// disputedLine is one that Ruth heard otherwise.
func disputedLine(s *site) intel.Claim {
	s.t.Helper()
	line, otherwise := publishedLine(s), s.hear("ruth", "Norvik is dearer on Fridays")
	line, err := s.portal.Intel.Dispute(context.Background(), s.person("ruth"), line.ID, otherwise.ID, "Dearer")
	if err != nil {
		s.t.Fatal(err)
	}
	return line
}

// lineForm is what the page of a line sends.
func lineForm() url.Values {
	return url.Values{"section": {"we-win"}, "line": {"Ours leave at 21:00"}, "may_say": {"no"}, "owner": {"{person}"}, "notes": {"{cited}"}}
}

var cardRoutes = []route{
	{pattern: "GET /competitors", path: "/competitors", line: publishedLine, want: signedIn(ok)},
	{pattern: "GET /competitors/new", path: "/competitors/new", want: bothTeams(ok)},
	{pattern: "POST /competitors", path: "/competitors", form: url.Values{"name": {"Bluewake"}}, want: bothTeams(seeOther)},
	{pattern: "GET /competitors/{slug}", path: "/competitors/norvik-lines", line: publishedLine, want: signedIn(ok)},
	{pattern: "GET /competitors/{slug}", path: "/competitors/CP-{competitor}", line: publishedLine, want: signedIn(seeOther)},
	{pattern: "GET /competitors/{slug}/edit", path: "/competitors/norvik-lines/edit", line: publishedLine, want: bothTeams(ok)},
	{pattern: "POST /competitors/{slug}/edit", path: "/competitors/norvik-lines/edit", line: publishedLine,
		form: url.Values{"version": {"{competitor-version}"}, "name": {"Norvik Lines"}, "writer": {"{person}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /competitors/{slug}/followers", path: "/competitors/norvik-lines/followers", line: publishedLine, form: url.Values{"do": {"follow"}}, want: signedIn(seeOther)},
	{pattern: "POST /competitors/{slug}/looks", path: "/competitors/norvik-lines/looks", line: publishedLine, form: url.Values{"at": {"1"}}, want: signedIn(seeOther)},
	{pattern: "POST /competitors/{slug}/deals", path: "/competitors/norvik-lines/deals", line: publishedLine,
		form: url.Values{"submission": {"{uuid}"}, "account": {"Pellow & Sons"}, "won": {"yes"}, "reason": {"price"}, "others": {"service"}}, want: bothTeams(seeOther)},
	{pattern: "GET /competitors/{slug}/call", path: "/competitors/norvik-lines/call", line: publishedLine, want: signedIn(ok)},
	{pattern: "GET /competitors/{slug}/sheet", path: "/competitors/CP-{competitor}/sheet", line: publishedLine, want: signedIn(ok)},
	{pattern: "GET /competitors/{slug}/claims/new", path: "/competitors/norvik-lines/claims/new?section=ask&notes={cited}", line: publishedLine, want: bothTeams(ok)},
	{pattern: "POST /competitors/{slug}/claims", path: "/competitors/norvik-lines/claims", line: publishedLine, form: with(lineForm(), "submission", "{uuid}"), want: bothTeams(seeOther)},
	{pattern: "GET /claims/{id}", path: "/claims/{claim}", line: publishedLine, want: []int{seeOther, seeOther, ok, ok, ok, ok, ok}},
	{pattern: "POST /claims/{id}", path: "/claims/{claim}", line: publishedLine, form: with(lineForm(), "version", "{claim-version}"), want: bothTeams(seeOther)},
	{pattern: "POST /claims/{id}/publishing", path: "/claims/{claim}/publishing", line: draftedLine, form: url.Values{"version": {"{claim-version}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /claims/{id}/marks", path: "/claims/{claim}/marks", line: publishedLine, form: url.Values{"mark": {"wrong"}}, want: bothTeams(seeOther)},
	{pattern: "POST /claims/{id}/disputes", path: "/claims/{claim}/disputes", line: publishedLine, form: url.Values{"note": {"IN-{cited}"}, "reason": {"Not so"}}, want: bothTeams(seeOther)},
	{pattern: "POST /claims/{id}/settlement", path: "/claims/{claim}/settlement", line: disputedLine,
		form: url.Values{"version": {"{claim-version}"}, "reason": {"Asked again"}}, want: bothTeams(seeOther)},
	{pattern: "POST /claims/{id}/review", path: "/claims/{claim}/review", line: publishedLine, form: url.Values{"version": {"{claim-version}"}}, want: bothTeams(seeOther)},
	{pattern: "POST /claims/{id}/withdrawal", path: "/claims/{claim}/withdrawal", line: publishedLine,
		form: url.Values{"version": {"{claim-version}"}, "reason": {"Old"}}, want: bothTeams(seeOther)},
}
