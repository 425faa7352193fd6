package gcoresg

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// UpdateRule replaces a rule of the group by what spec says and returns the new rule.
//
// The server deletes the old rule and creates a new one: the ID of the result is not ruleID, which is gone afterwards, and its
// RevisionNumber starts again. A field that spec leaves out goes back to its default, it is not kept; start from [SpecOf] to
// change one field. The group in spec may be left out; one that names another group is a [*ValidationError].
//
// When nobody can tell whether the server acted, the group is read to find out (see [WithoutReconcile]): the result is then the new
// rule, or the cause if nothing was done and the retries are used up, or [*RuleLostError], or [*OutcomeUnknownError]. Other errors:
// [*ValidationError] before anything is sent, and [*APIError] for a refusal.
//
// It is PUT /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id} of the document.
//
// Deprecated: Gcore has deprecated this operation. Use [SecurityGroup.ReplaceRule], which takes and returns the same; README.md has a
// command that renames the calls of a code base.
func (g *SecurityGroup) UpdateRule(ctx context.Context, ruleID string, spec RuleSpec) (*Rule, error) {
	op := &gen.OperationUpdateSecurityGroupRule
	if err := g.client.refuse(op); err != nil {
		return nil, err
	}
	spec, lock, err := g.begin(ctx, &ruleID, spec)
	if err != nil {
		return nil, err
	}
	defer func() { <-lock }()

	rule, outcome, left, err := g.put(ctx, ruleID, spec, g.client.maxRetries)
	if outcome == done {
		return rule, nil
	}
	return g.settleUpdate(ctx, ruleID, spec, outcome, left, err)
}

// put makes the request, again where that is safe.
func (g *SecurityGroup) put(ctx context.Context, ruleID string, spec RuleSpec, retries int) (rule *Rule, outcome fate, left int, err error) {
	outcome, left, err = g.client.call(ctx, &gen.OperationUpdateSecurityGroupRule, retries, func() (*http.Request, error) {
		return gen.NewUpdateSecurityGroupRuleRequest(noServer, g.projectID, g.regionID, ruleID, spec)
	}, func(body []byte, _ apiKey) (err error) {
		rule, err = decodeRule(body)
		return err
	})
	return rule, outcome, left, err
}

// settleUpdate is apart from UpdateRule because what it needs would cost every call that goes well.
func (g *SecurityGroup) settleUpdate(ctx context.Context, ruleID string, spec RuleSpec, outcome fate, left int, err error) (rule *Rule, _ error) {
	ctx, cancel := withGrace(ctx)
	defer cancel()
	err = g.settle(ctx, &write{
		op: &gen.OperationUpdateSecurityGroupRule, ruleID: ruleID, spec: spec,
		send: func(ctx context.Context, retries int) (outcome fate, left int, err error) {
			rule, outcome, left, err = g.put(ctx, ruleID, spec, retries)
			return outcome, left, err
		},
		decide: func(rules []Rule) verdict {
			rule = findWanted(rules, spec, ruleID)
			switch {
			case findRule(rules, ruleID) != nil:
				return didNot
			case rule != nil:
				return happened
			}
			return lost
		},
		doubts: func(err error, retried bool) bool { return mayHaveDeleted(err, ruleID, retried) },
	}, outcome, left, err)
	if err != nil {
		return nil, err
	}
	return rule, nil
}

// mayHaveDeleted tells the refusals that the server can come to after it has deleted the old rule, while it makes the new one. A 404
// that names the old rule is not one of them, unless the server was asked before; otherwise it may be about the remote group.
func mayHaveDeleted(err error, ruleID string, retried bool) bool {
	var apiErr *APIError
	if !errors.As(err, &apiErr) {
		return false
	}
	switch apiErr.StatusCode {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusUnprocessableEntity:
		return true
	case http.StatusConflict:
		return !errors.Is(err, ErrLocked)
	case http.StatusNotFound:
		return retried || !strings.Contains(strings.ToLower(apiErr.Message), strings.ToLower(ruleID))
	}
	return false
}
