package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) showDebriefs(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	return s.renderDebriefs(w, r, actor, http.StatusOK, id, views.DebriefShow{})
}

func (s *server) renderDebriefs(w http.ResponseWriter, r *http.Request, actor people.Person, status int, id int64, show views.DebriefShow) error {
	var err error
	if show.Debriefs, err = s.portal.Rides.Debriefs(r.Context(), actor, id); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	show.Viewer = actor
	title := "Debrief: " + show.Slot.Title
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		p := views.Page{Title: title, Viewer: viewer(actor), Now: s.portal.Store.Now()}
		return render(w, r, status, views.DebriefPanel(p, show))
	}
	p, err := s.page(w, r, actor, title, "rides")
	if err != nil {
		return err
	}
	return render(w, r, status, views.DebriefPage(p, show))
}

// writeDebrief stores what the actor answers.
func (s *server) writeDebrief(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	account := ridealongs.Account{Answers: ridealongs.Answers{}, Share: f.Get("share") != ""}
	for name := range f.Values {
		if key, isAnswer := strings.CutPrefix(name, "answer_"); isAnswer {
			account.Answers[key] = f.Get(name)
		}
	}
	version, _ := strconv.Atoi(f.Get("version"))
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Debrief(r.Context(), actor, id, version, account)
		return err
	})
	return s.debriefed(w, r, actor, id, f, "Your debrief is in.", err)
}

// compareDebriefs says whether both heard the same.
func (s *server) compareDebriefs(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	differs := f.Get("differs")
	if differs != "yes" && differs != "no" {
		return store.ErrNotFound
	}
	err = f.attempt(func() error {
		return s.portal.Rides.Compare(r.Context(), actor, id, f.Get("question"), differs == "yes")
	})
	return s.debriefed(w, r, actor, id, f, "Noted.", err)
}

// shareDebrief lets both leads read it, or no more.
func (s *server) shareDebrief(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error { return s.portal.Rides.Share(r.Context(), actor, id, f.Get("share") != "") })
	return s.debriefed(w, r, actor, id, f, "Noted.", err)
}

func (s *server) debriefed(w http.ResponseWriter, r *http.Request, actor people.Person, id int64, f *form, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderDebriefs(w, r, actor, http.StatusOK, id, views.DebriefShow{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.DebriefsURL(id))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		_, missing := s.portal.Rides.Debriefs(r.Context(), actor, id)
		if missing != nil {
			return err // it is not open to them yet: the sentence alone
		}
		return s.renderDebriefs(w, r, actor, http.StatusConflict, id, views.DebriefShow{Typed: f.typed(nil, nil), Conflict: refusal.Sentence})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderDebriefs(w, r, actor, http.StatusUnprocessableEntity, id, views.DebriefShow{Typed: f.typed(inv, nil)})
}

// makeOutcome leads from an answer to the form of what it becomes, which begins with it.
func (s *server) makeOutcome(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	pages := map[string]string{"intel": views.CaptureURL, "request": "/requests/new", "proposal": views.NewProposalURL}
	page, known := pages[f.Get("kind")]
	answer, err := s.portal.Rides.Answer(r.Context(), actor, id, f.Get("question"))
	if err != nil {
		return err
	}
	if !known {
		return &store.Invalid{Problems: []store.Problem{{Field: "kind", Message: "Choose a note, a request or a proposal"}}}
	}
	q := url.Values{"from": {answer.Slot.Ref()}, answerField: {answerName(answer)}}
	return seeOther(w, r, page+"?"+q.Encode())
}

// answerField carries through the forms of notes, requests and proposals from which answer of a debrief they come.
const answerField = views.AnswerField

// answerName is the numbers of the slot and of the debrief, and the key of the question: "26.52.words".
func answerName(a ridealongs.Answered) string {
	return strconv.FormatInt(a.Slot.ID, 10) + "." + strconv.FormatInt(a.Debrief, 10) + "." + a.Question.Key
}

// answer reads the answer of a debrief that the form comes from; ok is false when there is none that the actor may use.
func (s *server) answer(ctx context.Context, actor people.Person, f *form) (a ridealongs.Answered, ok bool, err error) {
	parts := strings.Split(f.Get(answerField), ".")
	if len(parts) != 3 {
		return a, false, nil
	}
	a, err = s.portal.Rides.AnswerOn(ctx, actor, number(parts[0]), number(parts[1]), parts[2])
	if errors.Is(err, store.ErrNotFound) {
		return a, false, nil
	}
	return a, err == nil, err
}

// beginWith fills the fields of a new form from the answer it comes from, where they are empty.
func (s *server) beginWith(ctx context.Context, actor people.Person, f *form, fill func(a ridealongs.Answered) map[string]string) error {
	a, ok, err := s.answer(ctx, actor, f)
	if err != nil || !ok {
		return err
	}
	for name, value := range fill(a) {
		if !f.Has(name) && value != "" {
			f.Set(name, value)
		}
	}
	if ref := a.Slot.Ref(); !slices.Contains(f.Values["from"], ref) {
		f.Values["from"] = append(f.Values["from"], ref)
	}
	return nil
}

// cameOf links what was made with the answer that its form came from.
func (s *server) cameOf(ctx context.Context, actor people.Person, f *form, made activity.Subject) error {
	a, ok, err := s.answer(ctx, actor, f)
	if err != nil || !ok {
		return err
	}
	return s.portal.Rides.Make(ctx, actor, a.Debrief, a.Question.Key, made)
}

// inALine is the beginning of a text, up to the first sentence or the length.
func inALine(text string, length int) string {
	text = strings.Join(strings.Fields(strings.Trim(text, "“”\"")), " ")
	if runes := []rune(text); len(runes) > length {
		text = string(runes[:length-1]) + "…"
	}
	return text
}
