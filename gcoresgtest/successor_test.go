package gcoresgtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

func groupPath(groupID string) string {
	return fmt.Sprintf("/cloud/v1/securitygroups/%d/%d/%s", project, region, groupID)
}

func rulesPath(groupID string) string {
	return fmt.Sprintf("/cloud/v2/security_groups/%d/%d/%s/rules", project, region, groupID)
}

func taskPath(taskID string) string { return "/cloud/v1/tasks/" + taskID }

const (
	webBody = `{"direction":"ingress","protocol":"tcp","port_range_min":443,"port_range_max":443}`
	dnsBody = `{"direction":"ingress","protocol":"udp","port_range_min":53,"port_range_max":53}`
)

// start sends a request that has to start a task, and returns the id of the task.
func start(t *testing.T, srv *gcoresgtest.Server, method, path, body string) string {
	t.Helper()
	got := mustSend(t, srv, method, path, body)
	var answer struct{ Tasks []string }
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || got.StatusCode != 200 || len(answer.Tasks) != 1 {
		t.Fatalf("%s %s: %d %s, want one task", method, path, got.StatusCode, got.body)
	}
	return answer.Tasks[0]
}

// task is what the tests read of a task.
type task struct {
	ID               string
	State            string
	Type             string  `json:"task_type"`
	CreatedOn        string  `json:"created_on"`
	FinishedOn       *string `json:"finished_on"`
	Error            *string
	CreatedResources *struct {
		Rules []string `json:"security_group_rules"`
	} `json:"created_resources"`
}

