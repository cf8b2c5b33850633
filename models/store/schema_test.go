package store_test

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"alongside/models/modelstest"
)

var update = flag.Bool("update", false, "write schema.sql anew")

const schemaFile = "schema.sql"

// TestSchema holds schema.sql, for people to read, to what the migrations make.
func TestSchema(t *testing.T) {
	t.Parallel()
	dump, err := exec.Command(modelstest.Bin("pg_dump"), "--schema-only", "--no-owner", "--no-privileges",
		modelstest.URL(modelstest.Database(t))).CombinedOutput()
	if err != nil {
		t.Fatalf("pg_dump: %v\n%s", err, dump)
	}
	want := readable(string(dump))
	if *update {
		if err := os.WriteFile(schemaFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(kept); got != want {
		t.Errorf("got a stale %s, want: go test ./models/store -run TestSchema -update\n%s", schemaFile, firstDifference(got, want))
	}
}

var (
	dumpHeading  = regexp.MustCompile(`(?m)^--\n-- Name: (.*?); Type: .*\n--\n`)
	otherObjects = regexp.MustCompile(`\b(river|goose)_`) // made by the job queue and the migrations' own book
	blankLines   = regexp.MustCompile(`\n{2,}`)
)

// readable keeps of a dump the statements about our own objects, without what differs between versions of pg_dump.
func readable(dump string) string {
	const head = "-- The schema that migrations/*.sql make, to be read. Written by: go test ./models/store -run TestSchema -update\n\n"
	var kept strings.Builder
	kept.WriteString(head)
	headings := dumpHeading.FindAllStringSubmatchIndex(dump, -1)
	for i, h := range headings {
		end := len(dump)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		name, body := dump[h[2]:h[3]], dump[h[1]:end]
		if otherObjects.MatchString(name) {
			continue
		}
		for line := range strings.Lines(body) {
			skip := strings.HasPrefix(line, "--") || strings.HasPrefix(line, `\`) || strings.HasPrefix(line, "SET ")
			if !skip {
				kept.WriteString(line)
			}
		}
	}
	return strings.TrimSpace(blankLines.ReplaceAllString(strings.ReplaceAll(kept.String(), "public.", ""), "\n\n")) + "\n"
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return "one ends before the other"
}
