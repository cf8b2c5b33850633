package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

const (
	pingEvery  = 10 * time.Second // less than what proxies wait for; the session is looked at as often
	lookBefore = 5 * time.Second  // an event is told only to who was signed in this short ago
	lookLimit  = 2 * time.Second
	writeLimit = 10 * time.Second // for one event; a reader who does not take it is gone
	retryFrom  = 1000             // a lost stream is opened again after a number of milliseconds between these two,
	retryTo    = 5000             // so that the pages of a node that restarts do not all come at once
)

// live reports whether an open page asks by itself. Nobody sits before it: that is no use of the session, and no place
// to be led to the sign-in.
func live(r *http.Request) bool {
	return r.Header.Get("Alongside-Live") != "" || r.URL.Path == "/events"
}

// showEvents tells an open page what changes, by name, until its reader leaves, is signed out, or the server ends.
func (s *server) showEvents(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	session, err := s.sessions.Get(r, s.sessions.cookie())
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx
	if r.Method == http.MethodHead {
		return nil
	}
	names := s.openStream(r, actor)
	defer names.Close()
	out := &eventWriter{w, http.NewResponseController(w), s.portal.Store.Now}
	if out.begin() != nil {
		return nil
	}
	look := func() bool {
		ctx, cancel := context.WithTimeout(r.Context(), lookLimit)
		defer cancel()
		_, _, err := s.portal.People.LookAtSession(ctx, session.ID)
		return !errors.Is(err, store.ErrUnauthenticated) // a database that is away signs nobody out
	}
	s.follow(r.Context(), names, out, look)
	return nil
}

// openStream begins when the page was made, or when it lost its last stream.
func (s *server) openStream(r *http.Request, actor people.Person) *activity.Stream {
	if at, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil {
		return s.portal.Live.OpenAgain(actor.ID, time.UnixMicro(at))
	}
	if at, err := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64); err == nil {
		return s.portal.Live.Open(actor.ID, time.UnixMicro(at))
	}
	return s.portal.Live.Open(actor.ID, time.Time{})
}

// follow writes the names of a stream as they come. A reader who went away is no error.
func (s *server) follow(ctx context.Context, names *activity.Stream, out *eventWriter, look func() bool) {
	ping, again := time.NewTicker(pingEvery), time.NewTimer(time.Hour)
	defer ping.Stop()
	defer again.Stop()
	looked := time.Now()
	pace := newPace(looked)
	for {
		check := false
		select {
		case <-ctx.Done():
			return
		case <-s.cfg.Ending:
			return
		case <-ping.C:
			if out.comment() != nil {
				return
			}
			check = true
		case <-again.C:
		case <-names.Ready():
			for _, name := range names.Take() {
				switch name {
				case activity.NameEnded:
					_ = out.event(name)
					return
				case activity.NameSession:
					check = true
				default:
					pace.add(time.Now(), name)
				}
			}
		}
		due, wait := pace.take(time.Now())
		if check || len(due) > 0 && time.Since(looked) > lookBefore {
			if !look() {
				_ = out.event(activity.NameEnded)
				return
			}
			looked = time.Now()
		}
		for _, name := range due {
			if out.event(name) != nil {
				return
			}
		}
		again.Reset(wait)
	}
}

// eventWriter writes server-sent events. The data of an event is its name again: programs hear only events that have
// some.
type eventWriter struct {
	w       io.Writer
	control *http.ResponseController
	clock   func() time.Time
}

// begin says when to come back should the stream be lost. The server's limit for reading a request would end it.
func (e *eventWriter) begin() error {
	if err := e.control.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	return e.write(fmt.Sprintf("retry: %d\n%s", retryFrom+rand.IntN(retryTo-retryFrom), e.text("open")))
}

func (e *eventWriter) event(name string) error { return e.write(e.text(name)) }

func (e *eventWriter) text(name string) string {
	return fmt.Sprintf("id: %d\nevent: %s\ndata: %[2]s\n\n", e.clock().UnixMicro(), name)
}

func (e *eventWriter) comment() error { return e.write(":\n\n") }

func (e *eventWriter) write(text string) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return err
	}
	if _, err := io.WriteString(e.w, text); err != nil {
		return err
	}
	return e.control.Flush()
}
