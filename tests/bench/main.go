// Command bench compares UpdateRule with a handwritten call of the same operation and with the plain generated client, in one
// process and in turns, so that whatever else the machine does hits all alike. It prints the lines that benchstat reads on
// standard output, and whether the budget of the project is met on standard error.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"
)

// call makes one update and wants the rule that the server answers.
type call func(context.Context) error

// contestant is one way to make the call, given the server's address.
type contestant struct {
	name string
	make func(baseURL string) (call, error)
}

var contestants = []contestant{
	{"handwritten", newHandwritten},
	{"gcoresg", newOurs},
	{"oapi-codegen", newGenerated},
	{"gcoresg.Generated", newEscape},
}

// The budget, as parts of a handwritten call and as a number of allocations, without a network.
const (
	mostTime        = 0.95
	mostAllocations = 40
)

func main() {
	log.SetFlags(0)
	testing.Init()
	rounds := flag.Int("rounds", 20, "how often each contestant has its turn")
	turn := flag.Duration("turn", 100*time.Millisecond, "how long a turn takes")
	flag.Parse()
	if err := flag.Set("test.benchtime", turn.String()); err != nil {
		log.Fatal(err)
	}
	http.DefaultTransport = &network
	fmt.Printf("goos: %s\ngoarch: %s\npkg: github.com/gcoresg/gcoresg/tests/bench\n", runtime.GOOS, runtime.GOARCH)
	met := true
	for _, arena := range []arena{memory(), http1(), http2()} {
		network.RoundTripper = arena.transport
		results, err := compete(arena, *rounds)
		if err != nil {
			log.Fatalf("%s: %v", arena.name, err)
		}
		met = report(arena.name, results) && met
		arena.close()
	}
	if !met {
		os.Exit(1)
	}
}

// compete gives every contestant its turns, in another order in each round.
func compete(a arena, rounds int) (map[string][]testing.BenchmarkResult, error) {
	calls := map[string]call{}
	for _, c := range contestants {
		made, err := c.make(a.url)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		if err := made(context.Background()); err != nil { // connects, and reports the deprecation
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		calls[c.name] = made
	}
	results := map[string][]testing.BenchmarkResult{}
	for range rounds {
		for _, i := range rand.Perm(len(contestants)) {
			name := contestants[i].name
			var failure error
			result := testing.Benchmark(func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if failure = calls[name](context.Background()); failure != nil {
						b.FailNow()
					}
				}
			})
			if failure != nil {
				return nil, fmt.Errorf("%s: %w", name, failure)
			}
			fmt.Printf("BenchmarkUpdateRule/network=%s/by=%s-%d\t%s\t%s\n", a.name, name, runtime.GOMAXPROCS(0), result, result.MemString())
			results[name] = append(results[name], result)
		}
	}
	return results, nil
}

// report prints the medians of the rounds' ratios and tells whether the budget is met.
func report(arena string, results map[string][]testing.BenchmarkResult) bool {
	met := true
	for _, c := range contestants[1:] {
		var ratios []float64
		for round, result := range results[c.name] {
			ratios = append(ratios, perCall(result)/perCall(results[contestants[0].name][round]))
		}
		time, allocations := median(ratios), results[c.name][0].AllocsPerOp()
		verdict := ""
		if arena == "memory" && c.name == "gcoresg" {
			verdict = fmt.Sprintf("  budget: %.2f and %d, met", mostTime, mostAllocations)
			if met = time <= mostTime && allocations <= mostAllocations; !met {
				verdict = fmt.Sprintf("  budget: %.2f and %d, NOT met", mostTime, mostAllocations)
			}
		}
		log.Printf("%-7s %-18s %.3f of the time of a handwritten call, %d allocations instead of %d%s",
			arena, c.name, time, allocations, results[contestants[0].name][0].AllocsPerOp(), verdict)
	}
	return met
}

func perCall(r testing.BenchmarkResult) float64 { return float64(r.T.Nanoseconds()) / float64(r.N) }

func median[T cmp.Ordered](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}
