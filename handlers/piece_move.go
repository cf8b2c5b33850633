package handlers

import (
	"fmt"
	"net/http"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// tryPiece runs the verb that the form asks for, unless something is wrong with the form itself.
func (f *form) tryPiece(verb func() (requests.Piece, error)) error {
	if f.inv.OrNil() != nil {
		return nil // said by problems
	}
	_, err := verb()
	return err
}

// reviewPiece says that it is still right.
func (s *server) reviewPiece(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.tryPiece(func() (requests.Piece, error) {
		return s.portal.Requests.StillRight(r.Context(), actor, id, f.version())
	})
	return s.movedPiece(w, r, actor, id, f, "review", nil, "Noted: it is still right.", err)
}

// renewPiece puts a new version in its place.
func (s *server) renewPiece(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withFiles)
	if err != nil {
		return err
	}
	n := requests.NewPiece{Link: f.Get("link"), Files: f.files, Note: f.Get("note"), ReviewBy: f.date("review_by")}
	err = f.tryPiece(func() (requests.Piece, error) {
		return s.portal.Requests.NewVersion(r.Context(), actor, id, f.version(), n)
	})
	renamed := map[string]string{"link": "version-link", "files": "version-files", "note": "version-note", "review_by": "version-review"}
	return s.movedPiece(w, r, actor, id, f, "version", renamed, "The new version is in its place.", err)
}

// reportPiece says that something in it is no longer true.
func (s *server) reportPiece(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	submission := f.submission()
	err = f.tryPiece(func() (requests.Piece, error) {
		return s.portal.Requests.ReportPiece(r.Context(), actor, id, submission, f.Get("wrong"))
	})
	return s.movedPiece(w, r, actor, id, f, "report", nil, "Reported. Everyone is told to check it before using.", err)
}

// ownPiece changes who keeps it right.
func (s *server) ownPiece(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.tryPiece(func() (requests.Piece, error) {
		return s.portal.Requests.HandOver(r.Context(), actor, id, f.version(), number(f.Get("person")))
	})
	return s.movedPiece(w, r, actor, id, f, "owner", nil, "Noted who keeps it right.", err)
}

func (s *server) archivePiece(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.tryPiece(func() (requests.Piece, error) {
		return s.portal.Requests.Archive(r.Context(), actor, id, f.version(), f.Get("reason"))
	})
	return s.movedPiece(w, r, actor, id, f, "archive", map[string]string{"reason": "archive-reason"}, "Archived.", err)
}

// usePiece says with whom it was used; or, by who is asked, that it was not used, or not yet.
func (s *server) usePiece(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	name, done := "not-used", "Noted. Thank you."
	var verb func() (requests.Piece, error)
	switch f.Get("used") {
	case "yes":
		name = "use"
		u := requests.Use{Submission: f.submission(), With: f.Get("with"), On: f.date("used_on"), Happened: f.Get("happened")}
		verb = func() (requests.Piece, error) { return s.portal.Requests.Use(r.Context(), actor, id, u) }
	case "not-yet":
		done = "Noted. You are asked again in 30 days."
		verb = func() (requests.Piece, error) { return s.portal.Requests.NotYet(r.Context(), actor, id) }
	case "no":
		verb = func() (requests.Piece, error) {
			return s.portal.Requests.NotUsed(r.Context(), actor, id, requests.Unused(f.Get("why")), f.Get("words"))
		}
	default:
		return store.ErrNotFound
	}
	renamed := map[string]string{}
	for _, field := range []string{"with", "used_on", "happened", "words"} {
		renamed[field] = fmt.Sprint(field, "-", id)
	}
	return s.movedPiece(w, r, actor, id, f, name, renamed, done, f.tryPiece(verb))
}
