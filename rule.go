package gcoresg

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/gcoresg/gcoresg/internal/flatjson"
)

// Port returns a pointer to port, for the fields of a [RuleSpec] in which 0 is a value. For ICMP the two ports are type and code.
func Port(port int) *int { return &port }

// SpecOf returns the spec that asks for rule as it is, so that one field can be changed and the rest kept. The group is left to
// the [SecurityGroup] that the spec is given to.
func SpecOf(rule *Rule) RuleSpec {
	var spec RuleSpec
	// By way of JSON, so that a field that a new revision of the document brings is never forgotten, which would reset it.
	if data, err := json.Marshal(rule); err == nil {
		_ = json.Unmarshal(data, &spec)
	}
	*parentGroup(&spec) = ""
	if name, isNumber := protocolNames[spec.Protocol]; isNumber {
		spec.Protocol = name // the server answers with numbers that it does not take
	}
	return spec
}

// parentGroup is where a body names its own group. It is the one place to change when a revision of the document drops the field,
// as the one of July 2026 did: return new(string).
func parentGroup(spec *RuleSpec) *string { return &spec.SecurityGroupID }

var ruleDecoder = sync.OnceValue(flatjson.For[Rule])

// decodeRule decodes a rule. An object without what every rule has is not one: {} decodes without complaint otherwise.
func decodeRule(body []byte) (*Rule, error) {
	rule := new(Rule)
	if odd, err := ruleDecoder().Decode(body, rule); err != nil {
		return nil, fmt.Errorf("the answer is not a rule: %w", err)
	} else if odd != nil {
		return nil, fmt.Errorf("the answer is not a rule: odd fields %v", odd)
	}
	if !isRule(rule) {
		return nil, errors.New("the answer is not a rule: it has no id, security_group_id or direction")
	}
	return rule, nil
}

// isRule tells whether there is what every rule has.
func isRule(rule *Rule) bool {
	return rule.ID != "" && rule.SecurityGroupID != "" && rule.Direction != ""
}
