package ridealongs_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/intel"
	"alongside/models/ridealongs"
)

// TestBriefQuotesWhatEverybodyMayKnow: the cards of those heard of at the account as they are published, and nothing that
// rests on a sensitive note alone.
func TestBriefQuotesWhatEverybodyMayKnow(t *testing.T) {
	t.Parallel()
	c := play(t)
	visit := c.offer(c.ruth, ride("2026-12-14 09:00", func(o *ridealongs.Offer) { o.Account = "Halden Automotive" }))
	hears := func(sensitive bool, of string) intel.Note {
		n, err := c.Intel.Send(ctx, c.ben, intel.Capture{Submission: uuid.New(), Competitors: []string{of}, Kind: intel.Need, Source: intel.Told, Heard: "Heard of " + of,
			Account: "halden  automotive", Sensitive: sensitive})
		c.ok(err)
		return n
	}
	known := map[string]intel.Competitor{}
	for _, name := range []string{"Corvane", "Norvik", "Bluewake"} {
		k, err := c.Intel.AddCompetitor(ctx, c.hannah, intel.Profile{Name: name + " Logistics", Short: name})
		c.ok(err)
		known[name] = k
	}
	hears(false, known["Norvik"].Slug)
	note := hears(false, known["Corvane"].Slug)
	hears(false, known["Corvane"].Slug)
	hears(true, known["Corvane"].Slug)
	hears(true, known["Bluewake"].Slug)
	drafts := func(section intel.Section, text string) intel.Claim {
		line, err := c.Intel.AddLine(ctx, c.hannah, known["Corvane"].ID, uuid.New(), intel.Line{Words: intel.Words{Section: section, Text: text}, Notes: []int64{note.ID}})
		c.ok(err)
		return line
	}
	read, wins := drafts(intel.Read, "Ask how they prove it"), drafts(intel.WeWin, "At night")
	drafts(intel.Theirs, "Not published")
	for _, line := range []intel.Claim{read, wins} {
		_, err := c.Intel.Publish(ctx, c.ruth, line.ID, line.Version)
		c.ok(err)
	}
	by := c.clock.Now().AddDate(0, 0, 9).UTC().Truncate(24 * time.Hour)
	for text, about := range map[string]int64{"Who decides?": 0, "Why at night?": known["Corvane"].ID, "Who owns them?": known["Bluewake"].ID} {
		_, err := c.Intel.AskField(ctx, c.hannah, intel.Wanted{Submission: uuid.New(), Competitor: about, Text: text, Why: "For the brochure", NeededBy: by})
		c.ok(err)
	}

	c.queries("brief", 3, func() error {
		b, err := c.BriefOf(ctx, visit)
		if b.Check != nil || b.Heard.Notes != 3 || len(b.Heard.Cards) != 2 {
			t.Fatalf("got %+v, want two competitors in three notes", b)
		}
		card := b.Heard.Cards[0]
		want := intel.ShownLine{Text: "Ask how they prove it", Standing: intel.Thin}
		if card.Slug != "corvane" || card.Notes != 2 || card.Lines != 2 || len(card.Read) != 1 || card.Read[0] != want {
			t.Errorf("got %+v, want the published line of the one of most notes", card)
		}
		if other := b.Heard.Cards[1]; other.Slug != "norvik" || len(other.Read) != 0 || other.Lines != 0 {
			t.Errorf("got %+v, want nothing of Norvik's card", other)
		}
		if q := b.Heard.Questions; len(q) != 2 || !q[0].NeededBy.Equal(by) || q[0].About+q[1].About != "Corvane" || q[0].Why == "" {
			t.Errorf("got %+v, want the one about Corvane and the one about nobody", q)
		}
		return err
	})
	session := c.offer(c.hannah, sit("2026-12-15 09:00"))
	if b, err := c.BriefOf(ctx, session); err != nil || b.Heard.Notes != 0 || len(b.Heard.Cards) != 0 || len(b.Heard.Questions) != 1 {
		t.Errorf("got %+v %v, want the question about nobody alone", b, err)
	}
}
