package requests

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// PieceUse is once that somebody used a piece: one row.
type PieceUse struct {
	ID        int64
	RequestID int64
	PersonID  int64
	WithWhom  string // an account, an event
	UsedOn    time.Time
	Happened  string
	SaidAt    time.Time
}

// Unused is why the person who asked for a piece did not use it.
type Unused string

const (
	UnusedLate    Unused = "late"
	UnusedAsked   Unused = "other-than-asked"
	UnusedNoNeed  Unused = "no-need"
	UnusedAnother Unused = "another"
	UnusedOther   Unused = "other"
)

// UnusedReasons in the order in which they are offered.
var UnusedReasons = []Unused{UnusedLate, UnusedAsked, UnusedNoNeed, UnusedAnother, UnusedOther}

// maxHappened is the length of what happened with a piece, in characters.
const maxHappened = 200

// Use is what somebody says who used a piece.
type Use struct {
	Submission uuid.UUID // of the form; the same one sent again makes nothing new
	With       string
	On         *time.Time // a date at midnight UTC; nil: today
	Happened   string
}

// Use notes that the actor used the piece. From the person who asked for it, it also answers whether they did. Problems
// are on with, used_on and happened.
func (q *Queue) Use(ctx context.Context, actor people.Person, id int64, u Use) (Piece, error) {
	var inv store.Invalid
	u.With = inv.Line("with", u.With, maxAccount, "Say with whom: a customer, or an event")
	u.Happened = inv.Line("happened", u.Happened, maxHappened, "")
	return q.movePiece(ctx, actor, id, 0, MoveUse, func(t *pieceTurn) error {
		today := t.today.Midnight()
		if u.On == nil {
			u.On = &today
		}
		if delivered := t.cal.DateOf(*t.r.ClosedAt); u.On.After(today) || workday.DateOf(*u.On).Before(delivered) {
			inv.Add("used_on", "Choose a day from its delivery to today")
		}
		if err := inv.OrNil(); err != nil {
			return err
		}
		body := fmt.Appendf(nil, "use %d %s %s %s", id, u.With, u.On, u.Happened)
		first, _, err := store.Once(ctx, t.Tx, actor.ID, u.Submission.String(), digest(body))
		if err != nil || !first {
			return err
		}
		row := PieceUse{RequestID: id, PersonID: actor.ID, WithWhom: u.With, UsedOn: *u.On, Happened: u.Happened, SaidAt: t.Now}
		if err := gorm.G[PieceUse](t.DB).Create(ctx, &row); err != nil {
			return err
		}
		t.p.Uses++
		if actor.ID == t.r.RequesterID {
			t.p.AskUseOn, t.p.UseAskedOf, t.p.Unused, t.p.UnusedWhy = nil, nil, "", ""
		}
		if err := q.writeUse(ctx, t); err != nil {
			return err
		}
		return q.recordPiece(ctx, t, "used", activity.Detail{Account: u.With, To: u.On, Text: u.Happened})
	})
}

// NotYet answers that the piece was not used yet: the question comes again in thirty days.
func (q *Queue) NotYet(ctx context.Context, actor people.Person, id int64) (Piece, error) {
	return q.movePiece(ctx, actor, id, 0, MoveAnswerUse, func(t *pieceTurn) error {
		again := t.today.AddDays(askUseAfter).Midnight()
		t.p.AskUseOn, t.p.UseAskedOf = &again, nil
		if err := q.writeUse(ctx, t); err != nil {
			return err
		}
		return q.recordPiece(ctx, t, "not-yet", activity.Detail{To: &again})
	})
}

// NotUsed answers that the piece was not used, and why. Problems are on why and words.
func (q *Queue) NotUsed(ctx context.Context, actor people.Person, id int64, why Unused, words string) (Piece, error) {
	var inv store.Invalid
	missing := ""
	if why == UnusedOther {
		missing = "Say why in a few words"
	}
	words = inv.Paragraph("words", words, maxReason, missing)
	if !slices.Contains(UnusedReasons, why) {
		inv.Add("why", "Choose why")
	}
	if err := inv.OrNil(); err != nil {
		return Piece{}, err
	}
	return q.movePiece(ctx, actor, id, 0, MoveAnswerUse, func(t *pieceTurn) error {
		t.p.UseAskedOf, t.p.Unused, t.p.UnusedWhy = nil, why, words
		if err := q.writeUse(ctx, t); err != nil {
			return err
		}
		return q.recordPiece(ctx, t, "not-used", activity.Detail{Reason: string(why), Text: words})
	})
}

// writeUse stores what was said about the use, and does not change the version: whoever keeps the piece is not overtaken
// by it.
func (q *Queue) writeUse(ctx context.Context, t *pieceTurn) error {
	return store.MustAffectOne(gorm.G[Piece](t.DB).Where("request_id = ?", t.p.RequestID).
		Select("uses", "ask_use_on", "use_asked_of", "unused", "unused_why").Updates(ctx, t.p))
}

// UseQuestion is a piece of which the viewer is asked whether they used it.
type UseQuestion struct {
	ID          int64 // of the request
	Title       string
	Account     string
	DeliveredAt time.Time
}

// questionsShown bounds the questions of home.
const questionsShown = 3

// UseQuestions lists what the viewer was asked and did not answer, oldest first.
func (q *Queue) UseQuestions(ctx context.Context, viewer people.Person) (list []UseQuestion, err error) {
	err = q.db.Rows(ctx, store.SQL(`SELECT id, title, account, closed_at FROM pieces JOIN requests ON id = request_id
		WHERE use_asked_of IS NOT NULL AND use_asked_of = ? ORDER BY request_id LIMIT ?`, viewer.ID, questionsShown), func(row pgx.Rows) error {
		var u UseQuestion
		err := row.Scan(&u.ID, &u.Title, &u.Account, &u.DeliveredAt)
		list = append(list, u)
		return err
	})
	return list, err
}
