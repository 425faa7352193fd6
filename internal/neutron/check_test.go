package neutron_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

const (
	groupID = "11111111-1111-4111-8111-111111111111"
	ruleID  = "22222222-2222-4222-8222-222222222222"
	newID   = "33333333-3333-4333-8333-333333333333"
)

var valid = gen.RuleSpec{
	Description: "HTTPS", Direction: gen.DirectionIngress, EtherType: gen.EtherTypeIPv4, Protocol: gen.ProtocolTCP,
	PortRangeMin: port(443), PortRangeMax: port(443), RemoteIPPrefix: "10.0.0.0/8",
}

func port(n int) *int { return &n }

// with returns a valid spec with a change.
func with(change func(*gen.RuleSpec)) gen.RuleSpec {
	changed := valid
	change(&changed)
	return changed
}

// rule returns a spec of a protocol with ports; -1 leaves a port out.
func rule(protocol gen.Protocol, low, high int) gen.RuleSpec {
	made := gen.RuleSpec{Direction: gen.DirectionIngress, Protocol: protocol}
	if low >= 0 {
		made.PortRangeMin = &low
	}
	if high >= 0 {
		made.PortRangeMax = &high
	}
	return made
}

func ipv6(made gen.RuleSpec) gen.RuleSpec {
	made.EtherType = gen.EtherTypeIPv6
	return made
}

func TestCheckSpec(t *testing.T) {
	set := func(prefix, group string, family gen.EtherType) gen.RuleSpec {
		return with(func(s *gen.RuleSpec) { s.RemoteIPPrefix, s.RemoteGroupID, s.EtherType = prefix, group, family })
	}
	for name, test := range map[string]struct {
		spec   gen.RuleSpec
		fields string
	}{
		"valid":              {valid, ""},
		"least":              {gen.RuleSpec{Direction: "egress"}, ""},
		"nothing":            {gen.RuleSpec{}, "direction"},
		"direction":          {gen.RuleSpec{Direction: "Ingress"}, "direction"},
		"ethertype":          {gen.RuleSpec{Direction: "ingress", EtherType: "ipv4"}, "ethertype"},
		"protocol":           {gen.RuleSpec{Direction: "ingress", Protocol: "TCP"}, "protocol"},
		"protocol by number": {gen.RuleSpec{Direction: "ingress", Protocol: "112"}, "protocol"},
		"description of 255": {with(func(s *gen.RuleSpec) { s.Description = strings.Repeat("ü", 255) }), ""},
		"description of 256": {with(func(s *gen.RuleSpec) { s.Description = strings.Repeat("ü", 256) }),
			"description"},
		"description not UTF-8":       {with(func(s *gen.RuleSpec) { s.Description = "\xff" }), "description"},
		"group":                       {with(func(s *gen.RuleSpec) { *gen.ParentGroup(s) = groupID }), ""},
		"prefix 0":                    {set("0.0.0.0/0", "", ""), ""},
		"prefix 32":                   {set("10.1.2.3/32", "", "IPv4"), ""},
		"address":                     {set("10.1.2.3", "", ""), ""},
		"host bits":                   {set("10.0.0.1/8", "", ""), "remote_ip_prefix"},
		"prefix too long":             {set("10.0.0.0/33", "", ""), "remote_ip_prefix"},
		"no prefix":                   {set("ten", "", ""), "remote_ip_prefix"},
		"mask":                        {set("10.0.0.0/255.0.0.0", "", ""), ""},
		"host bits behind a mask":     {set("10.0.0.1/255.0.0.0", "", ""), "remote_ip_prefix"},
		"length with a leading zero":  {set("10.0.0.0/08", "", ""), ""},
		"address with a zone":         {set("fe80::1%eth0", "", "IPv6"), "remote_ip_prefix"},
		"IPv6 prefix":                 {set("2001:db8::/32", "", "IPv6"), ""},
		"IPv6 prefix, family IPv4":    {set("2001:db8::/32", "", "IPv4"), "remote_ip_prefix"},
		"IPv6 prefix, family default": {set("::/0", "", ""), "remote_ip_prefix"},
		"IPv4 prefix, family IPv6":    {set("10.0.0.0/8", "", "IPv6"), "remote_ip_prefix"},
		"remote group":                {set("", newID, ""), ""},
		"remote group no UUID":        {set("", "x", ""), "remote_group_id"},
		"prefix and remote group":     {set("10.0.0.0/8", newID, ""), "remote_group_id"},

		"tcp all ports":             {rule("tcp", -1, -1), ""},
		"tcp one port":              {rule("tcp", 1, 1), ""},
		"tcp last port":             {rule("tcp", 65535, 65535), ""},
		"tcp port 65536":            {rule("tcp", 1, 65536), "port_range_max"},
		"tcp negative port":         {with(func(s *gen.RuleSpec) { s.PortRangeMin = port(-1) }), "port_range_min"},
		"tcp port 0":                {rule("tcp", 0, 80), "port_range_min"},
		"tcp ports 0":               {rule("tcp", 0, 0), "port_range_min"},
		"tcp wrong order":           {rule("tcp", 81, 80), "port_range_min"},
		"tcp no max":                {rule("tcp", 80, -1), "port_range_max"},
		"tcp no min":                {rule("tcp", -1, 80), "port_range_min"},
		"udp no min":                {rule("udp", -1, 80), "port_range_min"},
		"sctp no min":               {rule("sctp", -1, 80), "port_range_min"},
		"dccp no min":               {rule("dccp", -1, 80), "port_range_min"},
		"udplite no min":            {rule("udplite", -1, 80), "port_range_min"},
		"ports without protocol":    {rule("", 80, 80), "protocol"},
		"ports with any":            {rule("any", 80, 80), "protocol"},
		"any":                       {rule("any", -1, -1), ""},
		"gre with ports":            {rule("gre", 80, 80), "port_range_min"},
		"gre":                       {rule("gre", -1, -1), ""},
		"icmp":                      {rule("icmp", -1, -1), ""},
		"icmp type":                 {rule("icmp", 8, -1), ""},
		"icmp type and code":        {rule("icmp", 255, 255), ""},
		"icmp type over code":       {rule("icmp", 8, 0), ""},
		"icmp type 256":             {rule("icmp", 256, 0), "port_range_min"},
		"icmp code 256":             {rule("icmp", 0, 256), "port_range_max"},
		"icmp code without type":    {rule("icmp", -1, 0), "port_range_min"},
		"icmp for IPv6":             {ipv6(rule("icmp", -1, -1)), "protocol"},
		"ipv6-icmp":                 {ipv6(rule("ipv6-icmp", 128, 0)), ""},
		"ipv6-icmp type 256":        {ipv6(rule("ipv6-icmp", 256, -1)), "port_range_min"},
		"ipv6-icmp, family default": {rule("ipv6-icmp", -1, -1), "ethertype"},
		"ipv6-frag, family default": {rule("ipv6-frag", -1, -1), "ethertype"},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, checkSpec(&test.spec), strings.Fields(test.fields)...)
		})
	}
}

