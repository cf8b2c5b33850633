package intel_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models"
	"alongside/models/intel"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/store"
)

var ctx = context.Background()

// cast is a portal with the people of Meridian Freight and two of its competitors.
type cast struct {
	*models.Portal
	t     testing.TB
	clock *modelstest.Clock

	dan, ruth, greta, callum, tomasz, priya, hannah, ben, ines people.Person
	corvane, norvik                                            intel.Competitor
}

func play(t testing.TB) *cast {
	t.Helper()
	p, clock := modelstest.Portal(t)
	c := &cast{Portal: p, t: t, clock: clock}
	for first, who := range map[string]*people.Person{
		"dan": &c.dan, "ruth": &c.ruth, "greta": &c.greta, "callum": &c.callum, "tomasz": &c.tomasz,
		"priya": &c.priya, "hannah": &c.hannah, "ben": &c.ben, "ines": &c.ines,
	} {
		*who = modelstest.Person(t, p, first)
	}
	c.corvane = c.competitor("Corvane Logistics", "Corvane")
	c.norvik = c.competitor("Norvik Lines", "Norvik Lines")
	return c
}

func (c *cast) competitor(name, short string) intel.Competitor {
	c.t.Helper()
	made, err := c.Intel.AddCompetitor(ctx, c.hannah, intel.Profile{Name: name, Short: short})
	c.ok(err)
	return made
}

func (c *cast) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// refused wants an error of the kind.
func (c *cast) refused(what string, err, kind error) {
	c.t.Helper()
	if !errors.Is(err, kind) {
		c.t.Errorf("%s: got %v, want %v", what, err, kind)
	}
}

// invalid wants a problem of the field.
func (c *cast) invalid(what string, err error, field string) {
	c.t.Helper()
	var inv *store.Invalid
	if !errors.As(err, &inv) || inv.On(field) == "" {
		c.t.Errorf("%s: got %v, want a problem of %s", what, err, field)
	}
}

func capture(heard, account string) intel.Capture {
	return intel.Capture{
		Submission: uuid.New(), Competitors: []string{"corvane"}, Kind: intel.Price, Source: intel.Told, Heard: heard, Account: account,
		Segment: "Food and drink",
	}
}

func (c *cast) send(who people.Person, heard, account string, change ...func(*intel.Capture)) intel.Note {
	c.t.Helper()
	what := capture(heard, account)
	for _, f := range change {
		f(&what)
	}
	n, err := c.Intel.Send(ctx, who, what)
	c.ok(err)
	return n
}

func sensitive(c *intel.Capture) { c.Sensitive = true }

// published is a line of Corvane's card that rests on the notes.
func (c *cast) published(text string, maySay bool, notes ...int64) intel.Claim {
	c.t.Helper()
	line, err := c.Intel.AddLine(ctx, c.hannah, c.corvane.ID, uuid.New(), intel.Line{
		Words: intel.Words{Section: intel.WeWin, Text: text, MaySay: maySay}, Notes: notes,
	})
	c.ok(err)
	line, err = c.Intel.Publish(ctx, c.greta, line.ID, line.Version)
	c.ok(err)
	return line
}

// standing of a line now.
func (c *cast) standing(id int64) intel.Standing {
	c.t.Helper()
	line, err := c.Intel.ShowLine(ctx, c.ruth, id)
	c.ok(err)
	return line.Standing
}

func (c *cast) count(table string) (n int) {
	c.t.Helper()
	c.ok(c.Store.Read().Table(table).Select("count(*)").Scan(&n).Error)
	return n
}

// told is how often the person was told of events of the kind.
func (c *cast) told(who people.Person, kind string) (n int) {
	c.t.Helper()
	var events []int64
	c.ok(c.Store.Read().Raw(`SELECT id FROM events ORDER BY id`).Scan(&events).Error)
	for _, id := range events {
		c.ok(c.Notify.Announce(ctx, id))
		c.ok(c.Notify.Announce(ctx, id)) // a job that is worked twice
	}
	notices, _, err := c.Notify.Inbox(ctx, who, "")
	c.ok(err)
	for _, notice := range notices {
		if notice.Event.Kind == kind {
			n++
		}
	}
	return n
}

func date(text string) *time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return &day
}
