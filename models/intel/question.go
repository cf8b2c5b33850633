package intel

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Question is what both teams need to learn.
type Question struct {
	ID           int64
	CompetitorID *int64
	Competitor   Named // zero: about none
	Text         string
	Why          string
	NeededBy     time.Time // a date at midnight UTC
	AskedBy      int64
	AskedAt      time.Time
	Answer       string
	ClosedBy     *int64
	ClosedAt     *time.Time
	Version      int
	Notes        []int64 // numbers of the notes that answer it, the oldest first
	Cites        bool    // it cites the note asked for
}

// Subject of the question.
func (q Question) Subject() activity.Subject {
	return activity.Subject{Kind: activity.KindQuestion, ID: q.ID}
}

// Wanted is what somebody asks the field.
type Wanted struct {
	Submission uuid.UUID
	Competitor int64 // 0: about none
	Text, Why  string
	NeededBy   time.Time // a date at midnight UTC
}

const maxQuestion = 200

// AskField opens a question, shown wherever notes are written. Problems are *store.Invalid on text, why, needed_by and competitor.
func (d *Desk) AskField(ctx context.Context, actor people.Person, w Wanted) (Question, error) {
	if !actor.Works() {
		return Question{}, store.ErrForbidden
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return Question{}, err
	}
	var inv store.Invalid
	q := Question{
		Text: inv.Line("text", w.Text, maxQuestion, "Write what you need to learn"), Why: inv.Paragraph("why", w.Why, maxReason, ""),
		NeededBy: w.NeededBy, AskedBy: actor.ID, Version: 1,
	}
	if today := dateOf(cal, d.db.Now()); q.NeededBy.Before(today) || q.NeededBy.After(today.AddDate(1, 0, 0)) {
		inv.Add("needed_by", "Choose a day within the next year")
	}
	if err := inv.OrNil(); err != nil {
		return q, err
	}
	if w.Competitor != 0 {
		q.CompetitorID = &w.Competitor
	}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		first, ref, err := store.Once(ctx, tx, actor.ID, w.Submission.String(), "question "+q.Text)
		if err != nil {
			return err
		}
		if !first {
			q.ID = ref
			return nil
		}
		if q.ID, err = store.Made(ctx, tx, actor.ID, w.Submission.String(), "questions_id_seq"); err != nil {
			return err
		}
		err = tx.WithContext(ctx).Exec(`INSERT INTO questions (id, competitor_id, text, why, needed_by, asked_by, asked_at) OVERRIDING SYSTEM VALUE
			VALUES (?, ?, ?, ?, ?, ?, ?)`, q.ID, q.CompetitorID, q.Text, q.Why, q.NeededBy, actor.ID, tx.Now).Error
		if err != nil {
			return err
		}
		return d.log.Record(ctx, tx, actor, q.Subject(), "question-asked", activity.Detail{Title: q.Text, Text: q.Why, To: &q.NeededBy})
	})
	if store.Violates(err, "questions_competitor_id_fkey") {
		return q, &store.Invalid{Problems: []store.Problem{{Field: "competitor", Message: "Choose from the list"}}}
	}
	return q, err
}

// CiteFor says that the note helps to answer the question. Again changes nothing.
func (d *Desk) CiteFor(ctx context.Context, actor people.Person, question, note int64) error {
	_, err := d.move(ctx, actor, note, 0, MoveCite, func(t *turn) error {
		q, err := lockedQuestion(ctx, t.Tx, question)
		if err != nil {
			return err
		}
		if q.ClosedAt != nil {
			return store.Refuse(store.ErrConflict, "This question was answered already.")
		}
		fresh, err := gorm.G[int64](t.DB).Raw(`INSERT INTO question_notes (question_id, note_id, cited_by, cited_at) VALUES (?, ?, ?, ?)
			ON CONFLICT DO NOTHING RETURNING note_id`, question, note, actor.ID, t.Now).Find(ctx)
		if err != nil || len(fresh) == 0 {
			return err
		}
		return d.log.Record(ctx, t.Tx, actor, q.Subject(), "question-cited", activity.Detail{Title: q.Text, For: note})
	})
	return err
}

// row of questions: what is read beside it comes from other tables.
type questionRow struct {
	ID       int64
	Text     string
	ClosedAt *time.Time
	Version  int
}

