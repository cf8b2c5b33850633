package requests

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// HandOn finishes the stage: its promise is closed, the next one opened; a review is approved by it. In the last stage
// the request is delivered instead, see Deliver.
func (q *Queue) HandOn(ctx context.Context, actor people.Person, id int64, version int, note string) (Request, error) {
	var inv store.Invalid
	note = inv.Paragraph("note", note, maxParagraph, "")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveHandOn, func(t *turn) error {
		return q.pass(ctx, t, "handed-on", t.r.Stage+1, Opinion{Verdict: Approved, Note: note})
	})
}

// SendBack returns the work to the nearest earlier stage of the other side, which begins anew with its agreed days. A
// review says by it that changes are needed.
func (q *Queue) SendBack(ctx context.Context, actor people.Person, id int64, version int, note string) (Request, error) {
	var inv store.Invalid
	note = inv.Paragraph("note", note, maxParagraph, "Say what should change")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveSendBack, func(t *turn) error {
		return q.pass(ctx, t, "sent-back", t.process.Back(t.r.Stage), Opinion{Verdict: ChangesNeeded, Note: note})
	})
}

// pass closes the stage's promise and opens that of another stage. Of a review, the opinion is the decision.
func (q *Queue) pass(ctx context.Context, t *turn, kind string, to int16, o Opinion) error {
	before, from, next := t.r.ForecastAt, t.process.At(t.r.Stage), t.process.At(to)
	detail := activity.Detail{Title: t.r.Title, Stage: from.Name, Next: next.Name, Side: next.Side, Text: o.Note, From: &before}
	if from.Review {
		round, err := q.closeRound(ctx, t, o)
		if err != nil {
			return err
		}
		detail.Round, detail.Answer = round, string(o.Verdict)
	}
	done, used, err := q.closeBall(ctx, t, false)
	if err != nil {
		return err
	}
	if t.r.PersonOf(done.FromSide) == nil { // whoever finished it was on it
		t.r.setPersonOf(done.FromSide, &t.actor.ID)
	}
	t.r.Stage, t.r.Furthest = to, max(t.r.Furthest, to)
	promise := t.stagePromise()
	if _, err := q.ledger.Open(ctx, t.Tx, t.cal, promise); err != nil {
		return err
	}
	var asked []int64
	if next.Review {
		if asked, err = q.openRound(ctx, t, promise.FromPersonID); err != nil {
			return err
		}
	}
	if err := q.write(ctx, t); err != nil {
		return err
	}
	detail.Used, detail.Target, detail.Late, detail.To = used.Seconds(), done.Target, *done.Outcome == promises.Late, &t.r.ForecastAt
	if err := q.log.Record(ctx, t.Tx, t.actor, t.r.Subject(), kind, detail); err != nil {
		return err
	}
	return q.tellAsked(ctx, t, asked)
}

func (q *Queue) closeBall(ctx context.Context, t *turn, released bool) (promises.Promise, workday.Span, error) {
	p, err := q.ledger.Find(ctx, t.Tx, *t.r.BallPromiseID)
	if err != nil {
		return p, 0, err
	}
	return q.ledger.Close(ctx, t.Tx, t.cal, p, released)
}

// Ask asks the other side a question: the ball passes and the asker's days are paused until the answer, which is owed
// within one working day to the second.
func (q *Queue) Ask(ctx context.Context, actor people.Person, id int64, version int, body string) (Request, error) {
	var inv store.Invalid
	body = inv.Paragraph("body", body, maxParagraph, "Write your question")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveAsk, func(t *turn) error {
		asked := actor.Side.Other()
		_, err := q.ledger.Open(ctx, t.Tx, t.cal, promises.Promise{
			SubjectKind: activity.KindRequest, SubjectID: t.r.ID,
			Kind: BallQuestion, Step: t.r.Stage, What: "Answer a question", About: t.r.Title,
			FromSide: asked, FromPersonID: t.r.PersonOf(asked), ToSide: actor.Side, ToPersonID: &actor.ID,
			Target: workday.Day.Seconds(),
		})
		if err != nil {
			return err
		}
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "asked", activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: asked, Text: body,
		})
	})
}

// Answer answers the open question; the ball goes back with the days that were left.
func (q *Queue) Answer(ctx context.Context, actor people.Person, id int64, version int, body string) (Request, error) {
	var inv store.Invalid
	body = inv.Paragraph("body", body, maxParagraph, "Write your answer")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveAnswer, func(t *turn) error {
		done, used, err := q.closeBall(ctx, t, false)
		if err != nil {
			return err
		}
		paused, err := q.ledger.PausedOf(ctx, t.Tx, t.r.Subject())
		if err != nil {
			return err
		}
		before := t.r.ForecastAt
		if _, err := q.ledger.Resume(ctx, t.Tx, t.cal, paused); err != nil {
			return err
		}
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "answered", activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Side: paused.FromSide, Text: body,
			Used: used.Seconds(), Target: done.Target, Late: *done.Outcome == promises.Late, From: &before, To: &t.r.ForecastAt,
		})
	})
}

// Assign puts a person of the actor's own side on the request, or nobody (0). When that side holds the ball, the open
// promise becomes theirs, and so does the decision of a review.
func (q *Queue) Assign(ctx context.Context, actor people.Person, id int64, version int, person int64) (Request, error) {
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return Request{}, err
	}
	var taken *int64
	if person != 0 {
		if !roll[person].On(actor.Side) {
			return Request{}, &store.Invalid{Problems: []store.Problem{{Field: "person", Message: "Choose somebody of " + actor.Side.Name()}}}
		}
		taken = &person
	}
	return q.move(ctx, actor, id, version, MoveAssign, func(t *turn) error {
		if err := q.assign(ctx, t, taken); err != nil {
			return err
		}
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "assigned", activity.Detail{Title: t.r.Title, Side: actor.Side, Person: person})
	})
}

