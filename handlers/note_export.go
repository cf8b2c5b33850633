package handlers

import (
	"net/http"
	"time"

	"alongside/models/intel"
	"alongside/models/people"
	"alongside/views/export"
)

// exportNotes streams the whole stream as CSV, of sensitive notes those that the reader sees.
func (s *server) exportNotes(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := intel.ParseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	stream, err := s.portal.Intel.Export(r.Context(), actor, f)
	if err != nil {
		return err
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	rows, err := stream.Rows(r.Context())
	if err != nil {
		return err
	}
	zone := actor.Location()
	startCSV(w, "field-intel-"+s.portal.Store.Now().In(zone).Format(time.DateOnly))
	file := export.NewNotes(w, roll, zone)
	return s.writeCSV(w, r, file.Writer, func() (more bool, err error) {
		for _, row := range rows {
			file.Add(row)
		}
		rows, err = stream.Rows(r.Context())
		return len(rows) > 0, err
	})
}
