package reconcile

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
)

type kind int

const (
	update kind = iota // the PUT: the server deletes the old rule, then makes the new one
	create
	remove
)

// A write is one write to a group and what is known of it so far.
type write struct {
	engine  *Engine
	kind    kind
	op      *gen.Operation
	group   Group
	ruleID  string        // of the old rule; for a create, of a rule that is not the new one, empty for none
	spec    *gen.RuleSpec // nil for a delete
	request call.Request

	firstEnded  time.Time // when the first attempt ended
	attempts    int
	sent        int       // how many of them may have reached the server
	ended       time.Time // when the last attempt ended
	cause       Cause     // the last attempt
	open, acted bool      // see situation
	readings    int       // since the last attempt
	shown       Shown     // since the last attempt
	windowOver  bool
	lastShown   Shown // by the last reading that succeeded
	unread      *Cause
	rule        *gen.Rule
	candidate   *gen.Rule // as spec asks for, but it may have been there before the write, and be gone by now
	notices     []Notice
}

// runAlone carries the write out while no other of this client is under way at the group.
func (w *write) runAlone(ctx context.Context) Result {
	if err := w.engine.lock(ctx, w.group); err != nil {
		return stopped(w.op, err)
	}
	defer w.engine.unlock(w.group)
	return w.run(ctx, nil)
}

// run makes attempts and readings until there is a verdict. Readings use readCtx, which outlives ctx; nil makes one
// when needed.
func (w *write) run(ctx, readCtx context.Context) Result {
	for verdict := send; ; verdict = decide(w.situation(ctx)) {
		switch verdict {
		case send:
			w.attempt(ctx)
		case read:
			if readCtx == nil {
				var cancel context.CancelFunc
				readCtx, cancel = call.Outlive(ctx, readOn)
				defer cancel()
			}
			w.read(readCtx)
		default:
			if verdict != NotDone {
				w.engine.recent.note(w.group.key, time.Now(), w.engine.Calls.Clock)
			}
			if w.kind != create && verdict == Unknown {
				w.engine.doomed.Store(strings.ToLower(w.ruleID), true)
			}
			return Result{
				Verdict: verdict, Rule: w.rule, Open: w.open, Cause: w.cause, Shown: w.lastShown, Unread: w.unread,
				Ended: w.ended, Notices: w.notices,
			}
		}
	}
}

func (w *write) situation(ctx context.Context) situation {
	answer := &w.cause.Answer
	return situation{
		last: answer.Outcome, open: w.open, acted: w.acted, unseen: w.kind == create && w.rule == nil,
		shown: w.shown, windowOver: w.windowOver, mayRead: !w.engine.Off,
		maySend: w.attempts <= w.engine.Calls.MaxRetries && answer.RetryAfter <= call.MaxRetryAfter &&
			answer.Stopped == nil && ctx.Err() == nil,
	}
}

// attempt sends the request once, after the wait that is due, and waits for the task that it starts.
func (w *write) attempt(ctx context.Context) {
	calls := w.engine.Calls
	if w.attempts > 0 {
		wait := w.cause.Answer.Wait(w.attempts - 1)
		calls.LogRetry(ctx, &w.request, &w.cause.Answer, wait)
		if err := calls.Clock.Sleep(ctx, wait-calls.Clock.Since(w.ended)); err != nil {
			w.cause.Answer.Stopped = err
			return
		}
	}
	answer := calls.Attempt(ctx, &w.request)
	if answer.Outcome == call.Stopped && w.attempts > 0 {
		w.cause.Answer.Stopped = answer.Err
		return
	}
	w.attempts++
	if answer.Outcome != call.NotSent {
		w.sent++
	}
	before := w.cause
	w.cause = Cause{Op: w.op, Answer: answer}
	if answer.Outcome.DidNotAct() && w.attempts > 1 {
		w.cause.Earlier = before.lastThatMayHaveActed()
	}
	w.hear(w.op, w.cause.Answer.Notice)
	if w.cause.Answer.Outcome == call.Succeeded {
		w.accept(ctx)
	}
	w.ended, w.readings, w.shown, w.windowOver, w.unread, w.candidate = time.Now(), 0, Nothing, false, nil, nil
	if w.attempts == 1 {
		w.firstEnded = w.ended
	}
	w.learn()
}

// accept reads the body of a 2xx. The attempt is a success only where the body is what was asked for.
func (w *write) accept(ctx context.Context) {
	if w.kind != update {
		w.awaitTask(ctx)
		return
	}
	rule, err := decodeRule(&w.cause.Answer, w.group.ID, w.ruleID, w.spec)
	if err != nil {
		w.cause.Answer.Outcome, w.cause.Answer.Err = call.Open, err
		return
	}
	w.rule = rule
	w.cause.Answer.Release()
}

// learn adds the last attempt to what is known of all attempts together.
func (w *write) learn() {
	outcome := w.cause.Answer.Outcome
	if w.kind == remove && (w.open || w.acted) && w.cause.names(w.ruleID) {
		w.shown, w.lastShown = Wanted, Wanted // an earlier attempt has deleted it
		return
	}
	w.open = w.open || outcome == call.Open
	w.acted = w.acted || outcome == call.Failed || outcome == call.Rejected && !w.engine.Off && !w.isFinalWord()
}

// isFinalWord reports whether a refusal proves that this attempt did nothing. A v2 operation refuses before it starts a
// task, which proves it. A task may fail after it has done its work, so that only some of its texts prove it. The PUT
// may refuse after it has deleted the old rule, except where the reason is the key, the form of the body, or that the
// old rule does not exist. That reason proves it only where no other attempt was sent, which may have deleted the rule.
func (w *write) isFinalWord() bool {
	if w.cause.TaskID != "" {
		return w.cause.isConflict() || w.cause.isQuota() || w.cause.isNotFound()
	}
	p := w.cause.Answer.Problem
	status := w.cause.Answer.Status
	return w.kind != update || call.IsRedirect(status) || status == http.StatusUnauthorized || len(p.InvalidFields) > 0 ||
		strings.Contains(p.Message, "Invalid JSON") || w.sent == 1 && w.cause.names(w.ruleID)
}

func (w *write) hear(op *gen.Operation, header *call.Notice) {
	if header != nil {
		w.notices = append(w.notices, Notice{op, header})
	}
}
