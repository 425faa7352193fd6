package gcoresgtest_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

func TestRequestsThatDoNotFitTheDocument(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	rule := srv.AddRule(group, web())
	bodies := map[string]struct{ path, body, field string }{
		"a direction":      {rulePath(rule.ID), `{"direction":"in","security_group_id":"` + group + `"}`, "direction"},
		"a protocol":       {rulePath(rule.ID), bodyFor(group, `,"protocol":"tpc"`), "protocol"},
		"an ethertype":     {rulePath(rule.ID), bodyFor(group, `,"ethertype":"ipv4"`), "ethertype"},
		"a port too high":  {rulePath(rule.ID), bodyFor(group, `,"port_range_max":65536`), "port_range_max"},
		"a port below 0":   {rulePath(rule.ID), bodyFor(group, `,"port_range_min":-1`), "port_range_min"},
		"a port in quotes": {rulePath(rule.ID), bodyFor(group, `,"port_range_min":"80"`), "port_range_min"},
		"a long text":      {rulePath(rule.ID), bodyFor(group, `,"description":"`+strings.Repeat("é", 256)+`"`), "description"},
		"an old UUID":      {rulePath(rule.ID), bodyFor(group, `,"remote_group_id":"11111111-1111-1111-8111-111111111111"`), "remote_group_id"},
		"an empty prefix":  {rulePath(rule.ID), bodyFor(group, `,"remote_ip_prefix":""`), "remote_ip_prefix"},
		"host bits":        {rulePath(rule.ID), bodyFor(group, `,"remote_ip_prefix":"10.0.0.1/8"`), "remote_ip_prefix"},
		"an array":         {rulePath(rule.ID), `[]`, "body"},
		"a rule id":        {rulePath("7"), bodyFor(group, ""), "rule_id"},
		"a project id":     {strings.Replace(rulePath(rule.ID), "/7/", "/seven/", 1), bodyFor(group, ""), "project_id"},
		"an escaped rule":  {rulePath("a%2Fb"), bodyFor(group, ""), "rule_id"},
	}
	for _, field := range updateBody(t).Required {
		lacking := strings.Replace(bodyFor(group, ""), `"`+field+`"`, `"other"`, 1)
		bodies["no "+field] = struct{ path, body, field string }{rulePath(rule.ID), lacking, field}
	}
	for field, schema := range updateBody(t).Properties {
		wrong := strings.TrimSuffix(strings.Replace(bodyFor(group, ""), `"`+field+`"`, `"other"`, 1), "}") + `,"` + field + `":`
		bodies["an array of "+field] = struct{ path, body, field string }{rulePath(rule.ID), wrong + `["ingress"]}`, field}
		if !takesNull(schema.Value) {
			bodies["a null "+field] = struct{ path, body, field string }{rulePath(rule.ID), wrong + `null}`, field}
		}
	}
	for name, tt := range bodies {
		t.Run(name, func(t *testing.T) {
			before := len(srv.Violations())
			got := mustSend(t, srv, "PUT", tt.path, tt.body)
			wantStatus(t, got, http.StatusBadRequest)
			f := got.failure(t)
			if f.Class != "ValidationError" || len(f.InvalidFields) != 1 || len(f.InvalidFields[tt.field]) == 0 || f.RequestID == "" {
				t.Errorf("want a ValidationError about %s, got %+v", tt.field, f)
			}
			if !strings.HasPrefix(f.Message, "Validation Error: {'"+tt.field+"': ['") || strings.Contains(f.Message, "\n") {
				t.Errorf("message %q", f.Message)
			}
			after := srv.Violations()
			if len(after) != before+1 || !strings.Contains(after[before].String(), tt.field) || after[before].Operation != gcoresgtest.UpdateRule {
				t.Errorf("violations %v, want one more, about %s", after[before:], tt.field)
			}
		})
	}
	if now := ids(srv, group); !slices.Equal(now, []string{rule.ID}) {
		t.Errorf("the group holds %v", now)
	}
}

