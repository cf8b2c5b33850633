// Bench measures the portal against the limit of its machine: requests a second and times of the queue page, the
// request page and a submission, beside bare handlers that do the same work in the same run. Only ratios mean anything
// elsewhere: absolute figures move with the machine and its neighbours.
//
// Each size has a PostgreSQL of its own, durable as in production. Servers are processes of their own; this one makes
// the load. Portal and bare handlers take turns, size by size, and each figure is the median of its rounds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // time zones also where the machine has none
)

// options of a run.
type options struct {
	sizes, conns []int
	during       time.Duration
	rounds       int
	profiles     string // folder
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == serveCommand {
		exit(serve(os.Stdin, os.Stdout))
	}
	o := options{sizes: []int{1000, 100_000, 1_000_000}, conns: []int{1, 16, 64}}
	flag.Func("sizes", "how many requests, from small to large (default 1000,100000,1000000)", numbers(&o.sizes, 100))
	flag.Func("conns", "how many connections (default 1,16,64)", numbers(&o.conns, 1))
	seconds := flag.Float64("seconds", 3, "length of a round")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds of each figure, which is their median")
	flag.StringVar(&o.profiles, "profiles", "", "folder for CPU profiles of the portal at the middle size and number of connections")
	flag.Parse()
	o.during = time.Duration(*seconds * float64(time.Second))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	exit(run(ctx, o, os.Stdout, os.Stderr))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// numbers reads a list such as 1,16,64 of numbers of at least smallest.
func numbers(to *[]int, smallest int) func(string) error {
	return func(text string) error {
		*to = nil
		for _, word := range strings.Split(text, ",") {
			n, err := strconv.Atoi(word)
			if err != nil || n < smallest {
				return fmt.Errorf("got %q, want numbers from %d on", word, smallest)
			}
			*to = append(*to, n)
		}
		return nil
	}
}

// run measures everything and prints the report to out; progress is where it says how far it is.
func run(ctx context.Context, o options, out, progress io.Writer) (err error) {
	r := newReport(o)
	var sites []*site
	defer func() {
		for _, s := range sites {
			err = errors.Join(err, s.close())
		}
	}()
	for i, size := range o.sizes {
		began := time.Now()
		s, err := open(ctx, size)
		if err != nil {
			return err
		}
		sites = append(sites, s)
		r.sites[i] = siteReport{
			queries: s.recording.queries(), cold: s.recording.cold(), bytes: s.recording.bytes(), idle: s.servers[full].resident(),
		}
		fmt.Fprintf(progress, "%d requests made in %v\n", size, time.Since(began).Round(time.Second))
	}
	for page := range pages {
		fmt.Fprintf(progress, "%s\n", pages[page].name)
		for c, conns := range o.conns {
			if err := rounds(ctx, o, sites, page, conns, func(size, side int, s sample) { r.add(size, page, c, side, s) }); err != nil {
				return err
			}
		}
		if o.profiles != "" {
			if err := sites[len(sites)/2].profile(ctx, o, page); err != nil {
				return err
			}
		}
	}
	for i, s := range sites {
		r.sites[i].after = s.servers[full].resident()
	}
	return r.print(out)
}

// rounds lets every size and side take its turn in each round.
func rounds(ctx context.Context, o options, sites []*site, page, conns int, add func(size, side int, s sample)) error {
	for range o.rounds {
		for i, site := range sites {
			for side := range sides {
				if side == limit && !pages[page].read {
					continue
				}
				s, err := site.measure(ctx, page, side, conns, o.during)
				if err != nil {
					return fmt.Errorf("%s, %d requests, %s: %w", pages[page].name, site.size, sides[side], err)
				}
				add(i, side, s)
			}
		}
	}
	return nil
}
