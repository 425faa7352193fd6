package draw

import (
	"math/rand/v2"
	"strings"

	"github.com/gcoresg/gcoresg"
)

// Valid returns a spec that breaks no rule, of the document or of Neutron, by the way it is made: it asks no validator.
func Valid(r *rand.Rand) gcoresg.RuleSpec {
	family := gcoresg.EtherType(pick(r, "", "IPv4", "IPv6"))
	v6 := family == gcoresg.EtherTypeIPv6
	spec := gcoresg.RuleSpec{
		Direction:   gcoresg.Direction(pick(r, directions...)),
		EtherType:   family,
		Description: strings.Repeat(pick(r, "a", "ü", "😀", "\"", "\n", "<&>"), pick(r, 0, 1, 20, 85)),
		Protocol:    validProtocol(r, v6),
	}
	switch {
	case spec.Protocol == "icmp" || spec.Protocol == "ipv6-icmp":
		typeAndCode(r, &spec)
	case strings.Contains(" tcp udp sctp dccp udplite ", " "+string(spec.Protocol)+" ") && r.IntN(4) > 0:
		low, high := 1+r.IntN(65535), 1+r.IntN(65535)
		low, high = pick(r, low, 1), pick(r, high, 65535)
		spec.PortRangeMin, spec.PortRangeMax = gcoresg.Port(min(low, high)), gcoresg.Port(max(low, high))
	}
	switch r.IntN(4) {
	case 0:
		spec.RemoteGroupID = pick(r, UUID4(r), strings.ToUpper(UUID4(r)))
	case 1, 2:
		network := Network(r, !v6)
		spec.RemoteIPPrefix = pick(r, network.String(), network.Addr().String())
	}
	return spec
}

func validProtocol(r *rand.Rand, v6 bool) gcoresg.Protocol {
	for {
		protocol := pick(r, append(protocols, "", "tcp", "udp", "icmp", "ipv6-icmp")...)
		if v6 && protocol == "icmp" || !v6 && strings.HasPrefix(protocol, "ipv6-") {
			continue
		}
		return gcoresg.Protocol(protocol)
	}
}

func typeAndCode(r *rand.Rand, spec *gcoresg.RuleSpec) {
	switch r.IntN(3) {
	case 0:
		spec.PortRangeMin = gcoresg.Port(pick(r, 0, 8, 255, r.IntN(256)))
		spec.PortRangeMax = gcoresg.Port(pick(r, 0, 255, r.IntN(256)))
	case 1:
		spec.PortRangeMin = gcoresg.Port(r.IntN(256))
	}
}
