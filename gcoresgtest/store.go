package gcoresgtest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// AddGroup makes a security group in a project and a region, with these rules in it, and returns its id.
func (s *Server) AddGroup(projectID, regionID int, rules ...gcoresg.RuleSpec) (groupID string) {
	defer s.lock()()
	g := &group{id: s.newID(), projectID: projectID, regionID: regionID, created: time.Now().UTC()}
	s.groups = append(s.groups, g)
	for _, spec := range rules {
		s.create(g, spec)
	}
	return g.id
}

// AddRule puts a rule into a group and returns it, id and defaults filled in. It refuses nothing: a rule that the API
// would refuse now, such as one that lets everything out, can exist there from before.
func (s *Server) AddRule(groupID string, spec gcoresg.RuleSpec) gcoresg.Rule {
	defer s.lock()()
	return s.create(s.mustGroup(groupID), spec)
}

// RemoveRule takes a rule out of a group, as another user of the API could at any time. It reports whether it was
// there.
func (s *Server) RemoveRule(groupID, ruleID string) bool {
	defer s.lock()()
	return s.remove(s.mustGroup(groupID), ruleID)
}

// Rules lists the rules that a group has now, the oldest first.
func (s *Server) Rules(groupID string) []gcoresg.Rule {
	defer s.lock()()
	return s.mustGroup(groupID).snapshot()
}

// OnChange calls observe after every change to the rules of a group, with all rules that the group has at that moment.
// An update by the PUT is two changes, since the API deletes before it creates. Nothing else happens on the server
// meanwhile, so observe must not call the server back and wait for it.
func (s *Server) OnChange(observe func(groupID string, rules []gcoresg.Rule)) {
	defer s.lock()()
	s.observers = append(s.observers, observe)
}

func (s *Server) mustGroup(id string) *group {
	g := s.group(id)
	if g == nil {
		s.fail("gcoresgtest: this server has no group %q; make one with AddGroup", id)
	}
	return g
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

// newID is a UUID of version 4 from the server's own sequence: equal in every run, so that a failing test shows the
// same ids.
func (s *Server) newID() string {
	high, low := s.ids.Uint64(), s.ids.Uint64()
	high = high&^0xf000 | 0x4000
	low = low&^(0b11<<62) | 0b10<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xffff, high&0xffff, low>>48, low&(1<<48-1))
}

func (s *Server) group(id string) *group {
	for _, g := range s.groups {
		if g.id == id {
			return g
		}
	}
	return nil
}

// groupOf is the group that a call concerns, nil if there is none.
func (s *Server) groupOf(c *call) *group {
	if t := s.tasks[c.params["task_id"]]; t != nil {
		return t.group
	}
	if id := c.params["group_id"]; id != "" {
		return s.group(id)
	}
	return s.holders[c.params["rule_id"]]
}

// create makes a rule from a spec that has been judged already. What the spec leaves out gets its default.
func (s *Server) create(g *group, spec gcoresg.RuleSpec) gcoresg.Rule {
	rule := gcoresg.Rule{
		ID: s.newID(), SecurityGroupID: g.id, Description: spec.Description, Direction: spec.Direction,
		EtherType: cmp.Or(spec.EtherType, gcoresg.EtherTypeIPv4), Protocol: spec.Protocol,
		PortRangeMin: spec.PortRangeMin, PortRangeMax: spec.PortRangeMax,
		RemoteGroupID: spec.RemoteGroupID, RemoteIPPrefix: spec.RemoteIPPrefix,
	}
	rule.CreatedAt.Time = time.Now().UTC().Truncate(time.Second)
	rule.UpdatedAt = rule.CreatedAt
	if rule.Protocol == gcoresg.ProtocolAny {
		rule.Protocol = "" // The API answers null for any protocol.
	}
	if network, err := neutron.ParseNetwork(rule.RemoteIPPrefix); err == nil {
		rule.RemoteIPPrefix = network.String() // An address alone becomes a network of one.
	}
	g.rules = append(g.rules, copied(rule))
	s.holders[rule.ID] = g
	s.changed(g)
	return copied(rule)
}

// remove reports whether the rule was there.
func (s *Server) remove(g *group, ruleID string) bool {
	if s.holders[ruleID] != g {
		return false
	}
	delete(s.holders, ruleID)
	g.rules = slices.DeleteFunc(g.rules, func(r gcoresg.Rule) bool { return r.ID == ruleID })
	s.changed(g)
	return true
}

func (s *Server) changed(g *group) {
	g.revision++
	for _, observe := range s.observers {
		observe(g.id, g.snapshot())
	}
}

func (g *group) snapshot() []gcoresg.Rule {
	rules := []gcoresg.Rule{}
	for _, rule := range g.rules {
		rules = append(rules, copied(rule))
	}
	return rules
}

// copied is the rule with ports of its own, so that nobody else can change them.
func copied(rule gcoresg.Rule) gcoresg.Rule {
	if rule.PortRangeMin != nil {
		rule.PortRangeMin = gcoresg.Port(*rule.PortRangeMin)
	}
	if rule.PortRangeMax != nil {
		rule.PortRangeMax = gcoresg.Port(*rule.PortRangeMax)
	}
	return rule
}
