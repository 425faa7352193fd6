package gcoresg_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestUpdateRuleActsLate: the first attempt times out and is carried out while the second is on its way. The second
// is told that there is no such rule, which must not reach the caller.
func TestUpdateRuleActsLate(t *testing.T) {
	s := newScene(t, wide, narrow)
	s.Fault(gcoresgtest.HTML(502).On(gcoresgtest.UpdateRule)) // the attempt that acts late
	puts := 0
	late := roundTripper(func(req *http.Request) (*http.Response, error) {
		if req.Method == "PUT" {
			if puts++; puts == 2 {
				if _, err := s.group(nil).UpdateRule(context.Background(), s.old.ID, s.want); err != nil {
					t.Error(err)
				}
			}
		}
		return http.DefaultTransport.RoundTrip(req)
	})
	rule, err := s.group(late).UpdateRule(context.Background(), s.old.ID, s.want)
	if _, newID, _ := s.ids(); err != nil || rule.ID != newID || puts != 2 {
		t.Errorf("%v, %v after %d requests", rule, err, puts)
	}
}

// TestCancelledUpdateIsReconciledToo: a caller whose context has ended is still told what happened, and no write is
// started any more.
func TestCancelledUpdateIsReconciledToo(t *testing.T) {
	for _, acted := range []bool{true, false} {
		s := newScene(t, wide, narrow)
		ctx, cancel := context.WithCancel(context.Background())
		transport := roundTripper(func(req *http.Request) (*http.Response, error) {
			if req.Method != "PUT" {
				return http.DefaultTransport.RoundTrip(req)
			}
			if acted {
				resp, err := http.DefaultTransport.RoundTrip(req)
				if err == nil {
					_ = resp.Body.Close()
				}
			}
			cancel()
			return nil, context.Canceled
		})
		rule, err := s.group(transport).UpdateRule(ctx, s.old.ID, s.want)
		oldID, newID, _ := s.ids()
		if acted && (err != nil || rule.ID != newID) || !acted && (!errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.Is(err, context.Canceled) || oldID == "") {
			t.Errorf("acted %v: %v, %v", acted, rule, err)
		}
	}
}

func TestWithoutReconcileReadsNothing(t *testing.T) {
	s := newScene(t, wide, narrow)
	s.Fault(gcoresgtest.LoseConnection(gcoresgtest.AfterActing).Times(3))
	group := s.group(nil, gcoresg.WithoutReconcile())
	_, updated := group.UpdateRule(context.Background(), s.old.ID, s.want)
	_, created := group.CreateRule(context.Background(), wide)
	deleted := group.DeleteRule(context.Background(), s.Rules(s.groupID)[0].ID)
	for _, err := range []error{updated, created, deleted} {
		var unknown *gcoresg.OutcomeUnknownError
		if !errors.As(err, &unknown) || unknown.GroupID != s.groupID || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v", err)
		}
	}
	if n := len(s.Requests()); n != 3 {
		t.Errorf("%d requests", n)
	}
}

// TestCreateRuleWhoseTaskGoesOn: the answer is lost, the task runs on, and so the next attempt meets the lock. That
// lock may be the first attempt's own, so the outcome stays unknown.
func TestCreateRuleWhoseTaskGoesOn(t *testing.T) {
	s := newScene(t, wide, narrow)
	s.Fault(gcoresgtest.LoseConnection(gcoresgtest.AfterActing).And(gcoresgtest.TaskTakes(time.Hour)).On(gcoresgtest.CreateRule))
	_, err := s.group(nil).CreateRule(context.Background(), narrow)
	if !errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.Is(err, gcoresg.ErrLocked) {
		t.Errorf("%v", err)
	}
	s.FinishTasks()
	if _, newID, _ := s.ids(); newID == "" {
		t.Error("the rule was not made in the end, so the test tests nothing")
	}
}

// TestUpdateRuleBesideItsTwin: a rule that is as wanted was there before, so it is no proof that the update happened.
// The first attempt is open, so that the refusal of the second one does not say that nothing was done.
func TestUpdateRuleBesideItsTwin(t *testing.T) {
	s := newScene(t, wide, narrow, narrow)
	s.Fault(gcoresgtest.LoseConnection(gcoresgtest.BeforeActing).On(gcoresgtest.UpdateRule))
	_, err := s.group(nil).UpdateRule(context.Background(), s.old.ID, narrow)
	if oldID, _, _ := s.ids(); !errors.Is(err, gcoresg.ErrConflict) || !errors.Is(err, gcoresg.ErrOutcomeUnknown) || oldID == "" {
		t.Errorf("%v", err)
	}
}

// TestGraceIsSharedByAllOfACall: after the end of the context, one call reads for five seconds at most, however much
// there is to do.
func TestGraceIsSharedByAllOfACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, wide, narrow)
		short, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		s.Fault(gcoresgtest.TaskTakes(time.Hour), gcoresgtest.SlowHeaders(time.Minute).On(gcoresgtest.GetGroup).Skip(1).Always())
		start := time.Now()
		_, err := s.group(nil).ReplaceRule(short, s.old.ID, narrow)
		if took := time.Since(start); took > 6*time.Second || !errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

// timeout is an error of a transport's own that says it is a time-out, in more than one line.
type timeout struct{}

func (timeout) Error() string   { return "no\nheaders" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

// TestTimeoutInOtherWords: an error of any kind leaves the write open. It is sent again, and is in the end unknown in
// one line.
func TestTimeoutInOtherWords(t *testing.T) {
	s := newScene(t, wide, narrow)
	puts := 0
	transport := roundTripper(func(req *http.Request) (*http.Response, error) {
		if req.Method == "PUT" {
			puts++
			return nil, timeout{}
		}
		return http.DefaultTransport.RoundTrip(req)
	})
	_, err := s.group(transport).UpdateRule(context.Background(), s.old.ID, narrow)
	if !errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.As(err, new(timeout)) || puts != 5 || strings.Contains(err.Error(), "\n") {
		t.Errorf("%d requests: %v", puts, err)
	}
}

// TestTimeoutHalfWay: after a time-out, a group with neither rule may be one that the server is still working on.
func TestTimeoutHalfWay(t *testing.T) {
	s := newScene(t, wide, narrow)
	s.Fault(gcoresgtest.LoseRule().Delay(time.Second))
	_, err := s.group(nil, gcoresg.WithTimeout(100*time.Millisecond)).UpdateRule(context.Background(), s.old.ID, narrow)
	if !errors.Is(err, gcoresg.ErrOutcomeUnknown) || errors.Is(err, gcoresg.ErrRuleLost) || !strings.Contains(err.Error(), "neither") {
		t.Errorf("%v", err)
	}
}
