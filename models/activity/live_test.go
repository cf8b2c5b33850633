package activity_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/people"
)

// hears reads names until the wanted one, and returns those before it.
func hears(t testing.TB, s *activity.Stream, want string) (before []string) {
	t.Helper()
	for deadline := time.After(2 * time.Minute); ; {
		for _, name := range s.Take() {
			if name == want {
				return before
			}
			before = append(before, name)
		}
		select {
		case <-s.Ready():
		case <-deadline:
			t.Fatalf("got %q, want %s", before, want)
		}
	}
}

// tell says the name to all nodes.
func tell(t testing.TB, p *models.Portal, name string) {
	t.Helper()
	if err := p.Store.Read().Exec("SELECT pg_notify('alongside', ?)", name).Error; err != nil {
		t.Fatal(err)
	}
}

// TestWhoIsToldWhat of each name that nodes are told.
func TestWhoIsToldWhat(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	s := p.Live.Open(5, time.Time{})
	defer s.Close()
	hears(t, s, activity.NameRefresh) // hearing has begun
	for told, want := range map[string][]string{
		"request-412":  {"request-412", "requests"},
		"plan-7":       {"plan-7"}, // of an area to come
		"proposal-7":   {"proposal-7", "profile"},
		"competitor-7": {"competitor-7", "cards"},
		"question-7":   {"question-7", "cards"},
		"profile-1":    {"profile-1", "profile"},
		"inbox-5":      {"inbox"},
		"inbox-55":     nil,
		"person-5":     {"session"},
		"person-6":     nil,
		"page-0":       nil,
		"":             nil,
	} {
		tell(t, p, told)
		tell(t, p, "end-1")
		if got := hears(t, s, "end-1"); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", told, got, want)
		}
	}
}

// TestSlowReaders are told each name once, and at last to read everything again; nobody waits for them.
func TestSlowReaders(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	slow, quick := p.Live.Open(1, time.Time{}), p.Live.Open(2, time.Time{})
	defer slow.Close()
	defer quick.Close()
	hears(t, quick, activity.NameRefresh)
	slow.Take()
	for range 50 {
		tell(t, p, "plan-1")
	}
	tell(t, p, "plan-2")
	hears(t, quick, "plan-2")
	if got, want := slow.Take(), []string{"plan-1", "plan-2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := p.Store.Read().Exec("SELECT pg_notify('alongside', 'plan-' || n) FROM generate_series(1, 5000) n").Error; err != nil {
		t.Fatal(err)
	}
	tell(t, p, "end-1")
	hears(t, quick, "end-1")
	if got := slow.Take(); len(got) > 100 || !slices.Contains(got, activity.NameRefresh) || !slices.Contains(got, activity.NameSession) {
		t.Errorf("got %d names, %.200q, want to be told to refresh", len(got), got)
	}
}

// TestALostConnection to the database is nothing but a refresh.
func TestALostConnection(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	s := p.Live.Open(1, time.Time{})
	defer s.Close()
	hears(t, s, activity.NameRefresh)
	err := p.Store.Read().Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE application_name = 'alongside listening' AND datname = current_database()`).Error
	if err != nil {
		t.Fatal(err)
	}
	hears(t, s, activity.NameRefresh)
	record(t, p, people.Person{}, subject, "due-soon", activity.Detail{})
	hears(t, s, subject.Name())
}

func TestCatchingUp(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	first := p.Live.Open(1, time.Time{})
	defer first.Close()
	hears(t, first, activity.NameRefresh)
	began := clock.Now()
	at := func(minutes int) time.Time { return began.Add(time.Duration(minutes) * time.Minute) }
	for i := 1; i <= 3; i++ {
		clock.SetTime(at(i))
		name := fmt.Sprint("plan-", i)
		tell(t, p, name)
		hears(t, first, name)
	}
	for _, c := range []struct {
		since time.Time
		want  []string
	}{
		{time.Time{}, nil},
		{at(-1), []string{"refresh"}},
		{at(0), []string{"plan-1", "plan-2", "plan-3"}},
		{at(2), []string{"plan-2", "plan-3"}},
		{at(3).Add(1), nil},
	} {
		s := p.Live.Open(2, c.since)
		got := s.Take()
		s.Close()
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("since %v: got %q, want %q", c.since.Sub(began), got, c.want)
		}
	}
	// The node where the stream was lost may have another clock.
	s := p.Live.OpenAgain(2, at(3).Add(3*time.Second))
	defer s.Close()
	if got := s.Take(); !slices.Equal(got, []string{"plan-3"}) {
		t.Errorf("again: got %q, want plan-3", got)
	}
	if err := p.Store.Read().Exec("SELECT pg_notify('alongside', 'many-' || n) FROM generate_series(1, 2500) n").Error; err != nil {
		t.Fatal(err)
	}
	hears(t, first, "refresh")
	late := p.Live.Open(3, at(1))
	defer late.Close()
	tell(t, p, "end-1")
	hears(t, late, "refresh")
}

func TestOneTooManyEndsTheOldest(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	var streams []*activity.Stream
	for range 11 {
		streams = append(streams, p.Live.Open(1, time.Time{}))
	}
	hears(t, streams[0], activity.NameEnded)
	if got := p.Live.Count(); got != 10 {
		t.Errorf("got %d streams, want 10", got)
	}
	for _, s := range streams {
		s.Close()
		s.Close() // twice is as good as once
	}
	if got := p.Live.Count(); got != 0 {
		t.Errorf("got %d streams, want none", got)
	}
	if err := p.Live.Close(); err != nil {
		t.Fatal(err)
	}
	p.Live.Open(1, time.Time{}).Close() // hears nothing, and leaves nothing behind
}

// TestSigningOutIsTold to the person's pages on every node.
func TestSigningOutIsTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, other, _ := modelstest.Nodes(t)
	ruth := modelstest.Person(t, p, "ruth")
	token, err := p.People.StartSession(ctx, ruth, "", "192.0.2.1", "test", []byte("[]"))
	if err != nil {
		t.Fatal(err)
	}
	s := other.Live.Open(ruth.ID, time.Time{})
	defer s.Close()
	hears(t, s, activity.NameRefresh)
	if err := p.People.EndSession(ctx, token); err != nil {
		t.Fatal(err)
	}
	hears(t, s, activity.NameSession)
}
