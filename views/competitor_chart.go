package views

import (
	"strconv"
	"strings"
	"time"

	"alongside/models/intel"
	"alongside/views/ui"
)

// drawn is a bar of a chart as SVG writes it: heights in pixels, places in percent of the width.
type drawn struct{ x, y, width, height, class string }

func pixels(n int) string { return strconv.Itoa(n) }

func percents(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) + "%" }

// weekly is the chart of the notes of each week, the oldest first.
type weekly struct {
	weeks []int
	from  time.Time // the Monday of the first
}

// Heights of the weekly chart.
const (
	weekFloor = 122
	weekMost  = 100
)

func (s CompetitorShow) weekly() weekly {
	w := weekly{weeks: make([]int, intel.TrendWeeks), from: monday(s.Today).AddDate(0, 0, -7*(intel.TrendWeeks-1))}
	for _, b := range s.Trend {
		if b.Kind == "" {
			w.weeks[daysBetween(w.from, b.From)/7] = b.Notes
		}
	}
	return w
}

// monday of the week of a day at midnight UTC.
func monday(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }

func (w weekly) most() int {
	most := 1
	for _, n := range w.weeks {
		most = max(most, n)
	}
	return most
}

func (w weekly) last() int { return w.weeks[len(w.weeks)-1] }

func (w weekly) height(n int) int { return n * weekMost / max(w.most(), 5) }

func (w weekly) top(n int) string { return pixels(weekFloor - w.height(n)) }

func (w weekly) bars() []drawn {
	bars := make([]drawn, len(w.weeks))
	for i, n := range w.weeks {
		bars[i] = drawn{percents(6 + 7.85*float64(i)), w.top(n), "4.60%", pixels(w.height(n)), "bar-n"}
	}
	bars[len(bars)-1].class = "bar-ink"
	return bars
}

// lines of the grid are at most two, at round numbers.
func (w weekly) lines() []int {
	step := 1
	for _, next := range []int{2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if 2*step < w.most() {
			step = next
		}
	}
	if 2*step > max(w.most(), 5) {
		return []int{step}
	}
	return []int{step, 2 * step}
}

// above is where the number of a line of the grid stands.
func (w weekly) above(n int) string { return pixels(weekFloor - w.height(n) - 4) }

func (w weekly) words(name string) string {
	return "Field notes about " + name + " per week, last 12 weeks: " + numbers(w.weeks)
}

func numbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", ")
}

// sparks is the small chart in the list: 33 pixels high, the highest of all lists fills 31.
func sparks(weeks [intel.TrendWeeks]int, most int) []drawn {
	bars := make([]drawn, len(weeks))
	for i, n := range weeks {
		height := max(1, n*31/most)
		bars[i] = drawn{percents(8.4 * float64(i)), pixels(32 - height), "5.60%", pixels(height), "bar-n"}
	}
	bars[len(bars)-1].class = "bar-ink"
	return bars
}

func sparkWords(k intel.Profiled) string {
	return k.Name + ": notes per week, 12 weeks, " + ui.Number(k.Notes) + " in all"
}

// quarter of this year, as it is drawn.
type quarter struct {
	intel.Score
	name      string
	x, middle string
	won, lost drawn
	over      string // where the number won stands
	under     string
}

// quarterLine is where won and lost meet, in pixels.
const quarterLine = 67

func (s CompetitorShow) quarters() []quarter {
	list := make([]quarter, 4)
	most := 1
	for i := range list {
		list[i].From = time.Date(s.Today.Year(), time.Month(3*i+1), 1, 0, 0, 0, 0, time.UTC)
		for _, r := range s.Record {
			if r.From.Equal(list[i].From) {
				list[i].Score = r
			}
		}
		most = max(most, list[i].Won, list[i].Lost)
	}
	for i := range list {
		q := &list[i]
		left := 8 + 25*float64(i)
		won, lost := q.Won*46/most, q.Lost*46/most
		q.name, q.x, q.middle = "Q"+strconv.Itoa(i+1), percents(left), percents(left+5.5)
		if q.From.AddDate(0, 3, 0).After(s.Today) && !q.From.After(s.Today) {
			q.name += " so far"
		}
		q.won = drawn{q.x, pixels(quarterLine - 1 - won), "11%", pixels(won), "bar-ink"}
		q.lost = drawn{q.x, pixels(quarterLine + 1), "11%", pixels(lost), "missed-n"}
		q.over, q.under = pixels(quarterLine-7-won), pixels(quarterLine+16+lost)
	}
	return list
}

func (s CompetitorShow) quarterWords() string {
	var won, lost []int
	for _, q := range s.quarters() {
		won, lost = append(won, q.Won), append(lost, q.Lost)
	}
	return "Deals against " + s.Competitor.Short + " in " + strconv.Itoa(s.Today.Year()) + ". Won: " + numbers(won) + ". Lost: " + numbers(lost) + ", by quarter."
}

// monthly is what was heard of one kind, the oldest month first.
type monthly struct {
	kind   intel.Kind
	months [intel.TrendMonths]int
}

func (m monthly) all() int {
	n := 0
	for _, heard := range m.months {
		n += heard
	}
	return n
}

// firstMonth of the trend.
func (s CompetitorShow) firstMonth() time.Time {
	return time.Date(s.Today.Year(), s.Today.Month()-intel.TrendMonths+1, 1, 0, 0, 0, 0, time.UTC)
}

// monthNames are the columns of the trend: "Dec", "Jan".
func (s CompetitorShow) monthNames() []string {
	names := make([]string, intel.TrendMonths)
	for i := range names {
		names[i] = s.firstMonth().AddDate(0, i, 0).Format("Jan")
	}
	return names
}

// byKind are the notes per month of each kind of which there are any.
func (s CompetitorShow) byKind() []monthly {
	var list []monthly
	first := s.firstMonth()
	for _, kind := range intel.Kinds {
		m := monthly{kind: kind}
		for _, b := range s.Trend {
			if b.Kind == kind {
				m.months[int(b.From.Month()-first.Month())+12*(b.From.Year()-first.Year())] = b.Notes
			}
		}
		if m.all() > 0 {
			list = append(list, m)
		}
	}
	return list
}

// busiestMonth is the most notes of one kind in one month.
func (s CompetitorShow) busiestMonth() int {
	most := 1
	for _, m := range s.byKind() {
		for _, n := range m.months {
			most = max(most, n)
		}
	}
	return most
}

// row draws the months of a kind, 26 pixels high at most.
func (m monthly) row(most int) []drawn {
	bars := make([]drawn, len(m.months))
	for i, n := range m.months {
		height := max(1, n*26/most)
		bars[i] = drawn{percents(8.4 * float64(i)), pixels(27 - height), "5.60%", pixels(height), "bar-n"}
	}
	bars[len(bars)-1].class = "bar-ink"
	return bars
}

func (m monthly) words(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		words[i] = name + " " + strconv.Itoa(m.months[i])
	}
	return m.kind.Name() + ", notes per month: " + strings.Join(words, ", ")
}
