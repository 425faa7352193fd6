package main

import (
	"os"
	"syscall"
)

// peakMegabytes is the memory of the largest process that a command was.
func peakMegabytes(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss >> 10
	}
	return 0
}
