package requests_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

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
