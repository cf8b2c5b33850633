package promises_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

var subject = activity.Subject{Kind: activity.KindRequest, ID: 1}

// book is the ledger of one subject with the verbs an area would call, each in a transaction of its own.
type book struct {
	t     fataler
	p     *models.Portal
	clock *modelstest.Clock
	on    activity.Subject
}

// fataler is a test or a rapid check.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

func (b book) do(fn func(ctx context.Context, tx *store.Tx, cal *workday.Calendar) error) {
	b.t.Helper()
	ctx := context.Background()
	err := b.p.Store.Tx(ctx, func(tx *store.Tx) error { return fn(ctx, tx, b.calendar()) })
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b book) calendar() *workday.Calendar {
	b.t.Helper()
	cal, err := b.p.Calendars.Current(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return cal
}

// owed is a promise of so many working days from one side to the other.
func (b book) owed(from people.Side, days float64, whole bool) promises.Promise {
	return promises.Promise{
		SubjectKind: b.on.Kind, SubjectID: b.on.ID, Kind: "stage", What: "Design", About: "Brochure",
		FromSide: from, ToSide: from.Other(), Target: workday.Days(days).Seconds(), WholeDays: whole,
	}
}

func (b book) open(p promises.Promise) (made promises.Promise) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *store.Tx, cal *workday.Calendar) (err error) {
		made, err = b.p.Promises.Open(ctx, tx, cal, p)
		return err
	})
	return made
}

func (b book) resume(id int64) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *store.Tx, cal *workday.Calendar) error {
		_, err := b.p.Promises.Resume(ctx, tx, cal, b.promise(id))
		return err
	})
}

func (b book) assign(id int64, person *int64) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *store.Tx, _ *workday.Calendar) error {
		_, err := b.p.Promises.Assign(ctx, tx, b.promise(id), person)
		return err
	})
}

func (b book) close(id int64, released bool) (used workday.Span) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx *store.Tx, cal *workday.Calendar) (err error) {
		_, used, err = b.p.Promises.Close(ctx, tx, cal, b.promise(id), released)
		return err
	})
	return used
}

func (b book) account() promises.Account {
	b.t.Helper()
	account, err := b.p.Promises.Account(context.Background(), b.on)
	if err != nil {
		b.t.Fatal(err)
	}
	return account
}

func (b book) promise(id int64) promises.Promise {
	b.t.Helper()
	for _, p := range b.account().Promises {
		if p.ID == id {
			return p
		}
	}
	b.t.Fatal("no such promise")
	return promises.Promise{}
}

func newBook(t *testing.T) book {
	t.Helper()
	p, clock := modelstest.Portal(t)
	return book{t, p, clock, subject}
}

// at is a time by the clocks of London.
func at(t testing.TB, local string) time.Time {
	t.Helper()
	var c modelstest.Clock
	c.Set(t, local)
	return c.Now()
}

// TestDueIsStartPlusTargetPlusOthersTime: two questions and two changes of person later.
func TestDueIsStartPlusTargetPlusOthersTime(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	lucia, ben := modelstest.Person(t, b.p, "lucia").ID, modelstest.Person(t, b.p, "ben").ID

	b.clock.Set(t, "2026-11-09 16:05")
	work := b.open(b.owed(people.Marketing, 4, false))
	if got, want := *work.DueAt, at(t, "2026-11-13 16:05"); !got.Equal(want) {
		t.Errorf("begun: got due %v, want %v", got, want)
	}
	b.clock.Set(t, "2026-11-10 09:30")
	b.assign(work.ID, &lucia)
	b.clock.Set(t, "2026-11-10 11:00")
	first := b.open(b.owed(people.Sales, 1, false)) // a question
	if due := b.promise(work.ID).DueAt; due != nil {
		t.Errorf("paused: got due %v, want never", due)
	}
	b.clock.Set(t, "2026-11-10 15:00")
	b.assign(work.ID, &ben) // while it waits
	if due := b.promise(work.ID).DueAt; due != nil {
		t.Errorf("paused and reassigned: got due %v, want never", due)
	}
	b.clock.Set(t, "2026-11-11 10:17") // 7 h 17 min for Sales
	b.close(first.ID, false)
	b.resume(work.ID)
	if got, want := *b.promise(work.ID).DueAt, at(t, "2026-11-16 15:22"); !got.Equal(want) {
		t.Errorf("resumed: got due %v, want %v", got, want)
	}
	b.clock.Set(t, "2026-11-12 12:00")
	b.assign(work.ID, &lucia)
	if got, want := *b.promise(work.ID).DueAt, at(t, "2026-11-16 15:22"); !got.Equal(want) {
		t.Errorf("reassigned: got due %v, want unmoved %v", got, want)
	}
	b.clock.Set(t, "2026-11-12 12:30")
	second := b.open(b.owed(people.Sales, 1, false))
	b.clock.SetTime(at(t, "2026-11-12 12:45").Add(7 * time.Second))
	b.close(second.ID, false)
	b.resume(work.ID)
	if got, want := *b.promise(work.ID).DueAt, at(t, "2026-11-16 15:37").Add(7*time.Second); !got.Equal(want) {
		t.Errorf("resumed again: got due %v, want %v", got, want)
	}
}

