package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"alongside/models/drafts"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/store"
	"alongside/views"
	"alongside/views/export"
)

// continueProposal shows the form of a proposal as it was typed. Where something was agreed since, it is brought onto that.
func (s *server) continueProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	f, err := s.openDraft(r, actor, drafts.Proposal)
	if err != nil {
		return err
	}
	p, err := s.proposeForm(r, actor, f, 0)
	if err != nil {
		return err
	}
	if p.Overtaken = p.Seen < p.Current.Number; p.Overtaken {
		s.catchUp(&p)
	}
	return s.renderPropose(w, r, actor, http.StatusOK, p)
}

// proposalAgain shows the form as typed, beside what was saved meanwhile.
func (s *server) proposalAgain(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, p views.ProposeForm) showAgain {
	return func(status int, inv *store.Invalid, other *drafts.Draft) error {
		p.Draft, p.Submission = f.draft(), f.nextSubmission()
		p.Problems = f.typed(inv, map[string]string{"sources": "evidence"}).Problems
		if other != nil {
			theirs, err := s.proposeForm(r, actor, &form{Values: other.Typed}, 0)
			if err != nil {
				return err
			}
			p.Draft.Other = proposalWords(theirs)
		}
		return s.renderPropose(w, r, actor, status, p)
	}
}

// proposalWords are the words of a form to copy from, its sections as Markdown.
func proposalWords(p views.ProposeForm) string {
	var sections []icp.Section
	for _, s := range p.Sections {
		if s.Chosen && !s.Gone {
			sections = append(sections, sectionOf(s, &form{}))
		}
	}
	return export.Proposal(p.Title, p.Why, append(slices.Clone(p.Evidence), p.More), sections)
}

// keepRemoved makes new sections of those that were written on and are not in the document any more. The others go
// with it.
func keepRemoved(p *views.ProposeForm) {
	removed := func(s views.SectionForm) bool {
		_, there := p.Current.Content.Section(s.ID)
		return !there && !s.Added
	}
	p.Sections = slices.DeleteFunc(p.Sections, func(s views.SectionForm) bool { return removed(s) && (!s.Chosen || s.Gone) })
	sections := p.Current.Content.Sections
	for i := range p.Sections {
		s := &p.Sections[i]
		if !removed(*s) {
			continue
		}
		diff := icp.DiffSections(s.Base, icp.Section{})
		s.Since, s.Base, s.Added, s.Opened = &diff, icp.Section{}, true, true
		s.ID, s.After = nextNew(p), strconv.FormatInt(sections[len(sections)-1].ID, 10)
		settleRows(p, s)
	}
}

// settleRows gives the rows of a section what they are in its base. One that is not there any more becomes a new one.
func settleRows(p *views.ProposeForm, s *views.SectionForm) {
	base := s.Base.Rows()
	for i := range s.Rows {
		r := &s.Rows[i]
		r.Was = nil
		if r.ID > 0 && !slices.ContainsFunc(base, func(b icp.RowDiff) bool { return b.Kind == r.Kind && b.ID == r.ID }) {
			r.ID = nextNew(p)
		}
	}
	*s = withWas(*s)
}
