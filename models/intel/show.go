package intel

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Whole is everything the page of a note shows.
type Whole struct {
	Note      Note
	Row       Row // competitors, hearers, what is owed now
	Witnesses []Witness
	Uses      []Cited
	From      []activity.Subject // ride-alongs that it comes from
	Questions []Question         // open ones about its competitors, or about none; Cites says whether they cite the note
	Close     []Row              // up to two other notes that say something like it
	History   []activity.Event
	Files     []files.File // without the names of their bytes
	Moves     Moves
	Follows   bool
	Calendar  *workday.Calendar
	Now       time.Time
}

// Cited is a place that a note changed, or that rests on it.
type Cited struct {
	On          activity.Subject // a line of a card, a question, or what Marketing named
	At          time.Time
	Text        string    // of a line or a question; title of a request or proposal
	Competitor  Named     // of a line, or the one that Marketing named
	Section     Section   // of a line
	MaySay      bool      // of a line
	Standing    Standing  // of a line
	Disputes    bool      // the note says otherwise than the line
	PublishedAt time.Time // of a line; zero: a draft
}

// Find returns the note when the viewer may see it.
func (d *Desk) Find(ctx context.Context, viewer people.Person, id int64) (Note, error) {
	f, err := gorm.G[found](d.db.Read()).Raw(findNote, viewer.ID, id, viewer.ID, viewer.ID).Take(ctx)
	return f.Note, store.Found(err)
}

// Show reads a note as the viewer sees it, in four queries. How long Marketing took is told by the event of its
// first answer in the history. One that the viewer may not see is store.ErrNotFound.
func (d *Desk) Show(ctx context.Context, viewer people.Person, id int64) (Whole, error) {
	w := Whole{Now: d.db.Now()}
	var err error
	if w.Calendar, err = d.ledger.Calendar(ctx); err != nil {
		return w, err
	}
	if err := d.showRow(ctx, viewer, id, &w); err != nil {
		return w, err
	}
	if err := d.showAround(ctx, viewer, &w); err != nil {
		return w, err
	}
	if w.Uses, w.From, err = d.uses(ctx, id); err != nil {
		return w, err
	}
	w.History, err = d.log.History(ctx, w.Note.Subject())
	return w, err
}

// showRow reads the note itself, who heard it too and which open questions it may answer.
func (d *Desk) showRow(ctx context.Context, viewer people.Person, id int64, w *Whole) error {
	var trusted bool
	err := d.db.Rows(ctx, store.SQL(`SELECT EXISTS (SELECT FROM trusted_people t WHERE t.id = ?),
			EXISTS (SELECT FROM followers WHERE subject_kind = 'note' AND subject_id = n.id AND person_id = ?), n.closed_why, n.promise_id,
			coalesce((SELECT jsonb_agg(jsonb_build_object('ID', f.id, 'PieceID', f.piece_id, 'Number', f.number, 'Name', f.name, 'MediaType', f.media_type,
				'Size', f.size, 'ThumbKey', f.thumb_key, 'AddedBy', f.added_by, 'AddedAt', f.added_at) ORDER BY f.id)
				FROM files f WHERE f.subject_kind = 'note' AND f.subject_id = n.id), '[]'),
			coalesce((SELECT jsonb_agg(jsonb_build_object('ID', w.id, 'NoteID', w.note_id, 'PersonID', w.person_id, 'Side', w.side, 'Account', w.account,
				'Source', w.source, 'Detail', w.detail, 'HeardOn', w.heard_on::timestamptz, 'FromNote', w.from_note, 'AddedAt', w.added_at)
				ORDER BY w.heard_on DESC, w.id DESC) FROM witnesses w WHERE w.note_id = n.id), '[]'),
			coalesce((SELECT jsonb_agg(jsonb_build_object('ID', q.id, 'CompetitorID', q.competitor_id, 'Text', q.text, 'Why', q.why,
				'NeededBy', q.needed_by::timestamptz, 'AskedBy', q.asked_by, 'AskedAt', q.asked_at, 'Version', q.version,
				'Cites', EXISTS (SELECT FROM question_notes qn WHERE qn.question_id = q.id AND qn.note_id = n.id)) ORDER BY q.needed_by, q.id)
				FROM questions q WHERE q.closed_at IS NULL AND `+open+` AND (q.competitor_id IS NULL OR q.competitor_id IN (
					SELECT nc.competitor_id FROM note_competitors nc WHERE nc.note_id = n.id))), '[]'),
			`+rowColumns+`, n.heard FROM notes n LEFT JOIN promises p ON p.id = n.promise_id WHERE n.id = ? AND `+visible,
		viewer.ID, viewer.ID, id, viewer.ID, viewer.ID), func(row pgx.Rows) error {
		r, err := scanRow(tail{row, []any{&trusted, &w.Follows, &w.Note.ClosedWhy, &w.Note.PromiseID, &w.Files, &w.Witnesses, &w.Questions}})
		r.ClosedWhy, r.PromiseID = w.Note.ClosedWhy, w.Note.PromiseID
		if r.DueAt != nil {
			r.Used = max(r.Agreed()-w.Calendar.Between(w.Now, *r.DueAt), 0)
		}
		w.Row, w.Note = r, r.Note
		return err
	})
	if err == nil && w.Note.ID == 0 {
		return store.ErrNotFound
	}
	w.Moves = w.Note.Moves(viewer, trusted)
	return err
}

// tail is a row whose first columns are read into something else.
type tail struct {
	pgx.Rows
	first []any
}

func (t tail) Scan(into ...any) error { return t.Rows.Scan(append(t.first, into...)...) }

