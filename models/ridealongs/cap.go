package ridealongs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Room is what the rules allow around a slot, and what of it is used.
type Room struct {
	MostGuests int         `json:"most_guests"` // of the host in a month
	MostVisits int         `json:"most_visits"` // to the account in a quarter
	Hosted     []hosted    `json:"hosted"`      // by the host within a month of the slot, the slot itself too
	Visited    []time.Time `json:"visited"`     // other slots at the account with guests within a quarter of it
}

// hosted are the guests of one slot.
type hosted struct {
	At     time.Time `json:"at"`
	Guests int       `json:"guests"`
}

// roomOf a slot r, as JSON of Room. Months and quarters are cut by the clocks where it takes place: see Slot.month.
const roomOf = `(SELECT jsonb_build_object('most_guests', rules.guests, 'most_visits', rules.visits,
		'hosted', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', o.starts_at, 'guests', (SELECT count(*) FROM ridealong_seats s
				WHERE s.ridealong_id = o.id AND s.state IN ('offered', 'confirmed')))), '[]')
			FROM ridealongs o WHERE o.host_id = r.host_id AND o.direction = 'ride' AND o.state <> 'cancelled'
				AND o.starts_at > r.starts_at - interval '32 days' AND o.starts_at < r.starts_at + interval '32 days'),
		'visited', (SELECT coalesce(jsonb_agg(o.starts_at), '[]') FROM ridealongs o
			WHERE o.account_key = r.account_key AND o.account_key <> '' AND o.id <> r.id AND o.direction = 'ride' AND o.state <> 'cancelled'
				AND o.starts_at > r.starts_at - interval '93 days' AND o.starts_at < r.starts_at + interval '93 days'
				AND EXISTS (SELECT FROM ridealong_seats s WHERE s.ridealong_id = o.id AND s.state IN ('offered', 'confirmed'))))
	FROM ridealong_rules rules WHERE rules.one)`

// openRoom is roomOf those slots that take guests still and are under the rules; NULL for the others.
const openRoom = `CASE WHEN r.direction = 'ride' AND r.state = 'offered' THEN ` + roomOf + ` END`

// used counts the guests of the host in the slot's month, and other visits to the account in its quarter.
func (room Room) used(s Slot) (guests, visits int) {
	from, until := s.month()
	for _, o := range room.Hosted {
		if !o.At.Before(from) && o.At.Before(until) {
			guests += o.Guests
		}
	}
	from, until = s.quarter()
	for _, at := range room.Visited {
		if !at.Before(from) && at.Before(until) {
			visits++
		}
	}
	return guests, visits
}

// Cap is a rule that is used up: nobody more comes along before somebody gives a seat back.
type Cap struct {
	Account string // whose quarter it is; "": the host's month
	Used    int
	From    time.Time // the first day of the month or quarter, where the slot takes place
	Until   time.Time // the first day after it
}

// spent is the cap of the slot, nil while there is room.
func (room Room) spent(s Slot) *Cap {
	guests, visits := room.used(s)
	switch {
	case guests >= room.MostGuests:
		from, until := s.month()
		return &Cap{Used: guests, From: from, Until: until}
	case visits >= room.MostVisits && s.Account != "":
		from, until := s.quarter()
		return &Cap{Account: s.Account, Used: visits, From: from, Until: until}
	}
	return nil
}

// Words say what is used up, and until when.
func (c Cap) Words() string {
	next := c.Until.Format("2 January")
	if c.Account == "" {
		return fmt.Sprintf("The host has %d %s in %s, the most that the rules allow. The next month begins on %s.", c.Used, plural(c.Used, "guest"), c.From.Format("January"), next)
	}
	return fmt.Sprintf("%s has %d %s with guests this quarter, the most that the rules allow. The next quarter begins on %s.", c.Account, c.Used, plural(c.Used, "visit"), next)
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// Cap is the rule that keeps the free seats of the slot from being taken, nil when there is none.
func (r Row) Cap() *Cap {
	if r.Room == nil || r.Free() == 0 {
		return nil
	}
	return r.Room.spent(r.Slot)
}

// full says why the host, or the account, takes no more guests now, or "". Of two that ask at once for two slots of one
// host or account, the second waits for the first.
func (t *turn) full(ctx context.Context) (why string, err error) {
	if t.s.Direction != Ride {
		return "", nil
	}
	err = t.WithContext(ctx).Exec(`SELECT pg_advisory_xact_lock(hashtextextended('ridealong host ' || ?::bigint, 0)),
		pg_advisory_xact_lock(hashtextextended('ridealong account ' || lower(?), 0))`, t.s.HostID, t.s.Account).Error
	if err != nil {
		return "", err
	}
	text, err := gorm.G[string](t.DB).Raw(`SELECT CAST(`+roomOf+` AS text) FROM ridealongs r WHERE r.id = ?`, t.s.ID).Take(ctx)
	if err != nil {
		return "", err
	}
	var room Room
	if err := json.Unmarshal([]byte(text), &room); err != nil {
		return "", err
	}
	if c := room.spent(t.s); c != nil {
		return c.Words(), nil
	}
	return "", nil
}
