package requests

import (
	"fmt"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Moves on a process. Whoever works for a side may edit a draft, once a lead has begun it; keys are for leads.
const (
	MoveDraft    Move = "draft"    // begin the next version
	MoveEdit     Move = "edit"     // the draft
	MoveWithdraw Move = "withdraw" // the draft
	MoveTurnKey  Move = "turn-key" // of one's own side
	MoveAskFor   Move = "ask-for"  // a change, of the other side
)

// Subject of the process in log and ledger.
func (p Process) Subject() activity.Subject {
	return activity.Subject{Kind: activity.KindProcess, ID: p.ID}
}

// Title is how people call the process: "One-page sheet, version 4".
func (p Process) Title(typ Type) string { return fmt.Sprintf("%s, version %d", typ.Name, p.Version) }

// Draft reports whether the process is a draft still.
func (p Process) Draft() bool { return p.InForceAt == nil && p.WithdrawnAt == nil }

// Key is who turned the side's key, and when; nil while it is not turned.
func (p Process) Key(side people.Side) (by *int64, at *time.Time) {
	if side == people.Sales {
		return p.SalesKey, p.SalesKeyAt
	}
	return p.MarketingKey, p.MarketingKeyAt
}

func (p *Process) setKey(side people.Side, by *int64, at *time.Time) {
	if side == people.Sales {
		p.SalesKey, p.SalesKeyAt = by, at
	} else {
		p.MarketingKey, p.MarketingKeyAt = by, at
	}
}

// Keys counts the keys that are turned.
func (p Process) Keys() (n int) {
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		if by, _ := p.Key(side); by != nil {
			n++
		}
	}
	return n
}

// waits reports whether the process can be agreed to.
func (p Process) waits() bool { return p.WithdrawnAt == nil && p.AgreedAt == nil }

// Moves of the actor on the process as it stands.
func (p Process) Moves(actor people.Person) Moves {
	m := Moves{}
	if !actor.Works() {
		return m
	}
	mine, _ := p.Key(actor.Side)
	theirs, _ := p.Key(actor.Side.Other())
	leads := actor.Leads(actor.Side)
	m[MoveDraft] = leads && p.InForceAt != nil
	m[MoveEdit] = p.Draft()
	m[MoveWithdraw] = leads && p.Draft()
	m[MoveTurnKey] = leads && p.waits() && mine == nil && (theirs == nil || *theirs != actor.ID)
	m[MoveAskFor] = p.waits()
	return m
}

// allow returns nil or why the move is not the actor's.
func (p Process) allow(actor people.Person, move Move, roll people.Roll) error {
	if p.Moves(actor)[move] {
		return nil
	}
	mine, _ := p.Key(actor.Side)
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read how requests are worked, but not change it.")
	case !actor.Leads(actor.Side) && (move == MoveTurnKey || move == MoveDraft || move == MoveWithdraw):
		return store.Refuse(store.ErrForbidden, "Only a lead can do this.")
	case p.WithdrawnAt != nil:
		return store.Refuse(store.ErrConflict, "Version %d was withdrawn.", p.Version)
	case p.AgreedAt != nil:
		return store.Refuse(store.ErrConflict, "Both teams have agreed to version %d already.", p.Version)
	case move == MoveTurnKey && mine != nil:
		return store.Refuse(store.ErrConflict, "%s has turned the %s key already.", roll.Name(*mine), actor.Side.Name())
	case move == MoveTurnKey:
		return store.Refuse(store.ErrForbidden, "You turned the %s key of this version. Somebody else turns that of %s.",
			actor.Side.Other().Name(), actor.Side.Name())
	}
	return store.Refuse(store.ErrConflict, "Version %d is in force and stays as it is. Draft the next one.", p.Version)
}
