package requests

import (
	"slices"
	"strings"

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

	MoveDecideRush Move = "decide-rush"
	MoveHold       Move = "hold"    // a lead's
	MoveWait       Move = "wait"    // for somebody outside
	MoveResume     Move = "resume"  // after either
	MoveSuggest    Move = "suggest" // a new date
	MoveAnswerDate Move = "answer-date"
	MoveReopen     Move = "reopen"

	MoveReview     Move = "review"      // answer about what is under review
	MoveName       Move = "name"        // who reviews it
	MoveAllowRound Move = "allow-round" // beyond those both teams agreed; a lead's
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
	m[MoveReopen] = r.State == Lapsed
	if r.State != Open {
		return m
	}
	holds := actor.Side == r.BallSide
	inStage := r.BallKind == BallStage
	working := inStage || r.BallKind == BallQuestion
	lead := actor.Role == people.Lead
	last := process.Last(r.Stage)
	m[MoveAssign] = true
	reviewed := process.At(r.Stage).Review
	finishes := holds && inStage && (!reviewed || r.Decides(process, actor))
	back := process.Back(r.Stage)
	forward := !last && r.NeedsLead(process, r.Stage+1)
	backward := back > 0 && r.NeedsLead(process, back)
	m[MoveHandOn] = finishes && !last && !forward
	m[MoveSendBack] = finishes && back > 0 && !backward
	m[MoveAsk] = holds && inStage
	m[MoveAnswer] = holds && r.BallKind == BallQuestion
	m[MoveCheck] = holds && inStage
	m[MoveDeliver] = finishes && last
	m[MoveDecideRush] = r.BallKind == BallRush && actor.Leads(r.AskedSide)
	m[MoveHold] = working && lead
	m[MoveWait] = holds && inStage
	m[MoveResume] = r.Paused() && (lead || r.BallKind == BallThird && actor.Side == process.At(r.Stage).Side)
	m[MoveSuggest] = working && r.SuggestedOn == nil
	m[MoveAnswerDate] = r.SuggestedOn != nil && actor.Side != r.SuggestedSide
	m[MoveDecline] = actor.Side == r.AskedSide && (lead || !r.begun(process))
	m[MoveCancel] = actor.ID == r.RequesterID || actor.Leads(r.RequesterSide)
	m[MoveReview] = reviewed && (r.asked(actor) || r.Decides(process, actor))
	m[MoveName] = reviewed && (lead || r.Decides(process, actor) || sameID(r.PersonOf(actor.Side), &actor.ID))
	m[MoveAllowRound] = working && lead && (forward || backward)
	return m
}

// Decides reports whether the review is the actor's to decide now: it is the person's who holds the ball, whoever's of
// that side while nobody does, and always a lead's of that side, should the person be away.
func (r Request) Decides(process Process, actor people.Person) bool {
	if r.State != Open || r.BallKind != BallStage || !process.At(r.Stage).Review || !actor.On(r.BallSide) {
		return false
	}
	nobody := r.BallPersonID == nil && process.Decides != DecidesLead
	return nobody || actor.Role == people.Lead || sameID(r.BallPersonID, &actor.ID)
}

// AnswersForAll reports whether an answer of the actor to the review decides it. A lead who was asked as a reviewer answers
// as one.
func (r Request) AnswersForAll(process Process, actor people.Person) bool {
	return r.Decides(process, actor) && (r.BallPersonID == nil || *r.BallPersonID == actor.ID || !r.asked(actor))
}

func (r Request) asked(actor people.Person) bool { return slices.Contains(r.Reviewers, actor.ID) }

// RoundsUsed reports whether reviewing a stage again needs a lead.
func (r Request) RoundsUsed(process Process) bool { return r.Rounds >= process.Rounds+r.MoreRounds }

// NeedsLead reports whether the stage cannot begin before a lead has allowed it: it was reviewed before, and the rounds
// agreed are used up. The first review of a stage is in the timeline, and so it always begins.
func (r Request) NeedsLead(process Process, stage int16) bool {
	return process.At(stage).Review && stage <= r.Furthest && r.RoundsUsed(process)
}

