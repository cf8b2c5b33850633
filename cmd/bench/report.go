package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
)

// Goals. Ratios are the portal's requests a second to the bare handler's; growth is the portal's time at the largest
// size to that at the smallest, at the middle number of connections; tail is p99 to p50 of the queue page at the most
// connections.
var (
	ratioGoal = []float64{queue: 0.50, deep: 0.50, item: 0.45, submission: 0.35}

	growthGoal  = 1.5
	tailGoal    = 5.0
	queriesGoal = 5.0
	afterGoal   = 150.0 // MB resident
	idleGoal    = 60.0
)

// report gathers what was measured.
type report struct {
	o     options
	cells map[cell][]sample
	sites []siteReport // by size
}

type cell struct{ size, page, conns, side int } // indexes, not numbers

type siteReport struct {
	queries, cold []int // by page; of a submission cold is 0
	bytes         []int
	idle, after   int64
}

func newReport(o options) *report {
	return &report{o: o, cells: map[cell][]sample{}, sites: make([]siteReport, len(o.sizes))}
}

func (r *report) add(size, page, conns, side int, s sample) {
	c := cell{size, page, conns, side}
	r.cells[c] = append(r.cells[c], s)
}

func (r *report) of(size, page, conns, side int) sample {
	return median(r.cells[cell{size, page, conns, side}])
}

func (r *report) print(to io.Writer) error {
	var out bytes.Buffer
	for size := range r.o.sizes {
		r.printSize(&out, size)
	}
	r.printGoals(&out)
	out.WriteString(legend)
	_, err := out.WriteTo(to)
	return err
}

const legend = `
portal  full stack over HTTP, signed in, GOGC=400; announcements are enqueued, not worked meanwhile
bare    net/http and pgx, the same statements (also session and inbox), as many bytes out; a submission is one INSERT each of
        request and event in one transaction
limit   the same without session and inbox
Requests that are looked at have 20 events, all others one.
`

func (r *report) printSize(out io.Writer, size int) {
	row := func(cells ...any) {
		fmt.Fprintf(out, "%-18s %5s %9s %9s %9s %9s %9s %9s   %-12s %4s   %s\n", cells...)
	}
	fmt.Fprintf(out, "%s requests, %s open\n", grouped(r.o.sizes[size]), grouped(openOf(r.o.sizes[size])))
	row("page", "conns", "portal/s", "p50", "p99", "bare/s", "p50", "p99", "to bare", "goal", "to limit")
	for page := range pages {
		for c, conns := range r.o.conns {
			p, b := r.of(size, page, c, full), r.of(size, page, c, same)
			toLimit := "-"
			if pages[page].read {
				toLimit = mark(ratio(p.perSecond, r.of(size, page, c, limit).perSecond), ratioGoal[page], true)
			}
			row(pages[page].name, strconv.Itoa(conns), grouped(int(p.perSecond)), millis(p.p50), millis(p.p99),
				grouped(int(b.perSecond)), millis(b.p50), millis(b.p99),
				mark(ratio(p.perSecond, b.perSecond), ratioGoal[page], true), fmt.Sprintf("%.2f", ratioGoal[page]), toLimit)
		}
	}
	fmt.Fprintln(out)
}

func (r *report) printGoals(out io.Writer) {
	line := func(what string, value, goal float64, unit string) {
		fmt.Fprintf(out, "%-66s %-12s goal %g%s\n", what, mark(value, goal, false), goal, unit)
	}
	last, middle, most := len(r.o.sizes)-1, len(r.o.conns)/2, len(r.o.conns)-1
	if last > 0 {
		for page := range pages {
			growth := ratio(r.of(0, page, middle, full).perSecond, r.of(last, page, middle, full).perSecond)
			line(fmt.Sprintf("%s: time at %s to time at %s", pages[page].name, grouped(r.o.sizes[last]), grouped(r.o.sizes[0])), growth, growthGoal, "")
		}
	}
	for size, s := range r.sites {
		fmt.Fprintf(out, "at %s requests\n", grouped(r.o.sizes[size]))
		tail := r.of(size, queue, most, full)
		line(fmt.Sprintf("  queue: p99 to p50 with %d connections", r.o.conns[most]), ratio(float64(tail.p99), float64(tail.p50)), tailGoal, "")
		for page := range pages {
			if !pages[page].read {
				fmt.Fprintf(out, "  %s: %d statements\n", pages[page].name, s.queries[page])
				continue
			}
			line(fmt.Sprintf("  %s: queries (%d with cold caches), page of %d kB", pages[page].name, s.cold[page], s.bytes[page]/1000),
				float64(s.queries[page]), queriesGoal, "")
		}
		line("  resident when idle", float64(s.idle)/1e6, idleGoal, " MB")
		line("  resident after the run", float64(s.after)/1e6, afterGoal, " MB")
	}
}

// mark writes a figure and whether it reaches its goal: least says that it must be at least that, else at most.
func mark(value, goal float64, least bool) string {
	if value == 0 {
		return "-"
	}
	reached := value <= goal
	if least {
		reached = value >= goal
	}
	if reached {
		return fmt.Sprintf("%.3g ok", value)
	}
	return fmt.Sprintf("%.3g missed", value)
}

// ratio is 0 when there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func millis(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }

// grouped writes 1000000 as 1,000,000.
func grouped(n int) string {
	digits := []byte(strconv.Itoa(n))
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = slices.Insert(digits, at, ',')
	}
	return string(digits)
}

func (rec recording) queries() []int {
	return []int{queue: len(rec.Queue.Statements), deep: len(rec.Deep.Statements), item: len(rec.Item.Statements), submission: rec.submission}
}

func (rec recording) cold() []int {
	return []int{queue: rec.Queue.cold, deep: rec.Deep.cold, item: rec.Item.cold, submission: 0}
}

func (rec recording) bytes() []int {
	return []int{queue: len(rec.Queue.Body), deep: len(rec.Deep.Body), item: len(rec.Item.Body), submission: 0}
}
