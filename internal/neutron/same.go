package neutron

import (
	"net/netip"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// ruleKey is what Neutron compares to call two rules of a group duplicates. The description is not in it.
type ruleKey struct {
	direction   gen.Direction
	family      gen.EtherType
	protocol    protocolKey
	low, high   int // -1 for none
	remoteGroup string
	prefix      netip.Prefix // zero for any address
	noPrefix    string       // a text that is no network
}

func keyOf(spec *gen.RuleSpec) ruleKey {
	key := ruleKey{
		direction: spec.Direction, family: spec.EtherType, remoteGroup: strings.ToLower(spec.RemoteGroupID),
		low: portOr(spec.PortRangeMin, -1), high: portOr(spec.PortRangeMax, -1),
	}
	if key.family == "" {
		key.family = gen.EtherTypeIPv4
	}
	key.protocol = protocolOf(spec.Protocol, key.family)
	if prefix, err := ParseNetwork(spec.RemoteIPPrefix); err != nil {
		key.noPrefix = spec.RemoteIPPrefix
	} else if prefix.Bits() > 0 {
		key.prefix = prefix.Masked() // 0.0.0.0/0, ::/0 and none are the same to Neutron
	}
	return key
}

func portOr(port *int, none int) int {
	if port == nil {
		return none
	}
	return *port
}

// Same reports whether Neutron would refuse spec beside rule as a duplicate. A rule without a direction is none.
func Same(rule *gen.Rule, spec *gen.RuleSpec) bool {
	view := viewOf(rule)
	return rule.Direction != "" && (equal(&view, spec) || keyOf(&view) == keyOf(spec))
}

// equal reports whether two specs say the same in the same words, the address family aside. That is the usual case
// and costs little.
func equal(a, b *gen.RuleSpec) bool {
	return a.Direction == b.Direction && a.Protocol == b.Protocol && a.RemoteIPPrefix == b.RemoteIPPrefix &&
		(a.EtherType == b.EtherType || a.EtherType == gen.EtherTypeIPv4 && b.EtherType == "") &&
		a.RemoteGroupID == b.RemoteGroupID && portOr(a.PortRangeMin, -1) == portOr(b.PortRangeMin, -1) &&
		portOr(a.PortRangeMax, -1) == portOr(b.PortRangeMax, -1)
}

// Matches reports whether rule is what spec asks for, the description included.
func Matches(rule *gen.Rule, spec *gen.RuleSpec) bool {
	return rule.Description == spec.Description && Same(rule, spec)
}

// Find returns the rule with the id, or nil.
func Find(rules []gen.Rule, id string) *gen.Rule {
	return find(rules, func(rule *gen.Rule) bool { return strings.EqualFold(rule.ID, id) })
}

// FindMatch returns a rule that is what spec asks for and has not the id exceptID, or nil.
func FindMatch(rules []gen.Rule, spec *gen.RuleSpec, exceptID string) *gen.Rule {
	return find(rules, func(rule *gen.Rule) bool {
		return !strings.EqualFold(rule.ID, exceptID) && Matches(rule, spec)
	})
}

// FindSame returns a rule that Neutron would refuse spec beside and that has not the id exceptID, or nil.
func FindSame(rules []gen.Rule, spec *gen.RuleSpec, exceptID string) *gen.Rule {
	return find(rules, func(rule *gen.Rule) bool {
		return !strings.EqualFold(rule.ID, exceptID) && Same(rule, spec)
	})
}

func find(rules []gen.Rule, wanted func(*gen.Rule) bool) *gen.Rule {
	for i := range rules {
		if wanted(&rules[i]) {
			return &rules[i]
		}
	}
	return nil
}
