package handlers

import (
	"net/http"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// decideRush agrees to a date sooner than agreed, or keeps the standard ones.
func (s *server) decideRush(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	d, done := requests.RushDecision{Note: f.Get("note")}, "The standard dates stay."
	switch f.Get("decision") {
	case "agree":
		d.Agree, done = true, "The rush is agreed."
	case "decline":
	default:
		return store.ErrNotFound
	}
	for _, other := range f.Values["wait"] {
		d.Wait = append(d.Wait, number(other))
	}
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.DecideRush(r.Context(), actor, id, f.version(), d)
	})
	return s.moved(w, r, actor, id, f, "rush", map[string]string{"note": "rush-note"}, done, err)
}

// waitRequest puts a request on hold, lets it wait for somebody outside, or lets it go on.
func (s *server) waitRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	done := "The days are paused."
	var verb func() (requests.Request, error)
	switch f.Get("do") {
	case "outside":
		verb = func() (requests.Request, error) {
			return s.portal.Requests.WaitFor(r.Context(), actor, id, f.version(), f.Get("reason"))
		}
	case "hold":
		done = "It is on hold."
		verb = func() (requests.Request, error) {
			return s.portal.Requests.Hold(r.Context(), actor, id, f.version(), f.Get("reason"))
		}
	case "resume":
		done = "It goes on."
		verb = func() (requests.Request, error) { return s.portal.Requests.Resume(r.Context(), actor, id, f.version()) }
	default:
		return store.ErrNotFound
	}
	return s.moved(w, r, actor, id, f, "wait", map[string]string{"reason": "wait-reason"}, done, f.try(verb))
}

// moveDate suggests a new date, or answers about one.
func (s *server) moveDate(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	do := f.Get("do")
	if do == "suggest" {
		on := f.date("date")
		err := f.try(func() (requests.Request, error) {
			return s.portal.Requests.SuggestDate(r.Context(), actor, id, f.version(), on, f.Get("reason"))
		})
		return s.moved(w, r, actor, id, f, "date", map[string]string{"date": "date-day", "reason": "date-reason"}, "Suggested. The work goes on meanwhile.", err)
	}
	done, ok := map[string]string{"agree": "The new date is agreed.", "keep": "The date stays."}[do]
	if !ok {
		return store.ErrNotFound
	}
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.AnswerDate(r.Context(), actor, id, f.version(), do == "agree", f.Get("note"))
	})
	return s.moved(w, r, actor, id, f, "date-answer", map[string]string{"note": "date-note"}, done, err)
}

func (s *server) reopenRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.try(func() (requests.Request, error) { return s.portal.Requests.Reopen(r.Context(), actor, id, f.version()) })
	return s.moved(w, r, actor, id, f, "reopening", nil, "It is open again.", err)
}

func (s *server) followRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	done, ok := map[string]string{"follow": "You follow it from now on.", "leave": "You do not follow it any more."}[f.Get("do")]
	if !ok {
		return store.ErrNotFound
	}
	err = f.try(func() (requests.Request, error) {
		return requests.Request{}, s.portal.Requests.Follow(r.Context(), actor, id, f.Get("do") == "follow")
	})
	return s.moved(w, r, actor, id, f, "followers", nil, done, err)
}
