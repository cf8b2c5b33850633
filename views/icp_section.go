package views

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"alongside/models/activity"
	"alongside/models/icp"
	"alongside/models/people"
	"alongside/models/workday"
	"alongside/views/ui"
)

// SectionID is the element of a section on a page that shows it once.
func SectionID(id int64) string { return "section-" + strconv.FormatInt(id, 10) }

// dateOf is a day that has no time and so no zone.
func dateOf(clock Clock, d workday.Date) templ.Component { return utc(clock).Date(d.Midnight()) }

// longDateOf is it in full.
func longDateOf(clock Clock, d workday.Date) templ.Component {
	return utc(clock).LongDate(d.Midnight())
}

// dateText is the words of dateOf.
func dateText(clock Clock, d workday.Date) string { return utc(clock).DateText(d.Midnight()) }

func utc(clock Clock) Clock { return Clock{Now: clock.Now, Zone: time.UTC} }

// onlyRulesOut reports whether the section scores nothing, but says whom both teams do not want.
func onlyRulesOut(s icp.Section) bool {
	for _, c := range s.Criteria {
		if c.Weight != icp.RulesOut {
			return false
		}
	}
	return true
}

// pointsBar is how much of the most points of a criterion of the section a criterion has.
func pointsBar(s icp.Section, c icp.Criterion) string {
	most := 1
	for _, other := range s.Criteria {
		most = max(most, other.Points)
	}
	return strconv.Itoa(100*c.Points/most) + "%"
}

// pointsText is what stands under "Points".
func pointsText(c icp.Criterion) string {
	if c.Weight == icp.RulesOut {
		return "Rules out"
	}
	return strconv.Itoa(c.Points)
}

// bands say what becomes of fewer points than a good fit has.
func bands(s icp.Section) string {
	switch {
	case s.Maybe <= 0 || s.Maybe >= s.Good:
		return "Fewer: no fit"
	case s.Maybe == s.Good-1:
		return ui.Number(s.Maybe) + ": not yet. Fewer: no fit"
	}
	return ui.Number(s.Maybe) + " to " + ui.Number(s.Good-1) + ": not yet. Fewer: no fit"
}

// WeightName is how screens write it.
func WeightName(w icp.Weight) string {
	switch w {
	case icp.Must:
		return "Must"
	case icp.Counts:
		return "Counts"
	case icp.RulesOut:
		return "Rules out"
	}
	return string(w)
}

// KindName is what a section of the kind holds.
func KindName(k icp.Kind) string {
	switch k {
	case icp.Opening:
		return "Title and opening"
	case icp.Prose:
		return "Text"
	case icp.Criteria:
		return "Criteria"
	case icp.Lead:
		return "Lead definition"
	case icp.Handover:
		return "Handover"
	case icp.HandBack:
		return "Hand-back"
	case icp.Roles:
		return "Roles and priorities"
	}
	return string(k)
}

// heldBy is the holder of a step or role as the style sheet knows them.
func heldBy(side people.Side) string {
	if side == people.None {
		return "both"
	}
	return string(side)
}

// sideName of a step or role.
func sideName(side people.Side) string {
	if side == people.None {
		return "Both teams"
	}
	return side.Name()
}

// saidBy is the side of a step, where its words do not say it.
func saidBy(s icp.Step) string {
	if strings.Contains(s.What, s.Side.Name()) && s.Side != people.None || strings.Contains(strings.ToLower(s.What), "both") && s.Side == people.None {
		return ""
	}
	return sideName(s.Side) + ":"
}

// stepTime is how long a step may take: "Within 2 working days", "Within 10 working days of accepting", "Same day".
func stepTime(s icp.Step) string {
	if s.Hours <= 0 {
		return s.When
	}
	return strings.TrimSpace("Within " + workingTime(s.Hours) + " " + s.When)
}

// workingTime is working hours in words: days of eight where they are whole or half ones.
func workingTime(hours float64) string {
	const day = float64(workday.Day) / float64(time.Hour)
	n, unit := hours, "hour"
	if days := hours / day; days*2 == float64(int(days*2)) && days >= 1 {
		n, unit = days, "day"
	}
	words := strconv.FormatFloat(n, 'f', -1, 64) + " working " + unit
	if n != 1 {
		words += "s"
	}
	return words
}

// codeNeeds is what a hand-back for the reason must say.
func codeNeeds(c icp.Code) string {
	var needs []string
	if c.Criterion {
		needs = append(needs, "the criterion")
	}
	if c.Date {
		needs = append(needs, "the day to try again")
	}
	if c.Text {
		needs = append(needs, "a sentence")
	}
	return capital(listed(needs))
}

// codeThen is what becomes of a lead handed back for the reason.
func codeThen(c icp.Code) string {
	if c.Final {
		return "Final"
	}
	return "Tried again"
}

// criterionID is the element of a criterion on a page that shows it once.
func criterionID(c icp.Criterion) string {
	return elementID(activity.Subject{Kind: activity.KindCriterion, ID: c.ID})
}

// sourceHost is whose page is cited.
func sourceHost(s icp.Source) string {
	u, err := url.Parse(s.Link())
	if err != nil {
		return s.Link()
	}
	return u.Host
}
