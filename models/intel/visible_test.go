package intel_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/activity"
	"alongside/models/intel"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/store"
)

// secret stands in every field of the sensitive note that can hold words, and nowhere else.
const secret = "Zanzibar"

// TestSensitiveNotesLeakNowhere asks every read for every viewer: only the author, leads and those who answer sensitive notes may find the
// word, and only in what is their own. Counts and cards are the same for everybody and never know of the note.
func TestSensitiveNotesLeakNowhere(t *testing.T) {
	t.Parallel()
	for _, later := range []bool{false, true} {
		t.Run(fmt.Sprintf("marked later %t", later), func(t *testing.T) {
			t.Parallel()
			leaks(t, later)
		})
	}
}

func leaks(t *testing.T, later bool) {
	c := play(t)
	c.ok(c.Intel.Appoint(ctx, c.priya, c.hannah.ID, true))
	c.ok(c.Intel.FollowCompetitor(ctx, c.ruth, c.corvane.ID, true))
	open := c.send(c.greta, "Corvane quotes 48 hours to Leeds", "Tamar Seafoods")
	line := c.published("They quote 48 hours", false, open.ID)
	question, err := c.Intel.AskField(ctx, c.ben, intel.Wanted{Submission: uuid.New(), Competitor: c.corvane.ID, Text: "Is it real?", NeededBy: *date("2026-12-04")})
	c.ok(err)
	before := c.everything(c.ruth)

	stream := c.Live.Open(c.ruth.ID, time.Time{})
	defer stream.Close()
	hidden := c.send(c.callum, secret+" quoted in writing, page 2 says confidential", secret+" Retail", func(what *intel.Capture) {
		what.Opinion, what.Segment, what.Sensitive = secret+" again", secret+" trade", !later
	})
	if later {
		_, err := c.Intel.AddLine(ctx, c.hannah, c.corvane.ID, uuid.New(), intel.Line{Words: intel.Words{Section: intel.Proof, Text: "A written quote"}, Notes: []int64{hidden.ID}})
		c.ok(err)
		c.ok(c.Intel.CiteFor(ctx, c.ben, question.ID, hidden.ID))
		c.ok(c.Intel.Follow(ctx, c.tomasz, hidden.ID, true))
		if c.told(c.ruth, "noted") != 2 {
			t.Fatal("got no notice of the note before it was sensitive, want one")
		}
		hidden, err = c.Intel.Hide(ctx, c.callum, hidden.ID, hidden.Version)
		c.ok(err)
	}
	_, err = c.Intel.Comment(ctx, c.callum, hidden.ID, uuid.New(), secret+", @Ruth Hallam")
	c.ok(err)

	for _, viewer := range []people.Person{c.dan, c.priya, c.hannah, c.callum} {
		if page, err := c.Intel.List(ctx, viewer, intel.Filter{Text: secret}); err != nil || len(page.Rows) != 1 {
			t.Errorf("%s: got %d notes %v, want the sensitive one", viewer.Name, len(page.Rows), err)
		}
		if _, err := c.Intel.Show(ctx, viewer, hidden.ID); err != nil {
			t.Errorf("%s: got %v, want the note", viewer.Name, err)
		}
		if found, err := c.Intel.FindCitable(ctx, viewer, secret); err != nil || len(found) != 0 {
			t.Errorf("%s: got %v %v, want nothing to cite", viewer.Name, found, err)
		}
	}
	for _, viewer := range []people.Person{c.ruth, c.greta, c.tomasz, c.ben, c.ines} {
		for read, got := range c.everything(viewer) {
			if strings.Contains(got, secret) || strings.Contains(got, hidden.Ref()) {
				t.Errorf("%s, %s: got the sensitive note in %s", viewer.Name, read, got)
			}
		}
		if _, err := c.Intel.Show(ctx, viewer, hidden.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want no such note", viewer.Name, err)
		}
		for _, text := range []string{secret, hidden.Ref(), "Zanzibra", "confidential"} {
			page, err := c.Intel.List(ctx, viewer, intel.Filter{Text: text})
			c.ok(err)
			if len(page.Rows) != 0 || page.Count != 0 {
				t.Errorf("%s asks for %s: got %d of %d, want none", viewer.Name, text, len(page.Rows), page.Count)
			}
		}
		c.hiddenFromVerbs(viewer, hidden, line, question)
	}
	after := c.everything(c.ruth)
	for _, same := range []string{"month", "overview", "card", "form", "court", "questions", "fresh"} {
		if later && same == "card" { // the draft made meanwhile
			continue
		}
		if after[same] != before[same] {
			t.Errorf("%s: got other numbers than before the note,\n%s, want\n%s", same, after[same], before[same])
		}
	}
	if !later {
		if names := stream.Take(); slices.Contains(names, hidden.Subject().Name()) {
			t.Errorf("got %q told to open pages, want no name of the note", names)
		}
	}
}

