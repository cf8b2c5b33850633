package views

import (
	"strconv"
	"strings"

	"alongside/models/people"
	"alongside/models/requests"
	"alongside/views/ui"
)

var viewNames = map[requests.View]string{
	requests.ViewOpen: "All open", requests.ViewWithSales: "With Sales", requests.ViewWithMarketing: "With Marketing",
	requests.ViewDueWeek: "Due this week", requests.ViewLate: "At risk or overdue",
	requests.ViewMine: "Mine", requests.ViewWaiting: "Waiting on you", requests.ViewUnassigned: "Not taken",
	requests.ViewAtRisk: "At risk", requests.ViewOverdue: "Overdue", requests.ViewDelivered: "Delivered", requests.ViewAll: "All",
}

func (l List) view() requests.View {
	if l.Filter.View == "" {
		return requests.ViewOpen
	}
	return l.Filter.View
}

// path of the page.
func (l List) path() string { return l.url(requests.Filter{}) }

// url of a filter, on the board while the reader is there.
func (l List) url(f requests.Filter) string {
	if l.OnBoard && f.OnBoard() {
		return BoardURL(f)
	}
	return ListURL(f)
}

// reportTab is the tab of the report, which is no view of the list.
const reportTab requests.View = "report"

// views are the tabs of the queue.
func (l List) views() []ui.View { return queueTabs(l.Tabs, l.view(), l.kept(), l.url) }

// queueTabs are the ways to look at the queue: the standing questions, with the saved views before what is delivered and
// the report behind it. At risk and overdue have one tab together, and one of their own for who asks for them alone. kept
// is the saved view that the reader looks at, 0 for none; url the address of a filter.
func queueTabs(t requests.Tabs, current requests.View, kept int64, url func(requests.Filter) string) []ui.View {
	var tabs []ui.View
	for _, v := range requests.Views {
		if (v == requests.ViewAtRisk || v == requests.ViewOverdue) && v != current {
			continue
		}
		if v == requests.ViewDelivered {
			for _, saved := range t.Saved {
				tabs = append(tabs, ui.View{Label: saved.Name, URL: url(saved.Filter()), N: saved.N, Current: saved.ID == kept})
			}
		}
		n, known := t.Of(v)
		if !known {
			n = -1
		}
		tabs = append(tabs, ui.View{Label: viewNames[v], URL: url(requests.Filter{View: v}), N: n, Current: v == current && kept == 0})
		if v == requests.ViewDelivered {
			tabs = append(tabs, ui.View{Label: "Report", URL: ReportURL(requests.ReportFilter{}), N: -1, Current: current == reportTab})
		}
	}
	return tabs
}

// kept is the saved view that the reader looks at, 0 for none.
func (l List) kept() int64 {
	now := l.first().Query()
	for _, v := range l.Saved {
		if v.Filter().Query() == now {
			return v.ID
		}
	}
	return 0
}

// own are the saved views that are the reader's.
func (l List) own(reader *Viewer) []requests.SavedView {
	var own []requests.SavedView
	for _, v := range l.Saved {
		if reader != nil && v.Person == reader.ID {
			own = append(own, v)
		}
	}
	return own
}

func (l List) stageOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Any stage", Chosen: l.Filter.Stage == ""}}
	for _, lane := range requests.Lanes {
		options = append(options, ui.Option{Value: string(lane), Label: lane.Name(), Chosen: lane == l.Filter.Stage})
	}
	return options
}

func (l List) sideOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Held by either team", Chosen: l.Filter.With == ""}}
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		options = append(options, ui.Option{Value: string(side), Label: "With " + side.Name(), Chosen: side == l.Filter.With})
	}
	return options
}

// elsewhere says where an open request is that neither team holds; "" when one does.
func elsewhere(r requests.Row) string {
	switch {
	case r.BallSide != "":
		return ""
	case r.BallKind == requests.BallThird:
		return "Waiting for a customer or printer"
	}
	return "On hold"
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
	case requests.GroupWaiting:
		return "Waiting for others"
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
	case requests.ViewOverdue, requests.ViewAtRisk, requests.ViewLate:
		return "Every promise holds"
	case requests.ViewDueWeek:
		return "Nothing is due this week"
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
	case requests.ViewLate:
		return "No request has passed its promised date, and no forecast lies after it."
	case requests.ViewDueWeek:
		return "Everything open is promised for later."
	case requests.ViewAtRisk:
		return "No forecast lies after its promise."
	case requests.ViewUnassigned:
		return "Somebody is on each open request."
	}
	return "Ask the other team for something. You see the promised date before you send."
}
