package intel

import (
	"alongside/models/people"
	"alongside/models/store"
)

// visible is the one rule of who knows of a note n, asked with the viewer's id twice: everybody, but of a sensitive one
// only its author, the leads of both sides and those who answer sensitive notes. Every read of notes holds it, or open.
const visible = `(NOT n.sensitive OR n.author_id = ? OR EXISTS (SELECT FROM trusted_people t WHERE t.id = ?))`

// open is the rule of what counts and rests on notes in front of everybody: sensitive ones do not exist there.
const open = `NOT n.sensitive`

// MayHear is the rule of who may still be told of an event e, asked with the person's id twice.
const MayHear = `(e.subject_kind <> 'note' OR EXISTS (SELECT FROM notes heard WHERE heard.id = e.subject_id AND
	(NOT heard.sensitive OR heard.author_id = ? OR EXISTS (SELECT FROM trusted_people t WHERE t.id = ?))))`

// Move is something a person can do to a note.
type Move string

const (
	MoveAnswer    Move = "answer"  // use, file, ask back, merge
	MoveReply     Move = "reply"   // the author, to what Marketing asked
	MoveWitness   Move = "witness" // heard it too
	MoveComment   Move = "comment"
	MoveCite      Move = "cite"
	MoveHide      Move = "hide"   // mark as sensitive
	MoveDecide    Move = "decide" // what may be kept of a sensitive note
	MoveWithdraw  Move = "withdraw"
	MoveUnwitness Move = "unwitness" // take one's own witness back
)

// unversioned moves do not depend on what the actor saw.
var unversioned = []Move{MoveWitness, MoveUnwitness, MoveComment, MoveCite}

// Moves are those that are the actor's to make now: what is offered on screens and what verbs allow are this one list.
type Moves map[Move]bool

// Moves of the actor on the note as it stands.
func (n Note) Moves(actor people.Person, trusted bool) Moves {
	m := Moves{}
	if !actor.Works() || !n.Sees(actor, trusted) || n.State == Erased {
		return m
	}
	lives := n.State.Counts()
	m[MoveComment] = true
	m[MoveAnswer] = lives && actor.Side == people.Marketing && (!n.Sensitive || trusted)
	m[MoveReply] = n.State == Asked && (actor.ID == n.AuthorID || actor.Leads(n.AuthorSide))
	m[MoveWitness] = lives && !n.Sensitive && actor.ID != n.AuthorID
	m[MoveUnwitness] = m[MoveWitness]
	m[MoveCite] = lives && !n.Sensitive
	m[MoveHide] = !n.Sensitive && (trusted || actor.ID == n.AuthorID || actor.Side == people.Marketing)
	m[MoveDecide] = n.Sensitive && trusted
	m[MoveWithdraw] = lives && (actor.ID == n.AuthorID || actor.Leads(n.AuthorSide))
	return m
}

// allow returns nil or why the move is not the actor's.
func (n Note) allow(actor people.Person, trusted bool, move Move) error {
	if n.Moves(actor, trusted)[move] {
		return nil
	}
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read notes, but not work on them.")
	case n.State == Erased:
		return store.Refuse(store.ErrConflict, "%s was deleted.", n.Ref())
	case n.State == Withdrawn:
		return store.Refuse(store.ErrConflict, "%s was withdrawn.", n.Ref())
	case n.State == Duplicate && move != MoveHide && move != MoveDecide:
		return store.Refuse(store.ErrConflict, "%s is the same as %s. Go on there.", n.Ref(), Ref(*n.DuplicateOf))
	case n.Sensitive && (move == MoveWitness || move == MoveUnwitness || move == MoveCite):
		return store.Refuse(store.ErrConflict, "%s is sensitive: nothing may rest on it.", n.Ref())
	case n.Sensitive && (move == MoveAnswer || move == MoveDecide):
		return store.Refuse(store.ErrForbidden, "Leads, and those who answer sensitive notes, decide on %s.", n.Ref())
	case move == MoveAnswer:
		return store.Refuse(store.ErrForbidden, "Marketing answers notes.")
	case move == MoveReply && n.State != Asked:
		return store.Refuse(store.ErrConflict, "No question is open on %s.", n.Ref())
	case move == MoveReply:
		return store.Refuse(store.ErrForbidden, "The question is for the author of %s.", n.Ref())
	case move == MoveWitness, move == MoveUnwitness:
		return store.Refuse(store.ErrForbidden, "You wrote %s yourself. Somebody else has to have heard it too.", n.Ref())
	case move == MoveHide && n.Sensitive:
		return store.Refuse(store.ErrConflict, "%s is marked as sensitive already.", n.Ref())
	case move == MoveDecide:
		return store.Refuse(store.ErrConflict, "%s is not sensitive.", n.Ref())
	case move == MoveHide:
		return store.Refuse(store.ErrForbidden, "The author, the leads and Marketing can mark %s as sensitive.", n.Ref())
	}
	return store.Refuse(store.ErrForbidden, "Only the author, or a lead of %s, can withdraw %s.", n.AuthorSide.Name(), n.Ref())
}
