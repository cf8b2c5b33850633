package requests_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

func TestDraftIsChecked(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	d := draft(t, p, 3)
	for field, spoil := range map[string]func(*requests.Draft){
		"stage_1_name":      func(d *requests.Draft) { d.Stages[0].Name = " " },
		"stage_2_name":      func(d *requests.Draft) { d.Stages[1].Name = strings.Repeat("x", 61) },
		"stage_1_side":      func(d *requests.Draft) { d.Stages[0].Side = people.None },
		"stage_1_days":      func(d *requests.Draft) { d.Stages[0].Days = 0 },
		"stage_2_days":      func(d *requests.Draft) { d.Stages[1].Days = 60.5 },
		"stage_3_days":      func(d *requests.Draft) { d.Stages[2].Days = 1.25 },
		"stage_4_days":      func(d *requests.Draft) { d.Stages[3].Days = math.NaN() },
		"stage_1_done":      func(d *requests.Draft) { d.Stages[0].Done = "" },
		"stage_1_checklist": func(d *requests.Draft) { d.Stages[0].Checklist = strings.Split(strings.Repeat("x,", 13), ",") },
		"stage_2_review":    func(d *requests.Draft) { d.Stages[1].Review = true },
		"stage_1_review":    func(d *requests.Draft) { d.Stages = d.Stages[2:] },
		"stages":            func(d *requests.Draft) { d.Stages = nil },
		"field_1_label":     func(d *requests.Draft) { d.Fields[0].Label = "" },
		"field_2_label":     func(d *requests.Draft) { d.Fields[1].Label = d.Fields[0].Label },
		"field_1_kind":      func(d *requests.Draft) { d.Fields[0].Kind = "poem" },
		"field_3_options":   func(d *requests.Draft) { d.Fields[2].Options = []string{"Tender", "", "Tender"} },
		"field_4_options": func(d *requests.Draft) {
			d.Fields[3].Kind, d.Fields[3].Options = requests.FieldChoices, []string{"One"}
		},
		"fields":      func(d *requests.Draft) { d.Fields = append(d.Fields, make([]requests.Field, requests.MaxFields)...) },
		"rounds":      func(d *requests.Draft) { d.Rounds = 0 },
		"review_days": func(d *requests.Draft) { d.ReviewDays = 7 },
		"decides":     func(d *requests.Draft) { d.Decides = "everybody" },
		"reviewers":   func(d *requests.Draft) { d.Reviewers = []int64{modelstest.Person(t, p, "ines").ID} },
		"why":         func(d *requests.Draft) { d.Why = "" },
	} {
		bad := changed(d, 5)
		bad.Fields = append([]requests.Field{}, bad.Fields...)
		spoil(&bad)
		var invalid *store.Invalid
		if _, err := p.Requests.SaveDraft(ctx, ruth, "sheet", d.Revision, bad); !errors.As(err, &invalid) || invalid.On(field) == "" {
			t.Errorf("%s: got %v, want a problem there", field, err)
		}
	}
	many := changed(d, 5)
	for range requests.MaxStages {
		many.Stages = append(many.Stages, many.Stages[1])
	}
	onlySales := changed(d, 5)
	for i := range onlySales.Stages {
		onlySales.Stages[i].Side, onlySales.Stages[i].Review = people.Sales, false
	}
	for what, bad := range map[string]requests.Draft{"24 stages": many, "nothing for Marketing": onlySales} {
		var invalid *store.Invalid
		if _, err := p.Requests.SaveDraft(ctx, ruth, "sheet", d.Revision, bad); !errors.As(err, &invalid) || invalid.On("stages") == "" {
			t.Errorf("%s: got %v, want a problem of the stages", what, err)
		}
	}
	if now, err := p.Requests.DraftOf(ctx, "sheet"); err != nil || now.Revision != d.Revision {
		t.Errorf("got revision %d, %v, want nothing saved", now.Revision, err)
	}
}

