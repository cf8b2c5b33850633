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

// exportRequests streams the whole list as CSV.
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
	startCSV(w, "requests-"+now.In(zone).Format(time.DateOnly))
	file := export.NewRequests(w, roll, zone, now)
	return s.writeCSV(w, r, file.Writer, func() (more bool, err error) {
		for _, row := range rows {
			file.Add(list.Catalogue, row)
		}
		rows, err = list.Rows(r.Context())
		return len(rows) > 0, err
	})
}

// startCSV begins the answer that is a file of the name.
func startCSV(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
}

// writeCSV adds batch after batch. What fails after the first rows were sent breaks the file off, so that nobody takes a part
// for the whole.
func (s *server) writeCSV(w http.ResponseWriter, r *http.Request, file *export.Writer, add func() (more bool, err error)) (err error) {
	for more := true; more && err == nil; {
		if more, err = add(); err == nil {
			err = errors.Join(extendWriting(w), file.Flush())
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
