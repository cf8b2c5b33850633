package requests

import (
	"alongside/models/people"
	"alongside/models/store"
)

// Move is something a person can do to a request.
type Move string

const (
	MoveHandOn   Move = "hand-on"   // finish the stage; the next one begins
	MoveSendBack Move = "send-back" // ask the other side to change what it made
	MoveAsk      Move = "ask"
	MoveAnswer   Move = "answer"
	MoveAssign   Move = "assign" // within one's own side
	MoveCheck    Move = "check"
	MoveComment  Move = "comment"
	MoveDeliver  Move = "deliver"
	MoveDecline  Move = "decline"
	MoveCancel   Move = "cancel"
)

// Moves are those that are the actor's to make now: what is offered on screens and what verbs allow are this one list.
type Moves map[Move]bool

// Moves of the actor on the request as it stands.
func (r Request) Moves(process Process, actor people.Person) Moves {
	m := Moves{}
	if !actor.Works() {
		return m
	}
	m[MoveComment] = true
	if r.State != Open {
		return m
	}
	holds := actor.Side == r.BallSide
	inStage := r.BallKind == BallStage
	last := process.Last(r.Stage)
	m[MoveAssign] = true
	m[MoveHandOn] = holds && inStage && !last
	m[MoveSendBack] = holds && inStage && process.Back(r.Stage) > 0
	m[MoveAsk] = holds && inStage
	m[MoveAnswer] = holds && r.BallKind == BallQuestion
	m[MoveCheck] = holds && inStage
	m[MoveDeliver] = holds && inStage && last
	m[MoveDecline] = actor.Side == r.AskedSide && (actor.Role == people.Lead || !r.begun(process))
	m[MoveCancel] = actor.ID == r.RequesterID || actor.Leads(r.RequesterSide)
	return m
}

// begun reports whether the asked side has finished a stage of its own: from then on only its lead may decline.
func (r Request) begun(process Process) bool {
	for n := int16(1); n < r.Stage; n++ {
		if process.At(n).Side == r.AskedSide {
			return true
		}
	}
	return false
}

// allow returns nil or why the move is not the actor's.
func (r Request) allow(process Process, actor people.Person, move Move) error {
	if r.Moves(process, actor)[move] {
		return nil
	}
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read requests, but not work on them.")
	case r.State != Open:
		return store.Refuse(store.ErrConflict, "%s is closed: it was %s.", r.Ref(), r.State)
	case move == MoveDecline && actor.Side == r.AskedSide:
		return store.Refuse(store.ErrForbidden, "Work on %s has begun, so only a lead of %s can decline it now.", r.Ref(), r.AskedSide.Name())
	case move == MoveCancel:
		return store.Refuse(store.ErrForbidden, "Only the person who asked, or a lead of %s, can cancel %s.", r.RequesterSide.Name(), r.Ref())
	case move == MoveDecline:
		return store.Refuse(store.ErrForbidden, "Only %s, who was asked, can decline %s.", r.AskedSide.Name(), r.Ref())
	case actor.Side != r.BallSide:
		return store.Refuse(store.ErrForbidden, "%s is with %s now, so this move is theirs.", r.Ref(), r.BallSide.Name())
	case r.BallKind == BallQuestion:
		return store.Refuse(store.ErrConflict, "A question is open on %s. It is answered first.", r.Ref())
	}
	return store.Refuse(store.ErrConflict, "%s is in stage %s, which does not have this move.", r.Ref(), process.At(r.Stage).Name)
}
