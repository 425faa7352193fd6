// Package bench compares the client with a handwritten call, with the plain generated client, and with itself through
// a caller's own http.Client. It measures CPU time, in rounds in which everybody has a turn, and takes the median of
// the rounds' ratios, so that whatever else the machine does does not turn the verdict. Run it with make bench.
//
//lint:file-ignore SA1019 the deprecated operation is what is measured
package bench

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

var (
	rounds = flag.Int("rounds", 0, "how many rounds to make; without any, only allocations are counted")
	turn   = flag.Duration("turn", 30*time.Millisecond, "how long a turn takes")
)

// call makes one call and checks its result.
type call func(context.Context) error

// A contest is one kind of call, made by several contestants. The first of them is what the others are compared with.
type contest struct {
	name        string
	contestants []contestant
}

type contestant struct {
	name   string
	call   call
	budget float64 // the ratio that it has to meet, 0 for none
	allocs float64 // likewise, for allocations
}

// run makes the rounds, prints the medians of the ratios and fails the test where a budget is not met.
func (c contest) run(t *testing.T) {
	t.Helper()
	times := make([][]float64, len(c.contestants))
	for range *rounds {
		for _, i := range rand.Perm(len(times)) {
			times[i] = append(times[i], cpuTime(t, c.contestants[i].call))
		}
	}
	for i, contestant := range c.contestants {
		allocs, bytes := allocated(t, contestant.call)
		if contestant.allocs > 0 && allocs > contestant.allocs {
			t.Errorf("%s, %s: %.0f allocations, want at most %.0f", c.name, contestant.name, allocs, contestant.allocs)
		}
		if *rounds == 0 {
			continue
		}
		ratios := make([]float64, *rounds)
		for round := range ratios {
			ratios[round] = times[i][round] / times[0][round]
		}
		slices.Sort(ratios)
		ratio := ratios[len(ratios)/2]
		fmt.Printf("%-9s %-26s %-28s %6.2f µs %5.2f of the first %5.0f allocations %6.0f B\n",
			runtime.Version(), c.name, contestant.name, median(times[i])/1e3, ratio, allocs, bytes)
		if contestant.budget > 0 && ratio > contestant.budget {
			t.Errorf("%s, %s: %.2f of the CPU time, want at most %.2f", c.name, contestant.name, ratio, contestant.budget)
		}
	}
}

// cpuTime is how many nanoseconds of CPU one call takes, garbage collection included.
func cpuTime(t *testing.T, call call) float64 {
	t.Helper()
	runtime.GC()
	start, before := time.Now(), spent()
	for n := 1; ; n++ {
		if err := call(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n%16 == 0 && time.Since(start) >= *turn { // asking for the CPU time costs as much as a call
			return float64(spent()-before) / float64(n)
		}
	}
}

// spent is the CPU time that this process has taken.
func spent() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func allocated(t *testing.T, call call) (allocs, bytes float64) {
	t.Helper()
	var before, after runtime.MemStats
	const calls = 100
	if err := call(t.Context()); err != nil { // the first one makes what all share
		t.Fatal(err)
	}
	runtime.ReadMemStats(&before)
	for range calls {
		if err := call(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / calls), float64(after.TotalAlloc-before.TotalAlloc) / calls
}

func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
