package workday

import "time"

// Span is working time: only what passes while the company is at work counts.
// It is negative when it runs backwards.
type Span time.Duration

const (
	Day     = Span((closesAt - opensAt) * time.Hour) // one working day
	HalfDay = Span((halfAt - opensAt) * time.Hour)   // a day that closes at 13:00
)

// Days is n working days; exact for whole and half ones.
func Days(n float64) Span { return Span(n * float64(Day)) }

// Days is s in working days.
func (s Span) Days() float64 { return float64(s) / float64(Day) }

// Seconds is s in whole seconds, cut off towards zero.
func (s Span) Seconds() int64 { return int64(s / Span(time.Second)) }

// String is s in hours, minutes and seconds of work, such as "12h30m0s" for a
// day and a half and 30 minutes.
func (s Span) String() string { return time.Duration(s).String() }
