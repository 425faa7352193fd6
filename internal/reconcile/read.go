package reconcile

import (
	"context"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// readingWaits are the times after the end of an attempt at which readings begin. One more begins when the window is
// over.
var readingWaits = [...]time.Duration{0, 250 * time.Millisecond, 750 * time.Millisecond, 1750 * time.Millisecond}

// startedTask is how long a task may run that a failed request has started without naming it. The window begins when
// the task ends.
const startedTask = 2 * time.Second

// read waits for the next reading's time, reads the group, and compares it with the write.
func (w *write) read(readCtx context.Context) {
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
	if before := w.engine.recent.last(w.group.key); !before.IsZero() && w.cause.Made == "" {
		// A reading may also lag behind this client's previous write, and show the group as it was before that one.
		wait = max(wait, window-clock.Since(before))
	}
	w.readings++
	if err := clock.Sleep(readCtx, wait); err != nil {
		w.giveUpReading(stoppedCause(&successor.OperationGetSecurityGroup, err))
		return
	}
	r, cause, notices := w.engine.read(readCtx, w.group, true)
	w.notices = append(w.notices, notices...)
	if cause != nil {
		w.giveUpReading(cause)
		return
	}
	w.windowOver = clock.Between(w.ended, r.began) >= end
	w.shown = w.compare(&r)
	w.lastShown = w.shown
}

// compare compares a reading with the write. That a deleted rule is missing counts only when the window is over: an
// earlier reading may not show a rule yet that was made a moment ago.
func (w *write) compare(r *reading) Shown {
	w.candidate = nil
	old := w.kind != create && r.find(w.ruleID) != nil
	if w.kind == remove {
		if !old && w.windowOver {
			return Wanted
		}
		return Unchanged
	}
	if match := w.match(r); match != nil && !old {
		if w.windowOver || w.cause.Made != "" || w.isNew(match, r) {
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

// isNew reports whether a rule was made after the end of the first attempt, or at most two seconds before, by the
// server's clock, which counts whole seconds. An older rule may have been there before the write, and be gone by now: a
// reading that lags still shows it.
func (w *write) isNew(rule *gen.Rule, r *reading) bool {
	return !r.date.IsZero() && rule.CreatedAt.After(r.date.Add(-r.began.Sub(w.firstEnded)-2*time.Second))
}

// giveUpReading ends the readings where one has failed. If the one before it showed a candidate, that is the new rule.
func (w *write) giveUpReading(cause *Cause) {
	if w.candidate != nil {
		w.shown, w.lastShown, w.rule = Wanted, Wanted, w.candidate
		return
	}
	w.shown, w.unread = Unreadable, cause
}

// match finds the new rule: by the id that the server's task has named, or else by its fields.
func (w *write) match(r *reading) *gen.Rule {
	if w.cause.Made != "" {
		made, isClear := r.find(w.cause.Made), neutron.Find(r.clear, w.cause.Made) != nil
		if made != nil && (!isClear || neutron.Matches(made, w.spec)) {
			return made
		}
		if !w.windowOver {
			return nil
		}
	}
	return neutron.FindMatch(r.clear, w.spec, w.ruleID)
}
