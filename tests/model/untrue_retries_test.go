package model

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
)

func TestUntrueOfRetries(t *testing.T) {
	wait := refusal(503, "ServiceUnavailable", "Try again later")
	wait.headers = map[string]string{"Retry-After": "20"}
	asks := fault{name: "503 with Retry-After", acts: never, answer: fixed(wait)}
	// waited wants 20 seconds between the first two requests of a kind.
	waited := func(k kind) func(*stage) string {
		return func(s *stage) string {
			if sent := s.sent[k]; len(sent) < 2 || sent[1]-sent[0] < 20*time.Second {
				return fmt.Sprintf("%v was sent at %v, want 20 s in between", k, sent)
			}
			return ""
		}
	}
	// logged wants a line for each write that was sent again.
	logged := func(s *stage) string {
		if sent, lines := len(s.sent[updates]), strings.Count(s.logged.String(), "\n"); sent < 2 || lines < sent-1 {
			return fmt.Sprintf("the update was sent %d times, and the log has %d lines", sent, lines)
		}
		return ""
	}
	for _, d := range []staged{
		{
			name: "8: an update waits as long as a 503 asks", op: update, retries: 1, says: []outcome{saysDone},
			faults: map[kind][]fault{updates: {asks}}, check: waited(updates),
		},
		{
			name: "8: a create waits as long as a 503 asks", op: create, retries: 1, says: []outcome{saysDone},
			faults: map[kind][]fault{creates: {asks}}, check: waited(creates),
		},
		{ // green before: readings waited
			name: "8: a reading waits as long as a 503 asks", op: replace, retries: 1, says: []outcome{saysDone},
			faults: map[kind][]fault{readsGroup: {asks}}, check: waited(readsGroup),
		},
		{
			name: "16: a write that is sent again after a reading is logged", op: update, retries: 1,
			says:   []outcome{saysDone},
			faults: map[kind][]fault{updates: {{name: "500 before acting", acts: never, answer: broke}}}, check: logged,
		},
		{
			name: "17: a replacement that deleted first and lost the rule says what to make", op: replace,
			spec:    changed,
			forever: map[kind]fault{creates: {name: "refused", acts: never, answer: refuse400}},
			says:    []outcome{saysLost}, check: givesSpec,
		},
		{
			name: "17: a replacement that deleted first puts the old rule back", op: replace, spec: changed,
			says:   []outcome{saysCertain},
			faults: map[kind][]fault{creates: {{name: "refused", acts: never, answer: refuse400}}}, check: isPutBack,
		},
	} {
		t.Run(d.name, d.run)
	}
}

// givesSpec asks by reflection, because the first engine did not have the field.
func givesSpec(s *stage) string {
	var e *gcoresg.ReplaceError
	if !errors.As(s.claim.err, &e) {
		return "there is no ReplaceError"
	}
	field := reflect.ValueOf(e).Elem().FieldByName("Spec")
	if !field.IsValid() {
		return "ReplaceError has no field Spec"
	}
	if spec, isSpec := field.Interface().(gcoresg.RuleSpec); !isSpec || !(rule{spec: spec}).isAs(s.want) {
		return fmt.Sprintf("Spec is %v", field)
	}
	return ""
}

func isPutBack(s *stage) string {
	if len(wanted(s.facts.final, s.old.spec)) != 1 {
		return fmt.Sprintf("the group has %v, without a rule like the old one", s.facts.final)
	}
	return ""
}
