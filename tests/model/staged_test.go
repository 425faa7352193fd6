package model

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg"
)

// staged is a run in which nothing is drawn: what goes wrong is written down.
type staged struct {
	name string // a sentence
	op   operation

	lags    []time.Duration  // of each reading of the group; the last one goes for all that follow
	faults  map[kind][]fault // of each exchange of a kind; there are none after the last one
	forever map[kind]fault   // of every exchange after those
	tasks   []taskPlan       // of each task
	retries int              // WithMaxRetries
	traced  bool
	spec    func(old gcoresg.RuleSpec) gcoresg.RuleSpec // what is asked for, other ports if nil
	prepare func(*stage)

	says  []outcome           // what the client may say; anything that is true if empty
	check func(*stage) string // what is wrong, empty if nothing
}

// stage is a staged run that is being played.
type stage struct {
	scenario
	server *server
	net    *network
	claim  claim
	sent   [readsGroup + 1][]time.Duration // when each request was made
	logged strings.Builder
	facts  truth
}

func (d staged) run(t *testing.T) {
	var story string
	var wrong []string
	synctest.Test(t, func(*testing.T) { wrong, story = d.play() })
	for _, w := range wrong {
		t.Error(w)
	}
	if t.Failed() {
		t.Log("\n" + story)
	}
}

// play is quick: requests and answers take 10 ms each, an update 10 ms between its halves, a task 200 ms.
func (d staged) play() (wrong []string, story string) {
	start := time.Now()
	log := &eventLog{start: start}
	s := &stage{server: newServer(log, rand.NewPCG(1, 1))}
	s.net = &network{server: s.server, traced: d.traced, giveUp: start.Add(longest)}
	tasks := 0
	s.net.plan = func(x *exchange) fault {
		s.sent[x.kind] = append(s.sent[x.kind], time.Since(start))
		x.there, x.back, x.gap = 10*time.Millisecond, 10*time.Millisecond, 10*time.Millisecond
		x.task = taskPlan{fresh: 100 * time.Millisecond, work: 100 * time.Millisecond}
		if (x.kind == creates || x.kind == deletes) && tasks < len(d.tasks) {
			x.task = d.tasks[tasks]
			tasks++
		}
		if len(d.lags) > 0 {
			x.lag = d.lags[min(x.number, len(d.lags)-1)]
		}
		if script := d.faults[x.kind]; x.number < len(script) {
			return script[x.number]
		}
		return d.forever[x.kind]
	}
	s.group = s.server.addGroup(specs[0], specs[2])
	s.old = s.group.rules()[0]
	s.want = specs[1]
	if d.spec != nil {
		s.want = d.spec(s.old.spec)
	}
	if d.prepare != nil {
		d.prepare(s)
	}
	logger := slog.New(slog.NewTextHandler(&s.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := newClient(s.net, d.retries, time.Minute, gcoresg.WithLogger(logger))
	s.claim = claim{op: d.op, old: s.old, want: s.want}
	s.facts = s.claim.call(context.Background(), client.SecurityGroup(1, 2, s.group.id), s.server, s.group)
	log.add("client says: %s", s.claim.String())
	s.facts.excused = s.server.marks.open.Load() || s.server.marks.readFailed.Load()
	s.server.work.Wait()
	s.facts.finish(s.server, s.group)

	for _, c := range s.claim.judge(s.facts) {
		wrong = append(wrong, "JUDGE: "+c.kind+": "+c.detail)
	}
	if s.net.gaveUp {
		wrong = append(wrong, "the call does not end")
	}
	if len(d.says) > 0 && !slices.Contains(d.says, s.claim.outcome()) {
		wrong = append(wrong, fmt.Sprintf("the client says %q, want one of %v", s.claim.outcome(), d.says))
	}
	if d.check != nil {
		if w := d.check(s); w != "" {
			wrong = append(wrong, w)
		}
	}
	return wrong, log.String()
}

// changed returns a spec with another description, which the server refuses beside the old one.
func changed(old gcoresg.RuleSpec) gcoresg.RuleSpec {
	old.Description = "changed"
	return old
}
