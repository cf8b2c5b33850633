package requests

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// reviewDays is within how many working days the owner of a piece says whether it is still right.
const reviewDays = 3

// whatIsOwed is what the promise of the owner is called.
const whatIsOwed = "Review of the piece"

// pieceTurn is what every move on a piece works with: the locked piece, its request, the process in force for its type.
type pieceTurn struct {
	*store.Tx
	p       Piece
	r       Request
	process Process
	cal     *workday.Calendar
	today   workday.Date
	roll    people.Roll
	actor   people.Person
}

// movePiece runs fn on the locked piece when the move is the actor's and the actor saw its latest version. Reports, and
// what people say about its use, do not depend on what the actor saw, so they have no version.
func (q *Queue) movePiece(ctx context.Context, actor people.Person, id int64, version int, move Move, fn func(t *pieceTurn) error) (Piece, error) {
	t, err := q.pieceTurn(ctx, actor)
	if err != nil {
		return Piece{}, err
	}
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		if err := q.lockPiece(ctx, t, tx, id); err != nil {
			return err
		}
		if version != t.p.Version && move != MoveReport && move != MoveUse && move != MoveAnswerUse {
			return errOvertaken
		}
		if err := t.p.allow(actor, move); err != nil {
			return err
		}
		return fn(t)
	})
	if errors.Is(err, errOvertaken) {
		return t.p, q.overtaken(ctx, actor, t.p.Subject(), Ref(id))
	}
	return t.p, err
}

func (q *Queue) pieceTurn(ctx context.Context, actor people.Person) (t *pieceTurn, err error) {
	t = &pieceTurn{actor: actor}
	if t.cal, err = q.ledger.Calendar(ctx); err != nil {
		return t, err
	}
	t.roll, err = q.people.Roll(ctx)
	return t, err
}

// lockPiece begins the turn of one piece in the transaction.
func (q *Queue) lockPiece(ctx context.Context, t *pieceTurn, tx *store.Tx, id int64) error {
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return err
	}
	t.Tx, t.today = tx, t.cal.DateOf(tx.Now)
	if t.p, err = gorm.G[Piece](tx.DB).Raw(`SELECT * FROM pieces WHERE request_id = ? FOR UPDATE`, id).Take(ctx); err != nil {
		return store.Found(err)
	}
	t.r, err = gorm.G[Request](tx.DB).Where("id = ?", id).Take(ctx)
	t.process = catalogue.InForce[t.p.TypeKey]
	return err
}

// writePiece stores what a move changed as the next version of the piece.
func (q *Queue) writePiece(ctx context.Context, t *pieceTurn) error {
	t.p.Version++
	return store.MustAffectOne(gorm.G[Piece](t.DB).Where("request_id = ?", t.p.RequestID).Select(
		"owner_id", "number", "review_by", "checked_at", "checked_by", "reported_at", "archived_at", "remind_on",
		"ask_use_on", "use_asked_of", "version",
	).Updates(ctx, t.p))
}

func (q *Queue) recordPiece(ctx context.Context, t *pieceTurn, kind string, d activity.Detail) error {
	d.Title = t.r.Title
	return q.log.Record(ctx, t.Tx, t.actor, t.p.Subject(), kind, d)
}

// keep makes the piece of a request that is being delivered, owned by who worked on it for the side that was asked.
func (q *Queue) keep(ctx context.Context, t *turn, reviewBy *time.Time) error {
	p := Piece{
		RequestID: t.r.ID, TypeKey: t.r.TypeKey, OwnerID: t.r.RequesterID, OwnerSide: t.r.RequesterSide,
		Number: 1, CheckedAt: t.Now, CheckedBy: &t.actor.ID, Version: 1,
	}
	if worker := t.r.PersonOf(t.r.AskedSide); worker != nil {
		p.OwnerID, p.OwnerSide = *worker, t.r.AskedSide
	} else if t.actor.On(t.r.AskedSide) {
		p.OwnerID, p.OwnerSide = t.actor.ID, t.r.AskedSide
	}
	today := t.cal.DateOf(t.Now)
	ask := today.AddDays(askUseAfter).Midnight()
	p.AskUseOn = &ask
	p.reviewed(t.cal, today, reviewBy)
	return gorm.G[Piece](t.DB).Create(ctx, &p)
}

// StillRight says that the piece holds for another interval of its type. It closes the promise of its owner, answers
// what was reported, and brings back what was archived.
func (q *Queue) StillRight(ctx context.Context, actor people.Person, id int64, version int) (Piece, error) {
	return q.movePiece(ctx, actor, id, version, MoveStillRight, func(t *pieceTurn) error {
		return q.checked(ctx, t, t.process.RightFrom(t.today), "still-right", activity.Detail{})
	})
}

// checked notes that the piece is right until the day, nil for good.
func (q *Queue) checked(ctx context.Context, t *pieceTurn, until *time.Time, kind string, d activity.Detail) error {
	t.p.reviewed(t.cal, t.today, until)
	t.p.CheckedAt, t.p.CheckedBy = t.Now, &t.actor.ID
	closed, used, err := q.closeReview(ctx, t, false)
	if err != nil {
		return err
	}
	if err := q.writePiece(ctx, t); err != nil {
		return err
	}
	d.Side, d.To = t.p.OwnerSide, t.p.ReviewBy
	if closed != nil {
		d.Used, d.Target, d.Late = used.Seconds(), closed.Target, *closed.Outcome == promises.Late
	}
	return q.recordPiece(ctx, t, kind, d)
}

