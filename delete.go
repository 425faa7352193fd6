package gcoresg

import (
	"context"
	"net/http"

	"github.com/gcoresg/gcoresg/gen/successor"
)

// DeleteRule takes a rule out of the group and waits for the server's task; the context bounds the wait.
//
// A rule that is not there is [ErrNotFound]. Errors: [*ValidationError] before anything is sent, [*APIError] for a refusal,
// [*TaskError] for a task that failed, and [*OutcomeUnknownError]. When the outcome of the request is unknown, the group is read to
// find out (see [WithoutReconcile]).
//
// It is DELETE /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules/{rule_id} of the document.
func (g *SecurityGroup) DeleteRule(ctx context.Context, ruleID string) error {
	if err := g.checkIDs(&ruleID); err != nil {
		return err
	}
	lock, err := g.lock(ctx)
	if err != nil {
		return err
	}
	defer func() { <-lock }()
	ctx, cancel := withGrace(ctx)
	defer cancel()
	return g.delete(ctx, ruleID)
}

func (g *SecurityGroup) delete(ctx context.Context, ruleID string) error {
	w := &write{
		op: &successor.OperationDeleteSecurityGroupRule, ruleID: ruleID,
		send: func(ctx context.Context, retries int) (fate, int, error) {
			_, outcome, left, err := g.startTask(ctx, &successor.OperationDeleteSecurityGroupRule, retries, func() (*http.Request, error) {
				return successor.NewDeleteSecurityGroupRuleRequest(noServer, g.projectID, g.regionID, g.id, ruleID)
			})
			return outcome, left, err
		},
		decide: func(rules []Rule) verdict {
			if findRule(rules, ruleID) == nil {
				return happened
			}
			return didNot
		},
		doubts: mayBeDoneAllTheSame,
	}
	outcome, left, err := w.send(ctx, g.client.maxRetries)
	return g.settle(ctx, w, outcome, left, err)
}
