package requests

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// Whole is everything the page of a request shows.
type Whole struct {
	Request  Request
	Type     Type
	Process  Process // the request's own Way
	Account  promises.Account
	History  []activity.Event
	Files    []files.File
	Rounds   []Round            // of review, oldest first
	Checked  map[int16]bool     // by Item.Number
	Follows  bool               // the viewer hears of every event
	From     []activity.Subject // what it comes from, as said when it was asked for
	Piece    *Piece             // what a delivered request has: its owner, version and state
	Hurry    *Hurry             // while a rush is to be decided
	Moves    Moves
	Pace     Pace // of the type
	Calendar *workday.Calendar
	Now      time.Time
}

// Show reads a request as the viewer sees it.
func (q *Queue) Show(ctx context.Context, viewer people.Person, id int64) (Whole, error) {
	w := Whole{Now: q.db.Now()}
	catalogue, err := q.Catalogue(ctx)
	if err != nil {
		return w, err
	}
	if w.Calendar, err = q.ledger.Calendar(ctx); err != nil {
		return w, err
	}
	if err = q.find(ctx, viewer, id, &w); err != nil {
		return w, err
	}
	if w.Process, err = catalogue.way(ctx, q.db.Read(), w.Request); err != nil {
		return w, err
	}
	w.Type, _ = catalogue.Type(w.Request.TypeKey)
	w.Moves = w.Request.Moves(w.Process, viewer)
	if w.Pace, err = q.Pace(ctx, w.Request.TypeKey); err != nil {
		return w, err
	}
	if w.Request.BallKind == BallRush {
		w.Account = w.Request.onlyBall()
		hurry, err := q.Hurry(ctx, w)
		if err != nil {
			return w, err
		}
		w.Hurry = &hurry
	} else if w.Account, err = q.ledger.Account(ctx, w.Request.Subject()); err != nil {
		return w, err
	}
	if w.History, err = q.log.History(ctx, w.Request.Subject()); err != nil {
		return w, err
	}
	w.Files, err = q.files.Of(ctx, w.Request.Subject())
	return w, err
}

// onlyBall is the account of a request before its first stage, as its row tells it: there is nothing but the ball.
func (r Request) onlyBall() promises.Account {
	return promises.Account{
		Promises: []promises.Promise{{
			ID: *r.BallPromiseID, Kind: r.BallKind, FromSide: r.BallSide, FromPersonID: r.BallPersonID,
			Target: r.BallTarget, OpenedAt: *r.BallSince, DueAt: r.BallDueAt,
		}},
		Turns: []promises.Turn{{PromiseID: r.BallPromiseID, Holder: promises.Holder(r.BallSide), PersonID: r.BallPersonID, BeganAt: *r.BallSince}},
	}
}

// find reads the request with its piece, what is ticked on its checklist, its rounds of review, whether the viewer follows it,
// and what it comes from.
func (q *Queue) find(ctx context.Context, viewer people.Person, id int64, w *Whole) error {
	r, piece := &w.Request, Piece{}
	var owner *int64
	var number *int16
	var items []int16
	var kinds []string
	var ids []int64
	err := q.db.Rows(ctx, store.SQL(`SELECT id, requests.type_key, process_id, asked_side, requester_id, requester_side, title, account, reader, change,
			requests.uses, fields, needed_by, rush_reason, rush, days, waits_for,
			suggested_on, suggested_by, suggested_side, suggested_why, warned_at, state, stage, sales_person_id, marketing_person_id,
			ball_promise_id, ball_kind, ball_side, ball_person_id, ball_since, ball_due_at, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at, closed_at, closed_why,
			delivered_link, requests.version, furthest, rounds, more_rounds, reviewers,
			(SELECT jsonb_agg(to_jsonb(d) || jsonb_build_object('answers',
				(SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.id), '[]') FROM review_answers a WHERE a.round_id = d.id)) ORDER BY d.number)
				FROM review_rounds d WHERE d.request_id = requests.id),
			ARRAY(SELECT item FROM request_checks c WHERE c.request_id = requests.id),
			EXISTS (SELECT FROM followers WHERE subject_kind = 'request' AND subject_id = requests.id AND person_id = ?),
			ARRAY(SELECT to_kind FROM links WHERE from_kind = 'request' AND from_id = requests.id ORDER BY at, to_kind, to_id),
			ARRAY(SELECT to_id FROM links WHERE from_kind = 'request' AND from_id = requests.id ORDER BY at, to_kind, to_id),
			owner_id, pieces.number, review_by, reported_at, archived_at
		FROM requests LEFT JOIN pieces ON pieces.request_id = requests.id WHERE id = ?`, viewer.ID, id), func(row pgx.Rows) error {
		return row.Scan(&r.ID, &r.TypeKey, &r.ProcessID, &r.AskedSide, &r.RequesterID, &r.RequesterSide, &r.Title, &r.Account, &r.Reader, &r.Change,
			&r.Uses, &r.Fields, &r.NeededBy, &r.RushReason, &r.Rush, &r.Days, &r.WaitsFor,
			&r.SuggestedOn, &r.SuggestedBy, &r.SuggestedSide, &r.SuggestedWhy, &r.WarnedAt, &r.State, &r.Stage, &r.SalesPersonID, &r.MarketingPersonID,
			&r.BallPromiseID, &r.BallKind, &r.BallSide, &r.BallPersonID, &r.BallSince, &r.BallDueAt, &r.BallTarget, &r.SubmittedAt, &r.PromisedAt, &r.FirstPromisedAt, &r.ForecastAt, &r.DatedAt, &r.ClosedAt, &r.ClosedWhy,
			&r.DeliveredLink, &r.Version, &r.Furthest, &r.Rounds, &r.MoreRounds, &r.Reviewers, &w.Rounds, &items, &w.Follows, &kinds, &ids,
			&owner, &number, &piece.ReviewBy, &piece.ReportedAt, &piece.ArchivedAt)
	})
	if err != nil {
		return err
	}
	if r.ID == 0 {
		return store.ErrNotFound
	}
	if owner != nil {
		piece.RequestID, piece.OwnerID, piece.Number = r.ID, *owner, *number
		w.Piece = &piece
	}
	w.Checked = make(map[int16]bool, len(items))
	for _, item := range items {
		w.Checked[item] = true
	}
	for i := range kinds {
		w.From = append(w.From, activity.Subject{Kind: kinds[i], ID: ids[i]})
	}
	return nil
}

