package handlers_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/requests"
)

// delivered goes the whole way of a request: handed on by each in turn, delivered by the last.
func (s *site) delivered(who, kind, title string, firsts ...string) requests.Request {
	s.t.Helper()
	last := len(firsts) - 1
	r := s.handOn(s.ask(who, kind, title), firsts[:last]...)
	r, err := s.portal.Requests.Deliver(context.Background(), s.person(firsts[last]), r.ID, r.Version, requests.Delivery{Link: "https://files.meridian.example/a"})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// reported is a site whose report has each kind of number: three types asked by both sides, on time and late, sixty of
// one, and rushes.
func reported(t testing.TB) *site {
	t.Helper()
	s := newSite(t)
	s.clock.Set(t, "2026-11-02 10:00")
	sheet := s.delivered("ruth", "sheet", "Rates in one page", "ben", "ben", "ruth", "ben")
	s.copies("requests", sheet.ID, 55, nil)
	for id := range strings.SplitSeq(one[string](s, `SELECT string_agg(id::text, ' ' ORDER BY id) FROM promises WHERE subject_id = $1`, sheet.ID), " ") {
		promise, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		s.copies("promises", promise, 55, map[string]string{"subject_id": fmt.Sprint(sheet.ID, " + n")})
	}
	s.exec(`INSERT INTO turns (subject_kind, subject_id, promise_id, holder, began_at, ended_at)
		SELECT subject_kind, subject_id, id, from_side, opened_at, closed_at FROM promises WHERE subject_id > $1`, sheet.ID)
	s.delivered("ben", "feedback", "Leads of May", "ruth", "ben")
	late := s.ask("ruth", "deck", "Late deck")
	_, err := s.portal.Requests.Submit(context.Background(), s.person("ruth"), requests.Brief{
		Submission: uuid.New(), Type: "deck", Title: "Rushed deck", Answers: map[string]string{"reader": "The board"},
		NeededBy: new(s.clock.Now().Truncate(24*3600e9).AddDate(0, 0, 2)), RushReason: "The board meets",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.clock.Set(t, "2026-11-20 15:00")
	late = s.handOn(late, "ben", "ben", "ruth", "ben")
	if _, err := s.portal.Requests.Deliver(context.Background(), s.person("ruth"), late.ID, late.Version, requests.Delivery{Link: "https://files.meridian.example/b"}); err != nil {
		t.Fatal(err)
	}
	s.clock.Set(t, "2026-11-25 09:14")
	return s
}

// TestFiguresOpenTheirRows follows every link of the report's tables. A count is that of the rows; what was measured opens
// the rows that the line counts, as its first link does.
func TestFiguresOpenTheirRows(t *testing.T) {
	t.Parallel()
	b := reported(t).as(t, "dan")
	followed := 0
	for _, query := range []string{"", "?asked_by=marketing", "?type=deck", "?from=2026-11-02&to=2026-11-02", "?stages=deck"} {
		page := b.get("/requests/report" + query)
		page.is(http.StatusOK, query)
		page.Find("table a").Each(func(_ int, link *selection) {
			column := link.ParentsFiltered("td").Index()
			if table := link.ParentsFiltered("[role=region]").AttrOr("aria-label", ""); strings.HasPrefix(table, "Whose time") {
				return // days, not requests
			}
			want, err := strconv.Atoi(link.Text())
			if measured := column > 1 && !strings.Contains(link.Parent().Text(), " of "); measured {
				counts := link.ParentsFiltered("tr").Find("td a").FilterFunction(func(_ int, a *selection) bool { return a.AttrOr("href", "") == link.AttrOr("href", "") })
				want, err = strconv.Atoi(counts.FilterFunction(func(_ int, a *selection) bool {
					return a.Parent().Index() == 1 || strings.Contains(a.Parent().Text(), " of ")
				}).First().Text())
			}
			if err != nil {
				t.Errorf("%s, column %d: got %q, want the rows of a count", query, column, link.Text())
			}
			rows, _ := b.walk(link.AttrOr("href", ""))
			if len(rows) != want {
				t.Errorf("%s, %s: got %d rows, want %d", query, link.AttrOr("href", ""), len(rows), want)
			}
			followed++
		})
	}
	if followed < 40 {
		t.Errorf("got %d links, want every count to be one", followed)
	}
}

// TestReportNumbers looks at some of them.
func TestReportNumbers(t *testing.T) {
	t.Parallel()
	b := reported(t).as(t, "dan")
	page := b.get("/requests/report")
	var got []string
	page.Find("#type").Closest("section").Find("tbody tr, tfoot tr").Each(func(_ int, row *selection) { got = append(got, cells(row)) })
	want := []string{
		"One-page sheet, asked of Marketing|56|5 days|0|0|56 of 56|1.0",
		"Pitch deck, asked of Marketing|1|8 days|14.5|under 10|0 of 1|1.0",
		"Lead feedback, asked of Sales|1|3 days|0|under 10|1 of 1|1.0",
		"Together|58||||57 of 58|1.0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("by type: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, words := range []string{"58 requests delivered from Thu 27 Aug to Wed 25 Nov", "Pitch deck"} {
		if !strings.Contains(page.Find("main").Text(), words) {
			t.Errorf("got no %q, want it on the page", words)
		}
	}
	if got := cells(page.Find("#rushes").Closest("section").Find("tbody tr").First()); got != "Sales|1 of 58|2" {
		t.Errorf("rushes of Sales: got %s, want 1 of 58", got)
	}
	page = b.get("/requests/report?type=deck")
	page.wants(".callout", "Brief check is where days go: 13.5 days more than agreed over 1 request, with Marketing. The days are agreed in the process of this type.")
	if got := strings.Join(strings.Fields(page.Find(".ledger").Text()), " "); got != "S Sales0 days of 2 agreedM Marketing14.5 days of 6 agreed8.5 more than agreed, most of it in brief check." {
		t.Errorf("whose time: got %s", got)
	}
	if got, want := page.Find(".chart[role=img]").AttrOr("aria-label", ""), "Working days: Sales 0, Marketing 14.5, customers and printers 0, on hold 0"; got != want {
		t.Errorf("chart: got %s, want %s", got, want)
	}
}

// cells of a row as they are read, the drawing left out.
func cells(row *selection) string {
	var texts []string
	row.Children().Each(func(_ int, c *selection) {
		if c.HasClass("hidden") {
			return
		}
		c = c.Clone()
		c.Find("[aria-hidden]").Remove()
		texts = append(texts, strings.ReplaceAll(strings.Join(strings.Fields(c.Text()), " "), " ,", ","))
	})
	return strings.Join(texts, "|")
}

// TestCSVIsTheScreen compares them row by row.
func TestCSVIsTheScreen(t *testing.T) {
	t.Parallel()
	b := reported(t).as(t, "dan")
	for _, query := range []string{"", "?type=sheet&period=365", "?asked_by=marketing", "?from=2020-01-01&to=2020-02-01", "?period=quarter&stages=deck"} {
		page, file := b.get("/requests/report"+query), b.get("/requests/report.csv"+query)
		file.is(http.StatusOK, query)
		if link := page.Find("a[download]").AttrOr("href", ""); b.get(link).body != file.body {
			t.Errorf("%s: got another file behind %s, want that of the page", query, link)
		}
		var want []string
		page.Find("main section:has(table)").Each(func(_ int, section *selection) {
			want = append(want, strings.TrimSpace(section.Find("h2").Text()))
			section.Find("table tr").Each(func(_ int, row *selection) { want = append(want, cells(row)) })
		})
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.body, "\ufeff")))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range rows[1:] {
			got = append(got, strings.Join(row, "|"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", query, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if kind := file.header.Get("Content-Type"); kind != "text/csv; charset=utf-8" {
			t.Errorf("%s: got %s, want CSV", query, kind)
		}
	}
}

// TestReportTakesRubbishAsNotSaid, in the report and in the lists behind it.
func TestReportTakesRubbishAsNotSaid(t *testing.T) {
	t.Parallel()
	b := reported(t).as(t, "dan")
	usual := b.get("/requests/report").Find("main").Text()
	for _, query := range []string{
		"?period=-1", "?period=dates", "?period=dates&from=2026-11-31&to=2026-12-01", "?from=nonsense", "?from=2026-11-09&to=2026-11-02",
		"?from=0001-01-01&to=9999-12-31", "?type=%00", "?type=%ff%fe", "?type='--", "?asked_by=hr", "?asked_by=sales%27", "?stages=nonsense", "?period=90&period=30",
	} {
		page := b.get("/requests/report" + query)
		if page.is(http.StatusOK, query); page.Find("main").Text() != usual {
			t.Errorf("%s: got another report, want the usual one", query)
		}
	}
	for query, want := range map[string]int{
		"closed_from=nonsense&closed_to=31": 50, "closed_from=0001-01-01&closed_to=9999-12-31": 50, "kept=maybe": 50, "asked_by=hr": 50, "through_kept=yes": 50,
		"closed_from=2026-11-20&closed_to=2026-11-01": 0, "through=nonsense": 0, "through=%25": 0, "kept=no": 1, "asked_by=marketing&kept=yes": 1,
	} {
		page := b.get("/requests?view=delivered&" + query)
		if page.is(http.StatusOK, query); len(page.listed()) != want {
			t.Errorf("%s: got %d rows, want %d", query, len(page.listed()), want)
		}
	}
	for _, query := range []string{"through=%00", "through=%ff"} {
		b.get("/requests?view=delivered&"+query).is(http.StatusNotFound, query)
	}
}

// TestFilterKeepsWhatIsBehind: choosing an assignee does not lose the days of the report.
func TestFilterKeepsWhatIsBehind(t *testing.T) {
	t.Parallel()
	b := reported(t).as(t, "dan")
	page := b.get("/requests?view=delivered&closed_from=2026-11-01&closed_to=2026-11-25&kept=yes&through=Draft&through_kept=yes&asked_by=sales")
	got := fmt.Sprint(page.Find(`form.filter-bar input[type=hidden]`).Map(func(_ int, f *selection) string {
		return f.AttrOr("name", "") + "=" + f.AttrOr("value", "")
	}))
	if want := "[view=delivered asked_by=sales closed_from=2026-11-01 closed_to=2026-11-25 kept=yes through=Draft through_kept=yes]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	words := "Only those asked by Sales, closed from Sun 1 Nov to Wed 25 Nov, done by the date promised first, with Draft on time."
	if !strings.Contains(page.Find("main").Text(), words) {
		t.Errorf("got no %q, want it said", words)
	}
}
