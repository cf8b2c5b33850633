package demo

import (
	"time"

	"alongside/models/workday"
)

// moment is a time in the story: working days before (negative) or after its last day, and minutes after opening.
type moment struct{ day, minute int }

// Opening in minutes after midnight, and minutes of a full day.
const (
	opensAt = 9 * 60
	fullDay = 8 * 60
)

// on is the moment at which clocks show the time on that day.
func on(day, hour, minute int) moment { return moment{day, hour*60 + minute - opensAt} }

// dayBefore is the moment for a last day that has not begun: late on the day before, in the same order.
func (m moment) dayBefore() moment { return moment{m.day - 1, fullDay - 30 + m.minute*29/fullDay} }

// diary puts the story's moments on the calendar. The last day is the one on which it is told or, when the company is
// not at work, the next one: whoever looks at it then finds everything as it stands on a morning.
type diary struct {
	cal   *workday.Calendar
	now   time.Time
	opens time.Time // of the last day
	begun bool      // the last day
}

// firstWords is how long a day lasts at least in which anybody could have done anything.
const firstWords = 5 * time.Minute

func newDiary(cal *workday.Calendar, now time.Time) diary {
	opens, _, _ := cal.Hours(cal.DateOf(cal.Start(now)))
	return diary{cal, now, opens, now.Sub(opens) >= firstWords}
}

// date of a day.
func (d diary) date(day int) workday.Date {
	return d.cal.DateOf(d.cal.Add(d.opens, workday.Days(float64(day))+workday.Span(time.Hour)))
}

// at is when the moment is. The last day is as long as it has lasted: what is told of it happens in the same order, only
// faster.
func (d diary) at(m moment) time.Time {
	minutes := time.Duration(m.minute)
	if m.day == 0 && d.begun {
		return d.opens.Add(d.now.Sub(d.opens) * minutes / fullDay)
	}
	opens, _, _ := d.cal.Hours(d.date(m.day))
	return opens.Add(minutes * time.Minute)
}
