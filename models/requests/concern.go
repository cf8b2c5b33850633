package requests

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Concerned lists the people who should hear of an event of a request: the requester and those who work on it, the
// leads of a side that is asked or owes something nobody took, those who follow it; never the actor.
func (q *Queue) Concerned(ctx context.Context, e activity.Event) ([]int64, error) {
	r, err := gorm.G[Request](q.db.Read()).Where("id = ?", e.SubjectID).Take(ctx)
	if err != nil {
		return nil, store.Found(err)
	}
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return nil, err
	}
	var told []int64
	tell := func(ids ...*int64) {
		for _, id := range ids {
			if id != nil && roll[*id].Active && (e.ActorID == nil || *id != *e.ActorID) && !slices.Contains(told, *id) {
				told = append(told, *id)
			}
		}
	}
	leads := func(side people.Side) {
		for _, p := range roll.Of(side) {
			if p.Role == people.Lead {
				tell(&p.ID)
			}
		}
	}
	switch e.Kind {
	case "checked", "unchecked":
		return nil, nil
	case "due-soon":
		if e.Detail.Person == 0 {
			leads(e.Detail.Side)
		} else {
			tell(&e.Detail.Person)
		}
		return told, nil
	case "still-waiting":
		leads(e.Detail.Side)
	case "submitted":
		leads(r.AskedSide)
	}
	followers, err := q.log.Followers(ctx, e.Subject())
	if err != nil {
		return nil, err
	}
	tell(&r.RequesterID, r.SalesPersonID, r.MarketingPersonID)
	for _, id := range followers {
		tell(&id)
	}
	return told, nil
}
