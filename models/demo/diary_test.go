package demo

import (
	"testing"
	"time"

	"alongside/models/workday"
)

// Whenever it is told, a story goes forward and ends by then, and people act while the company is at work, or shortly
// after.
func TestMomentsLieOnTheCalendarInOrder(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	cal, err := workday.New(zone, "gb", nil)
	if err != nil {
		t.Fatal(err)
	}
	for hours := range 366 * 24 / 5 {
		now := time.Date(2026, time.November, 1, 0, 5*hours%7, 0, 0, zone).Add(time.Duration(hours) * 5 * time.Hour)
		d := newDiary(cal, now)
		var before time.Time
		for _, m := range []moment{on(-129, 9, 12), on(-5, 10, 0), on(-1, 9, 20), on(-1, 16, 25), on(0, 9, 12), on(0, 11, 30), on(0, 16, 15)} {
			if m.day == 0 && !d.begun {
				m = m.dayBefore()
			}
			at := d.at(m)
			if !at.After(before) || at.After(now) {
				t.Fatalf("told on %v: got %+v at %v, want after %v", now, m, at, before)
			}
			if !cal.Open(at) {
				t.Fatalf("told on %v: got %+v at %v, want while at work", now, m, at)
			}
			before = at
		}
		if d.begun != cal.Open(now) && now.Minute() >= 5 {
			t.Fatalf("told on %v: got begun %t, want %t", now, d.begun, cal.Open(now))
		}
	}
}