// around is how many notes like it are shown.
const around = 2

// showAround reads the notes close to it.
func (d *Desk) showAround(ctx context.Context, viewer people.Person, w *Whole) error {
	if w.Note.Sensitive {
		return nil
	}
	return d.db.Rows(ctx, store.SQL(`WITH words AS (
			SELECT to_tsquery('simple', string_agg(quote_literal(lexeme), ' | ')) AS query FROM (
				SELECT lexeme FROM notes me, unnest(tsvector_to_array(to_tsvector('english', me.heard))) lexeme
				WHERE me.id = ? AND char_length(lexeme) >= 4 ORDER BY char_length(lexeme) DESC, lexeme LIMIT 12) longest
		), latest AS MATERIALIZED (
			SELECT n.id FROM notes n WHERE n.id IN (SELECT o.note_id FROM note_competitors o
					WHERE o.competitor_id IN (SELECT competitor_id FROM note_competitors WHERE note_id = ?) ORDER BY o.note_id DESC LIMIT 400)
				AND n.id <> ? AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') AND `+visible+`
		)
		SELECT `+rowColumns+`, n.heard FROM latest JOIN notes n USING (id) CROSS JOIN words LEFT JOIN promises p ON p.id = n.promise_id
		WHERE n.search @@ words.query AND ts_rank(n.search, words.query) > 0.1
		ORDER BY ts_rank(n.search, words.query) DESC, n.id DESC LIMIT ?`, w.Note.ID, w.Note.ID, w.Note.ID, viewer.ID, viewer.ID, around),
		func(row pgx.Rows) error {
			r, err := scanRow(row)
			w.Close = append(w.Close, r)
			return err
		})
}

// uses are what became of the note, the oldest first, and the ride-alongs it comes from.
func (d *Desk) uses(ctx context.Context, id int64) (uses []Cited, from []activity.Subject, err error) {
	err = d.db.Rows(ctx, store.SQL(`SELECT 'claim', c.id, ct.cited_at, coalesce(nullif(c.shown_text, ''), c.text), k.slug, k.short,
			coalesce(nullif(c.shown_section, ''), c.section), c.shown_may_say, c.standing, ct.disputes, c.published_at, false
		FROM claim_citations ct JOIN claims c ON c.id = ct.claim_id JOIN competitors k ON k.id = c.competitor_id
		WHERE ct.note_id = ? AND c.state <> 'retired'
		UNION ALL
		SELECT 'question', q.id, qn.cited_at, q.text, '', '', '', false, '', false, q.closed_at, false
		FROM question_notes qn JOIN questions q ON q.id = qn.question_id WHERE qn.note_id = ?
		UNION ALL
		SELECT from_kind, from_id, at, coalesce((SELECT e.detail->>'title' FROM events e WHERE from_kind IN ('request', 'proposal')
				AND e.subject_kind = from_kind AND e.subject_id = from_id ORDER BY e.id DESC LIMIT 1), ''), coalesce(k.slug, ''), coalesce(k.short, ''), '', false, '', false, NULL, false
		FROM links LEFT JOIN competitors k ON from_kind = 'competitor' AND k.id = from_id WHERE to_kind = 'note' AND to_id = ?
		UNION ALL
		SELECT to_kind, to_id, at, '', '', '', '', false, '', false, NULL, true FROM links WHERE from_kind = 'note' AND from_id = ? AND to_kind = 'ridealong'
		ORDER BY 3, 1, 2`, id, id, id, id), func(row pgx.Rows) error {
		var c Cited
		var published *time.Time
		var origin bool
		err := row.Scan(&c.On.Kind, &c.On.ID, &c.At, &c.Text, &c.Competitor.Slug, &c.Competitor.Short, &c.Section, &c.MaySay, &c.Standing,
			&c.Disputes, &published, &origin)
		if published != nil {
			c.PublishedAt = *published
		}
		if origin {
			from = append(from, c.On)
		} else {
			uses = append(uses, c)
		}
		return err
	})
	return uses, from, err
}

// Comment adds to the conversation, and who joins it or is named in it ("@Ruth Hallam") follows the note from then on. The same
// submission again adds nothing.
func (d *Desk) Comment(ctx context.Context, actor people.Person, id int64, submission uuid.UUID, body string) (Note, error) {
	var inv store.Invalid
	body = inv.Paragraph("body", body, MaxReply, "Write your comment")
	if err := inv.OrNil(); err != nil {
		return Note{}, err
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return Note{}, err
	}
	return d.move(ctx, actor, id, 0, MoveComment, func(t *turn) error {
		first, _, err := store.Once(ctx, t.Tx, actor.ID, submission.String(), Ref(id)+" "+body)
		if err != nil || !first {
			return err
		}
		for _, person := range append(roll.Mentioned(body), actor.ID) {
			if err := d.log.Follow(ctx, t.Tx, t.n.Subject(), person); err != nil {
				return err
			}
		}
		return d.record(ctx, t, "commented", activity.Detail{Text: body})
	})
}

// Follow makes the viewer hear of every event of the note, or no more than concerns them anyway.
func (d *Desk) Follow(ctx context.Context, viewer people.Person, id int64, follow bool) error {
	n, err := d.Find(ctx, viewer, id)
	if err != nil {
		return err
	}
	return d.db.Tx(ctx, func(tx *store.Tx) error {
		if follow {
			return d.log.Follow(ctx, tx, n.Subject(), viewer.ID)
		}
		return d.log.Unfollow(ctx, tx, n.Subject(), viewer.ID)
	})
}
