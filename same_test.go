package gcoresg_test

import (
	"testing"

	"github.com/gcoresg/gcoresg"
)

// TestSameToNeutron: what Neutron calls a duplicate. The description is not in it.
func TestSameToNeutron(t *testing.T) {
	base := gcoresg.RuleSpec{Direction: "ingress", EtherType: "IPv4", Protocol: "vrrp", RemoteIPPrefix: "10.0.0.0/8"}
	change := func(change func(*gcoresg.RuleSpec)) gcoresg.RuleSpec {
		changed := base
		change(&changed)
		return changed
	}
	anywhere := change(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "" })
	for name, test := range map[string]struct {
		a, b gcoresg.RuleSpec
		same bool
	}{
		"itself":               {base, base, true},
		"description":          {base, change(func(s *gcoresg.RuleSpec) { s.Description = "x" }), true},
		"number":               {base, change(func(s *gcoresg.RuleSpec) { s.Protocol = "112" }), true},
		"another number":       {base, change(func(s *gcoresg.RuleSpec) { s.Protocol = "113" }), false},
		"family left out":      {base, change(func(s *gcoresg.RuleSpec) { s.EtherType = "" }), true},
		"family":               {base, change(func(s *gcoresg.RuleSpec) { s.EtherType = "IPv6" }), false},
		"direction":            {base, change(func(s *gcoresg.RuleSpec) { s.Direction = "egress" }), false},
		"prefix":               {base, change(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "10.0.0.0/9" }), false},
		"prefix, other words":  {base, change(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "10.0.0.0/255.0.0.0" }), true},
		"anywhere":             {anywhere, change(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "0.0.0.0/0" }), true},
		"anywhere, IPv6":       {ipv6(anywhere), ipv6(change(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "::/0" })), true},
		"remote group":         {change(func(s *gcoresg.RuleSpec) { s.RemoteGroupID = "A" }), change(func(s *gcoresg.RuleSpec) { s.RemoteGroupID = "a" }), true},
		"another remote group": {change(func(s *gcoresg.RuleSpec) { s.RemoteGroupID = "A" }), base, false},
		"any":                  {change(func(s *gcoresg.RuleSpec) { s.Protocol = "any" }), change(func(s *gcoresg.RuleSpec) { s.Protocol = "" }), true},
		"port":                 {rule("tcp", 1, 2), rule("tcp", 1, 3), false},
		"no port":              {rule("icmp", 0, -1), rule("icmp", -1, -1), false},
	} {
		if got := gcoresg.SameToNeutron(test.a, test.b); got != test.same {
			t.Errorf("%s: %v, want %v", name, got, test.same)
		}
	}
}

// TestSpecOfNamesProtocols: the server answers with numbers that it does not take.
func TestSpecOfNamesProtocols(t *testing.T) {
	for number, name := range map[gcoresg.Protocol]gcoresg.Protocol{"112": "vrrp", "6": "tcp", "58": "ipv6-icmp", "200": "200", "tcp": "tcp", "": ""} {
		if got := gcoresg.SpecOf(&gcoresg.Rule{Protocol: number, Direction: "ingress"}).Protocol; got != name {
			t.Errorf("%q became %q, want %q", number, got, name)
		}
	}
	for number, name := range gcoresg.ProtocolNames {
		if !name.Valid() || number.Valid() {
			t.Errorf("%s: %s is not one of the document's names", number, name)
		}
	}
}
