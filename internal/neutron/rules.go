package neutron

import (
	"cmp"
	"net/netip"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// checkNeutron checks fields against each other. Neutron refuses such specs, and the document does not say so.
func (p *Problems) checkNeutron(spec *gen.RuleSpec, prefix netip.Prefix) {
	if spec.PortRangeMin != nil || spec.PortRangeMax != nil {
		p.checkPorts(spec.Protocol, spec.PortRangeMin, spec.PortRangeMax)
	}
	family := cmp.Or(spec.EtherType, gen.EtherTypeIPv4)
	if family == gen.EtherTypeIPv6 && spec.Protocol == gen.ProtocolICMP {
		p.Add("protocol", "icmp is not for IPv6: use %s", gen.ProtocolIPv6ICMP)
	}
	if family == gen.EtherTypeIPv4 && strings.HasPrefix(string(spec.Protocol), "ipv6-") {
		p.Add("ethertype", "has to be IPv6 for %.40s; left out it is IPv4", spec.Protocol)
	}
	if prefix.IsValid() && family.Valid() && prefix.Addr().Is4() != (family == gen.EtherTypeIPv4) {
		p.Add("remote_ip_prefix", "%s is not of the family %s; ethertype left out is IPv4", prefix, family)
	}
	if spec.RemoteIPPrefix != "" && spec.RemoteGroupID != "" {
		p.Add("remote_group_id", "and remote_ip_prefix exclude each other: leave one out")
	}
}

// checkPorts checks the two ports, of which at least one is set. For ICMP they are type and code.
func (p *Problems) checkPorts(protocol gen.Protocol, low, high *int) {
	switch protocol {
	case "", gen.ProtocolAny:
		p.Add("protocol", "is any, but there are ports: name the protocol, or leave the ports out")
	case gen.ProtocolTCP, gen.ProtocolUDP, gen.ProtocolSCTP, gen.ProtocolDCCP, gen.ProtocolUDPLite:
		p.checkRange(low, high)
	case gen.ProtocolICMP, gen.ProtocolIPv6ICMP:
		p.checkICMP(low, high)
	default:
		if protocol.Valid() {
			p.Add("port_range_min", "and port_range_max are not for %s: leave them out", protocol)
		}
	}
}

func (p *Problems) checkRange(low, high *int) {
	switch {
	case low == nil:
		p.Add("port_range_min", "is missing: want both ports, the same one twice for a single port")
	case high == nil:
		p.Add("port_range_max", "is missing: want both ports, the same one twice for a single port")
	case *low == 0 || *high == 0:
		p.Add("port_range_min", "and port_range_max have a 0, which is no port; leave both out for all ports")
	case *low > *high:
		p.Add("port_range_min", "is %d, more than port_range_max, %d", *low, *high)
	}
}

func (p *Problems) checkICMP(kind, code *int) {
	const most = 255
	if kind == nil {
		p.Add("port_range_min", "is missing: it is the ICMP type, and there is a code in port_range_max")
	} else if *kind > most {
		p.Add("port_range_min", "is %d, but it is the ICMP type, 0 to %d", *kind, most)
	}
	if code != nil && *code > most {
		p.Add("port_range_max", "is %d, but it is the ICMP code, 0 to %d", *code, most)
	}
}
