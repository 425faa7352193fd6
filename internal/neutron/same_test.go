package neutron_test

import (
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// ruleFor returns the rule that a spec asks for.
func ruleFor(id string, spec gen.RuleSpec) gen.Rule {
	return gen.Rule{
		ID: id, SecurityGroupID: groupID, Description: spec.Description, Direction: spec.Direction,
		EtherType:    spec.EtherType,
		PortRangeMax: spec.PortRangeMax, PortRangeMin: spec.PortRangeMin, Protocol: spec.Protocol,
		RemoteGroupID: spec.RemoteGroupID, RemoteIPPrefix: spec.RemoteIPPrefix,
	}
}

// TestSame: what Neutron calls a duplicate. The description is not in it.
func TestSame(t *testing.T) {
	base := gen.RuleSpec{Direction: "ingress", EtherType: "IPv4", Protocol: "vrrp", RemoteIPPrefix: "10.0.0.0/8"}
	change := func(change func(*gen.RuleSpec)) gen.RuleSpec {
		changed := base
		change(&changed)
		return changed
	}
	prefix := func(p string) gen.RuleSpec { return change(func(s *gen.RuleSpec) { s.RemoteIPPrefix = p }) }
	protocol := func(p gen.Protocol) gen.RuleSpec { return change(func(s *gen.RuleSpec) { s.Protocol = p }) }
	group := func(g string) gen.RuleSpec { return change(func(s *gen.RuleSpec) { s.RemoteGroupID = g }) }
	for name, test := range map[string]struct {
		a, b gen.RuleSpec
		same bool
	}{
		"itself":            {base, base, true},
		"description":       {base, change(func(s *gen.RuleSpec) { s.Description = "x" }), true},
		"security group":    {base, change(func(s *gen.RuleSpec) { *gen.ParentGroup(s) = newID }), true},
		"number":            {base, protocol("112"), true},
		"another number":    {base, protocol("113"), false},
		"number with zeros": {base, protocol("0112"), true},
		"upper case":        {base, protocol("VRRP"), true},
		"4 is ipip":         {protocol("ipip"), protocol("4"), true},
		"4 is ipencap":      {protocol("ipencap"), protocol("4"), true},
		"94 is not ipip":    {protocol("ipip"), protocol("94"), false},
		"94 is not 4":       {protocol("94"), protocol("4"), false},
		"94":                {protocol("94"), protocol("94"), true},
		"no number":         {protocol("9999999999999999999999"), protocol("8888888888888888888888"), false},
		"no number, itself": {protocol("-1"), protocol("-1"), true},
		"-1 is not any":     {protocol("-1"), protocol(""), false},
		"0 is not any":      {protocol("0"), protocol("any"), false},
		"unknown name":      {protocol("x"), protocol(""), false},
		"icmpv6":            {ipv6(protocol("icmpv6")), ipv6(protocol("58")), true},
		"icmp for IPv6":     {ipv6(protocol("icmp")), ipv6(protocol("ipv6-icmp")), true},
		"1 for IPv6":        {ipv6(protocol("1")), ipv6(protocol("58")), true},
		"icmp for IPv4":     {protocol("icmp"), protocol("58"), false},
		"family left out":   {base, change(func(s *gen.RuleSpec) { s.EtherType = "" }), true},
		"family":            {base, ipv6(base), false},
		"direction":         {base, change(func(s *gen.RuleSpec) { s.Direction = "egress" }), false},
		"no direction": {change(func(s *gen.RuleSpec) { s.Direction = "" }),
			change(func(s *gen.RuleSpec) { s.Direction = "" }), false},
		"prefix":                {base, prefix("10.0.0.0/9"), false},
		"prefix with a mask":    {base, prefix("10.0.0.0/255.0.0.0"), true},
		"prefix with host bits": {base, prefix("10.1.2.3/8"), true},
		"address":               {prefix("10.0.0.5"), prefix("10.0.0.5/32"), true},
		"another address":       {prefix("10.0.0.5"), prefix("10.0.0.5/31"), false},
		"IPv6 in other words":   {ipv6(prefix("2001:DB8:0::/32")), ipv6(prefix("2001:db8::/32")), true},
		"anywhere":              {prefix(""), prefix("0.0.0.0/0"), true},
		"anywhere, IPv6":        {ipv6(prefix("")), ipv6(prefix("::/0")), true},
		"anywhere, families":    {prefix("::/0"), prefix("0.0.0.0/0"), true},
		"somewhere":             {prefix(""), base, false},
		"no network":            {prefix("x"), prefix(""), false},
		"remote group":          {group("A"), group("a"), true},
		"another remote group":  {group("a"), base, false},
		"any":                   {protocol("any"), protocol(""), true},
		"not any":               {protocol("any"), base, false},
		"port":                  {rule("tcp", 1, 2), rule("tcp", 1, 3), false},
		"equal ports":           {rule("tcp", 1, 2), rule("6", 1, 2), true},
		"no port":               {rule("icmp", 0, -1), rule("icmp", -1, -1), false},
	} {
		for range 2 {
			made := ruleFor(ruleID, test.a)
			if got := neutron.Same(&made, &test.b); got != test.same {
				t.Errorf("%s: %v, want %v", name, got, test.same)
			}
			test.a, test.b = test.b, test.a
		}
	}
}

func TestMatchesComparesTheDescription(t *testing.T) {
	made, other := ruleFor(ruleID, valid), valid
	other.Description = "x"
	if !neutron.Matches(&made, &valid) || neutron.Matches(&made, &other) || !neutron.Same(&made, &other) {
		t.Error("the description is not compared as it should be")
	}
	if neutron.Matches(&gen.Rule{}, &gen.RuleSpec{}) {
		t.Error("a zero rule matches a zero spec")
	}
}

func TestFind(t *testing.T) {
	other, described := valid, valid
	other.Direction = "egress"
	described.Description = "x"
	rules := []gen.Rule{{}, ruleFor("AA", other), ruleFor("bb", described), ruleFor("cc", valid), ruleFor("dd", valid)}
	spec := valid
	for name, test := range map[string]struct {
		got  *gen.Rule
		want string
	}{
		"by id":               {neutron.Find(rules, "cc"), "cc"},
		"in another case":     {neutron.Find(rules, "aa"), "AA"},
		"no such id":          {neutron.Find(rules, "ee"), ""},
		"in no rules":         {neutron.Find(nil, "aa"), ""},
		"match":               {neutron.FindMatch(rules, &spec, ""), "cc"},
		"match but one":       {neutron.FindMatch(rules, &spec, "CC"), "dd"},
		"no match":            {neutron.FindMatch(rules[:3], &spec, "bb"), ""},
		"same":                {neutron.FindSame(rules, &spec, "x"), "bb"},
		"same but one":        {neutron.FindSame(rules, &spec, "BB"), "cc"},
		"nothing is the same": {neutron.FindSame(rules[:2], &spec, ""), ""},
	} {
		if test.want == "" && test.got != nil || test.want != "" && (test.got == nil || test.got.ID != test.want) {
			t.Errorf("%s: %v, want %q", name, test.got, test.want)
		}
	}
	if found := neutron.Find(rules, "cc"); found == &rules[3] {
		t.Error("the rule that is found keeps the memory of all")
	}
}
