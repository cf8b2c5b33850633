package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// reviewRequest answers about what is under review.
func (s *server) reviewRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	o := requests.Opinion{Verdict: requests.Verdict(f.Get("answer")), Note: f.Get("note"), Person: number(f.Get("person"))}
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.Review(r.Context(), actor, id, f.version(), o)
	})
	renamed := map[string]string{"answer": "review-answer", "note": "review-note", "person": "review-person"}
	return s.moved(w, r, actor, id, f, "review", renamed, "Your answer is noted.", err)
}

// nameReviewer asks somebody to review, or asks them no more.
func (s *server) nameReviewer(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	verb, done := s.portal.Requests.AskReviewer, "Asked to review."
	switch f.Get("do") {
	case "add":
	case "remove":
		verb, done = s.portal.Requests.DropReviewer, "Not asked any more."
	default:
		return store.ErrNotFound
	}
	err = f.try(func() (requests.Request, error) {
		return verb(r.Context(), actor, id, f.version(), number(f.Get("person")))
	})
	return s.moved(w, r, actor, id, f, "reviewers", map[string]string{"person": "reviewer"}, done, err)
}

// allowRound lets a further round of review begin, with a new date.
func (s *server) allowRound(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	on := f.date("date")
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.AllowRound(r.Context(), actor, id, f.version(), on, f.Get("reason"))
	})
	return s.moved(w, r, actor, id, f, "rounds", map[string]string{"date": "round-date", "reason": "round-reason"}, "One more round can begin.", err)
}
