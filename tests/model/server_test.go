package model

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gcoresg/gcoresg"
)

// server is the model of the API. What it does with one request is in handlers_test.go, and what the network makes of
// that in transport_test.go.
type server struct {
	mu     sync.Mutex
	log    *eventLog
	ids    *rand.Rand
	groups map[string]*group
	tasks  map[string]*task
	limit  int  // how many rules a group may have
	byTask bool // whether a duplicate and a full group are refused by the task, and not by the request
	calm   bool // whether the faults have stopped
	marks  marks

	forbidFrom, forbidTo time.Time // reads of groups and tasks are 403 in between

	work sync.WaitGroup // everything that the server does without the client
}

// marks is what a run had that entitles the client to say that it does not know.
type marks struct {
	open       atomic.Bool // a write ended without a word on whether the server is done with it
	readFailed atomic.Bool
}

func newServer(log *eventLog, seed rand.Source) *server {
	return &server{log: log, ids: rand.New(seed), groups: map[string]*group{}, tasks: map[string]*task{}, limit: 250}
}

// newID makes a random UUID. The caller holds s.mu.
func (s *server) newID() string {
	high, low := s.ids.Uint64(), s.ids.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", high>>32, high>>16&0xffff, high&0xfff, 0x8000|low>>48&0x3fff,
		low&0xffffffffffff)
}

// addGroup makes a group that has had its rules for an hour.
func (s *server) addGroup(specs ...gcoresg.RuleSpec) *group {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := time.Now().Add(-time.Hour)
	g := &group{id: s.newID()}
	rules := []rule{}
	for _, spec := range specs {
		rules = append(rules, s.newRule(g, spec, before))
	}
	g.history = []snapshot{{before, rules}}
	s.groups[g.id] = g
	return g
}

// newRule makes a rule that is in no group yet. The caller holds s.mu.
func (s *server) newRule(g *group, spec gcoresg.RuleSpec, created time.Time) rule {
	r := rule{id: s.newID(), spec: spec, created: created}
	r.text = r.json(g.id)
	return r
}

// groupOf returns the group that has, or had, a rule.
func (s *server) groupOf(ruleID string) *group {
	for _, g := range s.groups {
		if _, found := g.find(ruleID); found {
			return g
		}
	}
	return nil
}

// calmDown ends the faults: no task is stuck any more, and every request is answered.
func (s *server) calmDown() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calm = true
	for _, g := range s.groups {
		if t := s.tasks[g.lockedBy]; t != nil && t.state == "RUNNING" && t.stuck {
			g.lockedBy = ""
		}
	}
}

// forbidden reports whether reads are refused at the moment. The caller holds s.mu.
func (s *server) forbidden() bool {
	now := time.Now()
	return !s.calm && !now.Before(s.forbidFrom) && now.Before(s.forbidTo)
}
