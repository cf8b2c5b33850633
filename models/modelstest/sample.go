package modelstest

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
)

// Sample is a small picture of the kind ("png", "jpeg", "gif", "webp"), or a document ("zip").
func Sample(t testing.TB, kind string) string {
	t.Helper()
	picture := image.NewPaletted(image.Rect(0, 0, 4, 3), color.Palette{color.White, color.Black})
	var b bytes.Buffer
	var err error
	switch kind {
	case "png":
		err = png.Encode(&b, picture)
	case "jpeg":
		err = jpeg.Encode(&b, picture, nil)
	case "gif":
		err = gif.Encode(&b, picture, nil)
	case "webp":
		var text []byte
		text, err = base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
		b.Write(text)
	case "zip":
		w := zip.NewWriter(&b)
		var part io.Writer
		if part, err = w.Create("word/document.xml"); err == nil {
			_, err = io.WriteString(part, "<w:document/>")
		}
		if err == nil {
			err = w.Close()
		}
	default:
		t.Fatalf("nobody knows a sample of %q", kind)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// PNGHeader begins a picture of the size, as hostile ones do: a few bytes that unpack to it would follow.
func PNGHeader(width, height uint32) string {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, width)
	chunk = binary.BigEndian.AppendUint32(chunk, height)
	chunk = append(chunk, 1, 0, 0, 0, 0) // one bit of grey a pixel
	all := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(chunk)-4))
	all = append(all, chunk...)
	return string(binary.BigEndian.AppendUint32(all, crc32.ChecksumIEEE(chunk)))
}
