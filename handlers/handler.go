// Package handlers is what comes in by HTTP: each handler parses, calls one verb of a model and picks a view.
package handlers

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/gorilla/sessions"
	"github.com/prometheus/client_golang/prometheus"

	"alongside/models"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
	"alongside/views/ui"
)

// Config is what the web side needs to know.
type Config struct {
	BaseURL        *url.URL // as readers see it; https makes cookies Secure
	Company        string
	Log            *slog.Logger
	Metrics        prometheus.Registerer
	SendsMail      bool            // there is a mail server
	TrustedProxies []netip.Prefix  // whose X-Forwarded-For is believed
	Ending         <-chan struct{} // closed when the server is asked to end: streams, which would never end, do then
}

type server struct {
	portal   *models.Portal
	cfg      Config
	sessions *sessionStore
	metrics  *metrics
}

// New puts routes and middleware together.
func New(portal *models.Portal, cfg Config) (http.Handler, error) {
	s := &server{portal: portal, cfg: cfg, metrics: newMetrics(cfg.Metrics, portal)}
	s.sessions = &sessionStore{people: portal.People, secure: cfg.BaseURL.Scheme == "https", ip: s.clientIP, clock: portal.Store.Now}
	return s.wrap(s.routes()), nil
}

// handler does the work of a route for a person who is signed in. Errors become answers in one place.
type handler func(w http.ResponseWriter, r *http.Request, actor people.Person) error

// guarded is a route whose access was declared: only public and member make one, and only guarded ones can be
// registered, so no route can be forgotten.
type guarded struct{ http.Handler }

// public is for everybody.
func (s *server) public(h func(w http.ResponseWriter, r *http.Request) error) guarded {
	return guarded{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, people.Person{}, err)
		}
	})}
}

// member is for everybody who is signed in; what they may do there is the model's decision.
func (s *server) member(h handler) guarded {
	return guarded{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		session, err := s.sessions.Get(r, s.sessions.cookie())
		if err != nil {
			s.fail(w, r, people.Person{}, err)
			return
		}
		actor := personOf(session)
		if actor.ID == 0 {
			s.fail(w, r, actor, store.ErrUnauthenticated)
			return
		}
		if err := h(w, r, actor); err != nil {
			s.fail(w, r, actor, err)
		}
	})}
}

// render writes a component as the whole answer; a component that fails half-way gives a clean error instead.
func render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	body := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(body)
	body.Reset()
	if err := c.Render(r.Context(), body); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	h.Add("Vary", "HX-Request-Type")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a reader who went away is no error
	return nil
}

// buffers of pages, used again: a page is tens of kilobytes.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// page is what every page of the actor shows.
func (s *server) page(w http.ResponseWriter, r *http.Request, actor people.Person, title, nav string) (views.Page, error) {
	p := views.Page{Title: title, Nav: nav, Now: s.portal.Store.Now(), Viewer: viewer(actor)}
	session, err := s.sessions.Get(r, s.sessions.cookie())
	if err != nil {
		return p, err
	}
	p.Events = views.EventsURL(readAt(session))
	if p.Unread, err = s.portal.Notify.Unread(r.Context(), actor); err != nil {
		return p, err
	}
	p.Flash, err = s.takeFlash(w, r)
	return p, err
}

func viewer(p people.Person) *views.Viewer {
	v := &views.Viewer{
		ID: p.ID, Name: p.Name, Initials: p.Initials(), Lead: p.Role == people.Lead, Admin: p.Role == people.Admin,
		ReadOnly: !p.Works(), Zone: p.Location(),
	}
	if p.Side == people.Sales || p.Side == people.Marketing {
		v.Team, v.TeamName = ui.Team(p.Side), p.Side.Name()
	}
	return v
}

// partial reports whether htmx asks for a part of the page rather than a page.
func partial(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Request-Type") != "full"
}

// seeOther sends the reader on after a change. htmx would follow a 303 and swap the page into its target, so it is told
// by a header instead.
func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	if r.Header.Get("HX-Request") == "true" {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// flash says something on the reader's next page.
func (s *server) flash(w http.ResponseWriter, r *http.Request, text string) error {
	session, err := s.sessions.Get(r, s.sessions.cookie())
	if err != nil {
		return err
	}
	session.AddFlash(text)
	return session.Save(r, w)
}

func (s *server) takeFlash(w http.ResponseWriter, r *http.Request) (string, error) {
	session, err := s.sessions.Get(r, s.sessions.cookie())
	if err != nil {
		return "", err
	}
	flashes := session.Flashes()
	if len(flashes) == 0 {
		return "", nil
	}
	text, _ := flashes[0].(string)
	return text, session.Save(r, w)
}

var _ sessions.Store = (*sessionStore)(nil)
