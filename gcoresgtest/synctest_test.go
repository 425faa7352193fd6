package gcoresgtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// In a bubble the clock is fake: waits are as long as against the API, and take no time.
func TestInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := gcoresgtest.New(t)
		group := srv.AddGroup(project, region)
		old := srv.AddRule(group, web())
		spec := web()
		spec.RemoteIPPrefix = "192.0.2.0/24"
		// The answer is lost, and the rule appears three seconds later.
		lost := gcoresgtest.LoseConnection(gcoresgtest.AfterActing).On(gcoresgtest.CreateRule)
		srv.Fault(lost.And(gcoresgtest.TaskTakes(3 * time.Second)))

		begin := time.Now()
		rule, err := srv.Client().SecurityGroup(project, region, group).ReplaceRule(t.Context(), old.ID, spec)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took < 3*time.Second || took > 6*time.Second {
			t.Errorf("it took %s, want at least the 3 s of the task and not much more", took)
		}
		if now := srv.Rules(group); len(now) != 1 || now[0].ID != rule.ID {
			t.Errorf("the group holds %+v, want only %s", now, rule.ID)
		}
		wantNoViolations(t, srv)
	})
}

// Every way to go wrong takes as long as it says, in the time of the bubble.
func TestFaultsInABubble(t *testing.T) {
	lost := gcoresgtest.LoseConnection(gcoresgtest.AfterActing)
	for name, tt := range map[string]struct {
		fault  gcoresgtest.Fault
		status int // 0 for a connection that is lost before the answer
		err    error
		takes  time.Duration
	}{
		"lost":       {fault: lost, err: io.EOF},
		"lost late":  {fault: lost.Delay(time.Minute), err: io.EOF, takes: time.Minute},
		"cut":        {fault: gcoresgtest.CutBody(), status: 200, err: io.ErrUnexpectedEOF},
		"slow":       {fault: gcoresgtest.SlowHeaders(time.Minute), status: 200, takes: time.Minute},
		"slow body":  {fault: gcoresgtest.SlowBody(time.Minute), status: 200, takes: time.Minute},
		"too slow":   {fault: gcoresgtest.SlowHeaders(2 * time.Hour), err: context.DeadlineExceeded, takes: time.Hour},
		"body":       {gcoresgtest.SlowBody(2 * time.Hour), 200, context.DeadlineExceeded, time.Hour},
		"an error":   {fault: gcoresgtest.HTML(502), status: 502},
		"large":      {fault: gcoresgtest.OversizedBody(2 << 20), status: 200},
		"not at all": {status: 200},
	} {
		for _, opts := range [][]gcoresgtest.Option{nil, {gcoresgtest.WithTLS()}} {
			synctest.Test(t, func(t *testing.T) {
				srv := gcoresgtest.New(t, opts...)
				group := srv.AddGroup(project, region)
				rule := srv.AddRule(group, web())
				srv.Fault(tt.fault)
				begin := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				bounded := func(r *http.Request) { *r = *r.WithContext(ctx) }
				got, err := send(srv, "PUT", rulePath(rule.ID), bodyFor(group, webFields), bounded)
				status := 0
				if got.Response != nil {
					status = got.StatusCode
				}
				if !errors.Is(err, tt.err) || status != tt.status {
					t.Errorf("%s: status %d, error %v, want %d and %v", name, status, err, tt.status, tt.err)
				}
				if took := time.Since(begin); took != tt.takes {
					t.Errorf("%s: it took %s, want %s", name, took, tt.takes)
				}
				wantNoViolations(t, srv)
			})
		}
	}
}

// A caller's deadline of seconds takes no time, and the client goes on reading after it, to tell what became of the
// write.
func TestDeadlineInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := gcoresgtest.New(t, gcoresgtest.WithTaskDuration(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		group := srv.AddGroup(project, region)
		begin := time.Now()
		_, err := srv.Client().SecurityGroup(project, region, group).CreateRule(ctx, web())
		took := time.Since(begin)
		if !errors.Is(err, gcoresg.ErrOutcomeUnknown) || took < 30*time.Second || took > 36*time.Second {
			t.Errorf("after %s: %v", took, err)
		}
	})
}

// A program's own client reaches the server through its transport, and a closed server refuses it.
func TestClosedInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := gcoresgtest.New(t)
		wantStatus(t, mustSend(t, srv, "GET", groupPath(srv.AddGroup(project, region)), ""), http.StatusOK)
		srv.Close()
		if got, err := send(srv, "GET", groupPath(somebody), ""); err == nil {
			t.Errorf("a closed server answers %s", got.body)
		}
	})
}
