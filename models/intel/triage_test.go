package intel_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/modelstest"
	"alongside/models/promises"
	"alongside/models/store"
)

// TestTheAuthorIsToldOnce of each fate, however often the announcing job runs.
func TestTheAuthorIsToldOnce(t *testing.T) {
	t.Parallel()
	request := []activity.Subject{{Kind: activity.KindRequest, ID: 412}}
	for _, w := range []struct {
		fate  intel.Fate
		kind  string
		state intel.State
	}{
		{intel.Fate{Outcome: intel.Use, Reply: "Leads the card", Used: request}, "note-used", intel.Used},
		{intel.Fate{Outcome: intel.Use, Reply: "In my talk", Elsewhere: "The autumn talk"}, "note-used", intel.Used},
		{intel.Fate{Outcome: intel.File, Reply: "True and useful later"}, "note-filed", intel.Filed},
		{intel.Fate{Outcome: intel.Ask, Reply: "On paper?"}, "note-asked", intel.Asked},
		{intel.Fate{Outcome: intel.Same, Reply: "As Greta heard", Of: 1}, "note-merged", intel.Duplicate},
	} {
		t.Run(w.kind, func(t *testing.T) {
			t.Parallel()
			c := play(t)
			c.send(c.greta, "48 hours to Leeds", "Tamar Seafoods")
			n := c.send(c.callum, "Corvane quotes 48 hours", "Northgate Foods")
			_, err := c.Intel.Answer(ctx, c.ruth, n.ID, n.Version, w.fate)
			c.refused("Sales answers", err, store.ErrForbidden)
			got, err := c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, w.fate)
			c.ok(err)
			if got.State != w.state || got.Reply != w.fate.Reply {
				t.Errorf("got %s %q, want %s", got.State, got.Reply, w.state)
			}
			_, err = c.Intel.Answer(ctx, c.ben, n.ID, n.Version, w.fate)
			c.refused("an older version", err, store.ErrConflict)
			if told := c.told(c.callum, w.kind); told != 1 {
				t.Errorf("got told %d times, want once", told)
			}
			whole, err := c.Intel.Show(ctx, c.callum, n.ID)
			c.ok(err)
			if used := len(whole.Uses); used != len(w.fate.Used) {
				t.Errorf("got %d uses, want %d", used, len(w.fate.Used))
			}
			own, err := c.Intel.Own(ctx, c.callum)
			c.ok(err)
			answered := 1
			if w.state == intel.Asked {
				answered = 0
			}
			if own.Notes != 1 || own.Answered != answered {
				t.Errorf("got %+v, want %d answered of 1", own, answered)
			}
		})
	}
}

func TestAnswersSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "Corvane quotes 48 hours", "")
	for field, fate := range map[string]intel.Fate{
		"outcome": {Outcome: "bin", Reply: "No"}, "reply": {Outcome: intel.File}, "used": {Outcome: intel.Use, Reply: "Used"},
		"of": {Outcome: intel.Same, Reply: "Same", Of: 999},
	} {
		_, err := c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, fate)
		c.invalid(field, err, field)
	}
	_, err := c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.Same, Reply: "Same", Of: n.ID})
	c.invalid("the same as itself", err, "of")
	hidden := c.send(c.callum, "A written quote", "", sensitive)
	_, err = c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.Same, Reply: "Same", Of: hidden.ID})
	c.invalid("the same as a sensitive one", err, "of")
}

