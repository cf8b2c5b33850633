package intel_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/intel"
	"alongside/models/modelstest"
	"alongside/models/promises"
	"alongside/models/store"
)

func words(section intel.Section, text string) intel.Words {
	return intel.Words{Section: section, Text: text}
}

func TestNobodyPublishesAlone(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "Corvane quotes 48 hours", "Northgate Foods")
	line, err := c.Intel.AddLine(ctx, c.hannah, c.corvane.ID, uuid.New(), intel.Line{Words: words(intel.TheyWin, "48 hours door to door")})
	c.ok(err)
	_, err = c.Intel.Publish(ctx, c.hannah, line.ID, line.Version)
	c.refused("its only author", err, store.ErrForbidden)
	_, err = c.Intel.Publish(ctx, c.greta, line.ID, line.Version)
	c.invalid("without a source", err, "notes")
	saved, err := c.Intel.SaveLine(ctx, c.hannah, line.ID, line.Version, intel.Line{Words: line.Drafted(), Notes: []int64{n.ID}})
	c.ok(err)
	_, err = c.Intel.Publish(ctx, c.greta, line.ID, line.Version)
	c.refused("an older version", err, store.ErrConflict)
	_, err = c.Intel.Publish(ctx, c.ines, line.ID, saved.Version)
	c.refused("a reader", err, store.ErrForbidden)
	published, err := c.Intel.Publish(ctx, c.greta, line.ID, saved.Version)
	if err != nil || published.Standing != intel.Thin || published.ShownText != "48 hours door to door" {
		t.Fatalf("got %+v %v, want it published and thin", published, err)
	}
	if told := c.told(c.callum, "note-cited"); told != 1 {
		t.Errorf("got the note's author told %d times, want once", told)
	}
	_, err = c.Intel.Publish(ctx, c.greta, line.ID, published.Version)
	c.refused("nothing changed", err, store.ErrConflict)

	_, err = c.Intel.SaveLine(ctx, c.greta, line.ID, published.Version, intel.Line{Words: published.Drafted()})
	c.invalid("taking its last source", err, "notes")
	mine, err := c.Intel.SaveLine(ctx, c.greta, line.ID, published.Version, intel.Line{Words: words(intel.TheyWin, "48 hours if the load is full"), Notes: []int64{n.ID}})
	c.ok(err)
	if mine.ShownText != "48 hours door to door" || !mine.Changed {
		t.Errorf("got %q shown, want the card as it was until somebody publishes", mine.ShownText)
	}
	both, err := c.Intel.SaveLine(ctx, c.hannah, line.ID, mine.Version, intel.Line{Words: words(intel.TheyWin, "48 hours, if the load is full"), Notes: []int64{n.ID}})
	c.ok(err)
	if again, err := c.Intel.Publish(ctx, c.hannah, line.ID, both.Version); err != nil || again.ShownText != "48 hours, if the load is full" {
		t.Errorf("got %q %v, want one of two authors to publish", again.ShownText, err)
	}
	if told := c.told(c.callum, "note-cited"); told != 1 {
		t.Errorf("got the note's author told %d times, want still once", told)
	}
}

