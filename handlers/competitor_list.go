package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/views"
)

// listCompetitors shows who is met, the most talked about first. htmx gets the panel.
func (s *server) listCompetitors(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	ctx := r.Context()
	cal, err := s.portal.Promises.Calendar(ctx)
	if err != nil {
		return err
	}
	c := views.Competitors{Year: s.portal.Store.Now().In(cal.Zone()).Year()}
	if c.List, err = s.portal.Intel.Overview(ctx, actor); err != nil {
		return err
	}
	if c.Questions, err = s.portal.Intel.OpenQuestions(ctx, 0); err != nil {
		return err
	}
	if c.Reasons, err = s.portal.Intel.WinLoss(ctx, c.Year, 0); err != nil {
		return err
	}
	if c.Roll, err = s.portal.People.Roll(ctx); err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.CompetitorsPanel(views.Page{Viewer: viewer(actor), Now: s.portal.Store.Now()}, c))
	}
	p, err := s.page(w, r, actor, "Competitors", "competitors")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.CompetitorsPage(p, c))
}
