package ridealongs

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Change stores other words, place or number of seats; its time stays, see Move. Taken seats cannot be taken away by it.
// Problems are as those of Offer.
func (s *Schedule) Change(ctx context.Context, actor people.Person, id int64, version int, o Offer) (Slot, error) {
	return s.move(ctx, actor, id, version, MoveChange, func(t *turn) error {
		zone := t.s.Zone()
		o.Direction, o.TimeZone = t.s.Direction, t.s.TimeZone
		o.Starts, o.Ends = reading(t.s.StartsAt, zone), reading(t.s.EndsAt, zone)
		o.Consent = t.s.Consent
		if o.Consent == Refused {
			o.Consent = Needed
		}
		next, inv := o.check(actor, t.Now)
		if inv.On("seats") == "" && next.Seats < t.seats.Taken() {
			inv.Add("seats", "%d seats are taken", t.seats.Taken())
		}
		if err := inv.OrNil(); err != nil {
			return err
		}
		t.s.Kind, t.s.Title, t.s.Account, t.s.Place, t.s.Seats, t.s.Role = next.Kind, next.Title, next.Account, next.Place, next.Seats, next.Role
		t.s.Prepare, t.s.Meet, t.s.Background, t.s.Manners = next.Prepare, next.Meet, next.Background, next.Manners
		if err := t.write(ctx); err != nil {
			return err
		}
		if err := s.record(ctx, t, "ride-changed", activity.Detail{People: t.seats.people()}); err != nil {
			return err
		}
		return s.fill(ctx, t)
	})
}

// reading is what the zone's clocks show at the instant, as ParseLocal would have read it.
func reading(at time.Time, zone *time.Location) time.Time {
	at = at.In(zone)
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
}

// Moving is another time for a slot, as what clocks show there.
type Moving struct {
	Starts, Ends time.Time
	TimeZone     string // "": as it was
	Reason       string // one of CancelReasons
	Note         string
}

// Move gives the slot another time. Everybody is told why; who had a seat keeps it for a working day, and confirms it again.
// Problems are *store.Invalid on starts_at, ends_at, time_zone, reason and note.
func (s *Schedule) Move(ctx context.Context, actor people.Person, id int64, version int, m Moving) (Slot, error) {
	return s.move(ctx, actor, id, version, MoveMove, func(t *turn) error {
		inv := &store.Invalid{}
		next, before := t.s, t.s.StartsAt
		if m.TimeZone != "" {
			next.TimeZone = m.TimeZone
		}
		next.times(inv, Offer{Starts: m.Starts, Ends: m.Ends}, actor, t.Now)
		m.Note = reason(inv, m.Reason, m.Note)
		if err := inv.OrNil(); err != nil {
			return err
		}
		limits, err := limits(ctx, t.DB)
		if err != nil {
			return err
		}
		if l, limited := limits.on(next.Account, workday.DateOf(next.Starts())); limited {
			return l.problem()
		}
		next.ConsentDue, next.ToldAt = consentDue(t.cal, next.StartsAt), nil
		if !next.Consent.There() && !next.ConsentDue.After(t.Now) {
			inv.Add("starts_at", "The customer’s yes has to be there a working day before")
			return inv
		}
		t.s = next
		if err := t.unbusy(ctx, t.s.HostID); err != nil {
			return err
		}
		if err := t.busy(ctx, t.s.HostID); err != nil {
			return err
		}
		if err := t.write(ctx); err != nil {
			return err
		}
		detail := activity.Detail{People: t.seats.people(), From: &before, To: &t.s.StartsAt, Reason: m.Reason, Text: m.Note}
		if err := s.record(ctx, t, "ride-moved", detail); err != nil {
			return err
		}
		return s.askAgain(ctx, t)
	})
}

// askAgain keeps the seats of a moved slot for those who had them.
func (s *Schedule) askAgain(ctx context.Context, t *turn) error {
	for _, seat := range slices.Clone(t.seats) {
		if !seat.Takes() {
			continue
		}
		if err := s.closeOffer(ctx, t, seat, true); err != nil {
			return err
		}
		if err := t.unbusy(ctx, seat.PersonID); err != nil {
			return err
		}
		if err := s.keep(ctx, t, &seat, CauseMoved); err != nil {
			return err
		}
	}
	return s.fill(ctx, t)
}

// reason checks one of CancelReasons and the words beside it, which "other" needs.
func reason(inv *store.Invalid, reason, note string) string {
	if !slices.Contains(CancelReasons, reason) {
		inv.Add("reason", "Choose a reason")
	}
	missing := ""
	if reason == "other" {
		missing = "Say why, in a line"
	}
	return inv.Paragraph("note", note, maxNote, missing)
}

// CallingOff is the end of a slot before its time.
type CallingOff struct {
	Reason    string // one of CancelReasons
	Note      string
	Following bool // and those of the series that follow
}

