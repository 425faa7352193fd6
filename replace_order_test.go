package gcoresg_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// writes lists the writes that the fake was asked for.
func (s *scene) writes() (operations []string) {
	for _, request := range s.Requests() {
		if request.Method != "GET" {
			operations = append(operations, request.Method)
		}
	}
	return operations
}

// TestReplaceRuleOrder: what is written, in which order, and that nothing is cut that need not be.
func TestReplaceRuleOrder(t *testing.T) {
	full := make([]gcoresg.RuleSpec, 249)
	for i := range full {
		full[i] = with(func(s *gcoresg.RuleSpec) { s.PortRangeMin, s.PortRangeMax = gcoresg.Port(1000+i), gcoresg.Port(1000+i) })
	}
	for name, test := range map[string]struct {
		old, want gcoresg.RuleSpec
		others    []gcoresg.RuleSpec
		writes    string
		cut       bool
	}{
		"another rule":  {wide, narrow, nil, "POST DELETE", false},
		"the same rule": {wide, wide, nil, "", false},
		"the same in other words": {
			wide, with(func(s *gcoresg.RuleSpec) { s.RemoteIPPrefix, s.EtherType = "0.0.0.0/0", "IPv4" }), nil, "", false,
		},
		"any protocol, as it is": {
			gcoresg.RuleSpec{Direction: "ingress"}, gcoresg.RuleSpec{Direction: "ingress", Protocol: "any"}, nil, "", false,
		},
		"only another description": {wide, renamed, nil, "DELETE POST", true},
		"249 rules":                {wide, narrow, full[:248], "POST DELETE", false},
		"250 rules":                {wide, narrow, full, "POST DELETE POST", true}, // after the server's refusal
		"the new one is there":     {wide, narrow, []gcoresg.RuleSpec{narrow}, "DELETE", false},
		"any protocol": {
			wide, gcoresg.RuleSpec{Direction: "ingress", Protocol: "any"}, nil, "POST DELETE", false,
		},
		"250 rules, the new one too": {wide, narrow, append(slices.Clone(full[:248]), narrow), "DELETE", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, test.old, test.want, test.others...)
			rule, err := s.group(nil, gcoresg.WithRefuseDeprecated()).ReplaceRule(context.Background(), s.old.ID, test.want)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(s.writes(), " "); got != test.writes {
				t.Errorf("wrote %q, want %q", got, test.writes)
			}
			if test.writes != "" && s.neither != test.cut && name != "any protocol" {
				t.Errorf("a moment without either rule: %v, want %v", s.neither, test.cut)
			}
			held := s.Rules(s.groupID)
			want := len(test.others) + 1
			if slices.ContainsFunc(test.others, func(o gcoresg.RuleSpec) bool { return o.Description == "office" }) {
				want--
			}
			if !slices.ContainsFunc(held, func(r gcoresg.Rule) bool { return r.ID == rule.ID }) || len(held) != want {
				t.Errorf("the group holds %d rules, want %d", len(held), want)
			}
		})
	}
}

// TestReplaceRuleAnotherRuleInTheWay: a third rule that is the same but for its description is nobody's to delete.
func TestReplaceRuleAnotherRuleInTheWay(t *testing.T) {
	third := narrow
	third.Description = "somebody else's"
	s := newScene(t, wide, narrow, third)
	_, err := s.group(nil).ReplaceRule(context.Background(), s.old.ID, narrow)
	var failure *gcoresg.ReplaceError
	if !errors.Is(err, gcoresg.ErrConflict) || !errors.As(err, &failure) || failure.OldID != s.old.ID || failure.NewID != "" || !failure.Certain || failure.Stage != gcoresg.StageCreate {
		t.Errorf("%+v: %v", failure, err)
	}
	if len(s.Rules(s.groupID)) != 2 {
		t.Errorf("the group holds %v", s.Rules(s.groupID))
	}
}

// TestReplaceRuleAtTheLimitWithAnotherInTheWay: nothing is deleted for a rule that cannot be made.
func TestReplaceRuleAtTheLimitWithAnotherInTheWay(t *testing.T) {
	others := make([]gcoresg.RuleSpec, 249)
	for i := range others {
		others[i] = with(func(s *gcoresg.RuleSpec) { s.PortRangeMin, s.PortRangeMax = gcoresg.Port(1000+i), gcoresg.Port(1000+i) })
	}
	others[0] = narrow
	others[0].Description = "somebody else's"
	s := newScene(t, wide, narrow, others...)
	_, err := s.group(nil).ReplaceRule(context.Background(), s.old.ID, narrow)
	var failure *gcoresg.ReplaceError
	if !errors.Is(err, gcoresg.ErrConflict) || !errors.As(err, &failure) || failure.OldID != s.old.ID || errors.Is(err, gcoresg.ErrRuleLost) || len(s.writes()) != 0 {
		t.Errorf("wrote %v: %v", s.writes(), err)
	}
}

// TestReplaceRuleBelievesNo404 unless the old rule is gone: a 404 may be about the task, another thing, or come from
// the edge.
func TestReplaceRuleBelievesNo404(t *testing.T) {
	for name, fault := range map[string]gcoresgtest.Fault{
		"the task vanishes": gcoresgtest.TaskVanishes(gcoresgtest.BeforeActing),
		"another thing":     gcoresgtest.TaskError(gcoresgtest.BeforeActing, "Port 5 could not be found"),
		"the edge":          gcoresgtest.HTML(404),
	} {
		s := newScene(t, wide, narrow)
		s.Fault(fault.On(gcoresgtest.DeleteRule).Always())
		rule, err := s.group(nil).ReplaceRule(context.Background(), s.old.ID, narrow)
		s.checkReplaced(t, rule, err, false)
		if err == nil {
			t.Errorf("%s: success", name)
		}
		if name == "the task vanishes" && errors.Is(err, gcoresg.ErrNotFound) {
			t.Errorf("%s: not the rule was not found, its task was: %v", name, err)
		}
		s.converges(t)
	}
}

