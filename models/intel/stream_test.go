package intel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/models/intel"
	"alongside/models/modelstest"
	"alongside/models/store"
)

// numbers of the rows.
func numbers(rows []intel.Row) (ids []int64) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestStreamFilters(t *testing.T) {
	t.Parallel()
	c := play(t)
	one := c.send(c.callum, "Corvane quotes a 48-hour service", "Northgate Foods").ID
	two := c.send(c.greta, "Friday slots get bumped", "Tamar Seafoods", func(what *intel.Capture) {
		what.Competitors, what.Kind, what.Source, what.Segment, what.HeardOn = []string{"norvik-lines", "corvane"}, intel.Service, intel.Hand, "Retail", date("2026-11-02")
	}).ID
	three := c.send(c.hannah, "They want one number", "Halden Automotive", func(what *intel.Capture) {
		what.Competitors, what.Nobody, what.Kind, what.Opinion = nil, true, intel.Need, "Two line stops in October"
	})
	_, err := c.Intel.Answer(ctx, c.ben, three.ID, three.Version, intel.Fate{Outcome: intel.File, Reply: "Watching"})
	c.ok(err)
	for _, w := range []struct {
		filter intel.Filter
		want   []int64
	}{
		{intel.Filter{}, []int64{three.ID, two, one}},
		{intel.Filter{Competitor: "corvane"}, []int64{two, one}},
		{intel.Filter{Competitor: "norvik-lines"}, []int64{two}},
		{intel.Filter{Competitor: "none"}, []int64{three.ID}},
		{intel.Filter{Competitor: "unheard-of"}, nil},
		{intel.Filter{Kind: intel.Service}, []int64{two}},
		{intel.Filter{Source: intel.Hand}, []int64{two}},
		{intel.Filter{Segment: "Food and drink"}, []int64{three.ID, one}},
		{intel.Filter{State: intel.Filed}, []int64{three.ID}},
		{intel.Filter{State: intel.Waiting, Competitor: "corvane"}, []int64{two, one}},
		{intel.Filter{From: date("2026-11-03")}, []int64{three.ID, one}},
		{intel.Filter{To: date("2026-11-02")}, []int64{two}},
		{intel.Filter{Author: c.greta.ID}, []int64{two}},
		{intel.Filter{Mine: true}, []int64{one}},
		{intel.Filter{Text: "quoting"}, []int64{one}},
		{intel.Filter{Text: "Tamar"}, []int64{two}},
		{intel.Filter{Text: "norvik"}, []int64{two}},
		{intel.Filter{Text: "october"}, []int64{three.ID}},
		{intel.Filter{Text: "Greta Lindqvist"}, []int64{two}},
		{intel.Filter{Text: fmt.Sprint("in-", two)}, []int64{two}},
		{intel.Filter{Text: "fridya slots"}, []int64{two}},
		{intel.Filter{Text: "bumpd -lottery"}, []int64{two}},
		{intel.Filter{Text: "slots -friday"}, nil},
		{intel.Filter{Text: `"slots friday"`}, nil},
		{intel.Filter{Text: "xylophone"}, nil},
	} {
		page, err := c.Intel.List(ctx, c.callum, w.filter)
		c.ok(err)
		if got := numbers(page.Rows); !slices.Equal(got, w.want) || page.Count != len(w.want) {
			t.Errorf("%+v: got %v of %d, want %v", w.filter, got, page.Count, w.want)
		}
	}
	for _, f := range []intel.Filter{{Kind: "gossip"}, {Source: "bird"}, {State: "open"}, {After: "mangled"}} {
		_, err := c.Intel.List(ctx, c.callum, f)
		c.refused(fmt.Sprintf("%+v", f), err, store.ErrNotFound)
	}
}

