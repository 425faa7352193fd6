//lint:file-ignore SA1019 the fake of the deprecated operation is used on purpose

package gcoresgtest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

func TestUpdateMakesAnotherRule(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	old := srv.AddRule(group, gcoresg.RuleSpec{
		Direction: gcoresg.DirectionEgress, EtherType: gcoresg.EtherTypeIPv6, Description: "before", RemoteIPPrefix: "2001:db8::/32",
	})

	got := mustSend(t, srv, "PUT", rulePath(old.ID), bodyFor(group, webFields))
	wantStatus(t, got, http.StatusOK)
	wantNoViolations(t, srv)

	var fields map[string]any
	if err := json.Unmarshal([]byte(got.body), &fields); err != nil {
		t.Fatal(err)
	}
	created, updated := fields["created_at"], fields["updated_at"]
	if want := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$`); !want.MatchString(fmt.Sprint(created)) || created != updated {
		t.Errorf("created_at %v, updated_at %v: want the same time in the form 2006-01-02T15:04:05+0000", created, updated)
	}
	id := fmt.Sprint(fields["id"])
	if id == old.ID {
		t.Error("the rule kept its id")
	}
	for _, name := range []string{"id", "created_at", "updated_at"} {
		delete(fields, name)
	}
	want := map[string]any{
		"security_group_id": group, "direction": "ingress", "ethertype": "IPv4", "protocol": "tcp",
		"port_range_min": 443.0, "port_range_max": 443.0, "revision_number": 0.0,
		"description": nil, "remote_group_id": nil, "remote_ip_prefix": nil,
	}
	if fmt.Sprint(fields) != fmt.Sprint(want) {
		t.Errorf("answer\n%v\nwant\n%v", fields, want)
	}
	if now := ids(srv, group); !slices.Equal(now, []string{id}) {
		t.Errorf("the group holds %v, want only %s", now, id)
	}

	again := mustSend(t, srv, "PUT", rulePath(old.ID), bodyFor(group, webFields))
	wantStatus(t, again, http.StatusNotFound)
	f := again.failure(t)
	if f.Class != "NotFoundError" || f.Message != "Security group rule "+old.ID+" could not be found" || f.RequestID == "" {
		t.Errorf("answer %+v", f)
	}
}

func TestUpdateThroughTheClient(t *testing.T) {
	for _, opts := range [][]gcoresgtest.Option{nil, {gcoresgtest.WithTLS()}, {gcoresgtest.WithBasePath("")}, {gcoresgtest.WithBasePath("/a/b/")}} {
		srv := gcoresgtest.New(t, opts...)
		group := srv.AddGroup(project, region, web())
		old := srv.Rules(group)[0]
		spec := gcoresg.SpecOf(&old)
		spec.Protocol, spec.PortRangeMin, spec.PortRangeMax = gcoresg.ProtocolICMP, gcoresg.Port(0), gcoresg.Port(0)
		client := srv.Client(gcoresg.WithDeprecationHandler(nil))
		rule, err := client.SecurityGroup(project, region, group).UpdateRule(t.Context(), old.ID, spec)
		if err != nil {
			t.Fatal(err)
		}
		now := srv.Rules(group)
		if len(now) != 1 || now[0].ID != rule.ID || rule.ID == old.ID || *now[0].PortRangeMin != 0 {
			t.Errorf("the client got %+v, the group holds %+v", rule, now)
		}
		if !rule.CreatedAt.Equal(now[0].CreatedAt.Time) {
			t.Errorf("created at %v, the server says %v", rule.CreatedAt, now[0].CreatedAt)
		}
		wantNoViolations(t, srv)
	}
}

// The header has an underscore and lower case letters on the wire; net/http hides that from its users.
func TestRequestIDOnTheWire(t *testing.T) {
	srv := gcoresgtest.New(t, gcoresgtest.WithBasePath(""))
	for _, path := range []string{"/", rulePath(somebody)} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path)
		found := false
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			found = found || regexp.MustCompile(`^request_id: [0-9a-f]{32}$`).MatchString(lines.Text())
		}
		conn.Close()
		if !found {
			t.Errorf("%s: no line \"request_id: <32 hex>\"", path)
		}
	}
}

func TestIDs(t *testing.T) {
	ids := func(opts ...gcoresgtest.Option) []string {
		srv := gcoresgtest.New(t, opts...)
		group := srv.AddGroup(1, 1)
		list := []string{group}
		for range 50 {
			list = append(list, srv.AddRule(group, web()).ID)
		}
		return list
	}
	first, second, other := ids(), ids(), ids(gcoresgtest.WithSeed(2))
	if !slices.Equal(first, second) {
		t.Error("two servers give different ids")
	}
	if slices.Equal(first, other) {
		t.Error("another seed gives the same ids")
	}
	for _, id := range first {
		if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
			t.Errorf("%s is no UUID of version 4", id)
		}
	}
	slices.Sort(first)
	if len(slices.Compact(first)) != 51 {
		t.Error("an id was given twice")
	}
}

func TestUpdateSearchesInPlace(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	abroad := srv.AddGroup(project, region+1)
	rule := srv.AddRule(group, web())
	type lost struct{ path, body, missing string }
	searches := []lost{
		{fmt.Sprintf("/cloud/v1/securitygrouprules/%d/%d/%s", project, region+1, rule.ID), bodyFor(abroad, ""), "rule " + rule.ID},
		{fmt.Sprintf("/cloud/v1/securitygrouprules/%d/%d/%s", project+1, region, rule.ID), bodyFor(group, ""), "rule " + rule.ID},
		{rulePath(somebody), bodyFor(group, ""), "rule " + somebody},
		{rulePath(group), bodyFor(group, ""), "rule " + group},
	}
	if namesGroup(t) {
		searches = append(searches, lost{rulePath(rule.ID), bodyFor(somebody, ""), somebody}, lost{rulePath(rule.ID), bodyFor(abroad, ""), abroad})
	}
	for _, tt := range searches {
		got := mustSend(t, srv, "PUT", tt.path, tt.body)
		wantStatus(t, got, http.StatusNotFound)
		f := got.failure(t)
		if f.Class != "NotFoundError" || f.Message != "Security group "+tt.missing+" could not be found" || f.RequestID != got.Header.Get("request_id") {
			t.Errorf("%s: %+v", tt.path, f)
		}
	}
	if now := ids(srv, group); !slices.Equal(now, []string{rule.ID}) {
		t.Errorf("the group holds %v", now)
	}
}

func TestOnChangeSeesTheGap(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	keep := srv.AddRule(group, gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolVRRP})
	old := srv.AddRule(group, web())
	var seen [][]gcoresg.Rule
	srv.OnChange(func(id string, rules []gcoresg.Rule) {
		if id != group {
			t.Errorf("change of group %s, want %s", id, group)
		}
		seen = append(seen, rules)
	})
	wantStatus(t, mustSend(t, srv, "PUT", rulePath(old.ID), bodyFor(group, webFields)), http.StatusOK)
	if !srv.RemoveRule(group, keep.ID) || srv.RemoveRule(group, keep.ID) {
		t.Error("RemoveRule has to report whether the rule was there")
	}
	var texts []string
	for _, rules := range seen {
		text := ""
		for _, r := range rules {
			text += string(r.Protocol) + " "
		}
		texts = append(texts, text)
	}
	if want := []string{"vrrp ", "vrrp tcp ", "tcp "}; !slices.Equal(texts, want) {
		t.Errorf("changes %q, want %q", texts, want)
	}
}

// What a test does with the rules it was given is not the server's concern.
func TestSnapshotsAreCopies(t *testing.T) {
	srv := gcoresgtest.New(t)
	port := gcoresg.Port(80)
	group := srv.AddGroup(project, region, gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP, PortRangeMin: port, PortRangeMax: port})
	*port = 1
	*srv.Rules(group)[0].PortRangeMin = 2
	if now := *srv.Rules(group)[0].PortRangeMin; now != 80 {
		t.Errorf("port %d, want 80", now)
	}
	added := srv.AddRule(group, web())
	*added.PortRangeMin = 3
	if now := *srv.Rules(group)[1].PortRangeMin; now != 443 {
		t.Errorf("port %d of the rule that was added, want 443", now)
	}
}

func TestStoredForm(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	for given, want := range map[string]string{"192.0.2.1": "192.0.2.1/32", "2001:DB8::1": "2001:db8::1/128", "10.0.0.0/8": "10.0.0.0/8", "": ""} {
		if rule := srv.AddRule(group, gcoresg.RuleSpec{Direction: "ingress", RemoteIPPrefix: given}); rule.RemoteIPPrefix != want {
			t.Errorf("prefix %q is kept as %q, want %q", given, rule.RemoteIPPrefix, want)
		}
	}
	if rule := srv.AddRule(group, gcoresg.RuleSpec{Direction: "ingress", Protocol: gcoresg.ProtocolAny}); rule.Protocol != "" {
		t.Errorf("any is kept as %q; the API has null for it", rule.Protocol)
	}
}

// TestBodyIsReadAsTheDocumentReadsIt: encoding/json would take Description for description, and 443.0 for no integer at
// all.
func TestBodyIsReadAsTheDocumentReadsIt(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	rule := srv.AddRule(group, web())
	body := bodyFor(group, `,"protocol":"tcp","port_range_min":443.0,"port_range_max":4.44e2,"Description":"x","Direction":"egress","new":1e400`)
	wantStatus(t, mustSend(t, srv, "PUT", rulePath(rule.ID), body), http.StatusOK)
	got := srv.Rules(group)[0]
	if got.PortRangeMin == nil || *got.PortRangeMin != 443 || got.PortRangeMax == nil || *got.PortRangeMax != 444 || got.Description != "" || got.Direction != gcoresg.DirectionIngress {
		t.Errorf("the server made %+v", got)
	}
}
