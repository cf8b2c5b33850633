package requests

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Group is a heading of the list.
type Group string

const (
	GroupOverdue Group = "overdue"
	GroupAtRisk  Group = "at-risk"
	GroupSoon    Group = "soon"    // promised this week, or in the next two working days
	GroupLater   Group = "later"   // promised after that
	GroupWaiting Group = "waiting" // on hold, or with somebody outside
	GroupNone    Group = ""
)

// Row is one line of the queue.
type Row struct {
	ID            int64
	TypeKey       string
	ProcessID     int64
	AskedSide     people.Side
	Requester     int64
	RequesterSide people.Side
	Title         string
	Account       string
	Rush          bool
	State         State
	Stage         int16
	Lane          Lane
	BallKind      string
	BallSide      people.Side // "" when nobody of either team holds it
	BallPerson    int64       // 0: nobody took it
	BallDueAt     *time.Time
	BallTarget    int64
	PromisedAt    time.Time
	ForecastAt    time.Time
	ClosedAt      *time.Time
	Piece         PieceState // of a delivered request
	ReviewBy      *time.Time // its piece's
	Version       int
	Furthest      int16
	Rounds        int16 // of review, see Request
	MoreRounds    int16

	Group Group
	// Used is the working time the ball's holder has had of this promise.
	Used workday.Span
}

// Agreed working time of the ball.
func (r Row) Agreed() workday.Span { return workday.Span(time.Duration(r.BallTarget) * time.Second) }

// Standing at now.
func (r Row) Standing(now time.Time) Standing {
	return r.request().Standing(now)
}

// request is what the pure rules of a request need of the row.
func (r Row) request() Request {
	var holder *int64
	if r.BallPerson != 0 {
		holder = &r.BallPerson
	}
	return Request{
		ID: r.ID, TypeKey: r.TypeKey, ProcessID: r.ProcessID, AskedSide: r.AskedSide, RequesterID: r.Requester, RequesterSide: r.RequesterSide,
		State: r.State, Stage: r.Stage, Furthest: r.Furthest, BallKind: r.BallKind, BallSide: r.BallSide, PromisedAt: r.PromisedAt, ForecastAt: r.ForecastAt,
		BallPersonID: holder, Rounds: r.Rounds, MoreRounds: r.MoreRounds, Version: r.Version,
	}
}

// Page is one page of the queue.
type Page struct {
	Filter Filter
	Rows   []Row
	Next   string // cursor of the next page, "" on the last
	Tabs
	Catalogue Catalogue
	Calendar  *workday.Calendar
	Now       time.Time
	Soon      time.Time // until when GroupSoon goes
}

// position is the sort key of a row: the bucket (0 overdue, 1 at risk, 2 the rest, 3 waiting), its time, its number.
type position struct {
	Bucket int       `json:"b"`
	At     time.Time `json:"t"`
	ID     int64     `json:"i"`
}

// nowhere is before every row.
var nowhere = position{Bucket: -1}

// List answers one page of the queue for the viewer, at most four queries. Everybody signed in may see every request. A
// mangled cursor, or a view, stage or side that nobody knows, is store.ErrNotFound.
func (q *Queue) List(ctx context.Context, viewer people.Person, f Filter) (Page, error) {
	page, err := q.page(ctx, viewer, f)
	if err != nil {
		return page, err
	}
	if page.Rows, page.Next, err = q.rows(ctx, page.asking(viewer, PageSize)); err != nil {
		return page, err
	}
	page.Catalogue, err = q.knowing(ctx, page.Catalogue, page.Rows)
	return page, err
}

// knowing returns a catalogue with the processes of all rows: one may have come into force on another node a moment ago.
func (q *Queue) knowing(ctx context.Context, c Catalogue, rows []Row) (Catalogue, error) {
	if c.knows(rows) {
		return c, nil
	}
	q.forgetCatalogue()
	return q.Catalogue(ctx)
}

