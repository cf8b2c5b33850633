package requests

import (
	"slices"
	"time"

	"alongside/models/people"
	"alongside/models/workday"
)

// Period is which days of delivery a report is about.
type Period string

const (
	Period30      Period = "30"
	Period90      Period = "90" // the usual
	PeriodQuarter Period = "quarter"
	PeriodYear    Period = "365"
	PeriodDates   Period = "dates" // ReportFilter.From to To
)

// Periods in the order they are offered.
var Periods = []Period{Period30, Period90, PeriodQuarter, PeriodYear}

// maxReportDays bounds what a report reads.
const maxReportDays = 3 * 366

// days of the filter as seen on a day.
func (f ReportFilter) days(today workday.Date) (from, to workday.Date) {
	switch f.period() {
	case Period30:
		return today.AddDays(-30), today
	case PeriodQuarter:
		return quarterOf(today), today
	case PeriodYear:
		return today.AddDays(-365), today
	case PeriodDates:
		return f.From, f.To
	}
	return today.AddDays(-90), today
}

func (f ReportFilter) period() Period {
	if f.Period == PeriodDates && !f.From.IsZero() && !f.To.Before(f.From) && f.To.Before(f.From.AddDays(maxReportDays)) {
		return PeriodDates
	}
	if slices.Contains(Periods, f.Period) {
		return f.Period
	}
	return Period90
}

// understood is the filter without what it cannot mean.
func (f ReportFilter) understood(c Catalogue) ReportFilter {
	if f.Period = f.period(); f.Period != PeriodDates {
		f.From, f.To = workday.Date{}, workday.Date{}
	}
	if _, known := c.Type(f.Type); !known {
		f.Type = ""
	}
	if _, known := c.Type(f.StagesOf); !known {
		f.StagesOf = ""
	}
	if f.AskedBy != people.Sales && f.AskedBy != people.Marketing {
		f.AskedBy = ""
	}
	return f
}

// quarterOf is the first day of the day's quarter.
func quarterOf(day workday.Date) workday.Date {
	year, month, _ := day.Midnight().Date()
	return workday.NewDate(year, (month-1)/3*3+1, 1)
}

// startOf is the moment the day begins for the company.
func startOf(cal *workday.Calendar, day workday.Date) time.Time {
	year, month, date := day.Midnight().Date()
	return time.Date(year, month, date, 0, 0, 0, 0, cal.Zone())
}