// TestWholeDaysAreDueAtTheCloseOfTheirLastDay, and a question moves that by its own time to the second.
func TestWholeDaysAreDueAtTheCloseOfTheirLastDay(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.clock.Set(t, "2026-11-09 16:05")
	work := b.open(b.owed(people.Marketing, 1, true))
	if got, want := *work.DueAt, at(t, "2026-11-10 17:00"); !got.Equal(want) {
		t.Errorf("got due %v, want %v", got, want)
	}
	b.clock.Set(t, "2026-11-10 09:00")
	question := b.open(b.owed(people.Sales, 1, false))
	b.clock.Set(t, "2026-11-10 10:00")
	b.close(question.ID, false)
	b.resume(work.ID)
	if got, want := *b.promise(work.ID).DueAt, at(t, "2026-11-11 10:00"); !got.Equal(want) {
		t.Errorf("an hour later: got due %v, want %v", got, want)
	}
}

// TestAQuestionDoesNotMakeUpForLateness: what is past due before the question is past due after the answer.
func TestAQuestionDoesNotMakeUpForLateness(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.clock.Set(t, "2026-11-09 16:00")
	work := b.open(b.owed(people.Marketing, 1, true)) // due on the 10th at 17:00
	b.clock.Set(t, "2026-11-11 09:30")
	question := b.open(b.owed(people.Sales, 1, false))
	b.clock.Set(t, "2026-11-11 11:00")
	b.close(question.ID, false)
	b.resume(work.ID)
	if got, want := *b.promise(work.ID).DueAt, at(t, "2026-11-11 10:30"); !got.Equal(want) {
		t.Errorf("got due %v, want %v, half an hour ago as before", got, want)
	}
}

// TestWaitingOverHolidaysAddsOnlyWorkingTime: asked on Christmas Eve, answered after Boxing Day's substitute.
func TestWaitingOverHolidaysAddsOnlyWorkingTime(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.clock.Set(t, "2026-12-24 09:00")
	work := b.open(b.owed(people.Marketing, 2, false))
	if got, want := *work.DueAt, at(t, "2026-12-29 17:00"); !got.Equal(want) {
		t.Errorf("got due %v, want %v", got, want)
	}
	b.clock.Set(t, "2026-12-24 16:00")
	question := b.open(b.owed(people.Sales, 1, false))
	if got, want := *question.DueAt, at(t, "2026-12-29 16:00"); !got.Equal(want) {
		t.Errorf("question: got due %v, want %v", got, want)
	}
	b.clock.Set(t, "2026-12-29 10:00")
	if got, want := b.close(question.ID, false), 2*workday.Day/8; got != want {
		t.Errorf("got %v used for the answer, want %v", got, want)
	}
	b.resume(work.ID)
	if got, want := *b.promise(work.ID).DueAt, at(t, "2026-12-30 11:00"); !got.Equal(want) {
		t.Errorf("resumed: got due %v, want %v", got, want)
	}
}

