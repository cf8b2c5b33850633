package files_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io"
	"testing"
)

// bomb is a ZIP archive with the entries, each of as many zeros.
func bomb(t testing.TB, entries int, zeros int64) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	method := zip.Deflate
	if zeros == 0 {
		method = zip.Store // which takes a thousandth of the time
	}
	for range entries {
		part, err := w.CreateHeader(&zip.FileHeader{Name: "x", Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(part, io.LimitReader(endless{}, zeros)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
