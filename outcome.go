package gcoresg

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrOutcomeUnknown is matched by [*OutcomeUnknownError].
	ErrOutcomeUnknown = errors.New("gcoresg: outcome unknown")
	// ErrRuleLost is matched by [*RuleLostError], and by a [*ReplaceError] that left neither rule.
	ErrRuleLost = errors.New("gcoresg: rule lost")
)

// An OutcomeUnknownError is a write of which nobody can tell whether the server carried it out: the connection was lost, time ran
// out, the server failed, or it answered with something else than it should, and reading the group did not settle it.
type OutcomeUnknownError struct {
	// Method and Route are the operation's HTTP method and its path as the document writes it.
	Method, Route string
	// GroupID and RuleID are what the write was about. RuleID is empty for a rule that was to be made, unless its id is known.
	GroupID, RuleID string
	// Err is the cause: an [*APIError], a network error, a context error, or a complaint about the answer.
	Err error
}

// Error is one line: the operation, the cause and what to do about it.
func (e *OutcomeUnknownError) Error() string {
	rule := ""
	if e.RuleID != "" {
		rule = " for rule " + e.RuleID
	}
	head := prefix(e.Method, e.Route)
	return fmt.Sprintf("%soutcome unknown%s: %s; read security group %s before trying again", head, rule, textAfter(head, e.Err), e.GroupID)
}

// Unwrap returns the cause.
func (e *OutcomeUnknownError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrOutcomeUnknown].
func (e *OutcomeUnknownError) Is(target error) bool { return target == ErrOutcomeUnknown }

// A RuleLostError is a failed update after which the group has neither the old rule nor the new one: the server broke off after it
// had deleted, or ruleID was of no rule of the group. Make the new rule with [SecurityGroup.CreateRule] and Spec.
type RuleLostError struct {
	// GroupID is the group, and RuleID the rule that it does not have.
	GroupID, RuleID string
	// Spec is the rule that was to take its place.
	Spec RuleSpec
	// Err is how the update failed.
	Err error
}

// Error is one line: what is lost, the cause and what to do about it.
func (e *RuleLostError) Error() string {
	return fmt.Sprintf("gcoresg: security group %s has neither rule %s nor its replacement: %s; make the replacement with CreateRule", e.GroupID, e.RuleID, textAfter("gcoresg: ", e.Err))
}

// Unwrap returns how the update failed.
func (e *RuleLostError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrRuleLost].
func (e *RuleLostError) Is(target error) bool { return target == ErrRuleLost }

// notDoneError is a write that certainly did not happen, although no answer said so.
type notDoneError struct {
	head, groupID string
	err           error
}

func (e *notDoneError) Error() string {
	return fmt.Sprintf("%snot done, security group %s is as before: %s; try again", e.head, e.groupID, textAfter(e.head, e.err))
}

func (e *notDoneError) Unwrap() error { return e.err }

// prefix is how the text of an error about an operation begins.
func prefix(method, route string) string { return "gcoresg: " + method + " " + route + ": " }

// textAfter is the text of a cause without what the text around it has said already.
func textAfter(head string, err error) string { return strings.TrimPrefix(err.Error(), head) }
