// Package draw makes random specs of security group rules for the tests that put them before a judge.
package draw

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"

	"github.com/gcoresg/gcoresg"
)

// New returns the random numbers of one draw. A draw depends on its seed and number alone, so that one that failed
// can be made again without the ones before it.
func New(seed, number uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, number)) }

// Spec returns a spec of any kind: a valid one with up to four fields set to something else, at random or near a limit.
func Spec(r *rand.Rand) gcoresg.RuleSpec {
	spec := Valid(r)
	for range r.IntN(5) {
		switch r.IntN(9) {
		case 0:
			spec.Description = description(r)
		case 1:
			spec.Direction = gcoresg.Direction(nearly(r, directions))
		case 2:
			spec.EtherType = gcoresg.EtherType(nearly(r, etherTypes))
		case 3:
			spec.Protocol = gcoresg.Protocol(nearly(r, protocols))
		case 4:
			spec.PortRangeMin = port(r)
		case 5:
			spec.PortRangeMax = port(r)
		case 6:
			spec.RemoteGroupID = uuid(r)
		case 7:
			spec.RemoteIPPrefix = Prefix(r)
		case 8:
			*Group(&spec) = uuid(r)
		}
	}
	return spec
}

// Group is where the spec names its group. Not every revision of the document has a field for that; without one it is
// a string that nobody reads.
func Group(spec *gcoresg.RuleSpec) *string {
	if field := reflect.ValueOf(spec).Elem().FieldByName("SecurityGroupID"); field.IsValid() {
		return field.Addr().Interface().(*string)
	}
	return new(string)
}

// The enums, as strings of our own: a value that gen lost would be drawn all the same.
var (
	directions = []string{"egress", "ingress"}
	etherTypes = []string{"IPv4", "IPv6"}
	protocols  = []string{"ah", "any", "dccp", "egp", "esp", "gre", "icmp", "igmp", "ipencap", "ipip",
		"ipv6-encap", "ipv6-frag", "ipv6-icmp", "ipv6-nonxt", "ipv6-opts", "ipv6-route",
		"ospf", "pgm", "rsvp", "sctp", "tcp", "udp", "udplite", "vrrp"}
)

// nearly returns a value of an enum, or one that a person or a program could take for one.
func nearly(r *rand.Rand, enum []string) string {
	value := pick(r, enum...)
	switch r.IntN(16) {
	case 0:
		return ""
	case 1:
		return strings.ToUpper(value)
	case 2:
		return strings.ToLower(value)
	case 3:
		return strings.ToUpper(value[:1]) + value[1:]
	case 4:
		return value + pick(r, " ", "\n", "\x00", "s", "\u200b", "\u0301")
	case 5:
		return pick(r, " ", "\t", "\ufeff", "-") + value
	case 6:
		return value[:len(value)-1]
	case 7:
		return strings.NewReplacer("e", "е", "p", "р", "a", "а").Replace(value) // Cyrillic
	case 8:
		return pick(r, "null", "0", "6", "112", "255", "256", "-1", "*", "both", "ipv6", "inet6", "icmpv6", "icmp6", "ip")
	}
	return value
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// port returns a number near a limit more often than not.
func port(r *rand.Rand) *int {
	if r.IntN(5) == 0 {
		return nil
	}
	number := pick(r, -1<<63, -65536, -2, -1, 0, 1, 2, 22, 254, 255, 256, 257,
		65534, 65535, 65536, 65537, 1<<31, 1<<53+1, 1<<63-1)
	if r.IntN(3) == 0 {
		number = r.IntN(70000) - 2000
	}
	return &number
}

// description returns text around the longest that is allowed, which counts characters and neither bytes nor UTF-16
// units.
func description(r *rand.Rand) string {
	character := pick(r, "a", "ü", "€", "😀", "e\u0301", "👩‍👩‍👧",
		"\x00", "\"", "<", "\u2028", "\ufffd", "\xff", "\xed\xa0\x80")
	characters := len([]rune(character))
	count := pick(r, 0, 1, 254, 255, 256, 257, 510, 1000) / characters
	return strings.Repeat(character, count) + strings.Repeat("x", r.IntN(3))
}

// uuid returns a UUID of any version and variant, in a usual or an unusual form, or something near one.
func uuid(r *rand.Rand) string {
	id := UUID4(r)
	switch r.IntN(14) {
	case 0:
		return ""
	case 1:
		return "00000000-0000-0000-0000-000000000000"
	case 2:
		return id[:14] + string("0123567f"[r.IntN(8)]) + id[15:]
	case 3:
		return id[:19] + string("01234567cdefCDEF"[r.IntN(16)]) + id[20:]
	case 4:
		return strings.ReplaceAll(id, "-", "")
	case 5:
		return pick(r, "{"+id+"}", "urn:uuid:"+id, " "+id, id+" ", id+"\n", id+"0", id+id, `"`+id+`"`)
	case 6:
		return id[:35]
	case 7:
		at := r.IntN(36)
		return id[:at] + pick(r, "g", "-", "_", "٣", "", ".", "\x00") + id[at+1:]
	case 8:
		return strings.ToUpper(id)
	}
	return id
}

// UUID4 returns a random UUID of version 4 in its usual form.
func UUID4(r *rand.Rand) string {
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", r.Uint32(), r.Uint32()&0xffff, r.Uint32()&0xfff,
		0x8000|r.Uint32()&0x3fff, r.Uint64()&(1<<48-1))
}
