package model

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gcoresg/gcoresg"
)

// claim is what the client was asked for, and what it said.
type claim struct {
	op     operation
	old    rule
	want   gcoresg.RuleSpec
	result *gcoresg.Rule
	err    error
	took   time.Duration
}

// call makes the call, and notes the state of the group when it returns.
func (c *claim) call(ctx context.Context, g *gcoresg.SecurityGroup, s *server, held *group) truth {
	start := time.Now()
	s.mu.Lock()
	facts := truth{from: len(held.changes), before: held.rules()}
	s.mu.Unlock()
	switch c.op {
	case update:
		//lint:ignore SA1019 the deprecated operation is what is judged
		c.result, c.err = g.UpdateRule(ctx, c.old.id, c.want)
	case replace:
		c.result, c.err = g.ReplaceRule(ctx, c.old.id, c.want)
	case create:
		c.result, c.err = g.CreateRule(ctx, c.want)
	case remove:
		c.result, c.err = nil, g.DeleteRule(ctx, c.old.id)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	facts.returned, facts.atReturn = time.Now(), held.rules()
	c.took = time.Since(start)
	return facts
}

// String is what the client said.
func (c *claim) String() string {
	switch {
	case c.err != nil:
		return fmt.Sprintf("%v: %v", c.outcome(), c.err)
	case c.result != nil:
		return fmt.Sprintf("done: %s", c.result.ID)
	}
	return "done"
}

// truth is what happened on the server.
type truth struct {
	from                    int
	returned                time.Time
	before, atReturn, final []rule
	changes                 []change // by anybody, since the call began
	others                  bool     // another program has written
	excused                 bool     // the client may say that it does not know
}

// finish completes the truth when the server is done with everything.
func (t *truth) finish(s *server, held *group) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.final, t.changes = held.rules(), held.changes[t.from:]
	for _, c := range t.changes {
		t.others = t.others || c.other
	}
}

// complaint is something that the client said and that is not true.
type complaint struct{ kind, detail string }

func complain(kind, format string, args ...any) []complaint {
	return []complaint{{kind, fmt.Sprintf(format, args...)}}
}

// outcome is the kind of word that the client gave.
type outcome int

const (
	saysDone outcome = iota
	saysNotDone
	saysCertain // a ReplaceError with certain ids
	saysLost
	saysUnknown
)

var outcomes = []outcome{saysDone, saysNotDone, saysCertain, saysLost, saysUnknown}

func (o outcome) String() string {
	return [...]string{"done", "not done", "certain", "lost", "unknown"}[o]
}

func (c *claim) outcome() outcome {
	var replaced *gcoresg.ReplaceError
	switch {
	case c.err == nil:
		return saysDone
	case errors.Is(c.err, gcoresg.ErrOutcomeUnknown):
		return saysUnknown
	case errors.Is(c.err, gcoresg.ErrRuleLost):
		return saysLost
	case errors.As(c.err, &replaced):
		return saysCertain
	}
	return saysNotDone
}

// judge compares what the client said with the truth.
func (c *claim) judge(t truth) []complaint {
	if c.err != nil && c.result != nil {
		return complain("a rule and an error", "%v and %v", c.result, c.err)
	}
	switch c.outcome() {
	case saysDone:
		return c.judgeDone(t)
	case saysNotDone:
		return c.judgeNotDone(t)
	case saysLost:
		return c.judgeLost(t)
	case saysCertain:
		return c.judgeCertain(t)
	}
	return c.judgeUnknown(t)
}

// judgeUnknown: the client may not know only where something is open, or cannot be read.
func (c *claim) judgeUnknown(t truth) []complaint {
	if errors.Is(c.err, gcoresg.ErrRuleLost) {
		return complain("lost and unknown at once", "%v", c.err)
	}
	if !t.excused {
		return complain("unknown, though nothing was open or unreadable", "%v", c.err)
	}
	return nil
}

// judgeNotDone: nothing of the call happened, nor will.
func (c *claim) judgeNotDone(t truth) []complaint {
	for _, change := range t.changes {
		if change.other || !c.concerns(change) || t.others && change.added && !has(t.final, change.rule.id) {
			continue
		}
		if change.at.After(t.returned) {
			return complain("an error that means \"not done\", and it was done later", "%v", change)
		}
		return complain("an error that means \"not done\", though it was done", "%v", change)
	}
	return nil
}

// concerns reports whether a change is one that the call can have made.
func (c *claim) concerns(change change) bool {
	if change.added {
		return c.op != remove && (change.rule.isAs(c.want) || change.rule.isAs(c.old.spec))
	}
	return c.op != create && change.rule.id == c.old.id
}

func has(rules []rule, id string) bool {
	_, found := find(rules, id)
	return found
}

func (c change) String() string {
	what := "removed"
	if c.added {
		what = "added"
	}
	return what + " " + c.rule.String()
}
