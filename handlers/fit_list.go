package handlers

import (
	"bytes"
	"net/http"
	"strconv"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/views"
)

func (s *server) listChecks(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, err := s.portal.ICP.Checks(r.Context(), icp.ParseCheckFilter(r.URL.Query()))
	if err != nil {
		return err
	}
	l := views.FitList{CheckPage: page, May: actor.Works()}
	if l.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "Checked accounts", "profile")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.FitListPage(p, l))
}

func (s *server) showHeld(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	held, err := s.portal.ICP.Held(r.Context())
	if err != nil {
		return err
	}
	p, err := s.page(w, r, actor, "How well the profile has held", "profile")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.HeldPage(p, views.Held{Held: held, May: actor.Works()}))
}

func (s *server) exportHeld(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	held, err := s.portal.ICP.Held(r.Context())
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := (views.Held{Held: held}).WriteCSV(&body); err != nil {
		return err
	}
	day := s.portal.Store.Now().In(actor.Location()).Format("2006-01-02")
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="profile-held-`+day+`.csv"`)
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	_, _ = w.Write(body.Bytes()) // a reader who went away is no error
	return nil
}
