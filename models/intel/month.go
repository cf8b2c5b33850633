package intel

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Month is what the stream says of the notes sent since the first of the month. Sensitive notes are in none of its numbers.
type Month struct {
	Since            time.Time // midnight of the company's zone
	Notes            int
	Due, InTime      int // answered, or past the time promised; and of them answered within it
	Waiting          int // for Marketing, of any month
	Heard            []Tally
	Sales, Marketing Written
}

// Tally is how many notes are about a competitor.
type Tally struct {
	Named
	Notes int
}

// Written is what one team wrote, and how often it said it had heard the same.
type Written struct{ Notes, HeardToo int }

// Month counts, in one query.
func (d *Desk) Month(ctx context.Context) (Month, error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return Month{}, err
	}
	now := d.db.Now()
	year, month, _ := now.In(cal.Zone()).Date()
	m := Month{Since: time.Date(year, month, 1, 0, 0, 0, 0, cal.Zone())}
	err = d.db.Rows(ctx, store.SQL(`WITH sent AS MATERIALIZED (
			SELECT n.id, n.author_side, n.state, n.late, p.due_at FROM notes n LEFT JOIN promises p ON p.id = n.promise_id
			WHERE n.sent_at >= ? AND `+open+` AND n.state <> 'erased'
		)
		SELECT 'all', '', count(*), count(*) FILTER (WHERE late IS NOT NULL OR due_at < ?), count(*) FILTER (WHERE NOT late) FROM sent
		UNION ALL
		SELECT 'waiting', '', (SELECT count(*) FROM notes n WHERE state = 'waiting' AND `+open+`), 0, 0
		UNION ALL
		SELECT 'side', side, (SELECT count(*) FROM sent WHERE author_side = side),
			(SELECT count(*) FROM witnesses w JOIN notes n ON n.id = w.note_id WHERE w.added_at >= ? AND w.side = sides.side AND `+open+`), 0
		FROM (VALUES ('sales'), ('marketing')) sides (side)
		UNION ALL
		(SELECT c.slug, c.short, count(*), 0, 0 FROM sent JOIN note_competitors nc ON nc.note_id = sent.id JOIN competitors c ON c.id = nc.competitor_id
		GROUP BY c.slug, c.short ORDER BY count(*) DESC, c.slug LIMIT 8)`, m.Since, now, m.Since), func(row pgx.Rows) error {
		var what, name string
		var a, b, c int
		err := row.Scan(&what, &name, &a, &b, &c)
		switch {
		case what == "all":
			m.Notes, m.Due, m.InTime = a, b, c
		case what == "waiting":
			m.Waiting = a
		case what == "side" && name == string(people.Sales):
			m.Sales = Written{a, b}
		case what == "side":
			m.Marketing = Written{a, b}
		default:
			m.Heard = append(m.Heard, Tally{Named{what, name}, a})
		}
		return err
	})
	return m, err
}

// Own is what became of the viewer's notes within a year.
type Own struct{ Notes, Used, Answered, Waiting int }

// Own counts the viewer's notes of the last year; List with Filter.Mine lists them.
func (d *Desk) Own(ctx context.Context, viewer people.Person) (o Own, err error) {
	err = d.db.Rows(ctx, store.SQL(`SELECT count(*), count(*) FILTER (WHERE state = 'used'), count(*) FILTER (WHERE answered_at IS NOT NULL),
		count(*) FILTER (WHERE state IN ('waiting', 'asked')) FROM notes n WHERE author_id = ? AND sent_at >= ? AND state <> 'erased'`,
		viewer.ID, d.db.Now().AddDate(-1, 0, 0)), func(row pgx.Rows) error {
		return row.Scan(&o.Notes, &o.Used, &o.Answered, &o.Waiting)
	})
	return o, err
}

// triageShown bounds the list of notes that wait for an answer.
const triageShown = 100

// Triage lists the notes that wait for Marketing's answer and that the viewer may see, the soonest due first.
func (d *Desk) Triage(ctx context.Context, viewer people.Person) (rows []Row, err error) {
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	now := d.db.Now()
	err = d.db.Rows(ctx, store.SQL(`SELECT `+rowColumns+`, n.heard FROM notes n JOIN promises p ON p.id = n.promise_id
		WHERE n.state = 'waiting' AND `+visible+` ORDER BY p.due_at, n.id LIMIT ?`, viewer.ID, viewer.ID, triageShown), func(row pgx.Rows) error {
		r, err := scanRow(row)
		if r.DueAt != nil {
			r.Used = max(r.Agreed()-cal.Between(now, *r.DueAt), workday.Span(0))
		}
		rows = append(rows, r)
		return err
	})
	return rows, err
}

// Fresh lists the latest notes about the competitors that the viewer follows, or about any when they follow none: what home
// shows. At most limit, in one query; nobody's feed shows a sensitive note.
func (d *Desk) Fresh(ctx context.Context, viewer people.Person, limit int) (rows []Row, err error) {
	err = d.db.Rows(ctx, store.SQL(`WITH followed AS MATERIALIZED (
			SELECT subject_id AS id FROM followers WHERE subject_kind = 'competitor' AND person_id = ?
		), latest AS MATERIALIZED (
			SELECT n.id FROM notes n WHERE `+open+` AND n.state NOT IN ('duplicate', 'withdrawn', 'erased')
				AND (NOT EXISTS (SELECT FROM followed) OR EXISTS (
					SELECT FROM note_competitors nc WHERE nc.note_id = n.id AND nc.competitor_id IN (SELECT id FROM followed)))
			ORDER BY n.id DESC LIMIT ?
		)
		SELECT `+rowColumns+`, n.heard FROM latest JOIN notes n USING (id) LEFT JOIN promises p ON p.id = n.promise_id ORDER BY n.id DESC`,
		viewer.ID, limit), func(row pgx.Rows) error {
		r, err := scanRow(row)
		rows = append(rows, r)
		return err
	})
	return rows, err
}
