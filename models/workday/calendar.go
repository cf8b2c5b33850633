package workday

import (
	"sort"
	"time"
)

// Zone is the company's time zone.
func (c *Calendar) Zone() *time.Location { return c.zone }

// DateOf is the day on which t falls for the company.
func (c *Calendar) DateOf(t time.Time) Date { return DateOf(t.In(c.zone)) }

// Between is the working time in [a,b), and negative when b is before a:
// Between(a,b) + Between(b,c) == Between(a,c) for any three instants.
func (c *Calendar) Between(a, b time.Time) Span { return c.worked(b) - c.worked(a) }

// Add is the instant at which s has been worked since t: the earliest u with
// Between(t,u) == s, so that a full day's work ends at 17:00 and not at 09:00 of
// the next morning. Nothing to work is done at t itself.
//
// For a negative s it is the instant at which work must begin to have done -s by
// t: the latest u with Between(t,u) == s, so that a full day's work begins at
// 09:00. Hence Add(Add(t,s),-s) is Start(t) for a positive s.
func (c *Calendar) Add(t time.Time, s Span) time.Time {
	from := c.worked(t)
	s = min(max(s, -from), c.end-from)
	if s == 0 {
		return t.In(c.zone)
	}
	to := from + s
	n := firstDay + sort.Search(lastDay-firstDay, func(i int) bool {
		done := c.before(firstDay + i + 1)
		return done > to || done == to && s > 0
	})
	return c.at(n, opensAt).Add(time.Duration(to - c.before(n)))
}

// Due is when a promise of s, given at t, must be kept: promises end with a day,
// so five working days from a Thursday at 16:00 end with the next Thursday.
func (c *Calendar) Due(t time.Time, s Span) time.Time { return c.EndOfDay(c.Add(t, s)) }

// Start is t during working hours, else the next opening: what is sent after
// 17:00 starts next morning.
func (c *Calendar) Start(t time.Time) time.Time {
	for d := c.DateOf(t); ; d = d.AddDays(1) {
		if opens, closes, ok := c.Hours(d); ok && t.Before(closes) {
			if t.Before(opens) {
				return opens
			}
			return t.In(c.zone)
		}
	}
}

// EndOfDay is the first close of a working day that is not before t.
func (c *Calendar) EndOfDay(t time.Time) time.Time {
	for d := c.DateOf(t); ; d = d.AddDays(1) {
		if _, closes, ok := c.Hours(d); ok && !closes.Before(t) {
			return closes
		}
	}
}

// Open tells whether t is within working hours. The opening is, the close is not.
func (c *Calendar) Open(t time.Time) bool {
	opens, closes, ok := c.Hours(c.DateOf(t))
	return ok && !t.Before(opens) && t.Before(closes)
}

// Hours are the opening and the close of d; ok is false on a day without work.
func (c *Calendar) Hours(d Date) (opens, closes time.Time, ok bool) {
	worth := c.before(d.n+1) - c.before(d.n)
	if worth == 0 {
		return time.Time{}, time.Time{}, false
	}
	opens = c.at(d.n, opensAt)
	return opens, opens.Add(time.Duration(worth)), true
}

// Holiday names the public holiday or closing that takes the whole weekday d off.
// A weekend needs no name: ok is false.
func (c *Calendar) Holiday(d Date) (name string, ok bool) {
	if i := c.oddFrom(d.n); i < len(c.odd) && c.odd[i].Date == d && c.odd[i].closes == opensAt {
		return c.odd[i].Name, true
	}
	return "", false
}

// Closings are the public holidays, closings and half days that fall on weekdays
// from the first to the last date, both included: what moves a promised date.
func (c *Calendar) Closings(first, last Date) []Closing {
	var closings []Closing
	for i := c.oddFrom(first.n); i < len(c.odd) && !last.Before(c.odd[i].Date); i++ {
		if c.odd[i].closes < closesAt {
			closings = append(closings, c.odd[i].Closing)
		}
	}
	return closings
}
