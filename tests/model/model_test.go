// Package model judges the client by a model of the server that it talks to. The model knows what really happened to
// a security group; the judge compares that with what the client told its caller. Everything runs in testing/synctest
// bubbles, so that a run of minutes takes a fraction of a millisecond.
//
//	go test ./tests/model                                   # 2,000 runs of each operation in each profile
//	go test ./tests/model -args -seeds=100000               # what make fuzz does
//	go test ./tests/model -run TestModel/profiles/late/ReplaceRule -args -seed=17 -repeat=200
//
// The seed decides everything that the model draws. The client draws the jitter of its waits itself, so that a
// failure may need a few repetitions of its seed.
package model

import (
	"flag"
	"net/http"
	"os"
	"runtime/debug"
	"sync/atomic"
	"testing"
)

var (
	seeds  = flag.Int("seeds", defaultSeeds, "how many runs to make of each operation in each profile")
	first  = flag.Uint64("first", 1, "the seed of the first run")
	single = flag.Uint64("seed", 0, "make the run of this seed only")
	repeat = flag.Int("repeat", 1, "how often to make each run")
	show   = flag.Bool("show", false, "print the event log of the run of -seed even if it passes")
)

// switchboard is http.DefaultTransport while the tests run. A client may keep the transport that it found first, so
// that the tests replace what stands behind it.
var switchboard exchangeable

type exchangeable struct {
	to atomic.Pointer[http.RoundTripper]
}

func (e *exchangeable) use(transport http.RoundTripper) { e.to.Store(&transport) }

func (e *exchangeable) RoundTrip(req *http.Request) (*http.Response, error) {
	return (*e.to.Load()).RoundTrip(req)
}

func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		*seeds = min(*seeds, 200)
	}
	debug.SetGCPercent(400) // a run makes much garbage, and keeps little
	switchboard.use(http.DefaultTransport)
	http.DefaultTransport = &switchboard
	os.Exit(m.Run())
}

// TestModel makes the runs of each operation in each profile.
func TestModel(t *testing.T) {
	table := newTable()
	t.Run("profiles", func(t *testing.T) {
		for _, p := range profiles {
			t.Run(p.name, func(t *testing.T) {
				for _, op := range operations {
					t.Run(op.String(), func(t *testing.T) {
						t.Parallel()
						tally := newTally()
						judgeSeeds(t, p, op, tally)
						table.add(p.name, op, tally)
						tally.report(t)
					})
				}
			})
		}
	})
	t.Log(table.String())
}

func judgeSeeds(t *testing.T, p *profile, op operation, tally *tally) {
	from, count := *first, *seeds
	if *single != 0 {
		from, count = *single, 1
	}
	for i := range uint64(count) {
		for range *repeat {
			r := newRun(p, op, from+i)
			r.bubble(t)
			tally.add(r)
			if *show && *single != 0 {
				t.Log(r.story())
			}
		}
	}
}
