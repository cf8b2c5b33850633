package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) showBoard(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := requests.ParseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	if !f.OnBoard() {
		return seeOther(w, r, views.ListURL(f)) // what is closed is in no lane
	}
	return s.renderBoard(w, r, actor, http.StatusOK, f, views.Typed{}, "")
}

// renderBoard shows the board, with what was typed to save the view. htmx gets the lanes with the numbers above them and,
// unless they only keep up with others, what depends on their filter and what is said about the move before.
func (s *server) renderBoard(w http.ResponseWriter, r *http.Request, actor people.Person, status int, f requests.Filter, typed views.Typed, said string) error {
	board, err := s.portal.Requests.Board(r.Context(), actor, f)
	if err != nil {
		return err
	}
	l, err := s.aroundList(r, typed)
	if err != nil {
		return err
	}
	b := views.NewBoard(board, l)
	b.Said = said
	if partial(r) {
		p := views.Page{Viewer: viewer(actor), Now: board.Now}
		if live(r) {
			return render(w, r, status, views.BoardAgain(p, b))
		}
		return render(w, r, status, views.BoardPart(p, b))
	}
	p, err := s.queuePage(w, r, actor, typed)
	if err != nil {
		return err
	}
	return render(w, r, status, views.BoardPage(p, b))
}

// filter reads a field that carries the query of a list or board, with or without its question mark.
func (f *form) filter(field string) (requests.Filter, error) {
	q, err := url.ParseQuery(strings.TrimPrefix(f.Get(field), "?"))
	if err != nil {
		return requests.Filter{}, store.ErrNotFound
	}
	return requests.ParseFilter(q)
}

// movedOnBoard shows the board as it stands after a move that began there.
func (s *server) movedOnBoard(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, moved requests.Request) error {
	filter, err := f.filter("board")
	if err != nil {
		return err
	}
	catalogue, err := s.portal.Requests.Catalogue(r.Context())
	if err != nil {
		return err
	}
	said := views.Moved(catalogue, moved)
	if partial(r) {
		return s.renderBoard(w, r, actor, http.StatusOK, filter, views.Typed{}, said)
	}
	if err := s.flash(w, r, said); err != nil {
		return err
	}
	return seeOther(w, r, views.BoardURL(filter))
}
