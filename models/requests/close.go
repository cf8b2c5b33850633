package requests

import (
	"context"
	"net/url"
	"strings"
	"time"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Delivery is what the last stage hands over.
type Delivery struct {
	Link     string // https or http address; "" when files are delivered
	Files    []files.Upload
	ReviewBy *time.Time // a date at midnight UTC; nil: the type's interval from today, if it has one
	Note     string
}

// Deliver closes the request with its piece: a link or files, now or attached since it was asked for, and the last day on
// which it is taken to be right; see Piece. Problems are on link, files, review_by and reason.
func (q *Queue) Deliver(ctx context.Context, actor people.Person, id int64, version int, d Delivery) (Request, error) {
	var inv store.Invalid
	d.Link = checkLink(&inv, d.Link)
	d.Note = inv.Paragraph("reason", d.Note, maxParagraph, "")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	defer q.paces.forget()
	return q.move(ctx, actor, id, version, MoveDeliver, func(t *turn) error {
		until, err := q.checkPiece(ctx, t, d)
		if err != nil {
			return err
		}
		if err := q.files.Keep(ctx, t.Tx, actor, t.r.Subject(), d.Files); err != nil {
			return err
		}
		t.r.DeliveredLink = d.Link
		if err := q.end(ctx, t, Delivered, d.Note); err != nil {
			return err
		}
		return q.keep(ctx, t, until)
	})
}

// checkPiece wants something that is delivered, and returns until when it is right.
func (q *Queue) checkPiece(ctx context.Context, t *turn, d Delivery) (*time.Time, error) {
	var inv store.Invalid
	attached, err := q.files.CountSince(ctx, t.Tx, t.r.Subject(), t.r.SubmittedAt)
	if err != nil {
		return nil, err
	}
	if d.Link == "" && len(d.Files)+attached == 0 {
		inv.Add("link", "Give a link to the piece or add a file")
	}
	until := t.process.rightUntil(&inv, t.cal.DateOf(t.Now), d.ReviewBy)
	return until, inv.OrNil()
}

// RightFrom is until when a piece of the type is taken to be right that somebody checked on the day; nil for good.
func (p Process) RightFrom(day workday.Date) *time.Time {
	if p.ReviewDays == 0 {
		return nil
	}
	until := day.AddDays(int(p.ReviewDays)).Midnight()
	return &until
}

// rightUntil is the day given, which lies ahead, or else the type's interval from today.
func (p Process) rightUntil(inv *store.Invalid, today workday.Date, given *time.Time) *time.Time {
	if given == nil {
		return p.RightFrom(today)
	}
	if first := today.Midnight(); !given.After(first) || given.After(first.AddDate(5, 0, 0)) {
		inv.Add("review_by", "Choose a day between tomorrow and five years from now")
	}
	return given
}

func checkLink(inv *store.Invalid, link string) string {
	link = inv.Line("link", link, 500, "")
	if link != "" && !webAddress(link) {
		inv.Add("link", "Give a web address that begins with https://")
	}
	return link
}

func webAddress(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(link, " \\")
}

// Decline says no, with a reason the requester is told. Cancel withdraws the request.
func (q *Queue) Decline(ctx context.Context, actor people.Person, id int64, version int, reason string) (Request, error) {
	return q.release(ctx, actor, id, version, MoveDecline, Declined, reason, "Say why, so that the other team understands")
}

func (q *Queue) Cancel(ctx context.Context, actor people.Person, id int64, version int, reason string) (Request, error) {
	return q.release(ctx, actor, id, version, MoveCancel, Cancelled, reason, "Say why it is not needed any more")
}

func (q *Queue) release(ctx context.Context, actor people.Person, id int64, version int, move Move, state State, reason, missing string) (Request, error) {
	var inv store.Invalid
	reason = inv.Paragraph("reason", reason, maxParagraph, missing)
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, move, func(t *turn) error {
		return q.end(ctx, t, state, reason)
	})
}

// end closes every open promise and the request.
func (q *Queue) end(ctx context.Context, t *turn, state State, why string) error {
	account, err := q.ledger.AccountIn(ctx, t.Tx, t.r.Subject())
	if err != nil {
		return err
	}
	if err := q.ledger.Finish(ctx, t.Tx, t.r.Subject()); err != nil {
		return err
	}
	if err := q.dropSuggestion(ctx, t, true); err != nil {
		return err
	}
	round, verdict, err := q.endRound(ctx, t, state)
	if err != nil {
		return err
	}
	t.r.WaitsFor = ""
	if t.r.Rush == RushAsked { // nobody decided
		t.r.Rush = RushDeclined
	}
	detail := activity.Detail{Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: t.r.RequesterSide, Text: why, Link: t.r.DeliveredLink, Round: round, Answer: string(verdict)}
	for _, p := range account.Promises {
		if p.ClosedAt != nil {
			continue
		}
		closed, used, err := q.ledger.Close(ctx, t.Tx, t.cal, p, state != Delivered)
		if err != nil {
			return err
		}
		detail.Used, detail.Target, detail.Late = used.Seconds(), closed.Target, *closed.Outcome == promises.Late
	}
	t.r.State, t.r.ClosedAt, t.r.ClosedWhy = state, &t.Now, why
	if err := q.write(ctx, t); err != nil {
		return err
	}
	if state == Delivered {
		detail.To = t.r.ClosedAt
	}
	return q.log.Record(ctx, t.Tx, t.actor, t.r.Subject(), string(state), detail)
}
