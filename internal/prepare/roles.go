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
	i := slices.IndexFunc(operations, func(o *operation) bool { return o.Name == roleOperation })
	if i < 0 {
		return nil, fmt.Errorf("api/operations.yaml names no operation %s: the root package is made of its body and its answer; "+
			"write the name behind the operation that replaces a rule, \"- METHOD /path: %s\"", roleOperation, roleOperation)
	}
	o := operations[i]
	body, err := o.jsonObject("body", o.bodies, func(message) bool { return true })
	if err != nil {
		return nil, err
	}
	answer, err := o.jsonObject("successful answer", o.answers, func(m message) bool { return strings.HasPrefix(m.status, "2") })
	if err != nil {
		return nil, err
	}
	members = map[string]list{}
	for _, role := range []string{roleProtocol, roleDirection, roleEtherType} {
		var found []*use
		for _, owner := range []*use{body, answer} {
			for _, f := range owner.to.fields {
				if letters(f.name) == strings.ToLower(role) && !slices.ContainsFunc(found, func(u *use) bool { return u == f.use }) {
					if f.use.to.kind != "string" {
						return nil, fmt.Errorf("%s: its property %s is of type %s, want a string or an enum of strings, which becomes the Go type %s; "+
							"adapt internal/prepare/roles.go and the root package to what the document says now", o, f.name, f.use.to.kind, role)
					}
					f.use.role = role
					found = append(found, f.use)
					members[role] = sorted(append(members[role], f.use.to.enum...))
				}
			}
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: neither its body nor its answer has the property %s, which becomes the Go type %s; "+
				"adapt internal/prepare/roles.go and the root package to what the document says now", o, strings.ToLower(role), role)
		}
	}
	body.role, answer.role = roleSpec, roleRule
	return members, nil
}

// jsonObject returns the first JSON object among the messages.
func (o *operation) jsonObject(what string, messages []message, wanted func(message) bool) (*use, error) {
	found := "none"
	for _, m := range messages {
		if m.use != nil && wanted(m) && isJSON(m.media) {
			if m.use.to.kind == "object" {
				return m.use, nil
			}
			found = "one of type " + m.use.to.kind
		}
	}
	return nil, fmt.Errorf("%s: want a %s in JSON that is an object with properties, the rule, and find %s; "+
		"give the name in api/operations.yaml to the operation that has one, or adapt the root package", o, what, found)
}