// page is everything of a page but its rows.
func (q *Queue) page(ctx context.Context, viewer people.Person, f Filter) (Page, error) {
	page := Page{Filter: f, Now: q.db.Now()}
	var err error
	if page.Calendar, err = q.ledger.Calendar(ctx); err != nil {
		return page, err
	}
	if page.Catalogue, err = q.Catalogue(ctx); err != nil {
		return page, err
	}
	page.Soon = endOfSoon(page.Calendar, page.Now)
	page.Tabs, err = q.Tabs(ctx, viewer)
	return page, err
}

// asking is a question to the queue: who asks for what, as seen when, and how many rows at most.
type asking struct {
	Filter
	viewer people.Person
	cal    *workday.Calendar
	now    time.Time
	limit  int
}

func (p Page) asking(viewer people.Person, limit int) asking {
	return asking{Filter: p.Filter, viewer: viewer, cal: p.Calendar, now: p.Now, limit: limit}
}

// rows reads up to the limit, and the cursor to go on from; it is "" at the end.
func (q *Queue) rows(ctx context.Context, a asking) (rows []Row, next string, err error) {
	query, err := a.query()
	if err != nil {
		return nil, "", err
	}
	soon := endOfSoon(a.cal, a.now)
	var buckets []int
	err = q.db.Rows(ctx, query, func(row pgx.Rows) error {
		r, bucket, err := scanRow(row)
		r.settle(a.cal, a.now, bucket, soon)
		rows, buckets = append(rows, r), append(buckets, bucket)
		return err
	})
	if err == nil {
		err = q.fillPieces(ctx, a.View, rows, a.cal.DateOf(a.now))
	}
	if err != nil || len(rows) <= a.limit {
		return rows, "", err
	}
	rows = rows[:a.limit]
	last := rows[a.limit-1]
	at := last.PromisedAt
	if a.View == ViewDelivered {
		at = *last.ClosedAt
	}
	return rows, store.EncodeCursor(position{buckets[a.limit-1], at, last.ID}), nil
}

// scanRow reads rowColumns and the bucket behind them.
func scanRow(row pgx.Rows) (r Row, bucket int, err error) {
	err = row.Scan(&r.ID, &r.TypeKey, &r.ProcessID, &r.AskedSide, &r.Requester, &r.RequesterSide, &r.Title, &r.Account, &r.Rush, &r.State,
		&r.Stage, &r.Lane, &r.BallKind, &r.BallSide, &r.BallPerson, &r.BallDueAt, &r.BallTarget, &r.PromisedAt, &r.ForecastAt,
		&r.ClosedAt, &r.Version, &r.Furthest, &r.Rounds, &r.MoreRounds, &bucket)
	return r, bucket, err
}

// Buckets of the promised order; newest-first orders have but one.
const (
	bucketOverdue = iota
	bucketAtRisk
	bucketRest
	bucketWaiting
	bucketNewest
)

// settle fills what is computed of a row.
func (r *Row) settle(cal *workday.Calendar, now time.Time, bucket int, soon time.Time) {
	if r.BallDueAt != nil {
		r.Used = r.Agreed() - cal.Between(now, *r.BallDueAt)
		r.Used = max(r.Used, 0)
	}
	switch {
	case bucket == bucketOverdue:
		r.Group = GroupOverdue
	case bucket == bucketAtRisk:
		r.Group = GroupAtRisk
	case bucket == bucketWaiting:
		r.Group = GroupWaiting
	case bucket == bucketRest && !r.PromisedAt.After(soon):
		r.Group = GroupSoon
	case bucket == bucketRest:
		r.Group = GroupLater
	}
}

// endOfSoon is the close of this week's last working day, or of the second working day from now where that is later.
func endOfSoon(cal *workday.Calendar, now time.Time) time.Time {
	soon := cal.Due(now, workday.Days(2))
	today := cal.DateOf(now)
	for day := today.AddDays((7 - int(today.Weekday())) % 7); today.Before(day); day = day.AddDays(-1) {
		if _, closes, works := cal.Hours(day); works && closes.After(soon) {
			return closes
		}
	}
	return soon
}

