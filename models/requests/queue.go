package requests

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Queue is the area.
type Queue struct {
	db     *store.DB
	ledger *promises.Ledger
	log    *activity.Log
	files  *files.Cabinet
	people *people.Directory
	drafts *drafts.Drawer

	mu          sync.Mutex
	catalogue   Catalogue
	catalogueAt time.Time

	counts    counts
	paces     paces
	downloads downloads
}

// New makes the queue.
func New(db *store.DB, directory *people.Directory, ledger *promises.Ledger, log *activity.Log, cabinet *files.Cabinet) *Queue {
	return &Queue{db: db, people: directory, ledger: ledger, log: log, files: cabinet, drafts: drafts.New(db)}
}

func (q *Queue) inForce(ctx context.Context, typeKey string) (Type, Process, error) {
	c, err := q.Catalogue(ctx)
	if err != nil {
		return Type{}, Process{}, err
	}
	typ, ok := c.Type(typeKey)
	if !ok {
		return Type{}, Process{}, store.ErrNotFound
	}
	return typ, c.InForce[typeKey], nil
}

func (c Catalogue) process(ctx context.Context, db *gorm.DB, id int64) (Process, error) {
	p, ok := c.Processes[id]
	if ok {
		return p, nil
	}
	p, err := gorm.G[Process](db).Where("id = ?", id).Take(ctx) // made on another node a moment ago
	return p, store.Found(err)
}

// way of the request: its process with the days agreed for it alone.
func (c Catalogue) way(ctx context.Context, db *gorm.DB, r Request) (Process, error) {
	p, err := c.process(ctx, db, r.ProcessID)
	return r.Way(p), err
}

// turn is what every move works with: the locked request, its own way, the calendar and everybody.
type turn struct {
	*store.Tx
	r       Request
	process Process
	cal     *workday.Calendar
	roll    people.Roll
	actor   people.Person
}

// move runs fn on the locked request when the move is the actor's and the actor saw its latest version. Comments and
// ticks do not depend on what the actor saw, so they have no version.
func (q *Queue) move(ctx context.Context, actor people.Person, id int64, version int, move Move, fn func(t *turn) error) (Request, error) {
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return Request{}, err
	}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return Request{}, err
	}
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return Request{}, err
	}
	t := &turn{cal: cal, roll: roll, actor: actor}
	err = q.db.Tx(ctx, func(tx *store.Tx) error {
		t.Tx = tx
		if t.r, err = locked(ctx, tx, id); err != nil {
			return err
		}
		if t.process, err = catalogue.way(ctx, tx.DB, t.r); err != nil {
			return err
		}
		if version != t.r.Version && move != MoveComment && move != MoveCheck {
			return errOvertaken
		}
		if err := t.r.allow(t.process, actor, move, roll); err != nil {
			return err
		}
		return fn(t)
	})
	q.counts.forget()
	if errors.Is(err, errOvertaken) {
		return t.r, q.overtaken(ctx, actor, t.r.Subject(), t.r.Ref())
	}
	return t.r, err
}

var errOvertaken = errors.New("overtaken")

func locked(ctx context.Context, tx *store.Tx, id int64) (Request, error) {
	r, err := gorm.G[Request](tx.DB).Raw(`SELECT * FROM requests WHERE id = ? FOR UPDATE`, id).Take(ctx)
	return r, store.Found(err)
}

// overtaken says who changed the request, or its piece, since the actor looked.
func (q *Queue) overtaken(ctx context.Context, actor people.Person, on activity.Subject, ref string) error {
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return err
	}
	events, err := q.log.History(ctx, on)
	if err != nil {
		return err
	}
	who := "Somebody"
	for _, e := range slices.Backward(events) {
		if e.ActorID != nil && !Apart(e) {
			who = roll.Name(*e.ActorID)
			if *e.ActorID == actor.ID {
				who = "You"
			}
			break
		}
	}
	return store.Refuse(store.ErrConflict, "%s changed %s since you opened it. Look at how it stands now, then decide.", who, ref)
}

// Apart reports whether the event changed nothing that a form rests on, so that what is typed meanwhile can be sent as it
// is. Files are apart but during a review, and so are the answers to it that change neither who decides nor who is asked.
func Apart(e activity.Event) bool {
	switch e.Kind {
	case "commented", "checked", "unchecked", "due-soon", "used", "not-yet", "not-used":
		return true
	case "attached":
		return e.Detail.Round == 0
	case "reviewed":
		return e.Detail.Side == "" && e.Detail.Person == 0
	}
	return false
}

// write stores what a move changed, with the dates computed anew, as the next version of the request.
func (q *Queue) write(ctx context.Context, t *turn) error {
	account, err := q.ledger.AccountIn(ctx, t.Tx, t.r.Subject())
	if err != nil {
		return err
	}
	t.r.dates(t.cal, t.process, account, t.Now)
	t.r.Version++
	return store.MustAffectOne(gorm.G[Request](t.DB).Where("id = ? AND version = ?", t.r.ID, t.r.Version-1).Select(
		"state", "stage", "lane", "sales_person_id", "marketing_person_id",
		"ball_promise_id", "ball_kind", "ball_side", "ball_person_id", "ball_since", "ball_due_at", "ball_target",
		"days", "rush", "furthest", "rounds", "more_rounds", "reviewers", "waits_for", "suggested_on", "suggested_by", "suggested_side", "suggested_why", "warned_at",
		"promised_at", "first_promised_at", "forecast_at", "dated_at", "closed_at", "closed_why", "delivered_link", "version",
	).Updates(ctx, t.r))
}
