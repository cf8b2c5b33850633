package intel

import (
	"context"
	"unicode/utf8"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
)

// Hide marks the note as sensitive: from this moment only its author, leads and those who answer sensitive notes know of
// it, and what rests on it is judged without it.
func (d *Desk) Hide(ctx context.Context, actor people.Person, id int64, version int) (Note, error) {
	return d.move(ctx, actor, id, version, MoveHide, func(t *turn) error {
		t.n.Sensitive = true
		if err := d.log.Hush(ctx, t.Tx, t.n.Subject(), true); err != nil {
			return err
		}
		if err := d.takeAside(ctx, t); err != nil {
			return err
		}
		if err := write(ctx, t); err != nil {
			return err
		}
		if err := d.restandOn(ctx, t.Tx, t.cal, id); err != nil {
			return err
		}
		return d.record(ctx, t, "note-hidden", activity.Detail{})
	})
}

// takeAside gives what Marketing owes on the note to one of those who may know of it, or back to the side. What it is
// about follows the note's title.
func (d *Desk) takeAside(ctx context.Context, t *turn) error {
	err := t.WithContext(ctx).Exec(`UPDATE promises SET about = ? WHERE subject_kind = ? AND subject_id = ?`,
		t.n.Title(), activity.KindNote, t.n.ID).Error
	if err != nil || t.n.PromiseID == nil {
		return err
	}
	owed, err := d.answerPromise(ctx, t.n)
	if err != nil {
		return err
	}
	account, err := d.ledger.AccountIn(ctx, t.Tx, t.n.Subject())
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		if p.ClosedAt == nil && p.Kind == PromiseAnswer {
			if _, err := d.ledger.Assign(ctx, t.Tx, p, owed.FromPersonID); err != nil {
				return err
			}
		}
	}
	return nil
}

// Ruling is what may be kept of a sensitive note.
type Ruling string

const (
	Strip Ruling = "strip" // its files go and one line stays
	Clear Ruling = "clear" // it is not confidential after all
	Erase Ruling = "erase" // nothing stays but the date and the reason
)

// minReason is how long a reason is at least, in characters.
const minReason = 10

// Decide rules on a sensitive note, with a reason that the log keeps. line is what stays of a stripped one. Problems are
// *store.Invalid on ruling, line and reason.
func (d *Desk) Decide(ctx context.Context, actor people.Person, id int64, version int, ruling Ruling, line, reason string) (Note, error) {
	var inv store.Invalid
	if ruling != Strip && ruling != Clear && ruling != Erase {
		inv.Add("ruling", "Choose what may be done with it")
	}
	if ruling == Strip {
		line = inv.Line("line", line, maxLine, "Write the one line that stays")
	}
	reason = inv.Paragraph("reason", reason, maxReason, "Say why")
	if utf8.RuneCountInString(reason) < minReason {
		inv.Add("reason", "Say why, in ten characters or more")
	}
	if err := inv.OrNil(); err != nil {
		return Note{}, err
	}
	return d.move(ctx, actor, id, version, MoveDecide, func(t *turn) error {
		switch ruling {
		case Clear:
			return d.clear(ctx, t, reason)
		case Strip:
			t.n.Heard, t.n.Opinion = line, ""
		case Erase:
			t.n.Heard, t.n.Opinion, t.n.Account = "", "", ""
			if err := d.end(ctx, t, Erased, reason); err != nil {
				return err
			}
		}
		if err := d.files.Drop(ctx, t.Tx, t.n.Subject()); err != nil {
			return err
		}
		if err := write(ctx, t); err != nil {
			return err
		}
		return d.record(ctx, t, "note-stripped", activity.Detail{Text: reason})
	})
}

// clear makes the note an ordinary one.
func (d *Desk) clear(ctx context.Context, t *turn, reason string) error {
	t.n.Sensitive = false
	if err := d.log.Hush(ctx, t.Tx, t.n.Subject(), false); err != nil {
		return err
	}
	if err := d.takeAside(ctx, t); err != nil {
		return err
	}
	if err := write(ctx, t); err != nil {
		return err
	}
	if err := keepWords(ctx, t.Tx, t.n.ID); err != nil {
		return err
	}
	if err := d.restandOn(ctx, t.Tx, t.cal, t.n.ID); err != nil {
		return err
	}
	return d.record(ctx, t, "note-cleared", activity.Detail{Text: reason})
}

// end closes the note for good: what was owed on it is owed no more.
func (d *Desk) end(ctx context.Context, t *turn, state State, why string) error {
	if t.n.PromiseID != nil {
		account, err := d.ledger.AccountIn(ctx, t.Tx, t.n.Subject())
		if err != nil {
			return err
		}
		for _, p := range account.Promises {
			if p.ClosedAt == nil {
				if err := d.release(ctx, t, p); err != nil {
					return err
				}
			}
		}
		if err := d.ledger.Finish(ctx, t.Tx, t.n.Subject()); err != nil {
			return err
		}
	}
	t.n.State, t.n.PromiseID, t.n.DuplicateOf, t.n.ClosedWhy = state, nil, nil, why
	return nil
}

func (d *Desk) release(ctx context.Context, t *turn, p promises.Promise) error {
	_, _, err := d.ledger.Close(ctx, t.Tx, t.cal, p, true)
	return err
}

// Withdraw says that the note is no longer true, and why. What rests on it is judged anew at once.
func (d *Desk) Withdraw(ctx context.Context, actor people.Person, id int64, version int, why string) (Note, error) {
	var inv store.Invalid
	why = inv.Paragraph("reason", why, maxReason, "Say why it is no longer true")
	if err := inv.OrNil(); err != nil {
		return Note{}, err
	}
	return d.move(ctx, actor, id, version, MoveWithdraw, func(t *turn) error {
		if err := d.end(ctx, t, Withdrawn, why); err != nil {
			return err
		}
		if err := write(ctx, t); err != nil {
			return err
		}
		if err := d.restandOn(ctx, t.Tx, t.cal, id); err != nil {
			return err
		}
		return d.record(ctx, t, "note-withdrawn", activity.Detail{Text: why})
	})
}
