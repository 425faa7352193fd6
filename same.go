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
	if name, isNumber := protocolNames[key.protocol]; isNumber {
		key.protocol = name
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

// protocolNames are the names that the document has for protocol numbers, as IANA assigns them. The server may answer with either,
// and compares them as one.
var protocolNames = map[Protocol]Protocol{
	"1": ProtocolICMP, "2": ProtocolIGMP, "4": ProtocolIPEncap, "6": ProtocolTCP, "8": ProtocolEGP, "17": ProtocolUDP, "33": ProtocolDCCP,
	"41": ProtocolIPv6Encap, "43": ProtocolIPv6Route, "44": ProtocolIPv6Frag, "46": ProtocolRSVP, "47": ProtocolGRE, "50": ProtocolESP,
	"51": ProtocolAH, "58": ProtocolIPv6ICMP, "59": ProtocolIPv6NoNxt, "60": ProtocolIPv6Opts, "89": ProtocolOSPF, "94": ProtocolIPIP,
	"112": ProtocolVRRP, "113": ProtocolPGM, "132": ProtocolSCTP, "136": ProtocolUDPLite,
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

// findDuplicate returns a rule that the server would refuse spec beside, and is not the one with the id except, or nil.
func findDuplicate(rules []Rule, spec RuleSpec, except string) *Rule {
	for i := range rules {
		if !strings.EqualFold(rules[i].ID, except) && isDuplicate(&rules[i], spec) {
			return &rules[i]
		}
	}
	return nil
}
