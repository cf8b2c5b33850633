package files_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"strings"
	"testing"

	"alongside/models"
	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/store"
)

// addPicture keeps a file and returns its id.
func addPicture(t *testing.T, p *models.Portal, name, content string) int64 {
	t.Helper()
	ctx := context.Background()
	u, err := p.Files.Receive(name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	uploads := []files.Upload{u}
	ruth := modelstest.Person(t, p, "ruth")
	if err := p.Store.Tx(ctx, func(tx *store.Tx) error { return p.Files.Keep(ctx, tx, ruth, onRequest, uploads) }); err != nil {
		t.Fatal(err)
	}
	return uploads[0].ID
}

// thumb adds a picture and returns its small one as the job draws it; nil for none.
func thumb(t *testing.T, p *models.Portal, name, content string) image.Image {
	t.Helper()
	ctx, id := context.Background(), addPicture(t, p, name, content)
	for range 2 { // jobs may be worked twice
		if err := p.Files.Thumbnail(ctx, id); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	f, err := p.Files.Find(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	from, err := p.Files.ThumbBytes(f)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	small, err := jpeg.Decode(from)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return small
}

// halves is white above and black below, 600 by 400.
func halves() *image.Gray {
	picture := image.NewGray(image.Rect(0, 0, 600, 400))
	for i := range picture.Pix {
		if i < len(picture.Pix)/2 {
			picture.Pix[i] = 255
		}
	}
	return picture
}

func TestThumbnails(t *testing.T) {
	t.Parallel()
	p, folder := portalWithFolder(t)
	for name, kind := range map[string]string{"a.png": "png", "b.jpg": "jpeg", "c.gif": "gif", "d.webp": "webp"} {
		if small := thumb(t, p, name, modelstest.Sample(t, kind)); small == nil || small.Bounds().Dx() > 4 {
			t.Errorf("%s: got %v, want a small picture no larger than it", name, small)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, halves()); err != nil {
		t.Fatal(err)
	}
	if small := thumb(t, p, "halves.png", b.String()); small == nil || small.Bounds().Size() != image.Pt(192, 128) {
		t.Errorf("got %v, want 192 by 128", small)
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 10, 10))
	b.Reset()
	if err := png.Encode(&b, clear); err != nil {
		t.Fatal(err)
	}
	if small := thumb(t, p, "clear.png", b.String()); small == nil || !light(small, 5, 5) {
		t.Error("what is clear: got it dark, want it white")
	}
	before := len(stored(t, folder))
	for name, content := range map[string]string{
		"large.png":  modelstest.PNGHeader(8000, 5000), // of 40 million pixels, which would take more memory than there is for it
		"broken.png": modelstest.PNGHeader(10, 10),
		"notes.txt":  "no picture",
	} {
		if small := thumb(t, p, name, content); small != nil {
			t.Errorf("%s: got a small picture, want none", name)
		}
	}
	if got := len(stored(t, folder)) - before; got != 3 {
		t.Errorf("got %d files more, want the three alone", got)
	}
	if err := p.Files.Thumbnail(context.Background(), 1<<40); err != nil {
		t.Errorf("a file that is gone: got %v, want nothing done", err)
	}
}

func light(picture image.Image, x, y int) bool {
	return color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y > 128
}

// TestThumbnailsStandUpright turns photos as their EXIF orientation says: what is white lies where a viewer shows it.
func TestThumbnailsStandUpright(t *testing.T) {
	t.Parallel()
	p, _ := portalWithFolder(t)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, halves(), nil); err != nil {
		t.Fatal(err)
	}
	plain := b.String()
	for orientation, want := range map[byte]string{0: "top", 1: "top", 2: "top", 3: "bottom", 4: "bottom", 5: "left", 6: "right", 7: "right", 8: "left", 9: "top"} {
		exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00\x00"
		photo := plain[:2] + "\xff\xe1\x00" + string(byte(len(exif)+2)) + exif + plain[2:]
		small := thumb(t, p, "photo.jpg", photo)
		if small == nil {
			t.Errorf("orientation %d: got no small picture, want one", orientation)
			continue
		}
		w, h := small.Bounds().Dx(), small.Bounds().Dy()
		got := ""
		for side, ends := range map[string][2]image.Point{
			"top": {{9, 9}, {9, h - 9}}, "bottom": {{9, h - 9}, {9, 9}}, "left": {{9, 9}, {w - 9, 9}}, "right": {{w - 9, 9}, {9, 9}},
		} {
			if light(small, ends[0].X, ends[0].Y) && !light(small, ends[1].X, ends[1].Y) {
				got = side
			}
		}
		if got != want {
			t.Errorf("orientation %d: got white at the %q, want at the %s", orientation, got, want)
		}
	}
}

// TestThumbnailsOfDamagedFiles: what is not as it was stored is not decoded.
func TestThumbnailsOfDamagedFiles(t *testing.T) {
	t.Parallel()
	p, folder := portalWithFolder(t)
	id := addPicture(t, p, "a.png", modelstest.Sample(t, "png"))
	if err := os.WriteFile(stored(t, folder)[0], []byte(modelstest.Sample(t, "gif")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.Files.Thumbnail(context.Background(), id); !errors.Is(err, files.ErrDamaged) {
		t.Errorf("got %v, want %v", err, files.ErrDamaged)
	}
}
