package gcoresg_test

import (
	"testing"

	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestNarrow is the test that README.md shows.
func TestNarrow(t *testing.T) {
	srv := gcoresgtest.New(t) // closes itself
	groupID := srv.AddGroup(1, 2)
	rule := srv.AddRule(groupID, https)

	srv.Fault(gcoresgtest.LoseConnection(gcoresgtest.AfterActing))
	group := srv.Client().SecurityGroup(1, 2, groupID)
	updated, err := group.UpdateRule(t.Context(), rule.ID, https)

	if rules := srv.Rules(groupID); err != nil || len(rules) != 1 || rules[0].ID != updated.ID {
		t.Errorf("the answer was lost, and the client did not find out what happened: %v", err)
	}
}
