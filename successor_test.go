package gcoresg_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
	"github.com/gcoresg/gcoresg/gen/successor"
)

func TestRulesAreReadCreatedAndDeleted(t *testing.T) {
	s := newScene(t, wide, narrow)
	group := s.group(nil, gcoresg.WithRefuseDeprecated())
	wanted := gcoresg.RuleSpec{Direction: "ingress", Protocol: gcoresg.ProtocolAny, Description: "all"}
	made, err := group.CreateRule(ctx, ofGroup(wanted, s.groupID))
	if err != nil {
		t.Fatal(err)
	}
	rules, err := group.Rules(ctx)
	if err != nil || !reflect.DeepEqual(rules, s.Rules(s.groupID)) || len(rules) != 2 {
		t.Errorf("read %+v, %v, want %+v", rules, err, s.Rules(s.groupID))
	}
	one, err := group.Rule(ctx, strings.ToUpper(made.ID))
	if err != nil || !reflect.DeepEqual(one, made) || one.Description != "all" {
		t.Errorf("read %+v, %v, want %+v", one, err, made)
	}
	if body := string(s.RequestsTo(gcoresgtest.CreateRule)[0].Body); body != `{"description":"all","direction":"ingress"}` {
		t.Errorf("sent %s: neither the group nor any belongs there", body)
	}
	if err := group.DeleteRule(ctx, made.ID); err != nil || len(s.Rules(s.groupID)) != 1 {
		t.Errorf("%v, the group holds %v", err, s.Rules(s.groupID))
	}
	_, err = group.Rule(ctx, made.ID)
	for what, err := range map[string]error{"Rule": err, "DeleteRule": group.DeleteRule(ctx, made.ID)} {
		if !errors.Is(err, gcoresg.ErrNotFound) || errors.Is(err, gcoresg.ErrOutcomeUnknown) {
			t.Errorf("%s of a rule that is gone: %v", what, err)
		}
	}
	if _, err := s.group(nil).CreateRule(ctx, wide); !errors.Is(err, gcoresg.ErrConflict) {
		t.Errorf("a duplicate: %v", err)
	}
	elsewhere := s.Client().SecurityGroup(1, 3, s.groupID)
	if _, err := elsewhere.Rules(ctx); !errors.Is(err, gcoresg.ErrNotFound) {
		t.Errorf("a group that is not there: %v", err)
	}
}

func TestSuccessorMethodsCheckFirst(t *testing.T) {
	server := serve(t, ok)
	for _, id := range hostileIDs {
		group := newClient(t, server).SecurityGroup(7, 8, id)
		_, err := group.Rules(ctx)
		wantProblems(t, err, "group_id")
		_, err = group.CreateRule(ctx, spec)
		wantProblems(t, err, "group_id")
		group = newClient(t, server).SecurityGroup(7, 8, groupID)
		_, err = group.Rule(ctx, id)
		wantProblems(t, err, "rule_id")
		wantProblems(t, group.DeleteRule(ctx, id), "rule_id")
		_, err = group.ReplaceRule(ctx, id, spec)
		wantProblems(t, err, "rule_id")
	}
	group := newClient(t, server).SecurityGroup(7, 8, groupID)
	_, err := group.CreateRule(ctx, gcoresg.RuleSpec{})
	wantProblems(t, err, "direction")
	_, err = group.ReplaceRule(ctx, ruleID, gcoresg.RuleSpec{})
	wantProblems(t, err, "direction")
	if server.count() != 0 {
		t.Errorf("%d requests were sent", server.count())
	}
}

// TestReadsAreTriedAgain: a read has no outcome to be unsure of.
func TestReadsAreTriedAgain(t *testing.T) {
	group := `{"id":"` + groupID + `","security_group_rules":[` + ruleBody + `]}`
	for name, test := range map[string]struct {
		handlers []http.HandlerFunc
		sent     int
		want     error
	}{
		"502, then well":  {[]http.HandlerFunc{answer(502, ""), answer(502, ""), answer(200, group)}, 3, nil},
		"no group at all": {[]http.HandlerFunc{answer(200, "{}"), answer(200, "<html>"), answer(200, group)}, 3, nil},
		"a rule without": {
			[]http.HandlerFunc{answer(200, strings.Replace(group, newID, "", 1)), answer(200, group)}, 2, nil,
		},
		"502 for ever": {[]http.HandlerFunc{answer(502, "")}, 5, gcoresg.ErrServer},
		"401":          {[]http.HandlerFunc{answer(401, "")}, 1, gcoresg.ErrUnauthorized},
		"no list of rules": {
			[]http.HandlerFunc{answer(200, `{"id":"`+groupID+`"}`), answer(200, `{"id":"`+groupID+`","security_group_rules":null}`), answer(200, group)}, 3, nil,
		},
		"no rules": {[]http.HandlerFunc{answer(200, `{"id":"`+groupID+`","security_group_rules":[]}`)}, 1, nil},
		"another group": {
			[]http.HandlerFunc{answer(200, strings.Replace(group, groupID, newID, 1)), answer(200, group)}, 2, nil,
		},
		"lost, then fine":  {[]http.HandlerFunc{hangUp, answer(200, group)}, 2, nil},
		"trailing garbage": {[]http.HandlerFunc{answer(200, group+"x"), answer(200, group)}, 2, nil},
	} {
		server := serve(t, test.handlers...)
		client := newClient(t, server)
		_, err := client.SecurityGroup(7, 8, groupID).Rules(ctx)
		if !errors.Is(err, test.want) || errors.Is(err, gcoresg.ErrOutcomeUnknown) || server.count() != test.sent {
			t.Errorf("%s: sent %d times, want %d: %v", name, server.count(), test.sent, err)
		}
	}
}

