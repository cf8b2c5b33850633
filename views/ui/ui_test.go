package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hold            Hold
		pips            []string
		words, headline string
	}{
		{Hold{Team: Sales, Used: 1, Agreed: 2}, []string{"on", ""}, "1 of 2 working days", "With Sales, day 1 of 2"},
		{Hold{Team: Marketing, Used: 1, Agreed: 1}, []string{"on"}, "1 of 1 working day", "With Marketing, day 1 of 1"},
		{Hold{Team: Sales, Used: 0, Agreed: 2}, []string{"", ""}, "0 of 2 working days", "With Sales"},
		{Hold{Team: Sales, Used: 6, Agreed: 4}, []string{"on", "on", "on", "on", "over", "over"}, "6 days, 4 agreed", "With Sales, day 6, 4 agreed"},
		{Hold{Team: Marketing, Used: 6, Agreed: 6}, []string{"on", "on", "on", "on", "on", "on"}, "6 of 6 working days", "With Marketing, day 6 of 6"},
		{Hold{Team: Marketing, Used: 3, Agreed: 12}, nil, "3 of 12 working days", "With Marketing, day 3 of 12"},
		{Hold{Team: Sales, Used: 400, Agreed: 2}, nil, "400 days, 2 agreed", "With Sales, day 400, 2 agreed"},
		{Hold{Who: "Kestrel Pharma", Used: 3}, nil, "3 working days", "With Kestrel Pharma, day 3"},
	} {
		if got := c.hold.pips(); !slices.Equal(got, c.pips) {
			t.Errorf("%+v: got pips %q, want %q", c.hold, got, c.pips)
		}
		if got := c.hold.Words(); got != c.words {
			t.Errorf("%+v: got %q, want %q", c.hold, got, c.words)
		}
		if got := c.hold.headline(); got != c.headline {
			t.Errorf("%+v: got %q, want %q", c.hold, got, c.headline)
		}
	}
}

func TestTrack(t *testing.T) {
	t.Parallel()
	stages := []Stage{{"Brief", Marketing}, {"Facts", Sales}, {"Design", Marketing}}
	for now, want := range map[int]string{
		0: `<span class="track" role="img" aria-label="Not started, 3 stages"><i class="m"></i><i class="s"></i><i class="m"></i></span>`,
		2: `<span class="track" role="img" aria-label="Stage 2 of 3: Facts"><i class="m done"></i><i class="s now"></i><i class="m"></i></span>`,
		4: `<span class="track" role="img" aria-label="All 3 stages done"><i class="m done"></i><i class="s done"></i><i class="m done"></i></span>`,
	} {
		if got := strings.ReplaceAll(render(t, Track(stages, now)), "> <", "><"); got != want {
			t.Errorf("now %d: got %s, want %s", now, got, want)
		}
	}
}

func TestCourt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		half, other             Half
		onTime, overdue, scales int
	}{
		{Half{24, 2}, Half{26, 1}, 22, 2, 1},
		{Half{60, 0}, Half{60, 60}, 60, 0, 1},
		{Half{0, 0}, Half{0, 0}, 0, 0, 1},
		{Half{5, 1}, Half{61, 0}, 2, 1, 2},
		{Half{1204, 1}, Half{10, 0}, 57, 1, 21},
		{Half{100_000, 100_000}, Half{}, 0, 60, 1667},
	} {
		court := newCourt(c.half, c.other)
		onTime, overdue := court.shapes(c.half)
		if onTime != c.onTime || overdue != c.overdue || court.scale != c.scales {
			t.Errorf("%+v beside %+v: got %d and %d overdue at 1:%d, want %d and %d at 1:%d",
				c.half, c.other, onTime, overdue, court.scale, c.onTime, c.overdue, c.scales)
		}
	}
	html := render(t, Court("requests", Half{1001, 2}, Half{0, 0}))
	for _, want := range []string{
		`aria-label="Open requests: 1,000+ with Sales, 2 of them overdue; 0 with Marketing, none overdue"`,
		"1,000+ open", "One shape stands for 17 requests.",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("got no %s in %s", want, html)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "no", 1: "one", 10: "ten", 11: "11", 1204: "1,204", -3: "-3"} {
		if got := InWords(n); got != want {
			t.Errorf("InWords(%d): got %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", -100: "-100", 1234567: "1,234,567"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d): got %q, want %q", n, got, want)
		}
	}
	for n, want := range map[float64]string{0: "0 days", 1: "1 day", 1.5: "1.5 days", 0.5: "0.5 days", 0.9: "1 day", 15: "15 days", 2.2: "2 days"} {
		if got := Days(n); got != want {
			t.Errorf("Days(%v): got %q, want %q", n, got, want)
		}
	}
}

