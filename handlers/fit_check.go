package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// newCheck asks the questions, with the account of the address, or the answers of an earlier check.
func (s *server) newCheck(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f := &form{Values: url.Values{"account": {r.URL.Query().Get("account")}}}
	if r.URL.Query().Has("from") {
		from, err := s.portal.ICP.FindCheck(r.Context(), actor, number(r.URL.Query().Get("from")))
		if err != nil {
			return err
		}
		f.Values = views.AnswersTyped(from.Account.Name, from.Answers)
	}
	return s.renderCheckForm(w, r, actor, http.StatusOK, f, nil, "")
}

// renderCheckForm shows the questions of today with what was answered.
func (s *server) renderCheckForm(w http.ResponseWriter, r *http.Request, actor people.Person, status int, f *form, inv *store.Invalid, conflict string) error {
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read what was checked, but only Sales and Marketing check accounts.")
	}
	show := views.FitForm{Typed: f.typed(inv, nil), Submission: f.nextSubmission(), Conflict: conflict}
	var err error
	if show.Questions, err = s.portal.ICP.Questions(r.Context()); err != nil {
		return err
	}
	if show.Accounts, err = s.portal.ICP.Accounts(r.Context()); err != nil {
		return err
	}
	title := "Does it fit?"
	if status != http.StatusOK {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "profile")
	if err != nil {
		return err
	}
	p.Narrow = true
	return render(w, r, status, views.FitFormPage(p, show))
}

func (s *server) createCheck(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	e := icp.Enquiry{Submission: f.submission(), Version: f.version(), Account: f.Get("account"), Answers: f.answers()}
	var made icp.Check
	if f.inv.OrNil() == nil {
		if made, err = s.portal.ICP.Check(r.Context(), actor, e); err == nil {
			return seeOther(w, r, views.FitCheckURL(made.ID))
		}
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		f.Del("submission") // what is sent from here on is another thing
		return s.renderCheckForm(w, r, actor, http.StatusConflict, f, nil, refusal.Sentence)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderCheckForm(w, r, actor, http.StatusUnprocessableEntity, f, inv, "")
}

// answers to the questions of a check, by the ids in the names of their fields.
func (f *form) answers() icp.Answers {
	given := icp.Answers{}
	for name := range f.Values {
		id, ok := strings.CutPrefix(name, "answer_")
		if n := number(id); ok && n > 0 && strconv.FormatInt(n, 10) == id && f.Get(name) != "" {
			given[n] = icp.Answer(f.Get(name))
		}
	}
	return given
}
