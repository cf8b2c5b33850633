package handlers

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"alongside/models/people"
)

// contentPolicy of every answer: nothing but our own files, and nothing inline.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// wrap puts around the routes what holds for all of them.
func (s *server) wrap(mux http.Handler) http.Handler {
	csrf := http.NewCrossOriginProtection()
	if err := csrf.AddTrustedOrigin(s.cfg.BaseURL.Scheme + "://" + s.cfg.BaseURL.Host); err != nil {
		panic("handlers: BaseURL was checked before: " + err.Error())
	}
	csrf.SetDenyHandler(http.HandlerFunc(s.refuseForeign))
	return s.observe(s.recover(s.headers(csrf.Handler(s.knownOrigin(mux)))))
}

// observe names the request, times it and writes its one line of the log.
func (s *server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := make([]byte, 4)
		rand.Read(id)
		w.Header().Set("X-Request-Id", fmt.Sprintf("%02X%02X-%02X%02X", id[0], id[1], id[2], id[3]))
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r)
		took := time.Since(start)
		if r.Pattern != "GET /events" { // which takes as long as its page is open
			s.metrics.observe(r.Pattern, rec.status, took)
		}
		if strings.HasPrefix(r.URL.Path, "/static/") || r.Pattern == "GET /healthz" || r.Pattern == "GET /readyz" {
			return
		}
		s.cfg.Log.InfoContext(r.Context(), "request", "request_id", reference(w), "method", r.Method, "route", r.Pattern,
			"status", rec.status, "bytes", rec.bytes, "took", took.Round(time.Microsecond))
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (rec *recorder) WriteHeader(status int) {
	rec.status = status
	rec.ResponseWriter.WriteHeader(status)
}

func (rec *recorder) Write(b []byte) (int, error) {
	n, err := rec.ResponseWriter.Write(b)
	rec.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach deadlines.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }

// recover turns a panic into an ordinary failure.
func (s *server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil {
				if cause == http.ErrAbortHandler {
					panic(cause)
				}
				s.fail(w, r, people.Person{}, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *server) headers(next http.Handler) http.Handler {
	secure := s.cfg.BaseURL.Scheme == "https"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		if r.Method == http.MethodTrace || r.Method == http.MethodConnect {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// knownOrigin refuses a change that comes with our cookie but without any sign of where it comes from: every browser
// of the last years sends Sec-Fetch-Site or Origin.
func (s *server) knownOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead
		if _, err := r.Cookie(s.sessions.cookie()); err == nil && !safe &&
			r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
			s.refuseForeign(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// clientIP is the address of the connection, or the one that trusted proxies say it comes from.
func (s *server) clientIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		addr, err := netip.ParseAddr(host)
		if err != nil || !slices.ContainsFunc(s.cfg.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(addr.Unmap()) }) {
			break
		}
		forwarded, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break // not an address, whoever wrote it
		}
		host = forwarded.String()
	}
	return host
}
