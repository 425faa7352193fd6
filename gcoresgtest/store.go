package gcoresgtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gcoresg/gcoresg"
)

// store is the state behind the API. The server's mutex guards it.
type store struct {
	ids       *rand.Rand
	requests  *rand.Rand // apart from ids, so that the ids of rules do not depend on the number of requests
	groups    []*group   // in the order they were added
	tasks     map[string]*task
	observers []func(groupID string, rules []gcoresg.Rule)
}

// group is a security group with its rules in the order they were made.
type group struct {
	id                  string
	projectID, regionID int
	created             time.Time
	revision            int
	rules               []gcoresg.Rule
	task                *task // the one that runs and locks the group, nil for none
}

func newStore(c config) *store {
	source := func(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(c.seed, stream)) }
	return &store{ids: source(0), requests: source(1), tasks: map[string]*task{}}
}

// newID is a UUID of version 4 from the server's own sequence: equal in every run, so that a failing test shows the
// same ids.
func (s *store) newID() string {
	high, low := s.ids.Uint64(), s.ids.Uint64()
	high = high&^0xf000 | 0x4000
	low = low&^(0b11<<62) | 0b10<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xffff, high&0xffff, low>>48, low&(1<<48-1))
}

func (s *store) newRequestID() string {
	return fmt.Sprintf("%016x%016x", s.requests.Uint64(), s.requests.Uint64())
}

func (s *store) group(id string) *group {
	for _, g := range s.groups {
		if g.id == id {
			return g
		}
	}
	return nil
}

// rule finds a rule in any group, and its place there.
func (s *store) rule(id string) (*group, int) {
	for _, g := range s.groups {
		if i := g.index(id); i >= 0 {
			return g, i
		}
	}
	return nil, -1
}

// groupOf is the group that a call concerns, nil if there is none.
func (s *Server) groupOf(c *call) *group {
	if t := s.store.tasks[c.params["task_id"]]; t != nil {
		return t.group
	}
	if id := c.params["group_id"]; id != "" {
		return s.store.group(id)
	}
	g, _ := s.store.rule(c.params["rule_id"])
	return g
}

func (g *group) index(ruleID string) int {
	return slices.IndexFunc(g.rules, func(r gcoresg.Rule) bool { return r.ID == ruleID })
}

// create makes a rule from a spec that has been judged already. What the spec leaves out gets its default.
func (s *store) create(g *group, spec gcoresg.RuleSpec) gcoresg.Rule {
	now := time.Now().UTC().Truncate(time.Second)
	rule := gcoresg.Rule{
		ID: s.newID(), SecurityGroupID: g.id,
		Description: spec.Description, Direction: spec.Direction, EtherType: spec.EtherType, Protocol: spec.Protocol,
		PortRangeMin: copied(spec.PortRangeMin), PortRangeMax: copied(spec.PortRangeMax),
		RemoteGroupID: spec.RemoteGroupID, RemoteIPPrefix: canonical(spec.RemoteIPPrefix),
	}
	rule.CreatedAt.Time, rule.UpdatedAt.Time = now, now
	if rule.EtherType == "" {
		rule.EtherType = gcoresg.EtherTypeIPv4
	}
	if rule.Protocol == gcoresg.ProtocolAny {
		rule.Protocol = "" // The API answers null for any protocol.
	}
	g.rules = append(g.rules, rule)
	s.changed(g)
	return rule
}

func (s *store) remove(g *group, i int) {
	g.rules = slices.Delete(g.rules, i, i+1)
	s.changed(g)
}

func (s *store) changed(g *group) {
	g.revision++
	for _, observe := range s.observers {
		observe(g.id, g.snapshot())
	}
}

func (g *group) snapshot() []gcoresg.Rule {
	rules := make([]gcoresg.Rule, len(g.rules))
	for i, rule := range g.rules {
		rule.PortRangeMin, rule.PortRangeMax = copied(rule.PortRangeMin), copied(rule.PortRangeMax)
		rules[i] = rule
	}
	return rules
}

func copied(port *int) *int {
	if port == nil {
		return nil
	}
	return gcoresg.Port(*port)
}

// canonical is the prefix as the server keeps it: an address alone becomes a network of one.
func canonical(prefix string) string {
	if network, ok := parseNetwork(prefix); ok {
		return network.String()
	}
	return prefix
}
