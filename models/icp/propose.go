package icp

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/store"
)

// Propose proposes a change of the version in force to both teams. Whoever works for a side may. Where nothing was agreed
// yet, the proposal is the first draft, and may leave everything as it is. Problems are those of Draft.check. A section that
// was agreed otherwise since the writer looked is store.ErrConflict, and so is what was kept unsent and saved again since.
func (d *Document) Propose(ctx context.Context, actor people.Person, dr Draft) (p Proposal, err error) {
	if !actor.Works() {
		return p, p.allow(actor, MoveEdit, nil)
	}
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return p, err
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return p, err
	}
	sent := digest(dr)
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		doc, current, err := d.locked(ctx, tx)
		if err != nil {
			return err
		}
		first, ref, err := store.Once(ctx, tx, actor.ID, dr.Submission.String(), sent)
		if err != nil {
			return err
		}
		if !first {
			p, err = lockedProposal(ctx, tx, ref)
			return err
		}
		if err := drafts.Sent(ctx, tx, actor, dr.Unsent, dr.UnsentVersion); err != nil {
			return err
		}
		if err := d.unseen(ctx, tx, dr, current); err != nil {
			return err
		}
		checked, err := dr.check(actor, Proposal{}, current, roll)
		if err != nil {
			return err
		}
		p = Proposal{
			Kind: ToChange, Base: current.Number, Conflicts: []int64{}, AuthorID: &actor.ID, AuthorSide: actor.Side, Revision: 1, State: Open,
			CreatedAt: tx.Now, ChangedAt: tx.Now,
		}
		if p.ID, err = store.Made(ctx, tx, actor.ID, dr.Submission.String(), "icp_proposal_numbers"); err != nil {
			return err
		}
		if err := p.set(ctx, tx, checked); err != nil {
			return err
		}
		if err := gorm.G[Proposal](tx.DB).Create(ctx, &p); err != nil {
			return err
		}
		if err := d.written(ctx, tx, actor, p); err != nil {
			return err
		}
		if err := d.log.Record(ctx, tx, actor, p.Subject(), "proposed", d.detail(p, activity.Detail{Side: actor.Side, Text: p.Why})); err != nil {
			return err
		}
		t := &turn{Tx: tx, d: d, cal: cal, roll: roll, actor: actor, doc: doc, current: current, p: &p}
		return t.signWords(ctx)
	})
	return p, err
}

// unseen refuses a draft that would undo, unknown to its writer, what was agreed while it was written.
func (d *Document) unseen(ctx context.Context, tx *store.Tx, dr Draft, current Version) error {
	if dr.Seen == nil || *dr.Seen == current.Number {
		return nil
	}
	seen, err := d.version(ctx, tx.DB, *dr.Seen)
	if err != nil {
		return err
	}
	for _, ch := range dr.Changes {
		was, knew := seen.Content.Section(ch.Section)
		is, there := current.Content.Section(ch.Section)
		if knew != there || knew && !same(was, is) {
			return store.Refuse(store.ErrConflict, "Version %d was agreed while you wrote. It says something else in “%s”: look at that, then send yours again.",
				current.Number, cmp.Or(is.Title, was.Title))
		}
	}
	return nil
}

// set makes the proposal say what the draft says, with ids for what is new.
func (p *Proposal) set(ctx context.Context, tx *store.Tx, dr Draft) error {
	if err := number(ctx, tx, dr.Changes); err != nil {
		return err
	}
	p.Title, p.Why, p.Wording, p.Sources, p.WrittenWith, p.Changes = dr.Title, dr.Why, dr.Wording, dr.Sources, dr.WrittenWith, dr.Changes
	p.Sections = touched(p.Changes)
	return nil
}

// written lets the authors follow the proposal, and links it with what it and its changes rest on here.
func (d *Document) written(ctx context.Context, tx *store.Tx, actor people.Person, p Proposal) error {
	for _, author := range p.Authors() {
		if err := d.log.Follow(ctx, tx, p.Subject(), author); err != nil {
			return err
		}
	}
	for _, s := range p.cited() {
		if on, ok := s.Subject(); ok {
			if err := d.log.Link(ctx, tx, actor, p.Subject(), on); err != nil {
				return err
			}
		}
	}
	return nil
}

