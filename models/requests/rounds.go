package requests

import (
	"context"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/store"
)

// rounds of the request with their answers, oldest first.
func rounds(ctx context.Context, db *gorm.DB, request int64) ([]Round, error) {
	list, err := gorm.G[Round](db).Where("request_id = ?", request).Order("number").Find(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	answers, err := gorm.G[Review](db).Where("round_id IN (SELECT id FROM review_rounds WHERE request_id = ?)", request).Order("id").Find(ctx)
	for i := range list {
		for _, a := range answers {
			if a.RoundID == list[i].ID {
				list[i].Answers = append(list[i].Answers, a)
			}
		}
	}
	return list, err
}

// reviewed reports whether a round is open.
func (t *turn) reviewed() bool { return t.r.State == Open && t.process.At(t.r.Stage).Review }

// openReview reads the open round and the versions under review.
func (q *Queue) openReview(ctx context.Context, t *turn) (open Round, underReview []files.File, err error) {
	all, err := rounds(ctx, t.DB, t.r.ID)
	if err != nil {
		return open, nil, err
	}
	versions, err := q.files.In(ctx, t.Tx, t.r.Subject())
	if err != nil {
		return open, nil, err
	}
	return all[len(all)-1], t.r.UnderReview(versions, all), nil
}

// openRound begins the next round: the people of the process are asked, and those who were when the same stage was reviewed
// before. It returns who is asked.
func (q *Queue) openRound(ctx context.Context, t *turn, decider *int64) ([]int64, error) {
	past, err := rounds(ctx, t.DB, t.r.ID)
	if err != nil {
		return nil, err
	}
	t.r.Rounds++
	err = gorm.G[Round](t.DB).Create(ctx, &Round{RequestID: t.r.ID, Number: t.r.Rounds, Stage: t.r.Stage, OpenedAt: t.Now})
	if err != nil {
		return nil, err
	}
	named := slices.Clone(t.process.Reviewers)
	for _, round := range slices.Backward(past) {
		if round.Stage == t.r.Stage {
			for _, a := range round.Answers {
				if a.Answer != NotMine && !sameID(round.DecidedBy, &a.PersonID) {
					named = append(named, a.PersonID)
				}
			}
			break
		}
	}
	t.r.Reviewers = []int64{}
	named = slices.DeleteFunc(named, func(id int64) bool { return !t.roll[id].Works() || sameID(decider, &id) })
	return q.askReviewers(ctx, t, nil, named)
}

// askReviewers adds to the open round those of the people who are not in it yet, and returns them. They follow the request.
func (q *Queue) askReviewers(ctx context.Context, t *turn, by *int64, named []int64) (asked []int64, err error) {
	for _, id := range named {
		if slices.Contains(t.r.Reviewers, id) {
			continue
		}
		err := t.WithContext(ctx).Exec(`INSERT INTO review_answers (round_id, person_id, side, asked_at, asked_by)
			SELECT id, ?, ?, ?, ? FROM review_rounds WHERE request_id = ? AND closed_at IS NULL
			ON CONFLICT ON CONSTRAINT review_answers_one_a_person DO NOTHING`, id, t.roll[id].Side, t.Now, by, t.r.ID).Error
		if err != nil {
			return nil, err
		}
		if err := q.log.Follow(ctx, t.Tx, t.r.Subject(), id); err != nil {
			return nil, err
		}
		t.r.Reviewers, asked = append(t.r.Reviewers, id), append(asked, id)
	}
	return asked, nil
}

func (q *Queue) tellAsked(ctx context.Context, t *turn, asked []int64) error {
	if len(asked) == 0 {
		return nil
	}
	return q.log.Record(ctx, t.Tx, t.actor, t.r.Subject(), "review-asked", activity.Detail{
		Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Round: t.r.Rounds, People: asked,
	})
}

// answer stores the actor's opinion of the versions under review, and returns the number of the round.
func (q *Queue) answer(ctx context.Context, t *turn, o Opinion) (int16, error) {
	round, underReview, err := q.openReview(ctx, t)
	if err != nil {
		return 0, err
	}
	about, err := json.Marshal(allSeen(underReview))
	if err != nil {
		return 0, err
	}
	return round.Number, t.WithContext(ctx).Exec(`INSERT INTO review_answers (round_id, person_id, side, asked_at, answer, note, files, answered_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT ON CONSTRAINT review_answers_one_a_person
			DO UPDATE SET answer = excluded.answer, note = excluded.note, files = excluded.files, answered_at = excluded.answered_at`,
		round.ID, t.actor.ID, t.actor.Side, t.Now, o.Verdict, o.Note, string(about), t.Now).Error
}

// closeRound ends the open round with the actor's decision, and returns its number.
func (q *Queue) closeRound(ctx context.Context, t *turn, o Opinion) (int16, error) {
	number, err := q.answer(ctx, t, o)
	if err != nil {
		return 0, err
	}
	return number, store.MustAffectOne(gorm.G[Round](t.DB).Where("request_id = ? AND number = ? AND closed_at IS NULL", t.r.ID, number).
		Select("closed_at", "decided_by", "outcome").Updates(ctx, Round{ClosedAt: &t.Now, DecidedBy: &t.actor.ID, Outcome: o.Verdict}))
}

// endRound ends the open round, if there is one, with its request: delivering approves what nobody has approved yet.
func (q *Queue) endRound(ctx context.Context, t *turn, state State) (number int16, outcome Verdict, err error) {
	if !t.process.At(t.r.Stage).Review {
		return 0, "", nil
	}
	if state != Delivered {
		return t.r.Rounds, Ended, store.MustAffectOne(gorm.G[Round](t.DB).Where("request_id = ? AND closed_at IS NULL", t.r.ID).
			Select("closed_at", "outcome").Updates(ctx, Round{ClosedAt: &t.Now, Outcome: Ended}))
	}
	round, underReview, err := q.openReview(ctx, t)
	if err != nil {
		return 0, "", err
	}
	o := Opinion{Verdict: Approved}
	if a, _ := round.Of(t.actor.ID); a.Answer.Approves() && a.Stands(underReview) {
		o = Opinion{Verdict: a.Answer, Note: a.Note}
	}
	number, err = q.closeRound(ctx, t, o)
	return number, o.Verdict, err
}

// reopenRound goes on with the round that ended with the request, or begins one.
func (q *Queue) reopenRound(ctx context.Context, t *turn) error {
	if !t.process.At(t.r.Stage).Review {
		return nil
	}
	n, err := gorm.G[Round](t.DB).Where("request_id = ? AND number = ? AND outcome = ?", t.r.ID, t.r.Rounds, Ended).
		Select("closed_at", "outcome").Updates(ctx, Round{})
	if err != nil || n == 1 {
		return err
	}
	_, err = q.openRound(ctx, t, t.stagePromise().FromPersonID)
	return err
}

// askAgain asks those again who approved versions before what was just added to a review.
func (q *Queue) askAgain(ctx context.Context, t *turn, added string) error {
	if !t.reviewed() {
		return nil
	}
	round, underReview, err := q.openReview(ctx, t)
	if err != nil {
		return err
	}
	var again []int64
	for _, a := range round.Answers {
		if a.AskedAgain(underReview) && a.PersonID != t.actor.ID {
			again = append(again, a.PersonID)
		}
	}
	if err := q.write(ctx, t); err != nil || len(again) == 0 {
		return err
	}
	return q.log.Record(ctx, t.Tx, t.actor, t.r.Subject(), "asked-again", activity.Detail{
		Title: t.r.Title, Stage: t.process.At(t.r.Stage).Name, Round: round.Number, People: again, Text: added,
	})
}

func without(ids []int64, id int64) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(other int64) bool { return other == id })
}
