package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
)

// showConflict shows the three texts of a section in conflict.
func (s *server) showConflict(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f := &form{Values: r.URL.Query()}
	f.Del("version") // the page brings its own
	c, err := s.conflict(r, actor, f)
	if err != nil {
		return err
	}
	return s.renderConflict(w, r, actor, http.StatusOK, c)
}

// decideConflict settles what the section should say, or only changes the form when a small button was pressed.
func (s *server) decideConflict(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, f, err := s.begin(w, r, withoutFiles)
	if err != nil {
		return err
	}
	c, err := s.conflict(r, actor, f)
	if err != nil {
		return err
	}
	if stepProposal(&c.Edit, f) || f.Get("do") == "start" {
		return s.renderConflict(w, r, actor, http.StatusOK, c)
	}
	if do := f.Get("do"); do != "" && do != "decide" {
		return store.ErrNotFound
	}
	err = f.tryProposal(func() (icp.Proposal, error) {
		return s.portal.ICP.Decide(r.Context(), actor, id, f.version(), c.Apart.ID, decisionOf(c, f))
	})
	if err == nil && f.inv.OrNil() == nil {
		if err := s.flash(w, r, "Decided. Both teams can turn their keys on it."); err != nil {
			return err
		}
		return seeOther(w, r, views.ProposalURL(id))
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) && errors.As(err, &refusal) {
		c.Proposal.Conflict, c.Edit.Revision = refusal.Sentence, c.Proposal.Revision
		return s.renderConflict(w, r, actor, http.StatusConflict, c)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	c.Edit.Problems = f.typed(inv, nil).Problems
	return s.renderConflict(w, r, actor, http.StatusUnprocessableEntity, c)
}

// decisionOf is what the form decides.
func decisionOf(c views.ConflictShow, f *form) icp.Decision {
	switch {
	case c.Start == "agreed":
		return icp.Decision{}
	case c.Apart.Mine.ID == 0:
		return icp.Decision{Gone: true}
	}
	to := sectionOf(c.Edit.Sections[0], f)
	dec := icp.Decision{To: &to}
	at := slices.IndexFunc(c.Proposal.Changes, func(ch icp.Change) bool { return ch.Section == c.Apart.ID })
	if move := c.Proposal.Changes[at].Move; move != nil {
		if _, ok := c.Proposal.Current.Content.Section(move.After); ok {
			dec.Move = move
		}
	}
	return dec
}

// conflict is the section of the path as it stands, and the form over the text that it starts from: another start than
// the one it was typed over begins afresh.
func (s *server) conflict(r *http.Request, actor people.Person, f *form) (c views.ConflictShow, err error) {
	id, err := pathID(r, "id")
	if err != nil {
		return c, err
	}
	section, err := pathID(r, "section")
	if err != nil {
		return c, err
	}
	if err := s.fillProposal(r, actor, id, &c.Proposal); err != nil {
		return c, err
	}
	at := slices.IndexFunc(c.Proposal.Apart, func(a icp.Apart) bool { return a.ID == section })
	if at < 0 {
		return c, store.ErrNotFound
	}
	c.Apart = c.Proposal.Apart[at]
	both := c.Apart.Agreed.ID != 0 && c.Apart.Mine.ID != 0
	switch start := f.Get("start"); {
	case start == "mine" || start == "agreed" || start == "both" && both:
		c.Start = start
	case both:
		c.Start = "both"
	default:
		c.Start = "mine"
	}
	text := c.Apart.Both
	if c.Start == "mine" {
		text = c.Apart.Mine
	}
	typed := f
	if f.Get("do") == "start" || f.Has("from") && f.Get("from") != c.Start && c.Start != "agreed" {
		typed = &form{Values: url.Values{}}
	}
	start := views.FormOf(text)
	start.Base, start.Chosen = c.Apart.Agreed, true
	c.Edit = readProposal(typed, views.ProposeForm{Proposal: c.Proposal.Proposal, Current: c.Proposal.Current, Sections: []views.SectionForm{withWas(start)}})
	c.Edit.Sections = c.Edit.Sections[:1]
	c.Edit.Revision = c.Proposal.Revision
	if n, err := strconv.Atoi(f.Get("version")); err == nil {
		c.Edit.Revision = n
	}
	return c, nil
}

// renderConflict shows the three texts and the form, on their page or alone.
func (s *server) renderConflict(w http.ResponseWriter, r *http.Request, actor people.Person, status int, c views.ConflictShow) error {
	title := c.Proposal.Name() + ", same section changed"
	if len(c.Edit.Problems) > 0 || c.Proposal.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		return render(w, r, status, views.ConflictEditor(views.Page{Viewer: viewer(actor), Now: c.Proposal.Now}.Clock(), c))
	}
	p, err := s.page(w, r, actor, title, "profile")
	if err != nil {
		return err
	}
	return render(w, r, status, views.ConflictPage(p, c))
}
