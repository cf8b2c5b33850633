package requests

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Concerned lists the people who should hear of an event of a request, of its piece, or of a process; never the actor.
func (q *Queue) Concerned(ctx context.Context, e activity.Event) ([]int64, error) {
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return nil, err
	}
	a := &audience{event: e, roll: roll}
	concerned, ours := map[string]func(context.Context, *audience) error{
		activity.KindRequest: q.concernedByRequest, activity.KindPiece: q.concernedByPiece, activity.KindProcess: q.concernedByProcess,
	}[e.SubjectKind]
	switch {
	case !ours:
	case e.Kind == "due-soon":
		a.tellOwner()
	default:
		err = concerned(ctx, a)
	}
	return a.told, err
}

// audience of an event.
type audience struct {
	event activity.Event
	roll  people.Roll
	told  []int64
}

// tell those who are here still.
func (a *audience) tell(ids ...*int64) {
	for _, id := range ids {
		if id != nil && a.roll[*id].Active && (a.event.ActorID == nil || *id != *a.event.ActorID) && !slices.Contains(a.told, *id) {
			a.told = append(a.told, *id)
		}
	}
}

func (a *audience) leads(side people.Side) {
	for _, p := range a.roll.Of(side) {
		if p.Role == people.Lead {
			a.tell(&p.ID)
		}
	}
}

// tellOwner tells whoever owes what is due, or the leads of a side of which nobody took it.
func (a *audience) tellOwner() {
	if d := a.event.Detail; d.Person != 0 {
		a.tell(&d.Person)
	} else {
		a.leads(d.Side)
	}
}

// concernedByRequest are the requester and those who work on it, the leads of a side that is asked or owes something
// nobody took, those who follow it.
func (q *Queue) concernedByRequest(ctx context.Context, a *audience) error {
	r, err := gorm.G[Request](q.db.Read()).Where("id = ?", a.event.SubjectID).Take(ctx)
	if err != nil {
		return store.Found(err)
	}
	switch a.event.Kind {
	case "checked", "unchecked":
		return nil
	case "review-asked", "asked-again":
		for _, id := range a.event.Detail.People {
			a.tell(&id)
		}
		return nil
	case "review-dropped":
		a.tell(&a.event.Detail.Person)
		return nil
	case "reviewed": // those who wait for it, not one reviewer of the other
		a.tell(&r.RequesterID, r.SalesPersonID, r.MarketingPersonID, &a.event.Detail.Person)
		return nil
	case "still-waiting":
		a.leads(a.event.Detail.Side)
	case "submitted":
		a.leads(r.AskedSide)
	}
	a.tell(&r.RequesterID, r.SalesPersonID, r.MarketingPersonID)
	return q.tellFollowers(ctx, a)
}

// concernedByPiece are its owner, and when they left the leads of their side; of what changes for those who use it also
// who asked for it.
func (q *Queue) concernedByPiece(ctx context.Context, a *audience) error {
	switch a.event.Kind {
	case "not-yet":
		return nil
	case "review-soon", "review-due":
		a.tellOwner()
		return nil
	case "use-asked":
		a.tell(&a.event.Detail.Person)
		return nil
	}
	p, err := gorm.G[Piece](q.db.Read()).Where("request_id = ?", a.event.SubjectID).Take(ctx)
	if err != nil {
		return store.Found(err)
	}
	if a.tell(&p.OwnerID); !a.roll[p.OwnerID].Active {
		a.leads(p.OwnerSide)
	}
	if a.event.Kind == "used" || a.event.Kind == "not-used" {
		return nil
	}
	r, err := gorm.G[Request](q.db.Read()).Where("id = ?", a.event.SubjectID).Take(ctx)
	a.tell(&r.RequesterID)
	return err
}

// concernedByProcess are the leads of both sides, who turn the keys, those who drafted it, and those who follow it.
func (q *Queue) concernedByProcess(ctx context.Context, a *audience) error {
	p, err := q.FindProcess(ctx, a.event.SubjectID)
	if err != nil {
		return err
	}
	a.leads(people.Sales)
	a.leads(people.Marketing)
	a.tell(&a.event.Detail.Person)
	for _, id := range p.DraftedBy {
		a.tell(&id)
	}
	return q.tellFollowers(ctx, a)
}

func (q *Queue) tellFollowers(ctx context.Context, a *audience) error {
	followers, err := q.log.Followers(ctx, a.event.Subject())
	for _, id := range followers {
		a.tell(&id)
	}
	return err
}
