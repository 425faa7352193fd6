package gcoresg

import (
	"strings"

	"github.com/gcoresg/gcoresg/internal/neutron"
)

// Port returns a pointer to port, for the fields of a [RuleSpec] in which 0 is a value. For ICMP the two ports are
// type and code.
func Port(port int) *int { return &port }

// SpecOf returns the spec that asks for rule as it is, so that one field can be changed and the rest kept. The group
// is left to the [SecurityGroup] that the spec is given to. A field that could not be read is empty in rule (see
// [SecurityGroup.Rules]), and a spec with an empty field asks for a wider rule.
func SpecOf(rule *Rule) RuleSpec { return neutron.SpecOf(rule) }

// Matches reports whether a rule is what spec asks for. It compares as Neutron does: an empty field has its default,
// any is the same as no protocol, a protocol number is the same as its name, a single address is the same as a network
// of one, and 0.0.0.0/0 is the same as no prefix. It compares descriptions, but not groups. The server refuses a rule
// that differs in the description only; to find such a rule, copy its description into spec first.
func Matches(rule *Rule, spec RuleSpec) bool { return neutron.Matches(rule, &spec) }

// A Problem is one thing that is wrong with one field.
type Problem struct {
	// Field is the name in JSON, such as port_range_min.
	Field string
	// Message says what is wrong and what would be right.
	Message string
}

// A ValidationError lists everything that is wrong with a spec and its ids. Nothing was sent.
type ValidationError struct {
	// Problems has at least one entry: first what the document forbids, then what Neutron forbids.
	Problems []Problem
}

// Error is one line with all problems.
func (e *ValidationError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.Field + " " + p.Message
	}
	return "gcoresg: invalid, nothing was sent: " + strings.Join(texts, "; ")
}

// Validate checks a spec as every write does before it sends anything: against the document (what is required, enums,
// lengths in characters, ranges, formats) and against the rules of Neutron, which stands behind the API, on ports,
// protocols and address families. It returns nil or a [*ValidationError] with every problem. A spec without a group
// is complete.
func Validate(spec RuleSpec) error {
	var p neutron.Problems
	p.CheckSpec(&spec)
	return validationError(p)
}

func validationError(found neutron.Problems) error {
	if len(found) == 0 {
		return nil
	}
	problems := make([]Problem, len(found))
	for i, p := range found {
		problems[i] = Problem(p)
	}
	return &ValidationError{problems}
}
