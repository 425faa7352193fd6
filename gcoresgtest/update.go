package gcoresgtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gcoresg/gcoresg"
)

// updateRule is the PUT. It deletes the rule and creates another: new id, revision 0, and nothing kept of the old one.
//
// It is not known whether the vendor checks for a duplicate before it deletes. The fake refuses first and keeps the old
// rule; Refuse(409, …).At(Halfway) is the other order.
func (s *Server) updateRule(c *call) answer {
	from, i := s.store.rule(c.params["rule_id"])
	if from == nil || !from.in(c) {
		return notFound(c, "Security group rule", c.params["rule_id"])
	}
	spec, groupID := decodeSpec(c)
	if groupID == "" {
		groupID = from.id // Newer revisions of the document have no group in the body.
	}
	to := s.store.group(groupID)
	if to == nil || !to.in(c) {
		return notFound(c, "Security group", groupID)
	}
	for _, g := range []*group{from, to} {
		if refusal, locked := g.locked(c); locked {
			return refusal
		}
	}
	if refusal, refused := refuseSpec(c, spec); refused {
		return refusal
	}
	// The old rule, if it is of the same group, is no duplicate of the new one and makes room for it.
	except := ""
	if from == to {
		except = from.rules[i].ID
	}
	if refusal, refused := s.refuseIn(c, to, spec, except); refused {
		return refusal
	}

	s.store.remove(from, i)
	if c.fault.is(Halfway) {
		return refuse(c, http.StatusInternalServerError, "InternalServerError", "Internal server error")
	}
	return jsonAnswer(http.StatusOK, ruleJSON(s.store.create(to, spec), c.endpoint.successSchema()))
}

// in reports whether the group is in the project and the region of the call's path.
func (g *group) in(c *call) bool {
	return c.params["project_id"] == strconv.Itoa(g.projectID) && c.params["region_id"] == strconv.Itoa(g.regionID)
}

// decodeSpec reads a body that has been judged, as the document reads it and not as encoding/json would: a name in
// another case is another property, and 80.0 is an integer. The group is read apart because not every revision of the
// document has it.
func decodeSpec(c *call) (spec gcoresg.RuleSpec, groupID string) {
	// Nothing here can fail: the body fits the document, and these types come from the document.
	var sent map[string]json.RawMessage
	_ = json.Unmarshal(c.body, &sent)
	known := map[string]any{}
	for name := range c.endpoint.requestSchema().Properties {
		var value any
		if json.Unmarshal(sent[name], &value) == nil {
			known[name] = value
		}
	}
	encoded, _ := json.Marshal(known)
	_ = json.Unmarshal(encoded, &spec)
	groupID, _ = known["security_group_id"].(string)
	return spec, groupID
}

// ruleJSON is the rule as the API writes it: every property that the document knows, null where there is no value, and
// times in the vendor's own form.
func ruleJSON(rule gcoresg.Rule, schema *openapi3.Schema) map[string]any {
	encoded, err := json.Marshal(rule)
	if err != nil {
		panic(err) // A rule is strings, numbers and times.
	}
	var fields map[string]any
	if err := json.Unmarshal(encoded, &fields); err != nil {
		panic(err)
	}
	for name, property := range schema.Properties {
		if _, present := fields[name]; !present {
			fields[name] = nil
		}
		if text, ok := fields[name].(string); ok && property.Value.Format == "date-time" {
			if at, err := time.Parse(time.RFC3339, text); err == nil {
				fields[name] = at.Format(timeLayout)
			}
		}
	}
	return fields
}
