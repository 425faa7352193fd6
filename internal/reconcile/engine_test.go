package reconcile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg/internal/call"
)

// TestWritesToAGroupTakeTurns, while another group's goes on, and the table of locks is empty afterwards.
func TestWritesToAGroupTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 0, map[string][]reply{"DELETE": {started}, "TASK": {running, task("FINISHED", "")}})
		var all sync.WaitGroup
		all.Go(func() { e.Delete(context.Background(), group, oldID) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		results := []Result{
			e.Update(ctx, group, oldID, &wanted), e.Create(ctx, group, &wanted), e.Delete(ctx, group, oldID),
		}
		if r := e.Replace(ctx, group, oldID, &wanted); r.Unread == nil || r.Unread.Answer.Outcome != call.Stopped {
			t.Errorf("a replacement: %+v", r)
		}
		for i, r := range results {
			if r.Verdict != NotDone || r.Cause.Answer.Outcome != call.Stopped || !errors.Is(r.Cause.Answer.Err, context.DeadlineExceeded) {
				t.Errorf("write %d: %+v", i, r)
			}
		}
		if s.writes() != "DELETE" {
			t.Errorf("%s were sent meanwhile", s.writes())
		}
		other := group
		other.ID = thirdID
		if r := e.Delete(context.Background(), other, oldID); r.Verdict != Applied {
			t.Errorf("another group: %+v", r)
		}
		all.Wait()
		if err := e.locks.Acquire(context.Background(), group.key); err != nil {
			t.Error(err)
		} else {
			e.locks.Release(group.key)
		}
	})
}

// TestTheEngineForgetsGroups: nothing is kept of a group that nobody writes to, and of a write for eight seconds at
// most.
func TestTheEngineForgetsGroups(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _ := newEngine(t, 0, map[string][]reply{
			"PUT": {{err: io.ErrUnexpectedEOF}}, "GROUP": {{status: 403}}, "DELETE": {{status: 404, body: "{}"}},
		})
		for n := range 1000 {
			g := group
			g.ID = fmt.Sprintf("%s%04d", groupID[:32], n)
			e.Update(context.Background(), g, oldID, &wanted)
			e.Delete(context.Background(), g, oldID)
			time.Sleep(time.Second)
		}
		if n := len(e.recent.young) + len(e.recent.old); n > 12 {
			t.Errorf("%d writes are remembered, which ended up to a thousand seconds ago", n)
		}
		if err := e.locks.Acquire(context.Background(), group.key); err != nil || len(fmt.Sprintf("%v", &e.locks)) > 400 {
			t.Errorf("%v, and the table of locks is %.1000v", err, &e.locks)
		} else {
			e.locks.Release(group.key)
		}
	})
}

// TestAWriteThatIsSentAgainIsLogged at Debug, with the wait and the cause.
func TestAWriteThatIsSentAgainIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		e, _ := newEngine(t, 1, map[string][]reply{"PUT": {{status: 502}, {status: 200, body: newRule}}, "GROUP": {{status: 200, body: groupJSON(oldRule)}}})
		e.Calls.Logger = debugTo(&log)
		if r := e.Update(context.Background(), group, oldID, &wanted); r.Verdict != Applied {
			t.Errorf("%+v", r)
		}
		for _, want := range []string{"level=DEBUG", "operation=UpdateSecurityGroupRule", "status=502"} {
			if strings.Count(log.String(), want) != 1 {
				t.Errorf("%s is not in the log once:\n%s", want, log.String())
			}
		}
	})
}

// TestAReadingSoonAfterAnotherWriteIsNotBelieved: it may show the group before that write.
func TestAReadingSoonAfterAnotherWriteIsNotBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, s := newEngine(t, 0, map[string][]reply{
			"PUT": {{status: 200, body: newRule}, {status: 504}}, "GROUP": {{status: 200, body: groupJSON(newRule)}},
		})
		if r := e.Update(context.Background(), group, oldID, &wanted); r.Verdict != Applied {
			t.Fatalf("%+v", r)
		}
		e.Update(context.Background(), group, newID, &wanted)
		if first := s.at["GROUP"][0]; first < window {
			t.Errorf("the group was read %v after the write before, want %v", first, window)
		}
	})
}

// TestOutcomesAddUp over the attempts of a write.
func TestOutcomesAddUp(t *testing.T) {
	for name, test := range map[string]struct {
		w           write
		open, acted bool
	}{
		"open": {
			write{cause: Cause{Answer: call.Result{Outcome: call.Open}}}, true, false,
		},
		"open before": {
			write{open: true, cause: Cause{Answer: call.Result{Outcome: call.NotSent}}}, true, false,
		},
		"failed": {
			write{cause: Cause{Answer: call.Result{Outcome: call.Failed}}}, false, true,
		},
		"limited": {
			write{cause: Cause{Answer: call.Result{Outcome: call.RateLimited}}}, false, false,
		},
		"locked": {
			write{cause: Cause{Answer: call.Result{Outcome: call.Locked}}}, false, false,
		},
		"a PUT refused":              {write{cause: refused("no")}, false, true},
		"a PUT refused for its form": {write{cause: refused("Invalid JSON")}, false, false},
		"a POST refused":             {write{kind: create, cause: refused("no")}, false, false},
		"a DELETE refused":           {write{kind: remove, cause: refused("no")}, false, false},
		"a task in ERROR": {
			write{kind: create, cause: Cause{TaskID: "t", TaskError: "no", Answer: call.Result{Outcome: call.Rejected}}}, false, true,
		},
		"a task about a rule that exists": {
			write{kind: create, cause: Cause{TaskID: "t", TaskError: "rule already exists", Answer: call.Result{Outcome: call.Rejected}}}, false, false,
		},
		"a task about a rule that is gone": {
			write{kind: remove, cause: Cause{TaskID: "t", TaskError: "rule not found", Answer: call.Result{Outcome: call.Rejected}}}, false, false,
		},
		"a PUT refused without any readings": {write{engine: &Engine{Off: true}, cause: refused("no")}, false, false},
	} {
		w := test.w
		if w.engine == nil {
			w.engine = New(call.New(call.Config{}), false)
		}
		if w.learn(); w.open != test.open || w.acted != test.acted {
			t.Errorf("%s: open %v, acted %v", name, w.open, w.acted)
		}
	}
}

func refused(message string) Cause {
	return Cause{Answer: call.Result{Outcome: call.Rejected, Status: 400, Problem: &call.Problem{Message: message}}}
}
