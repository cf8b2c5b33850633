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

// board spells its lanes: "B2 FE" is the brief with two requests, of which F and E are shown in this order.
func (d desk) board(t testing.TB, viewer people.Person, f requests.Filter) string {
	t.Helper()
	board, err := d.Requests.Board(context.Background(), viewer, f)
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	var lanes []string
	for _, lane := range board.Lanes {
		letters := ""
		for _, ticket := range lane.Tickets {
			letters += d.letter[ticket.ID]
		}
		if lane.N > 0 || letters != "" {
			lanes = append(lanes, fmt.Sprintf("%s%d %s", lane.Lane.Name()[:1], lane.N, letters))
		}
	}
	return strings.Join(lanes, ", ")
}

func TestBoardFilters(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := context.Background()
	ruth, greta, lucia := modelstest.Person(t, d.Portal, "ruth"), modelstest.Person(t, d.Portal, "greta"), modelstest.Person(t, d.Portal, "lucia")
	w := show(t, d.Portal, ruth, d.id["B"])
	must(t, d.Portal, lucia, must(t, d.Portal, lucia, w.Request, requests.MoveHandOn), requests.MoveHandOn)
	for _, c := range []struct {
		filter requests.Filter
		want   string
	}{
		{requests.Filter{}, "B5 ACFDE, C1 B"},
		{requests.Filter{Sort: requests.SortNewest}, "B5 FEDCA, C1 B"},
		{requests.Filter{Stage: requests.LaneBrief}, "B5 ACFDE"},
		{requests.Filter{Stage: requests.LaneChecking}, "C1 B"},
		{requests.Filter{Stage: requests.LaneDesign}, ""},
		{requests.Filter{With: people.Sales}, "B3 FDE, C1 B"},
		{requests.Filter{With: people.Marketing, Stage: requests.LaneBrief}, "B2 AC"},
		{requests.Filter{View: requests.ViewLate}, "B3 ACF, C1 B"},
		{requests.Filter{View: requests.ViewOverdue}, "B1 A, C1 B"},
		{requests.Filter{View: requests.ViewAtRisk}, "B2 CF"},
		{requests.Filter{View: requests.ViewDueWeek}, "B1 D"},
		{requests.Filter{View: requests.ViewUnassigned}, "B2 AD"},
		{requests.Filter{Type: "brochure"}, "B3 ACF"},
		{requests.Filter{Assignee: greta.ID}, "B1 F, C1 B"},
		{requests.Filter{Text: "cold"}, "B2 EA"},
		{requests.Filter{Text: "customs or rail"}, "B1 F, C1 B"},
		{requests.Filter{Text: "customs or rail", With: people.Sales, Stage: requests.LaneBrief}, "B1 F"},
		{requests.Filter{Text: "R-" + fmt.Sprint(d.id["B"])}, "C1 B"},
		{requests.Filter{Text: fmt.Sprint(d.id["B"]), Stage: requests.LaneBrief}, ""},
		{requests.Filter{Text: "R-" + fmt.Sprint(d.id["G"])}, ""}, // delivered
		{requests.Filter{Text: "the of"}, ""},
		{requests.Filter{Type: "billboard"}, ""},
		{requests.Filter{After: "mangled"}, "B5 ACFDE, C1 B"}, // the board has one page
	} {
		if got := d.board(t, ruth, c.filter); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.filter, got, c.want)
		}
	}
	for _, f := range []requests.Filter{
		{View: requests.ViewDelivered}, {View: requests.ViewAll}, {View: "nonsense"}, {Stage: "nonsense"}, {With: "none"}, {With: "\x00"},
	} {
		if _, err := d.Requests.Board(ctx, ruth, f); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%+v: got %v, want %v", f, err, store.ErrNotFound)
		}
	}
}

