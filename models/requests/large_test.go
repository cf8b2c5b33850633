package requests_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/models"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
)

// TestPlansAtAHundredThousand requests: no list, and nothing looked up while typing, reads a whole table.
func TestPlansAtAHundredThousand(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("fills a large table")
	}
	p, _ := modelstest.Portal(t)
	fill(t, p, 100_000, 50)
	shelve(t, p)
	modelstest.Exec(t, p, `ANALYZE requests, pieces`)
	for name, check := range map[string]func(*testing.T, *models.Portal){"lists": listPlans, "pieces": piecePlans, "similar": similarPlans} {
		t.Run(name, func(t *testing.T) { check(t, p) })
	}
}

// listPlans use an index in the order of each list.
func listPlans(t *testing.T, p *models.Portal) {
	ctx := context.Background()
	ruth := modelstest.Person(t, p, "ruth")
	cal, err := p.Calendars.Current(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		filter  requests.Filter
		indexes []string // each is in the plan
	}{
		{requests.Filter{}, []string{"requests_open", "requests_open_at_risk"}},
		{requests.Filter{View: requests.ViewWithSales}, []string{"requests_open_by_holder"}},
		{requests.Filter{View: requests.ViewWithMarketing}, []string{"requests_open_by_holder"}},
		{requests.Filter{View: requests.ViewMine}, []string{"requests_open"}},
		{requests.Filter{View: requests.ViewWaiting}, []string{"requests_open"}},
		{requests.Filter{View: requests.ViewUnassigned}, []string{"requests_open"}},
		{requests.Filter{View: requests.ViewAtRisk}, []string{"requests_open_at_risk"}},
		{requests.Filter{View: requests.ViewOverdue}, []string{"requests_open"}},
		{requests.Filter{View: requests.ViewDueWeek}, []string{"requests_open"}},
		{requests.Filter{View: requests.ViewLate}, []string{"requests_open", "requests_open_at_risk"}},
		{requests.Filter{Stage: requests.LaneDesign}, []string{"requests_open"}},
		{requests.Filter{With: people.Sales}, []string{"requests_open_by_holder"}},
		{requests.Filter{View: requests.ViewDelivered}, []string{"requests_delivered"}},
		{requests.Filter{View: requests.ViewAll}, []string{"requests_pkey"}},
		{requests.Filter{Sort: requests.SortNewest}, []string{"requests_"}},
		{requests.Filter{Type: "bid"}, []string{"requests_open"}},
		{requests.Filter{Assignee: 8}, []string{"requests_open_by_person"}},
		{requests.Filter{Requester: 3}, []string{"requests_open"}},
		{requests.Filter{View: requests.ViewAll, Requester: 3}, []string{"requests_"}},
		{requests.Filter{Text: "word77"}, []string{"requests_search"}},
		{requests.Filter{View: requests.ViewAll, Text: "word77"}, []string{"requests_search"}},
		{requests.Filter{View: requests.ViewDelivered, Text: "word77"}, []string{"requests_search"}},
		{requests.Filter{Text: "R-1000077"}, []string{"requests_pkey"}},
	} {
		f := c.filter
		for page := 1; page <= 2; page++ {
			query, err := requests.ListQuery(ruth, f, cal, p.Store.Now())
			if err != nil {
				t.Fatal(err)
			}
			plan, err := p.Store.Explain(ctx, query)
			if err != nil {
				t.Fatal(err)
			}
			for _, index := range c.indexes {
				if !strings.Contains(plan, index) || strings.Contains(plan, "Seq Scan on requests") {
					t.Errorf("%+v, page %d: want %s and no scan of the table, got\n%s", c.filter, page, index, plan)
				}
			}
			listed, err := p.Requests.List(ctx, ruth, f)
			if err != nil {
				t.Fatal(err)
			}
			if f.After = listed.Next; f.After == "" {
				break
			}
		}
	}
}

// piecePlans use an index in the order of each list.
func piecePlans(t *testing.T, p *models.Portal) {
	ctx := context.Background()
	for _, c := range []struct {
		filter requests.PieceFilter
		index  string
	}{
		{requests.PieceFilter{}, "pieces_kept"},
		{requests.PieceFilter{State: requests.PieceDue}, "pieces_kept"},
		{requests.PieceFilter{State: requests.PieceCheck}, "pieces_reported"},
		{requests.PieceFilter{State: requests.PieceArchived}, "pieces_archived"},
		{requests.PieceFilter{State: requests.PieceUnused}, "pieces_"},
		{requests.PieceFilter{Type: "bid"}, "pieces_kept_by_type"},
		{requests.PieceFilter{Owner: 9}, "pieces_kept_by_owner"},
		{requests.PieceFilter{Text: "word77"}, "requests_search"},
		{requests.PieceFilter{Text: "R-1000077"}, "pieces_pkey"},
	} {
		query, err := requests.PieceQuery(c.filter, today)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := p.Store.Explain(ctx, query)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, c.index) || strings.Contains(plan, "Seq Scan on pieces") || strings.Contains(plan, "Seq Scan on requests") {
			t.Errorf("%s: want %s and no scan of a table, got\n%s", fmt.Sprintf("%+v", c.filter), c.index, plan)
		}
	}
}

// similarPlans: rare words, common ones, mistyped ones and all at once.
func similarPlans(t *testing.T, p *models.Portal) {
	ctx := context.Background()
	ruth := modelstest.Person(t, p, "ruth")
	var took []time.Duration
	for title, index := range map[string]string{
		"piece":                            "requests_pkey", // in each title: only the newest can be told apart
		"piece about account":              "requests_pkey",
		"Piece 77 about word77":            "requests_search",
		"word77":                           "requests_search",
		"Piece 77 abouut acount":           "requests_pkey", // like words of every title
		"Piece 77 wrdo77":                  "requests_search",
		"Piece about zebrras":              "requests_title_trigrams",
		strings.Repeat("piece word1 ", 15): "requests_search",
	} {
		query, err := p.Requests.SimilarQuery(ctx, people.Marketing, title)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := p.Store.Explain(ctx, query)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, index) || strings.Contains(plan, "Seq Scan on requests") {
			t.Errorf("%q: want %s and no scan of the table, got\n%s", title, index, plan)
		}
		for range 5 {
			began := time.Now()
			if found := similar(t, p.Requests, ruth, "brochure", title, "Account 7"); len(found) != 5 {
				t.Errorf("%q: got %q, want five of very many", title, titles(found))
			}
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	t.Logf("median %v, p95 %v", took[len(took)/2], took[len(took)*95/100])
}