// TestLinesStandOnTheirNotes in the same transaction as the cause.
func TestLinesStandOnTheirNotes(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "Corvane quotes 48 hours", "Northgate Foods")
	line := c.published("48 hours door to door", false, n.ID)
	stands := func(after string, want intel.Standing) {
		t.Helper()
		if got := c.standing(line.ID); got != want {
			t.Errorf("after %s: got %s, want %s", after, got, want)
		}
	}
	stands("one account", intel.Thin)
	_, err := c.Intel.HearToo(ctx, c.tomasz, n.ID, intel.HeardToo{Account: "Northgate Foods", Source: intel.Told})
	c.ok(err)
	stands("the same account again", intel.Thin)
	n, err = c.Intel.HearToo(ctx, c.tomasz, n.ID, intel.HeardToo{Account: "Ostrava Steel", Source: intel.Hand})
	c.ok(err)
	stands("another account", intel.Supported)
	other := c.send(c.greta, "Three days, their own driver says", "Tamar Seafoods")
	_, err = c.Intel.Dispute(ctx, c.greta, line.ID, other.ID, "Three days")
	c.ok(err)
	stands("a dispute", intel.Disputed)
	shown, err := c.Intel.ShowLine(ctx, c.ruth, line.ID)
	if err != nil || len(shown.Cites) != 2 {
		t.Errorf("got %+v %v, want both notes shown", shown.Cites, err)
	}
	now, err := c.Intel.Settle(ctx, c.hannah, line.ID, shown.Version, "Three days was in August")
	c.ok(err)
	if now.Standing != intel.Supported {
		t.Errorf("settled: got %s, want supported", now.Standing)
	}
	n, err = c.Intel.Hide(ctx, c.callum, n.ID, n.Version)
	c.ok(err)
	stands("its note was hidden", intel.Stale)
	n, err = c.Intel.Decide(ctx, c.dan, n.ID, n.Version, intel.Clear, "", "It was in the newspaper")
	c.ok(err)
	stands("it was cleared", intel.Supported)
	_, err = c.Intel.Withdraw(ctx, c.callum, n.ID, n.Version, "Not true any more")
	c.ok(err)
	stands("its last note was withdrawn", intel.Stale)
	if told := c.told(c.hannah, "line-stands"); told == 0 {
		t.Error("got the owner told nothing, want how the line stands")
	}
}

// TestTimeMakesLinesStale on the right day and on no other.
func TestTimeMakesLinesStale(t *testing.T) {
	t.Parallel()
	c := play(t) // 25 November
	heard := func(on string) func(*intel.Capture) { return func(c *intel.Capture) { c.HeardOn = date(on) } }
	a := c.send(c.callum, "48 hours", "Northgate Foods", heard("2026-06-30"))
	b := c.send(c.greta, "48 hours", "Tamar Seafoods", heard("2026-11-20"))
	line := c.published("48 hours door to door", false, a.ID, b.ID)
	for _, w := range []struct {
		on   string
		want intel.Standing
	}{
		{"2026-12-26 09:00", intel.Supported}, // 179 days after 30 June
		{"2026-12-27 09:00", intel.Thin},
		{"2027-02-23 23:30", intel.Thin}, // the last day of the 90
		{"2027-02-24 00:30", intel.Stale},
	} {
		c.clock.Set(t, w.on)
		_, err := c.Intel.Age(ctx)
		c.ok(err)
		if got := c.standing(line.ID); got != w.want {
			t.Errorf("on %s: got %s, want %s", w.on, got, w.want)
		}
		if n, err := c.Intel.Age(ctx); err != nil || n != 0 {
			t.Errorf("on %s: got %d lines to look at again %v, want none", w.on, n, err)
		}
	}
}

