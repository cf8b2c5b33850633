package requests

import (
	"context"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// SuggestDate asks the other side to agree to another date. on is a date at midnight UTC; the answer is owed within one
// working day, and the work goes on meanwhile. Problems are on date and reason.
func (q *Queue) SuggestDate(ctx context.Context, actor people.Person, id int64, version int, on *time.Time, reason string) (Request, error) {
	var inv store.Invalid
	reason = inv.Paragraph("reason", reason, maxParagraph, "Say why the date should move")
	if on == nil {
		inv.Add("date", "Choose the new date")
	}
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveSuggest, func(t *turn) error {
		if err := t.checkDate(*on); err != nil {
			return err
		}
		other := actor.Side.Other()
		_, err := q.ledger.Open(ctx, t.Tx, t.cal, promises.Promise{
			SubjectKind: activity.KindDate, SubjectID: t.r.ID,
			Kind: "date", What: "Answer about a new date", About: t.r.Title,
			FromSide: other, FromPersonID: t.r.PersonOf(other), ToSide: actor.Side, ToPersonID: &actor.ID,
			Target: workday.Day.Seconds(),
		})
		if err != nil {
			return err
		}
		t.r.SuggestedOn, t.r.SuggestedBy, t.r.SuggestedSide, t.r.SuggestedWhy = on, &actor.ID, actor.Side, reason
		if err := q.write(ctx, t); err != nil {
			return err
		}
		at := lastClose(t.cal, *on)
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "date-suggested", activity.Detail{
			Title: t.r.Title, Side: other, Text: reason, From: &t.r.PromisedAt, To: &at,
		})
	})
}

func (t *turn) checkDate(on time.Time) error {
	var inv store.Invalid
	year, month, day := t.Now.In(t.cal.Zone()).Date()
	today := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	switch at := lastClose(t.cal, on); {
	case !t.cal.DateOf(t.Now).Before(t.cal.DateOf(at)):
		inv.Add("date", "Choose a working day from tomorrow on")
	case on.After(today.AddDate(2, 0, 0)):
		inv.Add("date", "Choose a day within the next two years")
	case at.Equal(t.r.PromisedAt):
		inv.Add("date", "This is the date promised now. Choose another one")
	}
	return inv.OrNil()
}

// lastClose is when work ends on the date, or on the last working day before it.
func lastClose(cal *workday.Calendar, on time.Time) time.Time {
	for day := workday.DateOf(on); ; day = day.AddDays(-1) {
		if _, closes, works := cal.Hours(day); works {
			return closes.UTC()
		}
	}
}

// AnswerDate agrees to the date suggested or keeps the old one.
func (q *Queue) AnswerDate(ctx context.Context, actor people.Person, id int64, version int, agree bool, note string) (Request, error) {
	var inv store.Invalid
	note = inv.Paragraph("note", note, maxParagraph, "")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveAnswerDate, func(t *turn) error {
		was, kind := t.r.PromisedAt, "date-kept"
		if agree {
			kind = "date-agreed"
			t.r.PromisedAt = lastClose(t.cal, *t.r.SuggestedOn)
		}
		if err := q.dropSuggestion(ctx, t, false); err != nil {
			return err
		}
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), kind, activity.Detail{
			Title: t.r.Title, Side: actor.Side.Other(), Text: note, From: &was, To: &t.r.PromisedAt,
		})
	})
}

// dropSuggestion closes the promise to answer about a new date, if there is one.
func (q *Queue) dropSuggestion(ctx context.Context, t *turn, released bool) error {
	if t.r.SuggestedOn == nil {
		return nil
	}
	t.r.SuggestedOn, t.r.SuggestedBy, t.r.SuggestedSide, t.r.SuggestedWhy = nil, nil, "", ""
	account, err := q.ledger.AccountIn(ctx, t.Tx, activity.Subject{Kind: activity.KindDate, ID: t.r.ID})
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		if p.ClosedAt == nil {
			if _, _, err := q.ledger.Close(ctx, t.Tx, t.cal, p, released); err != nil {
				return err
			}
		}
	}
	return nil
}
