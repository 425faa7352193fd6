package gcoresgtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gen"
)

// updateRule is the PUT. It deletes the rule and creates another: new id, revision 0, and nothing kept of the old one.
//
// It is not known whether the vendor checks for a duplicate before it deletes. The fake refuses first and keeps the old
// rule; Refuse(409, …).At(Halfway) is the other order.
func (s *Server) updateRule(c *call) (any, *refusal) {
	id := c.params["rule_id"]
	from := s.holders[id]
	if !from.isIn(c) {
		return nil, notFound("Security group rule", id)
	}
	spec := decodeSpec(c)
	// Newer revisions of the document have no group in the body.
	to, refused := s.groupIn(c, cmp.Or(*gen.ParentGroup(&spec), from.id))
	if refused != nil {
		return nil, refused
	}
	// The first of these that is not nil is the answer.
	refused = cmp.Or(from.locked(), to.locked(), refuseSpec(&spec), s.refuseIn(to, &spec, id))
	if refused != nil {
		return nil, refused
	}

	s.remove(from, id)
	if c.fault.moment == Halfway {
		return nil, refuse(http.StatusInternalServerError, "InternalServerError", "Internal server error")
	}
	return ruleJSON(s.create(to, spec), c.endpoint.success), nil
}

// createRule is the POST. It refuses a spec that is wrong in itself. The task checks the rules that are there already;
// without [WithRefusalsByTask], so does the POST.
func (s *Server) createRule(c *call) (any, *refusal) {
	g, refused := s.groupToChange(c)
	if refused != nil {
		return nil, refused
	}
	spec := decodeSpec(c)
	refused = refuseSpec(&spec)
	if refused == nil && !s.config.refusalsByTask {
		refused = s.refuseIn(g, &spec, "")
	}
	if refused != nil {
		return nil, refused
	}
	return s.startTask(c, g, "create_security_group_rule", func() (ruleID, failure string) {
		if refused := s.refuseIn(g, &spec, ""); refused != nil {
			return "", refused.Message
		}
		return s.create(g, spec).ID, ""
	})
}

// deleteRule is the DELETE. The rule has to be there when the task starts and still when its time has come.
func (s *Server) deleteRule(c *call) (any, *refusal) {
	id := c.params["rule_id"]
	missing := notFound("Security group rule", id)
	g, refused := s.groupToChange(c)
	if refused != nil {
		return nil, refused
	}
	if s.holders[id] != g {
		return nil, missing
	}
	return s.startTask(c, g, "delete_security_group_rule", func() (ruleID, failure string) {
		if !s.remove(g, id) {
			return "", missing.Message
		}
		return "", ""
	})
}

// getGroup answers with a group and its rules, the oldest first.
func (s *Server) getGroup(c *call) (any, *refusal) {
	g, refused := s.groupIn(c, c.params["group_id"])
	if refused != nil {
		return nil, refused
	}
	rules := []map[string]any{}
	schema := c.endpoint.success.Properties["security_group_rules"].Value.Items.Value
	for _, rule := range g.rules {
		rules = append(rules, ruleJSON(rule, schema))
	}
	created := g.created.Format(timeLayout)
	return map[string]any{
		"id": g.id, "name": "group-" + g.id[:8], "description": "", "project_id": g.projectID, "region_id": g.regionID,
		"region": "Fake", "created_at": created, "updated_at": created, "revision_number": g.revision,
		"tags_v2": []string{}, "security_group_rules": rules,
	}, nil
}

// groupIn is the group with the id, which has to be in the project and the region of the call's path.
func (s *Server) groupIn(c *call, id string) (*group, *refusal) {
	g := s.group(id)
	if !g.isIn(c) {
		return nil, notFound("Security group", id)
	}
	return g, nil
}

// groupToChange is the group of the call's path, which no task may have locked.
func (s *Server) groupToChange(c *call) (*group, *refusal) {
	g, refused := s.groupIn(c, c.params["group_id"])
	if refused == nil {
		refused = g.locked()
	}
	return g, refused
}

// isIn reports whether there is a group and it is in the project and the region of the call's path.
func (g *group) isIn(c *call) bool {
	return g != nil && c.params["project_id"] == strconv.Itoa(g.projectID) &&
		c.params["region_id"] == strconv.Itoa(g.regionID)
}

// locked is the refusal to change a group while a task runs on it, nil if none does.
func (g *group) locked() *refusal {
	if g.task == nil {
		return nil
	}
	return lockedBy(g.task, g.id)
}

// decodeSpec reads a body that has been judged, as the document reads it and not as encoding/json would: a name in
// another case is another property, and 80.0 is an integer. Nothing here can fail: the body fits the document, which
// the types come from.
func decodeSpec(c *call) (spec gcoresg.RuleSpec) {
	var sent map[string]json.RawMessage
	_ = json.Unmarshal(c.body, &sent)
	known := map[string]any{}
	for name := range schemaOf(c.endpoint.route.Operation.RequestBody.Value.Content).Properties {
		var value any
		if json.Unmarshal(sent[name], &value) == nil {
			known[name] = value
		}
	}
	encoded, _ := json.Marshal(known)
	_ = json.Unmarshal(encoded, &spec)
	return spec
}

// ruleJSON is the rule as the API writes it: every property that the document knows, null where there is no value, and
// times in the vendor's own form.
func ruleJSON(rule gcoresg.Rule, schema *openapi3.Schema) map[string]any {
	fields := map[string]any{}
	for name := range schema.Properties {
		fields[name] = nil
	}
	_ = json.Unmarshal(must(json.Marshal(rule)), &fields) // keeps the others
	fields["created_at"] = rule.CreatedAt.Format(timeLayout)
	fields["updated_at"] = rule.UpdatedAt.Format(timeLayout)
	return fields
}
