package model

import (
	"math/rand/v2"
	"time"
)

// profile is a kind of network and server.
type profile struct {
	name          string
	writes, reads []drawer
	oddTasks      []ending // endings other than endsWell
	forbids       bool     // reads are refused for a while
	recent        bool     // the group has changed within the last three seconds
	contexts      bool     // the caller's context ends
	others        bool     // another program writes to the group
	calls         bool     // the transport calls the hooks of httptrace in every run
}

var unreliable = []drawer{
	lostConnection, hanging, refusedConnection, retriedDial, ownFailure, strangeSuccess, rateLimited, lockedByOther,
	unauthorized, busy,
	requestTimeout,
}

var profiles = []*profile{
	{name: "quiet"},
	{name: "history", recent: true},
	{name: "recent", recent: true, calls: true, writes: []drawer{refusedConnection, ownFailure, rateLimited,
		lostConnection, fromEdge}},
	{name: "finished", calls: true, oddTasks: []ending{failsBefore, failsAfter}, writes: []drawer{
		refusedConnection, ownFailure, rateLimited, lockedByOther, unauthorized, redirected, refusedBefore,
		refusedHalfway,
	}},
	{name: "network", writes: unreliable, reads: []drawer{failedRead}},
	{name: "gateway", writes: []drawer{fromEdge, requestTimeout, busy}, reads: []drawer{fromEdge, busy}},
	{name: "refusing", writes: []drawer{refusedBefore, refusedHalfway, redirected}, forbids: true},
	{name: "tasks", oddTasks: []ending{failsBefore, failsAfter, failsBefore, failsAfter, neverEnds, neverEndsButActs},
		reads: []drawer{failedRead}},
	{name: "late", writes: []drawer{actsLate}},
	{name: "other", others: true, writes: unreliable},
	{name: "contexts", contexts: true, writes: unreliable, reads: []drawer{failedRead}},
}

// actsLate is an exchange that ends without a word, on which the server acts afterwards.
func actsLate(r *rand.Rand, x *exchange) fault {
	f := pick(r, lostConnection, hanging, fromEdge, requestTimeout, strangeSuccess, retriedDial)(r, x)
	f.acts, f.half = later, false
	if x.kind == updates && r.IntN(2) == 0 {
		f.acts = split
	}
	return f
}

// weather is what a run draws once: how old readings are, how slow the network is, and how often something goes
// wrong.
type weather struct {
	lag            func(*rand.Rand) time.Duration
	slow           time.Duration // the most that the answer to a reading takes
	writes, reads  float64       // how likely a fault is
	oddTask        float64
	budget         int // how many faults there are in all
	seed, sequence uint64
	p              *profile
}

const oldest = 3 * time.Second // how old a reading can be

func newWeather(r *rand.Rand, p *profile, timeout time.Duration, seed, sequence uint64) *weather {
	w := &weather{p: p, seed: seed, sequence: sequence}
	w.slow = min(pick(r, 100*time.Millisecond, 100*time.Millisecond, oldest), timeout/2)
	steady := pick(r, 0, 0, 100*time.Millisecond, 500*time.Millisecond, time.Second, 2*time.Second, oldest)
	w.lag = func(*rand.Rand) time.Duration { return steady }
	if r.IntN(2) == 0 {
		w.lag = func(r *rand.Rand) time.Duration { return upTo(r, oldest) }
	}
	w.writes = pick(r, 0.3, 0.5, 0.8, 1)
	w.reads = pick(r, 0, 0, 0.1, 0.3, 0.6)
	w.oddTask = pick(r, 0.3, 0.6, 1)
	w.budget = pick(r, 1, 1, 2, 3, 5, 100)
	if p.contexts && r.IntN(2) == 0 {
		w.budget = 0
	}
	return w
}

// plan draws the times of an exchange and what goes wrong with it. It depends on the seed and on the number of the
// exchange among those of its kind, and not on what other exchanges drew.
func (w *weather) plan(x *exchange) fault {
	r := rand.New(rand.NewPCG(w.seed, w.sequence<<32|uint64(x.kind)<<24|uint64(x.number)))
	x.there, x.back = 1+upTo(r, 300*time.Millisecond), upTo(r, 100*time.Millisecond)
	x.lag, x.gap = w.lag(r), upTo(r, time.Second)
	if r.IntN(2) == 0 {
		x.stray = 1 + upTo(r, 30*time.Second)
	}
	x.task = taskPlan{fresh: upTo(r, time.Second), work: upTo(r, time.Second)}
	switch x.kind {
	case creates, deletes:
		x.there += upTo(r, time.Second)
		if len(w.p.oddTasks) > 0 && r.Float64() < w.oddTask && w.budget > 0 {
			w.budget--
			x.task.end = pick(r, w.p.oddTasks...)
			x.task.work = pick(r, x.task.work, x.task.work, upTo(r, time.Minute))
		}
	case readsGroup:
		x.back = upTo(r, w.slow)
	}
	drawers, rate := w.p.writes, w.writes
	if !x.kind.writes() {
		drawers, rate = w.p.reads, w.reads
	}
	if len(drawers) == 0 || w.budget <= 0 || r.Float64() >= rate {
		return fault{}
	}
	w.budget--
	f := pick(r, drawers...)(r, x)
	if !x.kind.writes() {
		f.acts, f.half = now, false
	}
	return f
}
