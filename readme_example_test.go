package gcoresg_test

import (
	"testing"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestNarrow is the test that README.md shows.
func TestNarrow(t *testing.T) {
	srv := gcoresgtest.New(t) // closes itself
	groupID := srv.AddGroup(1, 2)
	rule := srv.AddRule(groupID, gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP})
	narrow := gcoresg.SpecOf(&rule)
	narrow.RemoteIPPrefix = "10.0.0.0/8"

	srv.Fault(gcoresgtest.LoseConnection(gcoresgtest.AfterActing))
	group := srv.Client().SecurityGroup(1, 2, groupID)
	replaced, err := group.ReplaceRule(t.Context(), rule.ID, narrow)

	if rules := srv.Rules(groupID); err != nil || len(rules) != 1 || rules[0].ID != replaced.ID {
		t.Errorf("an answer was lost, and the client did not find out what happened: %v", err)
	}
}
