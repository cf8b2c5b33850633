package ridealongs

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// tendBatch bounds each step of one sweep; the rest follows with the next.
const tendBatch = 200

// Tend does what time asks for: it takes back the seats and slots of people who left, closes slots to which the customer did
// not agree in time, passes on what was not answered, asks for the debriefs of what is over and, in working hours, says
// that a brief is there to read. It returns how many slots it touched.
func (s *Schedule) Tend(ctx context.Context) (done int, err error) {
	cal, err := s.ledger.Calendar(ctx)
	if err != nil {
		return 0, err
	}
	now := s.db.Now()
	for _, step := range []struct {
		find *store.Query
		do   func(context.Context, *turn) error
	}{
		{store.SQL(`SELECT id FROM ridealongs WHERE state = 'offered' AND ends_at <= ? ORDER BY ends_at, id LIMIT ?`, now, tendBatch), s.finish},
		{store.SQL(`SELECT r.id FROM ridealongs r JOIN people p ON p.id = r.host_id WHERE r.state = 'offered' AND r.ends_at > ? AND `+gone+`
			ORDER BY r.id LIMIT ?`, now, tendBatch), s.hostLeft},
		{store.SQL(`SELECT DISTINCT r.id FROM ridealongs r JOIN ridealong_seats s ON s.ridealong_id = r.id JOIN people p ON p.id = s.person_id
			WHERE r.state = 'offered' AND r.ends_at > ? AND s.ended_at IS NULL AND `+gone+` ORDER BY r.id LIMIT ?`, now, tendBatch), s.guestsLeft},
		{store.SQL(`SELECT id FROM ridealongs WHERE state = 'offered' AND ends_at > ? AND consent NOT IN ('not-needed', 'given') AND consent_due <= ?
			ORDER BY id LIMIT ?`, now, now, tendBatch), s.withoutConsent},
		{store.SQL(`SELECT DISTINCT r.id FROM ridealong_seats s JOIN promises p ON p.id = s.promise_id JOIN ridealongs r ON r.id = s.ridealong_id
			WHERE s.state = 'offered' AND r.state = 'offered' AND r.ends_at > ? AND (p.due_at < ? OR r.starts_at <= ?) ORDER BY r.id LIMIT ?`, now, now, now, tendBatch),
			func(ctx context.Context, t *turn) error { _, err := s.lapse(ctx, t); return err }},
		{store.SQL(`SELECT r.id FROM ridealongs r WHERE r.state = 'offered' AND r.starts_at > ?
			AND EXISTS (SELECT FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.state = 'waiting')
			AND r.seats > (SELECT count(*) FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.state IN ('offered', 'confirmed'))
			ORDER BY r.id LIMIT ?`, now, tendBatch), s.fill},
	} {
		n, err := s.each(ctx, step.find, step.do)
		if done += n; err != nil {
			return done, err
		}
	}
	n, err := s.releaseDebriefs(ctx, cal)
	if done += n; err != nil || !cal.Open(now) {
		return done, err
	}
	n, err = s.each(ctx, store.SQL(`SELECT r.id FROM ridealongs r WHERE r.state = 'offered' AND r.told_at IS NULL AND r.starts_at > ? AND r.starts_at <= ?
		AND EXISTS (SELECT FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.state = 'confirmed') ORDER BY r.id LIMIT ?`,
		now, cal.EndOfDay(cal.EndOfDay(now).Add(time.Second)), tendBatch), s.tellBrief)
	return done + n, err
}

// gone is the rule of who works here no more, of a person p.
const gone = `NOT (p.active AND p.role <> 'reader' AND p.side IN ('sales', 'marketing'))`

// each does the same with every slot found, each in a transaction of its own.
func (s *Schedule) each(ctx context.Context, find *store.Query, do func(context.Context, *turn) error) (int, error) {
	ids, err := s.numbers(ctx, find)
	if err != nil {
		return 0, err
	}
	for n, id := range ids {
		_, err := s.turn(ctx, people.Person{}, id, func(t *turn) error { return do(ctx, t) })
		if err != nil && !errors.Is(err, store.ErrConflict) { // somebody was first
			return n, err
		}
	}
	return len(ids), nil
}

