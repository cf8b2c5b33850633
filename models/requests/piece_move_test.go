package requests_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/store"
)

// delivered is a sheet that Ruth asked for and Lucía made, delivered now and right for 180 days.
func delivered(t testing.TB, p *models.Portal) requests.WholePiece {
	t.Helper()
	lucia := modelstest.Person(t, p, "lucia")
	r := pass(t, p, submit(t, p, modelstest.Person(t, p, "ruth"), brief("sheet", "Grimsby times")), 3)
	return piece(t, p, must(t, p, lucia, r, requests.MoveDeliver).ID)
}

func piece(t testing.TB, p *models.Portal, id int64) requests.WholePiece {
	t.Helper()
	w, err := p.Requests.Piece(context.Background(), modelstest.Person(t, p, "lucia"), id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// tend is a move on a piece as a form makes it.
type tend struct {
	name      string
	do        func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error)
	versioned bool
}

var tends = []tend{
	{"still right", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.StillRight(context.Background(), actor, w.RequestID, w.Version)
	}, true},
	{"new version", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		n := requests.NewPiece{Link: "https://files.meridian.example/v2", Note: "Friday added"}
		return p.Requests.NewVersion(context.Background(), actor, w.RequestID, w.Version, n)
	}, true},
	{"take", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.HandOver(context.Background(), actor, w.RequestID, w.Version, actor.ID)
	}, true},
	{"give", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.HandOver(context.Background(), actor, w.RequestID, w.Version, 10) // Hannah
	}, true},
	{"archive", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.Archive(context.Background(), actor, w.RequestID, w.Version, "The lane is closed")
	}, true},
	{"report", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.ReportPiece(context.Background(), actor, w.RequestID, uuid.New(), "Grimsby sails twice a week now")
	}, false},
	{"use", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.Use(context.Background(), actor, w.RequestID, requests.Use{Submission: uuid.New(), With: "Tamar Seafoods"})
	}, false},
	{"not yet", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.NotYet(context.Background(), actor, w.RequestID)
	}, false},
	{"not used", func(p *models.Portal, actor people.Person, w requests.WholePiece) (requests.Piece, error) {
		return p.Requests.NotUsed(context.Background(), actor, w.RequestID, requests.UnusedLate, "")
	}, false},
}

// TestWhoMayTendAPiece makes every move by everybody: what is refused changes nothing, and so does a move of somebody who
// was overtaken.
func TestWhoMayTendAPiece(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	first := map[string]string{ // who may, of a piece that Lucía keeps; the lead comes last
		"still right": "lucia priya", "new version": "lucia priya", "take": "ben hannah joel priya", "give": "hannah priya", "archive": "lucia priya",
		"report": "dan ruth greta ben lucia hannah joel priya", "use": "dan ruth greta ben lucia hannah joel priya", "not yet": "", "not used": "",
	}
	everybody := []string{"dan", "ruth", "greta", "ben", "lucia", "hannah", "joel", "priya", "ines"}
	for _, move := range tends {
		w := delivered(t, p)
		for _, name := range everybody {
			actor := modelstest.Person(t, p, name)
			may := strings.Contains(" "+first[move.name]+" ", " "+name+" ")
			before := fingerprint(t, p)
			if may && move.versioned {
				stale := w
				stale.Version--
				if _, err := move.do(p, actor, stale); !errors.Is(err, store.ErrConflict) {
					t.Errorf("%s by %s, overtaken: got %v, want %v", move.name, name, err, store.ErrConflict)
				}
			}
			if !may {
				if _, err := move.do(p, actor, w); !errors.Is(err, store.ErrForbidden) && !errors.Is(err, store.ErrConflict) {
					t.Errorf("%s by %s: got %v, want it refused", move.name, name, err)
				}
			}
			if got := fingerprint(t, p); got != before {
				t.Errorf("%s by %s: got something changed by a refusal", move.name, name)
			}
			if !may {
				continue
			}
			if _, err := move.do(p, actor, w); err != nil {
				t.Errorf("%s by %s: got %v, want it done", move.name, name, err)
			}
			w = delivered(t, p)
		}
	}
	nowhere := requests.WholePiece{Piece: requests.Piece{RequestID: 999, Version: 1}}
	for _, move := range tends {
		if _, err := move.do(p, modelstest.Person(t, p, "priya"), nowhere); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s of nothing: got %v, want %v", move.name, err, store.ErrNotFound)
		}
	}
}

