package intel_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models/intel"
	"alongside/models/store"
)

// TestTheSameNoteIsOneNote, sent twenty times at once, and again when its key was forgotten.
func TestTheSameNoteIsOneNote(t *testing.T) {
	t.Parallel()
	c := play(t)
	what := capture("Corvane quotes 48 hours to Leeds", "Northgate Foods")
	got, errs := make([]intel.Note, 20), make([]error, 20)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			<-start
			got[i], errs[i] = c.Intel.Send(ctx, c.callum, what)
		})
	}
	close(start)
	all.Wait()
	c.ok(errors.Join(errs...))
	for _, n := range got {
		if n.ID != got[0].ID || n.ID == 0 {
			t.Errorf("got %s, want all of them %s", n.Ref(), got[0].Ref())
		}
	}
	c.clock.Set(t, "2026-12-02 19:00")
	c.ok(c.Store.Read().Exec(`DELETE FROM submissions`).Error)
	again, err := c.Intel.Send(ctx, c.callum, what)
	if err != nil || again.ID != got[0].ID {
		t.Errorf("a week later: got %s %v, want %s", again.Ref(), err, got[0].Ref())
	}
	for _, table := range []string{"notes", "promises", "turns"} {
		if n := c.count(table); n != 1 {
			t.Errorf("got %d %s, want 1", n, table)
		}
	}
	what.Heard = "Something else"
	_, err = c.Intel.Send(ctx, c.callum, what)
	c.refused("other words by the same key", err, store.ErrConflict)
	next := c.send(c.callum, "Another", "")
	if next.ID != got[0].ID+1 {
		t.Errorf("got %s, want no number lost after %s", next.Ref(), got[0].Ref())
	}
}

func TestCaptureSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	c := play(t)
	for field, change := range map[string]func(*intel.Capture){
		"competitor": func(c *intel.Capture) { c.Competitors = nil },
		"kind":       func(c *intel.Capture) { c.Kind = "gossip" },
		"heard":      func(c *intel.Capture) { c.Heard = strings.Repeat("x", 12_000) },
		"source":     func(c *intel.Capture) { c.Source = "" },
		"opinion":    func(c *intel.Capture) { c.Opinion = strings.Repeat("x", 2001) },
		"account":    func(c *intel.Capture) { c.Account = "two\nlines" },
		"segment":    func(c *intel.Capture) { c.Segment = strings.Repeat("x", 61) },
		"heard_on":   func(c *intel.Capture) { c.HeardOn = date("2026-12-24") },
	} {
		what := capture("Corvane quotes 48 hours", "Northgate Foods")
		change(&what)
		_, err := c.Intel.Send(ctx, c.callum, what)
		c.invalid("send", err, field)
		if field == "heard" && !strings.Contains(err.(*store.Invalid).On("heard"), "at most 4000 characters; this has 12000") {
			t.Errorf("got %v, want how many are too many", err)
		}
	}
	_, err := c.Intel.Send(ctx, c.ines, capture("Heard", ""))
	c.refused("a reader", err, store.ErrForbidden)
	unknown := capture("Heard", "")
	unknown.Competitors = []string{"corvane", "x' OR 1=1"}
	_, err = c.Intel.Send(ctx, c.callum, unknown)
	c.invalid("somebody unknown", err, "competitor")
	if n := c.count("notes"); n != 0 {
		t.Errorf("got %d notes, want none", n)
	}
}

func TestNewNamesAreMadeOnce(t *testing.T) {
	t.Parallel()
	c := play(t)
	named := func(name string) func(*intel.Capture) {
		return func(c *intel.Capture) { c.Competitors, c.NewCompetitor = nil, name }
	}
	for _, name := range []string{"Blue  Wake", "blue wake", "CORVANE"} {
		c.send(c.callum, "Heard of "+name, "", named(name))
	}
	all, err := c.Intel.Competitors(ctx)
	c.ok(err)
	if len(all) != 3 || all[0].Slug != "blue-wake" {
		t.Errorf("got %+v, want one more, called once", all)
	}
	hidden := capture("Their quote", "")
	hidden.Competitors, hidden.NewCompetitor, hidden.Sensitive = nil, "Portlane", true
	_, err = c.Intel.Send(ctx, c.callum, hidden)
	c.invalid("a new name of a sensitive note", err, "competitor")
	nobody := capture("They want one number to ring", "Halden Automotive")
	nobody.Competitors, nobody.Nobody = nil, true
	n, err := c.Intel.Send(ctx, c.hannah, nobody)
	if err != nil || n.About != "" {
		t.Errorf("got %+v %v, want a note about nobody", n, err)
	}
}

func TestAnswersArePromised(t *testing.T) {
	t.Parallel()
	c := play(t) // Wednesday 09:14
	for _, w := range []struct {
		urgent bool
		due    string
	}{{false, "Fri 27 Nov 17:00"}, {true, "Wed 25 Nov 13:14"}} {
		n := c.send(c.callum, "Corvane quotes 48 hours", "", func(c *intel.Capture) { c.Urgent = w.urgent })
		whole, err := c.Intel.Show(ctx, c.ruth, n.ID)
		c.ok(err)
		if got := whole.Row.DueAt.Format("Mon 2 Jan 15:04"); got != w.due || whole.Row.OwedBy != "marketing" {
			t.Errorf("urgent %t: got %s by %s, want %s by Marketing", w.urgent, got, whole.Row.OwedBy, w.due)
		}
	}
	first := c.send(c.callum, "One", "").Submission
	if first == uuid.Nil {
		t.Error("got no submission, want it kept")
	}
}
