package handlers

import (
	"net/http"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// continueBrief shows the brief as it was typed.
func (s *server) continueBrief(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.openDraft(r, actor, drafts.Request)
	if err != nil {
		return err
	}
	return s.renderBrief(w, r, actor, http.StatusOK, f, nil)
}

func (s *server) saveBrief(w http.ResponseWriter, r *http.Request, actor people.Person, f *form) error {
	return s.saveDraft(w, r, f, func(d drafts.Draft) (drafts.Draft, error) {
		return s.portal.Requests.SaveUnsent(r.Context(), actor, d)
	}, s.briefAgain(w, r, actor, f))
}

// briefAgain shows the brief as typed, beside what was saved meanwhile.
func (s *server) briefAgain(w http.ResponseWriter, r *http.Request, actor people.Person, f *form) showAgain {
	return func(status int, inv *store.Invalid, other *drafts.Draft) error {
		return s.renderBrief(w, r, actor, status, f, inv, func(b *views.Brief) {
			if other != nil {
				b.Draft.Other = b.Words(*other)
			}
		})
	}
}
