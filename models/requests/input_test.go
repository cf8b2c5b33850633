package requests_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alongside/models/files"
	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

// wrong lists what nobody should be able to store as text of so many characters.
func wrong(max int) map[string]string {
	return map[string]string{
		"over-long":      strings.Repeat("ü", max+1),
		"NUL":            "a\x00b",
		"broken UTF-8":   "a\xc3\x28b",
		"half a UTF-8":   "a\xe2\x82",
		"control":        "a\x07b",
		"surrogate half": "a\xed\xa0\x80b",
	}
}

func TestBadBriefs(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t) // Wednesday 25 November 2026
	type spoil func(b *requests.Brief)
	cases := map[string]struct {
		field string
		spoil spoil
	}{
		"no type":          {"type", func(b *requests.Brief) { b.Type = "" }},
		"unknown type":     {"type", func(b *requests.Brief) { b.Type = "billboard" }},
		"NUL in the type":  {"type", func(b *requests.Brief) { b.Type = "brochure\x00" }},
		"no title":         {"title", func(b *requests.Brief) { b.Title = " \t" }},
		"two-line title":   {"title", func(b *requests.Brief) { b.Title = "one\ntwo" }},
		"no reader":        {"reader", func(b *requests.Brief) { b.Answers["reader"] = "" }},
		"no answers":       {"reader", func(b *requests.Brief) { b.Answers = nil }},
		"foreign option":   {"use", func(b *requests.Brief) { b.Uses = []string{"First meeting", "Skywriting"} }},
		"10,000 options":   {"use", func(b *requests.Brief) { b.Uses = make([]string, 10_000) }},
		"yesterday":        {"needed_by", func(b *requests.Brief) { b.NeededBy, b.RushReason = date(2026, 11, 24), "Fair" }},
		"year 1":           {"needed_by", func(b *requests.Brief) { b.NeededBy, b.RushReason = date(1, 1, 1), "Fair" }},
		"in three years":   {"needed_by", func(b *requests.Brief) { b.NeededBy = date(2029, 11, 25) }},
		"year 9999":        {"needed_by", func(b *requests.Brief) { b.NeededBy = date(9999, 12, 31) }},
		"rush, no reason":  {"rush_reason", func(b *requests.Brief) { b.NeededBy = date(2026, 12, 1) }},
		"rush, blank":      {"rush_reason", func(b *requests.Brief) { b.NeededBy, b.RushReason = date(2026, 12, 1), " \r\n " }},
		"today, no reason": {"rush_reason", func(b *requests.Brief) { b.NeededBy = date(2026, 11, 25) }},
	}
	texts := map[string]struct {
		max   int
		write func(b *requests.Brief, text string)
	}{
		"title":         {120, func(b *requests.Brief, text string) { b.Title = text }},
		"account":       {120, func(b *requests.Brief, text string) { b.Account = text }},
		"reader":        {2000, func(b *requests.Brief, text string) { b.Answers["reader"] = text }},
		"change":        {2000, func(b *requests.Brief, text string) { b.Answers["change"] = text }},
		"field_include": {2000, func(b *requests.Brief, text string) { b.Answers["include"] = text }},
		"rush_reason":   {1000, func(b *requests.Brief, text string) { b.NeededBy, b.RushReason = date(2026, 12, 1), text }},
	}
	for field, text := range texts {
		for name, value := range wrong(text.max) {
			cases[name+" in "+field] = struct {
				field string
				spoil spoil
			}{field, func(b *requests.Brief) { text.write(b, value) }}
		}
	}
	before := fingerprint(t, p)
	for name, c := range cases {
		b := brief("brochure", "Cold-chain brochure")
		c.spoil(&b)
		began := time.Now()
		_, err := p.Requests.Submit(context.Background(), modelstest.Person(t, p, "ruth"), b)
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On(c.field) == "" || len(inv.Problems) != 1 {
			t.Errorf("%s: got %v, want a problem on %s only", name, err, c.field)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: got an answer after %v, want it at once", name, took)
		}
	}
	if fingerprint(t, p) != before {
		t.Error("got something stored, want nothing")
	}
}

