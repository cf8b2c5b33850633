package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
	"alongside/views/ui"
)

// requestTitle is how much of an answer the title of a request begins with.
const requestTitle = 90

// newRequest asks for the type, or with one for its brief, filled in by the address, or goes on with a draft.
func (s *server) newRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	q := r.URL.Query()
	if q.Has("draft") {
		return s.continueBrief(w, r, actor)
	}
	if !q.Has("type") {
		return s.renderChoose(w, r, actor, http.StatusOK, (&form{Values: q}).typed(nil, nil))
	}
	f := &form{Values: url.Values{"submission": {uuid.NewString()}}}
	for name := range q {
		if name != "submission" && name != "version" {
			f.Values[name] = q[name]
		}
	}
	err := s.beginWith(r.Context(), actor, f, func(a ridealongs.Answered) map[string]string {
		return map[string]string{"title": inALine(a.Text, requestTitle), "account": a.Slot.Account, requests.ChangeKey: a.Text}
	})
	if err != nil {
		return err
	}
	if err := s.askAgain(r, f); err != nil {
		return err
	}
	return s.renderBrief(w, r, actor, http.StatusOK, f, nil)
}

func (s *server) renderChoose(w http.ResponseWriter, r *http.Request, actor people.Person, status int, typed views.Typed) error {
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read requests, but not ask for anything.")
	}
	p, err := s.page(w, r, actor, "New request", "requests")
	if err != nil {
		return err
	}
	c := views.Choose{Viewer: actor, Typed: typed}
	if c.Drafts, err = s.portal.Drafts.All(r.Context(), actor, drafts.Request); err != nil {
		return err
	}
	if c.Deflected, err = s.portal.Requests.Deflected(r.Context(), p.Now.AddDate(0, 0, -views.DeflectedDays)); err != nil {
		return err
	}
	if c.Catalogue, err = s.portal.Requests.Catalogue(r.Context()); err != nil {
		return err
	}
	if c.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	return render(w, r, status, views.ChoosePage(p, c))
}

