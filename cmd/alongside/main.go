// Alongside is a portal in which Sales and Marketing keep their promises to each other. This is its one program:
// configuration, wiring and sub-commands; what is true about the business is in models.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones also where the machine has none

	"github.com/alecthomas/kong"
)

// commands is the command line. Every flag may be given by its environment variable instead.
type commands struct {
	Serve   serveCmd   `cmd:"" help:"Run the portal."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's schema up to date."`
	Seed    seedCmd    `cmd:"" help:"Fill an empty portal with the demo story."`
	User    struct {
		Add userAddCmd `cmd:"" help:"Add a person who can sign in."`
	} `cmd:"" help:"People who can sign in."`
	Calendar calendarCmd `cmd:"" help:"The company's own closed and half days."`
	Doctor   doctorCmd   `cmd:"" help:"Check that every promise, turn and date adds up."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// streams are the program's own, other ones in tests.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

const (
	exitFailure  = 1
	exitBadUsage = 2 // bad command line or bad configuration
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // so that the second signal ends the program at once
	os.Exit(execute(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// execute runs one command line and returns the exit status.
func execute(ctx context.Context, args []string, s streams) int {
	parser, err := kong.New(&commands{}, kong.Name("alongside"), kong.Writers(s.out, s.err),
		kong.Description("A portal in which Sales and Marketing keep their promises to each other."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s))
	if err != nil {
		panic(err) // commands is wrong
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(s.err, "alongside: %v (alongside --help lists commands and flags)\n", err)
		return exitBadUsage
	}
	err = command.Run()
	var bad *badConfig
	switch {
	case err == nil:
		return 0
	case errors.As(err, &bad):
		fmt.Fprintf(s.err, "alongside: %v\n", err)
		return exitBadUsage
	default:
		fmt.Fprintf(s.err, "alongside: %v\n", err)
		return exitFailure
	}
}
