package intel

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// LinePage is the page of one line, or of one that is still to be written.
type LinePage struct {
	CardLine   // zero: not written yet
	Competitor Competitor
	Others     []CardLine // on the same card, in its order
	Said       []Mark     // that the line is wrong, the latest first
	Customer   bool       // its draft names one, so customers may not read it
	Today      time.Time  // the company's date, midnight UTC
}

// Mark is what somebody said of a line.
type Mark struct {
	PersonID int64
	Why      string
	At       time.Time
}

// ShowLine reads one line with what it rests on and the rest of its card, in at most four queries. One that was taken off the card is
// store.ErrNotFound.
func (d *Desk) ShowLine(ctx context.Context, viewer people.Person, id int64) (LinePage, error) {
	k, err := gorm.G[Competitor](d.db.Read()).Raw(`SELECT k.* FROM claims c JOIN competitors k ON k.id = c.competitor_id WHERE c.id = ?`, id).Take(ctx)
	if err != nil {
		return LinePage{}, store.Found(err)
	}
	page, err := d.linePage(ctx, viewer, k)
	if err != nil {
		return page, err
	}
	i := slices.IndexFunc(page.Others, func(l CardLine) bool { return l.ID == id })
	if i < 0 {
		return page, store.ErrNotFound
	}
	page.CardLine = page.Others[i]
	page.Others = slices.Delete(page.Others, i, i+1)
	if page.Wrong > 0 {
		page.Said, err = gorm.G[Mark](d.db.Read()).Raw(`SELECT person_id, why, at FROM claim_marks WHERE claim_id = ? AND NOT helped ORDER BY at DESC, person_id`, id).Find(ctx)
		if err != nil {
			return page, err
		}
	}
	if page.MaySay {
		named, err := customerIn(ctx, d.db.Read(), page.Text+"\n"+page.Answer)
		page.Customer = named != ""
		return page, err
	}
	return page, nil
}

// NewLine reads what stands around a line that is still to be written, in two queries.
func (d *Desk) NewLine(ctx context.Context, viewer people.Person, slug string) (LinePage, error) {
	k, err := gorm.G[Competitor](d.db.Read()).Where("slug = ?", asked(slug)).Take(ctx)
	if err != nil {
		return LinePage{}, store.Found(err)
	}
	return d.linePage(ctx, viewer, k)
}

func (d *Desk) linePage(ctx context.Context, viewer people.Person, k Competitor) (LinePage, error) {
	page := LinePage{Competitor: k}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return page, err
	}
	page.Today = dateOf(cal, d.db.Now())
	page.Others, err = d.lines(ctx, viewer, k.ID)
	return page, err
}

// citableShown bounds what a search for notes to cite finds.
const citableShown = 8

// citableColumns are read by scanCitable.
const citableColumns = `n.id, n.heard, n.kind, n.author_id, n.account, n.source, n.state, n.witnesses, n.heard_on`

func scanCitable(row pgx.Rows) (c Citation, err error) {
	err = row.Scan(&c.NoteID, &c.Heard, &c.Kind, &c.AuthorID, &c.Account, &c.Source, &c.State, &c.Witnesses, &c.On)
	return c, err
}

// FindCitable finds up to eight notes that a line can rest on, by words or by number, the newest first. No sensitive one is among them, not
// even for who may read it.
func (d *Desk) FindCitable(ctx context.Context, viewer people.Person, text string) (found []Citation, err error) {
	a, err := d.ask(ctx, viewer, Filter{Text: text}, citableShown)
	if err != nil || a.Text == "" {
		return nil, err
	}
	q := store.SQL(`WITH page AS MATERIALIZED (`)
	a.numbers(q)
	q.Add(` AND `+open+` AND n.state <> 'withdrawn' ORDER BY n.id DESC LIMIT ?)
		SELECT `+citableColumns+` FROM page JOIN notes n USING (id) ORDER BY n.id DESC`, citableShown)
	err = d.db.Rows(ctx, q, func(row pgx.Rows) error {
		c, err := scanCitable(row)
		found = append(found, c)
		return err
	})
	return found, err
}

// Citable are those of the notes that a line can rest on, the newest first.
func (d *Desk) Citable(ctx context.Context, notes []int64) (there []Citation, err error) {
	if len(notes) == 0 {
		return nil, nil
	}
	err = d.db.Rows(ctx, store.SQL(`SELECT `+citableColumns+` FROM notes n WHERE n.id = ANY(?) AND `+open+`
		AND n.state NOT IN ('duplicate', 'withdrawn', 'erased') ORDER BY n.heard_on DESC, n.id DESC LIMIT ?`, notes, maxCitations), func(row pgx.Rows) error {
		c, err := scanCitable(row)
		there = append(there, c)
		return err
	})
	return there, err
}
