// Package workday reckons in working days: from Monday to Friday, 09:00 to 17:00
// by the company's clock, without public holidays and the company's own closed
// days. It knows no database and no present; every answer follows from its
// arguments.
package workday

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"
	_ "time/tzdata" // the company's zone must load on machines without a zone database
)

// The company's working hours, o'clock.
const (
	opensAt  = 9
	halfAt   = 13 // close of a half day
	closesAt = 17
)

// The calendar reckons from the Monday of the first week of 1600 for a thousand
// years, which is what a Span can hold. An instant beyond counts as the edge.
const (
	firstDay = 83432*7 + 1
	lastDay  = firstDay + 52178*7
)

// Closing is a day on which the company does not work, or works only until 13:00.
type Closing struct {
	Date Date
	Half bool
	Name string // why, as people say it: "Company day"
}

// Calendar tells working time from other time. It is immutable and safe for
// concurrent use.
//
// Hours are read off the wall: 09:00 to 17:00 is a Day, whatever the clock did in
// the night or at the weekend before. Where the clock itself is changed during
// working hours, that day holds the time that really passes between its 09:00 and
// its 17:00, and a day that the zone leaves out holds none: so every working
// second counts once, and spans add up exactly.
//
// Instants are given in the company's zone.
type Calendar struct {
	zone *time.Location
	odd  []oddDay // in order of date
	end  Span     // worked by the end of the reckoning
}

// oddDay is a weekday that does not hold a full Day.
type oddDay struct {
	Closing      // with the Date alone when only the clock is changed on it
	closes  int  // o'clock; opensAt when closed
	missed  Span // what this and all odd days before it fall short of full days
}

// New makes the calendar of a company whose clocks show the zone's time. The
// country is a code of Countries, or "" for no public holidays; they are known
// from 1990 to 2100, and are taken on the days they are observed: the Monday
// after, when Christmas is a Saturday. Closings must lie in the same years. A
// public holiday and closings on the same day are one day off. The error tells
// everything that is wrong.
func New(zone *time.Location, country string, closings []Closing) (*Calendar, error) {
	if err := check(zone, country, closings); err != nil {
		return nil, err
	}
	c := &Calendar{zone: zone}
	days := oddDays{}
	for _, h := range publicHolidays[country] {
		for year := firstYear; year <= lastYear; year++ {
			if date, ok := observed(h, year); ok {
				days.add(Closing{Date: date, Name: h.Name}, opensAt)
			}
		}
	}
	for _, closing := range closings {
		if closing.Half {
			days.add(closing, halfAt)
		} else {
			days.add(closing, opensAt)
		}
	}
	c.eachClockChange(func(d Date) { days.add(Closing{Date: d}, closesAt) })

	c.odd = slices.SortedFunc(maps.Values(days), func(a, b oddDay) int { return cmp.Compare(a.Date.n, b.Date.n) })
	var missed Span
	for i := range c.odd {
		day := &c.odd[i]
		missed += Day - Span(c.at(day.Date.n, day.closes).Sub(c.at(day.Date.n, opensAt)))
		day.missed = missed
	}
	c.end = c.before(lastDay)
	return c, nil
}

func check(zone *time.Location, country string, closings []Closing) error {
	var errs []error
	if zone == nil {
		errs = append(errs, errors.New("workday: no time zone"))
	}
	if _, known := publicHolidays[country]; !known && country != "" {
		errs = append(errs, fmt.Errorf("workday: no public holidays are known for %q, only for %s",
			country, strings.Join(Countries(), ", ")))
	}
	for _, closing := range closings {
		if year := closing.Date.Midnight().Year(); year <= firstYear || year >= lastYear {
			errs = append(errs, fmt.Errorf("workday: closing %q on %q is not between %d and %d",
				closing.Name, closing.Date, firstYear+1, lastYear-1))
		}
	}
	return errors.Join(errs...)
}

// oddDays is keyed by Date.n.
type oddDays map[int]oddDay

// add keeps the day's earliest close, and among equals the first to be added.
// Weekends need none.
func (days oddDays) add(closing Closing, closes int) {
	n := closing.Date.n
	if old, ok := days[n]; ok && old.closes <= closes || weekdays(n+1) == weekdays(n) {
		return
	}
	days[n] = oddDay{Closing: closing, closes: closes}
}

// eachClockChange calls f for the weekdays of every week in which the zone's
// offset from UTC changes. (time.ZoneBounds would not do: on 31 December of a leap
// year it can answer with a bound that is no change, for ever.)
func (c *Calendar) eachClockChange(f func(Date)) {
	last := NewDate(lastYear, time.December, 31)
	sunday := Date{NewDate(firstYear, time.January, 1).n / 7 * 7}
	for offset := c.offset(sunday); sunday.Before(last); sunday = sunday.AddDays(7) {
		next := c.offset(sunday.AddDays(7))
		if next != offset {
			for weekday := 1; weekday <= 5; weekday++ {
				f(sunday.AddDays(weekday))
			}
		}
		offset = next
	}
}

// offset is the zone's offset when d begins in UTC, in seconds: for a Sunday,
// within the weekend everywhere.
func (c *Calendar) offset(d Date) int {
	_, offset := d.Midnight().In(c.zone).Zone()
	return offset
}

// at is the instant at which the company's clock shows the hour on day n, or at
// which it is put past it.
func (c *Calendar) at(n, hour int) time.Time {
	t := time.Date(1970, time.January, 1+n-unixEpoch, hour, 0, 0, 0, c.zone)
	past := clock(t) - int64(n-unixEpoch)*daySeconds - int64(hour)*60*60
	if past == 0 {
		return t
	}
	start, end := t.ZoneBounds()
	if past > 0 {
		return start
	}
	return end
}

// weekdays counts them from the year 1 to the day before n.
func weekdays(n int) int { return (n-1)/7*5 + min((n-1)%7, 5) }

// before is the time worked from firstDay to the end of the day before n.
func (c *Calendar) before(n int) Span {
	span := Span(weekdays(n)-weekdays(firstDay)) * Day
	if i := c.oddFrom(n); i > 0 {
		span -= c.odd[i-1].missed
	}
	return span
}

// oddFrom is the index of the first odd day that is not before n.
func (c *Calendar) oddFrom(n int) int {
	return sort.Search(len(c.odd), func(i int) bool { return c.odd[i].Date.n >= n })
}

// worked is the time worked from firstDay to t.
func (c *Calendar) worked(t time.Time) Span {
	n := dayOf(t.In(c.zone))
	if n < firstDay {
		return 0
	}
	if n >= lastDay {
		return c.end
	}
	before, after := c.before(n), c.before(n+1)
	return before + min(max(Span(t.Sub(c.at(n, opensAt))), 0), after-before)
}
