package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// warmUp is how long load runs at most before it measures: connections are made and caches filled.
const warmUp = 200 * time.Millisecond

// sample is what one round measured.
type sample struct {
	perSecond float64
	p50, p99  time.Duration
}

// errUnexpected is an answer that is not the one asked for: what was measured would be something else.
var errUnexpected = errors.New("unexpected answer")

// load asks the server at address over conns kept connections, each with one request under way, for the given time.
// next makes the bytes of a connection's next request; status is the one every answer must have.
func load(ctx context.Context, address string, conns int, during time.Duration, status int, next func(conn int) []byte) (sample, error) {
	ctx, cancel := context.WithTimeout(ctx, warmUp+during+30*time.Second)
	defer cancel()
	begin := time.Now().Add(min(warmUp, during/2))
	end := begin.Add(during)
	took := make([][]time.Duration, conns)
	failed := make([]error, conns)
	var all sync.WaitGroup
	for c := range conns {
		all.Go(func() {
			took[c], failed[c] = ask(ctx, address, begin, end, status, func() []byte { return next(c) })
		})
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return sample{}, err
	}
	return summed(slices.Concat(took...), time.Since(begin)), nil
}

// ask is one connection. It returns how long each answer took that was asked for before end and came after begin; at
// least one.
func ask(ctx context.Context, address string, begin, end time.Time, status int, next func() []byte) ([]time.Duration, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	reader := bufio.NewReaderSize(conn, 64<<10)
	var took []time.Duration
	for {
		request := next()
		start := time.Now()
		if start.After(end) && len(took) > 0 {
			return took, nil
		}
		if _, err := conn.Write(request); err != nil {
			return nil, err
		}
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			return nil, err
		}
		if answer.StatusCode != status {
			text, _ := io.ReadAll(answer.Body)
			return nil, fmt.Errorf("%w: got %d, want %d: %.2000s", errUnexpected, answer.StatusCode, status, text)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil {
			return nil, err
		}
		if now := time.Now(); now.After(begin) {
			took = append(took, now.Sub(start))
		}
	}
}

func summed(took []time.Duration, within time.Duration) sample {
	slices.Sort(took)
	return sample{float64(len(took)) / within.Seconds(), percentile(took, 50), percentile(took, 99)}
}

// percentile of sorted times: the smallest one that p percent of them do not exceed; 0 of none.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)*p+99)/100-1]
}

// median of the rounds, each figure by itself.
func median(rounds []sample) sample {
	of := func(figure func(sample) float64) float64 {
		all := make([]float64, len(rounds))
		for i, r := range rounds {
			all[i] = figure(r)
		}
		slices.Sort(all)
		if n := len(all); n%2 == 0 && n > 0 {
			return (all[n/2-1] + all[n/2]) / 2
		} else if n > 0 {
			return all[n/2]
		}
		return 0
	}
	return sample{
		perSecond: of(func(s sample) float64 { return s.perSecond }),
		p50:       time.Duration(of(func(s sample) float64 { return float64(s.p50) })),
		p99:       time.Duration(of(func(s sample) float64 { return float64(s.p99) })),
	}
}
