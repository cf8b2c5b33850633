package demo

import (
	"context"

	"github.com/google/uuid"

	"alongside/models/requests"
)

// savedViews are what people keep among the tabs of the queue.
var savedViews = []struct {
	who, name string
	filter    requests.Filter
	shared    bool
}{
	{"priya", "Food and drink", requests.Filter{Text: "Food and drink"}, true},
	{"dan", "Checks with us", requests.Filter{Stage: requests.LaneChecking, With: "sales"}, false},
}

func (t *teller) saveViews(ctx context.Context) error {
	for _, v := range savedViews {
		submission := uuid.NewSHA1(uuid.NameSpaceURL, []byte("view "+v.name))
		if _, err := t.portal.Requests.Save(ctx, t.people[v.who], submission, v.name, v.filter, v.shared); err != nil {
			return err
		}
	}
	return nil
}
