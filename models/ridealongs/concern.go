package ridealongs

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Concerned lists the people who should hear of an event of a ride-along, a seat, a debrief or the rules; never the actor.
func (s *Schedule) Concerned(ctx context.Context, e activity.Event) ([]int64, error) {
	if !slices.Contains([]string{activity.KindRideAlong, activity.KindSeat, activity.KindDebrief, activity.KindRideRules}, e.SubjectKind) {
		return nil, nil
	}
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return nil, err
	}
	a := &audience{event: e, roll: roll}
	switch {
	case e.Kind == "due-soon":
		a.tell(e.Detail.Person)
	case e.SubjectKind == activity.KindSeat:
		a.tell(e.Detail.Person)
	case e.SubjectKind == activity.KindRideRules:
		a.leads(people.Sales)
		a.leads(people.Marketing)
	default:
		slot, err := gorm.G[Slot](s.db.Read()).Where("id = ?", e.SubjectID).Take(ctx)
		if err != nil {
			return nil, store.Found(err)
		}
		a.tellOf(slot)
	}
	return a.told, nil
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

func (a *audience) leads(side people.Side) {
	for _, p := range a.roll.Of(side) {
		if p.Role == people.Lead {
			a.tell(p.ID)
		}
	}
}

// tellOf a slot: an offer its guests' team, the rest its host and those whom the event names.
func (a *audience) tellOf(slot Slot) {
	d := a.event.Detail
	switch a.event.Kind {
	case "ride-offered":
		for _, p := range a.roll.Of(slot.Direction.Guests()) {
			a.tell(p.ID)
		}
		return
	case "seat-offered": // the host hears of the answer
		a.tell(d.Person)
		return
	case "debrief-shared":
		a.leads(people.Sales)
		a.leads(people.Marketing)
		return
	case "seat-lapsed", "seat-left":
		a.tell(d.Person)
	}
	a.tell(d.People...)
	a.tell(slot.HostID)
}
