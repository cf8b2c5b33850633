package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views"
)

// saveView keeps a view of the queue under a name.
func (s *server) saveView(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	filter, err := f.filter("query")
	if err != nil {
		return err
	}
	submission := f.submission()
	if f.inv.OrNil() == nil {
		_, err = s.portal.Requests.Save(r.Context(), actor, submission, f.Get("name"), filter, f.Get("shared") != "")
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	if err != nil {
		typed := f.typed(inv, map[string]string{"name": "view-name"})
		if f.Has("board") && filter.OnBoard() {
			return s.renderBoard(w, r, actor, http.StatusUnprocessableEntity, filter, typed, "")
		}
		return s.renderList(w, r, actor, http.StatusUnprocessableEntity, filter, typed)
	}
	if err := s.flash(w, r, "Saved. The view is among the tabs."); err != nil {
		return err
	}
	return s.backToQueue(w, r, f, filter)
}

// removeView lets go of a saved view.
func (s *server) removeView(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if err := s.portal.Requests.Unsave(r.Context(), actor, number(f.Get("view"))); err != nil {
		return err
	}
	if err := s.flash(w, r, "The view is removed."); err != nil {
		return err
	}
	return s.backToQueue(w, r, f, requests.Filter{})
}

func (s *server) backToQueue(w http.ResponseWriter, r *http.Request, f *form, filter requests.Filter) error {
	filter.After = ""
	if f.Has("board") && filter.OnBoard() {
		return seeOther(w, r, views.BoardURL(filter))
	}
	return seeOther(w, r, views.ListURL(filter))
}
