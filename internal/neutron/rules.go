package neutron

import (
	"net/netip"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// Neutron's own rules for security group rules, which the API passes on as refusals. They come from Neutron's security
// group API and are not in the document.

// hasPorts reports whether a protocol is one of those whose port fields are ports.
func hasPorts(protocol gen.Protocol) bool {
	switch protocol {
	case gen.ProtocolTCP, gen.ProtocolUDP, gen.ProtocolSCTP, gen.ProtocolDCCP, gen.ProtocolUDPLite:
		return true
	}
	return false
}

// isICMP reports whether a protocol is one of those whose port fields are type and code.
func isICMP(protocol gen.Protocol) bool {
	return protocol == gen.ProtocolICMP || protocol == gen.ProtocolIPv6ICMP
}

// checkNeutron checks what one field means for another.
func checkNeutron(p *problems, spec *gen.RuleSpec, prefix netip.Prefix) {
	low, high := spec.PortRangeMin, spec.PortRangeMax
	switch {
	case low == nil && high == nil: // all ports, or all types
	case spec.Protocol == "" || spec.Protocol == gen.ProtocolAny:
		p.add("protocol", "is any, but there are ports: name the protocol, or leave the ports out")
	case hasPorts(spec.Protocol):
		checkPortRange(p, low, high)
	case isICMP(spec.Protocol):
		checkICMP(p, low, high)
	case spec.Protocol.Valid():
		p.add("port_range_min", "and port_range_max are not for %s: leave them out", spec.Protocol)
	}
	checkFamily(p, spec, prefix)
	if spec.RemoteIPPrefix != "" && spec.RemoteGroupID != "" {
		p.add("remote_group_id", "and remote_ip_prefix exclude each other: leave one out")
	}
}

func checkPortRange(p *problems, low, high *int) {
	switch {
	case low == nil:
		p.add("port_range_min", "is missing: want both ports, the same one twice for a single port")
	case high == nil:
		p.add("port_range_max", "is missing: want both ports, the same one twice for a single port")
	case *low == 0 || *high == 0:
		p.add("port_range_min", "and port_range_max have a 0, which is no port; leave both out for all ports")
	case *low > *high:
		p.add("port_range_min", "is %d, more than port_range_max, %d", *low, *high)
	}
}

func checkICMP(p *problems, kind, code *int) {
	const most = 255
	if kind == nil {
		p.add("port_range_min", "is missing: it is the ICMP type, and there is a code in port_range_max")
	} else if *kind > most {
		p.add("port_range_min", "is %d, but it is the ICMP type, 0 to %d", *kind, most)
	}
	if code != nil && *code > most {
		p.add("port_range_max", "is %d, but it is the ICMP code, 0 to %d", *code, most)
	}
}

// checkFamily compares the address family, IPv4 where it is left out, with the protocol and the prefix.
func checkFamily(p *problems, spec *gen.RuleSpec, prefix netip.Prefix) {
	family := spec.EtherType
	if family == "" {
		family = gen.EtherTypeIPv4
	}
	if family == gen.EtherTypeIPv6 && spec.Protocol == gen.ProtocolICMP {
		p.add("protocol", "icmp is not for IPv6: use %s", gen.ProtocolIPv6ICMP)
	}
	if family == gen.EtherTypeIPv4 && strings.HasPrefix(string(spec.Protocol), "ipv6-") {
		p.add("ethertype", "has to be IPv6 for %.40s; left out it is IPv4", spec.Protocol)
	}
	if prefix.IsValid() && family.Valid() && prefix.Addr().Is4() != (family == gen.EtherTypeIPv4) {
		p.add("remote_ip_prefix", "%s is not of the family %s; ethertype left out is IPv4", prefix, family)
	}
}
