package gcoresg_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

func TestUpdateRuleOnTheWire(t *testing.T) {
	server := serve(t, ok)
	rule, err := update(newClient(t, server, gcoresg.WithUserAgent("billing/1.4")))
	if err != nil {
		t.Fatal(err)
	}
	req := server.requests[0]
	for what, pair := range map[string][2]string{
		"method":        {req.Method, "PUT"},
		"path":          {req.RequestURI, "/base" + path},
		"Authorization": {req.Header.Get("Authorization"), "apikey " + testKey},
		"Content-Type":  {req.Header.Get("Content-Type"), "application/json"},
		"Accept":        {req.Header.Get("Accept"), "application/json"},
		"User-Agent":    {req.Header.Get("User-Agent"), "billing/1.4 gcoresg"},
		"body": {
			server.bodies[0], `{"direction":"ingress","port_range_max":443,"port_range_min":443,"protocol":"tcp",` +
				`"remote_ip_prefix":"10.0.0.0/8"` + groupInBody() + `}`,
		},
		"content length": {req.Header.Get("Content-Length"), strconv.Itoa(len(server.bodies[0]))},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is\n%s, want\n%s", what, pair[0], pair[1])
		}
	}
	want := gcoresg.Rule{
		ID: newID, SecurityGroupID: groupID, Direction: "ingress", EtherType: "IPv4", Protocol: "tcp",
		PortRangeMin: gcoresg.Port(443), PortRangeMax: gcoresg.Port(443), RemoteIPPrefix: "10.0.0.0/8",
	}
	want.CreatedAt.Time = time.Date(2019, 6, 18, 11, 56, 16, 0, time.UTC)
	want.UpdatedAt.Time = time.Date(2019, 6, 18, 11, 57, 0, 0, time.UTC)
	if !reflect.DeepEqual(*rule, want) {
		t.Errorf("rule is\n%+v, want\n%+v", *rule, want)
	}
}

func TestBasePathIsKeptAsItIsWritten(t *testing.T) {
	for base, want := range map[string]string{"": path, "/": path, "/a/b/": "/a/b" + path, "/a%2Fb": "/a%2Fb" + path} {
		server := serve(t, ok)
		if _, err := update(newClient(t, server, gcoresg.WithBaseURL(server.URL+base))); err != nil {
			t.Errorf("%q: %v", base, err)
		} else if got := server.requests[0].RequestURI; got != want {
			t.Errorf("base path %q: requested %s, want %s", base, got, want)
		}
	}
}

// groupInBody is how a body of the PUT ends: with the group of the handle where the document has a field for it.
func groupInBody() string {
	if specHasGroup() {
		return `,"security_group_id":"` + groupID + `"`
	}
	return ""
}

// TestBodies holds the bytes of the body: an omitted field is absent, null is never sent, port 0 survives.
func TestBodies(t *testing.T) {
	for name, test := range map[string]struct {
		spec gcoresg.RuleSpec
		want string
	}{
		"least": {
			gcoresg.RuleSpec{Direction: "egress"},
			`{"direction":"egress"` + groupInBody() + `}`,
		},
		"ICMP type and code 0": {
			gcoresg.RuleSpec{Direction: "ingress", Protocol: gcoresg.ProtocolICMP, PortRangeMin: gcoresg.Port(0), PortRangeMax: gcoresg.Port(0)},
			`{"direction":"ingress","port_range_max":0,"port_range_min":0,"protocol":"icmp"` + groupInBody() + `}`,
		},
		"all": {
			ofGroup(gcoresg.RuleSpec{
				Description: "<ü> & \"", Direction: "ingress", EtherType: "IPv6", Protocol: "udp",
				PortRangeMin: gcoresg.Port(1), PortRangeMax: gcoresg.Port(65535), RemoteGroupID: newID,
			}, strings.ToUpper(groupID)),
			`{"description":"\u003cü\u003e \u0026 \"","direction":"ingress","ethertype":"IPv6","port_range_max":65535,"port_range_min":1,"protocol":"udp",` +
				`"remote_group_id":"` + newID + `"` + groupInBody() + `}`,
		},
	} {
		server := serve(t, echo)
		if _, err := newClient(t, server).SecurityGroup(7, 8, groupID).UpdateRule(context.Background(), ruleID, test.spec); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if server.bodies[0] != test.want {
			t.Errorf("%s: body is\n%s, want\n%s", name, server.bodies[0], test.want)
		}
	}
}