// TestTheSheetHoldsWhatMayBeSaid and nothing else of the card.
func TestTheSheetHoldsWhatMayBeSaid(t *testing.T) {
	t.Parallel()
	c := play(t)
	a := c.send(c.callum, "Their Friday slots get bumped", "Northgate Foods")
	b := c.send(c.greta, "Friday is a lottery", "Tamar Seafoods")
	c.published("Fridays leave at 21:00", true, a.ID, b.ID)
	c.published("Internal: they are cheaper", false, a.ID, b.ID)
	draft, err := c.Intel.AddLine(ctx, c.hannah, c.corvane.ID, uuid.New(), intel.Line{Words: intel.Words{Section: intel.Proof, Text: "Internal: a draft", MaySay: true}, Notes: []int64{a.ID}})
	c.ok(err)
	_, err = c.Intel.Publish(ctx, c.greta, draft.ID, draft.Version)
	c.invalid("one account", err, "may_say")
	names, err := c.Intel.AddLine(ctx, c.hannah, c.corvane.ID, uuid.New(), intel.Line{
		Words: intel.Words{Section: intel.Proof, Text: "Ask tamar seafoods how it was, internal", MaySay: true}, Notes: []int64{a.ID, b.ID}})
	c.ok(err)
	_, err = c.Intel.Publish(ctx, c.greta, names.ID, names.Version)
	c.invalid("a customer's name", err, "may_say")
	turned := c.published("Fridays are safe", true, a.ID, b.ID)
	turned, err = c.Intel.SaveLine(ctx, c.hannah, turned.ID, turned.Version, intel.Line{Words: intel.Words{Section: intel.WeWin, Text: "Internal: Fridays are not safe", MaySay: true}, Notes: []int64{a.ID, b.ID}})
	c.ok(err)
	gone := c.published("Internal: retired", true, a.ID, b.ID)
	_, err = c.Intel.Retire(ctx, c.hannah, gone.ID, gone.Version, "Old")
	c.ok(err)
	disputed := c.published("Internal: disputed", true, a.ID, b.ID)
	other := c.send(c.ruth, "Not so on the Grimsby lane", "Calder")
	_, err = c.Intel.Dispute(ctx, c.ruth, disputed.ID, other.ID, "Grimsby")
	c.ok(err)

	sheet, err := c.Intel.Sheet(ctx, c.greta, "corvane")
	c.ok(err)
	text, err := json.Marshal([]any{sheet.Lines})
	c.ok(err)
	for _, w := range []string{"nternal", "Northgate", "Tamar", "IN-", "Corvane"} {
		if strings.Contains(string(text), w) {
			t.Errorf("got %s on the sheet, want no %q", text, w)
		}
	}
	if len(sheet.Lines) != 2 || sheet.Lines[1].Text != "Fridays are safe" || sheet.Held != 1 {
		t.Errorf("got %+v, held %d, want the two lines as published and one held back", sheet.Lines, sheet.Held)
	}
}

func TestWrongIsAnswered(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "They subcontract the Leeds run", "Northgate Foods")
	line := c.published("They subcontract", false, n.ID)
	for range 2 {
		_, err := c.Intel.MarkLine(ctx, c.ruth, line.ID, false, "Their own fleet since June")
		c.ok(err)
	}
	marked, err := c.Intel.MarkLine(ctx, c.greta, line.ID, true, "")
	c.ok(err)
	owed, err := modelstest.Owes(ctx, c.Portal, c.hannah)
	owed = slices.DeleteFunc(owed, func(p promises.Promise) bool { return p.Kind == intel.PromiseAnswer })
	if err != nil || len(owed) != 1 || owed[0].Kind != intel.PromiseCheck || owed[0].DueAt.Format("Mon 2 Jan") != "Mon 30 Nov" {
		t.Fatalf("got %+v %v, want the owner to check it within three days", owed, err)
	}
	if told := c.told(c.hannah, "line-wrong"); told != 1 {
		t.Errorf("got the owner told %d times, want once", told)
	}
	shown, err := c.Intel.ShowLine(ctx, c.ruth, line.ID)
	if err != nil || shown.Helped != 1 || shown.Wrong != 1 || shown.Mine == nil || *shown.Mine {
		t.Errorf("got %+v %v, want one of each and Ruth's own", shown, err)
	}
	marked, err = c.Intel.SaveLine(ctx, c.hannah, line.ID, marked.Version, intel.Line{Words: words(intel.Careful, "Do not say they subcontract"), Notes: []int64{n.ID}})
	c.ok(err)
	_, err = c.Intel.Publish(ctx, c.ruth, line.ID, marked.Version)
	c.ok(err)
	if owed, err := modelstest.Owes(ctx, c.Portal, c.hannah); err != nil || len(owed) != 1 {
		t.Errorf("got %v %v, want nothing but the answer to the note owed after it was put right", owed, err)
	}
}

