package model

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gcoresg/gcoresg"
)

// operation is one of the client's four writes.
type operation int

const (
	update operation = iota
	replace
	create
	remove
)

var operations = []operation{update, replace, create, remove}

func (op operation) String() string {
	return [...]string{"UpdateRule", "ReplaceRule", "CreateRule", "DeleteRule"}[op]
}

// scenario is a group, and what is asked for.
type scenario struct {
	group *group
	old   rule // what Update, Replace and Delete are about; its id can be one that the group does not have
	want  gcoresg.RuleSpec
}

// specs have different keys.
var specs = []gcoresg.RuleSpec{
	{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP, PortRangeMin: gcoresg.Port(22),
		PortRangeMax: gcoresg.Port(22)},
	{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP, PortRangeMin: gcoresg.Port(443),
		PortRangeMax:   gcoresg.Port(443),
		RemoteIPPrefix: "10.0.0.0/8"},
	{Direction: gcoresg.DirectionEgress, Protocol: gcoresg.ProtocolAny},
	{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolUDP, PortRangeMin: gcoresg.Port(53),
		PortRangeMax:  gcoresg.Port(54),
		RemoteGroupID: "55555555-5555-4555-8555-555555555555"},
	{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolICMP, PortRangeMin: gcoresg.Port(8)},
	{Direction: gcoresg.DirectionIngress, EtherType: gcoresg.EtherTypeIPv6, Protocol: gcoresg.ProtocolTCP,
		PortRangeMin: gcoresg.Port(22), PortRangeMax: gcoresg.Port(22), RemoteIPPrefix: "::/0"},
	{Direction: gcoresg.DirectionIngress, RemoteIPPrefix: "192.0.2.0/24"},
}

func drawScenario(r *rand.Rand, s *server, op operation, recent bool) scenario {
	order := r.Perm(len(specs))
	describe := func(i int) gcoresg.RuleSpec {
		spec := specs[order[i]]
		spec.Description = pick(r, "", "", "a", "b", "für alle")
		return spec
	}
	var initial []gcoresg.RuleSpec
	for i := range 1 + r.IntN(4) {
		initial = append(initial, describe(i))
	}
	c := scenario{want: describe(len(initial))}
	kinds := 100
	if op == create {
		kinds = 400 // most of what follows is refused as a duplicate
	}
	switch n := r.IntN(kinds); {
	case n < 20: // only the description is another
		c.want = initial[0]
		c.want.Description += " changed"
	case n < 25: // nothing is another
		c.want = initial[0]
	case n < 32:
		c.want = initial[len(initial)-1]
	case n < 38:
		c.want = initial[len(initial)-1]
		c.want.Description += " changed"
	}
	switch n := r.IntN(600); {
	case n == 0:
		for port := 1000; len(initial) < s.limit; port++ {
			initial = append(initial, gcoresg.RuleSpec{Direction: gcoresg.DirectionEgress,
				Protocol:     gcoresg.ProtocolTCP,
				PortRangeMin: &port, PortRangeMax: &port})
		}
	case n < 24: // a quota that the client does not know
		s.limit = len(initial)
	}
	s.byTask = r.IntN(2) == 0
	c.group = s.addGroup(initial...)
	c.old = c.group.rules()[0]
	if r.IntN(25) == 0 {
		c.old = rule{id: "66666666-6666-4666-8666-666666666666", spec: initial[0]}
	}
	if recent {
		c.rewrite(r, s)
	}
	return c
}

// rewrite changes the past of the group, so that readings can show what is not true any more.
func (c *scenario) rewrite(r *rand.Rand, s *server) {
	g, age := c.group, 1+upTo(r, oldest)
	s.mu.Lock()
	twin := s.newRule(g, c.want, time.Now().Add(-time.Hour))
	s.mu.Unlock()
	rules := g.rules()
	_, clash := g.duplicate(c.want)
	switch n := r.IntN(4); {
	case n == 0 && !clash: // a rule as asked for has just been deleted
		g.past(age, append(slices.Clone(rules), twin))
	case n == 1 && !clash: // and the old one has taken its place
		g.past(age, append(without(rules, c.old.id), twin))
	case n == 2: // the old rule has just been deleted
		g.past(age, rules)
		g.history[1].rules = without(rules, c.old.id)
	default: // the old rule has just been made
		g.past(age, without(rules, c.old.id))
	}
}

// past makes the group look different until age ago.
func (g *group) past(age time.Duration, before []rule) {
	now := g.rules()
	g.history = []snapshot{{g.history[0].at, before}, {time.Now().Add(-age), now}}
}

func without(rules []rule, id string) []rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r rule) bool { return r.id == id })
}
