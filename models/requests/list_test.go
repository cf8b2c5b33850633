package requests_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// desk is a queue of nine requests as of Wednesday 25 November 2026, 09:14, and their letters.
type desk struct {
	*models.Portal
	letter map[int64]string
	id     map[string]int64
}

func newDesk(t *testing.T) desk {
	t.Helper()
	p, clock := modelstest.Portal(t)
	ctx := context.Background()
	ruth, greta, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "greta"), modelstest.Person(t, p, "lucia")
	d := desk{p, map[int64]string{}, map[string]int64{}}
	ask := func(letter, when string, who people.Person, kind, title, account string) requests.Request {
		clock.Set(t, when)
		b := brief(kind, title)
		b.Account = account
		r := submit(t, p, who, b)
		d.letter[r.ID], d.id[letter] = letter, r.ID
		return r
	}
	take := func(r requests.Request) {
		if _, err := p.Requests.Assign(ctx, lucia, r.ID, r.Version, lucia.ID); err != nil {
			t.Fatal(err)
		}
	}
	ask("A", "2026-11-02 10:00", ruth, "brochure", "Cold-chain brochure", "Halden Automotive")        // promised 23 November, nobody's
	take(ask("B", "2026-11-02 11:00", greta, "sheet", "Customs in one page", "Brenner Foods"))        // promised 9 November, Lucía's
	take(ask("C", "2026-11-16 10:00", ruth, "brochure", "Winter brochures & prices", "Sölden Ski"))   // its first stage ran over
	ask("D", "2026-11-24 10:00", lucia, "feedback", "Leads of the Hamburg fair", "")                  // promised 27 November, nobody's
	ask("E", "2026-11-24 11:00", ruth, "bid", "Tender for Halden: cold chain", "Halden Automotive")   // promised 30 November, begins with Ruth
	f := ask("F", "2026-11-24 12:00", greta, "brochure", "Rail freight", "O'Brien \"Direct\" (100%)") // asks Greta back, so a day later than promised
	must(t, p, lucia, f, requests.MoveAsk)
	must(t, p, lucia, pass(t, p, ask("G", "2026-11-03 10:00", ruth, "sheet", "Delivered sheet", ""), 3), requests.MoveDeliver)
	must(t, p, lucia, ask("H", "2026-11-04 10:00", ruth, "sheet", "Declined sheet", ""), requests.MoveDecline)
	must(t, p, ruth, ask("I", "2026-11-05 10:00", ruth, "sheet", "Cancelled sheet", ""), requests.MoveCancel)
	clock.Set(t, "2026-11-25 09:14")
	if _, err := p.Requests.RemindDue(ctx); err != nil {
		t.Fatal(err)
	}
	return d
}

// list spells the letters of the filter's rows.
func (d desk) list(t testing.TB, viewer people.Person, f requests.Filter) string {
	t.Helper()
	page, err := d.Requests.List(context.Background(), viewer, f)
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	var letters strings.Builder
	for _, row := range page.Rows {
		letters.WriteString(d.letter[row.ID])
	}
	return letters.String()
}

