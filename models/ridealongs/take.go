package ridealongs

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// PromiseSeat is the kind of promise to answer an offered seat.
const PromiseSeat = "seat"

// answerDays is how many working days a person has to take what was kept for them.
const answerDays = 1

// Take gives the actor a seat, confirmed where one is free and nobody waits for it, else the end of the queue; what was
// kept for them becomes theirs. Again changes nothing. Being elsewhere then is store.ErrConflict, and so is a host or an
// account that has had all the guests the rules allow.
func (s *Schedule) Take(ctx context.Context, actor people.Person, id int64) (Seat, error) {
	var seat Seat
	_, err := s.move(ctx, actor, id, 0, MoveTake, func(t *turn) error {
		mine, have := t.seats.Of(actor.ID)
		if seat = mine; have && mine.State != OfferedTo {
			return nil
		}
		if have {
			return s.accept(ctx, t, &seat)
		}
		if err := t.welcome(ctx); err != nil {
			return err
		}
		seat = Seat{RidealongID: t.s.ID, PersonID: actor.ID, State: Waiting, AskedAt: t.Now}
		if t.free() > 0 && len(t.seats.In(Waiting)) == 0 {
			why, err := t.full(ctx)
			if err != nil {
				return err
			}
			if why != "" {
				return store.Refuse(store.ErrConflict, "%s", why)
			}
			seat.State, seat.ConfirmedAt = Confirmed, &t.Now
		}
		return s.sit(ctx, t, &seat)
	})
	return seat, err
}

// welcome refuses whom the host has refused.
func (t *turn) welcome(ctx context.Context) error {
	refused, err := gorm.G[int](t.DB).Raw(`SELECT 1 FROM ridealong_seats WHERE ridealong_id = ? AND person_id = ? AND state = 'refused' LIMIT 1`,
		t.s.ID, t.actor.ID).Find(ctx)
	if err == nil && len(refused) > 0 {
		return store.Refuse(store.ErrForbidden, "The host cannot take you along this time.")
	}
	return err
}

// sit inserts a new seat, taken or at the end of the queue.
func (s *Schedule) sit(ctx context.Context, t *turn, seat *Seat) error {
	kind := "seat-waited"
	if seat.State == Confirmed {
		kind = "seat-taken"
		if err := t.busy(ctx, seat.PersonID); err != nil {
			return err
		}
	}
	if err := t.touch(ctx); err != nil {
		return err
	}
	seat.Sequence = t.s.Sequence
	if err := gorm.G[Seat](t.DB).Create(ctx, seat); err != nil {
		return err
	}
	return s.record(ctx, t, kind, activity.Detail{To: &t.s.StartsAt})
}

// accept confirms what was kept for the person.
func (s *Schedule) accept(ctx context.Context, t *turn, seat *Seat) error {
	if err := t.busy(ctx, seat.PersonID); err != nil {
		return err
	}
	if err := s.closeOffer(ctx, t, *seat, false); err != nil {
		return err
	}
	seat.State, seat.ConfirmedAt, seat.PromiseID, seat.Cause = Confirmed, &t.Now, nil, ""
	if err := t.store(ctx, seat); err != nil {
		return err
	}
	return s.record(ctx, t, "seat-taken", activity.Detail{To: &t.s.StartsAt})
}

// store writes a living or ended seat and lets calendars see it.
func (t *turn) store(ctx context.Context, seat *Seat) error {
	if err := t.touch(ctx); err != nil {
		return err
	}
	seat.Sequence = t.s.Sequence
	i := slices.IndexFunc(t.seats, func(other Seat) bool { return other.ID == seat.ID })
	if i >= 0 && seat.Lives() {
		t.seats[i] = *seat
	} else if i >= 0 {
		t.seats = slices.Delete(t.seats, i, i+1)
	}
	return store.MustAffectOne(gorm.G[Seat](t.DB).Where("id = ?", seat.ID).
		Select("state", "cause", "reason", "note", "promise_id", "confirmed_at", "ended_at", "sequence").Updates(ctx, *seat))
}

