package workday

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/us"
)

// clockFormat shows the weekday, so that a reader can check a table.
const clockFormat = "Mon 2006-01-02 15:04"

var meridianClosings = []Closing{
	{Date: NewDate(2026, time.November, 30), Name: "Company day"},
	{Date: NewDate(2026, time.December, 5), Name: "A Saturday"},
	{Date: NewDate(2026, time.December, 24), Half: true, Name: "Christmas Eve"},
	{Date: NewDate(2026, time.December, 28), Name: "Between the years"},
	{Date: NewDate(2026, time.December, 31), Half: true, Name: "New Year's Eve"},
	{Date: NewDate(2027, time.January, 1), Half: true, Name: "Stocktaking"},
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	switch name {
	case "Wednesdays forward":
		return ruledZone(t, "AAA0BBB,M3.2.3/11,M11.1.3/2")
	case "Wednesdays back":
		return ruledZone(t, "AAA0BBB,M3.2.3/2,M11.1.3/14")
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// ruledZone is a zone that follows a POSIX TZ rule in every year: real clocks are
// hardly ever changed during working hours.
func ruledZone(t testing.TB, rule string) *time.Location {
	t.Helper()
	header := func(types, chars uint32) []byte {
		b := append([]byte("TZif2"), make([]byte, 15)...)
		for _, count := range []uint32{0, 0, 0, 0, types, chars} {
			b = binary.BigEndian.AppendUint32(b, count)
		}
		return b
	}
	data := header(0, 0)
	data = append(data, header(1, 4)...)
	data = append(data, 0, 0, 0, 0, 0, 0) // offset 0, standard time, name 0
	data = append(data, "AAA\x00\n"+rule+"\n"...)
	z, err := time.LoadLocationFromTZData("Ruled", data)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// calendar makes one by its zone and country, such as "Europe/London gb".
func calendar(t testing.TB, name string) *Calendar {
	t.Helper()
	var closings []Closing
	if name == "Meridian" {
		name, closings = "Europe/London gb", meridianClosings
	}
	zoneName, country := name, ""
	if strings.Contains(name, "/") {
		zoneName, country, _ = strings.Cut(name, " ")
	}
	c, err := New(zone(t, zoneName), country, closings)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func instant(t testing.TB, c *Calendar, clock string) time.Time {
	t.Helper()
	u, err := time.ParseInLocation(clockFormat, clock, c.Zone())
	if err != nil {
		t.Fatal(err)
	}
	if got := u.Format(clockFormat); got != clock {
		t.Fatalf("got %s, want %s: the table is wrong", got, clock)
	}
	return u
}

const hour = Span(time.Hour)

func TestAddAndDue(t *testing.T) {
	t.Parallel()
	const (
		london     = "Europe/London gb"
		newYork    = "America/New_York us"
		lordHowe   = "Australia/Lord_Howe"
		casablanca = "Africa/Casablanca"
	)
	for _, test := range []struct {
		calendar string
		from     string
		span     Span
		add      string
		due      string
	}{
		// The day's hours.
		{london, "Mon 2026-11-23 09:00", Day, "Mon 2026-11-23 17:00", "Mon 2026-11-23 17:00"},
		{london, "Mon 2026-11-23 08:00", hour, "Mon 2026-11-23 10:00", "Mon 2026-11-23 17:00"},
		{london, "Mon 2026-11-23 00:00", HalfDay, "Mon 2026-11-23 13:00", "Mon 2026-11-23 17:00"},
		{london, "Mon 2026-11-23 17:00", Day, "Tue 2026-11-24 17:00", "Tue 2026-11-24 17:00"},
		{london, "Mon 2026-11-23 17:01", Day, "Tue 2026-11-24 17:00", "Tue 2026-11-24 17:00"},
		{london, "Mon 2026-11-23 23:59", HalfDay, "Tue 2026-11-24 13:00", "Tue 2026-11-24 17:00"},
		{london, "Mon 2026-11-23 09:00", Days(5), "Fri 2026-11-27 17:00", "Fri 2026-11-27 17:00"},
		{london, "Thu 2026-11-26 16:00", Days(5), "Thu 2026-12-03 16:00", "Thu 2026-12-03 17:00"},
		{london, "Fri 2026-11-27 16:00", hour, "Fri 2026-11-27 17:00", "Fri 2026-11-27 17:00"},
		// Nothing to work.
		{london, "Mon 2026-11-23 17:00", 0, "Mon 2026-11-23 17:00", "Mon 2026-11-23 17:00"},
		{london, "Mon 2026-11-23 17:01", 0, "Mon 2026-11-23 17:01", "Tue 2026-11-24 17:00"},
		{london, "Sat 2026-11-28 12:00", 0, "Sat 2026-11-28 12:00", "Mon 2026-11-30 17:00"},
		// Weekends.
		{london, "Fri 2026-11-27 16:59", 2 * hour, "Mon 2026-11-30 10:59", "Mon 2026-11-30 17:00"},
		{london, "Fri 2026-11-27 18:00", Day, "Mon 2026-11-30 17:00", "Mon 2026-11-30 17:00"},
		{london, "Sat 2026-11-28 12:00", Day, "Mon 2026-11-30 17:00", "Mon 2026-11-30 17:00"},
		{london, "Sun 2026-11-29 23:59", Day, "Mon 2026-11-30 17:00", "Mon 2026-11-30 17:00"},
		// Public holidays, and the days on which they are observed.
		{london, "Thu 2026-12-24 09:00", Day, "Thu 2026-12-24 17:00", "Thu 2026-12-24 17:00"},
		{london, "Thu 2026-12-24 10:00", Day, "Tue 2026-12-29 10:00", "Tue 2026-12-29 17:00"},
		{london, "Fri 2026-12-25 09:00", Day, "Tue 2026-12-29 17:00", "Tue 2026-12-29 17:00"},
		{london, "Thu 2026-12-24 16:00", Days(5), "Tue 2027-01-05 16:00", "Tue 2027-01-05 17:00"},
		{london, "Thu 2026-12-31 17:00", Day, "Mon 2027-01-04 17:00", "Mon 2027-01-04 17:00"},
		{london, "Thu 2026-04-02 12:00", Day, "Tue 2026-04-07 12:00", "Tue 2026-04-07 17:00"},
		{london, "Thu 2027-03-25 17:00", HalfDay, "Tue 2027-03-30 13:00", "Tue 2027-03-30 17:00"},
		{london, "Fri 2027-12-24 10:00", Day, "Wed 2027-12-29 10:00", "Wed 2027-12-29 17:00"},
		{london, "Fri 2027-12-31 12:00", Day, "Tue 2028-01-04 12:00", "Tue 2028-01-04 17:00"},
		{newYork, "Thu 2026-07-02 17:00", Day, "Mon 2026-07-06 17:00", "Mon 2026-07-06 17:00"},
		{newYork, "Wed 2026-11-25 12:00", Day, "Fri 2026-11-27 12:00", "Fri 2026-11-27 17:00"},
		{newYork, "Thu 2027-12-30 17:00", Day, "Mon 2028-01-03 17:00", "Mon 2028-01-03 17:00"},
		{newYork, "Thu 2100-12-30 16:00", Day, "Mon 2101-01-03 16:00", "Mon 2101-01-03 17:00"},
		{"Europe/Berlin de", "Wed 2026-06-03 16:00", Day, "Thu 2026-06-04 16:00", "Thu 2026-06-04 17:00"},
		{"Europe/Berlin de-by", "Wed 2026-06-03 16:00", Day, "Fri 2026-06-05 16:00", "Fri 2026-06-05 17:00"},
		// Half days and the company's own closed days.
		{"Meridian", "Wed 2026-12-23 09:00", Days(1.5), "Thu 2026-12-24 13:00", "Thu 2026-12-24 13:00"},
		{"Meridian", "Wed 2026-12-23 09:00", Days(2), "Tue 2026-12-29 13:00", "Tue 2026-12-29 17:00"},
		{"Meridian", "Thu 2026-12-24 13:00", 0, "Thu 2026-12-24 13:00", "Thu 2026-12-24 13:00"},
		{"Meridian", "Thu 2026-12-24 13:01", HalfDay, "Tue 2026-12-29 13:00", "Tue 2026-12-29 17:00"},
		{"Meridian", "Fri 2026-11-27 17:00", Day, "Tue 2026-12-01 17:00", "Tue 2026-12-01 17:00"},
		{"Meridian", "Fri 2026-12-04 16:00", Day, "Mon 2026-12-07 16:00", "Mon 2026-12-07 17:00"},
		{"Meridian", "Wed 2026-12-30 17:00", Day, "Mon 2027-01-04 13:00", "Mon 2027-01-04 17:00"},
		{"Meridian", "Thu 2026-12-24 12:00", Days(5), "Wed 2027-01-06 12:00", "Wed 2027-01-06 17:00"},
		// Leap days.
		{london, "Mon 2028-02-28 16:00", Day, "Tue 2028-02-29 16:00", "Tue 2028-02-29 17:00"},
		{london, "Tue 2028-02-29 12:00", Day, "Wed 2028-03-01 12:00", "Wed 2028-03-01 17:00"},
		{london, "Fri 2027-02-26 16:00", Day, "Mon 2027-03-01 16:00", "Mon 2027-03-01 17:00"},
		{london, "Fri 2100-02-26 16:00", Day, "Mon 2100-03-01 16:00", "Mon 2100-03-01 17:00"},
		// Weekends on which the clock is changed, forwards and back.
		{london, "Fri 2026-03-27 16:00", Day, "Mon 2026-03-30 16:00", "Mon 2026-03-30 17:00"},
		{london, "Fri 2026-03-27 17:00", Days(10), "Tue 2026-04-14 17:00", "Tue 2026-04-14 17:00"},
		{london, "Fri 2026-10-23 16:00", Day, "Mon 2026-10-26 16:00", "Mon 2026-10-26 17:00"},
		{newYork, "Fri 2026-03-06 16:30", Day, "Mon 2026-03-09 16:30", "Mon 2026-03-09 17:00"},
		{newYork, "Fri 2026-10-30 16:30", Day, "Mon 2026-11-02 16:30", "Mon 2026-11-02 17:00"},
		{lordHowe, "Fri 2026-04-03 16:00", Day, "Mon 2026-04-06 16:00", "Mon 2026-04-06 17:00"},
		{lordHowe, "Fri 2026-10-02 16:00", Day, "Mon 2026-10-05 16:00", "Mon 2026-10-05 17:00"},
		{lordHowe + " au-nsw", "Fri 2026-10-02 16:00", Day, "Tue 2026-10-06 16:00", "Tue 2026-10-06 17:00"},
		{casablanca, "Fri 2026-02-13 16:00", Day, "Mon 2026-02-16 16:00", "Mon 2026-02-16 17:00"},
		{casablanca, "Fri 2026-03-20 16:00", Day, "Mon 2026-03-23 16:00", "Mon 2026-03-23 17:00"},
		// Days on which the clock is changed at work: from 11:00 to 12:00 on 11 March,
		// from 14:00 to 13:00 on 4 November; and a Friday that Samoa left out.
		{"Wednesdays forward", "Wed 2026-03-11 09:00", 3 * hour, "Wed 2026-03-11 13:00", "Wed 2026-03-11 17:00"},
		{"Wednesdays forward", "Wed 2026-03-11 09:00", Day, "Thu 2026-03-12 10:00", "Thu 2026-03-12 17:00"},
		{"Wednesdays back", "Wed 2026-11-04 09:00", Day, "Wed 2026-11-04 16:00", "Wed 2026-11-04 17:00"},
		{"Pacific/Apia", "Thu 2011-12-29 16:00", Day, "Mon 2012-01-02 16:00", "Mon 2012-01-02 17:00"},
		// Backwards: when must work begin?
		{london, "Mon 2026-11-23 17:00", -Day, "Mon 2026-11-23 09:00", "Mon 2026-11-23 17:00"},
		{london, "Mon 2026-11-30 09:00", -Day, "Fri 2026-11-27 09:00", "Fri 2026-11-27 17:00"},
		{london, "Sat 2026-11-28 12:00", -HalfDay, "Fri 2026-11-27 13:00", "Fri 2026-11-27 17:00"},
		{london, "Tue 2026-12-29 10:00", -Day, "Thu 2026-12-24 10:00", "Thu 2026-12-24 17:00"},
		{"Meridian", "Tue 2026-12-29 13:00", Days(-2), "Wed 2026-12-23 09:00", "Wed 2026-12-23 17:00"},
	} {
		c := calendar(t, test.calendar)
		from := instant(t, c, test.from)
		if got := c.Add(from, test.span).Format(clockFormat); got != test.add {
			t.Errorf("%s: Add(%s, %v): got %s, want %s", test.calendar, test.from, test.span, got, test.add)
		}
		if got := c.Due(from, test.span).Format(clockFormat); got != test.due {
			t.Errorf("%s: Due(%s, %v): got %s, want %s", test.calendar, test.from, test.span, got, test.due)
		}
	}
}

func TestBetween(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		calendar string
		a, b     string
		want     Span
	}{
		{"Europe/London gb", "Mon 2026-11-23 09:00", "Mon 2026-11-23 17:00", Day},
		{"Europe/London gb", "Mon 2026-11-23 00:00", "Tue 2026-11-24 00:00", Day},
		{"Europe/London gb", "Mon 2026-11-23 17:00", "Tue 2026-11-24 09:00", 0},
		{"Europe/London gb", "Fri 2026-11-27 16:00", "Mon 2026-11-30 10:00", 2 * hour},
		{"Europe/London gb", "Mon 2026-11-30 10:00", "Fri 2026-11-27 16:00", -2 * hour},
		{"Europe/London gb", "Sat 2026-11-28 00:00", "Sun 2026-11-29 23:59", 0},
		{"Europe/London gb", "Thu 2026-01-01 00:00", "Fri 2027-01-01 00:00", Days(261 - 8)},
		{"Europe/London gb", "Sat 2028-01-01 00:00", "Mon 2029-01-01 00:00", Days(260 - 8)},
		{"Europe/London gb", "Fri 2026-03-27 12:00", "Mon 2026-03-30 12:00", Day},
		{"Meridian", "Thu 2026-12-24 12:30", "Tue 2026-12-29 09:30", hour},
		{"Meridian", "Mon 2026-12-21 00:00", "Mon 2027-01-04 00:00", Days(3 + 0.5 + 2 + 0.5)},
		{"America/New_York us", "Thu 2026-12-24 16:00", "Mon 2026-12-28 10:00", 2 * hour},
		{"Wednesdays forward", "Wed 2026-03-11 10:30", "Wed 2026-03-11 12:30", hour},
		{"Wednesdays forward", "Wed 2026-03-11 00:00", "Thu 2026-03-12 00:00", 7 * hour},
		{"Wednesdays back", "Wed 2026-11-04 00:00", "Thu 2026-11-05 00:00", 9 * hour},
		{"Antarctica/Vostok", "Mon 1994-01-31 00:00", "Tue 1994-02-01 09:00", 15 * hour},
		{"Pacific/Apia", "Thu 2011-12-29 00:00", "Sat 2011-12-31 00:00", Day},
	} {
		c := calendar(t, test.calendar)
		if got := c.Between(instant(t, c, test.a), instant(t, c, test.b)); got != test.want {
			t.Errorf("%s: Between(%s, %s): got %v, want %v", test.calendar, test.a, test.b, got, test.want)
		}
	}
}

func TestWaitingAcrossWeekendAndHolidayAddsOnlyWorkingTime(t *testing.T) {
	t.Parallel()
	c := calendar(t, "Europe/London gb")
	promised := c.Add(instant(t, c, "Mon 2026-12-21 10:00"), Days(5))
	asked, answered := instant(t, c, "Thu 2026-12-24 16:00"), instant(t, c, "Tue 2026-12-29 10:00")
	waited := c.Between(asked, answered)
	if waited != 2*hour {
		t.Errorf("waited: got %v, want %v", waited, 2*hour)
	}
	if got, want := c.Add(promised, waited).Format(clockFormat), "Wed 2026-12-30 12:00"; got != want {
		t.Errorf("promised after the wait: got %s, want %s", got, want)
	}
	rest := Days(5) - c.Between(instant(t, c, "Mon 2026-12-21 10:00"), asked)
	if got, want := c.Add(answered, rest), c.Add(promised, waited); !got.Equal(want) {
		t.Errorf("what is left after the answer ends: got %v, want %v", got, want)
	}
}

func TestStartOpenEndOfDay(t *testing.T) {
	t.Parallel()
	c := calendar(t, "Meridian")
	for _, test := range []struct {
		at    string
		open  bool
		start string
		end   string
	}{
		{"Mon 2026-11-23 08:59", false, "Mon 2026-11-23 09:00", "Mon 2026-11-23 17:00"},
		{"Mon 2026-11-23 09:00", true, "Mon 2026-11-23 09:00", "Mon 2026-11-23 17:00"},
		{"Mon 2026-11-23 16:59", true, "Mon 2026-11-23 16:59", "Mon 2026-11-23 17:00"},
		{"Mon 2026-11-23 17:00", false, "Tue 2026-11-24 09:00", "Mon 2026-11-23 17:00"},
		{"Fri 2026-11-27 17:01", false, "Tue 2026-12-01 09:00", "Tue 2026-12-01 17:00"},
		{"Mon 2026-11-30 12:00", false, "Tue 2026-12-01 09:00", "Tue 2026-12-01 17:00"},
		{"Thu 2026-12-24 12:59", true, "Thu 2026-12-24 12:59", "Thu 2026-12-24 13:00"},
		{"Thu 2026-12-24 13:00", false, "Tue 2026-12-29 09:00", "Thu 2026-12-24 13:00"},
		{"Fri 2027-01-01 10:00", false, "Mon 2027-01-04 09:00", "Mon 2027-01-04 17:00"},
	} {
		u := instant(t, c, test.at)
		if got := c.Open(u); got != test.open {
			t.Errorf("Open(%s): got %t, want %t", test.at, got, test.open)
		}
		if got := c.Start(u).Format(clockFormat); got != test.start {
			t.Errorf("Start(%s): got %s, want %s", test.at, got, test.start)
		}
		if got := c.EndOfDay(u).Format(clockFormat); got != test.end {
			t.Errorf("EndOfDay(%s): got %s, want %s", test.at, got, test.end)
		}
		if got, want := c.EndOfDay(u.UTC()), c.EndOfDay(u); got != want {
			t.Errorf("EndOfDay(%s) asked in UTC: got %v, want %v", test.at, got, want)
		}
	}
}

func TestHoliday(t *testing.T) {
	t.Parallel()
	c := calendar(t, "Meridian")
	for date, want := range map[string]string{
		"2026-04-03": "Good Friday",
		"2026-05-04": "Early May",
		"2026-08-31": "Summer Bank Holiday",
		"2026-11-30": "Company day",
		"2026-12-05": "", // a weekend
		"2026-12-24": "", // a half day
		"2026-12-25": "Christmas Day",
		"2026-12-26": "", // a weekend
		"2026-12-28": "Boxing Day",
		"2026-12-29": "",
		"2027-01-01": "New Year's Day",
		"2027-12-27": "Christmas Day",
		"2027-12-28": "Boxing Day",
		"2028-01-03": "New Year's Day",
	} {
		d, err := ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Holiday(d); got != want || ok != (want != "") {
			t.Errorf("Holiday(%s): got %q, %t, want %q", date, got, ok, want)
		}
	}
}

func TestClosings(t *testing.T) {
	t.Parallel()
	c := calendar(t, "Meridian")
	var got []string
	for _, closing := range c.Closings(NewDate(2026, time.November, 30), NewDate(2027, time.January, 1)) {
		half := ""
		if closing.Half {
			half = " until 13:00"
		}
		got = append(got, closing.Date.String()+" "+closing.Name+half)
	}
	want := `2026-11-30 Company day
2026-12-24 Christmas Eve until 13:00
2026-12-25 Christmas Day
2026-12-28 Boxing Day
2026-12-31 New Year's Eve until 13:00
2027-01-01 New Year's Day`
	if got := strings.Join(got, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	apia := calendar(t, "Pacific/Apia")
	if got := apia.Closings(NewDate(2011, time.December, 26), NewDate(2012, time.January, 6)); len(got) != 0 {
		t.Errorf("closings where the clock was changed: got %v, want none", got)
	}
}

func TestEveryDayAgreesWithTheHolidayLibrary(t *testing.T) {
	t.Parallel()
	for country, holidays := range map[string][]*cal.Holiday{"gb": gb.Holidays, "us": us.Holidays, "de": de.Holidays} {
		t.Run(country, func(t *testing.T) {
			t.Parallel()
			oracle := cal.NewBusinessCalendar()
			oracle.AddHoliday(holidays...)
			c, err := New(zone(t, "America/New_York"), country, nil)
			if err != nil {
				t.Fatal(err)
			}
			for d := NewDate(1990, time.January, 1); d.Before(NewDate(2101, time.January, 1)); d = d.AddDays(1) {
				opens, closes, got := c.Hours(d)
				if want := oracle.IsWorkday(d.Midnight()); got != want {
					t.Errorf("%s is a working day: got %t, want %t", d, got, want)
				}
				if !got {
					continue
				}
				if got, want := opens.Format(time.DateTime), d.String()+" 09:00:00"; got != want {
					t.Errorf("opens: got %s, want %s", got, want)
				}
				if got, want := closes.Format(time.DateTime), d.String()+" 17:00:00"; got != want {
					t.Errorf("closes: got %s, want %s", got, want)
				}
			}
		})
	}
}

func TestCountries(t *testing.T) {
	t.Parallel()
	for _, country := range Countries() {
		c, err := New(time.UTC, country, nil)
		if err != nil {
			t.Errorf("New(%q): got %v, want a calendar", country, err)
			continue
		}
		for _, year := range []int{1990, 2026, 2100} {
			n := len(c.Closings(NewDate(year, time.January, 1), NewDate(year, time.December, 31)))
			if n < 3 || n > 25 {
				t.Errorf("%s: got %d weekdays off in %d, want 3 to 25", country, n, year)
			}
		}
	}
}

func TestOrthodoxEasterIsRightIn2100(t *testing.T) {
	t.Parallel()
	c, err := New(time.UTC, "gr", nil)
	if err != nil {
		t.Fatal(err)
	}
	if name, ok := c.Holiday(NewDate(2100, time.May, 3)); !ok {
		t.Errorf("Easter Monday 2100: got %q, %t, want a day off", name, ok)
	}
	if name, ok := c.Holiday(NewDate(2100, time.April, 29)); ok {
		t.Errorf("Maundy Thursday 2100: got %q, want a working day", name)
	}
}

func TestNewTellsEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := New(nil, "atlantis", []Closing{{Name: "No day"}, {Date: NewDate(226, time.May, 1), Name: "Typing error"}})
	if err == nil {
		t.Fatal("got no error, want four")
	}
	for _, want := range []string{"no time zone", `"atlantis", only for ar, at, au, `, `"No day"`, `"Typing error" on "0226-05-01"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want %q in it", err, want)
		}
	}
}

func TestFarInstantsCountAsTheEdge(t *testing.T) {
	t.Parallel()
	c := calendar(t, "America/New_York us")
	now := instant(t, c, "Mon 2026-11-23 09:00")
	never, always := time.Time{}, time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
	if got := c.Between(never, now); got <= 0 {
		t.Errorf("worked since the zero time: got %v, want more than nothing", got)
	}
	if got := c.Between(now, always); got <= Days(500*250) {
		t.Errorf("worked until 9999: got %v days, want more than %v", got.Days(), 500*250)
	}
	if got := c.Add(now, 1<<63-1); got.Year() != 2600 && got.Year() != 2599 {
		t.Errorf("after the longest span: got %v, want the end of the reckoning", got)
	}
	if got := c.Add(now, -1<<63); got.Year() != 1600 {
		t.Errorf("before the longest span: got %v, want the beginning of the reckoning", got)
	}
	for _, u := range []time.Time{never, always} {
		if got := c.EndOfDay(u); got.Before(u) || got.Sub(u) > 5*24*time.Hour {
			t.Errorf("EndOfDay(%v): got %v, want one within days", u, got)
		}
		if got := c.Start(u); got.Before(u) || got.Sub(u) > 5*24*time.Hour {
			t.Errorf("Start(%v): got %v, want one within days", u, got)
		}
	}
}
