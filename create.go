package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// CreateRule adds a rule to the group, waits for the server's task and returns the rule.
//
// The context bounds the wait. A rule like one that the group has, whatever its description, is [ErrConflict]; a full group is
// [ErrQuota]. Errors: [*ValidationError] before anything is sent, [*APIError] for a refusal, [*TaskError] for a task that failed,
// and [*OutcomeUnknownError]. When the outcome of the request is unknown, the group is read to find out (see [WithoutReconcile]).
//
// It is POST /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules of the document.
func (g *SecurityGroup) CreateRule(ctx context.Context, spec RuleSpec) (*Rule, error) {
	spec, lock, err := g.begin(ctx, nil, spec)
	if err != nil {
		return nil, err
	}
	defer func() { <-lock }()
	ctx, cancel := withGrace(ctx)
	defer cancel()
	return g.create(ctx, spec)
}

// create makes a rule. The server refuses duplicates, so that sending it again cannot make two.
func (g *SecurityGroup) create(ctx context.Context, spec RuleSpec) (*Rule, error) {
	var rule *Rule
	var madeID string
	w := &write{
		op: &successor.OperationCreateSecurityGroupRule, spec: spec,
		send: func(ctx context.Context, retries int) (fate, int, error) {
			made, outcome, left, err := g.startTask(ctx, &successor.OperationCreateSecurityGroupRule, retries, func() (*http.Request, error) {
				return successor.NewCreateSecurityGroupRuleRequest(noServer, g.projectID, g.regionID, g.id, createBody(spec))
			})
			if len(made) > 0 && isUUID4(made[0]) {
				madeID = made[0]
			}
			return outcome, left, err
		},
		decide: func(rules []Rule) verdict {
			if rule = findWanted(rules, spec, ""); rule != nil {
				return happened
			}
			return didNot
		},
		doubts: mayBeDoneAllTheSame,
	}
	outcome, left, err := w.send(ctx, g.client.maxRetries)
	if err := g.settle(ctx, w, outcome, left, err); err != nil {
		return nil, err
	}
	if rule != nil {
		return rule, nil
	}
	return g.readMade(ctx, w, madeID)
}

// readMade reads the rule that a finished task has made.
func (g *SecurityGroup) readMade(ctx context.Context, w *write, id string) (*Rule, error) {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	w.ruleID = id
	rules, err := g.readRules(ctx)
	if err != nil {
		return nil, g.outcomeUnknown(w, fmt.Errorf("the task finished, but the rule cannot be read: %w", err))
	}
	if rule := findRule(rules, id); rule != nil {
		return rule, nil
	}
	if rule := findWanted(rules, w.spec, ""); rule != nil {
		return rule, nil
	}
	return nil, g.outcomeUnknown(w, errors.New("the task finished, but the group does not have the rule: another writer may have removed it"))
}

// createBody is the spec as the v2 operation takes it: the group is in the path, and any protocol is one left out.
func createBody(spec RuleSpec) successor.CreateRule {
	body := successor.CreateRule{
		Description: spec.Description, Direction: spec.Direction, EtherType: spec.EtherType, PortRangeMax: spec.PortRangeMax,
		PortRangeMin: spec.PortRangeMin, Protocol: spec.Protocol, RemoteGroupID: spec.RemoteGroupID, RemoteIPPrefix: spec.RemoteIPPrefix,
	}
	if body.Protocol == ProtocolAny {
		body.Protocol = ""
	}
	return body
}

// startTask sends a request that starts a task, and waits for the task. It returns the ids of the rules that the task made.
func (g *SecurityGroup) startTask(ctx context.Context, op *gen.Operation, retries int, build func() (*http.Request, error)) (made []string, outcome fate, left int, err error) {
	var taskID, shown string
	outcome, left, err = g.client.call(ctx, op, retries, build, func(body []byte, key apiKey) (err error) {
		taskID, err = decodeTaskID(body)
		shown = key.mask(taskID)
		return err
	})
	if outcome != done {
		return nil, outcome, left, err
	}
	made, err = g.client.awaitTask(ctx, op, taskID, shown)
	switch {
	case err == nil:
		return made, done, left, nil
	case errors.Is(err, ErrTask):
		return nil, refused, left, err
	}
	return nil, unknown, left, err
}
