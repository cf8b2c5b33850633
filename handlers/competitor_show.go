package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// showCompetitor shows the card. By its number, as the log calls a competitor, the reader is led to the page of its name.
func (s *server) showCompetitor(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	called := r.PathValue("slug")
	if on, ok := activity.ParseRef(called); ok && on.Ref() == called {
		c, err := s.portal.Intel.Competitor(r.Context(), called)
		if err != nil {
			return err
		}
		return seeOther(w, r, views.CompetitorURL(c.Slug))
	}
	return s.renderCompetitor(w, r, actor, http.StatusOK, called, views.CompetitorShow{})
}

// renderCompetitor shows the card as it stands, with what show brings: a form to be shown again. htmx gets the panel.
func (s *server) renderCompetitor(w http.ResponseWriter, r *http.Request, actor people.Person, status int, slug string, show views.CompetitorShow) error {
	var err error
	show.Now = s.portal.Store.Now()
	if show.Card, err = s.portal.Intel.Card(r.Context(), actor, slug); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	show.Viewer, show.Submission = actor, (&form{Values: show.Typed.Values}).nextSubmission()
	title := show.Competitor.Name
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		return render(w, r, status, views.CompetitorPanel(views.Page{Title: title, Viewer: viewer(actor), Now: show.Now}, show))
	}
	p, err := s.page(w, r, actor, title, "competitors")
	if err != nil {
		return err
	}
	return render(w, r, status, views.CompetitorPage(p, show))
}

// showCall shows the card on one screen, to look at while a customer speaks.
func (s *server) showCall(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	card, err := s.portal.Intel.Card(r.Context(), actor, r.PathValue("slug"))
	if err != nil {
		return err
	}
	p, err := s.page(w, r, actor, card.Competitor.Name+", on a call", "competitors")
	if err != nil {
		return err
	}
	p.Events = ""
	return render(w, r, http.StatusOK, views.CallPage(p, views.CompetitorShow{Card: card, Viewer: actor}))
}

// movedCard answers what was done on a card, as movedNote does on a note; to is where it is shown.
func (s *server) movedCard(w http.ResponseWriter, r *http.Request, actor people.Person, slug, to string, f *form, name string, renamed map[string]string, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderCompetitor(w, r, actor, http.StatusOK, slug, views.CompetitorShow{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, to)
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		f.Del("submission") // what is sent from here on is another thing
		return s.renderCompetitor(w, r, actor, http.StatusConflict, slug, views.CompetitorShow{Typed: f.typed(nil, nil), Form: name, Conflict: refusal.Sentence})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderCompetitor(w, r, actor, http.StatusUnprocessableEntity, slug, views.CompetitorShow{Typed: f.typed(inv, renamed), Form: name})
}

// beginCard reads what everything done on a card has: the competitor and the form.
func (s *server) beginCard(w http.ResponseWriter, r *http.Request) (intel.Competitor, *form, error) {
	c, err := s.portal.Intel.Competitor(r.Context(), r.PathValue("slug"))
	if err != nil {
		return c, nil, err
	}
	f, err := s.readForm(w, r, withoutFiles)
	return c, f, err
}

func (s *server) followCompetitor(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	c, f, err := s.beginCard(w, r)
	if err != nil {
		return err
	}
	follow, done := f.Get("do") == "follow", "You do not follow them any more."
	if follow {
		done = "You follow them from now on."
	}
	err = f.attempt(func() error { return s.portal.Intel.FollowCompetitor(r.Context(), actor, c.ID, follow) })
	return s.movedCard(w, r, actor, c.Slug, views.CompetitorURL(c.Slug), f, "followers", nil, done, err)
}

// lookAtCard says that the viewer has read the card as it was shown to them: what changed since then stays marked.
func (s *server) lookAtCard(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	c, f, err := s.beginCard(w, r)
	if err != nil {
		return err
	}
	at := s.portal.Store.Now()
	if shown, err := strconv.ParseInt(f.Get("at"), 10, 64); err == nil && time.UnixMicro(shown).Before(at) {
		at = time.UnixMicro(shown)
	}
	err = f.attempt(func() error { return s.portal.Intel.Looked(r.Context(), actor, c.ID, at) })
	return s.movedCard(w, r, actor, c.Slug, views.CompetitorURL(c.Slug), f, "looks", nil, "Noted. What changes from here on is marked.", err)
}

// tellDeal keeps how a deal with the competitor ended.
func (s *server) tellDeal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	c, f, err := s.beginCard(w, r)
	if err != nil {
		return err
	}
	deal := intel.DealReport{
		Submission: f.submission(), Competitor: c.ID, Account: f.Get("account"), Won: f.Get("won") == "yes", Reason: intel.Reason(f.Get("reason")),
		Why: f.Get("why"), ClosedOn: f.date("closed_on"),
	}
	for _, other := range f.Values["others"] {
		deal.Others = append(deal.Others, intel.Reason(other))
	}
	if won := f.Get("won"); won != "yes" && won != "no" {
		f.inv.Add("won", "Say how it ended")
	}
	err = f.attempt(func() error { return s.portal.Intel.TellDeal(r.Context(), actor, deal) })
	return s.movedCard(w, r, actor, c.Slug, views.CompetitorURL(c.Slug), f, "deal", map[string]string{"why": "deal-why"}, "Kept. It counts on this page.", err)
}

// markLine says in one tap that a line helped, or that it is wrong.
func (s *server) markLine(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	line, err := s.portal.Intel.ShowLine(r.Context(), actor, id)
	if err != nil {
		return err
	}
	helped, done := f.Get("mark") == "helped", "Thank you. Its owner is told, and answers within three working days."
	switch {
	case helped:
		done = "Thank you. It helps to know what helps."
	case f.Get("mark") != "wrong":
		return store.ErrNotFound
	}
	err = f.attempt(func() error {
		_, err := s.portal.Intel.MarkLine(r.Context(), actor, id, helped, f.Get("why"))
		return err
	})
	slug := line.Competitor.Slug
	return s.movedCard(w, r, actor, slug, views.CardLineURL(slug, id), f, views.WhyID(id), map[string]string{"reason": views.WhyID(id)}, done, err)
}
