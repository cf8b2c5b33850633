package handlers

import (
	"errors"
	"net/http"
	"time"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views/export"
)

// exportPace is how long writing one batch of a file may take a slow reader.
const exportPace = time.Minute

// exportRequests streams the whole list as CSV. What fails after the first rows were sent breaks the file off, so that
// nobody takes a part for the whole.
func (s *server) exportRequests(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := requests.ParseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	list, err := s.portal.Requests.Export(r.Context(), actor, f)
	if err != nil {
		return err
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	rows, err := list.Rows(r.Context())
	if err != nil {
		return err
	}
	now := s.portal.Store.Now()
	zone := actor.Location()
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="requests-`+now.In(zone).Format(time.DateOnly)+`.csv"`)
	file := export.NewRequests(w, roll, zone, now)
	for len(rows) > 0 && err == nil {
		for _, row := range rows {
			file.Add(list.Catalogue, row)
		}
		if err = errors.Join(extendWriting(w), file.Flush()); err == nil {
			rows, err = list.Rows(r.Context())
		}
	}
	if err = errors.Join(err, file.Flush()); err != nil {
		if r.Context().Err() == nil {
			s.cfg.Log.ErrorContext(r.Context(), "export broke off", "request_id", reference(w), "error", err)
		}
		panic(http.ErrAbortHandler)
	}
	return nil
}

// extendWriting gives the reader time for the next batch.
func extendWriting(w http.ResponseWriter) error {
	err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportPace))
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}
