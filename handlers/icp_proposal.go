package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"alongside/models/drafts"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

func (s *server) listProposals(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	q := r.URL.Query()
	l := views.ProposalList{State: q.Get("state"), At: q.Get("after"), Viewer: actor, Now: s.portal.Store.Now()}
	switch l.State {
	case "":
		l.State = "open"
	case "open", "closed", "all":
	default:
		return store.ErrNotFound
	}
	ctx := r.Context()
	var err error
	if l.Rows, l.Next, err = s.portal.ICP.Proposals(ctx, l.State, l.At); err != nil {
		return err
	}
	if l.Roll, err = s.portal.People.Roll(ctx); err != nil {
		return err
	}
	if l.Calendar, err = s.portal.Promises.Calendar(ctx); err != nil {
		return err
	}
	if partial(r) {
		return render(w, r, http.StatusOK, views.ProposalsPart(views.Page{Viewer: viewer(actor), Now: l.Now}, l))
	}
	if l.State == "open" && l.At == "" {
		if l.Drafts, err = s.portal.Drafts.All(ctx, actor, drafts.Proposal); err != nil {
			return err
		}
	}
	p, err := s.page(w, r, actor, "Proposals", "profile")
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, views.ProposalsPage(p, l))
}

func (s *server) showProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	show := views.ProposalShow{}
	if q := r.URL.Query(); q.Has("form") { // what was typed came back through the sign-in
		show.Form, show.Typed = q.Get("form"), (&form{Values: q}).typed(nil, nil)
	}
	return s.renderProposal(w, r, actor, http.StatusOK, id, show)
}

// renderProposal shows the proposal as it stands, with what show brings: a form to be shown again. htmx gets the panel.
func (s *server) renderProposal(w http.ResponseWriter, r *http.Request, actor people.Person, status int, id int64, show views.ProposalShow) error {
	if err := s.fillProposal(r, actor, id, &show); err != nil {
		return err
	}
	title := show.Name() + ": " + show.Title
	if len(show.Typed.Problems) > 0 || show.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		return render(w, r, status, views.ProposalPanel(views.Page{Title: title, Viewer: viewer(actor), Now: show.Now}, show))
	}
	p, err := s.page(w, r, actor, title, "profile")
	if err != nil {
		return err
	}
	return render(w, r, status, views.ProposalPage(p, show))
}

func (s *server) fillProposal(r *http.Request, actor people.Person, id int64, show *views.ProposalShow) (err error) {
	if show.Whole, err = s.portal.ICP.ShowProposal(r.Context(), actor, id); err != nil {
		return err
	}
	if show.Roll, err = s.portal.People.Roll(r.Context()); err != nil {
		return err
	}
	if show.Quotes, err = s.quotes(r.Context(), show.Sources, show.Roll, show.Calendar.DateOf(show.Now)); err != nil {
		return err
	}
	show.Viewer, show.Submission = actor, (&form{Values: url.Values(show.Typed.Values)}).nextSubmission()
	return nil
}

// movedProposal answers a move on a proposal: on success the reader sees it as it stands now; with problems, the form
// again; when somebody else was first, the proposal as it stands with what was typed beside it. name is the form's,
// renamed the ids of its controls where they are not the fields' names.
func (s *server) movedProposal(w http.ResponseWriter, r *http.Request, actor people.Person, id int64, f *form, name string, renamed map[string]string, done string, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if partial(r) {
			return s.renderProposal(w, r, actor, http.StatusOK, id, views.ProposalShow{})
		}
		if err := s.flash(w, r, done); err != nil {
			return err
		}
		return seeOther(w, r, views.ProposalURL(id))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) && !partial(r) {
		f.Del("submission") // what is sent from here on is another thing
		return s.renderProposal(w, r, actor, http.StatusConflict, id, views.ProposalShow{Typed: f.typed(nil, nil), Form: name, Conflict: refusal.Sentence})
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	return s.renderProposal(w, r, actor, http.StatusUnprocessableEntity, id, views.ProposalShow{Typed: f.typed(inv, renamed), Form: name})
}

// tryProposal runs the verb that the form asks for, unless something is wrong with the form itself.
func (f *form) tryProposal(verb func() (icp.Proposal, error)) error {
	if f.inv.OrNil() != nil {
		return nil // said by problems
	}
	_, err := verb()
	return err
}
