package requests_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
)

// at is a time by the clocks of London.
func at(t testing.TB, local string) time.Time {
	t.Helper()
	var c modelstest.Clock
	c.Set(t, local)
	return c.Now()
}

// date is a day as forms give it: at midnight UTC.
func date(year int, month time.Month, day int) *time.Time {
	d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return &d
}

// try makes the move as a form would: with the version of r and all that the move needs.
func try(p *models.Portal, actor people.Person, r requests.Request, move requests.Move) (requests.Request, error) {
	ctx, q := context.Background(), p.Requests
	switch move {
	case requests.MoveHandOn:
		return q.HandOn(ctx, actor, r.ID, r.Version, "")
	case requests.MoveSendBack:
		return q.SendBack(ctx, actor, r.ID, r.Version, "Prices are of last year")
	case requests.MoveAsk:
		return q.Ask(ctx, actor, r.ID, r.Version, "Which trailers?")
	case requests.MoveAnswer:
		return q.Answer(ctx, actor, r.ID, r.Version, "The new ones")
	case requests.MoveAssign:
		return q.Assign(ctx, actor, r.ID, r.Version, 0)
	case requests.MoveCheck:
		return q.Check(ctx, actor, r.ID, 0, true)
	case requests.MoveComment:
		return q.Comment(ctx, actor, r.ID, uuid.New(), "Noted")
	case requests.MoveDeliver:
		return q.Deliver(ctx, actor, r.ID, r.Version, requests.Delivery{Link: "https://files.meridian.example/piece.pdf"})
	case requests.MoveDecline:
		return q.Decline(ctx, actor, r.ID, r.Version, "No capacity this quarter")
	case requests.MoveCancel:
		return q.Cancel(ctx, actor, r.ID, r.Version, "The deal is lost")
	}
	switch move {
	case requests.MoveDecideRush:
		return q.DecideRush(ctx, actor, r.ID, r.Version, requests.RushDecision{Agree: r.NeededBy != nil && p.Store.Now().Before(*r.NeededBy), Note: "As the others allow"})
	case requests.MoveHold:
		return q.Hold(ctx, actor, r.ID, r.Version, "The customer thinks it over")
	case requests.MoveWait:
		return q.WaitFor(ctx, actor, r.ID, r.Version, "Kestrel Pharma's approval")
	case requests.MoveResume:
		return q.Resume(ctx, actor, r.ID, r.Version)
	case requests.MoveSuggest:
		later := p.Store.Now().AddDate(0, 0, 60).UTC().Truncate(24 * time.Hour)
		if later.Sub(r.PromisedAt).Abs() < 7*24*time.Hour { // it has to be another date
			later = later.AddDate(0, 0, 14)
		}
		return q.SuggestDate(ctx, actor, r.ID, r.Version, &later, "The photographer is ill")
	case requests.MoveAnswerDate:
		return q.AnswerDate(ctx, actor, r.ID, r.Version, r.ID%2 == 0, "")
	case requests.MoveReopen:
		return q.Reopen(ctx, actor, r.ID, r.Version)
	case requests.MoveReview:
		return q.Review(ctx, actor, r.ID, r.Version, requests.Opinion{Verdict: requests.Approved})
	case requests.MoveName:
		roll, err := p.People.Roll(ctx)
		if err != nil {
			return r, err
		}
		for _, other := range append(roll.Of(people.Marketing), roll.Of(people.Sales)...) { // whoever does not decide
			if r.BallPersonID == nil || other.ID != *r.BallPersonID {
				return q.AskReviewer(ctx, actor, r.ID, r.Version, other.ID)
			}
		}
	case requests.MoveAllowRound:
		later := p.Store.Now().AddDate(0, 0, 31+7*(r.Version%90)).UTC().Truncate(24 * time.Hour)
		return q.AllowRound(ctx, actor, r.ID, r.Version, &later, "The pages changed")
	}
	panic("unknown move " + move)
}

