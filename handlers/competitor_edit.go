package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) newCompetitor(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.renderCompetitorForm(w, r, actor, http.StatusOK, views.CompetitorForm{})
}

func (s *server) editCompetitor(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	c, err := s.portal.Intel.Competitor(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	values := url.Values{"name": {c.Name}, "short": {c.Short}, "summary": {c.Summary}}
	for name, id := range map[string]*int64{"writer": c.WriterID, "checker": c.CheckerID} {
		if id != nil {
			values.Set(name, strconv.FormatInt(*id, 10))
		}
	}
	for name, day := range map[string]*time.Time{"reviewed_on": c.ReviewedOn, "review_on": c.ReviewOn} {
		if day != nil {
			values.Set(name, day.Format(time.DateOnly))
		}
	}
	return s.renderCompetitorForm(w, r, actor, http.StatusOK, views.CompetitorForm{Competitor: c, Typed: views.Typed{Values: values}})
}

func (s *server) renderCompetitorForm(w http.ResponseWriter, r *http.Request, actor people.Person, status int, show views.CompetitorForm) error {
	if !actor.Works() {
		return store.Refuse(store.ErrForbidden, "You can read what is known of competitors, but not write it.")
	}
	var err error
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	title := "Add a competitor"
	if show.Competitor.ID != 0 {
		title = show.Competitor.Name
	}
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "competitors")
	if err != nil {
		return err
	}
	p.Narrow = true
	return render(w, r, status, views.CompetitorFormPage(p, show))
}

func (f *form) profile() intel.Profile {
	return intel.Profile{
		Name: f.Get("name"), Short: f.Get("short"), Summary: f.Get("summary"), Writer: number(f.Get("writer")), Checker: number(f.Get("checker")),
		ReviewedOn: f.date("reviewed_on"), ReviewOn: f.date("review_on"),
	}
}

// createCompetitor adds one; the one that goes by its name already is shown instead.
func (s *server) createCompetitor(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	said, known := f.profile(), intel.Competitor{}
	err = f.attempt(func() error {
		known, err = s.portal.Intel.AddCompetitor(r.Context(), actor, said)
		return err
	})
	return s.profiled(w, r, actor, f, intel.Competitor{}, known, err)
}

func (s *server) saveCompetitor(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	was, f, err := s.beginCard(w, r)
	if err != nil {
		return err
	}
	said, now := f.profile(), was
	err = f.attempt(func() error {
		now, err = s.portal.Intel.ChangeCompetitor(r.Context(), actor, was.ID, f.version(), said)
		return err
	})
	return s.profiled(w, r, actor, f, was, now, err)
}

// profiled answers what was said of a competitor.
func (s *server) profiled(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, was, now intel.Competitor, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		return seeOther(w, r, views.CompetitorURL(now.Slug))
	}
	show := views.CompetitorForm{Competitor: was}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		show.Typed, show.Conflict = f.typed(nil, nil), refusal.Sentence
		return s.renderCompetitorForm(w, r, actor, http.StatusConflict, show)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	show.Typed = f.typed(inv, nil)
	return s.renderCompetitorForm(w, r, actor, http.StatusUnprocessableEntity, show)
}