func TestViews(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ruth, lucia, ines := modelstest.Person(t, d.Portal, "ruth"), modelstest.Person(t, d.Portal, "lucia"), modelstest.Person(t, d.Portal, "ines")
	for _, c := range []struct {
		viewer people.Person
		view   requests.View
		want   string
	}{
		{ruth, "", "BACFDE"},
		{ruth, requests.ViewOpen, "BACFDE"},
		{ruth, requests.ViewWithMarketing, "BAC"},
		{ruth, requests.ViewWithSales, "FDE"},
		{ruth, requests.ViewUnassigned, "AD"},
		{ruth, requests.ViewOverdue, "BA"},
		{ruth, requests.ViewAtRisk, "CF"},
		{ruth, requests.ViewLate, "BACF"},
		{ruth, requests.ViewDueWeek, "D"},
		{ruth, requests.ViewDelivered, "G"},
		{ruth, requests.ViewAll, "IHGFEDCBA"},
		{ruth, requests.ViewMine, "ACE"},
		{lucia, requests.ViewMine, "BCD"},
		{ines, requests.ViewMine, ""},
		{ruth, requests.ViewWaiting, "DE"},
		{lucia, requests.ViewWaiting, "BAC"},
		{ines, requests.ViewWaiting, ""},
		{ines, requests.ViewOpen, "BACFDE"},
	} {
		if got := d.list(t, c.viewer, requests.Filter{View: c.view}); got != c.want {
			t.Errorf("%s for %s: got %s, want %s", c.view, c.viewer.Name, got, c.want)
		}
	}
	for _, viewer := range []people.Person{ruth, lucia, ines} {
		counts, err := d.Requests.Counts(context.Background(), viewer)
		if err != nil {
			t.Fatal(err)
		}
		for _, view := range requests.Views {
			got, ok := counts.Of(view)
			if want := len(d.list(t, viewer, requests.Filter{View: view})); ok && got != want {
				t.Errorf("%s for %s: got %d on the tab, want %d", view, viewer.Name, got, want)
			}
		}
	}
	for _, view := range []requests.View{"nonsense", "open; DROP TABLE requests", "\x00"} {
		if _, err := d.Requests.List(context.Background(), ruth, requests.Filter{View: view}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%q: got %v, want %v", view, err, store.ErrNotFound)
		}
	}
}

func TestGroupsOfTheOpenView(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page, err := d.Requests.List(context.Background(), modelstest.Person(t, d.Portal, "ruth"), requests.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]requests.Group{
		"A": requests.GroupOverdue, "B": requests.GroupOverdue, "C": requests.GroupAtRisk, "D": requests.GroupSoon, "E": requests.GroupLater, "F": requests.GroupAtRisk,
	}
	standing := map[requests.Group]requests.Standing{
		requests.GroupOverdue: requests.Overdue, requests.GroupAtRisk: requests.AtRisk, requests.GroupSoon: requests.OnTrack, requests.GroupLater: requests.OnTrack,
	}
	for _, row := range page.Rows {
		letter := d.letter[row.ID]
		if row.Group != want[letter] || row.Standing(page.Now) != standing[row.Group] {
			t.Errorf("%s: got %s, %s, want %s", letter, row.Group, row.Standing(page.Now), want[letter])
		}
	}
}

