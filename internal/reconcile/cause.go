package reconcile

import (
	"strings"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// A Cause is what is known of one request of an operation, and of the task that it started.
type Cause struct {
	Op *gen.Operation
	// Answer is what the request came to.
	Answer call.Result
	// TaskID is the task that the answer named, TaskError its text if it ended in ERROR, and TaskUnread why it could
	// not be read.
	TaskID, TaskError string
	TaskUnread        *Cause
	// Made is the id of the rule that the finished task has made, empty where the task names none.
	Made string
	// Earlier is the last earlier attempt that may have acted. It is set only where this attempt did not act.
	Earlier *Cause
}

// stopped is the result of a write that sent nothing.
func stopped(op *gen.Operation, err error) Result {
	return Result{Verdict: NotDone, Cause: *stoppedCause(op, err)}
}

// stoppedCause is the cause of an operation that ended before its request was sent.
func stoppedCause(op *gen.Operation, err error) *Cause {
	return &Cause{Op: op, Answer: call.Result{Outcome: call.Stopped, Err: err}}
}

// lastThatMayHaveActed is this attempt if it may have acted, or else the last one before it that may, or nil.
func (c *Cause) lastThatMayHaveActed() *Cause {
	if c.Answer.Outcome.DidNotAct() {
		return c.Earlier
	}
	last := *c // a copy, so that only causes that are kept are on the heap
	return &last
}

// isConflict reports whether the server refused the rule because of one that exists.
func (c *Cause) isConflict() bool {
	return c.Answer.Outcome == call.Rejected && (c.Answer.Status == 409 || call.IsDuplicate(c.TaskError))
}

// isQuota reports whether the server refused because a quota is used up, which the API answers with 400.
func (c *Cause) isQuota() bool {
	p := c.Answer.Problem
	return p != nil && strings.Contains(p.Class, "QuotaLimitExceed") || call.IsOverQuota(c.TaskError)
}

func (c *Cause) isNotFound() bool { return c.Answer.Status == 404 || call.IsMissing(c.TaskError) }

// ExistingID is the rule that a refusal names as being there already, empty where it names none.
func (c *Cause) ExistingID() string {
	if p := c.Answer.Problem; p != nil {
		return neutron.ExistingID(p.Message)
	}
	return neutron.ExistingID(c.TaskError)
}

// names reports whether the answer is a 404 whose message names the rule.
func (c *Cause) names(ruleID string) bool {
	p := c.Answer.Problem
	return p != nil && c.Answer.Status == 404 && strings.Contains(strings.ToLower(p.Message), strings.ToLower(ruleID))
}
