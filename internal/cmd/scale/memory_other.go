//go:build !linux

package main

import "os"

// peakMegabytes is known on Linux only: elsewhere the unit differs, or there is none.
func peakMegabytes(*os.ProcessState) int64 { return 0 }
