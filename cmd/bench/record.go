package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"alongside/handlers"
	"alongside/models"
	"alongside/models/people"
	"alongside/models/requests"
)

// recorded is what the portal does for one page once its caches are filled.
type recorded struct {
	Statements []statement
	Body       []byte
	cold       int // statements of the first visit
}

// recording holds what the bare handlers need to do the same work.
type recording struct {
	Queue, Deep, Item recorded
	cursor            string // of the deep page
	submission        int    // statements of one
}

// deepest bounds how many pages are walked to a page in the middle of the open requests.
const deepest = 200

func modelsConfig(databaseURL, files string) models.Config {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic("bench: no time zones: " + err.Error())
	}
	return models.Config{
		DatabaseURL: databaseURL, FilesDir: files, Zone: zone, Holidays: "gb", SecretKey: []byte("a key of thirty-two bytes, in all"),
		Log: slog.New(slog.DiscardHandler),
	}
}

// newHandler is the web side as the program puts it together, its one line a request thrown away.
func newHandler(portal *models.Portal, base *url.URL) (http.Handler, error) {
	return handlers.New(portal, handlers.Config{BaseURL: base, Company: "Meridian Freight", Log: slog.New(slog.DiscardHandler)})
}

// record visits each page through a tap.
func record(ctx context.Context, s *scratch) (_ recording, err error) {
	var rec recording
	tap, err := newTap(s.url)
	if err != nil {
		return rec, err
	}
	defer func() { err = errors.Join(err, tap.close()) }()
	portal, err := models.Open(modelsConfig(tap.url, s.files))
	if err != nil {
		return rec, err
	}
	defer portal.Close()
	handler, err := newHandler(portal, &url.URL{Scheme: "http", Host: "localhost"})
	if err != nil {
		return rec, err
	}
	if rec.cursor, err = deepCursor(ctx, portal); err != nil {
		return rec, err
	}

	v := visitor{ctx, handler, tap}
	if rec.Queue, err = v.page(queuePath); err != nil {
		return rec, err
	}
	if rec.Deep, err = v.page(deepPath(rec.cursor)); err != nil {
		return rec, err
	}
	a, b := s.ids[0], s.ids[1]
	if rec.Item, err = v.page(itemPath(a)); err != nil {
		return rec, err
	}
	other, err := v.page(itemPath(b))
	if err != nil {
		return rec, err
	}
	if err := markIDs(rec.Item.Statements, other.Statements, a, b); err != nil {
		return rec, err
	}
	if _, err := v.visit(submissionOf("localhost", 0), http.StatusSeeOther); err != nil {
		return rec, err
	}
	sent, err := v.visit(submissionOf("localhost", 0), http.StatusSeeOther)
	rec.submission = len(sent.Statements)
	return rec, errors.Join(err, s.refresh(ctx))
}

// deepCursor leads to the middle of the open requests, or deepest pages into them.
func deepCursor(ctx context.Context, portal *models.Portal) (string, error) {
	viewer := people.Person{ID: 2, Side: people.Sales, Role: people.Member}
	f := requests.Filter{}
	for n := 0; ; n++ {
		page, err := portal.Requests.List(ctx, viewer, f)
		if err != nil {
			return "", err
		}
		if page.Next == "" {
			return f.After, nil
		}
		f.After = page.Next
		if n+1 >= min(page.Counts.Open/requests.PageSize/2, deepest) {
			return f.After, nil
		}
	}
}

// visitor looks at pages without a network.
type visitor struct {
	ctx     context.Context
	handler http.Handler
	tap     *tap
}

// page is visited until the caches are filled: what counts is the visit that sends least, since a cache may run out
// during another one.
func (v visitor) page(path string) (recorded, error) {
	first, err := v.visit(get("localhost", path, 0), http.StatusOK)
	if err != nil {
		return first, err
	}
	least := first
	for range 3 {
		again, err := v.visit(get("localhost", path, 0), http.StatusOK)
		if err != nil {
			return again, err
		}
		if len(again.Statements) < len(least.Statements) {
			least = again
		}
	}
	least.cold = len(first.Statements)
	return least, nil
}

func (v visitor) visit(raw []byte, status int) (recorded, error) {
	r, err := parseRequest(raw)
	if err != nil {
		return recorded{}, err
	}
	v.tap.take()
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r.WithContext(v.ctx))
	if w.Code != status {
		return recorded{}, fmt.Errorf("%s %s: %w: got %d, want %d: %.2000s", r.Method, r.URL.Path, errUnexpected, w.Code, status, w.Body)
	}
	var statements []statement
	for _, s := range v.tap.take() {
		if s.SQL != "" && !strings.HasPrefix(s.SQL, "--") { // the pool asking whether a connection is alive
			statements = append(statements, s)
		}
	}
	return recorded{Statements: statements, Body: w.Body.Bytes()}, nil
}
