package icp

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"alongside/models/people"
	"alongside/models/store"
)

// Draft is what somebody proposes. Of its changes, Section, To and Move are read; Base is known. New sections and rows
// have negative ids, which Move.After may name.
type Draft struct {
	Submission  uuid.UUID // of the form; the same one sent again makes nothing new
	Title       string
	Why         string
	Wording     bool
	Sources     []Source
	Unknown     []Source // of the sources, those that are not there
	WrittenWith []int64
	Changes     []Change
	Seen        *int // the version that its writer had in view; nil: the one in force

	// What it was kept as before, as the actor saw it: that is gone when it is proposed. 0: none.
	Unsent        int64 `json:"-"`
	UnsentVersion int   `json:"-"`
}

// Lengths in characters.
const (
	maxWhy      = 2000
	maxReason   = 1000
	minReason   = 10
	maxComment  = 2000
	maxWritten  = 6
	maxEvidence = 40
)

// check returns the draft as it would be stored on the proposal it was before, a new one on the zero Proposal. Problems are
// *store.Invalid on title, why, wording, sources, written_with, sections, and those of the sections changed.
func (dr Draft) check(actor people.Person, before Proposal, current Version, roll people.Roll) (Draft, error) {
	var inv store.Invalid
	dr.Title = inv.Line("title", dr.Title, maxTitle, "Say in one line what should change")
	dr.Why = inv.Paragraph("why", dr.Why, maxWhy, "Say why, so that both leads can decide")
	dr.Sources = checkEvidence(&inv, dr.Sources)
	if len(dr.Unknown) > 0 {
		inv.Add("sources", "Nothing here is called %s. Look at the number again", joined(dr.Unknown))
	}
	dr.WrittenWith = dr.checkWriters(&inv, actor, before, roll)
	dr.Changes = checkChanges(&inv, dr.Changes, before, current)
	if len(dr.Changes) == 0 && current.Agreed() {
		inv.Add("sections", "Change at least one section")
	}
	if err := inv.OrNil(); err != nil {
		return dr, err
	}
	if conflicts := current.Content.conflicts(dr.Changes); len(conflicts) > 0 {
		inv.Add("sections", "These changes do not fit together: a section is placed behind one that is not there")
		return dr, &inv
	}
	current.Content.apply(dr.Changes).check(&inv)
	if dr.Wording && (len(dr.Changes) == 0 || !worded(dr.Changes)) {
		inv.Add("wording", "This changes more than words: leads of both teams turn a key for it")
	}
	return dr, inv.OrNil()
}

func checkEvidence(inv *store.Invalid, typed []Source) []Source {
	kept := sources(inv, "sources", typed[:min(len(typed), maxEvidence)])
	if kept == nil {
		kept = []Source{}
	}
	return kept
}

// checkWriters are further authors: the first one is not among them.
func (dr Draft) checkWriters(inv *store.Invalid, actor people.Person, before Proposal, roll people.Roll) []int64 {
	first := actor.ID
	if before.AuthorID != nil {
		first = *before.AuthorID
	}
	writers := []int64{}
	for _, id := range dr.WrittenWith {
		if !roll[id].Works() {
			inv.Add("written_with", "Choose people who work for Sales or Marketing")
		} else if id != first && !slices.Contains(writers, id) {
			writers = append(writers, id)
		}
	}
	if len(writers) > maxWritten {
		inv.Add("written_with", "Write it with at most %d people", maxWritten)
	}
	return writers
}

// checkChanges leaves out what changes nothing.
func checkChanges(inv *store.Invalid, typed []Change, before Proposal, current Version) []Change {
	used := current.Content.ids()
	for _, ch := range before.Changes {
		if ch.To != nil {
			used.add(*ch.To)
		}
	}
	opening, changes, seen := current.Content.Opening().ID, []Change{}, map[int64]bool{}
	if len(typed) > MaxSections {
		inv.Add("sections", "Change at most %d sections at once", MaxSections)
		return nil
	}
	for _, ch := range typed {
		ch.Base = nil
		if base, ok := current.Content.Section(ch.Section); ok {
			ch.Base = &base
		}
		if seen[ch.Section] {
			inv.Add("sections", "Change each section once")
		}
		seen[ch.Section] = true
		if ch.Move != nil && ch.Move.After == 0 {
			ch.Move = &Move{After: opening}
		}
		ch.check(inv, used)
		if ch.Base == nil || ch.To == nil || ch.Move != nil || !same(*ch.Base, *ch.To) {
			changes = append(changes, ch)
		}
	}
	return changes
}

func (ch *Change) check(inv *store.Invalid, used ids) {
	if ch.Base == nil && ch.To == nil {
		inv.Add("sections", "This section is not in the document")
		return
	}
	what := Section{ID: ch.Section}
	switch {
	case ch.Base == nil && ch.Move == nil:
		inv.Add(what.Field("after"), "Say where the section stands")
	case ch.Base != nil && ch.Base.Kind == Opening && (ch.To == nil || ch.Move != nil):
		inv.Add(what.Field(""), "The title stays, and stays first")
	}
	if ch.To == nil {
		ch.Move = nil
		return
	}
	to := *ch.To
	to.ID = ch.Section
	if ch.Base != nil {
		to.Kind = ch.Base.Kind
	} else if !slices.Contains(Kinds, to.Kind) {
		inv.Add(what.Field("kind"), "Choose from the list")
		return
	}
	used.knows(inv, to)
	to = to.check(inv)
	ch.To = &to
}

// number gives ids to what is new in the changes.
func number(ctx context.Context, tx *store.Tx, changes []Change) error {
	given := map[int64]int64{}
	for i := range changes {
		ch := &changes[i]
		if ch.To == nil {
			continue
		}
		to, typed := *ch.To, ch.Section
		if err := to.number(ctx, tx); err != nil {
			return err
		}
		ch.Section, ch.To = to.ID, &to
		given[typed] = to.ID
	}
	for i := range changes {
		if move := changes[i].Move; move != nil && move.After < 0 {
			after, ok := given[move.After]
			if !ok {
				return fmt.Errorf("section %d is placed behind %d, which was never typed", changes[i].Section, move.After)
			}
			changes[i].Move = &Move{After: after}
		}
	}
	return nil
}

// touched are the ids of the sections that the changes concern.
func touched(changes []Change) []int64 {
	ids := []int64{}
	for _, ch := range changes {
		ids = append(ids, ch.Section)
	}
	return ids
}
