package handlers

import (
	"errors"
	"net/http"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
	"alongside/views"
)

// similarRequests is what resembles the title that is being typed.
func (s *server) similarRequests(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	q := r.URL.Query()
	found, err := s.portal.Requests.Similar(r.Context(), actor, q.Get("type"), q.Get("title"), q.Get("account"))
	if err != nil {
		return err
	}
	look, err := s.look(r, found)
	if err != nil {
		return err
	}
	clock := views.Page{Viewer: viewer(actor), Now: s.portal.Store.Now()}.Clock()
	return render(w, r, http.StatusOK, views.SimilarUpdate(clock, look))
}

func (s *server) look(r *http.Request, found []requests.Similar) (views.Look, error) {
	catalogue, err := s.portal.Requests.Catalogue(r.Context())
	return views.Look{Found: found, Catalogue: catalogue}, err
}

// renderLooked is the brief as typed with what resembles its title.
func (s *server) renderLooked(w http.ResponseWriter, r *http.Request, actor people.Person, f *form) error {
	found, err := s.portal.Requests.Similar(r.Context(), actor, f.Get("type"), f.Get("title"), f.Get("account"))
	if err != nil && !errors.Is(err, store.ErrNotFound) { // an unknown type is said with the form
		return err
	}
	look, err := s.look(r, found)
	if err != nil {
		return err
	}
	look.Asked = true
	return s.renderBrief(w, r, actor, http.StatusOK, f, &f.inv, func(b *views.Brief) { b.Look = look })
}

// deflectRequest says that something there answers the brief, which is not sent.
func (s *server) deflectRequest(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	d := requests.Deflection{
		Submission: f.submission(), Type: f.Get("type"), Title: f.Get("title"), Answer: number(f.Get("request")),
		Draft: number(f.Get("draft")), DraftVersion: f.version(),
	}
	if f.inv.OrNil() != nil {
		return s.renderBrief(w, r, actor, http.StatusUnprocessableEntity, f, &f.inv)
	}
	answer, err := s.portal.Requests.Deflect(r.Context(), actor, d)
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		f.inv.Add("", "%s", refusal.Sentence)
		return s.renderBrief(w, r, actor, http.StatusConflict, f, &f.inv)
	}
	if err != nil {
		return err
	}
	done := "Good. Nothing was sent."
	if answer.State == requests.Open {
		done += " You follow it from now on."
	}
	if err := s.flash(w, r, done); err != nil {
		return err
	}
	return seeOther(w, r, views.RequestURL(answer.ID))
}
