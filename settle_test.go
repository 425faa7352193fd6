package gcoresg_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestUpdateRuleTellsTheTruth is the table of README.md, "What becomes of a write that failed". The server deletes and then
// creates; whatever goes wrong, the answer has to be what the fake then holds: no success for what did not happen, no "not found"
// for what did, no lost rule unsaid.
func TestUpdateRuleTellsTheTruth(t *testing.T) {
	before, half, after := gcoresgtest.BeforeActing, gcoresgtest.Halfway, gcoresgtest.AfterActing
	refuse := func(code int, class string) gcoresgtest.Fault { return gcoresgtest.Refuse(code, class, "no") }
	for name, test := range map[string]struct {
		fault gcoresgtest.Fault
		want  error // nil for success
		sent  int   // of the PUT
	}{
		"connection lost before acting":         {gcoresgtest.LoseConnection(before), nil, 2},
		"connection always lost before acting":  {gcoresgtest.LoseConnection(before).Always(), errNotDone, 5},
		"connection lost after acting":          {gcoresgtest.LoseConnection(after), nil, 1},
		"connection lost half-way":              {gcoresgtest.LoseConnection(half), gcoresg.ErrRuleLost, 1},
		"502 before acting":                     {gcoresgtest.HTML(502), nil, 2},
		"502 always before acting":              {gcoresgtest.HTML(502).Always(), errNotDone, 5},
		"502 after acting":                      {gcoresgtest.HTML(502).At(after), nil, 1},
		"500 half-way":                          {gcoresgtest.LoseRule(), gcoresg.ErrRuleLost, 1},
		"504 always before acting":              {gcoresgtest.HTML(504).Always(), gcoresg.ErrOutcomeUnknown, 1},
		"400 half-way":                          {refuse(400, "ValidationError").At(half), gcoresg.ErrRuleLost, 1},
		"409 half-way":                          {refuse(409, "ConflictError").At(half), gcoresg.ErrRuleLost, 1},
		"403 half-way":                          {refuse(403, "ForbiddenError").At(half), gcoresg.ErrRuleLost, 1},
		"404 half-way":                          {refuse(404, "NotFoundError").At(half), gcoresg.ErrRuleLost, 1},
		"locked half-way":                       {gcoresgtest.Locked().At(half), gcoresg.ErrRuleLost, 2},
		"429 half-way":                          {gcoresgtest.RateLimit("").At(half), gcoresg.ErrRuleLost, 2},
		"400 half-way, the group is unreadable": {refuse(400, "ValidationError").At(half), gcoresg.ErrOutcomeUnknown, 1},
		"quota half-way":                        {gcoresgtest.QuotaExceeded().At(half), gcoresg.ErrRuleLost, 1},
		"400":                                   {refuse(400, "ValidationError"), errRefused, 1},
		"409":                                   {refuse(409, "ConflictError"), gcoresg.ErrConflict, 1},
		"404":                                   {refuse(404, "NotFoundError"), gcoresg.ErrNotFound, 1},
		"empty body":                            {gcoresgtest.Body(""), nil, 1},
		"{}":                                    {gcoresgtest.Body("{}"), nil, 1},
		"HTML with 200":                         {gcoresgtest.Status(200, "<html>"), nil, 2},
		"truncated":                             {gcoresgtest.TruncatedBody(), nil, 1},
		"cut":                                   {gcoresgtest.CutBody(), nil, 1},
		"oversized":                             {gcoresgtest.OversizedBody(2 << 20), nil, 1},
		"303":                                   {gcoresgtest.Redirect(303, "/elsewhere"), nil, 2},
		"time-out after acting":                 {gcoresgtest.SlowHeaders(time.Second), nil, 1},
		"time-out before acting":                {gcoresgtest.HTML(502).Delay(time.Second), gcoresg.ErrOutcomeUnknown, 1},
		"always time-out before acting":         {gcoresgtest.HTML(502).Delay(time.Second).Always(), gcoresg.ErrOutcomeUnknown, 1},
		"locked throughout":                     {gcoresgtest.Locked().Always(), gcoresg.ErrLocked, 5},
		"locked for a while":                    {gcoresgtest.LockedByTask().Times(3), nil, 4},
		"rate limited":                          {gcoresgtest.RateLimit("1"), nil, 2},
		"answer of another rule's":              {gcoresgtest.Body(strings.Replace(ruleBody, newID, "", 1)), nil, 1},
		"time-out, and the group is unreadable": {gcoresgtest.LoseConnection(after), gcoresg.ErrOutcomeUnknown, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, wide, narrow)
			s.Fault(test.fault.On(gcoresgtest.UpdateRule))
			if strings.Contains(name, "unreadable") {
				s.Fault(gcoresgtest.HTML(502).On(gcoresgtest.GetGroup).Always())
			}
			rule, err := s.group(nil, gcoresg.WithTimeout(100*time.Millisecond)).UpdateRule(context.Background(), s.old.ID, s.want)
			oldID, newID, _ := s.ids()
			if sent := len(s.RequestsTo(gcoresgtest.UpdateRule)); sent != test.sent {
				t.Errorf("sent %d times, want %d", sent, test.sent)
			}
			switch {
			case test.want == nil:
				if err != nil || rule.ID != newID || oldID != "" {
					t.Fatalf("rule %v, error %v; the fake holds old %q, new %q", rule, err, oldID, newID)
				}
				return
			case err == nil || rule != nil:
				t.Fatalf("rule %v, error %v, want %v", rule, err, test.want)
			case test.want == errNotDone, test.want == errRefused:
				if looks := len(s.RequestsTo(gcoresgtest.GetGroup)); test.want == errRefused && looks != 1 {
					t.Errorf("the group was read %d times after a refusal, want once", looks)
				}
				refused := new(gcoresg.APIError)
				if oldID == "" || errors.Is(err, gcoresg.ErrOutcomeUnknown) || errors.Is(err, gcoresg.ErrRuleLost) ||
					test.want == errNotDone && !strings.Contains(err.Error(), "not done") || test.want == errRefused && !errors.As(err, &refused) {
					t.Errorf("want %v: %v", test.want, err)
				}
			case !errors.Is(err, test.want):
				t.Errorf("want %v: %v", test.want, err)
			}
			if lost := oldID == "" && newID == ""; lost != errors.Is(err, gcoresg.ErrRuleLost) && !errors.Is(err, gcoresg.ErrOutcomeUnknown) {
				t.Errorf("lost is %v: %v", lost, err)
			}
			var gone *gcoresg.RuleLostError
			if errors.As(err, &gone) {
				s.restore(t, gone)
			}
		})
	}
}

