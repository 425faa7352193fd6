package gcoresg_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// scene is a fake with one group in it, a rule to replace, what it is to become, and a watch over every moment between.
type scene struct {
	*gcoresgtest.Server
	groupID string
	old     gcoresg.Rule
	want    gcoresg.RuleSpec

	mu      sync.Mutex
	neither bool // there was a moment with neither the old rule nor the new one
}

// newScene seeds the group with old and others.
func newScene(t *testing.T, old, want gcoresg.RuleSpec, others ...gcoresg.RuleSpec) *scene {
	t.Helper()
	s := &scene{Server: gcoresgtest.New(t, gcoresgtest.WithTaskDuration(0)), want: want}
	s.groupID = s.AddGroup(1, 2, others...)
	s.old = s.AddRule(s.groupID, old)
	s.OnChange(func(_ string, rules []gcoresg.Rule) {
		s.mu.Lock()
		defer s.mu.Unlock()
		has := false
		for _, rule := range rules {
			has = has || rule.ID == s.old.ID || s.isWanted(rule)
		}
		s.neither = s.neither || !has
	})
	t.Cleanup(func() {
		if violations := s.Violations(); len(violations) > 0 {
			t.Errorf("the document does not allow: %v", violations)
		}
	})
	return s
}

func (s *scene) isWanted(rule gcoresg.Rule) bool {
	got, want := gcoresg.SpecOf(&rule), s.want
	same := func(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }
	return rule.ID != s.old.ID && got.Description == want.Description && got.Direction == want.Direction && got.Protocol == want.Protocol &&
		got.RemoteIPPrefix == want.RemoteIPPrefix && same(got.PortRangeMin, want.PortRangeMin) && same(got.PortRangeMax, want.PortRangeMax)
}

// ids returns the ids of the old and of the new rule that the fake holds, empty for none, and how many rules that are.
func (s *scene) ids() (oldID, newID string, count int) {
	for _, rule := range s.Rules(s.groupID) {
		switch {
		case rule.ID == s.old.ID:
			oldID = rule.ID
			count++
		case s.isWanted(rule):
			newID = rule.ID
			count++
		}
	}
	return oldID, newID, count
}

// group returns a hurried handle, by way of transport if that is not nil.
func (s *scene) group(transport http.RoundTripper, options ...gcoresg.Option) *gcoresg.SecurityGroup {
	if transport != nil {
		options = append(options, gcoresg.WithHTTPClient(&http.Client{Transport: transport}))
	}
	return s.Client(append(options, hurried, gcoresg.WithDeprecationHandler(nil))...).SecurityGroup(1, 2, s.groupID)
}

// converges calls ReplaceRule until it succeeds and checks that the group then holds exactly the wanted rule.
func (s *scene) converges(t *testing.T) {
	t.Helper()
	s.ClearFaults()
	s.FinishTasks()
	rule, err := s.group(nil).ReplaceRule(context.Background(), s.old.ID, s.want)
	if err != nil {
		t.Fatalf("the second call failed: %v", err)
	}
	oldID, newID, count := s.ids()
	if oldID != "" || newID != rule.ID || count != 1 {
		t.Errorf("the group holds old %q and new %q, %d in all; the second call returned %s", oldID, newID, count, rule.ID)
	}
}

// stepOf names the step of a replacement that a request belongs to.
func stepOf(req *http.Request, deleting bool) string {
	switch {
	case req.Method == "POST":
		return "create"
	case req.Method == "DELETE":
		return "delete"
	case strings.Contains(req.URL.Path, "/tasks/") && deleting:
		return "wait for delete"
	case strings.Contains(req.URL.Path, "/tasks/"):
		return "wait for create"
	}
	return "read"
}

// atStep is a transport that hands the requests of one step to fail, and the others to net/http.
type atStep struct {
	step     string
	deleting bool
	fail     func(req *http.Request, next http.RoundTripper) (*http.Response, error)
	dead     bool // fails everything from the first failure on, as a killed process does
	failed   bool
}

func (a *atStep) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == "DELETE" || req.Method == "POST" {
		a.deleting = req.Method == "DELETE"
	}
	if a.dead && a.failed {
		return nil, errors.New("the process is dead")
	}
	if stepOf(req, a.deleting) == a.step {
		a.failed = true
		return a.fail(req, http.DefaultTransport)
	}
	return http.DefaultTransport.RoundTrip(req)
}

var (
	wide   = with(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix = "" })
	narrow = with(func(s *gcoresg.RuleSpec) { s.Description = "office" })
	// renamed differs from wide in nothing that Neutron compares.
	renamed = with(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix, s.Description = "", "renamed" })
)

