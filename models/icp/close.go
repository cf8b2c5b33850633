package icp

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/store"
)

// Withdraw takes the proposal back: its authors, or a lead of their side.
func (d *Document) Withdraw(ctx context.Context, actor people.Person, id int64, revision int) (Proposal, error) {
	return d.end(ctx, actor, id, revision, MoveWithdraw, "proposal-withdrawn", func(t *turn) (activity.Detail, error) {
		t.p.State = Withdrawn
		return activity.Detail{}, nil
	})
}

// Refuse says no for good, with a reason of at least ten characters: a lead of the other team. A problem is *store.Invalid
// on reason.
func (d *Document) Refuse(ctx context.Context, actor people.Person, id int64, revision int, reason string) (Proposal, error) {
	return d.end(ctx, actor, id, revision, MoveRefuse, "proposal-refused", func(t *turn) (activity.Detail, error) {
		var inv store.Invalid
		reason = inv.Paragraph("reason", reason, maxReason, "Say why, so that its authors can learn from it")
		if utf8.RuneCountInString(reason) < minReason {
			inv.Add("reason", "Say why in at least %d characters", minReason)
		}
		t.p.State, t.p.Reason = Refused, reason
		return activity.Detail{Text: reason}, inv.OrNil()
	})
}

// Merge lets another open proposal take over what this one changes: its revision counts on and its keys turn back. The
// two may not change the same section.
func (d *Document) Merge(ctx context.Context, actor people.Person, id int64, revision int, into int64) (Proposal, error) {
	return d.end(ctx, actor, id, revision, MoveMerge, "proposal-merged", func(t *turn) (activity.Detail, error) {
		if into == id {
			return activity.Detail{}, &store.Invalid{Problems: []store.Problem{{Field: "into", Message: "Choose another proposal"}}}
		}
		t.p.State, t.p.MergedInto = Merged, &into
		return activity.Detail{For: into}, d.takeOver(ctx, t, into)
	})
}

func (d *Document) takeOver(ctx context.Context, t *turn, into int64) error {
	target, err := lockedProposal(ctx, t.Tx, into)
	if err != nil {
		return err
	}
	if err := target.allow(t.actor, MoveMerge, t.roll); err != nil {
		return err
	}
	for _, ch := range t.p.Changes {
		if _, both := target.changeOf(ch.Section); both {
			return store.Refuse(store.ErrConflict, "Both change “%s”. Take it out of one of them first.", ch.Title())
		}
	}
	changes := slices.Concat(target.Changes, t.p.Changes)
	sources := append(slices.Clone(target.Sources), t.p.Sources...)
	writers := append(slices.Clone(target.WrittenWith), t.p.Authors()...)
	var inv store.Invalid
	target.Changes, target.Sections = changes, touched(changes)
	target.Sources, target.WrittenWith = checkEvidence(&inv, sources), without(writers, *target.AuthorID)
	target.Wording = target.Wording && t.p.Wording
	t.current.Content.apply(changes).check(&inv)
	if err := inv.OrNil(); err != nil {
		return err
	}
	other := *t
	other.p = &target
	return other.rewritten(ctx)
}

// without lists each id once, but not the given one.
func without(ids []int64, id int64) []int64 {
	kept := []int64{}
	for _, one := range ids {
		if one != id && !slices.Contains(kept, one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// end closes the proposal that the actor saw as revision.
func (d *Document) end(ctx context.Context, actor people.Person, id int64, revision int, move MoveKind, kind string, fn func(*turn) (activity.Detail, error)) (Proposal, error) {
	p, err := d.move(ctx, actor, id, move, func(t *turn) error {
		if t.p.Revision != revision {
			return errOvertaken
		}
		told, err := fn(t)
		if err != nil {
			return err
		}
		if told.People, err = d.turnBack(ctx, t.Tx, t.p); err != nil {
			return err
		}
		told.People, told.Side = others(told.People, actor.ID), actor.Side
		t.p.ClosedAt, t.p.ClosedBy = &t.Now, &actor.ID
		if err := t.close(ctx); err != nil {
			return err
		}
		return d.log.Record(ctx, t.Tx, actor, t.p.Subject(), kind, d.detail(*t.p, told))
	})
	if err == errOvertaken {
		return p, d.overtaken(ctx, actor, p)
	}
	return p, err
}

// Comment adds to the discussion, and who joins it or is named in it ("@Ruth Hallam", "@Ruth") follows the proposal from
// then on. It turns no key. The same submission again adds nothing. A problem is *store.Invalid on body.
func (d *Document) Comment(ctx context.Context, actor people.Person, id int64, submission uuid.UUID, body string) (Proposal, error) {
	var inv store.Invalid
	body = inv.Paragraph("body", body, maxComment, "Write your comment")
	if err := inv.OrNil(); err != nil {
		return Proposal{}, err
	}
	return d.move(ctx, actor, id, MoveComment, func(t *turn) error {
		first, _, err := store.Once(ctx, t.Tx, actor.ID, submission.String(), digest([]any{"comment", id, body}))
		if err != nil || !first {
			return err
		}
		for _, person := range append(t.roll.Mentioned(body), actor.ID) {
			if err := d.log.Follow(ctx, t.Tx, t.p.Subject(), person); err != nil {
				return err
			}
		}
		return d.log.Record(ctx, t.Tx, actor, t.p.Subject(), "commented", d.detail(*t.p, activity.Detail{Text: body}))
	})
}