// cited is everything the proposal rests on: its own evidence, then that of what it adds or changes.
func (p Proposal) cited() []Source {
	all := slices.Clone(p.Sources)
	for _, ch := range p.Changes {
		if ch.To != nil {
			all = append(all, ch.To.Sources...)
			for _, row := range ch.To.Criteria {
				all = append(all, row.Sources...)
			}
		}
	}
	return all
}

func (d *Document) detail(p Proposal, more activity.Detail) activity.Detail {
	more.Title = p.Name() + ": " + p.Title
	return more
}

// Edit replaces what the actor saw as revision, in the words of its authors or of a lead. The keys that were turned on it
// turn back in the same transaction, and who turned them is told. Saving what is saved already changes nothing.
// Problems are those of Draft.check. A section that was agreed otherwise since the actor looked is store.ErrConflict.
func (d *Document) Edit(ctx context.Context, actor people.Person, id int64, revision int, dr Draft) (Proposal, error) {
	return d.rewrite(ctx, actor, id, revision, MoveEdit, func(t *turn) error {
		if err := d.unseen(ctx, t.Tx, dr, t.current); err != nil {
			return err
		}
		checked, err := dr.check(actor, *t.p, t.current, t.roll)
		if err != nil {
			return err
		}
		return t.p.set(ctx, t.Tx, checked)
	})
}

// Decision is what a section that was agreed otherwise meanwhile should say now.
type Decision struct {
	To   *Section // nil: as it was agreed; the section is no more part of the proposal
	Move *Move
	Gone bool // it is to be removed, whatever it says now
}

// Decide settles one section in conflict, on the proposal that the actor saw as revision. Problems are those of the
// section, and on sections when nothing would be left of the proposal.
func (d *Document) Decide(ctx context.Context, actor people.Person, id int64, revision int, section int64, dec Decision) (Proposal, error) {
	return d.rewrite(ctx, actor, id, revision, MoveDecide, func(t *turn) error {
		p, current := t.p, t.current
		if !slices.Contains(p.Conflicts, section) {
			return store.Refuse(store.ErrConflict, "This section is decided already.")
		}
		settled, rest := []Change{}, []int64{}
		for _, ch := range p.Changes {
			switch {
			case ch.Section != section:
				settled = append(settled, ch)
			case dec.To != nil || dec.Gone && current.Content.index(section) >= 0:
				ch.To, ch.Move = dec.To, dec.Move
				if dec.Gone {
					ch.To, ch.Move = nil, nil
				}
				settled = append(settled, ch.on(current.Content))
			}
		}
		for _, other := range p.Conflicts {
			if other != section {
				rest = append(rest, other)
			}
		}
		checked, err := settle(settled, section, rest, *p, current)
		if err != nil {
			return err
		}
		p.Changes, p.Conflicts, p.Sections = checked, rest, touched(checked)
		p.Wording = p.Wording && worded(checked)
		if len(rest) == 0 {
			p.Base = current.Number
		}
		return number(ctx, t.Tx, p.Changes)
	})
}

// on makes the change one of the section as the content has it: where that is gone, it is added again at the end.
func (ch Change) on(c Content) Change {
	ch.Base = nil
	if now, ok := c.Section(ch.Section); ok {
		ch.Base = &now
	}
	if ch.Base == nil && ch.Move == nil && ch.To != nil {
		ch.Move = &Move{After: c.Sections[len(c.Sections)-1].ID}
	}
	if ch.Move != nil && ch.Move.After == 0 {
		ch.Move = &Move{After: c.Opening().ID}
	}
	return ch
}