// closeOffer ends the promise to answer, if there is one.
func (s *Schedule) closeOffer(ctx context.Context, t *turn, seat Seat, released bool) error {
	if seat.PromiseID == nil {
		return nil
	}
	p, err := s.ledger.Find(ctx, t.Tx, *seat.PromiseID)
	if err != nil {
		return err
	}
	_, _, err = s.ledger.Close(ctx, t.Tx, t.cal, p, released)
	return err
}

// vacate ends a living seat.
func (s *Schedule) vacate(ctx context.Context, t *turn, seat *Seat, state SeatState, reason, note string) error {
	if err := s.closeOffer(ctx, t, *seat, state != GivenBack); err != nil {
		return err
	}
	if err := t.unbusy(ctx, seat.PersonID); err != nil {
		return err
	}
	seat.State, seat.Reason, seat.Note, seat.EndedAt, seat.PromiseID, seat.Cause = state, reason, note, &t.Now, nil, ""
	return t.store(ctx, seat)
}

// keep offers the seat to its person, who has a working day to answer, or until it begins.
func (s *Schedule) keep(ctx context.Context, t *turn, seat *Seat, cause string) error {
	target := min(workday.Days(answerDays), t.cal.Between(t.Now, t.s.StartsAt))
	p, err := s.ledger.Open(ctx, t.Tx, t.cal, promises.Promise{
		SubjectKind: activity.KindSeat, SubjectID: seat.ID, Kind: PromiseSeat, What: "Answer for a seat", About: t.s.Title,
		FromSide: t.s.Direction.Guests(), FromPersonID: &seat.PersonID, ToSide: t.s.Direction.Hosts(), ToPersonID: &t.s.HostID,
		Target: max(target.Seconds(), 60),
	})
	if err != nil {
		return err
	}
	seat.State, seat.Cause, seat.PromiseID = OfferedTo, cause, &p.ID
	if err := t.store(ctx, seat); err != nil {
		return err
	}
	return s.record(ctx, t, "seat-offered", activity.Detail{Person: seat.PersonID, Reason: cause, From: p.DueAt, To: &t.s.StartsAt})
}

// fill offers free seats to those who wait, in their order.
func (s *Schedule) fill(ctx context.Context, t *turn) error {
	for t.free() > 0 && t.Now.Before(t.s.StartsAt) && t.s.State == Offered {
		queue := t.seats.In(Waiting)
		if len(queue) == 0 {
			return nil
		}
		if why, err := t.full(ctx); err != nil || why != "" {
			return err
		}
		if err := s.keep(ctx, t, &queue[0], CauseFreed); err != nil {
			return err
		}
	}
	return nil
}

// GiveBack ends the actor's seat, place in the queue or offer; the first who waits is told. The reason may be "".
func (s *Schedule) GiveBack(ctx context.Context, actor people.Person, id int64, reason string) (Slot, error) {
	var inv store.Invalid
	reason = inv.Paragraph("reason", reason, maxNote, "")
	if err := inv.OrNil(); err != nil {
		return Slot{}, err
	}
	return s.move(ctx, actor, id, 0, MoveGiveBack, func(t *turn) error {
		seat, _ := t.seats.Of(actor.ID)
		if err := s.vacate(ctx, t, &seat, GivenBack, "", reason); err != nil {
			return err
		}
		if err := s.record(ctx, t, "seat-given-back", activity.Detail{Text: reason, To: &t.s.StartsAt}); err != nil {
			return err
		}
		return s.fill(ctx, t)
	})
}

// Name puts somebody's name down for a free seat; they have a working day to say yes. The host does, or a lead. Problems
// are *store.Invalid on person; no free seat is store.ErrConflict.
func (s *Schedule) Name(ctx context.Context, actor people.Person, id, person int64) (Slot, error) {
	return s.move(ctx, actor, id, 0, MoveName, func(t *turn) error { return s.putDown(ctx, t, person) })
}