func TestEveryProblemIsNamed(t *testing.T) {
	srv := gcoresgtest.New(t)
	f := mustSend(t, srv, "PUT", rulePath(somebody), `{"protocol":"x"}`).failure(t)
	missing := updateBody(t).Required // and the protocol is wrong
	if want := []string{"Field required"}; len(f.InvalidFields) != len(missing)+1 || !slices.Equal(f.InvalidFields["direction"], want) {
		t.Errorf("invalid fields %v", f.InvalidFields)
	}
	f = mustSend(t, srv, "POST", rulesPath("x"), `{"port_range_min":-1,"remote_group_id":"x"}`).failure(t)
	want := map[string][]string{
		"group_id": {"'x' is not valid uuid4: want a UUID of version 4"}, "direction": {"Field required"},
		"port_range_min": {"minimum: got -1, want 0"}, "remote_group_id": {"'x' is not valid uuid4: want a UUID of version 4"},
	}
	if !maps.EqualFunc(f.InvalidFields, want, slices.Equal) {
		t.Errorf("invalid fields %v, want %v", f.InvalidFields, want)
	}
}

func TestBodiesThatAreNoJSON(t *testing.T) {
	srv := gcoresgtest.New(t)
	for _, body := range []string{"", "{", `{"direction":}`, "direction=ingress"} {
		got := mustSend(t, srv, "PUT", rulePath(somebody), body)
		wantStatus(t, got, http.StatusBadRequest)
		f := got.failure(t)
		if !strings.HasPrefix(f.Message, "Validation Error: Invalid JSON: ") || f.RequestID != "" || f.InvalidFields != nil {
			t.Errorf("%q: %+v", body, f)
		}
	}
	form := func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }
	wantStatus(t, mustSend(t, srv, "PUT", rulePath(somebody), bodyFor(somebody, ""), form), http.StatusBadRequest)
	if n := len(srv.Violations()); n != 5 {
		t.Errorf("%d violations, want 5: %v", n, srv.Violations())
	}
}

func TestWhatTheDocumentAllows(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	allowed := []string{
		"", webFields, `,"protocol":"any"`, `,"new_field":[1]`,
		`,"description":"` + strings.Repeat("é", 255) + `"`, `,"remote_group_id":"` + group + `"`, `,"remote_ip_prefix":"192.0.2.1"`,
		`,"ethertype":"IPv6","remote_ip_prefix":"2001:db8::/32"`,
	}
	for field, schema := range updateBody(t).Properties {
		if takesNull(schema.Value) {
			allowed = append(allowed, `,"`+field+`":null`)
		}
	}
	for _, fields := range allowed {
		rule := srv.AddRule(group, web())
		wantStatus(t, mustSend(t, srv, "PUT", rulePath(rule.ID), bodyFor(group, fields)), http.StatusOK)
		srv.RemoveRule(group, srv.Rules(group)[0].ID)
	}
	wantNoViolations(t, srv)
}

func TestNeutronAndTheVendorRefuse(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	rule := srv.AddRule(group, web())
	egress := func(fields string) string { return strings.Replace(bodyFor(group, fields), "ingress", "egress", 1) }
	const port25 = "port 25"
	for body, want := range map[string]string{
		bodyFor(group, `,"protocol":"icmp","ethertype":"IPv6"`):  "icmp",
		bodyFor(group, `,"protocol":"tcp","port_range_min":5`):   "port_range",
		bodyFor(group, `,"port_range_min":5,"port_range_max":5`): "protocol",
		egress(``):                  port25,
		egress(`,"protocol":"any"`): port25,
		egress(`,"protocol":"tcp"`): port25,
		egress(`,"protocol":"udp","port_range_min":25,"port_range_max":25`):         port25,
		egress(`,"protocol":"tcp","port_range_min":1,"port_range_max":65535`):       port25,
		egress(`,"protocol":"tcp","port_range_min":26,"port_range_max":65535`):      "",
		egress(`,"protocol":"tcp","port_range_min":1,"port_range_max":24`):          "",
		egress(`,"protocol":"icmp"`):                                                "",
		bodyFor(group, `,"protocol":"tcp","port_range_min":25,"port_range_max":25`): "",
	} {
		got := mustSend(t, srv, "PUT", rulePath(rule.ID), body)
		if want == "" {
			wantStatus(t, got, http.StatusOK)
			rule = srv.Rules(group)[0]
			continue
		}
		wantStatus(t, got, http.StatusBadRequest)
		if f := got.failure(t); f.Class != "ValidationError" || !strings.Contains(f.Message, want) {
			t.Errorf("%s: %+v, want a ValidationError about %s", body, f, want)
		}
		if now := ids(srv, group); !slices.Equal(now, []string{rule.ID}) {
			t.Errorf("%s: the group holds %v, want the old rule", body, now)
		}
	}
	wantNoViolations(t, srv) // The document says nothing of these.
}

