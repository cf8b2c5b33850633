package requests

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// CountLimit is where the numbers on the tabs stop counting, so that a page costs the same however many requests there
// are: CountLimit+1 stands for more.
const CountLimit = 1000

// Counts are the numbers on the tabs.
type Counts struct {
	Open, WithSales, WithMarketing, Unassigned, AtRisk, Overdue, Delivered int
	DueWeek                                                                int
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
	case ViewDueWeek:
		return c.DueWeek, true
	case ViewLate:
		return min(c.AtRisk+c.Overdue, CountLimit+1), true
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

// Tabs are the numbers and the saved views of one viewer.
type Tabs struct {
	Counts
	Saved []SavedView
}

// counts remembers the numbers for a moment.
type counts struct {
	mu     sync.Mutex
	shared Counts
	own    map[int64]Tabs // by viewer; nil when there is nothing to remember
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
func (c *counts) of(viewer int64) (n Tabs, shared, own bool, age int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.fresh() {
		return n, false, false, c.age
	}
	if n, own = c.own[viewer]; own {
		return n, true, true, c.age
	}
	return Tabs{Counts: c.shared}, true, false, c.age
}

func (c *counts) keepShared(n Counts, age int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if age == c.age {
		c.shared, c.own, c.readAt = n, map[int64]Tabs{}, time.Now()
	}
}

func (c *counts) keepOwn(viewer int64, n Tabs, age int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if age == c.age && c.fresh() {
		c.own[viewer] = n
	}
}

// Counts for the viewer.
func (q *Queue) Counts(ctx context.Context, viewer people.Person) (Counts, error) {
	n, err := q.Tabs(ctx, viewer)
	return n.Counts, err
}

// Tabs for the viewer. What is not remembered is read: the numbers of everybody, the viewer's own with the saved views, and
// the numbers of these where there are any, one query each. Nobody waits for another's counting.
func (q *Queue) Tabs(ctx context.Context, viewer people.Person) (Tabs, error) {
	n, shared, own, age := q.counts.of(viewer.ID)
	if own {
		return n, nil
	}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return n, err
	}
	if !shared {
		if n.Counts, err = q.countShared(ctx, cal); err != nil {
			return n, err
		}
		q.counts.keepShared(n.Counts, age)
	}
	err = q.db.Rows(ctx, store.SQL(`SELECT
		(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND (requester_id = ? OR sales_person_id = ? OR marketing_person_id = ?) LIMIT ?) n),
		(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_person_id = ? LIMIT ?) n)
			+ (SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_person_id IS NULL AND ball_side = ? LIMIT ?) n),
		`+savedViews,
		viewer.ID, viewer.ID, viewer.ID, CountLimit+1, viewer.ID, CountLimit+1, viewer.Side, CountLimit+1, viewer.ID, maxSaved, viewer.ID, maxSaved),
		func(row pgx.Rows) error { return row.Scan(&n.Mine, &n.Waiting, &n.Saved) })
	if err != nil {
		return n, err
	}
	if err := q.countSaved(ctx, viewer, cal, n.Saved); err != nil {
		return n, err
	}
	q.counts.keepOwn(viewer.ID, n, age)
	return n, nil
}

func (q *Queue) countShared(ctx context.Context, cal *workday.Calendar) (n Counts, err error) {
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
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'delivered' LIMIT ?) n),
			(SELECT count(*) FROM (SELECT FROM requests WHERE state = 'open' AND ball_side <> '' AND promised_at >= ? AND promised_at <= ? LIMIT ?) n)`,
		limit, limit, limit, limit, now, limit, now, limit, now, limit, now, limit, limit, now, endOfWeek(cal, now), limit),
		func(row pgx.Rows) error {
			return row.Scan(&n.Open, &n.WithSales, &n.WithMarketing, &n.Unassigned, &n.AtRisk, &n.Overdue,
				&n.SalesOver, &n.MarketingOver, &n.Delivered, &n.DueWeek)
		})
	return n, err
}
