package workday

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	drawZone = rapid.SampledFrom([]string{
		"Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo", "UTC",
		"Wednesdays forward", "Wednesdays back",
	})
	drawCountry = rapid.SampledFrom(append(Countries(), ""))

	// 2026 and 2027 around the turns of the years, to the nanosecond.
	drawTime = rapid.Custom(func(t *rapid.T) time.Time {
		base := time.Date(2025, time.December, 20, 0, 0, 0, 0, time.UTC)
		hours := rapid.IntRange(0, 750*24).Draw(t, "hours")
		rest := rapid.SampledFrom([]time.Duration{0, 1, time.Microsecond, 29 * time.Minute, time.Hour - 1}).Draw(t, "rest")
		return base.Add(time.Duration(hours)*time.Hour + rest)
	})
	drawSpan = rapid.Custom(func(t *rapid.T) Span {
		halves := rapid.IntRange(0, 90).Draw(t, "halves")
		rest := rapid.SampledFrom([]Span{0, 1, hour, 4*hour - 1}).Draw(t, "rest")
		return Span(halves)*HalfDay + rest
	})
	drawClosings = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Closing {
		return Closing{
			Date: NewDate(2025, time.December, 20).AddDays(rapid.IntRange(0, 800).Draw(t, "day")),
			Half: rapid.Bool().Draw(t, "half"),
		}
	}), 0, 40)
)

func drawCalendar(t *rapid.T, tb testing.TB) *Calendar {
	c, err := New(zone(tb, drawZone.Draw(t, "zone")), drawCountry.Draw(t, "country"), drawClosings.Draw(t, "closings"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSpansAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		c := drawCalendar(r, t)
		x, y, z := drawTime.Draw(r, "x"), drawTime.Draw(r, "y"), drawTime.Draw(r, "z")
		if got, want := c.Between(x, y)+c.Between(y, z), c.Between(x, z); got != want {
			r.Errorf("Between: got %v by way of y, want %v", got, want)
		}
		a, b := drawSpan.Draw(r, "a"), drawSpan.Draw(r, "b")
		if got, want := c.Add(c.Add(x, a), b), c.Add(x, a+b); !got.Equal(want) {
			r.Errorf("Add: got %v in two steps, want %v", got, want)
		}
		if got, want := c.Add(c.Add(x, -a), -b), c.Add(x, -a-b); !got.Equal(want) {
			r.Errorf("Add backwards: got %v in two steps, want %v", got, want)
		}
	})
}

func TestAddInvertsBetween(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		c := drawCalendar(r, t)
		x, s := drawTime.Draw(r, "x"), drawSpan.Draw(r, "s")+1
		end := c.Add(x, s)
		if got := c.Between(x, end); got != s {
			r.Errorf("Between(x, Add(x,s)): got %v, want %v", got, s)
		}
		if got := c.Between(x, end.Add(-1)); got != s-1 {
			r.Errorf("worked a nanosecond before Add(x,s): got %v, want %v: it is not the earliest", got, s-1)
		}
		begin := c.Add(x, -s)
		if got := c.Between(x, begin); got != -s {
			r.Errorf("Between(x, Add(x,-s)): got %v, want %v", got, -s)
		}
		if got := c.Between(x, begin.Add(1)); got != 1-s {
			r.Errorf("worked from a nanosecond after Add(x,-s): got %v, want %v: it is not the latest", got, 1-s)
		}
		if got, want := c.Add(end, -s), c.Start(x); !got.Equal(want) {
			r.Errorf("there and back: got %v, want %v", got, want)
		}
	})
}

func TestLaterAndMoreIsNeverEarlier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		c := drawCalendar(r, t)
		x, s := drawTime.Draw(r, "x"), drawSpan.Draw(r, "s")
		y := x.Add(time.Duration(rapid.Int64Range(0, int64(10*24*time.Hour)).Draw(r, "later")))
		more := s + drawSpan.Draw(r, "more")
		for name, f := range map[string]func(time.Time, Span) time.Time{
			"Add":      c.Add,
			"Due":      c.Due,
			"Start":    func(t time.Time, _ Span) time.Time { return c.Start(t) },
			"EndOfDay": func(t time.Time, _ Span) time.Time { return c.EndOfDay(t) },
			"back":     func(t time.Time, s Span) time.Time { return c.Add(t, s-200*Day) },
		} {
			at := f(x, s)
			if got := f(y, s); got.Before(at) {
				r.Errorf("%s from a later time: got %v, want not before %v", name, got, at)
			}
			if got := f(x, more); got.Before(at) {
				r.Errorf("%s of more: got %v, want not before %v", name, got, at)
			}
		}
	})
}

func TestClosingNeverMakesADateEarlier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		z, country := zone(t, drawZone.Draw(r, "zone")), drawCountry.Draw(r, "country")
		few, more := drawClosings.Draw(r, "few"), drawClosings.Draw(r, "more")
		before, err := New(z, "", few)
		if err != nil {
			r.Fatal(err)
		}
		after, err := New(z, country, append(more, few...))
		if err != nil {
			r.Fatal(err)
		}
		x, s := drawTime.Draw(r, "x"), drawSpan.Draw(r, "s")
		if got, was := after.Add(x, s), before.Add(x, s); got.Before(was) {
			r.Errorf("Add: got %v, want not before %v", got, was)
		}
		if got, was := after.Due(x, s), before.Due(x, s); after.DateOf(got).Before(before.DateOf(was)) {
			r.Errorf("Due: got %v, want not before the day of %v", got, was)
		}
		y := x.Add(time.Duration(s))
		if got, was := after.Between(x, y), before.Between(x, y); got > was {
			r.Errorf("Between: got %v, want at most %v", got, was)
		}
	})
}

func TestDatesAreNeverOnADayOff(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		c := drawCalendar(r, t)
		x, s := drawTime.Draw(r, "x"), drawSpan.Draw(r, "s")
		if done := c.Add(x, s+1); !c.Open(done.Add(-1)) {
			r.Errorf("Add: got %v, want the end of working time", done)
		}
		if begin := c.Add(x, -s-1); !c.Open(begin) {
			r.Errorf("Add backwards: got %v, want working time", begin)
		}
		if start := c.Start(x); !c.Open(start) {
			r.Errorf("Start: got %v, want working time", start)
		}
		due := c.Due(x, s)
		if _, closes, ok := c.Hours(c.DateOf(due)); !ok || !closes.Equal(due) {
			r.Errorf("Due: got %v, want the close of a working day, %v", due, closes)
		}
		if due.Before(c.Add(x, s)) {
			r.Errorf("Due: got %v, want not before the work is done", due)
		}
	})
}
