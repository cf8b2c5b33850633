package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/views"
)

// showSheet shows what customers may read, under the competitor's number: the address may be printed with it.
func (s *server) showSheet(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	c, err := s.portal.Intel.Competitor(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	if r.PathValue("slug") != c.Subject().Ref() {
		return seeOther(w, r, views.SheetURL(c))
	}
	show := views.Sheet{Company: s.cfg.Company, Viewer: actor}
	if show.Sheet, err = s.portal.Intel.Sheet(r.Context(), actor, c.Slug); err != nil {
		return err
	}
	p := views.Page{Title: "What to ask, and what we answer", Viewer: viewer(actor), Now: s.portal.Store.Now()}
	return render(w, r, http.StatusOK, views.SheetPage(p, show))
}
