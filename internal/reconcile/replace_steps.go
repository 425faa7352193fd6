package reconcile

import (
	"context"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
)

// fail reads which rules exist after a write that failed, and completes the result.
func (r *replacing) fail(readCtx context.Context, failed Result) {
	cause := r.readAfterWindow(readCtx, failed.Ended)
	if cause != nil {
		failed.Unread = cause // the ids in the result are those that were last known
	}
	r.result.OldID, r.result.NewID = r.oldID, idOf(r.match)
	if r.isThere && r.match == nil {
		r.result.NewID = r.made // the server made the rule, but not as spec asks for
	}
	mayExist := failed.Verdict == Unknown || failed.Cause.isConflict() || r.putBack != nil
	isHidden := failed.Verdict == Unknown && r.Off || mayExist && r.unclear && r.result.NewID == ""
	// Where the replacement is done after all, an attempt that still acts does no harm, because the server refuses it.
	// Putting the old rule back would do harm.
	isDone := r.oldID == "" && r.match != nil
	isOpen := r.open && (!isDone || r.putBack != nil)
	r.result.Certain = cause == nil && !isOpen && !isHidden
	if r.result.Certain && isDone {
		r.result.Rule = r.match
		return
	}
	if r.result.Certain && r.putBack != nil && r.oldID != "" {
		r.remember(r.ruleID, r.oldID)
	}
	if r.result.Certain {
		failed.Verdict, failed.Shown = NotDone, Nothing // the ids say what exists
	}
	r.result.Failed = failed
}

// readAfterWindow reads the group, but only when a window has passed since a moment, so that the reading cannot show
// how the group was before that moment.
func (r *replacing) readAfterWindow(ctx context.Context, moment time.Time) *Cause {
	if err := r.Calls.Clock.Sleep(ctx, window-r.Calls.Clock.Since(moment)); err != nil {
		return stoppedCause(&successor.OperationGetSecurityGroup, err)
	}
	found, cause, notices := r.read(ctx, r.group, true)
	r.result.Notices = append(r.result.Notices, notices...)
	if cause == nil {
		r.take(&found)
	}
	return cause
}

func (r *replacing) create(ctx, readCtx context.Context, spec *gen.RuleSpec) Result {
	w, err := r.creation(r.group, spec, r.ruleID)
	if err != nil {
		return stopped(w.op, err)
	}
	made := w.run(ctx, readCtx)
	r.note(&made)
	if spec == r.spec { // otherwise it is the old rule that is put back
		r.made = made.Cause.Made
	}
	return made
}

// delete deletes the old rule. If the rule is already gone, that is a success too: a 404 that names the rule proves it,
// and after any other 404 a reading has to.
func (r *replacing) delete(ctx, readCtx context.Context) Result {
	deleted := r.deletion(r.group, r.ruleID).run(ctx, readCtx)
	r.note(&deleted)
	if deleted.Verdict == NotDone && deleted.Cause.isNotFound() {
		known := r.match
		if deleted.Cause.names(r.ruleID) || r.readAfterWindow(readCtx, deleted.Ended) == nil && r.oldID == "" {
			deleted.Verdict, r.old = Applied, nil
		}
		r.match = known
	}
	return deleted
}

func (r *replacing) note(result *Result) {
	r.open = r.open || result.Open
	r.result.Notices = append(r.result.Notices, result.Notices...)
}

func idOf(rule *gen.Rule) string {
	if rule == nil {
		return ""
	}
	return rule.ID
}
