package handlers

import (
	"net/http"

	"github.com/google/uuid"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views"
)

func (s *server) listRequests(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := requests.ParseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	if pieces, ok := requests.ParsePieceFilter(r.URL.Query(), f); ok {
		return s.listPieces(w, r, actor, pieces)
	}
	return s.renderList(w, r, actor, http.StatusOK, f, views.Typed{})
}

// renderList shows the list, with what was typed to save the view. htmx gets the list with
// its numbers, and what depends on its filter unless the list only keeps up with others.
func (s *server) renderList(w http.ResponseWriter, r *http.Request, actor people.Person, status int, f requests.Filter, typed views.Typed) error {
	page, err := s.portal.Requests.List(r.Context(), actor, f)
	if err != nil {
		return err
	}
	l, err := s.aroundList(r, typed)
	if err != nil {
		return err
	}
	l.Page = page
	if partial(r) {
		p := views.Page{Viewer: viewer(actor), Now: page.Now}
		if live(r) {
			return render(w, r, status, views.QueueAgain(p, l))
		}
		return render(w, r, status, views.QueuePart(p, l))
	}
	p, err := s.queuePage(w, r, actor, typed)
	if err != nil {
		return err
	}
	return render(w, r, status, views.ListPage(p, l))
}

// aroundList is what list and board need beside the requests.
func (s *server) aroundList(r *http.Request, typed views.Typed) (l views.List, err error) {
	l = views.List{Typed: typed, Submission: uuid.NewString()}
	if l.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return l, err
	}
	l.Staff, err = s.portal.People.Staff(r.Context())
	return l, err
}

func (s *server) queuePage(w http.ResponseWriter, r *http.Request, actor people.Person, typed views.Typed) (views.Page, error) {
	title := "Requests"
	if len(typed.Problems) > 0 {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "requests")
	p.Wide = true
	return p, err
}
