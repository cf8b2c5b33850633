package views

import (
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
)

// londonAt is a clock in London on Wednesday 25 November 2026.
func londonAt(t *testing.T) Clock {
	t.Helper()
	return Clock{Now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), Zone: zone(t, "Europe/London")}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestDates(t *testing.T) {
	t.Parallel()
	clock := londonAt(t)
	day := func(s string) time.Time {
		at, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct{ name, got, want string }{
		{"this year", clock.DateText(day("2026-11-26 09:00")), "Thu 26 Nov"},
		{"next year", clock.DateText(day("2027-01-04 09:00")), "Mon 4 Jan 2027"},
		{"summer time turns the day", clock.DateText(day("2026-06-30 23:30")), "Wed 1 Jul"},
		{"winter time does not", clock.DateText(day("2026-11-30 23:30")), "Mon 30 Nov"},
		{"the year turns in the reader's zone", Clock{Now: clock.Now, Zone: zone(t, "Asia/Tokyo")}.DateText(day("2026-12-31 16:00")), "Fri 1 Jan 2027"},
		{"today", clock.DateTimeText(day("2026-11-25 10:20")), "Today, 10:20"},
		{"later today", clock.DateTimeText(day("2026-11-25 23:59")), "Today, 23:59"},
		{"yesterday", clock.DateTimeText(day("2026-11-24 16:05")), "Yesterday, 16:05"},
		{"tomorrow", clock.DateTimeText(day("2026-11-26 00:00")), "Thu 26 Nov, 00:00"},
		{"another day", clock.DateTimeText(day("2026-11-19 11:20")), "Thu 19 Nov, 11:20"},
		{"another year", clock.DateTimeText(day("2025-11-19 11:20")), "Wed 19 Nov 2025, 11:20"},
		{"chart edge", clock.DayText(day("2026-11-16 09:00")), "16 Nov"},
		{"one day", clock.DatesText(day("2026-11-12 09:00"), day("2026-11-12 17:00")), "Thu 12 Nov"},
		{"one month", clock.DatesText(day("2026-11-10 09:00"), day("2026-11-11 17:00")), "Tue 10 to Wed 11 Nov"},
		{"two months", clock.DatesText(day("2026-11-30 09:00"), day("2026-12-01 17:00")), "Mon 30 Nov to Tue 1 Dec"},
		{"two years", clock.DatesText(day("2026-12-31 09:00"), day("2027-01-04 17:00")), "Thu 31 Dec 2026 to Mon 4 Jan 2027"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestYesterdayAcrossAClockChange(t *testing.T) {
	t.Parallel()
	london := zone(t, "Europe/London")
	// Summer time ends on Sunday 25 October 2026: that day has 25 hours.
	clock := Clock{Now: time.Date(2026, 10, 26, 0, 30, 0, 0, london), Zone: london}
	if got, want := clock.DateTimeText(time.Date(2026, 10, 25, 0, 15, 0, 0, london)), "Yesterday, 00:15"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTimeElements(t *testing.T) {
	t.Parallel()
	clock := londonAt(t)
	at := time.Date(2026, 7, 1, 8, 15, 0, 0, time.UTC)
	for want, component := range map[string]templ.Component{
		`<time datetime="2026-07-01">Wed 1 Jul</time>`:                       clock.Date(at),
		`<time datetime="2026-07-01">Wednesday 1 July</time>`:                clock.LongDate(at),
		`<time datetime="2026-07-01T09:15:00+01:00">Wed 1 Jul, 09:15</time>`: clock.DateTime(at),
	} {
		var b strings.Builder
		if err := component.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestFileSize(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1 KB", 48_211: "48 KB", 310_400: "310 KB",
		999_499: "999 KB", 999_500: "1 MB", 4_120_000: "4.1 MB", 25_000_000: "25 MB", 999_960_000: "1 GB", 2_500_000_000: "2.5 GB",
	} {
		if got := FileSize(bytes); got != want {
			t.Errorf("FileSize(%d): got %q, want %q", bytes, got, want)
		}
	}
}

func TestQuotation(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"Ours leave at 21:00.": "“Ours leave at 21:00.”", "“Who do you ring?”": "“Who do you ring?”", "": "“”", "“": "““”",
		"“Six”, they say, “or seven”": "““Six”, they say, “or seven””", "Ask “why?”": "“Ask “why?””",
	} {
		if got := quotation(words); got != want {
			t.Errorf("%s: got %s, want %s", words, got, want)
		}
	}
}
