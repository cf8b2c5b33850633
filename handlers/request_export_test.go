package handlers_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"alongside/models/requests"
)

// rowsOf reads a CSV answer, heading first.
func (a *answer) rowsOf() [][]string {
	a.t.Helper()
	text, marked := strings.CutPrefix(a.body, "\uFEFF")
	if !marked || !strings.Contains(text, "\r\n") {
		a.t.Errorf("got %.60q, want UTF-8 with its mark and CR LF", a.body)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		a.t.Fatal(err)
	}
	return rows
}

// TestExportEqualsTheScreen: the same rows in the same order, for every filter.
func TestExportEqualsTheScreen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := withMarketing(s)
	s.copies("requests", r.ID, 120, map[string]string{
		"promised_at": "promised_at - interval '1 day' * (n % 3) * 20", "forecast_at": "promised_at + interval '1 hour' * (n % 2)",
		"title": "title || ' ' || n",
	})
	lastStage(s)
	d := lastStage(s)
	if _, err := s.portal.Requests.Deliver(t.Context(), s.person("ben"), d.ID, d.Version, requests.Delivery{Link: "https://a.example/a"}); err != nil {
		t.Fatal(err)
	}
	ruth := s.as(t, "ruth")
	for _, query := range []string{
		"", "?view=all", "?view=delivered", "?view=overdue", "?view=late", "?view=due-week", "?q=brochure&view=with-marketing", "?sort=newest", "?stage=checking",
		"?with=sales", "?q=R-5", "?type=poster", "?view=mine&requester=3",
	} {
		screen, _ := ruth.walk("/requests" + query)
		a := ruth.get("/requests.csv" + query)
		a.is(http.StatusOK, query)
		var file []string
		for _, row := range a.rowsOf()[1:] {
			file = append(file, strings.TrimPrefix(row[0], "R-"))
		}
		if !slices.Equal(file, screen) {
			t.Errorf("%q: got %d rows in the file %.100q, want the %d of the screen %.100q", query, len(file), file, len(screen), screen)
		}
	}
	for _, query := range []string{"?view=nonsense", "?stage=nonsense", "?with=nonsense", "?q=%00"} {
		ruth.get("/requests.csv"+query).is(http.StatusNotFound, query)
	}
	a := ruth.get("/requests.csv?view=delivered")
	if got, want := a.header.Get("Content-Disposition"), `attachment; filename="requests-`+s.clock.Now().Format("2006-01-02")+`.csv"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := a.header.Get("Content-Type"), "text/csv; charset=utf-8"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	day := s.clock.Now().Format("2006-01-02")
	got, want := a.rowsOf()[1], []string{fmt.Sprintf("R-%d", d.ID), "The leads of May", "Halden Automotive", "Lead feedback", "Read back", "Checking", "Delivered", "", "", "",
		"Ben Astley", "", "", promisedDay(s), "", day, one[string](s, `SELECT review_by::text FROM pieces WHERE request_id = $1`, d.ID)}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func promisedDay(s *site) string {
	return one[string](s, `SELECT to_char(promised_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') FROM requests WHERE state = 'delivered'`)
}

// TestExportRunsNoFormulas of text that people typed.
func TestExportRunsNoFormulas(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	payloads := []string{
		`=HYPERLINK("https://evil.example","Open")`, `=1+1`, `+1+1`, `-1+1`, `@SUM(A1:A9)`, "\t=1+1", "\r=1+1", `=cmd|' /C calc'!A0`, `+"x"`, `=A1,"b"` + "\n" + `=2`,
		`-42`, `Plain, with "quotes" - and + and = and @ within`, ` =1+1`,
	}
	for _, p := range payloads {
		r := withMarketing(s)
		s.exec(`UPDATE requests SET title = $1, account = $1 WHERE id = $2`, p, r.ID)
	}
	rows := s.as(t, "ruth").get("/requests.csv?view=all").rowsOf()[1:]
	slices.Reverse(rows)
	for i, p := range payloads {
		want := "'" + p
		if i >= len(payloads)-3 {
			want = p
		}
		want = strings.ReplaceAll(want, "\r", "") // is no line end of a file with CR LF
		for _, got := range rows[i][1:3] {
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		for _, cell := range rows[i] {
			if cell != "" && cell != "-42" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("got the cell %q, want no formula", cell)
			}
		}
	}
}
