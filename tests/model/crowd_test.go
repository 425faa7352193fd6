package model

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg"
)

// TestCrowd lets 200 goroutines write to five groups by one client. Each has a rule of its own, and the judge looks
// at each by itself. It is for the race detector as much as for the judge.
func TestCrowd(t *testing.T) {
	runs := max(1, *seeds/2000)
	for _, p := range profiles {
		if !slices.Contains([]string{"quiet", "finished", "network", "gateway", "late"}, p.name) {
			continue // what the others change is not one goroutine's own
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			kinds, story := map[string]int{}, map[string]string{}
			unknown, all := 0, 0
			for seed := range uint64(runs) {
				synctest.Test(t, func(*testing.T) {
					c := newCrowd(p, *first+seed)
					c.play()
					for _, m := range c.members {
						all++
						if m.outcome() == saysUnknown {
							unknown++
						}
						for _, problem := range m.complaints {
							kinds[problem.kind]++
							story[problem.kind] = fmt.Sprintf("seed %d, %v of %v: %v: %s", *first+seed, m.op, m.old,
								m.String(), problem.detail)
						}
					}
				})
			}
			t.Logf("%.2f%% unknown", 100*float64(unknown)/float64(all))
			for kind, count := range kinds {
				t.Errorf("%d of %d calls: %s\n%s", count, all, kind, story[kind])
			}
		})
	}
}

type crowd struct {
	server  *server
	client  *gcoresg.Client
	groups  []*group
	members []*member
}

// member is one goroutine, with a rule of its own.
type member struct {
	claim
	group      *group
	facts      truth
	complaints []complaint
}

func newCrowd(p *profile, seed uint64) *crowd {
	const groups, members = 5, 200
	draw := rand.New(rand.NewPCG(seed, 1<<41))
	s := newServer(&eventLog{off: true}, rand.NewPCG(seed, 1<<42))
	w := newWeather(draw, p, time.Minute, seed, 1<<20|uint64(slices.Index(profiles, p)))
	w.budget = 1 << 30
	w.writes, w.reads, w.oddTask = min(w.writes, 0.3), min(w.reads, 0.1), 0.3
	n := &network{server: s, plan: w.plan, traced: true, giveUp: time.Now().Add(members / groups * longest)}
	c := &crowd{server: s, client: newClient(n, 4, time.Minute)}
	for range groups {
		c.groups = append(c.groups, s.addGroup(specs...))
	}
	for i := range members {
		m := &member{group: c.groups[i%groups]}
		m.op = pick(draw, operations...)
		m.want = numbered(i, "wanted")
		switch {
		case m.op == create:
		case draw.IntN(4) == 0: // only the description is another
			m.old = m.give(s, numbered(i, "old"))
		default:
			m.old = m.give(s, numbered(1000+i, "old"))
		}
		c.members = append(c.members, m)
	}
	return c
}

// numbered is a spec that no other member has.
func numbered(i int, text string) gcoresg.RuleSpec {
	port := 2000 + i
	return gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP, PortRangeMin: &port,
		PortRangeMax: &port,
		Description:  text}
}

// give puts a rule into the member's group, where it has been for an hour.
func (m *member) give(s *server, spec gcoresg.RuleSpec) rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := m.group.history[0]
	r := s.newRule(m.group, spec, before.at)
	m.group.history[0].rules = append(before.rules, r)
	return r
}

func (c *crowd) play() {
	var all sync.WaitGroup
	for _, m := range c.members {
		all.Go(func() {
			handle := c.client.SecurityGroup(1, 2, m.group.id)
			m.facts = m.call(context.Background(), handle, c.server, m.group)
		})
	}
	all.Wait()
	c.server.work.Wait()
	for _, m := range c.members {
		m.facts.excused = c.server.marks.open.Load() || c.server.marks.readFailed.Load()
		m.facts.finish(c.server, m.group)
		m.complaints = m.judge(m.facts)
	}
}