// TestReportIsAPromise: a report makes the review a promise of the owner, and a new version answers it.
func TestReportIsAPromise(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	greta, lucia, ruth := modelstest.Person(t, p, "greta"), modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "ruth")
	w := delivered(t, p)
	if w.State() != requests.PieceRight || w.OwnerID != lucia.ID || w.Review != nil || w.ReviewBy.Format("2006-01-02") != "2027-05-24" {
		t.Fatalf("got %s, owner %d, promise %v, right until %v, want it right for 180 days, Lucía's, nothing promised", w.State(), w.OwnerID, w.Review, w.ReviewBy)
	}
	key := uuid.New()
	for range 2 { // sent twice
		if _, err := p.Requests.ReportPiece(ctx, greta, w.RequestID, key, "Grimsby sails twice a week now"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Requests.ReportPiece(ctx, ruth, w.RequestID, uuid.New(), "And the price is old"); err != nil {
		t.Fatal(err)
	}
	w = piece(t, p, w.RequestID)
	if w.State() != requests.PieceCheck || len(pieceEvents(t, p, w.RequestID, "reported")) != 2 || count(t, p, "promises WHERE subject_kind = 'piece'") != 1 {
		t.Errorf("got %s, %d reports, %d promises, want check, 2 and 1", w.State(), len(pieceEvents(t, p, w.RequestID, "reported")), count(t, p, "promises WHERE subject_kind = 'piece'"))
	}
	owed, err := modelstest.Owes(ctx, p, lucia)
	if err != nil || len(owed) != 1 || owed[0].Subject() != requests.PieceSubject(w.RequestID) || !owed[0].DueAt.Equal(at(t, "2026-11-30 17:00")) {
		t.Errorf("got %+v %v, want one promise of Lucía, due after three working days", owed, err)
	}
	if around, err := p.Promises.Around(ctx, ruth, promises.Few); err != nil || len(around.Awaits) != 1 {
		t.Errorf("got %v %v, want it awaited by Ruth", around.Awaits, err)
	}
	clock.Set(t, "2026-12-01 10:00") // a day late
	if _, err := p.Requests.NewVersion(ctx, lucia, w.RequestID, w.Version, requests.NewPiece{Link: "https://files.meridian.example/v2", Note: "Grimsby on Fridays too", ReviewBy: date(2027, 2, 1)}); err != nil {
		t.Fatal(err)
	}
	w = piece(t, p, w.RequestID)
	if w.State() != requests.PieceRight || w.Number != 2 || w.Link != "https://files.meridian.example/v2" || !w.ReviewBy.Equal(*date(2027, 2, 1)) || w.Review != nil {
		t.Errorf("got %s in version %d at %q, right until %v, want it right in version 2", w.State(), w.Number, w.Link, w.ReviewBy)
	}
	var outcome promises.Outcome
	if err := p.Store.Read().Raw(`SELECT outcome FROM promises WHERE subject_kind = 'piece'`).Scan(&outcome).Error; err != nil || outcome != promises.Late {
		t.Errorf("got %s %v, want the promise kept late", outcome, err)
	}
	if _, err := p.Requests.StillRight(ctx, lucia, w.RequestID, w.Version); err != nil {
		t.Fatal(err)
	}
	if w = piece(t, p, w.RequestID); w.ReviewBy.Format("2006-01-02") != "2027-05-30" {
		t.Errorf("still right: got until %v, want 180 days from 1 December", w.ReviewBy)
	}
	audit(t, p)
}

// TestArchivedComesBack by the word of who keeps it.
func TestArchivedComesBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	lucia, greta := modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "greta")
	w := delivered(t, p)
	if _, err := p.Requests.ReportPiece(ctx, greta, w.RequestID, uuid.New(), "Old"); err != nil {
		t.Fatal(err)
	}
	w = piece(t, p, w.RequestID)
	if _, err := p.Requests.Archive(ctx, lucia, w.RequestID, w.Version, "The lane is closed"); err != nil {
		t.Fatal(err)
	}
	w = piece(t, p, w.RequestID)
	if w.State() != requests.PieceArchived || w.Review != nil {
		t.Errorf("got %s with promise %v, want archived, released", w.State(), w.Review)
	}
	if _, err := p.Requests.ReportPiece(ctx, greta, w.RequestID, uuid.New(), "Old"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("report of what is archived: got %v, want %v", err, store.ErrConflict)
	}
	if _, err := p.Requests.StillRight(ctx, lucia, w.RequestID, w.Version); err != nil {
		t.Fatal(err)
	}
	if w = piece(t, p, w.RequestID); w.State() != requests.PieceRight {
		t.Errorf("got %s, want it right again", w.State())
	}
}

