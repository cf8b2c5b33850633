package icp

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"alongside/models/activity"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
	"alongside/models/workday"
)

// KeyDays is how many working days a side has for its key, once the other side's is turned.
const KeyDays = 3

// wordsKind is the kind of a promise that anybody of the side can keep, unlike promises.Key.
const wordsKind = "words"

// Reservation is what a key is turned in spite of, and when it is looked at, at the latest.
type Reservation struct {
	Text string
	On   workday.Date
}

func (r Reservation) check(today workday.Date) (Reservation, error) {
	var inv store.Invalid
	r.Text = inv.Paragraph("reservation", r.Text, maxReason, "")
	switch {
	case r.Text == "" && !r.On.IsZero():
		inv.Add("reservation", "Say what your reservation is")
	case r.Text != "" && !today.Before(r.On):
		inv.Add("reservation_on", "Give a day to come on which it is looked at")
	case r.Text != "" && today.AddDays(AgreeDays).Before(r.On):
		inv.Add("reservation_on", "Give a day within a year: all of it is agreed to again then")
	}
	return r, inv.OrNil()
}

// TurnKey turns the actor's side's key on the proposal that the actor saw as revision. Leads only, and for a change of
// words anybody of the team that did not write it; nobody turns both, not even after moving teams. With the second key a
// change is the next version, in the same moment. Turning it again changes nothing. Problems are *store.Invalid on
// reservation and reservation_on.
func (d *Document) TurnKey(ctx context.Context, actor people.Person, id int64, revision int, r Reservation) (Proposal, error) {
	p, err := d.lock(ctx, actor, id, func(t *turn) error {
		if k, ok := t.p.Key(actor.Side); ok && k.PersonID == actor.ID || t.p.became(actor) {
			return nil
		}
		if err := t.p.allow(actor, MoveTurnKey, t.roll); err != nil {
			return err
		}
		if t.p.Revision != revision {
			return errOvertaken
		}
		r, err := r.check(t.cal.DateOf(t.Now))
		if err != nil {
			return err
		}
		if err := t.sign(ctx, r); err != nil {
			return err
		}
		if len(t.p.Keys) == 2 {
			return t.agree(ctx)
		}
		return t.awaitOther(ctx)
	})
	if errors.Is(err, errOvertaken) {
		return p, d.overtaken(ctx, actor, p)
	}
	return p, err
}

// became reports whether the actor's second key closed the proposal: pressing twice is answered as pressing once.
func (p Proposal) became(actor people.Person) bool {
	return p.State == Agreed && p.ClosedBy != nil && *p.ClosedBy == actor.ID
}

// turn is a key being turned.
type turn struct {
	*store.Tx
	d       *Document
	cal     *workday.Calendar
	roll    people.Roll
	actor   people.Person
	doc     head
	current Version
	p       *Proposal
}

// sign puts the actor's key on what the proposal says now.
func (t *turn) sign(ctx context.Context, r Reservation) error {
	k := Key{ProposalID: t.p.ID, Side: t.actor.Side, PersonID: t.actor.ID, TurnedAt: t.Now, Revision: t.p.Revision, Digest: t.p.signed(), Reservation: r.Text}
	if r.Text != "" {
		on := r.On.Midnight()
		k.ReservationOn = &on
	}
	err := gorm.G[Key](t.DB).Create(ctx, &k)
	if store.Violates(err, "icp_keys_of_two") {
		return t.p.allow(t.actor, MoveTurnKey, t.roll)
	}
	t.p.Keys = append(t.p.Keys, k)
	return err
}

// awaitOther makes the key that is missing a promise of the other side.
func (t *turn) awaitOther(ctx context.Context) error {
	other := t.actor.Side.Other()
	if t.p.Kind == ToKeep { // both are promised since it began
		if err := t.d.closePromises(ctx, t.Tx, t.cal, t.d.reviewPromise(*t.p, t.actor.Side), false); err != nil {
			return err
		}
		open, err := t.d.openPromise(ctx, t.Tx, t.d.reviewPromise(*t.p, other))
		if err != nil {
			return err
		}
		return t.d.log.Record(ctx, t.Tx, t.actor, t.p.Subject(), "key-turned", t.d.detail(*t.p, activity.Detail{Side: t.actor.Side, Text: t.said(), To: open.DueAt}))
	}
	promise := promises.Promise{
		SubjectKind: activity.KindProposal, SubjectID: t.p.ID, Kind: promises.Key, What: "Turn the " + other.Name() + " key",
		About: t.d.detail(*t.p, activity.Detail{}).Title, FromSide: other, FromPersonID: onlyLead(t.roll, other), ToSide: t.actor.Side, ToPersonID: &t.actor.ID,
		Target: workday.Days(KeyDays).Seconds(), WholeDays: true,
	}
	if t.p.Wording {
		promise.Kind, promise.What, promise.FromPersonID = wordsKind, "Read other words for the profile", nil
	}
	opened, err := t.d.ledger.Open(ctx, t.Tx, t.cal, promise)
	if err != nil || t.p.Wording {
		return err
	}
	return t.d.log.Record(ctx, t.Tx, t.actor, t.p.Subject(), "key-turned", t.d.detail(*t.p, activity.Detail{Side: t.actor.Side, Text: t.said(), To: opened.DueAt}))
}

// said is the reservation of the actor's key.
func (t *turn) said() string {
	k, _ := t.p.Key(t.actor.Side)
	return k.Reservation
}

