package requests_test

import (
	"context"
	"testing"
	"time"

	"alongside/models/modelstest"
	"alongside/models/people"
	"alongside/models/requests"
	"alongside/models/workday"
)

// TestCapacity by hand: on Wednesday 25 November 2026 at 11:00, a quarter of a day after nine o'clock.
func TestCapacity(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, clock := modelstest.Portal(t)
	ruth, greta, lucia, ben := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "greta"), modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "ben")
	take := func(r requests.Request, who people.Person) requests.Request {
		t.Helper()
		r, err := p.Requests.Assign(ctx, who, r.ID, r.Version, who.ID)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	clock.Set(t, "2026-11-25 09:00")
	// Brief check 1, draft 2, finish 1 for Lucía; fact check 1 for Ruth.
	take(submit(t, p, ruth, brief("sheet", "From the beginning")), lucia)
	// In its draft: 2 and 1 for Ben; fact check 1 for Greta.
	must(t, p, ben, take(submit(t, p, greta, brief("sheet", "In the making")), ben), requests.MoveHandOn)
	// Taken by nobody of Marketing: 4 days; 1 for Ruth.
	submit(t, p, ruth, brief("sheet", "Not taken"))
	clock.Set(t, "2026-11-25 10:00")
	// A question to Greta: 1 day of hers; what waits is Ben's, an hour of it used: draft 2 and finish 1 to come.
	asked := take(submit(t, p, greta, brief("sheet", "With a question")), ben)
	clock.Set(t, "2026-11-25 11:00")
	must(t, p, ben, asked, requests.MoveAsk)
	// Closed: nobody's.
	must(t, p, ruth, submit(t, p, ruth, brief("brochure", "Cancelled")), requests.MoveCancel)

	hour := workday.Day / 8
	wants := func(name string, until *time.Time, want map[requests.Hands]requests.Load) {
		t.Helper()
		got, err := p.Requests.Capacity(ctx, until)
		if err != nil {
			t.Fatal(err)
		}
		for hands, load := range want {
			if got[hands] != load {
				t.Errorf("%s: %v: got %v for %d requests, want %v for %d", name, hands, got[hands].Held, got[hands].Requests, load.Held, load.Requests)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: got %d pairs of hands, want %d: %v", name, len(got), len(want), got)
		}
	}
	// What runs since nine is due at five, so of it the whole day less two hours is left.
	wants("all", nil, map[requests.Hands]requests.Load{
		{Side: people.Marketing, Person: lucia.ID}: {Held: 4*workday.Day - 2*hour, Requests: 1},
		{Side: people.Marketing, Person: ben.ID}:   {Held: 3*workday.Day - 2*hour + 4*workday.Day - hour, Requests: 2},
		{Side: people.Marketing}:                   {Held: 4*workday.Day - 2*hour, Requests: 1},
		{Side: people.Sales, Person: ruth.ID}:      {Held: 2 * workday.Day, Requests: 2},
		{Side: people.Sales, Person: greta.ID}:     {Held: 3 * workday.Day, Requests: 2},
	})
	tomorrow := at(t, "2026-11-26 17:00") // fourteen hours of work from now
	wants("until tomorrow", &tomorrow, map[requests.Hands]requests.Load{
		{Side: people.Marketing, Person: lucia.ID}: {Held: 14 * hour, Requests: 1},
		{Side: people.Marketing, Person: ben.ID}:   {Held: 14*hour + 6*hour, Requests: 2}, // the question comes before the second
		{Side: people.Marketing}:                   {Held: 14 * hour, Requests: 1},
		{Side: people.Sales, Person: greta.ID}:     {Held: 8 * hour, Requests: 1},
	})
	past := at(t, "2026-11-20 17:00")
	wants("until last week", &past, nil)

	clock.Set(t, "2026-12-18 11:00") // everything has run over: not less than nothing
	got, err := p.Requests.Capacity(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if held := got.Of(lucia.ID); held.Held != 3*workday.Day || held.Requests != 1 {
		t.Errorf("run over: got %v for %d requests, want the 3 days to come of one", held.Held, held.Requests)
	}
}
