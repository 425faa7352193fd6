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
}

// Effect is what a finding means to existing callers in one direction. A finding without effects is documentation.
type Effect struct {
	Rule     Rule
	Name     string // of the thing that changed
	Sentence string
}

// Contract reports whether the finding changes what goes over the wire, or what callers must know about it.
func (f Finding) Contract() bool { return len(f.Effects) > 0 }

// Breaking reports whether some existing caller breaks.
func (f Finding) Breaking() bool {
	return slices.ContainsFunc(f.Effects, func(e Effect) bool { return e.Rule.Breaking })
}

// Direction says whom the finding concerns and how: "request narrowed", and so on.
func (f Finding) Direction() string {
	return f.join(func(e Effect) string { return strings.TrimSpace(e.Rule.Direction + " " + e.Rule.Effect) })
}

// Meaning says in plain words what existing callers will notice.
func (f Finding) Meaning() string {
	return f.join(func(e Effect) string { return e.Sentence })
}

func (f Finding) join(text func(Effect) string) string {
	var parts []string
	for _, e := range f.Effects {
		if part := text(e); !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

// place is where a value stands, in the old and in the new slice. One of them may be missing.
type place struct{ old, new []string }

// extend appends to a copy, and leaves a missing place missing.
func extend(path, keys []string) []string {
	if path == nil {
		return nil
	}
	return append(slices.Clip(path), keys...)
}

// findings collects differences, each once. Two directions that meet at one difference share its finding.
type findings struct {
	list []Finding
	hits int // calls of add, also those that found nothing new
}

// documentation records a difference that no caller's program can notice.
func (fs *findings) documentation(change string, at place, old, new string) {
	fs.record(change, at, old, new)
}

// contract records a difference in one direction. Name is what the sentence calls the thing that changed.
func (fs *findings) contract(change, direction, name string, at place, old, new string) {
	rule := ruleFor(change, direction)
	finding := fs.record(change, at, old, new)
	if !slices.ContainsFunc(finding.Effects, func(e Effect) bool { return e.Rule == rule }) {
		finding.Effects = append(finding.Effects, newEffect(rule, name, old, new))
	}
}

func newEffect(rule Rule, name, old, new string) Effect {
	words := strings.NewReplacer("{name}", name, "{old}", cmp.Or(old, "nothing"), "{new}", cmp.Or(new, "nothing"))
	return Effect{rule, name, words.Replace(rule.Meaning)}
}

func (fs *findings) record(change string, at place, old, new string) *Finding {
	fs.hits++
	f := Finding{Pointer: pointer(at.old...), Upstream: pointer(at.new...), Change: change, Old: old, New: new}
	if at.old == nil {
		f.Pointer = f.Upstream
	}
	if at.new == nil || f.Upstream == f.Pointer {
		f.Upstream = ""
	}
	for i, known := range fs.list {
		if known.Pointer == f.Pointer && known.Change == change && known.Old == old && known.New == new {
			return &fs.list[i]
		}
	}
	fs.list = append(fs.list, f)
	return &fs.list[len(fs.list)-1]
}
