package ridealongs_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"alongside/models/drafts"
	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/models/store"
)

func unsent() drafts.Draft {
	return drafts.Draft{Submission: uuid.New(), Typed: map[string][]string{"title": {"Peak season"}, "starts_at": {"next week"}, "seats": {"many"}}}
}

func (c *cast) saveUnsent(who people.Person, d drafts.Draft) drafts.Draft {
	c.t.Helper()
	saved, err := c.Rides.SaveUnsent(ctx, who, d)
	c.ok(err)
	return saved
}

func (c *cast) unsentOf(who people.Person) []drafts.Draft {
	c.t.Helper()
	list, err := c.Drafts.All(ctx, who, drafts.Offer)
	c.ok(err)
	return list
}

func TestOffersAreKeptAsTyped(t *testing.T) {
	t.Parallel()
	c := play(t)
	d := unsent()
	want := map[string][]string{}
	for _, field := range ridealongs.UnsentFields {
		want[field] = []string{"  words of " + field}
		d.Typed[field] = want[field]
	}
	for name, values := range map[string][]string{"do": {"draft"}, "submission": {"x"}, "version": {"1"}, "owner": {"x"}} {
		d.Typed[name] = values
	}
	saved := c.saveUnsent(c.ruth, d)
	got, err := c.Drafts.Find(ctx, c.ruth, drafts.Offer, saved.ID)
	if err != nil || fmt.Sprint(got.Typed) != fmt.Sprint(want) {
		t.Errorf("got %v, %v, want the fields of an offer: %v", got.Typed, err, want)
	}
	_, err = c.Rides.SaveUnsent(ctx, c.ines, unsent())
	c.refused("a reader", err, store.ErrForbidden, "not offer")
	_, err = c.Rides.SaveUnsent(ctx, c.dan, saved)
	c.refused("Dan saves Ruth’s", err, store.ErrNotFound, "")
}

func TestOfferedDraftsAreGone(t *testing.T) {
	t.Parallel()
	c := play(t)
	d := c.saveUnsent(c.ruth, unsent())
	d.Typed["title"] = []string{"Of the other tab"}
	newer := c.saveUnsent(c.ruth, d)

	o := ride("2026-12-10 09:30", func(o *ridealongs.Offer) { o.Submission, o.Draft, o.DraftVersion = d.Submission, d.ID, 1 })
	_, err := c.Rides.Offer(ctx, c.ruth, o)
	c.refused("a stale tab", err, store.ErrConflict, "saved again")
	busy := c.offer(c.ruth, ride("2026-12-10 10:00"))
	o.DraftVersion = newer.Version
	_, err = c.Rides.Offer(ctx, c.ruth, o)
	c.refused("while she is elsewhere", err, store.ErrConflict, busy.Title)
	if left := c.unsentOf(c.ruth); len(left) != 1 || left[0].Version != newer.Version {
		t.Errorf("got %+v left, want the draft of what was not offered", left)
	}
	page, err := c.Rides.List(ctx, c.ines, ridealongs.Filter{})
	if err != nil || len(page.Rows) != 1 {
		t.Errorf("got %d slots, %v, want none of those refused", len(page.Rows), err)
	}

	o.Starts, o.Ends = wall("2026-12-11 09:30"), wall("2026-12-11 11:30")
	first, again := c.offer(c.ruth, o), c.offer(c.ruth, o)
	if first.ID != again.ID {
		t.Errorf("offered twice: got %s and %s, want one", first.Ref(), again.Ref())
	}
	if left := c.unsentOf(c.ruth); len(left) != 0 {
		t.Errorf("offered: got %+v left, want none", left)
	}
	if _, err := c.Rides.SaveUnsent(ctx, c.ruth, newer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("saved after it was offered: got %v, want %v", err, store.ErrNotFound)
	}
	theirs := c.saveUnsent(c.dan, unsent())
	c.offer(c.ruth, ride("2026-12-14 09:30", func(o *ridealongs.Offer) { o.Draft, o.DraftVersion = theirs.ID, theirs.Version }))
	if left := c.unsentOf(c.dan); len(left) != 1 {
		t.Errorf("with the draft of another: got %d left, want Dan’s to stay", len(left))
	}
}
