package gcoresg

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/reconcile"
)

// resultError makes the public error of a write, nil for one that was applied.
func (g *SecurityGroup) resultError(r *reconcile.Result, ruleID string, spec RuleSpec) error {
	if r.Verdict == reconcile.Applied {
		return nil
	}
	cause := causeError(&r.Cause)
	switch {
	case r.Verdict == reconcile.Unknown:
		return &OutcomeUnknownError{
			Method: r.Cause.Op.Method, Route: r.Cause.Op.Route, GroupID: g.id, RuleID: ruleID, Shown: shownText(r), Err: cause,
		}
	case r.Verdict == reconcile.Lost:
		return &RuleLostError{GroupID: g.id, RuleID: ruleID, Spec: spec, Err: cause}
	case r.Shown == reconcile.Unchanged && r.Cause.Answer.Outcome != call.Rejected:
		return failure(r.Cause.Op, cause, "%s; not done, security group %s is as before; try again", detailOf(cause), g.id)
	}
	return cause
}

func shownText(r *reconcile.Result) string {
	text := ""
	switch {
	case r.Cause.Answer.Outcome == call.Succeeded: // a task has finished, so the server will not act any more
	case r.Shown == reconcile.Unchanged:
		text = "the group is as before, and the server may still act"
	case r.Shown == reconcile.Neither:
		text = "the group has neither the old rule nor the new one, and the server may still act"
	case r.Shown == reconcile.Unclear:
		text = "the group has a rule that cannot be read and may be the new one"
	}
	if r.Unread == nil {
		return text
	}
	unread := "the group cannot be read: " + detailOf(causeError(r.Unread))
	if r.Unread.Answer.Outcome == call.Stopped {
		unread = "no time was left to read the group"
	}
	if text != "" {
		return text + "; then " + unread
	}
	return unread
}

// replaceError makes the public error of a replacement, nil for one that was done.
func (g *SecurityGroup) replaceError(r *reconcile.Replacement, spec RuleSpec) error {
	switch {
	case r.Rule != nil:
		return nil
	case r.Unread != nil:
		return causeError(r.Unread)
	}
	e := &ReplaceError{
		Stage: StageCreate, GroupID: g.id, OldID: r.OldID, NewID: r.NewID, Certain: r.Certain, Spec: spec,
		ExistingRuleID: cmp.Or(r.InTheWay, r.Failed.Cause.ExistingID()),
	}
	switch {
	case r.InTheWay != "":
		e.Err = failure(&successor.OperationCreateSecurityGroupRule, ErrConflict,
			"rule %s differs from the spec in its description only, and ReplaceRule does not delete it", r.InTheWay)
	case r.Deleting:
		e.Stage, e.Err = StageDelete, g.resultError(&r.Failed, r.OldID, spec)
	default:
		e.Err = g.resultError(&r.Failed, "", spec)
	}
	if r.PutBack != nil {
		refused, notBack := e.Err, causeError(r.PutBack)
		e.Err = failure(r.PutBack.Op, errors.Join(refused, notBack), "%s; putting the old rule back failed: %s",
			detailOf(refused), detailOf(notBack))
	}
	return e
}

// causeError makes the error of one request. Where that did nothing, but an earlier attempt may have, it has both.
func causeError(c *reconcile.Cause) error {
	err := answerError(c)
	if c.Earlier != nil {
		earlier, last := answerError(c.Earlier), detailOf(err)
		if c.Answer.Problem == nil {
			last = c.Answer.Err.Error()
		}
		err = failure(c.Op, errors.Join(earlier, err), "%s; the last attempt was not carried out: %s",
			detailOf(earlier), last)
	}
	if stopped := c.Answer.Stopped; stopped != nil {
		return failure(c.Op, errors.Join(stopped, err), "%s (no further attempt: %s)", detailOf(err), stopped)
	}
	return err
}

func answerError(c *reconcile.Cause) error {
	answer := &c.Answer
	switch {
	case c.TaskUnread != nil:
		unread := causeError(c.TaskUnread)
		if c.TaskUnread.Answer.Outcome == call.Rejected {
			unread = errors.New(detailOf(unread)) // its 404 is not about the rule, so errors.Is must not find it
		}
		return failure(c.Op, unread, "the state of task %s cannot be read: %s", c.TaskID, detailOf(unread))
	case c.TaskID != "" && answer.Outcome == call.Rejected:
		return &TaskError{
			TaskID: c.TaskID, Message: c.TaskError, ExistingRuleID: c.ExistingID(),
			Method: c.Op.Method, Route: c.Op.Route,
		}
	case c.TaskID != "" && answer.Err == nil:
		named := ""
		if c.Made != "" {
			named = " (rule " + c.Made + ")"
		}
		return failure(c.Op, nil, "task %s finished, but no reading of the group showed its rule as asked for%s",
			c.TaskID, named)
	case answer.Problem != nil:
		p := answer.Problem
		return &APIError{
			StatusCode: answer.Status, Class: p.Class, Message: p.Message, RequestID: p.RequestID,
			InvalidFields: p.InvalidFields, Info: p.Info, ExistingRuleID: c.ExistingID(),
			Method: c.Op.Method, Route: c.Op.Route, RetryAfter: answer.RetryAfter,
		}
	case answer.Body != nil:
		return failure(c.Op, answer.Err, "HTTP %d, but %s", answer.Status, answer.Err)
	case answer.Outcome == call.NotSent, answer.Outcome == call.Stopped:
		return failure(c.Op, answer.Err, "nothing was sent: %s", answer.Err)
	}
	return failure(c.Op, answer.Err, "%s", answer.Err)
}

// A requestError is the failure of a request, with a text of its own.
type requestError struct {
	op   *gen.Operation
	text string
	err  error
}

// failure is an error about an operation. It wraps err.
func failure(op *gen.Operation, err error, format string, args ...any) error {
	return &requestError{op, fmt.Sprintf(format, args...), err}
}

func (e *requestError) Error() string {
	return "gcoresg: " + e.op.Method + " " + e.op.Route + ": " + e.detail()
}
func (e *requestError) detail() string { return e.text }
func (e *requestError) Unwrap() error  { return e.err }

// detailOf is the text of an error without the operation, which the error around it names.
func detailOf(err error) string {
	if detailed, ok := err.(interface{ detail() string }); ok {
		return detailed.detail()
	}
	return err.Error()
}
