package handlers

import (
	"slices"
	"testing"
	"time"
)

// TestPace is a table of names as they come, with what is told when, in milliseconds.
func TestPace(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	type told struct {
		at    int
		names []string
	}
	for what, c := range map[string]struct {
		come map[int]string
		want []told
	}{
		"one at a time": {map[int]string{0: "request-1", 100: "requests", 200: "inbox"},
			[]told{{0, []string{"request-1"}}, {100, []string{"requests"}}, {200, []string{"inbox"}}}},
		"a list that changes all the time": {map[int]string{0: "requests", 10: "requests", 500: "requests", 1100: "requests", 5000: "requests"},
			[]told{{0, []string{"requests"}}, {1000, []string{"requests"}}, {2000, []string{"requests"}}, {5000, []string{"requests"}}}},
		"one thing that does": {map[int]string{0: "request-1", 10: "request-1", 20: "request-2", 400: "request-1"},
			[]told{{0, []string{"request-1"}}, {20, []string{"request-2"}}, {300, []string{"request-1"}}, {600, []string{"request-1"}}}},
		"what a page that opens has missed": {map[int]string{0: "refresh"}, []told{{0, []string{"refresh"}}}},
	} {
		p := newPace(began)
		var got []told
		wake := 0
		for ms := 0; ms <= 6000; ms += 10 {
			now := began.Add(time.Duration(ms) * time.Millisecond)
			if name := c.come[ms]; name != "" {
				p.add(now, name)
				wake = ms
			}
			if ms < wake {
				continue
			}
			names, wait := p.take(now)
			if len(names) > 0 {
				got = append(got, told{ms, names})
			}
			wake = ms + int(wait/time.Millisecond)
		}
		if !slices.EqualFunc(got, c.want, func(a, b told) bool { return a.at == b.at && slices.Equal(a.names, b.names) }) {
			t.Errorf("%s: got %v, want %v", what, got, c.want)
		}
		if p.take(began.Add(time.Hour)); len(p.told) > 0 {
			t.Errorf("%s: got %d names still remembered, want none", what, len(p.told))
		}
	}
}

// TestRefreshIsSpread over the pages of a node that all miss something at once.
func TestRefreshIsSpread(t *testing.T) {
	t.Parallel()
	began := time.Now()
	now := began.Add(time.Hour)
	parts := map[int]int{}
	for range 400 {
		p := newPace(began)
		p.add(now, "refresh")
		names, wait := p.take(now)
		if len(names) > 0 {
			wait = 0
		}
		if wait > refreshSpread {
			t.Fatalf("got %v to wait, want at most %v", wait, refreshSpread)
		}
		parts[int(10*wait/refreshSpread)]++
	}
	for part := range 10 {
		if n := parts[part]; n < 10 || n > 90 {
			t.Errorf("got %d of 400 in tenth %d, want about 40", n, part)
		}
	}
}
