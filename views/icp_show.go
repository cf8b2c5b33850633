package views

import (
	"slices"
	"strings"

	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
	"alongside/views/ui"
)

// Profile is the page of the profile in force.
type Profile struct {
	icp.Page
	Viewer people.Person
	Roll   people.Roll
	Quotes Quotes         // of the notes that it rests on
	Since  icp.Comparison // from what the viewer read last to what is in force; zero when there is nothing between
}

func (s Profile) today() workday.Date { return s.Calendar.DateOf(s.Now) }

// mayStartReview reports whether the viewer can ask both leads to look at sections.
func (s Profile) mayStartReview() bool { return s.Version.Agreed() && s.Viewer.Leads(s.Viewer.Side) }

// shortTitle is the section in the list of what is on the page: "Handover" of "Handover: Marketing to Sales".
func shortTitle(s icp.Section) string {
	short, _, _ := strings.Cut(s.Title, ":")
	return short
}

// changedWords are how many sections changed: "Three sections have changed."
func changedWords(c icp.Comparison) string {
	switch n := len(c.Changed()); n {
	case 0:
		return "Nothing has changed since."
	case 1:
		return "One section has changed."
	default:
		return capital(ui.InWords(n)) + " sections have changed."
	}
}

// sealedBy are whose keys sealed the version, a line for each: "Dan Okafor, Sales".
func sealedBy(v icp.Version, roll people.Roll) []string {
	var who []string
	for _, side := range bothSides {
		if by, _ := v.Key(side); by != nil {
			who = append(who, roll.Name(*by)+", "+side.Name())
		}
	}
	return who
}

// sealedNames are them in one line: "Dan Okafor and Priya Nair".
func sealedNames(v icp.Version, roll people.Roll) string {
	var who []string
	for _, side := range bothSides {
		if by, _ := v.Key(side); by != nil {
			who = append(who, roll.Name(*by))
		}
	}
	return listed(who)
}

// openState is how an open proposal stands.
func openState(r icp.Row) (ui.Condition, string) {
	switch {
	case len(r.Conflicts) > 0:
		return ui.AtRisk, "Agreed otherwise since"
	case len(r.Keys) == 1:
		return ui.OneKey, "One key turned"
	}
	return ui.Waiting, "No key turned"
}

// lookAt are the sections whose day to be looked at has come, the longest due first.
func (s Profile) lookAt() (due []icp.Care) {
	for _, section := range s.Version.Content.Sections {
		if c, ok := s.Care[section.ID]; ok && (c.Freshness == icp.Due || c.Freshness == icp.Stale) {
			due = append(due, c)
		}
	}
	slices.SortStableFunc(due, func(a, b icp.Care) int { return int(a.ReviewOn.Midnight().Unix() - b.ReviewOn.Midnight().Unix()) })
	return due
}

// reviewWords are when all of it, or the first of it, is looked at next.
func (s Profile) reviewWords(clock Clock) string {
	next := s.Next()
	if next.IsZero() {
		return ""
	}
	return "The next review is on " + dateText(clock, next) + "."
}

// openHead is the heading of what is proposed.
func openHead(open []icp.Row) string {
	if len(open) == 1 {
		return "Open proposal"
	}
	return "Open proposals"
}

func proposalName(id int64) string {
	return "proposal " + ui.Number(int(id))
}

// freshnessWords are since when something is to be looked at again: "Due", "Stale".
func freshnessWords(f icp.Freshness) string {
	if f == icp.Stale {
		return "Stale, due"
	}
	return "Due"
}

// noticed is something of the profile that is past its day.
type noticed struct{ title, url, words string }

// mostNoticed are named on home; the profile says the rest.
const mostNoticed = 3

// notices are what to read with care, and how many more there are.
func notices(clock Clock, a icp.Standing) (list []noticed, more int) {
	if a.Whole == icp.Due || a.Whole == icp.Stale {
		list = append(list, noticed{"All of it", ProfileURL, "Agreed to more than a year ago"})
	}
	for _, s := range a.Expired {
		list = append(list, noticed{s.Title, ProfileURL + "#" + SectionID(s.ID), "Agreed until " + dateText(clock, s.ValidUntil) + ", and not since"})
	}
	for _, c := range a.Overdue {
		list = append(list, noticed{c.Title, ProfileURL + "#" + SectionID(c.ID), freshnessWords(c.Freshness) + " since " + dateText(clock, c.ReviewOn)})
	}
	shown := min(len(list), mostNoticed)
	return list[:shown], len(list) - shown
}
