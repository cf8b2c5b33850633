package handlers_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"alongside/models/modelstest"
)

// TestTwoNodesSeeEachOthersChanges.
func TestTwoNodesSeeEachOthersChanges(t *testing.T) {
	t.Parallel()
	one, other, clock := modelstest.Nodes(t)
	here, there := serve(t, one, clock), serve(t, other, clock)
	r := here.ask("ruth", "brochure", "Cross-dock brochure")
	ruth, ben := here.as(t, "ruth"), there.as(t, "ben")
	ruths, bens := ruth.watch(), ben.watch()
	r = here.handOn(r, "ben")
	bens.until("request-1")
	there.handOn(r, "ruth")
	ruths.until("request-1")
	ruth.get("/requests/1").wants("main", "Copy draft, with Ben Astley")

	other.Close() // and one that has gone disturbs nobody
	here.comment("ben", r.ID, "Still there")
	ruths.until("request-1")
}

// followers have the page of one request open, half of them on each of two nodes.
const followers = 200

// TestFollowersSeeAChange made on one node: each page has been told of it and has fetched itself again within two
// seconds.
func TestFollowersSeeAChange(t *testing.T) {
	t.Parallel()
	one, other, clock := modelstest.Nodes(t)
	nodes := []*site{serve(t, one, clock), serve(t, other, clock)}
	r := nodes[0].ask("ruth", "brochure", "Cross-dock brochure")
	readers, pages := make([]*browser, followers), make([]*stream, followers)
	for i := range readers {
		first, _, _ := strings.Cut(modelstest.Staff[i/2%len(modelstest.Staff)].Email, ".")
		readers[i] = nodes[i%2].asHTMX(t, first)
		pages[i] = readers[i].open("/events")
	}
	for _, node := range nodes {
		node.heard()
	}

	changed := time.Now()
	nodes[0].comment("ben", r.ID, "Seen by everybody")
	took := make([]time.Duration, followers)
	var all sync.WaitGroup
	for i, page := range pages {
		all.Go(func() {
			page.until("request-1")
			r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, readers[i].site.URL+"/requests/1", nil)
			if err != nil {
				t.Error(err)
				return
			}
			if a := readers[i].do(r); a.status != ok || !strings.Contains(a.body, "Seen by everybody") {
				t.Errorf("follower %d: got %d without the comment, want it", i, a.status)
			}
			took[i] = time.Since(changed)
		})
	}
	all.Wait()
	slices.Sort(took)
	t.Logf("%d followers on two nodes: half after %v, 95 %% after %v, the last after %v", followers,
		took[followers/2].Round(time.Millisecond), took[followers*95/100].Round(time.Millisecond), took[followers-1].Round(time.Millisecond))
	if got := took[followers*95/100]; got > 2*time.Second {
		t.Errorf("got 95 %% of the pages after %v, want them within 2s", got)
	}
}
