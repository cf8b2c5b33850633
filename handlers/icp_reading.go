package handlers

import (
	"net/http"
	"strconv"

	"alongside/models/people"
	"alongside/views"
)

// readProfile notes that the actor has read a version.
func (s *server) readProfile(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	version := f.version()
	if err := s.portal.ICP.MarkRead(r.Context(), actor, version); err != nil {
		return err
	}
	if err := s.flash(w, r, "Noted: you have read version "+strconv.Itoa(version)+"."); err != nil {
		return err
	}
	if f.Get("back") == "versions" {
		return seeOther(w, r, views.VersionsURL)
	}
	return seeOther(w, r, views.ProfileURL)
}
