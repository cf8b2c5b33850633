package icp

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
)

// agree is what the second key brings about.
func (t *turn) agree(ctx context.Context) error {
	for _, k := range t.p.Keys {
		if k.Digest != t.p.signed() {
			return errOvertaken
		}
	}
	t.p.State, t.p.ClosedAt, t.p.ClosedBy = Agreed, &t.Now, &t.actor.ID
	if t.p.Kind == ToKeep {
		return t.keep(ctx)
	}
	next, err := t.publish(ctx)
	if err != nil {
		return err
	}
	t.p.Version = &next.Number
	if err := t.close(ctx); err != nil {
		return err
	}
	detail := activity.Detail{Side: t.actor.Side, Number: int16(next.Number), Text: t.said()}
	return errors.Join(
		t.d.closePromises(ctx, t.Tx, t.cal, t.p.Subject(), false),
		t.d.log.Record(ctx, t.Tx, t.actor, t.p.Subject(), "version-agreed", t.d.detail(*t.p, detail)),
		t.reserve(ctx),
		t.rebaseOthers(ctx, next),
	)
}

// close stores how the proposal ended.
func (t *turn) close(ctx context.Context) error {
	return store.MustAffectOne(gorm.G[Proposal](t.DB).Where("id = ?", t.p.ID).Select("state", "reason", "merged_into", "version",
		"sections", "closed_at", "closed_by").Updates(ctx, *t.p))
}

// publish makes the proposal the next version, sealed by its two keys.
func (t *turn) publish(ctx context.Context) (Version, error) {
	if len(t.current.Content.conflicts(t.p.Changes)) > 0 {
		return Version{}, store.Refuse(store.ErrConflict, "A section of %s was agreed otherwise since.", t.p.Name())
	}
	next := Version{Number: t.current.Number + 1, Content: t.current.Content.apply(t.p.Changes), CreatedAt: t.Now}
	var inv store.Invalid
	if next.Content.check(&inv); inv.OrNil() != nil {
		return next, store.Refuse(store.ErrConflict, "Together with what was agreed since, this does not make a document: %s.", strings.TrimSuffix(inv.On("sections"), "."))
	}
	merged, err := gorm.G[Proposal](t.DB).Raw(`SELECT id, title FROM icp_proposals WHERE merged_into = ? AND kind = 'change' ORDER BY id`, t.p.ID).Find(ctx)
	if err != nil {
		return next, err
	}
	next.Proposals, next.Summary, next.Digest = []int64{t.p.ID}, t.p.Title, digest(next.Content)
	for _, m := range merged {
		next.Proposals = append(next.Proposals, m.ID)
	}
	slices.Sort(next.Proposals)
	sales, _ := t.p.Key(people.Sales)
	marketing, _ := t.p.Key(people.Marketing)
	next.SalesKey, next.SalesKeyAt, next.MarketingKey, next.MarketingKeyAt = &sales.PersonID, &sales.TurnedAt, &marketing.PersonID, &marketing.TurnedAt
	if err := gorm.G[Version](t.DB).Create(ctx, &next); err != nil {
		return next, err
	}
	err = t.WithContext(ctx).Exec(`UPDATE icp_document SET version = ?, agreed_on = coalesce(agreed_on, ?)`, next.Number, t.cal.DateOf(t.Now).Midnight()).Error
	if err != nil {
		return next, err
	}
	for _, k := range t.p.Keys { // who agreed has read it
		if err := markRead(ctx, t.Tx, next.Number, k.PersonID); err != nil {
			return next, err
		}
	}
	return next, t.look(ctx, next)
}

