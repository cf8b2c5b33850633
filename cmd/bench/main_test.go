package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test's own program be the server process that run starts.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == serveCommand {
		exit(serve(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func TestRunMeasuresEveryCell(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a PostgreSQL and three servers")
	}
	var out bytes.Buffer
	o := options{sizes: []int{200}, conns: []int{2, 4}, during: 80 * time.Millisecond, rounds: 1}
	if err := run(context.Background(), o, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	report := out.String()
	for _, page := range pages {
		rows := regexp.MustCompile(`(?m)^`+page.name+` +[24] .*$`).FindAllString(report, -1)
		if len(rows) != 2 {
			t.Errorf("%s: got %d rows, want one for each number of connections:\n%s", page.name, len(rows), report)
		}
		for _, row := range rows {
			if ratios := len(regexp.MustCompile(`[0-9] (ok|missed)`).FindAllString(row, -1)); page.read && ratios != 2 || ratios == 0 {
				t.Errorf("got %d ratios in %q, want those to the bare handlers", ratios, row)
			}
		}
	}
	for _, figure := range []string{"p99 to p50 with 4 connections", "queries (", "resident when idle", "submission: "} {
		if !strings.Contains(report, figure) {
			t.Errorf("got no %q, want it in\n%s", figure, report)
		}
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"1,16,64": 3, "200": 1, "": 0, "1,": 0, "0": 0, "x": 0} {
		var got []int
		err := numbers(&got, 1)(text)
		if (err == nil) != (want > 0) || err == nil && len(got) != want {
			t.Errorf("%q: got %v, %v, want %d numbers", text, got, err, want)
		}
	}
}

func TestOpenShare(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1000: 400, 100_000: 10_000, 1_000_000: 50_000} {
		if got := openOf(n); got != want {
			t.Errorf("%d requests: got %d open, want %d", n, got, want)
		}
	}
}
