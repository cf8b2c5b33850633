package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCmd struct{}

// Run prints what the Go tool wrote into the program: the tag or commit that it was built from.
func (versionCmd) Run(s streams) error {
	version := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	_, err := fmt.Fprintf(s.out, "alongside %s %s\n", version, runtime.Version())
	return err
}
