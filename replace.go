package gcoresg

import (
	"context"
	"errors"
	"fmt"
)

// maxRules is how many rules the server lets a group have.
const maxRules = 250

// ReplaceRule replaces a rule of the group by what spec says and returns the new rule, by the endpoints that succeed the one of
// [SecurityGroup.UpdateRule]: same arguments, same result, not deprecated.
//
// It makes the new rule, waits, deletes the old one, and waits, so that traffic is never cut. Only where the server would refuse the
// new rule beside the old one does it delete first: when the two differ in nothing but the description, and when the group is full.
// Where the old rule is already as wanted it does nothing.
//
// Calling it again with the same arguments after a failure finishes the job: a new rule that is already there is kept, an old one
// that is already gone is not missed. It follows that a ruleID that the group does not have is no error: the rule is made all the
// same. So keep the id of the result: calling it with the old id and another spec leaves two rules.
//
// Errors: [*ValidationError] before anything is sent, the context's if it ends while another write of the client holds the group, the
// error of [SecurityGroup.Rules] if the group cannot be read at first, and else [*ReplaceError], which says which rules exist and wraps the cause: [ErrConflict] if another rule of the group is the same
// but for its description, [ErrQuota], [ErrLocked], a [*TaskError], the end of the context.
//
// It is POST /cloud/v2/security_groups/{project_id}/{region_id}/{group_id}/rules of the document, and its DELETE.
func (g *SecurityGroup) ReplaceRule(ctx context.Context, ruleID string, spec RuleSpec) (*Rule, error) {
	spec, lock, err := g.begin(ctx, &ruleID, spec)
	if err != nil {
		return nil, err
	}
	defer func() { <-lock }()
	ctx, cancel := withGrace(ctx)
	defer cancel()

	rules, err := g.readRules(ctx)
	if err != nil {
		return nil, err
	}
	old, rule := findRule(rules, ruleID), findWanted(rules, spec, ruleID)
	if old != nil && isAsWanted(old, spec) {
		return old, nil
	}
	failed := &ReplaceError{GroupID: g.id}
	if old != nil {
		failed.OldID = old.ID
	}
	if third := findDuplicate(rules, spec, ruleID); rule == nil && third != nil {
		failed.Stage, failed.Certain = StageCreate, true
		failed.Err = fmt.Errorf("%w: rule %s is the same but for its description, and nobody's to delete here", ErrConflict, third.ID)
		return nil, failed
	}

	if old != nil && rule == nil && (isDuplicate(old, spec) || len(rules) >= maxRules) {
		if err := g.deleteOld(ctx, ruleID); err != nil {
			return nil, g.replaceError(ctx, failed, StageDelete, err, ruleID, spec)
		}
		old, failed.OldID = nil, ""
	}
	if rule == nil {
		if rule, err = g.create(ctx, spec); err != nil {
			return nil, g.replaceError(ctx, failed, StageCreate, err, ruleID, spec)
		}
	}
	failed.NewID = rule.ID
	if old != nil {
		if err := g.deleteOld(ctx, ruleID); err != nil {
			return nil, g.replaceError(ctx, failed, StageDelete, err, ruleID, spec)
		}
	}
	return rule, nil
}

// deleteOld deletes a rule, and does not mind if it is gone already. A 404 alone does not prove that.
func (g *SecurityGroup) deleteOld(ctx context.Context, ruleID string) error {
	err := g.delete(ctx, ruleID)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	if rules, unread := g.readRules(ctx); unread == nil && findRule(rules, ruleID) == nil {
		return nil
	}
	return err
}

// Stage is a part of a replacement.
type Stage string

// The stages of a replacement. Each includes the wait for the server's task.
const (
	StageCreate Stage = "create"
	StageDelete Stage = "delete"
)

// A ReplaceError is a replacement that did not come to its end, and says which rules exist. Calling [SecurityGroup.ReplaceRule] again
// with the same arguments finishes the job, unless Err is a refusal that they meet again. It matches what its cause matches.
type ReplaceError struct {
	// Stage is the part that failed.
	Stage Stage
	// GroupID is the group.
	GroupID string
	// OldID is the id of the old rule, empty if it is gone.
	OldID string
	// NewID is the id of the new rule, empty if it does not exist.
	NewID string
	// Certain tells whether OldID and NewID were read after the failure and nothing is under way any more. If not, they are what
	// was last known, and errors.Is finds ErrOutcomeUnknown.
	Certain bool
	// Err is the cause.
	Err error
}

// Error is one line: the stage, which rules exist, the cause and what to do about it.
func (e *ReplaceError) Error() string {
	say := func(what, id string) string {
		if id == "" {
			return "the " + what + " rule does not exist"
		}
		return "the " + what + " rule is " + id
	}
	certain := ""
	if !e.Certain {
		certain = " as far as known"
	}
	again := "call ReplaceRule again with the same arguments"
	if isFinal(e.Err) {
		again = "change what the server complains of, then call ReplaceRule again"
	}
	return fmt.Sprintf("gcoresg: replacing a rule of security group %s failed at the stage %s: %s, %s%s: %s; %s",
		e.GroupID, e.Stage, say("old", e.OldID), say("new", e.NewID), certain, textAfter("gcoresg: ", e.Err), again)
}

// isFinal tells what the same arguments meet again.
func isFinal(err error) bool {
	var apiErr *APIError
	return errors.Is(err, ErrConflict) || errors.As(err, &apiErr) && apiErr.fate() == refused && !errors.Is(err, ErrOutcomeUnknown)
}

// Unwrap returns the cause.
func (e *ReplaceError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrOutcomeUnknown] and the ids are not certain, or [ErrRuleLost] and the group certainly has
// neither rule.
func (e *ReplaceError) Is(target error) bool {
	switch target {
	case ErrOutcomeUnknown:
		return !e.Certain
	case ErrRuleLost:
		return e.Certain && e.OldID == "" && e.NewID == ""
	}
	return false
}

// replaceError completes a failure with the rules that exist now. What it has of them before is what was last known.
func (g *SecurityGroup) replaceError(ctx context.Context, e *ReplaceError, stage Stage, cause error, oldID string, spec RuleSpec) error {
	e.Stage, e.Err = stage, cause
	late, cancel := afterwards(ctx)
	defer cancel()
	rules, err := g.readRules(late)
	if err != nil {
		e.Err = fmt.Errorf("%w (and the group cannot be read: %v)", cause, err)
		return e
	}
	e.OldID, e.NewID = "", ""
	if old := findRule(rules, oldID); old != nil {
		e.OldID = old.ID
	}
	if rule := findWanted(rules, spec, oldID); rule != nil {
		e.NewID = rule.ID
	}
	e.Certain = !errors.Is(cause, ErrOutcomeUnknown)
	return e
}
