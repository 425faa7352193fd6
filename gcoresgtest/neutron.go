package gcoresgtest

import (
	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// refuseSpec applies what the document does not say of a spec: the rules of Neutron, which the vendor's network is
// built on, and of the vendor. It returns nil where nothing is wrong.
func refuseSpec(spec *gcoresg.RuleSpec) *refusal {
	var found neutron.Problems
	found.CheckSpec(spec)
	if len(found) > 0 {
		wrong := problems{}
		for _, problem := range found {
			wrong.put(problem.Field, problem.Message)
		}
		return invalidFields(wrong)
	}
	if opensPort25(spec) {
		return invalid("Egress rules that include port 25 for TCP or UDP are prohibited")
	}
	return nil
}

// refuseIn refuses a spec because of the rules that the group has already. The rule with the id except, if any, is
// about to be deleted and does not count.
func (s *Server) refuseIn(g *group, spec *gcoresg.RuleSpec, except string) *refusal {
	if limit := s.config.ruleLimit; except == "" && len(g.rules) >= limit {
		return quotaExceeded("firewall_rule_count", len(g.rules), limit)
	}
	if same := neutron.FindSame(g.rules, spec, except); same != nil {
		return conflict("Security group rule already exists. Rule id is %s.", same.ID)
	}
	return nil
}

// opensPort25 reports whether mail could leave through the rule. A rule for any protocol lets it out too.
func opensPort25(spec *gcoresg.RuleSpec) bool {
	const smtp = 25
	switch spec.Protocol {
	case "", gcoresg.ProtocolAny, gcoresg.ProtocolTCP, gcoresg.ProtocolUDP:
		above := spec.PortRangeMin != nil && *spec.PortRangeMin > smtp
		below := spec.PortRangeMax != nil && *spec.PortRangeMax < smtp
		return spec.Direction == gcoresg.DirectionEgress && !above && !below
	}
	return false
}
