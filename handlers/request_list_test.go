package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"alongside/models/requests"
)

// copies adds rows like the one with the number, as many as told; columns with values of their own are given in set, n
// being the number of the copy.
func (s *site) copies(table string, id int64, n int, set map[string]string) {
	s.t.Helper()
	columns := strings.Split(one[string](s, `SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name = $1 AND column_name <> 'id' AND is_generated = 'NEVER'`, table), " ")
	values := slices.Clone(columns)
	for i, c := range columns {
		if expression, ok := set[c]; ok {
			values[i] = expression
		}
	}
	s.exec(fmt.Sprintf(`INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %d) n WHERE id = %d`,
		table, strings.Join(columns, ", "), strings.Join(values, ", "), table, n, id))
}

// listed are the numbers on the page, in their order.
func (a *answer) listed() []string {
	var refs []string
	a.Find("tr[id^=request-], tr[id^=piece-]").Each(func(_ int, row *selection) {
		_, id, _ := strings.Cut(row.AttrOr("id", ""), "-")
		refs = append(refs, id)
	})
	return refs
}

// walk follows the links to the next page to the end.
func (b *browser) walk(path string) (all []string, pages int) {
	b.t.Helper()
	for path != "" && pages < 20 {
		a := b.get(path)
		if !a.is(http.StatusOK, path) {
			break
		}
		all, pages = append(all, a.listed()...), pages+1
		path = a.Find("a[rel=next]").AttrOr("href", "")
	}
	return all, pages
}

func TestPagingWalks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := withMarketing(s)
	// 121 in all: a third overdue, a third at risk, many promised at the same moment.
	s.copies("requests", r.ID, 120, map[string]string{
		"promised_at": "promised_at - interval '1 day' * (n % 3) * 20", "forecast_at": "promised_at + interval '1 hour' * (n % 2)",
	})
	s.exec(`INSERT INTO promises (subject_kind, subject_id, kind, what, about, from_side, to_side, target, whole_days, opened_at, due_at)
		SELECT 'request', 1, 'stage', 'Brief check', title, 'marketing', 'sales', 28800, true, submitted_at, ball_due_at FROM requests`)
	ruth := s.as(t, "ruth")
	for path, pages := range map[string]int{
		"/requests": 3, "/requests?sort=newest": 3, "/requests?view=all": 3, "/requests?view=with-marketing": 3, "/requests?q=brochure": 3,
		"/requests?view=mine&type=brochure": 3, "/requests?view=with-sales": 1, "/requests?view=delivered": 1, "/requests?view=unassigned&sort=newest": 3,
	} {
		all, n := ruth.walk(path)
		want := 121
		if strings.Contains(path, "with-sales") || strings.Contains(path, "delivered") {
			want = 0
		}
		if n != pages || len(all) != want {
			t.Errorf("%s: got %d requests on %d pages, want %d on %d", path, len(all), n, want, pages)
		}
		slices.Sort(all)
		if got := len(slices.Compact(all)); got != want {
			t.Errorf("%s: got %d different requests, want %d", path, got, want)
		}
	}
	overdue, _ := ruth.walk("/requests?view=overdue")
	atRisk, _ := ruth.walk("/requests?view=at-risk")
	if n := one[int](s, `SELECT count(*) FROM requests WHERE promised_at < $1`, s.clock.Now()); len(overdue) != n || n < 30 {
		t.Errorf("got %d overdue, want %d", len(overdue), n)
	}
	if n := one[int](s, `SELECT count(*) FROM requests WHERE promised_at >= $1 AND at_risk`, s.clock.Now()); len(atRisk) != n || n < 30 {
		t.Errorf("got %d at risk, want %d", len(atRisk), n)
	}
	second := ruth.get(ruth.get("/requests?view=mine").Find("a[rel=next]").AttrOr("href", ""))
	if got := second.Find("main a[href='/requests?view=mine']:contains('First page')").Length(); got != 1 {
		t.Errorf("got %d links to the first page, want 1", got)
	}
}

func TestFiltersKeepTheirState(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ruth := s.as(t, "ruth")
	r := withMarketing(s)
	s.copies("requests", r.ID, 60, nil)
	id := strconv.FormatInt(s.person("ruth").ID, 10)
	asked := url.Values{"view": {"with-marketing"}, "type": {"brochure"}, "stage": {"brief"}, "with": {"marketing"}, "requester": {id}, "q": {`cross "dock" & <b>`}, "sort": {"newest"}}
	s.exec(`UPDATE requests SET title = 'A cross dock & b of its own'`)
	a := ruth.get("/requests?" + asked.Encode())
	a.is(http.StatusOK)

	filter := a.Find("form[action='/requests']")
	got := url.Values{}
	filter.Find("input").Each(func(_ int, field *selection) { got.Set(field.AttrOr("name", ""), field.AttrOr("value", "")) })
	filter.Find("select").Each(func(_ int, field *selection) {
		if v := field.Find("option[selected]").AttrOr("value", ""); v != "" {
			got.Set(field.AttrOr("name", ""), v)
		}
	})
	if got.Encode() != asked.Encode() {
		t.Errorf("form: got %s, want %s", got.Encode(), asked.Encode())
	}
	next, err := url.Parse(a.Find("a[rel=next]").AttrOr("href", ""))
	if err != nil {
		t.Fatal(err)
	}
	state := next.Query()
	if state.Get("after") == "" {
		t.Error("next page: got no cursor, want one")
	}
	if state.Del("after"); state.Encode() != asked.Encode() {
		t.Errorf("next page: got %s, want %s", state.Encode(), asked.Encode())
	}
	if a.Find("a[href='/requests?view=with-marketing']:contains('Clear filters')").Length() != 1 {
		t.Error("got no link that clears the filters and keeps the view, want one")
	}
	if got := a.Find("nav a[aria-current]").FilterFunction(func(_ int, link *selection) bool {
		return strings.Contains(link.AttrOr("href", ""), "view=with-marketing")
	}).Length(); got != 1 {
		t.Errorf("got %d current tabs, want With Marketing alone", got)
	}
}

func TestViewsAndFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	r1 := withMarketing(s) // Ruth's, with Marketing, nobody's
	r2 := asked(s)         // Ruth's, a question to Sales
	r3 := lastStage(s)     // Ben's, with Marketing
	r4 := withMarketing(s)
	if _, err := s.portal.Requests.Decline(ctx, s.person("ben"), r4.ID, r4.Version, "No"); err != nil {
		t.Fatal(err)
	}
	r5 := lastStage(s)
	if _, err := s.portal.Requests.Deliver(ctx, s.person("ben"), r5.ID, r5.Version, requests.Delivery{Link: "https://a.example/a"}); err != nil {
		t.Fatal(err)
	}
	ben := strconv.FormatInt(s.person("ben").ID, 10)
	ruth := s.as(t, "ruth")
	for path, want := range map[string][]int64{
		"":                                    {r1.ID, r2.ID, r3.ID},
		"?view=open":                          {r1.ID, r2.ID, r3.ID},
		"?view=with-sales":                    {r2.ID},
		"?view=with-marketing":                {r1.ID, r3.ID},
		"?view=mine":                          {r1.ID, r2.ID, r3.ID},
		"?view=waiting":                       {r2.ID},
		"?view=unassigned":                    {r1.ID},
		"?view=at-risk":                       {r2.ID}, // the question takes a day of its own
		"?view=overdue":                       {},
		"?view=delivered":                     {r5.ID},
		"?view=all":                           {r1.ID, r2.ID, r3.ID, r4.ID, r5.ID},
		"?view=late":                          {r2.ID},
		"?stage=brief":                        {r1.ID, r2.ID},
		"?stage=checking":                     {r3.ID},
		"?stage=design":                       {},
		"?with=marketing":                     {r1.ID, r3.ID},
		"?with=sales&view=with-marketing":     {},
		"?stage=checking&view=all":            {r3.ID, r5.ID},
		"?stage=everything":                   nil,
		"?with=none":                          nil,
		"?type=feedback":                      {r3.ID},
		"?type=poster":                        {},
		"?requester=" + ben:                   {r3.ID},
		"?assignee=" + ben:                    {r3.ID},
		"?requester=9999":                     {},
		"?q=leads":                            {r3.ID},
		"?q=LEAD":                             {r3.ID},
		"?q=halden&type=brochure":             {r1.ID, r2.ID},
		"?q=R-" + fmt.Sprint(r4.ID):           {r4.ID},
		"?q=r" + fmt.Sprint(r5.ID):            {r5.ID},
		"?q=" + fmt.Sprint(r1.ID):             {r1.ID},
		"?q=nothing+of+that":                  {},
		"?q=%00&sort=nonsense":                nil,
		"?view=everything":                    nil,
		"?after=mangled":                      nil,
		"?after=" + strings.Repeat("A", 4000): nil,
		"?q=" + strings.Repeat("long+", 1000): {},
	} {
		a := ruth.get("/requests" + path)
		if want == nil {
			a.is(http.StatusNotFound, path)
			continue
		}
		a.is(http.StatusOK, path)
		got := a.listed()
		slices.Sort(got)
		refs := []string{}
		for _, id := range want {
			refs = append(refs, strconv.FormatInt(id, 10))
		}
		if !slices.Equal(got, refs) {
			t.Errorf("%.60s: got %v, want %v", path, got, refs)
		}
		if len(want) == 0 {
			a.wants("main section h2, main .empty", "")
			if a.Find("main table").Length() > 0 {
				t.Errorf("%.60s: got a table without rows, want words", path)
			}
		}
	}
}

func TestCountsOnTheTabs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	withMarketing(s)
	asked(s)
	ruth := s.as(t, "ruth")
	tab := func(view string) string {
		link := ruth.get("/requests").Find("main nav a[href='/requests?view=" + view + "']")
		return squeezed(link.Text())
	}
	for view, want := range map[string]string{"with-sales": "With Sales 1", "with-marketing": "With Marketing 1", "mine": "Mine 2", "waiting": "Waiting on you 1", "delivered": "Delivered 0"} {
		if got := tab(view); got != want {
			t.Errorf("%s: got %q, want %q", view, got, want)
		}
	}
	// What this program changed counts at once.
	ruth.post("/requests/2/answer", url.Values{"version": {"2"}, "body": {"All"}}).leads("/requests/2")
	if got, want := tab("with-sales"), "With Sales 0"; got != want {
		t.Errorf("after the answer: got %q, want %q", got, want)
	}
}
