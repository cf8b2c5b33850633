package ridealongs

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// FeedSettings are how a person's calendar is fed.
type FeedSettings struct {
	Made      *time.Time // the address in force; nil: there is none
	Customers bool       // calendars name customers, and what and where
}

// FeedSettings of the person, in one query.
func (s *Schedule) FeedSettings(ctx context.Context, person people.Person) (f FeedSettings, err error) {
	err = s.db.Rows(ctx, store.SQL(`SELECT CASE WHEN token_hash IS NOT NULL THEN made_at END, customers FROM calendar_feeds WHERE person_id = ?`, person.ID),
		func(row pgx.Rows) error { return row.Scan(&f.Made, &f.Customers) })
	return f, err
}

// RenewFeed makes a new secret address for the person's calendar and returns its token, which cannot be read again. The
// address before is dead at once.
func (s *Schedule) RenewFeed(ctx context.Context, person people.Person) (token string, err error) {
	if !person.Works() {
		return "", store.ErrForbidden
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	token = base64.RawURLEncoding.EncodeToString(secret)
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		err := tx.WithContext(ctx).Exec(`INSERT INTO calendar_feeds (person_id, token_hash, made_at) VALUES (?, ?, ?)
			ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at`, person.ID, hash(token), tx.Now).Error
		if err != nil {
			return err
		}
		return s.log.Keep(ctx, tx, person, activity.Subject{Kind: activity.KindPerson, ID: person.ID}, "feed-renewed", activity.Detail{})
	})
	return token, err
}

// RevokeFeed ends the address. Again changes nothing.
func (s *Schedule) RevokeFeed(ctx context.Context, person people.Person) error {
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		ended, err := gorm.G[int64](tx.DB).Raw(`UPDATE calendar_feeds SET token_hash = NULL WHERE person_id = ? AND token_hash IS NOT NULL RETURNING person_id`,
			person.ID).Find(ctx)
		if err != nil || len(ended) == 0 {
			return err
		}
		return s.log.Keep(ctx, tx, person, activity.Subject{Kind: activity.KindPerson, ID: person.ID}, "feed-revoked", activity.Detail{})
	})
}

// NameCustomers lets the person's calendars name customers, or not: not, until they say so.
func (s *Schedule) NameCustomers(ctx context.Context, person people.Person, names bool) error {
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		return tx.WithContext(ctx).Exec(`INSERT INTO calendar_feeds (person_id, customers, made_at) VALUES (?, ?, ?)
			ON CONFLICT (person_id) DO UPDATE SET customers = excluded.customers`, person.ID, names, tx.Now).Error
	})
}

func hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Entry is one line of a person's calendar.
type Entry struct {
	Slot      Slot
	Host      bool      // the person hosts it
	Placed    bool      // they host it, or have or had a seat
	Cancelled bool      // it is called off, or the person's place on it ended
	Tentative bool      // kept for the person, who has not answered
	Sequence  int       // rises with each change
	At        time.Time // of the last change
}

// Feed is a person's calendar: what they host or go along to, from three months ago, what is called off included.
type Feed struct {
	Person    people.Person
	Customers bool
	Entries   []Entry
}