func TestTicketsSayWhatTheViewerCanDo(t *testing.T) {
	t.Parallel()
	p, _ := modelstest.Portal(t)
	ctx := context.Background()
	ruth, lucia, ines := modelstest.Person(t, p, "ruth"), modelstest.Person(t, p, "lucia"), modelstest.Person(t, p, "ines")
	made := map[string]int64{
		"check": pass(t, p, submit(t, p, ruth, brief("sheet", "Checked")), 2).ID,
		"last":  pass(t, p, submit(t, p, ruth, brief("sheet", "Finished")), 3).ID,
		"make":  pass(t, p, submit(t, p, ruth, brief("brochure", "Made")), 1).ID,
		"asked": must(t, p, lucia, submit(t, p, ruth, brief("sheet", "Asked")), requests.MoveAsk).ID,
	}
	for _, c := range []struct {
		name       string
		viewer     people.Person
		next, back requests.Lane
		moves      []requests.Move // of the three that the board offers
		why        string
	}{
		{"check", ruth, requests.LaneFinishing, requests.LaneMaking, []requests.Move{requests.MoveHandOn, requests.MoveSendBack}, ""},
		{"check", lucia, requests.LaneFinishing, requests.LaneMaking, nil, "is with Sales now, so this move is theirs."},
		{"check", ines, requests.LaneFinishing, requests.LaneMaking, nil, "You can read requests, but not work on them."},
		{"last", lucia, "", requests.LaneChecking, []requests.Move{requests.MoveSendBack, requests.MoveDeliver}, ""},
		{"make", ruth, requests.LaneMaking, requests.LaneBrief, []requests.Move{requests.MoveHandOn, requests.MoveSendBack}, ""},
		{"asked", lucia, requests.LaneMaking, "", nil, "is with Sales now"},
		{"asked", ruth, requests.LaneMaking, "", nil, "A question is open on"},
	} {
		board, err := p.Requests.Board(ctx, c.viewer, requests.Filter{Text: fmt.Sprint(made[c.name])})
		if err != nil {
			t.Fatal(err)
		}
		var ticket requests.Ticket
		for _, lane := range board.Lanes {
			if len(lane.Tickets) > 0 {
				ticket = lane.Tickets[0]
			}
		}
		var moves []requests.Move
		for _, m := range []requests.Move{requests.MoveHandOn, requests.MoveSendBack, requests.MoveDeliver} {
			if ticket.Moves[m] {
				moves = append(moves, m)
			}
		}
		if ticket.Next != c.next || ticket.Back != c.back || !slices.Equal(moves, c.moves) || !strings.Contains(ticket.Why, c.why) || (c.why == "") != (ticket.Why == "") {
			t.Errorf("%s for %s: got %q, %q, %q, %q, want %q, %q, %q, %q", c.name, c.viewer.Name, ticket.Next, ticket.Back, moves, ticket.Why, c.next, c.back, c.moves, c.why)
		}
	}
}

// TestBoardAtSize: its queries walk the indexes, are few, and each lane is the beginning of its list.
func TestBoardAtSize(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("fills a large table")
	}
	ctx := context.Background()
	p, _ := modelstest.Portal(t)
	fill(t, p, 50_000, 100)
	modelstest.Exec(t, p, `ANALYZE requests`)
	ruth := modelstest.Person(t, p, "ruth")
	cal, err := p.Calendars.Current(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		filter requests.Filter
		index  string
	}{
		{requests.Filter{}, "requests_open_by_lane"},
		{requests.Filter{Sort: requests.SortNewest}, "requests_"},
		{requests.Filter{View: requests.ViewWithSales}, "requests_open"},
		{requests.Filter{View: requests.ViewLate}, "requests_open"},
		{requests.Filter{View: requests.ViewDueWeek}, "requests_open"},
		{requests.Filter{Type: "bid"}, "requests_open"},
		{requests.Filter{Assignee: 8}, "requests_open_by_person"},
		{requests.Filter{Text: "word77"}, "requests_search"},
		{requests.Filter{Text: "R-1000077"}, "requests_pkey"},
		{requests.Filter{Stage: requests.LaneDesign, With: people.Sales}, "requests_open"},
	} {
		for _, query := range requests.BoardQueries(ruth, c.filter, cal, p.Store.Now()) {
			plan, err := p.Store.Explain(ctx, query)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(plan, c.index) || strings.Contains(plan, "Seq Scan on requests") {
				t.Errorf("%+v: want %s and no scan of the table, got\n%s", c.filter, c.index, plan)
			}
		}
		if _, err := p.Requests.Board(ctx, ruth, c.filter); err != nil { // what is remembered is remembered now
			t.Fatal(err)
		}
		before := p.Store.Queries()
		board, err := p.Requests.Board(ctx, ruth, c.filter)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Store.Queries() - before; got > 4 {
			t.Errorf("%+v: got %d queries, want at most 4", c.filter, got)
		}
		for _, lane := range board.Lanes {
			f := c.filter
			f.Stage = lane.Lane
			list, err := p.Requests.List(ctx, ruth, f)
			if err != nil {
				t.Fatal(err)
			}
			var got, want []int64
			for _, ticket := range lane.Tickets {
				got = append(got, ticket.ID)
			}
			for _, row := range list.Rows[:min(len(list.Rows), requests.LaneSize)] {
				if row.State == requests.Open && row.Lane == lane.Lane {
					want = append(want, row.ID)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%+v: got %v in %s, want the first of the list %v", c.filter, got, lane.Lane, want)
			}
			if lane.N < len(got) || list.Next == "" && c.filter.Text == "" && lane.N != len(list.Rows) {
				t.Errorf("%+v: got %d in %s, want the %d of the list", c.filter, lane.N, lane.Lane, len(list.Rows))
			}
		}
	}
}
