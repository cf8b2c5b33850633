package icp_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models/icp"
)

// TestQueriesOfAPage: who is signed in and what is new in the inbox cost two of a page's six.
func TestQueriesOfAPage(t *testing.T) {
	t.Parallel()
	p, _, v := begun(t)
	ruth := person(t, p, "ruth")
	long := says(named(t, v, "Who they are"), strings.Repeat("שלום ", icp.MaxText/9))
	v = agree(t, p, "ruth", long)
	var last icp.Proposal
	cost := func(what string, read func(context.Context, *icp.Document) error) int64 {
		// another node, that has read nothing yet but the calendar and who works here
		fresh := icp.New(p.Store, p.People, p.Promises, p.Activity)
		before := p.Store.Queries()
		if err := read(t.Context(), fresh); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		n := p.Store.Queries() - before
		if n > 4 {
			t.Errorf("%s: got %d queries, want at most 4", what, n)
		}
		return n
	}
	pages := map[string]func(context.Context, *icp.Document) error{
		"document":  func(ctx context.Context, d *icp.Document) error { _, err := d.Show(ctx, ruth); return err },
		"proposals": func(ctx context.Context, d *icp.Document) error { _, _, err := d.Proposals(ctx, "", ""); return err },
		"proposal": func(ctx context.Context, d *icp.Document) error {
			_, err := d.ShowProposal(ctx, ruth, last.ID)
			return err
		},
		"compare": func(ctx context.Context, d *icp.Document) error { _, err := d.CompareVersions(ctx, 1, 2); return err },
	}
	last = propose(t, p, "ruth", says(named(t, v, "Who decides"), "The planner."))
	few := map[string]int64{}
	for what, read := range pages {
		few[what] = cost(what, read)
	}
	for i := range 2 * icp.PageSize {
		last = propose(t, p, "ruth", says(named(t, v, "Who decides"), fmt.Sprint("The planner ", i)))
		if i%2 == 0 {
			turnKey(t, p, "dan", last)
		}
		if _, err := p.ICP.Comment(t.Context(), ruth, last.ID, uuid.New(), "Yes"); err != nil {
			t.Fatal(err)
		}
	}
	for what, read := range pages {
		if many := cost(what, read); many != few[what] {
			t.Errorf("%s: got %d queries with a hundred proposals, want the %d of one", what, many, few[what])
		}
	}
	seen := map[int64]bool{}
	after, calls := "", 0
	for next := true; next; next = after != "" {
		rows, cursor, err := p.ICP.Proposals(t.Context(), "open", after)
		if err != nil || calls > 5 {
			t.Fatalf("page %d: %v", calls, err)
		}
		for _, r := range rows {
			seen[r.ID] = true
			if len(r.Owed) != len(r.Keys) {
				t.Errorf("%s: got %d owed with %d keys, want the other one owed", r.Name(), len(r.Owed), len(r.Keys))
			}
		}
		after, calls = cursor, calls+1
	}
	if len(seen) != 2*icp.PageSize+1 || calls != 3 {
		t.Errorf("got %d proposals on %d pages, want %d on 3", len(seen), calls, 2*icp.PageSize+1)
	}
}