// TestRenewedLinesHold for ninety days more, and answer whoever said that they are wrong.
func TestRenewedLinesHold(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "They subcontract the Leeds run", "Northgate Foods")
	line := c.published("They subcontract", false, n.ID)
	c.clock.Set(t, "2027-02-24 09:00")
	_, err := c.Intel.Age(ctx)
	c.ok(err)
	if got := c.standing(line.ID); got != intel.Stale {
		t.Fatalf("past its day: got %s, want stale", got)
	}
	marked, err := c.Intel.MarkLine(ctx, c.ruth, line.ID, false, "")
	c.ok(err)
	_, err = c.Intel.Renew(ctx, c.ines, line.ID, marked.Version)
	c.refused("a reader", err, store.ErrForbidden)
	_, err = c.Intel.Renew(ctx, c.greta, line.ID, line.Version)
	c.refused("an older version", err, store.ErrConflict)
	now, err := c.Intel.Renew(ctx, c.greta, line.ID, marked.Version)
	if err != nil || now.Standing != intel.Thin || !now.ReviewBy.Equal(*date("2027-05-25")) || now.PromiseID != nil {
		t.Errorf("got %s until %s, owed %v, %v, want thin until 25 May and answered", now.Standing, now.ReviewBy, now.PromiseID, err)
	}
	c.clock.Set(t, "2027-05-25 09:00") // its note is older than 180 days
	_, err = c.Intel.Age(ctx)
	c.ok(err)
	renewed, err := c.Intel.Renew(ctx, c.greta, line.ID, now.Version)
	if err != nil || renewed.Standing != intel.Stale {
		t.Errorf("got %s %v, want it stale as long as its notes are old", renewed.Standing, err)
	}
}

func TestLinesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	c := play(t)
	hidden := c.send(c.callum, "A quote", "", sensitive)
	for field, line := range map[string]intel.Line{
		"section":   {Words: words("top", "Line")},
		"line":      {Words: words(intel.WeWin, strings.Repeat("x", 161))},
		"url":       {Words: words(intel.WeWin, "Line"), Pages: []intel.PublicPage{{URL: "javascript:alert(1)", SeenOn: *date("2026-11-24")}}},
		"seen_on":   {Words: words(intel.WeWin, "Line"), Pages: []intel.PublicPage{{URL: "https://norvik.example/sailings"}}},
		"notes":     {Words: words(intel.WeWin, "Line"), Notes: []int64{hidden.ID}},
		"review_by": {Words: words(intel.WeWin, "Line"), ReviewBy: date("2028-01-01")},
		"owner":     {Words: words(intel.WeWin, "Line"), Owner: c.ines.ID},
	} {
		_, err := c.Intel.AddLine(ctx, c.hannah, c.corvane.ID, uuid.New(), line)
		c.invalid(field, err, field)
	}
	page := intel.Line{Words: words(intel.AskThis, "How many sailings?"), Pages: []intel.PublicPage{{URL: "https://norvik.example/a\"b,{c}", SeenOn: *date("2026-11-24")}}}
	for i := range 4 {
		line, err := c.Intel.AddLine(ctx, c.hannah, c.corvane.ID, uuid.New(), page)
		c.ok(err)
		_, err = c.Intel.Publish(ctx, c.greta, line.ID, line.Version)
		if i == 3 {
			c.invalid("a fourth question", err, "section")
		} else {
			c.ok(err)
		}
	}
	if n := c.count("claims"); n != 4 {
		t.Errorf("got %d lines, want the four with pages", n)
	}
}