func TestBadWordsAboutAPiece(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	lucia := modelstest.Person(t, p, "lucia")
	w := delivered(t, p)
	q, id, long := p.Requests, w.RequestID, strings.Repeat("x", 3000)
	tomorrow := date(2026, 11, 26)
	before := fingerprint(t, p)
	for name, c := range map[string]struct {
		field string
		try   func() (requests.Piece, error)
	}{
		"no words in a report": {"wrong", func() (requests.Piece, error) { return q.ReportPiece(ctx, lucia, id, uuid.New(), "  ") }},
		"a long report":        {"wrong", func() (requests.Piece, error) { return q.ReportPiece(ctx, lucia, id, uuid.New(), long) }},
		"a broken report":      {"wrong", func() (requests.Piece, error) { return q.ReportPiece(ctx, lucia, id, uuid.New(), "a\x00b") }},
		"no reason to archive": {"reason", func() (requests.Piece, error) { return q.Archive(ctx, lucia, id, w.Version, "") }},
		"used with nobody":     {"with", func() (requests.Piece, error) { return q.Use(ctx, lucia, id, requests.Use{Submission: uuid.New()}) }},
		"used tomorrow": {"used_on", func() (requests.Piece, error) {
			return q.Use(ctx, lucia, id, requests.Use{Submission: uuid.New(), With: "A", On: tomorrow})
		}},
		"used before it was made": {"used_on", func() (requests.Piece, error) {
			return q.Use(ctx, lucia, id, requests.Use{Submission: uuid.New(), With: "A", On: date(2026, 11, 24)})
		}},
		"unused for no reason":   {"why", func() (requests.Piece, error) { return q.NotUsed(ctx, lucia, id, "", "") }},
		"unused, unheard of":     {"why", func() (requests.Piece, error) { return q.NotUsed(ctx, lucia, id, "nonsense", "") }},
		"unused, something else": {"words", func() (requests.Piece, error) { return q.NotUsed(ctx, lucia, id, requests.UnusedOther, " ") }},
		"a version of nothing": {"link", func() (requests.Piece, error) {
			return q.NewVersion(ctx, lucia, id, w.Version, requests.NewPiece{Note: "New"})
		}},
		"a version without words": {"note", func() (requests.Piece, error) {
			return q.NewVersion(ctx, lucia, id, w.Version, requests.NewPiece{Link: "https://a.example"})
		}},
		"a version of script": {"link", func() (requests.Piece, error) {
			return q.NewVersion(ctx, lucia, id, w.Version, requests.NewPiece{Link: "javascript:alert(1)", Note: "New"})
		}},
		"a version of yesterday": {"review_by", func() (requests.Piece, error) {
			return q.NewVersion(ctx, lucia, id, w.Version, requests.NewPiece{Link: "https://a.example", Note: "New", ReviewBy: date(2026, 11, 25)})
		}},
		"given to nobody": {"person", func() (requests.Piece, error) {
			return q.HandOver(ctx, modelstest.Person(t, p, "priya"), id, w.Version, 999)
		}},
		"given to Sales": {"person", func() (requests.Piece, error) {
			return q.HandOver(ctx, modelstest.Person(t, p, "priya"), id, w.Version, 2)
		}},
	} {
		_, err := c.try()
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On(c.field) == "" {
			t.Errorf("%s: got %v, want a problem of %s", name, err, c.field)
		}
	}
	if fingerprint(t, p) != before {
		t.Error("got something changed by what was refused, want nothing")
	}
}

// pieceEvents of the piece of the kind, oldest first.
func pieceEvents(t testing.TB, p *models.Portal, id int64, kind string) (found []activity.Event) {
	t.Helper()
	history, err := p.Activity.History(context.Background(), requests.PieceSubject(id))
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