// TestReplaceRuleWithoutAnOldRule: it cannot be told from a job that was broken off after the deletion, so it is
// finished. The old rule is deleted all the same, because it may be one that no reading shows yet.
func TestReplaceRuleWithoutAnOldRule(t *testing.T) {
	s := newScene(t, wide, narrow)
	for range 2 {
		rule, err := s.group(nil).ReplaceRule(context.Background(), newID, narrow)
		if _, wanted, _ := s.ids(); err != nil || rule.ID != wanted || len(s.Rules(s.groupID)) != 2 {
			t.Errorf("%v, %v; the group holds %v", rule, err, s.Rules(s.groupID))
		}
	}
	if got := strings.Join(s.writes(), " "); got != "POST DELETE DELETE" {
		t.Errorf("wrote %q", got)
	}
}

func TestReplaceRuleCannotReadTheGroup(t *testing.T) {
	s := newScene(t, wide, narrow)
	s.Fault(gcoresgtest.HTML(502).On(gcoresgtest.GetGroup).Always())
	_, err := s.group(nil).ReplaceRule(context.Background(), s.old.ID, narrow)
	if !errors.Is(err, gcoresg.ErrServer) || errors.Is(err, gcoresg.ErrOutcomeUnknown) || len(s.writes()) != 0 {
		t.Errorf("%v", err)
	}

	// Once something is written, it says what it last knew, and that it may not be so.
	s = newScene(t, wide, narrow)
	s.Fault(gcoresgtest.HTML(502).On(gcoresgtest.GetGroup).Skip(2).Always(), gcoresgtest.Forbidden().On(gcoresgtest.DeleteRule))
	_, err = s.group(nil).ReplaceRule(context.Background(), s.old.ID, narrow)
	var failure *gcoresg.ReplaceError
	oldID, newID, _ := s.ids()
	if !errors.As(err, &failure) || failure.Certain || !errors.Is(err, gcoresg.ErrOutcomeUnknown) || !errors.Is(err, gcoresg.ErrForbidden) || failure.OldID != oldID || failure.NewID != newID {
		t.Errorf("%+v: %v", failure, err)
	}
}

// TestStress: 64 goroutines replace 64 rules in 8 groups, by one client, while one request in eight meets a fault.
// Each calls again after an error, as the documentation says. At the end every group holds exactly the wanted rules.
func TestStress(t *testing.T) {
	srv := gcoresgtest.New(t)
	client := srv.Client(gcoresg.WithMaxRetries(2), hurried)
	type job struct {
		groupID, ruleID string
		want            gcoresg.RuleSpec
	}
	var jobs []job
	for range 8 {
		groupID := srv.AddGroup(1, 2)
		for i := range 8 {
			port := func(p int) gcoresg.RuleSpec {
				return with(func(s *gcoresg.RuleSpec) { s.PortRangeMin, s.PortRangeMax = gcoresg.Port(p), gcoresg.Port(p) })
			}
			want := port(2000 + i)
			if i%2 == 0 { // half of them differ in the description only, and so delete first
				want = port(1000 + i)
				want.Description = fmt.Sprint("number ", i)
			}
			jobs = append(jobs, job{groupID, srv.AddRule(groupID, port(1000+i)).ID, want})
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	faults := []gcoresgtest.Fault{
		gcoresgtest.LoseConnection(gcoresgtest.BeforeActing), gcoresgtest.LoseConnection(gcoresgtest.AfterActing), gcoresgtest.HTML(502),
		gcoresgtest.HTML(502).At(gcoresgtest.AfterActing), gcoresgtest.Locked(), gcoresgtest.RateLimit(""), gcoresgtest.Body(""), gcoresgtest.CutBody(),
		gcoresgtest.TaskError(gcoresgtest.BeforeActing, "no"), gcoresgtest.TaskVanishes(gcoresgtest.AfterActing), gcoresgtest.NoTasks(gcoresgtest.AfterActing),
		gcoresgtest.Refuse(400, "ValidationError", "no"), gcoresgtest.Forbidden(),
	}
	for range 300 {
		srv.Fault(faults[random.IntN(len(faults))].Skip(random.IntN(8)))
	}

	var all sync.WaitGroup
	for _, j := range jobs {
		all.Go(func() {
			for range 100 {
				if _, err := client.SecurityGroup(1, 2, j.groupID).ReplaceRule(context.Background(), j.ruleID, j.want); err == nil {
					return
				}
			}
			t.Errorf("rule %s was not replaced in 100 calls", j.ruleID)
		})
	}
	all.Wait()
	if left := srv.FaultsLeft(); left > 20 {
		t.Errorf("%d faults did not strike", left)
	}
	for _, j := range jobs {
		held := srv.Rules(j.groupID)
		matching := 0
		for _, rule := range held {
			if rule.ID == j.ruleID {
				t.Errorf("the old rule %s is still there", j.ruleID)
			}
			if rule.Description == j.want.Description && *rule.PortRangeMin == *j.want.PortRangeMin {
				matching++
			}
		}
		if matching != 1 || len(held) != 8 {
			t.Errorf("%d rules are as wanted, of %d in the group; want 1 of 8", matching, len(held))
		}
	}
	if violations := srv.Violations(); len(violations) > 0 {
		t.Errorf("%v", violations[0])
	}
}
