package requests_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"testing"

	"gorm.io/gorm"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/models/workday"
)

var today = workday.NewDate(2026, 11, 25)

// shelve gives each delivered request of fill a piece: a tenth has passed, a tenth is due, a tenth never ends, some are
// reported, used or archived.
func shelve(t testing.TB, p *models.Portal) {
	t.Helper()
	err := p.Store.Tx(context.Background(), func(tx *store.Tx) error {
		return errors.Join(tx.Exec(`SET LOCAL statement_timeout = 0`).Error, tx.Exec(`INSERT INTO pieces (request_id, type_key, owner_id, owner_side, review_by, checked_at, reported_at, archived_at, uses)
			SELECT id, type_key, 7 + id % 5, 'marketing',
				CASE id % 10 WHEN 1 THEN DATE '2026-11-24' - (id % 60)::int WHEN 2 THEN DATE '2026-11-25' + (id % 8)::int WHEN 3 THEN NULL ELSE DATE '2026-12-03' + (id % 700)::int END,
				closed_at, CASE WHEN id % 17 = 0 THEN closed_at END, CASE WHEN id % 13 = 0 THEN closed_at END, id % 3
			FROM requests WHERE state = 'delivered'`).Error)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPieceListShowsEachOnce, in order, across the groups, and counts what it shows.
func TestPieceListShowsEachOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	fill(t, p, 900, 100)
	shelve(t, p)
	ruth := modelstest.Person(t, p, "ruth")
	const (
		kept  = `SELECT request_id FROM pieces JOIN requests ON id = request_id WHERE archived_at IS NULL AND `
		order = ` ORDER BY CASE WHEN right_until < '2026-11-25' THEN 0 WHEN reported_at IS NOT NULL THEN 1 WHEN right_until <= '2026-12-02' THEN 2 ELSE 3 END, right_until, request_id`
	)
	for _, c := range []struct {
		filter requests.PieceFilter
		query  string
	}{
		{requests.PieceFilter{}, kept + `true` + order},
		{requests.PieceFilter{State: requests.PieceCheck}, kept + `(right_until < '2026-11-25' OR reported_at IS NOT NULL)` + order},
		{requests.PieceFilter{State: requests.PieceDue}, kept + `reported_at IS NULL AND right_until BETWEEN '2026-11-25' AND '2026-12-02'` + order},
		{requests.PieceFilter{State: requests.PieceRight}, kept + `reported_at IS NULL AND right_until > '2026-12-02'` + order},
		{requests.PieceFilter{State: requests.PieceUnused}, kept + `pieces.uses = 0` + order},
		{requests.PieceFilter{State: requests.PieceArchived}, `SELECT request_id FROM pieces WHERE archived_at IS NOT NULL ORDER BY right_until, request_id`},
		{requests.PieceFilter{Type: "bid"}, kept + `pieces.type_key = 'bid'` + order},
		{requests.PieceFilter{Owner: 9}, kept + `owner_id = 9` + order},
		{requests.PieceFilter{Text: "piece"}, kept + `true` + order},
		{requests.PieceFilter{Text: "word7", Type: "sheet"}, kept + `title LIKE '%word7' AND pieces.type_key = 'sheet'` + order},
	} {
		want, err := gorm.G[int64](p.Store.Read()).Raw(c.query).Find(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		f, counted := c.filter, 0
		for pages := 0; pages <= len(want)/requests.PageSize+1; pages++ {
			page, err := p.Requests.Pieces(ctx, ruth, f)
			if err != nil {
				t.Fatalf("%+v: %v", f, err)
			}
			for _, r := range page.Rows {
				got = append(got, r.ID)
			}
			counted = 0
			for _, n := range page.InState {
				counted += n
			}
			if f.After = page.Next; f.After == "" {
				break
			}
		}
		if !slices.Equal(got, want) || counted != len(want) {
			t.Errorf("%+v: got %d rows, %d counted, want %d; the first that differs is at %d", c.filter, len(got), counted, len(want), firstDifference(got, want))
		}
	}
	if page, err := p.Requests.Pieces(ctx, ruth, requests.PieceFilter{Text: "R-1000004"}); err != nil || len(page.Rows) > 1 {
		t.Errorf("by number: got %v %v, want at most that piece", page.Rows, err)
	}
	for _, f := range []requests.PieceFilter{{State: "nonsense"}, {State: "\x00"}, {After: "mangled"}, {After: store.EncodeCursor(map[string]any{"b": 9})}} {
		if _, err := p.Requests.Pieces(ctx, ruth, f); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%+v: got %v, want %v", f, err, store.ErrNotFound)
		}
	}
}

// TestPieceStatesInLists: rows of requests know their pieces.
func TestPieceStatesInLists(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	w := delivered(t, p)
	clock.Set(t, "2027-06-01 10:00")
	page, err := p.Requests.List(ctx, ruth, requests.Filter{View: requests.ViewAll})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Piece != requests.PieceCheck || !page.Rows[0].ReviewBy.Equal(*w.ReviewBy) {
		t.Errorf("got %+v %v, want one row to be checked before using", page.Rows, err)
	}
	found, err := p.Requests.Similar(ctx, ruth, "sheet", "Grimsby times", "")
	if err != nil || len(found) != 1 || found[0].Piece != requests.PieceCheck {
		t.Errorf("got %+v %v, want it found, to be checked before using", found, err)
	}
	if _, err := p.Requests.Archive(ctx, modelstest.Person(t, p, "lucia"), w.RequestID, w.Version, "The lane is closed"); err != nil {
		t.Fatal(err)
	}
	if found, err = p.Requests.Similar(ctx, ruth, "sheet", "Grimsby times", ""); err != nil || len(found) != 0 {
		t.Errorf("got %+v %v, want nothing archived suggested", found, err)
	}
}

// TestWhichListIsAskedFor: delivered pieces, or delivered requests where only requests are narrowed so.
func TestWhichListIsAskedFor(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"view=delivered": true, "view=delivered&type=sheet&q=times&owner=9&state=due": true, "view=delivered&requester=": true,
		"": false, "view=all": false, "view=delivered&requester=2": false, "view=delivered&closed_from=2026-11-01": false,
		"view=delivered&kept=no": false, "view=delivered&sort=newest": false,
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		f, err := requests.ParseFilter(values)
		if err != nil {
			t.Fatal(err)
		}
		pieces, ok := requests.ParsePieceFilter(values, f)
		if ok != want {
			t.Errorf("%q: got a list of pieces %t, want %t", query, ok, want)
		}
		if again, err := url.ParseQuery(pieces.Query()); err != nil || ok && again.Get("state") != string(pieces.State) {
			t.Errorf("%q: got %q %v, want the same filter again", query, pieces.Query(), err)
		}
	}
}