// Cancel calls the slot off; everybody with a place is told why. Problems are *store.Invalid on reason and note.
func (s *Schedule) Cancel(ctx context.Context, actor people.Person, id int64, version int, c CallingOff) (Slot, error) {
	inv := &store.Invalid{}
	c.Note = reason(inv, c.Reason, c.Note)
	if err := inv.OrNil(); err != nil {
		return Slot{}, err
	}
	return s.move(ctx, actor, id, version, MoveCancel, func(t *turn) error {
		if err := s.callOff(ctx, t, c.Reason, c.Note); err != nil || !c.Following || t.s.SeriesID == nil {
			return err
		}
		first := t.s
		following, err := gorm.G[int64](t.DB).Raw(`SELECT id FROM ridealongs WHERE series_id = ? AND starts_at > ? AND state = 'offered' ORDER BY id`,
			*first.SeriesID, first.StartsAt).Find(ctx)
		if err != nil {
			return err
		}
		for _, other := range following {
			if err := t.lock(ctx, other); err != nil {
				return err
			}
			if t.s.State != Offered {
				continue
			}
			if err := s.callOff(ctx, t, c.Reason, c.Note); err != nil {
				return err
			}
		}
		t.s = first
		return nil
	})
}

// callOff ends the slot and all its seats.
func (s *Schedule) callOff(ctx context.Context, t *turn, why, note string) error {
	had := t.seats.people()
	because := ReasonCancelled
	if why == WhyConsent || why == WhyRefused || why == WhyLeft {
		because = why
	}
	for _, seat := range slices.Clone(t.seats) {
		if err := s.vacate(ctx, t, &seat, Withdrawn, because, ""); err != nil {
			return err
		}
	}
	if err := t.unbusy(ctx, t.s.HostID); err != nil {
		return err
	}
	t.s.State, t.s.EndedWhy, t.s.EndedNote = Cancelled, why, note
	if err := t.write(ctx); err != nil {
		return err
	}
	if err := t.WithContext(ctx).Exec(`UPDATE ridealong_seats SET sequence = ? WHERE ridealong_id = ? AND ended_at = ? AND state = 'withdrawn'`,
		t.s.Sequence, t.s.ID, t.Now).Error; err != nil {
		return err
	}
	kind := "ride-cancelled"
	if why == WhyConsent || why == WhyRefused {
		kind = "consent-missing"
	}
	return s.record(ctx, t, kind, activity.Detail{People: had, To: &t.s.StartsAt, Reason: why, Text: note})
}

// SetConsent says what the customer answered. A no withdraws the seats, and their people are told.
func (s *Schedule) SetConsent(ctx context.Context, actor people.Person, id int64, version int, c Consent) (Slot, error) {
	if !slices.Contains(Consents, c) {
		return Slot{}, &store.Invalid{Problems: []store.Problem{{Field: "consent", Message: "Choose whether the customer knows"}}}
	}
	return s.move(ctx, actor, id, version, MoveConsent, func(t *turn) error {
		if t.s.Consent = c; c == Refused {
			return s.callOff(ctx, t, WhyRefused, "")
		}
		if err := t.write(ctx); err != nil {
			return err
		}
		return s.record(ctx, t, "consent-told", activity.Detail{People: t.seats.people(), Answer: string(c), To: &t.s.ConsentDue})
	})
}

// Miss says that a guest did not come, with a reason if there is one; the guest and the leads of their side see how often. The
// host does. Somebody without a seat is store.ErrNotFound.
func (s *Schedule) Miss(ctx context.Context, actor people.Person, id, person int64, why string) (Slot, error) {
	var inv store.Invalid
	if why = inv.Paragraph("reason", why, maxNote, ""); inv.OrNil() != nil {
		return Slot{}, &inv
	}
	return s.move(ctx, actor, id, 0, MoveMiss, func(t *turn) error {
		seat, have := t.seats.Of(person)
		if !have || seat.State != Confirmed {
			return store.ErrNotFound
		}
		if err := s.vacate(ctx, t, &seat, Missed, "", why); err != nil {
			return err
		}
		if err := s.unasked(ctx, t, person); err != nil {
			return err
		}
		detail := activity.Detail{Title: t.s.Title, Person: person, For: t.s.ID, Text: why}
		return s.log.Record(ctx, t.Tx, actor, seat.Subject(), "seat-missed", detail)
	})
}

// Misses counts the seats that the person had in the last year and did not come to, in one query. The person and the leads of
// their side see it, others find nothing.
func (s *Schedule) Misses(ctx context.Context, viewer people.Person, person int64) (n int, err error) {
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return 0, err
	}
	if viewer.ID != person && !viewer.Leads(roll[person].Side) {
		return 0, store.ErrNotFound
	}
	return gorm.G[int](s.db.Read()).Raw(`SELECT count(*) FROM ridealong_seats s JOIN ridealongs r ON r.id = s.ridealong_id
		WHERE s.person_id = ? AND s.state = 'missed' AND r.starts_at > ?`, person, s.db.Now().AddDate(-1, 0, 0)).Take(ctx)
}
