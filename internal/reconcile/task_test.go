package reconcile

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg/internal/call"
)

func task(state, more string) reply {
	return reply{status: 200, body: `{"id":"` + taskID + `","state":"` + state + `"` + more + `}`}
}

var (
	started = reply{status: 200, body: `{"tasks":["` + taskID + `"]}`}
	made    = task("FINISHED", `,"created_resources":{"security_group_rules":["`+newID+`"]}`)
	running = task("RUNNING", "")
)

// TestPolls holds when a task is read, and that one that does not end is open after ten minutes.
func TestPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 0, map[string][]reply{"DELETE": {started}, "TASK": {running}, "GROUP": {{status: 200, body: groupJSON(oldRule)}}})
		r := e.Delete(context.Background(), group, oldID)
		want := seconds(0, 0.33, 0.66, 1, 2, 3.5, 5.5)
		for next := want[len(want)-1]; len(want) < len(s.at["TASK"]); {
			next += 3 * time.Second
			want = append(want, next)
		}
		if !slices.Equal(s.at["TASK"], want) {
			t.Errorf("the task was read at %v, want %v", s.at["TASK"], want)
		}
		if last := s.at["TASK"][len(s.at["TASK"])-1]; last <= 10*time.Minute-3*time.Second || last > 10*time.Minute {
			t.Errorf("given up after %v", last)
		}
		if r.Verdict != Unknown || !r.Open || r.Cause.Answer.Err == nil || !strings.Contains(r.Cause.Answer.Err.Error(), "10m") {
			t.Errorf("verdict %d, open %v: %v", r.Verdict, r.Open, r.Cause.Answer.Err)
		}
	})
}

// TestTasks: what the server may answer about a task, with the group as before.
func TestTasks(t *testing.T) {
	for name, test := range map[string]struct {
		post    reply
		tasks   []reply
		verdict Verdict
		open    bool
	}{
		"ERROR": {started, []reply{task("ERROR", `,"error":"no ports"`)}, NotDone, false},
		"ERROR, after it ran": {
			started, []reply{running, task("NEW", ""), task("ERROR", `,"error":"no"`)}, NotDone, false,
		},
		"ERROR without a word":        {started, []reply{task("ERROR", "")}, NotDone, false},
		"an unknown state":            {started, []reply{task("PAUSED", "")}, Unknown, true},
		"no state":                    {started, []reply{task("", "")}, Unknown, true},
		"cannot be read":              {started, []reply{{status: 404}}, Unknown, true},
		"no JSON":                     {started, []reply{{status: 200, body: "<html>"}}, Unknown, true},
		"none named":                  {reply{status: 200, body: `{"tasks":[]}`}, nil, Unknown, true},
		"no list":                     {reply{status: 200, body: `{}`}, nil, Unknown, true},
		"a path for an id":            {reply{status: 200, body: `{"tasks":["../../x"]}`}, nil, Unknown, true},
		"no JSON at all":              {reply{status: 200, body: `<html>`}, nil, Unknown, true},
		"FINISHED, but no rule shown": {started, []reply{made}, Unknown, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, _ := newEngine(t, 0, map[string][]reply{"POST": {test.post}, "TASK": test.tasks, "GROUP": {{status: 200, body: groupJSON(oldRule)}}})
				r := e.Create(context.Background(), group, &wanted)
				if r.Verdict != test.verdict || r.Open != test.open {
					t.Errorf("verdict %d, open %v: %+v", r.Verdict, r.Open, r.Cause)
				}
			})
		})
	}
}

// TestTasksAreReadAgain where a reading fails: four times, which does not depend on the retries of writes.
func TestTasksAreReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := reply{status: 502}
		e, s := newEngine(t, 0, map[string][]reply{
			"POST": {
				started}, "TASK": {failed, failed, failed, failed, made}, "GROUP": {{status: 200, body: groupJSON(newRule)}},
		})
		if r := e.Create(context.Background(), group, &wanted); r.Verdict != Applied || r.Rule == nil || r.Rule.ID != newID || len(s.at["TASK"]) != 5 {
			t.Errorf("verdict %d after %d readings", r.Verdict, len(s.at["TASK"]))
		}
	})
}

// TestARuleThatATaskMadeIsWaitedFor until a reading shows it; another rule does not pass for it.
func TestARuleThatATaskMadeIsWaitedFor(t *testing.T) {
	twin := ruleJSON(thirdID, wanted, "")
	for name, groups := range map[string][]reply{
		"shown late": {
			{status: 200, body: groupJSON()}, {status: 200, body: groupJSON()}, {status: 200, body: groupJSON(newRule)},
		},
		"another one is there": {{status: 200, body: groupJSON(twin)}, {status: 200, body: groupJSON(twin, newRule)}},
	} {
		synctest.Test(t, func(t *testing.T) {
			e, _ := newEngine(t, 0, map[string][]reply{"POST": {started}, "TASK": {made}, "GROUP": groups})
			if r := e.Create(context.Background(), group, &wanted); r.Verdict != Applied || r.Rule == nil || r.Rule.ID != newID {
				t.Errorf("%s: verdict %d, rule %v", name, r.Verdict, r.Rule)
			}
		})
	}
}

// TestARuleThatWasThereIsNotTheOneThatATaskMade, although the task names it.
func TestARuleThatWasThereIsNotTheOneThatATaskMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		namesOld := task("FINISHED", `,"created_resources":{"security_group_rules":["`+strings.ToUpper(oldID)+`"]}`)
		asWanted := ruleJSON(oldID, wanted, "")
		e, _ := newEngine(t, 0, map[string][]reply{
			"POST": {started}, "TASK": {namesOld}, "GROUP": {{status: 200, body: groupJSON(asWanted)}, {status: 200, body: groupJSON(asWanted, newRule)}},
		})
		w, err := e.creation(group, &wanted, oldID)
		if err != nil {
			t.Fatal(err)
		}
		if r := w.runAlone(context.Background()); r.Rule == nil || r.Rule.ID != newID {
			t.Errorf("verdict %d, rule %v", r.Verdict, r.Rule)
		}
	})
}

func TestATaskIsOpenWhereTheContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 4, map[string][]reply{"POST": {started}, "TASK": {running}, "GROUP": {{status: 200, body: groupJSON()}}})
		ctx, cancel := context.WithTimeout(context.Background(), 7*time.Second)
		defer cancel()
		r := e.Create(ctx, group, &wanted)
		if r.Verdict != Unknown || !r.Open || r.Cause.Answer.Outcome != call.Open || s.writes() != "POST" {
			t.Errorf("verdict %d, open %v after %s", r.Verdict, r.Open, s.writes())
		}
		if took := time.Since(s.start); took > 12*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
