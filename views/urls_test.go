package views

import (
	"net/url"
	"testing"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/requests"
)

func TestListURL(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]requests.Filter{
		"/requests":           {},
		"/requests?view=mine": {View: requests.ViewMine},
		"/requests?after=abc&assignee=8&q=a+%26+b%23&requester=2&sort=newest&type=brochure&view=all": {
			View: requests.ViewAll, Type: "brochure", Assignee: 8, Requester: 2, Text: "a & b#", Sort: requests.SortNewest, After: "abc"},
	} {
		if got := ListURL(f); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := ListURL(requests.Filter{View: requests.ViewOpen}); got != "/requests" {
		t.Errorf("the usual view: got %s, want /requests", got)
	}
}

func TestURLs(t *testing.T) {
	t.Parallel()
	request := activity.Subject{Kind: activity.KindRequest, ID: 412}
	person := activity.Subject{Kind: activity.KindPerson, ID: 2}
	for _, c := range []struct{ got, want string }{
		{RequestURL(412), "/requests/412"}, {moveURL(412, "stage"), "/requests/412/stage"}, {FileURL(7), "/files/7"},
		{FitCheckURL(7), "/icp/checks/7"}, {FitChecksURL(icp.CheckFilter{}), "/icp/checks"}, {FitChecksURL(icp.CheckFilter{Text: "a & b", Fit: icp.NoFit}), "/icp/checks?fit=no&q=a+%26+b"},
		{checkAccountURL("Pellow & Sons"), "/icp/checks/new?account=Pellow+%26+Sons"}, {SubjectURL(activity.Subject{Kind: activity.KindCheck, ID: 7}), "/icp/checks/7"},
		{SubjectURL(request), "/requests/412"}, {SubjectURL(person), "/"},
		{subjectRef(request), "R-412"}, {subjectRef(person), "person"}, {elementID(request), "request-412"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
		if _, err := url.Parse(c.got); err != nil {
			t.Error(err)
		}
	}
}