// moves are all there are; those before the talk look at the version.
var moves = []requests.Move{
	requests.MoveHandOn, requests.MoveSendBack, requests.MoveAsk, requests.MoveAnswer, requests.MoveAssign,
	requests.MoveDeliver, requests.MoveDecline, requests.MoveCancel, requests.MoveDecideRush, requests.MoveHold, requests.MoveWait,
	requests.MoveResume, requests.MoveSuggest, requests.MoveAnswerDate, requests.MoveReopen, requests.MoveReview, requests.MoveName, requests.MoveAllowRound,
	requests.MoveCheck, requests.MoveComment,
}

var versioned = moves[:len(moves)-2]

// rush is the brief of a brochure needed a week sooner than agreed.
func rush(title string) requests.Brief {
	b := brief("brochure", title)
	b.NeededBy, b.RushReason = date(2026, time.December, 9), "The supplier day moved"
	return b
}

// must makes the move, which is the actor's.
func must(t testing.TB, p *models.Portal, actor people.Person, r requests.Request, move requests.Move) requests.Request {
	t.Helper()
	r, err := try(p, actor, r, move)
	if err != nil {
		t.Fatalf("%s by %s: %v", move, actor.Name, err)
	}
	return r
}

// pass hands the request on so many times, by whoever's turn it is.
func pass(t testing.TB, p *models.Portal, r requests.Request, times int) requests.Request {
	t.Helper()
	holder := map[people.Side]people.Person{people.Sales: modelstest.Person(t, p, "ruth"), people.Marketing: modelstest.Person(t, p, "lucia")}
	for range times {
		r = must(t, p, holder[r.BallSide], r, requests.MoveHandOn)
	}
	return r
}

// fingerprint of everything a verb can change.
func fingerprint(t testing.TB, p *models.Portal) (sum string) {
	t.Helper()
	err := p.Store.Read().Raw(`SELECT md5(concat(
		(SELECT string_agg(r::text, '|' ORDER BY id) FROM requests r), (SELECT string_agg(x::text, '|' ORDER BY id) FROM promises x),
		(SELECT string_agg(x::text, '|' ORDER BY id) FROM turns x), (SELECT string_agg(x::text, '|' ORDER BY id) FROM events x),
		(SELECT string_agg(x::text, '|' ORDER BY x::text) FROM request_checks x), (SELECT string_agg(x::text, '|' ORDER BY x::text) FROM submissions x),
		(SELECT string_agg(x::text, '|' ORDER BY id) FROM files x), (SELECT string_agg(x::text, '|' ORDER BY id) FROM review_rounds x),
		(SELECT string_agg(x::text, '|' ORDER BY id) FROM review_answers x), (SELECT string_agg(x::text, '|' ORDER BY request_id) FROM pieces x),
		(SELECT string_agg(x::text, '|' ORDER BY x::text) FROM piece_versions x), (SELECT string_agg(x::text, '|' ORDER BY id) FROM piece_uses x), (SELECT count(*) FROM river_job), (SELECT count(*) FROM followers)))`).Scan(&sum).Error
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func count(t testing.TB, p *models.Portal, table string) (n int) {
	t.Helper()
	if err := p.Store.Read().Table(table).Select("count(*)").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func audit(t testing.TB, p *models.Portal) {
	t.Helper()
	wrong, err := p.Requests.Audit(context.Background())
	if err != nil || len(wrong) > 0 {
		t.Errorf("audit: got %v %v, want nothing wrong", wrong, err)
	}
}

// events of the request of the kind, oldest first.
func events(t testing.TB, p *models.Portal, id int64, kind string) (found []activity.Event) {
	t.Helper()
	history, err := p.Activity.History(context.Background(), requests.Subject(id))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range history {
		if e.Kind == kind {
			found = append(found, e)
		}
	}
	return found
}

func show(t testing.TB, p *models.Portal, viewer people.Person, id int64) requests.Whole {
	t.Helper()
	w, err := p.Requests.Show(context.Background(), viewer, id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
