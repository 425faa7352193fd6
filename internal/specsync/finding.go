package specsync

import (
	"slices"
	"strings"
)

// Finding is one difference between the vendored slice and upstream's.
type Finding struct {
	Pointer  string // where it is in the vendored slice; for something new, where it is upstream
	Upstream string // where it is upstream, if that is elsewhere
	Change   string // what happened, as the table of rules names it
	Old, New string // the values; empty for nothing
	Effects  []Effect
	Follows  []*Finding // what this one brings about
}

// Effect is what a finding means to existing callers in one direction. A finding without effects is documentation.
type Effect struct {
	Direction string // request, response, or operation for what concerns the call as a whole
	Effect    string // narrowed, widened or changed
	Breaking  bool
	Sentence  string
}

// Contract reports whether the finding changes what goes over the wire, or what callers must know about it.
func (f *Finding) Contract() bool { return len(f.Effects)+len(f.Follows) > 0 }

// Breaking reports whether some existing caller breaks, by the finding itself or by what follows from it.
func (f *Finding) Breaking() bool {
	return slices.ContainsFunc(f.Effects, func(e Effect) bool { return e.Breaking }) ||
		slices.ContainsFunc(f.Follows, (*Finding).Breaking)
}

// Direction says whom the finding concerns and how: "request narrowed", and so on.
func (f *Finding) Direction() string {
	return f.join(func(e Effect) string { return e.Direction + " " + e.Effect })
}

// Meaning says in plain words what existing callers will notice.
func (f *Finding) Meaning() string {
	return f.join(func(e Effect) string { return e.Sentence })
}

func (f *Finding) join(text func(Effect) string) string {
	var parts []string
	for _, e := range f.Effects {
		if part := text(e); !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

// place is where callers meet a value.
type place struct {
	direction string
	name      string // what sentences call the value
	asText    bool   // the value is sent as text, outside of a body
}

// inside is the place of a property of the value.
func (p place) inside(property string) place {
	if p.name != "" && !strings.HasPrefix(p.name, "the ") {
		property = p.name + "." + property
	}
	p.name = property
	return p
}

// tally counts calls of record, and those of them for the contract, also where the difference was known already.
type tally struct{ hits, contracts int }

// note records a difference that no caller's program can notice. Values are the old and the new one for a reader,
// where the nodes themselves would say too much.
func (c *comparer) note(change string, p pair, values ...string) {
	c.record(&c.list, change, p, values)
}

// report records a difference that callers meet at a place.
func (c *comparer) report(change string, at place, p pair, values ...string) *Finding {
	c.contracts++
	into := &c.list
	if c.cause != nil {
		into = &c.cause.Follows
	}
	f := c.record(into, change, p, values)
	same := func(e Effect) bool { return e.Direction == at.direction }
	if !slices.ContainsFunc(f.Effects, same) {
		f.Effects = append(f.Effects, effect(change, at, f.Old, f.New))
	}
	return f
}

// oneSided reports a member of a set that came or went, by the name of its kind, and returns whether it did.
func (c *comparer) oneSided(kind string, at place, p pair, value string, required bool) bool {
	switch {
	case p.new.node == nil:
		c.report(kind+"-removed", at, p, value, "")
	case p.old.node != nil:
		return false
	case required:
		c.report(kind+"-added-required", at, p, "", value)
	default:
		c.report(kind+"-added", at, p, "", value)
	}
	return true
}

// flag compares two booleans, of which a missing one is false.
func (c *comparer) flag(set, unset string, at place, p pair) {
	switch was, is := isTrue(p.old.node), isTrue(p.new.node); {
	case is && !was:
		c.report(set, at, p)
	case was && !is:
		c.report(unset, at, p)
	case !p.equal():
		c.note("written-differently", p)
	}
}

// noteSpelling runs a comparison. If that finds nothing though the values differ, they say the same in other words.
func (c *comparer) noteSpelling(p pair, compare func()) {
	hits := c.hits
	compare()
	if c.hits == hits && !(p.equal() && p.resolve().equal()) {
		c.note("written-differently", p)
	}
}

func (c *comparer) record(into *[]*Finding, change string, p pair, values []string) *Finding {
	c.hits++
	if values == nil {
		values = []string{text(p.old.node), text(p.new.node)}
	}
	f := &Finding{Pointer: pointer(p.old.at...), Upstream: pointer(p.new.at...), Change: change,
		Old: values[0], New: values[1]}
	if p.old.at == nil {
		f.Pointer = f.Upstream
	}
	if p.new.at == nil || f.Upstream == f.Pointer {
		f.Upstream = ""
	}
	for _, known := range *into {
		if known.Pointer == f.Pointer && known.Change == change && known.Old == f.Old && known.New == f.New {
			return known
		}
	}
	*into = append(*into, f)
	return f
}
