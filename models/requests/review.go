package requests

import (
	"context"
	"slices"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Opinion is what somebody answers to a review.
type Opinion struct {
	Verdict Verdict
	Note    string // needed with notes and changes
	Person  int64  // of NotMine: whose it is
}

// check tidies the opinion. Problems are on answer, note and person.
func (o *Opinion) check(actor people.Person, roll people.Roll) error {
	var inv store.Invalid
	missing := ""
	switch o.Verdict {
	case Approved:
	case ApprovedWithNotes:
		missing = "Write your notes, or approve it without"
	case ChangesNeeded:
		missing = "Say what should change, and on which page"
	case NotMine:
		if p := roll[o.Person]; !p.Works() || p.ID == actor.ID {
			inv.Add("person", "Name whose it is")
		}
	default:
		inv.Add("answer", "Choose one of the four answers")
	}
	o.Note = inv.Paragraph("note", o.Note, maxParagraph, missing)
	if o.Verdict != NotMine {
		o.Person = 0
	}
	return inv.OrNil()
}

// Review answers about the versions under review. Of the one who decides, an approval hands the ball on, changes send the
// work back, and NotMine makes somebody else of the same side decide; in the last stage the approval is noted, and Deliver
// follows. Of everybody else who was asked it is noted, can be changed while the round is open, and moves nothing; NotMine
// asks the person named instead. Problems are on answer, note and person.
func (q *Queue) Review(ctx context.Context, actor people.Person, id int64, version int, o Opinion) (Request, error) {
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return Request{}, err
	}
	if err := o.check(actor, roll); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveReview, func(t *turn) error {
		decides := t.r.AnswersForAll(t.process, actor)
		switch {
		case o.Verdict == NotMine && decides:
			return q.leave(ctx, t, o)
		case o.Verdict == NotMine:
			return q.pointTo(ctx, t, o)
		case !decides:
			return q.note(ctx, t, o, "")
		case o.Verdict == ChangesNeeded:
			if err := t.r.allow(t.process, actor, MoveSendBack, t.roll); err != nil {
				return err
			}
			return q.pass(ctx, t, "sent-back", t.process.Back(t.r.Stage), o)
		case t.process.Last(t.r.Stage):
			if err := q.note(ctx, t, o, actor.Side); err != nil {
				return err
			}
			return q.write(ctx, t)
		}
		if err := t.r.allow(t.process, actor, MoveHandOn, t.roll); err != nil {
			return err
		}
		return q.pass(ctx, t, "handed-on", t.r.Stage+1, o)
	})
}

// note stores the opinion, and nothing moves. decides is the side it decides for, if it does.
func (q *Queue) note(ctx context.Context, t *turn, o Opinion, decides people.Side) error {
	round, err := q.answer(ctx, t, o)
	if err != nil {
		return err
	}
	return q.log.Record(ctx, t.Tx, t.actor, t.r.Subject(), "reviewed", activity.Detail{
		Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Round: round, Answer: string(o.Verdict), Person: o.Person, Side: decides, Text: o.Note,
	})
}

// leave makes another person of the same side decide.
func (q *Queue) leave(ctx context.Context, t *turn, o Opinion) error {
	var inv store.Invalid
	switch p := t.roll[o.Person]; {
	case !p.On(t.actor.Side):
		inv.Add("person", "Name somebody of %s, who can decide", t.actor.Side.Name())
	case t.process.Decides == DecidesLead && p.Role != people.Lead:
		inv.Add("person", "Name a lead of %s: a lead decides this review", t.actor.Side.Name())
	}
	if err := inv.OrNil(); err != nil {
		return err
	}
	if err := q.assign(ctx, t, &o.Person); err != nil {
		return err
	}
	if err := q.note(ctx, t, o, t.actor.Side); err != nil {
		return err
	}
	if err := q.log.Follow(ctx, t.Tx, t.r.Subject(), o.Person); err != nil {
		return err
	}
	return q.write(ctx, t)
}