func read(t *testing.T, srv *gcoresgtest.Server, taskID string) task {
	t.Helper()
	got := mustSend(t, srv, "GET", taskPath(taskID), "")
	wantStatus(t, got, http.StatusOK)
	var answer task
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestTaskFromBeginningToEnd(t *testing.T) {
	srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(time.Hour))
	group := srv.AddGroup(project, region)
	id := start(t, srv, "POST", rulesPath(group), webBody)
	got := read(t, srv, id)
	if got.ID != id || got.State != "NEW" || got.Type != "create_security_group_rule" || got.CreatedResources != nil || got.Error != nil ||
		got.FinishedOn != nil || !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`).MatchString(got.CreatedOn) {
		t.Errorf("at first %+v", got)
	}
	if now := ids(srv, group); len(now) != 0 {
		t.Errorf("the group holds %v while the task runs", now)
	}

	srv.FinishTasks()
	got = read(t, srv, id)
	if now := ids(srv, group); got.State != "FINISHED" || got.FinishedOn == nil || got.Error != nil || got.CreatedResources == nil ||
		len(now) != 1 || !slices.Equal(got.CreatedResources.Rules, now) {
		t.Fatalf("at last %+v, the group holds %v", got, now)
	}

	rule := srv.Rules(group)[0]
	id = start(t, srv, "DELETE", rulesPath(group)+"/"+rule.ID, "")
	if now := ids(srv, group); len(now) != 1 {
		t.Error("the rule is gone while the task runs")
	}
	srv.FinishTasks()
	got = read(t, srv, id)
	if now := ids(srv, group); got.State != "FINISHED" || got.Type != "delete_security_group_rule" || got.CreatedResources != nil || len(now) != 0 {
		t.Errorf("the delete came to %+v, the group holds %v", got, now)
	}
	wantNoViolations(t, srv)
}

func TestTasksEndByThemselves(t *testing.T) {
	const d = 60 * time.Millisecond
	srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(d))
	group := srv.AddGroup(project, region)
	begin := time.Now()
	id := start(t, srv, "POST", rulesPath(group), webBody)
	var states []string
	for time.Since(begin) < 10*time.Second {
		state := read(t, srv, id).State
		if len(states) == 0 || states[len(states)-1] != state {
			states = append(states, state)
		}
		if state == "FINISHED" {
			break
		}
		time.Sleep(time.Millisecond)
	}
	// A slow machine may miss a state in between; none may come back.
	if !slices.Equal(states, []string{"NEW", "RUNNING", "FINISHED"}) && (len(states) > 2 || states[len(states)-1] != "FINISHED") {
		t.Errorf("states %v", states)
	}
	if took := time.Since(begin); took < d {
		t.Errorf("the task took %s, want at least %s", took, d)
	}

	// The server's own view is up to date although nobody has read the task.
	at := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(0))
	group = at.AddGroup(project, region)
	id = start(t, at, "POST", rulesPath(group), webBody)
	if len(at.Rules(group)) != 1 || read(t, at, id).State != "FINISHED" {
		t.Error("a task that takes no time has not finished")
	}
}

func TestTheGroupIsLockedWhileATaskRuns(t *testing.T) {
	srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(time.Hour))
	group, other := srv.AddGroup(project, region), srv.AddGroup(project, region)
	rule := srv.AddRule(group, gcoresg.RuleSpec{Direction: "ingress", Protocol: "vrrp"})
	id := start(t, srv, "POST", rulesPath(group), webBody)
	writes := map[string][2]string{
		"create": {"POST", rulesPath(group)}, "delete": {"DELETE", rulesPath(group) + "/" + rule.ID}, "update": {"PUT", rulePath(rule.ID)},
	}
	for name, write := range writes {
		body := map[string]string{"create": dnsBody, "update": bodyFor(group, "")}[name]
		got := mustSend(t, srv, write[0], write[1], body)
		wantStatus(t, got, http.StatusConflict)
		want := "Operation on resource `" + group + "` currently locked by running task `create_security_group_rule` with id `" + id + "` ("
		if f := got.failure(t); f.Class != "ConflictError" || !strings.HasPrefix(f.Message, want) {
			t.Errorf("%s: %+v", name, f)
		}
	}
	wantStatus(t, mustSend(t, srv, "GET", groupPath(group), ""), http.StatusOK)
	start(t, srv, "POST", rulesPath(other), webBody)
	srv.FinishTasks()
	start(t, srv, "DELETE", rulesPath(group)+"/"+rule.ID, "")
	srv.FinishTasks()
	if got := srv.Rules(group); len(got) != 1 || got[0].Protocol != "tcp" || len(srv.Rules(other)) != 1 {
		t.Errorf("the group holds %+v", got)
	}
	wantNoViolations(t, srv)
}

func TestGetGroup(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	got := mustSend(t, srv, "GET", groupPath(group), "")
	if !strings.Contains(got.body, `"security_group_rules":[]`) {
		t.Errorf("an empty group is %s", got.body)
	}
	first := srv.AddRule(group, gcoresg.RuleSpec{Direction: "egress"})
	second := srv.AddRule(group, web())
	got = mustSend(t, srv, "GET", groupPath(group), "")
	wantStatus(t, got, http.StatusOK)
	var answer struct {
		ID    string
		Rules []map[string]any `json:"security_group_rules"`
	}
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.ID != group || len(answer.Rules) != 2 || answer.Rules[0]["id"] != first.ID || answer.Rules[1]["id"] != second.ID {
		t.Fatalf("answer %+v", answer)
	}
	rule := answer.Rules[0]
	if value, present := rule["protocol"]; !present || value != nil || len(rule) != 13 ||
		!strings.HasSuffix(fmt.Sprint(rule["created_at"]), "+0000") {
		t.Errorf("rule %v, want every key of the document and null for any protocol", rule)
	}
	wantNoViolations(t, srv)
}

// Create first, delete then: at no moment is there neither rule.
func TestOnChangeSeesNoGap(t *testing.T) {
	srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(0))
	group := srv.AddGroup(project, region, web())
	var counts []int
	srv.OnChange(func(_ string, rules []gcoresg.Rule) { counts = append(counts, len(rules)) })
	old := srv.Rules(group)[0]
	start(t, srv, "POST", rulesPath(group), dnsBody)
	start(t, srv, "DELETE", rulesPath(group)+"/"+old.ID, "")
	if left := srv.Rules(group); len(left) != 1 || left[0].Protocol != "udp" || !slices.Equal(counts, []int{2, 1}) {
		t.Errorf("the group held %v rules and holds %+v", counts, left)
	}
}