// assign gives the open promises of the actor's side to the person, but for what is a lead's to decide.
func (q *Queue) assign(ctx context.Context, t *turn, person *int64) error {
	side := t.actor.Side
	t.r.setPersonOf(side, person)
	account, err := q.ledger.AccountIn(ctx, t.Tx, t.r.Subject())
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		theirs := p.Kind != BallRush
		if p.Kind == BallStage && t.process.At(p.Step).Review && t.process.Decides == DecidesLead {
			theirs = person != nil && t.roll[*person].Leads(side)
		}
		if p.ClosedAt != nil || p.FromSide != side || !theirs {
			continue
		}
		if _, err := q.ledger.Assign(ctx, t.Tx, p, person); err != nil {
			return err
		}
	}
	return nil
}

// Check ticks or unticks an item of the current stage's checklist. Ticking what is ticked changes nothing.
func (q *Queue) Check(ctx context.Context, actor people.Person, id int64, item int16, done bool) (Request, error) {
	return q.move(ctx, actor, id, 0, MoveCheck, func(t *turn) error {
		items := t.process.Items()
		if item < 0 || int(item) >= len(items) {
			return store.ErrNotFound
		}
		if items[item].Stage != t.r.Stage {
			return store.Refuse(store.ErrConflict, "This item belongs to another stage.")
		}
		change, kind := gorm.G[int](t.DB).Raw(`INSERT INTO request_checks (request_id, item, done_by, done_at) VALUES (?, ?, ?, ?)
			ON CONFLICT DO NOTHING RETURNING 1`, id, item, actor.ID, t.Now), "checked"
		if !done {
			change, kind = gorm.G[int](t.DB).Raw(`DELETE FROM request_checks WHERE request_id = ? AND item = ? RETURNING 1`, id, item), "unchecked"
		}
		changed, err := change.Find(ctx)
		if err != nil || len(changed) == 0 {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), kind, activity.Detail{Title: t.r.Title, Text: items[item].Text})
	})
}

// Attach adds files to the request, or new versions of its pieces. During a review that makes whatever form is open out of
// date: the answer would be about something else. The same submission again adds nothing.
func (q *Queue) Attach(ctx context.Context, actor people.Person, id int64, submission uuid.UUID, uploads []files.Upload) (Request, error) {
	if len(uploads) == 0 {
		return Request{}, &store.Invalid{Problems: []store.Problem{{Field: "files", Message: "Choose a file first"}}}
	}
	kept := false
	r, err := q.move(ctx, actor, id, 0, MoveComment, func(t *turn) error {
		var body []byte
		for _, u := range uploads {
			body = append(fmt.Appendf(body, "%d ", u.Of), u.SHA256...)
		}
		first, _, err := store.Once(ctx, t.Tx, actor.ID, submission.String(), digest(body))
		if err != nil || !first {
			return err
		}
		kept = true
		if err := q.files.Keep(ctx, t.Tx, actor, t.r.Subject(), uploads); err != nil {
			return err
		}
		detail := activity.Detail{Title: t.r.Title, Text: added(uploads)}
		if t.reviewed() {
			detail.Round = t.r.Rounds
		}
		if err := q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "attached", detail); err != nil {
			return err
		}
		return q.askAgain(ctx, t, added(uploads))
	})
	if err == nil && !kept { // sent twice: the bytes of the second time are nobody's
		err = q.files.Discard(uploads)
	}
	return r, err
}

// added names what was kept: “Lanes.pdf”, version 3 of “Brochure layout.pdf”.
func added(uploads []files.Upload) string {
	var names []string
	for _, u := range uploads {
		name := "“" + u.Name + "”"
		if u.Number > 1 {
			name = fmt.Sprintf("version %d of %s", u.Number, name)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// Comment adds to the conversation, and who joins it or is named in it ("@Ruth Hallam", "@Ruth") follows the request from
// then on. It does not move the ball. The same submission again adds nothing.
func (q *Queue) Comment(ctx context.Context, actor people.Person, id int64, submission uuid.UUID, body string) (Request, error) {
	var inv store.Invalid
	body = inv.Paragraph("body", body, maxParagraph, "Write your comment")
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, 0, MoveComment, func(t *turn) error {
		first, _, err := store.Once(ctx, t.Tx, actor.ID, submission.String(), digest(fmt.Appendf(nil, "comment %d %s", id, body)))
		if err != nil || !first {
			return err
		}
		for _, person := range append(roll.Mentioned(body), actor.ID) {
			if err := q.log.Follow(ctx, t.Tx, t.r.Subject(), person); err != nil {
				return err
			}
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "commented", activity.Detail{Title: t.r.Title, Text: body})
	})
}

// Follow makes the viewer hear of every event of the request, or no more than concerns them anyway. Everybody who is
// signed in may.
func (q *Queue) Follow(ctx context.Context, viewer people.Person, id int64, follow bool) error {
	if !viewer.Active {
		return store.ErrForbidden
	}
	return q.db.Tx(ctx, func(tx *store.Tx) error {
		r, err := locked(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case follow:
			return q.log.Follow(ctx, tx, r.Subject(), viewer.ID)
		}
		return q.log.Unfollow(ctx, tx, r.Subject(), viewer.ID)
	})
}
