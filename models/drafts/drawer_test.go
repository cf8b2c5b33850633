package drafts_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/drafts"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }

var ctx = context.Background()

// begun is a draft of the kind that is not saved yet.
func begun(kind drafts.Kind, title string) drafts.Draft {
	d := drafts.Draft{Kind: kind, Submission: uuid.New(), Typed: map[string][]string{"title": {title}, "why": {""}}}
	if kind == drafts.Request {
		d.TypeKey = "brochure"
	}
	return d
}

func save(t testing.TB, p *models.Portal, who people.Person, d drafts.Draft) drafts.Draft {
	t.Helper()
	saved, err := p.Drafts.Save(ctx, who, d)
	if err != nil {
		t.Fatalf("save: %v", err)
	}
	return saved
}

func TestKindsAreApart(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	form := uuid.New()
	for _, kind := range []drafts.Kind{drafts.Request, drafts.Proposal, drafts.Offer} {
		d := begun(kind, "  Of a "+string(kind))
		d.Submission = form
		first, again := save(t, p, ruth, d), save(t, p, ruth, d)
		if first.ID != again.ID || again.Version != 1 {
			t.Errorf("%s saved twice: got %d and %d in version %d, want one", kind, first.ID, again.ID, again.Version)
		}
		list, err := p.Drafts.All(ctx, ruth, kind)
		if err != nil || len(list) != 1 || list[0].ID != first.ID || list[0].Title() != "Of a "+string(kind) || list[0].Kind != kind || list[0].TypeKey != d.TypeKey {
			t.Errorf("%s: got the list %+v, %v, want the one of its kind", kind, list, err)
		}
		for _, other := range []drafts.Kind{drafts.Request, drafts.Proposal, drafts.Offer} {
			found, err := p.Drafts.Find(ctx, ruth, other, first.ID)
			switch {
			case other == kind && (err != nil || len(found.Typed["why"]) != 1):
				t.Errorf("%s: got %+v, %v, want it whole", kind, found, err)
			case other != kind && !errors.Is(err, store.ErrNotFound):
				t.Errorf("%s looked for as %s: got %v, want %v", kind, other, err, store.ErrNotFound)
			}
		}
		stolen := begun(drafts.Offer, "Of another kind")
		if stolen.ID, stolen.Version = first.ID, 1; kind != drafts.Offer {
			if _, err := p.Drafts.Save(ctx, ruth, stolen); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s saved as an offer: got %v, want %v", kind, err, store.ErrNotFound)
			}
		}
		if got, err := p.Drafts.ThrowAway(ctx, ruth, first.ID, 1); err != nil || got != kind {
			t.Errorf("%s thrown away: got %q, %v, want its kind", kind, got, err)
		}
	}
}

func TestLimitsOfKinds(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	for kind, bytes := range map[drafts.Kind]int{drafts.Request: 100_000, drafts.Proposal: 500_000, drafts.Offer: 100_000} {
		frame := len(`{"title":[""],"why":[""]}`)
		for _, c := range []struct {
			name, title string
			fits        bool
		}{
			{"as much as fits", strings.Repeat("x", bytes-frame), true},
			{"a byte more", strings.Repeat("x", bytes-frame+1), false},
			{"quotes", strings.Repeat(`"`, bytes/2), false},
		} {
			_, err := p.Drafts.Save(ctx, ruth, begun(kind, c.title))
			var inv *store.Invalid
			if c.fits && err != nil || !c.fits && (!errors.As(err, &inv) || !strings.Contains(inv.On(""), "more than a draft can hold")) {
				t.Errorf("%s of a %s: got %v, want it to fit: %v", c.name, kind, err, c.fits)
			}
		}
	}
	for range drafts.Max - 1 {
		save(t, p, ruth, begun(drafts.Offer, "One of many"))
	}
	var inv *store.Invalid
	if _, err := p.Drafts.Save(ctx, ruth, begun(drafts.Offer, "One too many")); !errors.As(err, &inv) {
		t.Errorf("one too many: got %v, want a problem said", err)
	}
	save(t, p, ruth, begun(drafts.Proposal, "There is room for another kind"))
}
