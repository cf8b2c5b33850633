package handlers_test

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"alongside/models/requests"
	"alongside/models/ridealongs"
)

// slotOf is a visit of Ruth's with free seats, by its number and version.
func slotOf(change ...func(*site, ridealongs.Slot)) func(*site) requests.Request {
	return func(s *site) requests.Request {
		s.t.Helper()
		n := one[int](s, `SELECT count(*)::int FROM ridealongs`)
		slot := s.ride(3+n, func(o *ridealongs.Offer) { o.Seats = 9 })
		for _, f := range change {
			f(s, slot)
		}
		return requests.Request{ID: slot.ID, Version: slot.Version}
	}
}

// withUnsentOffer is a slot beside which Ruth has a draft of an offer.
func withUnsentOffer(s *site) requests.Request {
	s.t.Helper()
	s.unsent(s.portal.Rides.SaveUnsent)
	return slotOf()(s)
}

// heldSlot is one that is over, whose debriefs are Ruth's and Ben's to write.
func heldSlot(s *site) requests.Request {
	s.t.Helper()
	return requests.Request{ID: s.held().ID}
}

func debriefedSlot(s *site) requests.Request {
	s.t.Helper()
	return requests.Request{ID: s.debriefed().ID}
}

// ruthsDebrief is the number of hers on one that both wrote of.
func ruthsDebrief(s *site) requests.Request {
	s.t.Helper()
	return requests.Request{ID: one[int64](s, `SELECT id FROM debriefs WHERE ridealong_id = $1 AND host`, s.debriefed().ID)}
}

func bensSeat(s *site) requests.Request {
	s.t.Helper()
	slot := slotOf()(s)
	s.take("ben", slot.ID)
	return requests.Request{ID: one[int64](s, `SELECT id FROM ridealong_seats WHERE ridealong_id = $1`, slot.ID)}
}

// hostOnly is for Ruth, hostsLead for her and the lead of her side.
func hostOnly(status int) []int {
	return []int{seeOther, forbidden, status, forbidden, forbidden, forbidden, forbidden}
}

func hostsLead(status int) []int {
	return []int{seeOther, forbidden, status, status, forbidden, forbidden, forbidden}
}

// whoWasThere is for Ruth and Ben; nobody else knows of it.
func whoWasThere(status int) []int {
	return []int{seeOther, notFound, status, notFound, status, notFound, notFound}
}

func withSeat(s *site, slot ridealongs.Slot) { s.take("ben", slot.ID) }

