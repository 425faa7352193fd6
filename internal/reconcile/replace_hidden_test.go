package reconcile

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

const (
	fullGroup = `{"exception_class":"QuotaLimitExceed","message":"full"}`
	oddField  = `,"remote_group_id":5`
)

// TestAnOldRuleThatCannotBeReadIsNotDeletedFirst: what would be put back is another rule, without the field.
func TestAnOldRuleThatCannotBeReadIsNotDeletedFirst(t *testing.T) {
	differs := gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}
	for name, test := range map[string]struct {
		old  gen.RuleSpec
		post reply
	}{
		"in a full group":                {gen.RuleSpec{Direction: "ingress", Protocol: "udp"}, reply{status: 400, body: fullGroup}},
		"the same but for a description": {differs, reply{status: 409, body: `{"exception_class":"ConflictError","message":"exists"}`}},
		"as wanted":                      {wanted, reply{status: 409, body: `{"exception_class":"ConflictError","message":"exists"}`}},
	} {
		synctest.Test(t, func(t *testing.T) {
			e, s := newEngine(t, 0, map[string][]reply{
				"GROUP": {{status: 200, body: groupJSON(ruleJSON(oldID, test.old, oddField))}}, "POST": {test.post},
			})
			r := e.Replace(context.Background(), group, oldID, &wanted)
			if s.writes() != "POST" || r.Rule != nil || !r.Certain || r.OldID != oldID || r.NewID != "" {
				t.Errorf("%s: wrote %s: %+v", name, s.writes(), r)
			}
		})
	}
}

// TestARuleThatMayBeTheNewOneIsNotCertainlyMissing: it has a field that cannot be read.
func TestARuleThatMayBeTheNewOneIsNotCertainlyMissing(t *testing.T) {
	exists := `{"exception_class":"ConflictError","message":"exists"}`
	for name, test := range map[string]struct {
		post    reply
		second  string
		certain bool
	}{
		"it may be the new one":                     {reply{status: 500, body: ownFail}, ruleJSON(newID, wanted, oddField), false},
		"it may be the one that the server refuses": {reply{status: 409, body: exists}, ruleJSON(newID, wanted, oddField), false},
		"the server refuses for another reason":     {reply{status: 403}, ruleJSON(newID, wanted, oddField), true},
		"it is the old one":                         {reply{status: 500, body: ownFail}, "", true},
	} {
		synctest.Test(t, func(t *testing.T) {
			rules := groupJSON(ruleJSON(oldID, wanted, oddField))
			if test.second != "" {
				rules = groupJSON(oldRule, test.second)
			}
			e, _ := newEngine(t, 0, map[string][]reply{
				"GROUP": {{status: 200, body: groupJSON(oldRule)}, {status: 200, body: rules}}, "POST": {test.post},
			})
			if r := e.Replace(context.Background(), group, oldID, &wanted); r.Certain != test.certain || r.OldID != oldID {
				t.Errorf("%s: %+v", name, r)
			}
		})
	}
}

// TestWithoutReadingsAnUnknownCreateLeavesNothingCertain: a task that it may have started may still make the rule.
func TestWithoutReadingsAnUnknownCreateLeavesNothingCertain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _ := newEngine(t, 0, map[string][]reply{
			"GROUP": {{status: 200, body: groupJSON(oldRule)}}, "POST": {{status: 500, body: ownFail}},
		})
		e.Off = true
		if r := e.Replace(context.Background(), group, oldID, &wanted); r.Certain || r.OldID != oldID {
			t.Errorf("%+v", r)
		}
	})
}

// TestAFailureWithCertainIDsDoesNotRepeatWhatTheGroupShowed, because the ids say it.
func TestAFailureWithCertainIDsDoesNotRepeatWhatTheGroupShowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _ := newEngine(t, 0, map[string][]reply{
			"GROUP": {{status: 200, body: groupJSON(oldRule)}}, "POST": {{status: 500, body: ownFail}},
		})
		if r := e.Replace(context.Background(), group, oldID, &wanted); !r.Certain || r.Failed.Shown != Nothing {
			t.Errorf("%+v", r)
		}
	})
}

// TestARuleThatMayBeTheOneThatWasPutBackIsNotCertainlyMissing: putting it back failed, and a rule cannot be read.
func TestARuleThatMayBeTheOneThatWasPutBackIsNotCertainlyMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old := gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}
		e, _ := newEngine(t, 0, map[string][]reply{
			"GROUP": {
				{status: 200, body: groupJSON(ruleJSON(oldID, old, ""))}, {status: 200, body: groupJSON(ruleJSON(thirdID, old, oddField))},
			},
			"DELETE": {started}, "TASK": {task("FINISHED", "")}, "POST": {{status: 400, body: refusal}, {status: 500, body: ownFail}},
		})
		if r := e.Replace(context.Background(), group, oldID, &wanted); r.Certain || r.PutBack == nil {
			t.Errorf("%+v", r)
		}
	})
}

// TestAPutBackThatMayStillComeLeavesNothingCertain, not even where the new rule is there without the old one.
func TestAPutBackThatMayStillComeLeavesNothingCertain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old := gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}
		e, _ := newEngine(t, 0, map[string][]reply{
			"GROUP":  {{status: 200, body: groupJSON(ruleJSON(oldID, old, ""))}, {status: 200, body: groupJSON(newRule)}},
			"DELETE": {started}, "TASK": {task("FINISHED", "")}, "POST": {{status: 400, body: refusal}, {status: 504}},
		})
		if r := e.Replace(context.Background(), group, oldID, &wanted); r.Rule != nil || r.Certain || r.NewID != newID {
			t.Errorf("%+v", r)
		}
	})
}

