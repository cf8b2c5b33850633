package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/icp"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/ridealongs"
	"alongside/models/store"
	"alongside/views"
)

// newProposal is the form of a change, with the section chosen and the evidence taken up that the address names.
// With a draft in the address it goes on with that.
func (s *server) newProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	if r.URL.Query().Has("draft") {
		return s.continueProposal(w, r, actor)
	}
	f := &form{Values: url.Values{"submission": {uuid.NewString()}}}
	for name, values := range r.URL.Query() {
		switch name {
		case "submission", "version":
		case "section":
			f.Values["sections"] = append(f.Values["sections"], values...)
		case "from":
			f.Values["evidence"] = append(f.Values["evidence"], values...)
		default:
			f.Values[name] = append(f.Values[name], values...)
		}
	}
	err := s.beginWith(r.Context(), actor, f, func(a ridealongs.Answered) map[string]string { return map[string]string{"why": a.Text} })
	if err != nil {
		return err
	}
	p, err := s.proposeForm(r, actor, f, 0)
	if err != nil {
		return err
	}
	return s.renderPropose(w, r, actor, http.StatusOK, p)
}

// createProposal proposes what was typed. The small buttons only change the form.
func (s *server) createProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	return s.propose(w, r, actor, 0)
}

func (s *server) editProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	f := &form{Values: r.URL.Query()}
	f.Del("version") // the page brings its own
	p, err := s.proposeForm(r, actor, f, id)
	switch {
	case err != nil:
		return err
	case len(p.Proposal.Conflicts) > 0 && p.Proposal.State == icp.Open:
		return seeOther(w, r, views.ConflictURL(id, p.Proposal.Conflicts[0]))
	case !p.Proposal.Moves(actor)[icp.MoveEdit]:
		return store.Refuse(store.ErrForbidden, "This proposal is not yours to change. Say in its discussion what you would change.")
	}
	return s.renderPropose(w, r, actor, http.StatusOK, p)
}

// saveProposal saves other words of an open proposal.
func (s *server) saveProposal(w http.ResponseWriter, r *http.Request, actor people.Person) error {
	id, err := pathID(r, "id")
	if err != nil {
		return err
	}
	return s.propose(w, r, actor, id)
}

// propose answers the form of a new proposal, or of the one with the id.
func (s *server) propose(w http.ResponseWriter, r *http.Request, actor people.Person, id int64) error {
	f, err := s.readForm(w, r, withoutFiles)
	if err != nil {
		return err
	}
	p, err := s.proposeForm(r, actor, f, id)
	if err != nil {
		return err
	}
	if stepProposal(&p, f) {
		return s.renderPropose(w, r, actor, http.StatusOK, p)
	}
	switch do := f.Get("do"); {
	case do == "draft" && id == 0:
		return s.saveDraft(w, r, f, func(d drafts.Draft) (drafts.Draft, error) {
			return s.portal.ICP.SaveUnsent(r.Context(), actor, d)
		}, s.proposalAgain(w, r, actor, f, p))
	case do != "" && do != "propose":
		return store.ErrNotFound
	}
	draft := proposalOf(p, f)
	draft.Unsent, draft.UnsentVersion = p.Draft.ID, p.Draft.Version
	if draft.Unknown, err = s.unknown(r.Context(), draft.Sources); err != nil {
		return err
	}
	var made icp.Proposal
	switch {
	case id == 0:
		if draft.Submission = f.submission(); f.inv.OrNil() == nil {
			made, err = s.portal.ICP.Propose(r.Context(), actor, draft)
		}
	case f.inv.OrNil() == nil:
		made, err = s.portal.ICP.Edit(r.Context(), actor, id, f.version(), draft)
	}
	return s.proposed(w, r, actor, f, p, made, err)
}

// unknown are the sources that name a request that is not there, or a note on which nothing may rest.
func (s *server) unknown(ctx context.Context, sources []icp.Source) (unknown []icp.Source, err error) {
	named := func(source icp.Source) (on activity.Subject, ok bool) {
		on, ok = source.Subject()
		return on, ok && (on.Kind == activity.KindRequest || on.Kind == activity.KindNote)
	}
	for some := range slices.Chunk(sources, requests.MaxFrom) {
		var cited []activity.Subject
		for _, source := range some {
			if on, ok := named(source); ok {
				cited = append(cited, on)
			}
		}
		known, err := s.portal.Requests.Origins(ctx, cited)
		if err != nil {
			return nil, err
		}
		for _, source := range some {
			if on, ok := named(source); ok && !slices.Contains(known, on) {
				unknown = append(unknown, source)
			}
		}
	}
	return unknown, nil
}

