package model

import (
	"time"

	"github.com/gcoresg/gcoresg"
)

// task is the work that a v2 request has started.
type task struct {
	id, state, message string
	made               string
	create, stuck      bool
}

// ending is how a task ends.
type ending int

const (
	endsWell         ending = iota
	failsBefore             // in ERROR, without having done its work
	failsAfter              // in ERROR, although its work is done
	neverEnds               // RUNNING for ever, without doing its work
	neverEndsButActs        // RUNNING for ever, with its work done
)

// taskPlan is what is to become of a task.
type taskPlan struct {
	fresh, work time.Duration // how long it is NEW, and then RUNNING
	end         ending
}

func (p taskPlan) open() bool { return p.end == neverEnds || p.end == neverEndsButActs }

// start takes a v2 request on. The group is locked until the task ends. The caller holds s.mu.
func (s *server) start(g *group, work func() (made, refused string), create bool, plan taskPlan) *task {
	t := &task{id: s.newID(), state: "NEW", create: create}
	s.tasks[t.id] = t
	g.lockedBy = t.id
	if plan.open() {
		s.marks.open.Store(true)
	}
	s.work.Go(func() {
		time.Sleep(plan.fresh)
		s.mu.Lock()
		t.state = "RUNNING"
		s.mu.Unlock()
		time.Sleep(plan.work)
		s.mu.Lock()
		defer s.mu.Unlock()
		if plan.end == failsBefore {
			t.state, t.message = "ERROR", "Internal error while working on the security group"
		} else if plan.end != neverEnds {
			t.made, t.message = work()
		}
		if plan.open() && !s.calm {
			t.stuck = true
			s.log.add("server: task %s will stay RUNNING", short(t.id))
			return
		}
		switch {
		case t.message != "":
			t.state = "ERROR"
		case plan.end == failsAfter:
			t.state, t.message = "ERROR", "Timed out waiting for the security group"
		default:
			t.state = "FINISHED"
		}
		s.log.add("server: task %s is %s %s", short(t.id), t.state, t.message)
		g.unlock(t.id)
	})
	return t
}

func (g *group) unlock(holder string) {
	if g.lockedBy == holder {
		g.lockedBy = ""
	}
}

// makeRule creates a rule by Neutron's rules. The caller holds s.mu.
func (s *server) makeRule(g *group, spec gcoresg.RuleSpec, other bool) (made rule, refused string) {
	if d, found := g.duplicate(spec); found {
		return rule{}, existsText(d.id)
	}
	if len(g.rules()) >= s.limit {
		return rule{}, quotaText(len(g.rules()))
	}
	made = s.newRule(g, spec, time.Now())
	g.add(made, other)
	s.log.add("%s: %s is there", writer(other), made)
	return made, ""
}

func (s *server) removeRule(g *group, id string, other bool) (refused string) {
	if !g.remove(id, other) {
		return "Security group rule " + id + " could not be found"
	}
	s.log.add("%s: %s is gone", writer(other), short(id))
	return ""
}

func writer(other bool) string {
	if other {
		return "other writer"
	}
	return "server"
}
