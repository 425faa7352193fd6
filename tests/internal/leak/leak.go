// Package leak finds the goroutines that a test leaves behind.
package leak

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// Check fails the test if a goroutine that was started during it still runs some seconds after its end. Call it
// first, so that whatever the test cleans up is cleaned up before. It sees all goroutines of the process: not for
// parallel tests.
func Check(t *testing.T) {
	t.Helper()
	before := goroutines()
	t.Cleanup(func() {
		t.Helper()
		var left []string
		for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
			if left = started(before); len(left) == 0 {
				return
			}
		}
		t.Errorf("%d goroutines are left behind:\n\n%s", len(left), strings.Join(left, "\n\n"))
	})
}

// started lists the stacks of the goroutines that are not in before.
func started(before map[string]string) (stacks []string) {
	for id, stack := range goroutines() {
		if _, known := before[id]; !known {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}

// goroutines returns the stack of every goroutine by its name, such as "goroutine 18", which no other ever has.
func goroutines() map[string]string {
	buffer := make([]byte, 1<<20)
	for {
		n := runtime.Stack(buffer, true)
		if n < len(buffer) {
			buffer = buffer[:n]
			break
		}
		buffer = make([]byte, 2*len(buffer))
	}
	all := map[string]string{}
	for stack := range strings.SplitSeq(string(buffer), "\n\n") {
		id, _, _ := strings.Cut(stack, " [")
		all[id] = stack
	}
	return all
}