// hostLeft calls off what nobody hosts.
func (s *Schedule) hostLeft(ctx context.Context, t *turn) error {
	if t.s.State != Offered {
		return nil
	}
	return s.callOff(ctx, t, WhyLeft, "")
}

// guestsLeft gives back the seats of those who work here no more.
func (s *Schedule) guestsLeft(ctx context.Context, t *turn) error {
	left, err := gorm.G[int64](t.DB).Raw(`SELECT s.person_id FROM ridealong_seats s JOIN people p ON p.id = s.person_id
		WHERE s.ridealong_id = ? AND s.ended_at IS NULL AND `+gone+` ORDER BY s.id`, t.s.ID).Find(ctx)
	if err != nil {
		return err
	}
	for _, person := range left {
		seat, _ := t.seats.Of(person)
		if err := s.vacate(ctx, t, &seat, Withdrawn, WhyLeft, ""); err != nil {
			return err
		}
		if err := s.record(ctx, t, "seat-left", activity.Detail{Person: person, To: &t.s.StartsAt}); err != nil {
			return err
		}
	}
	return s.fill(ctx, t)
}

// withoutConsent withdraws the seats where the customer's yes is not there a working day before.
func (s *Schedule) withoutConsent(ctx context.Context, t *turn) error {
	if t.s.State != Offered || t.s.Consent.There() || t.s.ConsentDue.After(t.Now) {
		return nil
	}
	return s.callOff(ctx, t, WhyConsent, "")
}

// tellBrief says once, a working day before, that the brief is there to read.
func (s *Schedule) tellBrief(ctx context.Context, t *turn) error {
	if t.s.State != Offered || t.s.ToldAt != nil {
		return nil
	}
	if err := t.WithContext(ctx).Exec(`UPDATE ridealongs SET told_at = ? WHERE id = ?`, t.Now, t.s.ID).Error; err != nil {
		return err
	}
	return s.record(ctx, t, "brief-ready", activity.Detail{People: t.seats.In(Confirmed).people(), To: &t.s.StartsAt})
}

// finish ends a slot that is over: who was there is asked for a debrief, and places that came to nothing end.
func (s *Schedule) finish(ctx context.Context, t *turn) error {
	if t.s.State != Offered || t.Now.Before(t.s.EndsAt) {
		return nil
	}
	for _, seat := range slices.Clone(t.seats) {
		if seat.State == Confirmed {
			continue
		}
		if err := s.vacate(ctx, t, &seat, Lapsed, "", ""); err != nil {
			return err
		}
	}
	if t.s.State = Passed; len(t.seats) > 0 {
		t.s.State = Held
	}
	if err := t.write(ctx); err != nil {
		return err
	}
	if t.s.State == Passed {
		return s.log.Keep(ctx, t.Tx, people.Person{}, t.s.Subject(), "ride-passed", activity.Detail{Title: t.s.Title})
	}
	return s.askDebriefs(ctx, t)
}

// Redate computes anew, after the company's calendar changed, until when consents must be there and promises kept.
func (s *Schedule) Redate(ctx context.Context) (int, error) {
	return s.each(ctx, store.SQL(`SELECT id FROM ridealongs WHERE state = 'offered' OR EXISTS (SELECT FROM debriefs d
		WHERE d.ridealong_id = ridealongs.id AND d.answered_at IS NULL AND d.released_at IS NULL) ORDER BY id`), func(ctx context.Context, t *turn) error {
		for _, seat := range t.seats.In(OfferedTo) {
			if err := s.ledger.Redate(ctx, t.Tx, t.cal, seat.Subject()); err != nil {
				return err
			}
		}
		open, err := gorm.G[Debrief](t.DB).Where("ridealong_id = ? AND answered_at IS NULL AND released_at IS NULL", t.s.ID).Find(ctx)
		if err != nil {
			return err
		}
		for _, d := range open {
			if err := s.ledger.Redate(ctx, t.Tx, t.cal, d.Subject()); err != nil {
				return err
			}
		}
		return t.WithContext(ctx).Exec(`UPDATE ridealongs SET consent_due = ? WHERE id = ?`, consentDue(t.cal, t.s.StartsAt), t.s.ID).Error
	})
}
