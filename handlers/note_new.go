package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"

	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
)

// newNote asks what was heard, filled in by the address.
func (s *server) newNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f := &form{Values: url.Values{"submission": {uuid.NewString()}}}
	for name, values := range r.URL.Query() {
		if name != "submission" {
			f.Values[name] = values
		}
	}
	err := s.beginWith(r.Context(), actor, f, func(a ridealongs.Answered) map[string]string {
		return map[string]string{"heard": a.Text, "account": a.Slot.Account, "source": string(intel.Told), "heard_on": a.Slot.Starts().Format(time.DateOnly)}
	})
	if err != nil {
		return err
	}
	return s.renderCapture(w, r, actor, http.StatusOK, f, nil)
}

func (s *server) renderCapture(w http.ResponseWriter, r *http.Request, actor people.Person, status int, f *form, inv *store.Invalid) error {
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read notes, but not write them.")
	}
	offered, err := s.portal.Intel.Form(r.Context(), actor)
	if err != nil {
		return err
	}
	title := "What did you hear?"
	if inv != nil && len(inv.Problems) > 0 {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "intel")
	if err != nil {
		return err
	}
	p.Narrow = true
	c := views.Capture{
		Form: offered, Viewer: actor, Submission: f.nextSubmission(), Typed: f.typed(inv, nil), Now: p.Now,
		FilesStay: r.Header.Get("HX-Request") == "true",
	}
	return render(w, r, status, views.CapturePage(p, c))
}

// createNote files what was heard. What was typed too long, or not at all, stays in the form.
func (s *server) createNote(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	brings := withPhotos
	if !actor.Works() {
		brings = withoutFiles
	}
	f, err := s.readForm(w, r, brings)
	if err != nil {
		return err
	}
	capture := f.capture()
	var sent intel.Note
	err = f.attempt(func() error {
		sent, err = s.portal.Intel.Send(r.Context(), actor, capture)
		return err
	})
	if err == nil && f.inv.OrNil() == nil {
		if !sent.Sensitive { // of which nothing tells where everybody reads
			if err := s.cameOf(r.Context(), actor, f, intel.Subject(sent.ID)); err != nil {
				return err
			}
		}
		if err := s.flash(w, r, sent.Ref()+" is sent. Marketing answers it."); err != nil {
			return err
		}
		return seeOther(w, r, views.NoteURL(sent.ID))
	}
	status := http.StatusUnprocessableEntity
	if errors.Is(err, store.ErrConflict) { // back in the browser, other words, sent again
		status, err = http.StatusConflict, nil
		f.Del("submission")
		f.inv.Add("", "You sent this note before, with other words. Send it again to file one more")
	}
	inv, err := f.problems(err)
	if inv == nil {
		return errors.Join(err, s.discard(f))
	}
	return errors.Join(s.discard(f), s.renderCapture(w, r, actor, status, f, inv))
}

// capture is what the form says was heard.
func (f *form) capture() intel.Capture {
	c := intel.Capture{
		Submission: f.submission(), NewCompetitor: f.Get("new_competitor"), Kind: intel.Kind(f.Get("kind")), Source: intel.Source(f.Get("source")),
		Heard: f.Get("heard"), Opinion: f.Get("opinion"), Account: f.Get("account"), Segment: f.Get("segment"), HeardOn: f.date("heard_on"),
		Urgent: f.Get("urgent") != "", Sensitive: f.Get("sensitive") != "", Files: f.files,
	}
	for _, slug := range f.Values["competitor"] {
		switch {
		case slug == views.AboutNobody:
			c.Nobody = true
		case slug != views.AboutOther && slug != "" && !slices.Contains(c.Competitors, slug):
			c.Competitors = append(c.Competitors, slug)
		}
	}
	if slices.Contains(f.Values["competitor"], views.AboutOther) && c.NewCompetitor == "" {
		f.inv.Add("new_competitor", "Say who it is")
	}
	return c
}
