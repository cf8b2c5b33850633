package requests

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// View is one of the queue's standing questions.
type View string

const (
	ViewOpen          View = "open"
	ViewWithSales     View = "with-sales"
	ViewWithMarketing View = "with-marketing"
	ViewMine          View = "mine"    // I asked, or I am on it for my side
	ViewWaiting       View = "waiting" // the ball is with me, or with my side and nobody took it
	ViewUnassigned    View = "unassigned"
	ViewAtRisk        View = "at-risk" // and not overdue
	ViewOverdue       View = "overdue"
	ViewDelivered     View = "delivered"
	ViewAll           View = "all"
)

// Views in the order of the tabs.
var Views = []View{ViewOpen, ViewWithMarketing, ViewWithSales, ViewWaiting, ViewMine, ViewUnassigned, ViewAtRisk, ViewOverdue, ViewDelivered, ViewAll}

// Orders of a list.
const (
	SortPromised = "promised" // overdue, then at risk, then by date promised: the order of open views
	SortNewest   = "newest"   // by number, newest first: the order of "all" and of searches
)

// PageSize of the queue.
const PageSize = 50

// Filter is what a list is asked for; the zero value is the open queue.
type Filter struct {
	View      View
	Type      string
	Assignee  int64 // holds the ball
	Requester int64
	Text      string // words of title and account, or a number
	Sort      string
	After     string // cursor
	Behind
}

// Plain reports whether nothing narrows the view.
func (f Filter) Plain() bool {
	return f.Type == "" && f.Assignee == 0 && f.Requester == 0 && f.Text == "" && f.Sort != SortNewest && f.Behind == (Behind{})
}

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
	ID         int64
	TypeKey    string
	ProcessID  int64
	Title      string
	Rush       bool
	State      State
	Stage      int16
	BallKind   string
	BallSide   people.Side
	BallPerson int64
	BallDueAt  *time.Time
	BallTarget int64
	PromisedAt time.Time
	ForecastAt time.Time
	ClosedAt   *time.Time
	ReviewBy   *time.Time

	Group Group
	// Used is the working time the ball's holder has had of this promise.
	Used workday.Span
}

// Agreed working time of the ball.
func (r Row) Agreed() workday.Span { return workday.Span(time.Duration(r.BallTarget) * time.Second) }

// Standing at now.
func (r Row) Standing(now time.Time) Standing {
	return Request{State: r.State, BallSide: r.BallSide, PromisedAt: r.PromisedAt, ForecastAt: r.ForecastAt}.Standing(now)
}

