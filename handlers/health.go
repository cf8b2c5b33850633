package handlers

import (
	"context"
	"io"
	"net/http"
	"time"
)

// showHealth says that the process is alive.
func (s *server) showHealth(w http.ResponseWriter, _ *http.Request) error {
	_, _ = io.WriteString(w, "ok\n")
	return nil
}

// showReady says whether the database is reachable and migrated.
func (s *server) showReady(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.portal.Ready(ctx); err != nil {
		s.cfg.Log.WarnContext(ctx, "not ready", "error", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return nil
	}
	_, _ = io.WriteString(w, "ready\n")
	return nil
}
