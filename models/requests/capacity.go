package requests

import (
	"context"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/people"
	"alongside/models/store"
	"alongside/models/workday"
)

// Load is work in hand.
type Load struct {
	Held     workday.Span // working time
	Requests int          // open requests that it is for
}

// Hands are whose work it is: a person's, for the side they are on a request for. Person 0 is nobody of that side yet.
type Hands struct {
	Side   people.Side
	Person int64
}

// Capacity is how much work is in whose hands.
type Capacity map[Hands]Load

// Of is everything that the person holds.
func (c Capacity) Of(person int64) Load {
	sales, marketing := c[Hands{people.Sales, person}], c[Hands{people.Marketing, person}]
	return Load{sales.Held + marketing.Held, sales.Requests + marketing.Requests}
}

// Capacity sums up the open requests: of the stage that runs or waits what is left of its agreed days, and not less than
// nothing; of the stages to come their agreed days. A stage is the work of whoever is on the request for the side that
// holds it. With until, only what falls before it when every stage takes its agreed days from now on. It reads every open
// request by one query: the price of a page of its own.
func (q *Queue) Capacity(ctx context.Context, until *time.Time) (Capacity, error) {
	c := Capacity{}
	cal, err := q.ledger.Calendar(ctx)
	if err != nil {
		return c, err
	}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return c, err
	}
	now := q.db.Now()
	horizon := workday.Span(math.MaxInt64)
	if until != nil {
		horizon = max(cal.Between(now, *until), 0)
	}
	err = q.db.Rows(ctx, store.SQL(`SELECT r.process_id, r.stage, r.days, coalesce(r.sales_person_id, 0), coalesce(r.marketing_person_id, 0),
			r.ball_kind, r.ball_side, coalesce(r.ball_person_id, 0), r.ball_due_at, r.ball_target, w.began, w.ended
		FROM requests r LEFT JOIN LATERAL (
			SELECT array_agg(t.began_at ORDER BY t.id) AS began, array_agg(t.ended_at ORDER BY t.id) AS ended
			FROM promises p JOIN turns t ON t.promise_id = p.id
			WHERE p.subject_kind = 'request' AND p.subject_id = r.id AND p.kind = 'stage' AND p.closed_at IS NULL AND p.due_at IS NULL
				AND r.ball_kind <> 'stage' AND t.ended_at IS NOT NULL
		) w ON true
		WHERE r.state = 'open'`), func(row pgx.Rows) error {
		var w inHand
		if err := row.Scan(&w.process, &w.stage, &w.days, &w.sales, &w.marketing, &w.kind, &w.side, &w.person, &w.due, &w.target, &w.began, &w.ended); err != nil {
			return err
		}
		process, err := catalogue.process(ctx, q.db.Read(), w.process)
		if err == nil {
			w.share(c, cal, Request{Days: w.days}.Way(process), now, horizon)
		}
		return err
	})
	return c, err
}

// inHand is what is known of one open request: its people, its ball, and the turns of the stage that waits.
type inHand struct {
	process          int64
	stage            int16
	days             []float64 // see Request.Way
	sales, marketing int64
	kind             string
	side             people.Side
	person           int64
	due              *time.Time
	target           int64
	began, ended     []time.Time
}

// share lays what is left one after the other from now on, and adds what lies before the horizon to whose it is.
func (w inHand) share(c Capacity, cal *workday.Calendar, process Process, now time.Time, horizon workday.Span) {
	var at workday.Span
	held := map[Hands]workday.Span{}
	lay := func(side people.Side, person int64, left workday.Span) {
		left = max(left, 0)
		held[Hands{side, person}] += max(min(at+left, horizon)-at, 0)
		at += left
	}
	if w.due != nil && w.kind != BallRush { // a decision is taken out of its stage, which counts whole
		lay(w.side, w.person, min(cal.Between(now, *w.due), workday.Span(time.Duration(w.target)*time.Second)))
	}
	if stage := process.At(w.stage); w.kind != BallStage {
		left := stage.Agreed()
		for i := range w.ended {
			left -= cal.Between(w.began[i], w.ended[i])
		}
		lay(stage.Side, w.of(stage.Side), left)
	}
	for _, s := range process.Stages[w.stage:] {
		lay(s.Side, w.of(s.Side), s.Agreed())
	}
	for whose, left := range held {
		if left > 0 {
			c[whose] = Load{c[whose].Held + left, c[whose].Requests + 1}
		}
	}
}

// of is who works on it for the side, 0 for nobody.
func (w inHand) of(side people.Side) int64 {
	if side == people.Sales {
		return w.sales
	}
	return w.marketing
}
