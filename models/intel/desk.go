// Package intel is field intelligence: what somebody heard, who heard it too, what Marketing made of it within the time it
// promised, and the battlecards whose lines rest on such notes and go stale with them.
package intel

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Desk is the area.
type Desk struct {
	db     *store.DB
	people *people.Directory
	ledger *promises.Ledger
	log    *activity.Log
	files  *files.Cabinet
}

// New makes the desk.
func New(db *store.DB, directory *people.Directory, ledger *promises.Ledger, log *activity.Log, cabinet *files.Cabinet) *Desk {
	return &Desk{db: db, people: directory, ledger: ledger, log: log, files: cabinet}
}

// Appoint lets somebody answer the sensitive notes too, or no more. A lead of Marketing appoints.
func (d *Desk) Appoint(ctx context.Context, actor people.Person, person int64, answers bool) error {
	if !actor.Leads(people.Marketing) {
		return store.Refuse(store.ErrForbidden, "A lead of Marketing says who answers sensitive notes.")
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return err
	}
	if answers && !roll[person].On(people.Marketing) {
		return &store.Invalid{Problems: []store.Problem{{Field: "person", Message: "Choose somebody of Marketing"}}}
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		if answers {
			return tx.WithContext(ctx).Exec(`INSERT INTO note_desk (person_id, since) VALUES (?, ?) ON CONFLICT DO NOTHING`, person, tx.Now).Error
		}
		return tx.WithContext(ctx).Exec(`DELETE FROM note_desk WHERE person_id = ?`, person).Error
	})
}

// Trusted lists who sees sensitive notes beside their authors, by id of person.
func (d *Desk) Trusted(ctx context.Context) ([]int64, error) {
	return gorm.G[int64](d.db.Read()).Raw(`SELECT id FROM trusted_people ORDER BY id`).Find(ctx)
}

// turn is what every move on a note works with.
type turn struct {
	*store.Tx
	n       Note
	trusted bool // the actor sees sensitive notes
	cal     *workday.Calendar
	actor   people.Person
}

// found is a note as one viewer sees it.
type found struct {
	Note
	Trusted bool
}

const (
	findNote  = `SELECT n.*, EXISTS (SELECT FROM trusted_people t WHERE t.id = ?) AS trusted FROM notes n WHERE n.id = ? AND ` + visible
	forUpdate = ` FOR UPDATE OF n`
)

// move runs fn on the locked note when the actor may see it, the move is theirs and they saw its latest version. Moves that do
// not depend on what the actor saw have no version.
func (d *Desk) move(ctx context.Context, actor people.Person, id int64, version int, move Move, fn func(t *turn) error) (Note, error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return Note{}, err
	}
	t := &turn{cal: cal, actor: actor}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		t.Tx = tx
		f, err := gorm.G[found](tx.DB).Raw(findNote+forUpdate, actor.ID, id, actor.ID, actor.ID).Take(ctx)
		if err != nil {
			return store.Found(err)
		}
		t.n, t.trusted = f.Note, f.Trusted
		if version != t.n.Version && !slices.Contains(unversioned, move) {
			return errOvertaken
		}
		if err := t.n.allow(actor, t.trusted, move); err != nil {
			return err
		}
		return fn(t)
	})
	if errors.Is(err, errOvertaken) {
		return t.n, d.overtaken(ctx, actor, t.n.Subject(), t.n.Ref())
	}
	return t.n, err
}

var errOvertaken = errors.New("overtaken")

// overtaken says who changed the subject since the actor looked.
func (d *Desk) overtaken(ctx context.Context, actor people.Person, on activity.Subject, called string) error {
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return err
	}
	events, err := d.log.History(ctx, on)
	if err != nil {
		return err
	}
	who := "Somebody"
	for _, e := range slices.Backward(events) {
		if e.ActorID != nil && e.Kind != "commented" {
			who = roll.Name(*e.ActorID)
			if *e.ActorID == actor.ID {
				who = "You"
			}
			break
		}
	}
	return store.Refuse(store.ErrConflict, "%s changed %s since you opened it. Look at how it stands now, then decide.", who, called)
}

// write stores what a move changed as the next version of the note.
func write(ctx context.Context, t *turn) error {
	t.n.Version++
	return store.MustAffectOne(gorm.G[Note](t.DB).Where("id = ? AND version = ?", t.n.ID, t.n.Version-1).Select(
		"heard", "opinion", "account", "sensitive", "state", "promise_id", "reply", "reply_by", "reply_at", "elsewhere", "duplicate_of",
		"closed_why", "answered_at", "late", "accounts", "version",
	).Updates(ctx, t.n))
}

// record an event of the note: what everybody may hear of it, and what only its history holds.
func (d *Desk) record(ctx context.Context, t *turn, kind string, detail activity.Detail) error {
	detail.Title = t.n.Title()
	return d.log.Record(ctx, t.Tx, t.actor, t.n.Subject(), kind, detail)
}

// dateOf is the company's date at the moment, as the database's date columns hold it.
func dateOf(cal *workday.Calendar, at time.Time) time.Time { return cal.DateOf(at).Midnight() }
