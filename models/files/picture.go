package files

import (
	"image"
	"image/color"
	gifs "image/gif"
	jpegs "image/jpeg"
	pngs "image/png"
	"io"

	webps "golang.org/x/image/webp"
)

// maxPixels of a picture: more than phones take, fewer than freeze a reader's browser.
const maxPixels = 40_000_000

// checkPixels reads the header of a picture and refuses what is none, or has more than maxPixels.
func checkPixels(name, kind string, r io.Reader) error {
	header, err := codecs[kind].header(r)
	if err != nil {
		return invalid("“%s” cannot be read as a picture; it may be broken. Save it again, then add it", name)
	}
	if pixels := int64(header.Width) * int64(header.Height); pixels > maxPixels {
		return invalid("“%s” has %d million pixels; 40 million are the most. Save it smaller, then add it", name, (pixels+999_999)/1_000_000)
	}
	return nil
}

var codecs = map[string]struct {
	header func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}{
	png:  {pngs.DecodeConfig, pngs.Decode},
	jpeg: {jpegs.DecodeConfig, jpegs.Decode},
	gif:  {gifs.DecodeConfig, gifs.Decode}, // the first frame
	webp: {webps.DecodeConfig, webps.Decode},
}

// decodingCost is how many bytes a decoder needs at most, told from the header.
func decodingCost(kind string, header image.Config, photo photo) int64 {
	perPixel := int64(8) // 16 bits a channel
	switch header.ColorModel {
	case color.GrayModel:
		perPixel = 1
	case color.Gray16Model:
		perPixel = 2
	case color.YCbCrModel:
		perPixel = 3
	case color.RGBAModel, color.NRGBAModel, color.CMYKModel, color.NYCbCrAModel:
		perPixel = 4
	}
	if _, ok := header.ColorModel.(color.Palette); ok {
		perPixel = 1
	}
	switch {
	case kind == jpeg && photo.progressive: // all coefficients, of four bytes, until the last pass
		perPixel *= 5
	case kind == png || kind == webp: // interlaced passes, or the copy that colours are put back in
		perPixel *= 2
	}
	return perPixel * int64(header.Width) * int64(header.Height)
}

// photo is what stands before the pixels of a JPEG and its decoder does not tell.
type photo struct {
	progressive bool
	turned      int // EXIF orientation, 1 to 8; 0 when not said
}

// readPhoto reads the segments of a JPEG up to the frame.
func readPhoto(r io.Reader) (p photo, err error) {
	marker := make([]byte, 4)
	if _, err := io.ReadFull(r, marker[:2]); err != nil { // start of image
		return p, err
	}
	for {
		if _, err := io.ReadFull(r, marker); err != nil {
			return p, err
		}
		length := int64(marker[2])<<8 | int64(marker[3])
		body := io.LimitReader(r, length-2)
		switch kind := marker[1]; {
		case marker[0] != 0xff:
			return p, nil
		case kind == 0xc2:
			p.progressive = true
			return p, nil
		case kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xcc, kind == 0xda: // a frame of another kind, or the pixels
			return p, nil
		case kind == 0xe1 && p.turned == 0:
			p.turned = orientation(body)
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return p, err
		}
	}
}