// TestAskingBackPausesMarketing to the second: the author's time is the author's.
func TestAskingBackPausesMarketing(t *testing.T) {
	t.Parallel()
	c := play(t) // Wednesday 09:14, so the answer is due on Friday
	n := c.send(c.callum, "Corvane quotes 48 hours", "Northgate Foods")
	c.clock.Set(t, "2026-11-25 12:00")
	n, err := c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.Ask, Reply: "On paper?"})
	c.ok(err)
	owed, err := modelstest.Owes(ctx, c.Portal, c.callum)
	if err != nil || len(owed) != 1 || owed[0].Kind != intel.PromiseReply || owed[0].DueAt.Format("Mon 15:04") != "Thu 12:00" {
		t.Fatalf("got %+v %v, want the author's reply by Thursday noon", owed, err)
	}
	_, err = c.Intel.Reply(ctx, c.ruth, n.ID, n.Version, "I know")
	c.refused("somebody else replies", err, store.ErrForbidden)
	c.clock.Set(t, "2026-11-26 11:00") // seven working hours later
	n, err = c.Intel.Reply(ctx, c.callum, n.ID, n.Version, "In an email")
	c.ok(err)
	_, err = c.Intel.Reply(ctx, c.callum, n.ID, n.Version, "Again")
	c.refused("no question is open", err, store.ErrConflict)
	triage, err := c.Intel.Triage(ctx, c.ben)
	if err != nil || len(triage) != 1 || triage[0].DueAt.Format("Mon 15:04") != "Mon 16:00" {
		t.Fatalf("got %+v %v, want it due on Monday at 16:00, seven working hours after Friday 17:00", triage, err)
	}
	c.clock.Set(t, "2026-11-30 16:01")
	n, err = c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.File, Reply: "Kept"})
	if err != nil || !*n.Late {
		t.Errorf("got %+v %v, want it answered a minute late", n, err)
	}
	account, err := c.Promises.Account(ctx, n.Subject())
	c.ok(err)
	if p := account.Promises; len(p) != 2 || *p[0].Outcome != promises.Late || *p[1].Outcome != promises.Kept {
		t.Errorf("got %+v, want Marketing's promise late and the author's kept", p)
	}
	whole, err := c.Intel.Show(ctx, c.callum, n.ID)
	c.ok(err)
	last := whole.History[len(whole.History)-1]
	if d := last.Detail; last.Kind != "note-filed" || d.Used != (23*60+47)*60 || !d.Late {
		t.Errorf("got %+v, want 23 h 47 of Marketing’s time, late", d)
	}
	used, err := c.Intel.Answer(ctx, c.ben, n.ID, n.Version, intel.Fate{Outcome: intel.Use, Reply: "Used after all", Elsewhere: "The deck"})
	if err != nil || used.State != intel.Used || !used.AnsweredAt.Equal(*n.AnsweredAt) {
		t.Errorf("got %+v %v, want it used, and answered when it was first", used, err)
	}
}

// TestAnsweringWhileAskedBack closes both promises.
func TestAnsweringWhileAskedBack(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "Corvane quotes 48 hours", "")
	n, err := c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.Ask, Reply: "On paper?"})
	c.ok(err)
	n, err = c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.File, Reply: "Found it myself"})
	c.ok(err)
	if *n.Late {
		t.Error("got it late, want it in time")
	}
	for _, who := range []int64{c.callum.ID, c.hannah.ID} {
		var open int
		c.ok(c.Store.Read().Raw(`SELECT count(*) FROM promises WHERE closed_at IS NULL`).Scan(&open).Error)
		if open != 0 {
			t.Errorf("person %d: got %d open promises, want none", who, open)
		}
	}
	n, err = c.Intel.Withdraw(ctx, c.callum, n.ID, n.Version, "They misread the mail")
	c.ok(err)
	_, err = c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.File, Reply: "Kept"})
	c.refused("a withdrawn note", err, store.ErrConflict)
}

// TestWitnessesAreAccountsNotClicks and one's own note has none of oneself.
func TestWitnessesAreAccountsNotClicks(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "Corvane quotes 48 hours", "Northgate Foods")
	heard := intel.HeardToo{Account: "Ostrava Steel", Source: intel.Told, HeardOn: date("2026-11-24")}
	_, err := c.Intel.HearToo(ctx, c.callum, n.ID, heard)
	c.refused("one's own note", err, store.ErrForbidden)
	_, err = c.Intel.HearToo(ctx, c.tomasz, n.ID, intel.HeardToo{Source: intel.Told})
	c.invalid("no account", err, "account")
	for range 3 {
		n, err = c.Intel.HearToo(ctx, c.tomasz, n.ID, heard)
		c.ok(err)
	}
	for _, w := range []struct{ account string }{{"ostrava  STEEL"}, {"Northgate foods"}} {
		heard.Account = w.account
		n, err = c.Intel.HearToo(ctx, c.greta, n.ID, heard)
		c.ok(err)
	}
	if n.Accounts != 2 || n.Witnesses != 2 {
		t.Errorf("got %d accounts and %d others, want 2 and 2", n.Accounts, n.Witnesses)
	}
	if told := c.told(c.callum, "witnessed"); told != 3 {
		t.Errorf("got told %d times, want once for each witness", told)
	}
	whole, err := c.Intel.Show(ctx, c.ruth, n.ID)
	c.ok(err)
	for _, w := range whole.Witnesses {
		if w.PersonID == c.greta.ID {
			_, err := c.Intel.Unhear(ctx, c.tomasz, n.ID, w.ID)
			c.ok(err)
		}
	}
	mine := whole.Witnesses[len(whole.Witnesses)-1]
	if n, err = c.Intel.Unhear(ctx, c.tomasz, n.ID, mine.ID); err != nil || n.Witnesses != 1 || n.Accounts != 2 {
		t.Errorf("got %d others at %d accounts %v, want Greta alone: nobody takes back another's word", n.Witnesses, n.Accounts, err)
	}
}

