package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
)

// showRideRules shows what the leads set, and what is off limits.
func (s *server) showRideRules(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.renderRideRules(w, r, actor, http.StatusOK, views.RideRules{})
}

func (s *server) renderRideRules(w http.ResponseWriter, r *http.Request, actor people.Person, status int, show views.RideRules) error {
	var err error
	if show.Rules, err = s.portal.Rides.Rules(r.Context()); err != nil {
		return err
	}
	if show.Limits, err = s.portal.Rides.Limits(r.Context()); err != nil {
		return err
	}
	if show.Misses, err = s.portal.Rides.TeamMisses(r.Context(), actor); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	show.Viewer = actor
	title := "Rules of ride-alongs"
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	p, err := s.page(w, r, actor, title, "rides")
	if err != nil {
		return err
	}
	return render(w, r, status, views.RideRulesPage(p, show))
}

// setRideRules changes them, or agrees to them with the same numbers.
func (s *server) setRideRules(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	of := func(field string) int {
		n, err := strconv.Atoi(strings.TrimSpace(f.Get(field)))
		if err != nil {
			return -1
		}
		return n
	}
	rules := ridealongs.Rules{
		Guests: of("guests"), Visits: of("visits"), SalesHours: of("sales_hours"), MarketingHours: of("marketing_hours"), Version: f.version(),
	}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.SetRules(r.Context(), actor, rules)
		return err
	})
	return s.ruled(w, r, actor, f, "rules", err)
}

// setLimit puts an account or days off limits.
func (s *server) setLimit(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	l := ridealongs.Limit{Account: f.Get("account"), Why: f.Get("why"), FirstOn: f.date("first_on"), LastOn: f.date("last_on")}
	err = f.attempt(func() error {
		_, err := s.portal.Rides.Limit(r.Context(), actor, l)
		return err
	})
	return s.ruled(w, r, actor, f, "limit", err)
}

func (s *server) liftLimit(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	err = f.attempt(func() error { return s.portal.Rides.Lift(r.Context(), actor, number(f.Get("limit"))) })
	return s.ruled(w, r, actor, f, "", err)
}

func (s *server) ruled(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, name string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, "Saved. Both leads are told."); err != nil {
			return err
		}
		return seeOther(w, r, views.RideRulesURL)
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		return s.renderRideRules(w, r, actor, http.StatusConflict, views.RideRules{Typed: f.typed(nil, nil), Form: name, Conflict: refusal.Sentence})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderRideRules(w, r, actor, http.StatusUnprocessableEntity, views.RideRules{Typed: f.typed(inv, nil), Form: name})
}
