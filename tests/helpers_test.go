// Package tests holds the black-box tests: what is committed against what it was made from, and the library as its
// users see it.
package tests

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gcoresg/gcoresg"
)

const (
	id    = "00000000-0000-4000-8000-000000000000"
	oldID = "00000000-0000-4000-8000-000000000001"
)

// updateWithAnswer calls UpdateRule with a spec on a server that gives this answer.
func updateWithAnswer(t *testing.T, spec gcoresg.RuleSpec, answer any) *gcoresg.Rule {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(answer)
	}))
	defer server.Close()
	client, err := gcoresg.NewClient(gcoresg.WithAPIKey("k"), gcoresg.WithBaseURL(server.URL+"/base"), gcoresg.WithDeprecationHandler(nil))
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA1019 the operation under test
	rule, err := client.SecurityGroup(1, 2, id).UpdateRule(context.Background(), oldID, spec)
	if err != nil {
		t.Fatal(err)
	}
	return rule
}
