package requests

import (
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Piece is what came out of a delivered request: one row each, made with the delivery.
type Piece struct {
	RequestID    int64 `gorm:"primaryKey"`
	TypeKey      string
	OwnerID      int64 // who keeps it right
	OwnerSide    people.Side
	Number       int16      // of its version; 1 is the delivery
	ReviewBy     *time.Time // the last day on which it is taken to be right, midnight UTC; nil: it stays right
	CheckedAt    time.Time  // when somebody said last that it is right
	CheckedBy    *int64
	ReportedAt   *time.Time // reported out of date, and not answered yet
	ArchivedAt   *time.Time
	RemindOn     *time.Time // the day on which its owner hears next of the review
	AskUseOn     *time.Time // the day on which the requester is asked next whether they used it
	UseAskedOf   *int64     // the requester, asked and not answered yet
	Unused       Unused     // why the requester did not use it; "" when they did, or did not say
	UnusedWhy    string
	Uses         int
	Downloads    int
	DownloadedAt *time.Time
	Version      int
}

// Subject of the piece in log and ledger.
func (p Piece) Subject() activity.Subject { return PieceSubject(p.RequestID) }

// PieceSubject is the piece of a request number.
func PieceSubject(id int64) activity.Subject {
	return activity.Subject{Kind: activity.KindPiece, ID: id}
}

// PieceState is whether a piece can be used.
type PieceState string

const (
	PieceNone     PieceState = "" // the request has no piece
	PieceRight    PieceState = "right"
	PieceDue      PieceState = "due"   // right, but not for long
	PieceCheck    PieceState = "check" // its date has passed, or it was reported and nobody answered: check before using
	PieceArchived PieceState = "archived"
)

// Days about the review of a piece.
const (
	ArchiveAfter = 180 // days to check before using, without a download or use, after which it is archived

	dueAhead    = 7  // days before its date from which its review is due
	askUseAfter = 30 // days from delivery, or from "not yet", to the question whether it was used
)

// remindAhead is how many days before its date the owner of a piece hears of the review. On the day it is a promise.
var remindAhead = []int{28, 14}

// State of the piece today.
func (p Piece) State(today workday.Date) PieceState {
	switch {
	case p.ArchivedAt != nil:
		return PieceArchived
	case p.ReportedAt != nil:
		return PieceCheck
	case p.ReviewBy == nil:
		return PieceRight
	}
	switch until := workday.DateOf(*p.ReviewBy); {
	case until.Before(today):
		return PieceCheck
	case until.Before(today.AddDays(dueAhead + 1)):
		return PieceDue
	}
	return PieceRight
}

// reviewed sets until when the piece is right from today on, nil for good, and when its owner hears of it.
func (p *Piece) reviewed(cal *workday.Calendar, today workday.Date, reviewBy *time.Time) {
	p.ReviewBy, p.ReportedAt, p.ArchivedAt = reviewBy, nil, nil
	p.RemindOn = p.nextReminder(cal, today)
}

// nextReminder is the first day after today on which the owner hears of the review: some days before its date, then on
// the last working day that is not after it. nil when nothing is left to be said.
func (p Piece) nextReminder(cal *workday.Calendar, today workday.Date) *time.Time {
	if p.ReviewBy == nil {
		return nil
	}
	until := workday.DateOf(*p.ReviewBy)
	var days []workday.Date
	for _, ahead := range remindAhead {
		days = append(days, until.AddDays(-ahead))
	}
	for _, day := range append(days, lastWorkday(cal, until), until) {
		if today.Before(day) {
			next := day.Midnight()
			return &next
		}
	}
	return nil
}

// lastWorkday is the last working day that is not after the day.
func lastWorkday(cal *workday.Calendar, day workday.Date) workday.Date {
	for d := day; day.Before(d.AddDays(30)); d = d.AddDays(-1) {
		if _, _, works := cal.Hours(d); works {
			return d
		}
	}
	return day
}

// Moves on a piece.
const (
	MoveStillRight Move = "still-right"
	MoveNewVersion Move = "new-version"
	MoveReport     Move = "report"
	MoveTakePiece  Move = "take-piece" // over from its owner
	MoveGivePiece  Move = "give-piece" // to somebody else of the owner's side: a lead's
	MoveArchive    Move = "archive"
	MoveUse        Move = "use"        // say that one used it
	MoveAnswerUse  Move = "answer-use" // the question whether one used it
)

// Moves of the actor on the piece as it stands.
func (p Piece) Moves(actor people.Person) Moves {
	m := Moves{}
	if !actor.Works() {
		return m
	}
	keeps := actor.ID == p.OwnerID || actor.Leads(p.OwnerSide)
	kept := p.ArchivedAt == nil
	m[MoveStillRight] = keeps
	m[MoveNewVersion] = keeps
	m[MoveReport] = kept
	m[MoveTakePiece] = kept && actor.On(p.OwnerSide) && actor.ID != p.OwnerID
	m[MoveGivePiece] = kept && actor.Leads(p.OwnerSide)
	m[MoveArchive] = kept && keeps
	m[MoveUse] = kept
	m[MoveAnswerUse] = p.UseAskedOf != nil && *p.UseAskedOf == actor.ID
	return m
}

// allow returns nil or why the move is not the actor's.
func (p Piece) allow(actor people.Person, move Move) error {
	if p.Moves(actor)[move] {
		return nil
	}
	ref := Ref(p.RequestID)
	switch {
	case !actor.Works():
		return store.Refuse(store.ErrForbidden, "You can read what was delivered, but not work on it.")
	case p.ArchivedAt != nil && (move == MoveReport || move == MoveUse || move == MoveArchive):
		return store.Refuse(store.ErrConflict, "%s is archived. Whoever keeps it can bring it back.", ref)
	case move == MoveAnswerUse:
		return store.Refuse(store.ErrConflict, "Nobody waits for your answer about %s.", ref)
	case move == MoveTakePiece && actor.ID == p.OwnerID:
		return store.Refuse(store.ErrConflict, "You keep %s already.", ref)
	case move == MoveGivePiece:
		return store.Refuse(store.ErrForbidden, "Only a lead of %s can give %s to somebody else. You can take it yourself.", p.OwnerSide.Name(), ref)
	case p.ArchivedAt != nil:
		return store.Refuse(store.ErrConflict, "%s is archived. Whoever keeps it can bring it back.", ref)
	}
	return store.Refuse(store.ErrForbidden, "%s is kept by %s: only its owner or a lead can do this. You can report what is wrong.", ref, p.OwnerSide.Name())
}
