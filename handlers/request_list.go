package handlers

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

// maxSearch is the longest search text, in bytes.
const maxSearch = 200

func (s *server) listRequests(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	q := r.URL.Query()
	f := requests.Filter{
		View: requests.View(q.Get("view")), Type: q.Get("type"), Assignee: number(q.Get("assignee")),
		Requester: number(q.Get("requester")), Text: strings.TrimSpace(q.Get("q")), Sort: q.Get("sort"), After: q.Get("after"),
		Behind: behind(q),
	}
	if !utf8.ValidString(f.Text+f.Type+f.Through) || strings.ContainsRune(f.Text+f.Type+f.Through, 0) {
		return store.ErrNotFound
	}
	if len(f.Text) > maxSearch {
		f.Text = strings.ToValidUTF8(f.Text[:maxSearch], "")
	}
	list, err := s.portal.Requests.List(r.Context(), actor, f)
	if err != nil {
		return err
	}
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return err
	}
	if partial(r) {
		p := views.Page{Viewer: viewer(actor), Now: list.Now}
		return render(w, r, http.StatusOK, views.Queue(p, views.List{Page: list, Roll: roll}))
	}
	p, err := s.page(w, r, actor, "Requests", "requests")
	if err != nil {
		return err
	}
	p.Wide = true
	staff, err := s.portal.People.Staff(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.ListPage(p, views.List{Page: list, Roll: roll, Staff: staff}))
}
