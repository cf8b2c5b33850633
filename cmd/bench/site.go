package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"
)

// Sides that are measured against each other.
const (
	full  = iota // the portal
	same         // a bare handler with every statement of the portal's page
	limit        // a bare handler with the page's own statements only: no session, no inbox
)

var sides = []string{full: "portal", same: "bare", limit: "limit"}

// Pages that are measured.
const (
	queue = iota
	deep
	item
	submission
)

var pages = []struct {
	name string
	read bool
}{queue: {"queue", true}, deep: {"queue, deep page", true}, item: {"request", true}, submission: {"submission", false}}

// site is one size: its database and the servers on it.
type site struct {
	*scratch
	recording recording
	servers   []*process // by side
	turn      atomic.Int64
}

// open makes the database, records the pages and starts the servers.
func open(ctx context.Context, size int) (_ *site, err error) {
	s := &site{}
	if s.scratch, err = newScratch(ctx, size); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.recording, err = record(ctx, s.scratch); err != nil {
		return nil, err
	}
	own := s.recording.ownOnly()
	for _, bare := range []*recording{full: nil, same: &s.recording, limit: &own} {
		server, err := start(ctx, assignment{URL: s.url, Files: s.files, Size: size, Bare: bare})
		if err != nil {
			return nil, err
		}
		s.servers = append(s.servers, server)
	}
	for page := range pages { // so that what is idle has worked once
		if _, err := s.measure(ctx, page, full, 1, 0); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *site) close() error {
	for _, server := range s.servers {
		server.stop()
	}
	return s.stop()
}

// measure is one round.
func (s *site) measure(ctx context.Context, page, side, conns int, during time.Duration) (sample, error) {
	if err := s.refresh(ctx); err != nil {
		return sample{}, err
	}
	address := s.servers[side].address
	status := http.StatusOK
	if !pages[page].read {
		status = http.StatusSeeOther
	}
	return load(ctx, address, conns, during, status, func(conn int) []byte { return s.request(address, page, conn) })
}

// request makes the bytes of a connection's next request. Each connection is a reader of its own; those who submit
// change with every request, as nobody sends a second brief within a second.
func (s *site) request(host string, page, conn int) []byte {
	switch page {
	case queue:
		return get(host, queuePath, conn)
	case deep:
		return get(host, deepPath(s.recording.cursor), conn)
	case item:
		return get(host, itemPath(s.ids[s.turn.Add(1)%int64(len(s.ids))]), conn)
	}
	return submissionOf(host, int(s.turn.Add(1)))
}

// profile writes where the portal's time goes on the page at the middle number of connections.
func (s *site) profile(ctx context.Context, o options, page int) error {
	seconds := max(1, int(o.during.Seconds()))
	profile := make(chan error, 1)
	go func() {
		profile <- s.fetchProfile(ctx, filepath.Join(o.profiles, fmt.Sprintf("%s.pprof", pages[page].name)), seconds)
	}()
	if _, err := s.measure(ctx, page, full, o.conns[len(o.conns)/2], time.Duration(seconds)*time.Second); err != nil {
		return err
	}
	return <-profile
}

func (s *site) fetchProfile(ctx context.Context, file string, seconds int) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", s.servers[full].address, seconds), nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, answer.Body); err != nil {
		return err
	}
	return f.Close()
}
