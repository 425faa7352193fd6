package gcoresgtest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The fake judges itself too. No request makes it answer wrongly, so these answers are made up.
func TestJudgeAnswer(t *testing.T) {
	const rule = `{"id":"11111111-1111-4111-8111-111111111111","security_group_id":"11111111-1111-4111-8111-111111111111",` +
		`"created_at":"2019-06-18T11:56:16+0000","updated_at":"2019-06-18T11:56:16+0000","revision_number":0,"ethertype":"IPv4",` +
		`"description":null,"remote_group_id":null,"port_range_min":null,"port_range_max":null,"remote_ip_prefix":null,` +
		`"protocol":null,"direction":"ingress"}`
	inGroup := func(rule string) string {
		return `{"id":"11111111-1111-4111-8111-111111111111","security_group_rules":[` + rule + `]}`
	}
	without := func(text, what, instead string) string { return strings.Replace(text, what, instead, 1) }
	for name, tt := range map[string]struct {
		operation Operation
		status    int
		body      string
		want      string // empty for an answer that fits
	}{
		"a rule":              {UpdateRule, 200, rule, ""},
		"an error":            {UpdateRule, 500, "<html>", ""},
		"a time of RFC 3339":  {UpdateRule, 200, without(rule, "16+0000", "16Z"), "created_at"},
		"a missing key":       {UpdateRule, 200, without(rule, `"protocol":null,`, ""), "protocol"},
		"an undeclared 201":   {UpdateRule, 201, rule, "status is not supported"},
		"tasks":               {CreateRule, 200, `{"tasks":["x"]}`, ""},
		"no tasks":            {DeleteRule, 200, `{}`, "'tasks': ['Field required']"},
		"a task":              {GetTask, 200, `{"id":"x","state":"NEW","error":null,"created_resources":null}`, ""},
		"a strange state":     {GetTask, 200, `{"id":"x","state":"PAUSED"}`, "state"},
		"a strange resource":  {GetTask, 200, `{"id":"x","state":"NEW","created_resources":{"security_group_rules":[1]}}`, "created_resources"},
		"a group":             {GetGroup, 200, inGroup(rule), ""},
		"a wrong rule inside": {GetGroup, 200, inGroup(without(rule, `"ingress"`, `"in"`)), "direction"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPut, "/", nil)
			for _, e := range theEndpoints() {
				if e.operation != tt.operation {
					continue
				}
				got := judgeAnswer(&call{request: r, endpoint: e}, newAnswer(tt.status, []byte(tt.body)))
				if (len(got) == 0) != (tt.want == "") || !strings.Contains(got.String(), tt.want) {
					t.Errorf("judged %s, want %q", got, tt.want)
				}
			}
		})
	}
}

func TestActReportsTheFakesOwnMistakes(t *testing.T) {
	srv := New(t)
	wrong := *theEndpoints()[0]
	wrong.act = func(*Server, *call) (any, *refusal) { return map[string]any{}, nil }
	r := httptest.NewRequest(http.MethodPut, "/", nil)
	srv.act(&call{request: r, seen: &Request{Method: "PUT"}, endpoint: &wrong})
	if v := srv.Violations(); len(v) != 1 || !strings.Contains(v[0].Problem, "gcoresgtest itself is wrong") {
		t.Errorf("violations %v", v)
	}
}
