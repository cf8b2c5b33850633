package intel

import (
	"context"
	"time"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Kinds of promises about notes.
const (
	PromiseAnswer = "answer" // Marketing's to the author
	PromiseReply  = "reply"  // the author's, to what Marketing asked
	PromiseCheck  = "check"  // of a line that somebody said is wrong
)

// What is promised: both are the company's own choice, of no outside source.
const (
	answerDays  = 2
	urgentHours = 4
	replyDays   = 1
)

// answerPromise is what Marketing owes to the author. Of a sensitive note one person owes it: nobody else knows.
func (d *Desk) answerPromise(ctx context.Context, n Note) (promises.Promise, error) {
	p := promises.Promise{
		SubjectKind: activity.KindNote, SubjectID: n.ID, Kind: PromiseAnswer, What: "Answer", About: n.Title(),
		FromSide: people.Marketing, ToSide: n.AuthorSide, ToPersonID: &n.AuthorID,
		Target: workday.Days(answerDays).Seconds(), WholeDays: true,
	}
	if n.Urgent {
		p.Target, p.WholeDays = int64((urgentHours * time.Hour).Seconds()), false
	}
	if !n.Sensitive {
		return p, nil
	}
	keepers, err := gorm.G[int64](d.db.Read()).Raw(`SELECT t.id FROM trusted_people t JOIN people p ON p.id = t.id WHERE p.side = 'marketing'
		ORDER BY EXISTS (SELECT FROM note_desk d WHERE d.person_id = t.id) DESC, t.id LIMIT 1`).Find(ctx)
	if err == nil && len(keepers) > 0 {
		p.FromPersonID = &keepers[0]
	}
	return p, err
}

// Outcome is what happens to a note.
type Outcome string

const (
	Use  Outcome = "use"
	File Outcome = "file"
	Ask  Outcome = "ask"
	Same Outcome = "duplicate"
)

// Fate is Marketing's answer.
type Fate struct {
	Outcome   Outcome
	Reply     string             // to the author, always
	Used      []activity.Subject // what the note changed
	Elsewhere string             // or where else it was used
	Of        int64              // the note it is the same as

	used, target int64 // working seconds, of Marketing's promise; 0: it was answered before
	late         bool
}

// detail of the event that tells it.
func (f Fate) detail(of int64) activity.Detail {
	return activity.Detail{Text: f.Reply, For: of, Used: f.used, Target: f.target, Late: f.late}
}

// maxUsed bounds what one answer names.
const maxUsed = 10

// Answer says what becomes of the note, and the author is told once. An answered note can be answered anew: what was kept on file is used
// one day. Problems are *store.Invalid on outcome, reply, used and of.
func (d *Desk) Answer(ctx context.Context, actor people.Person, id int64, version int, f Fate) (Note, error) {
	var inv store.Invalid
	if f.Outcome != Use && f.Outcome != File && f.Outcome != Ask && f.Outcome != Same {
		inv.Add("outcome", "Choose what happens to this note")
	}
	f.Elsewhere = inv.Line("used", f.Elsewhere, maxLine, "")
	if f.Outcome == Use && len(f.Used) == 0 && f.Elsewhere == "" {
		inv.Add("used", "Say what it changed")
	}
	if len(f.Used) > maxUsed {
		inv.Add("used", "Name at most ten places")
	}
	if f.Outcome == Same && (f.Of <= 0 || f.Of == id) {
		inv.Add("of", "Give the number of the other note")
	}
	f.Reply = inv.Paragraph("reply", f.Reply, MaxReply, "Write to the author what becomes of it")
	if err := inv.OrNil(); err != nil {
		return Note{}, err
	}
	return d.move(ctx, actor, id, version, MoveAnswer, func(t *turn) error {
		if f.Outcome == Ask {
			return d.askBack(ctx, t, f.Reply)
		}
		if err := d.closeAnswer(ctx, t, &f); err != nil {
			return err
		}
		t.n.Reply, t.n.ReplyBy, t.n.ReplyAt = f.Reply, &actor.ID, &t.Now
		switch f.Outcome {
		case Use:
			return d.use(ctx, t, f)
		case File:
			t.n.State = Filed
			if err := write(ctx, t); err != nil {
				return err
			}
			return d.record(ctx, t, "note-filed", f.detail(0))
		}
		return d.merge(ctx, t, f)
	})
}

// closeAnswer keeps the promise of an answer, also while the author's reply is awaited: that is owed no more then.
func (d *Desk) closeAnswer(ctx context.Context, t *turn, f *Fate) error {
	if t.n.PromiseID == nil {
		return nil
	}
	account, err := d.ledger.AccountIn(ctx, t.Tx, t.n.Subject())
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		if p.ClosedAt != nil {
			continue
		}
		closed, used, err := d.ledger.Close(ctx, t.Tx, t.cal, p, p.Kind == PromiseReply)
		if err != nil {
			return err
		}
		if p.Kind == PromiseAnswer && t.n.AnsweredAt == nil {
			f.used, f.target, f.late = used.Seconds(), closed.Target, *closed.Outcome == promises.Late
			t.n.AnsweredAt, t.n.Late = &t.Now, &f.late
		}
	}
	t.n.PromiseID = nil
	return d.ledger.Finish(ctx, t.Tx, t.n.Subject())
}