func TestFiltersAndSearch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ruth, greta, lucia := modelstest.Person(t, d.Portal, "ruth"), modelstest.Person(t, d.Portal, "greta"), modelstest.Person(t, d.Portal, "lucia")
	number := func(letter string) string { return fmt.Sprint(d.id[letter]) }
	for _, c := range []struct {
		name   string
		filter requests.Filter
		want   string
	}{
		{"type", requests.Filter{Type: "brochure"}, "ACF"},
		{"unknown type", requests.Filter{Type: "billboard"}, ""},
		{"assignee", requests.Filter{Assignee: greta.ID}, "F"},
		{"requester", requests.Filter{Requester: ruth.ID}, "ACE"},
		{"requester, all", requests.Filter{View: requests.ViewAll, Requester: ruth.ID}, "IHGECA"},
		{"type of delivered", requests.Filter{View: requests.ViewDelivered, Type: "brochure"}, ""},
		{"two filters", requests.Filter{Type: "brochure", Requester: greta.ID}, "F"},
		{"newest", requests.Filter{Sort: requests.SortNewest}, "FEDCBA"},
		{"newest, overdue", requests.Filter{View: requests.ViewOverdue, Sort: requests.SortNewest}, "BA"},
		{"newest, at risk", requests.Filter{View: requests.ViewAtRisk, Sort: requests.SortNewest}, "FC"},
		{"unknown order", requests.Filter{Sort: "title; DROP TABLE requests"}, "BACFDE"},
		{"number", requests.Filter{Text: number("D")}, "D"},
		{"number of a closed one", requests.Filter{Text: " R-" + number("G") + " "}, "G"},
		{"number in lower case", requests.Filter{View: requests.ViewOverdue, Text: "r" + number("E")}, "E"},
		{"number nobody has", requests.Filter{Text: "R-999999"}, ""},
		{"number too long", requests.Filter{Text: "99999999999999999999"}, ""},
		{"word", requests.Filter{Text: "cold"}, "EA"},
		{"words in any order", requests.Filter{Text: "chain halden"}, "EA"},
		{"stem", requests.Filter{Text: "Brochure"}, "CA"},
		{"stems", requests.Filter{Text: "pricing brochures"}, "C"},
		{"phrase", requests.Filter{Text: `"one page"`}, "B"},
		{"phrase turned", requests.Filter{Text: `"page one"`}, ""},
		{"but not", requests.Filter{Text: "cold -tender"}, "A"},
		{"either", requests.Filter{Text: "customs or rail"}, "FB"},
		{"umlaut", requests.Filter{Text: "Sölden"}, "C"},
		{"apostrophe", requests.Filter{Text: "O'Brien"}, "F"},
		{"closed are not among the open", requests.Filter{Text: "sheet"}, ""},
		{"closed are among all", requests.Filter{View: requests.ViewAll, Text: "sheet"}, "IHG"},
		{"delivered", requests.Filter{View: requests.ViewDelivered, Text: "sheet"}, "G"},
		{"overdue", requests.Filter{View: requests.ViewOverdue, Text: "cold"}, "A"},
		{"at risk", requests.Filter{View: requests.ViewAtRisk, Text: "brochure"}, "C"},
		{"with a filter", requests.Filter{Text: "halden", Type: "bid"}, "E"},
		{"only stop words", requests.Filter{Text: "the of and"}, ""},
		{"SQL", requests.Filter{Text: "'; DROP TABLE requests; --"}, ""},
		{"wildcards", requests.Filter{Text: "%_%"}, ""},
		{"blank", requests.Filter{Text: "   "}, "BACFDE"},
	} {
		if got := d.list(t, lucia, c.filter); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	for _, odd := range []string{
		`"`, `'`, `\`, `& | ! ( ) <-> :*`, "cold:*", "((((", "!!", "🚚", "\x00", "cold\x00chain", "\xff\xfe", "\u202e", "-", "- -", "or or",
		"R-", "R--1", "-5", "0x10", strings.Repeat("cold ", 10_000), strings.Repeat("ü", 100_000),
	} {
		for _, view := range []requests.View{requests.ViewOpen, requests.ViewDelivered, requests.ViewAll} {
			for _, f := range []requests.Filter{{View: view, Text: odd}, {View: view, Type: odd}} {
				if _, err := d.Requests.List(context.Background(), lucia, f); err != nil {
					t.Errorf("%.40q in %s: got %v, want a list", odd, view, err)
				}
			}
		}
	}
}

// fill adds n requests as they would stand after months of work, so many in a thousand open, by one statement a
// table: in runs of equal dates, overdue, at risk and neither, with either side, taken and not.
func fill(t testing.TB, p *models.Portal, n, open int) {
	t.Helper()
	err := p.Store.Tx(context.Background(), func(tx *store.Tx) error {
		for _, step := range []struct {
			text string
			args []any
		}{
			{`SET LOCAL statement_timeout = 0`, nil},
			{`INSERT INTO promises (subject_kind, subject_id, kind, step, what, about, from_side, to_side, target, whole_days, opened_at, due_at)
				SELECT 'request', 1000000 + n, 'stage', 1, 'Design', 'Piece', CASE WHEN n % 3 = 0 THEN 'sales' ELSE 'marketing' END,
					CASE WHEN n % 3 = 0 THEN 'marketing' ELSE 'sales' END, 28800, true, ?::timestamptz, ?::timestamptz + interval '1 day'
				FROM generate_series(1, ?) n WHERE hashint4(n) & 1023 < ?`, []any{tx.Now, tx.Now, n, open}},
			{`INSERT INTO requests (id, type_key, process_id, asked_side, requester_id, requester_side, title, account, reader, change, uses, fields,
					rush_reason, state, stage, sales_person_id, marketing_person_id, ball_promise_id, ball_kind, ball_side, ball_person_id,
					ball_since, ball_due_at, ball_target, submitted_at, promised_at, first_promised_at, forecast_at, dated_at, closed_at, lane)
				SELECT 1000000 + n, (ARRAY['brochure', 'deck', 'sheet', 'study', 'bid'])[1 + n % 5],
					(SELECT id FROM processes WHERE type_key = (ARRAY['brochure', 'deck', 'sheet', 'study', 'bid'])[1 + n % 5]),
					'marketing', 1 + n % 6, 'sales', 'Piece ' || n || ' about word' || n % 500, 'Account ' || n % 300, '', '', '[]', '{}', '',
					CASE WHEN q.id IS NOT NULL THEN 'open' WHEN n % 7 = 0 THEN 'declined' WHEN n % 11 = 0 THEN 'cancelled' ELSE 'delivered' END,
					1, 1 + n % 6, CASE WHEN n % 4 > 0 THEN 7 + n % 5 END, q.id, CASE WHEN q.id IS NULL THEN '' ELSE 'stage' END, coalesce(q.from_side, ''),
					CASE WHEN q.id IS NULL OR n % 4 = 0 THEN NULL WHEN n % 3 = 0 THEN 1 + n % 6 ELSE 7 + n % 5 END,
					q.opened_at, q.due_at, 28800, ?::timestamptz - interval '30 days',
					?::timestamptz + (n % 23 - 7) * interval '1 day', ?, ?::timestamptz + (n % 23 - 7 + 3 * (n % 2)) * interval '1 day', ?,
					CASE WHEN q.id IS NULL THEN ?::timestamptz - n % 97 * interval '1 hour' END,
					(ARRAY['brief', 'making', 'checking', 'design', 'finishing'])[1 + n / 5 % 5]
				FROM generate_series(1, ?) n LEFT JOIN promises q ON q.subject_kind = 'request' AND q.subject_id = 1000000 + n`,
				[]any{tx.Now, tx.Now, tx.Now, tx.Now, tx.Now, tx.Now, n}},
		} {
			if err := tx.Exec(step.text, step.args...).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPagesShowEachRowOnce, in order, across the groups.
func TestPagesShowEachRowOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	fill(t, p, 700, 500)
	const (
		open     = `SELECT id FROM requests WHERE state = 'open' AND `
		promised = ` ORDER BY CASE WHEN promised_at < @now THEN 0 WHEN forecast_at > promised_at THEN 1 ELSE 2 END, promised_at, id`
	)
	for _, c := range []struct {
		filter requests.Filter
		query  string
	}{
		{requests.Filter{}, open + `true` + promised},
		{requests.Filter{View: requests.ViewWithSales}, open + `ball_side = 'sales'` + promised},
		{requests.Filter{View: requests.ViewWithMarketing}, open + `ball_side = 'marketing'` + promised},
		{requests.Filter{View: requests.ViewMine}, open + `(requester_id = 2 OR sales_person_id = 2 OR marketing_person_id = 2)` + promised},
		{requests.Filter{View: requests.ViewWaiting}, open + `(ball_person_id = 2 OR (ball_person_id IS NULL AND ball_side = 'sales'))` + promised},
		{requests.Filter{View: requests.ViewUnassigned}, open + `ball_person_id IS NULL` + promised},
		{requests.Filter{View: requests.ViewOverdue}, open + `promised_at < @now` + promised},
		{requests.Filter{View: requests.ViewAtRisk}, open + `promised_at >= @now AND forecast_at > promised_at` + promised},
		{requests.Filter{Type: "bid"}, open + `type_key = 'bid'` + promised},
		{requests.Filter{Sort: requests.SortNewest}, open + `true ORDER BY id DESC`},
		{requests.Filter{Text: "piece"}, open + `true ORDER BY id DESC`},
		{requests.Filter{View: requests.ViewDelivered}, `SELECT id FROM requests WHERE state = 'delivered' ORDER BY closed_at DESC, id DESC`},
		{requests.Filter{View: requests.ViewDelivered, Text: "piece"}, `SELECT id FROM requests WHERE state = 'delivered' ORDER BY closed_at DESC, id DESC`},
		{requests.Filter{View: requests.ViewAll}, `SELECT id FROM requests ORDER BY id DESC`},
	} {
		var want []int64
		var args []any
		if strings.Contains(c.query, "@now") {
			args = []any{sql.Named("now", p.Store.Now())}
		}
		if err := p.Store.Read().Raw(c.query, args...).Scan(&want).Error; err != nil {
			t.Fatal(err)
		}
		if len(want) < 20 {
			t.Errorf("%+v: got %d rows to walk, want more", c.filter, len(want))
		}
		var got []int64
		f := c.filter
		for pages := 0; pages <= len(want)/requests.PageSize+1; pages++ {
			page, err := p.Requests.List(ctx, modelstest.Person(t, p, "ruth"), f)
			if err != nil {
				t.Fatalf("%+v: %v", f, err)
			}
			for _, row := range page.Rows {
				got = append(got, row.ID)
			}
			if f.After = page.Next; page.Next == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: got %d rows, want %d; the first that differs is at %d", c.filter, len(got), len(want), firstDifference(got, want))
		}
	}
}

func firstDifference(a, b []int64) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// TestCursorsOfNowhere are no page, and never an error of ours.
func TestCursorsOfNowhere(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	fill(t, p, 400, 500)
	ruth := modelstest.Person(t, p, "ruth")
	cursors := []string{"mangled", "e30x", "%%%", strings.Repeat("A", 2000), "\x00"}
	for _, view := range []requests.View{requests.ViewOpen, requests.ViewDelivered, requests.ViewAll} {
		page, err := p.Requests.List(context.Background(), ruth, requests.Filter{View: view})
		if err != nil || page.Next == "" {
			t.Fatalf("%s: got next %q, %v, want a second page", view, page.Next, err)
		}
		cursors = append(cursors, page.Next, page.Next[:len(page.Next)-3]+"AAA")
	}
	for _, key := range []map[string]any{
		{"b": 9}, {"b": -9}, {"b": 2}, {"b": 1}, {"t": "0000-01-01T00:00:00Z"}, {"t": "9999-12-31T23:59:59Z", "i": -1}, {"b": "0"}, {"t": "never"}, {},
	} {
		cursors = append(cursors, store.EncodeCursor(key))
	}
	for _, view := range requests.Views {
		for _, cursor := range cursors {
			if _, err := p.Requests.List(context.Background(), ruth, requests.Filter{View: view, After: cursor}); err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s after %.60q: got %v, want a page or %v", view, cursor, err, store.ErrNotFound)
			}
		}
	}
	for _, cursor := range cursors[:5] {
		if _, err := p.Requests.List(context.Background(), ruth, requests.Filter{After: cursor}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%.20q: got %v, want %v", cursor, err, store.ErrNotFound)
		}
	}
}

// TestListAsksFewQuestions: as many queries for two hundred rows as for none.
func TestListAsksFewQuestions(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	list := func(f requests.Filter) (queries int64) {
		t.Helper()
		before := p.Store.Queries()
		if _, err := p.Requests.List(ctx, ruth, f); err != nil {
			t.Fatal(err)
		}
		return p.Store.Queries() - before
	}
	for _, n := range []int{0, 200} {
		if n > 0 {
			fill(t, p, n, 1024)
		}
		list(requests.Filter{})
		for _, view := range requests.Views {
			for _, text := range []string{"", "piece"} {
				if got := list(requests.Filter{View: view, Text: text}); got > 2 {
					t.Errorf("%s with %d rows: got %d queries, want at most the page and the reader's own counts", view, n, got)
				}
			}
		}
	}
	r := submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	if got := list(requests.Filter{}); got > 3 { // page, shared counts, own counts
		t.Errorf("after a change: got %d queries, want at most 3", got)
	}
	show(t, p, ruth, r.ID)
	before := p.Store.Queries()
	show(t, p, ruth, r.ID)
	alone := p.Store.Queries() - before
	for range 20 {
		must(t, p, ruth, r, requests.MoveComment)
	}
	before = p.Store.Queries()
	show(t, p, ruth, r.ID)
	if got := p.Store.Queries() - before; got != alone || got > 5 {
		t.Errorf("request page: got %d queries with 20 comments, %d with none, want the same, at most 5", got, alone)
	}
}
