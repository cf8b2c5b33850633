package export_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"alongside/views/export"
)

func TestCellIsNoFormula(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                            "",
		"Halden":                      "Halden",
		"9 of 11":                     "9 of 11",
		"=1+1":                        "'=1+1",
		"=HYPERLINK(\"http://evil\")": "'=HYPERLINK(\"http://evil\")",
		"+44 20 7946 0000":            "'+44 20 7946 0000",
		"-2+3":                        "'-2+3",
		"-cmd|' /C calc'!A0":          "'-cmd|' /C calc'!A0",
		"@SUM(A1)":                    "'@SUM(A1)",
		"\t=1":                        "'\t=1",
		"\r=1":                        "'\r=1",
		"\n=1":                        "'\n=1",
		"＝1+1":                        "'＝1+1",
		"-5":                          "-5",
		"-5.25":                       "-5.25",
		"--5":                         "'--5",
		"-5\n":                        "'-5\n",
		"-":                           "'-",
		"a=b":                         "a=b",
	} {
		if got := export.Cell(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWriter(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := export.NewWriter(&out)
	w.Row("Name", "Note")
	w.Row("Lucía, \"design\"", "=1+1", "two\nlines")
	w.Row()
	w.Row("-3")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(out.String(), "\ufeff")
	if !marked {
		t.Errorf("got %q, want it to begin with the mark of UTF-8", out.String())
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Name", "Note"}, {"Lucía, \"design\"", "'=1+1", "two\nlines"}, {"-3"}}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("got %q, want %q", rows, want)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriterTellsWhatFailed(t *testing.T) {
	t.Parallel()
	w := export.NewWriter(full{})
	w.Row("a")
	if err := w.Flush(); err == nil || err.Error() != "disk full" {
		t.Errorf("got %v, want disk full", err)
	}
}