// TestTasks: what the server may answer about a task, and what the caller is told.
func TestTasks(t *testing.T) {
	for name, test := range map[string]struct {
		fault gcoresgtest.Fault
		says  string // empty for success
		is    error
	}{
		"takes its time": {gcoresgtest.TaskTakes(20 * time.Millisecond), "", nil},
		"ERROR": {
			gcoresgtest.TaskError(gcoresgtest.BeforeActing, "no\nports"), "failed: no ports", gcoresg.ErrTask,
		},
		"ERROR, quota": {
			gcoresgtest.TaskError(gcoresgtest.BeforeActing, "Quota exceeded"), "Quota", gcoresg.ErrQuota,
		},
		"ERROR, exists": {
			gcoresgtest.TaskError(gcoresgtest.BeforeActing, "Security group rule already exists."), "exists", gcoresg.ErrConflict,
		},
		"ERROR, but done": {gcoresgtest.TaskError(gcoresgtest.AfterActing, "no"), "", nil},
		"vanishes": {
			gcoresgtest.TaskVanishes(gcoresgtest.BeforeActing).Always(), "cannot be read", gcoresg.ErrOutcomeUnknown,
		},
		"vanishes, but done": {gcoresgtest.TaskVanishes(gcoresgtest.AfterActing), "", nil},
		"strange": {
			gcoresgtest.TaskState(gcoresgtest.BeforeActing, "PAUSED").Always(), `"PAUSED"`, gcoresg.ErrOutcomeUnknown,
		},
		"strange, but done":   {gcoresgtest.TaskState(gcoresgtest.AfterActing, "PAUSED"), "", nil},
		"none named":          {gcoresgtest.NoTasks(gcoresgtest.BeforeActing).Always(), "list is empty", nil},
		"none named, but one": {gcoresgtest.NoTasks(gcoresgtest.AfterActing), "", nil},
		"no id":               {gcoresgtest.Status(200, `{"tasks":["../../x"]}`).Always(), "is no id", nil},
		"not JSON":            {gcoresgtest.Status(200, `<html>`).Always(), "does not name a task", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, wide, narrow)
			s.Fault(test.fault.On(gcoresgtest.CreateRule))
			rule, err := s.group(nil).CreateRule(ctx, s.want)
			_, newID, _ := s.ids()
			if test.says == "" {
				if err != nil || rule.ID != newID {
					t.Errorf("%v, %v; the fake holds %q", rule, err, newID)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "\n") || test.is != nil && !errors.Is(err, test.is) || newID != "" {
				t.Errorf("%v; the fake holds %q", err, newID)
			}
			var failed *gcoresg.TaskError
			if errors.As(err, &failed) && (failed.TaskID == "" || failed.Method != "POST" || failed.Route != successor.OperationCreateSecurityGroupRule.Route) {
				t.Errorf("%+v", failed)
			}
		})
	}
}

// TestDeleteTaskThatFailsWhenItIsDone: what counts is whether the rule is there.
func TestDeleteTaskThatFailsWhenItIsDone(t *testing.T) {
	for moment, want := range map[gcoresgtest.Moment]error{gcoresgtest.AfterActing: nil, gcoresgtest.BeforeActing: gcoresg.ErrTask} {
		s := newScene(t, wide, narrow)
		s.Fault(gcoresgtest.TaskError(moment, "no"))
		if err := s.group(nil).DeleteRule(ctx, s.old.ID); !errors.Is(err, want) {
			t.Errorf("moment %d: %v, want %v", moment, err, want)
		}
	}
}

// TestWritesToAGroupTakeTurns: of one client's writes to a group only one is under way, while another group's goes on.
func TestWritesToAGroupTakeTurns(t *testing.T) {
	s := newScene(t, wide, narrow)
	client := s.Client(gcoresg.WithDeprecationHandler(nil), hurried)
	s.Fault(gcoresgtest.TaskTakes(time.Hour).InGroup(s.groupID))
	first := make(chan error)
	go func() {
		_, err := client.SecurityGroup(1, 2, s.groupID).CreateRule(ctx, narrow)
		first <- err
	}()
	for len(s.RequestsTo(gcoresgtest.GetTask)) == 0 {
		time.Sleep(time.Millisecond)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	second := client.SecurityGroup(1, 2, strings.ToUpper(s.groupID))
	_, updated := second.UpdateRule(short, s.old.ID, narrow)
	_, created := second.CreateRule(short, narrow)
	_, replaced := second.ReplaceRule(short, s.old.ID, narrow)
	for _, err := range []error{updated, created, replaced, second.DeleteRule(short, s.old.ID)} {
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, gcoresg.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "nothing was sent") {
			t.Errorf("%v", err)
		}
	}
	if n := len(s.RequestsTo(gcoresgtest.UpdateRule)) + len(s.RequestsTo(gcoresgtest.DeleteRule)); n != 0 {
		t.Errorf("%d writes were sent meanwhile", n)
	}
	if _, err := client.SecurityGroup(1, 2, s.AddGroup(1, 2)).CreateRule(ctx, narrow); err != nil {
		t.Errorf("another group: %v", err)
	}
	s.FinishTasks()
	if err := <-first; err != nil {
		t.Error(err)
	}
}