// onlyLead of the side, if it has one.
func onlyLead(roll people.Roll, side people.Side) *int64 {
	var lead *int64
	for _, p := range roll.Of(side) {
		if p.Role == people.Lead {
			if lead != nil {
				return nil
			}
			lead = &p.ID
		}
	}
	return lead
}

// signWords lets whoever wrote a change of words agree to it by writing it.
func (t *turn) signWords(ctx context.Context) error {
	if !t.p.Wording || len(t.p.Conflicts) > 0 {
		return nil
	}
	if err := t.sign(ctx, Reservation{}); err != nil {
		return err
	}
	return t.awaitOther(ctx)
}

// TurnBack turns the actor's own key back, whichever side it was turned for.
func (d *Document) TurnBack(ctx context.Context, actor people.Person, id int64) (Proposal, error) {
	return d.move(ctx, actor, id, MoveTurnBack, func(t *turn) error {
		k, _ := t.p.keyOf(actor.ID)
		if err := store.MustAffectOne(gorm.G[Key](t.DB).Where("proposal_id = ? AND person_id = ?", id, actor.ID).Delete(ctx)); err != nil {
			return err
		}
		t.p.Keys = nil // the other one was not turned, or it would be agreed
		if t.p.Kind == ToKeep {
			if err := t.d.promiseReview(ctx, t, k.Side); err != nil {
				return err
			}
		} else if err := d.closePromises(ctx, t.Tx, t.cal, t.p.Subject(), true); err != nil {
			return err
		}
		return d.log.Record(ctx, t.Tx, actor, t.p.Subject(), "key-turned-back", d.detail(*t.p, activity.Detail{Side: k.Side}))
	})
}

// AskChange hands the proposal back to its authors with what should change: keys that are turned turn back. Leads only. The
// same submission again adds nothing. A problem is *store.Invalid on body.
func (d *Document) AskChange(ctx context.Context, actor people.Person, id int64, submission uuid.UUID, body string) (Proposal, error) {
	var inv store.Invalid
	body = inv.Paragraph("body", body, maxComment, "Say what should change")
	if err := inv.OrNil(); err != nil {
		return Proposal{}, err
	}
	return d.move(ctx, actor, id, MoveAskFor, func(t *turn) error {
		first, _, err := store.Once(ctx, t.Tx, actor.ID, submission.String(), digest([]any{"change", id, body}))
		if err != nil || !first {
			return err
		}
		holders, err := d.turnBack(ctx, t.Tx, t.p)
		if err != nil {
			return err
		}
		if err := d.log.Follow(ctx, t.Tx, t.p.Subject(), actor.ID); err != nil {
			return err
		}
		told := activity.Detail{Side: actor.Side, Text: body, People: others(holders, actor.ID)}
		return d.log.Record(ctx, t.Tx, actor, t.p.Subject(), "change-wanted", d.detail(*t.p, told))
	})
}

// turnBack takes all keys from the proposal, releases the promise of the missing one and returns who had turned them.
func (d *Document) turnBack(ctx context.Context, tx *store.Tx, p *Proposal) (holders []int64, err error) {
	if len(p.Keys) == 0 {
		return nil, nil
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	for _, k := range p.Keys {
		holders = append(holders, k.PersonID)
	}
	p.Keys = nil
	if _, err := gorm.G[Key](tx.DB).Where("proposal_id = ?", p.ID).Delete(ctx); err != nil {
		return holders, err
	}
	return holders, d.closePromises(ctx, tx, cal, p.Subject(), true)
}

// closePromises ends what is still promised about the subject.
func (d *Document) closePromises(ctx context.Context, tx *store.Tx, cal *workday.Calendar, on activity.Subject, released bool) error {
	account, err := d.ledger.AccountIn(ctx, tx, on)
	if err != nil {
		return err
	}
	for _, p := range account.Promises {
		if p.ClosedAt == nil {
			if _, _, err := d.ledger.Close(ctx, tx, cal, p, released); err != nil {
				return err
			}
		}
	}
	return nil
}

// openPromise is the running promise about the subject.
func (d *Document) openPromise(ctx context.Context, tx *store.Tx, on activity.Subject) (open promises.Promise, err error) {
	account, err := d.ledger.AccountIn(ctx, tx, on)
	for _, p := range account.Promises {
		if p.ClosedAt == nil {
			open = p
		}
	}
	return open, err
}

// move runs fn on the locked proposal when the move is the actor's.
func (d *Document) move(ctx context.Context, actor people.Person, id int64, move MoveKind, fn func(*turn) error) (Proposal, error) {
	return d.lock(ctx, actor, id, func(t *turn) error {
		if err := t.p.allow(actor, move, t.roll); err != nil {
			return err
		}
		return fn(t)
	})
}

// lock runs fn on the proposal, locked after the document.
func (d *Document) lock(ctx context.Context, actor people.Person, id int64, fn func(*turn) error) (p Proposal, err error) {
	roll, err := d.people.Roll(ctx)
	if err != nil {
		return p, err
	}
	cal, err := d.ledger.Calendar(ctx)
	if err != nil {
		return p, err
	}
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		doc, current, err := d.locked(ctx, tx)
		if err != nil {
			return err
		}
		if p, err = lockedProposal(ctx, tx, id); err != nil {
			return err
		}
		return fn(&turn{Tx: tx, d: d, cal: cal, roll: roll, actor: actor, doc: doc, current: current, p: &p})
	})
	return p, err
}
