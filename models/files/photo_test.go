package files_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/store"
)

const taken = "51.5074N 0.1278W"

// photo is a JPEG that says where it was taken, and that it lies on its side.
func photo(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for x := range 20 {
		for y := range 20 {
			picture.Set(x, y, color.RGBA{200, 0, 0, 255})
		}
	}
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, picture, nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00" + taken
	segment := append([]byte{0xff, 0xe1, byte((len(exif) + 2) >> 8), byte(len(exif) + 2)}, exif...)
	return append(append([]byte{0xff, 0xd8}, segment...), append(plain.Bytes()[2:], taken...)...)
}

// TestPhotosLoseTheirPlace and stand the right way up.
func TestPhotosLoseTheirPlace(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	var text bytes.Buffer
	if err := png.Encode(&text, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	withText := append(text.Bytes(), taken...)
	for name, w := range map[string]struct {
		bytes []byte
		kind  string
		size  image.Point
	}{
		"slot.jpg":  {photo(t), "image/jpeg", image.Pt(20, 40)},
		"board.png": {withText, "image/png", image.Pt(3, 2)},
	} {
		u, err := p.Files.ReceivePhoto(name, bytes.NewReader(w.bytes))
		if err != nil {
			t.Fatal(err)
		}
		uploads := []files.Upload{u}
		ruth := modelstest.Person(t, p, "ruth")
		err = p.Store.Tx(t.Context(), func(tx *store.Tx) error {
			return p.Files.Keep(t.Context(), tx, ruth, activity.Subject{Kind: activity.KindNote, ID: 1}, uploads)
		})
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.Files.Find(t.Context(), uploads[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		from, err := p.Files.Bytes(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(from)
		from.Close()
		if err != nil || int64(len(got)) != f.Size {
			t.Fatalf("%s: got %d bytes %v, want %d", name, len(got), err, f.Size)
		}
		if bytes.Contains(got, []byte("51.5")) || bytes.Contains(got, []byte("Exif")) || f.MediaType != w.kind {
			t.Errorf("%s: got %s that still says where it was taken, want its pixels alone", name, f.MediaType)
		}
		header, _, err := image.DecodeConfig(bytes.NewReader(got))
		if err != nil || image.Pt(header.Width, header.Height) != w.size {
			t.Errorf("%s: got %dx%d %v, want %v", name, header.Width, header.Height, err, w.size)
		}
	}
}

// TestPhotosThatCannotBeDrawnAreRefused rather than kept with their place.
func TestPhotosThatCannotBeDrawnAreRefused(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	for name, body := range map[string]string{
		"slot.heic": "\x00\x00\x00\x18ftypheic" + strings.Repeat(taken, 10), "slot.tif": "II*\x00" + taken, "short.jpg": string(photo(t)[:200]),
	} {
		_, err := p.Files.ReceivePhoto(name, strings.NewReader(body))
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On("files") == "" {
			t.Errorf("%s: got %v, want a problem of the files", name, err)
		}
	}
	u, err := p.Files.ReceivePhoto("list.csv", strings.NewReader("a,b"))
	if err != nil || u.MediaType != files.Download {
		t.Errorf("got %+v %v, want other files as they are", u, err)
	}
}
