package models

import (
	"context"

	"alongside/models/icp"
	"alongside/models/intel"
	"alongside/models/requests"
	"alongside/models/ridealongs"
)

// Brief is what a guest reads before going along: what the host wrote is on the slot itself.
type Brief struct {
	Check  *icp.Check          // of the account; nil: it was never checked
	Heard  intel.AtAccount     // there: cards to read, and open questions to listen for
	Pieces []requests.PieceRow // delivered for the account, or about the competitors heard of there
}

// BriefOf reads the brief of a ride-along, in three queries, in one where it has no account. Everybody signed in may: nothing
// of it rests on sensitive notes.
func (p *Portal) BriefOf(ctx context.Context, s ridealongs.Slot) (b Brief, err error) {
	if b.Heard, err = p.Intel.AtAccount(ctx, s.Account); err != nil || s.Account == "" {
		return b, err
	}
	if b.Check, err = p.ICP.LatestCheck(ctx, s.Account); err != nil {
		return b, err
	}
	var names []string
	for _, card := range b.Heard.Cards {
		names = append(names, card.Short)
	}
	b.Pieces, err = p.Requests.PiecesAbout(ctx, s.Account, names...)
	return b, err
}
