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

// TestValidate has a row for each kind of problem; package neutron has every rule.
func TestValidate(t *testing.T) {
	for name, test := range map[string]struct {
		spec   gcoresg.RuleSpec
		fields []string
	}{
		"valid":                     {spec, nil},
		"least":                     {gcoresg.RuleSpec{Direction: "egress"}, nil},
		"nothing":                   {gcoresg.RuleSpec{}, []string{"direction"}},
		"what the document forbids": {gcoresg.RuleSpec{Direction: "ingress", Protocol: "TCP"}, []string{"protocol"}},
		"what Neutron forbids":      {rule("tcp", 81, 80), []string{"port_range_min"}},
		"a description of 255": {
			with(func(s *gcoresg.RuleSpec) { s.Description = strings.Repeat("ü", 255) }), nil,
		},
		"a description of 256": {
			with(func(s *gcoresg.RuleSpec) { s.Description = strings.Repeat("ü", 256) }), []string{"description"},
		},
		"a network with host bits": {
			with(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "10.0.0.1/8" }), []string{"remote_ip_prefix"},
		},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, gcoresg.Validate(test.spec), test.fields...) })
	}
}

// TestTheGroupOfASpec: it is checked where the document has a field for it. Where it has none, there is nothing to
// check, and a spec that sets it is the spec itself.
func TestTheGroupOfASpec(t *testing.T) {
	var fields []string
	if specHasGroup() {
		fields = []string{"security_group_id"}
	}
	wantProblems(t, gcoresg.Validate(ofGroup(spec, "x")), fields...)
	server := serve(t, ok)
	for _, client := range []*gcoresg.Client{newClient(t, server), newClient(t, server, gcoresg.WithoutValidation())} {
		_, err := client.SecurityGroup(7, 8, groupID).UpdateRule(context.Background(), ruleID, ofGroup(spec, newID))
		wantProblems(t, err, fields...)
	}
	if sent := server.count() > 0; sent == specHasGroup() {
		t.Errorf("a spec of another group: sent %v", sent)
	}
}

// TestMatchesAndSpecOf: a rule matches the spec made of it, and no other.
func TestMatchesAndSpecOf(t *testing.T) {
	made := gcoresg.Rule{
		ID: newID, Direction: "ingress", EtherType: "IPv4", Protocol: "6", RemoteIPPrefix: "10.0.0.0/8", Description: "d",
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443),
	}
	same := gcoresg.SpecOf(&made)
	if !gcoresg.Matches(&made, same) || same.Protocol != gcoresg.ProtocolTCP {
		t.Errorf("%+v", same)
	}
	for name, change := range map[string]func(*gcoresg.RuleSpec){
		"description": func(s *gcoresg.RuleSpec) { s.Description = "" },
		"port":        func(s *gcoresg.RuleSpec) { s.PortRangeMax = gcoresg.Port(444) },
		"prefix":      func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "" },
		"direction":   func(s *gcoresg.RuleSpec) { s.Direction = "egress" },
	} {
		other := gcoresg.SpecOf(&made)
		change(&other)
		if gcoresg.Matches(&made, other) {
			t.Errorf("another %s matches", name)
		}
	}
	for number, want := range map[gcoresg.Protocol]gcoresg.Protocol{"4": gcoresg.ProtocolIPIP, "94": "94"} {
		if got := gcoresg.SpecOf(&gcoresg.Rule{Direction: "ingress", Protocol: number}).Protocol; got != want {
			t.Errorf("protocol %s became %q, want %q", number, got, want)
		}
	}
}

func TestValidationReportsEverythingAtOnceAndSendsNothing(t *testing.T) {
	server := serve(t, ok)
	bad := gcoresg.RuleSpec{
		Description: strings.Repeat("x", 256), EtherType: "x", PortRangeMin: gcoresg.Port(70000), PortRangeMax: gcoresg.Port(-1), Protocol: "x",
		RemoteGroupID: "x", RemoteIPPrefix: "x",
	}
	_, err := newClient(t, server).SecurityGroup(0, 8, groupID).UpdateRule(context.Background(), "x", bad)
	wantProblems(t, err, "project_id", "rule_id", "description", "direction", "ethertype", "port_range_max",
		"port_range_min", "protocol", "remote_group_id", "remote_ip_prefix", "remote_group_id")
	if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "nothing was sent") || server.count() != 0 {
		t.Errorf("sent %d times: %v", server.count(), err)
	}
}

func TestWithoutValidationSendsWhatItIsGiven(t *testing.T) {
	server := serve(t, echo)
	group := newClient(t, server, gcoresg.WithoutValidation()).SecurityGroup(7, 8, groupID)
	if _, err := group.UpdateRule(context.Background(), ruleID, gcoresg.RuleSpec{Direction: "sideways"}); err != nil {
		t.Error(err)
	}
	if server.count() != 1 || !strings.Contains(server.bodies[0], "sideways") {
		t.Errorf("sent %q", server.bodies)
	}
}
