// Package activity is the log: append-only events, who follows what, and the announcing of each event to the people it
// concerns. History, inbox, mail and live updates are all read from here.
package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Subject is what an event is about: a kind and the id within it. It lets one area speak of another's things without
// importing it.
type Subject struct {
	Kind string
	ID   int64
}

// Kinds of subjects.
const (
	KindRequest = "request"
	KindDate    = "date"    // a new date suggested for the request of the same id
	KindProcess = "process" // a version of how a type of request is worked
	KindPiece   = "piece"   // what came out of the request of the same id
	KindPerson  = "person"
	KindPage    = "page" // of refused visits, which have no id

	KindNote       = "note" // from the field
	KindRideAlong  = "ridealong"
	KindSeat       = "seat"       // on a ride-along
	KindDebrief    = "debrief"    // of one person, after a ride-along
	KindRideRules  = "ride-rules" // of ride-alongs, of which there is one set
	KindCompetitor = "competitor"
	KindClaim      = "claim"    // a line of a battlecard
	KindQuestion   = "question" // what both teams need to learn

	KindProfile         = "profile"          // the ideal customer profile, of which there is one
	KindProposal        = "proposal"         // to change the profile, or a review of it
	KindSalesReview     = "sales-review"     // the key of Sales on the review of the same id
	KindMarketingReview = "marketing-review" // the key of Marketing on the review of the same id
	KindCriterion       = "criterion"        // of the profile
	KindCheck           = "fit-check"        // of one account against the profile
)

// Name is the subject in one word, "request-412": id of its element and name of its live updates.
func (s Subject) Name() string { return s.Kind + "-" + strconv.FormatInt(s.ID, 10) }

// Event is one row of the log.
type Event struct {
	ID          int64
	At          time.Time
	ActorID     *int64 // nil: Alongside itself
	SubjectKind string
	SubjectID   int64
	Kind        string // past participle: "submitted", "handed-over"
	Detail      Detail `gorm:"serializer:json"`
}

// Subject of the event.
func (e Event) Subject() Subject { return Subject{e.SubjectKind, e.SubjectID} }

// Detail holds what the words of an event need. Only the fields that its kind uses are filled.
type Detail struct {
	Title   string      `json:"title,omitempty"`   // of the subject
	Type    string      `json:"type,omitempty"`    // of the request: "Brochure"
	Stage   string      `json:"stage,omitempty"`   // the stage it concerns
	Next    string      `json:"next,omitempty"`    // the stage that follows
	Side    people.Side `json:"side,omitempty"`    // whose doing, or whose ball now
	Person  int64       `json:"person,omitempty"`  // the other person concerned
	People  []int64     `json:"people,omitempty"`  // the other people concerned
	Text    string      `json:"text,omitempty"`    // what was said, the reason
	Round   int16       `json:"round,omitempty"`   // of review
	Answer  string      `json:"answer,omitempty"`  // to the review
	Used    int64       `json:"used,omitempty"`    // working seconds used
	Target  int64       `json:"target,omitempty"`  // working seconds agreed
	From    *time.Time  `json:"from,omitempty"`    // the date before
	To      *time.Time  `json:"to,omitempty"`      // the date now
	Late    bool        `json:"late,omitempty"`    // after its due time
	For     int64       `json:"for,omitempty"`     // the other request concerned
	File    int64       `json:"file,omitempty"`    // file added
	Number  int16       `json:"number,omitempty"`  // of a version
	Account string      `json:"account,omitempty"` // with whom something was used
	Reason  string      `json:"reason,omitempty"`  // one of a few that can be chosen
	Link    string      `json:"link,omitempty"`    // link delivered
	Address string      `json:"address,omitempty"` // network address, of sign-ins and refusals
}

// AnnounceArgs is the job that tells people of an event.
type AnnounceArgs struct {
	EventID int64 `json:"event_id"`
}

func (AnnounceArgs) Kind() string { return "announce" }

// Log is the area.
type Log struct{ db *store.DB }

// New makes the log.
func New(db *store.DB) *Log { return &Log{db} }

// Record writes the event into the transaction of its act, tells open pages the name of its subject and enqueues its
// announcement to people. The zero actor is Alongside.
func (l *Log) Record(ctx context.Context, tx *store.Tx, actor people.Person, on Subject, kind string, d Detail) error {
	id, err := l.write(ctx, tx, actor, on, kind, d)
	if err != nil {
		return err
	}
	return tx.Enqueue(ctx, AnnounceArgs{EventID: id})
}

// Keep is Record for what nobody needs to be told of: it is remembered, and open pages hear of it, but no inbox does.
func (l *Log) Keep(ctx context.Context, tx *store.Tx, actor people.Person, on Subject, kind string, d Detail) error {
	_, err := l.write(ctx, tx, actor, on, kind, d)
	return err
}

