package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// write is one write to a group, and how to tell from the group's rules what became of it.
type write struct {
	op     *gen.Operation
	ruleID string // of the rule it is about, empty for one that is to be made
	spec   RuleSpec
	send   func(ctx context.Context, retries int) (outcome fate, left int, err error)
	// decide compares the rules with the write.
	decide func([]Rule) verdict
	// doubts tells the refusals that need a look all the same; retried is whether the server was asked before in the same call.
	doubts func(err error, retried bool) bool
}

// verdict is what the rules of a group tell about a write.
type verdict int

const (
	didNot   verdict = iota // as before the write
	happened                // as after it
	lost                    // the old rule is gone and the new one is not there
)

// settle ends a write whose first attempt ended in outcome and err: what is certain is returned, and where it is not, the group is
// read. A write that did not happen is sent again, unless the server may still be at it; from then on a refusal may be the echo of
// an earlier attempt, so it is not believed without a look either.
func (g *SecurityGroup) settle(ctx context.Context, w *write, outcome fate, left int, err error) error {
	for unsure := false; ; unsure = true {
		if outcome == done {
			return nil
		}
		if outcome != unknown && !unsure && !w.doubts(err, left < g.client.maxRetries) {
			return err
		}
		if g.client.withoutReconcile {
			if outcome == unknown {
				err = g.outcomeUnknown(w, err)
			}
			return err
		}
		found, unread := g.look(ctx, w, outcome)
		switch {
		case unread != nil && outcome != unknown && !unsure && isRefusal(unread):
			return err // who may not read the group cannot be told more
		case unread != nil:
			return g.outcomeUnknown(w, fmt.Errorf("%w (and the group cannot be read: %v)", err, unread))
		case found == happened:
			return nil
		case found == lost && mayStillAct(err):
			return g.outcomeUnknown(w, fmt.Errorf("%w (so far, the group has neither the old rule nor the new one)", err))
		case found == lost:
			return &RuleLostError{GroupID: g.id, RuleID: w.ruleID, Spec: w.spec, Err: err}
		case outcome == unknown && mayStillAct(err), unsure && errors.Is(err, ErrLocked): // the lock may be an earlier attempt's own
			return g.outcomeUnknown(w, err)
		case outcome == unsent:
			return g.notDone(w, err)
		case outcome != unknown:
			return err
		case ctx.Err() != nil:
			return g.notDone(w, fmt.Errorf("%w (no further attempt: %w)", err, ctx.Err()))
		case left == 0:
			return g.notDone(w, err)
		}
		if stopped := g.client.pause(ctx, backoff(unsent, g.client.maxRetries-left)); stopped != nil {
			return g.notDone(w, fmt.Errorf("%w (stopped waiting to try again: %w)", err, stopped))
		}
		outcome, left, err = w.send(ctx, left-1)
	}
}

// isRefusal tells a 4xx, or a redirect.
func isRefusal(err error) bool {
	var apiErr *APIError
	return errors.As(err, &apiErr) && apiErr.fate() == refused
}

// looks are the waits before each reading of the group. Rules take up to two seconds to show, tasks included.
var looks = []time.Duration{0, 250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second}

// A look ends with the first reading that begins enoughTime after it did; readings that fail are repeated for lookTime.
const (
	enoughTime = 3750 * time.Millisecond
	lookTime   = 15 * time.Second
)

// look reads the group until the verdict cannot change any more, or long enough.
func (g *SecurityGroup) look(ctx context.Context, w *write, outcome fate) (found verdict, err error) {
	late, cancel := afterwards(ctx)
	defer cancel()
	late, cancel = context.WithTimeout(late, lookTime)
	defer cancel()
	start := time.Now()
	for i, wait := range looks {
		if i > 0 {
			if err := g.client.pause(late, wait); err != nil {
				return 0, err
			}
		}
		last := time.Since(start) >= enoughTime
		rules, err := g.readRules(late)
		if err != nil {
			return 0, err
		}
		found = w.decide(rules)
		if last || found == happened || found == didNot && outcome != unknown { // a refusal is an answer: nothing is under way
			break
		}
	}
	return found, nil
}

// errTaskOpen marks a task that may still be at work.
var errTaskOpen = errors.New("the task may still be at work")

// mayStillAct tells the causes after which the server may act later: we stopped waiting, or a gateway did.
func mayStillAct(err error) bool {
	var apiErr *APIError
	var netErr net.Error
	return errors.Is(err, errTaskOpen) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) ||
		errors.As(err, &netErr) && netErr.Timeout() || errors.As(err, &apiErr) && apiErr.StatusCode == http.StatusGatewayTimeout
}

func (g *SecurityGroup) notDone(w *write, err error) error {
	return &notDoneError{prefix(w.op.Method, w.op.Route), g.id, err}
}

func (g *SecurityGroup) outcomeUnknown(w *write, err error) error {
	return &OutcomeUnknownError{Method: w.op.Method, Route: w.op.Route, GroupID: g.id, RuleID: w.ruleID, Err: err}
}
