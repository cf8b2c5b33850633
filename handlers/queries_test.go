package handlers_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/files"
	"alongside/models/intel"
	"alongside/models/requests"
	"alongside/models/ridealongs"
	"alongside/views"
)

// maxQueries is how many statements a page may cost, however many rows there are.
const maxQueries = 6

func TestQueriesOfAPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var r requests.Request
	for range 5 {
		r = withFile(s)
	}
	drafted(s)
	ruth := s.as(t, "ruth")
	draft := with(with(filled(), "do", "draft"), "from", "IN-231", requests.Ref(r.ID))
	ruth.post("/requests", draft).leads("/requests/new?draft=1")
	s.unsent(s.portal.ICP.SaveUnsent)
	s.unsent(s.portal.Rides.SaveUnsent)
	s.exec(`INSERT INTO notices (person_id, event_id) SELECT $1, id FROM events WHERE subject_kind = 'request'`, s.person("ruth").ID)
	for i := range 3 {
		f := requests.Filter{Text: "brochure", With: "marketing"}
		if _, err := s.portal.Requests.Save(t.Context(), s.person("ruth"), uuid.New(), fmt.Sprint("View ", i), f, true); err != nil {
			t.Fatal(err)
		}
	}
	promise := one[int64](s, `SELECT max(id) FROM promises`)

	var pages = []string{"/", "/requests", "/requests?view=all", "/requests?q=brochure", fmt.Sprintf("/requests/%d", r.ID), fmt.Sprintf("/requests/%d", rushAsked(s).ID), "/inbox", "/requests/new", "/requests/new?type=brochure",
		"/requests/types", "/requests/types/sheet", "/requests/types/sheet/versions/1", "/requests/report", "/requests/report.csv",
		fmt.Sprintf("/requests/new?type=brochure&from=IN-231&from=R-%d", r.ID), "/requests/new?draft=1", "/requests/similar?type=brochure&title=Brochure"}
	reviewed, _ := layoutReview(s)
	pages = append(pages, "/requests?view=delivered", fmt.Sprintf("/requests/%d/piece", delivered(s).ID), fmt.Sprintf("/requests/%d", reviewed.ID), "/requests/board", "/requests/board?q=brochure&stage=brief", "/requests/capacity", "/requests.csv")
	twoVersions(s)
	s.turnKeys(s.propose("Once more", profileText(s, "The planner decides.")), "dan")
	pages = append(pages, "/icp", "/icp/versions", "/icp/versions/1", "/icp/versions/2/print", "/icp/compare?from=1&to=2", "/icp.md", fmt.Sprintf("/icp/sections/%d", s.profileSection("Who they are").ID))
	checkedAccount(s)
	proposedCriterion(s)
	pages = append(pages, "/icp/checks", "/icp/checks?q=foods&fit=good", "/icp/checks/new", "/icp/checks/new?from=1", "/icp/checks/1", "/icp/held", "/icp/held.csv")
	conflicting, proposed, judged := proposalPath(s.conflicting().ID), s.reworded(), proposedCriterion(s)
	pages = append(pages, "/icp/proposals", "/icp/proposals?state=all", "/icp/proposals/new?section=2&from=IN-231", "/icp/proposals/new", "/icp/proposals/new?draft=2", proposalPath(proposed.ID), proposalPath(proposed.ID)+"/edit",
		proposalPath(judged.ID), proposalPath(judged.ID)+"/edit", conflicting, conflicting+"/sections/2")
	for i := range intel.PageSize {
		s.hear("ruth", fmt.Sprint("Norvik was late ", i))
	}
	n := heard(s)
	s.hear("ruth", "Norvik again", func(c *intel.Capture) { c.Files = []files.Upload{s.photo()} })
	pages = append(pages, "/intel", "/intel?mine=1", "/intel?q=norvk&kind=service", "/intel/new", "/intel/triage", "/intel/questions", "/intel.csv",
		n.Ref(), intel.Ref(n.ID+1), intel.Ref(confided(s).ID))
	for i, path := range pages {
		if id, isNote := strings.CutPrefix(path, "IN-"); isNote {
			pages[i] = "/intel/" + id
		}
	}
	line := s.publishes(s.drafts(intel.Words{Section: intel.AskThis, Text: "Who rings me?"}, n.ID))
	pages = append(pages, "/competitors", "/competitors/norvik-lines", "/competitors/norvik-lines/call", fmt.Sprintf("/claims/%d", line.ID), "/competitors/CP-1/sheet",
		fmt.Sprintf("/competitors/norvik-lines/claims/new?notes=%d", n.ID), "/competitors/norvik-lines/edit")
	open, over := s.ride(2, func(o *ridealongs.Offer) { o.Seats = 9 }), s.debriefed()
	s.take("hannah", open.ID)
	for _, path := range []string{"", "?view=list", "?view=list&past=1", "?view=mine", "?view=hours", "/hours.csv", "/pairs", "/rules", "/new?starts_at=2026-12-10T09:30", "/new?draft=3", "/room"} {
		pages = append(pages, "/ridealongs"+path)
	}
	pages = append(pages, views.RideURL(open.ID), views.RideURL(open.ID)+"/edit", views.RideURL(open.ID)+".ics", views.BriefURL(open.ID), views.RideURL(over.ID),
		views.BriefURL(over.ID), views.DebriefsURL(over.ID), "/calendar", "/intel/new?"+s.answerOf("ben", over.ID), "/requests/new?type=brochure&"+s.answerOf("ben", over.ID),
		"/icp/proposals/new?"+s.answerOf("ben", over.ID))
	few := countQueries(ruth, pages)

	s.copies("requests", r.ID, 495, map[string]string{"account": "'Account ' || n"})
	s.copies("promises", promise, 495, map[string]string{"subject_id": fmt.Sprint(r.ID, " + n"), "to_person_id": fmt.Sprint(s.person("ruth").ID)})
	s.copies("promises", promise, 495, map[string]string{"subject_id": fmt.Sprint(r.ID, " + n"), "from_person_id": fmt.Sprint(s.person("ruth").ID)})
	s.copies("events", one[int64](s, `SELECT max(id) FROM events WHERE subject_id = $1`, r.ID), 495, nil)
	for i := range 30 {
		s.hear("ruth", fmt.Sprint("Norvik bumps slot ", i))
	}
	s.copies("questions", 1, 40, nil)
	s.copies("claims", line.ID, 95, map[string]string{"may_say": "true"})
	s.exec(`INSERT INTO claim_citations (claim_id, note_id, cited_by, cited_at) SELECT c.id, $1, c.owner_id, c.made_at FROM claims c ON CONFLICT DO NOTHING`, n.ID)
	for i := range 3 {
		s.copies("drafts", int64(i+1), 48, map[string]string{"submission": "gen_random_uuid()"})
	}
	s.copies("files", one[int64](s, `SELECT max(id) FROM files`), 95, map[string]string{"key": "key || n", "number": "n + 1"})
	s.exec(`INSERT INTO notices (person_id, event_id) SELECT $1, id FROM events WHERE subject_kind = 'request' ON CONFLICT DO NOTHING`, s.person("ruth").ID)
	s.exec(`INSERT INTO icp_checks (id, account_id, version, answers, points, band, made_by, made_at)
		SELECT n + 100, 1, version, answers, points, band, made_by, made_at FROM icp_checks, generate_series(1, 495) n WHERE id = 1`)
	s.exec(`INSERT INTO icp_accounts (name, key, check_id, checked_at, band, outcome, outcome_by, outcome_at)
		SELECT name || n, key || n, n + 100, checked_at, a.band, 'won', made_by, made_at FROM icp_accounts a, icp_checks c, generate_series(1, 495) n WHERE a.id = 1 AND c.id = 1`)
	s.copies("icp_proposals", proposed.ID, 495, nil)
	s.copies("events", one[int64](s, `SELECT max(id) FROM events WHERE subject_kind = 'proposal' AND subject_id = $1`, proposed.ID), 195, nil)
	s.copies("ridealongs", open.ID, 495, map[string]string{"uid": "gen_random_uuid()", "starts_at": "starts_at + n * interval '1 hour'", "ends_at": "ends_at + n * interval '1 hour'"})
	s.exec(`INSERT INTO ridealong_seats (ridealong_id, person_id, state, asked_at, confirmed_at, sequence) SELECT id, $1, 'confirmed', offered_at, offered_at, 1
		FROM ridealongs WHERE id > $2`, s.person("hannah").ID, over.ID)
	s.copies("customer_hours", one[int64](s, `INSERT INTO customer_hours (person_id, day, minutes, what, logged_at) VALUES ($1, '2026-11-24', 60, 'Calls', now()) RETURNING id`,
		s.person("ruth").ID), 195, nil)
	s.copies("ridealong_limits", one[int64](s, `INSERT INTO ridealong_limits (account, why, set_by, set_at) VALUES ('Marlow Group', 'Quiet', $1, now()) RETURNING id`,
		s.person("dan").ID), 95, nil)
	s.exec(`ANALYZE`)
	many := countQueries(ruth, pages)
	for i, path := range pages {
		if few[i] > maxQueries {
			t.Errorf("%s: got %d queries, want at most %d", path, few[i], maxQueries)
		}
		if many[i] != few[i] {
			t.Errorf("%s: got %d queries with 500 of everything, want the %d of five", path, many[i], few[i])
		}
	}
}

// countQueries of each page when what is remembered for some seconds is remembered: the least of several times, since
// any of it may be forgotten between two.
func countQueries(b *browser, pages []string) []int64 {
	b.t.Helper()
	counts := make([]int64, len(pages))
	for i, path := range pages {
		counts[i] = math.MaxInt64
		for range 4 {
			before := b.site.portal.Store.Queries()
			b.get(path).is(http.StatusOK, path)
			counts[i] = min(counts[i], b.site.portal.Store.Queries()-before)
		}
	}
	return counts
}
