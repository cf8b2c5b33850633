package files_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"alongside/models"
	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/store"
)

var onRequest = activity.Subject{Kind: activity.KindRequest, ID: 1}

// keepAll keeps texts as files of the subject, added by Ruth; of is the piece they are versions of.
func keepAll(t testing.TB, p *models.Portal, on activity.Subject, of int64, texts ...string) ([]files.Upload, error) {
	t.Helper()
	ctx := context.Background()
	var uploads []files.Upload
	for _, text := range texts {
		u, err := p.Files.Receive("layout.txt", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		u.Of = of
		uploads = append(uploads, u)
	}
	ruth := modelstest.Person(t, p, "ruth")
	return uploads, p.Store.Tx(ctx, func(tx *store.Tx) error { return p.Files.Keep(ctx, tx, ruth, on, uploads) })
}

func TestVersions(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	keep := func(of int64, text string) files.Upload {
		t.Helper()
		uploads, err := keepAll(t, p, onRequest, of, text)
		if err != nil {
			t.Fatal(err)
		}
		return uploads[0]
	}
	layout, copytext := keep(0, "layout one"), keep(0, "copy one")
	second, third := keep(layout.ID, "layout two"), keep(layout.ID, "layout three")
	if layout.Number != 1 || copytext.Number != 1 || second.Number != 2 || third.Number != 3 {
		t.Errorf("got versions %d, %d, %d, %d, want 1, 1, 2, 3", layout.Number, copytext.Number, second.Number, third.Number)
	}
	all, err := p.Files.Of(context.Background(), onRequest)
	if err != nil || len(all) != 4 {
		t.Fatalf("got %d files, %v, want every version", len(all), err)
	}
	var got []string
	for _, piece := range files.Pieces(all) {
		got = append(got, fmt.Sprintf("%d: v%d", piece.ID(), piece.Latest.Number))
		for _, f := range piece.Earlier {
			got = append(got, fmt.Sprintf("v%d", f.Number))
		}
	}
	if want := []string{fmt.Sprintf("%d: v3", layout.ID), "v2", "v1", fmt.Sprintf("%d: v1", copytext.ID)}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: what changed last first, newest version first", got, want)
	}
	for name, c := range map[string]struct {
		on activity.Subject
		of int64
	}{
		"a piece of another subject":        {activity.Subject{Kind: activity.KindRequest, ID: 2}, layout.ID},
		"a piece of another kind":           {activity.Subject{Kind: "note", ID: 1}, layout.ID},
		"a version that is no piece":        {onRequest, second.ID},
		"a piece that is not there":         {onRequest, 1 << 40},
		"a number that no piece could have": {onRequest, -1},
	} {
		if _, err := keepAll(t, p, c.on, c.of, "stray"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want %v", name, err, store.ErrNotFound)
		}
	}
}

func TestVersionsAddedAtOnce(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	first, err := keepAll(t, p, onRequest, 0, "one")
	if err != nil {
		t.Fatal(err)
	}
	const n = 12
	var all sync.WaitGroup
	numbers := make([]int16, n)
	for i := range n {
		all.Go(func() {
			uploads, err := keepAll(t, p, onRequest, first[0].ID, fmt.Sprint("text ", i))
			if err != nil {
				t.Error(err)
				return
			}
			numbers[i] = uploads[0].Number
		})
	}
	all.Wait()
	slices.Sort(numbers)
	for i, got := range numbers {
		if want := int16(i + 2); got != want {
			t.Fatalf("got versions %v, want 2 to %d, each once", numbers, n+1)
		}
	}
}

// TestRowsOfTheReleaseBefore are written without piece and number while two releases run side by side.
func TestRowsOfTheReleaseBefore(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	err := p.Store.Read().Exec(`INSERT INTO files (subject_kind, subject_id, name, media_type, size, sha256, key, added_by, added_at)
		SELECT 'request', 1, 'old.pdf', 'application/pdf', 1, '\x00', 'key ' || n, min(people.id), now() FROM people, generate_series(1, 3) n GROUP BY n`).Error
	if err != nil {
		t.Fatal(err)
	}
	all, err := p.Files.Of(context.Background(), onRequest)
	if err != nil || len(all) != 3 {
		t.Fatalf("got %v, %v, want three files", all, err)
	}
	for _, f := range all {
		if f.PieceID != f.ID || f.Number != 1 {
			t.Errorf("got version %d of piece %d, want the first of its own, %d", f.Number, f.PieceID, f.ID)
		}
	}
}

func TestMostOfADay(t *testing.T) {
	t.Parallel()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	err := p.Store.Read().Exec(`INSERT INTO files (subject_kind, subject_id, name, media_type, size, sha256, key, added_by, added_at)
		SELECT 'request', 2, 'film.mov', 'application/octet-stream', 26214400, '\x00', 'key ' || n, ?, ? FROM generate_series(1, 81) n`,
		ruth.ID, clock.Now()).Error
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keepAll(t, p, onRequest, 0, "a little more"); err != nil {
		t.Errorf("got %v, want what is left of 2 GB to be hers", err)
	}
	large := strings.Repeat("x", 25<<20)
	var invalid *store.Invalid
	if _, err := keepAll(t, p, onRequest, 0, large); !errors.As(err, &invalid) || !strings.Contains(invalid.On("files"), "2 GB of files within a day") {
		t.Errorf("got %v, want more than 2 GB refused in a sentence", err)
	}
	clock.Set(t, "2026-11-26 09:15")
	if _, err := keepAll(t, p, onRequest, 0, large); err != nil {
		t.Errorf("a day later: got %v, want it kept", err)
	}
}