// reserve keeps the reservations of the keys until a review has settled them.
func (t *turn) reserve(ctx context.Context) error {
	for _, k := range t.p.Keys {
		if k.Reservation == "" {
			continue
		}
		err := t.WithContext(ctx).Exec(`INSERT INTO icp_reservations (proposal_id, person_id, side, sections, text, due_on, made_at)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, t.p.ID, k.PersonID, k.Side, encode(t.p.Sections), k.Reservation, *k.ReservationOn, t.Now).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// rebaseOthers brings every other open proposal onto the version just agreed: by itself where it concerns other sections;
// where it concerns the same one, its keys turn back and its authors decide.
func (t *turn) rebaseOthers(ctx context.Context, next Version) error {
	open, err := gorm.G[int64](t.DB).Raw(`SELECT id FROM icp_proposals WHERE state = 'open' AND id <> ? ORDER BY id`, t.p.ID).Find(ctx)
	if err != nil {
		return err
	}
	for _, id := range open {
		other, err := lockedProposal(ctx, t.Tx, id)
		if err != nil {
			return err
		}
		if other.Kind == ToKeep {
			err = t.answerReview(ctx, other)
		} else {
			err = t.rebase(ctx, other, next)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) rebase(ctx context.Context, p Proposal, next Version) error {
	before := len(p.Conflicts)
	for _, id := range next.Content.conflicts(p.Changes) {
		if !slices.Contains(p.Conflicts, id) {
			p.Conflicts = append(p.Conflicts, id)
		}
	}
	for _, ch := range p.Changes { // both moved it, each somewhere else
		if theirs, ok := t.p.changeOf(ch.Section); ok && theirs.Move != nil && ch.Move != nil && !slices.Contains(p.Conflicts, ch.Section) {
			p.Conflicts = append(p.Conflicts, ch.Section)
		}
	}
	if len(p.Conflicts) == 0 {
		p.Base = next.Number
	}
	var holders []int64
	var err error
	if len(p.Conflicts) > before {
		if holders, err = t.d.turnBack(ctx, t.Tx, &p); err != nil {
			return err
		}
	}
	if err := store.MustAffectOne(gorm.G[Proposal](t.DB).Where("id = ?", p.ID).Select("base", "conflicts").Updates(ctx, p)); err != nil {
		return err
	}
	if len(p.Conflicts) == before {
		return nil
	}
	told := activity.Detail{Stage: p.titles(p.Conflicts), For: t.p.ID, Number: int16(next.Number), People: holders}
	return t.d.log.Record(ctx, t.Tx, people.Person{}, p.Subject(), "conflicted", t.d.detail(p, told))
}

// titles of sections that the proposal changes, in one line.
func (p Proposal) titles(sections []int64) string {
	var names []string
	for _, id := range sections {
		if ch, ok := p.changeOf(id); ok {
			names = append(names, ch.Title())
		}
	}
	return strings.Join(names, ", ")
}

// answerReview takes the sections just changed out of an open review. What was agreed to keep is another whole now, so
// keys turn back; a review of which nothing is left is answered by the change.
func (t *turn) answerReview(ctx context.Context, p Proposal) error {
	rest := slices.DeleteFunc(slices.Clone(p.Sections), func(id int64) bool { return slices.Contains(t.p.Sections, id) })
	if p.Whole {
		rest = rest[:0:0]
		next, err := t.d.version(ctx, t.DB, t.current.Number+1)
		if err != nil {
			return err
		}
		for _, s := range next.Content.Sections {
			rest = append(rest, s.ID)
		}
	} else if len(rest) == len(p.Sections) {
		return nil
	}
	holders := []int64{}
	for _, k := range p.Keys {
		holders = append(holders, k.PersonID)
	}
	other := &turn{Tx: t.Tx, d: t.d, cal: t.cal, roll: t.roll, actor: t.actor, doc: t.doc, p: &p}
	p.Sections = rest
	p.Changes = []Change{}
	if len(rest) == 0 {
		p.State, p.MergedInto, p.ClosedAt, p.ClosedBy = Merged, &t.p.ID, &t.Now, &t.actor.ID
	} else {
		p.Revision++
	}
	if _, err := gorm.G[Key](t.DB).Where("proposal_id = ?", p.ID).Delete(ctx); err != nil {
		return err
	}
	if err := store.MustAffectOne(gorm.G[Proposal](t.DB).Where("id = ?", p.ID).Select("state", "merged_into", "sections", "revision",
		"closed_at", "closed_by").Updates(ctx, p)); err != nil {
		return err
	}
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		_, turned := p.Key(side)
		var err error
		switch {
		case len(rest) == 0:
			err = t.d.closePromises(ctx, t.Tx, t.cal, t.d.reviewPromise(p, side), true)
		case turned:
			err = t.d.promiseReview(ctx, other, side)
		}
		if err != nil {
			return err
		}
	}
	kind := "review-changed"
	if len(rest) == 0 {
		kind = "review-answered"
	}
	return t.d.log.Record(ctx, t.Tx, t.actor, p.Subject(), kind, t.d.detail(p, activity.Detail{For: t.p.ID, People: others(holders, t.actor.ID)}))
}

// reviewPromise is what the promise of the side's key on a review is about.
func (d *Document) reviewPromise(p Proposal, side people.Side) activity.Subject {
	if side == people.Sales {
		return activity.Subject{Kind: activity.KindSalesReview, ID: p.ID}
	}
	return activity.Subject{Kind: activity.KindMarketingReview, ID: p.ID}
}

// promiseReview makes the side's key on the review a promise.
func (d *Document) promiseReview(ctx context.Context, t *turn, side people.Side) error {
	on := d.reviewPromise(*t.p, side)
	_, err := d.ledger.Open(ctx, t.Tx, t.cal, promises.Promise{
		SubjectKind: on.Kind, SubjectID: on.ID, Kind: promises.Key, What: "Turn the " + side.Name() + " key", About: d.detail(*t.p, activity.Detail{}).Title,
		FromSide: side, FromPersonID: onlyLead(t.roll, side), ToSide: side.Other(), Target: reviewTime.Seconds(), WholeDays: true,
	})
	return err
}
