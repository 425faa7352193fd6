package neutron_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// TestSpecOfForgetsNothing finds fields by their names in JSON, so that one that a revision brings is missed here.
func TestSpecOfForgetsNothing(t *testing.T) {
	var rule gen.Rule
	byName := map[string]reflect.Value{}
	for i := range reflect.TypeFor[gen.Rule]().NumField() {
		v := reflect.ValueOf(&rule).Elem().Field(i)
		byName[jsonName(reflect.TypeFor[gen.Rule]().Field(i))] = v
		switch v.Kind() {
		case reflect.String:
			v.SetString("x")
		case reflect.Int:
			v.SetInt(1)
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
		case reflect.Bool:
			v.SetBool(true)
		}
	}
	spec := neutron.SpecOf(&rule)
	shared := 0
	for i := range reflect.TypeFor[gen.RuleSpec]().NumField() {
		got, field := reflect.ValueOf(spec).Field(i), reflect.TypeFor[gen.RuleSpec]().Field(i)
		name := jsonName(field)
		switch want, known := byName[name]; {
		case name == "security_group_id":
			if !got.IsZero() {
				t.Errorf("the group is %v, want none", got)
			}
		case known && want.IsZero():
			t.Errorf("%s is not set: give it a value above", name)
		case known && !reflect.DeepEqual(got.Interface(), want.Interface()):
			t.Errorf("%s is %v, want %v: add it to SpecOf", name, got, want)
		case known:
			shared++
		}
	}
	if shared < 8 {
		t.Errorf("%d fields are shared, want 8 or more", shared)
	}
	if *spec.PortRangeMin++; *rule.PortRangeMin != 0 {
		t.Error("the spec and the rule share a port")
	}
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// TestSpecOfNamesProtocols: the server answers with numbers that it does not take. 94 has no name to Neutron and stays.
func TestSpecOfNamesProtocols(t *testing.T) {
	for protocol, want := range map[gen.Protocol]gen.Protocol{
		"112": "vrrp", "6": "tcp", "06": "tcp", "58": "ipv6-icmp", "icmpv6": "ipv6-icmp", "4": "ipip", "ipip": "ipip",
		"ipencap": "ipencap", "94": "94",
		"200": "200", "0": "0", "-1": "-1", "99999999999999999999": "99999999999999999999", "tcp": "tcp", "any": "any",
		"": "", "icmp": "icmp", "1": "icmp",
	} {
		if got := neutron.SpecOf(&gen.Rule{Protocol: protocol, Direction: "ingress"}).Protocol; got != want {
			t.Errorf("%q became %q, want %q", protocol, got, want)
		}
	}
	for _, protocol := range []gen.Protocol{"icmp", "1", "icmpv6", "58", "ipv6-icmp"} {
		if got := neutron.SpecOf(&gen.Rule{Protocol: protocol, EtherType: "IPv6"}).Protocol; got != "ipv6-icmp" {
			t.Errorf("%q of IPv6 became %q, want ipv6-icmp", protocol, got)
		}
	}
}

// TestProtocolsAreThoseOfNeutron compares every number with IP_PROTOCOL_MAP of neutron-lib.
func TestProtocolsAreThoseOfNeutron(t *testing.T) {
	names := map[gen.Protocol]string{
		"ah": "51", "dccp": "33", "egp": "8", "esp": "50", "gre": "47", "icmp": "1", "igmp": "2", "ipip": "4",
		"ipv6-encap": "41", "ipv6-frag": "44",
		"ipv6-icmp": "58", "icmpv6": "58", "ipv6-nonxt": "59", "ipv6-opts": "60", "ipv6-route": "43", "ospf": "89",
		"pgm": "113", "rsvp": "46",
		"sctp": "132", "tcp": "6", "udp": "17", "udplite": "136", "vrrp": "112",
	}
	for name, number := range names {
		for other, otherNumber := range names {
			made := gen.Rule{Direction: "ingress", Protocol: gen.Protocol(otherNumber)}
			spec := gen.RuleSpec{Direction: "ingress", Protocol: name}
			if got := neutron.Same(&made, &spec); got != (number == otherNumber) {
				t.Errorf("%s and %s (%s): %v", name, otherNumber, other, got)
			}
		}
	}
}