// Round is the open round of review; ok is false when there is none.
func (w Whole) Round() (r Round, ok bool) {
	if n := len(w.Rounds); n > 0 && w.Rounds[n-1].ClosedAt == nil {
		return w.Rounds[n-1], true
	}
	return r, false
}

// UnderReview are the versions that the open round is about, what was changed last first.
func (w Whole) UnderReview() []files.File { return w.Request.UnderReview(w.Files, w.Rounds) }

// Decider is who decides the review of the present stage; nil while nobody holds it.
func (w Whole) Decider() *int64 {
	for _, p := range w.Account.Promises {
		if p.ClosedAt == nil && p.Kind == BallStage {
			return p.FromPersonID
		}
	}
	return nil
}

// Bar is one turn at a stage or a question, or a wait, for the stage bar.
type Bar struct {
	Stage    int16
	Side     people.Side
	Question bool
	Wait     promises.Holder // WithThird or WithNobody; "" while a side had it
	From, To time.Time
}

// StageLine is one line of the stage table: what was agreed beside what happened.
type StageLine struct {
	Stage
	Number      int16
	AgreedFrom  time.Time
	AgreedTo    time.Time
	From, To    *time.Time // nil: not begun, not ended
	Used        workday.Span
	Now         bool
	NextFrom    time.Time // forecast, of stages not ended; zero while the request waits, when there is none
	NextTo      time.Time
	Interrupted bool // a question of this stage is open, or it waits
}

// Story lines up the stages: agreed, actual and to come, and the bars of what happened.
func (w Whole) Story() (lines []StageLine, bars []Bar) {
	r := w.Request
	agreed := plan(w.Calendar, w.Type, w.Process, r.SubmittedAt, nil)
	for _, p := range agreed.Stages {
		lines = append(lines, StageLine{Stage: p.Stage, Number: p.Number, AgreedFrom: p.From, AgreedTo: p.To})
	}
	step := map[int64]promises.Promise{}
	for _, p := range w.Account.Promises {
		step[p.ID] = p
		if p.Kind != BallStage {
			continue
		}
		line := &lines[p.Step-1]
		line.Used += w.Account.Used(w.Calendar, p.ID, w.Now)
		if line.From == nil {
			line.From = &p.OpenedAt
		}
		line.To = p.ClosedAt
	}
	for _, t := range w.Account.Turns {
		if t.PromiseID == nil {
			bars = append(bars, Bar{Wait: t.Holder, From: t.BeganAt, To: turnEnd(t, w.Now)})
			continue
		}
		p := step[*t.PromiseID]
		bars = append(bars, Bar{Stage: p.Step, Side: p.FromSide, Question: p.Kind == BallQuestion, From: t.BeganAt, To: turnEnd(t, w.Now)})
	}
	if r.State == Open {
		w.forecastLines(lines)
	}
	return lines, mergeBars(w.Calendar, bars)
}

func turnEnd(t promises.Turn, now time.Time) time.Time {
	if t.EndedAt != nil {
		return *t.EndedAt
	}
	return now
}

// mergeBars joins what followed without a gap for the same promise (a change of person) and drops what took no time.
func mergeBars(cal *workday.Calendar, bars []Bar) []Bar {
	var merged []Bar
	for _, b := range bars {
		if n := len(merged); n > 0 && merged[n-1].Stage == b.Stage && merged[n-1].Question == b.Question && merged[n-1].Side == b.Side && merged[n-1].Wait == b.Wait {
			merged[n-1].To = b.To
			continue
		}
		merged = append(merged, b)
	}
	kept := merged[:0]
	for _, b := range merged {
		if cal.Between(b.From, b.To) > 0 {
			kept = append(kept, b)
		}
	}
	return kept
}

// forecastLines fills the current stage and those to come. Nobody knows when a wait ends, so there is no forecast while it lasts.
func (w Whole) forecastLines(lines []StageLine) {
	r, cal := w.Request, w.Calendar
	current := &lines[r.Stage-1]
	current.Now, current.To = true, nil
	current.Interrupted = r.BallKind == BallQuestion || r.Paused()
	if r.Paused() {
		for i := int(r.Stage); i < len(lines); i++ {
			lines[i].From, lines[i].To = nil, nil
		}
		return
	}
	at := w.Now
	for _, p := range w.Account.Promises {
		if p.ClosedAt == nil {
			at = cal.Add(at, max(p.Agreed()-w.Account.Used(cal, p.ID, w.Now), 0))
		}
	}
	current.NextFrom, current.NextTo = w.Now, cal.EndOfDay(at)
	for i := int(r.Stage); i < len(lines); i++ {
		lines[i].From, lines[i].To = nil, nil
		lines[i].NextFrom = cal.Start(at)
		at = cal.Add(at, lines[i].Agreed())
		lines[i].NextTo = cal.EndOfDay(at)
	}
}