// endOfWeek is the close of this week's last working day, or of next week's when that has passed.
func endOfWeek(cal *workday.Calendar, now time.Time) time.Time {
	today := cal.DateOf(now)
	for sunday := today.AddDays((7 - int(today.Weekday())) % 7); ; sunday = sunday.AddDays(7) {
		for day := sunday; !day.Before(today) && sunday.AddDays(-7).Before(day); day = day.AddDays(-1) {
			if _, closes, works := cal.Hours(day); works && closes.After(now) {
				return closes
			}
		}
	}
}

const rowColumns = `id, type_key, process_id, asked_side, requester_id, requester_side, title, account, rush IN ('asked', 'agreed') AS rush, state,
	stage, lane, ball_kind, ball_side, coalesce(ball_person_id, 0) AS ball_person, ball_due_at, ball_target, promised_at, forecast_at,
	closed_at, version, furthest, rounds, more_rounds`

// query builds the one query of a page. The conditions of partial indexes stand literally in it.
func (a asking) query() (*store.Query, error) {
	a, err := a.checked()
	if err != nil {
		return nil, err
	}
	after := nowhere
	if a.After != "" {
		if after, err = store.DecodeCursor[position](a.After); err != nil {
			return nil, err
		}
	}
	if n, ok := number(a.Text); ok {
		return store.SQL(`SELECT `+rowColumns+`, 4 FROM requests WHERE id = ?`, n), nil
	}
	q := store.SQL(``)
	switch {
	case a.View == ViewDelivered:
		a.delivered(q, after)
	case !a.byPromise():
		a.newest(q, after)
	case after.Bucket > bucketWaiting || a.After != "" && !a.reaches(after.Bucket):
		return nil, store.ErrNotFound // the cursor of another list
	default:
		a.promised(q, after)
	}
	return q, nil
}

// byPromise reports whether the list is in the order of what was promised.
func (a asking) byPromise() bool {
	return a.View != ViewAll && a.View != ViewDelivered && a.Text == "" && a.Sort != SortNewest
}

// reaches reports whether rows of the bucket can be in the view.
func (a asking) reaches(bucket int) bool {
	switch a.View {
	case ViewOverdue:
		return bucket <= bucketOverdue
	case ViewAtRisk:
		return bucket == bucketAtRisk
	case ViewLate:
		return bucket <= bucketAtRisk
	case ViewDueWeek:
		return bucket == bucketAtRisk || bucket == bucketRest
	}
	return true
}

// asked is text that the database can be asked for: what it cannot hold is not in it, nor more than people type.
func asked(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", " "), " "))
	if runes := []rune(text); len(runes) > maxLine {
		text = string(runes[:maxLine])
	}
	return text
}

var numberForm = regexp.MustCompile(`(?i)^(?:r-?)?(\d{1,15})$`)

func number(text string) (int64, bool) {
	m := numberForm.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	return n, err == nil
}

// promised is one ordered walk of an index for each bucket that the page can reach, joined in order.
func (a asking) promised(q *store.Query, after position) {
	q.Add(`SELECT * FROM (`)
	joined := false
	for bucket := max(after.Bucket, bucketOverdue); bucket <= bucketWaiting; bucket++ {
		if !a.reaches(bucket) {
			continue
		}
		q.AddIf(joined, ` UNION ALL `)
		joined = true
		switch bucket {
		case bucketOverdue:
			q.Add(`(SELECT `+rowColumns+`, 0 AS bucket FROM requests WHERE state = 'open' AND ball_side <> '' AND promised_at < ?`, a.now)
		case bucketAtRisk:
			q.Add(`(SELECT `+rowColumns+`, 1 AS bucket FROM requests WHERE state = 'open' AND at_risk AND promised_at >= ?`, a.now)
		case bucketRest:
			q.Add(`(SELECT `+rowColumns+`, 2 AS bucket FROM requests WHERE state = 'open' AND ball_side <> '' AND NOT at_risk AND promised_at >= ?`, a.now)
		case bucketWaiting:
			q.Add(`(SELECT ` + rowColumns + `, 3 AS bucket FROM requests WHERE state = 'open' AND ball_side = ''`)
		}
		a.narrow(q)
		q.AddIf(bucket == after.Bucket, ` AND (promised_at, id) > (?, ?)`, after.At, after.ID)
		q.Add(` ORDER BY promised_at, id LIMIT ?)`, a.limit+1)
	}
	q.Add(`) page ORDER BY bucket, promised_at, id LIMIT ?`, a.limit+1)
}

