package files

import (
	"encoding/binary"
	"image"
	"io"
	"strings"
)

// orientation reads from an EXIF segment how a photo has to be turned: 1 to 8, or 0 when it does not say.
func orientation(segment io.Reader) int {
	const heading, orientationTag, entryLength = "Exif\x00\x00", 0x0112, 12
	data, err := io.ReadAll(segment) // at most 64 KB
	if err != nil || !strings.HasPrefix(string(data), heading) {
		return 0
	}
	data = data[len(heading):]
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(data) < 8:
		return 0
	case string(data[:2]) == "MM":
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(data[4:]))
	if at+2 > uint64(len(data)) {
		return 0
	}
	for entries := data[at+2:]; len(entries) >= entryLength; entries = entries[entryLength:] {
		if order.Uint16(entries) == orientationTag {
			if turned := int(order.Uint16(entries[8:])); turned >= 1 && turned <= 8 {
				return turned
			}
			return 0
		}
	}
	return 0
}

// turn a picture the way its EXIF orientation asks for.
func turn(from *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return from
	}
	w, h := from.Rect.Dx(), from.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 { // on its side
		size = image.Rect(0, 0, h, w)
	}
	to := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			var source image.Point
			switch orientation {
			case 2:
				source = image.Pt(w-1-x, y)
			case 3:
				source = image.Pt(w-1-x, h-1-y)
			case 4:
				source = image.Pt(x, h-1-y)
			case 5:
				source = image.Pt(y, x)
			case 6:
				source = image.Pt(y, h-1-x)
			case 7:
				source = image.Pt(w-1-y, h-1-x)
			case 8:
				source = image.Pt(w-1-y, x)
			}
			to.SetRGBA(x, y, from.RGBAAt(source.X, source.Y))
		}
	}
	return to
}