func TestDuplicates(t *testing.T) {
	world := gcoresg.RuleSpec{Direction: "ingress"}
	for name, tt := range map[string]struct {
		has  gcoresg.RuleSpec
		body string
		want bool
	}{
		"the same":            {web(), webFields + `,"remote_ip_prefix":"10.0.0.0/8"`, true},
		"another description": {web(), webFields + `,"remote_ip_prefix":"10.0.0.0/8","description":"new"`, true},
		"ethertype spelled":   {web(), webFields + `,"remote_ip_prefix":"10.0.0.0/8","ethertype":"IPv4"`, true},
		"another prefix":      {web(), webFields + `,"remote_ip_prefix":"11.0.0.0/8"`, false},
		"no prefix":           {web(), webFields, false},
		"another port":        {web(), `,"protocol":"tcp","port_range_min":443,"port_range_max":444,"remote_ip_prefix":"10.0.0.0/8"`, false},
		"another protocol":    {web(), `,"protocol":"udp","port_range_min":443,"port_range_max":443,"remote_ip_prefix":"10.0.0.0/8"`, false},
		"any is none":         {world, `,"protocol":"any"`, true},
		"the world is none":   {world, `,"remote_ip_prefix":"0.0.0.0/0"`, true},
		"another family":      {world, `,"ethertype":"IPv6"`, false},
		"a group is not none": {world, `,"remote_group_id":"` + somebody + `"`, false},
		"a mask":              {web(), webFields + `,"remote_ip_prefix":"10.0.0.0/255.0.0.0"`, true},
		"a single address":    {gcoresg.RuleSpec{Direction: "ingress", RemoteIPPrefix: "192.0.2.1"}, `,"remote_ip_prefix":"192.0.2.1/32"`, true},
		"a type is not none":  {gcoresg.RuleSpec{Direction: "ingress", Protocol: "icmp"}, `,"protocol":"icmp","port_range_min":0,"port_range_max":0`, false},
		"the world of IPv6":   {gcoresg.RuleSpec{Direction: "ingress", EtherType: "IPv6", RemoteIPPrefix: "::/0"}, `,"ethertype":"IPv6"`, true},
	} {
		t.Run(name, func(t *testing.T) {
			srv := gcoresgtest.New(t)
			group := srv.AddGroup(project, region)
			there := srv.AddRule(group, tt.has)
			rule := srv.AddRule(group, gcoresg.RuleSpec{Direction: "ingress", Protocol: "vrrp"})
			got := mustSend(t, srv, "PUT", rulePath(rule.ID), bodyFor(group, tt.body))
			if !tt.want {
				wantStatus(t, got, http.StatusOK)
				return
			}
			wantStatus(t, got, http.StatusConflict)
			f := got.failure(t)
			if f.Class != "ConflictError" || f.Message != "Security group rule already exists. Rule id is "+there.ID+"." {
				t.Errorf("%+v", f)
			}
			if now := ids(srv, group); !slices.Equal(now, []string{there.ID, rule.ID}) {
				t.Errorf("the group holds %v: a refused update changes nothing", now)
			}
			// The rule that the PUT replaces is no duplicate of itself.
			wantStatus(t, mustSend(t, srv, "PUT", rulePath(there.ID), bodyFor(group, tt.body)), http.StatusOK)
		})
	}
}
