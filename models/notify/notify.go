// Package notify brings events to the people they concern: into their inbox, and by mail.
package notify

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/store"
)

// Area knows whom the events of its subjects concern; it names nobody for those of others.
type Area interface {
	Concerned(ctx context.Context, e activity.Event) ([]int64, error)
}

// Desk is the area.
type Desk struct {
	db     *store.DB
	people *people.Directory
	log    *activity.Log
	areas  []Area
}

// New makes the desk, which asks each area about its events.
func New(db *store.DB, directory *people.Directory, log *activity.Log, areas ...Area) *Desk {
	return &Desk{db, directory, log, areas}
}

// Announce puts the event into the inbox of everybody it concerns now, tells their open pages, and lets the letters that
// were written about it wait for their sending. Announcing it again adds nothing.
func (d *Desk) Announce(ctx context.Context, eventID int64, letters ...Letter) error {
	e, err := d.log.Find(ctx, eventID)
	if err != nil {
		return err
	}
	var concerned []int64
	for _, area := range d.areas {
		theirs, err := area.Concerned(ctx, e)
		if err != nil {
			return err
		}
		concerned = append(concerned, theirs...)
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		for _, person := range concerned {
			err := tx.WithContext(ctx).Exec(`WITH fresh AS (INSERT INTO notices (person_id, event_id) VALUES (?, ?)
				ON CONFLICT ON CONSTRAINT notices_once DO NOTHING RETURNING person_id)
				SELECT pg_notify(?, ?) FROM fresh`, person, eventID, store.Channel, activity.InboxName(person)).Error
			if err != nil {
				return err
			}
		}
		for _, letter := range letters {
			if err := d.post(ctx, tx, eventID, letter); err != nil {
				return err
			}
		}
		return nil
	})
}

// Notice is one line of an inbox.
type Notice struct {
	ID     int64
	ReadAt *time.Time
	Event  activity.Event
}

// PageSize of the inbox.
const PageSize = 50

// Inbox lists the person's notices, newest first, and the cursor of the next page ("" on the last). Of a note that has
// become sensitive since, nobody finds a notice who may not see it any more.
func (d *Desk) Inbox(ctx context.Context, p people.Person, after string) ([]Notice, string, error) {
	before := int64(1 << 62)
	if after != "" {
		var err error
		if before, err = store.DecodeCursor[int64](after); err != nil {
			return nil, "", err
		}
	}
	type row struct {
		NoticeID int64
		ReadAt   *time.Time
		activity.Event
	}
	rows, err := gorm.G[row](d.db.Read()).Raw(`SELECT n.id AS notice_id, n.read_at, e.* FROM notices n JOIN events e ON e.id = n.event_id
		WHERE n.person_id = ? AND n.id < ? AND `+intel.MayHear+` ORDER BY n.id DESC LIMIT ?`, p.ID, before, p.ID, p.ID, PageSize+1).Find(ctx)
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > PageSize {
		rows = rows[:PageSize]
		next = store.EncodeCursor(rows[PageSize-1].NoticeID)
	}
	notices := make([]Notice, len(rows))
	for i, r := range rows {
		notices[i] = Notice{r.NoticeID, r.ReadAt, r.Event}
	}
	return notices, next, nil
}

// unreadLimit is where the number on the inbox stops counting.
const unreadLimit = 100

// Unread counts the person's unread notices, up to a hundred.
func (d *Desk) Unread(ctx context.Context, p people.Person) (n int, err error) {
	err = d.db.Rows(ctx, store.SQL(`SELECT count(*) FROM (SELECT FROM notices n JOIN events e ON e.id = n.event_id
		WHERE n.person_id = ? AND n.read_at IS NULL AND `+intel.MayHear+` LIMIT ?) unread`, p.ID, p.ID, p.ID, unreadLimit), func(row pgx.Rows) error { return row.Scan(&n) })
	return n, err
}

// Read marks the person's notices up to the given one as read; those that came since stay unread.
func (d *Desk) Read(ctx context.Context, p people.Person, upTo int64) error {
	return d.db.Read().WithContext(ctx).Exec(`WITH seen AS (UPDATE notices SET read_at = ? WHERE person_id = ? AND id <= ? AND read_at IS NULL RETURNING id)
		SELECT pg_notify(?, ?) WHERE EXISTS (SELECT FROM seen)`, d.db.Now(), p.ID, upTo, store.Channel, activity.InboxName(p.ID)).Error
}
