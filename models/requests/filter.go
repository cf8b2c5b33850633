package requests

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"alongside/models/people"
	"alongside/models/store"
)

// View is one of the queue's standing questions.
type View string

const (
	ViewOpen          View = "open"
	ViewWithSales     View = "with-sales"
	ViewWithMarketing View = "with-marketing"
	ViewDueWeek       View = "due-week" // promised from now to the end of the working week
	ViewLate          View = "late"     // at risk or overdue
	ViewMine          View = "mine"     // I asked, or I am on it for my side
	ViewWaiting       View = "waiting"  // the ball is with me, or with my side and nobody took it
	ViewUnassigned    View = "unassigned"
	ViewAtRisk        View = "at-risk" // and not overdue
	ViewOverdue       View = "overdue"
	ViewDelivered     View = "delivered"
	ViewAll           View = "all"
)

// Views in the order of the tabs.
var Views = []View{ViewOpen, ViewWithMarketing, ViewWithSales, ViewDueWeek, ViewLate, ViewAtRisk, ViewOverdue, ViewMine, ViewDelivered, ViewWaiting, ViewUnassigned, ViewAll}

// Orders of a list.
const (
	SortPromised = "promised" // overdue, then at risk, then by date promised: the order of open views
	SortNewest   = "newest"   // by number, newest first: the order of "all" and of searches
)

// PageSize of the queue.
const PageSize = 50

// Filter is what list, board and export are asked for; the zero value is the open queue.
type Filter struct {
	View      View
	Type      string
	Stage     Lane
	With      people.Side // the side that holds the ball
	Assignee  int64       // holds the ball
	Requester int64
	Text      string // words of title and account, or a number
	Sort      string
	After     string // cursor
	Behind
}

// maxSearch is the longest search text, in bytes.
const maxSearch = 200

// ParseFilter reads the filter from the query of an address. Text that cannot be asked for is store.ErrNotFound.
func ParseFilter(q url.Values) (Filter, error) {
	f := Filter{
		View: View(q.Get("view")), Type: q.Get("type"), Stage: Lane(q.Get("stage")), With: people.Side(q.Get("with")),
		Assignee: id(q.Get("assignee")), Requester: id(q.Get("requester")),
		Text: strings.TrimSpace(q.Get("q")), Sort: q.Get("sort"), After: q.Get("after"),
		Behind: parseBehind(q),
	}
	if text := f.Text + f.Type + f.Through; !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return f, store.ErrNotFound
	}
	if len(f.Text) > maxSearch {
		f.Text = strings.ToValidUTF8(f.Text[:maxSearch], "")
	}
	return f, nil
}

// id reads a number; anything else is 0.
func id(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// Query writes the filter as ParseFilter reads it: "" for the open queue.
func (f Filter) Query() string {
	q := url.Values{}
	set := func(name, value, usual string) {
		if value != "" && value != usual && value != "0" {
			q.Set(name, value)
		}
	}
	set("view", string(f.View), string(ViewOpen))
	set("type", f.Type, "")
	set("stage", string(f.Stage), "")
	set("with", string(f.With), "")
	set("assignee", strconv.FormatInt(f.Assignee, 10), "")
	set("requester", strconv.FormatInt(f.Requester, 10), "")
	set("q", f.Text, "")
	set("sort", f.Sort, "")
	set("after", f.After, "")
	for _, c := range f.Behind.Conditions() {
		set(c.Name, c.Value, "")
	}
	return q.Encode()
}

// Plain reports whether nothing narrows the view.
func (f Filter) Plain() bool {
	return f == Filter{View: f.View, Sort: f.Sort, After: f.After} && f.Sort != SortNewest
}

// checked is the question with text that the database can be asked for. A view, stage or side that nobody knows is
// store.ErrNotFound.
func (a asking) checked() (asking, error) {
	known := (a.View == "" || slices.Contains(Views, a.View)) && (a.Stage == "" || slices.Contains(Lanes, a.Stage)) &&
		(a.With == "" || a.With == people.Sales || a.With == people.Marketing)
	if !known {
		return a, store.ErrNotFound
	}
	a.Text, a.Type = asked(a.Text), asked(a.Type)
	return a, nil
}
