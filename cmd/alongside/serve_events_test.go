package main

import (
	"bufio"
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/models/store/privatepg"
)

// follow opens the stream of a person who signs in, and returns the names that come. They are closed at its end.
func (s *served) follow(email, password string) <-chan string {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := post(client, s.url+"/signin", url.Values{"email": {email}, "password": {password}})
	if err != nil || response.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("sign in: got %v, %v, want 303", response, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/events", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if response, err = client.Do(r); err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("open the stream: got %v, %v, want 200", response, err)
	}
	names := make(chan string)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer close(names)
		defer response.Body.Close()
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			if name, is := strings.CutPrefix(lines.Text(), "event: "); is {
				select {
				case names <- name:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	s.t.Cleanup(func() {
		cancel()
		<-ended
	})
	return names
}

// hear waits for the name; "" is the end.
func hear(t *testing.T, names <-chan string, want string) {
	t.Helper()
	for deadline := time.After(patience); ; {
		select {
		case name := <-names:
			if name == want {
				return
			}
			if name == "" {
				t.Fatalf("got the end, want %s", want)
			}
		case <-deadline:
			t.Fatalf("got nothing, want %q", want)
		}
	}
}

// TestServeTellsOpenPages: what is told to them outlives their database, and the program does not wait for them to end.
func TestServeTellsOpenPages(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataDir(t), "pg")
	server := startPostgres(t, dir)
	s := serve(t, serveCmd{settings: settings{DatabaseURL: server.URL(), DataDir: dataDir(t)}})
	s.await("Alongside is ready")
	s.readOn()
	const email, password = "ada@meridian.example", "correct horse battery staple"
	add := []string{"user", "add", "--database-url=" + server.URL(), "--data-dir=" + dataDir(t), "--email=" + email, "--name=Ada Byron", "--side=none", "--role=reader", "--password=" + password}
	if status, _, stderr := try(t, add...); status != 0 {
		t.Fatalf("user add: got %d, %s, want it done", status, stderr)
	}
	names := s.follow(email, password)
	hear(t, names, "open")
	hear(t, names, "refresh") // it has begun to hear what is told to all nodes

	if err := server.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.check("/readyz", http.StatusServiceUnavailable)
	again, err := privatepg.Start(t.Context(), privatepg.Options{Dir: dir, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := again.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	hear(t, names, "refresh")

	asked := time.Now()
	s.end()
	hear(t, names, "")
	if took := time.Since(asked); took > graceful/2 {
		t.Errorf("got the end after %v with a stream open, want it soon", took)
	}
}
