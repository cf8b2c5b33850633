package ridealongs

import (
	"time"

	"alongside/models/people"
	"alongside/models/store"
)

// Move is something a person can do to a slot.
type Move string

const (
	MoveTake     Move = "take" // a seat, a place in the queue, or what was offered
	MoveGiveBack Move = "give-back"
	MoveName     Move = "name" // put somebody's name down
	MoveRefuse   Move = "refuse"
	MoveChange   Move = "change"
	MoveMove     Move = "move"
	MoveCancel   Move = "cancel"
	MoveConsent  Move = "consent"
	MoveMiss     Move = "miss" // say who did not come
	MoveRead     Move = "read" // the brief
	MoveWish     Move = "wish"
	MoveDebrief  Move = "debrief"
)

// unversioned moves do not depend on what the actor saw.
var unversioned = []Move{MoveTake, MoveGiveBack, MoveName, MoveRefuse, MoveMiss, MoveRead, MoveWish, MoveDebrief}

// Moves are those that are the actor's to make now: what is offered on screens and what verbs allow are this one list.
type Moves map[Move]bool

// Moves of the actor on the slot as it stands at now, with its living seats.
func (s Slot) Moves(actor people.Person, seats Seats, now time.Time) Moves {
	m := Moves{}
	if !actor.Works() {
		return m
	}
	mine, have := seats.Of(actor.ID)
	comes := s.State == Offered && now.Before(s.StartsAt)
	hosts := actor.ID == s.HostID
	runs := hosts || actor.Leads(s.Direction.Hosts())
	m[MoveTake] = comes && actor.Side == s.Direction.Guests() && (!have || mine.State == OfferedTo)
	m[MoveGiveBack] = comes && have
	m[MoveName] = comes && (hosts || actor.Role == people.Lead)
	m[MoveRefuse] = comes && hosts
	m[MoveChange], m[MoveMove], m[MoveConsent] = comes && runs, comes && runs, comes && runs
	m[MoveCancel] = s.State == Offered && now.Before(s.EndsAt) && runs
	m[MoveMiss] = hosts && !now.Before(s.StartsAt) && (s.State == Offered || s.State == Held)
	m[MoveRead] = s.State == Offered && have && mine.State == Confirmed
	m[MoveWish] = comes && have
	m[MoveDebrief] = (s.State == Offered || s.State == Held) && !now.Before(s.EndsAt) && (hosts || have && mine.State == Confirmed)
	return m
}

// allow returns nil or why the move is not the actor's.
func (s Slot) allow(actor people.Person, seats Seats, now time.Time, move Move) error {
	if s.Moves(actor, seats, now)[move] {
		return nil
	}
	_, have := seats.Of(actor.ID)
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read about ride-alongs, but not go along.")
	case move == MoveDebrief && now.Before(s.EndsAt):
		return store.Refuse(store.ErrConflict, "The debrief opens when it is over.")
	case move == MoveDebrief:
		return store.Refuse(store.ErrForbidden, "The debrief is for those who were there.")
	case move == MoveMiss && actor.ID != s.HostID:
		return store.Refuse(store.ErrForbidden, "The host says who came.")
	case move == MoveMiss:
		return store.Refuse(store.ErrConflict, "It has not begun.")
	case s.State == Cancelled:
		return store.Refuse(store.ErrConflict, "%s was cancelled.", s.Title)
	case !now.Before(s.StartsAt):
		return store.Refuse(store.ErrConflict, "%s has begun already.", s.Title)
	case move == MoveTake && have:
		return nil // again changes nothing
	case move == MoveTake:
		return store.Refuse(store.ErrForbidden, "These seats are for %s.", s.Direction.Guests().Name())
	case move == MoveGiveBack, move == MoveWish, move == MoveRead:
		return store.Refuse(store.ErrConflict, "You have no seat here.")
	case move == MoveName:
		return store.Refuse(store.ErrForbidden, "The host and the leads put names down.")
	case move == MoveRefuse:
		return store.Refuse(store.ErrForbidden, "Only the host can do this.")
	}
	return store.Refuse(store.ErrForbidden, "Only the host, or a lead of %s, can do this.", s.Direction.Hosts().Name())
}
