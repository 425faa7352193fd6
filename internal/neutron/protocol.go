package neutron

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// protocols are the names and numbers of IP_PROTOCOL_MAP in neutron-lib, and ipencap, which the document has and IANA
// numbers 4. IANA's number of ipip is 94, but in Neutron it is 4, and 94 has no name.
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

// numberOf returns the number that Neutron gives to a protocol. The protocol may also be a number in decimal.
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
		return 58 // in a rule for IPv6, Neutron reads icmp as ipv6-icmp
	}
	return number
}

// nameOf returns a name that the API accepts for a protocol in its answer: the same name if it accepts that, or else
// the first one in the table with the same number. Where there is none, it returns the protocol as it is.
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
