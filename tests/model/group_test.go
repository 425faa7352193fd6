package model

import (
	"slices"
	"time"

	"github.com/gcoresg/gcoresg"
)

// group is a security group with all its past.
type group struct {
	id       string
	history  []snapshot // never empty
	changes  []change   // since the run began
	lockedBy string
}

// snapshot is the state of a group from a time on. The rules of a snapshot are never modified.
type snapshot struct {
	at    time.Time
	rules []rule
}

// change is one rule that came or went.
type change struct {
	at    time.Time
	rule  rule
	added bool
	other bool // by another writer, and not by the client
}

func (g *group) rules() []rule { return g.history[len(g.history)-1].rules }

// asOf returns the rules at an earlier time.
func (g *group) asOf(at time.Time) []rule {
	for _, s := range slices.Backward(g.history) {
		if !s.at.After(at) {
			return s.rules
		}
	}
	return g.history[0].rules
}

func (g *group) find(id string) (rule, bool) { return find(g.rules(), id) }

func find(rules []rule, id string) (rule, bool) {
	for _, r := range rules {
		if r.id == id {
			return r, true
		}
	}
	return rule{}, false
}

// wanted returns the rules that are as spec asks.
func wanted(rules []rule, spec gcoresg.RuleSpec) (found []rule) {
	for _, r := range rules {
		if r.isAs(spec) {
			found = append(found, r)
		}
	}
	return found
}

// duplicate returns the rule for which Neutron refuses spec.
func (g *group) duplicate(spec gcoresg.RuleSpec) (rule, bool) {
	for _, r := range g.rules() {
		if keyOf(r.spec) == keyOf(spec) {
			return r, true
		}
	}
	return rule{}, false
}

func (g *group) add(r rule, other bool) {
	g.record(append(slices.Clone(g.rules()), r), change{rule: r, added: true, other: other})
}

// remove reports whether the rule was there.
func (g *group) remove(id string, other bool) bool {
	gone, found := g.find(id)
	if !found {
		return false
	}
	left := slices.DeleteFunc(slices.Clone(g.rules()), func(r rule) bool { return r.id == id })
	g.record(left, change{rule: gone, other: other})
	return true
}

func (g *group) record(rules []rule, c change) {
	c.at = time.Now()
	g.history = append(g.history, snapshot{c.at, rules})
	g.changes = append(g.changes, c)
}
