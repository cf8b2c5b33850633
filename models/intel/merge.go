package intel

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"alongside/models/store"
)

// merge makes the note a duplicate: whoever wrote it, and whoever heard it too, become witnesses of the other note with their
// own accounts and dates, and what rested on it rests on the other one.
func (d *Desk) merge(ctx context.Context, t *turn, f Fate) error {
	if t.n.Sensitive {
		return store.Refuse(store.ErrConflict, "%s is sensitive: it can not become a part of another note.", t.n.Ref())
	}
	into, err := gorm.G[Note](t.DB).Raw(`SELECT n.* FROM notes n WHERE n.id = ? AND `+open+` FOR UPDATE`, f.Of).Take(ctx)
	if err := store.Found(err); err == store.ErrNotFound || err == nil && !into.State.Counts() {
		return &store.Invalid{Problems: []store.Problem{{Field: "of", Message: Ref(f.Of) + " is no note that this one can be the same as"}}}
	} else if err != nil {
		return err
	}
	t.n.State, t.n.DuplicateOf = Duplicate, &into.ID
	if err := write(ctx, t); err != nil {
		return err
	}
	if err := handOver(ctx, t.Tx, t.n.ID, into); err != nil {
		return err
	}
	if err := d.weigh(ctx, t, into.ID); err != nil {
		return err
	}
	return d.record(ctx, t, "note-merged", f.detail(into.ID))
}

// handOver hands to one note what another one had. What the other has already stays its own.
func handOver(ctx context.Context, tx *store.Tx, from int64, into Note) error {
	names := map[string]any{"from": from, "into": into.ID, "author": into.AuthorID, "now": tx.Now}
	db := tx.WithContext(ctx)
	return errors.Join(
		db.Exec(`INSERT INTO witnesses (note_id, person_id, side, account, source, detail, heard_on, from_note, added_at)
			SELECT @into, author_id, author_side, account, source, '', heard_on, id, @now FROM notes WHERE id = @from AND author_id <> @author
			ON CONFLICT ON CONSTRAINT witnesses_once DO NOTHING`, names).Error,
		db.Exec(`INSERT INTO witnesses (note_id, person_id, side, account, source, detail, heard_on, from_note, added_at)
			SELECT @into, person_id, side, account, source, detail, heard_on, @from, @now FROM witnesses WHERE note_id = @from AND person_id <> @author
			ON CONFLICT ON CONSTRAINT witnesses_once DO NOTHING`, names).Error,
		db.Exec(`UPDATE claim_citations c SET note_id = @into WHERE note_id = @from
			AND NOT EXISTS (SELECT FROM claim_citations o WHERE o.claim_id = c.claim_id AND o.note_id = @into)`, names).Error,
		db.Exec(`INSERT INTO question_notes (question_id, note_id, cited_by, cited_at)
			SELECT question_id, @into, cited_by, cited_at FROM question_notes WHERE note_id = @from ON CONFLICT DO NOTHING`, names).Error,
	)
}

// weigh counts anew where the note was heard, and judges anew what rests on it.
func (d *Desk) weigh(ctx context.Context, t *turn, note int64) error {
	err := t.WithContext(ctx).Exec(`UPDATE notes n SET
			witnesses = (SELECT count(DISTINCT person_id) FROM witnesses w WHERE w.note_id = n.id),
			accounts = (SELECT count(DISTINCT key) FROM (
				SELECT n.account_key AS key UNION SELECT w.account_key FROM witnesses w WHERE w.note_id = n.id) keys WHERE key <> '')
		WHERE id = ?`, note).Error
	if err != nil {
		return err
	}
	return d.restandOn(ctx, t.Tx, t.cal, note)
}
