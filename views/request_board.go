package views

import (
	"alongside/models/requests"
)

// Board is the queue by lanes.
type Board struct {
	List  // without rows
	Lanes []requests.Column
	Said  string // what was just done, for htmx
}

// NewBoard is the page of a board.
func NewBoard(b requests.Board, l List) Board {
	l.Page, l.OnBoard = b.Page, true
	return Board{List: l, Lanes: b.Lanes}
}

// Moved says where a request is now.
func Moved(c requests.Catalogue, r requests.Request) string {
	return r.Ref() + " is in " + c.Processes[r.ProcessID].At(r.Stage).Name + " now, with " + r.BallSide.Name() + "."
}

func (b Board) process(t requests.Ticket) requests.Process { return b.Catalogue.Processes[t.ProcessID] }

// canMove reports whether the viewer has a move to make from the board.
func canMove(t requests.Ticket) bool { return t.Why == "" }

// handOn is the words of the button that finishes the stage.
func (b Board) handOn(t requests.Ticket) string {
	return handOnWords(b.process(t).At(t.Stage), b.process(t).At(t.Stage+1), t.BallSide)
}

// backTo is who gets the work when it is sent back.
func (b Board) backTo(t requests.Ticket) string {
	process := b.process(t)
	return process.At(process.Back(t.Stage)).Side.Name()
}

// backURL is where it is said what should change.
func (b Board) backURL(t requests.Ticket) string {
	if b.process(t).At(t.Stage).Review {
		return changesURL(t.ID)
	}
	return sendBackURL(t.ID)
}

// why says why a ticket cannot be put just anywhere.
func (b Board) why(t requests.Ticket) string {
	next, back := t.Moves[requests.MoveHandOn], t.Moves[requests.MoveSendBack]
	words := requests.Ref(t.ID)
	switch {
	case t.Why != "":
		return t.Why + " It stays where it is."
	case t.Moves[requests.MoveDeliver] && back:
		words += " is in its last stage: it is delivered on its own page, or goes back to " + t.Back.Name()
	case t.Moves[requests.MoveDeliver]:
		words += " is in its last stage: it is delivered on its own page"
	case next && back:
		words += " can go on to " + t.Next.Name() + " or back to " + t.Back.Name()
	case next:
		words += " can go on to " + t.Next.Name()
	}
	return words + ". It stays where it is."
}

// more are the rows of a lane that the board does not show.
func (b Board) more(c requests.Column) int { return c.N - len(c.Tickets) }

func (b Board) laneURL(c requests.Column) string {
	f := b.first()
	f.Stage = c.Lane
	return ListURL(f)
}

// empty reports whether no lane has anything.
func (b Board) empty() bool {
	for _, lane := range b.Lanes {
		if lane.N > 0 {
			return false
		}
	}
	return true
}
