package gcoresg

import (
	"context"

	"github.com/gcoresg/gcoresg/gen"
)

// UpdateRule replaces a rule of the group by what spec says and returns the new rule.
//
// The server deletes the old rule and creates a new one: the ID of the result is not ruleID, which is gone
// afterwards, and its RevisionNumber starts again. A field that spec leaves out goes back to its default, it is not
// kept; start from [SpecOf] to change one field. The group in spec may be left out; one that names another group is a
// [*ValidationError].
//
// Where the outcome is open, the client reads the group (see [WithoutReconcile]). The result is then the new rule, or
// the cause if nothing was done, or [*RuleLostError], or [*OutcomeUnknownError]. Other errors: [*ValidationError]
// before anything is sent, and [*APIError] for a refusal. A 404 that names the rule is [ErrNotFound].
//
// It is PUT /cloud/v1/securitygrouprules/{project_id}/{region_id}/{rule_id} of the document.
//
// Deprecated: Gcore has deprecated this operation. Use [SecurityGroup.ReplaceRule], which takes and returns the same;
// README.md has a command that renames the calls of a code base.
func (g *SecurityGroup) UpdateRule(ctx context.Context, ruleID string, spec RuleSpec) (*Rule, error) {
	op := &gen.OperationUpdateSecurityGroupRule
	if err := g.client.refuse(op); err != nil {
		return nil, err
	}
	if err := g.check(&ruleID, &spec); err != nil {
		return nil, err
	}
	result := g.client.engine.Update(ctx, g.group, ruleID, &spec)
	g.client.report(ctx, result.Notices) // first, so that the notice has the dates in the server's headers
	g.client.notice(ctx, op, nil)
	return result.Rule, g.resultError(&result, ruleID, spec)
}

// CreateRule adds a rule to the group, waits for the server's task and returns the rule.
//
// The context bounds the wait, which ends after ten minutes in any case. Where the outcome is open when the context
// ends, the call reads the group for up to five seconds more. A rule like one that the group has, whatever its
// description, is [ErrConflict]; a full group is [ErrQuota] (delete first, or use [SecurityGroup.ReplaceRule], which
// does). Errors: [*ValidationError] before anything is sent, [*APIError] for a refusal, [*TaskError] for a task that
// failed, and [*OutcomeUnknownError]. Where the outcome is open, the client reads the group (see [WithoutReconcile]).
//
// It is POST /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules of the document.
func (g *SecurityGroup) CreateRule(ctx context.Context, spec RuleSpec) (*Rule, error) {
	if err := g.check(nil, &spec); err != nil {
		return nil, err
	}
	result := g.client.engine.Create(ctx, g.group, &spec)
	g.client.report(ctx, result.Notices)
	return result.Rule, g.resultError(&result, result.Cause.Made, spec)
}

// DeleteRule deletes a rule of the group and waits for the server's task. The context bounds the wait, which ends
// after ten minutes in any case.
//
// A rule that does not exist is [ErrNotFound]. Errors: [*ValidationError] before anything is sent, [*APIError] for a
// refusal, [*TaskError] for a task that failed, and [*OutcomeUnknownError]. Where the outcome is open, the client
// reads the group (see [WithoutReconcile]).
//
// It is DELETE /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules/{rule_id} of the document.
func (g *SecurityGroup) DeleteRule(ctx context.Context, ruleID string) error {
	if err := g.check(&ruleID, nil); err != nil {
		return err
	}
	result := g.client.engine.Delete(ctx, g.group, ruleID)
	g.client.report(ctx, result.Notices)
	return g.resultError(&result, ruleID, RuleSpec{})
}

// ReplaceRule replaces a rule of the group by what spec says and returns the new rule, by the endpoints that succeed
// the one of [SecurityGroup.UpdateRule]: same arguments, same result, not deprecated.
//
// It makes the new rule, waits, deletes the old one, and waits, so that traffic is never cut. Only where the server
// would refuse the new rule beside the old one does it delete first: when the two differ in nothing but the
// description, and when the group is full. If the server then refuses the new rule, the client puts the old one back,
// under a new id, and [ReplaceError.OldID] is that id; if that fails too, both rules are lost, and [ReplaceError.Spec]
// is what to make the new one from. Where the old rule is already as spec says, ReplaceRule writes nothing, unless an
// earlier write of this client with an unknown outcome may still delete that rule.
//
// Calling it again with the same arguments after a failure finishes the job: a new rule that is already there is
// kept, an old one that is already gone is not missed. It follows that a ruleID that the group does not have is no
// error: the rule is made all the same. So keep the id of the result: calling it with the old id and another spec
// leaves two rules.
//
// Errors: [*ValidationError] before anything is sent, the context's if it ends while another write of the client
// holds the group, the error of [SecurityGroup.Rules] if the group cannot be read at first, and else [*ReplaceError],
// which says which rules exist and wraps the cause: [ErrConflict] if another rule of the group is the same but for
// its description, [ErrQuota], [ErrLocked], a [*TaskError], the end of the context.
//
// It is POST /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules of the document, and its DELETE.
func (g *SecurityGroup) ReplaceRule(ctx context.Context, ruleID string, spec RuleSpec) (*Rule, error) {
	if err := g.check(&ruleID, &spec); err != nil {
		return nil, err
	}
	result := g.client.engine.Replace(ctx, g.group, ruleID, &spec)
	g.client.report(ctx, result.Notices)
	return result.Rule, g.replaceError(&result, spec)
}
