package icp

import (
	"alongside/models/people"
	"alongside/models/store"
)

// MoveKind is something a person can do to a proposal.
type MoveKind string

const (
	MoveEdit     MoveKind = "edit"
	MoveDecide   MoveKind = "decide" // what a section in conflict should say
	MoveTurnKey  MoveKind = "turn-key"
	MoveTurnBack MoveKind = "turn-back" // one's own key
	MoveAskFor   MoveKind = "ask-for"   // a change, which turns the keys back
	MoveComment  MoveKind = "comment"
	MoveWithdraw MoveKind = "withdraw"
	MoveRefuse   MoveKind = "refuse"
	MoveMerge    MoveKind = "merge" // into another proposal
)

// AllMoves there are.
var AllMoves = []MoveKind{MoveEdit, MoveDecide, MoveTurnKey, MoveTurnBack, MoveAskFor, MoveComment, MoveWithdraw, MoveRefuse, MoveMerge}

// Moves are those that are the actor's to make now: what is offered on screens and what verbs allow are this one list.
type Moves map[MoveKind]bool

// Moves of the actor on the proposal as it stands.
func (p Proposal) Moves(actor people.Person) Moves {
	m := Moves{}
	if !actor.Works() {
		return m
	}
	m[MoveComment] = true
	if p.State != Open {
		return m
	}
	writes, leads := p.Writes(actor.ID), actor.Leads(actor.Side)
	change, clear := p.Kind == ToChange, len(p.Conflicts) == 0
	_, holds := p.keyOf(actor.ID)
	_, turned := p.Key(actor.Side)
	m[MoveEdit] = change && clear && (writes || leads)
	m[MoveDecide] = change && !clear && (writes || leads)
	m[MoveTurnKey] = clear && !turned && !holds && (leads || p.Wording && len(p.Keys) > 0)
	m[MoveTurnBack] = holds && !p.signedByWriting(actor)
	m[MoveAskFor] = change && leads
	m[MoveWithdraw] = change && (writes || leads && actor.Side == p.AuthorSide)
	m[MoveRefuse] = change && leads && !writes && actor.Side != p.AuthorSide
	m[MoveMerge] = m[MoveEdit]
	return m
}

// signedByWriting reports whether the actor's key is that of whoever wrote a change of words: it goes with the proposal.
func (p Proposal) signedByWriting(actor people.Person) bool {
	return p.Wording && len(p.Keys) == 1 && p.Keys[0].PersonID == actor.ID
}

// allow returns nil or why the move is not the actor's.
func (p Proposal) allow(actor people.Person, move MoveKind, roll people.Roll) error {
	if p.Moves(actor)[move] {
		return nil
	}
	mine, turned := p.Key(actor.Side)
	_, holds := p.keyOf(actor.ID)
	leads := actor.Leads(actor.Side)
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read what both teams agree to, but not change it.")
	case p.State != Open:
		return store.Refuse(store.ErrConflict, "%s is closed: it was %s.", p.Name(), p.State)
	case p.Kind == ToKeep && move != MoveTurnKey && move != MoveTurnBack:
		return store.Refuse(store.ErrConflict, "%s asks whether sections stay as they are. To change one, propose a change.", p.Name())
	case move == MoveTurnKey && !leads && !p.Wording, move == MoveAskFor && !leads:
		return store.Refuse(store.ErrForbidden, "Only a lead can do this.")
	case move == MoveTurnBack && p.signedByWriting(actor):
		return store.Refuse(store.ErrConflict, "You agreed to these words by writing them. Withdraw the proposal instead.")
	case move == MoveTurnBack:
		return store.Refuse(store.ErrForbidden, "You have no key turned on %s.", p.Name())
	case move == MoveTurnKey && turned:
		return store.Refuse(store.ErrConflict, "%s has turned the %s key already.", roll.Name(mine.PersonID), actor.Side.Name())
	case move == MoveTurnKey && holds:
		return store.Refuse(store.ErrForbidden, "You turned the %s key of %s. Somebody else turns that of %s.", actor.Side.Other().Name(), p.Name(), actor.Side.Name())
	case len(p.Conflicts) > 0 && move != MoveDecide:
		return store.Refuse(store.ErrConflict, "A section of %s was agreed otherwise since. Its authors decide first what it should say.", p.Name())
	case move == MoveDecide && len(p.Conflicts) == 0:
		return store.Refuse(store.ErrConflict, "No section of %s waits for a decision.", p.Name())
	case move == MoveRefuse:
		return store.Refuse(store.ErrForbidden, "Only a lead of the other team, who did not write %s, can refuse it.", p.Name())
	case move == MoveWithdraw:
		return store.Refuse(store.ErrForbidden, "Only its authors, or a lead of %s, can withdraw %s.", p.AuthorSide.Name(), p.Name())
	}
	return store.Refuse(store.ErrForbidden, "Only its authors and leads can change %s. Say in the discussion what you would change.", p.Name())
}
