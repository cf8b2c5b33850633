package files_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/store"
)

// fileOf is the row that an upload would have.
func fileOf(t *testing.T, folder, text string, u files.Upload) (f files.File, path string) {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	paths := stored(t, folder)
	return files.File{ID: 7, Name: u.Name, Size: u.Size, SHA256: sum[:], Key: filepath.Base(paths[0])}, paths[0]
}

func TestDamagedBytesAreRefused(t *testing.T) {
	t.Parallel()
	const text = "what was sent, and nothing else"
	for name, damage := range map[string]func(path string) error{
		"a flipped byte": func(path string) error {
			return os.WriteFile(path, []byte("what was sent, and nothing elsf"), 0o600)
		},
		"a byte less":    func(path string) error { return os.Truncate(path, int64(len(text)-1)) },
		"a byte more":    func(path string) error { return os.WriteFile(path, []byte(text+"."), 0o600) },
		"nothing at all": os.Remove,
	} {
		c, folder := cabinet(t)
		u, err := c.Receive("brief.txt", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		f, path := fileOf(t, folder, text, u)
		for range 2 { // found right, then remembered
			content, err := c.Bytes(f)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(content); err != nil || string(got) != text {
				t.Errorf("%s: before it: got %q, %v, want what was sent", name, got, err)
			}
			if err := content.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := damage(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(time.Second)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		var refusal *store.Refusal
		if _, err := c.Bytes(f); !errors.Is(err, files.ErrDamaged) || !errors.As(err, &refusal) {
			t.Errorf("%s: got %v, want %v with a sentence", name, err, files.ErrDamaged)
		}
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	uploads, err := keepAll(t, p, onRequest, 0, "kept", "with a small picture")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := p.Files.Of(ctx, onRequest)
	if err != nil || len(kept) != len(uploads) {
		t.Fatal(err)
	}
	lone := make([]files.Upload, 3)
	for i := range lone {
		if lone[i], err = p.Files.Receive("lone.txt", strings.NewReader("nobody's")); err != nil {
			t.Fatal(err)
		}
	}
	removed, err := p.Files.Sweep(ctx, time.Now().Add(-24*time.Hour))
	if err != nil || removed != 0 {
		t.Errorf("of a moment ago: got %d removed, %v, want none", removed, err)
	}
	removed, err = p.Files.Sweep(ctx, time.Now().Add(time.Minute))
	if err != nil || removed != len(lone) {
		t.Errorf("got %d removed, %v, want the %d that no row names", removed, err, len(lone))
	}
	for _, f := range kept {
		content, err := p.Files.Bytes(f)
		if err != nil {
			t.Errorf("%s: got %v, want it kept", f.Name, err)
			continue
		}
		content.Close()
	}
}

// TestSweepOfUnfinishedUploads: a process was killed while it wrote. What is not ours stays.
func TestSweepOfUnfinishedUploads(t *testing.T) {
	t.Parallel()
	p, folder := portalWithFolder(t)
	if err := os.MkdirAll(filepath.Join(folder, "ab"), 0o700); err != nil {
		t.Fatal(err)
	}
	unfinished := filepath.Join(folder, "ab", "ab"+strings.Repeat("0", 30)+".part")
	foreign := filepath.Join(folder, "ab", "somebody's notes")
	for _, path := range []string{unfinished, foreign} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if removed, err := p.Files.Sweep(context.Background(), time.Now().Add(time.Minute)); err != nil || removed != 1 {
		t.Errorf("got %d removed, %v, want the unfinished one", removed, err)
	}
	if left := stored(t, folder); len(left) != 1 || left[0] != foreign {
		t.Errorf("got %v, want %s alone", left, foreign)
	}
}
