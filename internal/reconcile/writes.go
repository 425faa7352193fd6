package reconcile

import (
	"context"
	"sync"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
	"github.com/gcoresg/gcoresg/internal/flatjson"
)

var (
	specCodec   = sync.OnceValue(flatjson.For[gen.RuleSpec])
	createCodec = sync.OnceValue(flatjson.For[successor.CreateRule])
)

// bodySize is enough for a body without a long description.
const bodySize = 256

// Update replaces a rule by the deprecated PUT.
func (e *Engine) Update(ctx context.Context, group Group, ruleID string, spec *gen.RuleSpec) Result {
	op := &gen.OperationUpdateSecurityGroupRule
	body, err := specCodec().Append(make([]byte, 0, bodySize), spec)
	if err != nil {
		return stopped(op, err)
	}
	w := write{engine: e, kind: update, op: op, group: group, ruleID: ruleID, spec: spec}
	w.request = request(op, group, ruleID)
	w.request.Body = body
	return w.runAlone(ctx)
}

// Create adds a rule to a group.
func (e *Engine) Create(ctx context.Context, group Group, spec *gen.RuleSpec) Result {
	w, err := e.creation(group, spec, "")
	if err != nil {
		return stopped(w.op, err)
	}
	return w.runAlone(ctx)
}

// Delete removes a rule from a group.
func (e *Engine) Delete(ctx context.Context, group Group, ruleID string) Result {
	return e.deletion(group, ruleID).runAlone(ctx)
}

// creation is the write that makes a rule. The rule with the id exceptID, if that is not empty, never counts as the new
// one.
func (e *Engine) creation(group Group, spec *gen.RuleSpec, exceptID string) (*write, error) {
	op := &successor.OperationCreateSecurityGroupRule
	w := &write{engine: e, kind: create, op: op, group: group, ruleID: exceptID, spec: spec}
	w.request = request(op, group, group.ID)
	var err error
	w.request.Body, err = createCodec().Append(make([]byte, 0, bodySize), createBody(spec))
	return w, err
}

func (e *Engine) deletion(group Group, ruleID string) *write {
	op := &successor.OperationDeleteSecurityGroupRule
	w := &write{engine: e, kind: remove, op: op, group: group, ruleID: ruleID}
	w.request = request(op, group, group.ID, ruleID)
	return w
}

// createBody is the spec as the v2 operation takes it: without the group, which is in the path, and without a protocol
// where that is any.
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
