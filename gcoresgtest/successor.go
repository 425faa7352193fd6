package gcoresgtest

import "cmp"

// createRule is the POST. It refuses a spec that is wrong in itself. The task checks the rules that are there already;
// without [WithRefusalsByTask], so does the POST.
func (s *Server) createRule(c *call) (any, *refusal) {
	g, refused := s.groupIn(c, c.params["group_id"])
	if refused != nil {
		return nil, refused
	}
	spec := decodeSpec(c)
	refused = cmp.Or(g.locked(), refuseSpec(&spec)) // the first that is not nil
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
		return s.create(g, spec), ""
	})
}

// deleteRule is the DELETE. The rule has to be there when the task starts and still when its time has come.
func (s *Server) deleteRule(c *call) (any, *refusal) {
	g, refused := s.groupIn(c, c.params["group_id"])
	if refused != nil {
		return nil, refused
	}
	missing := notFound("Security group rule", c.params["rule_id"])
	if g.locked() != nil || g.index(c.params["rule_id"]) < 0 {
		return nil, cmp.Or(g.locked(), missing)
	}
	return s.startTask(c, g, "delete_security_group_rule", func() (ruleID, failure string) {
		i := g.index(c.params["rule_id"])
		if i < 0 {
			return "", missing.Message
		}
		s.remove(g, i)
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
	schema := c.endpoint.successSchema().Properties["security_group_rules"].Value.Items.Value
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
