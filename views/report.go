package views

import (
	"math"
	"strconv"

	"alongside/models/people"
	"alongside/models/promises"
	"alongside/models/requests"
	"alongside/models/workday"
	"alongside/views/ui"
)

// Report is the page of how the queue ran.
type Report struct {
	requests.Report
	Tabs requests.Tabs
}

func (r Report) tables(clock Clock) []table {
	if r.Together.N == 0 {
		return []table{r.rushes(clock)}
	}
	return []table{r.byType(), r.byHolder(), r.byStage(), r.rushes(clock)}
}

func (r Report) lede(clock Clock) string {
	return ui.Count(r.Together.N, "request", "requests") + " delivered from " + dayText(clock, r.From) + " to " + dayText(clock, r.To) + "."
}

// dayText writes a day of the company's calendar, which has no zone.
func dayText(clock Clock, day workday.Date) string {
	return Clock{Now: clock.Now, Zone: dayZone}.DateText(day.Midnight())
}

// rows is the address of the delivered requests behind a number.
func (r Report) rows(typeKey string, narrow func(*requests.Behind)) string {
	if typeKey == "" {
		typeKey = r.Filter.Type
	}
	f := requests.Filter{View: requests.ViewDelivered, Type: typeKey}
	f.Behind = requests.Behind{AskedBy: r.Filter.AskedBy, ClosedFrom: r.From, ClosedTo: r.To}
	if narrow != nil {
		narrow(&f.Behind)
	}
	return ListURL(f)
}

// keptOf is "9 of 11", each with its rows.
func keptOf(kept, n int, keptURL, allURL string) cell {
	return cell{text: ui.Number(kept), url: keptURL, of: &cell{text: ui.Number(n), url: allURL}}
}

func byPromise(b *requests.Behind) { b.Kept = requests.Yes }

func (r Report) byType() table {
	t := table{title: "By type", caption: "Delivered requests by type: agreed, median and 85th percentile in working days",
		head: []string{"Type, asked of", "Delivered", "Agreed", "Median", "p85", "On time", "Rounds"}}
	scale := 0.0
	for _, f := range r.Types {
		scale = max(scale, f.Median.Days(), f.P85.Days(), f.Agreed.Most)
	}
	for _, f := range r.Types {
		all := r.rows(f.Key, nil)
		t.lines = append(t.lines, line{
			cells: []cell{
				{text: f.Name, team: team(f.Side), how: ", asked of " + f.Side.Name()},
				{text: ui.Number(f.N), url: all},
				{text: rangeText(f.Agreed)},
				{text: daysText(f.Median), strong: true, url: all},
				p85Cell(f.N, f.P85, all),
				keptOf(f.Kept, f.N, r.rows(f.Key, byPromise), all),
				{text: decimal(f.Rounds), url: all},
			},
			chart: spread("", scale, f.Median, f.P85, f.Agreed),
		})
	}
	all := r.rows("", nil)
	t.foot = []cell{
		{text: "Together"}, {text: ui.Number(r.Together.N), url: all}, {}, {}, {},
		keptOf(r.Together.Kept, r.Together.N, r.rows("", byPromise), all), {text: decimal(r.Together.Rounds), url: all},
	}
	return t
}

// holders in the order of the columns.
var holders = []promises.Holder{promises.WithSales, promises.WithMarketing, promises.WithThird, promises.WithNobody}

func (r Report) byHolder() table {
	t := table{title: "Whose time it was", caption: "Working days by type and holder",
		head: []string{"Type", "Sales", "Marketing", "Third party", "On hold", "Together"}}
	cells := func(name, typeKey string, f requests.Figures) []cell {
		all := r.rows(typeKey, nil)
		row := []cell{{text: name}}
		for _, h := range holders {
			row = append(row, cell{text: daysText(f.Shares[h]), url: all})
		}
		return append(row, cell{text: daysText(f.Total), url: all})
	}
	for _, f := range r.Types {
		t.lines = append(t.lines, line{cells: cells(f.Name, f.Key, f.Figures)})
	}
	t.foot = cells("Together", "", r.Together)
	return t
}

func (r Report) byStage() table {
	t := table{title: "By stage: " + lower(r.StagesOf.Name), caption: r.StagesOf.Name + ", stages in working days",
		head: []string{"Stage", "Agreed", "Median", "p85", "On time"}}
	scale := 0.0
	for _, s := range r.Stages {
		scale = max(scale, s.Median.Days(), s.P85.Days(), s.Agreed.Most)
	}
	for _, s := range r.Stages {
		through := func(b *requests.Behind) { b.Through = s.Name }
		kept := func(b *requests.Behind) { b.Through, b.ThroughKept = s.Name, requests.Yes }
		all := r.rows(r.StagesOf.Key, through)
		t.lines = append(t.lines, line{
			cells: []cell{
				{text: s.Name, team: team(s.Side), how: ", held by " + s.Side.Name()},
				{text: rangeText(s.Agreed)},
				{text: daysText(s.Median), strong: true, url: all},
				p85Cell(s.N, s.P85, all),
				keptOf(s.Kept, s.N, r.rows(r.StagesOf.Key, kept), all),
			},
			chart: spread(team(s.Side), scale, s.Median, s.P85, s.Agreed),
		})
	}
	return t
}

func (r Report) rushes(clock Clock) table {
	t := table{title: "Rushes since " + dayText(clock, r.Quarter), caption: "Rushes asked for by each side since the quarter began",
		head: []string{"Asked by", "Rushes", "In 100"}}
	for _, side := range []people.Side{people.Sales, people.Marketing} {
		share := r.Rushes[side]
		f := requests.Filter{View: requests.ViewAll, Behind: requests.Behind{AskedBy: side, SentFrom: r.Quarter}}
		all := ListURL(f)
		f.Rushed = true
		inHundred := "0"
		if share.Asked > 0 {
			inHundred = strconv.Itoa(int(math.Round(100 * float64(share.Rushed) / float64(share.Asked))))
		}
		t.lines = append(t.lines, line{cells: []cell{
			{text: side.Name(), team: team(side)}, keptOf(share.Rushed, share.Asked, ListURL(f), all), {text: inHundred},
		}})
	}
	return t
}
