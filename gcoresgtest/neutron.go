package gcoresgtest

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gcoresg/gcoresg"
)

// refuseSpec applies what the document does not say of a spec: the rules of Neutron, which the vendor's network is
// built on, and of the vendor.
func refuseSpec(c *call, spec gcoresg.RuleSpec) (refusal answer, refused bool) {
	var wrong *gcoresg.ValidationError
	if errors.As(gcoresg.Validate(spec), &wrong) {
		found := problems{}
		for _, problem := range wrong.Problems {
			found.put(problem.Field, problem.Message)
		}
		return invalid(c, found), true
	}
	if opensPort25(spec) {
		return prohibited(c, "Validation Error: Egress rules that include port 25 for TCP or UDP are prohibited"), true
	}
	return answer{}, false
}

// refuseIn refuses a spec because of the rules that the group has already. The rule with the id except, if any, is
// about to be deleted and does not count.
func (s *Server) refuseIn(c *call, g *group, spec gcoresg.RuleSpec, except string) (refusal answer, refused bool) {
	if limit := s.config.ruleLimit; except == "" && len(g.rules) >= limit {
		return quotaExceeded(c, "firewall_rule_count", len(g.rules), limit), true
	}
	if id := duplicate(g, spec, except); id != "" {
		return conflict(c, "Security group rule already exists. Rule id is %s.", id), true
	}
	return answer{}, false
}

// opensPort25 reports whether mail could leave through the rule. A rule for any protocol lets it out too.
func opensPort25(spec gcoresg.RuleSpec) bool {
	const smtp = 25
	switch spec.Protocol {
	case "", gcoresg.ProtocolAny, gcoresg.ProtocolTCP, gcoresg.ProtocolUDP:
	default:
		return false
	}
	above := spec.PortRangeMin != nil && *spec.PortRangeMin > smtp
	below := spec.PortRangeMax != nil && *spec.PortRangeMax < smtp
	return spec.Direction == gcoresg.DirectionEgress && !above && !below
}

// keyOf is what makes two rules the same to Neutron. The description is not part of it.
func keyOf(spec gcoresg.RuleSpec) string {
	port := func(p *int) string {
		if p == nil {
			return "none" // not 0, which is a port or an ICMP type
		}
		return strconv.Itoa(*p)
	}
	prefix := canonical(spec.RemoteIPPrefix)
	if strings.HasSuffix(prefix, "/0") {
		prefix = "" // The whole world is no prefix at all.
	}
	if spec.Protocol == gcoresg.ProtocolAny {
		spec.Protocol = ""
	}
	return fmt.Sprintf("%s %s %q %s %s %q %s", spec.Direction, cmp.Or(spec.EtherType, gcoresg.EtherTypeIPv4),
		spec.Protocol, port(spec.PortRangeMin), port(spec.PortRangeMax), spec.RemoteGroupID, prefix)
}

// duplicate is the id of the rule that is the same as the spec, empty if there is none.
func duplicate(g *group, spec gcoresg.RuleSpec, except string) string {
	for _, r := range g.rules {
		if r.ID != except && keyOf(gcoresg.SpecOf(&r)) == keyOf(spec) {
			return r.ID
		}
	}
	return ""
}
