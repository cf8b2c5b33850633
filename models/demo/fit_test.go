package demo

import (
	"strings"
	"testing"

	"alongside/models/icp"
)

// checkFit compares what was checked with what screens tell of it.
func checkFit(t *testing.T, told *teller) {
	t.Helper()
	h, err := told.portal.ICP.Held(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := (icp.Tally{Checked: 186, Ended: 98, Won: 43, Left: 5}); h.Together != want || h.Version.Number != 4 || h.Earlier != 0 {
		t.Errorf("checked accounts: got %+v against version %d, %d against earlier ones, want %+v against 4", h.Together, h.Version.Number, h.Earlier, want)
	}
	for band, want := range map[icp.Band]icp.Tally{
		icp.BandStrong: {Checked: 38, Ended: 22, Won: 15, Left: 1}, icp.BandGood: {Checked: 71, Ended: 41, Won: 21, Left: 2},
		icp.BandNotYet: {Checked: 52, Ended: 26, Won: 6, Left: 2}, icp.BandNo: {Checked: 25, Ended: 9, Won: 1}, icp.BandUnknown: {},
	} {
		if got := h.Bands[band]; got != want {
			t.Errorf("%s: got %+v, want %+v", band, got, want)
		}
	}
	for i, want := range []struct{ yesWon, yes, noWon, no int }{
		{36, 68, 7, 30}, {34, 70, 9, 28}, {30, 61, 13, 37}, {16, 37, 20, 45}, {31, 68, 12, 30}, {28, 52, 15, 46}, {9, 12, 2, 7},
	} {
		c := h.Criteria[i]
		if c.Yes.Won != want.yesWon || c.Yes.Ended != want.yes || c.No.Won != want.noWon || c.No.Ended != want.no {
			t.Errorf("%s: got %+v yes and %+v no, want %+v", c.Attribute, c.Yes, c.No, want)
		}
	}
	if len(h.Moving) != 1 || h.Moving[0].ID != 7 {
		t.Fatalf("got %d proposals that move accounts, want the seventh", len(h.Moving))
	}
	m := h.Moving[0].Moved
	if len(m.In) != 14 || len(m.Out) != 6 || len(m.Elsewhere) != 0 || m.Unanswered != 61 {
		t.Errorf("proposal 7: got %d in, %d out, %d elsewhere, %d not answered, want 14, 6, 0 and 61", len(m.In), len(m.Out), len(m.Elsewhere), m.Unanswered)
	}
	var names []string
	for _, mover := range append(m.In[:4:4], m.Out[:3]...) {
		names = append(names, mover.Account)
	}
	if got, want := strings.Join(names, ", "), "Halden Automotive, Pellow & Sons, Ardley Tools, Lumen Lighting, Harrow Home, Bryn Ceramics, Sandmoor Paper"; got != want {
		t.Errorf("proposal 7 moves first: got %s, want %s", got, want)
	}
}
