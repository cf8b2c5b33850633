package demo

import (
	"testing"

	"alongside/models/ridealongs"
)

// checkRides compares who went along with whom, and what is planned, with what the screens tell.
func checkRides(t *testing.T, told *teller) {
	t.Helper()
	ctx, rides := t.Context(), told.portal.Rides
	wrong, err := rides.Audit(ctx)
	if err != nil || len(wrong) > 0 {
		t.Errorf("got %v %v, want nothing wrong", wrong, err)
	}
	p, err := rides.Pairing(ctx, told.diary.now.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		sales, marketing string
		times            int
	}{
		{"dan", "priya", 3}, {"dan", "hannah", 1}, {"ruth", "hannah", 3}, {"ruth", "priya", 1}, {"tomasz", "hannah", 4}, {"greta", "hannah", 2}, {"greta", "lucia", 0},
		{"callum", "joel", 1}, {"aisha", "joel", 1}, {"aisha", "priya", 0},
	} {
		pair := ridealongs.Pair{Sales: told.people[row.sales].ID, Marketing: told.people[row.marketing].ID}
		if got := p.Met[pair].Times; got != row.times {
			t.Errorf("%s and %s: got %d times, want %d", row.sales, row.marketing, got, row.times)
		}
	}
	if p.Never != 10 {
		t.Errorf("got %d pairs who never met, want 10", p.Never)
	}
	page, err := rides.List(ctx, told.people["ben"], ridealongs.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	free := 0
	for _, r := range page.Rows {
		free += r.Free()
		if r.Title == "Fennick Brewing" && (r.Free() != 0 || len(r.Queue()) != 2) {
			t.Errorf("Fennick: got %d free and %d waiting, want it full with two", r.Free(), len(r.Queue()))
		}
	}
	if len(page.Rows) < 7 || free < 8 {
		t.Errorf("got %d to come with %d free seats, want those of the screens", len(page.Rows), free)
	}
	h, err := rides.Hours(ctx, told.people["priya"], told.diary.now)
	if err != nil || !h.Rules.Agreed() || len(h.People) != 11 {
		t.Errorf("got %+v %v, want the goals both leads agreed to", h.Rules, err)
	}
}