func lockedQuestion(ctx context.Context, tx *store.Tx, id int64) (Question, error) {
	r, err := gorm.G[questionRow](tx.DB).Raw(`SELECT id, text, closed_at, version FROM questions WHERE id = ? FOR UPDATE`, id).Take(ctx)
	return Question{ID: r.ID, Text: r.Text, ClosedAt: r.ClosedAt, Version: r.Version}, store.Found(err)
}

// CloseQuestion answers the question by the notes it cites: at least one. Problems are *store.Invalid on answer and notes.
func (d *Desk) CloseQuestion(ctx context.Context, actor people.Person, id int64, version int, answer string) error {
	if !actor.Works() {
		return store.ErrForbidden
	}
	var inv store.Invalid
	answer = inv.Paragraph("answer", answer, maxReason, "Write what we know now")
	if err := inv.OrNil(); err != nil {
		return err
	}
	overtaken := false
	err := d.db.Tx(ctx, func(tx *store.Tx) error {
		q, err := lockedQuestion(ctx, tx, id)
		if err != nil {
			return err
		}
		if overtaken = q.Version != version || q.ClosedAt != nil; overtaken {
			return errOvertaken
		}
		cited, err := gorm.G[int](tx.DB).Raw(`SELECT 1 FROM question_notes qn JOIN notes n ON n.id = qn.note_id WHERE qn.question_id = ? AND `+open+`
			AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') LIMIT 1`, id).Find(ctx)
		if err != nil {
			return err
		}
		if len(cited) == 0 {
			return &store.Invalid{Problems: []store.Problem{{Field: "notes", Message: "Cite the note that answers it"}}}
		}
		err = tx.WithContext(ctx).Exec(`UPDATE questions SET answer = ?, closed_by = ?, closed_at = ?, version = version + 1 WHERE id = ?`,
			answer, actor.ID, tx.Now, id).Error
		if err != nil {
			return err
		}
		return d.log.Record(ctx, tx, actor, q.Subject(), "question-closed", activity.Detail{Title: q.Text, Text: answer})
	})
	if overtaken {
		return d.overtaken(ctx, actor, activity.Subject{Kind: activity.KindQuestion, ID: id}, "this question")
	}
	return err
}

// questionsShown bounds a list of questions.
const questionsShown = 50

// OpenQuestions lists what both teams need to learn, the soonest first. With the number of a note it is those about the note's competitors or about
// none, and Cites says whether they cite it.
func (d *Desk) OpenQuestions(ctx context.Context, note int64) ([]Question, error) {
	query := store.SQL(questionRows + ` WHERE q.closed_at IS NULL`)
	query.AddIf(note != 0, ` AND (q.competitor_id IS NULL OR q.competitor_id IN (SELECT competitor_id FROM note_competitors WHERE note_id = ?))`, note)
	return d.questions(ctx, query, note)
}

// Question reads one.
func (d *Desk) Question(ctx context.Context, id int64) (Question, error) {
	list, err := d.questions(ctx, store.SQL(questionRows+` WHERE q.id = ?`, id), 0)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	return append(list, Question{})[0], err
}

const questionRows = `SELECT q.id, q.competitor_id, coalesce(k.slug, ''), coalesce(k.short, ''), q.text, q.why, q.needed_by, q.asked_by, q.asked_at,
	q.answer, q.closed_by, q.closed_at, q.version,
	ARRAY(SELECT qn.note_id FROM question_notes qn JOIN notes n ON n.id = qn.note_id WHERE qn.question_id = q.id AND ` + open + `
		AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') ORDER BY n.id)
	FROM questions q LEFT JOIN competitors k ON k.id = q.competitor_id`

func (d *Desk) questions(ctx context.Context, query *store.Query, note int64) (list []Question, err error) {
	query.Add(` ORDER BY q.needed_by, q.id LIMIT ?`, questionsShown)
	err = d.db.Rows(ctx, query, func(row pgx.Rows) error {
		var q Question
		err := row.Scan(&q.ID, &q.CompetitorID, &q.Competitor.Slug, &q.Competitor.Short, &q.Text, &q.Why, &q.NeededBy, &q.AskedBy, &q.AskedAt,
			&q.Answer, &q.ClosedBy, &q.ClosedAt, &q.Version, &q.Notes)
		q.Cites = known(q.Notes, note)
		list = append(list, q)
		return err
	})
	return list, err
}
