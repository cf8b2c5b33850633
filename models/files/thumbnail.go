package files

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	jpegs "image/jpeg"
	"io"
	"os"

	"golang.org/x/image/draw"
	"gorm.io/gorm"

	"alongside/models/store"
)

// ThumbnailArgs is the job that draws the small picture of a file.
type ThumbnailArgs struct {
	FileID int64 `json:"file_id"`
}

func (ThumbnailArgs) Kind() string { return "thumbnail" }

const (
	thumbSide    = 192      // pixels of the longer side: three to one where it is shown
	thumbMemory  = 64 << 20 // bytes that decoding may take; a picture that needs more has no small one
	thumbQuality = 80
)

// Thumbnail draws the small picture of a file, one at a time on each node. A file that is no picture, cannot be decoded
// or is too large for thumbMemory is left without one.
func (c *Cabinet) Thumbnail(ctx context.Context, id int64) error {
	f, err := c.Find(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && (!isPicture(f.MediaType) || f.ThumbKey != "") {
		return nil
	}
	if err != nil {
		return err
	}
	select {
	case c.drawing <- struct{}{}:
		defer func() { <-c.drawing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	small, err := c.draw(f)
	if err != nil || small == nil {
		return err
	}
	key := newKey()
	err = c.write(key, func(to *os.File) error { return jpegs.Encode(to, small, &jpegs.Options{Quality: thumbQuality}) })
	if err != nil {
		return err
	}
	rows, err := gorm.G[File](c.db.Read()).Where("id = ? AND thumb_key = ''", id).Select("thumb_key").Updates(ctx, File{ThumbKey: key})
	if err != nil || rows == 0 { // drawn meanwhile by another worker
		return errors.Join(err, c.remove(place(key)))
	}
	return nil
}

// draw returns nil for a picture that no small one can be made of.
func (c *Cabinet) draw(f File) (*image.RGBA, error) {
	from, err := c.Bytes(f)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	codec := codecs[f.MediaType]
	header, err := codec.header(from)
	if err != nil {
		return nil, nil
	}
	var photo photo
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if f.MediaType == jpeg {
		if photo, err = readPhoto(from); err != nil {
			return nil, nil
		}
	}
	if decodingCost(f.MediaType, header, photo) > thumbMemory {
		return nil, nil
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("file %d: %w", f.ID, err)
	}
	whole, err := codec.decode(from)
	if err != nil {
		return nil, nil
	}
	return turn(shrink(whole), photo.turned), nil
}

// shrink to thumbSide, on white. What is smaller stays as it is.
func shrink(whole image.Image) *image.RGBA {
	size := whole.Bounds().Size()
	if longer := max(size.X, size.Y); longer > thumbSide {
		size = image.Pt(max(1, size.X*thumbSide/longer), max(1, size.Y*thumbSide/longer))
	}
	small := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(small, small.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(small, small.Rect, whole, whole.Bounds(), draw.Over, nil)
	return small
}