// Page is one page of the queue.
type Page struct {
	Filter    Filter
	Rows      []Row
	Next      string // cursor of the next page, "" on the last
	Counts    Counts
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

// List answers one page of the queue for the viewer, at most two queries. Everybody signed in may see every request. A
// mangled cursor or an unknown view is store.ErrNotFound.
func (q *Queue) List(ctx context.Context, viewer people.Person, f Filter) (Page, error) {
	page := Page{Filter: f, Now: q.db.Now()}
	var err error
	if page.Calendar, err = q.ledger.Calendar(ctx); err != nil {
		return page, err
	}
	if page.Catalogue, err = q.Catalogue(ctx); err != nil {
		return page, err
	}
	f.Behind.begin(page.Calendar)
	query, err := listQuery(viewer, f, page.Now)
	if err != nil {
		return page, err
	}
	page.Soon = endOfSoon(page.Calendar, page.Now)
	var buckets []int
	err = q.db.Rows(ctx, query, func(row pgx.Rows) error {
		var r Row
		var bucket int
		err := row.Scan(&r.ID, &r.TypeKey, &r.ProcessID, &r.Title, &r.Rush, &r.State, &r.Stage, &r.BallKind, &r.BallSide,
			&r.BallPerson, &r.BallDueAt, &r.BallTarget, &r.PromisedAt, &r.ForecastAt, &r.ClosedAt, &r.ReviewBy, &bucket)
		r.settle(page.Calendar, page.Now, bucket, page.Soon)
		page.Rows, buckets = append(page.Rows, r), append(buckets, bucket)
		return err
	})
	if err != nil {
		return page, err
	}
	if len(page.Rows) > PageSize {
		page.Rows = page.Rows[:PageSize]
		last := page.Rows[PageSize-1]
		at := last.PromisedAt
		if f.View == ViewDelivered {
			at = *last.ClosedAt
		}
		page.Next = store.EncodeCursor(position{buckets[PageSize-1], at, last.ID})
	}
	if !page.Catalogue.knows(page.Rows) { // a process came into force on another node a moment ago
		q.forgetCatalogue()
		if page.Catalogue, err = q.Catalogue(ctx); err != nil {
			return page, err
		}
	}
	page.Counts, err = q.Counts(ctx, viewer)
	return page, err
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

const rowColumns = `id, type_key, process_id, title, rush IN ('asked', 'agreed') AS rush, state, stage, ball_kind, ball_side,
	coalesce(ball_person_id, 0) AS ball_person, ball_due_at, ball_target, promised_at, forecast_at, closed_at, review_by`

// listQuery builds the one query of a page. The conditions of partial indexes stand literally in it.
func listQuery(viewer people.Person, f Filter, now time.Time) (*store.Query, error) {
	after := position{Bucket: -1}
	if f.After != "" {
		var err error
		if after, err = store.DecodeCursor[position](f.After); err != nil {
			return nil, err
		}
	}
	f.Text, f.Type = asked(f.Text), asked(f.Type)
	if n, ok := number(f.Text); ok {
		return store.SQL(`SELECT `+rowColumns+`, 4 FROM requests WHERE id = ?`, n), nil
	}
	switch f.View {
	case ViewDelivered:
		return delivered(viewer, f, after), nil
	case ViewAll:
		return newest(viewer, f, after, now), nil
	case "", ViewOpen, ViewWithSales, ViewWithMarketing, ViewMine, ViewWaiting, ViewUnassigned, ViewAtRisk, ViewOverdue:
	default:
		return nil, store.ErrNotFound
	}
	if f.Text != "" || f.Sort == SortNewest {
		return newest(viewer, f, after, now), nil
	}
	if after.Bucket > bucketWaiting || (f.View == ViewOverdue && after.Bucket > bucketOverdue) || (f.View == ViewAtRisk && after.Bucket > bucketAtRisk) {
		return nil, store.ErrNotFound // the cursor of another list
	}
	return byPromise(viewer, f, after, now), nil
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

// byPromise is one ordered walk of an index for each bucket that the page can reach, joined in order.
func byPromise(viewer people.Person, f Filter, after position, now time.Time) *store.Query {
	q := store.SQL(`SELECT * FROM (`)
	joined := false
	bucket := func(n int) bool {
		only := (f.View == ViewOverdue && n != bucketOverdue) || (f.View == ViewAtRisk && n != bucketAtRisk)
		if n < after.Bucket || only {
			return false
		}
		q.AddIf(joined, ` UNION ALL `)
		joined = true
		return true
	}
	if bucket(bucketOverdue) {
		q.Add(`(SELECT `+rowColumns+`, 0 AS bucket FROM requests WHERE state = 'open' AND ball_side <> '' AND promised_at < ?`, now)
		closeBucket(q, viewer, f, after, bucketOverdue)
	}
	if bucket(bucketAtRisk) {
		q.Add(`(SELECT `+rowColumns+`, 1 AS bucket FROM requests WHERE state = 'open' AND at_risk AND promised_at >= ?`, now)
		closeBucket(q, viewer, f, after, bucketAtRisk)
	}
	if bucket(bucketRest) {
		q.Add(`(SELECT `+rowColumns+`, 2 AS bucket FROM requests WHERE state = 'open' AND ball_side <> '' AND NOT at_risk AND promised_at >= ?`, now)
		closeBucket(q, viewer, f, after, bucketRest)
	}
	if bucket(bucketWaiting) {
		q.Add(`(SELECT ` + rowColumns + `, 3 AS bucket FROM requests WHERE state = 'open' AND ball_side = ''`)
		closeBucket(q, viewer, f, after, bucketWaiting)
	}
	return q.Add(`) page ORDER BY bucket, promised_at, id LIMIT ?`, PageSize+1)
}

func closeBucket(q *store.Query, viewer people.Person, f Filter, after position, n int) {
	narrow(q, viewer, f)
	q.AddIf(n == after.Bucket, ` AND (promised_at, id) > (?, ?)`, after.At, after.ID)
	q.Add(` ORDER BY promised_at, id LIMIT ?)`, PageSize+1)
}

func delivered(viewer people.Person, f Filter, after position) *store.Query {
	q := matching(f.Text).Add(` AND state = 'delivered'`)
	narrow(q, viewer, f)
	q.AddIf(f.After != "", ` AND (closed_at, id) < (?, ?)`, after.At, after.ID)
	return q.Add(` ORDER BY closed_at DESC, id DESC LIMIT ?`, PageSize+1)
}

func newest(viewer people.Person, f Filter, after position, now time.Time) *store.Query {
	q := matching(f.Text)
	q.AddIf(f.View != ViewAll, ` AND state = 'open'`)
	q.AddIf(f.View == ViewAtRisk, ` AND at_risk AND promised_at >= ?`, now)
	q.AddIf(f.View == ViewOverdue, ` AND ball_side <> '' AND promised_at < ?`, now)
	narrow(q, viewer, f)
	q.AddIf(f.After != "", ` AND id < ?`, after.ID)
	return q.Add(` ORDER BY id DESC LIMIT ?`, PageSize+1)
}

// matching finds words by their index first, all hits, so that the planner never walks the numbers for a rare word.
func matching(text string) *store.Query {
	if text == "" {
		return store.SQL(`SELECT ` + rowColumns + `, 4 FROM requests WHERE true`)
	}
	return store.SQL(`WITH hits AS MATERIALIZED (SELECT * FROM requests WHERE search @@ websearch_to_tsquery('english', ?))
		SELECT `+rowColumns+`, 4 FROM hits requests WHERE true`, text)
}

// narrow adds the conditions of view and filters.
func narrow(q *store.Query, viewer people.Person, f Filter) {
	switch f.View {
	case ViewWithSales:
		q.Add(` AND ball_side = 'sales'`)
	case ViewWithMarketing:
		q.Add(` AND ball_side = 'marketing'`)
	case ViewMine:
		q.Add(` AND (requester_id = ? OR sales_person_id = ? OR marketing_person_id = ?)`, viewer.ID, viewer.ID, viewer.ID)
	case ViewWaiting:
		q.Add(` AND (ball_person_id = ? OR (ball_person_id IS NULL AND ball_side = ?))`, viewer.ID, viewer.Side)
	case ViewUnassigned:
		q.Add(` AND ball_person_id IS NULL AND ball_side <> ''`)
	}
	q.AddIf(f.Type != "", ` AND type_key = ?`, f.Type)
	q.AddIf(f.Assignee != 0, ` AND ball_person_id = ?`, f.Assignee)
	q.AddIf(f.Requester != 0, ` AND requester_id = ?`, f.Requester)
	f.Behind.narrow(q)
}

// CountLimit is where the numbers on the tabs stop counting, so that a page costs the same however many requests there
// are: CountLimit+1 stands for more.
const CountLimit = 1000

// Counts are the numbers on the tabs.
type Counts struct {
	Open, WithSales, WithMarketing, Unassigned, AtRisk, Overdue, Delivered int
	SalesOver, MarketingOver                                               int // with a ball past its due time
	Mine, Waiting                                                          int
}

// Of a view; ok is false for views whose number nobody needs.
func (c Counts) Of(v View) (n int, ok bool) {
	switch v {
	case ViewOpen:
		return c.Open, true
	case ViewWithSales:
		return c.WithSales, true
	case ViewWithMarketing:
		return c.WithMarketing, true
	case ViewMine:
		return c.Mine, true
	case ViewWaiting:
		return c.Waiting, true
	case ViewUnassigned:
		return c.Unassigned, true
	case ViewAtRisk:
		return c.AtRisk, true
	case ViewOverdue:
		return c.Overdue, true
	case ViewDelivered:
		return c.Delivered, true
	}
	return 0, false
}

// countsAge is how old the numbers on the tabs may be when another node changed something; what this node changed counts
// at once.
const countsAge = 2 * time.Second

// counts remembers the numbers for a moment.
type counts struct {
	mu     sync.Mutex
	shared Counts
	own    map[int64]Counts // by viewer; nil when there is nothing to remember
	readAt time.Time
	age    int // how often it was forgotten: what was counted before that is not kept
}

func (c *counts) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.own = nil
	c.age++
}

func (c *counts) fresh() bool { return c.own != nil && time.Since(c.readAt) <= countsAge }

// of returns the viewer's numbers when they are fresh, else the shared ones if those are; and the age to keep others by.
func (c *counts) of(viewer int64) (n Counts, shared, own bool, age int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fresh() {
		return n, false, false, c.age
	}
	if n, own = c.own[viewer]; own {
		return n, true, true, c.age
	}
	return c.shared, true, false, c.age
}

func (c *counts) keepShared(n Counts, age int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if age == c.age {
		c.shared, c.own, c.readAt = n, map[int64]Counts{}, time.Now()
	}
}

func (c *counts) keepOwn(viewer int64, n Counts, age int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if age == c.age && c.fresh() {
		c.own[viewer] = n
	}
}

// Counts for the viewer. Nobody waits for another's counting.
func (q *Queue) Counts(ctx context.Context, viewer people.Person) (Counts, error) {
	n, shared, own, age := q.counts.of(viewer.ID)
	if own {
		return n, nil
	}
	if !shared {
		var err error
		if n, err = q.countShared(ctx); err != nil {
			return n, err
		}
		q.counts.keepShared(n, age)
	}
	err := q.db.Rows(ctx, store.SQL(`SELECT
		(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND (requester_id = ? OR sales_person_id = ? OR marketing_person_id = ?) LIMIT ?) n),
		(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_person_id = ? LIMIT ?) n)
			+ (SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_person_id IS NULL AND ball_side = ? LIMIT ?) n)`,
		viewer.ID, viewer.ID, viewer.ID, CountLimit+1, viewer.ID, CountLimit+1, viewer.Side, CountLimit+1),
		func(row pgx.Rows) error { return row.Scan(&n.Mine, &n.Waiting) })
	if err == nil {
		q.counts.keepOwn(viewer.ID, n, age)
	}
	return n, err
}

func (q *Queue) countShared(ctx context.Context) (n Counts, err error) {
	now, limit := q.db.Now(), CountLimit+1
	err = q.db.Rows(ctx, store.SQL(`SELECT
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_side = 'sales' LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_side = 'marketing' LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_person_id IS NULL AND ball_side <> '' LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND at_risk AND promised_at >= ? LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_side <> '' AND promised_at < ? LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_side = 'sales' AND promised_at < ? LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_side = 'marketing' AND promised_at < ? LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'delivered' LIMIT ?) n)`,
		limit, limit, limit, limit, now, limit, now, limit, now, limit, now, limit, limit),
		func(row pgx.Rows) error {
			return row.Scan(&n.Open, &n.WithSales, &n.WithMarketing, &n.Unassigned, &n.AtRisk, &n.Overdue,
				&n.SalesOver, &n.MarketingOver, &n.Delivered)
		})
	return n, err
}