func (s *Schedule) putDown(ctx context.Context, t *turn, person int64) error {
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return err
	}
	if !roll[person].On(t.s.Direction.Guests()) {
		return &store.Invalid{Problems: []store.Problem{{Field: "person", Message: "Choose somebody of " + t.s.Direction.Guests().Name()}}}
	}
	seat, have := t.seats.Of(person)
	if have && seat.Takes() {
		return nil
	}
	if t.free() <= 0 {
		return store.Refuse(store.ErrConflict, "No seat is free.")
	}
	why, err := t.full(ctx)
	if err != nil {
		return err
	}
	if why != "" {
		return store.Refuse(store.ErrConflict, "%s", why)
	}
	if !have {
		seat = Seat{RidealongID: t.s.ID, PersonID: person, State: Waiting, AskedAt: t.Now}
		if err := gorm.G[Seat](t.DB).Create(ctx, &seat); err != nil {
			return err
		}
		t.seats = append(t.seats, seat)
	}
	return s.keep(ctx, t, &seat, CauseNamed)
}

// Refuse ends a person's seat, for a reason of RefusalReasons that those two alone see. The host does. Problems are
// *store.Invalid on reason; somebody without a seat is store.ErrNotFound.
func (s *Schedule) Refuse(ctx context.Context, actor people.Person, id, person int64, reason string) (Slot, error) {
	if !slices.Contains(RefusalReasons, reason) {
		return Slot{}, &store.Invalid{Problems: []store.Problem{{Field: "reason", Message: "Choose a reason"}}}
	}
	return s.move(ctx, actor, id, 0, MoveRefuse, func(t *turn) error {
		seat, have := t.seats.Of(person)
		if !have {
			return store.ErrNotFound
		}
		if err := s.vacate(ctx, t, &seat, TurnedOff, reason, ""); err != nil {
			return err
		}
		detail := activity.Detail{Title: t.s.Title, Person: person, For: t.s.ID}
		if err := s.log.Record(ctx, t.Tx, actor, seat.Subject(), "seat-refused", detail); err != nil {
			return err
		}
		return s.fill(ctx, t)
	})
}

// Wish says the one thing that the actor, who has a seat, wants to learn.
func (s *Schedule) Wish(ctx context.Context, actor people.Person, id int64, wish string) (Slot, error) {
	var inv store.Invalid
	if wish = inv.Paragraph("wish", wish, maxWish, ""); inv.OrNil() != nil {
		return Slot{}, &inv
	}
	return s.move(ctx, actor, id, 0, MoveWish, func(t *turn) error {
		seat, _ := t.seats.Of(actor.ID)
		return t.WithContext(ctx).Exec(`UPDATE ridealong_seats SET wish = ? WHERE id = ?`, wish, seat.ID).Error
	})
}

// Read notes that the actor, who goes along, has read the brief.
func (s *Schedule) Read(ctx context.Context, actor people.Person, id int64) (Slot, error) {
	return s.move(ctx, actor, id, 0, MoveRead, func(t *turn) error {
		seat, _ := t.seats.Of(actor.ID)
		if seat.ReadAt != nil {
			return nil
		}
		if err := t.WithContext(ctx).Exec(`UPDATE ridealong_seats SET read_at = ? WHERE id = ?`, t.Now, seat.ID).Error; err != nil {
			return err
		}
		return s.log.Keep(ctx, t.Tx, actor, t.s.Subject(), "brief-read", activity.Detail{Title: t.s.Title})
	})
}

// lapsed reports whether an offer was not answered in time.
func lapsed(seat Seat, p promises.Promise, s Slot, now time.Time) bool {
	return seat.State == OfferedTo && (p.DueAt != nil && now.After(*p.DueAt) || !now.Before(s.StartsAt))
}

// lapse ends the offers of the slot that were not answered in time, and offers them to the next.
func (s *Schedule) lapse(ctx context.Context, t *turn) (n int, err error) {
	for _, seat := range t.seats.In(OfferedTo) {
		p, err := s.ledger.Find(ctx, t.Tx, *seat.PromiseID)
		if err != nil {
			return n, err
		}
		if !lapsed(seat, p, t.s, t.Now) {
			continue
		}
		person := seat.PersonID
		if err := s.vacate(ctx, t, &seat, Lapsed, "", ""); err != nil {
			return n, err
		}
		if err := s.record(ctx, t, "seat-lapsed", activity.Detail{Person: person, To: &t.s.StartsAt}); err != nil {
			return n, err
		}
		n++
	}
	return n, s.fill(ctx, t)
}