// TestGoodBriefsAtTheEdges is what must not be refused, and is stored as it was typed.
func TestGoodBriefsAtTheEdges(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	b := brief("brochure", strings.Repeat("🚚", 120))
	b.Account = "Müller & Söhne <GmbH>; DROP TABLE requests"
	b.Answers = map[string]string{"reader": " Leads of \r\nlogistics\t", "change": strings.Repeat("ü", 2000), "include": "", "unknown": "dropped"}
	b.Uses = []string{"Tender", "First meeting", "Tender"}
	b.NeededBy, b.RushReason = date(2026, 11, 25), strings.Repeat("a", 1000)
	r := show(t, p, ruth, submit(t, p, ruth, b).ID).Request
	if r.Title != b.Title || r.Account != b.Account || r.Reader != "Leads of \nlogistics" || r.Change != b.Answers["change"] || r.RushReason != b.RushReason {
		t.Errorf("got %+v, want what was typed", r)
	}
	if strings.Join(r.Uses, ",") != "First meeting,Tender" || len(r.Fields) != 1 || !r.NeededBy.Equal(*b.NeededBy) {
		t.Errorf("got uses %q, fields %v, needed by %v, want each option once, known fields and the day", r.Uses, r.Fields, r.NeededBy)
	}
	late := brief("brochure", "No hurry")
	late.NeededBy, late.RushReason = date(2028, 11, 25), "forgotten in the form"
	if r := submit(t, p, ruth, late); r.RushReason != "" {
		t.Errorf("got a rush for %q, want none in two years", r.RushReason)
	}
}

func TestBadWordsOfMoves(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	draft := submit(t, p, ruth, brief("brochure", "Draft"))
	asked := must(t, p, lucia, submit(t, p, ruth, brief("brochure", "Asked")), requests.MoveAsk)
	facts := pass(t, p, submit(t, p, ruth, brief("brochure", "Facts")), 1)
	last := pass(t, p, submit(t, p, ruth, brief("brochure", "Last")), 6)
	q := p.Requests
	deliver := func(d requests.Delivery) error {
		_, err := q.Deliver(ctx, lucia, last.ID, last.Version, d)
		return err
	}
	before := fingerprint(t, p)
	refused := func(name, field string, err error) {
		t.Helper()
		var inv *store.Invalid
		if !errors.As(err, &inv) || inv.On(field) == "" {
			t.Errorf("%s: got %v, want a problem on %s", name, err, field)
		}
	}
	for _, c := range []struct {
		name, field string
		needed      bool
		do          func(text string) error
	}{
		{"hand on", "note", false, func(s string) error { _, err := q.HandOn(ctx, lucia, draft.ID, draft.Version, s); return err }},
		{"ask", "body", true, func(s string) error { _, err := q.Ask(ctx, lucia, draft.ID, draft.Version, s); return err }},
		{"answer", "body", true, func(s string) error { _, err := q.Answer(ctx, ruth, asked.ID, asked.Version, s); return err }},
		{"send back", "note", true, func(s string) error { _, err := q.SendBack(ctx, ruth, facts.ID, facts.Version, s); return err }},
		{"comment", "body", true, func(s string) error { _, err := q.Comment(ctx, ruth, draft.ID, uuid.New(), s); return err }},
		{"decline", "reason", true, func(s string) error { _, err := q.Decline(ctx, lucia, draft.ID, draft.Version, s); return err }},
		{"cancel", "reason", true, func(s string) error { _, err := q.Cancel(ctx, ruth, draft.ID, draft.Version, s); return err }},
		{"deliver", "reason", false, func(s string) error {
			return deliver(requests.Delivery{Link: "https://files.meridian.example", Note: s})
		}},
	} {
		for name, text := range wrong(2000) {
			refused(c.name+" "+name, c.field, c.do(text))
		}
		if c.needed {
			refused(c.name+" without words", c.field, c.do(" \n "))
		}
	}
	for _, link := range []string{
		"javascript:alert(1)", "data:text/html,x", "//files.meridian.example", "/etc/passwd", "https://", "http:// spaced.example",
		"ftp://files.meridian.example", `https:\\files.meridian.example`, "https://a.example/" + strings.Repeat("x", 500), "https://a\x00b",
	} {
		refused(link, "link", deliver(requests.Delivery{Link: link}))
	}
	refused("nothing delivered", "link", deliver(requests.Delivery{}))
	for _, day := range []*time.Time{date(2026, 11, 25), date(2020, 1, 1), date(2031, 11, 26), date(9999, 1, 1)} {
		refused("review by "+day.String(), "review_by", deliver(requests.Delivery{Link: "https://files.meridian.example", ReviewBy: day}))
	}
	for _, person := range []int64{ruth.ID, modelstest.Person(t, p, "ines").ID, -1, 1 << 40} {
		_, err := q.Assign(ctx, lucia, draft.ID, draft.Version, person)
		refused("assign", "person", err)
	}
	_, err := q.Attach(ctx, ruth, draft.ID, uuid.New(), nil)
	refused("attach nothing", "files", err)
	for _, item := range []int16{-1, 99} {
		if _, err := q.Check(ctx, lucia, draft.ID, item, true); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("item %d: got %v, want %v", item, err, store.ErrNotFound)
		}
	}
	if _, err := q.Check(ctx, lucia, draft.ID, 2, true); !errors.Is(err, store.ErrConflict) {
		t.Errorf("item of another stage: got %v, want %v", err, store.ErrConflict)
	}
	if fingerprint(t, p) != before {
		t.Error("got something stored, want nothing")
	}
}

func TestTickingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	r := submit(t, p, ruth, brief("brochure", "Cold-chain brochure"))
	for _, done := range []bool{false, true, true, false, false, true} {
		if _, err := p.Requests.Check(ctx, lucia, r.ID, 1, done); err != nil {
			t.Fatal(err)
		}
	}
	if on, off := len(events(t, p, r.ID, "checked")), len(events(t, p, r.ID, "unchecked")); on != 2 || off != 1 {
		t.Errorf("got %d ticks, %d unticks, want 2 and 1", on, off)
	}
	w := show(t, p, ruth, r.ID)
	if len(w.Checked) != 1 || !w.Checked[1] || w.Request.Version != r.Version {
		t.Errorf("got %v in version %d, want item 1 in version %d", w.Checked, w.Request.Version, r.Version)
	}
}

// TestDeliveryKeepsThePiece, by link or file, and a day to look at it again.
func TestDeliveryKeepsThePiece(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	piece, err := p.Files.Receive("brochure.pdf", strings.NewReader("%PDF-1.7"))
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]requests.Delivery{
		"link": {Link: " https://files.meridian.example/b.pdf "},
		"file": {Files: []files.Upload{piece}, Note: "Printed on Friday"},
	} {
		r := pass(t, p, submit(t, p, ruth, brief("brochure", name)), 6)
		if _, err := p.Requests.Deliver(ctx, lucia, r.ID, r.Version, d); err != nil {
			t.Fatal(err)
		}
		w := show(t, p, ruth, r.ID)
		if w.Request.DeliveredLink != strings.TrimSpace(d.Link) || len(w.Files) != len(d.Files) || w.Request.ClosedWhy != d.Note {
			t.Errorf("%s: got link %q, %d files, %q, want what was delivered", name, w.Request.DeliveredLink, len(w.Files), w.Request.ClosedWhy)
		}
		if want := date(2027, 11, 25); w.Piece == nil || !w.Piece.ReviewBy.Equal(*want) {
			t.Errorf("%s: got piece %+v, want it right until %v", name, w.Piece, want)
		}
		if n := len(w.Account.Promises); w.Account.Promises[n-1].Outcome == nil || w.Request.BallSide != "" {
			t.Errorf("%s: got %+v, want every promise closed and the ball nobody's", name, w.Request)
		}
	}
	if _, err := p.Requests.Show(ctx, people.Person{}, 1<<40); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want %v", err, store.ErrNotFound)
	}
	audit(t, p)
}
