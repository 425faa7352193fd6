package gcoresg_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gcoresg/gcoresg"
	"github.com/gcoresg/gcoresg/gcoresgtest"
)

// TestAFailedPutBackIsInTheError, beside why the new rule was refused.
func TestAFailedPutBackIsInTheError(t *testing.T) {
	old := gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP}
	want := old
	want.Description = "only this differs"
	s := newScene(t, old, want)
	s.Fault(gcoresgtest.Refuse(400, "ValidationError", "the new rule is not welcome").On(gcoresgtest.CreateRule))
	s.Fault(gcoresgtest.Refuse(403, "ForbiddenError", "nor is the old one").On(gcoresgtest.CreateRule))
	_, err := s.group(nil).ReplaceRule(context.Background(), s.old.ID, want)
	var e *gcoresg.ReplaceError
	if !errors.As(err, &e) || !e.Certain || e.OldID != "" || e.NewID != "" || !errors.Is(err, gcoresg.ErrRuleLost) ||
		!errors.Is(err, gcoresg.ErrForbidden) {
		t.Fatalf("%v", err)
	}
	for _, part := range []string{"the new rule is not welcome", "; putting the old rule back failed: ", "nor is the old one"} {
		if strings.Count(err.Error(), part) != 1 {
			t.Errorf("%q is not in it once: %v", part, err)
		}
	}
}

// TestARuleInTheWayIsNamedOnce in one line without a second prefix.
func TestARuleInTheWayIsNamedOnce(t *testing.T) {
	old := gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolUDP}
	want := gcoresg.RuleSpec{Direction: gcoresg.DirectionIngress, Protocol: gcoresg.ProtocolTCP, Description: "a"}
	inTheWay := want
	inTheWay.Description = "b"
	s := newScene(t, old, want, inTheWay)
	_, err := s.group(nil).ReplaceRule(context.Background(), s.old.ID, want)
	if !errors.Is(err, gcoresg.ErrConflict) || strings.Count(err.Error(), "gcoresg:") != 1 {
		t.Errorf("%v", err)
	}
}

// TestAReadingSaysWhyItWasNotRepeated, and keeps the last answer.
func TestAReadingSaysWhyItWasNotRepeated(t *testing.T) {
	server := serve(t, answer(503, "", "Retry-After: 60")) // which takes 60 ms here
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := newClient(t, server, gcoresg.WithMaxRetries(50)).SecurityGroup(7, 8, groupID).Rules(ctx)
	var api *gcoresg.APIError
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &api) || api.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%v", err)
	}
}
