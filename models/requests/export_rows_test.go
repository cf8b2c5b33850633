package requests_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// TestExportIsTheWholeList: the rows of all pages in their order, over more than one batch.
func TestExportIsTheWholeList(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	fill(t, p, 12_000, 900)
	ruth := modelstest.Person(t, p, "ruth")
	for _, c := range []struct {
		filter  requests.Filter
		batches int
		query   string
	}{
		{requests.Filter{}, 3, `state = 'open'`},
		{requests.Filter{View: requests.ViewAll, Text: "piece"}, 3, `true`},
		{requests.Filter{View: requests.ViewAll, After: "mangled"}, 3, `true`},
		{requests.Filter{View: requests.ViewDelivered}, 1, `state = 'delivered'`},
		{requests.Filter{View: requests.ViewMine, Stage: requests.LaneDesign, With: people.Sales}, 1, `state = 'open' AND lane = 'design' AND ball_side = 'sales'
			AND (requester_id = 2 OR sales_person_id = 2 OR marketing_person_id = 2)`},
		{requests.Filter{Type: "billboard"}, 1, `false`},
	} {
		export, err := p.Requests.Export(ctx, ruth, c.filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		batches := 0
		for {
			rows, err := export.Rows(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				break
			}
			batches++
			for _, row := range rows {
				got = append(got, row.ID)
			}
		}
		f := c.filter
		f.After = ""
		for at := 0; at < min(len(got), 3*requests.PageSize); at += requests.PageSize {
			page, err := p.Requests.List(ctx, ruth, f)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range page.Rows {
				if got[at+i] != row.ID {
					t.Fatalf("%+v: got %d in place %d, want %d as on the screen", c.filter, got[at+i], at+i, row.ID)
				}
			}
			f.After = page.Next
		}
		var want int
		if err := p.Store.Read().Raw(`SELECT count(*) FROM requests WHERE ` + c.query).Scan(&want).Error; err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if different := len(slices.Compact(got)); different != want || len(got) != want || want > 0 && batches != c.batches {
			t.Errorf("%+v: got %d rows, %d different, in %d batches, want %d in %d", c.filter, len(got), different, batches, want, c.batches)
		}
	}
	for _, f := range []requests.Filter{{View: "nonsense"}, {Stage: "nonsense"}, {With: "nonsense"}} {
		if _, err := p.Requests.Export(ctx, ruth, f); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%+v: got %v, want %v", f, err, store.ErrNotFound)
		}
	}
}
