package neutron

import (
	"cmp"
	"net/netip"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// SpecOf returns the spec that asks for rule as it is, without its group. The server answers with protocol numbers too,
// which it does not accept in a request, so the spec has a name in their place. A test checks that no field is missing.
func SpecOf(rule *gen.Rule) gen.RuleSpec {
	return gen.RuleSpec{
		Description: rule.Description, Direction: rule.Direction, EtherType: rule.EtherType,
		PortRangeMax: clone(rule.PortRangeMax), PortRangeMin: clone(rule.PortRangeMin),
		Protocol: nameOf(rule.Protocol, rule.EtherType), RemoteGroupID: rule.RemoteGroupID,
		RemoteIPPrefix: rule.RemoteIPPrefix,
	}
}

func clone(port *int) *int {
	if port == nil {
		return nil
	}
	copied := *port
	return &copied
}

// Same reports whether Neutron would refuse spec as a duplicate of rule. The description does not count. A rule whose
// direction could not be read is the same as no spec.
func Same(rule *gen.Rule, spec *gen.RuleSpec) bool {
	family := cmp.Or(spec.EtherType, gen.EtherTypeIPv4)
	return rule.Direction != "" && rule.Direction == spec.Direction &&
		cmp.Or(rule.EtherType, gen.EtherTypeIPv4) == family &&
		samePort(rule.PortRangeMin, spec.PortRangeMin) && samePort(rule.PortRangeMax, spec.PortRangeMax) &&
		sameProtocol(rule.Protocol, spec.Protocol, family) &&
		strings.EqualFold(rule.RemoteGroupID, spec.RemoteGroupID) &&
		samePrefix(rule.RemoteIPPrefix, spec.RemoteIPPrefix)
}

func samePort(a, b *int) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func sameProtocol(a, b gen.Protocol, family gen.EtherType) bool {
	if strings.EqualFold(string(a), string(b)) {
		return true
	}
	number := numberOf(a, family)
	return number != noNumber && number == numberOf(b, family)
}

func samePrefix(a, b string) bool {
	if a == b {
		return true
	}
	first, isFirst := network(a)
	second, isSecond := network(b)
	return isFirst && isSecond && first == second
}

// network reads a prefix and clears its host bits. It returns the zero prefix for 0.0.0.0/0, ::/0 and an empty text,
// which are the same to Neutron.
func network(text string) (prefix netip.Prefix, ok bool) {
	if text == "" {
		return prefix, true
	}
	prefix, err := ParseNetwork(text)
	if prefix.Bits() == 0 {
		prefix = netip.Prefix{}
	}
	return prefix.Masked(), err == nil
}

// Matches reports whether rule is what spec asks for, the description included.
func Matches(rule *gen.Rule, spec *gen.RuleSpec) bool {
	return rule.Description == spec.Description && Same(rule, spec)
}

// Find returns the rule with the id, or nil.
func Find(rules []gen.Rule, id string) *gen.Rule {
	return find(rules, func(rule *gen.Rule) bool { return strings.EqualFold(rule.ID, id) })
}

// FindMatch returns a rule that is what spec asks for and whose id is not exceptID, or nil.
func FindMatch(rules []gen.Rule, spec *gen.RuleSpec, exceptID string) *gen.Rule {
	return find(rules, func(rule *gen.Rule) bool {
		return !strings.EqualFold(rule.ID, exceptID) && Matches(rule, spec)
	})
}

// FindSame returns a rule of which Neutron would call spec a duplicate and whose id is not exceptID, or nil.
func FindSame(rules []gen.Rule, spec *gen.RuleSpec, exceptID string) *gen.Rule {
	return find(rules, func(rule *gen.Rule) bool {
		return !strings.EqualFold(rule.ID, exceptID) && Same(rule, spec)
	})
}

// find returns a copy of the first wanted rule, so that who keeps it does not keep the memory of all rules.
func find(rules []gen.Rule, wanted func(*gen.Rule) bool) *gen.Rule {
	for i := range rules {
		if wanted(&rules[i]) {
			found := rules[i]
			return &found
		}
	}
	return nil
}