// TestAnswersThatAreRules are answers the client must live with.
func TestAnswersThatAreRules(t *testing.T) {
	minimal := func(more string) string {
		return `{"id":"` + newID + `","direction":"ingress","security_group_id":"` + groupID + `"` + more + `}`
	}
	type asked = func(*gcoresg.RuleSpec)
	nulls := `,"description":null,"ethertype":null,"port_range_max":null,"port_range_min":null,"protocol":null,"remote_group_id":null,"remote_ip_prefix":null`
	for name, test := range map[string]struct {
		body  string
		asked asked
		ok    func(*gcoresg.Rule) bool
	}{
		"unknown field": {minimal(`,"colour":{"r":[1]}`), nil, func(r *gcoresg.Rule) bool { return r.ID == newID }},
		"unknown enum values": {minimal(`,"protocol":"112","ethertype":"IPv7"`),
			func(s *gcoresg.RuleSpec) { s.Protocol, s.EtherType = "vrrp", "IPv7" },
			func(r *gcoresg.Rule) bool { return r.Protocol == "112" && r.EtherType == "IPv7" }},
		"port 0": {minimal(`,"protocol":"icmp","port_range_min":0`),
			func(s *gcoresg.RuleSpec) { s.Protocol, s.PortRangeMin = "icmp", gcoresg.Port(0) },
			func(r *gcoresg.Rule) bool { return *r.PortRangeMin == 0 && r.PortRangeMax == nil }},
		"escapes": {minimal(`,"description":"a\u00fc\n\"b"`), func(s *gcoresg.RuleSpec) { s.Description = "aü\n\"b" },
			func(r *gcoresg.Rule) bool { return r.Description == "aü\n\"b" }},
		"time without zone": {minimal(`,"created_at":"2026-02-24T10:39:59"`), nil,
			func(r *gcoresg.Rule) bool { return r.CreatedAt.Unix() == 1771929599 }},
		"time in RFC 3339": {minimal(`,"created_at":"2026-02-24T10:39:59.5Z"`), nil,
			func(r *gcoresg.Rule) bool { return r.CreatedAt.Nanosecond() == 5e8 }},
		"times that are none": {minimal(`,"created_at":"","updated_at":7,"revision_number":"x"`), nil,
			func(r *gcoresg.Rule) bool {
				return r.CreatedAt.IsZero() && r.UpdatedAt.IsZero() && r.RevisionNumber == 0
			}},
		"names in other case": {
			strings.ReplaceAll(minimal(""), `"id"`, `"ID"`), nil, func(r *gcoresg.Rule) bool { return r.ID == newID },
		},
		"white space": {
			" \r\n" + minimal("\t") + "\n ", nil, func(r *gcoresg.Rule) bool { return r.ID == newID },
		},
		"null wherever it may": {minimal(nulls), nil,
			func(r *gcoresg.Rule) bool { return r.Protocol == "" && r.PortRangeMin == nil }},
	} {
		server := serve(t, answer(200, test.body))
		wanted := gcoresg.RuleSpec{Direction: "ingress"}
		if test.asked != nil {
			test.asked(&wanted)
		}
		group := newClient(t, server, gcoresg.WithoutValidation(), gcoresg.WithoutReconcile()).SecurityGroup(7, 8, groupID)
		rule, err := group.UpdateRule(context.Background(), ruleID, wanted)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !test.ok(rule) {
			t.Errorf("%s: decoded to %+v", name, rule)
		}
	}
}

// TestSpecOfCopiesEveryField goes by reflection: a field that a new revision brings must not be forgotten, which
// would reset it.
func TestSpecOfCopiesEveryField(t *testing.T) {
	var rule gcoresg.Rule
	if err := json.Unmarshal([]byte(strings.NewReplacer(`"description":null`, `"description":"d"`, `"remote_group_id":null`, `"remote_group_id":"g"`).Replace(ruleBody)), &rule); err != nil {
		t.Fatal(err)
	}
	got, from := reflect.ValueOf(gcoresg.SpecOf(&rule)), reflect.ValueOf(rule)
	for i := range got.NumField() {
		name := got.Type().Field(i).Name
		if name == "SecurityGroupID" {
			if !got.Field(i).IsZero() {
				t.Error("the group is in the spec; it belongs to the handle")
			}
			continue
		}
		if got.Field(i).IsZero() || !reflect.DeepEqual(got.Field(i).Interface(), from.FieldByName(name).Interface()) {
			t.Errorf("%s is %v, want %v", name, got.Field(i), from.FieldByName(name))
		}
	}
	copied := gcoresg.SpecOf(&rule)
	*copied.PortRangeMin = 1
	if *rule.PortRangeMin != 443 {
		t.Error("the spec shares its ports with the rule")
	}
}
