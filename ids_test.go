package gcoresg_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gcoresg/gcoresg"
)

// hostileIDs would each reach another path, or another operation, if they were put into one.
var hostileIDs = []string{
	"", ".", "..", "../..", "a/b", "/", "?x", "#x", "%2e%2e", "..%2f", ruleID + "/", ruleID + "?x", " " + ruleID, ruleID + "\n", "\x00", "ü",
	strings.Repeat("a", 10<<10), "22222222222242228222222222222222", "{22222222-2222-4222-8222-222222222222}", "urn:uuid:" + ruleID,
	"22222222-2222-1222-8222-222222222222", "22222222-2222-4222-c222-222222222222", "2222222g-2222-4222-8222-222222222222", "22222222-2222-4222-8222_222222222222",
}

func TestIdentifiersAreCheckedBeforeAnyPathIsBuilt(t *testing.T) {
	server := serve(t, ok)
	for _, skip := range []bool{false, true} {
		var options []gcoresg.Option
		if skip {
			options = append(options, gcoresg.WithoutValidation())
		}
		client := newClient(t, server, options...)
		for _, id := range hostileIDs {
			_, err := client.SecurityGroup(7, 8, groupID).UpdateRule(context.Background(), id, spec)
			wantProblems(t, err, "rule_id")
			_, err = client.SecurityGroup(7, 8, id).UpdateRule(context.Background(), ruleID, spec)
			wantProblems(t, err, "group_id")
		}
		for _, n := range []int{0, -1} {
			_, err := client.SecurityGroup(n, n, groupID).UpdateRule(context.Background(), ruleID, spec)
			wantProblems(t, err, "project_id", "region_id")
		}
	}
	if server.count() != 0 {
		t.Errorf("%d requests were sent", server.count())
	}
	if _, err := newClient(t, server).SecurityGroup(7, 8, strings.ToUpper(groupID)).UpdateRule(context.Background(), strings.ToUpper(ruleID), spec); err != nil {
		t.Errorf("upper case: %v", err)
	}
}

// wantProblems fails the test unless err is a ValidationError about exactly the fields.
func wantProblems(t *testing.T, err error, fields ...string) {
	t.Helper()
	var invalid *gcoresg.ValidationError
	if !errors.As(err, &invalid) {
		if len(fields) > 0 || err != nil {
			t.Errorf("got %v, want problems with %v", err, fields)
		}
		return
	}
	var got []string
	for _, problem := range invalid.Problems {
		got = append(got, problem.Field)
		if problem.Message == "" || len(problem.Message) > 300 {
			t.Errorf("message of %d characters: %.400q", len(problem.Message), problem.Message)
		}
	}
	if !slices.Equal(got, fields) {
		t.Errorf("problems with %v, want %v: %.500v", got, fields, err)
	}
}
