package requests

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
)

// LaneSize is how many tickets of a lane the board shows; the list has them all.
const LaneSize = 6

// Board is the open queue by lanes. Its Page has no rows.
type Board struct {
	Page
	Lanes []Column
}

// Column is one lane.
type Column struct {
	Lane    Lane
	N       int // requests in it, up to CountLimit+1
	Tickets []Ticket
}

// Ticket is a request on the board with what the viewer can do there.
type Ticket struct {
	Row
	Moves Moves
	Next  Lane   // where handing on leads; "" in the last stage
	Back  Lane   // where sending back leads; "" when there is no way back
	Why   string // why the viewer cannot move it; "" when they can
}

// Board answers the open requests of the filter by lanes, each in the order of the list, at most four queries. With a
// stage in the filter it is that lane alone. Views of what is not open alone are store.ErrNotFound, as is what List refuses.
func (q *Queue) Board(ctx context.Context, viewer people.Person, f Filter) (Board, error) {
	if !f.OnBoard() {
		return Board{}, store.ErrNotFound
	}
	f.After = ""
	page, err := q.page(ctx, viewer, f)
	b := Board{Page: page}
	if err != nil {
		return b, err
	}
	a, err := page.asking(viewer, LaneSize).checked()
	if err != nil {
		return b, err
	}
	place := map[Lane]*Column{}
	lanes := a.lanes()
	b.Lanes = make([]Column, len(lanes))
	for i, lane := range lanes {
		b.Lanes[i].Lane, place[lane] = lane, &b.Lanes[i]
	}
	var rows []Row
	err = q.db.Rows(ctx, a.tickets(), func(row pgx.Rows) error {
		r, bucket, err := scanRow(row)
		rows = append(rows, r)
		r.settle(page.Calendar, page.Now, bucket, page.Soon)
		if lane := place[r.Lane]; len(lane.Tickets) < LaneSize {
			lane.Tickets = append(lane.Tickets, Ticket{Row: r})
		}
		return err
	})
	if err != nil {
		return b, err
	}
	if b.Catalogue, err = q.knowing(ctx, b.Catalogue, rows); err != nil {
		return b, err
	}
	roll, err := q.people.Roll(ctx)
	if err != nil {
		return b, err
	}
	for _, lane := range b.Lanes {
		for i := range lane.Tickets {
			lane.Tickets[i].offer(b.Catalogue.Processes[lane.Tickets[i].ProcessID], viewer, roll)
		}
	}
	var numbers []int
	err = q.db.Rows(ctx, a.laneCounts(), func(row pgx.Rows) error { return row.Scan(&numbers) })
	for i, n := range numbers {
		b.Lanes[i].N = n
	}
	return b, err
}

// OnBoard reports whether the filter's view is one of open requests, which have a place on the board.
func (f Filter) OnBoard() bool { return f.View != ViewDelivered && f.View != ViewAll }

// offer fills in what the viewer can do.
func (t *Ticket) offer(process Process, viewer people.Person, roll people.Roll) {
	r := t.request()
	t.Moves = r.Moves(process, viewer)
	if !process.Last(t.Stage) {
		t.Next = process.Lane(t.Stage+1, t.AskedSide)
	}
	if back := process.Back(t.Stage); back > 0 {
		t.Back = process.Lane(back, t.AskedSide)
	}
	var refusal *store.Refusal
	if !t.Moves[MoveHandOn] && !t.Moves[MoveDeliver] && errors.As(r.allow(process, viewer, MoveHandOn, roll), &refusal) {
		t.Why = refusal.Sentence
	}
}

// lanes that are shown.
func (a asking) lanes() []Lane {
	if a.Stage != "" {
		return []Lane{a.Stage}
	}
	return Lanes
}

// tickets reads one more of each lane than is shown: each lane is a list of its own, but for words, which are found once.
func (a asking) tickets() *store.Query {
	if n, ok := number(a.Text); ok {
		q := store.SQL(`SELECT `+rowColumns+`, 4 AS bucket FROM requests WHERE state = 'open' AND id = ?`, n)
		return q.AddIf(a.Stage != "", ` AND lane = ?`, a.Stage)
	}
	if a.Text != "" {
		q := store.SQL(`SELECT `+rowColumns+`, 4 AS bucket FROM (
			SELECT *, row_number() OVER (PARTITION BY lane ORDER BY id DESC) AS place FROM requests
			WHERE state = 'open' AND search @@ websearch_to_tsquery('english', ?)`, a.Text)
		a.narrow(q)
		return q.Add(`) hits WHERE place <= ? ORDER BY id DESC`, a.limit+1)
	}
	q := store.SQL(`SELECT * FROM (`)
	for i, lane := range a.lanes() {
		q.AddIf(i > 0, ` UNION ALL `)
		q.Add(`(`)
		a.Stage = lane
		if a.byPromise() {
			a.promised(q, nowhere)
		} else {
			a.newest(q, nowhere)
		}
		q.Add(`)`)
	}
	q.Add(`) board`)
	if a.byPromise() {
		return q.Add(` ORDER BY bucket, promised_at, id`)
	}
	return q.Add(` ORDER BY id DESC`)
}

// laneCounts is one row with an array of a number for each lane.
func (a asking) laneCounts() *store.Query {
	q := store.SQL(`SELECT ARRAY[`)
	for i, lane := range a.lanes() {
		q.AddIf(i > 0, `, `)
		if a.Text != "" {
			q.Add(`(count(*) FILTER (WHERE lane = ?))::int`, lane)
			continue
		}
		of := a
		of.Stage = lane
		of.count(q)
	}
	q.Add(`]`)
	if a.Text == "" {
		return q
	}
	q.Add(` FROM requests WHERE state = 'open'`)
	if n, ok := number(a.Text); ok {
		return q.Add(` AND id = ?`, n)
	}
	a.narrow(q)
	return q.Add(` AND search @@ websearch_to_tsquery('english', ?)`, a.Text)
}
