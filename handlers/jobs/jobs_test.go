package jobs

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
)

// patience is how long a job may take to be worked on a busy machine.
const patience = 30 * time.Second

// eventually fails the test unless the condition holds before patience ends.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	late, look := time.After(patience), time.NewTicker(20*time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}

// base is where readers find the portal.
var base = &url.URL{Scheme: "https", Host: "alongside.meridian.example"}

// start works the queue until the test ends; with changes the configuration before.
func start(t *testing.T, p *models.Portal, with ...func(*Config)) {
	t.Helper()
	cfg := Config{BaseURL: base, Log: slog.New(slog.DiscardHandler)}
	for _, change := range with {
		change(&cfg)
	}
	stop, err := Start(context.Background(), p, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := stop(ctx); err != nil {
			t.Errorf("stop: got %v, want it within its context", err)
		}
		if n := count(t, p, `SELECT count(*) FROM river_job WHERE state = 'running'`); n != 0 {
			t.Errorf("got %d jobs running after the stop, want none", n)
		}
	})
}

func count(t *testing.T, p *models.Portal, sql string, args ...any) (n int) {
	t.Helper()
	if err := p.Store.JobPool().QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func submit(t *testing.T, p *models.Portal, title string) requests.Request {
	t.Helper()
	r, err := p.Requests.Submit(context.Background(), modelstest.Person(t, p, "ruth"), requests.Brief{
		Submission: uuid.New(), Type: "brochure", Title: title, Answers: map[string]string{"reader": "Buyers"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// inbox is what the person has been told, newest first: "submitted Cross-dock brochure".
func inbox(t *testing.T, p *models.Portal, who people.Person) (told []string) {
	t.Helper()
	notices, _, err := p.Notify.Inbox(context.Background(), who, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notices {
		told = append(told, n.Event.Kind+" "+n.Event.Detail.Title)
	}
	return told
}

func TestAnnouncementsArrive(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	priya, ruth := modelstest.Person(t, p, "priya"), modelstest.Person(t, p, "ruth")
	submit(t, p, "Sent before anybody worked the queue")
	start(t, p)
	eventually(t, "the first notice", func() bool { return len(inbox(t, p, priya)) == 1 })
	r := submit(t, p, "Cross-dock brochure")
	eventually(t, "the second notice", func() bool { return len(inbox(t, p, priya)) == 2 })
	if got, want := inbox(t, p, priya)[0], "submitted Cross-dock brochure"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := p.Requests.HandOn(context.Background(), modelstest.Person(t, p, "ben"), r.ID, r.Version, ""); err != nil {
		t.Fatal(err)
	}
	eventually(t, "what Ruth is told", func() bool { return len(inbox(t, p, ruth)) > 0 })
	if got, want := fmt.Sprint(inbox(t, p, ruth)), "[handed-on Cross-dock brochure]"; got != want {
		t.Errorf("got %s, want %s: nobody is told of what they did themselves", got, want)
	}
	eventually(t, "all jobs", func() bool {
		return count(t, p, `SELECT count(*) FROM river_job WHERE kind = 'announce' AND state = 'completed'`) == 3
	})
}

func TestPeriodicJobs(t *testing.T) {
	t.Parallel()
	if got := len(schedule()); got != 4 {
		t.Errorf("got %d periodic jobs, want to remind, to age, to tidy and to sweep", got)
	}
	p, clock := modelstest.Portal(t)
	priya, ruth := modelstest.Person(t, p, "priya"), modelstest.Person(t, p, "ruth")
	if _, err := p.People.StartSession(context.Background(), ruth, "", "127.0.0.1", "test", []byte("[]")); err != nil {
		t.Fatal(err)
	}
	clock.Set(t, "2026-11-25 16:00")
	submit(t, p, "Cross-dock brochure") // its first stage takes a day
	clock.Set(t, "2026-11-26 10:00")
	start(t, p)
	eventually(t, "a reminder", func() bool { return strings.Contains(fmt.Sprint(inbox(t, p, priya)), "due-soon Cross-dock brochure") })
	eventually(t, "the old session's end", func() bool { return count(t, p, `SELECT count(*) FROM sessions`) == 0 })
	eventually(t, "all four jobs", func() bool {
		return count(t, p, `SELECT count(DISTINCT kind) FROM river_job WHERE kind IN ('remind_due', 'age', 'tidy', 'sweep_files') AND state = 'completed'`) == 4
	})
	if got := count(t, p, `SELECT count(*) FROM events WHERE kind = 'due-soon'`); got != 1 {
		t.Errorf("got %d reminders, want 1", got)
	}
}

// TestTwoNodes works one queue from two places: each job is done once.
func TestTwoNodes(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	start(t, p)
	start(t, p)
	const n = 20
	for i := range n {
		submit(t, p, fmt.Sprint("Brochure ", i))
	}
	eventually(t, "all announcements", func() bool {
		return count(t, p, `SELECT count(*) FROM river_job WHERE kind = 'announce' AND state = 'completed'`) == n
	})
	if got := len(inbox(t, p, modelstest.Person(t, p, "priya"))); got != n {
		t.Errorf("got %d notices, want %d", got, n)
	}
	eventually(t, "the periodic jobs", func() bool {
		return count(t, p, `SELECT count(DISTINCT kind) FROM river_job WHERE kind IN ('remind_due', 'age', 'tidy', 'sweep_files') AND state = 'completed'`) == 4
	})
	if got := count(t, p, `SELECT count(*) FROM river_job WHERE kind IN ('remind_due', 'age', 'tidy', 'sweep_files')`); got != 4 {
		t.Errorf("got %d periodic jobs, want one of each", got)
	}
	if got := count(t, p, `SELECT count(*) FROM river_job WHERE attempt > 1`); got != 0 {
		t.Errorf("got %d jobs tried again, want none", got)
	}
}

// TestThumbnailsAreDrawn: a picture gets its small one, and nobody waited for it.
func TestThumbnailsAreDrawn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	r := submit(t, p, "Cross-dock brochure")
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 400, 300))); err != nil {
		t.Fatal(err)
	}
	u, err := p.Files.Receive("map.png", &picture)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Requests.Attach(ctx, modelstest.Person(t, p, "ruth"), r.ID, uuid.New(), []files.Upload{u}); err != nil {
		t.Fatal(err)
	}
	start(t, p)
	eventually(t, "a small picture", func() bool { return count(t, p, `SELECT count(*) FROM files WHERE thumb_key <> ''`) == 1 })
}
