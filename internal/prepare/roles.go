package prepare

import (
	"fmt"
	"slices"
	"strings"
)

// The types that the root package is made of, found by where they are used: in the body and in the successful answer
// of one operation, and in their properties.
const (
	roleOperation = "UpdateSecurityGroupRule"
	roleSpec      = "RuleSpec"
	roleRule      = "Rule"
	roleProtocol  = "Protocol"
	roleDirection = "Direction"
	roleEtherType = "EtherType"
)

// Roles are the names of these types.
var Roles = []string{roleDirection, roleEtherType, roleProtocol, roleRule, roleSpec}

// assignRoles marks the uses of the five types in the operation that has them, and returns the members of each enum,
// of the body's and the answer's together, so that one Go type serves both.
func assignRoles(operations []*operation) (members map[string]list, err error) {
	const adapt = "adapt internal/prepare/roles.go and the root package to what the document says now"
	i := slices.IndexFunc(operations, func(o *operation) bool { return o.Name == roleOperation })
	if i < 0 {
		return nil, fmt.Errorf("api/operations.yaml names no operation %s: the root package is made of its body and its "+
			"answer; write the name behind the operation that replaces a rule, \"- METHOD /path: %s\"",
			roleOperation, roleOperation)
	}
	o := operations[i]
	body, err := o.jsonObject("body", o.bodies)
	if err != nil {
		return nil, err
	}
	answer, err := o.jsonObject("successful answer", o.answers)
	if err != nil {
		return nil, err
	}
	members = map[string]list{}
	for _, role := range []string{roleProtocol, roleDirection, roleEtherType} {
		found := false
		for _, f := range slices.Concat(body.to.fields, answer.to.fields) {
			if letters(f.name) != strings.ToLower(role) {
				continue
			}
			if f.use.to.kind != "string" {
				return nil, fmt.Errorf("%s: its property %s is of type %s, want a string or an enum of strings, which becomes "+
					"the Go type %s; %s", o, f.name, f.use.to.kind, role, adapt)
			}
			f.use.role, found = role, true
			members[role] = sorted(append(members[role], f.use.to.enum...))
		}
		if !found {
			return nil, fmt.Errorf("%s: neither its body nor its answer has the property %s, which becomes the Go type %s; %s",
				o, strings.ToLower(role), role, adapt)
		}
	}
	body.role, answer.role = roleSpec, roleRule
	return members, nil
}

// jsonObject returns the first JSON object among bodies or successful answers.
func (o *operation) jsonObject(what string, messages []message) (*use, error) {
	found := "none"
	for _, m := range messages {
		if m.use != nil && m.succeeds() && isJSON(m.media) {
			if m.use.to.kind == "object" {
				return m.use, nil
			}
			found = "one of type " + m.use.to.kind
		}
	}
	return nil, fmt.Errorf("%s: want a %s in JSON that is an object with properties, the rule, and find %s; "+
		"give the name in api/operations.yaml to the operation that has one, or adapt the root package", o, what, found)
}
