package models

import (
	"context"
	"errors"

	"alongside/models/icp"
	"alongside/models/intel"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

// Brief is what a guest reads before going along: what the host wrote is on the slot itself.
type Brief struct {
	Fit   *icp.WholeCheck // of the account; nil: it was never checked
	Heard intel.AtAccount // there: competitors whose cards to read, and open questions to listen for
}

// BriefOf reads the brief of a ride-along, in at most seven queries. Everybody signed in may.
func (p *Portal) BriefOf(ctx context.Context, viewer people.Person, s ridealongs.Slot) (b Brief, err error) {
	if b.Heard, err = p.Intel.AtAccount(ctx, s.Account); err != nil || s.Account == "" {
		return b, err
	}
	fit, err := p.ICP.CheckOf(ctx, viewer, s.Account)
	switch {
	case err == nil:
		b.Fit = &fit
	case errors.Is(err, store.ErrNotFound):
		err = nil
	}
	return b, err
}
