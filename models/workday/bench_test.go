package workday

import (
	"testing"
	"time"
)

func BenchmarkNew(b *testing.B) {
	z := zone(b, "Europe/London")
	for b.Loop() {
		if _, err := New(z, "gb", meridianClosings); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	c := calendar(b, "Meridian")
	from, to := instant(b, c, "Thu 2026-11-26 16:00"), instant(b, c, "Tue 2027-01-05 11:00")
	for b.Loop() {
		c.Between(from, to)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := calendar(b, "Meridian")
	from := instant(b, c, "Thu 2026-11-26 16:00")
	for b.Loop() {
		c.Add(from, Days(15))
	}
}

func BenchmarkDue(b *testing.B) {
	c := calendar(b, "Meridian")
	from := time.Date(2050, time.June, 1, 12, 0, 0, 0, time.UTC)
	for b.Loop() {
		c.Due(from, Days(15))
	}
}
