package files

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	jpegs "image/jpeg"
	pngs "image/png"
	"io"
	"os"

	"golang.org/x/image/draw"
)

const (
	photoQuality = 85
	photoMemory  = 192 << 20 // bytes that decoding may take
)

// ReceivePhoto is Receive for photos from the field: a picture is drawn anew the right way up, so that nothing is kept of it
// but what can be seen, neither the place nor the device. Pictures of kinds that cannot be drawn anew are a problem of
// the field files; other files are kept as they are.
func (c *Cabinet) ReceivePhoto(name string, from io.Reader) (Upload, error) {
	raw, err := c.Receive(name, from)
	if err != nil {
		return raw, err
	}
	if !isPicture(raw.MediaType) {
		if err := c.refuseHiddenPhoto(raw); err != nil {
			return Upload{}, errors.Join(err, c.Discard([]Upload{raw}))
		}
		return raw, nil
	}
	u, err := c.redraw(raw)
	return u, errors.Join(err, c.Discard([]Upload{raw}))
}

// hidden are pictures that phones take and nothing here can draw: HEIF and AVIF (by the brand of the file), and TIFF.
var hidden = []string{"ftypheic", "ftypheix", "ftyphevc", "ftypmif1", "ftypmsf1", "ftypavif", "ftypavis"}

func (c *Cabinet) refuseHiddenPhoto(u Upload) error {
	f, err := c.folder.Open(place(u.key))
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	head = head[:n]
	found := bytes.HasPrefix(head, []byte("II*\x00")) || bytes.HasPrefix(head, []byte("MM\x00*"))
	for _, brand := range hidden {
		found = found || len(head) >= 12 && string(head[4:12]) == brand
	}
	if found {
		return invalid("“%s” is a kind of photo that still holds the place where it was taken. Save it as a JPEG, then add it", u.Name)
	}
	return nil
}

// redraw keeps the pixels of a picture under another key.
func (c *Cabinet) redraw(raw Upload) (Upload, error) {
	c.drawing <- struct{}{}
	defer func() { <-c.drawing }()
	whole, err := c.decode(raw)
	if err != nil {
		return Upload{}, err
	}
	u := Upload{Name: raw.Name, MediaType: raw.MediaType, key: newKey()}
	if u.MediaType != png {
		u.MediaType = jpeg
	}
	err = c.write(u.key, func(f *os.File) error {
		sum := sha256.New()
		to := &counter{to: io.MultiWriter(f, sum)}
		var err error
		if u.MediaType == png {
			err = pngs.Encode(to, whole)
		} else {
			err = jpegs.Encode(to, whole, &jpegs.Options{Quality: photoQuality})
		}
		u.Size, u.SHA256 = to.n, sum.Sum(nil)
		if err == nil && u.Size > MaxSize {
			err = ErrTooLarge
		}
		return err
	})
	return u, err
}

// decode the picture, the right way up, on white where it is kept as a JPEG.
func (c *Cabinet) decode(u Upload) (image.Image, error) {
	f, err := c.folder.Open(place(u.key))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	broken := invalid("“%s” cannot be read as a picture; it may be broken. Save it again, then add it", u.Name)
	codec := codecs[u.MediaType]
	header, err := codec.header(f)
	if err != nil {
		return nil, broken
	}
	var photo photo
	if u.MediaType == jpeg {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		if photo, err = readPhoto(f); err != nil {
			return nil, broken
		}
	}
	if decodingCost(u.MediaType, header, photo) > photoMemory {
		return nil, invalid("“%s” is too large to be drawn anew without the place where it was taken. Save it smaller, then add it", u.Name)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	whole, err := codec.decode(f)
	if err != nil {
		return nil, broken
	}
	if u.MediaType == png || u.MediaType == jpeg && photo.turned <= 1 {
		return whole, nil
	}
	flat := image.NewRGBA(image.Rectangle{Max: whole.Bounds().Size()})
	draw.Draw(flat, flat.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Rect, whole, whole.Bounds().Min, draw.Over)
	return turn(flat, photo.turned), nil
}

type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}
