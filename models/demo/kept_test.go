package demo

import (
	"testing"

	"alongside/models/requests"
)

// checkPieces compares what was delivered with the list of it on the morning it is written for.
func checkPieces(t *testing.T, told *teller) {
	t.Helper()
	ctx := t.Context()
	page, err := told.portal.Requests.Pieces(ctx, told.people["lucia"], requests.PieceFilter{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[requests.PieceState]int{requests.PieceCheck: 2, requests.PieceDue: 3, requests.PieceRight: 35}
	for state, n := range want {
		if got := page.InState[state]; got != n {
			t.Errorf("%s: got %d pieces, want %d", state, got, n)
		}
	}
	first := []int64{287, 301, 352, 318, 355}
	for i, number := range first {
		if got := page.Rows[i].ID; got != number {
			t.Errorf("row %d: got %s, want %s", i, requests.Ref(got), requests.Ref(number))
		}
	}
	w, err := told.portal.Requests.Piece(ctx, told.people["lucia"], 352)
	if err != nil {
		t.Fatal(err)
	}
	if w.Number != 3 || w.Uses != 31 || len(w.Files) != 2 || w.OwnerID != told.people["lucia"].ID {
		t.Errorf("R-352: got version %d, used %d times, %d files, owner %d, want version 3, 31 times, 2 files, Lucía", w.Number, w.Uses, len(w.Files), w.OwnerID)
	}
	if w.Latest[0].WithWhom != "Tamar Seafoods" || w.Review == nil {
		t.Errorf("R-352: got last used with %q, review %v, want Tamar Seafoods, a promise of Lucía", w.Latest[0].WithWhom, w.Review)
	}
	asked, err := told.portal.Requests.UseQuestions(ctx, told.people["ruth"])
	if err != nil || len(asked) != 1 || asked[0].ID != 374 {
		t.Errorf("questions to Ruth: got %v %v, want one, about R-374", asked, err)
	}
}
