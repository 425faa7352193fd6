package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/gen/successor"
	"github.com/gcoresg/gcoresg/internal/call"
)

// polls are the waits before each reading of a task; the last one repeats. Tasks on rules take up to a second.
var polls = [...]time.Duration{0, 330 * time.Millisecond, 330 * time.Millisecond, 340 * time.Millisecond, time.Second,
	1500 * time.Millisecond, 2 * time.Second, 3 * time.Second}

const (
	taskTimeout = 10 * time.Minute // a task that has not ended by then may end at any time
	taskRetries = 4                // of one reading of a task
)

// awaitTask waits for the end of the task that the answer names, and completes the attempt with what became of it.
func (w *write) awaitTask(ctx context.Context) {
	cause := &w.cause
	id, err := decodeTaskID(&cause.Answer)
	if err != nil {
		cause.Answer.Outcome, cause.Answer.Err = call.Open, err
		return
	}
	cause.TaskID = cause.Answer.Redact(id)
	cause.Answer.Release()
	taskCtx, cancel := w.engine.Calls.Clock.WithTimeout(ctx, taskTimeout)
	defer cancel()
	for n := 0; ; n++ {
		task, unread := w.readTask(taskCtx, id, polls[min(n, len(polls)-1)])
		switch {
		case unread != nil && ctx.Err() != nil:
			cause.Answer.Err = fmt.Errorf("stopped waiting for task %s: %w", cause.TaskID, call.ContextError(ctx))
		case unread != nil && taskCtx.Err() != nil:
			cause.Answer.Err = fmt.Errorf("task %s has not ended within %v", cause.TaskID, taskTimeout)
		case unread != nil:
			cause.TaskUnread = unread
		case task.State == successor.TaskStateNew, task.State == successor.TaskStateRunning:
			continue
		case task.State == successor.TaskStateFinished:
			cause.Made = w.madeBy(task)
			return
		case task.State == successor.TaskStateError:
			cause.Answer.Outcome, cause.TaskError = call.Rejected, task.Error
			return
		default:
			cause.Answer.Err = fmt.Errorf("task %s is in a state that this version does not know, %.40q", cause.TaskID,
				task.State)
		}
		cause.Answer.Outcome = call.Open
		return
	}
}

// madeBy is the id of the rule that a finished task has made, empty where the task names none that can be the new rule.
func (w *write) madeBy(task *successor.Task) string {
	if task.CreatedResources == nil {
		return ""
	}
	for _, id := range task.CreatedResources.SecurityGroupRules {
		if isProperID(&w.cause.Answer, id) && !strings.EqualFold(id, w.ruleID) {
			return id
		}
	}
	return ""
}

// readTask reads a task after a wait. Its texts are redacted.
func (w *write) readTask(ctx context.Context, id string, wait time.Duration) (*successor.Task, *Cause) {
	op := &successor.OperationGetTask
	if err := w.engine.Calls.Clock.Sleep(ctx, wait); err != nil {
		return nil, stoppedCause(op, err)
	}
	req := call.Request{Name: op.Name, Method: op.Method, Route: op.Route, Region: w.request.Region, Values: [4]string{id}}
	task, result := call.Read(ctx, w.engine.Calls, &req, taskRetries, func(answer *call.Result) (*successor.Task, error) {
		task := new(successor.Task)
		if err := json.Unmarshal(answer.Body, task); err != nil {
			return nil, fmt.Errorf("the answer is not a task: %w", err)
		}
		if task.State == "" {
			return nil, errors.New("the answer is not a task: it has no state")
		}
		task.Error, task.State = answer.Redact(task.Error), successor.TaskState(answer.Redact(string(task.State)))
		return task, nil
	})
	w.hear(op, result.Notice)
	if result.Outcome != call.Succeeded {
		return nil, &Cause{Op: op, Answer: result}
	}
	return task, nil
}

// decodeTaskID reads the answer of an operation that starts a task. The id becomes part of a path, so it may
// have only letters, digits, - and _.
func decodeTaskID(answer *call.Result) (string, error) {
	var started successor.TaskIDs
	if err := json.Unmarshal(answer.Body, &started); err != nil {
		return "", errors.New("the answer does not name a task: " + answer.Redact(err.Error()))
	}
	if len(started.Tasks) == 0 {
		return "", errors.New("the answer does not name a task: its list is empty")
	}
	if id := started.Tasks[0]; !isPathSafe(id) {
		return "", fmt.Errorf("the answer does not name a task: %.40q is no id", answer.Redact(id))
	}
	return started.Tasks[0], nil
}
