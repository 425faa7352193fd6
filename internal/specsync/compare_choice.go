package specsync

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// variants compares the members of two anyOfs or oneOfs: each old one with the new one that means the same, or else
// with the one that has its name; what is left was removed or added.
func (c *comparer) variants(direction, name string, old, new []located) {
	same := func(a, b located) bool { return c.agree(direction, a.variant(), b.variant()) }
	named := func(a, b located) bool {
		ref := a.node.Str("$ref")
		return ref != "" && ref == b.node.Str("$ref")
	}
	kept, gone, come := match(old, new, same, named)
	for _, members := range kept {
		c.views(direction, name, members[0].variant(), members[1].variant())
	}
	for _, s := range gone {
		c.report("variant-removed", direction, name, s, located{}, form(s), "")
	}
	for _, s := range come {
		c.report("variant-added", direction, name, located{}, s, "", form(s))
	}
}

// variant is one form that a value may have; whether it may be null is said of all forms together.
func (s located) variant() *view {
	v := s.view()
	v.null = false
	return v
}

// agree tries a comparison and forgets what it found. It reports whether there are differences in documentation at most.
func (c *comparer) agree(direction string, old, new *view) bool {
	trial := comparer{visited: maps.Clone(c.visited), asText: c.asText}
	trial.views(direction, "", old, new)
	return trial.contracts == 0
}

// choice compares a single schema with a choice of several: the single one is one of them, or all is different.
func (c *comparer) choice(direction, name string, old, new *view) {
	for _, key := range eitherKeys(old.keywords, new.keywords) {
		if isAside(key) && (old.local(key) || new.local(key)) {
			c.keyword(key, direction, name, old, new)
		}
	}
	from, to := old.describe(), new.describe()
	if old.null != new.null {
		change := "null-removed"
		if new.null {
			change = "null-added"
		}
		c.report(change, direction, name, old.whole(), new.whole(), from, to)
	}
	// What stands beside a choice limits it too; nobody writes that, and judging it is not worth the rules.
	gone, come := old.variants, new.variants
	if len(gone) > 0 && !old.limited() {
		gone = without(gone, func(s located) bool { return c.agree(direction, s.view().bare(), new.bare()) })
	} else if len(come) > 0 && !new.limited() {
		come = without(come, func(s located) bool { return c.agree(direction, old.bare(), s.view().bare()) })
	}
	if len(gone)+len(come) == len(old.variants)+len(new.variants) {
		c.report("type-changed", direction, name, old.whole(), new.whole(), from, to)
		return
	}
	c.variants(direction, name, gone, come)
}

// without returns the list without the first member that is meant.
func without(list []located, is func(located) bool) []located {
	i := slices.IndexFunc(list, is)
	if i < 0 {
		return list
	}
	return slices.Delete(slices.Clone(list), i, i+1)
}

// bare returns the view without null and without what may stand beside a choice.
func (v *view) bare() *view {
	bare := *v
	bare.null = false
	bare.keywords = maps.Clone(v.keywords)
	maps.DeleteFunc(bare.keywords, func(key string, _ located) bool { return isAside(key) })
	return &bare
}

// isAside reports whether a keyword stands beside a composition rather than in its members.
func isAside(key string) bool {
	base, _, _ := strings.Cut(key, "#")
	return isAnnotation(base) || announcesEnd(base) ||
		slices.Contains([]string{"default", "deprecated", "readOnly", "writeOnly", "discriminator"}, base)
}

// limited reports whether more than the choice of variants decides what is allowed.
func (v *view) limited() bool {
	return v.types != nil || len(v.names) > 0 || len(v.required) > 0 || len(v.bare().keywords) > 1 // that of the choice
}

// form names a variant: by its component, or by its type.
func form(s located) string {
	return cmp.Or(componentName(s.child("$ref")), s.view().describe())
}
