package notify_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/notify"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

func submit(t testing.TB, p *models.Portal, who people.Person, kind string) requests.Request {
	t.Helper()
	r, err := p.Requests.Submit(context.Background(), who, requests.Brief{
		Submission: uuid.New(), Type: kind, Title: "Cold-chain brochure", Answers: map[string]string{"reader": "Logistics managers"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// latest event of the request.
func latest(t testing.TB, p *models.Portal, id int64) activity.Event {
	t.Helper()
	history, err := p.Activity.History(context.Background(), requests.Subject(id))
	if err != nil || len(history) == 0 {
		t.Fatalf("history: %d events, %v", len(history), err)
	}
	return history[len(history)-1]
}

// told announces the event and lists the first names of those in whose inbox it is, by name.
func told(t testing.TB, p *models.Portal, e activity.Event) (names []string) {
	t.Helper()
	ctx := context.Background()
	if err := p.Notify.Announce(ctx, e.ID); err != nil {
		t.Fatal(err)
	}
	roll, err := p.People.Roll(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, someone := range roll {
		inbox, _, err := p.Notify.Inbox(ctx, someone, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range inbox {
			if n.Event.ID == e.ID {
				names = append(names, someone.FirstName())
			}
		}
	}
	slices.Sort(names)
	return names
}

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, lucia, greta := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "greta")
	want := func(r requests.Request, err error, kind string, names ...string) requests.Request {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		e := latest(t, p, r.ID)
		if got := told(t, p, e); e.Kind != kind || !slices.Equal(got, names) {
			t.Errorf("%s: got %s told to %v, want %v", kind, e.Kind, got, names)
		}
		return r
	}
	r := want(submit(t, p, ruth, "brochure"), nil, "submitted", "Priya") // the asked side's lead; not the actor
	due := func(names ...string) {
		t.Helper()
		if _, err := p.Requests.RemindDue(ctx); err != nil {
			t.Fatal(err)
		}
		want(r, nil, "due-soon", names...)
	}
	clock.Set(t, "2026-11-26 09:05")
	due("Priya") // nobody took it
	taken, err := p.Requests.Assign(ctx, lucia, r.ID, r.Version, lucia.ID)
	r = want(taken, err, "assigned", "Ruth")
	clock.Set(t, "2026-11-26 10:00")
	due("Lucía")
	ticked, err := p.Requests.Check(ctx, lucia, r.ID, 0, true)
	want(ticked, err, "checked")
	ticked, err = p.Requests.Check(ctx, lucia, r.ID, 0, false)
	want(ticked, err, "unchecked")
	said, err := p.Requests.Comment(ctx, greta, r.ID, uuid.New(), "The fleet changed in May")
	want(said, err, "commented", "Lucía", "Ruth")
	handed, err := p.Requests.HandOn(ctx, lucia, r.ID, r.Version, "")
	r = want(handed, err, "handed-on", "Greta", "Ruth") // who has talked hears what follows
	asked, err := p.Requests.Ask(ctx, ruth, r.ID, r.Version, "Which trailers?")
	r = want(asked, err, "asked", "Greta", "Lucía")
	ended, err := p.Requests.Cancel(ctx, ruth, r.ID, r.Version, "The deal is lost")
	want(ended, err, "cancelled", "Greta", "Lucía")
}

func TestWhoLeftIsNotTold(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	if err := p.Store.Read().Exec(`UPDATE people SET active = false WHERE email = 'priya.nair@meridian.example'`).Error; err != nil {
		t.Fatal(err)
	}
	r := submit(t, p, modelstest.Person(t, p, "ruth"), "sheet")
	if got := told(t, p, latest(t, p, r.ID)); len(got) != 0 {
		t.Errorf("got %v, want nobody", got)
	}
}

// TestAnnouncedTwiceIsOneNotice: jobs may run again, and at once.
func TestAnnouncedTwiceIsOneNotice(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	r := submit(t, p, modelstest.Person(t, p, "ruth"), "sheet")
	e := latest(t, p, r.ID)
	errs := make([]error, 10)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = p.Notify.Announce(ctx, e.ID) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	priya := modelstest.Person(t, p, "priya")
	if err := p.Notify.Read(ctx, priya, 1<<60); err != nil {
		t.Fatal(err)
	}
	if err := p.Notify.Announce(ctx, e.ID); err != nil {
		t.Fatal(err)
	}
	inbox, _, err := p.Notify.Inbox(ctx, priya, "")
	if err != nil || len(inbox) != 1 || inbox[0].ReadAt == nil {
		t.Errorf("got %v, %v, want one notice, read", inbox, err)
	}
	if err := p.Notify.Announce(ctx, 1<<40); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such event: got %v, want %v", err, store.ErrNotFound)
	}
}

// fill puts n notices of one request into the person's inbox.
func fill(t testing.TB, p *models.Portal, who people.Person, n int) {
	t.Helper()
	err := p.Store.Read().Exec(`WITH made AS (INSERT INTO events (at, subject_kind, subject_id, kind)
		SELECT now(), 'request', 1, 'commented' FROM generate_series(1, ?) RETURNING id)
		INSERT INTO notices (person_id, event_id) SELECT ?, id FROM made ORDER BY id`, n, who.ID).Error
	if err != nil {
		t.Fatal(err)
	}
}

func TestInboxPages(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth, dan := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "dan")
	fill(t, p, ruth, 60)
	fill(t, p, dan, 5)
	fill(t, p, ruth, 2*notify.PageSize-60)

	var ids []int64
	after := ""
	for pages := 0; ; pages++ {
		inbox, next, err := p.Notify.Inbox(ctx, ruth, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range inbox {
			ids = append(ids, n.ID)
		}
		if pages == 0 {
			fill(t, p, ruth, 3) // what comes meanwhile does not shift the next page
		}
		if after = next; next == "" || pages > 3 {
			break
		}
	}
	if len(ids) != 2*notify.PageSize || !slices.IsSortedFunc(ids, func(a, b int64) int { return int(b - a) }) || len(slices.Compact(ids)) != len(ids) {
		t.Errorf("got %v, want each of %d once, newest first", ids, 2*notify.PageSize)
	}
	if _, _, err := p.Notify.Inbox(ctx, ruth, "mangled"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want %v", err, store.ErrNotFound)
	}
}

func TestReadMarksOnlyWhatWasSeen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth, dan := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "dan")
	unread := func(who people.Person, want int) {
		t.Helper()
		if got, err := p.Notify.Unread(ctx, who); err != nil || got != want {
			t.Errorf("%s: got %d unread, %v, want %d", who.Name, got, err, want)
		}
	}
	unread(ruth, 0)
	fill(t, p, dan, 4)
	fill(t, p, ruth, 4)
	unread(ruth, 4)
	inbox, _, err := p.Notify.Inbox(ctx, ruth, "")
	if err != nil {
		t.Fatal(err)
	}
	fill(t, p, ruth, 2)
	if err := p.Notify.Read(ctx, ruth, inbox[0].ID); err != nil {
		t.Fatal(err)
	}
	unread(ruth, 2)
	unread(dan, 4)
	fill(t, p, ruth, 200)
	unread(ruth, 100) // where counting stops
}

// TestWhoIsToldOfAProcess: the leads of both sides, who drafted it, who asked for a change, whose key turned back.
func TestWhoIsToldOfAProcess(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	dan, priya, ruth := modelstest.Person(t, p, "dan"), modelstest.Person(t, p, "priya"), modelstest.Person(t, p, "ruth")
	d, err := p.Requests.StartDraft(ctx, priya, "sheet")
	want := func(err error, kind string, names ...string) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		history, err := p.Activity.History(ctx, d.Subject())
		if err != nil {
			t.Fatal(err)
		}
		e := history[len(history)-1]
		if got := told(t, p, e); e.Kind != kind || !slices.Equal(got, names) {
			t.Errorf("%s: got %s told to %v, want %v", kind, e.Kind, got, names)
		}
	}
	save := func(who people.Person, why string) error {
		next := d.Settings()
		next.Why, next.Rounds = why, next.Rounds+1
		d, err = p.Requests.SaveDraft(ctx, who, "sheet", d.Revision, next)
		return err
	}
	turn := func(who people.Person) error {
		d, err = p.Requests.TurnKey(ctx, who, d.ID, d.Revision)
		return err
	}
	want(err, "draft-started", "Dan")
	want(save(modelstest.Person(t, p, "callum"), "Three rounds"), "draft-saved", "Dan", "Priya")
	want(p.Requests.AskChange(ctx, ruth, d.ID, uuid.New(), "Four, please"), "change-asked", "Callum", "Dan", "Priya")
	want(turn(priya), "key-turned", "Callum", "Dan", "Ruth")
	want(save(modelstest.Person(t, p, "hannah"), "Four rounds"), "draft-saved", "Callum", "Dan", "Priya", "Ruth")
	want(turn(priya), "key-turned", "Callum", "Dan", "Hannah", "Ruth")
	clock.Set(t, "2026-11-30 09:30")
	_, err = p.Requests.RemindDue(ctx)
	want(err, "due-soon", "Dan")
	want(turn(dan), "agreed", "Callum", "Hannah", "Priya", "Ruth")
}
