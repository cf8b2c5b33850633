package requests_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/requests"
	"alongside/models/store"
)

// sweep looks after the pieces on the nodes at once, twice on each.
func sweep(t testing.TB, nodes ...*models.Portal) {
	t.Helper()
	errs := make([]error, 2*len(nodes))
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = nodes[i/2].Requests.ReviewPieces(context.Background()) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// TestReviewComesDue: two reminders, each once, then a promise, once; nothing outside working hours.
func TestReviewComesDue(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, other, clock := modelstest.Nodes(t)
	lucia := modelstest.Person(t, p, "lucia")
	w := delivered(t, p) // right until Monday 24 May 2027
	id := w.RequestID
	for _, c := range []struct {
		when      string
		soon, due int
	}{
		{"2027-04-23 10:00", 0, 0},
		{"2027-04-26 08:59", 0, 0}, // four weeks before, but nobody is at work yet
		{"2027-04-26 09:00", 1, 0},
		{"2027-05-07 16:00", 1, 0},
		{"2027-05-10 12:00", 2, 0},
		{"2027-05-21 12:00", 2, 0},
		{"2027-05-24 09:01", 2, 1},
		{"2027-05-25 10:00", 2, 1},
	} {
		clock.Set(t, c.when)
		sweep(t, p, other)
		soon, due := len(pieceEvents(t, p, id, "review-soon")), len(pieceEvents(t, p, id, "review-due"))
		if soon != c.soon || due != c.due || count(t, p, "promises WHERE subject_kind = 'piece'") != c.due {
			t.Errorf("%s: got %d reminders, %d reviews, want %d and %d, and as many promises", c.when, soon, due, c.soon, c.due)
		}
	}
	if told := announced(t, p, id, "review-due"); len(told) != 1 || told[0] != lucia.ID {
		t.Errorf("got %v told of the review, want Lucía alone", told)
	}
	w = piece(t, p, id)
	if w.State() != requests.PieceCheck || w.Review == nil || !w.Review.DueAt.Equal(at(t, "2027-05-27 17:00")) || w.Version != 1 {
		t.Errorf("got %s, promise %+v, version %d, want check, due in three working days, nobody overtaken", w.State(), w.Review, w.Version)
	}
	clock.Set(t, "2027-05-27 10:00")
	if _, err := p.Requests.RemindDue(ctx); err != nil {
		t.Fatal(err)
	}
	if n := len(pieceEvents(t, p, id, "due-soon")); n != 1 {
		t.Errorf("on the day the promise is due: got %d reminders, want 1", n)
	}
}

func announced(t testing.TB, p *models.Portal, id int64, kind string) []int64 {
	t.Helper()
	events := pieceEvents(t, p, id, kind)
	if len(events) == 0 {
		t.Fatalf("got no %s, want one", kind)
	}
	told, err := p.Requests.Concerned(context.Background(), events[len(events)-1])
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// TestUseIsAskedOnce, thirty days after the delivery and again after "not yet"; whoever says so before is not asked.
func TestUseIsAskedOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, other, clock := modelstest.Nodes(t)
	ruth, greta := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "greta")
	silent, told := delivered(t, p).RequestID, delivered(t, p).RequestID
	use := requests.Use{Submission: uuid.New(), With: "Tamar Seafoods", Happened: "Asked for Friday"}
	for range 2 { // sent twice
		if _, err := p.Requests.Use(ctx, ruth, told, use); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Requests.Use(ctx, greta, silent, requests.Use{Submission: uuid.New(), With: "Fennick Brewing"}); err != nil {
		t.Fatal(err)
	}
	clock.Set(t, "2026-12-24 10:00")
	sweep(t, p)
	if n := len(pieceEvents(t, p, silent, "use-asked")); n != 0 {
		t.Errorf("after 29 days: got %d questions, want none", n)
	}
	clock.Set(t, "2026-12-29 10:00") // the thirtieth day is Christmas
	sweep(t, p, other)
	asked, err := p.Requests.UseQuestions(ctx, ruth)
	if err != nil || len(asked) != 1 || asked[0].ID != silent {
		t.Fatalf("got questions %v %v, want one, about the piece Ruth said nothing of", asked, err)
	}
	if n := len(pieceEvents(t, p, silent, "use-asked")); n != 1 {
		t.Errorf("got %d questions, want 1", n)
	}
	if got := announced(t, p, silent, "use-asked"); len(got) != 1 || got[0] != ruth.ID {
		t.Errorf("got %v asked, want Ruth alone", got)
	}
	if others, err := p.Requests.UseQuestions(ctx, greta); err != nil || len(others) != 0 {
		t.Errorf("Greta: got questions %v %v, want none", others, err)
	}
	if _, err := p.Requests.NotYet(ctx, ruth, silent); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Requests.NotYet(ctx, ruth, silent); !errors.Is(err, store.ErrConflict) {
		t.Errorf("answered twice: got %v, want %v", err, store.ErrConflict)
	}
	clock.Set(t, "2027-01-28 10:00")
	sweep(t, p)
	if n := len(pieceEvents(t, p, silent, "use-asked")); n != 2 {
		t.Errorf("thirty days after not yet: got %d questions, want 2", n)
	}
	if _, err := p.Requests.NotUsed(ctx, ruth, silent, requests.UnusedOther, "The buyer left"); err != nil {
		t.Fatal(err)
	}
	clock.Set(t, "2027-03-10 10:00")
	sweep(t, p)
	w := piece(t, p, silent)
	if w.Unused != requests.UnusedOther || w.UnusedWhy != "The buyer left" || w.UseAskedOf != nil || len(pieceEvents(t, p, silent, "use-asked")) != 2 {
		t.Errorf("got %s %q, asked of %v, want why, and no more questions", w.Unused, w.UnusedWhy, w.UseAskedOf)
	}
	if w = piece(t, p, told); w.Uses != 1 || len(w.Latest) != 1 || w.Latest[0].WithWhom != "Tamar Seafoods" {
		t.Errorf("got %d uses %+v, want the one, once", w.Uses, w.Latest)
	}
}

// TestArchivedUnread: what nobody fetches or uses for 180 days after its date goes out of the lists.
func TestArchivedUnread(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	unread, fetched, used := delivered(t, p).RequestID, delivered(t, p).RequestID, delivered(t, p).RequestID
	clock.Set(t, "2027-09-01 10:00")
	if _, err := p.Requests.Use(ctx, modelstest.Person(t, p, "greta"), used, requests.Use{Submission: uuid.New(), With: "Fennick Brewing"}); err != nil {
		t.Fatal(err)
	}
	if err := p.Store.Read().Exec(`UPDATE pieces SET downloads = 1, downloaded_at = ? WHERE request_id = ?`, clock.Now(), fetched).Error; err != nil {
		t.Fatal(err)
	}
	clock.Set(t, "2027-11-19 10:00")
	sweep(t, p)
	if got := piece(t, p, unread).State(); got != requests.PieceCheck {
		t.Errorf("after 179 days: got %s, want it to be checked still", got)
	}
	clock.Set(t, "2027-11-22 10:00")
	sweep(t, p)
	for id, want := range map[int64]requests.PieceState{unread: requests.PieceArchived, fetched: requests.PieceCheck, used: requests.PieceCheck} {
		if w := piece(t, p, id); w.State() != want || (w.Review == nil) != (want == requests.PieceArchived) {
			t.Errorf("%s: got %s with promise %v, want %s", requests.Ref(id), w.State(), w.Review, want)
		}
	}
	if n := len(pieceEvents(t, p, unread, "archived")); n != 1 {
		t.Errorf("got %d times archived, want once", n)
	}
}

// TestLeaverLeavesNothingOwnerless: who is asked for the pieces of somebody who left is the lead of their side.
func TestLeaverLeavesNothingOwnerless(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	before, p, clock := modelstest.Nodes(t)
	lucia, priya, hannah := modelstest.Person(t, before, "lucia"), modelstest.Person(t, before, "priya"), modelstest.Person(t, before, "hannah")
	open, quiet := delivered(t, before).RequestID, delivered(t, before).RequestID
	if _, err := before.Requests.ReportPiece(ctx, hannah, open, uuid.New(), "Old"); err != nil {
		t.Fatal(err)
	}
	if err := before.Store.Read().Exec(`UPDATE people SET active = false WHERE id = ?`, lucia.ID).Error; err != nil {
		t.Fatal(err)
	}
	sweep(t, p)
	w := piece(t, p, open)
	if w.Review == nil || w.Review.FromPersonID == nil || *w.Review.FromPersonID != priya.ID {
		t.Errorf("open review: got %+v, want it Priya's", w.Review)
	}
	if told := announced(t, p, open, "review-due"); len(told) != 1 || told[0] != priya.ID {
		t.Errorf("got %v told, want Priya", told)
	}
	sweep(t, p)
	if n := len(pieceEvents(t, p, open, "review-due")); n != 1 {
		t.Errorf("got it said %d times, want once", n)
	}
	clock.Set(t, "2027-05-24 10:00")
	sweep(t, p)
	if w := piece(t, p, quiet); w.Review == nil || *w.Review.FromPersonID != priya.ID {
		t.Errorf("review that came due since: got %+v, want it Priya's", w.Review)
	}
	if _, err := p.Requests.StillRight(ctx, priya, quiet, piece(t, p, quiet).Version); err != nil {
		t.Errorf("by the lead: got %v, want it answered", err)
	}
	if _, err := p.Requests.HandOver(ctx, priya, open, w.Version, hannah.ID); err != nil {
		t.Fatal(err)
	}
	if w := piece(t, p, open); w.OwnerID != hannah.ID || *w.Review.FromPersonID != hannah.ID {
		t.Errorf("handed over: got owner %d, promise of %v, want Hannah", w.OwnerID, w.Review.FromPersonID)
	}
}

// TestDownloadsAreCounted, of what was delivered and not of what came with the brief.
func TestDownloadsAreCounted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	w := delivered(t, p)
	for _, name := range []string{"with the brief", "of the piece"} {
		at := w.Request.SubmittedAt
		if name == "of the piece" {
			at = at.Add(time.Minute)
		}
		err := p.Store.Read().Exec(`INSERT INTO files (id, piece_id, number, subject_kind, subject_id, name, media_type, size, sha256, key, added_by, added_at) OVERRIDING SYSTEM VALUE
			SELECT n, n, 1, 'request', ?, ?, 'application/pdf', 1, '', ?, 2, ? FROM nextval('files_id_seq') n`, w.RequestID, name, name, at).Error
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		p.Requests.CountDownload(1)
		p.Requests.CountDownload(2)
	}
	p.Requests.CountDownload(99)
	for range 2 {
		if err := p.Requests.WriteDownloads(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if w = piece(t, p, w.RequestID); w.Downloads != 3 || !w.DownloadedAt.Equal(clock.Now().UTC().Truncate(time.Microsecond)) {
		t.Errorf("got %d downloads, last %v, want 3 of the piece", w.Downloads, w.DownloadedAt)
	}
}
