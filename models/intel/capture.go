package intel

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/store"
)

// Capture is what somebody files, as typed and parsed.
type Capture struct {
	Submission    uuid.UUID // made on the device; the same one sent again, however late, makes nothing new
	Competitors   []string  // slugs
	NewCompetitor string    // name of one that is not on the list
	Nobody        bool      // it is about no competitor
	Kind          Kind
	Source        Source
	Heard         string
	Opinion       string
	Account       string
	Segment       string
	HeardOn       *time.Time // a date at midnight UTC; nil: today
	Urgent        bool       // answered within four working hours
	Sensitive     bool
	Files         []files.Upload // of files.Cabinet.ReceivePhoto
}

// maxCompetitors of one note.
const maxCompetitors = 4

// heardWithin is how long ago what is filed may have been heard.
const heardWithin = 2 // years

// Send files the note and promises Marketing's answer. Problems are *store.Invalid on competitor, kind, heard, source,
// opinion, account, segment, heard_on and files. The same submission with other words is store.ErrConflict.
func (d *Desk) Send(ctx context.Context, actor people.Person, c Capture) (Note, error) {
	if !actor.Works() {
		return Note{}, store.Refuse(store.ErrForbidden, "You can read notes, but not write them.")
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return Note{}, err
	}
	today := dateOf(cal, d.db.Now())
	n, inv := c.check(today)
	about, err := d.aboutWhom(ctx, c, inv)
	if err != nil {
		return n, err
	}
	if err := inv.OrNil(); err != nil {
		return n, err
	}
	if n.Digest, err = c.digest(); err != nil {
		return n, err
	}
	fresh := false
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		first, _, err := store.Once(ctx, tx, actor.ID, c.Submission.String(), n.Digest)
		if err != nil {
			return err
		}
		earlier, err := sentBefore(ctx, tx, actor, c.Submission, n.Digest)
		if fresh = first && errors.Is(err, store.ErrNotFound); !fresh {
			n = earlier
			return err
		}
		t := &turn{Tx: tx, n: n, cal: cal, actor: actor}
		err = d.file(ctx, t, c, about)
		n = t.n
		return err
	})
	if err == nil && !fresh { // sent twice: the bytes of the second time are nobody's
		return n, d.files.Discard(c.Files)
	}
	return n, err
}

// sentBefore is what the submission made the first time, also when its key was forgotten meanwhile.
func sentBefore(ctx context.Context, tx *store.Tx, actor people.Person, submission uuid.UUID, digest string) (Note, error) {
	n, err := gorm.G[Note](tx.DB).Where("author_id = ? AND submission = ?", actor.ID, submission).Take(ctx)
	if err == nil && digest != n.Digest {
		err = store.Refuse(store.ErrConflict, "This note was already sent with other words. Open a new one to send them.")
	}
	return n, store.Found(err)
}

func (c Capture) digest() (string, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), nil
}

// check makes the note that the capture asks for, but for whom it is about.
func (c Capture) check(today time.Time) (Note, *store.Invalid) {
	inv := &store.Invalid{}
	if len(c.Competitors) == 0 && strings.TrimSpace(c.NewCompetitor) == "" && !c.Nobody {
		inv.Add("competitor", "Say about whom it is, or choose None")
	}
	if len(c.Competitors) > maxCompetitors {
		inv.Add("competitor", "Choose at most four")
	}
	if !known(Kinds, c.Kind) {
		inv.Add("kind", "Choose what kind it is")
	}
	n := Note{
		Submission: c.Submission, Kind: c.Kind, Source: c.Source,
		Heard: inv.Paragraph("heard", c.Heard, MaxHeard, "Write what you heard"),
	}
	if !known(Sources, c.Source) {
		inv.Add("source", "Say how you know")
	}
	n.Opinion = inv.Paragraph("opinion", c.Opinion, MaxOpinion, "")
	n.Account = oneSpaced(inv.Line("account", c.Account, maxAccount, ""))
	n.Segment = oneSpaced(inv.Line("segment", c.Segment, maxSegment, ""))
	n.HeardOn, n.Urgent, n.Sensitive, n.State, n.Version = heardOn(inv, c.HeardOn, today), c.Urgent, c.Sensitive, Waiting, 1
	if n.Account != "" {
		n.Accounts = 1
	}
	return n, inv
}

func oneSpaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// heardOn is the day given, or today; what lies ahead or long ago is a problem of heard_on.
func heardOn(inv *store.Invalid, day *time.Time, today time.Time) time.Time {
	switch {
	case day == nil:
		return today
	case day.After(today.AddDate(0, 0, 1)): // the author's today may be the company's tomorrow
		inv.Add("heard_on", "This day is still to come")
	case day.Before(today.AddDate(-heardWithin, 0, 0)):
		inv.Add("heard_on", "This is more than two years ago")
	}
	return *day
}

// file inserts the note with its promise, event and files.
func (d *Desk) file(ctx context.Context, t *turn, c Capture, about []Competitor) error {
	n := &t.n
	n.AuthorID, n.AuthorSide, n.SentAt = t.actor.ID, t.actor.Side, t.Now
	if name := oneSpaced(c.NewCompetitor); name != "" {
		added, err := d.addCompetitor(ctx, t.Tx, t.actor, Competitor{Name: name, Short: name})
		if err != nil {
			return err
		}
		about = append(about, added)
	}
	var names []string
	for _, a := range about {
		names = append(names, a.Short)
	}
	n.About = strings.Join(names, ", ")
	var err error
	if n.ID, err = store.Made(ctx, t.Tx, t.actor.ID, c.Submission.String(), "note_numbers"); err != nil {
		return err
	}
	if n.Sensitive {
		if err := d.log.Hush(ctx, t.Tx, n.Subject(), true); err != nil {
			return err
		}
	}
	promise, err := d.answerPromise(ctx, *n)
	if err != nil {
		return err
	}
	if promise, err = d.ledger.OpenFirst(ctx, t.Tx, t.cal, promise); err != nil {
		return err
	}
	n.PromiseID = &promise.ID
	if err := gorm.G[Note](t.DB).Create(ctx, n); err != nil {
		return err
	}
	for _, a := range about {
		err := t.WithContext(ctx).Exec(`INSERT INTO note_competitors (competitor_id, note_id) VALUES (?, ?)`, a.ID, n.ID).Error
		if err != nil {
			return err
		}
	}
	if !n.Sensitive {
		if err := keepWords(ctx, t.Tx, n.ID); err != nil {
			return err
		}
	}
	if err := d.files.Keep(ctx, t.Tx, t.actor, n.Subject(), c.Files); err != nil {
		return err
	}
	return d.record(ctx, t, "noted", activity.Detail{Type: n.Kind.Name(), To: promise.DueAt})
}

// aboutWhom finds the competitors of the capture; what is wrong with them is added to the problems.
func (d *Desk) aboutWhom(ctx context.Context, c Capture, inv *store.Invalid) ([]Competitor, error) {
	all, err := d.competitors(ctx)
	if err != nil {
		return nil, err
	}
	var about []Competitor
	for _, slug := range c.Competitors {
		i := slices.IndexFunc(all, func(a Competitor) bool { return a.Slug == slug })
		switch {
		case i < 0:
			inv.Add("competitor", "Choose from the list, or name somebody else")
		case !slices.ContainsFunc(about, func(a Competitor) bool { return a.ID == all[i].ID }):
			about = append(about, all[i])
		}
	}
	if name := oneSpaced(inv.Line("competitor", c.NewCompetitor, maxShort, "")); name != "" && c.Sensitive {
		inv.Add("competitor", "A new name would be seen by everybody. Choose from the list, or None, for a sensitive note")
	}
	return about, nil
}