func TestErrorSummary(t *testing.T) {
	t.Parallel()
	one := render(t, ErrorSummary("this can be sent", []Problem{{"title", "Give it a title"}}))
	for _, want := range []string{"One thing to sort out before this can be sent", `<a href="#title">Give it a title</a>`} {
		if !strings.Contains(one, want) {
			t.Errorf("got no %q in %s", want, one)
		}
	}
	if got := render(t, ErrorSummary("this can be sent", nil)); got != "" {
		t.Errorf("got %q for no problems, want nothing", got)
	}
}

func TestFieldWiring(t *testing.T) {
	t.Parallel()
	f := Field{Name: "title", Label: "Title", Hint: "Short.", Problem: "Say it", Value: `a "b" <c>`}
	for name, html := range map[string]string{
		"input": render(t, Input(f)), "textarea": render(t, TextArea(f)), "select": render(t, Select(f)),
		"date": render(t, DateInput(f)), "file": render(t, FileInput(f)),
	} {
		for _, want := range []string{
			`<label for="title">`, `id="title"`, `name="title"`, `aria-describedby="title-h title-e"`,
			`aria-invalid="true"`, `id="title-h"`, `id="title-e"`, "field-bad",
		} {
			if !strings.Contains(html, want) {
				t.Errorf("%s: got no %s in %s", name, want, html)
			}
		}
		if strings.Contains(html, "<c>") {
			t.Errorf("%s: got what was typed as markup: %s", name, html)
		}
	}
	if good := render(t, Input(Field{Name: "a", Label: "A"})); strings.Contains(good, "aria-") {
		t.Errorf("got %s, want no aria attributes without hint and problem", good)
	}
}

func TestTextAreaKeepsEveryLine(t *testing.T) {
	t.Parallel()
	html := render(t, TextArea(Field{Name: "a", Label: "A", Value: "\n first\n"}))
	// A browser drops the first line break of a textarea, and no other.
	if want := ">\n\n first\n</textarea>"; !strings.Contains(html, want) {
		t.Errorf("got %q, want %q in it", html, want)
	}
}

func TestTheFirstChoiceIsReachedFromTheSummary(t *testing.T) {
	t.Parallel()
	html := render(t, CheckChips(Field{Name: "use", Label: "Where", Problem: "Choose one", Options: []Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B", Chosen: true}}}))
	for _, want := range []string{`id="use" name="use" value="a">`, `id="use-2" name="use" value="b" checked>`, `aria-describedby="use-e"`} {
		if !strings.Contains(html, want) {
			t.Errorf("got no %s in %s", want, html)
		}
	}
}

func TestTimelineLabelsDoNotTouch(t *testing.T) {
	t.Parallel()
	at := func(x float64) *float64 { return &x }
	for _, c := range []struct {
		now, promised           float64
		nowAnchor, promisedWant string
	}{
		{70, 88, "middle", "middle"}, {85, 88, "end", "start"}, {90, 88, "start", "end"}, {1, 99, "start", "end"},
	} {
		line := Timeline{Now: at(c.now), Promised: at(c.promised)}
		if got := line.nowAnchor(); got != c.nowAnchor {
			t.Errorf("now %v, promised %v: got today %q, want %q", c.now, c.promised, got, c.nowAnchor)
		}
		if got := line.promisedAnchor(); got != c.promisedWant {
			t.Errorf("now %v, promised %v: got promised %q, want %q", c.now, c.promised, got, c.promisedWant)
		}
	}
}
