package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/views"
)

// publishLine shows the words of the draft on the card. What is missing stands at the field of the draft.
func (s *server) publishLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, f, err := s.beginLine(w, r, actor)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Publish(r.Context(), actor, page.ID, f.version())
		return err
	})
	f.Values = views.DraftOf(page).Values
	return s.movedLine(w, r, actor, page, f, "", nil, views.CardLineURL(page.Competitor.Slug, page.ID), "Published: it is on the card.", err)
}

// disputeLine says that a note says otherwise.
func (s *server) disputeLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, f, err := s.beginLine(w, r, actor)
	if err != nil {
		return err
	}
	note := numbers([]string{f.Get("note")})[0]
	if note == 0 {
		f.inv.Add("notes", "Give the number of the note, like IN-196")
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Dispute(r.Context(), actor, page.ID, note, f.Get("reason"))
		return err
	})
	renamed := map[string]string{"notes": "dispute-note", "reason": "dispute-reason"}
	return s.movedLine(w, r, actor, page, f, views.DisputeForm, renamed, views.LineURL(page.ID), "Marked as disputed. Both notes are shown.", err)
}

// settleLine says why a line holds as it stands.
func (s *server) settleLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, f, err := s.beginLine(w, r, actor)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Settle(r.Context(), actor, page.ID, f.version(), f.Get("reason"))
		return err
	})
	return s.movedLine(w, r, actor, page, f, views.SettleForm, map[string]string{"reason": "settle-reason"}, views.LineURL(page.ID), "Settled: the line holds.", err)
}

// renewLine says that the line is still right.
func (s *server) renewLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, f, err := s.beginLine(w, r, actor)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Renew(r.Context(), actor, page.ID, f.version())
		return err
	})
	f.Values = views.DraftOf(page).Values
	return s.movedLine(w, r, actor, page, f, "", nil, views.LineURL(page.ID), "Right for 90 days more.", err)
}

// retireLine takes the line off the card.
func (s *server) retireLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, f, err := s.beginLine(w, r, actor)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.Retire(r.Context(), actor, page.ID, f.version(), f.Get("reason"))
		return err
	})
	renamed := map[string]string{"reason": "retire-reason"}
	return s.movedLine(w, r, actor, page, f, views.RetireForm, renamed, views.CompetitorURL(page.Competitor.Slug), "Taken off the card.", err)
}
