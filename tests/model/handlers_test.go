package model

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg"
)

// answerTo lets the server act on a request, and returns what it says. It takes as long as the server does.
func (s *server) answerTo(x *exchange, f fault) answer {
	switch x.kind {
	case updates:
		return s.update(x, f)
	case creates, deletes:
		return s.change(x, f)
	case readsTask:
		return s.readTask(x)
	}
	return s.readGroup(x)
}

// update is the PUT: it deletes, and then creates. With f.half it stops in between.
func (s *server) update(x *exchange, f fault) answer {
	s.mu.Lock()
	g := s.groupOf(x.ruleID)
	if g == nil {
		s.mu.Unlock()
		return ruleNotFound(x.ruleID)
	}
	if g.lockedBy != "" {
		s.mu.Unlock()
		return alreadyLocked(g.id)
	}
	holder := "update " + x.ruleID
	g.lockedBy = holder
	s.removeRule(g, x.ruleID, false)
	s.mu.Unlock()

	time.Sleep(x.gap)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer g.unlock(holder)
	if f.half {
		s.log.add("server: the update of %s stops halfway", short(x.ruleID))
		return answer{}
	}
	if d, found := g.duplicate(x.spec); found {
		return alreadyExists(d.id)
	}
	made, _ := s.makeRule(g, x.spec, false) // there is room: a rule has just gone
	if made.id == "" {
		return quotaExceeded(len(g.rules()))
	}
	return answer{status: http.StatusOK, body: made.text}
}

// change is POST and DELETE of v2, which start a task. With f.sync the work is done at once and without a task.
func (s *server) change(x *exchange, f fault) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.groups[x.groupID]
	if g == nil {
		return refusal(http.StatusNotFound, "NotFoundError", "Security group %s could not be found", x.groupID)
	}
	if g.lockedBy != "" {
		return alreadyLocked(g.id)
	}
	if x.kind == deletes {
		if _, found := g.find(x.ruleID); !found {
			return ruleNotFound(x.ruleID)
		}
	} else if d, found := g.duplicate(x.spec); found && !s.byTask {
		return alreadyExists(d.id)
	} else if !found && len(g.rules()) >= s.limit && !s.byTask {
		return quotaExceeded(len(g.rules()))
	}
	work := func() (string, string) {
		if x.kind == deletes {
			return "", s.removeRule(g, x.ruleID, false)
		}
		made, refused := s.makeRule(g, x.spec, false)
		return made.id, refused
	}
	if f.sync {
		work()
		return answer{}
	}
	t := s.start(g, work, x.kind == creates, x.task)
	return success(map[string]any{"tasks": []string{t.id}})
}

func (s *server) readTask(x *exchange) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.forbidden() {
		return s.refuseRead()
	}
	t := s.tasks[x.taskID]
	if t == nil {
		return refusal(http.StatusNotFound, "NotFoundError", "Task %s could not be found", x.taskID)
	}
	failure, made := "null", "null"
	if t.state == "ERROR" {
		failure = string(mustJSON(t.message))
	}
	if t.state == "FINISHED" && t.create {
		made = fmt.Sprintf(`{"security_group_rules":[%q]}`, t.made)
	}
	return answer{status: http.StatusOK, body: fmt.Appendf(nil,
		`{"id":%q,"state":%q,"task_type":"security_group_rule",`+
			`"created_on":"2026-02-24T10:39:59","created_resources":%s,"error":%s}`, t.id, t.state, made, failure)}
}

// readGroup shows the group as it was x.lag ago.
func (s *server) readGroup(x *exchange) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.forbidden() {
		return s.refuseRead()
	}
	g := s.groups[x.groupID]
	if g == nil {
		return refusal(http.StatusNotFound, "NotFoundError", "Security group %s could not be found", x.groupID)
	}
	rules := g.asOf(time.Now().Add(-x.lag))
	body := fmt.Appendf(nil, `{"id":%q,"name":"model","security_group_rules":[`, g.id)
	for i, r := range rules {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, r.text...)
	}
	return answer{status: http.StatusOK, body: append(body, "]}"...), shows: rules}
}

func (s *server) refuseRead() answer {
	s.marks.readFailed.Store(true)
	return refusal(http.StatusForbidden, "ForbiddenError", "You may not read this")
}

// otherWriter changes the group as another program does, by the same rules as the client.
func (s *server) otherWriter(g *group, add *gcoresg.RuleSpec, removeID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case g.lockedBy != "":
		s.log.add("other writer: finds the group locked")
	case add != nil:
		_, _ = s.makeRule(g, *add, true)
	default:
		s.removeRule(g, removeID, true)
	}
}
