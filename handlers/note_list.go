package handlers

import (
	"net/http"

	"alongside/models/intel"
	"alongside/models/people"
	"alongside/views"
)

// listNotes shows the stream. htmx gets the notes, and what depends on the filter unless they only keep up with others.
func (s *server) listNotes(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := intel.ParseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	page, err := s.portal.Intel.List(r.Context(), actor, f)
	if err != nil {
		return err
	}
	stream := views.Stream{Page: page}
	if stream.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if partial(r) {
		p := views.Page{Viewer: viewer(actor), Now: page.Now}
		if live(r) {
			return render(w, r, http.StatusOK, views.Notes(p, stream))
		}
		return render(w, r, http.StatusOK, views.NotesPart(p, stream))
	}
	if err := s.aroundNotes(r, actor, &stream); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Field intel", "intel")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.StreamPage(p, stream))
}

// aroundNotes reads what stands beside the notes: sums of the month beside all of them, of the viewer's own beside theirs.
func (s *server) aroundNotes(r *http.Request, actor people.Person, stream *views.Stream) (err error) {
	if stream.Choices, err = s.portal.Intel.Choices(r.Context()); err != nil {
		return err
	}
	switch f := stream.Filter; {
	case f.Mine && f.Text == "":
		own, err := s.portal.Intel.Own(r.Context(), actor)
		stream.Own = &own
		return err
	case f.Plain():
		month, err := s.portal.Intel.Month(r.Context())
		stream.Month = &month
		return err
	}
	return nil
}

// triageNotes shows what waits for an answer, the soonest due first.
func (s *server) triageNotes(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	stream := views.Stream{Triage: true, Page: intel.Page{Now: s.portal.Store.Now()}}
	var err error
	if stream.Rows, err = s.portal.Intel.Triage(r.Context(), actor); err != nil {
		return err
	}
	if stream.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.Notes(views.Page{Viewer: viewer(actor), Now: stream.Now}, stream))
	}
	p, err := s.page(w, r, actor, "Notes that wait for an answer", "intel")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.StreamPage(p, stream))
}
