package model

import (
	"errors"
	"slices"
	"strings"

	"github.com/gcoresg/gcoresg"
)

// judgeDone: there is exactly one rule as asked for, the result names it, and the old one is gone.
func (c *claim) judgeDone(t truth) []complaint {
	if c.op == remove {
		if has(t.final, c.old.id) {
			return complain("deleted, but the rule is still there", "%s", short(c.old.id))
		}
		return nil
	}
	if c.result == nil {
		return complain("neither a rule nor an error", "")
	}
	id := strings.ToLower(c.result.ID)
	if answer := (rule{spec: gcoresg.SpecOf(c.result)}); !answer.isAs(c.want) {
		return complain("done, but the result is not what was asked for", "%+v", c.result)
	}
	if c.op != create && id != c.old.id && has(t.final, c.old.id) {
		return complain("done, but the old rule is still there", "%s", short(c.old.id))
	}
	if named, found := t.named(id); !found || !named.isAs(c.want) {
		return complain("done, but the id names no rule as asked for", "%s", short(id))
	}
	if found := wanted(t.final, c.want); len(found) != 1 && !t.others {
		return complain("done, but the group does not have exactly one rule as asked for", "it has %d", len(found))
	}
	return nil
}

// named finds a rule of the final state. Where another program has written, it may be one that this program has
// removed.
func (t *truth) named(id string) (rule, bool) {
	if r, found := find(t.final, id); found || !t.others {
		return r, found
	}
	gone := rule{}
	for _, change := range t.changes {
		if change.rule.id == id && !change.added && change.other {
			gone = change.rule
		}
	}
	return gone, gone.id != ""
}

// judgeLost: neither rule is there, and none will be.
func (c *claim) judgeLost(t truth) []complaint {
	if c.op == create || c.op == remove {
		return complain("an operation that cannot lose a rule says so", "%v", c.err)
	}
	for _, state := range t.states() {
		if has(state, c.old.id) {
			return complain("lost, but the old rule is there", "%s", short(c.old.id))
		}
		for _, r := range wanted(state, c.want) {
			if !t.byOther(r.id) {
				return complain("lost, but a rule as asked for is there", "%v", r)
			}
		}
	}
	return nil
}

// states are the ones in which a certain word has to be true: when it is given, and for good.
func (t *truth) states() [][]rule {
	if t.others {
		return [][]rule{t.final}
	}
	return [][]rule{t.atReturn, t.final}
}

// byOther reports whether another program has added the rule, byOtherRemoved whether it has removed it, and byClient
// whether the client has added it.
func (t *truth) byOther(id string) bool        { return t.changed(id, true, true) }
func (t *truth) byOtherRemoved(id string) bool { return t.changed(id, false, true) }
func (t *truth) byClient(id string) bool       { return t.changed(id, true, false) }

func (t *truth) changed(id string, added, other bool) bool {
	return slices.ContainsFunc(t.changes,
		func(c change) bool { return c.rule.id == id && c.added == added && c.other == other })
}

// judgeCertain: the ids are as the server has them. The old rule may have been put back, under an id of its own.
func (c *claim) judgeCertain(t truth) []complaint {
	var e *gcoresg.ReplaceError
	errors.As(c.err, &e)
	oldID, newID := strings.ToLower(e.OldID), strings.ToLower(e.NewID)
	for _, state := range t.states() {
		if oldID == "" && has(state, c.old.id) {
			return complain("certain, but the old rule is there", "%s", short(c.old.id))
		}
		if oldID != "" && !has(state, oldID) && !t.byOtherRemoved(oldID) {
			return complain("certain, but the old rule is not there", "%s", short(oldID))
		}
		if putBack, found := find(state, oldID); found && oldID != c.old.id && !putBack.isAs(c.old.spec) {
			return complain("certain, but the id of the old rule is another rule's", "%v", putBack)
		}
		if newID != "" && !has(state, newID) && !t.byOtherRemoved(newID) {
			return complain("certain, but the new rule is not there", "%s", short(newID))
		}
		if made, found := find(state, newID); found && !made.isAs(c.want) {
			return complain("certain, but the id of the new rule is another rule's", "%v", made)
		}
		for _, r := range wanted(state, c.want) {
			if newID == "" && r.id != oldID && !t.byOther(r.id) {
				return complain("certain, but a new rule is there", "%v", r)
			}
		}
		for _, r := range wanted(state, c.old.spec) {
			if oldID == "" && r.id != newID && t.byClient(r.id) {
				return complain("certain, but the old rule has been put back", "%v", r)
			}
		}
	}
	return nil
}
