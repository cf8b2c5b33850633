// Package ridealongs brings marketers along to customers and salespeople into the rooms where words and plans are made:
// seats and their queues, calendars, briefs, debriefs, and the hours that came of it.
package ridealongs

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Schedule is the area.
type Schedule struct {
	db     *store.DB
	people *people.Directory
	ledger *promises.Ledger
	log    *activity.Log
	drafts *drafts.Drawer
}

// New makes the schedule.
func New(db *store.DB, directory *people.Directory, ledger *promises.Ledger, log *activity.Log) *Schedule {
	return &Schedule{db: db, people: directory, ledger: ledger, log: log, drafts: drafts.New(db)}
}

// turn is what every move on a slot works with.
type turn struct {
	*store.Tx
	s     Slot
	seats Seats // living ones, in order
	cal   *workday.Calendar
	actor people.Person
	guest int64 // whose time a clash would be about
}

var errOvertaken = errors.New("overtaken")

// move runs fn on the locked slot when the move is the actor's and they saw its latest version. Moves that do not depend
// on what the actor saw have no version. A seat at a time at which its person is elsewhere is store.ErrConflict.
func (s *Schedule) move(ctx context.Context, actor people.Person, id int64, version int, move Move, fn func(t *turn) error) (Slot, error) {
	return s.turn(ctx, actor, id, func(t *turn) error {
		if version != t.s.Version && !slices.Contains(unversioned, move) {
			return errOvertaken
		}
		if err := t.s.allow(actor, t.seats, t.Now, move); err != nil {
			return err
		}
		return fn(t)
	})
}

// turn runs fn on the locked slot.
func (s *Schedule) turn(ctx context.Context, actor people.Person, id int64, fn func(t *turn) error) (Slot, error) {
	cal, err := s.ledger.Calendar(ctx)
	if err != nil {
		return Slot{}, err
	}
	t := &turn{cal: cal, actor: actor}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		t.Tx = tx
		if err := t.lock(ctx, id); err != nil {
			return err
		}
		return fn(t)
	})
	switch {
	case errors.Is(err, errOvertaken):
		return t.s, s.overtaken(ctx, actor, t.s)
	case store.Violates(err, "ridealong_busy_one_place"):
		return t.s, s.elsewhere(ctx, actor, t)
	}
	return t.s, err
}

// lock reads the slot and its living seats for the rest of the transaction: all that happens to the seats of one slot
// happens one after the other.
func (t *turn) lock(ctx context.Context, id int64) (err error) {
	t.s, err = gorm.G[Slot](t.DB).Raw(`SELECT * FROM ridealongs WHERE id = ? FOR UPDATE`, id).Take(ctx)
	if err != nil {
		return store.Found(err)
	}
	t.seats, err = gorm.G[Seat](t.DB).Where("ridealong_id = ? AND ended_at IS NULL", id).Order("id").Find(ctx)
	return err
}

// free seats, neither taken nor kept for somebody.
func (t *turn) free() int { return t.s.Seats - t.seats.Taken() }

// overtaken says who changed the slot since the actor looked.
func (s *Schedule) overtaken(ctx context.Context, actor people.Person, slot Slot) error {
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return err
	}
	events, err := s.log.History(ctx, slot.Subject())
	if err != nil {
		return err
	}
	who := "Somebody"
	for _, e := range slices.Backward(events) {
		if e.ActorID != nil {
			if who = roll.Name(*e.ActorID); *e.ActorID == actor.ID {
				who = "You"
			}
			break
		}
	}
	return store.Refuse(store.ErrConflict, "%s changed %s since you opened it. Look at how it stands now, then decide.", who, slot.Title)
}

// elsewhere names the slot at which the person is at the time of this one.
func (s *Schedule) elsewhere(ctx context.Context, actor people.Person, t *turn) error {
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return err
	}
	other, err := gorm.G[Slot](s.db.Read()).Raw(`SELECT r.* FROM ridealong_busy b JOIN ridealongs r ON r.id = b.ridealong_id
		WHERE b.person_id = ? AND b.ridealong_id <> ? AND b.during && tstzrange(?, ?) ORDER BY r.starts_at, r.id LIMIT 1`,
		t.guest, t.s.ID, t.s.StartsAt, t.s.EndsAt).Take(ctx)
	if errors.Is(store.Found(err), store.ErrNotFound) {
		return store.ErrConflict // it was given up meanwhile
	}
	if err != nil {
		return err
	}
	who := roll.Name(t.guest) + " is"
	if t.guest == actor.ID {
		who = "You are"
	}
	zone := t.actor.Location()
	return store.Refuse(store.ErrConflict, "%s at %s then, %s to %s. Nobody is in two places at once.", who, other.Title,
		other.StartsAt.In(zone).Format("Mon 2 Jan 15:04"), other.EndsAt.In(zone).Format("15:04"))
}

// busy keeps the person's time; where it is taken, the transaction fails.
func (t *turn) busy(ctx context.Context, person int64) error {
	t.guest = person
	return t.WithContext(ctx).Exec(`INSERT INTO ridealong_busy (ridealong_id, person_id, during) VALUES (?, ?, tstzrange(?, ?))`,
		t.s.ID, person, t.s.StartsAt, t.s.EndsAt).Error
}

// unbusy gives it back.
func (t *turn) unbusy(ctx context.Context, person int64) error {
	return t.WithContext(ctx).Exec(`DELETE FROM ridealong_busy WHERE ridealong_id = ? AND person_id = ?`, t.s.ID, person).Error
}

// write stores what a move changed as the next version of the slot.
func (t *turn) write(ctx context.Context) error {
	t.s.Version++
	t.s.Sequence++
	t.s.ChangedAt = t.Now
	return store.MustAffectOne(gorm.G[Slot](t.DB).Where("id = ?", t.s.ID).Select(
		"kind", "title", "account", "starts_at", "ends_at", "time_zone", "place", "seats", "role", "prepare", "meet", "background", "manners",
		"consent", "consent_due", "state", "ended_why", "ended_note", "sequence", "changed_at", "told_at", "version",
	).Updates(ctx, t.s))
}

// touch lets calendars see that a seat changed. What people typed stays the same version.
func (t *turn) touch(ctx context.Context) error {
	t.s.Sequence++
	return t.WithContext(ctx).Exec(`UPDATE ridealongs SET sequence = ? WHERE id = ?`, t.s.Sequence, t.s.ID).Error
}

// record an event of the slot.
func (s *Schedule) record(ctx context.Context, t *turn, kind string, d activity.Detail) error {
	d.Title = t.s.Title
	return s.log.Record(ctx, t.Tx, t.actor, t.s.Subject(), kind, d)
}

// consentDue is when the customer's consent must be there: a working day before.
func consentDue(cal *workday.Calendar, starts time.Time) time.Time {
	return cal.Add(starts, -workday.Days(1)).UTC()
}