var (
	errNotDone = errors.New("an error that says not done")
	errRefused = errors.New("the refusal")
)

// restore does with a lost rule what its error says.
func (s *scene) restore(t *testing.T, gone *gcoresg.RuleLostError) {
	t.Helper()
	if gone.RuleID != s.old.ID || gone.GroupID != s.groupID {
		t.Errorf("%+v", gone)
	}
	rule, err := s.group(nil).CreateRule(context.Background(), gone.Spec)
	if _, newID, _ := s.ids(); err != nil || rule.ID != newID {
		t.Errorf("the spec of the lost rule does not make it: %v, %v", rule, err)
	}
}

// TestUpdateRuleActsLate: the first attempt times out and is carried out while the second is on its way. The second is told that
// there is no such rule, which must not reach the caller.
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

// TestCancelledUpdateIsSettledToo: a caller who has left is still told what happened, and no write is started any more.
func TestCancelledUpdateIsSettledToo(t *testing.T) {
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

// TestSettlingIsPatient holds the waits between the readings: rules take up to two seconds to show.
func TestSettlingIsPatient(t *testing.T) {
	s := newScene(t, wide, narrow)
	s.Fault(gcoresgtest.LoseRule())
	group := s.Client(gcoresg.WithDeprecationHandler(nil))
	pauses := gcoresg.RecordPauses(group)
	_, err := group.SecurityGroup(1, 2, s.groupID).UpdateRule(context.Background(), s.old.ID, s.want)
	var total time.Duration
	for _, wait := range *pauses {
		total += wait
	}
	if !errors.Is(err, gcoresg.ErrRuleLost) || len(*pauses) != 4 || total < 3*time.Second || total > 4*time.Second {
		t.Errorf("waits %v: %v", *pauses, err)
	}
}

// TestCreateRuleWhoseTaskGoesOn: the answer is lost, the task runs on, and so the next attempt meets the lock. That lock may be the
// first attempt's own, so the outcome stays unknown.
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
func TestUpdateRuleBesideItsTwin(t *testing.T) {
	s := newScene(t, wide, narrow, narrow)
	s.Fault(gcoresgtest.LoseConnection(gcoresgtest.BeforeActing).On(gcoresgtest.UpdateRule))
	_, err := s.group(nil).UpdateRule(context.Background(), s.old.ID, narrow)
	if oldID, _, _ := s.ids(); !errors.Is(err, gcoresg.ErrConflict) || errors.Is(err, gcoresg.ErrOutcomeUnknown) || oldID == "" {
		t.Errorf("%v", err)
	}
}

// TestGraceIsSharedByAllOfACall: after the end of the context, one call reads for five seconds at most, however much there is to do.
func TestGraceIsSharedByAllOfACall(t *testing.T) {
	s := newScene(t, wide, narrow)
	short, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	s.Fault(gcoresgtest.TaskTakes(time.Hour), gcoresgtest.SlowHeaders(time.Minute).On(gcoresgtest.GetGroup).Skip(1).Always())
	start := time.Now()
	_, err := s.group(nil).ReplaceRule(short, s.old.ID, narrow)
	if took := time.Since(start); took > 6*time.Second || !errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after %v: %v", took, err)
	}
}

// timeout is an error of a transport's own that says it is a time-out, in more than one line.
type timeout struct{}

func (timeout) Error() string   { return "no\nheaders" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

// TestTimeoutInOtherWords: what a transport calls a time-out is one, whatever its text; the server may still act, so nothing is sent again.
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
	if !errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.As(err, new(timeout)) || puts != 1 || strings.Contains(err.Error(), "\n") {
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
