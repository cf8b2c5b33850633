package intel

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Row is one note of the stream.
type Row struct {
	Note
	Competitors []Named
	Found       []Segment // what was heard, with what was searched for; long ones in extracts
	DueAt       *time.Time
	Target      int64 // working seconds promised
	OwedBy      people.Side
	Hearers     []int64            // up to three who heard it too, by id of person
	Changed     []activity.Subject // up to four: published lines that rest on it, then what Marketing named
	Used        workday.Span
}

// Agreed working time of what is owed now.
func (r Row) Agreed() workday.Span { return workday.Span(time.Duration(r.Target) * time.Second) }

// Named is a competitor by its names.
type Named struct{ Slug, Short string }

// Page is one page of the stream.
type Page struct {
	Filter   Filter
	Rows     []Row
	Next     string // cursor of the next page, "" on the last
	Count    int    // of all rows, up to CountLimit+1 that stands for more
	Calendar *workday.Calendar
	Now      time.Time
}

// CountLimit is where a page stops counting.
const CountLimit = 1000

// List answers one page of the stream for the viewer, newest first, at most three queries. A mangled cursor, or a kind, source
// or state that nobody knows, is store.ErrNotFound.
func (d *Desk) List(ctx context.Context, viewer people.Person, f Filter) (Page, error) {
	page := Page{Filter: f, Now: d.db.Now()}
	var err error
	if page.Calendar, err = d.ledger.Calendar(ctx); err != nil {
		return page, err
	}
	a, err := d.ask(ctx, viewer, f, PageSize)
	if err != nil {
		return page, err
	}
	if page.Rows, page.Next, err = d.rows(ctx, a, page.Calendar, page.Now); err != nil {
		return page, err
	}
	if f.After == "" && page.Next == "" {
		page.Count = len(page.Rows)
		return page, nil
	}
	err = d.db.Rows(ctx, a.count(), func(row pgx.Rows) error { return row.Scan(&page.Count) })
	return page, err
}

// ask prepares the question.
func (d *Desk) ask(ctx context.Context, viewer people.Person, f Filter, limit int) (asking, error) {
	a := asking{Filter: f, viewer: viewer, limit: limit}
	if !f.known() {
		return a, store.ErrNotFound
	}
	a.Text, a.Segment, a.Competitor = asked(f.Text), asked(f.Segment), asked(f.Competitor)
	if a.Text == "" {
		return a, nil
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return a, err
	}
	for id, p := range roll {
		if wanted := strings.ToLower(a.Text); wanted == strings.ToLower(p.Name) || wanted == strings.ToLower(p.FirstName()) {
			a.authors = append(a.authors, id)
		}
	}
	a.corrected, err = d.corrected(ctx, a.Text)
	return a, err
}

// rows reads up to the limit, and the cursor to go on from; it is "" at the end.
func (d *Desk) rows(ctx context.Context, a asking, cal *workday.Calendar, now time.Time) (rows []Row, next string, err error) {
	query, err := a.query()
	if err != nil {
		return nil, "", err
	}
	err = d.db.Rows(ctx, query, func(row pgx.Rows) error {
		r, err := scanRow(row)
		if r.DueAt != nil {
			r.Used = max(r.Agreed()-cal.Between(now, *r.DueAt), 0)
		}
		rows = append(rows, r)
		return err
	})
	if err != nil || len(rows) <= a.limit {
		return rows, "", err
	}
	rows = rows[:a.limit]
	return rows, store.EncodeCursor(rows[a.limit-1].ID), nil
}

func scanRow(row pgx.Rows) (r Row, err error) {
	var marked string
	var slugs, names, changed []string
	err = row.Scan(&r.ID, &r.AuthorID, &r.AuthorSide, &r.Kind, &r.Source, &r.Heard, &r.Opinion, &r.Account, &r.Segment, &r.About, &r.HeardOn,
		&r.Urgent, &r.Sensitive, &r.State, &r.Reply, &r.ReplyBy, &r.ReplyAt, &r.Elsewhere, &r.DuplicateOf, &r.SentAt, &r.AnsweredAt, &r.Late,
		&r.Witnesses, &r.Accounts, &r.Version, &r.DueAt, &r.Target, &r.OwedBy, &slugs, &names, &r.Hearers, &changed, &marked)
	for i := range slugs {
		r.Competitors = append(r.Competitors, Named{slugs[i], names[i]})
	}
	for _, name := range changed {
		kind, id, _ := strings.Cut(name, " ")
		n, _ := strconv.ParseInt(id, 10, 64) // the database wrote it
		r.Changed = append(r.Changed, activity.Subject{Kind: kind, ID: n})
	}
	r.Found = segments(marked)
	return r, err
}

