package reconcile

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

func answerOf(body string) *call.Result { return &call.Result{Status: 200, Body: []byte(body)} }

// TestOddFieldsDoNotMakeAGroupUnreadable: the field stays zero, and the rule matches no spec unless only times are odd.
func TestOddFieldsDoNotMakeAGroupUnreadable(t *testing.T) {
	zero := func(r *gen.Rule) bool {
		return r.RemoteGroupID == "" && r.CreatedAt.IsZero() && r.UpdatedAt.IsZero() && r.RevisionNumber == 0
	}
	for name, test := range map[string]struct {
		odd     string
		isClear bool
	}{
		"created_at is empty":        {`,"created_at":""`, true},
		"created_at is a number":     {`,"created_at":7`, true},
		"updated_at is no time":      {`,"updated_at":"soon"`, true},
		"revision_number is a text":  {`,"revision_number":"x"`, true},
		"all three":                  {`,"created_at":"","updated_at":"","revision_number":"x"`, true},
		"remote_group_id is a list":  {`,"remote_group_id":["` + groupID + `"]`, false},
		"a time and a group are odd": {`,"created_at":"","remote_group_id":[]`, false},
		"protocol is a number":       {`,"protocol":6`, false},
		"port_range_min is a text":   {`,"port_range_min":"80"`, false},
		"description is an object":   {`,"description":{}`, false},
		"direction is a number":      {`,"direction":1`, false},
	} {
		r, err := decodeGroup(answerOf(groupJSON(oldRule, ruleJSON(newID, wanted, test.odd))), groupID)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		odd := r.find(newID)
		if odd == nil || !zero(odd) || r.find(oldID) == nil {
			t.Errorf("%s: %+v", name, r.rules)
		}
		if isClear := neutron.Find(r.clear, newID) != nil; isClear != test.isClear || neutron.Find(r.clear, oldID) == nil {
			t.Errorf("%s: clear is %v, want %v", name, isClear, test.isClear)
		}
		matches := neutron.FindMatch(r.clear, &wanted, "") != nil
		if matches != test.isClear {
			t.Errorf("%s: matches the spec is %v, want %v", name, matches, test.isClear)
		}
	}
}

// TestSeveralOddRules: each is left out of those that can match, and no other is.
func TestSeveralOddRules(t *testing.T) {
	odd := `,"remote_group_id":[]`
	for range 20 { // the odd rules are in a map
		r, err := decodeGroup(answerOf(groupJSON(
			ruleJSON(thirdID, wanted, odd), oldRule, ruleJSON(taskID, wanted, odd), newRule, ruleJSON(groupID, wanted, odd),
		)), groupID)
		if err != nil || len(r.rules) != 5 || len(r.clear) != 2 || r.clear[0].ID != oldID || r.clear[1].ID != newID {
			t.Fatalf("%v, %+v", err, r.clear)
		}
	}
}

func TestWhatIsNoGroupIsRefused(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "null": "null", "an empty object": "{}", "a list": "[]", "HTML": "<html>",
		"no list of rules":        `{"id":"` + groupID + `"}`,
		"null for the rules":      `{"id":"` + groupID + `","security_group_rules":null}`,
		"another group":           strings.Replace(groupJSON(newRule), groupID, newID, 1),
		"a rule without an id":    groupJSON(oldRule, strings.Replace(newRule, newID, "", 1)),
		"a rule with a path":      groupJSON(strings.Replace(newRule, newID, "../x", 1)),
		"a rule that is a text":   groupJSON(`"x"`),
		"a rule that is a number": groupJSON(`7`),
		"trailing text":           groupJSON(newRule) + "x",
		"cut short":               groupJSON(newRule)[:100],
	} {
		if r, err := decodeGroup(answerOf(body), groupID); err == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for name, body := range map[string]string{
		"no rules": groupJSON(), "upper case": strings.ToUpper(groupID[:8]) + groupID[8:],
	} {
		if name == "upper case" {
			body = strings.Replace(groupJSON(newRule), groupID, body, 1)
		}
		if _, err := decodeGroup(answerOf(body), groupID); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOnlyTheNewRuleIsASuccess of the PUT.
func TestOnlyTheNewRuleIsASuccess(t *testing.T) {
	other := wanted
	other.Description = "x"
	for name, test := range map[string]struct {
		body string
		want bool
	}{
		"the new rule": {newRule, true},
		"with odd times": {
			ruleJSON(newID, wanted, `,"created_at":"","updated_at":7,"revision_number":"x"`), true,
		},
		"with an odd field": {ruleJSON(newID, wanted, `,"remote_group_id":[]`), false},
		"the old rule's id": {ruleJSON(oldID, wanted, ""), false},
		"the old id in upper case": {
			strings.Replace(ruleJSON("x", wanted, ""), `"x"`, `"`+strings.ToUpper(oldID)+`"`, 1), false,
		},
		"a path for an id":           {ruleJSON("../x", wanted, ""), false},
		"a line break in the id":     {ruleJSON("a\nb", wanted, ""), false},
		"no id":                      {ruleJSON("", wanted, ""), false},
		"another group's rule":       {strings.Replace(newRule, groupID, thirdID, 1), false},
		"the group in upper case":    {strings.Replace(newRule, groupID, strings.ToUpper(groupID), 1), true},
		"another description":        {ruleJSON(newID, other, ""), false},
		"a port that nobody wanted":  {ruleJSON(newID, wanted, `,"port_range_min":1,"port_range_max":1`), false},
		"a protocol as a number":     {strings.Replace(newRule, `"tcp"`, `6`, 1), false},
		"a protocol's number":        {strings.Replace(newRule, `"tcp"`, `"6"`, 1), true},
		"no direction":               {strings.Replace(newRule, `"ingress"`, `""`, 1), false},
		"an unknown field":           {ruleJSON(newID, wanted, `,"x":{"y":[1]}`), true},
		"nothing":                    {"", false},
		"a list":                     {"[" + newRule + "]", false},
		"trailing text":              {newRule + "x", false},
		"an id that is no UUID, but": {ruleJSON("rule-7", wanted, ""), true},
	} {
		if rule, err := decodeRule(answerOf(test.body), group.ID, oldID, &wanted); (err == nil) != test.want || (rule != nil) != test.want {
			t.Errorf("%s: %+v, %v", name, rule, err)
		}
	}
}

func FuzzDecodeRule(f *testing.F) {
	for _, seed := range []string{newRule, oldRule, `{}`, `null`, `[]`, `{"id":"a","direction":"b","security_group_id":"c"}`, "\xff", `{"id":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		rule, err := decodeRule(&call.Result{Body: body}, group.ID, oldID, &wanted)
		if (rule == nil) == (err == nil) {
			t.Fatalf("%q: rule %v, error %v", body, rule, err)
		}
		if err == nil && (!isPathSafe(rule.ID) || !json.Valid(body) || !neutron.Matches(rule, &wanted)) {
			t.Fatalf("%q was taken for the rule", body)
		}
	})
}