// TestARuleThatIsNotAsWantedIsNamed where the task that made it names it.
func TestARuleThatIsNotAsWantedIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		trimmed := ruleJSON(newID, gen.RuleSpec{Direction: "ingress", Protocol: "tcp", Description: "n"}, "")
		e, _ := newEngine(t, 0, map[string][]reply{
			"GROUP": {{status: 200, body: groupJSON(oldRule)}, {status: 200, body: groupJSON(oldRule, trimmed)}},
			"POST":  {started}, "TASK": {made},
		})
		r := e.Replace(context.Background(), group, oldID, &wanted)
		if r.Rule != nil || !r.Certain || r.OldID != oldID || r.NewID != newID {
			t.Errorf("%+v", r)
		}
	})
}

// TestAPutBackThatFailedIsReported, and found where it had worked unnoticed.
func TestAPutBackThatFailedIsReported(t *testing.T) {
	old := ruleJSON(oldID, gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}, "")
	back := ruleJSON(thirdID, gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}, "")
	gone, there := reply{status: 200, body: groupJSON()}, reply{status: 200, body: groupJSON(back)}
	finished := task("FINISHED", "")
	madeBack := task("FINISHED", `,"created_resources":{"security_group_rules":["`+thirdID+`"]}`)
	for name, test := range map[string]struct {
		posts  []reply
		groups []reply
		oldID  string
		readAt time.Duration // when the last reading begins
	}{
		"refused": {
			[]reply{{status: 400, body: refusal}}, []reply{gone}, "", window,
		},
		"failed, and done all the same": {
			[]reply{{status: 400, body: refusal}, {status: 500, body: ownFail}}, []reply{{status: 403}, there}, thirdID, window,
		},
		"finished a second later, and not seen": {
			[]reply{{status: 400, body: refusal}, started}, []reply{{status: 403}, there}, thirdID, time.Second + window,
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			groups := append([]reply{{status: 200, body: groupJSON(old)}}, test.groups...)
			e, s := newEngine(t, 0, map[string][]reply{
				"GROUP": groups, "POST": test.posts, "TASK": {finished, running, running, running, madeBack}, "DELETE": {started},
			})
			r := e.Replace(context.Background(), group, oldID, &wanted)
			if s.writes() != "DELETE POST POST" || r.Rule != nil || r.PutBack == nil || !r.Certain || r.OldID != test.oldID || r.NewID != "" {
				t.Errorf("%s: wrote %s: %+v", name, s.writes(), r)
			}
			if got := s.at["GROUP"][len(s.at["GROUP"])-1]; got != test.readAt {
				t.Errorf("%s: the last reading began after %v, want %v", name, got, test.readAt)
			}
			if got := e.restoredID(oldID); test.oldID != "" && got != test.oldID {
				t.Errorf("%s: the id to go on with is %s", name, got)
			}
		})
	}
}

// TestARuleThatStaysAfterItsDeleteDoesNotHangTheNextCall: the server said that it had deleted the rule, could not put it
// back, and still shows it under its old id.
func TestARuleThatStaysAfterItsDeleteDoesNotHangTheNextCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stays := groupJSON(ruleJSON(oldID, gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}, ""))
		e, _ := newEngine(t, 0, map[string][]reply{
			"GROUP": {{status: 200, body: stays}}, "DELETE": {started}, "TASK": {task("FINISHED", "")},
			"POST": {{status: 400, body: refusal}},
		})
		if r := e.Replace(context.Background(), group, oldID, &wanted); !r.Certain || r.OldID != oldID {
			t.Fatalf("%+v", r)
		}
		if got := e.restoredID(oldID); got != oldID {
			t.Errorf("the id to go on with is %s", got)
		}
	})
}

// TestRestoredIDsNeverFormACircle, not even where a server brings back an id that it had deleted.
func TestRestoredIDsNeverFormACircle(t *testing.T) {
	e, _ := newEngine(t, 0, nil)
	e.remember(oldID, newID)
	e.remember(newID, thirdID)
	e.remember(thirdID, oldID)
	for _, id := range []string{oldID, newID, thirdID} {
		if got := e.restoredID(id); got != oldID {
			t.Errorf("%s goes on as %s, want %s", id, got, oldID)
		}
	}
}

// TestAMissingRuleIsNotLostByWhatWasNotSent: only an attempt that reached the server may have deleted it.
func TestAMissingRuleIsNotLostByWhatWasNotSent(t *testing.T) {
	missing := reply{status: 404, body: `{"exception_class":"NotFoundError","message":"rule ` + oldID + ` not found"}`}
	for name, test := range map[string]struct {
		first   reply
		verdict Verdict
	}{
		"no connection": {reply{status: -1}, NotDone}, "a rate limit": {reply{status: 429}, Lost},
	} {
		synctest.Test(t, func(t *testing.T) {
			e, _ := newEngine(t, 1, map[string][]reply{
				"PUT": {test.first, missing}, "GROUP": {{status: 200, body: groupJSON()}},
			})
			if r := e.Update(context.Background(), group, oldID, &wanted); r.Verdict != test.verdict {
				t.Errorf("%s: verdict %d, want %d: %+v", name, r.Verdict, test.verdict, r.Cause)
			}
		})
	}
}
