package workday

import (
	"encoding/json"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2026-12-24", "2028-02-29", "2000-02-29", "0001-01-01", "9999-12-31"} {
		d, err := ParseDate(s)
		if err != nil || d.String() != s {
			t.Errorf("ParseDate(%q): got %v, %v, want it back", s, d, err)
		}
	}
	for _, s := range []string{
		"", "2026-02-31", "2027-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01",
		"24.12.2026", "2026-12-24T00:00:00Z", " 2026-12-24", "2026-1-2", "26-12-24", "2026-12-24\x00", "\xff",
	} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q): got %v, want an error", s, d)
		}
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	d := NewDate(2026, time.December, 24)
	for name, pair := range map[string][2]any{
		"weekday":       {d.Weekday(), time.Thursday},
		"next day":      {d.AddDays(8), NewDate(2027, time.January, 1)},
		"normalised":    {NewDate(2026, time.February, 31), NewDate(2026, time.March, 3)},
		"before":        {d.Before(d.AddDays(1)), true},
		"before itself": {d.Before(d), false},
		"midnight":      {d.Midnight(), time.Date(2026, time.December, 24, 0, 0, 0, 0, time.UTC)},
		"read back":     {DateOf(d.Midnight()), d},
		"zero":          {Date{}.IsZero(), true},
		"not zero":      {d.IsZero(), false},
		"zero's text":   {Date{}.String(), ""},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %v, want %v", name, pair[0], pair[1])
		}
	}
}

func TestDateOfIsTheCompanysDay(t *testing.T) {
	t.Parallel()
	u := time.Date(2026, time.July, 31, 23, 30, 0, 0, time.UTC)
	if got, want := calendar(t, "Europe/London gb").DateOf(u), NewDate(2026, time.August, 1); got != want {
		t.Errorf("London: got %v, want %v", got, want)
	}
	if got, want := calendar(t, "America/New_York us").DateOf(u), NewDate(2026, time.July, 31); got != want {
		t.Errorf("New York: got %v, want %v", got, want)
	}
}

func TestDateAsText(t *testing.T) {
	t.Parallel()
	type row struct{ Due, None Date }
	in := row{Due: NewDate(2028, time.February, 29)}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(text), `{"Due":"2028-02-29","None":""}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var out row
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("got %v, %v, want %v", out, err, in)
	}
	if err := json.Unmarshal([]byte(`{"Due":"2027-02-29"}`), &out); err == nil {
		t.Errorf("got %v, want an error", out.Due)
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for name, pair := range map[string][2]any{
		"a day and a half":   {Days(1.5), Day + HalfDay},
		"in days":            {(Days(3) + HalfDay).Days(), 3.5},
		"backwards":          {Days(-0.5), -HalfDay},
		"a day in seconds":   {Day.Seconds(), int64(8 * 60 * 60)},
		"part of a second":   {Span(1999 * time.Millisecond).Seconds(), int64(1)},
		"as text":            {(Day + HalfDay).String(), "12h0m0s"},
		"thirty days, exact": {Days(30), 30 * Day},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %v, want %v", name, pair[0], pair[1])
		}
	}
}