// proposed answers what came of the form; what was typed stays in it.
func (s *server) proposed(w http.ResponseWriter, r *http.Request, actor people.Person, f *form, p views.ProposeForm, made icp.Proposal, err error) error {
	if err == nil && f.inv.OrNil() == nil {
		if err := s.cameOf(r.Context(), actor, f, made.Subject()); err != nil {
			return err
		}
		words := made.Name() + " is proposed to both teams."
		if p.Proposal.ID != 0 {
			words = "The change is saved."
		}
		if err := s.flash(w, r, words); err != nil {
			return err
		}
		return seeOther(w, r, views.ProposalURL(made.ID))
	}
	if p.Proposal.ID == 0 {
		if other, overtaken := s.overtakenDraft(r, actor, drafts.Proposal, f, err); overtaken {
			return f.overtakenBy(other, s.proposalAgain(w, r, actor, f, p))
		}
	}
	var refusal *store.Refusal
	if errors.Is(err, store.ErrConflict) {
		p.Conflict = "You sent this form before, with other words. Send it again to propose one more thing."
		p.Submission = uuid.NewString()
		if errors.As(err, &refusal) {
			p.Conflict = refusal.Sentence
		}
		s.catchUp(&p)
		return s.renderPropose(w, r, actor, http.StatusConflict, p)
	}
	inv, err := f.problems(err)
	if inv == nil {
		return err
	}
	p.Problems = f.typed(inv, map[string]string{"sources": "evidence"}).Problems
	return s.renderPropose(w, r, actor, http.StatusUnprocessableEntity, p)
}

// catchUp brings the form onto what is agreed and saved now. What was typed stays, with what changed meanwhile beside it;
// what was not touched follows.
func (s *server) catchUp(p *views.ProposeForm) {
	now := startOf(p.Current, p.Proposal)
	p.Seen, p.Revision = p.Current.Number, max(p.Proposal.Revision, 1)
	for i := range p.Sections {
		typed := &p.Sections[i]
		at := slices.IndexFunc(now.Sections, func(s views.SectionForm) bool { return s.ID == typed.ID })
		if at < 0 {
			continue
		}
		is := now.Sections[at]
		were, mine := sectionOf(*typed, &form{}), sectionOf(is, &form{})
		if typed.Added || reflect.DeepEqual(were, mine) {
			typed.Base = is.Base
			continue
		}
		if p.Proposal.ID == 0 {
			before, after := typed.Base, is.Base
			untouched := reflect.DeepEqual(were, sectionOf(views.FormOf(before), &form{}))
			diff := icp.DiffSections(before, after)
			switch typed.Base = after; {
			case diff.Op == icp.Same:
				continue
			case untouched && !typed.Gone && typed.After == "":
				is.Chosen, is.Opened = typed.Chosen, typed.Chosen
				*typed = is
			}
			typed.Since = &diff
			settleRows(p, typed)
			continue
		}
		diff := icp.DiffSections(is.Base, mine)
		typed.Base, typed.Since = is.Base, &diff
	}
	if p.Proposal.ID == 0 {
		keepRemoved(p)
	}
	setTyped(p)
}

// proposeForm is the form as typed over what it began from: the version that its writer has in view, and the proposal
// with the id as it stands.
func (s *server) proposeForm(r *http.Request, actor people.Person, f *form, id int64) (p views.ProposeForm, err error) {
	ctx := r.Context()
	if !actor.Works() {
		return p, store.Refuse(store.ErrForbidden, "You can read what both teams agree to, but not change it.")
	}
	var before icp.Proposal
	var current icp.Version
	if id != 0 {
		if before, current, err = s.portal.ICP.Find(ctx, id); err == nil && before.Kind != icp.ToChange {
			err = store.ErrNotFound
		}
		if err != nil {
			return p, err
		}
	} else if current, err = s.portal.ICP.Current(ctx); err != nil {
		return p, err
	}
	seen := current
	if n, err := strconv.Atoi(f.Get("seen")); err == nil && n >= 0 && n < current.Number {
		if seen, err = s.portal.ICP.Version(ctx, n); err != nil {
			return p, err
		}
	}
	p = readProposal(f, startOf(seen, before))
	p.Proposal, p.Current, p.Seen, p.Viewer = before, current, seen.Number, actor
	p.Submission, p.Revision = f.nextSubmission(), f.version()
	if !f.Has("version") {
		p.Revision = before.Revision
	}
	if id == 0 {
		p.Draft = f.draft()
	}
	if p.Roll, err = s.portal.People.Roll(ctx); err != nil {
		return p, err
	}
	if p.Staff, err = s.portal.People.Staff(ctx); err != nil {
		return p, err
	}
	p.Open, _, err = s.portal.ICP.Proposals(ctx, "open", "")
	return p, err
}