func TestWhatChangedSinceOneLooked(t *testing.T) {
	t.Parallel()
	c := play(t)
	n := c.send(c.callum, "48 hours", "Northgate Foods")
	c.published("48 hours door to door", false, n.ID)
	fresh := func() (lines int) {
		card, err := c.Intel.Card(ctx, c.ruth, "corvane")
		c.ok(err)
		for _, l := range card.Lines {
			if l.New {
				lines++
			}
		}
		overview, err := c.Intel.Overview(ctx, c.ruth)
		c.ok(err)
		if overview[0].Changed != lines {
			t.Errorf("got %d changed on the list, want %d as on the card", overview[0].Changed, lines)
		}
		return lines
	}
	if got := fresh(); got != 1 {
		t.Errorf("never looked: got %d new, want 1", got)
	}
	c.ok(c.Intel.Looked(ctx, c.ruth, c.corvane.ID, c.Store.Now()))
	if got := fresh(); got != 0 {
		t.Errorf("looked: got %d new, want none", got)
	}
	c.clock.SetTime(c.clock.Now().Add(time.Hour))
	_, err := c.Intel.HearToo(ctx, c.greta, n.ID, intel.HeardToo{Account: "Tamar Seafoods", Source: intel.Told})
	c.ok(err)
	if got := fresh(); got != 1 {
		t.Errorf("it stands better: got %d new, want 1", got)
	}
	if _, err := c.Intel.Card(ctx, c.ruth, "nobody"); err != store.ErrNotFound {
		t.Errorf("got %v, want %v", err, store.ErrNotFound)
	}
}

func TestDealsAndQuestions(t *testing.T) {
	t.Parallel()
	c := play(t)
	deal := intel.DealReport{Submission: uuid.New(), Competitor: c.corvane.ID, Account: "Pellow & Sons", Won: true, Reason: "service", Others: []intel.Reason{"price"}}
	for range 2 {
		c.ok(c.Intel.TellDeal(ctx, c.greta, deal))
	}
	bad := deal
	bad.Submission, bad.Reason = uuid.New(), "weather"
	c.invalid("no reason of the twelve", c.Intel.TellDeal(ctx, c.greta, bad), "reason")
	bad.Reason, bad.Competitor = "price", 999
	c.invalid("nobody known", c.Intel.TellDeal(ctx, c.greta, bad), "competitor")
	counts, err := c.Intel.WinLoss(ctx, 2026, 0)
	if err != nil || len(counts) != 1 || counts[0] != (intel.Count{Reason: "service", Won: 1}) || len(intel.Reasons) != 12 {
		t.Errorf("got %+v %v, want one deal won, of twelve reasons", counts, err)
	}

	n := c.send(c.callum, "48 hours, on paper", "Northgate Foods")
	q, err := c.Intel.AskField(ctx, c.hannah, intel.Wanted{Submission: uuid.New(), Competitor: c.corvane.ID, Text: "Is it real?", NeededBy: *date("2026-12-04")})
	c.ok(err)
	_, err = c.Intel.AskField(ctx, c.hannah, intel.Wanted{Submission: uuid.New(), Text: "When?", NeededBy: *date("2026-11-01")})
	c.invalid("a day that has passed", err, "needed_by")
	c.invalid("closing without a note", c.Intel.CloseQuestion(ctx, c.hannah, q.ID, q.Version, "Yes"), "notes")
	c.ok(c.Intel.CiteFor(ctx, c.callum, q.ID, n.ID))
	c.ok(c.Intel.CiteFor(ctx, c.callum, q.ID, n.ID))
	open, err := c.Intel.OpenQuestions(ctx, n.ID)
	if err != nil || len(open) != 1 || !open[0].Cites || len(open[0].Notes) != 1 {
		t.Errorf("got %+v %v, want it to cite the note once", open, err)
	}
	c.ok(c.Intel.CloseQuestion(ctx, c.hannah, q.ID, q.Version, "Yes, if the trailer is full"))
	c.refused("closing it again", c.Intel.CloseQuestion(ctx, c.ben, q.ID, q.Version, "No"), store.ErrConflict)
	c.refused("citing for what is closed", c.Intel.CiteFor(ctx, c.callum, q.ID, n.ID), store.ErrConflict)
	if told := c.told(c.hannah, "question-cited"); told != 1 {
		t.Errorf("got whoever asked told %d times, want once", told)
	}
}
