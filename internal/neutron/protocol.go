package neutron

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// protocols has the numbers that Neutron gives to names, IP_PROTOCOL_MAP of neutron-lib, where 4 is ipip. IANA and the
// document call 4 ipencap too. 94, which is ipip to IANA, has no name to Neutron.
var protocols = []struct {
	number int
	name   gen.Protocol
}{
	{1, gen.ProtocolICMP}, {2, gen.ProtocolIGMP}, {4, gen.ProtocolIPIP}, {4, gen.ProtocolIPEncap}, {6, gen.ProtocolTCP},
	{8, gen.ProtocolEGP}, {17, gen.ProtocolUDP}, {33, gen.ProtocolDCCP}, {41, gen.ProtocolIPv6Encap},
	{43, gen.ProtocolIPv6Route}, {44, gen.ProtocolIPv6Frag}, {46, gen.ProtocolRSVP}, {47, gen.ProtocolGRE},
	{50, gen.ProtocolESP}, {51, gen.ProtocolAH}, {58, gen.ProtocolIPv6ICMP}, {58, "icmpv6"},
	{59, gen.ProtocolIPv6NoNxt}, {60, gen.ProtocolIPv6Opts}, {89, gen.ProtocolOSPF}, {112, gen.ProtocolVRRP},
	{113, gen.ProtocolPGM}, {132, gen.ProtocolSCTP}, {136, gen.ProtocolUDPLite},
}

const anyProtocol, noNumber = -1, -2

// numberOf returns the number that Neutron gives to a protocol, which may be a number in decimal itself.
func numberOf(protocol gen.Protocol, family gen.EtherType) int {
	name := gen.Protocol(strings.ToLower(string(protocol)))
	number := noNumber
	if n, err := strconv.ParseUint(string(name), 10, 8); err == nil {
		number = int(n)
	}
	for _, p := range protocols {
		if p.name == name {
			number = p.number
		}
	}
	switch {
	case name == "", name == gen.ProtocolAny:
		return anyProtocol
	case number == 1 && family == gen.EtherTypeIPv6:
		return 58 // Neutron takes icmp for ipv6-icmp
	}
	return number
}

// nameOf returns the name that the API takes for a protocol that it answers: its own one, or else the first in the
// table. It returns the protocol as it is where there is none.
func nameOf(protocol gen.Protocol, family gen.EtherType) gen.Protocol {
	number := numberOf(protocol, family)
	var named gen.Protocol
	for _, p := range protocols {
		if p.number == number && p.name.Valid() && (named == "" || p.name == protocol) {
			named = p.name
		}
	}
	return cmp.Or(named, protocol)
}
