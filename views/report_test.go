package views

import (
	"testing"

	"alongside/models/requests"
	"alongside/models/workday"
)

func TestExcess(t *testing.T) {
	t.Parallel()
	side := func(used, agreed float64, over string, mostly bool) requests.SideFigures {
		return requests.SideFigures{Used: workday.Days(used), Agreed: workday.Days(agreed), Over: over, Mostly: mostly}
	}
	for _, c := range []struct {
		side requests.SideFigures
		want string
	}{
		{side(104, 96, "Customer sign-off", true), "Eight more than agreed, most of it in customer sign-off."},
		{side(200, 188, "Draft", false), "12 more than agreed, the largest part in draft."},
		{side(6.5, 5, requests.Answers, true), "1.5 more than agreed, most of it in answers to questions."},
		{side(5, 5, "", false), ""},
		{side(4, 5, "", false), ""},
	} {
		if got := excess(c.side); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestPaceWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pace requests.Pace
		want string
	}{
		{requests.Pace{}, "None of this kind delivered so far, so nobody can say how long they really take."},
		{requests.Pace{N: 4}, "Only four of this kind delivered so far, too few to say how long they really take."},
		{requests.Pace{N: 12, Half: workday.Days(14), Most: workday.Days(16.6)},
			"Of the 12 of this kind that were delivered, half took 14 working days or less, 85 in 100 took 17 or less."},
		{requests.Pace{N: 30, Half: workday.Days(0.9), Most: workday.Days(2.2)},
			"Of the last 30 of this kind that were delivered, half took 1 working day or less, 85 in 100 took 2.5 or less."},
	} {
		if got := paceWords(c.pace); got != c.want {
			t.Errorf("%d: got %q, want %q", c.pace.N, got, c.want)
		}
	}
}

func TestReportURL(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]requests.ReportFilter{
		"/requests/report": {Period: requests.Period90},
		"/requests/report?asked_by=sales&from=2026-11-01&period=dates&stages=deck&to=2026-11-30&type=sheet": {
			Period: requests.PeriodDates, From: workday.NewDate(2026, 11, 1), To: workday.NewDate(2026, 11, 30),
			Type: "sheet", AskedBy: "sales", StagesOf: "deck"},
	} {
		if got := ReportURL(f); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