// everything that a viewer can read, as text.
func (c *cast) everything(viewer people.Person) map[string]string {
	c.t.Helper()
	all := map[string]string{}
	keep := func(name string, value any, err error) {
		c.t.Helper()
		c.ok(err)
		text, err := json.Marshal(value)
		c.ok(err)
		all[name] = string(text)
	}
	for _, f := range []intel.Filter{{}, {Competitor: "corvane"}, {Kind: intel.Price}, {Segment: secret + " trade"}, {Text: "quoted"}, {Text: "Callum"}, {Text: "quotd"}, {State: intel.Waiting}, {Author: c.callum.ID}} {
		page, err := c.Intel.List(ctx, viewer, f)
		keep("list "+f.Query(), []any{page.Rows, page.Count}, err)
		export, err := c.Intel.Export(ctx, viewer, f)
		c.ok(err)
		rows, err := export.Rows(ctx)
		keep("export "+f.Query(), rows, err)
	}
	month, err := c.Intel.Month(ctx)
	keep("month", month, err)
	overview, err := c.Intel.Overview(ctx, viewer)
	keep("overview", overview, err)
	card, err := c.Intel.Card(ctx, viewer, "corvane")
	keep("card", []any{card.Lines, card.Trend, card.Questions, card.Record}, err)
	for _, line := range card.Lines {
		shown, err := c.Intel.ShowLine(ctx, viewer, line.ID)
		keep(fmt.Sprint("line ", line.ID), shown, err)
	}
	blank, err := c.Intel.NewLine(ctx, viewer, "corvane")
	keep("new line", blank, err)
	for _, text := range []string{secret, "quoted in writing", "Zanzibra", "Callum", "IN-2"} {
		found, err := c.Intel.FindCitable(ctx, viewer, text)
		keep("citable "+text, found, err)
	}
	citable, err := c.Intel.Citable(ctx, []int64{1, 2, 3})
	keep("citable", citable, err)
	sheet, err := c.Intel.Sheet(ctx, viewer, "corvane")
	keep("sheet", sheet, err)
	form, err := c.Intel.Form(ctx, viewer)
	keep("form", form, err)
	accounts, err := c.Intel.Accounts(ctx)
	keep("accounts", accounts, err)
	questions, err := c.Intel.OpenQuestions(ctx, 0)
	keep("questions", questions, err)
	triage, err := c.Intel.Triage(ctx, viewer)
	keep("triage", triage, err)
	fresh, err := c.Intel.Fresh(ctx, viewer, 20)
	keep("fresh", fresh, err)
	own, err := c.Intel.Own(ctx, viewer)
	keep("own", own, err)
	around, err := c.Promises.Around(ctx, viewer, promises.Few)
	keep("around", around, err)
	notices, _, err := c.Notify.Inbox(ctx, viewer, "")
	keep("inbox", notices, err)
	unread, err := c.Notify.Unread(ctx, viewer)
	keep("unread", unread, err)
	if unread != len(notices) {
		c.t.Errorf("%s: got %d unread of %d notices, want one number", viewer.Name, unread, len(notices))
	}
	var events []activity.Event
	c.ok(c.Store.Read().Where("subject_kind = 'note'").Find(&events).Error)
	for _, e := range events {
		told, err := c.Intel.Concerned(ctx, e)
		c.ok(err)
		if e.Detail.Title == "A sensitive note" && slices.Contains(told, viewer.ID) {
			c.t.Errorf("%s: got told of %s, want nothing", viewer.Name, e.Kind)
		}
	}
	if note, err := c.Intel.Show(ctx, viewer, 1); err == nil {
		keep("note beside it", []any{note.Close, note.Uses, note.Questions}, nil)
	}
	return all
}

