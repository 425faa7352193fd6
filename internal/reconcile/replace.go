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
	oldID    string        // the old rule's, if the last reading shows it
	old      *gen.Rule     // the old rule, if all its fields can be read too
	match    *gen.Rule     // another rule that is as spec asks for
	inTheWay *gen.Rule     // another rule that differs from spec in the description only
	unclear  bool          // another rule has a field that cannot be read
	made     string        // the id of the new rule, as its finished task named it
	isThere  bool          // the last reading shows a rule with the id made
	putBack  *gen.RuleSpec // the old rule, where putting it back failed
	open     bool          // some attempt may still act
	result   Replacement
}

// Replace makes the new rule and then deletes the old one. It deletes first only where the server refuses the new
// rule beside the old one. The server's answers to writes count more than a reading, which may lag: a rule that a
// reading shows may be gone, and one that it does not show may exist.
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

// restoredID is the id under which this client has last put a rule back, or else its own id. A rule may be put back
// several times.
func (e *Engine) restoredID(id string) string {
	id = strings.ToLower(id)
	for next, found := e.restored.Load(id); found; next, found = e.restored.Load(id) {
		id = next.(string)
	}
	return id
}

// remember remembers the id under which a rule was put back. That id stands for itself from now on, also where a server
// brings back an id that it had deleted. So the ids never form a circle.
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
		// Nothing need be made, or nothing can be, if the group still is as this reading shows it: read again.
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

// isAsWanted reports whether the old rule is as spec asks for, and no earlier write may still delete it.
func (r *replacing) isAsWanted() bool {
	_, isDoomed := r.doomed.Load(r.ruleID)
	return r.old != nil && !isDoomed && neutron.Matches(r.old, r.spec)
}

// take compares a reading with spec. A rule with a field that cannot be read is not compared, and so is not deleted
// first either: it could not be put back as it was.
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

// refusedBeside reports whether the create was refused because of the old rule, so that deleting it first helps: the
// two rules differ in the description only, or the group is full. Where the create was refused because of another rule
// that is as spec asks for, that rule is in r.match afterwards.
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

// deleteFirst deletes the old rule and makes the new one. If the server refuses the new rule, it puts the old one back,
// unless that was gone before this call deleted it.
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
