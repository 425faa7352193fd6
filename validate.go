package gcoresg

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gcoresg/gcoresg/internal/network"
)

// Limits of the document; a test compares them with it.
const (
	maxDescription = 255 // characters
	minPort        = 0
	maxPort        = 65535
)

// A Problem is one thing that is wrong with one field.
type Problem struct {
	// Field is the name in JSON, such as port_range_min.
	Field string
	// Message says what is wrong and what would be right.
	Message string
}

// A ValidationError lists everything that is wrong with a spec and its ids. Nothing was sent.
type ValidationError struct {
	// Problems has at least one entry: first what the document forbids, then what Neutron does.
	Problems []Problem
}

// Error is one line with all problems.
func (e *ValidationError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.Field + " " + p.Message
	}
	return "gcoresg: invalid, nothing was sent: " + strings.Join(texts, "; ")
}

// Validate checks a spec as [SecurityGroup.UpdateRule] does before it sends anything: against the document (what is required, enums,
// lengths in characters, ranges, formats) and against the rules of Neutron, which stands behind the API, on ports, protocols and
// address families. It returns nil or a [*ValidationError] with every problem. A spec without a group is complete.
func Validate(spec RuleSpec) error {
	var p problems
	checkSpec(&p, spec)
	return p.err()
}

// checkSpec checks field by field what the document says, then what Neutron adds.
func checkSpec(p *problems, spec RuleSpec) {
	if n := utf8.RuneCountInString(spec.Description); n > maxDescription {
		p.add("description", "has %d characters, want at most %d", n, maxDescription)
	}
	if !utf8.ValidString(spec.Description) {
		p.add("description", "is not valid UTF-8")
	}
	switch {
	case spec.Direction == "":
		p.add("direction", "is missing, want %q or %q", DirectionIngress, DirectionEgress)
	case !spec.Direction.Valid():
		p.add("direction", "is %.40q, want %q or %q", spec.Direction, DirectionIngress, DirectionEgress)
	}
	if spec.EtherType != "" && !spec.EtherType.Valid() {
		p.add("ethertype", "is %.40q, want %q or %q", spec.EtherType, EtherTypeIPv4, EtherTypeIPv6)
	}
	checkPort(p, "port_range_max", spec.PortRangeMax)
	checkPort(p, "port_range_min", spec.PortRangeMin)
	if spec.Protocol != "" && !spec.Protocol.Valid() {
		p.add("protocol", "is %.40q, which is not one that the API takes; the constants Protocol... list them", spec.Protocol)
	}
	if spec.RemoteGroupID != "" {
		checkUUID(p, "remote_group_id", spec.RemoteGroupID)
	}
	if spec.RemoteIPPrefix != "" {
		checkPrefix(p, spec.RemoteIPPrefix)
	}
	if group := *parentGroup(&spec); group != "" {
		checkUUID(p, "security_group_id", group)
	}
	checkNeutron(p, spec)
}

func checkPort(p *problems, field string, port *int) {
	if port != nil && (*port < minPort || *port > maxPort) {
		p.add(field, "is %d, want %d to %d", *port, minPort, maxPort)
	}
}

// checkPrefix takes what the document calls ipvanynetwork: a network without host bits, or a single address.
func checkPrefix(p *problems, text string) {
	prefix, err := network.Parse(text)
	switch {
	case strings.Contains(text, "%"):
		p.add("remote_ip_prefix", "%.60q has a zone, which means something on one machine only", text)
	case err != nil:
		p.add("remote_ip_prefix", "is %.60q, want a network such as 10.0.0.0/8 or 2001:db8::/32", text)
	case prefix != prefix.Masked():
		p.add("remote_ip_prefix", "is %s, which has host bits set; the network is %s", prefix, prefix.Masked())
	}
}

// checkUUID takes a random UUID (version 4, RFC 9562) in its usual form, which the document calls uuid4.
func checkUUID(p *problems, field, id string) {
	if id == "" {
		p.add(field, "is empty, want a UUID")
	} else if !isUUID4(id) {
		p.add(field, "is %.60q, want a UUID of version 4 such as 00000000-0000-4000-8000-000000000000", id)
	}
}

func isUUID4(id string) bool {
	if len(id) != 36 || id[14] != '4' || !strings.ContainsRune("89abAB", rune(id[19])) {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case i == 8, i == 13, i == 18, i == 23:
			if c != '-' {
				return false
			}
		case '0' <= c && c <= '9', 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
		default:
			return false
		}
	}
	return true
}

// problems collects; its zero value has none and needs no memory.
type problems []Problem

func (p *problems) add(field, format string, args ...any) {
	*p = append(*p, Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return &ValidationError{Problems: p}
}