// hiddenFromVerbs wants that the note is no more there for verbs than one that was never written.
func (c *cast) hiddenFromVerbs(viewer people.Person, hidden intel.Note, line intel.Claim, question intel.Question) {
	c.t.Helper()
	_, err := c.Intel.HearToo(ctx, viewer, hidden.ID, intel.HeardToo{Account: "Pellow", Source: intel.Told})
	c.refused("heard it too", err, store.ErrNotFound)
	_, err = c.Intel.Comment(ctx, viewer, hidden.ID, uuid.New(), "Hello")
	c.refused("comment", err, store.ErrNotFound)
	_, err = c.Intel.Answer(ctx, viewer, hidden.ID, hidden.Version, intel.Fate{Outcome: intel.File, Reply: "Kept"})
	c.refused("answer", err, store.ErrNotFound)
	c.refused("cite", c.Intel.CiteFor(ctx, viewer, question.ID, hidden.ID), store.ErrNotFound)
	c.refused("follow", c.Intel.Follow(ctx, viewer, hidden.ID, true), store.ErrNotFound)
	if !viewer.Works() {
		return
	}
	_, there := c.Intel.Dispute(ctx, viewer, line.ID, hidden.ID, "Heard otherwise")
	_, never := c.Intel.Dispute(ctx, viewer, line.ID, 999, "Heard otherwise")
	if there == nil || never == nil || strings.ReplaceAll(there.Error(), hidden.Ref(), "IN-999") != never.Error() {
		c.t.Errorf("dispute: got %v, want what is said of a note that was never written, %v", there, never)
	}
}

// TestFilesAreSeenWithTheirNote and go when it is decided that they must.
func TestFilesAreSeenWithTheirNote(t *testing.T) {
	t.Parallel()
	c := play(t)
	hidden := c.send(c.callum, "A written quote", "Brightwell Retail", sensitive, func(what *intel.Capture) {
		u, err := c.Files.ReceivePhoto("quote.txt", strings.NewReader("Page 2 says confidential"))
		c.ok(err)
		what.Files = append(what.Files, u)
	})
	whole, err := c.Intel.Show(ctx, c.dan, hidden.ID)
	c.ok(err)
	if len(whole.Files) != 1 {
		t.Fatalf("got %d files, want one", len(whole.Files))
	}
	file := whole.Files[0].ID
	if _, err := c.FileFor(ctx, c.dan, file); err != nil {
		t.Errorf("got %v, want the file", err)
	}
	_, err = c.FileFor(ctx, c.ruth, file)
	c.refused("a file of a sensitive note", err, store.ErrNotFound)
	_, err = c.Intel.Decide(ctx, c.dan, hidden.ID, hidden.Version, intel.Strip, "A quote exists", "Page 2 says confidential")
	c.ok(err)
	_, err = c.FileFor(ctx, c.dan, file)
	c.refused("a file that had to go", err, store.ErrNotFound)
}

func TestSensitiveNotesAreDecided(t *testing.T) {
	t.Parallel()
	c := play(t)
	hidden := c.send(c.callum, "Brightwell forwarded a written quote", "Brightwell Retail", sensitive)
	_, err := c.Intel.Decide(ctx, c.callum, hidden.ID, hidden.Version, intel.Clear, "", "It was in the newspaper")
	c.refused("the author decides", err, store.ErrForbidden)
	_, err = c.Intel.Decide(ctx, c.dan, hidden.ID, hidden.Version, intel.Erase, "", "No")
	c.invalid("a short reason", err, "reason")
	_, err = c.Intel.Answer(ctx, c.priya, hidden.ID, hidden.Version, intel.Fate{Outcome: intel.Use, Reply: "Used", Elsewhere: "A talk"})
	c.refused("rest on it", err, store.ErrConflict)

	stripped, err := c.Intel.Decide(ctx, c.dan, hidden.ID, hidden.Version, intel.Strip, "A written quote exists", "Page 2 says confidential")
	if err != nil || stripped.Heard != "A written quote exists" || !stripped.Sensitive {
		t.Errorf("got %+v %v, want one line", stripped, err)
	}
	_, err = c.Intel.Decide(ctx, c.dan, hidden.ID, hidden.Version, intel.Erase, "", "Page 2 says confidential")
	c.refused("an older version", err, store.ErrConflict)
	cleared, err := c.Intel.Decide(ctx, c.priya, hidden.ID, stripped.Version, intel.Clear, "", "It was in the newspaper")
	c.ok(err)
	if _, err := c.Intel.Show(ctx, c.ruth, hidden.ID); err != nil || cleared.Sensitive {
		t.Errorf("got %v, want an ordinary note", err)
	}
	again, err := c.Intel.Hide(ctx, c.ben, hidden.ID, cleared.Version)
	c.ok(err)
	erased, err := c.Intel.Decide(ctx, c.priya, hidden.ID, again.Version, intel.Erase, "", "A promise of silence")
	if err != nil || erased.Heard != "" || erased.Account != "" || erased.State != intel.Erased {
		t.Errorf("got %+v %v, want nothing kept but the reason", erased, err)
	}
	if owed, err := modelstest.Owes(ctx, c.Portal, c.priya); err != nil || len(owed) != 0 {
		t.Errorf("got %v %v, want nothing owed any more", owed, err)
	}
	_, err = c.Intel.Withdraw(ctx, c.callum, hidden.ID, erased.Version, "Gone")
	c.refused("an erased note", err, store.ErrConflict)
}
