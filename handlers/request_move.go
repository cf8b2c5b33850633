package handlers

import (
	"net/http"
	"strconv"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// begin reads what every move has: the request's number and the form.
func (s *server) begin(w http.ResponseWriter, r *http.Request) (int64, *form, error) {
	id, err := pathID(r, "id")
	if err != nil {
		return 0, nil, err
	}
	f, err := s.readForm(w, r)
	return id, f, err
}

// moveStage hands the ball on, or sends the work back for changes.
func (s *server) moveStage(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	done := "Handed on."
	switch f.Get("to") {
	case "next":
		_, err = s.portal.Requests.HandOn(r.Context(), actor, id, f.version(), f.Get("note"))
	case "back":
		done = "Sent back."
		_, err = s.portal.Requests.SendBack(r.Context(), actor, id, f.version(), f.Get("note"))
	default:
		return store.ErrNotFound
	}
	return s.moved(w, r, actor, id, f, "stage", map[string]string{"note": "stage-note"}, done, err)
}

func (s *server) askQuestion(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	_, err = s.portal.Requests.Ask(r.Context(), actor, id, f.version(), f.Get("body"))
	return s.moved(w, r, actor, id, f, "question", map[string]string{"body": "question-body"}, "Asked. The days are paused.", err)
}

func (s *server) answerQuestion(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	_, err = s.portal.Requests.Answer(r.Context(), actor, id, f.version(), f.Get("body"))
	return s.moved(w, r, actor, id, f, "answer", map[string]string{"body": "answer-body"}, "Answered and handed back.", err)
}

func (s *server) assignRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	person := number(f.Get("person"))
	if f.Get("person") != "" && person == 0 {
		person = -1 // nobody has this number
	}
	_, err = s.portal.Requests.Assign(r.Context(), actor, id, f.version(), person)
	return s.moved(w, r, actor, id, f, "assignee", nil, "Noted who works on it.", err)
}

func (s *server) checkItem(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	item, err := strconv.ParseInt(r.PathValue("item"), 10, 16)
	if err != nil {
		return store.ErrNotFound
	}
	done := f.Get("done") == "true" || f.Get("done") == "on" || f.Get("done") == "1"
	_, err = s.portal.Requests.Check(r.Context(), actor, id, int16(item), done)
	return s.moved(w, r, actor, id, f, "checklist", nil, "Noted.", err)
}

func (s *server) commentRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	submission := f.submission()
	if f.inv.OrNil() == nil {
		_, err = s.portal.Requests.Comment(r.Context(), actor, id, submission, f.Get("body"))
	}
	return s.moved(w, r, actor, id, f, "comment", map[string]string{"body": "comment-body"}, "Comment added.", err)
}

func (s *server) attachFiles(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	submission := f.submission()
	if f.inv.OrNil() == nil {
		_, err = s.portal.Requests.Attach(r.Context(), actor, id, submission, f.files)
	}
	return s.moved(w, r, actor, id, f, "files", map[string]string{"files": "add-files"}, "Files added.", err)
}

// closeRequest delivers, declines or cancels.
func (s *server) closeRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r)
	if err != nil {
		return err
	}
	how, done := f.Get("how"), ""
	renamed := map[string]string{"reason": how + "-reason"}
	switch how {
	case "deliver":
		done = "Delivered."
		renamed = map[string]string{"reason": "deliver-note", "files": "deliver-files"}
		d := requests.Delivery{Link: f.Get("link"), Files: f.files, ReviewBy: f.date("review_by"), Note: f.Get("reason")}
		if f.inv.OrNil() == nil {
			_, err = s.portal.Requests.Deliver(r.Context(), actor, id, f.version(), d)
		}
	case "decline":
		done = "Declined."
		_, err = s.portal.Requests.Decline(r.Context(), actor, id, f.version(), f.Get("reason"))
	case "cancel":
		done = "Cancelled."
		_, err = s.portal.Requests.Cancel(r.Context(), actor, id, f.version(), f.Get("reason"))
	default:
		return store.ErrNotFound
	}
	return s.moved(w, r, actor, id, f, how, renamed, done, err)
}
