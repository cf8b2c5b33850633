package handlers

import (
	"net/http"
	"strconv"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

// begin reads what every move has: the request's number and the form.
func (s *server) begin(w http.ResponseWriter, r *http.Request, brings bringing) (int64, *form, error) {
	id, err := pathID(r, "id")
	if err != nil {
		return 0, nil, err
	}
	f, err := s.readForm(w, r, brings)
	return id, f, err
}

// moveStage hands the ball on, or sends the work back for changes.
func (s *server) moveStage(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	verb, done := s.portal.Requests.HandOn, "Handed on."
	switch f.Get("to") {
	case "next":
	case "back":
		verb, done = s.portal.Requests.SendBack, "Sent back."
	default:
		return store.ErrNotFound
	}
	var now requests.Request
	err = f.try(func() (requests.Request, error) {
		now, err = verb(r.Context(), actor, id, f.version(), f.Get("note"))
		return now, err
	})
	if f.Has("board") && err == nil && f.inv.OrNil() == nil {
		return s.movedOnBoard(w, r, actor, f, now)
	}
	return s.moved(w, r, actor, id, f, "stage", map[string]string{"note": "stage-note"}, done, err)
}

func (s *server) askQuestion(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.Ask(r.Context(), actor, id, f.version(), f.Get("body"))
	})
	return s.moved(w, r, actor, id, f, "question", map[string]string{"body": "question-body"}, "Asked. The days are paused.", err)
}

func (s *server) answerQuestion(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.Answer(r.Context(), actor, id, f.version(), f.Get("body"))
	})
	return s.moved(w, r, actor, id, f, "answer", map[string]string{"body": "answer-body"}, "Answered and handed back.", err)
}

func (s *server) assignRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	person := number(f.Get("person"))
	if f.Get("person") != "" && person == 0 {
		person = -1 // nobody has this number
	}
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.Assign(r.Context(), actor, id, f.version(), person)
	})
	return s.moved(w, r, actor, id, f, "assignee", nil, "Noted who works on it.", err)
}

func (s *server) checkItem(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	item, err := strconv.ParseInt(r.PathValue("item"), 10, 16)
	if err != nil {
		return store.ErrNotFound
	}
	done := f.Get("done") == "true" || f.Get("done") == "on" || f.Get("done") == "1"
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.Check(r.Context(), actor, id, int16(item), done)
	})
	return s.moved(w, r, actor, id, f, "checklist", nil, "Noted.", err)
}

func (s *server) commentRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	submission := f.submission()
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.Comment(r.Context(), actor, id, submission, f.Get("body"))
	})
	return s.moved(w, r, actor, id, f, "comment", map[string]string{"body": "comment-body"}, "Comment added.", err)
}

func (s *server) attachFiles(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withFiles)
	if err != nil {
		return err
	}
	submission := f.submission()
	form, control, done := "files", "add-files", "Files added."
	if f.Get("of") != "" {
		piece := f.versionOf()
		form, control, done = views.VersionForm(piece), views.VersionForm(piece), "Version added."
	}
	err = f.try(func() (requests.Request, error) {
		return s.portal.Requests.Attach(r.Context(), actor, id, submission, f.files)
	})
	return s.moved(w, r, actor, id, f, form, map[string]string{"files": control}, done, err)
}

// versionOf makes the file of the form a new version of the piece that it names.
func (f *form) versionOf() (piece int64) {
	if piece = number(f.Get("of")); piece == 0 {
		piece = -1 // no piece has this number
	}
	if len(f.files) > 1 {
		f.inv.Add("files", "Choose one file: it becomes the next version")
	}
	for i := range f.files {
		f.files[i].Of = piece
	}
	return piece
}

// closeRequest delivers, declines or cancels. Only a delivery brings files.
func (s *server) closeRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withFiles)
	if err != nil {
		return err
	}
	how := f.Get("how")
	if how == "deliver" {
		return s.deliver(w, r, actor, id, f)
	}
	if err := s.discard(f); err != nil {
		return err
	}
	f.files = nil
	verb, done := s.portal.Requests.Decline, "Declined."
	switch how {
	case "decline":
	case "cancel":
		verb, done = s.portal.Requests.Cancel, "Cancelled."
	default:
		return store.ErrNotFound
	}
	err = f.try(func() (requests.Request, error) { return verb(r.Context(), actor, id, f.version(), f.Get("reason")) })
	return s.moved(w, r, actor, id, f, how, map[string]string{"reason": how + "-reason"}, done, err)
}

func (s *server) deliver(w http.ResponseWriter, r *http.Request, actor people.Person, id int64, f *form) error {
	d := requests.Delivery{Link: f.Get("link"), Files: f.files, ReviewBy: f.date("review_by"), Note: f.Get("reason")}
	err := f.try(func() (requests.Request, error) {
		return s.portal.Requests.Deliver(r.Context(), actor, id, f.version(), d)
	})
	return s.moved(w, r, actor, id, f, "deliver", map[string]string{"reason": "deliver-note", "files": "deliver-files"}, "Delivered.", err)
}
