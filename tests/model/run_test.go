package model

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg"
)

// longest is how long a call may take.
const longest = 25 * time.Minute

// run is one call of an operation against a model, and what the judge says about it.
type run struct {
	p    *profile
	op   operation
	seed uint64

	log        *eventLog
	setup      lazy
	claim      claim
	first      outcome       // what the first call said
	took       time.Duration // how long the first call took
	complaints []complaint
}

func newRun(p *profile, op operation, seed uint64) *run { return &run{p: p, op: op, seed: seed} }

// bubble makes the run in a bubble of its own, with a clock of its own. A panic is a complaint, and so is a goroutine
// that is left over, for which synctest panics.
func (r *run) bubble(t *testing.T) {
	defer r.recover("a goroutine is left over")
	synctest.Test(t, func(*testing.T) {
		defer r.recover("the client panics")
		r.play()
	})
}

func (r *run) recover(kind string) {
	if problem := recover(); problem != nil {
		r.complaints = append(r.complaints, complaint{kind, fmt.Sprint(problem)})
	}
}

func (r *run) play() {
	r.log = &eventLog{start: time.Now()}
	sequence := uint64(slices.Index(profiles, r.p))<<8 | uint64(r.op)
	draw := rand.New(rand.NewPCG(r.seed, sequence))
	s := newServer(r.log, rand.NewPCG(r.seed, 1<<40))
	retries, timeout := pick(draw, 0, 1, 4, 4), pick(draw, 2*time.Second, time.Minute, time.Minute)
	w := newWeather(draw, r.p, timeout, r.seed, sequence)
	n := &network{server: s, plan: w.plan, traced: r.p.calls || draw.IntN(2) == 0, giveUp: time.Now().Add(longest)}
	c := drawScenario(draw, s, r.op, r.p.recent)
	group := newClient(n, retries, timeout).SecurityGroup(1, 2, c.group.id)
	rules := len(c.group.rules())
	r.setup = func() string {
		return fmt.Sprintf("%d retries, time-out %v, %d rules of at most %d, traced %v, old %v", retries, timeout,
			rules, s.limit, n.traced, c.old)
	}

	if r.p.forbids && draw.IntN(2) == 0 {
		s.forbidFrom = time.Now().Add(upTo(draw, 5*time.Second))
		s.forbidTo = s.forbidFrom.Add(upTo(draw, time.Minute))
	}
	if r.p.others {
		r.sendOther(draw, s, c)
	}
	ctx, cancel := r.context(draw)
	defer cancel()

	r.claim = claim{op: r.op, old: c.old, want: c.want}
	call := func(ctx context.Context) truth { return r.claim.call(ctx, group, s, c.group) }
	facts := call(ctx)
	facts.excused = s.marks.open.Load() || s.marks.readFailed.Load() || ctx.Err() != nil || r.p.others
	r.log.add("client says: %s", r.claim.String())
	r.first, r.took = r.claim.outcome(), r.claim.took
	again := r.op == replace && r.claim.err != nil && !r.p.others && !n.gaveUp
	n.giveUp = time.Time{}
	if again && r.seed%8 == 0 {
		r.converge(s, c, call)
		return
	}
	s.work.Wait()
	facts.finish(s, c.group)
	r.complaints = append(r.complaints, r.claim.judge(facts)...)
	if n.gaveUp || r.claim.took > longest {
		r.complaints = append(r.complaints, complaint{"the call does not end in time", r.claim.took.String()})
	}
	if again {
		time.Sleep(oldest)
		r.converge(s, c, call)
	}
}

func newClient(transport http.RoundTripper, retries int, timeout time.Duration,
	more ...gcoresg.Option) *gcoresg.Client {
	client, err := gcoresg.NewClient(append([]gcoresg.Option{
		gcoresg.WithAPIKey("12345$0123456789abcdef"), gcoresg.WithBaseURL("https://api.example"),
		gcoresg.WithHTTPClient(&http.Client{Transport: transport}), gcoresg.WithMaxRetries(retries),
		gcoresg.WithTimeout(timeout),
		gcoresg.WithDeprecationHandler(nil),
	}, more...)...)
	if err != nil {
		panic(err)
	}
	return client
}

// context is the caller's.
func (r *run) context(draw *rand.Rand) (context.Context, context.CancelFunc) {
	if !r.p.contexts {
		return context.Background(), func() {}
	}
	after := time.Duration(float64(20*time.Second) * draw.Float64() * draw.Float64())
	if draw.IntN(2) == 0 {
		return context.WithTimeout(context.Background(), after)
	}
	ctx, cancel := context.WithCancel(context.Background())
	timer := time.AfterFunc(after, cancel)
	return ctx, func() { timer.Stop(); cancel() }
}

// sendOther lets another program write to the group during the call.
func (r *run) sendOther(draw *rand.Rand, s *server, c scenario) {
	for range 1 + draw.IntN(3) {
		after, choice := upTo(draw, 12*time.Second), draw.IntN(4)
		s.work.Go(func() {
			time.Sleep(after)
			switch choice {
			case 0:
				s.otherWriter(c.group, &c.want, "")
			case 1:
				s.otherWriter(c.group, nil, c.old.id)
			case 2:
				s.mu.Lock()
				found := wanted(c.group.rules(), c.want)
				s.mu.Unlock()
				if len(found) > 0 {
					s.otherWriter(c.group, nil, found[0].id)
				}
			default:
				spec := specs[len(specs)-1]
				spec.RemoteIPPrefix = "198.51.100.0/24"
				s.otherWriter(c.group, &spec, "")
			}
		})
	}
}

// story is the run for a reader.
func (r *run) story() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %v, seed %d: %s\n", r.p.name, r.op, r.seed, r.setup)
	b.WriteString(r.log.String())
	for _, c := range r.complaints {
		fmt.Fprintf(&b, "  JUDGE: %s: %s\n", c.kind, c.detail)
	}
	fmt.Fprintf(&b, "again: go test ./tests/model -run 'TestModel/profiles/%s/%v$' -args -seed=%d -repeat=200",
		r.p.name, r.op, r.seed)
	return b.String()
}