// TestNobodyInheritsUsedTime: a person's own time begins when they take it, a new promise begins with all its days.
func TestNobodyInheritsUsedTime(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	lucia, ben := modelstest.Person(t, b.p, "lucia").ID, modelstest.Person(t, b.p, "ben").ID
	b.clock.Set(t, "2026-11-09 09:00")
	work := b.open(b.owed(people.Marketing, 2, false))
	b.assign(work.ID, &lucia)
	b.clock.Set(t, "2026-11-10 15:00")
	b.assign(work.ID, &ben)
	b.clock.Set(t, "2026-11-10 16:00")
	byPerson := map[int64]workday.Span{}
	for _, turn := range b.account().Turns {
		end := b.clock.Now()
		if turn.EndedAt != nil {
			end = *turn.EndedAt
		}
		if turn.PersonID != nil {
			byPerson[*turn.PersonID] += b.calendar().Between(turn.BeganAt, end)
		}
	}
	if got, want := byPerson[ben], workday.Day/8; got != want {
		t.Errorf("Ben: got %v, want %v", got, want)
	}
	if got, want := byPerson[lucia], workday.Days(1.75); got != want {
		t.Errorf("Lucía: got %v, want %v", got, want)
	}
	b.close(work.ID, false)
	review := b.open(b.owed(people.Sales, 1, false))
	b.clock.Set(t, "2026-11-10 17:00")
	b.close(review.ID, false)
	again := b.open(b.owed(people.Marketing, 2, false)) // sent back
	if used := b.account().Used(b.calendar(), again.ID, b.clock.Now()); used != 0 {
		t.Errorf("sent back: got %v used, want none", used)
	}
	if got, want := *again.DueAt, at(t, "2026-11-12 17:00"); !got.Equal(want) {
		t.Errorf("sent back: got due %v, want %v", got, want)
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i, c := range []struct {
		name, closed string
		released     bool
		want         promises.Outcome
	}{
		{"in time", "2026-11-09 16:59", false, promises.Kept},
		{"to the second", "2026-11-09 17:00", false, promises.Kept},
		{"next morning", "2026-11-10 09:00", false, promises.Late},
		{"released early", "2026-11-09 12:00", true, promises.Released},
		{"released late", "2026-11-12 12:00", true, promises.Released},
	} {
		b.on.ID = int64(100 + i)
		b.clock.Set(t, "2026-11-09 09:00")
		work := b.open(b.owed(people.Marketing, 1, true))
		b.clock.Set(t, c.closed)
		b.close(work.ID, c.released)
		closed := b.promise(work.ID)
		if closed.Outcome == nil || *closed.Outcome != c.want || closed.ClosedAt == nil || !closed.ClosedAt.Equal(b.clock.Now()) {
			t.Errorf("%s: got %v at %v, want %s", c.name, closed.Outcome, closed.ClosedAt, c.want)
		}
		if turns := b.account().Turns; turns[len(turns)-1].EndedAt == nil {
			t.Errorf("%s: got a turn that runs on, want it ended", c.name)
		}
	}
}

// TestPausedIsNeverLate: what waits for the others for a month is not late, in no list and no reminder.
func TestPausedIsNeverLate(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	b := newBook(t)
	lucia := modelstest.Person(t, b.p, "lucia")
	b.clock.Set(t, "2026-11-09 09:00")
	owed := b.owed(people.Marketing, 1, true)
	owed.FromPersonID = &lucia.ID
	work := b.open(owed)
	b.clock.Set(t, "2026-11-09 16:00")
	question := b.open(b.owed(people.Sales, 1, false))
	b.clock.Set(t, "2026-12-09 16:00")

	around, err := b.p.Promises.Around(ctx, lucia, promises.Few)
	if want := (promises.Court{Sales: 1, SalesOver: 1}); err != nil || around.Court != want || len(around.Owes)+len(around.Awaits) != 0 {
		t.Errorf("got %+v, %v, want one with Sales, past due, and nothing with or for who waits", around, err)
	}
	if due, err := b.p.Promises.DueBefore(ctx, at(t, "2026-11-09 00:00"), at(t, "2027-01-01 00:00"), 10); err != nil || len(due) != 1 || due[0].ID != question.ID {
		t.Errorf("got %v, %v, want the question only", due, err)
	}
	b.close(question.ID, false)
	b.resume(work.ID)
	b.clock.Set(t, "2026-12-09 17:00") // one hour was left
	b.close(work.ID, false)
	if closed := b.promise(work.ID); *closed.Outcome != promises.Kept {
		t.Errorf("got %s, want kept", *closed.Outcome)
	}
	if answered := b.promise(question.ID); *answered.Outcome != promises.Late {
		t.Errorf("question: got %s, want late", *answered.Outcome)
	}
}

// TestBooksBalance: whatever happens to a subject, every working second is somebody's exactly once, the due time is
// start plus target plus the others' time, and every stored due time follows from the turns alone.
func TestBooksBalance(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	staff := map[people.Side][]int64{}
	for _, name := range []string{"ruth", "dan", "lucia", "ben"} {
		who := modelstest.Person(t, p, name)
		staff[who.Side] = append(staff[who.Side], who.ID)
	}
	subjects := int64(1000)
	rapid.Check(t, func(r *rapid.T) {
		subjects++
		b := book{r, p, clock, activity.Subject{Kind: activity.KindRequest, ID: subjects}}
		cal := b.calendar()
		start := at(t, "2026-12-17 00:00").Add(time.Duration(rapid.IntRange(0, 10*24*3600).Draw(r, "start")) * time.Second)
		clock.SetTime(start)
		whole := rapid.Bool().Draw(r, "whole days")
		work := b.open(b.owed(people.Marketing, float64(rapid.IntRange(1, 8).Draw(r, "half days"))/2, whole))
		running, question := work.ID, int64(0)
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			pause := time.Duration(rapid.SampledFrom([]int{0, 1, 600, 3 * 3600, 17 * 3600, 80 * 3600}).Draw(r, "seconds")) * time.Second
			clock.SetTime(clock.Now().Add(pause))
			switch rapid.SampledFrom([]string{"turn", "assign"}).Draw(r, "what") {
			case "turn":
				if question == 0 {
					question = b.open(b.owed(people.Sales, 1, false)).ID
					running = question
				} else {
					b.close(question, false)
					b.resume(work.ID)
					question, running = 0, work.ID
				}
			case "assign":
				id := rapid.SampledFrom([]int64{work.ID, running}).Draw(r, "promise")
				someone := rapid.SampledFrom(staff[b.promise(id).FromSide]).Draw(r, "person")
				b.assign(id, &someone)
			}
			account, now := b.account(), clock.Now()
			shares := account.Shares(cal, now)
			if got, want := shares[promises.WithSales]+shares[promises.WithMarketing], cal.Between(start, now); got != want || len(shares) > 2 {
				r.Fatalf("got shares of %v, want the %v since the start", shares, want)
			}
			for _, stored := range account.Promises {
				rebuilt := account.DueOf(cal, stored)
				if (rebuilt == nil) != (stored.DueAt == nil) || rebuilt != nil && !rebuilt.Equal(*stored.DueAt) {
					r.Fatalf("promise %d: got due %v, rebuilt %v", stored.ID, stored.DueAt, rebuilt)
				}
				if (stored.DueAt != nil) != (stored.ID == running || stored.ClosedAt != nil) {
					r.Fatalf("promise %d: got due %v, want a due time only while it runs", stored.ID, stored.DueAt)
				}
			}
			if due := account.Promises[0].DueAt; due != nil && !whole {
				got, want := cal.Between(start, *due), work.Agreed()+shares[promises.WithSales]
				if got != want {
					r.Fatalf("got due %v of working time after the start, want target and others' time, %v", got, want)
				}
			}
			for i, turn := range account.Turns[1:] {
				if before := account.Turns[i]; before.EndedAt == nil || !before.EndedAt.Equal(turn.BeganAt) {
					r.Fatalf("got a gap between turns %+v and %+v", before, turn)
				}
			}
		}
	})
}

func TestRemindedOnce(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	work := b.open(b.owed(people.Marketing, 1, true))
	b.do(func(ctx context.Context, tx *store.Tx, _ *workday.Calendar) error {
		return b.p.Promises.MarkReminded(ctx, tx, work.ID)
	})
	ctx := context.Background()
	err := b.p.Store.Tx(ctx, func(tx *store.Tx) error { return b.p.Promises.MarkReminded(ctx, tx, work.ID) })
	if !errors.Is(err, store.ErrConflict) {
		t.Errorf("again: got %v, want %v", err, store.ErrConflict)
	}
	ben := modelstest.Person(t, b.p, "ben").ID
	b.assign(work.ID, &ben)
	b.do(func(ctx context.Context, tx *store.Tx, _ *workday.Calendar) error {
		return b.p.Promises.MarkReminded(ctx, tx, work.ID)
	}) // Ben was not told yet
}
