package activity_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

var subject = activity.Subject{Kind: activity.KindRequest, ID: 412}

func record(t testing.TB, p *models.Portal, actor people.Person, on activity.Subject, kind string, d activity.Detail) {
	t.Helper()
	ctx := context.Background()
	err := p.Store.Tx(ctx, func(tx *store.Tx) error { return p.Activity.Record(ctx, tx, actor, on, kind, d) })
	if err != nil {
		t.Fatal(err)
	}
}

func count(t testing.TB, p *models.Portal, table string) (n int) {
	t.Helper()
	if err := p.Store.Read().Table(table).Select("count(*)").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLogIsAppendOnly(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	record(t, p, modelstest.Person(t, p, "ruth"), subject, "submitted", activity.Detail{Title: "Brochure"})
	for _, sql := range []string{
		`UPDATE events SET kind = 'cancelled'`,
		`UPDATE events SET at = at WHERE id < 0`,
		`DELETE FROM events`,
		`TRUNCATE events CASCADE`,
	} {
		if err := p.Store.Read().Exec(sql).Error; err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: got %v, want it refused", sql, err)
		}
	}
	history, err := p.Activity.History(context.Background(), subject)
	if err != nil || len(history) != 1 || history[0].Kind != "submitted" {
		t.Errorf("got %v, %v, want the event as it was", history, err)
	}
}

// TestRecordBelongsToItsAct: the event and its announcement exist if and only if the act does.
func TestRecordBelongsToItsAct(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	failed := errors.New("the act failed")
	err := p.Store.Tx(ctx, func(tx *store.Tx) error {
		return errors.Join(p.Activity.Record(ctx, tx, people.Person{}, subject, "submitted", activity.Detail{}), failed)
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if events, jobs := count(t, p, "events"), count(t, p, "river_job"); events != 0 || jobs != 0 {
		t.Errorf("after a failed act: got %d events, %d jobs, want none", events, jobs)
	}
	record(t, p, people.Person{}, subject, "submitted", activity.Detail{})
	if events, jobs := count(t, p, "events"), count(t, p, "river_job"); events != 1 || jobs != 1 {
		t.Errorf("after an act: got %d events, %d jobs, want one each", events, jobs)
	}
	if err := p.Activity.Note(ctx, people.Person{}, subject, "sign-in-refused", activity.Detail{}); err != nil {
		t.Fatal(err)
	}
	if events, jobs := count(t, p, "events"), count(t, p, "river_job"); events != 2 || jobs != 1 {
		t.Errorf("after a note: got %d events, %d jobs, want one more event that nobody is told of", events, jobs)
	}
}

func TestEventKeepsWhoWhenAndWhat(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	now := clock.Now().UTC()
	want := activity.Detail{
		Title: "One line\r\nanother", Type: "Brochure", Stage: "Design", Next: "Review", Side: people.Sales, Person: 7, Text: "Füße 🚚 <b>",
		Used: 1, Target: 2, From: &now, To: &now, Late: true, File: 3, Link: "https://files.meridian.example", Address: "192.0.2.1",
	}
	record(t, p, ruth, subject, "handed-on", want)
	record(t, p, people.Person{}, subject, "due-soon", activity.Detail{})
	history, err := p.Activity.History(ctx, subject)
	if err != nil || len(history) != 2 {
		t.Fatalf("got %v, %v, want two events", history, err)
	}
	got := history[0]
	if got.ActorID == nil || *got.ActorID != ruth.ID || !got.At.Equal(now) || got.Subject() != subject || got.Kind != "handed-on" {
		t.Errorf("got %+v, want Ruth's at %v", got, now)
	}
	if fmt.Sprintf("%+v", plain(got.Detail)) != fmt.Sprintf("%+v", plain(want)) {
		t.Errorf("got %+v, want %+v", got.Detail, want)
	}
	if history[1].ActorID != nil {
		t.Errorf("got actor %d, want Alongside itself", *history[1].ActorID)
	}
	if found, err := p.Activity.Find(ctx, got.ID); err != nil || found.Kind != got.Kind {
		t.Errorf("got %v, %v, want the event", found, err)
	}
	if _, err := p.Activity.Find(ctx, 1<<40); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want %v", err, store.ErrNotFound)
	}
}

// plain is the detail without pointers, to be compared as text.
func plain(d activity.Detail) []any {
	from, to := *d.From, *d.To
	d.From, d.To = nil, nil
	return []any{d, from.UTC(), to.UTC()}
}

// TestLongHistoryShowsItsNewestPart, oldest first.
func TestLongHistoryShowsItsNewestPart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	err := p.Store.Read().Exec(`INSERT INTO events (at, subject_kind, subject_id, kind, detail)
		SELECT now(), 'request', 412 + n % 2, 'commented', jsonb_build_object('text', n::text) FROM generate_series(1, 1200) n`).Error
	if err != nil {
		t.Fatal(err)
	}
	history, err := p.Activity.History(ctx, subject)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(history); n != 500 || history[n-1].Detail.Text != "1200" || history[0].Detail.Text != "202" {
		t.Errorf("got %d events from %s to %s, want 500 from 202 to 1200", n, history[0].Detail.Text, history[n-1].Detail.Text)
	}
}

func TestFollowers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	err := p.Store.Tx(ctx, func(tx *store.Tx) error {
		return errors.Join(p.Activity.Follow(ctx, tx, subject, 3), p.Activity.Follow(ctx, tx, subject, 1), p.Activity.Follow(ctx, tx, subject, 3),
			p.Activity.Follow(ctx, tx, activity.Subject{Kind: activity.KindPerson, ID: subject.ID}, 2))
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Activity.Followers(ctx, subject)
	if want := []int64{1, 3}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}
