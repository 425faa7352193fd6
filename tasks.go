package gcoresg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// ErrTask is matched by [*TaskError].
var ErrTask = errors.New("gcoresg: task failed")

// A TaskError is a task that the server took on and that ended in the state ERROR. Unless its text says that the rule is there already
// or is not there, or [WithoutReconcile] forbids it, the group is read, and is as if the task had not been. Of a replacement, the
// [*ReplaceError] around it says what is left.
type TaskError struct {
	// TaskID is the task's id, for Gcore's support.
	TaskID string
	// Message is the task's own text.
	Message string
	// Method and Route are the operation that started the task.
	Method, Route string
}

// Error is one line.
func (e *TaskError) Error() string {
	return fmt.Sprintf("gcoresg: %s %s: task %s failed: %s", e.Method, e.Route, oneLine(e.TaskID), oneLine(e.Message))
}

// Is reports whether target is [ErrTask], or the sentinel that the text of the task speaks of: [ErrConflict] for a rule that
// already exists, [ErrQuota] for a quota, [ErrNotFound] for something that is not there.
func (e *TaskError) Is(target error) bool {
	text := strings.ToLower(e.Message)
	switch target {
	case ErrTask:
		return true
	case ErrConflict:
		return strings.Contains(text, "already exists")
	case ErrQuota:
		return strings.Contains(text, "quota")
	case ErrNotFound:
		return strings.Contains(text, "not found") || strings.Contains(text, "could not be found")
	}
	return false
}

// mayBeDoneAllTheSame tells the failures after which the group is read: a task may fail when its work is done. A task that says that
// the rule is there already, or is not there, has done nothing.
func mayBeDoneAllTheSame(err error, _ bool) bool {
	return errors.Is(err, ErrTask) && !errors.Is(err, ErrConflict) && !errors.Is(err, ErrNotFound)
}

const (
	firstPoll = 250 * time.Millisecond // tasks on rules take up to a second
	lastPoll  = 3 * time.Second
)

// awaitTask polls a task until it has finished and returns the ids of the rules it made. A *TaskError says that the task has ended;
// any other error leaves open what the task did. Errors call the task by its id as shown.
func (c *Client) awaitTask(ctx context.Context, op *gen.Operation, id, shown string) ([]string, error) {
	for wait := firstPoll; ; wait = min(wait*3/2, lastPoll) {
		jittered := time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64()))
		if err := c.pause(ctx, jittered); err != nil {
			return nil, fmt.Errorf("stopped waiting for task %s: %w (%w)", shown, err, errTaskOpen)
		}
		task, err := c.readTask(ctx, id)
		if isRefusal(err) { // a 404 here is not one of the rule, so errors.Is must not find it
			return nil, fmt.Errorf("what became of task %s cannot be read: %v (%w)", shown, err, errTaskOpen)
		}
		if err != nil {
			return nil, fmt.Errorf("what became of task %s cannot be read: %w (%w)", shown, err, errTaskOpen)
		}
		switch task.State {
		case successor.TaskStateNew, successor.TaskStateRunning:
		case successor.TaskStateFinished:
			if task.CreatedResources == nil {
				return nil, nil
			}
			return task.CreatedResources.SecurityGroupRules, nil
		case successor.TaskStateError:
			return nil, &TaskError{TaskID: shown, Message: task.Error, Method: op.Method, Route: op.Route}
		default:
			return nil, fmt.Errorf("task %s is in a state that this version does not know, %.40q (%w)", shown, task.State, errTaskOpen)
		}
	}
}

func (c *Client) readTask(ctx context.Context, id string) (*successor.Task, error) {
	task := new(successor.Task)
	_, _, err := c.call(ctx, &successor.OperationGetTask, c.maxRetries, func() (*http.Request, error) {
		return successor.NewGetTaskRequest(noServer, id)
	}, func(body []byte, key apiKey) error {
		*task = successor.Task{}
		if err := json.Unmarshal(body, task); err != nil {
			return fmt.Errorf("the answer is not a task: %w", err)
		}
		if task.State == "" {
			return errors.New("the answer is not a task: it has no state")
		}
		task.Error, task.State = key.mask(task.Error), successor.TaskState(key.mask(string(task.State)))
		return nil
	})
	return task, err
}

// decodeTaskID reads the answer of an operation that starts a task. The id becomes part of a path, so it has to be of a form that
// stays in its place there.
func decodeTaskID(body []byte) (string, error) {
	var started successor.TaskIDs
	if err := json.Unmarshal(body, &started); err != nil {
		return "", fmt.Errorf("the answer does not name a task: %w", err)
	}
	if len(started.Tasks) == 0 {
		return "", errors.New("the answer does not name a task: its list is empty")
	}
	id := started.Tasks[0]
	if !isID(id) {
		return "", fmt.Errorf("the answer does not name a task: %.40q is no id", id)
	}
	return id, nil
}

// isID tells what can be an id: it stays in its place in a path, and on one line.
func isID(id string) bool {
	return id != "" && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	})
}
