package views

import (
	"strconv"
	"time"

	"alongside/models/people"
	"alongside/models/ridealongs"
	"alongside/views/ui"
)

// RideHours is the balance of both teams, and the viewer's own log.
type RideHours struct {
	ridealongs.Hours
	Month      time.Time // asked for, its first day at midnight UTC
	Own        []ridealongs.Logged
	Viewer     people.Person
	Roll       people.Roll
	Submission string
	Typed      Typed
	Form       string // "log" or "goal"
}

func (h RideHours) typed(form string) Typed {
	if h.Form == form {
		return h.Typed
	}
	return Typed{}
}

// asked is the month that the page is about.
func (h RideHours) asked() ridealongs.MonthHours { return h.Months[len(h.Months)-1] }

// HoursHead is what stands above the columns of people: on the page and in the CSV.
var HoursHead = []string{"Month", "Person", "Team", "Went along", "Hosted", "Logged", "Goal"}

// hoursNumber writes minutes as hours: "1.5".
func hoursNumber(minutes int) string {
	return strconv.FormatFloat(float64(minutes)/60, 'f', -1, 64)
}

// shortHours are hours for a chart, rounded to quarters.
func shortHours(minutes int) string {
	return strconv.FormatFloat(float64((minutes+7)/15)/4, 'f', -1, 64)
}

func (h RideHours) lede() string {
	m := h.asked()
	month := m.Month.Format("January")
	said := func(s ridealongs.SideHours) string {
		return shortHours(s.Minutes.Total()) + " of " + ui.Number(s.Goal)
	}
	return "In " + month + ", Sales " + said(m.Sales) + " hours, Marketing " + said(m.Marketing) + " hours. Only what was held or logged counts."
}

// most is the longest bar of the chart in minutes.
func (h RideHours) most() int {
	most := 60
	for _, m := range h.Months {
		most = max(most, m.Sales.Minutes.Total(), m.Marketing.Minutes.Total(), m.Sales.Goal*60, m.Marketing.Goal*60)
	}
	return most
}

// balance is the drawing of both teams' months, Sales to the left.
type balance struct {
	label string
	rows  []balanceRow
}

type balanceRow struct {
	label              string
	y                  int
	strong             bool
	sales, marketing   string // hours
	salesX, salesW     float64
	marketW            float64
	salesGoal, mktGoal float64 // where each goal's mark stands
	goals              [2]string
}

// Places of the chart in percent: bars begin at salesEnd and marketingStart and reach barRoom far.
const (
	salesEnd       = 44.0
	marketingStart = 56.0
	barRoom        = 43.0
	balanceHead    = 18 // where the goals are named
	balanceRowH    = 34
)

func (h RideHours) balance() balance {
	b := balance{label: "Hours in each other’s world by month. "}
	scale := barRoom / float64(h.most())
	for i, m := range h.Months {
		s, k := m.Sales.Minutes.Total(), m.Marketing.Minutes.Total()
		row := balanceRow{
			label: m.Month.Format("Jan"), y: balanceHead + i*balanceRowH, strong: i == len(h.Months)-1, sales: shortHours(s), marketing: shortHours(k),
			salesW: float64(s) * scale, marketW: float64(k) * scale,
			salesGoal: salesEnd - float64(m.Sales.Goal*60)*scale, mktGoal: marketingStart + float64(m.Marketing.Goal*60)*scale,
			goals: [2]string{"Goal " + ui.Number(m.Sales.Goal), "Goal " + ui.Number(m.Marketing.Goal)},
		}
		row.salesX = salesEnd - row.salesW
		b.rows = append(b.rows, row)
		b.label += m.Month.Format("January") + ": Sales " + row.sales + ", Marketing " + row.marketing + ". "
	}
	return b
}

func (b balance) height() string { return strconv.Itoa(balanceHead + len(b.rows)*balanceRowH + 8) }

// anchor keeps words at the place, in percent, within the drawing.
func anchor(x float64) string {
	switch {
	case x < 10:
		return "start"
	case x > 90:
		return "end"
	}
	return "middle"
}

func pct(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) + "%" }

// of lists the people of a side that the viewer sees beside a number.
func (h RideHours) of(side people.Side) (list []ridealongs.PersonHours) {
	for _, p := range h.People {
		if p.Person.Side == side {
			list = append(list, p)
		}
	}
	return list
}

// widest is the longest bar of the people of a month, in minutes.
func (h RideHours) widest() int {
	widest := 60
	for _, p := range h.People {
		widest = max(widest, p.Minutes.Total(), p.Goal*60)
	}
	return widest
}

func (h RideHours) part(minutes int) string {
	return pct(100 * float64(minutes) / float64(h.widest()))
}

// barClass is the shape of a side's bar.
func barClass(side people.Side) (class, radius string) {
	if side == people.Sales {
		return "bar-s", "3"
	}
	return "bar-m", "1"
}

// leads reports whether the viewer sets goals of people.
func (h RideHours) leads() bool { return h.Viewer.Leads(h.Viewer.Side) }

// team of the viewer, whose goals a lead sets.
func (h RideHours) team() []ui.Option {
	options := []ui.Option{{Label: "Choose somebody"}}
	for _, p := range h.Roll.Of(h.Viewer.Side) {
		id := strconv.FormatInt(p.ID, 10)
		options = append(options, ui.Option{Value: id, Label: p.Name, Chosen: h.typed("goal").Get("person") == id})
	}
	return options
}

// goalAgreement is what the seal of the goals says.
func goalAgreement(r ridealongs.Rules, roll people.Roll, clock Clock) ui.Agreement {
	a := ui.Agreement{What: "Goals agreed by both teams"}
	if r.SalesBy != nil {
		a.Who = append(a.Who, roll.Name(*r.SalesBy)+", Sales")
	}
	if r.MarketingBy != nil {
		a.Who = append(a.Who, roll.Name(*r.MarketingBy)+", Marketing")
	}
	if last := lastOf(r.SalesAt, r.MarketingAt); last != nil {
		a.When = clock.Date(*last)
	}
	return a
}

func lastOf(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}
