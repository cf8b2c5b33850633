package views

import (
	"math"
	"strconv"
	"time"

	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/ui"
)

// dayZone is that of days without time.
var dayZone = time.UTC

var periodNames = map[requests.Period]string{
	requests.Period30: "Last 30 days", requests.Period90: "Last 90 days",
	requests.PeriodQuarter: "This quarter", requests.PeriodYear: "Last 365 days",
}

func (r Report) periodOptions(clock Clock) []ui.Option {
	var options []ui.Option
	for _, p := range requests.Periods {
		options = append(options, ui.Option{Value: string(p), Label: periodNames[p], Chosen: p == r.Filter.Period})
	}
	if r.Filter.Period == requests.PeriodDates {
		options = append(options, ui.Option{Value: string(requests.PeriodDates), Label: dayText(clock, r.From) + " to " + dayText(clock, r.To), Chosen: true})
	}
	return options
}

func (r Report) typeOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Any type", Chosen: r.Filter.Type == ""}}
	for _, t := range r.Catalogue.Types {
		options = append(options, ui.Option{Value: t.Key, Label: t.Name, Chosen: t.Key == r.Filter.Type})
	}
	return options
}

func (r Report) askedByOptions() []ui.Option {
	options := []ui.Option{{Value: "", Label: "Asked by either team", Chosen: r.Filter.AskedBy == ""}}
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		options = append(options, ui.Option{Value: string(side), Label: "Asked by " + side.Name(), Chosen: side == r.Filter.AskedBy})
	}
	return options
}

func (r Report) stageOptions() []ui.Option {
	var options []ui.Option
	for _, t := range r.Types {
		options = append(options, ui.Option{Value: t.Key, Label: t.Name, Chosen: t.Key == r.StagesOf.Key})
	}
	return options
}

// excess says by how much a side went beyond what was agreed, and where: the same sentence for both. It is "" within it.
func excess(s requests.SideFigures) string {
	halves := math.Round(2*s.Used.Days()) - math.Round(2*s.Agreed.Days())
	if halves <= 0 || s.Over == "" {
		return ""
	}
	more := strconv.FormatFloat(halves/2, 'f', -1, 64)
	if whole := int(halves) / 2; int(halves)%2 == 0 {
		more = capital(ui.InWords(whole))
	}
	part := "most of it in "
	if !s.Mostly {
		part = "the largest part in "
	}
	return more + " more than agreed, " + part + lower(s.Over) + "."
}

// parts of the working days, both sides first.
func (r Report) parts() []ui.Part {
	words := func(h promises.Holder, name, between string) ui.Part {
		percent := 100 * float64(r.Together.Shares[h]) / float64(max(r.Together.Total, 1))
		return ui.Part{Words: name + between + strconv.Itoa(int(math.Round(percent))) + "%", Percent: percent}
	}
	sales, marketing := words(promises.WithSales, "Sales", " "), words(promises.WithMarketing, "Marketing", " ")
	sales.Team, marketing.Team = ui.Sales, ui.Marketing
	third, nobody := words(promises.WithThird, "customers and printers", ", "), words(promises.WithNobody, "on hold", ", ")
	nobody.Hollow = true
	return []ui.Part{sales, marketing, third, nobody}
}

// partsWords says the picture in words.
func (r Report) partsWords() string {
	of := r.Together.Shares
	return "Working days: Sales " + daysText(of[promises.WithSales]) + ", Marketing " + daysText(of[promises.WithMarketing]) +
		", customers and printers " + daysText(of[promises.WithThird]) + ", on hold " + daysText(of[promises.WithNobody])
}

// whereDaysGo names the stage that took the most beyond the agreed; "" when none took half a day more.
func (r Report) whereDaysGo() string {
	var most requests.StageFigures
	for _, s := range r.Stages {
		if s.Over > most.Over {
			most = s
		}
	}
	if most.Over < workday.HalfDay {
		return ""
	}
	return most.Name + " is where days go: " + ui.Days(most.Over.Days()) + " more than agreed over " +
		ui.Count(most.N, "request", "requests") + ", with " + most.Side.Name() + "."
}

// paceWords says how long the last requests of a type took, rounded up to halves so that it stays true.
func paceWords(p requests.Pace) string {
	up := func(s workday.Span) float64 { return math.Ceil(2*s.Days()) / 2 }
	switch {
	case p.Known():
		of := "last " + strconv.Itoa(p.N)
		if p.N < requests.PaceOf {
			of = strconv.Itoa(p.N)
		}
		return "Of the " + of + " of this kind that were delivered, half took " + workingDays(up(p.Half)) + " or less, 85 in 100 took " +
			strconv.FormatFloat(up(p.Most), 'f', -1, 64) + " or less."
	case p.N == 0:
		return "None of this kind delivered so far, so nobody can say how long they really take."
	}
	return "Only " + ui.InWords(p.N) + " of this kind delivered so far, too few to say how long they really take."
}
