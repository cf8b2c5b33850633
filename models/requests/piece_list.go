package requests

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// PieceUnused is, in a filter, any piece that nobody used yet.
const PieceUnused PieceState = "unused"

// PieceStates that a list can be narrowed to, in order.
var PieceStates = []PieceState{PieceCheck, PieceDue, PieceRight, PieceUnused, PieceArchived}

// PieceFilter is what a list of pieces is asked for; the zero value is all that are not archived.
type PieceFilter struct {
	Type  string
	Owner int64
	State PieceState
	Text  string // words of title and account, or a number
	After string // cursor
}

// ParsePieceFilter reads from the query of an address, of which f was parsed, what list of pieces it asks for; ok is false
// where it asks for requests. Those that were delivered are still listed as requests, by the day on which each was
// closed, where something narrows them that only requests have: who asked, or what a number of the report counts.
func ParsePieceFilter(q url.Values, f Filter) (p PieceFilter, ok bool) {
	p = PieceFilter{Type: f.Type, Owner: id(q.Get("owner")), State: PieceState(q.Get("state")), Text: f.Text, After: f.After}
	for name := range q {
		switch name {
		case "view", "type", "owner", "state", "q", "after":
		default:
			if q.Get(name) != "" {
				return p, false
			}
		}
	}
	return p, f.View == ViewDelivered
}

// Query writes the filter as ParsePieceFilter reads it.
func (f PieceFilter) Query() string {
	q := url.Values{"view": {string(ViewDelivered)}}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("type", f.Type)
	set("owner", strconv.FormatInt(f.Owner, 10))
	set("state", string(f.State))
	set("q", f.Text)
	set("after", f.After)
	return q.Encode()
}

// Plain reports whether nothing narrows the list.
func (f PieceFilter) Plain() bool { return f == PieceFilter{After: f.After} }

// PieceRow is one line of the list.
type PieceRow struct {
	ID        int64 // of the request
	Title     string
	TypeKey   string
	OwnerID   int64
	OwnerSide people.Side
	ReviewBy  *time.Time
	Uses      int
	State     PieceState
}

// PiecePage is one page of the list.
type PiecePage struct {
	Filter  PieceFilter
	Rows    []PieceRow
	Next    string // cursor of the next page, "" on the last
	InState map[PieceState]int
	Tabs
	Catalogue Catalogue
	Today     workday.Date
	Now       time.Time
}

// Buckets of the list, in order. What its date has passed comes before what was reported.
const (
	piecesPassed = iota
	piecesReported
	piecesDue
	piecesRight
	piecesArchived
)

// Pieces answers one page of what was delivered, at most four queries: what to check before using, then what is to be
// reviewed, then the rest, each by its date. Everybody signed in may see every piece. A mangled cursor or an unknown
// state is store.ErrNotFound.
func (q *Queue) Pieces(ctx context.Context, viewer people.Person, f PieceFilter) (PiecePage, error) {
	page := PiecePage{Filter: f, Now: q.db.Now()}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return page, err
	}
	page.Today = cal.DateOf(page.Now)
	if page.Catalogue, err = q.Catalogue(ctx); err != nil {
		return page, err
	}
	query, err := pieceQuery(f, page.Today)
	if err != nil {
		return page, err
	}
	var last position
	err = q.db.Rows(ctx, query, func(row pgx.Rows) error {
		var r PieceRow
		var p Piece
		var at position
		err := row.Scan(&r.ID, &r.Title, &r.TypeKey, &r.OwnerID, &r.OwnerSide, &p.ReviewBy, &p.ReportedAt, &p.ArchivedAt, &r.Uses, &at.At, &at.Bucket)
		r.ReviewBy, r.State, at.ID = p.ReviewBy, p.State(page.Today), r.ID
		if len(page.Rows) < PageSize {
			last = at
		}
		page.Rows = append(page.Rows, r)
		return err
	})
	if err != nil {
		return page, err
	}
	if len(page.Rows) > PageSize {
		page.Rows, page.Next = page.Rows[:PageSize], store.EncodeCursor(last)
	}
	if page.InState, err = q.countPieces(ctx, f, page.Today); err != nil {
		return page, err
	}
	page.Tabs, err = q.Tabs(ctx, viewer)
	return page, err
}

// pieceQuery builds the one query of a page: one ordered walk of an index for each bucket that the page can reach. The
// conditions of partial indexes stand literally in it.
func pieceQuery(f PieceFilter, today workday.Date) (*store.Query, error) {
	after := position{Bucket: -1}
	if f.After != "" {
		var err error
		if after, err = store.DecodeCursor[position](f.After); err != nil {
			return nil, err
		}
	}
	buckets, err := f.buckets()
	if err != nil {
		return nil, err
	}
	if after.Bucket > slices.Max(buckets) {
		return nil, store.ErrNotFound // the cursor of another list
	}
	q := f.hits().Add(`SELECT id, title, p.type_key, owner_id, owner_side, review_by, reported_at, archived_at, p.uses, right_until, bucket FROM (`)
	joined := false
	for _, n := range buckets {
		if n < after.Bucket {
			continue
		}
		q.AddIf(joined, ` UNION ALL `)
		joined = true
		q.Add(`(SELECT *, CAST(? AS int) AS bucket FROM pieces WHERE `, n)
		f.condition(q, n, today)
		q.AddIf(n == after.Bucket, ` AND (right_until, request_id) > (?, ?)`, after.At, after.ID)
		q.Add(` ORDER BY right_until, request_id LIMIT ?)`, PageSize+1)
	}
	return q.Add(`) p JOIN requests ON id = request_id ORDER BY bucket, right_until, request_id LIMIT ?`, PageSize+1), nil
}

