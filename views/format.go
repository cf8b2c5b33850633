package views

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/a-h/templ"
)

// Clock writes times in the zone of a reader, as seen from a moment.
type Clock struct {
	Now  time.Time
	Zone *time.Location
}

// Date is a day as a <time>: "Thu 26 Nov", with the year when it is not the
// current one.
func (c Clock) Date(t time.Time) templ.Component {
	return timeElement(c.isoDate(t), c.DateText(t))
}

// LongDate is a day in full: "Thursday 26 November".
func (c Clock) LongDate(t time.Time) templ.Component {
	return timeElement(c.isoDate(t), c.in(t).Format("Monday 2 January"+c.year(t)))
}

// DateTime is a moment as a <time>: "Today, 10:20", "Yesterday, 16:05",
// "Tue 24 Nov, 09:15".
func (c Clock) DateTime(t time.Time) templ.Component {
	return timeElement(c.in(t).Format(time.RFC3339), c.DateTimeText(t))
}

// DateText is the words of Date, for attributes and sentences.
func (c Clock) DateText(t time.Time) string {
	return c.in(t).Format("Mon 2 Jan" + c.year(t))
}

// DayText is a day without its weekday, for the edges of charts: "26 Nov".
func (c Clock) DayText(t time.Time) string {
	return c.in(t).Format("2 Jan")
}

// DateTimeText is the words of DateTime.
func (c Clock) DateTimeText(t time.Time) string {
	at := c.in(t).Format("15:04")
	switch c.isoDate(t) {
	case c.isoDate(c.Now):
		return "Today, " + at
	case c.in(c.Now).AddDate(0, 0, -1).Format(time.DateOnly):
		return "Yesterday, " + at
	default:
		return c.DateText(t) + ", " + at
	}
}

// RecentText is a day within a line: "today", "yesterday", "Thu 19 Nov".
func (c Clock) RecentText(t time.Time) string {
	switch c.isoDate(t) {
	case c.isoDate(c.Now):
		return "today"
	case c.in(c.Now).AddDate(0, 0, -1).Format(time.DateOnly):
		return "yesterday"
	}
	return c.DateText(t)
}

// DueText is a moment within a sentence: "today, 10:20", "tomorrow, 10:20", "Thu 26 Nov, 10:20".
func (c Clock) DueText(t time.Time) string {
	at := c.in(t).Format(", 15:04")
	switch c.isoDate(t) {
	case c.isoDate(c.Now):
		return "today" + at
	case c.in(c.Now).AddDate(0, 0, 1).Format(time.DateOnly):
		return "tomorrow" + at
	}
	return c.DateText(t) + at
}

// DatesText is the days from one to another, both included: "Thu 12 Nov",
// "Tue 10 to Wed 11 Nov", "Mon 30 Nov to Tue 1 Dec".
func (c Clock) DatesText(from, to time.Time) string {
	first, last := c.in(from), c.in(to)
	switch {
	case c.isoDate(from) == c.isoDate(to):
		return c.DateText(to)
	case first.Year() == last.Year() && first.Month() == last.Month():
		return first.Format("Mon 2") + " to " + c.DateText(to)
	case first.Year() == last.Year():
		return first.Format("Mon 2 Jan") + " to " + c.DateText(to)
	default:
		return first.Format("Mon 2 Jan 2006") + " to " + last.Format("Mon 2 Jan 2006")
	}
}

// WithYears is a clock that says the year of every day, for what is read long after.
func (c Clock) WithYears() Clock { return Clock{Zone: c.Zone} }

func (c Clock) in(t time.Time) time.Time { return t.In(c.Zone) }

func (c Clock) isoDate(t time.Time) string { return c.in(t).Format(time.DateOnly) }

// year is the layout of a year that must be said.
func (c Clock) year(t time.Time) string {
	if c.in(t).Year() == c.in(c.Now).Year() {
		return ""
	}
	return " 2006"
}

func timeElement(datetime, words string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<time datetime="`+templ.EscapeString(datetime)+`">`+templ.EscapeString(words)+`</time>`)
		return err
	})
}

// FileSize writes a number of bytes as people read it, in powers of 1000:
// "812 bytes", "48 KB", "4.1 MB".
func FileSize(bytes int64) string {
	size := float64(bytes)
	switch {
	case bytes == 1:
		return "1 byte"
	case bytes < 1000:
		return fmt.Sprintf("%d bytes", bytes)
	case size < 999_500:
		return fmt.Sprintf("%.0f KB", math.Round(size/1e3))
	case size < 999_950_000:
		return trimZero(size/1e6) + " MB"
	default:
		return trimZero(size/1e9) + " GB"
	}
}

// trimZero writes one decimal place, unless it is 0.
func trimZero(x float64) string {
	tenths := int64(math.Round(x * 10))
	if tenths%10 == 0 {
		return fmt.Sprintf("%d", tenths/10)
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// quotation puts words between quotation marks, once.
func quotation(words string) string { return "“" + unquoted(words) + "”" }

// unquoted are words without the quotation marks around all of them.
func unquoted(words string) string {
	inner, opened := strings.CutPrefix(words, "“")
	inner, closed := strings.CutSuffix(inner, "”")
	if !opened || !closed || strings.ContainsAny(inner, "“”") {
		return words
	}
	return inner
}