func (l *Log) write(ctx context.Context, tx *store.Tx, actor people.Person, on Subject, kind string, d Detail) (int64, error) {
	var by *int64
	if actor.ID != 0 {
		by = &actor.ID
	}
	detail, err := json.Marshal(d)
	if err != nil {
		return 0, err
	}
	id, err := gorm.G[int64](tx.DB).Raw(`WITH event AS (INSERT INTO events (at, actor_id, subject_kind, subject_id, kind, detail)
		VALUES (?, ?, ?, ?, ?, ?) RETURNING id) SELECT event.id FROM event, (SELECT CASE WHEN NOT EXISTS (
			SELECT FROM discreet WHERE subject_kind = ? AND subject_id = ?) THEN pg_notify(?, ?) END) told`,
		tx.Now, by, on.Kind, on.ID, kind, string(detail), on.Kind, on.ID, store.Channel, on.Name()).Take(ctx)
	if err != nil {
		return 0, fmt.Errorf("record %s: %w", kind, err)
	}
	return id, nil
}

// Hush lets live updates name the subject no more, and lists of what a side owes leave it out; or lets them again. What
// happens to it is still announced to the people it concerns.
func (l *Log) Hush(ctx context.Context, tx *store.Tx, on Subject, hush bool) error {
	if hush {
		return tx.WithContext(ctx).Exec(`INSERT INTO discreet (subject_kind, subject_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, on.Kind, on.ID).Error
	}
	return tx.WithContext(ctx).Exec(`DELETE FROM discreet WHERE subject_kind = ? AND subject_id = ?`, on.Kind, on.ID).Error
}

// Note writes an event that nobody is told of: sign-ins, refusals.
func (l *Log) Note(ctx context.Context, actor people.Person, on Subject, kind string, d Detail) error {
	return l.db.Tx(ctx, func(tx *store.Tx) error {
		_, err := l.write(ctx, tx, actor, on, kind, d)
		return err
	})
}

// Find returns one event.
func (l *Log) Find(ctx context.Context, id int64) (Event, error) {
	e, err := gorm.G[Event](l.db.Read()).Where("id = ?", id).Take(ctx)
	return e, store.Found(err)
}

// historyLimit bounds a page; a longer story shows its newest part.
const historyLimit = 500

// History of a subject, oldest first.
func (l *Log) History(ctx context.Context, on Subject) ([]Event, error) {
	var history []Event
	err := l.db.Rows(ctx, store.SQL(`SELECT * FROM (SELECT id, at, actor_id, kind, detail FROM events
		WHERE subject_kind = ? AND subject_id = ? ORDER BY id DESC LIMIT ?) newest ORDER BY at, id`, on.Kind, on.ID, historyLimit),
		func(row pgx.Rows) error {
			e := Event{SubjectKind: on.Kind, SubjectID: on.ID}
			err := row.Scan(&e.ID, &e.At, &e.ActorID, &e.Kind, &e.Detail)
			history = append(history, e)
			return err
		})
	return history, err
}

// Told lists the events of the given kinds on the subjects that share an id, oldest first.
func (l *Log) Told(ctx context.Context, id int64, subjects, kinds []string) ([]Event, error) {
	var told []Event
	err := l.db.Rows(ctx, store.SQL(`SELECT * FROM (SELECT id, at, actor_id, subject_kind, kind, detail FROM events
		WHERE subject_kind = ANY(?) AND subject_id = ? AND kind = ANY(?) ORDER BY id DESC LIMIT ?) newest ORDER BY id`, subjects, id, kinds, historyLimit),
		func(row pgx.Rows) error {
			e := Event{SubjectID: id}
			err := row.Scan(&e.ID, &e.At, &e.ActorID, &e.SubjectKind, &e.Kind, &e.Detail)
			told = append(told, e)
			return err
		})
	return told, err
}

// Follow makes the person hear of every event of the subject.
func (l *Log) Follow(ctx context.Context, tx *store.Tx, on Subject, person int64) error {
	return tx.WithContext(ctx).Exec(`INSERT INTO followers (subject_kind, subject_id, person_id, since) VALUES (?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, on.Kind, on.ID, person, tx.Now).Error
}

// Unfollow ends that.
func (l *Log) Unfollow(ctx context.Context, tx *store.Tx, on Subject, person int64) error {
	return tx.WithContext(ctx).Exec(`DELETE FROM followers WHERE subject_kind = ? AND subject_id = ? AND person_id = ?`, on.Kind, on.ID, person).Error
}

// Followers of the subject, by id of person.
func (l *Log) Followers(ctx context.Context, on Subject) ([]int64, error) {
	return gorm.G[int64](l.db.Read()).Raw(`SELECT person_id FROM followers WHERE subject_kind = ? AND subject_id = ? ORDER BY person_id`,
		on.Kind, on.ID).Find(ctx)
}