func (f PieceFilter) buckets() ([]int, error) {
	switch f.State {
	case PieceNone, PieceUnused:
		return []int{piecesPassed, piecesReported, piecesDue, piecesRight}, nil
	case PieceCheck:
		return []int{piecesPassed, piecesReported}, nil
	case PieceDue:
		return []int{piecesDue}, nil
	case PieceRight:
		return []int{piecesRight}, nil
	case PieceArchived:
		return []int{piecesArchived}, nil
	}
	return nil, store.ErrNotFound
}

// hits finds words by their index first.
func (f PieceFilter) hits() *store.Query {
	text := asked(f.Text)
	if _, isNumber := number(text); text == "" || isNumber {
		return store.SQL(``)
	}
	return store.SQL(`WITH hits AS MATERIALIZED (SELECT id AS hit FROM requests WHERE state = 'delivered' AND search @@ websearch_to_tsquery('english', ?)) `, text)
}

// condition of the bucket, narrowed by the filter.
func (f PieceFilter) condition(q *store.Query, bucket int, today workday.Date) {
	from, soon := today.Midnight(), today.AddDays(dueAhead).Midnight()
	switch bucket {
	case piecesPassed:
		q.Add(`archived_at IS NULL AND right_until < ?`, from)
	case piecesReported:
		q.Add(`archived_at IS NULL AND reported_at IS NOT NULL AND right_until >= ?`, from)
	case piecesDue:
		q.Add(`archived_at IS NULL AND reported_at IS NULL AND right_until >= ? AND right_until <= ?`, from, soon)
	case piecesRight:
		q.Add(`archived_at IS NULL AND reported_at IS NULL AND right_until > ?`, soon)
	case piecesArchived:
		q.Add(`archived_at IS NOT NULL`)
	}
	q.AddIf(f.State == PieceUnused, ` AND uses = 0`)
	typ, text := asked(f.Type), asked(f.Text)
	q.AddIf(typ != "", ` AND type_key = ?`, typ)
	q.AddIf(f.Owner != 0, ` AND owner_id = ?`, f.Owner)
	if n, ok := number(text); ok {
		q.Add(` AND request_id = ?`, n)
	} else {
		q.AddIf(text != "", ` AND request_id IN (SELECT hit FROM hits)`)
	}
}

// countPieces counts the rows under each heading, each up to CountLimit.
func (q *Queue) countPieces(ctx context.Context, f PieceFilter, today workday.Date) (map[PieceState]int, error) {
	buckets, err := f.buckets()
	if err != nil {
		return nil, err
	}
	query := f.hits().Add(`SELECT `)
	for i, n := range buckets {
		query.AddIf(i > 0, `, `)
		query.Add(`(SELECT count(*) FROM (SELECT FROM pieces WHERE `)
		f.condition(query, n, today)
		query.Add(` LIMIT ?) n)`, CountLimit+1)
	}
	counts := make([]int, len(buckets))
	into := make([]any, len(buckets))
	for i := range counts {
		into[i] = &counts[i]
	}
	err = q.db.Rows(ctx, query, func(row pgx.Rows) error { return row.Scan(into...) })
	in := map[PieceState]int{}
	for i, n := range buckets {
		in[bucketStates[n]] = min(in[bucketStates[n]]+counts[i], CountLimit+1)
	}
	return in, err
}

// bucketStates is what the pieces of each bucket are.
var bucketStates = []PieceState{PieceCheck, PieceCheck, PieceDue, PieceRight, PieceArchived}

// PiecesOf reads the pieces of the requests that have one, by id of the request: their dates and states, no more.
func (q *Queue) PiecesOf(ctx context.Context, ids []int64) (map[int64]Piece, error) {
	pieces := map[int64]Piece{}
	err := q.db.Rows(ctx, store.SQL(`SELECT request_id, review_by, reported_at, archived_at FROM pieces WHERE request_id = ANY(?)`, ids), func(row pgx.Rows) error {
		var p Piece
		err := row.Scan(&p.RequestID, &p.ReviewBy, &p.ReportedAt, &p.ArchivedAt)
		pieces[p.RequestID] = p
		return err
	})
	return pieces, err
}

// fillPieces adds the pieces of those rows that were delivered, which may be in any view that is asked for a number.
func (q *Queue) fillPieces(ctx context.Context, view View, rows []Row, today workday.Date) error {
	var delivered []int64
	for _, r := range rows {
		if r.State == Delivered {
			delivered = append(delivered, r.ID)
		}
	}
	if len(delivered) == 0 && view != ViewDelivered && view != ViewAll {
		return nil
	}
	pieces, err := q.PiecesOf(ctx, delivered)
	if err != nil {
		return err
	}
	for i := range rows {
		if p, ok := pieces[rows[i].ID]; ok {
			rows[i].Piece, rows[i].ReviewBy = p.State(today), p.ReviewBy
		}
	}
	return nil
}
