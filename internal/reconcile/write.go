package reconcile

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/neutron"
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
	ruleID  string        // of the old rule; a create does not take it for the new one
	spec    *gen.RuleSpec // nil for a delete
	request call.Request
	// earlier is when this client's write before this one ended. A reading that began less than a window later may show the state
	// before that write.
	earlier time.Time
	noted   bool // earlier is known

	firstEnded  time.Time // when the first attempt did
	attempts    int
	ended       time.Time // when the last attempt did
	cause       Cause     // the last attempt
	open, acted bool      // see situation
	readings    int       // since the last attempt
	shown       Shown     // since the last attempt
	settled     bool
	last        Shown // the last that was readable
	unread      *Cause
	rule        *gen.Rule
	candidate   *gen.Rule // is as wanted, but may have been there before, and be gone
	madeID      string    // what a finished task calls the new rule
	notices     []Notice
}

// run makes attempts and readings until decide has a verdict. Readings use late, which outlives ctx; nil makes one when needed.
func (w *write) run(ctx, late context.Context) Result {
	for next := send; ; next = decide(w.situation(ctx)) {
		switch next {
		case send:
			w.attempt(ctx)
		case read:
			if late == nil {
				var cancel context.CancelFunc
				late, cancel = call.Outlive(ctx, grace)
				defer cancel()
			}
			w.read(late)
		case applied:
			return w.result(Applied)
		case lost:
			return w.result(Lost)
		case unknown:
			return w.result(Unknown)
		default:
			return w.result(NotDone)
		}
	}
}

func (w *write) result(v Verdict) Result {
	return Result{Verdict: v, Rule: w.rule, Open: w.open, Cause: w.cause, Shown: w.last, Unread: w.unread, Ended: w.ended, Notices: w.notices}
}

func (w *write) situation(ctx context.Context) situation {
	return situation{
		last: w.cause.Answer.Outcome, open: w.open, acted: w.acted, shown: w.shown, settled: w.settled, mayRead: !w.engine.Off,
		maySend: w.attempts <= w.engine.Calls.MaxRetries && w.cause.Stopped == nil && w.mayWait(ctx),
	}
}

// mayWait reports whether the caller and the server allow another attempt.
func (w *write) mayWait(ctx context.Context) bool {
	return ctx.Err() == nil && w.cause.Answer.RetryAfter <= call.MaxRetryAfter
}

// attempt sends the request once, after the wait that is due, and sees its task to the end.
func (w *write) attempt(ctx context.Context) {
	calls := w.engine.Calls
	if w.attempts > 0 {
		wait := w.cause.Answer.Wait(w.attempts - 1)
		calls.LogRetry(ctx, &w.request, &w.cause.Answer, wait)
		if err := calls.Clock.Sleep(ctx, wait-calls.Clock.Since(w.ended)); err != nil {
			w.cause.Stopped = err
			return
		}
	}
	w.attempts++
	w.cause = Cause{Op: w.op, Answer: calls.Attempt(ctx, &w.request)}
	w.hear(w.op, w.cause.Answer.Notice)
	if w.cause.Answer.Outcome == call.Succeeded {
		w.accept(ctx)
	}
	w.ended, w.readings, w.shown, w.settled, w.unread = time.Now(), 0, Nothing, false, nil
	if w.attempts == 1 {
		w.firstEnded = w.ended
	}
	w.learn()
}

// accept takes a 2xx, which is a success only where it says what it should.
func (w *write) accept(ctx context.Context) {
	if w.kind != update {
		w.madeID = w.awaitTask(ctx)
		return
	}
	if w.cause.Answer.Status == http.StatusAccepted {
		w.cause.Answer.Outcome, w.cause.Err = call.Open, errors.New("the server has accepted the request and not carried it out yet")
		return
	}
	rule, err := decodeRule(&w.cause.Answer, w)
	if err != nil {
		w.cause.Answer.Outcome, w.cause.Err = call.Open, err
		return
	}
	w.rule = rule
	w.cause.Answer.Release()
}

// learn adds the last attempt to what is known of all.
func (w *write) learn() {
	outcome := w.cause.Answer.Outcome
	if w.kind == remove && (w.open || w.acted) && w.cause.names(w.ruleID) {
		w.shown, w.last = Wanted, Wanted // an earlier attempt has deleted it
		return
	}
	w.open = w.open || outcome == call.Open
	w.acted = w.acted || outcome == call.Failed || outcome == call.Rejected && !w.engine.Off && !w.isFinalWord()
	if outcome == call.Succeeded || w.open || w.acted {
		before := w.engine.recent.note(w.group.key, w.ended, w.engine.Calls.Clock)
		if !w.noted {
			w.earlier, w.noted = before, true
		}
	}
}

