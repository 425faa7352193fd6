package gcoresg_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

// with returns a valid spec with a change.
func with(change func(*gcoresg.RuleSpec)) gcoresg.RuleSpec {
	changed := spec
	change(&changed)
	return changed
}

// rule returns a spec of a protocol with ports; -1 leaves a port out.
func rule(protocol gcoresg.Protocol, low, high int) gcoresg.RuleSpec {
	made := gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: protocol}
	if low >= 0 {
		made.PortRangeMin = &low
	}
	if high >= 0 {
		made.PortRangeMax = &high
	}
	return made
}

func ipv6(made gcoresg.RuleSpec) gcoresg.RuleSpec {
	made.EtherType = gcoresg.EtherTypeIPv6
	return made
}

func TestValidate(t *testing.T) {
	set := func(prefix, group string, family gcoresg.EtherType) gcoresg.RuleSpec {
		return with(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix, s.RemoteGroupID, s.EtherType = prefix, group, family })
	}
	for name, test := range map[string]struct {
		spec   gcoresg.RuleSpec
		fields string
	}{
		"valid":                       {spec, ""},
		"least":                       {gcoresg.RuleSpec{Direction: "egress"}, ""},
		"nothing":                     {gcoresg.RuleSpec{}, "direction"},
		"direction":                   {gcoresg.RuleSpec{Direction: "Ingress"}, "direction"},
		"ethertype":                   {gcoresg.RuleSpec{Direction: "ingress", EtherType: "ipv4"}, "ethertype"},
		"protocol":                    {gcoresg.RuleSpec{Direction: "ingress", Protocol: "TCP"}, "protocol"},
		"protocol by number":          {gcoresg.RuleSpec{Direction: "ingress", Protocol: "112"}, "protocol"},
		"description of 255":          {with(func(s *gcoresg.RuleSpec) { s.Description = strings.Repeat("ü", 255) }), ""},
		"description of 256":          {with(func(s *gcoresg.RuleSpec) { s.Description = strings.Repeat("ü", 256) }), "description"},
		"description not UTF-8":       {with(func(s *gcoresg.RuleSpec) { s.Description = "\xff" }), "description"},
		"group":                       {with(func(s *gcoresg.RuleSpec) { s.SecurityGroupID = groupID }), ""},
		"group no UUID":               {with(func(s *gcoresg.RuleSpec) { s.SecurityGroupID = "x" }), "security_group_id"},
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
		"tcp negative port":         {with(func(s *gcoresg.RuleSpec) { s.PortRangeMin = gcoresg.Port(-1) }), "port_range_min"},
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
		var fields []string
		if test.fields != "" {
			fields = strings.Split(test.fields, ",")
		}
		t.Run(name, func(t *testing.T) { wantProblems(t, gcoresg.Validate(test.spec), fields...) })
	}
}

func TestValidationReportsEverythingAtOnceAndSendsNothing(t *testing.T) {
	server := serve(t, ok)
	bad := gcoresg.RuleSpec{
		Description: strings.Repeat("x", 256), EtherType: "x", PortRangeMin: gcoresg.Port(70000), PortRangeMax: gcoresg.Port(-1), Protocol: "x",
		RemoteGroupID: "x", RemoteIPPrefix: "x", SecurityGroupID: newID,
	}
	_, err := newClient(t, server).SecurityGroup(0, 8, groupID).UpdateRule(context.Background(), "x", bad)
	wantProblems(t, err, "project_id", "rule_id", "security_group_id", "description", "direction", "ethertype", "port_range_max", "port_range_min",
		"protocol", "remote_group_id", "remote_ip_prefix", "remote_group_id")
	if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "nothing was sent") || server.count() != 0 {
		t.Errorf("sent %d times: %v", server.count(), err)
	}
}

func TestWithoutValidationSendsWhatItIsGiven(t *testing.T) {
	server := serve(t, ok)
	group := newClient(t, server, gcoresg.WithoutValidation()).SecurityGroup(7, 8, groupID)
	if _, err := group.UpdateRule(context.Background(), ruleID, gcoresg.RuleSpec{Direction: "sideways"}); err != nil {
		t.Error(err)
	}
	_, err := group.UpdateRule(context.Background(), ruleID, gcoresg.RuleSpec{Direction: "ingress", SecurityGroupID: newID})
	wantProblems(t, err, "security_group_id")
	if server.count() != 1 || !strings.Contains(server.bodies[0], "sideways") {
		t.Errorf("sent %q", server.bodies)
	}
}