var rideRoutes = []route{
	{pattern: "GET /ridealongs", path: "/ridealongs", made: slotOf(), want: signedIn(ok)},
	{pattern: "GET /ridealongs", path: "/ridealongs?week=2026-W48&direction=ride", want: signedIn(ok)},
	{pattern: "GET /ridealongs", path: "/ridealongs?week=2026-W54", want: signedIn(notFound)},
	{pattern: "GET /ridealongs", path: "/ridealongs?view=list&past=1", want: signedIn(ok)},
	{pattern: "GET /ridealongs", path: "/ridealongs?view=mine", want: signedIn(ok)},
	{pattern: "GET /ridealongs", path: "/ridealongs?view=hours&month=2026-11", want: signedIn(ok)},
	{pattern: "GET /ridealongs", path: "/ridealongs?view=hours&month=November", want: signedIn(notFound)},
	{pattern: "POST /ridealongs", path: "/ridealongs", form: with(offered(), "submission", "{uuid}"), want: []int{seeOther, forbidden, seeOther, seeOther, invalid, invalid, invalid}},
	{pattern: "GET /ridealongs/new", path: "/ridealongs/new?person=10", want: bothTeams(ok)},
	{pattern: "POST /ridealongs", path: "/ridealongs", form: url.Values{"submission": {"{uuid}"}, "do": {"draft"}}, want: bothTeams(seeOther)},
	{pattern: "GET /ridealongs/new", path: "/ridealongs/new?draft={draft}", made: withUnsentOffer, want: ruthOnly(ok)},
	{pattern: "POST /drafts/{id}/removal", path: "/drafts/{draft}/removal", made: withUnsentOffer, form: url.Values{"version": {"1"}}, want: ruthOnly(seeOther)},
	{pattern: "GET /ridealongs/room", path: "/ridealongs/room?starts_at=2026-12-10T09:30&account=Harrow+Home", want: bothTeams(ok)},
	{pattern: "GET /ridealongs/pairs", path: "/ridealongs/pairs?period=quarter", want: signedIn(ok)},
	{pattern: "GET /ridealongs/rules", path: "/ridealongs/rules", want: signedIn(ok)},
	{pattern: "POST /ridealongs/rules", path: "/ridealongs/rules", form: url.Values{
		"guests": {"50"}, "visits": {"50"}, "sales_hours": {"40"}, "marketing_hours": {"10"}, "version": {"{rules}"},
	}, want: leads(seeOther)},
	{pattern: "POST /ridealongs/limits", path: "/ridealongs/limits", form: url.Values{"account": {"{uuid}"}, "why": {"They asked for quiet"}}, want: leads(seeOther)},
	{pattern: "POST /ridealongs/limits/removal", path: "/ridealongs/limits/removal", form: url.Values{"limit": {"999"}},
		want: []int{seeOther, forbidden, forbidden, notFound, forbidden, notFound, forbidden}},
	{pattern: "GET /ridealongs/hours.csv", path: "/ridealongs/hours.csv?month=2026-11", want: signedIn(ok)},
	{pattern: "POST /ridealongs/hours", path: "/ridealongs/hours", form: url.Values{
		"submission": {"{uuid}"}, "day": {"2026-11-24"}, "hours": {"1.5"}, "what": {"Two calls"},
	}, want: bothTeams(seeOther)},
	{pattern: "POST /ridealongs/hours/removal", path: "/ridealongs/hours/removal", form: url.Values{"logged": {"999"}}, want: signedIn(notFound)},
	{pattern: "POST /ridealongs/goals", path: "/ridealongs/goals", form: url.Values{"person": {"{person}"}, "hours": {"12"}}, // Hannah's, by her lead
		want: []int{seeOther, forbidden, forbidden, forbidden, forbidden, seeOther, forbidden}},
	{pattern: "GET /ridealongs/{id}", path: "/ridealongs/{id}", made: slotOf(), want: signedIn(ok)},
	{pattern: "GET /ridealongs/{id}", path: "/ridealongs/{id}.ics", made: slotOf(), want: signedIn(ok)},
	{pattern: "GET /ridealongs/{id}", path: "/ridealongs/999999", want: signedIn(notFound)},
	{pattern: "GET /ridealongs/{id}/edit", path: "/ridealongs/{id}/edit", made: slotOf(), want: hostsLead(ok)},
	{pattern: "POST /ridealongs/{id}/edit", path: "/ridealongs/{id}/edit", made: slotOf(), form: with(with(offered(), "version", "{version}"), "seats", "9"), want: hostsLead(seeOther)},
	{pattern: "POST /ridealongs/{id}/seats", path: "/ridealongs/{id}/seats", made: slotOf(), form: url.Values{}, want: marketingOnly(seeOther)},
	{pattern: "POST /ridealongs/{id}/seats/withdrawal", path: "/ridealongs/{id}/seats/withdrawal", made: slotOf(withSeat), form: url.Values{}, // Ben's
		want: []int{seeOther, forbidden, http.StatusConflict, http.StatusConflict, seeOther, http.StatusConflict, http.StatusConflict}},
	{pattern: "POST /ridealongs/{id}/seats/refusal", path: "/ridealongs/{id}/seats/refusal", made: slotOf(withSeat), form: url.Values{"person": {"{ben}"}, "reason": {"crowded"}}, want: hostOnly(seeOther)},
	{pattern: "POST /ridealongs/{id}/seats/absence", path: "/ridealongs/{id}/seats/absence", made: heldSlot, form: url.Values{"person": {"{ben}"}}, want: hostOnly(seeOther)},
	{pattern: "POST /ridealongs/{id}/names", path: "/ridealongs/{id}/names", made: slotOf(), form: url.Values{"person": {"{person}"}}, // the host, and both leads
		want: []int{seeOther, forbidden, seeOther, seeOther, forbidden, seeOther, forbidden}},
	{pattern: "POST /ridealongs/{id}/consent", path: "/ridealongs/{id}/consent", made: slotOf(), form: url.Values{"consent": {"given"}, "version": {"{version}"}}, want: hostsLead(seeOther)},
	{pattern: "POST /ridealongs/{id}/wish", path: "/ridealongs/{id}/wish", made: slotOf(withSeat), form: url.Values{"wish": {"What do they look at first?"}},
		want: []int{seeOther, forbidden, http.StatusConflict, http.StatusConflict, seeOther, http.StatusConflict, http.StatusConflict}},
	{pattern: "POST /ridealongs/{id}/closing", path: "/ridealongs/{id}/closing", made: slotOf(), form: url.Values{"how": {"cancel"}, "reason": {"ill"}, "version": {"{version}"}}, want: hostsLead(seeOther)},
	{pattern: "POST /ridealongs/{id}/closing", path: "/ridealongs/{id}/closing", made: slotOf(), form: url.Values{"how": {"postpone"}}, want: signedIn(notFound)},
	{pattern: "GET /ridealongs/{id}/brief", path: "/ridealongs/{id}/brief", made: slotOf(withSeat), want: signedIn(ok)},
	{pattern: "POST /ridealongs/{id}/brief", path: "/ridealongs/{id}/brief", made: slotOf(withSeat), form: url.Values{},
		want: []int{seeOther, forbidden, http.StatusConflict, http.StatusConflict, seeOther, http.StatusConflict, http.StatusConflict}},
	{pattern: "GET /ridealongs/{id}/debriefs", path: "/ridealongs/{id}/debriefs", made: heldSlot, want: whoWasThere(ok)},
	{pattern: "POST /ridealongs/{id}/debriefs", path: "/ridealongs/{id}/debriefs", made: heldSlot, form: url.Values{"answer_words": {"“Ring me.”"}, "answer_end": {"Well."}, "version": {"0"}},
		want: []int{seeOther, forbidden, seeOther, forbidden, seeOther, forbidden, forbidden}},
	{pattern: "POST /ridealongs/{id}/debriefs/verdicts", path: "/ridealongs/{id}/debriefs/verdicts", made: debriefedSlot, form: url.Values{"question": {"end"}, "differs": {"yes"}}, want: whoWasThere(seeOther)},
	{pattern: "POST /ridealongs/{id}/debriefs/share", path: "/ridealongs/{id}/debriefs/share", made: debriefedSlot, form: url.Values{"share": {"1"}},
		want: []int{seeOther, http.StatusConflict, seeOther, http.StatusConflict, seeOther, http.StatusConflict, http.StatusConflict}},
	{pattern: "GET /seats/{id}", path: "/seats/{id}", made: bensSeat, want: signedIn(seeOther)},
	{pattern: "GET /debriefs/{id}", path: "/debriefs/{id}", made: ruthsDebrief, want: signedIn(seeOther)},
	{pattern: "POST /debriefs/{id}/outcomes", path: "/debriefs/{id}/outcomes", made: ruthsDebrief, form: url.Values{"kind": {"intel"}, "question": {"words"}}, want: whoWasThere(seeOther)},
	{pattern: "GET /calendar", path: "/calendar", want: bothTeams(ok)},
	{pattern: "POST /calendar", path: "/calendar", form: url.Values{"do": {"renew"}}, want: bothTeams(seeOther)},
	{pattern: "GET /calendar/{file}", path: "/calendar/" + uuid.NewString() + ".ics", want: all(notFound)},
}