// settle checks the section just decided, and the document when it was the last one.
func settle(changes []Change, section int64, rest []int64, p Proposal, current Version) ([]Change, error) {
	var inv store.Invalid
	used := current.Content.ids()
	for _, ch := range p.Changes {
		for _, s := range []*Section{ch.Base, ch.To} {
			if s != nil {
				used.add(*s)
			}
		}
	}
	kept := []Change{}
	for _, ch := range changes {
		if ch.Section == section {
			ch.check(&inv, used)
			if ch.Base != nil && ch.To != nil && ch.Move == nil && same(*ch.Base, *ch.To) {
				continue // as agreed, after all
			}
		}
		kept = append(kept, ch)
	}
	if len(kept) == 0 {
		inv.Add("sections", "Nothing would be left of %s. Withdraw it instead", p.Name())
	}
	if err := inv.OrNil(); err != nil || len(rest) > 0 {
		return kept, err
	}
	if len(current.Content.conflicts(kept)) > 0 {
		inv.Add("sections", "A section would stand behind one that is not there")
		return kept, &inv
	}
	current.Content.apply(kept).check(&inv)
	return kept, inv.OrNil()
}

// rewrite runs fn on the locked proposal when the move is the actor's, stores what fn made of it, and turns the keys back.
func (d *Document) rewrite(ctx context.Context, actor people.Person, id int64, revision int, move MoveKind, fn func(*turn) error) (Proposal, error) {
	p, err := d.move(ctx, actor, id, move, func(t *turn) error {
		before := *t.p
		if err := fn(t); err != nil {
			return err
		}
		if t.p.saysSame(before) {
			*t.p = before
			return nil
		}
		if before.Revision != revision {
			return errOvertaken
		}
		return t.rewritten(ctx)
	})
	if errors.Is(err, errOvertaken) {
		return p, d.overtaken(ctx, actor, p)
	}
	return p, err
}

// rewritten stores other words of the proposal. Whoever turned a key on it agreed to what it said before: the key turns
// back in the same transaction.
func (t *turn) rewritten(ctx context.Context) error {
	t.p.Revision++
	t.p.ChangedAt = t.Now
	holders, err := t.d.turnBack(ctx, t.Tx, t.p)
	if err != nil {
		return err
	}
	err = store.MustAffectOne(gorm.G[Proposal](t.DB).Where("id = ?", t.p.ID).Select("title", "why", "wording", "base", "changes", "sections",
		"conflicts", "sources", "written_with", "revision", "changed_at").Updates(ctx, *t.p))
	if err != nil {
		return err
	}
	if err := t.d.written(ctx, t.Tx, t.actor, *t.p); err != nil {
		return err
	}
	told := t.d.detail(*t.p, activity.Detail{Side: t.actor.Side, People: others(holders, t.actor.ID)})
	if err := t.d.log.Record(ctx, t.Tx, t.actor, t.p.Subject(), "proposal-changed", told); err != nil {
		return err
	}
	return t.signWords(ctx)
}

var errOvertaken = errors.New("the proposal was changed since it was looked at")

// saysSame compares what is written.
func (p Proposal) saysSame(other Proposal) bool {
	written := func(p Proposal) string {
		return digest([]any{p.Title, p.Why, p.Wording, p.Changes, p.Conflicts, p.Sources, p.WrittenWith})
	}
	return written(p) == written(other)
}

// overtaken says who changed the proposal since the actor looked.
func (d *Document) overtaken(ctx context.Context, actor people.Person, p Proposal) error {
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return err
	}
	history, err := d.log.History(ctx, p.Subject())
	if err != nil {
		return err
	}
	who := "Somebody"
	for _, e := range slices.Backward(history) {
		if e.ActorID != nil && (e.Kind == "proposal-changed" || e.Kind == "proposed") {
			who = roll.Name(*e.ActorID)
			if *e.ActorID == actor.ID {
				who = "You"
			}
			break
		}
	}
	return store.Refuse(store.ErrConflict, "%s changed %s since you opened it. Look at how it stands now, then decide.", who, p.Name())
}

func others(ids []int64, but int64) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id == but })
}

// lockedProposal reads the proposal and its keys; the document is locked already.
func lockedProposal(ctx context.Context, tx *store.Tx, id int64) (Proposal, error) {
	p, err := gorm.G[Proposal](tx.DB).Raw(`SELECT * FROM icp_proposals WHERE id = ? FOR UPDATE`, id).Take(ctx)
	if err != nil {
		return p, store.Found(err)
	}
	p.Keys, err = gorm.G[Key](tx.DB).Where("proposal_id = ?", id).Order("turned_at, side DESC").Find(ctx)
	return p, err
}
