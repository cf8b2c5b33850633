package ridealongs

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// slotColumns of a slot r, in the order of Slot.scans.
const slotColumns = `r.id, r.uid, r.series_id, r.direction, r.kind, r.title, r.host_id, r.account, r.starts_at, r.ends_at, r.time_zone, r.place, r.seats,
	r.role, r.prepare, r.meet, r.background, r.manners, r.consent, r.consent_due, r.state, r.ended_why, r.ended_note, r.sequence, r.offered_at, r.changed_at,
	r.told_at, r.version`

func (s *Slot) scans() []any {
	return []any{
		&s.ID, &s.UID, &s.SeriesID, &s.Direction, &s.Kind, &s.Title, &s.HostID, &s.Account, &s.StartsAt, &s.EndsAt, &s.TimeZone, &s.Place, &s.Seats,
		&s.Role, &s.Prepare, &s.Meet, &s.Background, &s.Manners, &s.Consent, &s.ConsentDue, &s.State, &s.EndedWhy, &s.EndedNote, &s.Sequence, &s.OfferedAt,
		&s.ChangedAt, &s.ToldAt, &s.Version,
	}
}

// liveSeats of a slot r, as JSON of Seats without the words that are not for everybody.
const liveSeats = `(SELECT coalesce(jsonb_agg(to_jsonb(s) - 'note' - 'reason' ORDER BY s.id), '[]') FROM ridealong_seats s
	WHERE s.ridealong_id = r.id AND s.ended_at IS NULL)`

// rowColumns of a slot r, in the order of scanRow.
const rowColumns = slotColumns + `, ` + liveSeats + `, ` + openRoom + `, ARRAY(SELECT s.person_id FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.state = 'refused')`

// Row is a slot of a list.
type Row struct {
	Slot
	Taking Seats   // living seats, in order
	Room   *Room   // nil where no rule bounds the guests: of sessions, and of what is over or called off
	Denied []int64 // people whom the host cannot take along, which is for them and the host alone
}

// Free seats, neither taken nor kept for somebody.
func (r Row) Free() int { return max(0, r.Seats-r.Taking.Taken()) }

// Queue is who waits, in order.
func (r Row) Queue() Seats { return r.Taking.In(Waiting) }

// Takes reports whether the viewer can take a seat, or wait for one: not where a rule keeps all that is free, and not whom the
// host cannot take along.
func (r Row) Takes(viewer people.Person, now time.Time) bool {
	if slices.Contains(r.Denied, viewer.ID) {
		return false
	}
	_, kept := r.Taking.Of(viewer.ID)
	return r.Moves(viewer, r.Taking, now)[MoveTake] && (kept || len(r.Queue()) > 0 || r.Cap() == nil)
}

func scanRow(row pgx.Rows) (r Row, err error) {
	return r, row.Scan(append(r.scans(), &r.Taking, &r.Room, &r.Denied)...)
}

// Whole is everything the page of a slot shows.
type Whole struct {
	Row
	Moves   Moves
	Mine    *Seat // the viewer's living seat, or the one that ended last: a refusal's reason is for them and the host
	Ended   Seats // of people who were refused or did not come, for the host alone
	Offer   *time.Time
	Series  []Sibling // the others of the series, in order
	History []activity.Event
	Links   []activity.Link
	Now     time.Time
}

// Sibling is another slot of the same series.
type Sibling struct {
	ID       int64     `json:"id"`
	StartsAt time.Time `json:"starts_at"`
	State    State     `json:"state"`
}

// Show reads a slot as the viewer sees it, in three queries: itself, its history and its links.
func (s *Schedule) Show(ctx context.Context, viewer people.Person, id int64) (w Whole, err error) {
	w.Now = s.db.Now()
	found := false
	var ended Seats
	err = s.db.Rows(ctx, store.SQL(`SELECT `+rowColumns+`,
			(SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.id), '[]') FROM ridealong_seats s WHERE s.ridealong_id = r.id AND s.ended_at IS NOT NULL
				AND (s.person_id = ? OR r.host_id = ? AND s.state IN ('refused', 'missed'))),
			(SELECT p.due_at FROM ridealong_seats s JOIN promises p ON p.id = s.promise_id WHERE s.ridealong_id = r.id AND s.person_id = ? AND s.state = 'offered'),
			(SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'starts_at', o.starts_at, 'state', o.state) ORDER BY o.starts_at), '[]')
				FROM ridealongs o WHERE o.series_id = r.series_id AND o.id <> r.id)
		FROM ridealongs r WHERE r.id = ?`, viewer.ID, viewer.ID, viewer.ID, id), func(row pgx.Rows) error {
		found = true
		return row.Scan(append(w.scans(), &w.Taking, &w.Room, &w.Denied, &ended, &w.Offer, &w.Series)...)
	})
	if err == nil && !found {
		err = store.ErrNotFound
	}
	if err != nil {
		return w, err
	}
	w.Moves = w.Slot.Moves(viewer, w.Taking, w.Now)
	for _, seat := range ended {
		if seat.PersonID == viewer.ID {
			w.Mine = &seat
		} else {
			w.Ended = append(w.Ended, seat)
		}
	}
	if mine, have := w.Taking.Of(viewer.ID); have {
		w.Mine = &mine
	}
	if w.History, err = s.log.History(ctx, w.Subject()); err != nil {
		return w, err
	}
	w.Links, err = s.log.Links(ctx, w.Subject())
	return w, err
}

// Of is the number of the slot that an event's or a promise's subject belongs to: itself, a seat or a debrief.
func (s *Schedule) Of(ctx context.Context, on activity.Subject) (id int64, err error) {
	switch on.Kind {
	case activity.KindRideAlong:
		return on.ID, nil
	case activity.KindSeat:
		id, err = gorm.G[int64](s.db.Read()).Raw(`SELECT ridealong_id FROM ridealong_seats WHERE id = ?`, on.ID).Take(ctx)
	case activity.KindDebrief:
		id, err = gorm.G[int64](s.db.Read()).Raw(`SELECT ridealong_id FROM debriefs WHERE id = ?`, on.ID).Take(ctx)
	default:
		err = store.ErrNotFound
	}
	return id, store.Found(err)
}

func (s *Schedule) numbers(ctx context.Context, q *store.Query) (ids []int64, err error) {
	err = s.db.Rows(ctx, q, func(row pgx.Rows) error {
		var id int64
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
