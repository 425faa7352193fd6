// Package contest compares UpdateRule with a handwritten call of the same operation and with the plain generated client, in one
// process and in turns, so that whatever else the machine does hits all alike.
package contest

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

// The budget, as a part of the time of a handwritten call and as a number of allocations, without a network.
const (
	mostTime        = 0.95
	mostAllocations = 40
)

// call makes one update and wants the rule that the server answers.
type call func(context.Context) error

// NewClient makes the client under test, with [APIKey], for a server and through a transport, as if that were its own default one.
type NewClient func(baseURL string, transport http.RoundTripper) (*gcoresg.Client, error)

const handwritten = "handwritten"

var names = []string{handwritten, "gcoresg", "oapi-codegen", "gcoresg.Generated"}

// Run holds the contest in memory, over HTTP/1.1 and over HTTP/2. It writes the lines that benchstat reads and then what they come
// to, and tells whether the budget is met.
func Run(newClient NewClient, rounds int, turn time.Duration, out io.Writer) (met bool, err error) {
	if err := flag.Set("test.benchtime", turn.String()); err != nil {
		return false, err
	}
	fmt.Fprintf(out, "goos: %s\ngoarch: %s\npkg: github.com/gcoresg/gcoresg\n", runtime.GOOS, runtime.GOARCH)
	met = true
	var summary string
	for _, a := range []arena{memory(), http1(), http2()} {
		calls, err := enter(newClient, a)
		if err == nil {
			var results map[string][]testing.BenchmarkResult
			results, err = compete(a, calls, rounds, out)
			text, good := report(a.name, results)
			summary, met = summary+text, met && good
		}
		a.close()
		if err != nil {
			return false, fmt.Errorf("%s: %w", a.name, err)
		}
	}
	fmt.Fprint(out, summary)
	return met, nil
}

// enter makes everybody's call, once: that connects, and reports the deprecation.
func enter(newClient NewClient, a arena) (map[string]call, error) {
	client, err := newClient(a.url, a.transport)
	if err != nil {
		return nil, err
	}
	generated, err := newGenerated(a)
	if err != nil {
		return nil, err
	}
	calls := map[string]call{
		handwritten: newHandwritten(a), "gcoresg": newOurs(client), "oapi-codegen": generated, "gcoresg.Generated": update(client.Generated()),
	}
	for name, call := range calls {
		if err := call(context.Background()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return calls, nil
}

// compete gives every contestant its turns, in another order in each round.
func compete(a arena, calls map[string]call, rounds int, out io.Writer) (map[string][]testing.BenchmarkResult, error) {
	results := map[string][]testing.BenchmarkResult{}
	for range rounds {
		for _, i := range rand.Perm(len(names)) {
			name := names[i]
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
			fmt.Fprintf(out, "BenchmarkUpdateRule/network=%s/by=%s-%d\t%s\t%s\n", a.name, name, runtime.GOMAXPROCS(0), result, result.MemString())
			results[name] = append(results[name], result)
		}
	}
	return results, nil
}

// report writes the medians of the rounds' ratios and tells whether the budget is met.
func report(arena string, results map[string][]testing.BenchmarkResult) (text string, met bool) {
	met = true
	for _, name := range names[1:] {
		var ratios []float64
		for round, result := range results[name] {
			ratios = append(ratios, perCall(result)/perCall(results[handwritten][round]))
		}
		if len(ratios) == 0 {
			continue
		}
		time, allocations := median(ratios), results[name][0].AllocsPerOp()
		text += fmt.Sprintf("%-7s %-18s %.3f of the time of a handwritten call, %d allocations instead of %d", arena, name, time, allocations, results[handwritten][0].AllocsPerOp())
		if arena == "memory" && name == "gcoresg" {
			verdict := "met"
			if met = time <= mostTime && allocations <= mostAllocations; !met {
				verdict = "NOT met"
			}
			text += fmt.Sprintf("; budget %.2f and %d: %s", mostTime, mostAllocations, verdict)
		}
		text += "\n"
	}
	return text, met
}

func perCall(r testing.BenchmarkResult) float64 { return float64(r.T.Nanoseconds()) / float64(r.N) }

func median[T cmp.Ordered](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}
