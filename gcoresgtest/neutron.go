package gcoresgtest

import (
	"errors"
	"net/netip"
	"strconv"

	"github.com/gcoresg/gcoresg"
)

// refuseSpec applies what the document does not say of a spec: the rules of Neutron, which the vendor's network is built on, and
// of the vendor.
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

// refuseIn refuses a spec because of the rules that the group has already. The rule with the id except, if any, is about to go and
// does not count.
func (s *Server) refuseIn(c *call, g *group, spec gcoresg.RuleSpec, except string) (refusal answer, refused bool) {
	if limit := s.config.ruleLimit; except == "" && len(g.rules) >= limit {
		return quotaExceeded(c, "firewall_rule_count", len(g.rules), limit), true
	}
	if id := duplicate(g, spec, except); id != "" {
		return conflict(c, "Security group rule already exists. Rule id is %s.", id), true
	}
	return answer{}, false
}

// opensPort25 tells whether mail could leave through the rule. A rule for any protocol lets it out too.
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

// ruleKey is what makes two rules the same to Neutron. The description is not part of it.
type ruleKey struct {
	direction gcoresg.Direction
	etherType gcoresg.EtherType
	protocol  gcoresg.Protocol
	min, max  int
	group     string
	prefix    string
}

func keyOf(direction gcoresg.Direction, etherType gcoresg.EtherType, protocol gcoresg.Protocol, min, max *int, group, prefix string) ruleKey {
	const none = -1 // Not 0, which is a port or an ICMP type.
	key := ruleKey{direction: direction, etherType: etherType, protocol: protocol, min: none, max: none, group: group}
	if key.etherType == "" {
		key.etherType = gcoresg.EtherTypeIPv4
	}
	if key.protocol == gcoresg.ProtocolAny {
		key.protocol = ""
	}
	if min != nil {
		key.min = *min
	}
	if max != nil {
		key.max = *max
	}
	// The whole world is no prefix at all.
	if network, err := netip.ParsePrefix(canonical(prefix)); err == nil && network.Bits() > 0 {
		key.prefix = network.String()
	}
	return key
}

// duplicate is the id of the rule that the spec would double, empty if there is none.
func duplicate(g *group, spec gcoresg.RuleSpec, except string) string {
	want := keyOf(spec.Direction, spec.EtherType, spec.Protocol, spec.PortRangeMin, spec.PortRangeMax, spec.RemoteGroupID, spec.RemoteIPPrefix)
	for _, r := range g.rules {
		has := keyOf(r.Direction, r.EtherType, r.Protocol, r.PortRangeMin, r.PortRangeMax, r.RemoteGroupID, r.RemoteIPPrefix)
		if has == want && r.ID != except {
			return r.ID
		}
	}
	return ""
}

func itoa(n int) string { return strconv.Itoa(n) }
