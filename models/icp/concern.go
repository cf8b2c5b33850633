package icp

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Concerned lists the people who should hear of an event of the document, of a proposal or of a review; never the actor.
func (d *Document) Concerned(ctx context.Context, e activity.Event) ([]int64, error) {
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return nil, err
	}
	a := &audience{event: e, roll: roll}
	switch e.SubjectKind {
	case activity.KindProfile:
		err = d.concernedByDocument(ctx, a)
	case activity.KindProposal:
		err = d.concernedByProposal(ctx, a)
	case activity.KindSalesReview, activity.KindMarketingReview:
		a.owner()
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
func (a *audience) tell(ids ...int64) {
	for _, id := range ids {
		if a.roll[id].Active && (a.event.ActorID == nil || id != *a.event.ActorID) && !slices.Contains(a.told, id) {
			a.told = append(a.told, id)
		}
	}
}

func (a *audience) side(side people.Side, leads bool) {
	for _, p := range a.roll.Of(side) {
		if !leads || p.Role == people.Lead {
			a.tell(p.ID)
		}
	}
}

// owner of what is due: a person, or the leads of a side.
func (a *audience) owner() {
	if d := a.event.Detail; d.Person != 0 {
		a.tell(d.Person)
	} else {
		a.side(d.Side, true)
	}
}

// concernedByDocument is the owner of a section, and of a version who was asked to read it and did not yet.
func (d *Document) concernedByDocument(ctx context.Context, a *audience) error {
	a.tell(a.event.Detail.Person)
	if a.event.Kind != "reading-asked" {
		return nil
	}
	asked, err := gorm.G[int64](d.db.Read()).Raw(`SELECT person_id FROM icp_readings WHERE version = ? AND reminded_at = ? AND read_at IS NULL
		ORDER BY person_id`, a.event.Detail.Number, a.event.At).Find(ctx)
	a.tell(asked...)
	return err
}

// concernedByProposal are the leads of both sides, who turn the keys, its authors, whose key turned back, and who follows
// it. A new version concerns everybody, and words to be read the whole other team.
func (d *Document) concernedByProposal(ctx context.Context, a *audience) error {
	p, err := gorm.G[Proposal](d.db.Read()).Where("id = ?", a.event.SubjectID).Take(ctx)
	if err != nil {
		return store.Found(err)
	}
	leadsOnly := a.event.Kind != "version-agreed"
	switch {
	case a.event.Kind == "due-soon" && a.event.Detail.Person == 0 && p.Wording:
		a.side(a.event.Detail.Side, false)
		return nil
	case a.event.Kind == "due-soon":
		a.owner()
		return nil
	}
	a.side(people.Sales, leadsOnly)
	a.side(people.Marketing, leadsOnly)
	if p.Wording && (a.event.Kind == "proposed" || a.event.Kind == "proposal-changed") {
		a.side(a.event.Detail.Side.Other(), false)
	}
	a.tell(p.Authors()...)
	a.tell(a.event.Detail.People...)
	followers, err := d.log.Followers(ctx, a.event.Subject())
	a.tell(followers...)
	return err
}
