package reconcile

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// A replacing test runs Replace against one list of replies and holds what was written and what is said.
func TestReplace(t *testing.T) {
	full := `{"exception_class":"QuotaLimitExceed","message":"full"}`
	exists := `{"exception_class":"ConflictError","message":"Security group rule already exists."}`
	gone := `{"message":"Security group rule ` + oldID + ` not found"}`
	old := ruleJSON(oldID, gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}, "") // differs in the description only
	ok := func(rules ...string) reply { return reply{status: 200, body: groupJSON(rules...)} }
	finished := task("FINISHED", "")
	for name, test := range map[string]struct {
		replies map[string][]reply
		writes  string
		newID   string // of the rule in the result, empty for a failure
		certain bool
		oldID   string // of the failure
	}{
		"the new rule is made, then the old one deleted": {map[string][]reply{
			"GROUP": {
				ok(oldRule), ok(oldRule, newRule)}, "POST": {started}, "TASK": {made, finished}, "DELETE": {started},
		}, "POST DELETE", newID, false, ""},
		"a rule is made first in a full group, too": {map[string][]reply{
			"GROUP": {
				ok(oldRule), ok(newRule)}, "POST": {{status: 400, body: full}, started}, "TASK": {finished, made}, "DELETE": {started},
		}, "POST DELETE POST", newID, false, ""},
		"a rule that differs in its description is deleted first": {map[string][]reply{
			"GROUP": {ok(old), ok(newRule)}, "POST": {started}, "TASK": {finished, made}, "DELETE": {started},
		}, "DELETE POST", newID, false, ""},
		"a rule that no reading shows is deleted all the same": {map[string][]reply{
			"GROUP": {ok(), ok(newRule)}, "POST": {started}, "TASK": {made, finished}, "DELETE": {started},
		}, "POST DELETE", newID, false, ""},
		"a delete that finds nothing is fine": {map[string][]reply{
			"GROUP": {
				ok(oldRule), ok(oldRule, newRule)}, "POST": {started}, "TASK": {made}, "DELETE": {{status: 404, body: gone}},
		}, "POST DELETE", newID, false, ""},
		"a delete that finds nothing ends well also where the new rule is not seen any more": {map[string][]reply{
			"GROUP": {
				ok(oldRule), ok(newRule), ok()}, "POST": {started}, "TASK": {made}, "DELETE": {{status: 404}},
		}, "POST DELETE", newID, false, ""},
		"a new rule that is there is kept": {map[string][]reply{
			"GROUP": {ok(oldRule, newRule)}, "TASK": {finished}, "DELETE": {started},
		}, "DELETE", newID, false, ""},
		"a rule that is as wanted already is left": {map[string][]reply{
			"GROUP": {ok(ruleJSON(oldID, wanted, ""))},
		}, "", oldID, false, ""},
		"so is one that a reading shows only after the server refuses another like it": {map[string][]reply{
			"GROUP": {ok(), ok(ruleJSON(oldID, wanted, ""))}, "POST": {{status: 409, body: exists}},
		}, "POST", oldID, false, ""},
		"another rule in the way is left": {map[string][]reply{
			"GROUP": {ok(oldRule, ruleJSON(thirdID, gen.RuleSpec{Direction: "ingress", Protocol: "tcp"}, ""))},
		}, "", "", true, oldID},
		"a refused create changes nothing": {map[string][]reply{
			"GROUP": {ok(oldRule)}, "POST": {{status: 400, body: refusal}},
		}, "POST", "", true, oldID},
		"a refused delete leaves both": {map[string][]reply{
			"GROUP": {ok(oldRule), ok(oldRule, newRule)}, "POST": {started}, "TASK": {made}, "DELETE": {{status: 403}},
		}, "POST DELETE", "", true, oldID},
		"a rule that was gone before is not put back": {map[string][]reply{
			"GROUP": {ok(old), ok()}, "DELETE": {{status: 404, body: gone}}, "POST": {{status: 400, body: refusal}},
		}, "DELETE POST", "", true, ""},
		"an open create does no harm where the rule is there and the old one is not": {map[string][]reply{
			"GROUP": {ok(), ok(newRule)}, "POST": {{err: io.ErrUnexpectedEOF}}, "DELETE": {{status: 403}},
		}, "POST DELETE", newID, false, ""},
		"an open create may still act where its rule is not there": {map[string][]reply{
			"GROUP": {ok(oldRule)}, "POST": {{err: io.ErrUnexpectedEOF}},
		}, "POST", "", false, oldID},
		"a conflict with a rule that is as wanted is that rule": {map[string][]reply{
			"GROUP": {
				ok(oldRule), ok(oldRule, newRule)}, "POST": {{status: 409, body: exists}}, "TASK": {finished}, "DELETE": {started},
		}, "POST DELETE", newID, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, s := newEngine(t, 0, test.replies)
				r := e.Replace(context.Background(), group, oldID, &wanted)
				if got := idOf(r.Rule); got != test.newID || r.Rule == nil && (r.OldID != test.oldID || r.Certain != test.certain) {
					t.Errorf("rule %q, old %q, new %q, certain %v, unread %v", got, r.OldID, r.NewID, r.Certain, r.Unread)
				}
				if s.writes() != test.writes {
					t.Errorf("wrote %q, want %q", s.writes(), test.writes)
				}
			})
		})
	}
}

