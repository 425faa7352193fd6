package gcoresg

import (
	"net/netip"
	"strings"

	"github.com/gcoresg/gcoresg/internal/network"
)

// ruleKey is what Neutron compares to call two rules of a group duplicates. The description is not in it.
type ruleKey struct {
	direction   Direction
	family      EtherType
	protocol    Protocol
	low, high   int // -1 for none
	remoteGroup string
	prefix      netip.Prefix // zero for any address
}

func keyOf(spec RuleSpec) ruleKey {
	key := ruleKey{
		direction: spec.Direction, family: spec.EtherType, protocol: spec.Protocol,
		low: portOr(spec.PortRangeMin, -1), high: portOr(spec.PortRangeMax, -1),
		remoteGroup: strings.ToLower(spec.RemoteGroupID),
	}
	if key.family == "" {
		key.family = EtherTypeIPv4
	}
	if key.protocol == ProtocolAny {
		key.protocol = ""
	}
	if prefix, err := network.Parse(spec.RemoteIPPrefix); err == nil && prefix.Bits() > 0 {
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

// isDuplicate reports whether the server would refuse spec beside rule.
func isDuplicate(rule *Rule, spec RuleSpec) bool { return keyOf(SpecOf(rule)) == keyOf(spec) }

// isAsWanted reports whether rule is what spec asks for, the description included.
func isAsWanted(rule *Rule, spec RuleSpec) bool {
	return rule.Description == spec.Description && isDuplicate(rule, spec)
}

// findRule returns the rule with the id, or nil.
func findRule(rules []Rule, id string) *Rule {
	for i := range rules {
		if strings.EqualFold(rules[i].ID, id) {
			return &rules[i]
		}
	}
	return nil
}

// findWanted returns a rule that is what spec asks for and is not the one with the id except, or nil.
func findWanted(rules []Rule, spec RuleSpec, except string) *Rule {
	for i := range rules {
		if !strings.EqualFold(rules[i].ID, except) && isAsWanted(&rules[i], spec) {
			return &rules[i]
		}
	}
	return nil
}
