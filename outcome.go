package gcoresg

import (
	"errors"
	"fmt"
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
	// GroupID and RuleID are what the write was about. RuleID is empty for a rule that was to be made.
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
	return fmt.Sprintf("gcoresg: %s %s: outcome unknown%s: %v; read security group %s before trying again", e.Method, e.Route, rule, e.Err, e.GroupID)
}

// Unwrap returns the cause.
func (e *OutcomeUnknownError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrOutcomeUnknown].
func (e *OutcomeUnknownError) Is(target error) bool { return target == ErrOutcomeUnknown }

// A RuleLostError is an update that the server broke off in the middle: the old rule is gone, and the new one was not made. Make it
// with [SecurityGroup.CreateRule] and Spec.
type RuleLostError struct {
	// GroupID is the group, and RuleID the rule that it no longer has.
	GroupID, RuleID string
	// Spec is the rule that was to take its place.
	Spec RuleSpec
	// Err is how the update failed.
	Err error
}

// Error is one line: what is lost, the cause and what to do about it.
func (e *RuleLostError) Error() string {
	return fmt.Sprintf("gcoresg: rule %s of security group %s is gone and its replacement was not made: %v; make it with CreateRule", e.RuleID, e.GroupID, e.Err)
}

// Unwrap returns how the update failed.
func (e *RuleLostError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrRuleLost].
func (e *RuleLostError) Is(target error) bool { return target == ErrRuleLost }
