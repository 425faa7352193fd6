package gcoresgtest

import (
	"time"

	"github.com/gcoresg/gcoresg"
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
	g := s.mustGroup(groupID)
	s.create(g, spec)
	return g.snapshot()[len(g.rules)-1]
}

// RemoveRule takes a rule out of a group, as another user of the API could at any time. It reports whether it was
// there.
func (s *Server) RemoveRule(groupID, ruleID string) bool {
	defer s.lock()()
	g := s.mustGroup(groupID)
	i := g.index(ruleID)
	if i < 0 {
		return false
	}
	s.remove(g, i)
	return true
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
