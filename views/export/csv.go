// Package export writes what people take into their spreadsheets.
package export

import (
	"encoding/csv"
	"io"
	"regexp"
)

// plainNumber is what a spreadsheet reads as a number and nothing else, so that it may begin with a minus.
var plainNumber = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// Cell is the text as a spreadsheet shows it rather than computes it: what would be read as a formula begins with an
// apostrophe. Plain numbers stay as they are, also negative ones.
func Cell(text string) string {
	if text == "" || plainNumber.MatchString(text) {
		return text
	}
	switch first := []rune(text)[0]; first {
	case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠':
		return "'" + text
	}
	return text
}

// Writer writes rows as CSV, RFC 4180 in UTF-8 with the mark by which spreadsheets know it, every cell through Cell.
type Writer struct {
	csv *csv.Writer
	err error
}

// NewWriter writes to w. Nothing is complete before Flush.
func NewWriter(w io.Writer) *Writer {
	_, err := io.WriteString(w, "\ufeff")
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return &Writer{c, err}
}

// Row writes one row. Rows may have different numbers of cells; without any it is an empty line.
func (w *Writer) Row(cells ...string) {
	safe := make([]string, len(cells))
	for i, text := range cells {
		safe[i] = Cell(text)
	}
	if w.err == nil {
		w.err = w.csv.Write(safe)
	}
}

// Flush completes what was written and returns the first error of all.
func (w *Writer) Flush() error {
	w.csv.Flush()
	if w.err != nil {
		return w.err
	}
	return w.csv.Error()
}