// kindOf is the kind of refusal: forbidden where somebody else could make the move now, else a conflict.
func kindOf(forbidden bool) error {
	if forbidden {
		return store.ErrForbidden
	}
	return store.ErrConflict
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
func (r Request) allow(process Process, actor people.Person, move Move, roll people.Roll) error {
	if r.Moves(process, actor)[move] {
		return nil
	}
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read requests, but not work on them.")
	case move == MoveReopen:
		return store.Refuse(store.ErrConflict, "%s was not closed for want of an answer, so it cannot be reopened. Ask again instead.", r.Ref())
	case r.State == Lapsed:
		return store.Refuse(store.ErrConflict, "%s was closed because nobody answered. Reopen it first.", r.Ref())
	case r.State != Open:
		return store.Refuse(store.ErrConflict, "%s is closed: it was %s.", r.Ref(), r.State)
	case move == MoveDecline && actor.Side == r.AskedSide:
		return store.Refuse(store.ErrForbidden, "Work on %s has begun, so only a lead of %s can decline it now.", r.Ref(), r.AskedSide.Name())
	case move == MoveCancel:
		return store.Refuse(store.ErrForbidden, "Only the person who asked, or a lead of %s, can cancel %s.", r.RequesterSide.Name(), r.Ref())
	case move == MoveDecline:
		return store.Refuse(store.ErrForbidden, "Only %s, who was asked, can decline %s.", r.AskedSide.Name(), r.Ref())
	case move == MoveAnswerDate && r.SuggestedOn == nil:
		return store.Refuse(store.ErrConflict, "No new date is suggested for %s now.", r.Ref())
	case move == MoveAnswerDate:
		return store.Refuse(store.ErrForbidden, "Your side suggested this date, so %s answers.", r.SuggestedSide.Other().Name())
	case move == MoveSuggest && r.SuggestedOn != nil:
		return store.Refuse(store.ErrConflict, "A new date is suggested for %s already. It is answered first.", r.Ref())
	case move == MoveDecideRush && r.BallKind != BallRush:
		return store.Refuse(store.ErrConflict, "No rush is to be decided on %s now.", r.Ref())
	case move == MoveDecideRush:
		return store.Refuse(store.ErrForbidden, "A lead of %s decides on this rush.", r.AskedSide.Name())
	case move == MoveResume && !r.Paused():
		return store.Refuse(store.ErrConflict, "%s does not wait for anybody outside and is not on hold.", r.Ref())
	case move == MoveHold && actor.Role != people.Lead:
		return store.Refuse(store.ErrForbidden, "Only a lead can put %s on hold.", r.Ref())
	case move == MoveAllowRound && actor.Role != people.Lead:
		return store.Refuse(store.ErrForbidden, "Only a lead of either side can allow a further round of review.")
	case move == MoveAllowRound:
		return store.Refuse(store.ErrConflict, "%s needs no further round of review now.", r.Ref())
	case (move == MoveReview || move == MoveName) && !process.At(r.Stage).Review:
		return store.Refuse(store.ErrConflict, "%s is not under review now.", r.Ref())
	case move == MoveReview:
		return store.Refuse(store.ErrForbidden, "You were not asked to review %s. Say what you think in a comment: %s decides.", r.Ref(), r.decider(process, roll))
	case move == MoveName:
		return store.Refuse(store.ErrForbidden, "Who works on %s, or a lead, names who reviews it.", r.Ref())
	case r.BallKind == BallHold:
		return store.Refuse(kindOf(move == MoveResume), "%s is on hold. A lead can let it go on.", r.Ref())
	case r.BallKind == BallThird:
		return store.Refuse(kindOf(move == MoveResume), "%s waits for somebody outside. %s, whose stage it is, can let it go on.", r.Ref(), process.At(r.Stage).Side.Name())
	case r.BallKind == BallRush:
		return store.Refuse(store.ErrConflict, "A lead of %s decides on the rush first.", r.AskedSide.Name())
	case actor.Side != r.BallSide:
		return store.Refuse(store.ErrForbidden, "%s is with %s now, so this move is theirs.", r.Ref(), r.BallSide.Name())
	case r.BallKind == BallQuestion:
		return store.Refuse(store.ErrConflict, "A question is open on %s. It is answered first.", r.Ref())
	case process.At(r.Stage).Review && !r.Decides(process, actor) && (move == MoveHandOn || move == MoveSendBack || move == MoveDeliver):
		return store.Refuse(store.ErrForbidden, "%s decides this review. Should they be away, a lead of %s does.", r.decider(process, roll), r.BallSide.Name())
	case move == MoveHandOn && !process.Last(r.Stage) || move == MoveSendBack && process.Back(r.Stage) > 0:
		return store.Refuse(store.ErrConflict, "%s round of review needs a lead of either side and a new date. Ask %s.", Ordinal(r.Rounds+1), leads(roll))
	}
	return store.Refuse(store.ErrConflict, "%s is in stage %s, which does not have this move.", r.Ref(), process.At(r.Stage).Name)
}

// decider is who decides the review of the stage, by name.
func (r Request) decider(process Process, roll people.Roll) string {
	side := process.At(r.Stage).Side
	person := r.PersonOf(side)
	if r.BallKind == BallStage {
		person = r.BallPersonID
	}
	if process.Decides == DecidesLead && (person == nil || !roll[*person].Leads(side)) {
		return "A lead of " + side.Name()
	}
	if person != nil {
		return roll.Name(*person)
	}
	return "Whoever takes it for " + side.Name()
}

// leads of both sides, by name.
func leads(roll people.Roll) string {
	var names []string
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		for _, p := range roll.Of(side) {
			if p.Role == people.Lead {
				names = append(names, p.Name)
			}
		}
	}
	return strings.Join(names, " or ")
}

// Ordinal begins a sentence about one of several: "A third".
func Ordinal(n int16) string {
	words := []string{"A first", "A second", "A third", "A fourth", "A fifth", "A sixth"}
	if int(n) <= len(words) {
		return words[n-1]
	}
	return "A further"
}