// isFinalWord reports whether a refusal says for certain that this attempt did nothing. The v2 operations refuse before they start a
// task, and a task may fail when its work is done. The PUT may find its reason to refuse after it has deleted the old rule, except
// where the reason is the key, the form of the body, or an old rule that is not there.
func (w *write) isFinalWord() bool {
	if w.cause.TaskID != "" {
		return w.cause.IsConflict() || w.cause.IsQuota() || w.cause.isNotFound()
	}
	p := w.cause.Answer.Problem
	return w.kind != update || call.IsRedirect(w.cause.Answer.Status) || w.cause.Answer.Status == 401 || len(p.InvalidFields) > 0 ||
		strings.Contains(p.Message, "Invalid JSON") || w.attempts == 1 && w.cause.names(w.ruleID)
}

// readingWaits are when readings begin after an attempt has ended; the last one begins when the window is over.
var readingWaits = [...]time.Duration{0, 250 * time.Millisecond, 750 * time.Millisecond, 1750 * time.Millisecond}

const (
	// readingTime is how long a group that cannot be read is tried.
	readingTime    = 15 * time.Second
	readingRetries = 8
	// startedTask is how long a task takes that a failed request may have started.
	startedTask = 2 * time.Second
)

// read makes the reading that is due and takes in what it shows.
func (w *write) read(late context.Context) {
	clock := w.engine.Calls.Clock
	end := window
	if w.kind != update && w.cause.Answer.Outcome == call.Failed {
		end += startedTask
	}
	due := end
	if w.readings < len(readingWaits) {
		due = readingWaits[w.readings]
	}
	wait := due - clock.Since(w.ended)
	if !w.earlier.IsZero() && w.madeID == "" {
		wait = max(wait, window-clock.Since(w.earlier))
	}
	w.readings++
	if err := clock.Sleep(late, wait); err != nil {
		w.giveUpReading(stoppedReading(err))
		return
	}
	r, cause := w.readGroup(late)
	if cause != nil {
		w.giveUpReading(cause)
		return
	}
	w.settled = clock.Between(w.ended, r.began) >= end
	w.shown = w.look(&r)
	w.last = w.shown
}

func (w *write) readGroup(late context.Context) (reading, *Cause) {
	ctx, cancel := context.WithTimeout(late, readingTime)
	defer cancel()
	r, cause, notices := w.engine.read(ctx, w.group, readingRetries, true)
	w.notices = append(w.notices, notices...)
	return r, cause
}

// look compares a reading with the write. That a deleted rule is missing counts in a settled reading only: an earlier one may not
// show a rule yet that was made a moment ago.
func (w *write) look(r *reading) Shown {
	old := w.kind != create && r.find(w.ruleID) != nil
	if w.kind == remove {
		if !old && w.settled {
			return Wanted
		}
		return Unchanged
	}
	if match := w.match(r); match != nil && !old {
		if w.settled || w.madeID != "" || w.isNew(match, r) {
			w.rule = match
			return Wanted
		}
		w.candidate = match
	}
	switch {
	case old:
		return Unchanged
	case len(r.clear) < len(r.rules):
		return Unclear
	case w.kind == create:
		return Unchanged
	}
	return Neither
}

// isNew reports whether a rule was made after the first attempt had ended, or up to two seconds before, by the server's clock, which
// counts whole seconds. An older rule may have been there before the write, and a reading that lags shows it although it is gone.
func (w *write) isNew(rule *gen.Rule, r *reading) bool {
	return !r.date.IsZero() && rule.CreatedAt.After(r.date.Add(-time.Since(w.firstEnded)-2*time.Second))
}

// giveUpReading takes the candidate of an earlier reading where the group cannot be read any more.
func (w *write) giveUpReading(cause *Cause) {
	if w.candidate != nil {
		w.shown, w.last, w.rule = Wanted, Wanted, w.candidate
		return
	}
	w.shown, w.unread = Unreadable, cause
}

// match finds the new rule: by the id that the server's task gave it, which no other rule has, or by its fields.
func (w *write) match(r *reading) *gen.Rule {
	if w.madeID != "" && !w.settled {
		if made := neutron.Find(r.clear, w.madeID); made != nil && !neutron.Matches(made, w.spec) {
			return nil
		}
		return r.find(w.madeID)
	}
	return neutron.FindMatch(r.clear, w.spec, w.ruleID)
}

func (w *write) hear(op *gen.Operation, header *call.Notice) {
	if header != nil {
		w.notices = append(w.notices, Notice{op, header})
	}
}
