package intel

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Publish shows the words of the draft on the card. It needs somebody else than their only author, and something that they
// rest on; a MAY SAY line two accounts, and no customer's name in it. The authors of the notes it rests on are told, once for each line.
// What is missing is *store.Invalid on notes, may_say or section.
func (d *Desk) Publish(ctx context.Context, actor people.Person, id int64, version int) (Claim, error) {
	return d.onClaim(ctx, actor, id, version, func(tx *store.Tx, cal *workday.Calendar, c *Claim) error {
		if !c.Changed {
			return store.Refuse(store.ErrConflict, "Nothing is changed since it was published.")
		}
		if c.onlyBy(actor) {
			return store.Refuse(store.ErrForbidden, "You wrote this alone, so somebody else has to publish it.")
		}
		if err := publishable(ctx, tx, *c); err != nil {
			return err
		}
		c.ShownSection, c.ShownText, c.ShownAnswer, c.ShownMaySay = c.Section, c.Text, c.Answer, c.MaySay
		c.State, c.Changed, c.DraftedBy, c.PublishedBy, c.PublishedAt = Published, false, []int64{}, &actor.ID, &tx.Now
		if err := d.closeCheck(ctx, tx, cal, c); err != nil {
			return err
		}
		if err := writeClaim(ctx, tx, c); err != nil {
			return err
		}
		if err := d.tellAuthors(ctx, tx, actor, *c); err != nil {
			return err
		}
		return d.log.Record(ctx, tx, actor, c.onCard(), "line-published", activity.Detail{Title: c.Text, For: id, Type: c.Section.Name()})
	})
}

func publishable(ctx context.Context, tx *store.Tx, c Claim) error {
	var inv store.Invalid
	cited, err := gorm.G[int](tx.DB).Raw(`SELECT 1 FROM claim_citations ct LEFT JOIN notes n ON n.id = ct.note_id WHERE ct.claim_id = ? AND NOT ct.disputes
		AND (ct.url <> '' OR `+open+` AND n.state NOT IN ('duplicate', 'withdrawn', 'erased')) LIMIT 1`, c.ID).Find(ctx)
	if err != nil {
		return err
	}
	if len(cited) == 0 {
		inv.Add("notes", "Cite at least one note or public page: a line says what it rests on")
	}
	if c.MaySay {
		if c.Standing != Supported {
			inv.Add("may_say", "Two accounts have to have said it before customers may hear it")
		}
		named, err := customerIn(ctx, tx.DB, c.Text+"\n"+c.Answer)
		if err != nil {
			return err
		}
		if named != "" {
			inv.Add("may_say", "It names %s. A line for customers names no customer", named)
		}
	}
	if most := c.Section.Most(); most > 0 {
		others, err := gorm.G[int](tx.DB).Raw(`SELECT count(*) FROM claims WHERE competitor_id = ? AND state = 'published' AND shown_section = ? AND id <> ?`,
			c.CompetitorID, c.Section, c.ID).Take(ctx)
		if err != nil {
			return err
		}
		if others >= most {
			inv.Add("section", "“%s” holds at most %d. Take one off the card first", c.Section.Name(), most)
		}
	}
	return inv.OrNil()
}

// customerIn is the longest account of a note or witness whose name stands in the text, or "".
func customerIn(ctx context.Context, db *gorm.DB, text string) (string, error) {
	named, err := gorm.G[string](db).Raw(`SELECT account FROM (
			SELECT account FROM notes n WHERE `+open+` AND account <> '' AND position(account_key IN ?) > 0
			UNION SELECT w.account FROM witnesses w JOIN notes n ON n.id = w.note_id WHERE `+open+` AND w.account <> '' AND position(w.account_key IN ?) > 0
		) accounts ORDER BY char_length(account) DESC LIMIT 1`, strings.ToLower(text), strings.ToLower(text)).Find(ctx)
	return strings.Join(named, ""), err
}

// tellAuthors tells the authors of the notes that the line rests on, unless they were told of this line before.
func (d *Desk) tellAuthors(ctx context.Context, tx *store.Tx, actor people.Person, c Claim) error {
	notes, err := gorm.G[Note](tx.DB).Raw(`WITH fresh AS (
			UPDATE claim_citations SET told = true WHERE claim_id = ? AND note_id IS NOT NULL AND NOT disputes AND NOT told RETURNING note_id
		) SELECT n.* FROM notes n WHERE n.id IN (SELECT note_id FROM fresh) AND `+open+` ORDER BY n.id`, c.ID).Find(ctx)
	if err != nil {
		return err
	}
	for _, n := range notes {
		err := d.log.Record(ctx, tx, actor, n.Subject(), "note-cited", activity.Detail{Title: n.Title(), Text: c.Text, For: c.ID})
		if err != nil {
			return err
		}
	}
	return nil
}

// Retire takes the line off the card, with the reason.
func (d *Desk) Retire(ctx context.Context, actor people.Person, id int64, version int, why string) (Claim, error) {
	var inv store.Invalid
	why = inv.Paragraph("reason", why, maxReason, "Say why it goes")
	if err := inv.OrNil(); err != nil {
		return Claim{}, err
	}
	return d.onClaim(ctx, actor, id, version, func(tx *store.Tx, cal *workday.Calendar, c *Claim) error {
		c.State, c.ClosedWhy = Retired, why
		if err := d.closeCheck(ctx, tx, cal, c); err != nil {
			return err
		}
		if err := writeClaim(ctx, tx, c); err != nil {
			return err
		}
		return d.log.Record(ctx, tx, actor, c.onCard(), "line-retired", activity.Detail{Title: c.Text, For: id, Text: why})
	})
}

