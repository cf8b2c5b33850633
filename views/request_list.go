package views

import (
	"strconv"
	"strings"

	"alongside/models/requests"
	"alongside/views/ui"
)

var viewNames = map[requests.View]string{
	requests.ViewOpen: "All open", requests.ViewWithSales: "With Sales", requests.ViewWithMarketing: "With Marketing",
	requests.ViewMine: "Mine", requests.ViewWaiting: "Waiting on you", requests.ViewUnassigned: "Not taken",
	requests.ViewAtRisk: "At risk", requests.ViewOverdue: "Overdue", requests.ViewDelivered: "Delivered", requests.ViewAll: "All",
}

func (l List) view() requests.View {
	if l.Filter.View == "" {
		return requests.ViewOpen
	}
	return l.Filter.View
}

func (l List) views() []ui.View { return queueTabs(l.Counts, l.view()) }

// reportTab is the tab of the report, which is no view of the list.
const reportTab requests.View = "report"

// queueTabs are the ways to look at the queue.
func queueTabs(counts requests.Counts, current requests.View) []ui.View {
	var tabs []ui.View
	for _, v := range requests.Views {
		n, known := counts.Of(v)
		if !known {
			n = -1
		}
		tabs = append(tabs, ui.View{Label: viewNames[v], URL: ListURL(requests.Filter{View: v}), N: n, Current: v == current})
	}
	return append(tabs, ui.View{Label: "Report", URL: ReportURL(requests.ReportFilter{}), N: -1, Current: current == reportTab})
}

func (l List) sortOptions() []ui.Option {
	return []ui.Option{
		{Value: "", Label: "By promised date", Chosen: l.Filter.Sort != requests.SortNewest},
		{Value: requests.SortNewest, Label: "Newest first", Chosen: l.Filter.Sort == requests.SortNewest},
	}
}

// group of rows under one heading; n is how many the whole list has, 0 when not known.
type group struct {
	title string
	n     int
	rows  []requests.Row
}

func (l List) groupTitle(g requests.Group, clock Clock) string {
	switch g {
	case requests.GroupOverdue:
		return "Overdue"
	case requests.GroupAtRisk:
		return "At risk"
	case requests.GroupSoon:
		return "Due by " + clock.DateText(l.Soon)
	case requests.GroupLater:
		return "Later"
	}
	return ""
}

func (l List) groups(clock Clock) []group {
	var groups []group
	var last requests.Group = "none yet"
	for _, r := range l.Rows {
		if r.Group != last {
			last = r.Group
			groups = append(groups, group{title: l.groupTitle(r.Group, clock), n: l.groupCount(r.Group)})
		}
		g := &groups[len(groups)-1]
		g.rows = append(g.rows, r)
	}
	return groups
}

func (l List) groupCount(g requests.Group) int {
	if !l.Filter.Plain() || l.view() != requests.ViewOpen {
		return 0
	}
	switch g {
	case requests.GroupOverdue:
		return l.Counts.Overdue
	case requests.GroupAtRisk:
		return l.Counts.AtRisk
	}
	return 0
}

func (l List) caption() string { return viewNames[l.view()] + ", " + lower(l.order()) }

func (l List) order() string {
	switch {
	case l.view() == requests.ViewDelivered:
		return "Last delivered first"
	case l.Filter.Sort == requests.SortNewest || l.Filter.Text != "" || l.view() == requests.ViewAll:
		return "Newest first"
	}
	return "By promised date"
}

// status says how many rows are shown, of how many where that is known.
func (l List) status() string {
	shown := ui.Count(len(l.Rows), "request", "requests")
	if n, known := l.Counts.Of(l.view()); known && l.Filter.Plain() && n >= len(l.Rows) {
		shown = strconv.Itoa(len(l.Rows)) + " of " + ui.Counted(n) + " " + ui.Plural(n, "request", "requests")
	}
	return shown + " shown, " + lower(l.order()) + "."
}

// narrowed says in a sentence what is behind a number of the report; "" when the list is not.
func (l List) narrowed(clock Clock) string {
	b := l.Filter.Behind
	var words []string
	say := func(is bool, text string) {
		if is {
			words = append(words, text)
		}
	}
	say(b.Rushed, "asked as a rush")
	say(b.AskedBy != "", "asked by "+b.AskedBy.Name())
	say(!b.SentFrom.IsZero(), "sent since "+dayText(clock, b.SentFrom))
	switch {
	case !b.ClosedFrom.IsZero() && !b.ClosedTo.IsZero():
		say(true, "closed from "+dayText(clock, b.ClosedFrom)+" to "+dayText(clock, b.ClosedTo))
	case !b.ClosedFrom.IsZero():
		say(true, "closed since "+dayText(clock, b.ClosedFrom))
	case !b.ClosedTo.IsZero():
		say(true, "closed up to "+dayText(clock, b.ClosedTo))
	}
	say(b.Kept == requests.Yes, "done by the date promised first")
	say(b.Kept == requests.No, "done after the date promised first")
	say(b.Through != "" && b.ThroughKept == requests.Either, "with the stage "+b.Through)
	say(b.Through != "" && b.ThroughKept == requests.Yes, "with "+b.Through+" on time")
	say(b.Through != "" && b.ThroughKept == requests.No, "with "+b.Through+" late")
	if len(words) == 0 {
		return ""
	}
	return "Only those " + strings.Join(words, ", ") + "."
}

func (l List) first() requests.Filter {
	f := l.Filter
	f.After = ""
	return f
}

func (l List) after() requests.Filter {
	f := l.Filter
	f.After = l.Next
	return f
}

func (l List) emptyTitle() string {
	switch l.view() {
	case requests.ViewWaiting:
		return "Nothing is waiting on you"
	case requests.ViewOverdue, requests.ViewAtRisk:
		return "Every promise holds"
	case requests.ViewUnassigned:
		return "Everything is taken"
	case requests.ViewDelivered:
		return "Nothing delivered yet"
	}
	return "No requests yet"
}

func (l List) emptyWords() string {
	switch l.view() {
	case requests.ViewWaiting:
		return "Your side of the court is clear."
	case requests.ViewOverdue:
		return "No request has passed its promised date."
	case requests.ViewAtRisk:
		return "No forecast lies after its promise."
	case requests.ViewUnassigned:
		return "Somebody is on each open request."
	}
	return "Ask the other team for something. You see the promised date before you send."
}
