package neutron

import (
	"strconv"
	"strings"

	"github.com/gcoresg/gcoresg/gen"
)

// protocols has the numbers that Neutron gives to names, IP_PROTOCOL_MAP of neutron-lib, where 4 is ipip. IANA and the
// document call 4 ipencap too. 94, which is ipip to IANA, has no name to Neutron.
var protocols = [...]struct {
	number int
	name   gen.Protocol
}{
	{1, gen.ProtocolICMP}, {2, gen.ProtocolIGMP}, {4, gen.ProtocolIPIP}, {4, gen.ProtocolIPEncap}, {6, gen.ProtocolTCP},
	{8, gen.ProtocolEGP}, {17, gen.ProtocolUDP}, {33, gen.ProtocolDCCP}, {41, gen.ProtocolIPv6Encap},
	{43, gen.ProtocolIPv6Route}, {44, gen.ProtocolIPv6Frag}, {46, gen.ProtocolRSVP}, {47, gen.ProtocolGRE},
	{50, gen.ProtocolESP}, {51, gen.ProtocolAH},
	{icmpv6, gen.ProtocolIPv6ICMP}, {icmpv6, "icmpv6"}, {59, gen.ProtocolIPv6NoNxt}, {60, gen.ProtocolIPv6Opts},
	{89, gen.ProtocolOSPF}, {112, gen.ProtocolVRRP}, {113, gen.ProtocolPGM}, {132, gen.ProtocolSCTP},
	{136, gen.ProtocolUDPLite},
}

const icmpv6 = 58

// protocolKey is equal for two names or numbers of one protocol.
type protocolKey struct {
	number int    // -1 for any, -2 where there is none
	name   string // where there is no number
}

func protocolOf(protocol gen.Protocol, family gen.EtherType) protocolKey {
	name := gen.Protocol(strings.ToLower(string(protocol)))
	if name == "" || name == gen.ProtocolAny {
		return protocolKey{number: -1}
	}
	number := -2
	if '0' <= name[0] && name[0] <= '9' { // the error of a name would cost more than everything else
		if n, err := strconv.ParseUint(string(name), 10, 8); err == nil {
			number = int(n)
		}
	}
	for i := range protocols {
		if protocols[i].name == name {
			number = protocols[i].number
		}
	}
	if number == 1 && family == gen.EtherTypeIPv6 {
		number = icmpv6 // Neutron changes icmp so
	}
	if number < 0 {
		return protocolKey{number: number, name: string(name)}
	}
	return protocolKey{number: number}
}

// nameOf returns the name that the API takes for a protocol that it answers: its own one, or else the first in the
// table. It returns the protocol as it is where there is none.
func nameOf(protocol gen.Protocol, family gen.EtherType) gen.Protocol {
	key := protocolOf(protocol, family)
	named := protocol
	for i := len(protocols) - 1; i >= 0; i-- {
		if p := protocols[i]; p.number == key.number && p.name.Valid() {
			if named = p.name; named == protocol {
				break
			}
		}
	}
	return named
}
