package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"alongside/models/store/privatepg"
)

// served is a running portal. Its log and what it prints come as lines.
type served struct {
	t     *testing.T
	url   string
	lines *bufio.Scanner
	stop  context.CancelFunc
	ended chan error
}

// dataDir is one that PostgreSQL's user can enter, which t.TempDir is not when the tests run as root. A busy disk does not
// keep a database in it from ending in time.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(privatepg.Scratch(), "alongside-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func serve(t *testing.T, c serveCmd) *served {
	t.Helper()
	c.Listen, c.TimeZone, c.Holidays, c.LogFormat = "127.0.0.1:0", "Europe/London", "gb", "text"
	cfg, err := c.config(streams{})
	if err != nil {
		t.Fatal(err)
	}
	read, write := io.Pipe()
	cfg.models.Log = slog.New(slog.NewTextHandler(write, nil))
	ctx, stop := context.WithCancel(context.Background())
	s := &served{t: t, lines: bufio.NewScanner(read), stop: stop, ended: make(chan error, 1)}
	go func() {
		s.ended <- run(ctx, cfg, write)
		write.Close()
	}()
	t.Cleanup(func() {
		stop()
		_, _ = io.Copy(io.Discard, read)
	})
	_, address, _ := strings.Cut(s.await("msg=listening"), "address=")
	s.url = "http://" + address
	return s
}

// await reads lines up to one with text, and returns it.
func (s *served) await(text string) string {
	s.t.Helper()
	for s.lines.Scan() {
		if strings.Contains(s.lines.Text(), text) {
			return s.lines.Text()
		}
	}
	s.t.Fatalf("got the end (%v), want a line with %q", <-s.ended, text)
	return ""
}

// readOn lets the portal print and log from here on.
func (s *served) readOn() {
	go func() {
		for s.lines.Scan() {
		}
	}()
}

func (s *served) status(path string) int {
	s.t.Helper()
	client := http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

func (s *served) check(path string, want int) {
	s.t.Helper()
	if got := s.status(path); got != want {
		s.t.Errorf("GET %s: got %d, want %d", path, got, want)
	}
}

// end asks the portal to stop, as a signal does.
func (s *served) end() {
	s.t.Helper()
	s.stop()
	select {
	case err := <-s.ended:
		if err != nil {
			s.t.Errorf("end: got %v, want none", err)
		}
	case <-time.After(patience):
		s.t.Error("got a running portal, want its end")
	}
}

func TestServeWaitsForItsDatabase(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataDir(t), "pg")
	startDatabase := func() *privatepg.Server {
		server, err := privatepg.Start(t.Context(), privatepg.Options{Dir: dir, Fast: true})
		if err != nil {
			t.Fatal(err)
		}
		return server
	}
	server := startDatabase()
	if err := server.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	s := serve(t, serveCmd{settings: settings{DatabaseURL: server.URL(), DataDir: dataDir(t)}})
	s.await("database not ready")
	s.await("database not ready")
	s.readOn()
	s.check("/healthz", http.StatusOK)
	s.check("/readyz", http.StatusServiceUnavailable)
	s.check("/", http.StatusServiceUnavailable)

	server = startDatabase()
	t.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for deadline := time.Now().Add(patience); s.status("/signin") != http.StatusOK; {
		if time.Now().After(deadline) {
			t.Fatal("got no sign-in page, want one soon after the database is there")
		}
	}
	s.check("/readyz", http.StatusOK)
	s.end()
}

func TestServePrivatelyWithTheDemo(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	s := serve(t, serveCmd{settings: settings{DataDir: dir}, Demo: true, MetricsListen: "127.0.0.1:0"})
	s.await("Alongside is ready: " + s.url)
	s.await("dan.okafor@meridian.example")
	s.readOn()
	s.check("/readyz", http.StatusOK)
	s.check("/signin", http.StatusOK)
	s.check("/metrics", http.StatusNotFound)
	s.check("/debug/pprof/", http.StatusNotFound)

	status, stdout, stderr := try(t, "user", "add", "--database-url=", "--data-dir="+dir, "--email=new@meridian.example", "--name=New Person",
		"--side=none", "--role=admin", "--password=correct horse battery staple")
	if status != 0 || !strings.Contains(stdout, "new@meridian.example") {
		t.Errorf("user add beside the portal: got %d, %q and %q, want it done", status, stdout, stderr)
	}
	s.end()
	if _, err := os.Stat(filepath.Join(dir, "postgres", "data", "postmaster.pid")); !os.IsNotExist(err) {
		t.Errorf("got %v for postmaster.pid, want the database stopped", err)
	}
}

func TestServeEndsWhenItsPrivateDatabaseDoes(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	s := serve(t, serveCmd{settings: settings{DataDir: dir}})
	s.await("Alongside is ready")
	s.readOn()
	text, err := os.ReadFile(filepath.Join(dir, "postgres", "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	kill(t, strings.SplitN(string(text), "\n", 2)[0])
	if err := <-s.ended; err == nil || !strings.Contains(err.Error(), "private PostgreSQL ended") {
		t.Errorf("got %v, want to be told why", err)
	}
}

func kill(t *testing.T, pid string) {
	t.Helper()
	number, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(number, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
