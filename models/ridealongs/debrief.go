package ridealongs

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// PromiseDebrief is the kind of promise to write the debrief.
const PromiseDebrief = "debrief"

// debriefDays is within how many working days: half is forgotten after one.
const debriefDays = 1

const maxAnswer = 2000

// Answers of a debrief, by key of question.
type Answers map[string]string

// Debrief is one row: what one person writes of one slot.
type Debrief struct {
	ID          int64      `json:"id"`
	RidealongID int64      `json:"ridealong_id"`
	PersonID    int64      `json:"person_id"`
	Host        bool       `json:"host"`
	PromiseID   int64      `json:"promise_id"`
	Answers     Answers    `json:"answers" gorm:"serializer:json"`
	Share       bool       `json:"share"` // with the leads, when all do
	AnsweredAt  *time.Time `json:"answered_at"`
	ReleasedAt  *time.Time `json:"released_at"`
	Version     int        `json:"version"`
}

// Subject of the debrief.
func (d Debrief) Subject() activity.Subject {
	return activity.Subject{Kind: activity.KindDebrief, ID: d.ID}
}

// askDebriefs promises a debrief of everybody who was there, to the other side.
func (s *Schedule) askDebriefs(ctx context.Context, t *turn) error {
	there := append(t.seats.In(Confirmed).people(), t.s.HostID)
	for _, person := range there {
		d := Debrief{RidealongID: t.s.ID, PersonID: person, Host: person == t.s.HostID}
		from := t.s.Direction.Guests()
		if d.Host {
			from = t.s.Direction.Hosts()
		}
		id, err := gorm.G[int64](t.DB).Raw(`SELECT nextval('debriefs_id_seq')`).Take(ctx)
		if err != nil {
			return err
		}
		d.ID = id
		p, err := s.ledger.OpenFirst(ctx, t.Tx, t.cal, promises.Promise{
			SubjectKind: activity.KindDebrief, SubjectID: d.ID, Kind: PromiseDebrief, What: "Debrief", About: t.s.Title,
			FromSide: from, FromPersonID: &person, ToSide: from.Other(), Target: workday.Days(debriefDays).Seconds(), WholeDays: true,
		})
		if err != nil {
			return err
		}
		err = t.WithContext(ctx).Exec(`INSERT INTO debriefs (id, ridealong_id, person_id, host, promise_id) OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?)`,
			d.ID, d.RidealongID, d.PersonID, d.Host, p.ID).Error
		if err != nil {
			return err
		}
	}
	due := t.cal.Due(t.Now, workday.Days(debriefDays)).UTC()
	return s.record(ctx, t, "debriefs-asked", activity.Detail{People: there, To: &due})
}

// unasked releases the person's debrief, and the host's where no guest is left; a slot to which nobody came is not held.
func (s *Schedule) unasked(ctx context.Context, t *turn, person int64) error {
	if t.s.State != Held {
		return nil
	}
	gone := []int64{person}
	if len(t.seats.In(Confirmed)) == 0 {
		gone = append(gone, t.s.HostID)
		t.s.State = Passed
		if err := t.write(ctx); err != nil {
			return err
		}
	}
	open, err := gorm.G[Debrief](t.DB).Where("ridealong_id = ? AND person_id IN ? AND answered_at IS NULL AND released_at IS NULL", t.s.ID, gone).Find(ctx)
	if err != nil {
		return err
	}
	for _, d := range open {
		if err := s.release(ctx, t.Tx, t.cal, d); err != nil {
			return err
		}
	}
	return nil
}

func (s *Schedule) release(ctx context.Context, tx *store.Tx, cal *workday.Calendar, d Debrief) error {
	p, err := s.ledger.Find(ctx, tx, d.PromiseID)
	if err != nil {
		return err
	}
	if _, _, err := s.ledger.Close(ctx, tx, cal, p, true); err != nil {
		return err
	}
	return tx.WithContext(ctx).Exec(`UPDATE debriefs SET released_at = ? WHERE id = ?`, tx.Now, d.ID).Error
}

// releaseDebriefs asks no more of those who left.
func (s *Schedule) releaseDebriefs(ctx context.Context, cal *workday.Calendar) (int, error) {
	return s.each(ctx, store.SQL(`SELECT DISTINCT d.ridealong_id FROM debriefs d JOIN people p ON p.id = d.person_id
		WHERE d.answered_at IS NULL AND d.released_at IS NULL AND `+gone+` LIMIT ?`, tendBatch), func(ctx context.Context, t *turn) error {
		left, err := gorm.G[Debrief](t.DB).Raw(`SELECT d.* FROM debriefs d JOIN people p ON p.id = d.person_id
			WHERE d.ridealong_id = ? AND d.answered_at IS NULL AND d.released_at IS NULL AND `+gone, t.s.ID).Find(ctx)
		for _, d := range left {
			if err := s.release(ctx, t.Tx, cal, d); err != nil {
				return err
			}
		}
		return err
	})
}