// renderBrief shows the brief as typed, with its dates and what with adds. A type nobody knows leads back to the choice.
func (s *server) renderBrief(w http.ResponseWriter, r *http.Request, actor people.Person, status int, f *form, inv *store.Invalid, with ...func(*views.Brief)) error {
	b, err := s.brief(r, f, inv)
	for _, add := range with {
		add(&b)
	}
	if errors.Is(err, store.ErrNotFound) {
		typed := f.typed(nil, nil)
		typed.Problems = []ui.Problem{{Control: "type", Words: "Choose what you need"}}
		return s.renderChoose(w, r, actor, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	if !actor.On(b.Plan.Type.Side.Other()) {
		return store.Refuse(store.ErrForbidden, "%s is asked of %s by %s.", b.Plan.Type.Name, b.Plan.Type.Side.Name(), b.Plan.Type.Side.Other().Name())
	}
	title := "New request: " + b.Plan.Type.Name
	if len(b.Typed.Problems) > 0 {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "requests")
	if err != nil {
		return err
	}
	return render(w, r, status, views.BriefPage(p, b))
}

func (s *server) brief(r *http.Request, f *form, inv *store.Invalid) (views.Brief, error) {
	neededBy := (&form{Values: f.Values}).date("needed_by")
	if neededBy != nil && neededBy.Before(s.portal.Store.Now().AddDate(0, 0, -1)) {
		neededBy = nil // a day that has passed is a mistake, not a rush
	}
	plan, err := s.portal.Requests.Plan(r.Context(), f.Get("type"), neededBy)
	if err != nil {
		return views.Brief{}, err
	}
	b := views.Brief{Plan: plan, Submission: f.nextSubmission(), Typed: f.typed(inv, nil), Draft: f.draft(), FilesStay: r.Header.Get("HX-Request") == "true"}
	from, unknown := f.origins()
	if b.From, err = s.portal.Requests.Origins(r.Context(), from); err != nil {
		return b, err
	}
	b.NotLinked = notLinked(from, b.From, unknown)
	roll, err := s.portal.People.Roll(r.Context())
	if err != nil {
		return b, err
	}
	for _, p := range roll.Of(plan.Type.Side) {
		if p.Leads(plan.Type.Side) {
			b.Deciders = append(b.Deciders, p)
		}
	}
	b.Accounts, err = s.portal.Requests.Accounts(r.Context())
	return b, err
}

// planRequest is the promised dates for another day.
func (s *server) planRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	b, err := s.brief(r, &form{Values: r.URL.Query()}, nil)
	if err != nil {
		return err
	}
	clock := views.Page{Viewer: viewer(actor), Now: s.portal.Store.Now()}.Clock()
	return render(w, r, http.StatusOK, views.PlanUpdate(clock, b))
}

func (s *server) createRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withFiles)
	if err != nil {
		return err
	}
	switch f.Get("do") {
	case "dates": // without JavaScript: the same form, with its dates for the day typed
		f.date("needed_by")
		return errors.Join(s.discard(f), s.renderBrief(w, r, actor, http.StatusOK, f, &f.inv))
	case "similar": // without JavaScript: the same form, with what resembles its title
		return errors.Join(s.discard(f), s.renderLooked(w, r, actor, f))
	case "draft":
		return errors.Join(s.discard(f), s.saveBrief(w, r, actor, f))
	}
	made, err := s.submit(r, actor, f)
	if err != nil {
		status := http.StatusUnprocessableEntity
		if other, overtaken := s.overtakenDraft(r, actor, drafts.Request, f, err); overtaken {
			return errors.Join(s.discard(f), f.overtakenBy(other, s.briefAgain(w, r, actor, f)))
		}
		if errors.Is(err, store.ErrConflict) { // back in the browser, other words, sent again
			status, err = http.StatusConflict, nil
			f.Del("submission")
			f.inv.Add("", "You sent this form before, with other words. Send it again to ask for one more thing")
		}
		inv, err := f.problems(err)
		if inv == nil {
			return errors.Join(err, s.discard(f))
		}
		return errors.Join(s.discard(f), s.renderBrief(w, r, actor, status, f, inv))
	}
	if err := s.cameOf(r.Context(), actor, f, requests.Subject(made.ID)); err != nil {
		return err
	}
	if err := s.flash(w, r, made.Ref()+" is sent. Promised "+promised(made, actor)+"."); err != nil {
		return err
	}
	return seeOther(w, r, views.RequestURL(made.ID))
}

func promised(r requests.Request, actor people.Person) string {
	return r.PromisedAt.In(actor.Location()).Format("Mon 2 Jan")
}

func (s *server) submit(r *http.Request, actor people.Person, f *form) (requests.Request, error) {
	catalogue, err := s.portal.Requests.Catalogue(r.Context())
	if err != nil {
		return requests.Request{}, err
	}
	b := requests.Brief{
		Submission: f.submission(), Type: f.Get("type"), Title: f.Get("title"), Account: f.Get("account"),
		Answers: map[string]string{}, Choices: map[string][]string{}, NeededBy: f.date("needed_by"), RushReason: f.Get("rush_reason"), Files: f.files,
		Draft: number(f.Get("draft")), DraftVersion: f.version(),
	}
	b.From, _ = f.origins()
	for _, field := range catalogue.InForce[b.Type].Fields {
		switch {
		case field.Key == requests.UseKey:
			b.Uses = f.Values[field.Name()]
		case field.Kind == requests.FieldChoices:
			b.Choices[field.Key] = f.Values[field.Name()]
		default:
			b.Answers[field.Key] = f.Get(field.Name())
		}
	}
	if f.inv.OrNil() != nil { // still let the model say what else is wrong, so that all is said at once
		inv, err := f.problems(s.portal.Requests.CheckBrief(r.Context(), b))
		if inv == nil {
			return requests.Request{}, err
		}
		return requests.Request{}, inv
	}
	return s.portal.Requests.Submit(r.Context(), actor, b)
}