func TestCheckSpecReportsEverythingAtOnce(t *testing.T) {
	bad := gen.RuleSpec{
		Description: strings.Repeat("x", 256), EtherType: "x", PortRangeMin: port(70000), PortRangeMax: port(-1),
		Protocol:      "x",
		RemoteGroupID: "x", RemoteIPPrefix: "x",
	}
	wantProblems(t, checkSpec(&bad), "description", "direction", "ethertype", "port_range_max",
		"port_range_min", "protocol", "remote_group_id", "remote_ip_prefix", "remote_group_id")
}

// TestCheckSpecChecksTheGroup: it is checked where the document has a field for it, after what stands before it.
func TestCheckSpecChecksTheGroup(t *testing.T) {
	bad := gen.RuleSpec{Direction: "ingress", RemoteGroupID: "x", RemoteIPPrefix: "x"}
	want := []string{"remote_group_id", "remote_ip_prefix", "remote_group_id"}
	*gen.ParentGroup(&bad) = "x"
	if *gen.ParentGroup(&bad) != "" {
		want = []string{"remote_group_id", "remote_ip_prefix", "security_group_id", "remote_group_id"}
	}
	wantProblems(t, checkSpec(&bad), want...)
}

func TestCheckSpecNeedsNoMemoryForWhatIsFine(t *testing.T) {
	spec := valid
	*gen.ParentGroup(&spec) = groupID
	if n := testing.AllocsPerRun(100, func() {
		if checkSpec(&spec) != nil || checkID("rule_id", ruleID) != nil {
			t.Error("not fine")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func checkSpec(spec *gen.RuleSpec) (p neutron.Problems) {
	p.CheckSpec(spec)
	return p
}

func checkID(field, id string) (p neutron.Problems) {
	p.CheckID(field, id)
	return p
}

// wantProblems fails the test unless the problems are about exactly the fields.
func wantProblems(t *testing.T, problems []neutron.Problem, fields ...string) {
	t.Helper()
	var got []string
	for _, problem := range problems {
		got = append(got, problem.Field)
		if problem.Message == "" || len(problem.Message) > 300 {
			t.Errorf("message of %d characters: %.400q", len(problem.Message), problem.Message)
		}
	}
	if !slices.Equal(got, fields) {
		t.Errorf("problems with %v, want %v: %.500v", got, fields, problems)
	}
}
