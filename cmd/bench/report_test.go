package main

import "testing"

func TestGrouped(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1_000_000: "1,000,000"} {
		if got := grouped(n); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value, goal float64
		least       bool
		want        string
	}{
		{0.5, 0.5, true, "0.5 ok"},
		{0.49, 0.5, true, "0.49 missed"},
		{1.5, 1.5, false, "1.5 ok"},
		{1.51, 1.5, false, "1.51 missed"},
		{0, 0.5, true, "-"},
	} {
		if got := mark(c.value, c.goal, c.least); got != c.want {
			t.Errorf("%v to %v: got %q, want %q", c.value, c.goal, got, c.want)
		}
	}
}
