package gcoresgtest

import "net/http"

// The operations of the successor API, which takes the place of the deprecated PUT.
const (
	// CreateRule starts a task that adds a rule to a group.
	CreateRule Operation = "CreateSecurityGroupRule"
	// DeleteRule starts a task that takes a rule out of a group.
	DeleteRule Operation = "DeleteSecurityGroupRule"
	// GetTask reads how far a task has come.
	GetTask Operation = "GetTask"
	// GetGroup reads a group with all of its rules.
	GetGroup Operation = "GetSecurityGroup"
)

// createRule is the POST. It refuses a spec that is wrong in itself. The task checks the rules that are there already;
// without [WithRefusalsByTask], so does the POST.
func (s *Server) createRule(c *call) answer {
	g, refusal := s.groupToChange(c)
	if g == nil {
		return refusal
	}
	spec, _ := decodeSpec(c)
	if refusal, refused := refuseSpec(c, spec); refused {
		return refusal
	}
	if refusal, refused := s.refuseIn(c, g, spec, ""); refused && !s.config.refusalsByTask {
		return refusal
	}
	return s.startTask(c, g, "create_security_group_rule", func() (ruleID, failure string) {
		if refusal, refused := s.refuseIn(c, g, spec, ""); refused {
			return "", refusal.message()
		}
		return s.store.create(g, spec).ID, ""
	})
}

// deleteRule is the DELETE.
func (s *Server) deleteRule(c *call) answer {
	g, refusal := s.groupToChange(c)
	if g == nil {
		return refusal
	}
	id := c.params["rule_id"]
	if g.index(id) < 0 {
		return notFound(c, "Security group rule", id)
	}
	return s.startTask(c, g, "delete_security_group_rule", func() (ruleID, failure string) {
		i := g.index(id)
		if i < 0 {
			return "", notFound(c, "Security group rule", id).message()
		}
		s.store.remove(g, i)
		return "", ""
	})
}

// groupToChange is the group in the path, or nil and why it cannot be changed now.
func (s *Server) groupToChange(c *call) (*group, answer) {
	g := s.store.group(c.params["group_id"])
	if g == nil || !g.in(c) {
		return nil, notFound(c, "Security group", c.params["group_id"])
	}
	if refusal, locked := g.locked(c); locked {
		return nil, refusal
	}
	return g, answer{}
}

func (g *group) locked(c *call) (refusal answer, locked bool) {
	if g.task == nil {
		return answer{}, false
	}
	return lockedByTask(c, g.id, g.task.kind, g.task.id, g.task.created), true
}

// getGroup answers with a group and its rules, the oldest first.
func (s *Server) getGroup(c *call) answer {
	g := s.store.group(c.params["group_id"])
	if g == nil || !g.in(c) {
		return notFound(c, "Security group", c.params["group_id"])
	}
	rules := []map[string]any{}
	schema := c.endpoint.successSchema().Properties["security_group_rules"].Value.Items.Value
	for _, rule := range g.rules {
		rules = append(rules, ruleJSON(rule, schema))
	}
	created := g.created.Format(timeLayout)
	return jsonAnswer(http.StatusOK, map[string]any{
		"id": g.id, "name": "group-" + g.id[:8], "description": "", "project_id": g.projectID, "region_id": g.regionID,
		"region": "Fake", "created_at": created, "updated_at": created, "revision_number": g.revision,
		"tags_v2": []string{}, "security_group_rules": rules,
	})
}
