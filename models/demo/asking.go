package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"alongside/models/drafts"
	"alongside/models/intel"
	"alongside/models/requests"
	"alongside/models/store"
)

// cited are the notes that requests come from.
var cited = map[int64][]int64{412: {231, 218, 204}}

// unsent are briefs that somebody began and left.
var unsent = []struct {
	at    moment
	who   string
	kind  string
	typed map[string][]string
}{
	{on(-34, 16, 20), "ruth", "study", map[string][]string{"title": {"Tamar Seafoods, two winters without a late box"}, "account": {"Tamar Seafoods"}}},
	{on(-1, 17, 5), "ruth", "sheet", map[string][]string{
		"title": {"Reefer plug-in times at both ports"}, "account": {"Food and drink"},
		"reader": {"Planners who book a chilled trailer on a Friday."}, "from": {"IN-218"},
	}},
	{on(-2, 11, 40), "hannah", "quote", map[string][]string{"title": {"A sentence about Sunday collections"}}},
}

// deflected are asks that were not sent, and the delivered pieces that were the answer.
var deflected = []struct {
	at     moment
	who    string
	kind   string
	title  string
	answer int64
}{
	{on(-9, 10, 15), "greta", "brochure", "Food and drink, something for the jacket pocket", 388},
	{on(-5, 14, 30), "callum", "brochure", "Small brochure for chilled food", 388},
	{on(-3, 9, 50), "aisha", "deck", "Introduction deck for Pellow", 383},
}

// comeOfNotes links requests to notes, which are told of after them.
func (t *teller) comeOfNotes(ctx context.Context) error {
	return t.portal.Store.Tx(ctx, func(tx *store.Tx) error {
		for number, notes := range cited {
			for _, id := range notes {
				if err := t.portal.Activity.Link(ctx, tx, t.people["ruth"], requests.Subject(number), intel.Subject(id)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// beforeAsking tells what was left unsent, for good or for now.
func (t *teller) beforeAsking(ctx context.Context) error {
	for i, d := range unsent {
		t.moveTo(t.diary.at(d.at))
		_, err := t.portal.Requests.SaveUnsent(ctx, t.people[d.who], drafts.Draft{
			Submission: uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "draft %d", i)), TypeKey: d.kind, Typed: d.typed,
		})
		if err != nil {
			return fmt.Errorf("draft of %s: %w", d.who, err)
		}
	}
	for i, d := range deflected {
		t.moveTo(t.diary.at(d.at))
		_, err := t.portal.Requests.Deflect(ctx, t.people[d.who], requests.Deflection{
			Submission: uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "deflected %d", i)), Type: d.kind, Title: d.title, Answer: d.answer,
		})
		if err != nil {
			return fmt.Errorf("%s finds %s: %w", d.who, requests.Ref(d.answer), err)
		}
	}
	return nil
}
