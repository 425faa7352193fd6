package gcoresg_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestUpdateRuleTellsTheTruth is the table of README.md, "What becomes of a write that failed". The server deletes
// and then creates; whatever goes wrong, the answer has to be what the fake then holds: no success for what did not
// happen, no "not found" for what did, no lost rule unsaid.
func TestUpdateRuleTellsTheTruth(t *testing.T) {
	before, half, after := gcoresgtest.BeforeActing, gcoresgtest.Halfway, gcoresgtest.AfterActing
	refuse := func(code int, class string) gcoresgtest.Fault { return gcoresgtest.Refuse(code, class, "no") }
	for name, test := range map[string]struct {
		fault gcoresgtest.Fault
		want  error // nil for success
		sent  int   // of the PUT
		// unreadable makes every reading of the group fail.
		unreadable bool
	}{
		"connection lost before acting": {fault: gcoresgtest.LoseConnection(before), want: nil, sent: 2},
		"connection always lost before acting": {
			fault: gcoresgtest.LoseConnection(before).Always(), want: gcoresg.ErrOutcomeUnknown, sent: 5,
		},
		"connection lost after acting": {fault: gcoresgtest.LoseConnection(after), want: nil, sent: 1},
		"connection lost half-way": {
			fault: gcoresgtest.LoseConnection(half), want: gcoresg.ErrOutcomeUnknown, sent: 1,
		},
		"502 before acting": {fault: gcoresgtest.HTML(502), want: nil, sent: 2},
		"502 always before acting": {
			fault: gcoresgtest.HTML(502).Always(), want: gcoresg.ErrOutcomeUnknown, sent: 5,
		},
		"502 after acting": {fault: gcoresgtest.HTML(502).At(after), want: nil, sent: 1},
		"500 half-way":     {fault: gcoresgtest.LoseRule(), want: gcoresg.ErrRuleLost, sent: 1},
		"504 always before acting": {
			fault: gcoresgtest.HTML(504).Always(), want: gcoresg.ErrOutcomeUnknown, sent: 5,
		},
		"400 half-way": {
			fault: refuse(400, "ValidationError").At(half), want: gcoresg.ErrRuleLost, sent: 1,
		},
		"409 half-way": {
			fault: refuse(409, "ConflictError").At(half), want: gcoresg.ErrRuleLost, sent: 1,
		},
		"403 half-way": {
			fault: refuse(403, "ForbiddenError").At(half), want: gcoresg.ErrRuleLost, sent: 1,
		},
		"404 half-way": {
			fault: refuse(404, "NotFoundError").At(half), want: gcoresg.ErrRuleLost, sent: 1,
		},
		"locked half-way": {
			fault: gcoresgtest.Locked().At(half), want: gcoresg.ErrRuleLost, sent: 2,
		},
		"429 half-way": {
			fault: gcoresgtest.RateLimit("").At(half), want: gcoresg.ErrRuleLost, sent: 2,
		},
		"400 half-way, and no reading": {
			fault: refuse(400, "ValidationError").At(half), want: gcoresg.ErrOutcomeUnknown, sent: 1, unreadable: true,
		},
		"quota half-way": {
			fault: gcoresgtest.QuotaExceeded().At(half), want: gcoresg.ErrRuleLost, sent: 1,
		},
		"400": {fault: refuse(400, "ValidationError"), want: errRefused, sent: 1},
		"409": {
			fault: refuse(409, "ConflictError"), want: gcoresg.ErrConflict, sent: 1,
		},
		"404": {
			fault: refuse(404, "NotFoundError"), want: gcoresg.ErrNotFound, sent: 1,
		},
		"empty body":            {fault: gcoresgtest.Body(""), want: nil, sent: 1},
		"{}":                    {fault: gcoresgtest.Body("{}"), want: nil, sent: 1},
		"HTML with 200":         {fault: gcoresgtest.Status(200, "<html>"), want: nil, sent: 2},
		"truncated":             {fault: gcoresgtest.TruncatedBody(), want: nil, sent: 1},
		"cut":                   {fault: gcoresgtest.CutBody(), want: nil, sent: 1},
		"oversized":             {fault: gcoresgtest.OversizedBody(2 << 20), want: nil, sent: 1},
		"303":                   {fault: gcoresgtest.Redirect(303, "/elsewhere"), want: nil, sent: 2},
		"time-out after acting": {fault: gcoresgtest.SlowHeaders(3 * time.Second), want: nil, sent: 1},
		"time-out before acting": {
			fault: gcoresgtest.HTML(502).Delay(3 * time.Second), want: nil, sent: 2,
		},
		"always time-out before acting": {
			fault: gcoresgtest.HTML(502).Delay(3 * time.Second).Always(), want: gcoresg.ErrOutcomeUnknown, sent: 5,
		},
		"locked throughout": {
			fault: gcoresgtest.Locked().Always(), want: gcoresg.ErrLocked, sent: 5,
		},
		"locked for a while": {fault: gcoresgtest.LockedByTask().Times(3), want: nil, sent: 4},
		"rate limited":       {fault: gcoresgtest.RateLimit("1"), want: nil, sent: 2},
		"answer of another rule's": {
			fault: gcoresgtest.Body(strings.Replace(ruleBody, newID, "", 1)), want: nil, sent: 1,
		},
		"connection lost, and no reading": {
			fault: gcoresgtest.LoseConnection(after), want: gcoresg.ErrOutcomeUnknown, sent: 1, unreadable: true,
		},
		"500 of the API, always": {
			fault: refuse(500, "InternalServerError").Always(), want: errNotDone, sent: 5,
		},
		"500 of the API, once": {fault: refuse(500, "InternalServerError"), want: nil, sent: 2},
		"408":                  {fault: gcoresgtest.HTML(408), want: nil, sent: 2},
		"520 always": {
			fault: gcoresgtest.HTML(520).Always(), want: gcoresg.ErrOutcomeUnknown, sent: 5,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, wide, narrow)
			s.Fault(test.fault.On(gcoresgtest.UpdateRule))
			if test.unreadable {
				s.Fault(gcoresgtest.HTML(502).On(gcoresgtest.GetGroup).Always())
			}
			rule, err := s.group(nil, gcoresg.WithTimeout(time.Second/2)).UpdateRule(context.Background(), s.old.ID, s.want)
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
				if readings := len(s.RequestsTo(gcoresgtest.GetGroup)); readings < 2*test.sent || readings > 5*test.sent {
					t.Errorf("the group was read %d times, want two to five times for each attempt", readings)
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

// TestAFinishedTaskWhoseRuleIsNotSeen is an unknown outcome, but the server does not act any more.
func TestAFinishedTaskWhoseRuleIsNotSeen(t *testing.T) {
	server := serve(t,
		answer(200, `{"tasks":["t"]}`),
		answer(200, `{"id":"t","state":"FINISHED","created_resources":{"security_group_rules":["`+newID+`"]}}`),
		answer(200, `{"id":"`+groupID+`","security_group_rules":[]}`),
	)
	_, err := newClient(t, server).SecurityGroup(7, 8, groupID).CreateRule(context.Background(), spec)
	var unknown *gcoresg.OutcomeUnknownError
	if !errors.As(err, &unknown) || unknown.RuleID != newID || unknown.Shown != "" {
		t.Errorf("%v", err)
	}
}

// TestAReplacementNamesTheRuleThatTheServerNames, which no reading shows.
func TestAReplacementNamesTheRuleThatTheServerNames(t *testing.T) {
	group := answer(200, `{"id":"`+groupID+`","security_group_rules":[]}`)
	exists := answer(409, `{"exception_class":"ConflictError","message":"The rule already exists. Rule id is `+newID+`."}`)
	server := serve(t, group, exists, group)
	_, err := newClient(t, server).SecurityGroup(7, 8, groupID).ReplaceRule(context.Background(), ruleID, spec)
	var failed *gcoresg.ReplaceError
	if !errors.As(err, &failed) || failed.ExistingRuleID != newID || !errors.Is(err, gcoresg.ErrConflict) {
		t.Errorf("%v", err)
	}
}
