package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// listQuestions shows what both teams need to learn. htmx gets the questions.
func (s *server) listQuestions(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.renderQuestions(w, r, actor, http.StatusOK, views.Questions{Submission: uuid.NewString()})
}

func (s *server) renderQuestions(w http.ResponseWriter, r *http.Request, actor people.Person, status int, q views.Questions) error {
	var err error
	if q.List, err = s.portal.Intel.OpenQuestions(r.Context(), 0); err != nil {
		return err
	}
	if q.Competitors, err = s.portal.Intel.Competitors(r.Context()); err != nil {
		return err
	}
	if q.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if partial(r) && status == http.StatusOK {
		return render(w, r, status, views.QuestionsPanel(views.Page{Viewer: viewer(actor), Now: s.portal.Store.Now()}, q))
	}
	title := "Open questions"
	if len(q.Typed.Problems) > 0 || q.Conflict != "" {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "intel")
	if err != nil {
		return err
	}
	return render(w, r, status, views.QuestionsPage(p, q))
}

// askField opens a question to both teams.
func (s *server) askField(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	wanted := intel.Wanted{Submission: f.submission(), Competitor: number(f.Get("competitor")), Text: f.Get("text"), Why: f.Get("why")}
	if day := f.date("needed_by"); day != nil {
		wanted.NeededBy = *day
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.AskField(r.Context(), actor, wanted)
		return err
	})
	return s.questioned(w, r, actor, f, "ask", nil, "Asked. It is shown wherever notes are written.", err)
}

// closeQuestion answers one by the notes that it cites.
func (s *server) closeQuestion(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error {
		return s.portal.Intel.CloseQuestion(r.Context(), actor, id, f.version(), f.Get("answer"))
	})
	name := strconv.FormatInt(id, 10)
	return s.questioned(w, r, actor, f, name, map[string]string{"answer": views.AnswerID(name), "notes": views.AnswerID(name)}, "Closed with your answer.", err)
}

// questioned answers what was done to a question.
func (s *server) questioned(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, name string, renamed map[string]string, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.QuestionsURL)
	}
	show := views.Questions{Form: name, Submission: f.nextSubmission()}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		show.Typed, show.Conflict, show.Submission = f.typed(nil, nil), refusal.Sentence, uuid.NewString()
		return s.renderQuestions(w, r, actor, http.StatusConflict, show)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	show.Typed = f.typed(inv, renamed)
	return s.renderQuestions(w, r, actor, http.StatusUnprocessableEntity, show)
}