// Account is what somebody writes afterwards.
type Account struct {
	Answers Answers
	Share   bool // I am happy for both leads to read it
}

// Debrief stores the actor's answers. It can be changed until somebody else's are in: who has read does not rewrite.
// Version is 0 the first time. Problems are *store.Invalid on answer_KEY.
func (s *Schedule) Debrief(ctx context.Context, actor people.Person, id int64, version int, a Account) (Slot, error) {
	return s.move(ctx, actor, id, 0, MoveDebrief, func(t *turn) error {
		if err := s.finish(ctx, t); err != nil { // it may be over since this minute
			return err
		}
		all, err := gorm.G[Debrief](t.DB).Where("ridealong_id = ?", t.s.ID).Order("id").Find(ctx)
		if err != nil {
			return err
		}
		var mine Debrief
		others, missing := 0, 0
		for _, d := range all {
			switch {
			case d.PersonID == actor.ID:
				mine = d
			case d.AnsweredAt != nil:
				others++
			case d.ReleasedAt == nil:
				missing++
			}
		}
		switch {
		case mine.ID == 0 || mine.ReleasedAt != nil:
			return store.ErrNotFound
		case mine.AnsweredAt != nil && others > 0:
			return store.Refuse(store.ErrConflict, "Yours is in, and so is another one: nobody rewrites after reading.")
		case mine.AnsweredAt != nil && version != mine.Version:
			return errOvertaken
		}
		if mine.Answers, err = a.check(t.s.Direction, mine.Host); err != nil {
			return err
		}
		return s.keepDebrief(ctx, t, mine, a.Share, others, missing)
	})
}

// keepDebrief writes it, and tells everybody who was there when it was the last.
func (s *Schedule) keepDebrief(ctx context.Context, t *turn, mine Debrief, share bool, others, missing int) error {
	if mine.AnsweredAt == nil {
		p, err := s.ledger.Find(ctx, t.Tx, mine.PromiseID)
		if err != nil {
			return err
		}
		if _, _, err := s.ledger.Close(ctx, t.Tx, t.cal, p, false); err != nil {
			return err
		}
		mine.AnsweredAt = &t.Now
		if err := s.log.Keep(ctx, t.Tx, t.actor, t.s.Subject(), "debriefed", activity.Detail{Title: t.s.Title}); err != nil {
			return err
		}
	}
	mine.Share = share
	mine.Version++
	err := store.MustAffectOne(gorm.G[Debrief](t.DB).Where("id = ?", mine.ID).Select("answers", "share", "answered_at", "version").Updates(ctx, mine))
	if err != nil || others == 0 || missing > 0 {
		return err
	}
	return s.record(ctx, t, "debriefs-open", activity.Detail{People: append(t.seats.In(Confirmed).people(), t.s.HostID)})
}

// check returns the answers to what the person is asked.
func (a Account) check(d Direction, host bool) (Answers, error) {
	inv := &store.Invalid{}
	checked := Answers{}
	for _, q := range d.Questions() {
		if q.Asks(host) == "" {
			continue
		}
		missing := ""
		if q.Must {
			missing = "Write a line; " + map[string]string{"words": "what was said", "end": "how it ended"}[q.Key] + " is soon forgotten"
		}
		if text := inv.Paragraph("answer_"+q.Key, a.Answers[q.Key], maxAnswer, missing); text != "" {
			checked[q.Key] = text
		}
	}
	return checked, inv.OrNil()
}

// Share lets both leads read the debrief, or no more, once everybody who was there does. The actor's own is shared.
func (s *Schedule) Share(ctx context.Context, actor people.Person, id int64, share bool) error {
	_, err := s.turn(ctx, actor, id, func(t *turn) error {
		err := store.MustAffectOne(gorm.G[Debrief](t.DB).Where("ridealong_id = ? AND person_id = ? AND answered_at IS NOT NULL", id, actor.ID).
			Update(ctx, "share", share))
		if err != nil {
			return store.Refuse(store.ErrConflict, "Write yours first.")
		}
		all, err := gorm.G[Debrief](t.DB).Where("ridealong_id = ?", id).Find(ctx)
		if err != nil || !share || !shared(all) {
			return err
		}
		return s.record(ctx, t, "debrief-shared", activity.Detail{})
	})
	return err
}

// shared reports whether the leads may read: two or more wrote, and all who did ticked it, and nobody is missing.
func shared(all []Debrief) bool {
	n := 0
	for _, d := range all {
		switch {
		case d.ReleasedAt != nil:
		case d.AnsweredAt == nil || !d.Share:
			return false
		default:
			n++
		}
	}
	return n > 1
}
