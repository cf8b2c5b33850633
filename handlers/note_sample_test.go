package handlers_test

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/files"
	"alongside/models/intel"
	"alongside/models/modelstest"
)

// hear files a note of the person about Norvik Lines.
func (s *site) hear(first, heard string, change ...func(*intel.Capture)) intel.Note {
	s.t.Helper()
	ctx := context.Background()
	about, err := s.portal.Intel.AddCompetitor(ctx, s.person("hannah"), intel.Profile{Name: "Norvik Lines"})
	if err != nil {
		s.t.Fatal(err)
	}
	c := intel.Capture{
		Submission: uuid.New(), Competitors: []string{about.Slug}, Kind: intel.Service, Source: intel.Told, Heard: heard,
		Account: "Halden Automotive", Segment: "Automotive",
	}
	for _, f := range change {
		f(&c)
	}
	n, err := s.portal.Intel.Send(ctx, s.person(first), c)
	if err != nil {
		s.t.Fatalf("%s hears %s: %v", first, heard, err)
	}
	return n
}

// heard is a note of Ruth's, cited by an open question of Hannah's.
func heard(s *site) intel.Note {
	s.t.Helper()
	n := s.hear("ruth", "Norvik bumps Friday slots at Immingham")
	ctx := context.Background()
	q, err := s.portal.Intel.AskField(ctx, s.person("hannah"), intel.Wanted{
		Submission: uuid.New(), Text: "What does Norvik pay for a bumped slot?", NeededBy: s.clock.Now().AddDate(0, 0, 7).UTC().Truncate(24 * time.Hour),
	})
	if err == nil {
		err = s.portal.Intel.CiteFor(ctx, s.person("hannah"), q.ID, n.ID)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// secret is in the text of every note that not everybody may see.
const secret = "Zanzibar quote"

// confided is a sensitive note of Ruth's.
func confided(s *site) intel.Note {
	s.t.Helper()
	return s.hear("ruth", secret+" of Norvik, page 2 says confidential", func(c *intel.Capture) { c.Sensitive = true })
}

// askedBack is a note of Ruth's on which Ben asked her something.
func askedBack(s *site) intel.Note {
	s.t.Helper()
	n := heard(s)
	n, err := s.portal.Intel.Answer(context.Background(), s.person("ben"), n.ID, n.Version, intel.Fate{Outcome: intel.Ask, Reply: "Which day?"})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// photo is one from the field whose bytes are kept.
func (s *site) photo() files.Upload {
	s.t.Helper()
	u, err := s.portal.Files.ReceivePhoto("board.jpg", strings.NewReader(modelstest.Sample(s.t, "jpeg")))
	if err != nil {
		s.t.Fatal(err)
	}
	return u
}

// hearAs makes a note of that number.
func (s *site) hearAs(ref string) {
	s.t.Helper()
	on, _ := activity.ParseRef(ref)
	s.exec(`SELECT setval('note_numbers', $1, false)`, on.ID)
	if got := s.hear("ruth", "They asked about customs"); got.Ref() != ref {
		s.t.Fatalf("got %s, want %s", got.Ref(), ref)
	}
}
