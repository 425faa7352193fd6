package gcoresgtest

import (
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg/gen/successor"
)

// task is work that the API does after it has answered. While one runs, its group is locked.
type task struct {
	id        string
	kind      string
	group     *group
	requestID string
	created   time.Time
	due       time.Time
	finished  time.Time // zero while the task runs
	// work does what the task is for. It returns the id of a rule that it made, or why it could not.
	work   func() (ruleID, failure string)
	ruleID string
	err    string
	twist  *taskTwist // nil for most
}

// taskTwist is what a fault does to the task of its request.
type taskTwist struct {
	moment   Moment // whether the task does its work in spite of all
	failure  string // not empty: the task ends in ERROR with this text
	vanishes bool
	state    string // not empty: what the task shows for ever
	takes    time.Duration
	timed    bool
}

// startTask makes the task of a call and locks the group. Its work is done when its time has come; no goroutine waits
// for that, see endTasks.
func (s *Server) startTask(c *call, g *group, kind string, work func() (ruleID, failure string)) answer {
	t := &task{id: s.store.newID(), kind: kind, group: g, requestID: c.requestID, created: time.Now(), work: work}
	if c.fault != nil {
		t.twist = c.fault.task
	}
	takes := s.config.taskDuration
	if t.twist != nil && t.twist.timed {
		takes = t.twist.takes
	}
	t.due = t.created.Add(takes)
	g.task = t
	s.store.tasks[t.id] = t
	return jsonAnswer(http.StatusOK, successor.TaskIDs{Tasks: []string{t.id}})
}

// endTasks ends the tasks whose time has come. It runs before every use of the state, so that a task seems to end by
// itself.
func (s *store) endTasks(now time.Time) {
	for _, g := range s.groups {
		if g.task != nil && !g.task.due.After(now) {
			g.task.end()
		}
	}
}

func (t *task) end() {
	t.finished = t.due
	if now := time.Now(); now.Before(t.due) {
		t.finished = now // ended by FinishTasks
	}
	if t.twist == nil || t.twist.moment == AfterActing {
		t.ruleID, t.err = t.work()
	}
	if t.twist != nil && t.twist.failure != "" {
		t.ruleID, t.err = "", t.twist.failure
	}
	t.group.task = nil
}

func (t *task) state(now time.Time) successor.TaskState {
	switch {
	case t.twist != nil && t.twist.state != "":
		return successor.TaskState(t.twist.state)
	case !t.finished.IsZero() && t.err != "":
		return successor.TaskStateError
	case !t.finished.IsZero():
		return successor.TaskStateFinished
	case now.Sub(t.created) < t.due.Sub(t.created)/2:
		return successor.TaskStateNew
	default:
		return successor.TaskStateRunning
	}
}

// getTask answers with what a task has come to. That a task failed is no failure of this request.
func (s *Server) getTask(c *call) answer {
	t := s.store.tasks[c.params["task_id"]]
	if t == nil || t.twist != nil && t.twist.vanishes {
		return notFound(c, "Task", c.params["task_id"])
	}
	fields := map[string]any{
		"id": t.id, "state": t.state(time.Now()), "task_type": t.kind, "request_id": t.requestID,
		"project_id": t.group.projectID, "region_id": t.group.regionID,
		"client_id": 1, "user_id": 1, "user_client_id": 1,
		"created_on": t.created.UTC().Format(taskTimeLayout), "updated_on": nil, "finished_on": nil,
		"created_resources": nil, "error": nil, "data": nil, "detailed_state": nil, "job_id": nil, "schedule_id": nil,
		"lifecycle_policy_id": nil, "acknowledged_at": nil, "acknowledged_by": nil,
	}
	if !t.finished.IsZero() {
		fields["updated_on"] = t.finished.UTC().Format(taskTimeLayout)
		fields["finished_on"] = fields["updated_on"]
	}
	if t.err != "" {
		fields["error"] = t.err
	}
	if t.ruleID != "" {
		fields["created_resources"] = successor.CreatedResources{SecurityGroupRules: []string{t.ruleID}}
	}
	own := jsonAnswer(http.StatusOK, fields)
	own.faulty = t.twist != nil && t.twist.state != ""
	return own
}

// FinishTasks ends at once the tasks that still run, however long they were to take.
func (s *Server) FinishTasks() {
	defer s.lock()()
	for _, g := range s.store.groups {
		if g.task != nil {
			g.task.end()
		}
	}
}
