package reconcile

import (
	"context"

	"github.com/gcoresg/gcoresg/gen"
)

// fail reads which rules exist after a write that failed.
func (r *replacing) fail(readCtx context.Context, failed Result) {
	oldID, newID := idOf(r.old), idOf(r.match) // as last known
	cause := r.readAfterWindow(readCtx, failed.Ended)
	if cause == nil {
		oldID, newID = idOf(r.old), idOf(r.match)
	} else {
		failed.Unread = cause
	}
	r.result.OldID, r.result.NewID = oldID, newID
	r.result.Certain = cause == nil && !r.open && !(r.Off && failed.Verdict == Unknown)
	if r.result.Certain && oldID == "" && newID != "" {
		r.result.Rule = r.match
		return
	}
	if r.result.Certain {
		failed.Verdict, failed.Shown = NotDone, Nothing // the ids say what exists
	}
	r.result.Failed = failed
}

func (r *replacing) create(ctx, readCtx context.Context, spec *gen.RuleSpec) Result {
	w, err := r.creation(r.group, spec, r.ruleID)
	if err != nil {
		return stopped(w.op, err)
	}
	made := w.run(ctx, readCtx)
	r.note(&made)
	return made
}

// delete deletes the old rule. One that is gone already is fine. A 404 proves that only where it names the rule.
func (r *replacing) delete(ctx, readCtx context.Context) Result {
	deleted := r.deletion(r.group, r.ruleID).run(ctx, readCtx)
	r.note(&deleted)
	if deleted.Verdict == NotDone && deleted.Cause.isNotFound() {
		known := r.match
		if deleted.Cause.names(r.ruleID) || r.readAfterWindow(readCtx, deleted.Ended) == nil && r.old == nil {
			deleted.Verdict = Applied
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
