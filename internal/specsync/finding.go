package specsync

import (
	"cmp"
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

// findings collects differences, each once. Two directions that meet at one difference share its finding.
type findings struct {
	list      []*Finding
	cause     *Finding // what the contract findings at hand follow from, if anything
	hits      int      // calls of note and report, also those that found nothing new
	contracts int      // calls of report
}

// note records a difference that no caller's program can notice. A missing value has no node.
func (fs *findings) note(change string, old, new located) {
	fs.record(&fs.list, change, old, new, text(old.node), text(new.node))
}

// report records a difference in one direction. Name is what the sentence calls the thing that changed; values are
// the old and the new one for a reader, where the nodes themselves would say too much.
func (fs *findings) report(change, direction, name string, old, new located, values ...string) *Finding {
	fs.contracts++
	if values == nil {
		values = []string{text(old.node), text(new.node)}
	}
	into := &fs.list
	if fs.cause != nil {
		into = &fs.cause.Follows
	}
	f := fs.record(into, change, old, new, values[0], values[1])
	same := func(e Effect) bool { return e.Direction == direction }
	if !slices.ContainsFunc(f.Effects, same) {
		f.Effects = append(f.Effects, effect(change, direction, name, f.Old, f.New))
	}
	return f
}

// below lets the contract findings of compare stand below the one that they follow from; nil is none.
func (fs *findings) below(cause *Finding, compare func()) {
	outer := fs.cause
	fs.cause = cmp.Or(cause, outer)
	compare()
	fs.cause = outer
}

func (fs *findings) record(into *[]*Finding, change string, old, new located, from, to string) *Finding {
	fs.hits++
	f := &Finding{Pointer: pointer(old.at...), Upstream: pointer(new.at...), Change: change, Old: from, New: to}
	if old.at == nil {
		f.Pointer = f.Upstream
	}
	if new.at == nil || f.Upstream == f.Pointer {
		f.Upstream = ""
	}
	for _, known := range *into {
		if known.Pointer == f.Pointer && known.Change == change && known.Old == from && known.New == to {
			return known
		}
	}
	*into = append(*into, f)
	return f
}
