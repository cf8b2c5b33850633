package handlers_test

import (
	"context"
	"fmt"
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
	here.heard(2)
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

// raceDetector slows every page down several times, and with it run browsers beside.
var raceDetector = false

// TestFollowersSeeAChange made on one node: each page has been told of it and has fetched itself again within two
// seconds; with the race detector, within ten.
func TestFollowersSeeAChange(t *testing.T) { // alone: it measures
	one, other, clock := modelstest.Nodes(t)
	nodes := []*site{serve(t, one, clock), serve(t, other, clock)}
	r := nodes[0].ask("ruth", "brochure", "Cross-dock brochure")
	readers, pages := make([]*browser, followers), make([]*stream, followers)
	for i := range readers {
		first, _, _ := strings.Cut(modelstest.Staff[i/2%len(modelstest.Staff)].Email, ".")
		readers[i] = nodes[i%2].asHTMX(t, first)
		pages[i] = readers[i].open("/events")
	}
	nodes[0].heard(len(nodes))

	limit := 2 * time.Second
	if raceDetector {
		limit = 10 * time.Second
	}
	var took []time.Duration
	for round := 1; ; round++ {
		took = seenAfter(t, readers, pages, func() { nodes[0].comment("ben", r.ID, fmt.Sprint("Seen by everybody, ", round)) }, fmt.Sprint("Seen by everybody, ", round))
		t.Logf("%d followers on two nodes: half after %v, 95 %% after %v, the last after %v", followers,
			took[followers/2].Round(time.Millisecond), took[followers*95/100].Round(time.Millisecond), took[followers-1].Round(time.Millisecond))
		if took[followers*95/100] <= limit {
			return
		}
		if round == 10 { // whatever else the machine is doing
			t.Fatalf("got 95 %% of the pages after %v, want them within %v", took[followers*95/100], limit)
		}
	}
}

// seenAfter is how long it takes each page until it shows the words of a change, shortest first.
func seenAfter(t *testing.T, readers []*browser, pages []*stream, change func(), words string) []time.Duration {
	t.Helper()
	took := make([]time.Duration, len(pages))
	changed := time.Now()
	change()
	var all sync.WaitGroup
	for i, page := range pages {
		all.Go(func() {
			for shown := false; !shown; {
				select {
				case e := <-page.events:
					if e.name != "request-1" {
						continue
					}
				case <-time.After(patience):
					t.Errorf("follower %d: got nothing, want request-1", i)
					return
				}
				r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, readers[i].site.URL+"/requests/1", nil)
				if err != nil {
					t.Error(err)
					return
				}
				shown = strings.Contains(readers[i].do(r).body, words)
			}
			took[i] = time.Since(changed)
		})
	}
	all.Wait()
	slices.Sort(took)
	return took
}