// use links the note to what it changed.
func (d *Desk) use(ctx context.Context, t *turn, f Fate) error {
	if t.n.Sensitive {
		return store.Refuse(store.ErrConflict, "%s is sensitive: nothing may rest on it.", t.n.Ref())
	}
	t.n.State = Used
	if f.Elsewhere != "" {
		t.n.Elsewhere = f.Elsewhere
	}
	for _, s := range f.Used {
		if err := d.log.Link(ctx, t.Tx, t.actor, s, t.n.Subject()); err != nil {
			return err
		}
	}
	if err := write(ctx, t); err != nil {
		return err
	}
	return d.record(ctx, t, "note-used", f.detail(0))
}

// askBack hands the ball to the author; Marketing's days are paused until the reply.
func (d *Desk) askBack(ctx context.Context, t *turn, question string) error {
	if t.n.State != Waiting {
		return store.Refuse(store.ErrConflict, "%s was answered already. Ask in a comment.", t.n.Ref())
	}
	p, err := d.ledger.Open(ctx, t.Tx, t.cal, promises.Promise{
		SubjectKind: activity.KindNote, SubjectID: t.n.ID, Kind: PromiseReply, What: "Answer a question", About: t.n.Title(),
		FromSide: t.n.AuthorSide, FromPersonID: &t.n.AuthorID, ToSide: people.Marketing, ToPersonID: &t.actor.ID,
		Target: workday.Days(replyDays).Seconds(),
	})
	if err != nil {
		return err
	}
	t.n.State, t.n.PromiseID = Asked, &p.ID
	t.n.Reply, t.n.ReplyBy, t.n.ReplyAt = question, &t.actor.ID, &t.Now
	if err := write(ctx, t); err != nil {
		return err
	}
	return d.record(ctx, t, "note-asked", activity.Detail{Text: question, Side: t.n.AuthorSide})
}

// Reply answers what Marketing asked; the ball goes back with the time that was left.
func (d *Desk) Reply(ctx context.Context, actor people.Person, id int64, version int, body string) (Note, error) {
	var inv store.Invalid
	body = inv.Paragraph("body", body, MaxReply, "Write your answer")
	if err := inv.OrNil(); err != nil {
		return Note{}, err
	}
	return d.move(ctx, actor, id, version, MoveReply, func(t *turn) error {
		asked, err := d.ledger.Find(ctx, t.Tx, *t.n.PromiseID)
		if err != nil {
			return err
		}
		done, used, err := d.ledger.Close(ctx, t.Tx, t.cal, asked, false)
		if err != nil {
			return err
		}
		paused, err := d.ledger.PausedOf(ctx, t.Tx, t.n.Subject())
		if err != nil {
			return err
		}
		if paused, err = d.ledger.Resume(ctx, t.Tx, t.cal, paused); err != nil {
			return err
		}
		t.n.State, t.n.PromiseID = Waiting, &paused.ID
		if err := write(ctx, t); err != nil {
			return err
		}
		return d.record(ctx, t, "note-answered", activity.Detail{
			Text: body, Side: people.Marketing, Used: used.Seconds(), Target: done.Target, Late: *done.Outcome == promises.Late, To: paused.DueAt,
		})
	})
}