// startOf is the form before anything is typed: every section of the version, as the proposal would make it.
func startOf(v icp.Version, p icp.Proposal) views.ProposeForm {
	start := views.ProposeForm{Title: p.Title, Why: p.Why, Wording: p.Wording}
	for _, source := range p.Sources {
		start.Evidence = append(start.Evidence, string(source))
	}
	for _, id := range p.WrittenWith {
		start.WrittenWith = append(start.WrittenWith, strconv.FormatInt(id, 10))
	}
	for _, base := range v.Content.Sections {
		s := views.FormOf(base)
		if i := changing(p, base.ID); i >= 0 {
			s = formOfChange(p.Changes[i], base)
		}
		s.Base = base
		start.Sections = append(start.Sections, withWas(s))
	}
	for _, ch := range p.Changes {
		if _, there := v.Content.Section(ch.Section); !there && ch.To != nil {
			s := formOfChange(ch, icp.Section{})
			s.Added = true
			start.Sections = append(start.Sections, s)
		}
	}
	return start
}

func changing(p icp.Proposal, section int64) int {
	return slices.IndexFunc(p.Changes, func(ch icp.Change) bool { return ch.Section == section })
}

// formOfChange is the form of a section that is being changed already.
func formOfChange(ch icp.Change, base icp.Section) views.SectionForm {
	s := views.FormOf(base)
	if ch.To != nil {
		s = views.FormOf(*ch.To)
	}
	s.Gone, s.Chosen = ch.To == nil, true
	if ch.Move != nil {
		s.After = strconv.FormatInt(ch.Move.After, 10)
	}
	return s
}

// withWas gives the rows of the form what they are in the base.
func withWas(s views.SectionForm) views.SectionForm {
	base := s.Base.Rows()
	for i, r := range s.Rows {
		if at := slices.IndexFunc(base, func(b icp.RowDiff) bool { return b.Kind == r.Kind && b.ID == r.ID }); at >= 0 {
			s.Rows[i].Was = &base[at]
		}
	}
	return s
}

// setTyped gives every section what the form makes of it, for the preview.
func setTyped(p *views.ProposeForm) {
	for i := range p.Sections {
		p.Sections[i].Typed = sectionOf(p.Sections[i], &form{})
	}
}

// judge counts what changed criteria would move among the accounts that were checked. The counts stand at the last
// section of criteria that the form changes.
func (s *server) judge(ctx context.Context, p *views.ProposeForm) error {
	var changes []icp.Change
	var at *views.SectionForm
	for i := range p.Sections {
		typed := &p.Sections[i]
		if typed.Kind != icp.Criteria || !typed.Chosen || typed.Added || typed.Gone || icp.DiffSections(typed.Base, typed.Typed).Op == icp.Same {
			continue
		}
		changes, at = append(changes, icp.Change{Section: typed.ID, Base: &typed.Base, To: &typed.Typed}), typed
	}
	if at == nil {
		return nil
	}
	moved, ok, err := s.portal.ICP.Moved(ctx, p.Current, changes)
	if ok {
		at.Moved = &moved
	}
	return err
}

// quote reads the notes that the form has taken up, and those that are looked for.
func (s *server) quote(ctx context.Context, p *views.ProposeForm) error {
	cal, err := s.portal.Promises.Calendar(ctx)
	if err != nil {
		return err
	}
	var sources []icp.Source
	for _, source := range p.Evidence {
		sources = append(sources, icp.Source(source))
	}
	if p.Quotes, err = s.quotes(ctx, sources, p.Roll, cal.DateOf(s.portal.Store.Now())); err != nil || p.Seek == "" {
		return err
	}
	found, err := s.portal.Intel.FindCitable(ctx, p.Viewer, p.Seek)
	for _, note := range found {
		if !slices.Contains(p.Evidence, intel.Ref(note.NoteID)) {
			p.Found, p.Quotes.Notes[note.NoteID] = append(p.Found, note.NoteID), note
		}
	}
	return err
}

// renderPropose shows the form, on its page or alone.
func (s *server) renderPropose(w http.ResponseWriter, r *http.Request, actor people.Person, status int, p views.ProposeForm) error {
	setTyped(&p)
	if err := s.judge(r.Context(), &p); err != nil {
		return err
	}
	if err := s.quote(r.Context(), &p); err != nil {
		return err
	}
	if p.Proposal.ID == 0 {
		if err := s.fillDrafts(r.Context(), actor, drafts.Proposal, &p.Draft, &p.Drafts); err != nil {
			return err
		}
	}
	title := "Propose a change"
	if p.Proposal.ID != 0 {
		title = "Change " + p.Proposal.Name()
	}
	if len(p.Problems) > 0 || p.Conflict != "" {
		title = "Problem: " + title
	}
	if partial(r) {
		return render(w, r, status, views.ProposeEditor(views.Page{Viewer: viewer(actor), Now: s.portal.Store.Now()}.Clock(), p))
	}
	page, err := s.page(w, r, actor, title, "profile")
	if err != nil {
		return err
	}
	return render(w, r, status, views.ProposePage(page, p))
}
