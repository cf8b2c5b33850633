package requests_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/store"
)

func similar(t testing.TB, q *requests.Queue, viewer people.Person, kind, title, account string) []requests.Similar {
	t.Helper()
	found, err := q.Similar(context.Background(), viewer, kind, title, account)
	if err != nil {
		t.Fatalf("%.60q: %v", title, err)
	}
	return found
}

func titles(found []requests.Similar) (list []string) {
	for _, s := range found {
		list = append(list, s.Title)
	}
	return list
}

func TestSimilar(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ruth, lucia := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia")
	ask := func(kind, title, account string) requests.Request {
		b := brief(kind, title)
		b.Account = account
		return submit(t, p, ruth, b)
	}
	const (
		cold   = "Temperature-controlled brochure, 2027 edition"
		sheet  = "Customs in one page"
		winter = "Winterfahrplan für Sölden"
		odd    = `50%_off: "O'Brien's" \ returns`
		lorry  = "🚚 Electric lorries"
	)
	ask("brochure", cold, "Food and drink")
	ask("brochure", winter, "Sölden Ski")
	ask("brochure", odd, "")
	ask("deck", lorry, "")
	must(t, p, lucia, pass(t, p, ask("sheet", sheet, "Importers"), 3), requests.MoveDeliver)
	must(t, p, lucia, ask("sheet", "Customs, declined", ""), requests.MoveDecline)
	must(t, p, ruth, ask("sheet", "Customs, cancelled", ""), requests.MoveCancel)
	submit(t, p, lucia, brief("feedback", "Customs webinar leads"))

	for title, want := range map[string]string{
		cold:                           cold,
		"temperature controlled":       cold,
		"Temprature controled brochur": cold, // mistyped in each word
		"TEMPERATUR":                   cold, // not typed to its end
		"Temper":                       cold,
		"Booklet about temperature-controlled transport": cold,
		"What customs does, one page":                    sheet,
		"Customs":                                        sheet, // neither the declined, the cancelled nor what is asked of Sales
		"Cusotms in one page":                            sheet,
		"Winterfahrplan fuer Soelden":                    winter,
		"winterfahrplan für sölden":                      winter,
		"O'Brien":                                        odd,
		"electric lorry":                                 lorry,
		"Something else entirely":                        "",
		"the of and":                                     "",
		"":                                               "",
		" \t":                                            "",
		"🚚":                                              "",
		"%":                                              "",
		"%_%":                                            "",
		"'; DROP TABLE requests; --":                     "",
		`\`:                                              "",
		`"`:                                              "",
		"\x00":                                           "",
		"\xff\xfe":                                       "",
		strings.Repeat("ü", 100_000):                     "",
		strings.Repeat("🚚 ", 2000):                       "",
	} {
		got := titles(similar(t, p.Requests, ruth, "brochure", title, ""))
		if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
			t.Errorf("%.60q: got %q, want %q", title, got, want)
		}
	}
	for _, title := range []string{strings.Repeat(cold+" ", 40), cold + "\x00", cold + "\xff", "& | ! ( ) <-> :* " + cold, strings.Repeat("a b c d ", 250), "it's: 'customs':A | x"} {
		similar(t, p.Requests, ruth, "brochure", title, title)
	}
	if got := titles(similar(t, p.Requests, lucia, "intro", "Customs webinar leads", "")); !slices.Equal(got, []string{"Customs webinar leads"}) {
		t.Errorf("asked of Sales: got %q, want what is asked of Sales", got)
	}
	if _, err := p.Requests.Similar(context.Background(), ruth, "billboard", cold, ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown type: got %v, want %v", err, store.ErrNotFound)
	}
}

func TestSimilarShowsTheLikestFive(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ruth := modelstest.Person(t, p, "ruth")
	for i := range 4 {
		submit(t, p, ruth, brief("brochure", fmt.Sprint("Cold chain for dairies, part ", i)))
	}
	b := brief("brochure", "Cold chain for breweries")
	b.Account = "Fennick Brewing"
	submit(t, p, ruth, b)
	submit(t, p, ruth, brief("brochure", "Cold chain for breweries"))
	got := similar(t, p.Requests, ruth, "brochure", "Cold chain for breweries", "fennick brewing")
	if len(got) != 5 || got[0].Title != "Cold chain for breweries" || got[0].ID != 5 || got[1].ID != 6 || got[2].ID != 4 {
		t.Errorf("got %+v, want five: that of the account, then the other, then the newest of the rest", got)
	}
}

// TestSimilarIsBounded at a hundred thousand requests: rare words, common ones, mistyped ones and all at once.
func TestSimilarIsBounded(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("fills a large table")
	}
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	fill(t, p, 100_000, 50)
	err := p.Store.Tx(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.Exec(`SET LOCAL statement_timeout = 0`).Error, tx.Exec(`ANALYZE requests`).Error)
	})
	if err != nil {
		t.Fatal(err)
	}
	ruth := modelstest.Person(t, p, "ruth")
	var took []time.Duration
	for title, index := range map[string]string{
		"piece":                            "requests_pkey", // in each title: only the newest can be told apart
		"piece about account":              "requests_pkey",
		"Piece 77 about word77":            "requests_search",
		"word77":                           "requests_search",
		"Piece 77 abouut acount":           "requests_pkey", // like words of every title
		"Piece 77 wrdo77":                  "requests_search",
		"Piece about zebrras":              "requests_title_trigrams",
		strings.Repeat("piece word1 ", 15): "requests_search",
	} {
		query, err := p.Requests.SimilarQuery(ctx, people.Marketing, title)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := p.Store.Explain(ctx, query)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, index) || strings.Contains(plan, "Seq Scan on requests") {
			t.Errorf("%q: want %s and no scan of the table, got\n%s", title, index, plan)
		}
		for range 5 {
			began := time.Now()
			if found := similar(t, p.Requests, ruth, "brochure", title, "Account 7"); len(found) != 5 {
				t.Errorf("%q: got %q, want five of very many", title, titles(found))
			}
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	t.Logf("median %v, p95 %v", took[len(took)/2], took[len(took)*95/100])
}