// TestSearchSurvives what people paste.
func TestSearchSurvives(t *testing.T) {
	t.Parallel()
	c := play(t)
	c.send(c.callum, `He said "48 hours" <b>& less</b>`, "Northgate Foods")
	for _, text := range []string{
		`"`, `'`, `''`, `\`, `&|!()`, `<->`, `a <-> b`, `:*`, `%`, `_`, "or", "-", "OR OR", `"unclosed`, "🚚", "Füße 🚚", "x\x00y", "\xff\xfe",
		strings.Repeat("x", 10_000), strings.Repeat("word ", 2_000), strings.Repeat("🚚", 5_000), "IN-", "IN-999999999999999", "$1 ? @p",
	} {
		if _, err := c.Intel.List(ctx, c.ruth, intel.Filter{Text: text}); err != nil {
			t.Errorf("%.30q: got %v, want an answer", text, err)
		}
	}
	page, err := c.Intel.List(ctx, c.ruth, intel.Filter{Text: "less hours"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("got %d notes %v, want one", len(page.Rows), err)
	}
	var whole, hits string
	for _, s := range page.Rows[0].Found {
		whole += s.Text
		if s.Hit {
			hits += s.Text + ";"
		}
	}
	if whole != page.Rows[0].Heard || hits != "hours;less;" {
		t.Errorf("got %q with %q marked, want every word as it was written", whole, hits)
	}
}

// TestPagesFollowEachOther and the export is all of them.
func TestPagesFollowEachOther(t *testing.T) {
	t.Parallel()
	c := play(t)
	c.fill(130)
	var paged []int64
	for f := (intel.Filter{Kind: intel.Price}); ; {
		page, err := c.Intel.List(ctx, c.ruth, f)
		c.ok(err)
		paged = append(paged, numbers(page.Rows)...)
		if f.After = page.Next; f.After == "" {
			break
		}
		if page.Count != 65 {
			t.Errorf("got %d in all, want 65 on every page", page.Count)
		}
	}
	export, err := c.Intel.Export(ctx, c.ruth, intel.Filter{Kind: intel.Price})
	c.ok(err)
	rows, err := export.Rows(ctx)
	c.ok(err)
	if !slices.Equal(paged, numbers(rows)) || len(paged) != 65 {
		t.Errorf("got %d on pages and %d exported, want the same 65", len(paged), len(rows))
	}
	if rest, err := export.Rows(ctx); err != nil || len(rest) != 0 {
		t.Errorf("got %d more %v, want the end", len(rest), err)
	}
}

// fill writes so many notes straight into the tables.
func (c *cast) fill(n int) {
	c.t.Helper()
	modelstest.Exec(c.t, c.Portal, `INSERT INTO notes (submission, digest, author_id, author_side, kind, source, heard, opinion, account, segment, about, heard_on,
			urgent, sensitive, state, sent_at, answered_at, late, accounts)
		SELECT gen_random_uuid(), '', ?::bigint, 'sales', (ARRAY['price', 'service'])[1 + n % 2], 'told', 'word' || n % 5000 || ' said the buyer of lane' || n % 40, '',
			'Account ' || n % 300, 'Segment ' || n % 7, 'Corvane', date '2026-11-25' - n % 360, false, n % 1000 = 7, 'filed',
			timestamptz '2026-11-25 09:00Z' - n % 360 * interval '1 day', now(), false, 1 FROM generate_series(1, ?::int) n`, c.callum.ID, n)
	modelstest.Exec(c.t, c.Portal, `INSERT INTO note_competitors SELECT ?::bigint, id FROM notes n WHERE id % 10 < 9 UNION ALL SELECT ?::bigint, id FROM notes n WHERE id % 200 = 0`,
		c.corvane.ID, c.norvik.ID)
	modelstest.Exec(c.t, c.Portal, `ANALYZE notes, note_competitors, promises`)
}

// TestManyNotesAnswerLikeFew: every way to narrow the stream walks an index, on the first page and after it.
func TestManyNotesAnswerLikeFew(t *testing.T) {
	t.Parallel()
	c := play(t)
	c.fill(30_000)
	for _, f := range []intel.Filter{
		{}, {Competitor: "corvane"}, {Competitor: "norvik-lines"}, {Kind: intel.Price}, {Segment: "Segment 3"}, {Source: intel.Told}, {State: intel.Filed},
		{Author: c.callum.ID}, {Author: c.greta.ID}, {Mine: true}, {Text: "word77"}, {Text: "wrod77 buyer"}, {Text: "IN-77"}, {Text: "lane3", Competitor: "norvik-lines"},
	} {
		for page := 1; page <= 2; page++ {
			query, err := c.Intel.ListQuery(ctx, c.ruth, f)
			c.ok(err)
			plan, err := c.Store.Explain(ctx, query)
			c.ok(err)
			if strings.Contains(plan, "Seq Scan on notes") {
				t.Errorf("%+v, page %d: want no scan of the table, got\n%s", f, page, plan)
			}
			listed, err := c.Intel.List(ctx, c.ruth, f)
			c.ok(err)
			if f.After = listed.Next; f.After == "" {
				break
			}
		}
	}
}

// BenchmarkSearch100k states how long a search takes among a hundred thousand notes: the slowest 5 in 100.
func BenchmarkSearch100k(b *testing.B) {
	c := play(b)
	c.fill(100_000)
	for _, text := range []string{"word77", "buyer lane3", "wrod77", "buyer"} {
		b.Run(text, func(b *testing.B) {
			var took []float64
			for b.Loop() {
				begun := c.Store.Queries()
				start := time.Now()
				if _, err := c.Intel.List(ctx, c.ruth, intel.Filter{Text: text}); err != nil || c.Store.Queries() == begun {
					b.Fatal(err)
				}
				took = append(took, float64(time.Since(start))/1e6)
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)*95/100], "p95-ms")
		})
	}
}
