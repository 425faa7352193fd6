package reconcile

import (
	"context"
	"sync"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/flatjson"
)

var (
	specCodec   = sync.OnceValue(flatjson.For[gen.RuleSpec])
	createCodec = sync.OnceValue(flatjson.For[successor.CreateRule])
)

// bodySize is what a body takes unless its description is long.
const bodySize = 256

// Update replaces a rule by the deprecated PUT.
func (e *Engine) Update(ctx context.Context, group Group, ruleID string, spec *gen.RuleSpec) Result {
	op := &gen.OperationUpdateSecurityGroupRule
	place, err := e.locks.Acquire(ctx, group.key)
	if err != nil {
		return busy(op, err)
	}
	defer e.locks.Release(group.key, place)
	w := write{engine: e, kind: update, op: op, group: group, ruleID: ruleID, spec: spec}
	w.request = request(op, group, ruleID)
	if w.request.Body, err = specCodec().Append(make([]byte, 0, bodySize), spec); err != nil {
		return stopped(op, err)
	}
	return w.run(ctx, nil)
}

// Create adds a rule to a group.
func (e *Engine) Create(ctx context.Context, group Group, spec *gen.RuleSpec) Result {
	place, err := e.locks.Acquire(ctx, group.key)
	if err != nil {
		return busy(&successor.OperationCreateSecurityGroupRule, err)
	}
	defer e.locks.Release(group.key, place)
	readCtx, cancel := call.Outlive(ctx, readOn)
	defer cancel()
	return e.create(ctx, readCtx, group, spec, "")
}

// Delete removes a rule from a group.
func (e *Engine) Delete(ctx context.Context, group Group, ruleID string) Result {
	place, err := e.locks.Acquire(ctx, group.key)
	if err != nil {
		return busy(&successor.OperationDeleteSecurityGroupRule, err)
	}
	defer e.locks.Release(group.key, place)
	readCtx, cancel := call.Outlive(ctx, readOn)
	defer cancel()
	return e.delete(ctx, readCtx, group, ruleID)
}

// create makes a rule. It does not take the rule with the id except for the new one.
func (e *Engine) create(ctx, readCtx context.Context, group Group, spec *gen.RuleSpec, except string) Result {
	op := &successor.OperationCreateSecurityGroupRule
	body, err := createCodec().Append(make([]byte, 0, bodySize), createBody(spec))
	if err != nil {
		return stopped(op, err)
	}
	w := write{engine: e, kind: create, op: op, group: group, ruleID: except, spec: spec}
	w.request = request(op, group, group.ID)
	w.request.Body = body
	result := w.run(ctx, readCtx)
	if result.Verdict != Applied || result.Rule != nil {
		return result
	}
	for !w.windowOver && w.shown != Unreadable { // the task has finished, and the group may not show the rule yet
		if w.read(readCtx); w.shown == Wanted {
			return w.result(Applied)
		}
	}
	w.cause.Made = w.madeID
	return w.result(Unknown)
}

// createBody is the spec as the v2 operation takes it: the group is in the path, and any protocol is one left out.
func createBody(spec *gen.RuleSpec) *successor.CreateRule {
	body := successor.CreateRule{
		Description: spec.Description, Direction: spec.Direction, EtherType: spec.EtherType,
		PortRangeMax: spec.PortRangeMax, PortRangeMin: spec.PortRangeMin, Protocol: spec.Protocol,
		RemoteGroupID: spec.RemoteGroupID, RemoteIPPrefix: spec.RemoteIPPrefix,
	}
	if body.Protocol == gen.ProtocolAny {
		body.Protocol = ""
	}
	return &body
}

func (e *Engine) delete(ctx, readCtx context.Context, group Group, ruleID string) Result {
	op := &successor.OperationDeleteSecurityGroupRule
	w := write{engine: e, kind: remove, op: op, group: group, ruleID: ruleID}
	w.request = request(op, group, group.ID, ruleID)
	return w.run(ctx, readCtx)
}

// busy is the result of a call whose context ended while another write of the client held the group.
func busy(op *gen.Operation, err error) Result {
	r := stopped(op, err)
	r.Cause.Busy = true
	return r
}

// stopped is the result of a call that sent nothing.
func stopped(op *gen.Operation, err error) Result {
	return Result{Verdict: NotDone, Cause: Cause{Op: op, Answer: call.Result{Outcome: call.Stopped, Err: err}}}
}

// stoppedReading is the cause of a reading that did not begin because the context ended.
func stoppedReading(err error) *Cause {
	cause := stopped(&successor.OperationGetSecurityGroup, err).Cause
	return &cause
}