// Dispute says that a note says otherwise than the line, and why; both are shown. Problems are *store.Invalid on notes and reason.
func (d *Desk) Dispute(ctx context.Context, actor people.Person, id, note int64, why string) (Claim, error) {
	var inv store.Invalid
	why = inv.Line("reason", why, maxAnswer, "Say what was heard otherwise")
	if err := inv.OrNil(); err != nil {
		return Claim{}, err
	}
	return d.onClaim(ctx, actor, id, anyVersion, func(tx *store.Tx, cal *workday.Calendar, c *Claim) error {
		if err := citable(ctx, tx, []int64{note}); err != nil {
			return err
		}
		err := tx.WithContext(ctx).Exec(`INSERT INTO claim_citations (claim_id, note_id, disputes, why, cited_by, cited_at) VALUES (?, ?, true, ?, ?, ?)
			ON CONFLICT ON CONSTRAINT claim_citations_note_once DO UPDATE SET disputes = true, settled_at = NULL, why = excluded.why`,
			id, note, why, actor.ID, tx.Now).Error
		if err != nil {
			return err
		}
		if err := d.log.Record(ctx, tx, actor, c.onCard(), "line-disputed", activity.Detail{Title: c.Text, For: id, Text: why}); err != nil {
			return err
		}
		if err := d.restand(ctx, tx, cal, []int64{id}); err != nil {
			return err
		}
		*c, err = lockedClaim(ctx, tx, id)
		return err
	})
}

// Settle ends the disputes about the line as it stands, and answers whoever said that it is wrong, with the reason.
func (d *Desk) Settle(ctx context.Context, actor people.Person, id int64, version int, why string) (Claim, error) {
	var inv store.Invalid
	why = inv.Line("reason", why, maxAnswer, "Say why the line holds")
	if err := inv.OrNil(); err != nil {
		return Claim{}, err
	}
	return d.onClaim(ctx, actor, id, version, func(tx *store.Tx, cal *workday.Calendar, c *Claim) error {
		if err := d.closeCheck(ctx, tx, cal, c); err != nil {
			return err
		}
		err := tx.WithContext(ctx).Exec(`UPDATE claim_citations SET settled_at = ? WHERE claim_id = ? AND disputes AND settled_at IS NULL`, tx.Now, id).Error
		if err != nil {
			return err
		}
		if err := writeClaim(ctx, tx, c); err != nil {
			return err
		}
		if err := d.log.Record(ctx, tx, actor, c.onCard(), "line-settled", activity.Detail{Title: c.Text, For: id, Text: why}); err != nil {
			return err
		}
		if err := d.restand(ctx, tx, cal, []int64{id}); err != nil {
			return err
		}
		*c, err = lockedClaim(ctx, tx, id)
		return err
	})
}

// checkDays is within how many working days somebody answers when a line is said to be wrong: an urgent fix of a card.
const checkDays = 3

// MarkLine says that the line helped, or that it is wrong, which its owner answers within three working days. A person's later mark replaces
// the earlier one.
func (d *Desk) MarkLine(ctx context.Context, actor people.Person, id int64, helped bool, why string) (Claim, error) {
	var inv store.Invalid
	why = inv.Line("reason", why, maxAnswer, "")
	if err := inv.OrNil(); err != nil {
		return Claim{}, err
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return Claim{}, err
	}
	return d.onClaim(ctx, actor, id, anyVersion, func(tx *store.Tx, cal *workday.Calendar, c *Claim) error {
		if c.State != Published {
			return store.Refuse(store.ErrConflict, "This line is not on the card yet.")
		}
		fresh, err := gorm.G[int64](tx.DB).Raw(`INSERT INTO claim_marks (claim_id, person_id, helped, why, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (claim_id, person_id) DO UPDATE SET helped = excluded.helped, why = excluded.why, at = excluded.at
				WHERE (claim_marks.helped, claim_marks.why) <> (excluded.helped, excluded.why)
			RETURNING claim_id`, id, actor.ID, helped, why, tx.Now).Find(ctx)
		if err != nil || len(fresh) == 0 || helped {
			return err
		}
		if c.PromiseID == nil {
			owner := roll[c.OwnerID]
			p := promises.Promise{
				SubjectKind: activity.KindClaim, SubjectID: id, Kind: PromiseCheck, What: "Check a line of the card", About: c.ShownText,
				FromSide: people.Marketing, ToSide: actor.Side, ToPersonID: &actor.ID, Target: workday.Days(checkDays).Seconds(), WholeDays: true,
			}
			if owner.Works() {
				p.FromSide, p.FromPersonID = owner.Side, &owner.ID
			}
			if p, err = d.ledger.Open(ctx, tx, cal, p); err != nil {
				return err
			}
			c.PromiseID = &p.ID
			if err := writeClaim(ctx, tx, c); err != nil {
				return err
			}
		}
		return d.log.Record(ctx, tx, actor, c.onCard(), "line-wrong", activity.Detail{Title: c.ShownText, For: id, Text: why})
	})
}

// closeCheck answers whoever said that the line is wrong.
func (d *Desk) closeCheck(ctx context.Context, tx *store.Tx, cal *workday.Calendar, c *Claim) error {
	if c.PromiseID == nil {
		return nil
	}
	p, err := d.ledger.Find(ctx, tx, *c.PromiseID)
	if err != nil {
		return err
	}
	if _, _, err := d.ledger.Close(ctx, tx, cal, p, false); err != nil {
		return err
	}
	c.PromiseID = nil
	return d.ledger.Finish(ctx, tx, c.Subject())
}