// TestQuestionsKeepTheirKeys while they are asked, so that an answer stands where it stood; and new ones work in a brief.
func TestQuestionsKeepTheirKeys(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	d := draft(t, p, 3)
	next := changed(d, 3)
	next.Fields = []requests.Field{
		{Key: requests.ReaderKey, Label: "Who reads it", Kind: requests.FieldParagraph, Missing: "must"},
		{Key: requests.UseKey, Label: "Uses, in words", Kind: requests.FieldLine},
		{Key: "stolen", Label: "Lanes: which?", Kind: requests.FieldLine, Missing: "must"},
		{Label: "Size", Kind: requests.FieldChoices, Options: []string{"A4", " A5 ", ""}, Missing: "must"},
		{Key: "question", Label: "The one question it answers", Kind: requests.FieldLine},
	}
	saved, err := p.Requests.SaveDraft(ctx, ruth, "sheet", d.Revision, next)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{requests.ReaderKey, "uses-in-words", "lanes-which", "size", "question"} {
		if got := saved.Fields[i].Key; got != want {
			t.Errorf("question %d: got key %q, want %q", i+1, got, want)
		}
	}
	turnKey(t, p, "dan", saved)
	turnKey(t, p, "priya", saved)
	b := brief("sheet", "Rates by lane")
	var invalid *store.Invalid
	if _, err := p.Requests.Submit(ctx, ruth, b); !errors.As(err, &invalid) || invalid.On("field_lanes-which") != "Answer “Lanes: which?”" || invalid.On("field_size") == "" {
		t.Errorf("nothing answered: got %v, want problems of lanes and size", err)
	}
	b.Answers["lanes-which"], b.Choices = "Immingham to Rotterdam", map[string][]string{"size": {"A5"}}
	r := submit(t, p, ruth, b)
	if r.Fields["size"] != "A5" || r.Fields["lanes-which"] != "Immingham to Rotterdam" || len(r.Uses) != 0 {
		t.Errorf("got answers %v and uses %v, want size and lanes", r.Fields, r.Uses)
	}
}

func TestReviewByFollowsTheProcess(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	deliver := func() *requests.Piece {
		r := pass(t, p, submit(t, p, ruth, brief("sheet", "Rates")), 3)
		return show(t, p, ruth, must(t, p, modelstest.Person(t, p, "lucia"), r, requests.MoveDeliver).ID).Piece
	}
	if got := deliver().ReviewBy; got == nil || got.Format("2006-01-02") != "2027-05-24" {
		t.Errorf("got review by %v, want 180 days from 25 Nov 2026", got)
	}
	d := draft(t, p, 3)
	never := d.Settings()
	never.ReviewDays = 0
	d, err := p.Requests.SaveDraft(ctx, ruth, "sheet", d.Revision, never)
	if err != nil {
		t.Fatal(err)
	}
	turnKey(t, p, "dan", d)
	turnKey(t, p, "priya", d)
	if got := deliver().ReviewBy; got != nil {
		t.Errorf("got review by %v, want never", got)
	}
}

func TestRecordOfAType(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	terms, err := p.Requests.ShowType(ctx, ruth, "sheet")
	if err != nil || terms.Record.Pieces() != 0 || terms.Open != 0 {
		t.Fatalf("got %d pieces, %d open, %v, want none", terms.Record.Pieces(), terms.Open, err)
	}
	for _, end := range []string{"2026-11-04 12:00", "2026-11-05 09:30", "2026-11-12 16:00"} { // 2, 3 and 8 days
		clock.Set(t, "2026-11-02 09:30")
		r := submit(t, p, ruth, brief("sheet", "Rates"))
		clock.Set(t, end)
		must(t, p, modelstest.Person(t, p, "lucia"), pass(t, p, r, 3), requests.MoveDeliver)
	}
	clock.Set(t, "2026-11-16 10:00")
	submit(t, p, ruth, brief("sheet", "Open still"))
	if terms, err = p.Requests.ShowType(ctx, ruth, "sheet"); err != nil {
		t.Fatal(err)
	}
	if got := terms.Record.Median(); got != 3 {
		t.Errorf("got a median of %v days, want 3", got)
	}
	for days, want := range map[float64]int{1: 0, 2: 1, 3: 2, 5: 2, 8: 3} {
		if got := terms.Record.Kept(days); got != want {
			t.Errorf("%v days: got %d kept, want %d", days, got, want)
		}
	}
	if terms.Open != 1 {
		t.Errorf("got %d open, want 1", terms.Open)
	}
}
