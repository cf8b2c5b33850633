package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for _, c := range []struct {
		of   []time.Duration
		p    int
		want time.Duration
	}{
		{nil, 50, 0},
		{[]time.Duration{7}, 50, 7},
		{[]time.Duration{7}, 99, 7},
		{[]time.Duration{1, 2, 3}, 50, 2},
		{[]time.Duration{1, 2, 3, 4}, 50, 2},
		{hundred, 99, 99},
		{hundred, 100, 100},
	} {
		if got := percentile(c.of, c.p); got != c.want {
			t.Errorf("p%d of %d times: got %v, want %v", c.p, len(c.of), got, c.want)
		}
	}
}

func TestMedianTakesEachFigureByItself(t *testing.T) {
	t.Parallel()
	got := median([]sample{{100, 9, 10}, {300, 1, 90}, {200, 5, 50}})
	if want := (sample{200, 5, 50}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := median([]sample{{perSecond: 1}, {perSecond: 2}}), 1.5; got.perSecond != want {
		t.Errorf("of two: got %v, want %v", got.perSecond, want)
	}
	if got := median(nil); got != (sample{}) {
		t.Errorf("of none: got %v, want zeros", got)
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != queuePath {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	address := server.Listener.Addr().String()
	of := func(path string) (sample, error) {
		return load(t.Context(), address, 2, 200*time.Millisecond, http.StatusOK, func(conn int) []byte { return get(address, path, conn) })
	}
	got, err := of(queuePath)
	if err != nil {
		t.Fatal(err)
	}
	if got.perSecond == 0 || got.p50 == 0 || got.p99 < got.p50 {
		t.Errorf("got %v, want answers and p50 <= p99", got)
	}
	if _, err := of("/elsewhere"); !errors.Is(err, errUnexpected) {
		t.Errorf("got %v for a wrong status, want %v", err, errUnexpected)
	}
}