// pointTo asks another person instead, unless that one decides anyway.
func (q *Queue) pointTo(ctx context.Context, t *turn, o Opinion) error {
	if err := q.note(ctx, t, o, ""); err != nil {
		return err
	}
	if sameID(t.r.BallPersonID, &o.Person) {
		return nil
	}
	asked, err := q.askReviewers(ctx, t, &t.actor.ID, []int64{o.Person})
	if err != nil || len(asked) == 0 {
		return err
	}
	return q.write(ctx, t) // who is told of the answer is told of being asked
}

// maxAsked bounds the reviewers of a round.
const maxAsked = 12

// AskReviewer asks a person of either side to review what is under review now. Asking again changes nothing. Problems are
// on person.
func (q *Queue) AskReviewer(ctx context.Context, actor people.Person, id int64, version int, person int64) (Request, error) {
	return q.move(ctx, actor, id, version, MoveName, func(t *turn) error {
		var inv store.Invalid
		switch {
		case !t.roll[person].Works():
			inv.Add("person", "Choose somebody who works for Sales or Marketing")
		case sameID(t.r.BallPersonID, &person):
			inv.Add("person", "%s decides this review, and is not asked beside", t.roll.Name(person))
		case len(t.r.Reviewers) >= maxAsked:
			inv.Add("person", "At most %d people review one round", maxAsked)
		}
		if err := inv.OrNil(); err != nil {
			return err
		}
		asked, err := q.askReviewers(ctx, t, &actor.ID, []int64{person})
		if err != nil || len(asked) == 0 {
			return err
		}
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.tellAsked(ctx, t, asked)
	})
}

// DropReviewer asks a person no more who has not answered yet. Problems are on person.
func (q *Queue) DropReviewer(ctx context.Context, actor people.Person, id int64, version int, person int64) (Request, error) {
	return q.move(ctx, actor, id, version, MoveName, func(t *turn) error {
		round, _, err := q.openReview(ctx, t)
		if err != nil {
			return err
		}
		a, ok := round.Of(person)
		switch {
		case !ok || !slices.Contains(t.r.Reviewers, person):
			return &store.Invalid{Problems: []store.Problem{{Field: "person", Message: "Choose somebody who is asked now"}}}
		case a.Answer != "":
			return store.Refuse(store.ErrConflict, "%s has answered already, and the answer stays.", t.roll.Name(person))
		}
		if err := t.WithContext(ctx).Exec(`DELETE FROM review_answers WHERE id = ?`, a.ID).Error; err != nil {
			return err
		}
		t.r.Reviewers = without(t.r.Reviewers, person)
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "review-dropped", activity.Detail{
			Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Round: round.Number, Person: person,
		})
	})
}

// AllowRound lets one more round of review begin than both teams agreed, with a new date promised. on is a date at midnight
// UTC. Problems are on date and reason.
func (q *Queue) AllowRound(ctx context.Context, actor people.Person, id int64, version int, on *time.Time, reason string) (Request, error) {
	var inv store.Invalid
	reason = inv.Paragraph("reason", reason, maxReason, "Say why another round is needed")
	if on == nil {
		inv.Add("date", "Choose the new date")
	}
	if err := inv.OrNil(); err != nil {
		return Request{}, err
	}
	return q.move(ctx, actor, id, version, MoveAllowRound, func(t *turn) error {
		if err := t.checkDate(*on); err != nil {
			return err
		}
		was := t.r.PromisedAt
		t.r.PromisedAt = lastClose(t.cal, *on)
		t.r.MoreRounds++
		if err := q.write(ctx, t); err != nil {
			return err
		}
		return q.log.Record(ctx, t.Tx, actor, t.r.Subject(), "round-allowed", activity.Detail{
			Title: t.r.Title, Round: t.r.Rounds + 1, Side: actor.Side, Text: reason, From: &was, To: &t.r.PromisedAt,
		})
	})
}
