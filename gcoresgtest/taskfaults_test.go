package gcoresgtest_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestTaskFaults tells for each fault what the task comes to, and how many rules there are after a create and after a
// delete.
func TestTaskFaults(t *testing.T) {
	const before, after = gcoresgtest.BeforeActing, gcoresgtest.AfterActing
	for name, tt := range map[string]struct {
		fault gcoresgtest.Fault
		state string // empty for a task that cannot be read
		text  string
		acts  bool
	}{
		"ERROR":               {gcoresgtest.TaskError(before, "no port"), "ERROR", "no port", false},
		"ERROR, but done":     {gcoresgtest.TaskError(after, "too late"), "ERROR", "too late", true},
		"vanishes":            {gcoresgtest.TaskVanishes(before), "", "", false},
		"vanishes, but done":  {gcoresgtest.TaskVanishes(after), "", "", true},
		"strange":             {gcoresgtest.TaskState(before, "PAUSED"), "PAUSED", "", false},
		"strange, but done":   {gcoresgtest.TaskState(after, "PAUSED"), "PAUSED", "", true},
		"no time":             {gcoresgtest.TaskTakes(0), "FINISHED", "", true},
		"a task among others": {gcoresgtest.TaskError(before, "x").And(gcoresgtest.TaskTakes(0)).Skip(5), "FINISHED", "", true},
	} {
		for _, method := range []string{"POST", "DELETE"} {
			t.Run(name+" "+method, func(t *testing.T) {
				srv := gcoresgtest.New(t)
				group := srv.AddGroup(project, region, web())
				path, body, want := rulesPath(group), dnsBody, 1
				if method == "DELETE" {
					path, body = path+"/"+srv.Rules(group)[0].ID, ""
				}
				if tt.acts {
					want = map[string]int{"POST": 2, "DELETE": 0}[method]
				}
				srv.Fault(tt.fault)
				// The fault waits for a request that starts a task.
				mustSend(t, srv, "GET", groupPath(group), "")
				id := start(t, srv, method, path, body)
				srv.FinishTasks()
				if got := len(srv.Rules(group)); got != want {
					t.Errorf("the group holds %d rules, want %d", got, want)
				}
				if tt.state == "" {
					wantStatus(t, mustSend(t, srv, "GET", taskPath(id), ""), http.StatusNotFound)
					return
				}
				got := read(t, srv, id)
				if got.State != tt.state || (got.Error != nil) != (tt.text != "") || got.Error != nil && *got.Error != tt.text {
					t.Errorf("task %+v, want the state %s and the error %q", got, tt.state, tt.text)
				}
				if made := got.CreatedResources != nil; made != (tt.acts && method == "POST" && tt.state != "ERROR") {
					t.Errorf("created resources %v", got.CreatedResources)
				}
			})
		}
	}
}

func TestNoTasks(t *testing.T) {
	for m, want := range map[gcoresgtest.Moment]int{gcoresgtest.BeforeActing: 0, gcoresgtest.AfterActing: 1} {
		srv := gcoresgtest.New(t)
		group := srv.AddGroup(project, region)
		srv.Fault(gcoresgtest.NoTasks(m))
		got := mustSend(t, srv, "POST", rulesPath(group), webBody)
		srv.FinishTasks()
		if got.body != `{"tasks":[]}` || len(srv.Rules(group)) != want {
			t.Errorf("moment %d: answer %s, %d rules, want %d", m, got.body, len(srv.Rules(group)), want)
		}
	}
}

// The answer is lost, and the rule comes later: who reads the group at once does not find it.
func TestLostAnswerOfALongTask(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	lost := gcoresgtest.LoseConnection(gcoresgtest.AfterActing)
	srv.Fault(lost.And(gcoresgtest.TaskTakes(time.Hour)).InGroup(group))
	if _, err := send(srv, "POST", rulesPath(group), webBody); err == nil {
		t.Fatal("the answer was not lost")
	}
	if n := len(srv.Rules(group)); n != 0 {
		t.Errorf("%d rules at once", n)
	}
	wantStatus(t, mustSend(t, srv, "POST", rulesPath(group), dnsBody), http.StatusConflict)
	srv.FinishTasks()
	if n := len(srv.Rules(group)); n != 1 {
		t.Errorf("%d rules at last", n)
	}
}

