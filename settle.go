package gcoresg

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gcoresg/gcoresg/gen"
)

// write is one write to a group, and how to tell from the group's rules what became of it.
type write struct {
	op     *gen.Operation
	ruleID string // of the rule it is about, empty for one that is to be made
	spec   RuleSpec
	send   func(context.Context) (fate, error)
	// decide compares the rules with the write. How often didNot has to be seen before it counts is looks: a write that is
	// still under way shows late.
	decide func([]Rule) verdict
	looks  int
	// doubts tells the refusals that need a look all the same. It is nil where a refusal is certain.
	doubts func(error) bool
}

// verdict is what the rules of a group tell about a write.
type verdict int

const (
	didNot   verdict = iota // as before the write
	happened                // as after it
	lost                    // the old rule is gone and the new one is not there
)

// looks are the waits before each reading of the group. Rules take up to two seconds to show, tasks included.
var looks = []time.Duration{0, 250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second}

// settle ends a write whose first attempt ended in outcome and err: what is certain is returned, and where it is not, the group is
// read. A write that did not happen is sent again; from then on a refusal may be the echo of an earlier attempt, so it is not
// believed without a look either.
func (g *SecurityGroup) settle(ctx context.Context, w *write, outcome fate, err error) error {
	unsure, underWay := false, false
	for attempt := 0; ; attempt++ {
		if outcome == done {
			return nil
		}
		if outcome != unknown && !unsure && (w.doubts == nil || !w.doubts(err)) {
			return err
		}
		if g.client.withoutReconcile {
			if outcome == unknown {
				err = g.outcomeUnknown(w, err)
			}
			return err
		}
		underWay = underWay || mayStillAct(err) || unsure && errors.Is(err, ErrLocked)
		found, unread := g.look(ctx, w, outcome)
		switch {
		case unread != nil && outcome != unknown && !unsure:
			return err
		case unread != nil:
			return g.outcomeUnknown(w, fmt.Errorf("%w (and the group cannot be read: %w)", err, unread))
		case found == happened:
			return nil
		case found == lost:
			return &RuleLostError{GroupID: g.id, RuleID: w.ruleID, Spec: w.spec, Err: err}
		case outcome == unknown && attempt < g.client.maxRetries && ctx.Err() == nil:
			unsure = true
		case underWay:
			return g.outcomeUnknown(w, err)
		case outcome == unknown:
			return &notDoneError{prefix(w.op.Method, w.op.Route), g.id, err}
		default:
			return err
		}
		if stopped := g.client.pause(ctx, backoff(unsent, attempt)); stopped != nil {
			continue // the context has ended: the same outcome once more, and no further attempt
		}
		outcome, err = w.send(ctx)
	}
}

// look reads the group until the verdict is firm.
func (g *SecurityGroup) look(ctx context.Context, w *write, outcome fate) (found verdict, err error) {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	enough := w.looks
	if outcome != unknown {
		enough = 1 // the server has answered, so nothing is under way
	}
	for i, wait := range looks {
		if i > 0 {
			if err := g.client.pause(ctx, wait); err != nil {
				return 0, err
			}
		}
		rules, err := g.readRules(ctx)
		if err != nil {
			return 0, err
		}
		found = w.decide(rules)
		if found == happened || found == didNot && i+1 >= enough {
			break
		}
	}
	return found, nil
}

// grace is how long the client goes on reading after the caller's context has ended. It starts no write then.
const grace = 5 * time.Second

// afterwards returns a context that outlives ctx by grace: a caller who has left is still owed the truth about the write.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return late, func() { stop(); cancel() }
}

// errTaskOpen marks a task that may still be at work.
var errTaskOpen = errors.New("the task may still be at work")

// mayStillAct tells the causes after which the server may act later: we stopped waiting, or a gateway did.
func mayStillAct(err error) bool {
	var apiErr *APIError
	return errors.Is(err, errTaskOpen) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) ||
		errors.As(err, &apiErr) && apiErr.StatusCode == http.StatusGatewayTimeout
}

func (g *SecurityGroup) outcomeUnknown(w *write, err error) error {
	return &OutcomeUnknownError{Method: w.op.Method, Route: w.op.Route, GroupID: g.id, RuleID: w.ruleID, Err: err}
}
