package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"alongside/models/store/privatepg"
)

// live is the real program with the demo story, and one browser process to look at it. All browser tests share it; what
// a test changes it has asked for itself.
type live struct {
	url     string
	browser context.Context
	close   func() error
}

var (
	wentLive atomic.Bool
	goLive   = sync.OnceValues(startLive)
)

func TestMain(m *testing.M) {
	status := m.Run()
	if wentLive.Load() {
		if at, err := goLive(); err == nil {
			if err := at.close(); err != nil {
				fmt.Fprintln(os.Stderr, err)
				status = 1
			}
		}
	}
	os.Exit(status)
}

func startLive() (*live, error) {
	dir, err := os.MkdirTemp("", "alongside-browser-")
	if err != nil {
		return nil, err
	}
	closing := []func() error{func() error { return os.RemoveAll(dir) }}
	at := &live{close: func() error {
		var all error
		for i := len(closing) - 1; i >= 0; i-- {
			all = errors.Join(all, closing[i]())
		}
		return all
	}}
	fail := func(err error) (*live, error) { return nil, errors.Join(err, at.close()) }

	database, err := privatepg.Start(context.Background(), privatepg.Options{Fast: true})
	if err != nil {
		return fail(err)
	}
	closing = append(closing, func() error { return database.Stop(context.Background()) })

	command := serveCmd{settings: settings{DatabaseURL: database.URL(), DataDir: dir, TimeZone: "Europe/London", Holidays: "gb", LogFormat: "text"},
		Listen: "127.0.0.1:0", Company: "Meridian Freight"}
	cfg, err := command.config(streams{err: io.Discard})
	if err != nil {
		return fail(err)
	}
	log := &lines{}
	cfg.models.Log, cfg.demo = slog.New(slog.NewTextHandler(log, nil)), true
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	said := &lines{}
	go func() { ended <- run(ctx, cfg, said) }()
	closing = append(closing, func() error {
		stop()
		err := <-ended
		for line := range strings.Lines(log.with("level=ERROR")) {
			if !strings.Contains(line, "context canceled") { // a reader who went on to another page
				err = errors.Join(err, fmt.Errorf("got in the log, want no errors: %s", line))
			}
		}
		return err
	})
	const ready = "Alongside is ready: "
	for deadline := time.Now().Add(3 * time.Minute); at.url == ""; <-time.After(20 * time.Millisecond) {
		if len(ended) > 0 || time.Now().After(deadline) {
			return fail(errors.New("got no portal, want it ready"))
		}
		at.url = strings.TrimSpace(strings.TrimPrefix(said.with(ready), ready))
	}

	program, err := findBrowser()
	if err != nil {
		return fail(err)
	}
	allocator, kill := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en-GB"))...)
	browser, cancel := chromedp.NewContext(allocator)
	closing = append(closing, func() error {
		cancel()
		kill() // waits until it is gone
		return nil
	})
	if err := chromedp.Do(browser); err != nil {
		return fail(fmt.Errorf("start %s: %w", program, err))
	}
	at.browser = browser
	return at, nil
}

func findBrowser() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", exec.ErrNotFound
}

// liveFor starts it for the first test that needs it. Without a browser the test is skipped, but not in CI.
func liveFor(t *testing.T) *live {
	t.Helper()
	if _, err := findBrowser(); err != nil {
		const missing = "no browser on this machine (Debian: apt-get install chromium)"
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	wentLive.Store(true)
	at, err := goLive()
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// lines keeps what was written to it.
type lines struct {
	mu   sync.Mutex
	kept bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kept.Write(p)
}

// with returns the complete lines that have the text in them.
func (l *lines) with(text string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found strings.Builder
	for line := range strings.Lines(l.kept.String()) {
		if strings.Contains(line, text) && strings.HasSuffix(line, "\n") {
			found.WriteString(line)
		}
	}
	return found.String()
}
