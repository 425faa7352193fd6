package reconcile

import (
	"context"
	"strings"
	"time"

	"github.com/gcoresg/gcoresg/gen"
	"github.com/gcoresg/gcoresg/gen/successor"
	"github.com/gcoresg/gcoresg/internal/call"
	"github.com/gcoresg/gcoresg/internal/neutron"
)

// A Replacement is what became of a replacement.
type Replacement struct {
	// Rule is the new rule, nil after a failure.
	Rule *gen.Rule
	// Unread is why the group could not be read at the start. Nothing was sent then.
	Unread *Cause
	// Failed is the write that failed, and Deleting reports whether it was the delete.
	Failed   Result
	Deleting bool
	// PutBack is why the old rule, once deleted, could not be put back, nil where that was not tried or went well.
	PutBack *Cause
	// InTheWay is the id of another rule beside which the server refuses the new one, empty if there is none.
	InTheWay string
	// OldID and NewID are the rules that exist, empty for one that does not. Certain reports whether that is sure.
	OldID, NewID string
	Certain      bool
	Notices      []Notice
}

// A replacing is a replacement under way.
type replacing struct {
	*Engine
	group  Group
	ruleID string
	spec   *gen.RuleSpec

	began    time.Time
	oldID    string    // the old rule's, if the last reading shows it
	old      *gen.Rule // the same, if all its fields can be read
	match    *gen.Rule // another rule that is as wanted
	inTheWay *gen.Rule // another rule that differs from it in the description only
	unclear  bool      // there is another rule that cannot be read
	made     string    // what a finished task called the new rule
	isThere  bool      // the group has a rule with that id
	putBack  *gen.RuleSpec
	open     bool // some attempt may still act
	result   Replacement
}

// Replace makes the new rule and then deletes the old one. It deletes first only where the server refuses the new
// rule beside the old one. The server's word counts before a reading, which may lag: a rule that a reading shows can
// be gone, and one that it does not show can exist.
func (e *Engine) Replace(ctx context.Context, group Group, ruleID string, spec *gen.RuleSpec) Replacement {
	if err := e.lock(ctx, group); err != nil {
		return Replacement{Unread: stoppedCause(&successor.OperationCreateSecurityGroupRule, err)}
	}
	defer e.unlock(group)
	readCtx, cancel := call.Outlive(ctx, readOn)
	defer cancel()
	r := &replacing{Engine: e, group: group, ruleID: e.restoredID(ruleID), spec: spec, began: time.Now()}
	r.run(ctx, readCtx)
	return r.result
}

// restoredID is the id under which this client has put a rule back, which may have happened several times.
func (e *Engine) restoredID(id string) string {
	id = strings.ToLower(id)
	for next, found := e.restored.Load(id); found; next, found = e.restored.Load(id) {
		id = next.(string)
	}
	return id
}

// remember takes down the id under which a rule was put back. A rule that exists goes on under its own id, so
// restoredID always comes to an end, also where a server brings back an id that it had deleted.
func (e *Engine) remember(id, restored string) {
	restored = strings.ToLower(restored)
	e.restored.Store(id, restored)
	e.restored.Delete(restored)
}

func (r *replacing) run(ctx, readCtx context.Context) {
	first, cause, notices := r.read(ctx, r.group, false)
	r.result.Notices = notices
	if cause != nil {
		r.result.Unread = cause
		return
	}
	r.take(&first)
	if r.match != nil || r.inTheWay != nil || r.isAsWanted() {
		// What is there need not be made, but it may be gone since.
		if cause := r.readAfterWindow(ctx, r.began); cause != nil {
			r.result.Unread = cause
			return
		}
	}
	if r.isAsWanted() {
		r.result.Rule = r.old
		return
	}
	deleteFirst := r.match == nil && r.old != nil && neutron.Same(r.old, r.spec)
	if r.match == nil && !deleteFirst {
		if r.inTheWay != nil {
			r.result.InTheWay, r.result.Certain = r.inTheWay.ID, true
			r.result.OldID = r.oldID
			return
		}
		made := r.create(ctx, readCtx, r.spec)
		r.match = made.Rule
		if made.Verdict != Applied {
			deleteFirst = r.refusedBeside(readCtx, &made)
			if r.isAsWanted() {
				r.result.Rule = r.old
				return
			}
			if !deleteFirst && r.match == nil {
				r.fail(readCtx, made)
				return
			}
		}
	}
	if deleteFirst {
		r.deleteFirst(ctx, readCtx)
		return
	}
	// The old rule is deleted even where no reading shows it: it may have been made a moment ago.
	if deleted := r.delete(ctx, readCtx); deleted.Verdict != Applied {
		r.result.Deleting = true
		r.fail(readCtx, deleted)
		return
	}
	r.result.Rule = r.match
}

// isAsWanted reports whether the old rule is what is asked for, and will stay.
func (r *replacing) isAsWanted() bool {
	_, isDoomed := r.doomed.Load(r.ruleID)
	return r.old != nil && !isDoomed && neutron.Matches(r.old, r.spec)
}

// take compares a reading with what is wanted. A rule with a field that cannot be read is not compared with a spec:
// what is put back after it was deleted would be another rule.
func (r *replacing) take(found *reading) {
	r.oldID, r.old = idOf(found.find(r.ruleID)), neutron.Find(found.clear, r.ruleID)
	r.match = neutron.FindMatch(found.clear, r.spec, r.ruleID)
	r.inTheWay = nil
	if r.match == nil {
		r.inTheWay = neutron.FindSame(found.clear, r.spec, r.ruleID)
	}
	unclear := len(found.rules) - len(found.clear)
	if r.oldID != "" && r.old == nil {
		unclear-- // the old rule, which is not another one
	}
	r.unclear = unclear > 0
	r.isThere = found.find(r.made) != nil
	if r.oldID == "" && r.putBack != nil {
		r.oldID = idOf(neutron.FindMatch(found.clear, r.putBack, ""))
	}
}

// refusedBeside reports whether the create was refused because of the old rule, so that deleting it first helps: it
// is the same but for its description, or the group is full. Where the refusal is about another rule that is as
// wanted, r.match is that rule.
func (r *replacing) refusedBeside(readCtx context.Context, made *Result) bool {
	conflict, quota := made.Cause.isConflict(), made.Cause.isQuota()
	if made.Verdict != NotDone || !conflict && !quota {
		return false
	}
	if (conflict || r.old == nil) && r.readAfterWindow(readCtx, r.began) != nil {
		return false
	}
	return r.match == nil && r.old != nil && (quota || neutron.Same(r.old, r.spec))
}

// deleteFirst deletes the old rule and makes the new one. If the server refuses that, it puts the old rule back, unless
// that was gone before.
func (r *replacing) deleteFirst(ctx, readCtx context.Context) {
	if deleted := r.delete(ctx, readCtx); deleted.Verdict != Applied {
		r.result.Deleting = true
		r.fail(readCtx, deleted)
		return
	}
	r.oldID = ""
	made := r.create(ctx, readCtx, r.spec)
	if made.Verdict == Applied {
		r.result.Rule = made.Rule
		return
	}
	if made.Verdict == NotDone && r.old != nil && ctx.Err() == nil {
		old := neutron.SpecOf(r.old)
		back := r.create(ctx, readCtx, &old)
		if back.Verdict == Applied {
			r.remember(r.ruleID, back.Rule.ID)
			r.result.Failed, r.result.OldID, r.result.Certain = made, back.Rule.ID, true
			return
		}
		r.putBack, r.result.PutBack, made.Ended = &old, &back.Cause, back.Ended
	}
	r.fail(readCtx, made)
}