func TestAndJoinsFaults(t *testing.T) {
	srv := gcoresgtest.New(t)
	group := srv.AddGroup(project, region)
	slow := gcoresgtest.SlowHeaders(20 * time.Millisecond).And(gcoresgtest.Header("Sunset", "x")).And(gcoresgtest.Body("{}"))
	srv.Fault(slow.And(gcoresgtest.CutBody()), slow)
	begin := time.Now()
	if _, err := send(srv, "GET", groupPath(group), ""); err == nil {
		t.Error("the connection was not lost")
	}
	got := mustSend(t, srv, "GET", groupPath(group), "")
	if took := time.Since(begin); took < 40*time.Millisecond || got.body != "{}" || got.Header.Get("Sunset") != "x" {
		t.Errorf("after %s: %q, %v", took, got.body, got.Header)
	}
}

// TestFaultsOnEveryOperation holds for every operation what the moments promise.
func TestFaultsOnEveryOperation(t *testing.T) {
	operations := map[gcoresgtest.Operation]func(srv *gcoresgtest.Server, group, taskID string) (method, path, body string){
		gcoresgtest.UpdateRule: func(srv *gcoresgtest.Server, group, _ string) (string, string, string) {
			return "PUT", rulePath(srv.Rules(group)[0].ID), bodyFor(group, `,"protocol":"ah"`)
		},
		gcoresgtest.CreateRule: func(_ *gcoresgtest.Server, group, _ string) (string, string, string) {
			return "POST", rulesPath(group), webBody
		},
		gcoresgtest.DeleteRule: func(srv *gcoresgtest.Server, group, _ string) (string, string, string) {
			return "DELETE", rulesPath(group) + "/" + srv.Rules(group)[0].ID, ""
		},
		gcoresgtest.GetTask: func(_ *gcoresgtest.Server, _, taskID string) (string, string, string) {
			return "GET", taskPath(taskID), ""
		},
		gcoresgtest.GetGroup: func(_ *gcoresgtest.Server, group, _ string) (string, string, string) {
			return "GET", groupPath(group), ""
		},
	}
	for op, request := range operations {
		for name, tt := range map[string]struct {
			fault  gcoresgtest.Fault
			status int
			acts   bool
		}{
			"refused":     {gcoresgtest.Refuse(403, "ForbiddenError", "No."), 403, false},
			"HTML":        {gcoresgtest.HTML(502), 502, false},
			"late":        {gcoresgtest.Status(504, "").At(gcoresgtest.AfterActing), 504, true},
			"lost before": {gcoresgtest.LoseConnection(gcoresgtest.BeforeActing), 0, false},
			"lost after":  {gcoresgtest.LoseConnection(gcoresgtest.AfterActing), 0, true},
			"nothing":     {gcoresgtest.Body(""), 200, true},
			"truncated":   {gcoresgtest.TruncatedBody(), 200, true},
			"too much":    {gcoresgtest.OversizedBody(1 << 20), 200, true},
			"redirect":    {gcoresgtest.Redirect(302, "/"), 302, false},
			"headers":     {gcoresgtest.Header("Sunset", "x"), 200, true},
			"locked":      {gcoresgtest.Locked(), 409, false},
			"rate":        {gcoresgtest.RateLimit("1"), 429, false},
		} {
			t.Run(fmt.Sprintf("%s %s", op, name), func(t *testing.T) {
				srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(0))
				group := srv.AddGroup(project, region, web())
				task := start(t, srv, "POST", rulesPath(group), dnsBody)
				changes := 0
				before := ids(srv, group)
				srv.Fault(tt.fault.On(op).InGroup(group))
				method, path, body := request(srv, group, task)
				// net/http would send a GET again after losing a connection that was used before.
				srv.HTTPClient().CloseIdleConnections()
				got, err := send(srv, method, path, body)
				if (err != nil) != (tt.status == 0) {
					t.Fatalf("error %v", err)
				}
				if err == nil {
					wantStatus(t, got, tt.status)
				}
				if after := ids(srv, group); fmt.Sprint(after) != fmt.Sprint(before) {
					changes++
				}
				isRead := op == gcoresgtest.GetTask || op == gcoresgtest.GetGroup
				if acted := changes > 0; acted != (tt.acts && !isRead) {
					t.Errorf("the rules changed: %t", acted)
				}
				if srv.FaultsLeft() != 0 {
					t.Error("the fault did not happen")
				}
				if last := srv.RequestsTo(op); len(last) == 0 || last[len(last)-1].Status != tt.status {
					t.Errorf("recorded %+v", last)
				}
				wantNoViolations(t, srv)
			})
		}
	}
}
