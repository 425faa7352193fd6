// Package neutron says which rules are accepted by Neutron, the service behind the API, and which of them it takes for
// duplicates.
package neutron

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"

	"github.com/gcoresg/gcoresg/gen"
)

// Limits of the document. A test compares them with it.
const (
	MaxDescription = 255 // characters
	MinPort        = 0
	MaxPort        = 65535
)

// A Problem is one thing that is wrong with one field.
type Problem struct {
	Field   string // its name in JSON, such as port_range_min
	Message string // what is wrong and what would be right
}

// Problems is a list of problems. The empty list is its zero value, so that a valid spec needs no memory for it.
type Problems []Problem

// Add adds a problem.
func (p *Problems) Add(field, format string, args ...any) {
	*p = append(*p, Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

// CheckSpec adds everything that is wrong with spec: first what the document forbids, field by field, then what Neutron
// forbids.
func (p *Problems) CheckSpec(spec *gen.RuleSpec) {
	if n := utf8.RuneCountInString(spec.Description); n > MaxDescription {
		p.Add("description", "has %d characters, want at most %d", n, MaxDescription)
	}
	if !utf8.ValidString(spec.Description) {
		p.Add("description", "is not valid UTF-8")
	}
	switch {
	case spec.Direction == "":
		p.Add("direction", "is missing, want %q or %q", gen.DirectionIngress, gen.DirectionEgress)
	case !spec.Direction.Valid():
		p.Add("direction", "is %.40q, want %q or %q", spec.Direction, gen.DirectionIngress, gen.DirectionEgress)
	}
	if spec.EtherType != "" && !spec.EtherType.Valid() {
		p.Add("ethertype", "is %.40q, want %q or %q", spec.EtherType, gen.EtherTypeIPv4, gen.EtherTypeIPv6)
	}
	p.checkPort("port_range_max", spec.PortRangeMax)
	p.checkPort("port_range_min", spec.PortRangeMin)
	if spec.Protocol != "" && !spec.Protocol.Valid() {
		p.Add("protocol", "is %.40q, which is not one that the API takes; the constants Protocol... list them",
			spec.Protocol)
	}
	if spec.RemoteGroupID != "" {
		p.CheckID("remote_group_id", spec.RemoteGroupID)
	}
	prefix := p.checkPrefix(spec.RemoteIPPrefix)
	if group := *gen.ParentGroup(spec); group != "" {
		p.CheckID("security_group_id", group)
	}
	p.checkNeutron(spec, prefix)
}

func (p *Problems) checkPort(field string, port *int) {
	if port != nil && (*port < MinPort || *port > MaxPort) {
		p.Add(field, "is %d, want %d to %d", *port, MinPort, MaxPort)
	}
}

// checkPrefix checks and returns what the document calls ipvanynetwork: a network without host bits, or an address.
func (p *Problems) checkPrefix(text string) (prefix netip.Prefix) {
	if text == "" {
		return prefix
	}
	prefix, err := ParseNetwork(text)
	switch {
	case strings.Contains(text, "%"):
		p.Add("remote_ip_prefix", "%.60q has a zone, which has a meaning on one machine only: remove it", text)
	case err != nil:
		p.Add("remote_ip_prefix", "is %.60q, want a network such as 10.0.0.0/8 or 2001:db8::/32", text)
	case prefix != prefix.Masked():
		p.Add("remote_ip_prefix", "is %s, which has host bits set; the network is %s", prefix, prefix.Masked())
	}
	return prefix
}
