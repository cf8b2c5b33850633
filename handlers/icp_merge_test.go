package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"alongside/models/icp"
)

// TestProposalsAreMerged: another proposal takes over what one changes, when whoever asks may write both.
func TestProposalsAreMerged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one, two := s.reworded(), s.proposes("ruth", says(s.section("Who it is not"), "Nobody without a dock."))
	clash := s.reworded()
	path := proposalPath(one.ID)
	ruth := s.as(t, "ruth")
	merge := func(into string) url.Values {
		return url.Values{"how": {"merge"}, "version": {"1"}, "into": {into}}
	}
	ruth.get(path).wants("#move-merge", "Proposal that takes it over")
	s.as(t, "callum").get(path).lacks("#move-merge")
	for typed, words := range map[string]string{
		"": "Write the number of an open proposal", "IN-1": "Write the number of an open proposal", "the other": "Write the number of an open proposal",
		"P-999": "There is no P-999 here", one.Subject().Ref(): "Choose another proposal",
	} {
		bad := ruth.post(path+"/closing", merge(typed))
		bad.is(http.StatusUnprocessableEntity, typed)
		bad.wants("#into-e", words)
		if got := bad.Find("#into").AttrOr("value", ""); got != typed {
			t.Errorf("got %q in the form, want %q kept", got, typed)
		}
	}
	ruth.post(path+"/closing", merge(clash.Subject().Ref())).is(http.StatusConflict, "both change one section")
	s.as(t, "callum").post(path+"/closing", merge(two.Subject().Ref())).is(http.StatusForbidden, "neither author nor lead")
	ruth.post(path+"/closing", merge("p-"+two.Subject().Ref()[2:])).leads(path)
	ruth.get(path).wants("main", "Part of proposal 3")
	if got := s.proposal("ruth", two.ID); len(got.Changes) != 2 || got.State != icp.Open || got.Revision != 2 {
		t.Errorf("got %d changes in revision %d, %s, want both changes in the second of an open one", len(got.Changes), got.Revision, got.State)
	}
}