// TestADuplicateIsAWitness with all that rested on it.
func TestADuplicateIsAWitness(t *testing.T) {
	t.Parallel()
	c := play(t)
	first := c.send(c.greta, "48 hours to Leeds", "Tamar Seafoods")
	second := c.send(c.callum, "Two days to the door", "Northgate Foods")
	_, err := c.Intel.HearToo(ctx, c.greta, second.ID, intel.HeardToo{Account: "Pellow & Sons", Source: intel.Told})
	c.ok(err)
	_, err = c.Intel.HearToo(ctx, c.tomasz, second.ID, intel.HeardToo{Account: "Ostrava Steel", Source: intel.Told})
	c.ok(err)
	line := c.published("They promise two days", false, second.ID)
	third := c.send(c.greta, "Leeds in 48 hours", "Fennick Brewing")
	for _, n := range []intel.Note{second, third} {
		n, err := c.Intel.Answer(ctx, c.hannah, n.ID, n.Version, intel.Fate{Outcome: intel.Same, Reply: "The same as Greta’s", Of: first.ID})
		c.ok(err)
		_, err = c.Intel.HearToo(ctx, c.ruth, n.ID, intel.HeardToo{Account: "Calder", Source: intel.Saw})
		c.refused("a duplicate", err, store.ErrConflict)
	}
	whole, err := c.Intel.Show(ctx, c.ruth, first.ID)
	c.ok(err)
	if whole.Note.Witnesses != 2 || whole.Note.Accounts != 3 || len(whole.Witnesses) != 2 {
		t.Errorf("got %d others at %d accounts, want Callum and Tomasz at 3 in all: Greta wrote it herself", whole.Note.Witnesses, whole.Note.Accounts)
	}
	if len(whole.Uses) != 1 || whole.Uses[0].On != line.Subject() || c.standing(line.ID) != intel.Supported {
		t.Errorf("got %+v %s, want the line to rest on the first note", whole.Uses, c.standing(line.ID))
	}
	page, err := c.Intel.List(ctx, c.ruth, intel.Filter{})
	if err != nil || len(page.Rows) != 1 {
		t.Errorf("got %d notes %v, want the first alone", len(page.Rows), err)
	}
	_, err = c.Intel.Answer(ctx, c.hannah, first.ID, whole.Note.Version, intel.Fate{Outcome: intel.Same, Reply: "Round", Of: second.ID})
	c.invalid("the same as its own duplicate", err, "of")
}

func TestCommentsAreSaidOnce(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "Corvane quotes 48 hours", "")
	submission := uuid.New()
	for range 2 {
		_, err := c.Intel.Comment(ctx, c.ruth, n.ID, submission, "Calder Valley has it in an email, @Greta")
		c.ok(err)
	}
	if a, b := c.told(c.callum, "commented"), c.told(c.greta, "commented"); a != 1 || b != 1 {
		t.Errorf("got the author told %d times and Greta %d, want once each", a, b)
	}
	_, err := c.Intel.Comment(ctx, c.ines, n.ID, uuid.New(), "Hello")
	c.refused("a reader", err, store.ErrForbidden)
	if _, err := c.Intel.Show(ctx, c.ines, n.ID); errors.Is(err, store.ErrNotFound) {
		t.Errorf("a reader reads: got %v, want the note", err)
	}
}