const rowColumns = `n.id, n.author_id, n.author_side, n.kind, n.source, n.heard, n.opinion, n.account, n.segment, n.about, n.heard_on,
	n.urgent, n.sensitive, n.state, n.reply, n.reply_by, n.reply_at, n.elsewhere, n.duplicate_of, n.sent_at, n.answered_at, n.late,
	n.witnesses, n.accounts, n.version, p.due_at, coalesce(p.target, 0), coalesce(p.from_side, ''),
	ARRAY(SELECT c.slug FROM note_competitors nc JOIN competitors c ON c.id = nc.competitor_id WHERE nc.note_id = n.id ORDER BY c.id),
	ARRAY(SELECT c.short FROM note_competitors nc JOIN competitors c ON c.id = nc.competitor_id WHERE nc.note_id = n.id ORDER BY c.id),
	ARRAY(SELECT person_id FROM witnesses w WHERE w.note_id = n.id GROUP BY person_id ORDER BY max(w.id) DESC LIMIT 3),
	ARRAY((SELECT 'claim ' || ct.claim_id FROM claim_citations ct JOIN claims cl ON cl.id = ct.claim_id
			WHERE ct.note_id = n.id AND NOT ct.disputes AND cl.state = 'published' AND NOT n.sensitive ORDER BY ct.id LIMIT 2)
		UNION ALL
		(SELECT l.from_kind || ' ' || l.from_id FROM links l WHERE l.to_kind = 'note' AND l.to_id = n.id AND NOT n.sensitive ORDER BY l.at, l.from_id LIMIT 2))`

// query builds the one query of a page: the numbers of its notes first, then what is shown of them.
func (a asking) query() (*store.Query, error) {
	after := int64(1 << 62)
	if a.After != "" {
		var err error
		if after, err = store.DecodeCursor[int64](a.After); err != nil {
			return nil, err
		}
	}
	q := store.SQL(`WITH page AS MATERIALIZED (`)
	a.numbers(q)
	q.Add(` AND n.id < ? ORDER BY n.id DESC LIMIT ?) SELECT `+rowColumns+`, `, after, a.limit+1)
	a.headline(q)
	return q.Add(` FROM page JOIN notes n USING (id) LEFT JOIN promises p ON p.id = n.promise_id AND p.due_at IS NOT NULL ORDER BY n.id DESC`), nil
}

func (a asking) count() *store.Query {
	q := store.SQL(`SELECT count(*) FROM (`)
	a.numbers(q)
	return q.Add(` LIMIT ?) counted`, CountLimit+1)
}

// numbers asks for the numbers of what the viewer may see of the filter.
func (a asking) numbers(q *store.Query) {
	s, numbered := activity.ParseRef(a.Text)
	numbered = numbered && s.Kind == activity.KindNote
	if a.Text != "" && !numbered { // found by their index first, all hits, so that the planner never walks the numbers for a rare word
		q.Add(`WITH hits AS MATERIALIZED (
			SELECT n.id, n.author_id, n.kind, n.source, n.segment, n.state, n.heard_on, n.sensitive FROM notes n WHERE n.search @@ websearch_to_tsquery('english', ?)`, a.Text)
		q.AddIf(a.corrected != "", ` OR n.search @@ websearch_to_tsquery('english', ?)`, a.corrected)
		q.AddIf(len(a.authors) > 0, ` OR n.author_id = ANY(?)`, a.authors)
		q.Add(`) SELECT n.id FROM hits n WHERE `+visible, a.viewer.ID, a.viewer.ID)
	} else {
		q.Add(`SELECT n.id FROM notes n WHERE `+visible, a.viewer.ID, a.viewer.ID)
	}
	q.AddIf(numbered, ` AND n.id = ?`, s.ID)
	switch {
	case a.Competitor == nobody:
		q.Add(` AND NOT EXISTS (SELECT FROM note_competitors nc WHERE nc.note_id = n.id)`)
	case a.Competitor != "":
		q.Add(` AND n.id IN (SELECT nc.note_id FROM note_competitors nc
			WHERE nc.competitor_id = (SELECT c.id FROM competitors c WHERE c.slug = ?))`, a.Competitor)
	}
	q.AddIf(a.Kind != "", ` AND n.kind = ?`, a.Kind)
	q.AddIf(a.Segment != "", ` AND n.segment = ?`, a.Segment)
	q.AddIf(a.Source != "", ` AND n.source = ?`, a.Source)
	q.AddIf(a.State != "", ` AND n.state = ?`, a.State)
	q.AddIf(a.State == "", ` AND n.state NOT IN ('duplicate', 'erased')`)
	q.AddIf(a.From != nil, ` AND n.heard_on >= ?`, a.From)
	q.AddIf(a.To != nil, ` AND n.heard_on <= ?`, a.To)
	q.AddIf(a.Mine, ` AND n.author_id = ?`, a.viewer.ID)
	q.AddIf(a.Author != 0, ` AND n.author_id = ?`, a.Author)
}

// headline marks in what was heard what was searched for.
func (a asking) headline(q *store.Query) {
	if a.Text == "" {
		q.Add(`n.heard`)
		return
	}
	q.Add(`ts_headline('english', n.heard, websearch_to_tsquery('english', ?)`, a.Text)
	q.AddIf(a.corrected != "", ` || websearch_to_tsquery('english', ?)`, a.corrected)
	q.Add(`, CASE WHEN char_length(n.heard) <= 400 THEN 'HighlightAll=true' ELSE 'MaxFragments=2, MaxWords=40, MinWords=15, FragmentDelimiter=" … "' END
		|| ', StartSel="' || chr(1) || '", StopSel="' || chr(2) || '"')`)
}
