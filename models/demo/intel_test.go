package demo

import (
	"slices"
	"strings"
	"testing"

	"alongside/models/activity"
	"alongside/models/intel"
)

// checkIntel compares what the field heard, and the cards that rest on it, with what the screens tell.
func checkIntel(t *testing.T, told *teller) {
	t.Helper()
	ctx, desk := t.Context(), told.portal.Intel
	overview, err := desk.Overview(ctx, told.people["ruth"])
	if err != nil {
		t.Fatal(err)
	}
	type card struct{ supported, thin, disputed, stale int }
	want := map[string]card{"corvane": {9, 2, 0, 2}, "norvik-lines": {7, 1, 1, 1}, "bluewake": {4, 3, 0, 1}, "portlane": {3, 2, 1, 0}}
	for _, p := range overview {
		if got := (card{p.Supported, p.Thin, p.Disputed, p.Stale}); got != want[p.Slug] || p.Notes == 0 {
			t.Errorf("%s: got %+v of %d notes, want %+v", p.Slug, got, p.Notes, want[p.Slug])
		}
	}
	if len(overview) != len(want) {
		t.Errorf("got %d competitors, want %d", len(overview), len(want))
	}
	for number, check := range map[int64]func(intel.Whole) bool{
		231: func(w intel.Whole) bool {
			return w.Note.State == intel.Waiting && w.Note.Accounts == 4 && len(w.Witnesses) == 3 && len(w.Questions) == 1 && slices.ContainsFunc(w.History, func(e activity.Event) bool { return e.Kind == "commented" })
		},
		229: func(w intel.Whole) bool { return w.Note.State == intel.Used && w.Note.Accounts == 3 && !*w.Note.Late },
		216: func(w intel.Whole) bool { return w.Note.State == intel.Filed && w.Note.NeedsSecond() },
	} {
		w, err := desk.Show(ctx, told.people["ruth"], number)
		if err != nil || !check(w) {
			t.Errorf("%s: got %+v with %d witnesses %v, want it as the screens tell", intel.Ref(number), w.Note, len(w.Witnesses), err)
		}
	}
	for who, sees := range map[string]bool{"aisha": true, "dan": true, "priya": true, "hannah": true, "ruth": false, "ben": false} {
		_, err := desk.Find(ctx, told.people[who], lastNote)
		if (err == nil) != sees {
			t.Errorf("%s of %s: got %v, want it seen %t", intel.Ref(lastNote), who, err, sees)
		}
	}
	counts, err := desk.WinLoss(ctx, told.diary.date(-100).Midnight().Year(), 0)
	if err != nil || len(counts) == 0 || counts[0].Won+counts[0].Lost == 0 {
		t.Errorf("got %+v %v, want the deals of the year", counts, err)
	}
	sheet, err := desk.Sheet(ctx, told.people["greta"], "norvik-lines")
	if err != nil || len(sheet.Lines) != 4 || sheet.Held != 0 {
		t.Errorf("got %+v %v, want the four lines that customers may read", sheet, err)
	}
	for _, l := range sheet.Lines {
		if l.Section == intel.Theirs || strings.Contains(l.Text+l.Answer, "Their") {
			t.Errorf("got %q for customers, want no word about others", l.Text)
		}
	}
}
