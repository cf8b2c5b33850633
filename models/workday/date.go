package workday

import (
	"fmt"
	"time"
)

// Date is a calendar day without time or zone. Dates compare with ==; the zero
// Date is no day at all.
type Date struct {
	n int // days since 31 December of the year 0, so that n%7 == 1 is a Monday
}

const (
	unixEpoch  = 719163 // 1 January 1970 as Date.n
	daySeconds = 24 * 60 * 60
)

// NewDate normalises as time.Date does: 31 February is 2 or 3 March.
func NewDate(year int, month time.Month, day int) Date {
	return Date{dayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))}
}

// DateOf is the day t shows in its own location.
func DateOf(t time.Time) Date { return Date{dayOf(t)} }

// ParseDate reads "2026-12-24" and refuses days that do not exist, such as
// 31 February. The year 0 is refused as well.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("workday: %q is not a date such as 2026-12-24", s)
	}
	return DateOf(t), nil
}

func (d Date) IsZero() bool          { return d == Date{} }
func (d Date) Before(e Date) bool    { return d.n < e.n }
func (d Date) AddDays(n int) Date    { return Date{d.n + n} }
func (d Date) Weekday() time.Weekday { return d.Midnight().Weekday() }

// Midnight is the start of d in UTC: the form in which a database's date column
// holds it. DateOf reads it back.
func (d Date) Midnight() time.Time {
	return time.Unix(int64(d.n-unixEpoch)*daySeconds, 0).UTC()
}

// String is d as "2026-12-24", and "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Midnight().Format(time.DateOnly)
}

// MarshalText is String, UnmarshalText is ParseDate; the zero Date is empty text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}

// dayOf is the Date.n that t's clock shows.
func dayOf(t time.Time) int { return int((clock(t) + unixEpoch*daySeconds) / daySeconds) }

// clock is what t's clock shows, in seconds since it showed 1 January 1970.
func clock(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}