func (a asking) delivered(q *store.Query, after position) {
	a.matching(q)
	q.Add(` AND state = 'delivered'`)
	a.narrow(q)
	q.AddIf(a.After != "", ` AND (closed_at, id) < (?, ?)`, after.At, after.ID)
	q.Add(` ORDER BY closed_at DESC, id DESC LIMIT ?`, a.limit+1)
}

func (a asking) newest(q *store.Query, after position) {
	a.matching(q)
	q.AddIf(a.View != ViewAll, ` AND state = 'open'`)
	a.narrow(q)
	q.AddIf(a.After != "", ` AND id < ?`, after.ID)
	q.Add(` ORDER BY id DESC LIMIT ?`, a.limit+1)
}

// matching finds words by their index first, all hits, so that the planner never walks the numbers for a rare word.
func (a asking) matching(q *store.Query) {
	if a.Text == "" {
		q.Add(`SELECT ` + rowColumns + `, 4 AS bucket FROM requests WHERE true`)
		return
	}
	q.Add(`WITH hits AS MATERIALIZED (SELECT * FROM requests WHERE search @@ websearch_to_tsquery('english', ?))
		SELECT `+rowColumns+`, 4 AS bucket FROM hits requests WHERE true`, a.Text)
}

// narrow adds the conditions of view and filters, but for the state.
func (a asking) narrow(q *store.Query) {
	switch a.View {
	case ViewWithSales:
		q.Add(` AND ball_side = 'sales'`)
	case ViewWithMarketing:
		q.Add(` AND ball_side = 'marketing'`)
	case ViewMine:
		q.Add(` AND (requester_id = ? OR sales_person_id = ? OR marketing_person_id = ?)`, a.viewer.ID, a.viewer.ID, a.viewer.ID)
	case ViewWaiting:
		q.Add(` AND (ball_person_id = ? OR (ball_person_id IS NULL AND ball_side = ?))`, a.viewer.ID, a.viewer.Side)
	case ViewUnassigned:
		q.Add(` AND ball_person_id IS NULL AND ball_side <> ''`)
	case ViewDueWeek:
		q.Add(` AND ball_side <> '' AND promised_at >= ? AND promised_at <= ?`, a.now, endOfWeek(a.cal, a.now))
	case ViewAtRisk:
		q.Add(` AND at_risk AND promised_at >= ?`, a.now)
	case ViewOverdue:
		q.Add(` AND ball_side <> '' AND promised_at < ?`, a.now)
	case ViewLate:
		q.Add(` AND ball_side <> '' AND (at_risk OR promised_at < ?)`, a.now)
	}
	q.AddIf(a.Type != "", ` AND type_key = ?`, a.Type)
	q.AddIf(a.Stage != "", ` AND lane = ?`, a.Stage)
	q.AddIf(a.With != "", ` AND ball_side = ?`, a.With)
	q.AddIf(a.Assignee != 0, ` AND ball_person_id = ?`, a.Assignee)
	q.AddIf(a.Requester != 0, ` AND requester_id = ?`, a.Requester)
	a.Behind.begin(a.cal)
	a.Behind.narrow(q)
}