// TestWhatAFirstReadingShowsAsThereIsBelievedAfterTheWindow: it may be gone since.
func TestWhatAFirstReadingShowsAsThereIsBelievedAfterTheWindow(t *testing.T) {
	for name, first := range map[string]string{
		"the new rule": groupJSON(oldRule, newRule), "the old rule as wanted": groupJSON(ruleJSON(oldID, wanted, "")),
		"another in the way": groupJSON(oldRule, ruleJSON(thirdID, gen.RuleSpec{Direction: "ingress", Protocol: "tcp"}, "")),
	} {
		synctest.Test(t, func(t *testing.T) {
			e, s := newEngine(t, 0, map[string][]reply{
				"GROUP": {
					{status: 200, body: first}, {status: 200, body: groupJSON(oldRule)}, {status: 200, body: groupJSON(newRule)},
				},
				"POST": {started}, "TASK": {made, task("FINISHED", "")}, "DELETE": {started},
			})
			r := e.Replace(context.Background(), group, oldID, &wanted)
			if idOf(r.Rule) != newID || s.writes() != "POST DELETE" || s.at["GROUP"][1] != window {
				t.Errorf("%s: wrote %s, read at %v: %+v", name, s.writes(), s.at["GROUP"], r)
			}
		})
	}
}

// TestAnOldRuleIsPutBack where the new one is refused after the delete, and calls with the id that it had go on from
// there, however often that happens.
func TestAnOldRuleIsPutBack(t *testing.T) {
	for _, refusals := range []int{1, 2, 3} {
		synctest.Test(t, func(t *testing.T) {
			old := gen.RuleSpec{Direction: wanted.Direction, Protocol: wanted.Protocol}
			f := &fakeGroup{refusals: refusals, spec: old, id: oldID}
			e, _ := newEngine(t, 0, nil)
			useFake(e, f)
			for n := range refusals {
				r := e.Replace(context.Background(), group, oldID, &wanted)
				if r.Rule != nil || !r.Certain || r.OldID != f.id || f.id == oldID {
					t.Fatalf("refusal %d of %d: the group has %s, and the failure says %+v", n+1, refusals, f.id, r)
				}
				time.Sleep(time.Minute)
			}
			r := e.Replace(context.Background(), group, oldID, &wanted)
			if r.Rule == nil || r.Rule.ID != f.id || f.spec.Description != wanted.Description {
				t.Errorf("after %d refusals: the group has %s, and the answer is %+v", refusals, f.id, r)
			}
		})
	}
}

// TestARuleThatMayStillBeDeletedIsMadeAnew, although it is as wanted: an earlier delete or PUT of it may still come.
func TestARuleThatMayStillBeDeletedIsMadeAnew(t *testing.T) {
	for kind, write := range map[string]func(*Engine) Result{
		"DELETE": func(e *Engine) Result { return e.Delete(context.Background(), group, strings.ToUpper(oldID)) },
		"PUT": func(e *Engine) Result {
			return e.Update(context.Background(), group, strings.ToUpper(oldID), &gen.RuleSpec{Direction: "egress"})
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			asWanted := groupJSON(ruleJSON(oldID, wanted, ""))
			replies := map[string][]reply{
				"GROUP": {
					{status: 200, body: asWanted}, {status: 200, body: asWanted}, {status: 200, body: asWanted},
					{status: 200, body: asWanted}, {status: 200, body: asWanted}, {status: 200, body: asWanted},
					{status: 200, body: groupJSON(newRule)},
				},
				"DELETE": {started}, "POST": {started}, "TASK": {task("FINISHED", ""), made},
			}
			replies[kind] = append([]reply{{status: 504}}, replies[kind]...)
			e, s := newEngine(t, 0, replies)
			if r := write(e); r.Verdict != Unknown {
				t.Fatalf("%s: %+v", kind, r)
			}
			r := e.Replace(context.Background(), group, oldID, &wanted)
			if idOf(r.Rule) != newID || s.writes() != kind+" DELETE POST" {
				t.Errorf("wrote %s: %+v", s.writes(), r)
			}
		})
	}
}
