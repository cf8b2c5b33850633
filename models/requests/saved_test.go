package requests_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"alongside/models/people"

	"alongside/models/modelstest"
	"alongside/models/requests"
	"alongside/models/store"
)

// saved spells the viewer's tabs: name, number, + when shared.
func (d desk) saved(t testing.TB, viewer people.Person) string {
	t.Helper()
	page, err := d.Requests.List(context.Background(), viewer, requests.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var views []string
	for _, v := range page.Saved {
		if list := d.list(t, viewer, v.Filter()); v.N != len(list) {
			t.Errorf("%s: got %d on the tab, want the %d of the list", v.Name, v.N, len(list))
		}
		mark := ""
		if v.Shared {
			mark = "+"
		}
		views = append(views, fmt.Sprintf("%s%s %d", mark, v.Name, v.N))
	}
	return strings.Join(views, ", ")
}

func TestSavedViews(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, q := context.Background(), d.Requests
	ruth, lucia, ines := modelstest.Person(t, d.Portal, "ruth"), modelstest.Person(t, d.Portal, "lucia"), modelstest.Person(t, d.Portal, "ines")
	save := func(who people.Person, name string, f requests.Filter, shared bool) {
		t.Helper()
		if _, err := q.Save(ctx, who, uuid.New(), name, f, shared); err != nil {
			t.Fatalf("%s by %s: %v", name, who.Name, err)
		}
	}
	save(ruth, " Cold chain ", requests.Filter{Text: "cold", After: "mangled"}, true)
	save(ruth, "Brochures", requests.Filter{Type: "brochure", With: people.Marketing}, false)
	save(lucia, "brochures", requests.Filter{Type: "brochure", Stage: requests.LaneBrief, Sort: requests.SortNewest}, false)
	save(lucia, "My own", requests.Filter{View: requests.ViewMine}, true)
	save(ines, "Delivered sheets", requests.Filter{View: requests.ViewDelivered, Text: "sheet"}, false)
	for _, c := range []struct {
		who  people.Person
		want string
	}{
		{ruth, "+Cold chain 2, Brochures 2, +My own 3"},
		{lucia, "+Cold chain 2, brochures 3, +My own 3"},
		{ines, "+Cold chain 2, +My own 0, Delivered sheets 1"},
	} {
		if got := d.saved(t, c.who); got != c.want {
			t.Errorf("%s: got %s, want %s", c.who.Name, got, c.want)
		}
	}

	for _, c := range []struct {
		name, field string
		who         people.Person
		view        string
		filter      requests.Filter
		shared      bool
	}{
		{"no name", "name", ruth, "  ", requests.Filter{}, false},
		{"too long", "name", ruth, strings.Repeat("ü", 41), requests.Filter{}, false},
		{"taken, in other letters", "name", ruth, "BROCHURES", requests.Filter{}, false},
		{"control characters", "name", ruth, "a\x00b", requests.Filter{}, false},
		{"a reader shares", "shared", ines, "For all", requests.Filter{}, true},
	} {
		var invalid *store.Invalid
		if _, err := q.Save(ctx, c.who, uuid.New(), c.view, c.filter, c.shared); !errors.As(err, &invalid) || invalid.On(c.field) == "" {
			t.Errorf("%s: got %v, want a problem on %s", c.name, err, c.field)
		}
	}
	for _, f := range []requests.Filter{{View: "nonsense"}, {Stage: "nonsense"}, {With: "nonsense"}} {
		if _, err := q.Save(ctx, ruth, uuid.New(), "Odd", f, false); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%+v: got %v, want %v", f, err, store.ErrNotFound)
		}
	}
	if n := count(t, d.Portal, "saved_views"); n != 5 {
		t.Errorf("got %d views, want 5", n)
	}
}

func TestSavingTwiceAndTooMuch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, q, greta := context.Background(), d.Requests, modelstest.Person(t, d.Portal, "greta")
	key := uuid.New()
	for range 2 {
		if _, err := q.Save(ctx, greta, key, "Rail", requests.Filter{Text: "rail"}, false); err != nil {
			t.Errorf("the same form again: got %v, want it taken", err)
		}
	}
	if _, err := q.Save(ctx, greta, key, "Road", requests.Filter{}, false); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the form with another name: got %v, want %v", err, store.ErrConflict)
	}
	var wg sync.WaitGroup
	errs := make([]error, 24)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = q.Save(ctx, greta, uuid.New(), fmt.Sprintf("View %d", i), requests.Filter{}, false)
		})
	}
	wg.Wait()
	refused := 0
	for _, err := range errs {
		var invalid *store.Invalid
		if errors.As(err, &invalid) {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	if n := count(t, d.Portal, "saved_views"); n != 20 || refused != 5 {
		t.Errorf("got %d views, %d refused, want 20 and 5", n, refused)
	}
}

func TestRemovingViews(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, q := context.Background(), d.Requests
	ruth, lucia := modelstest.Person(t, d.Portal, "ruth"), modelstest.Person(t, d.Portal, "lucia")
	id := map[string]int64{}
	for _, name := range []string{"Own", "Shared"} {
		if _, err := q.Save(ctx, ruth, uuid.New(), name, requests.Filter{}, name == "Shared"); err != nil {
			t.Fatal(err)
		}
		var made int64
		if err := d.Store.Read().Raw(`SELECT max(id) FROM saved_views`).Scan(&made).Error; err != nil {
			t.Fatal(err)
		}
		id[name] = made
	}
	for _, c := range []struct {
		who  people.Person
		id   int64
		want error
	}{
		{lucia, id["Own"], store.ErrNotFound}, {lucia, id["Shared"], store.ErrForbidden}, {ruth, 999, store.ErrNotFound},
		{ruth, id["Own"], nil}, {ruth, id["Own"], store.ErrNotFound}, {ruth, id["Shared"], nil},
	} {
		if err := q.Unsave(ctx, c.who, c.id); !errors.Is(err, c.want) {
			t.Errorf("%d by %s: got %v, want %v", c.id, c.who.Name, err, c.want)
		}
	}
	if got := d.saved(t, lucia); got != "" {
		t.Errorf("got %s, want no views", got)
	}
}

// TestFiltersAreWrittenAsTheyAreRead for addresses and saved views.
func TestFiltersAreWrittenAsTheyAreRead(t *testing.T) {
	t.Parallel()
	for _, f := range []requests.Filter{
		{}, {View: requests.ViewMine}, {Type: "bid", Stage: requests.LaneDesign, With: people.Sales, Assignee: 3, Requester: 4},
		{Text: "Food & drink \"ü\" 100%", Sort: requests.SortNewest, After: "abc"},
	} {
		v := requests.SavedView{Text: f.Query()}
		if got := v.Filter(); got != f {
			t.Errorf("%q: got %+v, want %+v", v.Text, got, f)
		}
	}
}
