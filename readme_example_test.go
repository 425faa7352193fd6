package gcoresg_test

import (
	"errors"
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestNarrow is the test that README.md shows.
func TestNarrow(t *testing.T) {
	srv := gcoresgtest.New(t) // closes itself
	groupID := srv.AddGroup(1, 2)
	rule := srv.AddRule(groupID, https)

	srv.Fault(gcoresgtest.LoseConnection(gcoresgtest.AfterActing))
	group := srv.Client().SecurityGroup(1, 2, groupID)
	if _, err := group.UpdateRule(t.Context(), rule.ID, https); !errors.Is(err, gcoresg.ErrOutcomeUnknown) {
		t.Errorf("a lost connection is reported as %v", err)
	}
	if rules := srv.Rules(groupID); rules[0].ID == rule.ID {
		t.Error("the server did replace the rule")
	}
}
