package gcoresg

import "fmt"

// An OutcomeUnknownError is a write of which nobody can tell whether the server carried it out: the connection was
// lost, time ran out, a gateway answered, or the answer was not what it should be, and reading the group did not tell
// either.
type OutcomeUnknownError struct {
	// Method and Route are the operation's HTTP method and its path as the document writes it.
	Method, Route string
	// GroupID and RuleID are what the write was about. RuleID is empty for a rule that was to be made, unless its id
	// is known.
	GroupID, RuleID string
	// Shown says what the group showed when it was last read, or why it could not be read; empty if it was not read.
	Shown string
	// Err is the cause: an [*APIError], a network error, a context error, or an error about an answer that cannot be used.
	Err error
}

// Error is one line: the operation, the cause, what the group showed and what to do about it.
func (e *OutcomeUnknownError) Error() string {
	rule, shown := "", ""
	if e.RuleID != "" {
		rule = " for rule " + e.RuleID
	}
	if e.Shown != "" {
		shown = "; " + e.Shown
	}
	return fmt.Sprintf("gcoresg: %s %s: outcome unknown%s: %s%s; read security group %s before trying again",
		e.Method, e.Route, rule, detailOf(e.Err), shown, e.GroupID)
}

// Unwrap returns the cause.
func (e *OutcomeUnknownError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrOutcomeUnknown].
func (e *OutcomeUnknownError) Is(target error) bool { return target == ErrOutcomeUnknown }

// A RuleLostError is a failed update after which the group has neither the old rule nor the new one: the server
// failed after it had deleted the old rule, or the group had no rule RuleID before either. Make the new rule with
// [SecurityGroup.CreateRule] and Spec.
type RuleLostError struct {
	// GroupID is the group, and RuleID the rule that it does not have.
	GroupID, RuleID string
	// Spec is the rule that was to take its place.
	Spec RuleSpec
	// Err is how the update failed.
	Err error
}

// Error is one line: the cause, what is lost and what to do about it.
func (e *RuleLostError) Error() string {
	return fmt.Sprintf("gcoresg: rule lost: %s; security group %s has neither rule %s nor its replacement; "+
		"make the replacement with CreateRule", detailOf(e.Err), e.GroupID, e.RuleID)
}

// Unwrap returns how the update failed.
func (e *RuleLostError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrRuleLost].
func (e *RuleLostError) Is(target error) bool { return target == ErrRuleLost }

// Stage is a part of a replacement.
type Stage string

// The stages of a replacement. Each includes the wait for the server's task.
const (
	StageCreate Stage = "create"
	StageDelete Stage = "delete"
)

// A ReplaceError is a replacement that failed, and says which rules exist. Calling [SecurityGroup.ReplaceRule] again
// with the same arguments finishes the job, unless Err is a refusal of these arguments. errors.Is and errors.As find in
// it what they find in Err.
type ReplaceError struct {
	// Stage is the part that failed.
	Stage Stage
	// GroupID is the group.
	GroupID string
	// OldID is the id of the old rule, empty if it does not exist. It is a new id where the old rule was deleted and
	// put back.
	OldID string
	// NewID is the id of the new rule, empty if it does not exist.
	NewID string
	// ExistingRuleID is another rule of the group beside which the server refuses the new one, empty if that is not
	// the cause.
	ExistingRuleID string
	// Certain reports whether OldID and NewID are sure. If not, they are what was last known, and errors.Is finds
	// ErrOutcomeUnknown.
	Certain bool
	// Spec is the rule that was to be made, for [SecurityGroup.CreateRule] if both rules are lost.
	Spec RuleSpec
	// Err is the cause.
	Err error
}

// Error is one line: the stage, the cause, which rules exist and what to do about it.
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
	return fmt.Sprintf("gcoresg: replacing a rule of security group %s failed at the stage %s: %s; %s, %s%s; "+
		"call ReplaceRule again, with another spec if the server refused this one",
		e.GroupID, e.Stage, detailOf(e.Err), say("old", e.OldID), say("new", e.NewID), certain)
}

// Unwrap returns the cause.
func (e *ReplaceError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrOutcomeUnknown] and the ids are not certain, or [ErrRuleLost] and the group
// certainly has neither rule.
func (e *ReplaceError) Is(target error) bool {
	switch target {
	case ErrOutcomeUnknown:
		return !e.Certain
	case ErrRuleLost:
		return e.Certain && e.OldID == "" && e.NewID == ""
	}
	return false
}
