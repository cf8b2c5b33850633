package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// newLine is the form of a line, with the section and the notes that the address names.
func (s *server) newLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, err := s.portal.Intel.NewLine(r.Context(), actor, r.PathValue("slug"))
	if err != nil {
		return err
	}
	f := &form{Values: url.Values{"section": {string(intel.WeWin)}, "owner": {strconv.FormatInt(actor.ID, 10)}}}
	for _, name := range []string{"section", "line", "answer", "may_say", "notes", "url", "seen_on"} {
		if given, ok := r.URL.Query()[name]; ok {
			f.Values[name] = given
		}
	}
	return s.renderLine(w, r, actor, http.StatusOK, views.LineForm{LinePage: page, Typed: f.typed(nil, nil)})
}

// showLine is where a line is worked on. Who only reads is led to where it stands.
func (s *server) showLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	page, err := s.portal.Intel.ShowLine(r.Context(), actor, id)
	if err != nil {
		return err
	}
	if !actor.Works() {
		return seeOther(w, r, views.CardLineURL(page.Competitor.Slug, id))
	}
	return s.renderLine(w, r, actor, http.StatusOK, views.LineForm{LinePage: page, Typed: views.DraftOf(page)})
}

// renderLine shows the page of a line. What the form cites is read anew unless it is what the line was saved with.
func (s *server) renderLine(w http.ResponseWriter, r *http.Request, actor people.Person, status int, show views.LineForm) error {
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read the card, but not write on it.")
	}
	var err error
	if show.Cited, err = s.cited(r, show.Cites, numbers(show.Draft().Values["notes"])); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	show.Viewer, show.Submission = actor, (&form{Values: show.Typed.Values}).nextSubmission()
	title := "A line on the " + show.Competitor.Short + " card"
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "competitors")
	if err != nil {
		return err
	}
	return render(w, r, status, views.LinePage(p, show))
}

// cited are the notes of the numbers that can be cited: from what the line was saved with, else read.
func (s *server) cited(r *http.Request, saved []intel.Citation, notes []int64) ([]intel.Citation, error) {
	there := slices.DeleteFunc(slices.Clone(saved), func(c intel.Citation) bool { return c.NoteID == 0 || !slices.Contains(notes, c.NoteID) })
	if len(there) == len(notes) {
		return there, nil
	}
	return s.portal.Intel.Citable(r.Context(), notes)
}

// numbers reads ids, or numbers as people write them: 229 or IN-229. Each is in the answer once.
func numbers(texts []string) []int64 {
	var list []int64
	for _, text := range texts {
		id := number(text)
		if on, ok := activity.ParseRef(text); ok && on.Kind == activity.KindNote {
			id = on.ID
		}
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// line is what the form says of a line, which cites pages when they were seen as it was saved with.
func (f *form) line(saved []intel.Citation) intel.Line {
	l := intel.Line{
		Words:    intel.Words{Section: intel.Section(f.Get("section")), Text: f.Get("line"), Answer: f.Get("answer"), MaySay: f.Get("may_say") == "yes"},
		ReviewBy: f.date("review_by"), Owner: number(f.Get("owner")), Notes: numbers(f.Values["notes"]),
	}
	typed, seen := f.Get("url"), f.date("seen_on")
	for _, c := range saved {
		if c.URL != "" && c.URL != typed && slices.Contains(f.Values["pages"], c.URL) {
			l.Pages = append(l.Pages, intel.PublicPage{URL: c.URL, SeenOn: c.On})
		}
	}
	if typed != "" {
		page := intel.PublicPage{URL: typed}
		if seen != nil {
			page.SeenOn = *seen
		}
		l.Pages = append(l.Pages, page)
	}
	return l
}

// createLine drafts a line. Finding notes only changes the form.
func (s *server) createLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, err := s.portal.Intel.NewLine(r.Context(), actor, r.PathValue("slug"))
	if err != nil {
		return err
	}
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	if f.Get("do") == "find" {
		return s.findForLine(w, r, actor, page, f)
	}
	said, submission := f.line(nil), f.submission()
	var made intel.Claim
	err = f.attempt(func() error {
		made, err = s.portal.Intel.AddLine(r.Context(), actor, page.Competitor.ID, submission, said)
		return err
	})
	return s.movedLine(w, r, actor, page, f, "", nil, views.LineURL(made.ID), "The draft is saved. Somebody else than you publishes it.", err)
}

// saveLine changes the draft of a line. Finding notes only changes the form.
func (s *server) saveLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	page, f, err := s.beginLine(w, r, actor)
	if err != nil {
		return err
	}
	if f.Get("do") == "find" {
		return s.findForLine(w, r, actor, page, f)
	}
	said := f.line(page.Cites)
	err = f.attempt(func() error {
		_, err := s.portal.Intel.SaveLine(r.Context(), actor, page.ID, f.version(), said)
		return err
	})
	return s.movedLine(w, r, actor, page, f, "", nil, views.LineURL(page.ID), "The draft is saved. The card stays as it is until it is published.", err)
}

// findForLine shows the form again with the notes that were found.
func (s *server) findForLine(w http.ResponseWriter, r *http.Request, actor people.Person, page intel.LinePage, f *form) error {
	show := views.LineForm{LinePage: page, Typed: f.typed(nil, nil), Sought: true}
	found, err := s.portal.Intel.FindCitable(r.Context(), actor, f.Get("find"))
	if err != nil {
		return err
	}
	cited := numbers(f.Values["notes"])
	show.Found = slices.DeleteFunc(found, func(c intel.Citation) bool { return slices.Contains(cited, c.NoteID) })
	return s.renderLine(w, r, actor, http.StatusOK, show)
}

// beginLine reads what every move on a line has: the line and the form.
func (s *server) beginLine(w http.ResponseWriter, r *http.Request, actor people.Person) (intel.LinePage, *form, error) {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return intel.LinePage{}, nil, err
	}
	page, err := s.portal.Intel.ShowLine(r.Context(), actor, id)
	return page, f, err
}

// movedLine answers a move on a line: on success the reader is led on; with problems the page again, with what was typed; when somebody else
// was first, the line as it stands with what was typed beside it.
func (s *server) movedLine(w http.ResponseWriter, r *http.Request, actor people.Person, page intel.LinePage, f *form, name string, renamed map[string]string, to, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, to)
	}
	show := views.LineForm{LinePage: page, Form: name}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		f.Set("submission", uuid.NewString()) // what is sent from here on is another thing
		show.Typed, show.Conflict = f.typed(nil, nil), refusal.Sentence
		return s.renderLine(w, r, actor, http.StatusConflict, show)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	show.Typed = f.typed(inv, renamed)
	return s.renderLine(w, r, actor, http.StatusUnprocessableEntity, show)
}