// Tag is the same as long as the feed is: for ETag, without quotes.
func (f Feed) Tag() string {
	sum := sha256.New()
	fmt.Fprintln(sum, f.Person.ID, f.Customers)
	for _, e := range f.Entries {
		fmt.Fprintln(sum, e.Slot.ID, e.Sequence, e.Cancelled, e.Tentative, e.Slot.StartsAt.Unix(), e.Slot.EndsAt.Unix())
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// feedLimit bounds a feed.
const feedLimit = 500

// Feed reads the calendar at the secret address, in two queries; one that is not in force, or whose person works here no
// more, is store.ErrNotFound.
func (s *Schedule) Feed(ctx context.Context, token string) (Feed, error) {
	type owner struct {
		PersonID  int64
		Customers bool
	}
	if len(token) > 100 {
		return Feed{}, store.ErrNotFound
	}
	whose, err := gorm.G[owner](s.db.Read()).Raw(`SELECT f.person_id, f.customers FROM calendar_feeds f JOIN people p ON p.id = f.person_id
		WHERE f.token_hash = ? AND NOT `+gone, hash(token)).Take(ctx)
	if err != nil {
		return Feed{}, store.Found(err)
	}
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return Feed{}, err
	}
	f := Feed{Person: roll[whose.PersonID], Customers: whose.Customers}
	f.Entries, err = s.entries(ctx, store.SQL(entryColumns+` WHERE e.person_id = ? AND r.starts_at > ? ORDER BY r.starts_at, r.id LIMIT ?`,
		whose.PersonID, whose.PersonID, whose.PersonID, s.db.Now().AddDate(0, -3, 0), feedLimit))
	return f, err
}

// entryColumns of what a person, asked for twice, hosts or had a place on that a calendar would show.
const entryColumns = `SELECT ` + slotColumns + `, e.host, r.state = 'cancelled' OR e.state NOT IN ('confirmed', 'offered'), r.state <> 'cancelled' AND e.state = 'offered',
		CASE WHEN e.state IN ('confirmed', 'offered') THEN r.sequence ELSE e.sequence END, greatest(r.changed_at, e.at)
	FROM (SELECT id AS ridealong_id, host_id AS person_id, true AS host, 'confirmed' AS state, sequence, changed_at AS at FROM ridealongs WHERE host_id = ?
		UNION ALL
		(SELECT DISTINCT ON (ridealong_id) ridealong_id, person_id, false, state, sequence, coalesce(ended_at, confirmed_at, asked_at)
			FROM ridealong_seats WHERE person_id = ? AND (state = 'offered' OR confirmed_at IS NOT NULL) AND state <> 'missed'
			ORDER BY ridealong_id, id DESC)) e
	JOIN ridealongs r ON r.id = e.ridealong_id`

func (s *Schedule) entries(ctx context.Context, q *store.Query) (list []Entry, err error) {
	err = s.db.Rows(ctx, q, func(row pgx.Rows) error {
		var e Entry
		err := row.Scan(append(e.Slot.scans(), &e.Host, &e.Cancelled, &e.Tentative, &e.Sequence, &e.At)...)
		e.Placed = true
		list = append(list, e)
		return err
	})
	return list, err
}

// Entry is the slot as the viewer's calendar shows it, and whether that names customers, in two queries. Somebody
// without a place gets it as it is offered.
func (s *Schedule) Entry(ctx context.Context, viewer people.Person, id int64) (Entry, bool, error) {
	settings, err := s.FeedSettings(ctx, viewer)
	if err != nil {
		return Entry{}, false, err
	}
	list, err := s.entries(ctx, store.SQL(entryColumns+` WHERE e.ridealong_id = ?`, viewer.ID, viewer.ID, id))
	if err != nil || len(list) > 0 {
		return append(list, Entry{})[0], settings.Customers, err
	}
	slot, err := gorm.G[Slot](s.db.Read()).Where("id = ?", id).Take(ctx)
	return Entry{Slot: slot, Cancelled: slot.State == Cancelled, Tentative: true, Sequence: slot.Sequence, At: slot.ChangedAt}, settings.Customers, store.Found(err)
}

// Invitation is what a person's calendar is sent by mail after an event.
type Invitation struct {
	Person    people.Person
	Host      people.Person
	Entry     Entry // Cancelled: METHOD:CANCEL, else METHOD:REQUEST
	Customers bool
}

// Invitations are the calendar messages that an event of a ride-along calls for, in two queries and one for each person:
// to the guests whose entry it made, changed or ended. Other events call for none.
func (s *Schedule) Invitations(ctx context.Context, e activity.Event) ([]Invitation, error) {
	var to []int64
	switch e.Kind {
	case "seat-taken", "seat-given-back":
		if e.ActorID != nil {
			to = []int64{*e.ActorID}
		}
	case "ride-changed", "ride-moved", "ride-cancelled", "consent-missing":
		to = e.Detail.People
	case "seat-refused":
		to = []int64{e.Detail.Person}
	}
	if len(to) == 0 {
		return nil, nil
	}
	id, err := s.Of(ctx, e.Subject())
	if err != nil {
		return nil, err
	}
	roll, err := s.people.Roll(ctx)
	if err != nil {
		return nil, err
	}
	var list []Invitation
	for _, person := range to {
		if !roll[person].Works() {
			continue
		}
		entry, customers, err := s.Entry(ctx, roll[person], id)
		if err != nil {
			return nil, err
		}
		if entry.Host || !entry.Placed || entry.Tentative && e.Kind != "ride-moved" { // nothing is in their calendar yet
			continue
		}
		list = append(list, Invitation{roll[person], roll[entry.Slot.HostID], entry, customers})
	}
	return list, nil
}
