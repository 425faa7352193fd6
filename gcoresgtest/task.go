package gcoresgtest

import (
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
	// work does what the task is for. It returns the id of a rule that it made, or why it could not.
	work    func() (ruleID, failure string)
	ruleID  string
	failure string

	vanishes bool                // a fault hides the task
	shows    successor.TaskState // not empty: the state that a fault makes the task show for ever
}

// startTask makes the task of a call and locks the group. Its work is done when its time has come; no goroutine waits
// for that, see endTasks.
func (s *Server) startTask(c *call, g *group, kind string, work func() (ruleID, failure string)) (any, *refusal) {
	t := &task{id: s.newID(), kind: kind, group: g, requestID: c.requestID, created: time.Now(), work: work}
	t.due = t.created.Add(s.config.taskDuration)
	if c.fault.task != nil {
		c.fault.task(t)
	}
	g.task = t
	s.tasks[t.id] = t
	return successor.TaskIDs{Tasks: []string{t.id}}, nil
}

// endTasks ends the tasks whose time has come. It runs before every use of the state, so that a task seems to end by
// itself.
func (s *Server) endTasks() {
	now := time.Now()
	for _, g := range s.groups {
		if t := g.task; t != nil && !t.due.After(now) {
			t.ruleID, t.failure = t.work()
			g.task = nil
		}
	}
}

// FinishTasks ends at once the tasks that still run, however long they were to take.
func (s *Server) FinishTasks() {
	defer s.lock()()
	for _, g := range s.groups {
		if g.task != nil {
			g.task.due = time.Now()
		}
	}
	s.endTasks()
}

func (t *task) isRunning() bool { return t.group.task == t }

func (t *task) state() successor.TaskState {
	switch {
	case t.shows != "":
		return t.shows
	case t.isRunning() && time.Since(t.created) < t.due.Sub(t.created)/2:
		return successor.TaskStateNew
	case t.isRunning():
		return successor.TaskStateRunning
	case t.failure != "":
		return successor.TaskStateError
	}
	return successor.TaskStateFinished
}

// getTask answers with what a task has come to. That a task failed is no failure of this request.
func (s *Server) getTask(c *call) (any, *refusal) {
	t := s.tasks[c.params["task_id"]]
	if t == nil || t.vanishes {
		return nil, notFound("Task", c.params["task_id"])
	}
	c.isFaulty = t.shows != ""
	fields := map[string]any{
		"id": t.id, "state": t.state(), "task_type": t.kind, "request_id": t.requestID,
		"project_id": t.group.projectID, "region_id": t.group.regionID,
		"client_id": 1, "user_id": 1, "user_client_id": 1,
		"created_on": t.created.UTC().Format(taskTimeLayout), "updated_on": nil, "finished_on": nil,
		"created_resources": nil, "error": nil, "data": nil, "detailed_state": nil, "job_id": nil, "schedule_id": nil,
		"lifecycle_policy_id": nil, "acknowledged_at": nil, "acknowledged_by": nil,
	}
	if !t.isRunning() {
		fields["updated_on"] = t.due.UTC().Format(taskTimeLayout)
		fields["finished_on"] = fields["updated_on"]
	}
	if t.failure != "" {
		fields["error"] = t.failure
	}
	if t.ruleID != "" {
		fields["created_resources"] = successor.CreatedResources{SecurityGroupRules: []string{t.ruleID}}
	}
	return fields, nil
}