// ReportPiece says that something in the piece is no longer true: what, and how the actor knows. Everybody is told to check
// it before using until its owner answers, who has three working days from the first report. The same submission again
// adds nothing. Problems are on wrong.
func (q *Queue) ReportPiece(ctx context.Context, actor people.Person, id int64, submission uuid.UUID, wrong string) (Piece, error) {
	var inv store.Invalid
	wrong = inv.Paragraph("wrong", wrong, maxReason, "Say what is no longer true, and how you know")
	if err := inv.OrNil(); err != nil {
		return Piece{}, err
	}
	return q.movePiece(ctx, actor, id, 0, MoveReport, func(t *pieceTurn) error {
		first, _, err := store.Once(ctx, t.Tx, actor.ID, submission.String(), digest(fmt.Appendf(nil, "report %d %s", id, wrong)))
		if err != nil || !first {
			return err
		}
		if t.p.ReportedAt == nil {
			t.p.ReportedAt = &t.Now
		}
		if err := q.oweReview(ctx, t); err != nil {
			return err
		}
		if err := q.writePiece(ctx, t); err != nil {
			return err
		}
		return q.recordPiece(ctx, t, "reported", activity.Detail{Text: wrong, Side: t.p.OwnerSide})
	})
}

// HandOver makes somebody of the owner's side keep the piece: oneself, or, by a lead, anybody. Problems are on person.
func (q *Queue) HandOver(ctx context.Context, actor people.Person, id int64, version int, person int64) (Piece, error) {
	move := MoveGivePiece
	if person == actor.ID {
		move = MoveTakePiece
	}
	return q.movePiece(ctx, actor, id, version, move, func(t *pieceTurn) error {
		if !t.roll[person].On(t.p.OwnerSide) {
			return &store.Invalid{Problems: []store.Problem{{Field: "person", Message: "Choose somebody of " + t.p.OwnerSide.Name()}}}
		}
		t.p.OwnerID = person
		if err := q.assignReview(ctx, t); err != nil {
			return err
		}
		if err := q.writePiece(ctx, t); err != nil {
			return err
		}
		return q.recordPiece(ctx, t, "owner-changed", activity.Detail{Side: t.p.OwnerSide, Person: person})
	})
}

// Archive takes the piece out of the lists: nobody should use it any more. Problems are on reason.
func (q *Queue) Archive(ctx context.Context, actor people.Person, id int64, version int, reason string) (Piece, error) {
	var inv store.Invalid
	reason = inv.Paragraph("reason", reason, maxReason, "Say why nobody should use it any more")
	if err := inv.OrNil(); err != nil {
		return Piece{}, err
	}
	return q.movePiece(ctx, actor, id, version, MoveArchive, func(t *pieceTurn) error {
		return q.archive(ctx, t, reason)
	})
}

func (q *Queue) archive(ctx context.Context, t *pieceTurn, reason string) error {
	t.p.ArchivedAt, t.p.RemindOn, t.p.AskUseOn, t.p.UseAskedOf = &t.Now, nil, nil, nil
	if _, _, err := q.closeReview(ctx, t, true); err != nil {
		return err
	}
	if err := q.writePiece(ctx, t); err != nil {
		return err
	}
	return q.recordPiece(ctx, t, "archived", activity.Detail{Text: reason, Side: t.p.OwnerSide})
}

// asked is who answers for the piece: its owner, or when they left the lead of their side; nil when that is not one person.
func (t *pieceTurn) asked() *int64 {
	if t.roll[t.p.OwnerID].Active {
		return &t.p.OwnerID
	}
	return onlyLead(t.roll, t.p.OwnerSide)
}

// oweReview makes the review a promise of the owner to who asked for the piece, unless it is one already.
func (q *Queue) oweReview(ctx context.Context, t *pieceTurn) error {
	open, err := q.reviewOf(ctx, t)
	if err != nil || open != nil {
		return err
	}
	_, err = q.ledger.Open(ctx, t.Tx, t.cal, promises.Promise{
		SubjectKind: activity.KindPiece, SubjectID: t.p.RequestID, Kind: "piece-review", What: whatIsOwed, About: t.r.Title,
		FromSide: t.p.OwnerSide, FromPersonID: t.asked(), ToSide: t.r.RequesterSide, ToPersonID: &t.r.RequesterID,
		Target: workday.Days(reviewDays).Seconds(), WholeDays: true,
	})
	return err
}

// reviewOf is the open promise of the owner, nil when there is none.
func (q *Queue) reviewOf(ctx context.Context, t *pieceTurn) (*promises.Promise, error) {
	account, err := q.ledger.AccountIn(ctx, t.Tx, t.p.Subject())
	if err != nil {
		return nil, err
	}
	for _, p := range account.Promises {
		if p.ClosedAt == nil {
			return &p, nil
		}
	}
	return nil, nil
}

// closeReview closes the open promise, if any, and returns it with the working time used.
func (q *Queue) closeReview(ctx context.Context, t *pieceTurn, released bool) (*promises.Promise, workday.Span, error) {
	open, err := q.reviewOf(ctx, t)
	if err != nil || open == nil {
		return nil, 0, err
	}
	closed, used, err := q.ledger.Close(ctx, t.Tx, t.cal, *open, released)
	return &closed, used, err
}

// assignReview gives the open promise, if any, to whoever answers for the piece now.
func (q *Queue) assignReview(ctx context.Context, t *pieceTurn) error {
	open, err := q.reviewOf(ctx, t)
	if err != nil || open == nil {
		return err
	}
	_, err = q.ledger.Assign(ctx, t.Tx, *open, t.asked())
	return err
}
