package files_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

// cabinet without a database, and its folder.
func cabinet(t *testing.T) (*files.Cabinet, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "made", "when missing")
	c, err := files.Open(nil, folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, folder
}

func stored(t *testing.T, folder string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// endless is a reader of zeros without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestReceiveKeepsBytesUnderARandomName(t *testing.T) {
	t.Parallel()
	c, folder := cabinet(t)
	u, err := c.Receive("../brochure.pdf", strings.NewReader("%PDF-1.7"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("%PDF-1.7"))
	if u.Name != "brochure.pdf" || u.Size != 8 || !bytes.Equal(u.SHA256, sum[:]) {
		t.Errorf("got %s, %d bytes, %x, want brochure.pdf, 8, %x", u.Name, u.Size, u.SHA256, sum)
	}
	paths := stored(t, folder)
	if len(paths) != 1 || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(filepath.Base(paths[0])) {
		t.Fatalf("got %v, want one file under a random name", paths)
	}
	info, err := os.Stat(paths[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a file for its owner only", info.Mode(), err)
	}
	if empty, err := c.Receive("empty.txt", strings.NewReader("")); err != nil || empty.Size != 0 {
		t.Errorf("got %d bytes, %v, want an empty file accepted", empty.Size, err)
	}
}

func TestReceiveRefusesWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	c, folder := cabinet(t)
	u, err := c.Receive("full", io.LimitReader(endless{}, files.MaxSize))
	if err != nil || u.Size != files.MaxSize {
		t.Fatalf("got %d bytes, %v, want %d accepted", u.Size, err, files.MaxSize)
	}
	if err := c.Discard([]files.Upload{u}); err != nil {
		t.Fatal(err)
	}
	for name, from := range map[string]io.Reader{"one more": io.LimitReader(endless{}, files.MaxSize+1), "endless": endless{}} {
		if _, err := c.Receive(name, from); !errors.Is(err, files.ErrTooLarge) {
			t.Errorf("%s: got %v, want %v", name, err, files.ErrTooLarge)
		}
		if left := stored(t, folder); len(left) != 0 {
			t.Errorf("%s: got %v left, want nothing", name, left)
		}
	}
}

// TestReceiveThatIsCutOff: the phone went into a tunnel.
func TestReceiveThatIsCutOff(t *testing.T) {
	t.Parallel()
	c, folder := cabinet(t)
	broken := errors.New("connection lost")
	reader, writer := io.Pipe()
	go func() {
		io.WriteString(writer, "half of it")
		writer.CloseWithError(broken)
	}()
	if _, err := c.Receive("photo.jpg", reader); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	if left := stored(t, folder); len(left) != 0 {
		t.Errorf("got %v left, want nothing", left)
	}
}

func TestKeepAndDiscard(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	on, other := activity.Subject{Kind: activity.KindRequest, ID: 1}, activity.Subject{Kind: activity.KindRequest, ID: 2}
	receive := func(name, content string) files.Upload {
		u, err := p.Files.Receive(name, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	keep := func(actor people.Person, uploads []files.Upload, end error) error {
		return p.Store.Tx(ctx, func(tx *store.Tx) error {
			return errors.Join(p.Files.Keep(ctx, tx, actor, on, uploads), end)
		})
	}
	photo := modelstest.Sample(t, "jpeg")
	uploads := []files.Upload{receive("brief.pdf", "%PDF-1.7"), receive("photo.JPG", photo), receive("page.html", "<script>"), receive("drawing.svg", "<svg>")}
	failed := errors.New("the act failed")
	if err := keep(ruth, uploads, failed); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if kept, err := p.Files.Of(ctx, on); err != nil || len(kept) != 0 {
		t.Errorf("after a failed act: got %v, %v, want no rows", kept, err)
	}
	if err := keep(ruth, uploads, nil); err != nil {
		t.Fatal(err)
	}
	kept, err := p.Files.Of(ctx, on)
	if err != nil || len(kept) != 4 {
		t.Fatalf("got %v, %v, want four rows", kept, err)
	}
	// Browsers run HTML and SVG, so those are only ever downloads.
	types := []string{"application/pdf", "image/jpeg", "application/octet-stream", "application/octet-stream"}
	for i, f := range kept {
		if f.MediaType != types[i] || f.AddedBy != ruth.ID || f.Subject() != on {
			t.Errorf("%s: got %s by %d on %v, want %s by Ruth on the subject", f.Name, f.MediaType, f.AddedBy, f.Subject(), types[i])
		}
	}
	if none, err := p.Files.Of(ctx, other); err != nil || len(none) != 0 {
		t.Errorf("another subject: got %v, %v, want none", none, err)
	}
	found, err := p.Files.Find(ctx, kept[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	content, err := p.Files.Bytes(found)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if got, err := io.ReadAll(content); err != nil || string(got) != photo {
		t.Errorf("got %q, %v, want the bytes sent", got, err)
	}
	if _, err := p.Files.Find(ctx, 1<<40); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want %v", err, store.ErrNotFound)
	}

	lost := receive("lost.txt", "nobody's")
	for range 2 { // twice is no error
		if err := p.Files.Discard([]files.Upload{lost}); err != nil {
			t.Error(err)
		}
	}
	if content, err := p.Files.Bytes(kept[0]); err != nil {
		t.Errorf("got %v, want what is kept to stay", err)
	} else {
		content.Close()
	}
}
