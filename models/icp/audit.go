package icp

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"alongside/models/people"
	"alongside/models/store"
)

// Audit looks for what must never be and says what is wrong: a version that is not the one before it with the changes that
// two people of different sides signed, an id that stands for two things, an open proposal with more or less owed than its
// missing keys, a due time that does not follow from its promise. It changes nothing.
func (d *Document) Audit(ctx context.Context) (wrong []string, err error) {
	err = d.db.Tx(ctx, func(tx *store.Tx) error {
		wrong = nil
		if _, _, err := d.locked(ctx, tx); err != nil {
			return err
		}
		a := &audit{Tx: tx, d: d}
		if err := a.versions(ctx); err != nil {
			return err
		}
		err := a.proposals(ctx)
		wrong = a.wrong
		return err
	})
	return wrong, err
}

type audit struct {
	*store.Tx
	d     *Document
	wrong []string
}

func (a *audit) fault(format string, args ...any) {
	a.wrong = append(a.wrong, fmt.Sprintf(format, args...))
}

func (a *audit) versions(ctx context.Context) error {
	versions, err := gorm.G[Version](a.DB).Order("number").Find(ctx)
	if err != nil {
		return err
	}
	for i, v := range versions {
		name := fmt.Sprintf("version %d", v.Number)
		if v.Digest != digest(v.Content) {
			a.fault("%s is not the text that was sealed", name)
		}
		if v.Number != i {
			a.fault("%s stands where version %d should", name, i)
		}
		in := Content{}.ids()
		for _, section := range v.Content.Sections {
			if !in.add(section) {
				a.fault("%s uses an id for two things", name)
			}
		}
		if i == 0 {
			continue
		}
		if err := a.signed(ctx, versions[i-1], v); err != nil {
			return err
		}
	}
	return nil
}

// signed holds the version against the proposal it came from.
func (a *audit) signed(ctx context.Context, before, v Version) error {
	p, err := gorm.G[Proposal](a.DB).Where("version = ?", v.Number).Take(ctx)
	if err != nil {
		return fmt.Errorf("proposal of version %d: %w", v.Number, err)
	}
	if p.Keys, err = gorm.G[Key](a.DB).Where("proposal_id = ?", p.ID).Find(ctx); err != nil {
		return err
	}
	if digest(before.Content.apply(p.Changes)) != v.Digest {
		a.fault("version %d is not version %d with the changes of %s", v.Number, before.Number, p.Name())
	}
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		k, ok := p.Key(side)
		by, at := v.Key(side)
		if !ok || *by != k.PersonID || !at.Equal(k.TurnedAt) || k.Digest != p.signed() || k.Revision != p.Revision {
			a.fault("version %d was not signed for %s as it was published", v.Number, side.Name())
		}
	}
	return nil
}

func (a *audit) proposals(ctx context.Context) error {
	cal, err := a.d.ledger.Calendar(ctx)
	if err != nil {
		return err
	}
	all, err := gorm.G[Proposal](a.DB).Order("id").Find(ctx)
	if err != nil {
		return err
	}
	keys, err := gorm.G[Key](a.DB).Find(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		for _, k := range keys {
			if k.ProposalID == p.ID {
				p.Keys = append(p.Keys, k)
			}
		}
		var owing []people.Side
		for _, on := range a.d.promised(p) {
			account, err := a.d.ledger.AccountIn(ctx, a.Tx, on)
			if err != nil {
				return err
			}
			for _, promise := range account.Promises {
				if promise.ClosedAt != nil {
					continue
				}
				owing = append(owing, promise.FromSide)
				if due := account.DueOf(cal, promise); due == nil || promise.DueAt == nil || !due.Equal(*promise.DueAt) {
					a.fault("%s: promise %d is due %v, rebuilt %v", p.Name(), promise.ID, promise.DueAt, due)
				}
			}
		}
		if want := p.owing(); !slices.Equal(owing, want) {
			a.fault("%s: keys are owed by %v, want %v", p.Name(), owing, want)
		}
		for _, k := range p.Keys {
			if p.State == Open && k.Digest != p.signed() {
				a.fault("%s: the key of %s is on other words", p.Name(), k.Side.Name())
			}
		}
	}
	return nil
}

// owing are the sides that must owe a key now.
func (p Proposal) owing() (sides []people.Side) {
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		if _, turned := p.Key(side); p.State == Open && !turned && (p.Kind == ToKeep || len(p.Keys) > 0) {
			sides = append(sides, side)
		}
	}
	return sides
}
