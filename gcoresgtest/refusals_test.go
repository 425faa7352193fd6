package gcoresgtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

func TestNotFound(t *testing.T) {
	srv := gcoresgtest.New(t)
	group, other := srv.AddGroup(project, region, web()), srv.AddGroup(project, region, web())
	abroad := srv.AddGroup(project, region+1, web())
	for _, tt := range [][3]string{
		{"GET", groupPath(somebody), "Security group " + somebody}, {"GET", groupPath(abroad), "Security group " + abroad},
		{"POST", rulesPath(somebody), "Security group " + somebody}, {"POST", rulesPath(abroad), "Security group " + abroad},
		{"DELETE", rulesPath(group) + "/" + somebody, "Security group rule " + somebody},
		{"DELETE", rulesPath(group) + "/" + srv.Rules(other)[0].ID, "Security group rule " + srv.Rules(other)[0].ID},
		{"DELETE", rulesPath(abroad) + "/" + srv.Rules(abroad)[0].ID, "Security group " + abroad},
		{"GET", taskPath(somebody), "Task " + somebody},
	} {
		body := ""
		if tt[0] == "POST" {
			body = webBody
		}
		got := mustSend(t, srv, tt[0], tt[1], body)
		wantStatus(t, got, http.StatusNotFound)
		if f := got.failure(t); f.Class != "NotFoundError" || f.Message != tt[2]+" could not be found" {
			t.Errorf("%s %s: %+v", tt[0], tt[1], f)
		}
	}
	wantNoViolations(t, srv)
}

func TestRefusedCreates(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	for body, want := range map[string]string{
		`{"direction":"ingress","protocol":"any"}`:                     "protocol",
		`{"direction":"ingress","protocol":null}`:                      "protocol",
		`{"protocol":"tcp"}`:                                           "direction",
		`{"direction":"ingress","remote_group_id":"x"}`:                "remote_group_id",
		`{"direction":"ingress","remote_ip_prefix":"10.0.0.1/8"}`:      "remote_ip_prefix",
		`{"direction":"egress"}`:                                       "port 25",
		`{"direction":"ingress","protocol":"icmp","ethertype":"IPv6"}`: "icmp",
		``: "Invalid JSON",
	} {
		got := mustSend(t, srv, "POST", rulesPath(group), body)
		wantStatus(t, got, http.StatusBadRequest)
		if f := got.failure(t); f.Class != "ValidationError" || !strings.Contains(f.Message, want) {
			t.Errorf("%s: %+v, want a ValidationError about %s", body, f, want)
		}
	}
	if n := len(srv.Violations()); n != 6 {
		t.Errorf("%d violations, want 6, since the document does not know of the port and the family: %v", n, srv.Violations())
	}
	wantStatus(t, mustSend(t, srv, "DELETE", rulesPath(group)+"/x", ""), http.StatusBadRequest)
	if now := ids(srv, group); len(now) != 0 {
		t.Errorf("the group holds %v", now)
	}
}

func TestDoublesAndFullGroups(t *testing.T) {
	byTask := []gcoresgtest.Option{gcoresgtest.WithRefusalsByTask(), gcoresgtest.WithTaskDuration(0)}
	for _, opts := range [][]gcoresgtest.Option{nil, byTask} {
		srv := gcoresgtest.New(t, append(opts, gcoresgtest.WithRuleLimit(2))...)
		group := srv.AddGroup(project, region, gcoresg.RuleSpec{Direction: "ingress", Protocol: "vrrp"})
		there := srv.Rules(group)[0]
		refused := func(body string, status int, class, message string) {
			t.Helper()
			if opts != nil {
				got := read(t, srv, start(t, srv, "POST", rulesPath(group), body))
				if got.State != "ERROR" || got.Error == nil || *got.Error != message || got.CreatedResources != nil {
					t.Errorf("task %+v, want the error %q", got, message)
				}
				return
			}
			got := mustSend(t, srv, "POST", rulesPath(group), body)
			wantStatus(t, got, status)
			if f := got.failure(t); f.Class != class || f.Message != message {
				t.Errorf("%+v, want %s %q", f, class, message)
			}
		}
		refused(`{"direction":"ingress","protocol":"vrrp","description":"again"}`, 409, "ConflictError", "Security group rule already exists. Rule id is "+there.ID+".")
		start(t, srv, "POST", rulesPath(group), webBody)
		srv.FinishTasks()
		refused(dnsBody, 400, "QuotaLimitExceed", "Quota limit for firewall_rule_count exceeded by 1")
		if n := len(srv.Rules(group)); n != 2 {
			t.Errorf("the group holds %d rules, want 2", n)
		}
		// The PUT leaves room for itself.
		wantStatus(t, mustSend(t, srv, "PUT", rulePath(there.ID), bodyFor(group, `,"protocol":"ah"`)), http.StatusOK)
		wantNoViolations(t, srv)
	}
}

func TestTheVendorsLimit(t *testing.T) {
	srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(0))
	group := srv.AddGroup(project, region)
	for i := range 249 {
		srv.AddRule(group, gcoresg.RuleSpec{Direction: "ingress", Protocol: "tcp", PortRangeMin: gcoresg.Port(i + 1000), PortRangeMax: gcoresg.Port(i + 1000)})
	}
	start(t, srv, "POST", rulesPath(group), webBody)
	got := mustSend(t, srv, "POST", rulesPath(group), dnsBody)
	wantStatus(t, got, http.StatusBadRequest)
	if f := got.failure(t); string(f.Info) != `{"attribute":"firewall_rule_count","current_usage":250,"limit":250,"requested_usage":251}` {
		t.Errorf("info %s", f.Info)
	}
}

// Another user can change the group between the answer and the work.
func TestTasksLookAgain(t *testing.T) {
	srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(time.Hour))
	group, other := srv.AddGroup(project, region), srv.AddGroup(project, region)
	create := start(t, srv, "POST", rulesPath(group), webBody)
	spec := web()
	spec.RemoteIPPrefix = ""
	double := srv.AddRule(group, spec)
	gone := srv.AddRule(other, web())
	remove := start(t, srv, "DELETE", rulesPath(other)+"/"+gone.ID, "")
	srv.RemoveRule(other, gone.ID)
	srv.FinishTasks()
	for id, want := range map[string]string{create: double.ID, remove: gone.ID} {
		if got := read(t, srv, id); got.State != "ERROR" || got.Error == nil || !strings.Contains(*got.Error, want) {
			t.Errorf("task %+v, want an error that names %s", got, want)
		}
	}
	wantNoViolations(t, srv)
}

func TestOptionsAreChecked(t *testing.T) {
	_, err := gcoresgtest.Start(gcoresgtest.WithTaskDuration(-1), gcoresgtest.WithRuleLimit(0))
	if err == nil || !strings.Contains(err.Error(), "WithTaskDuration") || !strings.Contains(err.Error(), "WithRuleLimit") {
		t.Errorf("error %v, want both mistakes", err)
	}
}