// TestReplaceRuleWhateverFails runs every failure at every step, of a replacement that creates first and of one that
// deletes first. The error must name exactly the rules that the fake holds, and a second call must finish the job.
func TestReplaceRuleWhateverFails(t *testing.T) {
	operation := map[string]gcoresgtest.Operation{
		"create": gcoresgtest.CreateRule, "delete": gcoresgtest.DeleteRule,
		"wait for create": gcoresgtest.CreateRule, "wait for delete": gcoresgtest.DeleteRule,
	}
	failures := map[string]func(s *scene, step string, cancel context.CancelFunc) http.RoundTripper{
		"refused": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			return fault(s, step, gcoresgtest.Refuse(400, "ValidationError", "no").Always())
		},
		"lost before acting": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			return fault(s, step, gcoresgtest.LoseConnection(gcoresgtest.BeforeActing).Always())
		},
		"lost after acting": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			return fault(s, step, gcoresgtest.LoseConnection(gcoresgtest.AfterActing).Always())
		},
		"502": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			return fault(s, step, gcoresgtest.HTML(502).Always())
		},
		"task ERROR": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			s.Fault(gcoresgtest.TaskError(gcoresgtest.BeforeActing, "no ports left").On(operation[step]).Always())
			return nil
		},
		"task ERROR, but done": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			s.Fault(gcoresgtest.TaskError(gcoresgtest.AfterActing, "no ports left").On(operation[step]).Always())
			return nil
		},
		"task vanishes": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			s.Fault(gcoresgtest.TaskVanishes(gcoresgtest.AfterActing).On(operation[step]).Always())
			return nil
		},
		"unknown state": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			s.Fault(gcoresgtest.TaskState(gcoresgtest.AfterActing, "PAUSED").On(operation[step]).Always())
			return nil
		},
		"empty task list": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			s.Fault(gcoresgtest.NoTasks(gcoresgtest.BeforeActing).On(operation[step]).Always())
			return nil
		},
		"lock": func(s *scene, step string, _ context.CancelFunc) http.RoundTripper {
			return fault(s, step, gcoresgtest.Locked().Always())
		},
		"cancelled before": func(_ *scene, step string, cancel context.CancelFunc) http.RoundTripper {
			return &atStep{step: step, fail: func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
				cancel()
				return next.RoundTrip(req)
			}}
		},
		"cancelled after": func(_ *scene, step string, cancel context.CancelFunc) http.RoundTripper {
			return &atStep{step: step, fail: func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
				defer cancel()
				return next.RoundTrip(req)
			}}
		},
		"killed before": func(_ *scene, step string, _ context.CancelFunc) http.RoundTripper {
			return &atStep{step: step, dead: true, fail: func(*http.Request, http.RoundTripper) (*http.Response, error) {
				return nil, errors.New("the process is dead")
			}}
		},
		"killed after": func(_ *scene, step string, _ context.CancelFunc) http.RoundTripper {
			return &atStep{step: step, dead: true, fail: func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
				resp, err := next.RoundTrip(req)
				if err == nil {
					_ = resp.Body.Close()
				}
				return nil, errors.New("the process is dead")
			}}
		},
	}
	for _, order := range []string{"create first", "delete first"} {
		for failure, prepare := range failures {
			for step := range operation {
				t.Run(fmt.Sprintf("%s/%s/%s", order, step, failure), func(t *testing.T) {
					t.Parallel()
					want := narrow
					if order == "delete first" {
						want = renamed
					}
					s := newScene(t, wide, want)
					ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
					defer cancel()
					rule, err := s.group(prepare(s, step, cancel)).ReplaceRule(ctx, s.old.ID, s.want)
					s.checkReplaced(t, rule, err, strings.HasPrefix(failure, "killed"))
					if order == "create first" && s.neither {
						t.Error("there was a moment with neither rule")
					}
					s.converges(t)
				})
			}
		}
	}
}

// fault orders a fault for one step. The two waits are told apart by what was asked for last.
func fault(s *scene, step string, f gcoresgtest.Fault) http.RoundTripper {
	switch step {
	case "create":
		s.Fault(f.On(gcoresgtest.CreateRule))
	case "delete":
		s.Fault(f.On(gcoresgtest.DeleteRule))
	default:
		s.Fault(f.On(gcoresgtest.GetTask))
		return &waiting{step: step, s: s, f: f}
	}
	return nil
}

// waiting keeps a fault of GetTask to the task of one step.
type waiting struct {
	step     string
	deleting bool
	s        *scene
	f        gcoresgtest.Fault
}

func (w *waiting) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == "DELETE" || req.Method == "POST" {
		w.deleting = req.Method == "DELETE"
		w.s.ClearFaults()
		if w.deleting == (w.step == "wait for delete") {
			w.s.Fault(w.f.On(gcoresgtest.GetTask))
		}
	}
	return http.DefaultTransport.RoundTrip(req)
}

// checkReplaced holds the answer of ReplaceRule against what the fake holds. A killed process has nobody left to read
// the error.
func (s *scene) checkReplaced(t *testing.T, rule *gcoresg.Rule, err error, killed bool) {
	t.Helper()
	s.FinishTasks()
	oldID, newID, count := s.ids()
	if err == nil {
		if rule == nil || oldID != "" || newID != rule.ID || count != 1 {
			t.Errorf("success with rule %v, but the fake holds old %q, new %q, %d in all", rule, oldID, newID, count)
		}
		return
	}
	var failure *gcoresg.ReplaceError
	if !errors.As(err, &failure) {
		t.Fatalf("%T: %v", err, err)
	}
	if strings.ContainsAny(err.Error(), "\n") || rule != nil {
		t.Errorf("rule %v, error %q", rule, err)
	}
	if killed && !failure.Certain {
		return
	}
	if failure.OldID != oldID || failure.NewID != newID {
		t.Errorf("the error says old %q and new %q (certain: %v), the fake holds old %q and new %q: %v", failure.OldID, failure.NewID, failure.Certain, oldID, newID, err)
	}
	if failure.Certain == errors.Is(err, gcoresg.ErrOutcomeUnknown) {
		t.Errorf("certain is %v: %v", failure.Certain, err)
	}
	if lost := oldID == "" && newID == ""; failure.Certain && lost != errors.Is(err, gcoresg.ErrRuleLost) {
		t.Errorf("lost is %v: %v", lost, err)
	}
}
