package reconcile

import (
	"strings"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// A Cause is a failure as plain facts.
type Cause struct {
	Op *gen.Operation
	// Answer is what the request came to.
	Answer call.Result
	// TaskID is the task that the answer named, TaskError its text if it ended in ERROR, and TaskUnread why it cannot
	// be read.
	TaskID, TaskError string
	TaskUnread        *Cause
	// Made is the id of the rule that a finished task has made, if it names one.
	Made string
	// Earlier is an attempt that may have acted, where this one is a later one that did not.
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

// lastThatMayHaveActed is this attempt or the last one before it that may have acted, nil where there is none.
func (c *Cause) lastThatMayHaveActed() *Cause {
	if c.Answer.Outcome.DidNotAct() {
		return c.Earlier
	}
	last := *c // so that the cause of every attempt need not be on the heap
	return &last
}

// isConflict reports whether the server refused the rule beside one that exists.
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

// names reports whether the cause is a 404 about the rule.
func (c *Cause) names(ruleID string) bool {
	p := c.Answer.Problem
	return p != nil && c.Answer.Status == 404 && strings.Contains(strings.ToLower(p.Message), strings.ToLower(ruleID))
}
